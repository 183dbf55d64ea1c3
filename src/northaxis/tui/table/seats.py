"""Several seats at one screen: the strip that says which still owe something, who is next, and giving points.

A person with several seats goes from one to the other by a key. Several people pass the screen round; between two of
them falls the curtain (`screens/curtain.py`), and what all may see is shown from PUBLIC's seat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.domain.orders import Give
from northaxis.services import wording
from northaxis.services.beliefs import offers_card
from northaxis.services.client import TableClient
from northaxis.services.seating import Mark, Person, marks, people_at, person_at
from northaxis.tui.glyphs import CURSOR
from northaxis.tui.ink import Line, line, spread
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.menu_list import MenuRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from northaxis.tui.screens.table import TableScreen
    from northaxis.tui.table.model import TableModel

NOBODYS = "That is for the people who hold seats: y passes the screen to one of them."
"""Said where nobody's seat has the screen."""

ROLES = {Mark.OWES: "accent bold", Mark.DONE: "good", Mark.IDLE: "dim"}
WORDS = {Mark.OWES: "to do", Mark.DONE: "done", Mark.IDLE: ""}


@dataclass(slots=True)
class Passed:
    """Who has had the screen before play and after it, while one table is open here."""

    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)


def is_round(client: TableClient) -> bool:
    """Whether several people pass this screen round."""
    return len(client.seats) > 1 and len(people_at(client)) > 1


def own_seats(client: TableClient) -> tuple[SeatId, ...]:
    """The seats of whoever has the screen."""
    person = person_at(client)
    return person.seats if person is not None else ()


def newcomer(client: TableClient, passed: Passed) -> Person | None:
    """In a round, who is to have the screen before turn 1; or once more after play, for the confidence card."""
    view = client.view()
    if not is_round(client) or (view.step is not Step.SETUP and view.over is None):
        return None
    if view.over is None:
        return next((person for person in people_at(client) if person.name not in passed.before), None)
    if not offers_card(client.game):
        return None
    marked = (person for person in people_at(client) if person.name not in passed.after)
    return next((person for person in marked if _has_marks_left(client, person)), None)


def _has_marks_left(client: TableClient, person: Person) -> bool:
    views = [client.sit(seat).view() for seat in person.seats]
    return any(view.marks for view in views) and not any(view.marks_after for view in views)


def following(client: TableClient) -> SeatId:
    """The person's next seat, round and round."""
    own = own_seats(client) or client.seats
    place = own.index(client.seat) if client.seat in own else -1
    return own[(place + 1) % len(own)]


# --- showing ------------------------------------------------------------------------------------------------------


def has_strip(client: TableClient) -> bool:
    """Whether there is more than one seat to tell of."""
    return len(client.seats) > 1 and (client.seat == PUBLIC or len(own_seats(client)) > 1)


def strip(model: TableModel, width: int) -> Line:
    """The own seats, each with its mark; before everybody the people of this screen. As many words as there is room."""
    client = model.client
    is_all = client.seat == PUBLIC
    said = "other seat " if not is_all else "pass " if width < 100 else "passes the screen "
    key = line(("y ", "accent"), (said, "dim"))
    head = line((" HERE " if is_all else " YOURS ", "dim bold"))
    room = width - len(said) - 10
    rows = [_people_row(model, level) if is_all else _seats_row(model, level) for level in LEVELS]
    row = next((row for row in rows if sum(len(text) for text, _ in row) <= room), rows[-1])
    return spread((*head, *row), key, width)


LEVELS = (2, 1, 0)
"""How much is said of each seat or person: names and words, codes and words, codes and marks."""


def _seats_row(model: TableModel, level: int) -> Line:
    parts: list[tuple[str, str]] = []
    for seat, mark in marks(own_seats(model.client), model.client.owing(), model.view.step).items():
        rules, here = model.game.rules.seats[seat], seat == model.view.seat
        name = f"{rules.mark} {seat}" + (f" {rules.name}" if level > 1 else "")
        word = f" {WORDS[mark]}" if WORDS[mark] and level else ""
        parts += [(f" {CURSOR if here else ' '}", "accent bold"), (name, f"seat-{rules.hue}{' bold' if here else ''}")]
        parts += [(f" {mark.value}", ROLES[mark]), (f"{word} ", "dim")]
    return line(*parts)


def _people_row(model: TableModel, level: int) -> Line:
    parts: list[tuple[str, str]] = []
    for person in people_at(model.client):
        found = set(marks(person.seats, model.client.owing(), model.view.step).values())
        mark = next(mark for mark in (Mark.OWES, Mark.DONE, Mark.IDLE) if mark in found)
        codes = "+".join(person.seats)
        name = f"{wording.plain(person.name)} {codes}" if level > 1 else wording.plain(person.name)
        short = person.seats[0] + ("+" if len(person.seats) > 1 else "")
        parts += [(f" {name if level else short}", "text"), (f"{' ' if level else ''}{mark.value}", ROLES[mark])]
        parts += [("  ", "dim")] if level else []
    return line(*parts)


# --- asking -------------------------------------------------------------------------------------------------------


def choose_seat(screen: TableScreen, then: Callable[[SeatId], None]) -> None:
    """Who takes the screen?"""
    client, game = screen.client, screen.model.game
    rows = [MenuRow(PUBLIC, "Everybody", "what all may see")] if client.seat != PUBLIC else []
    owing = client.owing()
    for person in people_at(client):
        for seat in person.seats:
            if seat != client.seat:
                name = f"{seat} {wording.seat_name(game, seat)}"
                rows.append(MenuRow(seat, wording.plain(person.name), f"{name}{'  to do' if seat in owing else ''}"))

    def chosen(id: str | None) -> None:
        if id is not None:
            then(SeatId(id))

    said = "Before anything of another person's seat is shown, the screen asks to be passed on."
    screen.app.push_screen(Choice("Who takes the screen?", (said,), rows), chosen)


def gifts(model: TableModel) -> list[tuple[Give, MenuRow]]:
    """The points that can be given to the person's other seats now."""
    found = []
    for order in model.view.legal:
        if isinstance(order.act, Give):
            to = order.act.to
            has = model.client.sit(to).view().ip
            title = f"{order.act.ip} IP to {wording.seat_name(model.game, to)}"
            right = f"{model.view.ip - order.act.ip} here, {has + order.act.ip} there"
            found.append((order.act, MenuRow(f"{to} {order.act.ip}", title, right)))
    return found


def no_gift_words(model: TableModel) -> str:
    """Why nothing can be given now."""
    if len(own_seats(model.client)) < 2:
        return "You hold one seat. Points go to other people's seats by a deal: f offers one."
    if not model.view.ip:
        return "This seat has no points to give."
    return "Points move between your seats within a turn, until the seat that gives has sealed."
