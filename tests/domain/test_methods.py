"""Orders that are decided another way than by their dice, and outcomes that control replaces."""

from dataclasses import replace

import pytest
from tests.domain.arguing import opened, with_control
from tests.rulings.sitting import Sitting, at_orders, with_play

from northaxis.domain import facts as f
from northaxis.domain.control_facts import Intervened, Method
from northaxis.domain.declassify import facts_for
from northaxis.domain.expressions import ALWAYS
from northaxis.domain.facts import CauseKind, Result, Step
from northaxis.domain.ids import ActionId, QuantityId, SeatId
from northaxis.domain.ledger import Ledger, by_seat
from northaxis.domain.odds import odds, proposal
from northaxis.domain.perception import perceive
from northaxis.domain.quantities import FOR_GOOD
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason
from northaxis.domain.state import fold
from northaxis.domain.views import view

CHANNEL = "MIN: place MIN-CHN"
WORKS, FAILS = {"MIN-CHN": (6, 6)}, {"MIN-CHN": (1, 1)}
WHY = 'why="because it is so"'


def result_of(sitting: Sitting, action: str = "MIN-CHN") -> Result:
    return next(one.result for one in sitting.state.came if one.action == action)


# --- before the dice ----------------------------------------------------------------------------------------------


def test_a_shift_is_added_to_the_need_and_stays_visible_beside_the_modifiers() -> None:
    plain = opened(CHANNEL, dice=WORKS).to(Step.NARRATE)
    shifted = opened(CHANNEL, dice=WORKS).do(f"CTL: shift action=MIN-CHN by=2 code=REALISM {WHY}").to(Step.NARRATE)
    before, after = (
        next(fact for fact in sitting.facts if isinstance(fact, f.Rolled) and fact.name == "MIN-CHN")
        for sitting in (plain, shifted)
    )
    assert (after.need, after.base, after.held) == (before.need + 2, before.base, before.held)


def test_a_shift_can_turn_a_roll() -> None:
    sitting = opened(CHANNEL, dice={"MIN-CHN": (3, 3)}).put(integration=0)
    assert result_of(sitting.to(Step.NARRATE)) is Result.FAIL
    again = opened(CHANNEL, dice={"MIN-CHN": (3, 3)}).put(integration=0)
    again.do(f"CTL: shift action=MIN-CHN by=-1 code=RULES_GAP {WHY}")
    assert result_of(again.to(Step.NARRATE)) is Result.OK


def test_a_seat_that_cannot_know_a_modifier_still_sees_the_shift() -> None:
    def seen_by(sitting: Sitting, seat: str) -> f.Rolled:
        facts = facts_for(sitting.game, sitting.facts, SeatId(seat))
        return next(fact for fact in facts if isinstance(fact, f.Rolled) and fact.name == "KYI-REF")

    def rolled(*acts: str) -> Sitting:
        sitting = with_control(dice={"KYI-REF": (1, 1)}).put({"pull_kyiv": 8, "flag.premise_south": FOR_GOOD})
        return sitting.do("KYI: place KYI-REF").to(Step.ADJUDICATE).do(*acts).to(Step.NARRATE)

    plain, shifted = rolled(), rolled(f"CTL: shift action=KYI-REF by=1 code=REALISM {WHY}")
    for seat in ("KYI", "CTL"):
        assert seen_by(shifted, seat).need == seen_by(plain, seat).need + 1


def test_the_engine_proposes_and_shows_what_each_shift_would_make_of_it() -> None:
    sitting = opened(CHANNEL)
    play = sitting.game.rules.play(ActionId("MIN-CHN"), None)
    assert play is not None
    seen = perceive(sitting.state, SeatId("CTL"))
    made = proposal(sitting.game, seen, play)
    assert made is not None
    assert [one.by for one in made.shifts] == [-2, -1, 0, 1, 2]
    assert made.shifts[2].chance == made.odds.chance == odds(sitting.game, seen, play).chance
    assert [one.need - made.shifts[2].need for one in made.shifts] == [-2, -1, 0, 1, 2]
    assert made.shifts[0].chance > made.shifts[2].chance > made.shifts[4].chance
    with_shift = proposal(sitting.game, seen, play, shift=2)
    assert with_shift is not None
    assert (with_shift.odds.need, with_shift.shifts) == (made.shifts[4].need, made.shifts)


def test_there_is_no_proposal_for_an_order_whose_need_stands() -> None:
    sitting = opened(CHANNEL)
    play = sitting.game.rules.play(ActionId("KYI-STR"), QuantityId("sw_radar"))
    assert play is not None
    assert proposal(sitting.game, perceive(sitting.state, SeatId("CTL")), play) is None


# --- without dice -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("success", "moved"), [("yes", ["pull_kyiv -2"]), ("no", ["pull_moscow +2"])])
def test_control_decides_an_order_without_dice(success: str, moved: list[str]) -> None:
    sitting = opened(CHANNEL).put(pull_kyiv=5, pull_moscow=5)
    sitting.do(f"CTL: decide action=MIN-CHN success={success} method=free {WHY}").to(Step.NARRATE)
    assert not any(isinstance(fact, f.Rolled) and fact.name == "MIN-CHN" for fact in sitting.facts)
    mine = [x for x in sitting.facts if isinstance(x, f.Changed) and x.cause.id == "MIN-CHN"]
    assert [f"{x.quantity} {x.applied:+}" for x in mine if x.cause.kind is CauseKind.ACTION] == moved


def test_the_table_waits_for_an_order_that_is_to_be_decided_by_the_room() -> None:
    sitting = opened(CHANNEL).do(f"CTL: method action=MIN-CHN method=consensus {WHY}")
    sitting.go_on()
    refused = sitting.refused("CTL: go on")
    assert (refused.reason, refused.rule) == (Reason.NOT_NOW, "R-9.4")
    assert "MIN-CHN (consensus)" in refused.detail
    assert "go on" not in sitting.legal("CTL")
    sitting.do(f"CTL: decide action=MIN-CHN success=yes method=consensus {WHY}").to(Step.NARRATE)
    assert result_of(sitting) is Result.OK


def test_an_order_goes_back_to_its_dice() -> None:
    sitting = opened(CHANNEL, dice=WORKS).do(
        f"CTL: decide action=MIN-CHN success=no method=free {WHY}", f"CTL: method action=MIN-CHN method=dice {WHY}"
    )
    assert result_of(sitting.to(Step.NARRATE)) is Result.OK
    assert any(isinstance(fact, f.Rolled) and fact.name == "MIN-CHN" for fact in sitting.facts)


def test_a_decided_order_has_no_margin_in_a_contest() -> None:
    at_any_time = with_play(lambda play: replace(play, requires=ALWAYS), "MIN-SUS", "MOS-SYS")
    sitting = with_control(rules=at_any_time, dice={"MOS-SYSsw_radar": (6, 6)}).put(integration=6)
    sitting.do("MIN: place MIN-SUS @sw_radar", "MOS: place MOS-SYS @sw_radar").to(Step.ADJUDICATE)
    sitting.do(f"CTL: decide action=MIN-SUS target=sw_radar success=yes method=free {WHY}").to(Step.NARRATE)
    assert {one.action: one.result for one in sitting.state.came} == {"MIN-SUS": Result.LOST, "MOS-SYS": Result.OK}
    sitting.do(f"CTL: overrule action=MIN-SUS target=sw_radar success=yes code=ERROR {WHY}")
    assert sitting["sw_radar"] == 0


def test_the_rules_can_name_the_method_where_control_is_at_the_table() -> None:
    def by_consensus(made: Game) -> Game:
        channel = replace(made.rules.actions[ActionId("MIN-CHN")], method=Method.CONSENSUS)
        return replace(made, rules=replace(made.rules, actions={**made.rules.actions, channel.id: channel}))

    sitting = with_control(rules=by_consensus).do(CHANNEL).to(Step.ADJUDICATE)
    [handling] = sitting.state.room.handlings
    assert (handling.action, handling.method, handling.why) == ("MIN-CHN", Method.CONSENSUS, "")
    alone = at_orders(rules=by_consensus).do(CHANNEL).to(Step.ADJUDICATE)
    assert alone.state.room.handlings == ()


def test_everybody_reads_how_control_has_an_order_handled_and_why() -> None:
    sitting = opened(CHANNEL).do('CTL: shift action=MIN-CHN by=1 code=REALISM why="Moscow reads this"')
    for seat in (*sitting.game.rules.seats, "CTL"):
        [handling] = view(sitting.state, SeatId(seat)).handlings
        assert (handling.shift, handling.why) == (1, "Moscow reads this")
        kinds = [type(fact) for fact in facts_for(sitting.game, sitting.facts, SeatId(seat))]
        assert kinds[-2:] == [Intervened, f.NeedShifted]


# --- after the dice -----------------------------------------------------------------------------------------------


def test_an_overruled_success_is_moved_back_and_the_failure_comes_about() -> None:
    sitting = opened(CHANNEL, dice=WORKS).put(pull_kyiv=5, pull_moscow=5).to(Step.NARRATE)
    rolled = [fact for fact in sitting.facts if isinstance(fact, f.Rolled)]
    sitting.do(f"CTL: overrule action=MIN-CHN success=no code=ERROR {WHY}")
    assert sitting.moves() == ["pull_kyiv +2", "pull_moscow +2"]
    assert (sitting["pull_kyiv"], sitting["pull_moscow"]) == (5, 7)
    assert [fact for fact in sitting.facts if isinstance(fact, f.Rolled)] == rolled
    assert result_of(sitting) is Result.FAIL


def test_an_outcome_can_be_overruled_back_and_the_board_is_as_it_was() -> None:
    sitting = opened(CHANNEL, dice=WORKS).put(pull_kyiv=5, pull_moscow=5).to(Step.NARRATE)
    board = sitting.state.board
    sitting.do(f"CTL: overrule action=MIN-CHN success=no code=ERROR {WHY}")
    sitting.do(f"CTL: overrule action=MIN-CHN success=yes code=ERROR {WHY}")
    assert sitting.state.board == board
    assert result_of(sitting) is Result.OK


def test_only_what_really_moved_is_moved_back() -> None:
    sitting = opened(CHANNEL, dice=WORKS).put(pull_kyiv=1, pull_moscow=5).to(Step.NARRATE)
    assert sitting["pull_kyiv"] == 0
    sitting.do(f"CTL: overrule action=MIN-CHN success=no code=ERROR {WHY}")
    assert sitting["pull_kyiv"] == 1


def test_a_switch_and_flags_are_put_back_and_a_switch_that_moved_on_is_left() -> None:
    def struck() -> Sitting:
        sitting = with_control(dice={"KYI-STRsw_radar": (6, 6)}).put({"pull_kyiv": 8})
        return sitting.do("KYI: place KYI-STR @sw_radar").to(Step.NARRATE)

    overrule = f"CTL: overrule action=KYI-STR target=sw_radar success=no code=ERROR {WHY}"
    sitting = struck()
    assert (sitting["sw_radar"], sitting["damage"]) == (0, 1)
    sitting.do(overrule)
    assert (sitting["sw_radar"], sitting["damage"], sitting["flag.attacked"]) == (1, 0, 2)
    moved_on = struck().put({"flag.kinetic": 5})
    moved_on.do(overrule)
    assert moved_on["flag.kinetic"] == 5


def test_what_comes_late_is_called_off_with_a_success_and_put_down_with_one() -> None:
    sitting = with_control().put(buildup=4, warning=0, north=2, front=0)
    sitting.do("KYI: place KYI-RES").to(Step.NARRATE)
    assert [one.action for one in sitting.state.late] == ["KYI-RES"]
    sitting.do(f"CTL: overrule action=KYI-RES success=no code=ERROR {WHY}")
    assert not sitting.state.late
    assert sitting["front"] == 0
    sitting.do(f"CTL: overrule action=KYI-RES success=yes code=ERROR {WHY}")
    assert [(one.action, one.due) for one in sitting.state.late] == [("KYI-RES", 2)]
    assert sitting["front"] == -1


def test_the_account_adds_up_after_an_overrule_and_the_seat_is_no_longer_blamed() -> None:
    sitting = opened(CHANNEL, dice=WORKS).put(pull_kyiv=5, pull_moscow=5).to(Step.NARRATE)
    sitting.do(f"CTL: overrule action=MIN-CHN success=no code=ERROR {WHY}")
    whole = Ledger.of(sitting.game, sitting.facts)
    assert whole.total == sitting.state.index == whole.base + sum(share.points for share in whole.root())
    mine = [line for line in whole.moving() if line.cause.seat == "MIN"]
    assert sum(points for seat, points in by_seat(whole.since(1).direct()) if seat == "MIN") == sum(
        line.fact.index_delta for line in mine
    )
    assert fold(sitting.game, sitting.facts) == sitting.state


def test_an_order_ruled_out_leaves_the_sheet_and_can_be_given_next_turn() -> None:
    sitting = with_control()
    before = sitting["ip.MIN"]
    sitting.do(CHANNEL).to(Step.ADJUDICATE).do(f"CTL: rule-out action=MIN-CHN {WHY}")
    assert sitting["ip.MIN"] == before
    assert sitting.state.sheet(SeatId("MIN")).orders == ()
    sitting.to(Step.NARRATE)
    assert sitting.state.came == ()
    sitting.to(Step.ORDERS, turn=2)
    assert "place MIN-CHN" in sitting.legal("MIN")
