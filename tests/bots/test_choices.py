"""What bots do at a table: legal, repeatable, blind to what they may not see, and silent about what they know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from tests.bots.games import game, opened, play_out

from northaxis.bots import reasons
from northaxis.bots.choose import PASSIVE, RANDOM, Choice, choose
from northaxis.bots.mind import mind_of
from northaxis.domain.adjudicate import play
from northaxis.domain.demands import ResponseKind
from northaxis.domain.dice import Dice, ScriptedDice, SeededDice
from northaxis.domain.facts import OrderPlaced, Step
from northaxis.domain.ids import AgendaId, LevelId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, Answer, MakeDemand, Place, Seal
from northaxis.domain.quantities import EVERYONE, Kind, band_of
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import Sheet, State
from northaxis.domain.views import SeatView, view

CADET, STAFF, PRINCIPAL = LevelId("cadet"), LevelId("staff"), LevelId("principal")
MINDED = (CADET, STAFF, PRINCIPAL)
LEVELS = (*MINDED, RANDOM, PASSIVE)
DICE = SeededDice("bots")


@cache
def moments(name: str, seed: str, level: LevelId) -> tuple[tuple[State, SeatId], ...]:
    """Every moment of a game at which a seat is asked, with the seat that then moved."""
    found, (_, state, dice) = [], opened(game(name), seed)
    while state.over is None:
        order = GO_ON
        for seat in owing(state):
            choice = choose(state.game, view(state, seat), level, dice)
            if choice is not None:
                found.append((state, seat))
                order = choice.order
                break
        state = play(state, order, dice).state
    return tuple(found)


def chosen(state: State, seat: SeatId, level: LevelId, dice: Dice = DICE) -> Choice:
    choice = choose(state.game, view(state, seat), level, dice)
    assert choice is not None
    return choice


@pytest.mark.parametrize("level", LEVELS)
def test_every_choice_is_a_legal_order_with_a_reason(level: LevelId) -> None:
    for state, seat in moments("S3", "legal", level):
        choice = chosen(state, seat, level)
        assert choice.order in view(state, seat).legal
        assert isinstance(play(state, choice.order, DICE).ruling, Upheld)
        assert choice.reason.strip()
        assert "\n" not in choice.reason


@pytest.mark.parametrize("name", ["S1", "S2", "S3", "S3+V1", "S2+V2", "S3+V3"])
@pytest.mark.parametrize("level", LEVELS)
def test_a_game_of_bots_alone_comes_to_its_end(name: str, level: LevelId) -> None:
    _, state = play_out(game(name), "end", level)
    assert state.over is not None
    assert state.turn <= state.turns


def test_the_same_seed_and_levels_give_the_same_game() -> None:
    first, again = play_out(game("S3"), "same", PRINCIPAL), play_out(game("S3"), "same", PRINCIPAL)
    assert first == again


def test_the_same_view_gives_the_same_choice_whatever_was_asked_before() -> None:
    for state, seat in moments("S3", "pure", PRINCIPAL)[::7]:
        first = chosen(state, seat, PRINCIPAL)
        chosen(state, seat, CADET)
        assert chosen(state, seat, PRINCIPAL) == first


def test_levels_play_differently() -> None:
    games = [play_out(game("S3"), "levels", level)[0] for level in LEVELS]
    orders = [tuple(fact for fact in facts if isinstance(fact, OrderPlaced)) for facts in games]
    assert len(set(orders)) == len(LEVELS)


def test_an_unknown_level_is_named_with_the_known_ones() -> None:
    state, seat = moments("S3", "legal", STAFF)[0]
    with pytest.raises(KeyError, match=r"no bot level 'marshal' .*cadet, staff, principal"):
        chosen(state, seat, LevelId("marshal"))


def test_a_seat_that_owes_nothing_is_left_alone() -> None:
    state, seat = next(m for m in moments("S3", "legal", STAFF) if m[0].step is Step.DEMANDS)
    for other in state.game.rules.seats:
        if other not in owing(state):
            assert choose(state.game, view(state, other), STAFF, DICE) is None
    assert seat in owing(state)


def test_a_bot_writes_its_answers_first_and_seals_last() -> None:
    turns: dict[int, list[type]] = {}
    for state, seat in moments("S3", "order", STAFF):
        if state.step is Step.ORDERS and seat == state.game.rules.answering.seat:
            turns.setdefault(state.turn, []).append(type(chosen(state, seat, STAFF, SeededDice("order")).order.act))
    assert len(turns) >= 3
    for acts in turns.values():
        answers = acts.count(Answer)
        assert acts[:answers] == [Answer] * answers
        assert acts[-1] is Seal
        assert acts.count(Seal) == 1


# --- what a bot cannot see ----------------------------------------------------------------------------------------


def with_other_secrets(state: State, seat: SeatId) -> State:
    """The same table as `seat` sees it, everything else turned about: hidden places, agendas, sheets, decks, dials."""
    rules, board = state.game.rules, list(state.board)
    for quantity in rules.quantities:
        if not quantity.is_seen_by(seat) and quantity.kind is not Kind.SWITCH:
            board[quantity.index] = other_value(state, quantity.index)
    sham = state.sham
    if sham is not None and seat not in rules.answering.not_fooled:
        board[rules.by_name[sham]] = 0
        sham = None
    agendas = {
        other: (AgendaId(rules.seats[other].agendas[-1].id) if other != seat else dealt)
        for other, dealt in state.agendas.items()
    }
    decks = {deck: tuple(reversed(cards)) for deck, cards in state.decks.items()}
    sheets = {other: (sheet if other == seat else Sheet(sealed=sheet.sealed)) for other, sheet in state.sheets.items()}
    dials = {dial.id: dial.settings[-1].id for dial in rules.dials}
    return replace(
        state, board=tuple(board), agendas=agendas, decks=decks, sheets=sheets, sham=sham, late=(), dials=dials
    )


def other_value(state: State, index: int) -> int:
    """Another value of a hidden place that looks the same from outside."""
    quantity, bands = state.game.rules.quantities[index], state.game.rules.outsider_bands
    value = state.board[index]
    if quantity.kind is not Kind.TRACK:
        return quantity.clamp(1 if value == 0 else 0)
    same = [v for v in range(quantity.low, quantity.high + 1) if band_of(bands, v) == band_of(bands, value)]
    return same[(same.index(value) + 1) % len(same)]


@pytest.mark.parametrize("level", MINDED)
def test_a_choice_and_its_reason_do_not_depend_on_what_the_seat_cannot_see(level: LevelId) -> None:
    changed = 0
    for state, seat in (*moments("S3", "secret", level), *moments("S3", "secret-2", level)):
        other = with_other_secrets(state, seat)
        changed += other.board != state.board
        assert chosen(other, seat, level) == chosen(state, seat, level)
    assert changed > 100


def test_that_harness_notices_a_bot_that_peeks() -> None:
    """Control's view stands for a bot that sees the true board."""
    different = 0
    for seed in ("secret", "secret-2", "secret-3"):
        for state, seat in moments("S3", seed, PRINCIPAL):
            other = with_other_secrets(state, seat)
            different += peeking(state, seat) != peeking(other, seat)
    assert different >= 3


def peeking(state: State, seat: SeatId) -> Choice | None:
    seen: SeatView = view(state, seat)
    peeked = replace(seen, perception=replace(seen.perception, row=state.board))
    return choose(state.game, peeked, PRINCIPAL, DICE)


# --- what a bot does not say --------------------------------------------------------------------------------------


def same_for_the_table(state: State, seat: SeatId) -> Iterator[State]:
    """Tables that others could not tell apart, with another secret of the seat itself."""
    for agenda in state.game.rules.seats[seat].agendas:
        yield replace(state, agendas={**state.agendas, seat: agenda.id})
    board = list(state.board)
    for quantity in state.game.rules.quantities:
        if quantity.seen != EVERYONE and quantity.kind is Kind.TRACK:
            board[quantity.index] = other_value(state, quantity.index)
    yield replace(state, board=tuple(board))
    if state.sham is not None and seat in state.game.rules.answering.not_fooled:
        flag, board = state.game.rules.answering.sham_flag, list(state.board)
        assert flag is not None
        board[flag] = board[state.game.rules.by_name[state.sham]] = 0
        yield replace(state, board=tuple(board), sham=None)


@pytest.mark.parametrize("level", MINDED)
def test_the_same_order_has_the_same_reason_whatever_the_seats_own_secrets(level: LevelId) -> None:
    compared = 0
    for state, seat in (*moments("S3", "mute", level), *moments("S3", "mute-2", level)):
        choice = chosen(state, seat, level)
        for other in same_for_the_table(state, seat):
            again = chosen(other, seat, level)
            if again.order == choice.order:
                compared += 1
                assert again.reason == choice.reason
    assert compared > 300


def test_no_reason_names_an_agenda() -> None:
    for level in MINDED:
        for state, seat in (*moments("S3", "legal", level), *moments("S3", "mute", level)):
            reason = chosen(state, seat, level).reason
            for goal in state.game.rules.seats[seat].goals:
                reason = reason.replace(f"'{goal.label}'", "")
            for agenda in state.game.rules.seats[seat].agendas:
                assert agenda.name not in reason
                assert agenda.id not in reason
                assert agenda.text not in reason


def test_a_sham_is_spoken_of_as_the_compliance_it_pretends_to_be() -> None:
    shams = 0
    for seed in ("mute", "mute-2", "sham", "sham-2"):
        for state, seat in moments("S3", seed, STAFF):
            choice = chosen(state, seat, STAFF)
            if isinstance(choice.order.act, Answer) and choice.order.act.response is ResponseKind.SHAM:
                shams += 1
                honest = replace(choice.order.act, response=ResponseKind.COMPLY)
                mind = mind_of(state.game, seat, None)
                assert choice.reason == reasons.of_answer(mind, view(state, seat), honest)
                assert "sham" not in choice.reason.lower()
    assert shams > 0


# --- the procedure ------------------------------------------------------------------------------------------------


def first_orders(seat: SeatId) -> State:
    """The first moment of a game at which a seat other than the answering one writes its orders."""
    return next(s for s, mover in moments("S3", "legal", STAFF) if s.step is Step.ORDERS and mover == seat)


def test_noise_is_drawn_under_the_names_seat_place_and_roll() -> None:
    state, seat = first_orders(SeatId("WAS")), SeatId("WAS")
    legal = [order for order in view(state, seat).legal if isinstance(order.act, Place)]
    assert len(legal) > 3
    for wished in legal:
        assert isinstance(wished.act, Place)
        draws = {
            f"NZ{seat}1{o.act.action}{o.act.target or ''}": 2**32 - 1 if o == wished else 0
            for o in legal
            if isinstance(o.act, Place)
        }
        assert chosen(state, seat, CADET, ScriptedDice({}, draws)).order == wished


def test_a_bot_passes_when_nothing_is_worth_its_price() -> None:
    state, seat = first_orders(SeatId("WAS")), SeatId("WAS")
    rules = state.game.rules
    dear = replace(state.game, rules=replace(rules, bots=replace(rules.bots, pass_below=99_000)))
    choice = chosen(replace(state, game=dear), seat, STAFF)
    assert isinstance(choice.order.act, Seal)
    assert choice.reason == reasons.NOTHING


@pytest.mark.parametrize(("hesitation", "act"), [(0, Place), (99_000, Seal)])
def test_a_level_that_hesitates_passes_up_what_another_orders(hesitation: int, act: type) -> None:
    state, seat = first_orders(SeatId("WAS")), SeatId("WAS")
    rules = state.game.rules
    levels = {**rules.bots.levels, STAFF: replace(rules.bots.levels[STAFF], hesitation=hesitation)}
    game = replace(state.game, rules=replace(rules, bots=replace(rules.bots, levels=levels)))
    assert isinstance(chosen(replace(state, game=game), seat, STAFF).order.act, act)


def demanding(seat: str, **places: int) -> State:
    """A table at the first demands of a game, with some places put elsewhere."""
    state = next(s for s, mover in moments("S3", "legal", STAFF) if s.step is Step.DEMANDS and mover == seat)
    board = list(state.board)
    for name, value in places.items():
        board[state.game.rules.by_name[name.replace("__", ".")]] = value
    return replace(state, board=tuple(board))


ALL_ON = {f"sw_{name}": 1 for name in ("relay", "shahed", "iskander", "kh101", "radar")}


@pytest.mark.parametrize(
    ("seat", "places", "backs"),
    [
        ("KYI", {**ALL_ON, "ip__KYI": 4}, True),
        ("KYI", {**ALL_ON, "ip__KYI": 3}, False),
        ("KYI", {**ALL_ON, "ip__KYI": 4, "flag__red_line": 1}, False),
        ("KYI", {**ALL_ON, "ip__KYI": 4, "sw_relay": 0, "sw_radar": 0}, False),
        ("MOS", {"ip__MOS": 4, "pull_moscow": 5}, True),
        ("MOS", {"ip__MOS": 4, "pull_moscow": 4}, False),
        ("MOS", {"ip__MOS": 3, "pull_moscow": 9}, False),
    ],
)
def test_a_demand_is_backed_as_the_game_says(seat: str, places: dict[str, int], backs: bool) -> None:
    act = chosen(demanding(seat, **places), SeatId(seat), STAFF).order.act
    assert isinstance(act, MakeDemand)
    assert act.backed is backs


def test_an_agenda_changes_what_a_bot_wants() -> None:
    different = 0
    for state, seat in moments("S3", "legal", PRINCIPAL):
        orders = {
            chosen(replace(state, agendas={**state.agendas, seat: a.id}), seat, PRINCIPAL).order
            for a in state.game.rules.seats[seat].agendas
        }
        different += len(orders) > 1
    assert different > 5
