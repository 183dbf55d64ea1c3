"""R-9.4 to R-9.8: orders decided another way, outcomes replaced, arguments, orders out of role."""

import pytest
from tests.domain.arguing import EFFECT, RATED, argued, opened, with_control
from tests.rulings.sitting import Sitting

from northaxis.domain.control_facts import Code, Intervened, OrderOverruled, OrderRuledOut
from northaxis.domain.declassify import facts_for
from northaxis.domain.facts import Changed, Rolled, Step
from northaxis.domain.ids import SeatId
from northaxis.domain.rulings import Reason
from northaxis.domain.views import view
from northaxis.journal.codec import decode, encode

WHY = 'why="because it is so"'
CHANNEL, STRIKE = "MIN: place MIN-CHN", "KYI: place KYI-STR @sw_radar"


def resolved(dice: tuple[int, int] = (6, 6)) -> Sitting:
    """Minsk's back channel, resolved with these dice."""
    return opened(CHANNEL, dice={"MIN-CHN": dice}).put(pull_kyiv=5, pull_moscow=5).to(Step.NARRATE)


# --- R-9.4 --------------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.4")
@pytest.mark.parametrize("by", [-2, -1, 1, 2])
def test_control_shifts_the_need_of_a_semi_rigid_order_for_a_token_and_with_a_reason(by: int) -> None:
    sitting = opened(CHANNEL)
    left = view(sitting.state, SeatId("KYI")).tokens_left
    sitting.do(f'CTL: shift action=MIN-CHN by={by} code=REALISM why="the courier is known"')
    [stepped] = sitting.found(Intervened)
    assert (stepped.what, stepped.about, stepped.code, stepped.token) == ("shift", "MIN-CHN", Code.REALISM, True)
    assert (stepped.was, stepped.now, stepped.why) == ("need 7", f"need {7 + by}", "the courier is known")
    assert view(sitting.state, SeatId("KYI")).tokens_left == left - 1


@pytest.mark.ruling("R-9.4")
@pytest.mark.parametrize(
    ("act", "reason", "rule"),
    [
        ("CTL: shift action=MIN-CHN by=1 code=REALISM why=' '", Reason.BAD_TERMS, "R-9.4"),
        (f"CTL: shift action=MIN-CHN by=3 code=REALISM {WHY}", Reason.BAD_TERMS, "R-9.4"),
        (f"CTL: shift action=MIN-CHN by=0 code=REALISM {WHY}", Reason.BAD_TERMS, "R-9.4"),
        (f"CTL: shift action=MIN-BEI by=1 code=REALISM {WHY}", Reason.UNKNOWN, "R-9.4"),
        (f"CTL: shift action=NO-SUCH by=1 code=REALISM {WHY}", Reason.UNKNOWN, "R-9.4"),
        (f"KYI: shift action=MIN-CHN by=1 code=REALISM {WHY}", Reason.NOT_YOURS, "R-9.1"),
        ("CTL: method action=MIN-CHN method=free why=''", Reason.BAD_TERMS, "R-9.4"),
        (f"CTL: method action=MIN-CHN method=dice {WHY}", Reason.ALREADY_DONE, "R-9.4"),
        (f"CTL: method action=MIN-CHN method=estimate {WHY}", Reason.BAD_TERMS, "R-9.4"),
        ("CTL: decide action=MIN-CHN success=yes method=free why=''", Reason.BAD_TERMS, "R-9.4"),
        (f"CTL: decide action=MIN-CHN success=yes method=dice {WHY}", Reason.BAD_TERMS, "R-9.4"),
    ],
)
def test_before_the_dice_some_things_are_refused(act: str, reason: Reason, rule: str) -> None:
    refused = opened(CHANNEL).refused(act)
    assert (refused.reason, refused.rule) == (reason, rule)


@pytest.mark.ruling("R-9.4")
def test_a_rigid_need_stands_and_a_need_is_shifted_once() -> None:
    sitting = with_control().put({"pull_kyiv": 8}).do(STRIKE, CHANNEL).to(Step.ADJUDICATE)
    refused = sitting.refused(f"CTL: shift action=KYI-STR target=sw_radar by=1 code=REALISM {WHY}")
    assert (refused.reason, refused.rule) == (Reason.REQUIREMENT, "R-9.4")
    sitting.do(f"CTL: shift action=MIN-CHN by=1 code=REALISM {WHY}")
    assert sitting.refused(f"CTL: shift action=MIN-CHN by=1 code=REALISM {WHY}").reason is Reason.ALREADY_DONE


@pytest.mark.ruling("R-9.4")
def test_nothing_is_shifted_before_the_sheets_are_open_or_after_the_dice() -> None:
    shift = f"CTL: shift action=MIN-CHN by=1 code=REALISM {WHY}"
    assert with_control().do(CHANNEL).refused(shift).reason is Reason.NOT_NOW
    assert resolved().refused(shift).reason is Reason.NOT_NOW


@pytest.mark.ruling("R-9.4")
def test_without_a_token_nothing_is_shifted() -> None:
    sitting = with_control("S1").do(CHANNEL).to(Step.ADJUDICATE)
    refused = sitting.refused(f"CTL: shift action=MIN-CHN by=1 code=REALISM {WHY}")
    assert (refused.reason, refused.rule) == (Reason.CANNOT_PAY, "R-9.3")


# --- R-9.5 --------------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.5")
@pytest.mark.parametrize(("code", "token"), [("ERROR", 0), ("LEARNING", 1)])
def test_an_outcome_is_replaced_as_an_error_for_nothing_and_for_learning_with_a_token(code: str, token: int) -> None:
    sitting = resolved()
    left = view(sitting.state, SeatId("MIN")).tokens_left
    sitting.do(f"CTL: overrule action=MIN-CHN success=no code={code} {WHY}")
    assert view(sitting.state, SeatId("MIN")).tokens_left == left - token
    for seat in (*sitting.game.rules.seats, "PUB"):
        seen = facts_for(sitting.game, sitting.facts, SeatId(seat))
        assert any(isinstance(fact, Intervened) and fact.code == code for fact in seen)
        assert any(isinstance(fact, OrderOverruled) for fact in seen)


@pytest.mark.ruling("R-9.5")
def test_the_dice_themselves_are_never_changed() -> None:
    sitting = resolved()
    rolls = [fact for fact in sitting.facts if isinstance(fact, Rolled)]
    sitting.do(f"CTL: overrule action=MIN-CHN success=no code=ERROR {WHY}")
    assert [fact for fact in sitting.facts if isinstance(fact, Rolled)] == rolls
    assert {fact.cause.id for fact in sitting.found(Changed)} == {"ERROR"}


@pytest.mark.ruling("R-9.5")
@pytest.mark.parametrize(
    ("act", "reason", "rule"),
    [
        (f"CTL: overrule action=MIN-CHN success=no code=REALISM {WHY}", Reason.BAD_TERMS, "R-9.5"),
        (f"CTL: overrule action=MIN-CHN success=no code=SAFETY {WHY}", Reason.BAD_TERMS, "R-9.5"),
        ("CTL: overrule action=MIN-CHN success=no code=ERROR why=''", Reason.BAD_TERMS, "R-9.4"),
        (f"CTL: overrule action=MIN-CHN success=yes code=ERROR {WHY}", Reason.ALREADY_DONE, "R-9.5"),
        (f"CTL: overrule action=KYI-TDF success=yes code=ERROR {WHY}", Reason.NOT_NOW, "R-9.5"),
        (f"MIN: overrule action=MIN-CHN success=no code=ERROR {WHY}", Reason.NOT_YOURS, "R-9.1"),
    ],
)
def test_other_replacements_are_refused(act: str, reason: Reason, rule: str) -> None:
    refused = resolved().refused(act)
    assert (refused.reason, refused.rule) == (reason, rule)


@pytest.mark.ruling("R-9.5")
def test_an_outcome_is_replaced_in_its_own_turn_alone() -> None:
    overrule = f"CTL: overrule action=MIN-CHN success=no code=ERROR {WHY}"
    assert resolved().to(Step.TURN_END).refused(overrule).reason is Reason.NOT_NOW
    assert resolved().to(Step.ORDERS, turn=2).refused(overrule).reason is Reason.NOT_NOW
    assert opened(CHANNEL).refused(overrule).reason is Reason.NOT_NOW


# --- R-9.6 --------------------------------------------------------------------------------------------------------

ARGUE = 'KYI: argue claim="It is so" reasons="We saw it"'


@pytest.mark.ruling("R-9.6")
def test_an_argument_takes_one_order_and_one_point_and_a_seat_has_one_a_turn() -> None:
    sitting = with_control()
    purse = sitting["ip.KYI"]
    sitting.do(ARGUE)
    assert sitting["ip.KYI"] == purse - 1
    refused = sitting.refused(ARGUE)
    assert (refused.reason, refused.rule) == (Reason.ALREADY_DONE, "R-9.6")
    placed = 0
    while places := [text for text in sitting.legal("KYI") if text.startswith("place")]:
        sitting.do(f"KYI: {places[0]}")
        placed += 1
    assert placed < view(sitting.state, SeatId("KYI")).allowed_orders
    assert ARGUE not in sitting.to(Step.ADJUDICATE).legal("KYI")


@pytest.mark.ruling("R-9.6")
def test_three_arguments_a_table_and_turn_are_weighed() -> None:
    sitting = with_control().do(*(ARGUE.replace("KYI:", f"{seat}:") for seat in ("MIN", "MOS", "KYI", "BEI")))
    sitting.to(Step.ADJUDICATE)
    assert sum(one.settled is None for one in sitting.state.room.arguments) == 3


@pytest.mark.ruling("R-9.6")
@pytest.mark.parametrize(("strong", "need"), [((2, 1), 4), ((0, 0), 7), ((2, 2), 3)])
def test_the_need_is_seven_less_pros_plus_cons(strong: tuple[int, int], need: int) -> None:
    sitting = argued(EFFECT, *(f"CTL: rate argument=T1-KYI place={n} strength={s}" for n, s in enumerate(strong)))
    sitting.do("CTL: settle argument=T1-KYI method=dice")
    assert sitting.rolls()["ARGT1-KYI"].need == need


@pytest.mark.ruling("R-9.6")
@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("CTL: effect argument=T1-KYI shifts=warning+2 shifts=unity+2", Reason.BAD_TERMS),
        ("CTL: effect argument=T1-KYI shifts=warning+3", Reason.BAD_TERMS),
        ("CTL: effect argument=T1-KYI shifts=sw_radar-1", Reason.BAD_TERMS),
        ("CTL: effect argument=T1-KYI shifts=flag.attacked+1", Reason.BAD_TERMS),
        ("CTL: settle argument=T1-KYI method=dice", Reason.REQUIREMENT),
        ("CTL: settle argument=T1-KYI method=estimate", Reason.REQUIREMENT),
        ("CTL: settle argument=T1-KYI method=free why=so", Reason.BAD_TERMS),
        ("CTL: settle argument=T1-KYI method=argument why=so", Reason.BAD_TERMS),
        ("CTL: settle argument=T1-KYI method=free success=yes why=so", Reason.REQUIREMENT),
        ("KYI: settle argument=T1-KYI method=dropped", Reason.NOT_NOW),
        ("MOS: settle argument=T1-KYI method=dropped", Reason.NOT_YOURS),
        ('KYI: reason argument=T1-KYI supports=yes text="more"', Reason.NOT_YOURS),
        ('CTL: reason argument=T1-KYI supports=yes text="more"', Reason.NOT_YOURS),
        ('MOS: reason argument=T1-MOS supports=yes text="more"', Reason.UNKNOWN),
        ("MOS: reason argument=T1-KYI supports=yes text=''", Reason.BAD_TERMS),
        ("MOS: estimate argument=T1-KYI percent=101", Reason.BAD_TERMS),
        ("CTL: rate argument=T1-KYI place=2 strength=1", Reason.UNKNOWN),
        ("CTL: rate argument=T1-KYI place=0 strength=3", Reason.BAD_TERMS),
        ("MOS: rate argument=T1-KYI place=0 strength=2", Reason.NOT_YOURS),
    ],
)
def test_what_an_argument_does_not_allow_is_refused(act: str, reason: Reason) -> None:
    assert argued().refused(act).reason is reason


@pytest.mark.ruling("R-9.6")
@pytest.mark.parametrize(
    "words",
    [
        "claim='' reasons=so",
        "claim=so reasons=''",
        "claim=so reasons=a reasons=b reasons=c reasons=d",
        f"claim={'x' * 601} reasons=so",
    ],
)
def test_a_claim_has_words_and_one_to_three_reasons(words: str) -> None:
    refused = with_control().refused(f"KYI: argue {words}")
    assert (refused.reason, refused.rule) == (Reason.BAD_TERMS, "R-9.6")


@pytest.mark.ruling("R-9.6")
def test_an_argument_is_written_before_the_seal_and_settled_once() -> None:
    sealed = with_control().do("KYI: seal")
    assert sealed.refused(ARGUE).reason is Reason.SEALED
    assert with_control().to(Step.ADJUDICATE).refused(ARGUE).reason is Reason.NOT_NOW
    sitting = argued(EFFECT, *RATED, "CTL: settle argument=T1-KYI method=dice")
    assert sitting.refused("CTL: settle argument=T1-KYI method=dice").reason is Reason.ALREADY_DONE
    assert sitting.refused("MOS: estimate argument=T1-KYI percent=1").reason is Reason.ALREADY_DONE


# --- R-9.8 --------------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.8")
def test_an_order_out_of_role_leaves_the_sheet_and_its_whole_cost_comes_back() -> None:
    sitting = with_control().put({"pull_kyiv": 8})
    purse = sitting["ip.KYI"]
    sitting.do(STRIKE).to(Step.ADJUDICATE).do(f"CTL: rule-out action=KYI-STR target=sw_radar {WHY}")
    assert sitting.found(OrderRuledOut)[0].refund == 2
    assert sitting["ip.KYI"] == purse
    assert not any(isinstance(fact, Rolled) for fact in sitting.to(Step.NARRATE).last)


@pytest.mark.ruling("R-9.8")
def test_an_order_is_ruled_out_before_its_phase_with_a_reason_by_control() -> None:
    rule_out = f"CTL: rule-out action=MIN-CHN {WHY}"
    assert opened(CHANNEL).refused("CTL: rule-out action=MIN-CHN why=''").reason is Reason.BAD_TERMS
    assert opened(CHANNEL).refused(rule_out.replace("CTL", "KYI")).reason is Reason.NOT_YOURS
    assert resolved().refused(rule_out).reason is Reason.NOT_NOW
    assert with_control().do(CHANNEL).refused(rule_out).reason is Reason.NOT_NOW


@pytest.mark.ruling("R-9.5")
def test_everything_a_replaced_outcome_writes_down_can_be_stored() -> None:
    sitting = resolved().do(f"CTL: overrule action=MIN-CHN success=no code=ERROR {WHY}")
    assert all(decode(encode(fact)) == fact for fact in sitting.facts)
