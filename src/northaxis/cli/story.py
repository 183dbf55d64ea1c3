"""Prints what happened as lines: beats in order, the turn end gathered up, the bill of the turn, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from northaxis.cli.voice import Voice
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step, StepBegan, TurnBegan
from northaxis.domain.ids import SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView, knows_index
from northaxis.services import wording as w
from northaxis.services.beats import Beat, Weight, effects_text, lines_of, turn_summary
from northaxis.services.narrator import Narrator

CLOSING = ("over", "score")
"""Kinds of beats that come after the bill of the last turn."""

HEADINGS = ("turn", "turn-end", "sheets")
"""Kinds that open a part of the turn. What each seat ordered is told as it happens, and here where all are read out."""


class Story:
    """Tells one seat's facts to a voice as they come. `ledger` gives that seat's account when a turn has ended.

    With `opens_sheets` it reads out all orders as the sheets are opened, not only what came of each.
    """

    def __init__(
        self, game: Game, seat: SeatId, voice: Voice, ledger: Callable[[], Ledger], opens_sheets: bool = False
    ) -> None:
        self._opens_sheets = opens_sheets
        self.game, self.seat, self.voice = game, seat, voice
        self._ledger = ledger
        self._narrator = Narrator(game, seat)
        self._turn, self._band, self._phase = 0, "", ""

    def skip(self, facts: Iterable[SeenFact], seen: SeatView) -> None:
        """Take in what the reader has been told before."""
        self._narrator.tell(facts)
        self._turn, self._band = seen.turn, seen.index.band

    def tell(self, facts: Sequence[SeenFact], seen: SeatView, everything: bool = False) -> None:
        """Print a batch of facts, bookkeeping too if asked; `seen` is the view after them."""
        beats = self._narrator.tell(facts)
        ended = any(isinstance(fact, StepBegan) and fact.step is Step.TURN_END for fact in facts)
        began = next((fact.turn for fact in facts if isinstance(fact, TurnBegan)), None)
        if began is not None:
            self._turn = began
            self._band = self._band or seen.index.band
        least = Weight.QUIET if everything else Weight.USUAL
        told = [beat for beat in beats if beat.weight >= least or beat.kind == "turn-end"]
        self._main([beat for beat in told if beat.kind not in CLOSING], seen)
        if ended:
            self.voice.say("", turn_summary(self.game, self._ledger(), self._turn, seen, self._band))
            if seen.index.band != self._band:
                self.voice.say(*(w.plain(b.say) for b in self.game.rules.bands if b.name == seen.index.band and b.say))
            self._band = seen.index.band
        closing = [beat for beat in told if beat.kind in CLOSING]
        if closing:
            self.voice.say("", *(line for beat in closing for line in lines_of(self.game, beat)))

    def _main(self, beats: Sequence[Beat], seen: SeatView) -> None:
        small: list[str] = []
        for beat in beats:
            self._begin_phase(beat)
            if beat.kind == "rule" and not self._matters(beat):
                small.append(
                    f"{beat.headline}{_thrown(beat)}, {effects_text(self.game, beat) or 'nothing comes of it'}"
                )
                continue
            self._flush(small)
            if beat.kind in HEADINGS:
                if beat.seat is None:
                    self.voice.say("", beat.headline, *(self._own_orders(seen) if beat.kind == "sheets" else ()))
                elif self._opens_sheets:
                    self.voice.say(f"  {w.ended(beat.headline)}")
            else:
                self.voice.say(*lines_of(self.game, beat))
        self._flush(small)

    def _own_orders(self, seen: SeatView) -> list[str]:
        """What the seat itself ordered, before what the others did."""
        words = [w.action_words(self.game, order.action, order.target) for order in seen.sheet.orders]
        return [f"  You ordered {'; '.join(words)}."] if words and self._opens_sheets else []

    def _begin_phase(self, beat: Beat) -> None:
        """Name the phase before its first order."""
        if beat.phase != self._phase and beat.phase:
            name = next((w.plain(phase.name) for phase in self.game.rules.phases if phase.id == beat.phase), "")
            self.voice.say(f"Phase {beat.phase}, {name}:")
        self._phase = beat.phase

    def _flush(self, small: list[str]) -> None:
        if small:
            self.voice.say(w.ended(f"Also: {'; '.join(small)}"))
            small.clear()

    def _matters(self, beat: Beat) -> bool:
        """Whether a rule of the turn end earns a line of its own: it moved the index, or rolled dice."""
        if beat.roll is not None:
            return True
        if knows_index(self.game, self.seat):
            return beat.index is not None and beat.index[0] != beat.index[1]
        reads = self.game.rules.index.reads
        return any(self.game.rules.by_name.get(change.quantity) in reads for change in beat.changes)


def _thrown(beat: Beat) -> str:
    return f" ({w.dice_words(beat.roll)}, {beat.result})" if beat.roll is not None else ""
