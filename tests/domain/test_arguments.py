"""Matrix arguments: written in secret, weighed in the open, settled by dice, estimates, control or the room."""

import pytest
from tests.domain.arguing import ASK, EFFECT, RATED, argued, opened, with_control
from tests.rulings.sitting import at_orders

from northaxis.domain import facts as f
from northaxis.domain.arguments import argument_odds, concession, median, over_budget
from northaxis.domain.control_facts import ArgumentOpened, ArgumentSettled, Estimated, Method, NamedShift
from northaxis.domain.declassify import facts_for
from northaxis.domain.facts import CauseKind, Changed, Result, Step
from northaxis.domain.ids import ArgumentId, QuantityId, SeatId
from northaxis.domain.room import Argued, Argument
from northaxis.domain.rulings import Reason
from northaxis.domain.state import fold
from northaxis.domain.views import ArgumentView, view

ARGUE = 'KYI: argue claim="Villagers report every convoy" reasons="They want it over"'
SETTLE = "CTL: settle argument=T1-KYI"


def made(*strengths: int | None, against: tuple[int | None, ...] = ()) -> Argument:
    reasons = tuple(Argued(SeatId("KYI"), True, "so", strength) for strength in strengths)
    reasons += tuple(Argued(SeatId(f"S{n}"), False, "not so", strength) for n, strength in enumerate(against))
    shifts = (NamedShift(QuantityId("warning"), 2), NamedShift(QuantityId("unity"), -1))
    return Argument(ArgumentId("T1-KYI"), SeatId("KYI"), 1, "it is so", reasons, shifts=shifts)


def only(sitting_view: tuple[ArgumentView, ...]) -> ArgumentView:
    [one] = sitting_view
    return one


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pros", "cons", "need", "chance"),
    [((), (), 7, 58), ((2, 1), (), 4, 92), ((2, 2, 2), (), 3, 97), ((1,), (2, 2), 10, 17), ((), (2, 2, 2), 11, 8)],
)
def test_the_odds_are_seven_less_pros_plus_cons_and_never_further_than_four(
    pros: tuple[int, ...], cons: tuple[int, ...], need: int, chance: int
) -> None:
    found = argument_odds(made(*pros, against=cons))
    assert (found.need, found.chance) == (need, chance)


def test_a_reason_that_is_not_rated_counts_nothing_and_is_counted() -> None:
    found = argument_odds(made(2, None, against=(None, 1)))
    assert (found.pros, found.cons, found.unrated) == (2, 1, 2)


def test_what_is_conceded_is_a_point_against_the_first_effect_to_the_strongest_objector() -> None:
    assert concession(made(1, against=(1, 2, 2))) == NamedShift(QuantityId("warning"), -1)
    assert concession(made(1, against=(0, None))) is None


@pytest.mark.parametrize(("given", "middle"), [((40,), 40), ((10, 90, 30), 30), ((30, 61), 45), ((0, 100, 50, 52), 51)])
def test_the_median_is_in_the_middle(given: tuple[int, ...], middle: int) -> None:
    assert median(given) == middle


# --- on the sheet -------------------------------------------------------------------------------------------------


def test_an_argument_takes_a_place_on_the_sheet_and_a_point() -> None:
    sitting = with_control()
    purse = sitting["ip.KYI"]
    sitting.do(ARGUE, "KYI: place KYI-TDF")
    assert sitting["ip.KYI"] == purse - 1 - sitting.game.rules.actions["KYI-TDF"].cost  # type: ignore[index]
    assert sitting.refused("KYI: place KYI-KAL").reason is Reason.SHEET_FULL
    assert not view(sitting.state, SeatId("KYI")).may_argue


def test_an_argument_needs_a_free_place() -> None:
    sitting = with_control()
    for _ in range(view(sitting.state, SeatId("MOS")).allowed_orders):
        sitting.do(f"MOS: {next(text for text in sitting.legal('MOS') if text.startswith('place'))}")
    assert sitting.refused(ARGUE.replace("KYI:", "MOS:")).reason is Reason.SHEET_FULL


def test_a_seat_takes_its_argument_back_and_nothing_of_it_is_left() -> None:
    sitting, never = with_control(), with_control()
    sitting.do(ARGUE, f"{SETTLE.replace('CTL', 'KYI')} method=dropped")
    assert sitting.state.room.arguments == ()
    assert sitting.state.board == never.state.board
    sitting.do(ARGUE).to(Step.ADJUDICATE)
    mos = [x for x in facts_for(sitting.game, sitting.facts, SeatId("MOS")) if isinstance(x, ArgumentOpened)]
    assert [fact.argument for fact in mos] == ["T1-KYI"]


def test_nobody_but_its_owner_and_control_reads_it_before_the_sheets_are_open() -> None:
    sitting = with_control().do(ARGUE)
    for seat in (*sitting.game.rules.seats, "CTL", "PUB"):
        shown = bool(view(sitting.state, SeatId(seat)).arguments)
        told = any(isinstance(x, ArgumentOpened) for x in facts_for(sitting.game, sitting.facts, SeatId(seat)))
        assert shown is told is (seat in ("KYI", "CTL")), seat
    sitting.to(Step.ADJUDICATE)
    for seat in (*sitting.game.rules.seats, "CTL", "PUB"):
        opened_facts = [
            x for x in facts_for(sitting.game, sitting.facts, SeatId(seat)) if isinstance(x, ArgumentOpened)
        ]
        assert len(opened_facts) == len(view(sitting.state, SeatId(seat)).arguments) == 1, seat


def test_of_more_than_three_the_last_in_the_seats_order_lapse_with_their_price_back() -> None:
    sitting = with_control()
    purses = {seat: sitting[f"ip.{seat}"] for seat in ("MIN", "MOS", "KYI", "BEI", "WAR")}
    sitting.do(*(ARGUE.replace("KYI:", f"{seat}:") for seat in ("WAR", "BEI", "KYI", "MOS", "MIN")))
    sitting.to(Step.ADJUDICATE)
    stands = [one.seat for one in sitting.state.room.arguments if one.settled is None]
    order = [seat for seat in sitting.game.rules.initiative if seat in purses]
    assert sorted(stands, key=order.index) == order[:3]
    assert {seat for seat in purses if sitting[f"ip.{seat}"] == purses[seat]} == set(order[3:])


def test_without_control_nobody_argues() -> None:
    refused = at_orders().refused(ARGUE)
    assert (refused.reason, refused.rule) == (Reason.NOT_NOW, "R-9.6")
    assert not view(at_orders().state, SeatId("KYI")).may_argue


# --- weighed ------------------------------------------------------------------------------------------------------


def test_a_persons_reason_waits_for_control_and_a_bots_counts_as_valid() -> None:
    sitting = argued(
        'MOS: reason argument=T1-KYI supports=no text="They fear us more"',
        'VIL: reason argument=T1-KYI supports=yes text="We saw it ourselves"',
    )
    one = only(view(sitting.state, SeatId("BEI")).arguments)
    assert [(r.seat, r.supports, r.strength) for r in one.reasons] == [
        ("KYI", True, None), ("KYI", True, None), ("MOS", False, None), ("VIL", True, 1),
    ]  # fmt: skip
    assert one.may_reason
    assert not only(view(sitting.state, SeatId("MOS")).arguments).may_reason
    assert not only(view(sitting.state, SeatId("KYI")).arguments).may_reason


@pytest.mark.parametrize(
    ("shifts", "wrong"),
    [
        ((("warning", 3),), "one track moves by 2 at most"),
        ((("warning", 2), ("unity", 1), ("north", 1)), "holds 3 track points; this has 4"),
        ((("warning", 1), ("warning", 2)), "one track moves by 2 at most"),
        ((("sw_radar", 1),), "moves tracks alone"),
        ((("flag.attacked", 1),), "moves tracks alone"),
        ((("pressure", 1),), "moves tracks alone"),
        ((("warning", 0),), "would not move"),
        ((), "at least one track"),
        ((("warning", -2), ("unity", 1)), ""),
    ],
)
def test_an_effect_keeps_within_its_budget(shifts: tuple[tuple[str, int], ...], wrong: str) -> None:
    named = tuple(NamedShift(QuantityId(name), by) for name, by in shifts)
    found = over_budget(with_control().game.rules, named)
    assert wrong in found
    assert bool(wrong) is bool(found)


def test_the_room_sees_the_odds_before_the_roll() -> None:
    sitting = argued(EFFECT, *RATED)
    for seat in sitting.game.rules.seats:
        one = only(view(sitting.state, seat).arguments)
        assert (one.odds.need, one.odds.chance, one.odds.words) == (4, 92, "almost certain")
        assert one.shifts == (NamedShift(QuantityId("warning"), 1), NamedShift(QuantityId("unity"), 1))


# --- settled ------------------------------------------------------------------------------------------------------


def test_a_claim_that_holds_moves_what_was_named_in_its_seats_name() -> None:
    sitting = argued(EFFECT, *RATED, dice={"ARGT1-KYI": (2, 2)}).put(warning=2, unity=4).do(f"{SETTLE} method=dice")
    assert sitting.moves("T1-KYI", CauseKind.ARGUMENT) == ["warning +1", "unity +1"]
    assert {fact.cause.seat for fact in sitting.found(Changed)} == {"KYI"}
    assert sitting.found(ArgumentSettled) == [ArgumentSettled(ArgumentId("T1-KYI"), Method.DICE, True, 4)]
    [rolled] = sitting.found(f.Rolled)
    assert (rolled.need, rolled.base, rolled.success) == (4, 7, True)


@pytest.mark.parametrize(("dice", "moved"), [((3, 3), []), ((2, 2), []), ((1, 1), ["warning -1"])])
def test_a_claim_that_fails_by_four_gives_a_point_to_the_strongest_objector(
    dice: tuple[int, int], moved: list[str]
) -> None:
    sitting = argued(EFFECT, dice={"ARGT1-KYI": dice}).put(warning=2)
    sitting.do(
        "CTL: rate argument=T1-KYI place=0 strength=0",
        "CTL: rate argument=T1-KYI place=1 strength=1",
        'MOS: reason argument=T1-KYI supports=no text="No"',
        "CTL: rate argument=T1-KYI place=2 strength=1",
    ).do(f"{SETTLE} method=dice")
    assert sitting.moves() == moved
    assert {fact.cause.seat for fact in sitting.found(Changed)} <= {"MOS"}


@pytest.mark.parametrize(
    ("estimates", "draw", "success", "thrown"),
    [
        ((65, 70, 60), 0, True, 0),
        ((35, 20, 90), 0, False, 0),
        ((50, 40, 60), 0, True, 1),
        ((50, 40, 60), (1 << 32) - 1, False, 100),
        ((50, 40, 60), (1 << 31) - 1, True, 50),
    ],
)
def test_the_rooms_median_settles_a_claim_or_is_thrown_under(
    estimates: tuple[int, int, int], draw: int, success: bool, thrown: int
) -> None:
    sitting = argued(EFFECT, ASK, draws={"ARGT1-KYI": draw})
    for seat, percent in zip(("MOS", "MIN", "KYI"), estimates, strict=True):
        sitting.do(f"{seat}: estimate argument=T1-KYI percent={percent}")
    sitting.do(f"{SETTLE} method=estimate")
    [settled] = sitting.found(ArgumentSettled)
    assert (settled.success, settled.thrown, settled.percent) == (success, thrown, sorted(estimates)[1])
    assert bool(sitting.found(Changed)) is success


def test_estimates_of_others_are_shown_when_the_argument_is_settled() -> None:
    sitting = argued(EFFECT, "MOS: estimate argument=T1-KYI percent=20", "MIN: estimate argument=T1-KYI percent=90")
    sitting.do("MOS: estimate argument=T1-KYI percent=30")

    def told(seat: str) -> list[tuple[str, int]]:
        facts = facts_for(sitting.game, sitting.facts, SeatId(seat))
        return [(fact.seat, fact.percent) for fact in facts if isinstance(fact, Estimated)]

    assert told("BEI") == told("PUB") == []
    assert told("MOS") == [("MOS", 20), ("MOS", 30)]
    assert only(view(sitting.state, SeatId("MIN")).arguments).estimates == ()
    assert only(view(sitting.state, SeatId("MIN")).arguments).own_estimate == 90
    assert len(only(view(sitting.state, SeatId("CTL")).arguments).estimates) == 2
    sitting.do(ASK, f"{SETTLE} method=estimate")
    order = [seat for seat in sitting.game.rules.initiative if seat in ("MOS", "MIN")]
    assert told("BEI") == [(seat, {"MOS": 30, "MIN": 90}[seat]) for seat in order]
    assert dict(only(view(sitting.state, SeatId("BEI")).arguments).estimates) == {"MOS": 30, "MIN": 90}


@pytest.mark.parametrize("method", ["free", "consensus"])
def test_control_or_the_room_says_whether_a_claim_holds(method: str) -> None:
    sitting = argued(EFFECT).do(f'{SETTLE} method={method} success=yes why="nobody doubts it"')
    assert sitting.moves() == ["warning +1", "unity +1"]
    assert only(view(sitting.state, SeatId("BEI")).arguments).why == "nobody doubts it"
    failed = argued().do(f'{SETTLE} method={method} success=no why="they are gone"')
    assert failed.moves() == []


def test_a_dropped_argument_and_one_that_nobody_settles_give_the_point_back() -> None:
    purse = with_control()["ip.KYI"]
    assert argued()["ip.KYI"] == purse - 1
    assert argued(f'{SETTLE} method=dropped why="out of role"')["ip.KYI"] == purse
    lapsed = argued().to(Step.NARRATE)
    assert lapsed["ip.KYI"] == purse
    [one] = lapsed.state.room.arguments
    assert one.settled is not None
    assert one.settled.method is Method.DROPPED


# --- an order argued out ------------------------------------------------------------------------------------------

CHANNEL = ("MIN: place MIN-CHN",)
METHOD = 'CTL: method action=MIN-CHN method=argument why="let us hear it"'
BOUND = "CTL: settle argument=T1-MIN-CHN"


def test_an_order_succeeds_or_fails_with_its_argument() -> None:
    for success, result in (("yes", Result.OK), ("no", Result.FAIL)):
        sitting = opened(*CHANNEL).do(METHOD, f'{BOUND} method=consensus success={success} why="so said the room"')
        sitting.to(Step.NARRATE)
        assert [one.result for one in sitting.state.came] == [result]
        assert not any(isinstance(fact, f.Rolled) and fact.name == "MIN-CHN" for fact in sitting.facts)


def test_the_seat_whose_order_is_argued_may_speak_for_it_and_its_effects_stand() -> None:
    sitting = opened(*CHANNEL).do(METHOD, 'MIN: reason argument=T1-MIN-CHN supports=yes text="They trust the man"')
    assert sitting.refused("CTL: effect argument=T1-MIN-CHN shifts=unity+1").reason is Reason.REQUIREMENT
    sitting.do("CTL: rate argument=T1-MIN-CHN place=0 strength=2", f"{BOUND} method=dice")
    assert [one.action for one in sitting.state.room.handlings] == ["MIN-CHN"]
    assert sitting.state.room.handlings[0].success is not None


def test_an_order_whose_argument_is_dropped_goes_back_to_its_dice() -> None:
    sitting = opened(*CHANNEL).do(METHOD, f'{BOUND} method=dropped why="no time"').to(Step.NARRATE)
    assert any(isinstance(fact, f.Rolled) and fact.name == "MIN-CHN" for fact in sitting.facts)
    again = opened(*CHANNEL).do(METHOD, 'CTL: method action=MIN-CHN method=dice why="no time"', METHOD)
    assert [one.id for one in again.state.room.arguments] == ["T1-MIN-CHN", "T1-MIN-CHN-2"]


def test_what_an_argument_has_decided_is_not_decided_again_before_the_phase() -> None:
    sitting = opened(*CHANNEL).do(METHOD, f'{BOUND} method=free success=yes why="so"')
    assert sitting.refused('CTL: method action=MIN-CHN method=dice why="again"').reason is Reason.ALREADY_DONE


def test_the_journal_of_an_argument_folds_to_its_state() -> None:
    sitting = argued(EFFECT, *RATED, "MOS: estimate argument=T1-KYI percent=20", f"{SETTLE} method=dice")
    assert fold(sitting.game, sitting.facts) == sitting.state
