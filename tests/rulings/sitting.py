"""A table on the shipped rules, moved by order notation, with scripted dice and any quantity where a test wants it.

What is put there is a fact like any other (cause `setup test`), so the journal still folds to the state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tests.shipped import game

from northaxis.domain.actions import Action, Play
from northaxis.domain.adjudicate import adjudicate
from northaxis.domain.cards import Card
from northaxis.domain.dice import Pair, ScriptedDice
from northaxis.domain.effects import Effects
from northaxis.domain.facts import Cause, CauseKind, Changed, Fact, Rolled, Step, SteppedBack
from northaxis.domain.ids import DialId, SeatId
from northaxis.domain.legal import legal_orders, owing
from northaxis.domain.orders import GO_ON, from_text, to_text
from northaxis.domain.rolls import Outcome
from northaxis.domain.ruleset import Game, RuleSet
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.setup import set_table
from northaxis.domain.state import Holder, State, evolve, fold

FactT = TypeVar("FactT")


@dataclass(slots=True)
class Sitting:
    """A table being played in a test: `do` orders that stand, ask `refused` for those that do not."""

    game: Game
    dice: ScriptedDice
    state: State
    facts: list[Fact] = field(default_factory=list)
    last: tuple[Fact, ...] = ()
    """The facts of the last order."""

    def do(self, *texts: str) -> Sitting:
        """Give orders that must stand, in the notation: `MIN: seal`."""
        for text in texts:
            ruling = adjudicate(self.state, from_text(text), self.dice)
            assert isinstance(ruling, Upheld), f"{text}: {ruling}"
            self._take(ruling.facts)
        return self

    def refused(self, text: str) -> Refused:
        """Give an order that must not stand; the refusal."""
        ruling = adjudicate(self.state, from_text(text), self.dice)
        assert isinstance(ruling, Refused), f"{text} was upheld"
        return ruling

    def go_on(self) -> Sitting:
        """Control moves the table on once."""
        return self.do(to_text(GO_ON))

    def to(self, step: Step, turn: int | None = None) -> Sitting:
        """Control moves the table on until a step (of a turn, if one is named)."""
        while self.state.step is not step or (turn is not None and self.state.turn != turn):
            assert self.state.over is None, f"play was over in turn {self.state.turn}"
            self.go_on()
        return self

    def put(self, values: Mapping[str, int] | None = None, /, **named: int) -> Sitting:
        """Put quantities at values, by the names conditions use."""
        for name, value in {**(values or {}), **named}.items():
            index = self.state.game.rules.by_name[name]
            board = list(self.state.board)
            board[index] = value
            then = self.state.game.rules.index.of(board)
            before, cause = self.state.board[index], Cause(CauseKind.SETUP, "test")
            quantity = self.state.game.rules.quantities[index].id
            self._take((Changed(quantity, value - before, before, value, self.state.index, then, cause),))
        return self

    def _take(self, facts: Iterable[Fact]) -> None:
        self.last = tuple(facts)
        self.facts.extend(self.last)
        if any(isinstance(fact, SteppedBack) for fact in self.last):
            self.state = fold(self.game, self.facts)
        else:
            for fact in self.last:
                self.state = evolve(self.state, fact)

    def __getitem__(self, name: str) -> int:
        """A quantity by the name conditions use."""
        return self.state.value(name)

    def legal(self, seat: str) -> list[str]:
        """What a seat may ask now, in the notation without the seat."""
        return [to_text(order).partition(": ")[2] for order in legal_orders(self.state, SeatId(seat))]

    def owing(self) -> list[str]:
        """The seats the table waits for."""
        return [str(seat) for seat in owing(self.state)]

    def rolls(self) -> dict[str, Rolled]:
        """The rolls of the last order by name."""
        return {fact.name: fact for fact in self.found(Rolled)}

    def found(self, kind: type[FactT]) -> list[FactT]:
        """The facts of one kind among those of the last order."""
        return [fact for fact in self.last if isinstance(fact, kind)]

    def moves(self, cause: str = "", kind: CauseKind | None = None) -> list[str]:
        """The ledger lines of the last order, `unity +1`, if wanted of one cause or kind of cause only."""
        return [
            f"{fact.quantity} {fact.applied:+}"
            for fact in self.found(Changed)
            if cause in ("", fact.cause.id) and kind in (None, fact.cause.kind)
        ]


def sit(
    name: str = "S3",
    dice: Mapping[str, Pair] | None = None,
    draws: Mapping[str, int] | None = None,
    dials: Mapping[str, str] | None = None,
    rules: Callable[[Game], Game] | None = None,
    start: Mapping[str, int] | None = None,
    people: Mapping[str, str] | None = None,
) -> Sitting:
    """A table set on a shipped scenario. `rules` may change the game first; `start` puts quantities before turn 1.

    `people` are the names of those who hold seats; bots hold the others.
    """
    made = rules(game(name)) if rules else game(name)
    scripted = ScriptedDice(dict(dice or {}), dict(draws or {}))
    turned = {DialId(dial): setting for dial, setting in (dials or {}).items()}
    holders = {SeatId(seat): Holder(name, None) for seat, name in (people or {}).items()}
    facts = list(set_table(made, "scripted", scripted, holders, turned))
    return Sitting(made, scripted, fold(made, facts), facts, tuple(facts)).put(start)


def without_cards(made: Game) -> Game:
    """The same game with no event cards, so that nothing moves before the demands."""
    return replace(made, scenario=replace(made.scenario, cards_per_deck=0))


def at_demands(name: str = "S3", **values: int) -> Sitting:
    """Turn 1 as the demands are chosen; no cards were drawn."""
    return sit(name, rules=without_cards).to(Step.DEMANDS).put(**values)


def at_orders(
    name: str = "S3",
    demands: Iterable[str] = (),
    dice: Mapping[str, Pair] | None = None,
    people: Mapping[str, str] | None = None,
    rules: Callable[[Game], Game] = lambda made: made,
    draws: Mapping[str, int] | None = None,
) -> Sitting:
    """Turn 1 as sheets are written, with the demands that are named: `MOS: demand MD7`; HOME's is drawn away."""

    def quiet(made: Game) -> Game:
        return _without_home(without_cards(rules(made)))

    sitting = sit(name, dice, draws, rules=quiet, people=people).to(Step.DEMANDS)
    return sitting.do(*demands).to(Step.ORDERS)


def at_turn_end(values: Mapping[str, int], dice: Mapping[str, Pair] | None = None, name: str = "S3") -> Sitting:
    """Just before the end of turn 1, nobody having demanded or ordered a thing, with quantities put at values."""
    return at_orders(name, dice=dice).to(Step.NARRATE).put(values)


def with_live_sham() -> Sitting:
    """Turn 2 as sheets are written: the drone sites are shown as paused, run all the same, and nobody has found out."""
    sitting = at_orders(demands=["KYI: demand KD2"], dice={"R18": (1, 1)}).do("MIN: answer KYI sham")
    sitting.to(Step.ORDERS, turn=2)
    assert sitting.state.sham == "sw_shahed"
    return sitting


def top(card: str) -> dict[str, int]:
    """Draws that bring a card to the top of its deck."""
    return {f"SH{card}": (1 << 32) - 1}


def drawn(card: str, name: str = "S3", **values: int) -> Sitting:
    """Turn 1 with this card on the table (an eastern-frontier card: the first that is drawn), values put before."""
    return sit(name, draws=top(card), start=values).go_on()


def _without_home(made: Game) -> Game:
    answering = made.rules.answering
    demanders = tuple(d if d.seat is not None else replace(d, demands=()) for d in answering.demanders)
    return replace(made, rules=replace(made.rules, answering=replace(answering, demanders=demanders)))


# --- other rules, made from the shipped ones ----------------------------------------------------------------------


def with_play(change: Callable[[Play], Play], *actions: str) -> Callable[[Game], Game]:
    """Rules in which the plays of some actions are changed."""

    def changed(made: Game) -> Game:
        seats = {
            id: replace(seat, actions=tuple(_replayed(action, change, actions) for action in seat.actions))
            for id, seat in made.rules.seats.items()
        }
        by_id = {action.id: action for seat in seats.values() for action in seat.actions}
        return replace(made, rules=replace(made.rules, seats=seats, actions=by_id))

    return changed


def _replayed(action: Action, change: Callable[[Play], Play], wanted: Iterable[str]) -> Action:
    if action.id not in wanted:
        return action
    return replace(action, plays=tuple(change(play) for play in action.plays))


def with_card(card: str, change: Callable[[Card], Card]) -> Callable[[Game], Game]:
    """A game in which one card is changed."""

    def changed(made: Game) -> Game:
        decks = tuple(
            replace(deck, cards=tuple(change(c) if c.id == card else c for c in deck.cards)) for deck in made.decks
        )
        return Game.of(made.rules, decks, made.scenario, made.variants)

    return changed


def index_of(rules: RuleSet, name: str) -> int:
    """A quantity's place on the board."""
    return rules.by_name[name]


def auto(effects: Effects) -> Outcome:
    """An outcome without a roll."""
    return Outcome(None, effects)
