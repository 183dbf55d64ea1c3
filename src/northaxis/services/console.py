"""What control sees of a hosted table at one moment: the seats, what is wanted now, what comes next. Plain data.

For control alone: it names who owes what and what is written on open and closed sheets, which no seat is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from northaxis.domain import facts as f
from northaxis.domain.facts import Fact, Step
from northaxis.domain.holding import orders_allowed
from northaxis.domain.ids import CardId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.room import Argument, OpenRequest
from northaxis.domain.ruleset import ActionKind, Card
from northaxis.domain.state import PlacedOrder, State
from northaxis.services import wording as w
from northaxis.services.lobby import Kind, Presence

MINUTE = 60_000
QUIET = 4
"""Minutes without a sign of life after which a person's seat counts as quiet."""

Timed = tuple[int, Fact]
"""A fact and when it was stored (milliseconds)."""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat in the console. `quiet` is in minutes; `owes` says in words what the table waits for, or is empty."""

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
    """Everything on control's console at one moment."""

    seats: tuple[SeatLine, ...]
    now: tuple[str, ...]
    coming: tuple[Coming, ...]
    needs: tuple[Need, ...]
    owed: int
    tokens: int
    held: str


def console_of(
    state: State, timed: Sequence[Timed], presence: Iterable[Presence], now: int, tokens: int, held: str
) -> Console:
    """The console for a state and the times of its facts; `tokens` are the override tokens left."""
    here = _here(presence)
    waited = frozenset(owing(state))
    last = _last_signs(timed)
    seats = tuple(_seat_line(state, seat, here.get(seat, 0), seat in waited, last, now) for seat in _order(state))
    return Console(
        seats=seats,
        now=tuple(_now_lines(state, len(waited))),
        coming=tuple(coming(state)),
        needs=tuple(needs(state, timed, now)),
        owed=len(waited),
        tokens=tokens,
        held=held,
    )


def _order(state: State) -> tuple[SeatId, ...]:
    return tuple(state.game.rules.seats)


def _here(presence: Iterable[Presence]) -> Mapping[SeatId, int]:
    found: dict[SeatId, int] = {}
    for one in presence:
        if one.is_here and one.chair.kind is Kind.SEAT:
            found[one.chair.seat] = found.get(one.chair.seat, 0) + 1
    return found


def _last_signs(timed: Iterable[Timed]) -> Mapping[SeatId, int]:
    """When each seat last did something that became a fact."""
    return {fact.seat: at for at, fact in timed if isinstance(fact, SIGNS)}


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


def _seat_line(state: State, seat: SeatId, here: int, owes: bool, last: Mapping[SeatId, int], now: int) -> SeatLine:
    holder = state.holders.get(seat)
    is_bot = holder is not None and holder.level is not None
    if holder is None:
        who = "nobody"
    elif holder.level is not None:
        who = f"bot {holder.level}"
    else:
        who = holder.name
    quiet = (now - last[seat]) // MINUTE if seat in last and not is_bot else 0
    wanted = _owed(state, seat) if owes else ""
    name = w.seat_name(state.game, seat)
    return SeatLine(seat, name, who, here, is_bot, _status(state, seat), wanted, max(0, quiet))


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


def _owed(state: State, seat: SeatId) -> str:
    if state.step is Step.DEMANDS:
        return "its demand"
    return "its choice" if state.table is not None else "its sheet"


def _now_lines(state: State, waited: int) -> Iterable[str]:
    rules = state.game.rules
    if state.over is not None:
        yield f"Play is over: {w.over_words(state.game, state.over.reason)}."
        return
    if state.step is Step.SETUP:
        yield "before turn 1: s what to read aloud"
        yield "d the dials, l links for everybody"
        yield "p starts the clock, space the first card"
    if state.table is not None:
        card = state.game.cards[state.table.card]
        asked = len(card.choices)
        chosen = asked - sum(1 for seat, _ in card.choices if state.table.pick(seat) is None)
        yield f"card on the table: {card.title}"
        if asked:
            yield f"choices in {chosen} of {asked}"
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


def coming(state: State) -> Iterable[Coming]:
    """The cards as they lie: for each deck the next that can come up, what is due by a chain, then the rest."""
    game = state.game
    nexts: list[CardId] = []
    for deck in game.scenario.decks:
        found = next((c for c in state.decks.get(deck, ()) if game.cards[c].condition.holds(state.board)), None)
        if found is not None:
            nexts.append(found)
            yield Coming(found, game.cards[found].title, "next", _asks(game.cards[found]), is_next=True)
    for id, turn in state.chained:
        yield Coming(id, game.cards[id].title, f"by a chain in turn {turn}", _asks(game.cards[id]))
    for id in state.room.aside:
        yield Coming(id, game.cards[id].title, "set aside", _asks(game.cards[id]), is_aside=True)
    for deck in game.scenario.decks:
        for place, id in enumerate(c for c in state.decks.get(deck, ()) if c not in nexts):
            card = game.cards[id]
            can = card.condition.holds(state.board)
            how = f"{place + 2}. in its deck" if can else "waits until its time has come"
            yield Coming(id, card.title, how, _asks(card))


def _asks(card: Card) -> str:
    asked = ", ".join(seat for seat, _ in card.choices)
    hidden = f" private to {card.private_to}" if card.private_to is not None else ""
    return (f"asks {asked}" if asked else "asks nobody") + hidden


def needs(state: State, timed: Sequence[Timed], now: int) -> Iterable[Need]:
    """What waits for control, the oldest request first, then arguments, then rulings on what comes up now."""
    asked_at = {fact.request: at for at, fact in timed if isinstance(fact, f.Requested)}
    waiting = [one for one in state.room.requests if one.status == "open"]
    for request in sorted(waiting, key=lambda one: asked_at.get(one.id, 0)):
        yield _request(state, request, (now - asked_at.get(request.id, now)) // MINUTE)
    for argument in state.room.arguments:
        if argument.settled is None and (state.opened or argument.action is not None):
            yield _argument(state, argument)
    for seat, order in orders_ahead(state):
        action = state.game.rules.actions[order.action]
        if action.kind is ActionKind.SEMI:
            words = w.action_words(state.game, order.action, order.target)
            yield Need("ruling", order_key(order), f"{seat}  {words}", "control may shift what it needs", 0)


def _request(state: State, request: OpenRequest, minutes: int) -> Need:
    return Need("request", request.id, f"{request.seat} asks", request.text, minutes)


def _argument(state: State, argument: Argument) -> Need:
    unrated = sum(1 for reason in argument.reasons if reason.strength is None)
    todo = []
    if unrated:
        todo.append(f"{unrated} to rate")
    if argument.shifts is None and argument.action is None:
        todo.append("name what it does")
    return Need("argument", argument.id, f"{argument.seat} argues: {argument.claim}", ", ".join(todo) or "settle it", 0)


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


def order_key(order: PlacedOrder) -> str:
    """An order as one word: `KYI-STR @sw_shahed`."""
    return f"{order.action} @{order.target}" if order.target is not None else str(order.action)
