"""New game in two steps: which scenario, then which seat (with opponents and another world on two keys)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.desk import Desk, DeskProblem, Offer
from northaxis.tui.ink import BLANK, Line, line
from northaxis.tui.screens.base import BACK, Page, title
from northaxis.tui.screens.more import More
from northaxis.tui.widgets.dialogue import Choice, Reader
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.pager import Pager, Paragraph
from northaxis.tui.words import capital, plural

if TYPE_CHECKING:
    from northaxis.domain.seats import Seat

AS_IT_IS = "as-it-is"


class ScenarioScreen(Page):
    """Which scenario."""

    SCOPES = ("scenarios", "menu")

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("scenarios")

    def __init__(self, desk: Desk, offers: Callable[[], Awaitable[Sequence[Offer]]]) -> None:
        super().__init__()
        self._desk, self._ask, self._offers = desk, offers, dict[str, Offer]()

    def heading(self) -> tuple[Line, Line]:
        """Where one is."""
        return title("New game", "1 of 2   which scenario?"), BLANK

    def hints(self) -> Sequence[Hint]:
        """Enter first."""
        return [("enter", "choose seat"), *hints_for("scenarios", keymap=self.northaxis.settings.keymap), BACK]

    def body(self) -> ComposeResult:
        """The scenarios, and the one under the cursor."""
        with Horizontal(classes="columns"):
            with Vertical(classes="left"):
                yield MenuList(id="scenarios")
            with Vertical(classes="right"):
                yield Pager(id="about")

    async def on_mount(self) -> None:
        """Ask what is on offer."""
        self.query_one(Pager).can_focus = False
        self.query_one(MenuList).focus()
        self.run_worker(self._fill(), name="offers")

    async def _fill(self) -> None:
        try:
            offers = await self._ask()
        except DeskProblem as problem:
            self.tell(str(problem), "hot")
            return
        self._offers = {offer.scenario.id: offer for offer in offers}
        self.query_one(MenuList).show([_scenario_row(offer) for offer in offers])
        self._describe()

    def on_menu_list_pointed(self) -> None:
        """The text follows the cursor."""
        self._describe()

    def on_menu_list_chosen(self, message: MenuList.Chosen) -> None:
        """On to the seats."""
        self.app.push_screen(SeatScreen(self._desk, self._offers[message.row.id]))

    def about(self) -> Sequence[Paragraph]:
        """The scenario under the cursor."""
        offer = self._pointed()
        return () if offer is None else scenario_text(offer)

    def action_read(self) -> None:
        """The whole text."""
        offer = self._pointed()
        if offer is not None:
            self.app.push_screen(Reader(offer.scenario.name, scenario_text(offer)))

    def _pointed(self) -> Offer | None:
        row = self.query_one(MenuList).pointed
        return None if row is None else self._offers.get(row.id)

    def _describe(self) -> None:
        self.query_one(Pager).show(self.about())


def _scenario_row(offer: Offer) -> MenuRow:
    scenario = offer.scenario
    people = "for one" if scenario.most_people == 1 else f"{scenario.least_people} to {scenario.most_people} people"
    detail = f"{plural(scenario.turns, 'turn')}, {people}"
    return MenuRow(scenario.id, scenario.name, f"{scenario.minutes} min", detail, scenario.short)


def scenario_text(offer: Offer) -> tuple[Paragraph, ...]:
    """Scene, practical matters, what one learns."""
    scenario = offer.scenario
    weeks = scenario.turns * scenario.turn_days // 7
    facts = (
        f"{plural(scenario.turns, 'turn')} of {plural(scenario.turn_days, 'day')} each, {plural(weeks, 'week')} in all."
        f" {plural(scenario.orders, 'order')} a turn. About {scenario.minutes} minutes with a full table; "
        "alone it goes faster."
    )
    learning = [line("  ", ("· ", "dim"), *part) for text in scenario.learning for part in _point(text)]
    return (
        (scenario.name, "bright bold"),
        scenario.scene,
        ("How long", "dim bold"),
        facts,
        ("What you can do afterwards", "dim bold"),
        *_tight(learning),
    )


def _point(text: str) -> list[Line]:
    """A learning goal without its number: `LO1: explain …`."""
    _, colon, rest = text.partition(": ")
    return [line((rest if colon else text, "text"))]


def _tight(rows: Sequence[Line]) -> list[Paragraph]:
    return list(rows)


class SeatScreen(Page):
    """Which seat, against whom, in which world; Enter starts."""

    SCOPES = ("seats", "menu")

    DEFAULT_CSS = """
    SeatScreen #game { height: auto; padding: 0 1 1 1; border-top: solid $rule-line; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("seats")

    def __init__(self, desk: Desk, offer: Offer) -> None:
        super().__init__()
        self._desk, self._offer = desk, offer
        self._level = str(offer.scenario.bots)
        self._variant = AS_IT_IS
        self._more = More(offer)

    def heading(self) -> tuple[Line, Line]:
        """Where one is."""
        return title(f"New game   {self._offer.scenario.name}", "2 of 2   who are you?"), BLANK

    def hints(self) -> Sequence[Hint]:
        """Enter first."""
        return [("enter", "start"), *hints_for("seats", keymap=self.northaxis.settings.keymap), BACK]

    def body(self) -> ComposeResult:
        """The seats, the brief of the one under the cursor, and what else is set."""
        with Horizontal(classes="columns"):
            with Vertical(classes="left"):
                yield MenuList(self._rows(), code_width=7)
            with Vertical(classes="right"):
                yield Pager()
        yield Lines(self._set, id="game")

    def on_mount(self) -> None:
        """The first seat for people is under the cursor."""
        self.query_one(Pager).can_focus = False
        menu = self.query_one(MenuList)
        menu.focus()
        menu.point_at(self._offer.scenario.people[0])
        self._describe()

    def _rows(self) -> list[MenuRow]:
        rules, scenario = self._offer.rules, self._offer.scenario
        others = [seat for seat in rules.initiative if seat not in scenario.people]
        rows = [MenuRow("", "Made for people"), *(row for seat in scenario.people for row in self._halves(seat))]
        if others:
            unscored = [seat for seat in others if seat not in scenario.scored]
            note = " (not scored here)" if len(unscored) == len(others) else ""
            rows += [MenuRow("", f"Also open{note}"), *(row for seat in others for row in self._halves(seat))]
        return rows

    def _halves(self, seat: str) -> list[MenuRow]:
        """A seat's row, and its co-seat's when it is shared."""
        seats, co_seat = self._more.seats, self._more.co_seats.get(seat)
        rows = [self._row(seats[seat])]
        return rows + ([self._row(seats[co_seat.id])] if co_seat is not None and co_seat.id in seats else [])

    def _row(self, seat: Seat) -> MenuRow:
        held = "✓ yours" if seat.id in self._more.held else ""
        return MenuRow(seat.id, seat.name, held, "", f"{seat.mark} {seat.id}", style=f"seat-{seat.hue}")

    def _set(self, width: int) -> list[Line]:
        level = self._offer.rules.bots.levels.get(self._level)  # type: ignore[call-overload]
        rows = [self._setting("o", "Opponents", level.name if level else "", level.note if level else "")]
        if self._offer.variants:
            chosen = next((v for v in self._offer.variants if v.id == self._variant), None)
            name, say = (chosen.name, chosen.say) if chosen else ("As it is", "The scenario as its scene tells it.")
            rows.append(self._setting("v", "World", name, say))
        rules = self._offer.rules
        if rules.people.blocs or rules.people.co_seats or rules.dials:
            note = "Several seats for you, a shared seat, what the sources leave open."
            rows.append(self._setting("m", "More", "Nothing set", note))
            if set_now := self._more.words():
                rows[-1] = line((" m ", "accent"), ("More".ljust(11), "dim"), (capital(set_now), "bright"))
        return rows

    def _setting(self, key: str, what: str, name: str, note: str) -> Line:
        return line((f" {key} ", "accent"), (f"{what.ljust(11)}", "dim"), (name.ljust(18), "bright"), (note, "dim"))

    def on_menu_list_pointed(self) -> None:
        """The text follows the cursor."""
        self._describe()

    def on_menu_list_chosen(self, message: MenuList.Chosen) -> None:
        """Start."""
        name = self._offer.scenario.id
        if self._variant != AS_IT_IS:
            name = f"{name}+{self._variant}"  # type: ignore[assignment]
        seat, level, more = self._more.with_held(message.row.id), self._level, self._more
        self.sit_down(
            lambda: asyncio.to_thread(self._desk.start, name, seat, level, "", more.texts, more.shares), brief=True
        )

    def action_more(self) -> None:
        """What else a game can have."""
        self._more.ask(self.northaxis, self._show_more)

    def action_tick(self) -> None:
        """Hold the seat under the cursor as well."""
        if (seat := self._pointed()) is not None:
            self._more.tick(seat.id)
            self._show_more()

    def _show_more(self) -> None:
        self.query_one(MenuList).show(self._rows())
        self.query_one("#game", Lines).redraw()

    def action_opponents(self) -> None:
        """How well the others play."""
        levels = self._offer.rules.bots.levels.values()
        rows = [MenuRow(level.id, level.name, detail=level.note) for level in levels]
        self._choose("How well the other seats play", rows, self._take_level, self._level)

    def action_variant(self) -> None:
        """Another world."""
        if not self._offer.variants:
            self.tell("This scenario is played in one world only.")
            return
        rows = [MenuRow(AS_IT_IS, "As it is", detail="The scenario as its scene tells it.")]
        rows += [MenuRow(v.id, v.name, detail=v.say) for v in self._offer.variants]
        self._choose("The world it starts in", rows, self._take_variant, self._variant)

    def _choose(self, head: str, rows: Sequence[MenuRow], take: Callable[[str], None], now: str) -> None:
        def taken(answer: str | None) -> None:
            if answer is not None:
                take(answer)
                self.query_one("#game", Lines).redraw()

        self.app.push_screen(_Setting(head, (), rows, now), taken)

    def _take_level(self, level: str) -> None:
        self._level = level

    def _take_variant(self, variant: str) -> None:
        self._variant = variant

    def action_read(self) -> None:
        """The whole brief."""
        seat = self._pointed()
        if seat is not None:
            self.app.push_screen(Reader(seat.name, self.about()))

    def about(self) -> Sequence[Paragraph]:
        """The seat under the cursor."""
        seat = self._pointed()
        return () if seat is None else seat_text(seat)

    def _pointed(self) -> Seat | None:
        row = self.query_one(MenuList).pointed
        return self._more.seats.get(row.id) if row is not None else None

    def _describe(self) -> None:
        self.query_one(Pager).show(self.about())


class _Setting(Choice):
    """A choice that begins at what is set now."""

    def __init__(self, head: str, paragraphs: Sequence[Paragraph], rows: Sequence[MenuRow], now: str) -> None:
        super().__init__(head, paragraphs, rows)
        self._now = now

    def on_mount(self) -> None:
        """The cursor goes there."""
        self.query_one(MenuList).point_at(self._now)


def seat_text(seat: Seat) -> tuple[Paragraph, ...]:
    """Who one would be, in a few paragraphs."""
    return (
        line("  ", (f"{seat.mark} {seat.name}", f"seat-{seat.hue} bold"), (f"   {seat.side}", "dim")),
        seat.plays,
        seat.brief,
        ("Resources", "dim bold"),
        seat.resources,
        ("Advice", "dim bold"),
        *seat.advice,
    )
