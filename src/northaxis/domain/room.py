"""What a table keeps besides the board: control's acts, arguments, requests, predictions, what is sealed under salt.

Plain data and `after`, the one way a fact changes it. What is kept for one turn is put away as the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from northaxis.domain import control_facts as c
from northaxis.domain.control_facts import Method, NamedShift
from northaxis.domain.ids import ActionId, ArgumentId, CardId, QuantityId, RequestId, SeatId

OPEN, ANSWERED, DECLINED = "open", "answered", "declined"
GIVES_A_REASON = frozenset({"shift", "method", "decide", "settle"})
"""Acts of control whose reason stays with the order or argument that they are about."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How control has an order handled: the need shifted, another method, an outcome settled. One turn long."""

    action: ActionId
    target: QuantityId | None
    shift: int = 0
    method: Method = Method.DICE
    success: bool | None = None
    why: str = ""
    """Control's reason for the last of it; empty where the rules themselves chose the method."""


@dataclass(frozen=True, slots=True)
class Argued:
    """A reason in an argument; `strength` is None until control has rated it."""

    seat: SeatId
    supports: bool
    text: str
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """A matrix argument and what became of it: `settled` is None while it is open."""

    id: ArgumentId
    seat: SeatId
    turn: int
    claim: str
    reasons: tuple[Argued, ...]
    action: ActionId | None = None
    target: QuantityId | None = None
    shifts: tuple[NamedShift, ...] | None = None
    estimates: Mapping[SeatId, int] = field(default_factory=dict)
    settled: c.ArgumentSettled | None = None
    why: str = ""
    """Control's reason, where it settled the argument by its word."""
    secret: bool = False
    """Whispered to control: nobody else knows of it before play is over (R-9.13)."""
    is_big: bool = False
    """Its effect is over the budget: it has to hold in two turns (R-9.14)."""
    project: ArgumentId | None = None
    """The project that it takes up again."""
    asked: bool = False
    """Control has asked the room for estimates (R-9.15)."""


@dataclass(frozen=True, slots=True)
class Project:
    """A claim with a big effect that has held once, as the argument of this id, in this turn (R-9.14)."""

    id: ArgumentId
    seat: SeatId
    turn: int
    claim: str
    shifts: tuple[NamedShift, ...]
    secret: bool = False


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request to control and where it stands: `open`, `answered`, `declined`."""

    id: RequestId
    seat: SeatId
    turn: int
    text: str
    status: str = OPEN
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """Everything of that kind at one moment."""

    tokens_spent: int = 0
    word: c.Intervened | None = None
    """Control's last act of this turn on an order or an argument: the reason for what follows from it."""
    granted: tuple[NamedShift, ...] = ()
    """Free effects of this turn."""
    aside: tuple[CardId, ...] = ()
    handlings: tuple[Handling, ...] = ()
    """Orders of this turn that control has touched."""
    arguments: tuple[Argument, ...] = ()
    projects: tuple[Project, ...] = ()
    """Those that stand, from turn to turn."""
    requests: tuple[OpenRequest, ...] = ()
    predictions: tuple[c.Predicted, ...] = ()
    salts: Mapping[SeatId, str] = field(default_factory=dict)
    """Of this turn."""
    digest: str = ""
    """What the table is committed to in this turn, once every sheet is sealed."""
    reflections: tuple[c.Reflected, ...] = ()

    def handling(self, action: ActionId, target: QuantityId | None) -> Handling:
        """How an order is handled; as the rules have it when control has not touched it."""
        found = (one for one in self.handlings if (one.action, one.target) == (action, target))
        return next(found, Handling(action, target))

    def why(self, about: str) -> str:
        """Control's reason for what follows from its last act, if that act was about this."""
        return self.word.why if self.word is not None and self.word.about == about else ""

    def argument(self, id: ArgumentId) -> Argument | None:
        """The argument of this id."""
        return next((one for one in self.arguments if one.id == id), None)

    def project(self, id: ArgumentId) -> Project | None:
        """The standing project of this id."""
        return next((one for one in self.projects if one.id == id), None)

    def request(self, id: RequestId) -> OpenRequest | None:
        """The request of this id."""
        return next((one for one in self.requests if one.id == id), None)


def next_turn(room: Room) -> Room:
    """The room as a new turn begins."""
    return replace(room, word=None, granted=(), handlings=(), salts={}, digest="")


def after(room: Room, fact: c.ControlFact | c.MethodFact | c.RoomFact, turn: int) -> Room:
    """The room after a fact."""
    match fact:
        case c.Intervened(token=token):
            word = fact if fact.what in GIVES_A_REASON else room.word
            return replace(room, tokens_spent=room.tokens_spent + token, word=word)
        case c.CardSetAside(card=card):
            return replace(room, aside=(*room.aside, card))
        case c.CardBack(card=card):
            return replace(room, aside=tuple(one for one in room.aside if one != card))
        case c.NeedShifted(action=action, target=target, by=by):
            return _handled(room, action, target, lambda h: replace(h, shift=h.shift + by))
        case c.MethodChosen(action=action, target=target, method=method):
            return _handled(room, action, target, lambda h: replace(h, method=method, success=None))
        case c.OrderDecided(action=action, target=target, success=success, method=method):
            return _handled(room, action, target, lambda h: replace(h, method=method, success=success))
        case c.ArgumentOpened():
            return _opened(room, fact, turn)
        case c.ReasonAdded(argument=id, seat=seat, supports=supports, text=text):
            return _argued(room, id, lambda a: replace(a, reasons=(*a.reasons, Argued(seat, supports, text))))
        case c.ReasonRated(argument=id, place=place, strength=strength):
            return _argued(room, id, lambda a: replace(a, reasons=_rated(a.reasons, place, strength)))
        case c.EffectNamed(argument=id, shifts=shifts, project=is_big):
            return _argued(room, id, lambda a: replace(a, shifts=shifts, is_big=is_big))
        case c.EstimatesAsked(argument=id):
            return _argued(room, id, lambda a: replace(a, asked=True))
        case c.Estimated(argument=id, seat=seat, percent=percent):
            return _argued(room, id, lambda a: replace(a, estimates={**a.estimates, seat: percent}))
        case c.ArgumentSettled(argument=id):
            return _argued(room, id, lambda a: replace(a, settled=fact, why=room.why(id)))
        case c.ProjectBegun(argument=id):
            return replace(room, projects=(*room.projects, *_project(room.argument(id))))
        case c.ProjectEnded(project=id):
            return replace(room, projects=tuple(one for one in room.projects if one.id != id))
        case c.Requested(request=request, seat=seat, text=text):
            return replace(room, requests=(*room.requests, OpenRequest(request, seat, turn, text)))
        case c.RequestSettled(request=request, status=status, text=text):
            done = tuple(replace(r, status=status, answer=text) if r.id == request else r for r in room.requests)
            return replace(room, requests=done)
        case c.Predicted(seat=seat):
            others = tuple(p for p in room.predictions if (p.seat, p.turn) != (seat, fact.turn))
            return replace(room, predictions=(*others, fact))
        case c.Reflected():
            return replace(room, reflections=(*room.reflections, fact))
        case c.Salted(seat=seat, salt=salt):
            return replace(room, salts={**room.salts, seat: salt})
        case c.SheetsLocked(digest=digest):
            return replace(room, digest=digest)
        case _:
            return room


def without_argument(room: Room, id: ArgumentId) -> Room:
    """The room after a seat took its argument back before anybody saw it: as if it had never been."""
    return replace(room, arguments=tuple(one for one in room.arguments if one.id != id))


def about_order(action: ActionId, target: QuantityId | None) -> str:
    """How control's log names an order: `KYI-STR @sw_radar`."""
    return f"{action} @{target}" if target else str(action)


def _opened(room: Room, fact: c.ArgumentOpened, turn: int) -> Room:
    reasons = tuple(Argued(fact.seat, True, text) for text in fact.reasons)
    made = Argument(
        fact.argument, fact.seat, turn, fact.claim, reasons, fact.action, fact.target, secret=fact.secret,
        project=fact.project,
    )  # fmt: skip
    standing = room.project(fact.project) if fact.project is not None else None
    if standing is not None:
        made = replace(made, shifts=standing.shifts, is_big=True)
    return replace(room, arguments=(*room.arguments, made))


def _project(held: Argument | None) -> tuple[Project, ...]:
    if held is None:
        return ()
    return (Project(held.id, held.seat, held.turn, held.claim, held.shifts or (), held.secret),)


def _handled(room: Room, action: ActionId, target: QuantityId | None, change: Callable[[Handling], Handling]) -> Room:
    others = tuple(one for one in room.handlings if (one.action, one.target) != (action, target))
    changed = change(room.handling(action, target))
    why = room.why(about_order(action, target)) or changed.why
    return replace(room, handlings=(*others, replace(changed, why=why)))


def _argued(room: Room, id: ArgumentId, change: Callable[[Argument], Argument]) -> Room:
    return replace(room, arguments=tuple(change(one) if one.id == id else one for one in room.arguments))


def _rated(reasons: tuple[Argued, ...], place: int, strength: int) -> tuple[Argued, ...]:
    return tuple(replace(one, strength=strength) if n == place else one for n, one in enumerate(reasons))
