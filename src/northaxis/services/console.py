"""Control's view of a hosted table in words: the seats, what is wanted now, what comes next. Plain data.

What is so comes from `control_view`; here it meets who is present, what time it is, and words. For control alone: it
names who owes what and which cards lie where, which no seat is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from northaxis.domain import facts as f
from northaxis.domain.actions import ActionKind
from northaxis.domain.arguments import argument_odds, cons_of
from northaxis.domain.cards import Card
from northaxis.domain.control_facts import Method
from northaxis.domain.facts import Fact, Step
from northaxis.domain.holding import orders_allowed
from northaxis.domain.ids import CONTROL, CardId, SeatId
from northaxis.domain.methods import roll_name
from northaxis.domain.odds import odds
from northaxis.domain.perception import perceive
from northaxis.domain.room import Argument, OpenRequest
from northaxis.domain.ruleset import Game
from northaxis.domain.state import PlacedOrder, State
from northaxis.domain.views_control import ControlView, control_view
from northaxis.services import wording as w
from northaxis.services.lobby import Kind, Presence

MINUTE = 60_000
QUIET = 4
"""Minutes without a sign of life after which a person's seat counts as quiet."""

Timed = tuple[int, Fact]
"""A fact and when it was stored (milliseconds)."""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat in the console. `owes` says in words what the table waits for, or is empty.

    `quiet` counts the minutes since a person's last own word or deed, or since the step began.
    """

    seat: SeatId
    name: str
    holder: str
    here: int
    is_bot: bool
    status: str
    owes: str
    quiet: int


@dataclass(frozen=True, slots=True)
class Coming:
    """A card that may come up. `how` says when in words; `is_next` marks those that come up if the table moves on."""

    card: CardId
    title: str
    how: str
    asks: str
    is_next: bool = False
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for control: `kind` is request, argument or ruling; `minutes` says how long."""

    kind: str
    id: str
    title: str
    detail: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Console:
    """Everything on control's console at one moment. `free` are the points of free effects left in this turn."""

    seats: tuple[SeatLine, ...]
    now: tuple[str, ...]
    coming: tuple[Coming, ...]
    needs: tuple[Need, ...]
    owed: int
    tokens: int
    free: int
    held: str


def console_of(state: State, timed: Sequence[Timed], presence: Iterable[Presence], now: int, held: str) -> Console:
    """The console for a state and the times of its facts; `held` says why the table stands still, if it does."""
    seen = control_view(state)
    here = _here(presence)
    waited = {debt.seat: DEBTS[debt.what] for debt in seen.owes}
    last, begun = _last_signs(timed), _step_began(timed)
    seats = tuple(
        _seat_line(state, seat, here.get(seat, 0), waited.get(seat, ""), max(last.get(seat, 0), begun), now)
        for seat in state.game.rules.seats
    )
    return Console(
        seats=seats,
        now=tuple(_now_lines(state, len(waited))),
        coming=tuple(_coming(state, seen)),
        needs=tuple(_needs(state, seen, timed, now)),
        owed=len(waited),
        tokens=seen.tokens_left,
        free=seen.points_left,
        held=held,
    )


DEBTS = {"card": "its choice", "demand": "its demand", "sheet": "its sheet"}
"""What a seat owes, in words."""


def _here(presence: Iterable[Presence]) -> Mapping[SeatId, int]:
    found: dict[SeatId, int] = {}
    for one in presence:
        if one.is_here and one.chair.kind is Kind.SEAT:
            found[one.chair.seat] = found.get(one.chair.seat, 0) + 1
    return found


def _last_signs(timed: Iterable[Timed]) -> Mapping[SeatId, int]:
    """When each seat last did something that became a fact."""
    return {fact.seat: at for at, fact in timed if isinstance(fact, SIGNS)}


def _step_began(timed: Sequence[Timed]) -> int:
    """When this step began, or control last stepped back: nobody is quiet for longer than that."""
    return next((at for at, fact in reversed(timed) if isinstance(fact, f.StepBegan | f.SteppedBack)), 0)


SIGNS = (
    f.OptionPicked,
    f.OrderPlaced,
    f.OrderWithdrawn,
    f.AnswerGiven,
    f.SheetSealed,
    f.Said,
    f.DealOffered,
    f.DealAnswered,
    f.Requested,
    f.Predicted,
    f.Marked,
    f.Guessed,
    f.ReasonAdded,
    f.Estimated,
    f.Reflected,
)
"""Facts that a seat makes happen itself."""


def _seat_line(state: State, seat: SeatId, here: int, owes: str, since: int, now: int) -> SeatLine:
    holder = state.holders.get(seat)
    is_bot = holder is not None and holder.level is not None
    if holder is None:
        who = "nobody"
    elif holder.level is not None:
        who = f"bot {w.plain(holder.level)}"
    else:
        who = w.plain(holder.name)
    is_done = is_bot or state.step in (Step.SETUP, Step.OVER) or state.sheet(seat).sealed
    quiet = 0 if is_done or not since else max(0, now - since) // MINUTE
    return SeatLine(seat, w.seat_name(state.game, seat), who, here, is_bot, _status(state, seat), owes, quiet)


def _status(state: State, seat: SeatId) -> str:
    sheet = state.sheet(seat)
    match state.step:
        case Step.ORDERS if sheet.sealed:
            return "sealed"
        case Step.ORDERS:
            written = len(sheet.orders)
            return f"writing {written} of {orders_allowed(state, seat)}" if written or sheet.answers else "blank sheet"
        case Step.DEMANDS:
            made = [d.demander for d in state.demands]
            asks = [d for d in state.game.rules.answering.demanders if d.seat == seat]
            return ("demand is in" if asks[0].id in made else "chooses its demand") if asks else "looks on"
        case _ if state.table is not None:
            card = state.game.cards[state.table.card]
            if not card.options(seat):
                return "looks on"
            return "has chosen" if state.table.pick(seat) is not None else "chooses"
        case _:
            return ""


def _now_lines(state: State, waited: int) -> Iterable[str]:
    rules = state.game.rules
    if state.over is not None:
        yield f"Play is over: {w.over_words(state.game, state.over.reason)}."
        return
    if state.table is not None:
        card = state.game.cards[state.table.card]
        asked = len(card.choices)
        chosen = sum(1 for seat, _ in card.choices if state.table.pick(seat) is not None)
        yield f"card on the table: {w.plain(card.title)}"
        if asked:
            yield f"choices in {chosen} of {asked}"
        if state.step is not Step.INJECT:
            yield "going on closes this card first"
    if state.step is Step.DEMANDS:
        asked = sum(1 for demander in rules.answering.demanders if demander.seat is not None)
        yield f"demands in {len(state.demands)} of {asked}"
    for made in state.demands if state.published else ():
        if made.demand is not None:
            backed = ", backed" if made.backed else ""
            yield f"{rules.demander(made.demander).name} demands: {rules.demand(made.demand).name}{backed}"
    if state.step is Step.ORDERS:
        sealed = sum(1 for seat in rules.seats if state.sheet(seat).sealed)
        yield f"sheets sealed {sealed} of {len(rules.seats)}"
    open_deals = sum(1 for deal in state.deals if deal.signed is None)
    if open_deals:
        yield f"{open_deals} offers wait for an answer" if open_deals > 1 else "1 offer waits for an answer"
    if waited:
        yield f"the table waits for {waited}"


def coming(state: State) -> tuple[Coming, ...]:
    """The cards as they lie: for each deck the next that can come up, what is due by a chain, then the rest."""
    return tuple(_coming(state, control_view(state)))


def _coming(state: State, seen: ControlView) -> Iterable[Coming]:
    def one(id: CardId, how: str, is_next: bool = False, is_aside: bool = False) -> Coming:
        card = state.game.cards[id]
        return Coming(id, w.plain(card.title), how, _asks(state.game, card), is_next, is_aside)

    for queue in seen.queues:
        if queue.next_up is not None:
            yield one(queue.next_up, "next", is_next=True)
    for id, turn in seen.chained:
        yield one(id, f"by a chain in turn {turn}")
    for id in seen.aside:
        yield one(id, "held: it comes when you bring it in", is_aside=True)
    for queue in seen.queues:
        place = 1 if queue.next_up is not None else 0
        for queued in queue.cards:
            if queued.card == queue.next_up:
                continue
            place += queued.could_come
            yield one(queued.card, f"{_nth(place)} in its deck" if queued.could_come else "its time has not come")


def _nth(place: int) -> str:
    if place <= 3:
        return ("first", "second", "third")[place - 1]
    end = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{place}{end}"


def _asks(game: Game, card: Card) -> str:
    if card.private_to is not None:
        return f"for {'you' if card.private_to == CONTROL else w.seat_name(game, card.private_to)} alone"
    return f"asks {w.joined(w.seat_name(game, seat) for seat, _ in card.choices)}"


def _needs(state: State, seen: ControlView, timed: Sequence[Timed], now: int) -> Iterable[Need]:
    """What waits for control, the oldest request first, then arguments, then rulings on what comes up now."""
    asked_at = {fact.request: at for at, fact in timed if isinstance(fact, f.Requested)}
    for request in sorted(seen.requests, key=lambda one: asked_at.get(one.id, 0)):
        yield _request(request, max(0, now - asked_at.get(request.id, now)) // MINUTE)
    for argument in seen.arguments:
        if state.opened or argument.action is not None:
            yield _argument(state, argument)
    for seat, order in orders_ahead(state):
        handled = state.room.handling(order.action, order.target)
        as_printed = handled.method is Method.DICE and not handled.shift
        if as_printed and state.game.rules.actions[order.action].kind is ActionKind.SEMI:
            words = w.action_words(state.game, order.action, order.target)
            yield Need("ruling", order_key(order), f"{seat}  {words}", "you may shift what it needs", 0)


def _request(request: OpenRequest, minutes: int) -> Need:
    return Need("request", request.id, f"{request.seat} asks", w.plain(request.text), minutes)


def _argument(state: State, argument: Argument) -> Need:
    unrated = sum(1 for reason in argument.reasons if reason.strength is None)
    todo = []
    if argument.secret and not cons_of(argument):
        todo.append("object to it")
    if unrated:
        todo.append(f"{unrated} to rate")
    if argument.shifts is None and argument.action is None:
        todo.append("name what it does")
    if argument.asked:
        todo.append(f"{len(argument.estimates)} of {len(state.game.rules.seats)} have estimated")
    how = "whispers" if argument.secret else f"again, {argument.project}" if argument.project is not None else "argues"
    title = f"{argument.seat} {how}: {w.plain(argument.claim)}"
    return Need("argument", argument.id, title, ", ".join(todo) or "settle it", 0)


def orders_ahead(state: State) -> Iterable[tuple[SeatId, PlacedOrder]]:
    """The orders on opened sheets that have not been resolved yet, in the order they will be."""
    if state.step is not Step.ADJUDICATE:
        return
    phases = [phase.id for phase in state.game.rules.phases]
    for place, phase in enumerate(phases):
        if place < state.phase:
            continue
        for seat in state.initiative():
            for order in state.sheet(seat).orders:
                if order.action in state.game.rules.actions and state.game.rules.actions[order.action].phase == phase:
                    yield seat, order


def roll_words(state: State, name: str) -> str:
    """What a roll of this name needs and how likely that is, to be said before the dice; empty where it is unknown."""
    for _, order in orders_ahead(state):
        play, shift = state.play_of(order), state.room.handling(order.action, order.target).shift
        found = odds(state.game, perceive(state, CONTROL), play, shift) if play.roll_name == name else None
        if found is not None and found.need is not None:
            return f"It needs {found.need}: {found.chance} percent, {found.words}."
    claim = next((one for one in state.room.arguments if roll_name(one.id) == name), None)
    if claim is None:
        return ""
    rated = argument_odds(claim)
    return f"It needs {rated.need}: {rated.chance} percent, {rated.words}."


def order_key(order: PlacedOrder) -> str:
    """An order as one word: `KYI-STR @sw_shahed`."""
    return f"{order.action} @{order.target}" if order.target is not None else str(order.action)
