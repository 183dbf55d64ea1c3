"""The state of a table, and `evolve`: the one way a fact becomes the next state. It never refuses and never rolls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from northaxis.domain import facts as f
from northaxis.domain.actions import Play
from northaxis.domain.control_facts import NamedShift
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import (
    ActionId,
    AgendaId,
    CardId,
    DealId,
    DeckId,
    DemanderId,
    DemandId,
    DialId,
    OptionId,
    QuantityId,
    SeatId,
)
from northaxis.domain.outcomes import Came, came_of, overruled, with_change
from northaxis.domain.quantities import Kind
from northaxis.domain.room import Room, after, next_turn, without_argument
from northaxis.domain.ruleset import Game, Phase
from northaxis.domain.undo import standing_facts
from northaxis.domain.written import narrowed, with_written


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An action on a seat's sheet."""

    action: ActionId
    target: QuantityId | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a seat has written for this turn. Open to nobody else until the sheets are opened."""

    orders: tuple[PlacedOrder, ...] = ()
    answers: tuple[tuple[DemanderId, ResponseKind], ...] = ()
    sealed: bool = False

    def answer(self, demander: DemanderId) -> ResponseKind | None:
        """The answer written for a demander, if any."""
        return dict(self.answers).get(demander)


@dataclass(frozen=True, slots=True)
class CardInPlay:
    """The card on the table and the choices made on it so far."""

    card: CardId
    picks: tuple[tuple[SeatId, OptionId], ...] = ()

    def pick(self, seat: SeatId) -> OptionId | None:
        """What a seat chose, if it has."""
        return dict(self.picks).get(seat)


@dataclass(frozen=True, slots=True)
class MadeDemand:
    """A demander's demand of this turn; None when it made none."""

    demander: DemanderId
    demand: DemandId | None
    backed: bool


@dataclass(frozen=True, slots=True)
class LateEffect:
    """Effects of a play that arrive at the end of turn `due`."""

    seat: SeatId
    action: ActionId
    target: QuantityId | None
    due: int


@dataclass(frozen=True, slots=True)
class Deal:
    """An offer and what became of it: None open, True signed, False declined or withdrawn."""

    id: DealId
    seat: SeatId
    to: SeatId
    public: bool
    terms: tuple[f.Term, ...]
    turn: int
    signed: bool | None = None
    verdicts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sits in a seat; `level` is None for a person."""

    name: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What the seats wrote down for themselves: their confidence cards and their guesses of the dials."""

    before: Mapping[SeatId, tuple[int, ...]] = field(default_factory=dict)
    after: Mapping[SeatId, tuple[int, ...]] = field(default_factory=dict)
    guesses: Mapping[SeatId, Mapping[DialId, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """Everything about a table that a later fact can depend on. Equal states come from equal journals."""

    game: Game = field(compare=False, repr=False)
    board: tuple[int, ...]
    step: Step = Step.SETUP
    phase: int = -1
    """Place of the phase being resolved in the rule set's phases; -1 before the first."""
    holders: Mapping[SeatId, Holder] = field(default_factory=dict)
    dials: Mapping[DialId, str] = field(default_factory=dict)
    agendas: Mapping[SeatId, AgendaId] = field(default_factory=dict)
    decks: Mapping[DeckId, tuple[CardId, ...]] = field(default_factory=dict)
    chained: tuple[tuple[CardId, int], ...] = ()
    drawn: tuple[tuple[DeckId, str], ...] = ()
    """Cards brought up this turn, by deck and how."""
    table: CardInPlay | None = None
    demands: tuple[MadeDemand, ...] = ()
    published: bool = False
    last_demands: Mapping[DemanderId, DemandId] = field(default_factory=dict)
    last_stalls: frozenset[DemanderId] = frozenset()
    """Demanders stalled in the turn before this one (R-5.11)."""
    stalls: frozenset[DemanderId] = frozenset()
    sheets: Mapping[SeatId, Sheet] = field(default_factory=dict)
    opened: bool = False
    spent: Mapping[SeatId, tuple[ActionId, ...]] = field(default_factory=dict)
    """Actions used in the turn before this one: they cannot be used now (R-4.3)."""
    used: Mapping[SeatId, tuple[ActionId, ...]] = field(default_factory=dict)
    sham: QuantityId | None = None
    sham_turn: int = 0
    """The turn in which the live sham, or the last one, began."""
    exposed: int = 0
    """The turn in which the last sham that came out began; 0 when none has."""
    late: tuple[LateEffect, ...] = ()
    standing: tuple[int, ...] | None = None
    """The board that the phase being resolved looks at; None until its first order comes up."""
    came: tuple[Came, ...] = ()
    """What the orders of this turn have come to so far."""
    deals: tuple[Deal, ...] = ()
    over: f.GameOver | None = None
    scores: tuple[f.Scored, ...] = ()
    beliefs: Beliefs = field(default_factory=Beliefs)
    room: Room = field(default_factory=Room)

    @property
    def turn(self) -> int:
        """The turn being played, from 1; 0 before the first."""
        return self.board[self.game.rules.turn]

    @property
    def turns(self) -> int:
        """The scheduled number of turns."""
        return self.board[self.game.rules.turns]

    @property
    def index(self) -> int:
        """The pressure index now."""
        return self.game.rules.index.of(self.board)

    def value(self, name: str) -> int:
        """A quantity by the name conditions use."""
        return self.board[self.game.rules.by_name[name]]

    def sheet(self, seat: SeatId) -> Sheet:
        """The seat's sheet of this turn."""
        return self.sheets.get(seat, _BLANK)

    def made(self, demander: DemanderId) -> MadeDemand | None:
        """What a demander did this turn, if it has."""
        return next((made for made in self.demands if made.demander == demander), None)

    def initiative(self) -> tuple[SeatId, ...]:
        """The seats in this turn's order: the list turned left by one a turn (R-6.5)."""
        order = self.game.rules.initiative
        shift = (self.turn - 1) % len(order)
        return order[shift:] + order[:shift]

    def current_phase(self) -> Phase | None:
        """The phase being resolved, or None before the first."""
        return self.game.rules.phases[self.phase] if self.phase >= 0 else None

    def play_of(self, order: PlacedOrder) -> Play:
        """The bound action behind an order on a sheet."""
        play = self.game.rules.play(order.action, order.target)
        assert play is not None
        return play


_BLANK = Sheet()

FREE = "free"
"""The id of the cause under which control grants a free effect (R-9.7)."""


def blank(game: Game) -> State:
    """A table before its first fact: every quantity at nought (or the nearest its range allows)."""
    return State(game=game, board=tuple(quantity.clamp(0) for quantity in game.rules.quantities))


def _with(state: State, **changes: object) -> State:
    """`dataclasses.replace` for the one value that is copied at every fact: the same in a quarter of the time."""
    copy = object.__new__(State)
    copy.__dict__.update(state.__dict__)
    copy.__dict__.update(changes)
    return copy


def fold(game: Game, facts: Iterable[Fact]) -> State:
    """The state that a journal's facts lead to."""
    state = blank(game)
    for fact in standing_facts(facts):
        state = evolve(state, fact)
    return state


def evolve(state: State, fact: Fact) -> State:
    """The state after a fact. A step back leaves it alone: the way back is in the journal (`course`, `fold`)."""
    match fact:
        case f.Changed():
            return _changed(state, fact)
        case f.SeatHeld(seat=seat, holder=name, level=level):
            return _with(state, holders={**state.holders, seat: Holder(name, level)})
        case f.DialTurned(dial=dial, setting=setting):
            return _with(state, dials={**state.dials, dial: setting})
        case f.AgendaDealt(seat=seat, agenda=agenda):
            return _with(state, agendas={**state.agendas, seat: agenda})
        case f.DeckStacked(deck=deck, cards=cards):
            return _with(state, decks={**state.decks, deck: cards})
        case f.TurnBegan(turn=turn):
            return _turn_began(state, turn)
        case f.StepBegan(step=step):
            return _with(state, step=step, table=None, phase=-1, standing=None)
        case f.PhaseBegan(phase=phase):
            return _with(state, phase=[p.id for p in state.game.rules.phases].index(phase), standing=None)
        case f.CardDrawn():
            return _card_drawn(state, fact)
        case f.DeckEmpty(deck=deck):
            return _with(state, drawn=(*state.drawn, (deck, "drawn")))
        case f.OptionPicked(seat=seat, option=option):
            assert state.table is not None
            return _with(state, table=replace(state.table, picks=(*state.table.picks, (seat, option))))
        case f.CardClosed():
            return _with(state, table=None)
        case f.CardChained(card=card, turn=turn):
            return _with(state, chained=(*state.chained, (card, turn)))
        case f.DemandMade(demander=demander, demand=demand, backed=backed):
            return _with(state, demands=_in_order(state, MadeDemand(demander, demand, backed)))
        case f.DemandsPublished():
            named = {made.demander: made.demand for made in state.demands if made.demand is not None}
            return _with(state, published=True, last_demands=named)
        case f.OrderPlaced(seat=seat, action=action, target=target):
            return _write(
                state, seat, lambda sheet: replace(sheet, orders=(*sheet.orders, PlacedOrder(action, target)))
            )
        case f.OrderWithdrawn(seat=seat, action=action, target=target):
            gone = PlacedOrder(action, target)
            return _write(state, seat, lambda s: replace(s, orders=tuple(o for o in s.orders if o != gone)))
        case f.AnswerGiven(seat=seat, demander=demander, response=response):
            return _write(state, seat, lambda s: replace(s, answers=_with_answer(state, s, demander, response)))
        case f.SheetSealed(seat=seat):
            return _write(state, seat, lambda sheet: replace(sheet, sealed=True))
        case f.SheetsOpened():
            return _sheets_opened(state)
        case f.Answered(demander=demander, response=response):
            return _with(state, stalls=state.stalls | {demander}) if response is ResponseKind.STALL else state
        case f.ShamStarted(switch=switch):
            return _with(state, sham=switch, sham_turn=state.turn)
        case f.ShamEnded(exposed=exposed):
            return _with(state, sham=None, exposed=state.sham_turn if exposed else state.exposed)
        case f.LateQueued(seat=seat, action=action, target=target, due=due):
            return _with(state, late=(*state.late, LateEffect(seat, action, target, due)))
        case f.LateArrived(seat=seat, action=action, target=target):
            return _with(state, late=_without_first(state.late, seat, action, target))
        case f.FlagsTicked(flags=flags):
            return _flags_ticked(state, flags)
        case f.GameOver():
            return _with(state, over=fact, step=Step.OVER, table=None)
        case f.Scored():
            return _with(state, scores=(*state.scores, fact))
        case f.DealOffered(deal=deal, seat=seat, to=to, public=public, terms=terms):
            return _with(state, deals=(*state.deals, Deal(deal, seat, to, public, terms, state.turn)))
        case f.DealAnswered(deal=deal, signed=signed):
            return _on_deal(state, deal, lambda d: replace(d, signed=signed))
        case f.TermJudged(deal=deal, term=term, verdict=verdict):
            return _on_deal(state, deal, lambda d: replace(d, verdicts=(*d.verdicts, (term, verdict))))
        case f.CardWritten():
            return _with(state, game=with_written(state.game, fact))
        case f.CardSetAside(card=card):
            return _with(state, decks=_without_card(state, card), room=after(state.room, fact, state.turn))
        case f.CardBack(card=card):
            deck = state.game.cards[card].deck
            decks = {**state.decks, deck: (card, *state.decks.get(deck, ()))}
            return _with(state, decks=decks, room=after(state.room, fact, state.turn))
        case f.Marked() | f.Guessed():
            return _with(state, beliefs=_written_down(state.beliefs, fact))
        case f.OrderVoided() | f.Rolled(cause=f.Cause(kind=f.CauseKind.ACTION)):
            return state if state.standing is not None else _with(state, standing=state.board)
        case f.OrderResolved():
            standing = state.standing or state.board
            return _with(state, standing=standing, came=(*state.came, came_of(fact, standing)))
        case f.OrderRuledOut(seat=seat, action=action, target=target):
            return _ruled_out(state, seat, PlacedOrder(action, target))
        case f.OrderOverruled():
            return _overruled(state, fact)
        case f.ArgumentSettled(argument=id) if not state.opened:
            return _with(state, room=without_argument(state.room, id))
        case f.Opened() | f.Rolled() | f.CheckMade() | f.RuleCame() | f.Said() | f.Reasoned():
            return state
        case _:
            return _with(state, room=after(state.room, fact, state.turn))


def _changed(state: State, fact: f.Changed) -> State:
    index = state.game.rules.by_name[fact.quantity]
    board = list(state.board)
    board[index] = fact.after
    if fact.cause.kind is f.CauseKind.RULING and fact.cause.id == FREE:
        granted = (*state.room.granted, NamedShift(fact.quantity, fact.asked))
        return _with(state, board=tuple(board), room=replace(state.room, granted=granted))
    if not state.came or fact.cause.seat is None:
        return _with(state, board=tuple(board))
    return _with(state, board=tuple(board), came=with_change(state.came, fact, _counted(state, fact)))


def _counted(state: State, fact: f.Changed) -> QuantityId | None:
    """The counter that the action behind a change raises whatever comes of it."""
    action = state.game.rules.actions.get(ActionId(fact.cause.id))
    counts = action.counts if action is not None else None
    return state.game.rules.quantities[counts].id if counts is not None else None


def _ruled_out(state: State, seat: SeatId, gone: PlacedOrder) -> State:
    """An order ruled out of role was never given: it is off the sheet, and can be given in the next turn (R-9.8)."""
    used = tuple(action for action in state.used.get(seat, ()) if action != gone.action)
    state = _with(state, used={**state.used, seat: used})
    return _write(state, seat, lambda s: replace(s, orders=tuple(order for order in s.orders if order != gone)))


def _overruled(state: State, fact: f.OrderOverruled) -> State:
    """Another outcome; what the first one had under way does not arrive."""
    late, play = state.late, state.game.rules.play(fact.action, fact.target)
    if play is not None and play.late is not None:
        queued = LateEffect(fact.seat, fact.action, fact.target, state.turn + play.late.turns)
        late = tuple(one for one in late if one != queued)
    return _with(state, came=overruled(state.came, fact.action, fact.success), late=late)


def _turn_began(state: State, turn: int) -> State:
    board = list(state.board)
    board[state.game.rules.turn] = turn
    return _with(
        state,
        board=tuple(board),
        drawn=(),
        demands=(),
        published=False,
        sheets={},
        opened=False,
        spent=state.used,
        used={},
        standing=None,
        came=(),
        last_stalls=state.stalls,
        stalls=frozenset(),
        room=next_turn(state.room),
    )


def _in_order(state: State, made: MadeDemand) -> tuple[MadeDemand, ...]:
    """The demands in the rules' order, whoever was first."""
    order = [demander.id for demander in state.game.rules.answering.demanders]
    return tuple(sorted((*state.demands, made), key=lambda one: order.index(one.demander)))


def _card_drawn(state: State, fact: f.CardDrawn) -> State:
    if fact.is_inject:
        aside = tuple(card for card in state.room.aside if card != fact.card)
        game, room = narrowed(state.game, fact.card, fact.to), replace(state.room, aside=aside)
        state = _with(state, game=game, room=room)
    return _with(
        state,
        decks=_without_card(state, fact.card),
        chained=tuple(entry for entry in state.chained if entry[0] != fact.card),
        drawn=(*state.drawn, (fact.deck, fact.how)),
        table=CardInPlay(fact.card),
    )


def _without_card(state: State, card: CardId) -> dict[DeckId, tuple[CardId, ...]]:
    return {deck: tuple(each for each in cards if each != card) for deck, cards in state.decks.items()}


def _write(state: State, seat: SeatId, change: Callable[[Sheet], Sheet]) -> State:
    return _with(state, sheets={**state.sheets, seat: change(state.sheet(seat))})


def _with_answer(
    state: State, sheet: Sheet, demander: DemanderId, response: ResponseKind
) -> tuple[tuple[DemanderId, ResponseKind], ...]:
    answers = {**dict(sheet.answers), demander: response}
    return tuple((d.id, answers[d.id]) for d in state.game.rules.answering.demanders if d.id in answers)


def _sheets_opened(state: State) -> State:
    used = {seat: tuple(order.action for order in sheet.orders) for seat, sheet in state.sheets.items() if sheet.orders}
    return _with(state, opened=True, used=used)


def _without_first(
    late: tuple[LateEffect, ...], seat: SeatId, action: ActionId, target: QuantityId | None
) -> tuple[LateEffect, ...]:
    for place, effect in enumerate(late):
        if (effect.seat, effect.action, effect.target) == (seat, action, target):
            return late[:place] + late[place + 1 :]
    return late


def _flags_ticked(state: State, flags: tuple[QuantityId, ...]) -> State:
    board = list(state.board)
    for name in flags:
        board[state.game.rules.by_name[name]] -= 1
    return _with(state, board=tuple(board))


def _written_down(beliefs: Beliefs, fact: f.Marked | f.Guessed) -> Beliefs:
    seat = fact.seat
    match fact:
        case f.Guessed(dial=dial, setting=setting):
            own = {**beliefs.guesses.get(seat, {}), dial: setting}
            return replace(beliefs, guesses={**beliefs.guesses, seat: own})
        case f.Marked(when="before", marks=marks):
            return replace(beliefs, before={**beliefs.before, seat: marks})
        case _:
            return replace(beliefs, after={**beliefs.after, seat: fact.marks})


def _on_deal(state: State, id: DealId, change: Callable[[Deal], Deal]) -> State:
    return _with(state, deals=tuple(change(deal) if deal.id == id else deal for deal in state.deals))


def start_board(game: Game) -> tuple[int, ...]:
    """Where every quantity stands as turn 1 opens, variants laid over (before dials and income)."""
    board = [quantity.start for quantity in game.rules.quantities]
    board[game.rules.turn] = 0
    board[game.rules.turns] = game.scenario.turns
    for variant in game.variants:
        for index, value in (*variant.starts, *variant.flags):
            board[index] = value
    return tuple(board)


def flags_running(state: State) -> tuple[QuantityId, ...]:
    """Flags that will lose a turn at this turn's end."""
    return tuple(q.id for q in state.game.rules.quantities if q.kind is Kind.FLAG and state.board[q.index] > 0)
