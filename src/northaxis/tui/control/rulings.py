"""Rulings: an order decided another way, a track put at a value, a free effect."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from northaxis.domain import facts as f
from northaxis.domain.actions import ActionKind
from northaxis.domain.control_facts import Code, Method
from northaxis.domain.control_orders import (
    ChooseMethod,
    Decide,
    EndPlay,
    Grant,
    Overrule,
    RuleOut,
    SetTrack,
    ShiftNeed,
)
from northaxis.domain.ids import CONTROL, ActionId, QuantityId, SeatId
from northaxis.domain.legal_methods import SHIFTS
from northaxis.domain.odds import proposal
from northaxis.domain.orders import Act
from northaxis.domain.perception import perceive
from northaxis.domain.quantities import Kind
from northaxis.domain.state import PlacedOrder
from northaxis.services import wording as w
from northaxis.services.choices import odds_lines
from northaxis.services.console import order_key, orders_ahead
from northaxis.services.control_words import METHODS
from northaxis.services.order_rulings import chance_words, order_odds, outcome_words, resolved
from northaxis.tui.control.earlier import like_lines, like_orders, ruled
from northaxis.tui.control.talking import CODES, WHY, code, is_closed, number, pick, possible, shifts, why, yes
from northaxis.tui.ink import signed
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

TALL = 32
"""Rows of a screen on which an order's odds have room beside what can be done about it."""


# --- orders -------------------------------------------------------------------------------------------------------


async def rule(screen: ConsoleScreen) -> None:
    """Choose an order, then what becomes of it."""
    state = screen.model.held.state
    rows = [_order_row(screen, seat, order) for seat, order in orders_ahead(state)]
    rows += [_done_row(screen, fact) for fact in resolved(screen.model.held.facts)]
    if not rows:
        screen.tell("There is nothing to rule on before the sheets are open.", "accent")
        return
    chosen = await pick(screen, "Rule on which order?", (), rows, keys=False)
    if chosen is not None:
        await rule_on(screen, chosen)


def _order_row(screen: ConsoleScreen, seat: SeatId, order: PlacedOrder) -> MenuRow:
    state = screen.model.held.state
    action = state.game.rules.actions[order.action]
    handled = state.room.handling(order.action, order.target)
    chance = chance_words(order_odds(state, order))
    marks = [chance] if handled.method is Method.DICE else [METHODS[handled.method]]
    marks += [f"shifted {signed(handled.shift)}"] if handled.shift else []
    detail = "control may shift what it needs" if action.kind is ActionKind.SEMI else ""
    return MenuRow(
        order_key(order), w.action_words(state.game, order.action, order.target), ", ".join(marks), detail, seat
    )


def _done_row(screen: ConsoleScreen, fact: f.OrderResolved) -> MenuRow:
    words = w.action_words(screen.model.held.state.game, fact.action, fact.target)
    key = order_key(PlacedOrder(fact.action, fact.target))
    row = MenuRow(f"done {key}", words, outcome_words(fact), "can be overruled", fact.seat, style="dim")
    success = fact.result is not f.Result.OK
    return possible(screen, row, Overrule(fact.action, fact.target, success, Code.ERROR, WHY))


async def rule_on(screen: ConsoleScreen, id: str) -> None:
    """What becomes of one order."""
    is_done = id.startswith("done ")
    name, _, aim = id.removeprefix("done ").partition(" @")
    action, target = ActionId(name), QuantityId(aim) if aim else None
    if is_done:
        await _overrule(screen, action, target)
        return
    state = screen.model.held.state
    panel = order_odds(state, PlacedOrder(action, target))
    semi = state.game.rules.actions[action].kind is ActionKind.SEMI
    method = state.room.handling(action, target).method
    rows = [
        MenuRow("shift", "Shift what it needs", "one token", "By 1 or 2, before the dice.", "s",
                "" if semi else "only actions that control judges by a proposal (semi-rigid) can be shifted"),
        MenuRow("argument", "Make it an argument", "", "Reasons for and against set what it needs.", "a"),
        MenuRow("consensus", "By agreement", "", "The room agrees on what happens.", "c"),
        MenuRow("free", "By my ruling", "", "You decide and say why.", "f"),
        MenuRow("dice", "Back to the dice", "", "As printed.", "d",
                "it rolls no dice" if panel.need is None and method is Method.DICE else ""),
        MenuRow("out", "Out of role", "", "It leaves the sheet; its whole price comes back.", "o"),
    ]  # fmt: skip
    rows = [row if row.disabled else possible(screen, row, *_ways(row.id, action, target)) for row in rows]
    first = next((row.id for row in rows if not row.disabled), "")
    title = w.action_words(state.game, action, target)
    about = odds_lines(state.game, perceive(state, CONTROL), panel)[: 6 if screen.size.height >= TALL else 0]
    said: list[Paragraph] = [chance_words(panel), *about]
    chosen = await pick(screen, title, [*said, *like_orders(screen, action, target)], rows, start=first)
    match chosen:
        case "shift":
            await _shift(screen, title, action, target)
        case "argument" | "dice":
            if (reason := await why(screen, title)) is not None:
                await ruled(screen, ChooseMethod(action, target, Method(chosen), reason))
        case "consensus" | "free":
            await _decide(screen, title, action, target, Method(chosen))
        case "out":
            if (reason := await why(screen, f"Out of role: {title}")) is not None:
                await ruled(screen, RuleOut(action, target, reason))
        case _:
            pass


def _ways(id: str, action: ActionId, target: QuantityId | None) -> tuple[Act, ...]:
    """The acts that a row can come to, to ask the table whether it would take one of them."""
    match id:
        case "shift":
            return tuple(ShiftNeed(action, target, by, Code.LEARNING, WHY) for by in SHIFTS)
        case "out":
            return (RuleOut(action, target, WHY),)
        case "consensus" | "free":
            return tuple(Decide(action, target, works, Method(id), WHY) for works in (True, False))
        case _:
            return (ChooseMethod(action, target, Method(id), WHY),)


async def _shift(screen: ConsoleScreen, title: str, action: ActionId, target: QuantityId | None) -> None:
    state, order = screen.model.held.state, PlacedOrder(action, target)
    found = proposal(state.game, perceive(state, CONTROL), state.play_of(order))
    rows = [
        possible(
            screen,
            MenuRow(str(one.by), f"{abs(one.by)} {'easier' if one.by < 0 else 'harder'}", f"{one.chance} %", one.words),
            ShiftNeed(action, target, one.by, Code.LEARNING, WHY),
        )
        for one in (found.shifts if found is not None else ())
        if one.by
    ]
    chosen = await pick(screen, title, ("One token. It is said aloud, and why.",), rows, keys=False)
    if chosen is None:
        return

    def shifted(kind: Code) -> Act:
        return ShiftNeed(action, target, int(chosen or 0), kind, WHY)

    if (kind := await code(screen, title, shifted, CODES[1:4])) is None:
        return
    if (reason := await why(screen, title)) is not None:
        await ruled(screen, ShiftNeed(action, target, int(chosen), kind, reason))


async def _decide(
    screen: ConsoleScreen, title: str, action: ActionId, target: QuantityId | None, method: Method
) -> None:
    rows = (
        possible(screen, MenuRow("yes", "It works", code="y"), Decide(action, target, True, method, WHY)),
        possible(screen, MenuRow("no", "It fails", code="n"), Decide(action, target, False, method, WHY)),
    )
    result = await pick(screen, title, ("What happens?",), rows)
    if result is not None and (reason := await why(screen, title)) is not None:
        await ruled(screen, Decide(action, target, result == "yes", method, reason))


async def _overrule(screen: ConsoleScreen, action: ActionId, target: QuantityId | None) -> None:
    state = screen.model.held.state
    title = w.action_words(state.game, action, target)
    done = next(
        (one for one in resolved(screen.model.held.facts) if (one.action, one.target) == (action, target)), None
    )
    if done is None:
        return
    success = done.result is not f.Result.OK
    came = outcome_words(done)
    said = f"As it came out, {came}. The dice stay as they fell; the outcome becomes the other one."

    def overruled(kind: Code) -> Act:
        return Overrule(action, target, success, kind, WHY)

    if not await yes(screen, title, said, "Overrule it"):
        return
    kind = await code(screen, f"Overrule {title}", overruled, CODES[:2])
    before = like_orders(screen, action, target)
    if kind is not None and (reason := await why(screen, title, *before)) is not None:
        await ruled(screen, Overrule(action, target, success, kind, reason))


# --- tracks -------------------------------------------------------------------------------------------------------


async def track(screen: ConsoleScreen) -> None:
    """Put a track, a switch, a flag or a purse at a value."""
    state = screen.model.held.state
    rows = []
    for kind, heading in ((Kind.TRACK, "TRACKS"), (Kind.SWITCH, "SWITCHES"), (Kind.IP, "INFLUENCE POINTS")):
        rows.append(MenuRow("", heading))
        for quantity in state.game.rules.quantities:
            if quantity.kind is kind:
                now = state.board[quantity.index]
                other = quantity.low if now != quantity.low else quantity.high
                row = MenuRow(quantity.id, quantity.name, str(now), quantity.meaning)
                rows.append(possible(screen, row, SetTrack(quantity.id, other, Code.ERROR, WHY)))
    chosen = await pick(screen, "Set which track?", (), rows, keys=False)
    if chosen is None:
        return
    quantity = state.game.rules.quantity(chosen)
    now = state.board[quantity.index]
    said = f"It stands at {now}; it goes from {quantity.low} to {quantity.high}."

    def put(value: int, kind: Code = Code.ERROR) -> SetTrack:
        return SetTrack(quantity.id, value, kind, WHY)

    value = await number(
        screen, quantity.name, said, quantity.low, quantity.high, now, lambda value: screen.model.refusal(put(value))
    )
    if value is None or (chosen_code := await code(screen, quantity.name, partial(put, value))) is None:
        return
    act = put(value, chosen_code)
    if (reason := await why(screen, quantity.name, *like_lines(screen, act))) is not None:
        await ruled(screen, replace(act, why=reason))


async def grant(screen: ConsoleScreen) -> None:
    """A free effect within the turn's budget."""
    if is_closed(screen, EndPlay(WHY)):  # refused when play has not begun and when it is over, as this is
        return
    left = screen.model.console.free
    if not left:
        screen.tell("This turn's budget of free effects is used up.", "accent")
        return
    moved = await shifts(
        screen, "A free effect", "Small things the rules do not count.", left, act=lambda moved: Grant(moved, WHY)
    )
    act = Grant(moved or (), "")
    if moved and (reason := await why(screen, "A free effect", *like_lines(screen, act))) is not None:
        await ruled(screen, replace(act, why=reason))
