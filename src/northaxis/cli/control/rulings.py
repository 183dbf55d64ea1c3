"""Rulings on orders in words: the orders by number with their odds and earlier rulings, and what becomes of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import Not, cut, split_code, yes_or_no
from northaxis.domain.actions import ActionKind
from northaxis.domain.control_facts import Method
from northaxis.domain.control_orders import ChooseMethod, Decide, Overrule, RuleOut, ShiftNeed
from northaxis.domain.facts import Result
from northaxis.domain.ids import CONTROL, ActionId, QuantityId, SeatId
from northaxis.domain.perception import perceive
from northaxis.domain.state import PlacedOrder
from northaxis.services import wording as w
from northaxis.services.choices import odds_lines
from northaxis.services.console import order_key, orders_ahead
from northaxis.services.like_rulings import like_order, reason_of, title_of, words_of
from northaxis.services.order_rulings import chance_words, order_odds, outcome_words, resolved
from northaxis.services.precedents import precedents

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

UNDOES = " 'undo' undoes it."
NONE_YET = "There is nothing to rule on before the sheets are open."
HOW = {"consensus": Method.CONSENSUS, "agreement": Method.CONSENSUS, "free": Method.FREE, "word": Method.FREE}


class Ruled(NamedTuple):
    """An order that can be ruled on: before its phase, or done in this turn."""

    seat: SeatId
    order: PlacedOrder
    is_done: bool


def _orders(desk: ControlDesk) -> list[Ruled]:
    ahead = [Ruled(seat, order, False) for seat, order in orders_ahead(desk.state)]
    done = resolved(desk.table.held.facts)
    return ahead + [Ruled(one.seat, PlacedOrder(one.action, one.target), True) for one in done]


async def rule(desk: ControlDesk, rest: str) -> None:
    """The orders by number; or one of them with its odds and how like ones were ruled on."""
    found = _orders(desk)
    if not found:
        raise Not(NONE_YET)
    if rest:
        one = _order(desk, rest)
        desk.say(*_told(desk, one), *_ways(desk, one, rest.split()[0]))
        return
    desk.orders = [order_key(one.order) for one in found]
    for number, one in enumerate(found, 1):
        desk.say(f"{number}. {_line(desk, one)}")
    desk.say("'rule 1' tells more of one and how it can be ruled on.")


def _line(desk: ControlDesk, one: Ruled) -> str:
    words = f"{w.seat_name(desk.game, one.seat)}, {w.action_words(desk.game, one.order.action, one.order.target)}"
    if one.is_done:
        return f"{words}: {_came(desk, one)}; it can be overruled."
    handled = desk.state.room.handling(one.order.action, one.order.target)
    parts = [chance_words(order_odds(desk.state, one.order))]
    if handled.method is not Method.DICE:
        parts = [f"by {handled.method.value}"]
    parts += [f"shifted {w.signed(handled.shift)}"] if handled.shift else []
    parts += ["you may shift its need"] if _is_semi(desk, one) else []
    return f"{words}: {', '.join(parts)}."


def _told(desk: ControlDesk, one: Ruled) -> list[str]:
    lines = [_line(desk, one)]
    if not one.is_done:
        panel = order_odds(desk.state, one.order)
        lines += [line.strip() for line in odds_lines(desk.game, perceive(desk.state, CONTROL), panel)]
    before = like_order(desk.state, desk.table.held.facts, one.order.action, one.order.target)
    return [*lines, *(f"Ruled before: {text}" for text in before)]


def _ways(desk: ControlDesk, one: Ruled, key: str) -> list[str]:
    if one.is_done:
        return [f"'overrule {key} error because ...' makes it the other outcome; the dice stay as they fell."]
    tokens = desk.table.console.tokens
    semi = [f"'shift {key} +1 realism because ...' shifts its need by 1 or 2, for one of {tokens} tokens."]
    rest = (
        f"'decide {key} yes by agreement because ...', 'decide {key} no because ...' by your word, "
        f"'argue {key} because ...' makes it an argument, 'dice for {key} because ...' gives it back to the dice, "
        f"'rule out {key} because ...' takes it off the sheet."
    )
    return [*(semi if _is_semi(desk, one) and tokens else []), rest]


def _is_semi(desk: ControlDesk, one: Ruled) -> bool:
    return desk.game.rules.actions[one.order.action].kind is ActionKind.SEMI


def _came(desk: ControlDesk, one: Ruled) -> str:
    wanted = one.order.action, one.order.target
    return outcome_words(next(e for e in resolved(desk.table.held.facts) if (e.action, e.target) == wanted))


def _order(desk: ControlDesk, text: str) -> Ruled:
    """An order by its number in the last list, or by its action and target. Not."""
    found = _orders(desk)
    if not found:
        raise Not(NONE_YET)
    keys = {order_key(one.order).casefold(): one for one in found}
    word = text.strip().rstrip(".").casefold()
    if word.isdecimal():
        known = desk.orders or [order_key(one.order) for one in found]
        number = int(word[:4])
        if 1 <= number <= len(known) and (one := keys.get(known[number - 1].casefold())) is not None:
            return one
        raise Not(f"There is no order {word} to rule on; 'rule' lists them.")
    for key, one in keys.items():
        if word in (key, key.partition(" ")[0], key.replace("@", "")):
            return one
    raise Not(f"'{text.strip()}' is no order of this turn; 'rule' lists them by number.")


def _head(desk: ControlDesk, text: str, done: bool = False) -> tuple[ActionId, QuantityId | None, str, str]:
    """An order at the beginning of some words: action, target, what it is called, and the rest of the words. Not."""
    if not text:
        raise Not("Which order? By its number; 'rule' lists them.")
    key, _, rest = text.partition(" ")
    if rest.startswith("@"):
        aim, _, rest = rest.partition(" ")
        key = f"{key} {aim}"
    one = _order(desk, key)
    if one.is_done is not done:
        raise Not(
            f"{_line(desk, one)} It has come out: only 'overrule' changes it."
            if one.is_done
            else "It has not come out yet: 'decide' settles it before its phase."
        )
    name = f"{w.seat_name(desk.game, one.seat)}, {w.action_words(desk.game, one.order.action, one.order.target)}"
    return one.order.action, one.order.target, name, rest.strip()


async def shift(desk: ControlDesk, rest: str) -> None:
    """What an order needs, by 1 or 2, before its dice; for a token."""
    typed = cut(rest)
    action, target, name, words = _head(desk, typed.text)
    by_text, code = split_code(words.removeprefix("by ").strip())
    by = int(by_text) if by_text.lstrip("+-").isdecimal() and len(by_text) < 4 else 0
    if by not in (-2, -1, 1, 2):
        raise Not("By how much? +1 or +2 is harder, -1 or -2 easier: 'shift 1 -1 realism because ...'.")
    kind = await desk.code(code)
    reason = await desk.why(typed.why)
    way = f"{abs(by)} {'harder' if by > 0 else 'easier'}"
    done = f"{name} is {way}: {reason.rstrip('.')} ({w.CODES.get(kind, kind)}).{UNDOES}"
    await desk.put(ShiftNeed(action, target, by, kind, reason), done)


async def decide(desk: ControlDesk, rest: str) -> None:
    """An order without dice: by agreement of the room, or by control's word."""
    typed = cut(rest)
    action, target, name, words = _head(desk, typed.text)
    answer, _, how = words.partition(" ")
    success = yes_or_no(answer)
    if success is None:
        raise Not("Does it work? 'decide 1 yes by agreement because ...', or 'decide 1 no because ...' by your word.")
    word = how.casefold().removeprefix("by ").removeprefix("my ").strip() or "free"
    if word not in HOW:
        raise Not(f"'{how.strip()}' is no way to decide; there are 'by agreement' and 'by my word'.")
    reason = await desk.why(typed.why)
    said = "by agreement" if HOW[word] is Method.CONSENSUS else "by your word"
    done = f"{name} {'works' if success else 'fails'}, {said}: {reason.rstrip('.')}.{UNDOES}"
    await desk.put(Decide(action, target, success, HOW[word], reason), done)


async def argue(desk: ControlDesk, rest: str) -> None:
    """An order that hangs on an argument from here on."""
    await _method(desk, rest, Method.ARGUMENT, "hangs on an argument now")


async def dice_for(desk: ControlDesk, rest: str) -> None:
    """An order that is rolled for as printed."""
    await _method(desk, rest, Method.DICE, "is rolled for, as printed")


async def _method(desk: ControlDesk, rest: str, method: Method, said: str) -> None:
    typed = cut(rest)
    action, target, name, _ = _head(desk, typed.text)
    reason = await desk.why(typed.why)
    await desk.put(ChooseMethod(action, target, method, reason), f"{name} {said}: {reason.rstrip('.')}.{UNDOES}")


async def rule_out(desk: ControlDesk, rest: str) -> None:
    """An order out of role: off the sheet, its whole price back."""
    typed = cut(rest)
    action, target, name, _ = _head(desk, typed.text)
    reason = await desk.why(typed.why)
    done = f"{name} is ruled out, and its price comes back: {reason.rstrip('.')}.{UNDOES}"
    await desk.put(RuleOut(action, target, reason), done)


async def overrule(desk: ControlDesk, rest: str) -> None:
    """An outcome after the dice becomes the other one."""
    typed = cut(rest)
    action, target, name, words = _head(desk, typed.text, done=True)
    came = next(one for one in resolved(desk.table.held.facts) if (one.action, one.target) == (action, target))
    success = came.result is not Result.OK
    _, code = split_code(f" {words}")
    if words and code is None:
        raise Not(
            "What kind of reason? 'overrule 1 error because ...' is free, 'overrule 1 learning because ...' costs "
            "a token."
        )
    kind = await desk.code(code)
    reason = await desk.why(typed.why)
    now = f"{'works' if success else 'fails'} now; as it came out, {outcome_words(came)}"
    done = f"{name} {now}: {reason.rstrip('.')} ({w.CODES.get(kind, kind)}).{UNDOES}"
    await desk.put(Overrule(action, target, success, kind, reason), done)


async def rulings(desk: ControlDesk, rest: str) -> None:
    """Every ruling so far, or those with these words, the latest first."""
    found = precedents(desk.game, desk.table.held.facts)
    if not found:
        raise Not("You have ruled on nothing so far.")
    wanted = rest.casefold().split()
    shown = [one for one in reversed(found) if all(word in words_of(desk.game, one).casefold() for word in wanted)]
    if not shown:
        raise Not(f"No ruling is like '{rest}'; 'rulings' lists all {len(found)}.")
    for one in shown:
        when = f"Turn {one.turn}" if one.turn else "Before play"
        desk.say(f"{when}: {title_of(desk.game, one)}: {reason_of(one)}.")


TOPIC = Topic(
    "rulings",
    "orders decided another way, and earlier rulings",
    (
        Command(
            "rule",
            "rule",
            "the orders by number; 'rule 2' one with its odds and earlier rulings",
            rule,
            ("overrule",),
            ("orders",),
            shows=True,
        ),
        Command(
            "shift",
            "shift 2 -1 realism because lenders read the news",
            "what an order needs, by 1 or 2",
            shift,
            ("overrule",),
        ),
        Command(
            "decide",
            "decide 2 yes by agreement because the room agrees",
            "an order without dice",
            decide,
            ("overrule",),
        ),
        Command("argue", "argue 2 because no rule fits", "make an order an argument", argue, ("overrule",)),
        Command(
            "dice for",
            "dice for 2 because the rule fits after all",
            "give an order back to the dice",
            dice_for,
            ("overrule",),
        ),
        Command(
            "rule out",
            "rule out 2 because this seat would not do it",
            "an order out of role; its price comes back",
            rule_out,
            ("overrule",),
        ),
        Command(
            "overrule",
            "overrule 2 error because the dice were misread",
            "an outcome becomes the other one",
            overrule,
            ("overrule",),
        ),
        Command(
            "rulings",
            "rulings Minsk",
            "every ruling so far, or those with these words",
            rulings,
            ("precedents",),
            ("precedents",),
            shows=True,
        ),
    ),
)
