"""When an act of control stands: injects, corrections, the way back (R-9)."""

from __future__ import annotations

from northaxis.domain import control_orders as co
from northaxis.domain.budget import (
    POINTS_A_TRACK,
    POINTS_A_TURN,
    POINTS_AN_OPTION,
    is_within,
    is_within_budget,
    points_left,
    points_left_on,
    stranger,
    tokens_left,
)
from northaxis.domain.control_facts import Code, NamedShift, WrittenOption
from northaxis.domain.control_orders import ControlAct
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, CardId, SeatId
from northaxis.domain.quantities import FOR_GOOD, Kind, Quantity
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import State

MOST_WORDS = 600
"""Characters in one text."""
MOST_OPTIONS = 12
"""Options on a written card."""
MOST_COST = 9
"""IP that one of them may cost."""
LONGEST_EXTENSION = 3600
"""Seconds by which a clock may be moved at once, either way."""
LONGEST_AWAY = 100 * 366 * 86_400
"""Seconds that a pause may leave out: a session can be opened again after years, on a machine whose clock is wrong."""

CLOCK = ("start", "pause", "resume", "extend", "skip", "warn")
STACK = ("next", "bottom", "out", "aside")
SETTABLE = frozenset({Kind.TRACK, Kind.SWITCH, Kind.FLAG, Kind.COUNT, Kind.IP})


def control_refusal(state: State, seat: SeatId, act: ControlAct) -> Refused | None:
    """Why an act of control does not stand, or None. Whether a step back has somewhere to go, the table knows."""
    if seat != CONTROL:
        return Refused(Reason.NOT_YOURS, "only control does that", "R-9.1")
    if (wordless := _words(act.why, needed=not isinstance(act, co.MoveClock | co.Reseat))) is not None:
        return wordless
    match act:
        case co.StepBack(to=to):
            return None if to >= 1 else Refused(Reason.UNKNOWN, "facts are counted from 1", "R-9.10")
        case co.Inject(card=card, to=to):
            return _inject(state, card, to)
        case co.WriteCard():
            return _write(state, act)
        case co.Stack(card=card, where=where):
            return _stack(state, card, where)
        case co.SetTrack():
            return _track(state, act)
        case co.Grant(shifts=shifts):
            return _grant(state, shifts)
        case co.EndPlay():
            return _before_play(state)
        case co.MoveClock(kind=kind, seconds=seconds):
            return _clock(kind, seconds)
        case co.Reseat():
            return _reseat(state, act)


def written_token(act: co.WriteCard) -> bool:
    """Whether a written card does more than a free effect may, and so takes a token."""
    return not is_within(act.shifts, POINTS_A_TURN)


def _words(text: str, *, needed: bool) -> Refused | None:
    if needed and not text.strip():
        return Refused(Reason.BAD_TERMS, "control gives a reason: say why", "R-9.4")
    if len(text) > MOST_WORDS:
        return Refused(Reason.BAD_TERMS, f"a reason holds {MOST_WORDS} characters; this has {len(text)}", "R-9.4")
    return None


def _before_play(state: State) -> Refused | None:
    if state.step is Step.SETUP:
        return Refused(Reason.NOT_NOW, "play has not begun; go on opens turn 1", "R-9.1")
    return None


def _table_taken(state: State) -> Refused | None:
    if state.table is not None:
        return Refused(Reason.NOT_NOW, f"card {state.table.card} is on the table; go on closes it", "R-9.9")
    return None


def _is_seat(state: State, to: SeatId | None) -> Refused | None:
    if to is not None and to not in state.game.rules.seats:
        return Refused(Reason.UNKNOWN, f"there is no seat '{to}' at this table", "R-9.9")
    return None


def _inject(state: State, card: CardId, to: SeatId | None) -> Refused | None:
    if card not in state.game.cards:
        return Refused(Reason.UNKNOWN, f"there is no card '{card}' in this game's decks", "R-9.9")
    return _is_seat(state, to) or _table_taken(state)


def _write(state: State, act: co.WriteCard) -> Refused | None:
    for words, what in ((act.title, "title"), (act.text, "text")):
        if not words.strip() or len(words) > MOST_WORDS:
            return Refused(Reason.BAD_TERMS, f"a card has a {what} of 1 to {MOST_WORDS} characters", "R-9.9")
    if (refused := _is_seat(state, act.to) or _table_taken(state)) is not None:
        return refused
    if (wrong := stranger(state.game, act.shifts)) is not None:
        return Refused(Reason.BAD_TERMS, wrong, "R-9.7")
    if (refused := _options(state, act)) is not None:
        return refused
    if written_token(act) and tokens_left(state) == 0:
        return _no_token()
    return None


def _options(state: State, act: co.WriteCard) -> Refused | None:
    if len(act.options) > MOST_OPTIONS:
        return Refused(Reason.BAD_TERMS, f"a written card has {MOST_OPTIONS} options at most", "R-9.9")
    names = [(option.seat, option.option) for option in act.options]
    for option in act.options:
        if (refused := _is_seat(state, option.seat)) is not None:
            return refused
        if act.to not in (None, option.seat):
            return Refused(Reason.BAD_TERMS, f"the card is for {act.to} alone; {option.seat} cannot choose", "R-9.9")
        if names.count((option.seat, option.option)) > 1:
            return Refused(Reason.BAD_TERMS, f"{option.seat} has two options '{option.option}'", "R-9.9")
        if (refused := _option(state, option)) is not None:
            return refused
    return None


def _option(state: State, option: WrittenOption) -> Refused | None:
    if not option.option.isalnum() or not option.text.strip() or len(option.text) > MOST_WORDS:
        return Refused(Reason.BAD_TERMS, "an option has a letter and words", "R-9.9")
    if not 0 <= option.cost <= MOST_COST:
        return Refused(Reason.BAD_TERMS, f"an option costs 0 to {MOST_COST} IP, not {option.cost}", "R-9.9")
    if (wrong := stranger(state.game, option.shifts)) is not None:
        return Refused(Reason.BAD_TERMS, wrong, "R-9.7")
    if not is_within(option.shifts, POINTS_AN_OPTION):
        most = f"an option moves {POINTS_AN_OPTION} points at most, {POINTS_A_TRACK} on one track"
        return Refused(Reason.BAD_TERMS, most, "R-9.7")
    return None


def _stack(state: State, card: CardId, where: str) -> Refused | None:
    if where not in STACK:
        return Refused(Reason.UNKNOWN, f"a card goes {', '.join(STACK)}; not '{where}'", "R-9.9")
    deck = next((cards for cards in state.decks.values() if card in cards), None)
    if deck is None and card not in state.room.aside:
        return Refused(Reason.UNKNOWN, f"card '{card}' lies in no deck and is not set aside", "R-9.9")
    if (where, deck) == ("aside", None):
        return Refused(Reason.ALREADY_DONE, f"card {card} is set aside", "R-9.9")
    if deck is not None and ((where == "next" and deck[0] == card) or (where == "bottom" and deck[-1] == card)):
        return Refused(Reason.ALREADY_DONE, f"card {card} lies there", "R-9.9")
    return None


def _track(state: State, act: co.SetTrack) -> Refused | None:
    index = state.game.rules.by_name.get(act.quantity)
    quantity = state.game.rules.quantities[index] if index is not None else None
    if quantity is None or quantity.kind not in SETTABLE:
        return Refused(Reason.UNKNOWN, f"there is no track '{act.quantity}' to set", "R-9.5")
    low, high = _range(quantity)
    if not low <= act.value <= high:
        return Refused(Reason.BAD_TERMS, f"{act.quantity} goes from {low} to {high}; {act.value} is outside", "R-9.5")
    if state.board[quantity.index] == act.value:
        return Refused(Reason.ALREADY_DONE, f"{act.quantity} stands at {act.value}", "R-9.5")
    if act.code is not Code.ERROR and tokens_left(state) == 0:
        return _no_token()
    return None


def _range(quantity: Quantity) -> tuple[int, int]:
    return (min(FOR_GOOD, quantity.low), quantity.high) if quantity.kind is Kind.FLAG else (quantity.low, quantity.high)


def _grant(state: State, shifts: tuple[NamedShift, ...]) -> Refused | None:
    if not shifts:
        return Refused(Reason.BAD_TERMS, "a free effect moves something, like gap+1", "R-9.7")
    if (wrong := stranger(state.game, shifts)) is not None:
        return Refused(Reason.BAD_TERMS, wrong, "R-9.7")
    if (early := _before_play(state)) is not None:
        return early
    if not is_within_budget(state, shifts):
        tracks = ", ".join(f"{shift.quantity} {points_left_on(state, shift.quantity)}" for shift in shifts)
        left = f"{points_left(state)} of {POINTS_A_TURN} points are left in this turn ({tracks})"
        return Refused(Reason.CANNOT_PAY, left, "R-9.7")
    return None


def _clock(kind: str, seconds: int) -> Refused | None:
    if kind not in CLOCK:
        return Refused(Reason.UNKNOWN, f"a clock can {', '.join(CLOCK)}; not '{kind}'", "R-9.1")
    if kind == "pause":  # its seconds are time that did not count: the session was closed, or the machine slept
        if abs(seconds) > LONGEST_AWAY:
            return Refused(Reason.BAD_TERMS, f"a pause leaves out {LONGEST_AWAY} seconds at most", "R-9.1")
        return None
    if (kind == "extend") != (seconds != 0) and kind not in ("start", "warn"):
        return Refused(Reason.BAD_TERMS, "extend moves the clock by some seconds, the others by none", "R-9.1")
    if abs(seconds) > LONGEST_EXTENSION:
        return Refused(Reason.BAD_TERMS, f"a clock moves by {LONGEST_EXTENSION} seconds at most", "R-9.1")
    return None


def _reseat(state: State, act: co.Reseat) -> Refused | None:
    if act.seat not in state.game.rules.seats:
        return Refused(Reason.UNKNOWN, f"there is no seat '{act.seat}' at this table", "R-9.1")
    if not act.holder.strip() or len(act.holder) > MOST_WORDS:
        return Refused(Reason.BAD_TERMS, "a seat is held by somebody with a name", "R-9.1")
    levels = (*state.game.rules.bots.levels, "random", "passive")
    if act.level is not None and act.level not in levels:
        return Refused(Reason.UNKNOWN, f"there is no bot '{act.level}' (levels: {', '.join(levels)})", "R-9.1")
    return None


def _no_token() -> Refused:
    return Refused(Reason.CANNOT_PAY, "it takes an override token and none is left", "R-9.3")
