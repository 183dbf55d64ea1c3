"""Why an order or a claim came out as it did when more than its own dice decided: shifts, arguments, control's word."""

from __future__ import annotations

from collections.abc import Iterable

from northaxis.domain.arguments import BASE, CONCEDED, STRENGTHS
from northaxis.domain.control_facts import Method, NamedShift
from northaxis.domain.ids import ActionId, QuantityId
from northaxis.domain.room import Handling
from northaxis.domain.ruleset import Game
from northaxis.domain.views import ArgumentView, SeatView
from northaxis.services import wording as w
from northaxis.services.why import Because


def why_decided(game: Game, seen: SeatView) -> Because | None:
    """How this turn's orders and arguments were decided where it was not by their own dice alone; None if all were."""
    handled = (why_handled(game, seen, one.action, one.target) for one in seen.handlings)
    argued = (why_argument(game, one) for one in seen.arguments if one.action is None)
    lines = tuple(line for line in (*handled, *argued) if line is not None)
    return Because("How this turn's orders and arguments were decided", under=lines) if lines else None


def why_handled(game: Game, seen: SeatView, action: ActionId, target: QuantityId | None) -> Because | None:
    """How control has an order of this turn handled, and why; None when it is left to its dice."""
    handling = next((one for one in seen.handlings if (one.action, one.target) == (action, target)), None)
    if handling is None or handling == Handling(action, target):
        return None
    lines = []
    if handling.shift:
        easier = "harder" if handling.shift > 0 else "easier"
        lines.append(Because(f"control made it {easier}: {w.signed(handling.shift)} to the need"))
    if handling.method is not Method.DICE:
        decided = {True: "it works", False: "it fails", None: "not decided yet"}[handling.success]
        lines.append(Because(f"decided by {handling.method}, not by dice: {decided}"))
    if handling.why:
        lines.append(Because(f"because {w.plain(handling.why)}"))
    bound = [one for one in seen.arguments if (one.action, one.target) == (action, target)]
    lines += [why_argument(game, one) for one in bound[-1:]]
    return Because(w.capital(w.action_words(game, action, target)), under=tuple(lines))


def why_argument(game: Game, one: ArgumentView) -> Because:
    """An argument as a sum: its reasons with their weights, the need they make, what is at stake, how it ended."""
    reasons = tuple(
        Because(
            f"{w.seat_name(game, reason.seat)}, {'for' if reason.supports else 'against'}: {w.plain(reason.text)}"
            f" ({STRENGTHS[reason.strength] if reason.strength is not None else 'not rated yet'})",
            (reason.strength or 0) * (1 if reason.supports else -1),
            seat=reason.seat,
        )
        for reason in one.reasons
    )
    odds = one.odds
    need = Because(
        f"need {odds.need} = {BASE} - {odds.pros} for + {odds.cons} against, {odds.chance} percent, {odds.words}"
    )
    twice = "if it holds in two turns" if one.is_big and one.project is None else "if it holds"
    stake = Because(f"{twice}: {shifts_words(game, one.shifts)}") if one.shifts else None
    conceded = None
    if one.concession is not None and one.objector is not None:
        whom = w.seat_name(game, one.objector)
        conceded = Because(f"if it fails by {CONCEDED} or more, {whom} gets {shifts_words(game, (one.concession,))}")
    parts = (*reasons, need, stake, conceded, _settled(one))
    how = " in secret" if one.secret else ""
    head = f"{w.seat_name(game, one.seat)} argues{how}: {w.plain(one.claim)}"
    return Because(head, seat=one.seat, under=tuple(part for part in parts if part is not None))


def _settled(one: ArgumentView) -> Because | None:
    if one.settled is None:
        return None
    if one.settled.method is Method.DROPPED:
        return Because("dropped" + (f": {w.plain(one.why)}" if one.why else ""))
    ended = "it holds" if one.settled.success else "it fails"
    match one.settled.method:
        case Method.ESTIMATE:
            thrown = f", thrown {one.settled.thrown}" if one.settled.thrown else ""
            return Because(f"the room's median is {one.settled.percent} percent{thrown}: {ended}")
        case Method.DICE:
            return Because(f"dice against {one.settled.need}: {ended}")
        case _:
            return Because(f"by {one.settled.method}: {ended}" + (f", because {w.plain(one.why)}" if one.why else ""))


def shifts_words(game: Game, shifts: Iterable[NamedShift]) -> str:
    """`Warning +1, Unity +1`."""
    return ", ".join(f"{w.quantity_name(game, shift.quantity)} {w.signed(shift.by)}" for shift in shifts)
