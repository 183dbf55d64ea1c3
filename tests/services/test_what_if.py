"""A recorded game played again: the same without a change, and with one what the same game with it would have been."""

import pytest
from tests.shipped import game

from northaxis.domain import orders as o
from northaxis.domain.facts import Fact, Reasoned, Said, TurnBegan
from northaxis.domain.ids import DemanderId, SeatId
from northaxis.domain.orders import Order
from northaxis.domain.ruleset import ResponseKind
from northaxis.services.autoplay import autoplay
from northaxis.services.decisions import Label, Node, alternatives, compare, key_decisions
from northaxis.services.table import Table
from northaxis.services.what_if import Record
from northaxis.testing import ask, table_from, upheld

MIN, HOME = SeatId("MIN"), DemanderId("HOME")

QUIET = """\
format: 1
deck: {id: quiet, name: Quiet, about: Nothing much., ruleset: northern-front, document: EF}
cards:
""" + "".join(
    f"  - {{id: Q{n}, title: Quiet {n}, text: Nothing much., cites: [EF-01], auto: {{do: {{north: 1}}}}}}\n"
    for n in range(1, 9)
)
"""Cards that ask nobody: who acts is then known beforehand."""


def without_words(facts: tuple[Fact, ...]) -> list[Fact]:
    return [fact for fact in facts if not isinstance(fact, Reasoned | Said)]


@pytest.mark.parametrize(("name", "seed"), [("S1", "one"), ("S2", "two"), ("S3", "three"), ("S3+V2", "four")])
def test_a_game_played_again_without_a_change_is_the_same_game(name: str, seed: str) -> None:
    table = autoplay(game(name), seed)
    record = Record.of(table.game, table.facts)
    first = record.orders[0]
    replayed = record.replay(first.state, first.place - 1)
    assert replayed is not None
    assert replayed.state == table.state
    assert list(replayed.facts) == without_words(table.facts[first.place :])
    assert replayed.void == 0


def played(answer_in_turn_2: str) -> Table:
    """A small game with known choices: Minsk alone acts, says the same to all, and once what is given here to Home."""
    table = table_from(QUIET, people=["MIN"], seed="what if")
    while not table.is_over:
        table.advance_when_ready()
        if table.is_over:
            break
        state = table.state
        if state.turn == 2:
            ask(table, f"MIN: answer HOME {answer_in_turn_2}")
        else:
            ask(table, "MIN: answer HOME comply")
        if state.turn == 3:
            ask(table, "MIN: place MIN-PAY")
        ask(table, "MIN: seal")
    return table


def home_answer(record: Record, turn: int) -> Node:
    found = next(
        each
        for each in record.orders
        if each.turn == turn and isinstance(each.order.act, o.Answer) and each.order.act.demander == HOME
    )
    return Node(found, 0)


def test_the_other_choice_leads_where_the_other_game_led() -> None:
    complied, refused = played("comply"), played("refuse")
    assert complied.state.index != refused.state.index, "the choice must matter for this test to say anything"
    record = Record.of(complied.game, complied.facts)
    node = home_answer(record, 2)
    instead = Order(MIN, o.Answer(HOME, ResponseKind.REFUSE))
    assert instead in alternatives(node)
    replayed = record.replay(node.recorded.state, node.recorded.place, [instead])
    assert replayed is not None
    assert replayed.state.board == refused.state.board
    made = compare(record, node, instead, replayed)
    assert made.index == (complied.state.index, refused.state.index)
    assert made.turns == (complied.state.turn, refused.state.turn)


def test_a_recorded_order_that_has_become_illegal_is_void() -> None:
    table = autoplay(game("S2"), "void")
    record = Record.of(table.game, table.facts)
    placed = [each for each in record.orders if isinstance(each.order.act, o.Place)]
    first = next(
        each for each in placed if any(_same(each.order, later.order) for later in placed if later is not each)
    )
    twice = record.replay(first.state, first.place - 1, [first.order])
    assert twice is not None
    assert twice.void >= 1, "the same action stands on the sheet already"


def _same(one: Order, other: Order) -> bool:
    return one == other


def test_a_refused_alternative_gives_no_game() -> None:
    table = autoplay(game("S1"), "none")
    record = Record.of(table.game, table.facts)
    first = record.orders[0]
    assert record.replay(first.state, first.place, [Order(SeatId("WAS"), o.Seal())]) is None


def test_the_search_is_bounded_says_how_far_it_went_and_finds_the_same_again() -> None:
    table = autoplay(game("S1"), "bounded")
    nothing = key_decisions(table.game, table.facts, most_effort=0)
    assert (nothing.tried, nothing.played, nothing.decisions) == (0, 0, ())
    some = key_decisions(table.game, table.facts, most_effort=60)
    assert 0 < some.tried < some.made
    assert not some.is_whole
    assert some == key_decisions(table.game, table.facts, most_effort=60)


def test_key_decisions_name_the_choice_the_other_one_and_what_it_changes() -> None:
    table = played("comply")
    found = key_decisions(table.game, table.facts)
    assert found.is_whole
    assert 0 < len(found.decisions) <= 5
    weights = [decision.against.weight for decision in found.decisions]
    assert weights == sorted(weights, reverse=True)
    for decision in found.decisions:
        assert decision.words.startswith(f"Turn {decision.node.turn}: Minsk ")
        assert decision.against.is_key
        assert decision.cites


def test_an_unfinished_game_is_compared_where_its_last_whole_turn_ended() -> None:
    table = autoplay(game("S2"), "half")
    cut, began = [(n, fact) for n, fact in enumerate(table.facts) if isinstance(fact, TurnBegan)][-1]
    assert began.turn > 1
    record = Record.of(table.game, table.facts[: cut + 30])
    assert record.horizon == began.turn - 1
    assert record.end.over is None
    first = record.orders[0]
    again = record.replay(first.state, first.place - 1)
    assert again is not None
    assert again.state == record.end


def test_a_best_choice_undone_by_the_dice_is_bad_luck() -> None:
    lost = _one_order("MIN-PAY", (1, 1))
    label = _label_of(lost, "MIN-PAY")
    won = _one_order("MIN-PAY", (6, 6))
    assert label is not Label.DECISIVE
    assert _label_of(won, "MIN-PAY") is not Label.BAD_LUCK


def _one_order(action: str, dice: tuple[int, int]) -> Table:
    """One order in the last turn, all else silence."""
    table = table_from(QUIET, people=["MIN"], pairs={action: dice}, seed="luck")
    while not table.is_over:
        table.advance_when_ready()
        if table.is_over:
            break
        if table.state.turn == table.state.turns:
            ask(table, f"MIN: place {action}")
        ask(table, "MIN: answer HOME comply")
        ask(table, "MIN: seal")
    return table


def _label_of(table: Table, action: str) -> Label:
    from northaxis.services.decisions import label_of

    record = Record.of(table.game, table.facts)
    placed = next(e for e in record.orders if isinstance(e.order.act, o.Place) and e.order.act.action == action)
    return label_of(record, Node(placed, 0))


def corrected(order: str) -> Table:
    """The small game with an act of control in turn 2."""
    table = table_from(QUIET, people=["MIN"], seed="what if")
    done = False
    while not table.is_over:
        table.advance_when_ready()
        if table.is_over:
            break
        if table.state.turn == 2 and not done:
            done = upheld(table, order)
            assert done
        ask(table, "MIN: answer HOME comply")
        ask(table, "MIN: seal")
    return table


def test_what_control_put_right_is_put_right_again() -> None:
    table = corrected("CTL: track quantity=oxygen value=5 code=ERROR why='the card was misread'")
    record = Record.of(table.game, table.facts)
    assert record.is_exact
    assert key_decisions(table.game, table.facts, most_effort=30).is_exact


def test_a_ruling_that_is_not_played_again_is_said_and_taken_out_of_both_sides() -> None:
    table = corrected("CTL: grant shifts=oxygen+2 why='to show what it does'")
    record = Record.of(table.game, table.facts)
    assert not record.is_exact
    found = key_decisions(table.game, table.facts)
    assert not found.is_exact
    last = home_answer(record, table.state.turn)
    same = record.replay(last.recorded.state, last.recorded.place, [last.recorded.order])
    assert same is not None
    assert compare(record, last, last.recorded.order, same, same).is_key is False
