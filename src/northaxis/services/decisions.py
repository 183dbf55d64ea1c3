"""The key decisions of a game: what each choice did to the index, and what other choices would have come to with the
same dice and everyone else unchanged. Control's alone while secrets last: a what-if reads the whole record.

A choice is tried out in the order of its swing, so that a bounded number of tries finds what mattered. What several
choices would have come to alike is told once, with the choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain import control_orders as co, facts as f, orders as o
from northaxis.domain.control_facts import Method
from northaxis.domain.dice import Pair, ways
from northaxis.domain.facts import CauseKind, Fact
from northaxis.domain.ids import CONTROL, ArgumentId, PassageId, SeatId
from northaxis.domain.ledger import BORN_OF_OTHERS, Ledger, Line
from northaxis.domain.legal import legal_orders
from northaxis.domain.methods import roll_name
from northaxis.domain.orders import Order, to_text
from northaxis.domain.ruleset import Game
from northaxis.domain.scoring import standing
from northaxis.domain.state import State
from northaxis.services import wording as w
from northaxis.services.what_if import Record, Recorded, Replayed

SHOWN = 5
"""Decisions that a report tells of."""

MOST_EFFORT = 1_200
"""Turns that are played again, at most, to find them; about ten milliseconds each."""

GREAT = 4
"""A change of the index at the end that makes a decision a key one."""

WITHIN = 2
"""Turns behind a choice in which its swing is counted."""


class Label(StrEnum):
    """What a key decision was for the seat that took it."""

    DECISIVE = "decisive"
    MISSED = "missed chance"
    BAD_LUCK = "bad luck"


@dataclass(frozen=True, slots=True)
class Node:
    """A choice that a seat made, and the index points that go back to it."""

    recorded: Recorded
    swing: int

    @property
    def seat(self) -> SeatId:
        """Whose choice it was."""
        return self.recorded.order.seat

    @property
    def turn(self) -> int:
        """When."""
        return self.recorded.turn


@dataclass(frozen=True, slots=True)
class Comparison:
    """Another choice in a node's place (None: none at all) and the game it led to."""

    instead: Order | None
    index: tuple[int, int]
    ends: tuple[str, str]
    """How play ended, as a reason; empty while it goes on."""
    turns: tuple[int, int]
    crossed: tuple[SeatId, ...]
    """Seats that reached their bar in one of the two games only."""
    reach: tuple[SeatId, ...]
    """Those of them that reach it in the other game."""
    margin: tuple[int, int]
    """The owner's score less its bar."""
    void: int
    """Recorded orders of seats that are no longer possible in the other game."""
    lapsed: tuple[Recorded, ...]
    """What control did that no longer fits there."""
    checks: tuple[tuple[int, ...], tuple[int, ...]]
    """The turns in which the regime was tested."""

    @property
    def is_key(self) -> bool:
        """Whether it makes its node a key decision."""
        return bool(self.ends[0] != self.ends[1] or self.crossed or abs(self.index[1] - self.index[0]) >= GREAT)

    @property
    def outcome(self) -> tuple[object, ...]:
        """What the other game is told by: its end, the bars crossed, the tests, whether the index is higher; where all
        these are as they were, the index.
        """
        is_same = self.ends[0] == self.ends[1] and self.turns[0] == self.turns[1] and not self.crossed
        is_same = is_same and self.tests_gone == self.tests_new == ()
        by = self.index[1] - self.index[0]
        told = (self.ends[1], self.turns[1], self.crossed, self.reach, self.tests_gone, self.tests_new)
        return (*told, by if is_same else (by > 0) - (by < 0))

    @property
    def tests_gone(self) -> tuple[int, ...]:
        """The turns in which the regime was tested in the recorded game alone."""
        return tuple(turn for turn in self.checks[0] if turn not in self.checks[1])

    @property
    def tests_new(self) -> tuple[int, ...]:
        """Those in the other game alone."""
        return tuple(turn for turn in self.checks[1] if turn not in self.checks[0])

    @property
    def weight(self) -> tuple[int, int, int]:
        """What ranks it: end changed, bars crossed, points."""
        return self.ends[0] != self.ends[1], len(self.crossed), abs(self.index[1] - self.index[0])


@dataclass(frozen=True, slots=True)
class Alike:
    """Another choice that would have led to the same, or that the same alternative could have replaced."""

    node: Node
    against: Comparison
    words: str
    is_same: bool
    """Whether it would have led to the same; otherwise it is the same alternative in another place."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A key decision with the alternative that would have changed most, and those that belong to it."""

    node: Node
    against: Comparison
    label: Label
    words: str
    cites: tuple[PassageId, ...]
    alike: tuple[Alike, ...] = ()
    better: str = ""
    """Of a missed chance: the choice that promised its own seat most, where that is another one."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was found and how thoroughly: choices made, choices tried out, alternatives played."""

    decisions: tuple[Decision, ...]
    made: int
    tried: int
    played: int
    upto: int
    """The last turn that was compared: the end of play, or the last whole turn so far."""
    is_over: bool
    is_exact: bool
    """Whether the record plays again as it was; if not, choices are held against the game as it plays again."""

    @property
    def is_whole(self) -> bool:
        """Whether every choice was tried out."""
        return self.tried == self.made


def key_decisions(game: Game, facts: Sequence[Fact], most_effort: int = MOST_EFFORT) -> Search:
    """Find the key decisions of a journal. Deterministic; `most_effort` bounds the turns played again."""
    record = Record.of(game, facts)
    is_over = record.end.over is not None
    nodes = _nodes(record, facts)
    found: list[tuple[Node, Comparison]] = []
    effort, tried, played = 0, 0, 0
    for node in nodes:
        if effort >= most_effort:
            break
        tried += 1
        best: Comparison | None = None
        base = None if record.is_exact else _replayed(record, node, node.recorded.order)
        for instead, replayed in _tries(record, node):
            effort, played = effort + 1 + replayed.effort, played + 1
            made = compare(record, node, instead, replayed, base)
            if made.is_key and (best is None or made.weight > best.weight):
                best = made
        if best is not None:
            found.append((node, best))
    found.sort(key=lambda each: (*(-int(part) for part in each[1].weight), -each[0].swing, each[0].recorded.place))
    decisions = tuple(_told(record, group) for group in grouped(found)[:SHOWN])
    return Search(decisions, len(nodes), tried, played, record.horizon, is_over, record.is_exact)


Found = tuple[Node, Comparison]


def grouped(found: Iterable[Found]) -> list[list[Found]]:
    """What was found, each alternative and what it would have come to once, the first of each group leading it."""
    groups: list[list[Found]] = []
    for node, against in found:
        same = (group for group in groups if _belongs(group[0], node, against))
        if (group := next(same, None)) is not None:
            group.append((node, against))
        else:
            groups.append([(node, against)])
    return groups


def _belongs(lead: Found, node: Node, against: Comparison) -> bool:
    is_same_choice = lead[0].turn == node.turn and lead[1].instead == against.instead is not None
    return is_same_choice or lead[1].outcome == against.outcome


# --- choices ------------------------------------------------------------------------------------------------------


def _nodes(record: Record, facts: Sequence[Fact]) -> list[Node]:
    """The choices that stood, the largest swing first."""
    swings = _swings(record.game, facts)
    last: dict[object, Recorded] = {}
    for recorded in record.orders:
        if recorded.turn > record.horizon:
            continue
        key, act = (recorded.turn, recorded.order.seat), recorded.order.act
        match act:
            case o.Answer(demander=demander):
                last[key, demander] = recorded
            case o.MakeDemand() | o.PickOption():
                last[key, act] = recorded
            case o.Place(action=action):
                last[key, action] = recorded
            case o.Withdraw(action=action):
                last.pop((key, action), None)
            case o.Argue() | co.Pursue():
                last[key, "argument"] = recorded
            case o.SettleArgument(method=Method.DROPPED) if recorded.order.seat != CONTROL:
                last.pop((key, "argument"), None)
            case _:
                pass
    nodes = [Node(recorded, swings.get(_credit(record.game, recorded), 0)) for recorded in last.values()]
    return sorted(nodes, key=lambda node: (-node.swing, node.recorded.place))


Credit = tuple[CauseKind, str, SeatId | None, int]
"""Kind, id, seat and turn of a first cause."""


def _credit(game: Game, recorded: Recorded) -> Credit:
    """What a choice is called in the ledger."""
    act, seat, turn = recorded.order.act, recorded.order.seat, recorded.turn
    match act:
        case o.Answer(demander=demander, response=response):
            made = recorded.state.made(demander)
            key = game.rules.answering.responses[response].key
            return CauseKind.RESPONSE, f"{made.demand if made else ''}.{key}", seat, turn
        case o.MakeDemand(demand=demand):
            return CauseKind.DEMAND, demand, seat, turn
        case o.Place(action=action):
            return CauseKind.ACTION, action, seat, turn
        case o.PickOption(card=card):
            return CauseKind.CARD, card, seat, turn
        case o.Argue() | co.Pursue():
            return CauseKind.ARGUMENT, argument_id(recorded), seat, turn
        case _:
            return CauseKind.RULING, "", seat, turn


def argument_id(recorded: Recorded) -> ArgumentId:
    """What the argument that a seat opened is called."""
    return ArgumentId(f"T{recorded.turn}-{recorded.order.seat}")


def _swings(game: Game, facts: Sequence[Fact]) -> Mapping[Credit, int]:
    """Index points, whatever their sign, by the first cause they go back to, counted for `WITHIN` turns."""
    ledger = Ledger.of(game, facts)
    sums: dict[Credit, int] = {}
    for line in ledger.since(1).moving():
        root = root_line(ledger, line)
        if root is not None and line.turn <= root.turn + WITHIN:
            cause = root.cause
            key = (cause.kind, cause.id, cause.seat, root.turn)
            sums[key] = sums.get(key, 0) + abs(line.fact.index_delta)
    return sums


def root_line(ledger: Ledger, line: Line) -> Line | None:
    """The line that a line goes back to; None when it is inherited from the start."""
    here: Line | None = line
    while here is not None and here.cause.kind in BORN_OF_OTHERS:
        here = ledger.made_true_by(here)
    return here


# --- tries --------------------------------------------------------------------------------------------------------


def _tries(record: Record, node: Node) -> Iterator[tuple[Order | None, Replayed]]:
    """Every alternative that was legal then, with the game it leads to."""
    for instead in alternatives(node):
        replayed = _replayed(record, node, instead)
        if replayed is not None:
            yield instead, replayed


def alternatives(node: Node) -> tuple[Order | None, ...]:
    """What could have been chosen in a node's place; None for no choice at all."""
    given, state = node.recorded.order, node.recorded.state
    legal = [order for order in legal_orders(state, node.seat) if order != given]
    match given.act:
        case o.Answer(demander=demander):
            # an unanswered demand counts as refused, so silence is no further alternative
            return tuple(each for each in legal if isinstance(each.act, o.Answer) and each.act.demander == demander)
        case o.MakeDemand():
            return (*(each for each in legal if isinstance(each.act, o.MakeDemand)), None)
        case o.Place() | o.Argue() | co.Pursue():
            return (*(each for each in legal if isinstance(each.act, o.Place)), None)
        case o.PickOption():
            return tuple(each for each in legal if isinstance(each.act, o.PickOption))
        case _:
            return ()


def _replayed(
    record: Record, node: Node, order: Order | None, forced: Mapping[tuple[int, str], Pair] | None = None
) -> Replayed | None:
    first = () if order is None else (order,)
    return record.replay(node.recorded, first, forced)


def compare(
    record: Record, node: Node, instead: Order | None, replayed: Replayed, base: Replayed | None = None
) -> Comparison:
    """How a game played again differs from the one recorded, or from `base`, the same game played again unchanged."""
    was, now, game = record.end if base is None else base.state, replayed.state, record.game
    scored = game.scenario.scored
    crossed = tuple(seat for seat in scored if _reached(was, seat) != _reached(now, seat))
    turns = (was.turn, now.turn)
    return Comparison(
        instead,
        (was.index, now.index),
        (was.over.reason if was.over else "", now.over.reason if now.over else ""),
        turns,
        crossed,
        tuple(seat for seat in crossed if _reached(now, seat)),
        (_margin(was, node.seat), _margin(now, node.seat)),
        replayed.void,
        replayed.lapsed,
        (_checks(record, node, base), _checks(record, node, replayed)),
    )


def _reached(state: State, seat: SeatId) -> bool:
    """Whether a seat has reached its bar, or would if play ended here; nobody has after a common loss."""
    return _margin(state, seat) >= 0 and not (state.over is not None and state.over.common_loss)


def _margin(state: State, seat: SeatId) -> int:
    found = standing(state.game, seat, state.agendas.get(seat), state.board)
    return found.score - found.bar


def _checks(record: Record, node: Node, replayed: Replayed | None) -> tuple[int, ...]:
    """The turns from the node's on in which the regime was tested."""
    if replayed is None:
        return tuple(turn for turn in record.checks if turn >= node.turn)
    turn, found = node.turn, []
    for fact in replayed.facts:
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        elif isinstance(fact, f.CheckMade):
            found.append(turn)
    return tuple(found)


# --- labels and words ---------------------------------------------------------------------------------------------


def _told(record: Record, group: Sequence[Found]) -> Decision:
    node, against = group[0]
    label, best = judged(record, node)
    is_told = label is not Label.MISSED or best == against.instead
    better = "" if is_told else instead_words(record.game, node, best)
    alike = tuple(_alike(record.game, against, *each) for each in group[1:])
    cites = cites_of(record.game, node.recorded)
    return Decision(node, against, label, sentence(record, node, against), cites, alike, better)


def _alike(game: Game, lead: Comparison, node: Node, against: Comparison) -> Alike:
    """`turn 1, Minsk complied with ... (MD6): with S (stall) instead`, and what else came of it."""
    instead = instead_words(game, node, against.instead)
    chosen = choice_words(game, node.recorded.state, node.recorded.order)
    words = f"turn {node.turn}, {chosen}: {instead[:1].lower()}{instead[1:]}"
    is_same = lead.outcome == against.outcome
    if not is_same:
        words += f" ({'; '.join(_differences(game, against))})"
    return Alike(node, against, words, is_same)


def label_of(record: Record, node: Node) -> Label:
    """What a choice was for its seat (`judged`)."""
    return judged(record, node)[0]


def judged(record: Record, node: Node) -> tuple[Label, Order | None]:
    """What a choice was for its seat, and the other one that promised it most.

    `missed chance` when another choice promised the owner more at the odds of that moment, `bad luck` when none
    did and the dice undid it, else `decisive`.

    At the odds: each choice's own roll weighed by its chances, all other dice as thrown. In 36ths of a score point.
    """
    given = node.recorded.order
    own = _expected(record, node, given)
    others = [(_expected(record, node, instead), instead) for instead in alternatives(node)]
    (best, _), instead = max(others, key=lambda each: each[0][0], default=(own, None))
    if best > own[0]:
        return Label.MISSED, instead
    actual = 36 * _margin(record.end, node.seat)
    if actual < own[0] and any(value > actual for (_, value), _ in others):
        return Label.BAD_LUCK, instead
    return Label.DECISIVE, instead


def _expected(record: Record, node: Node, order: Order | None) -> tuple[int, int]:
    """The owner's margin for a choice, in 36ths: at the odds of its own roll, and as the dice were."""
    replayed = _replayed(record, node, order)
    if replayed is None:
        return -(10**6), -(10**6)
    actual = 36 * _margin(replayed.state, node.seat)
    name = _own_roll(record, node, order)
    rolled = next((x for x in replayed.facts if isinstance(x, f.Rolled) and x.name == name), None)
    if rolled is None or ways(rolled.need) in (0, 36):
        return actual, actual
    forced = (1, 1) if rolled.success else (6, 6)
    other = _replayed(record, node, order, {(node.turn, name): forced})
    if other is None:
        return actual, actual
    otherwise = 36 * _margin(other.state, node.seat)
    chance = ways(rolled.need)
    good, bad = (actual, otherwise) if rolled.success else (otherwise, actual)
    return (good * chance + bad * (36 - chance)) // 36, actual


def _own_roll(record: Record, node: Node, order: Order | None) -> str:
    """What a choice's own dice are called; empty when it throws none."""
    match order:
        case Order(act=o.Place(action=action, target=target)):
            play = record.game.rules.play(action, target)
            return play.roll_name if play is not None else ""
        case Order(act=o.Argue() | co.Pursue()):
            return roll_name(argument_id(node.recorded))
        case _:
            return ""


def sentence(record: Record, node: Node, against: Comparison) -> str:
    """One line: what was chosen, what could have been, and what that changes."""
    game = record.game
    head = f"Turn {node.turn}: {choice_words(game, node.recorded.state, node.recorded.order)}."
    return f"{head} {instead_words(game, node, against.instead)}: {'; '.join(_differences(game, against))}."


def choice_words(game: Game, state: State, order: Order) -> str:
    """`Minsk refused Kyiv, "Show us"`, `Kyiv ordered Strike a launch site (Drone sites)`, and so on."""
    who, act = w.seat_name(game, order.seat), order.act
    match act:
        case o.Answer(demander=demander, response=response):
            made = state.made(demander)
            if made is None or made.demand is None:
                return f"{who} answered nobody"
            return f"{w.answered_words(game, order.seat, made.demand, response)} ({made.demand})"
        case o.MakeDemand(demand=demand, backed=backed):
            return f'{who} demanded "{w.plain(game.rules.demand(demand).name)}"{" and backed it" if backed else ""}'
        case o.Place(action=action, target=target):
            return f"{who} ordered {w.action_words(game, action, target)}"
        case o.PickOption(card=card, option=option):
            text = next((each.text for each in game.cards[card].options(order.seat) if each.id == option), option)
            return f'{who} chose "{w.plain(text).rstrip(".")}" on card {card}, {w.plain(game.cards[card].title)}'
        case co.Pursue(project=project):
            return f"{who} took up project {w.plain(project)} again"
        case o.Argue(claim=claim):
            return f'{who} argued "{w.plain(claim).rstrip(".")}"'
        case _:
            return f"{who}: {to_text(order)}"


def instead_words(game: Game, node: Node, instead: Order | None) -> str:
    """`With "Pay the barracks" instead`."""
    if instead is None:
        return "Without it"
    act = instead.act
    match act:
        case o.Answer(response=response):
            return f"With {game.rules.answering.responses[response].key} ({response}) instead"
        case o.MakeDemand(demand=demand, backed=backed):
            given = node.recorded.order.act
            if isinstance(given, o.MakeDemand) and given.demand == demand:
                return "With the same demand backed" if backed else "With the same demand not backed"
            return f'With "{w.plain(game.rules.demand(demand).name)}"{", backed," if backed else ""} instead'
        case o.Place(action=action, target=target):
            return f"With {w.action_words(game, action, target)} instead"
        case o.PickOption(card=card, option=option):
            text = next((each.text for each in game.cards[card].options(instead.seat) if each.id == option), option)
            return f'With "{w.plain(text).rstrip(".")}" instead'
        case _:
            return f"With {to_text(instead)} instead"


def _differences(game: Game, against: Comparison) -> Iterable[str]:
    was, now = against.index
    yield f"{w.index_name(game)} {was} → {now} at the end" if was != now else f"{w.index_name(game)} {was} as before"
    if against.ends[0] != against.ends[1]:
        yield f"play ends with {_end_words(game, *_at(against, 1))}, not {_end_words(game, *_at(against, 0))}"
    elif against.turns[0] != against.turns[1]:
        yield f"play ends in turn {against.turns[1]}, not {against.turns[0]}"
    gone, new = against.tests_gone, against.tests_new
    check = w.plain(game.rules.check.name).lower()
    if gone and len(gone) <= 3:
        yield f"no {check} on turn {w.joined(map(str, gone))}"
    if new and len(new) <= 3:
        yield f"a {check} on turn {w.joined(map(str, new))}"
    if against.reach:
        yield f"{w.joined(w.seat_name(game, seat) for seat in against.reach)} would reach the bar"
    missing = [seat for seat in against.crossed if seat not in against.reach]
    if missing:
        yield (
            f"{w.joined(w.seat_name(game, seat) for seat in missing)} would miss it"
            if against.reach
            else (f"{w.joined(w.seat_name(game, seat) for seat in missing)} would miss the bar")
        )


def _at(against: Comparison, side: int) -> tuple[str, int]:
    return against.ends[side], against.turns[side]


def _end_words(game: Game, reason: str, turn: int) -> str:
    if not reason:
        return f"nothing decided by turn {turn}"
    if reason == "last turn":
        return "the last turn"
    named = w.over_words(game, reason).partition(".")[0]
    return f"{named} in turn {turn}"


def cites_of(game: Game, recorded: Recorded) -> tuple[PassageId, ...]:
    """The passages that a choice stands on."""
    act = recorded.order.act
    match act:
        case o.Answer(demander=demander):
            made = recorded.state.made(demander)
            return game.rules.demand(made.demand).cites if made and made.demand else ()
        case o.MakeDemand(demand=demand):
            return game.rules.demand(demand).cites
        case o.Place(action=action):
            return game.rules.actions[action].cites
        case o.PickOption(card=card):
            return game.cards[card].cites
        case _:
            return ()
