"""Asking control in a row of questions: each gives an answer, or None when it was left with Esc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from northaxis.domain.control_facts import NO_REASON, Code, NamedShift
from northaxis.domain.orders import Act
from northaxis.domain.quantities import Kind
from northaxis.services.wording import short_name
from northaxis.tui.control.prompts import Check, Sentence, some_words, whole_number
from northaxis.tui.ink import signed
from northaxis.tui.widgets.dialogue import Choice, Dialogue, Reader
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph
from northaxis.tui.words import capital

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

WHY = "?"
"""A reason for asking whether the table would take an act at all."""
BACK = "go back"
"""The answer that is the same as Esc."""
FIND = "Begin to type to find a line by its words."
CODES = (
    MenuRow(Code.ERROR.value, "A slip", "free", "Something was typed, read or counted wrong.", "e"),
    MenuRow(Code.LEARNING.value, "A lesson", "one token", "A training aim needs it; everybody is told so.", "l"),
    MenuRow(Code.REALISM.value, "Realism", "one token", "The rules give what the world would not.", "r"),
    MenuRow(Code.RULES_GAP.value, "A gap in the rules", "one token", "The rules say nothing about this.", "g"),
    MenuRow(Code.SAFETY.value, "Welfare", "one token", "Somebody at the table needs it.", "s"),
)


async def pick(
    screen: ConsoleScreen,
    title: str,
    paragraphs: Sequence[Paragraph],
    rows: Sequence[MenuRow],
    keys: bool = True,
    start: str = "",
) -> str | None:
    """One row of several."""
    return await ask(screen, lambda: Choice(title, paragraphs, rows, keys, start))


async def ask(screen: ConsoleScreen, make: Callable[[], Dialogue[str]]) -> str | None:
    """A question of the act that is under way; Esc goes back to the one before it."""

    async def answer() -> str | None:
        given = await screen.app.push_screen_wait(make())
        return None if given == BACK else given

    return await screen.trail.ask(answer)


async def sentence(
    screen: ConsoleScreen,
    title: str,
    paragraphs: Sequence[Paragraph] = (),
    placeholder: str = "your words",
    value: str = "",
    check: Check = some_words,
) -> str | None:
    """One line of words. What was typed is there again until an act stands, also after an Esc or a refusal."""
    key = f"{title}/{placeholder}"

    def keep(text: str) -> None:
        screen.typed[key] = text

    return await ask(
        screen,
        lambda: Sentence(
            title,
            paragraphs,
            placeholder=placeholder,
            value=value or screen.typed.get(key, ""),
            check=check,
            heard=None if value else keep,
            replaces=bool(value),
        ),
    )


def forget(screen: ConsoleScreen, title: str) -> None:
    """Let go what was typed under a title: it has become part of something, and the next such question starts empty."""
    for key in [key for key in screen.typed if key.startswith(f"{title}/")]:
        del screen.typed[key]


async def why(screen: ConsoleScreen, title: str, *said: Paragraph) -> str | None:
    """The reason, which the log and the report keep."""
    return await sentence(screen, title, (*said, "Why? The log and the report keep it."), "because …")


def given(reason: str) -> str:
    """The reason as a line says it."""
    return reason.rstrip(".") or NO_REASON


async def quick_why(screen: ConsoleScreen, title: str, reasons: Sequence[str], said: str = "") -> str | None:
    """The reason for a quick act: enter goes on without one (and the log says so), a digit takes a usual one."""
    rows = [MenuRow("none", "No reason given", "enter", "The log and the report say just that.", "n")]
    rows += [MenuRow(reason, reason.capitalize(), code=str(n)) for n, reason in enumerate(reasons, 1)]
    rows.append(MenuRow("own", "In your own words", code="w"))
    chosen = await pick(screen, title, (*((said,) if said else ()), "Why? The log and the report keep it."), rows)
    match chosen:
        case "none":
            return ""
        case "own":
            return await why(screen, title)
        case _:
            return chosen


async def number(
    screen: ConsoleScreen,
    title: str,
    said: str,
    low: int,
    high: int,
    value: int,
    refused: Callable[[int], str] = lambda value: "",
) -> int | None:
    """A whole number in a range; `refused` says what is wrong with one of them."""
    is_in_range = whole_number(low, high)

    def check(text: str) -> str:
        wrong = is_in_range(text) or refused(int(text.replace("−", "-")))
        return wrong if not wrong or wrong.endswith(".") else f"Not now: {wrong}."

    given = await sentence(screen, title, (said,), f"{low} to {high}", str(value), check)
    return None if given is None else int(given.replace("−", "-"))


async def code(
    screen: ConsoleScreen, title: str, act: Callable[[Code], Act], codes: Sequence[MenuRow] = CODES
) -> Code | None:
    """The kind of reason, and with it the price; closed where the table would not take the act for it."""
    rows = [possible(screen, row, act(Code(row.id))) for row in codes]
    chosen = await pick(screen, title, ("What kind of reason is it?",), rows)
    return None if chosen is None else Code(chosen)


def possible(screen: ConsoleScreen, row: MenuRow, *acts: Act) -> MenuRow:
    """The row, closed with the reason where the table would take none of these acts."""
    refused = [screen.model.refusal(act) for act in acts]
    return row if not all(refused) else replace(row, disabled=refused[0])


def is_closed(screen: ConsoleScreen, *acts: Act) -> bool:
    """Whether the table would take none of these acts; says why, before anything is asked."""
    refused = [screen.model.refusal(act) for act in acts]
    if not all(refused):
        return False
    screen.tell(f"Not now: {refused[0]}.", "accent")
    return True


async def yes(screen: ConsoleScreen, title: str, question: str, yes: str) -> bool:
    """Whether it is really meant; the cursor stands on going back."""
    rows = (MenuRow(BACK, "Go back", code="n"), MenuRow("yes", yes, code="y"))
    return await pick(screen, title, (question,), rows) == "yes"


async def read(screen: ConsoleScreen, title: str, paragraphs: Sequence[Paragraph]) -> None:
    """Something longer to read; leaving it goes back to the question before it."""
    await ask(screen, lambda: Reader(title, paragraphs))


async def shifts(
    screen: ConsoleScreen,
    title: str,
    said: str,
    most: int,
    each: int = 2,
    act: Callable[[tuple[NamedShift, ...]], Act] | None = None,
) -> tuple[NamedShift, ...] | None:
    """Tracks and by how much each moves, one after the other, `most` points in all, `each` on one; None when left.

    What was chosen is there again until an act stands; what the table would not take as `act` is not all.
    """
    state = screen.model.held.state
    found = screen.moved.setdefault(title, {})
    while True:
        left = most - sum(abs(by) for by in found.values())
        names = state.game.rules.quantity
        moved = tuple(NamedShift(quantity, by) for quantity, by in found.items() if by)
        named = ", ".join(f"{short_name(names(each.quantity))} {signed(each.by)}" for each in moved)
        done = MenuRow("done", "That is all", "" if named else "nothing moves", named, "d")
        rows = [done if act is None else possible(screen, done, act(moved))]
        for quantity in state.game.rules.quantities:
            if quantity.kind is Kind.TRACK and (left or quantity.id in found):
                by = found.get(quantity.id, 0)
                now = f"{state.board[quantity.index]}, {signed(by)}" if by else str(state.board[quantity.index])
                rows.append(MenuRow(quantity.id, quantity.name, now))
        points = "1 point is left" if left == 1 else f"{left or 'no'} points are left"
        chosen = await pick(screen, title, (said, f"{capital(points)}."), rows, keys=False)
        if chosen is None:
            return None
        if chosen == "done":
            return moved
        one = names(chosen)
        room = min(each, left + abs(found.get(one.id, 0)))
        asked = f"{one.name} stands at {state.board[one.index]}. By how much does it move? A minus lowers it."
        said_now = f"{asked} At most {room} either way; 0 leaves it."
        given = await number(screen, title, said_now, -room, room, found.get(one.id, 1))
        if given:
            found[one.id] = given
        elif given is not None:
            found.pop(one.id, None)
