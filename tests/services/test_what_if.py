"""A recorded game played again: the same without a change, and with one what the same game with it would have been."""

from itertools import pairwise

import pytest
from tests.shipped import game

from northaxis.domain import orders as o
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Fact, Reasoned, Said, TurnBegan
from northaxis.domain.ids import DemanderId, SeatId
from northaxis.domain.orders import Order
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
    replayed = record.replay(first, [first.order])
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
    replayed = record.replay(node.recorded, [instead])
    assert replayed is not None
    assert replayed.state.board == refused.state.board
    made = compare(record, node, instead, replayed)
    assert made.index == (complied.state.index, refused.state.index)
    assert made.turns == (complied.state.turn, refused.state.turn)


def test_a_recorded_order_that_has_become_illegal_is_void() -> None:
    table = autoplay(game("S2"), "void")
    record = Record.of(table.game, table.facts)
    placed = [each for each in record.orders if isinstance(each.order.act, o.Place)]
    first, second = next(
        (one, other) for one, other in pairwise(placed) if (one.turn, one.order.seat) == (other.turn, other.order.seat)
    )
    twice = record.replay(first, [first.order, second.order])
    assert twice is not None
    assert twice.void >= 1, "the same action stands on the sheet already"


def test_a_refused_alternative_gives_no_game() -> None:
    table = autoplay(game("S1"), "none")
    record = Record.of(table.game, table.facts)
    first = record.orders[0]
    assert record.replay(first, [Order(SeatId("WAS"), o.Seal())]) is None


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


def test_what_several_choices_would_have_come_to_is_told_once_with_all_of_them() -> None:
    table = autoplay(game("S1"), "edge4")
    found = key_decisions(table.game, table.facts, most_effort=600)
    assert any(decision.alike for decision in found.decisions)
    outcomes = [decision.against.outcome for decision in found.decisions]
    assert len(set(outcomes)) == len(outcomes)
    others = [(each.node.turn, each.against.instead) for each in found.decisions if each.against.instead is not None]
    assert len(set(others)) == len(others)
    for decision in found.decisions:
        for one in decision.alike:
            assert one.is_same == (one.against.outcome == decision.against.outcome)
            assert one.is_same or one.against.instead == decision.against.instead
            assert one.words.startswith(f"turn {one.node.turn}, ")
    nodes = [each.node for each in found.decisions] + [one.node for each in found.decisions for one in each.alike]
    assert len({node.recorded.place for node in nodes}) == len(nodes)


def test_a_missed_chance_says_which_choice_it_was_when_that_is_another_one() -> None:
    table = autoplay(game("S1"), "edge4")
    found = key_decisions(table.game, table.facts, most_effort=600)
    missed = [decision for decision in found.decisions if decision.label is Label.MISSED]
    assert missed
    assert any(decision.better.startswith(("With ", "Without ")) for decision in missed)
    assert not any(decision.better for decision in found.decisions if decision.label is not Label.MISSED)


def test_an_unfinished_game_is_compared_where_its_last_whole_turn_ended() -> None:
    table = autoplay(game("S2"), "half")
    cut, began = [(n, fact) for n, fact in enumerate(table.facts) if isinstance(fact, TurnBegan)][-1]
    assert began.turn > 1
    record = Record.of(table.game, table.facts[: cut + 30])
    assert record.horizon == began.turn - 1
    assert record.end.over is None
    first = record.orders[0]
    again = record.replay(first, [first.order])
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


def ruled(answer_in_turn_2: str, pays: bool = True) -> Table:
    """The small game with somebody in control who grants, writes a card, decides, overrules and weighs an argument."""
    table = table_from(QUIET, people=["MIN", "CTL"], seed="what if")
    while not table.is_over:
        table.advance_when_ready()
        if table.is_over:
            break
        turn = table.state.turn
        ask(table, f"MIN: answer HOME {answer_in_turn_2 if turn == 2 else 'comply'}")
        if turn == 2:
            assert upheld(table, "CTL: grant shifts=unity-1 shifts=oxygen+1 why='a quarrel and a loan'")
            option = "options='MIN a 0 cohesion-1 Wait'"
            assert upheld(table, f"CTL: write title=Fog text='Fog comes.' why=calm shifts=north-1 {option}")
            assert upheld(table, "MIN: pick W1 a")
            assert upheld(table, "CTL: go on")
            assert upheld(table, "MIN: argue claim='The bridge holds' reasons='it was mended'")
        if turn == 3 and pays:
            assert upheld(table, "MIN: place MIN-PAY")
        ask(table, "MIN: seal")
        if turn not in (2, 3):
            continue
        assert upheld(table, "CTL: go on")
        if turn == 2:
            assert upheld(table, "CTL: rate argument=T2-MIN place=0 strength=2")
            assert upheld(table, "CTL: effect argument=T2-MIN shifts=cohesion+1")
            assert upheld(table, "CTL: settle argument=T2-MIN method=consensus success=yes why='the room agrees'")
        elif pays:
            assert upheld(table, "CTL: decide action=MIN-PAY success=no method=free why='the vaults are empty'")
    return table


def test_the_other_choice_leads_where_the_other_game_led_with_control_at_the_table() -> None:
    complied, refused = ruled("comply"), ruled("refuse")
    assert complied.state.index != refused.state.index, "the choice must matter for this test to say anything"
    record = Record.of(complied.game, complied.facts)
    assert record.is_exact
    node, instead = home_answer(record, 2), Order(MIN, o.Answer(HOME, ResponseKind.REFUSE))
    replayed = record.replay(node.recorded, [instead])
    assert replayed is not None
    assert replayed.state.board == refused.state.board
    assert replayed.lapsed == ()


def test_an_act_of_control_that_no_longer_fits_is_void_and_named() -> None:
    decided, without = ruled("comply"), ruled("comply", pays=False)
    record = Record.of(decided.game, decided.facts)
    placed = next(each for each in record.orders if isinstance(each.order.act, o.Place))
    replayed = record.replay(placed)
    assert replayed is not None
    assert [type(each.order.act) for each in replayed.lapsed] == [o.Decide]
    assert replayed.void == 0
    assert replayed.state.board == without.state.board


def test_an_argument_is_a_choice_like_an_order() -> None:
    table = ruled("comply")
    record = Record.of(table.game, table.facts)
    argued = Node(next(each for each in record.orders if isinstance(each.order.act, o.Argue)), 0)
    others = alternatives(argued)
    assert None in others
    assert any(other is not None and isinstance(other.act, o.Place) for other in others)
    without = record.replay(argued.recorded)
    assert without is not None
    assert [type(each.order.act) for each in without.lapsed] == [o.SettleArgument]
    found = key_decisions(table.game, table.facts)
    assert found.is_exact
    assert found.is_whole


def test_a_project_that_was_taken_up_again_is_taken_up_again() -> None:
    table = table_from(QUIET, people=["MIN", "CTL"], seed="what if")
    big = "shifts=warning+4 shifts=unity+2 project=yes"
    while not table.is_over:
        table.advance_when_ready()
        if table.is_over:
            break
        turn = table.state.turn
        if turn == 1:
            assert upheld(table, "MIN: argue claim='Eyes everywhere' reasons='it is paid for'")
        if turn == 2:
            assert upheld(table, "MIN: pursue project=T1-MIN reasons='the money is there'")
        ask(table, "MIN: answer HOME comply")
        ask(table, "MIN: seal")
        if turn < 3:
            assert upheld(table, "CTL: go on")
            assert upheld(table, f"CTL: rate argument=T{turn}-MIN place=0 strength=2")
            if turn == 1:
                assert upheld(table, f"CTL: effect argument=T1-MIN {big}")
            assert upheld(table, f"CTL: settle argument=T{turn}-MIN method=free success=yes why='so it is'")
    record = Record.of(table.game, table.facts)
    assert record.is_exact
    again = record.replay(record.orders[0], [record.orders[0].order])
    assert again is not None
    assert again.state == table.state
    argued = next(each for each in record.orders if isinstance(each.order.act, o.Argue))
    without = record.replay(argued)
    assert without is not None
    assert without.void == 1, "there is no project to take up"
