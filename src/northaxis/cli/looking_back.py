"""Looking back in plain lines: the log, the accounts of the index and of tracks, the passages behind them."""

from __future__ import annotations

from collections.abc import Callable

from northaxis.cli.voice import Voice
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import TurnBegan
from northaxis.domain.ledger import Ledger
from northaxis.domain.ruleset import Game
from northaxis.domain.undo import struck_out
from northaxis.domain.views import SeatView
from northaxis.services import briefing, wording
from northaxis.services.beats import Beat, Weight, lines_of
from northaxis.services.narrator import Narrator
from northaxis.services.why import Because, to_lines, why_index, why_quantity
from northaxis.services.why_methods import why_decided

MOST_LINES = 9
"""Lines of an account that are shown at once."""


def what_happened(beat: Beat) -> bool:
    """A beat that the log tells unless it is asked for others."""
    return beat.weight >= Weight.USUAL


class LookingBack:
    """What one reader may look back on: `facts` and `seen` give what it holds now."""

    def __init__(
        self,
        game: Callable[[], Game],
        facts: Callable[[], tuple[SeenFact, ...]],
        seen: Callable[[], SeatView],
        ledger: Callable[[], Ledger],
        voice: Voice,
    ) -> None:
        self._game, self._facts, self._seen, self._ledger, self.voice = game, facts, seen, ledger, voice
        self._account: Because | None = None

    @property
    def game(self) -> Game:
        """The rules, decks and scenario."""
        return self._game()

    def log(self, rest: str, keeps: Callable[[Beat], bool] = what_happened) -> None:
        """This turn and the one before, or all of it."""
        facts = self._facts()
        undone = struck_out(facts)
        first = 0 if rest == "all" else max(1, self._seen().turn - 1)
        narrator, turn = Narrator(self.game, self._seen().seat), 0
        batch: list[SeenFact] = []
        for place, fact in enumerate((*facts, None)):
            if fact is None or isinstance(fact, TurnBegan):
                beats = narrator.tell(batch, {gone - place + len(batch) for gone in undone})
                if turn >= first:
                    kept = [beat for beat in beats if keeps(beat) and (beat.kind != "sheets" or beat.seat is None)]
                    self.voice.say(*(line for beat in kept for line in lines_of(self.game, beat)))
                batch, turn = [], fact.turn if fact is not None else turn
            if fact is not None:
                batch.append(fact)

    def why(self, rest: str) -> None:
        """An account: of the index, of a track, of what was decided; or one line of the last in full."""
        ledger = self._ledger()
        if rest.isdigit():
            self._open_account(int(rest))
            return
        if rest in ("", "root") or rest.casefold() == wording.index_name(self.game):
            account = why_index(self.game, ledger, self._seen().seat, root=rest == "root")
            if account is None:
                band = wording.plain(self._seen().index.band)
                name = wording.index_name(self.game)
                self.voice.say(
                    f"You know only the band of {name}, {band}; 'why' works for any track you see, like 'why unity'."
                )
                return
        elif rest == "decided":
            account = why_decided(self.game, self._seen())
            if account is None:
                self.voice.say("This turn nothing was decided otherwise than by its own dice.")
                return
        else:
            quantity = self._quantity(rest)
            if quantity is None:
                return
            account = why_quantity(self.game, ledger, quantity)
        self._account = account
        lines = account.under
        self.voice.say(account.words)
        for place, line in enumerate(lines[:MOST_LINES], 1):
            points = f"{wording.signed(line.points):>3}  " if line.points is not None else ""
            self.voice.say(f"  {place}. {points}{line.words}")
        left = lines[MOST_LINES:]
        if left:
            together = sum(line.points or 0 for line in left)
            self.voice.say(f"  and {len(left)} smaller lines, together {wording.signed(together)}")
        if any(line.under for line in lines):
            self.voice.say("'why 2' opens a line.")

    def _open_account(self, place: int) -> None:
        lines = self._account.under if self._account is not None else ()
        if not 1 <= place <= len(lines):
            self.voice.say("There is no such line; type 'why' first, then 'why 1'.")
            return
        self.voice.say(*to_lines(lines[place - 1], indent=""))

    def _quantity(self, text: str) -> str | None:
        """A quantity by id, name or short name, or the beginning of one; says so when there is none."""
        wanted = text.casefold()
        every = [q for q in self.game.rules.quantities if q.is_seen_by(self._seen().seat)]
        for fits in (str.__eq__, str.startswith, str.__contains__):
            for quantity in every:
                names = (quantity.id, quantity.name, quantity.short, str(quantity.id).partition(".")[2])
                if any(fits(name.casefold(), wanted) for name in names if name):
                    return quantity.id
        tracks = ", ".join(sorted(q.id for q in every if "." not in q.id))
        self.voice.say(f"There is no track '{text}' that you can see; there are: {tracks}.")
        return None

    def passage(self, rest: str) -> None:
        """A passage of the documents by its number."""
        self.voice.say(*briefing.passage_lines(self.game, rest or "?"))
