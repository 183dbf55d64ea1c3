"""The confidence card and the guesses of the dials, as the debrief compares them: before, after, and how it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from northaxis.domain.facts import DialTurned, Fact, GameOver, Guessed, Marked, SeatHeld
from northaxis.domain.ids import DialId, SeatId
from northaxis.domain.people import Statement
from northaxis.domain.ruleset import Dial, Game
from northaxis.domain.state import State, fold
from northaxis.domain.undo import standing_facts

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Belief:
    """A seat's marks for one statement, 1 to 5; None where it gave none."""

    seat: SeatId
    before: int | None
    after: int | None

    @property
    def moved(self) -> int | None:
        """How far the seat changed its mind; None when a mark is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Confidence:
    """A statement with every seat's marks, how its dial stood, and whether that bears it out (None: it has no dial)."""

    statement: Statement
    setting: str | None
    borne_out: bool | None
    beliefs: tuple[Belief, ...]


@dataclass(frozen=True, slots=True)
class Guesses:
    """A dial, how it stood (None: control never turned it), and what the seats had guessed last."""

    dial: Dial
    setting: str | None
    guesses: tuple[tuple[SeatId, str], ...]

    @property
    def right(self) -> tuple[SeatId, ...]:
        """The seats that guessed the setting."""
        return tuple(seat for seat, guess in self.guesses if guess == self.setting)


def confidence(state: State) -> tuple[Confidence, ...]:
    """The card in order with the marks of every seat that gave any. For control, or for all once play is over."""
    return tuple(_confidence(state, place, each) for place, each in enumerate(state.game.rules.turn_zero.statements))


def _confidence(state: State, place: int, statement: Statement) -> Confidence:
    written = state.beliefs
    beliefs = []
    for seat in state.game.rules.seats:
        before, after = written.before.get(seat, ()), written.after.get(seat, ())
        if before or after:
            beliefs.append(Belief(seat, before[place] if before else None, after[place] if after else None))
    setting = state.dials.get(statement.dial) if statement.dial is not None else None
    borne_out = None if setting is None or statement.borne_out_by is None else setting == statement.borne_out_by
    return Confidence(statement, setting, borne_out, tuple(beliefs))


def dial_guesses(state: State) -> tuple[Guesses, ...]:
    """Every dial with the last guess of each seat. For control, or for all once play is over."""
    return tuple(Guesses(dial, state.dials.get(dial.id), _guesses(state, dial.id)) for dial in state.game.rules.dials)


def _guesses(state: State, dial: DialId) -> tuple[tuple[SeatId, str], ...]:
    own = ((seat, state.beliefs.guesses.get(seat, {}).get(dial)) for seat in state.game.rules.seats)
    return tuple((seat, guess) for seat, guess in own if guess is not None)


def beliefs_of(game: Game, facts: Iterable[object]) -> State:
    """A state of only what these facts say of beliefs and dials: for whoever has facts and no state."""
    wanted = (DialTurned, Guessed, Marked, SeatHeld, GameOver)
    found: list[Fact] = [fact for fact in standing_facts(facts) if isinstance(fact, wanted)]
    return fold(game, found)
