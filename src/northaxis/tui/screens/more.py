"""What a new game can have besides scenario, seat and opponents; nobody needs any of it for a first game.

Several seats for one person, a seat shared by two minds, and the dials that hold what the sources leave open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from northaxis.domain.co_seats import split
from northaxis.services.wording import capital, plain
from northaxis.tui.desk import Offer
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.menu_list import MenuList, MenuRow

if TYPE_CHECKING:
    from textual.app import App

    from northaxis.domain.people import CoSeat
    from northaxis.domain.ruleset import Dial
    from northaxis.domain.seats import Seat

OPEN, RANDOM = "open", "random"
"""A dial that nobody sets, and one that chance sets without telling."""


@dataclass
class More:
    """What is set of it for one new game."""

    offer: Offer
    held: set[str] = field(default_factory=set)
    """Seats to hold besides the one that Enter is pressed on."""
    shared: set[str] = field(default_factory=set)
    """Heads of the seats that are shared."""
    dials: dict[str, str] = field(default_factory=dict)
    """Dials that are set, or left to chance."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The dials as a desk takes them."""
        return tuple(f"{dial}={setting}" for dial, setting in self.dials.items())

    @property
    def shares(self) -> tuple[str, ...]:
        """The shared seats, in seat order."""
        return tuple(seat for seat in self.offer.rules.seats if seat in self.shared)

    @property
    def seats(self) -> dict[str, Seat]:
        """Every seat that can be held, the second halves of shared seats among them."""
        found: dict[str, Seat] = {}
        for id, seat in self.offer.rules.seats.items():
            co_seat = self.co_seats.get(id)
            halves = split(seat, co_seat) if co_seat is not None and id in self.shared else (seat,)
            found |= {half.id: half for half in halves}
        return found

    @property
    def co_seats(self) -> dict[str, CoSeat]:
        """Who can share a seat, by its head."""
        return {str(head): co_seat for head, co_seat in self.offer.rules.people.co_seats.items()}

    def with_held(self, seat: str) -> str:
        """The seats of a game begun on this one, with plus signs between."""
        wanted = {*self.held, seat}
        return "+".join(id for id in self.seats if id in wanted)

    def tick(self, seat: str) -> None:
        """Hold a seat as well, or no longer."""
        self.held ^= {seat}

    def words(self) -> str:
        """What is set, in one line; empty when nothing is."""
        parts = []
        if self.held:
            parts.append(f"yours with the one you start on: {', '.join(id for id in self.seats if id in self.held)}")
        parts += [f"{seat} is shared" for seat in self.shares]
        if self.dials:
            count = len(self.dials)
            parts.append(f"{count} dial{'s' if count > 1 else ''} set")
        return ", ".join(parts)

    # --- the dialogue ---------------------------------------------------------------------------------------------

    def ask(self, app: App[Any], changed: Callable[[], None], now: str = "") -> None:
        """Show everything, change what is chosen, and show it again, until Esc."""

        def again() -> None:
            changed()
            self.ask(app, changed, now)

        def chosen(id: str | None) -> None:
            nonlocal now
            if id is None:
                return
            now = id
            kind, _, name = id.partition(" ")
            if kind == "dial":
                self._ask_dial(app, next(dial for dial in self.offer.rules.dials if dial.id == name), again)
                return
            if kind == "bloc":
                self._hold_bloc(name)
            elif kind == "share":
                self.shared ^= {name}
                self.held &= self.seats.keys()
            else:
                self.held.clear()
            again()

        app.push_screen(_Again("More for this game", self._rows(), now), chosen)

    def _hold_bloc(self, name: str) -> None:
        bloc = next(bloc for bloc in self.offer.rules.people.blocs if bloc.name == name)
        seats = {str(seat) for seat in bloc.seats}
        self.held = self.held - seats if seats <= self.held else self.held | seats

    def _rows(self) -> list[MenuRow]:
        rules, people = self.offer.rules, self.offer.rules.people
        rows = []
        if people.blocs:
            rows.append(MenuRow("", "Several seats for you: one order each, you win on their mean"))
        for bloc in people.blocs:
            is_held = {str(seat) for seat in bloc.seats} <= self.held
            names = ", ".join(plain(rules.seats[seat].name) for seat in bloc.seats)
            rows.append(_row(f"bloc {bloc.name}", f"{plain(bloc.name)}: {names}", is_held, "yours"))
        if self.held:
            rows.append(MenuRow("none", "Only the seat I choose"))
        if people.co_seats:
            rows.append(MenuRow("", "A seat with two minds: one purse, a bot orders beside you"))
        for head, co_seat in self.co_seats.items():
            name = f"{plain(rules.seats[co_seat.head].name)}, with {plain(co_seat.name)}"
            rows.append(_row(f"share {head}", name, head in self.shared, "shared"))
        if rules.dials:
            rows.append(MenuRow("", "Where the sources differ: leave it open, fix it, or guess it"))
        for dial in rules.dials:
            rows.append(MenuRow(f"dial {dial.id}", plain(dial.name), self._setting(dial)))
        return rows

    def _setting(self, dial: Dial) -> str:
        setting = self.dials.get(dial.id, OPEN)
        return {OPEN: "left open", RANDOM: "by chance"}.get(setting, setting)

    def _ask_dial(self, app: App[Any], dial: Dial, then: Callable[[], None]) -> None:
        rows = [
            MenuRow(OPEN, "Leave it open", detail="It moves no odds either way."),
            MenuRow(RANDOM, "By chance", detail="Set in secret; u guesses it during play, the debrief tells."),
        ]
        rows += [MenuRow(s.id, capital(plain(s.id)), detail=plain(s.say)) for s in dial.settings]

        def chosen(id: str | None) -> None:
            if id == OPEN:
                self.dials.pop(dial.id, None)
            elif id is not None:
                self.dials[dial.id] = id
            then()

        app.push_screen(_Again(plain(dial.asks), rows, self.dials.get(dial.id, OPEN)), chosen)


def _row(id: str, title: str, is_on: bool, word: str) -> MenuRow:
    return MenuRow(id, title, f"✓ {word}" if is_on else "no", style="bright" if is_on else "text")


class _Again(Choice):
    """A choice that begins where the last one was made."""

    def __init__(self, head: str, rows: list[MenuRow], now: str) -> None:
        super().__init__(head, (), rows)
        self._now = now

    def on_mount(self) -> None:
        """The cursor goes there."""
        if self._now:
            self.query_one(MenuList).point_at(self._now)
