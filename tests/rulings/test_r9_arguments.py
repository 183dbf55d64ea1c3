"""R-9.13 to R-9.15: arguments whispered to control, projects that have to hold twice, the room asked for estimates."""

import pytest
from tests.domain.arguing import ASK, EFFECT, RATED, argued, opened, with_control
from tests.rulings.sitting import Sitting

from northaxis.domain import facts as f
from northaxis.domain.arguments import argument_odds
from northaxis.domain.declassify import IN_SECRET, SeenFact, facts_for
from northaxis.domain.facts import Cause, CauseKind, Changed, Step
from northaxis.domain.ids import ArgumentId, SeatId
from northaxis.domain.ledger import Ledger, by_seat
from northaxis.domain.room import Project
from northaxis.domain.rulings import Reason
from northaxis.domain.state import fold
from northaxis.domain.views import ArgumentView, view
from northaxis.journal.codec import decode, encode

KYI, MOS = SeatId("KYI"), SeatId("MOS")
WHISPER = 'KYI: argue claim="A clerk sells us the rota" reasons="He has debts" secret=yes'
CON = 'CTL: reason argument=T1-KYI supports=no text="He is watched"'
SETTLE = "CTL: settle argument=T1-KYI"
WHY = 'why="so it is"'


def whispered(*acts: str, dice: tuple[int, int] = (3, 4), orders: tuple[str, ...] = ()) -> Sitting:
    """Kyiv's argument in secret lies before control; then these acts."""
    return opened(WHISPER, *orders, dice={"ARGT1-KYI": dice}).do(*acts)


WEIGHED = (
    CON,
    "CTL: rate argument=T1-KYI place=0 strength=1",
    "CTL: rate argument=T1-KYI place=1 strength=1",
    "CTL: effect argument=T1-KYI shifts=warning+1 shifts=unity+1",
)
"""Objected to, rated evenly, its effect named."""


def strangers(sitting: Sitting) -> list[SeatId]:
    return [SeatId(seat) for seat in (*sitting.game.rules.seats, "PUB") if seat != KYI]


def shown(sitting: Sitting, seat: str) -> tuple[SeenFact, ...]:
    return facts_for(sitting.game, sitting.facts, SeatId(seat))


def heard(sitting: Sitting, seat: str) -> list[str]:
    """The kinds of facts about arguments, or that name one, that a seat is shown."""
    return [type(fact).__name__ for fact in shown(sitting, seat) if "T1-KYI" in repr(fact)]


def only(sitting: Sitting, seat: str) -> ArgumentView:
    [one] = view(sitting.state, SeatId(seat)).arguments
    return one


# --- in secret ---------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.13")
def test_an_argument_in_secret_takes_a_place_and_a_point_and_only_its_seat_and_control_know_of_it() -> None:
    sitting = with_control()
    purse = sitting["ip.KYI"]
    sitting.do(WHISPER)
    assert sitting["ip.KYI"] == purse - 1
    assert sitting.refused(WHISPER).reason is Reason.ALREADY_DONE
    sitting.to(Step.ADJUDICATE).do(*WEIGHED)
    for seat in strangers(sitting):
        assert view(sitting.state, seat).arguments == ()
        assert heard(sitting, seat) == []
    for knows in ("KYI", "CTL"):
        assert only(sitting, knows).secret
        assert [r.seat for r in only(sitting, knows).reasons] == ["KYI", "CTL"]
    assert heard(sitting, "KYI") == [
        "ArgumentOpened", "Changed", "ReasonAdded", "ReasonRated", "ReasonRated", "EffectNamed",
    ]  # fmt: skip


@pytest.mark.ruling("R-9.13")
def test_when_it_holds_its_tracks_move_before_all_in_nobodys_name() -> None:
    sitting = whispered(*WEIGHED).put(warning=2, unity=4).do(f"{SETTLE} method=dice")
    assert sitting.moves("T1-KYI", CauseKind.ARGUMENT) == ["warning +1", "unity +1"]
    for seat in strangers(sitting):
        moved = [fact for fact in shown(sitting, seat)[-2:] if isinstance(fact, Changed)]
        assert [(fact.quantity, fact.cause) for fact in moved] == [
            ("warning", Cause(CauseKind.ARGUMENT, IN_SECRET)),
            ("unity", Cause(CauseKind.ARGUMENT, IN_SECRET)),
        ]
        assert heard(sitting, seat) == []
    assert heard(sitting, "KYI")[-4:] == ["Rolled", "ArgumentSettled", "Changed", "Changed"]


@pytest.mark.ruling("R-9.13")
def test_an_account_of_others_adds_up_and_does_not_name_the_seat() -> None:
    sitting = whispered(*WEIGHED).do(f"{SETTLE} method=free success=yes {WHY}")
    whole = Ledger.of(sitting.game, sitting.facts)
    theirs = Ledger.of(sitting.game, shown(sitting, "MIN"))
    assert theirs.total == whole.total == sitting.state.index
    assert ("KYI" in dict(by_seat(whole.of_turn(1).root(within=whole)))) is any(
        fact.index_delta for fact in sitting.found(Changed)
    )
    assert KYI not in dict(by_seat(theirs.of_turn(1).root(within=theirs)))


@pytest.mark.ruling("R-9.13")
@pytest.mark.parametrize(
    "end",
    [
        f"{SETTLE} method=dice",
        f"{SETTLE} method=free success=no {WHY}",
        f"{SETTLE} method=dropped {WHY}",
        "CTL: go on",
    ],
)
def test_of_one_that_fails_is_dropped_or_lapses_nothing_is_ever_seen_in_play(end: str) -> None:
    sitting, never = whispered(*WEIGHED, dice=(1, 1)), opened()
    sitting.do(end).to(Step.ORDERS, turn=2)
    never.to(Step.ORDERS, turn=2)
    for seat in strangers(sitting):
        assert shown(sitting, seat) == shown(never, seat)
        assert view(sitting.state, seat) == view(never.state, seat)


@pytest.mark.ruling("R-9.13")
def test_a_bad_failure_concedes_nothing_since_no_seat_objected() -> None:
    sitting = whispered(*WEIGHED, dice=(1, 1)).do(f"{SETTLE} method=dice")
    assert sitting.moves() == []
    assert only(sitting, "KYI").concession is None


@pytest.mark.ruling("R-9.13")
def test_it_is_not_one_of_the_three_of_the_table() -> None:
    claim = 'argue claim="It is so" reasons="We saw it"'
    sitting = with_control().do(*(f"{seat}: {claim}" for seat in ("MIN", "MOS", "BEI")), WHISPER)
    sitting.to(Step.ADJUDICATE)
    assert all(one.settled is None for one in sitting.state.room.arguments)
    assert len(view(sitting.state, SeatId("WAS")).arguments) == 3


@pytest.mark.ruling("R-9.13")
def test_the_reason_control_gives_for_settling_it_is_for_its_seat_alone() -> None:
    sitting = whispered(*WEIGHED).do(f'{SETTLE} method=free success=no why="the clerk was moved"')
    [word] = sitting.found(f.Intervened)
    assert not word.open
    assert only(sitting, "KYI").why == "the clerk was moved"
    for seat in strangers(sitting):
        assert not any(isinstance(fact, f.Intervened) for fact in shown(sitting, seat))
    assert word in shown(sitting, "KYI")


@pytest.mark.ruling("R-9.13")
def test_all_of_it_is_open_when_play_is_over() -> None:
    sitting = whispered(*WEIGHED, f"{SETTLE} method=dice").do('CTL: end why="the bell"')
    assert heard(sitting, "MIN") == heard(sitting, "CTL")
    assert only(sitting, "MIN").claim == "A clerk sells us the rota"


@pytest.mark.ruling("R-9.13")
def test_control_gives_the_reasons_against_it_and_one_at_least_before_the_dice() -> None:
    sitting = whispered("CTL: rate argument=T1-KYI place=0 strength=2", WEIGHED[-1])
    refused = sitting.refused(f"{SETTLE} method=dice")
    assert (refused.reason, refused.rule) == (Reason.REQUIREMENT, "R-9.13")
    sitting.do(*(CON.replace("watched", f"watched by {n}") for n in range(3)))
    assert sitting.refused(CON).rule == "R-9.13"
    assert sitting.refused(f"{SETTLE} method=dice").reason is Reason.REQUIREMENT  # three are not rated
    sitting.do(*(f"CTL: rate argument=T1-KYI place={n} strength=1" for n in (1, 2, 3)))
    assert argument_odds(sitting.state.room.arguments[0]).need == 7 - (2 - 3)


@pytest.mark.ruling("R-9.13")
@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ('MOS: reason argument=T1-KYI supports=no text="We know"', Reason.UNKNOWN),
        ("MOS: estimate argument=T1-KYI percent=10", Reason.UNKNOWN),
        ('KYI: reason argument=T1-KYI supports=yes text="And more"', Reason.NOT_YOURS),
        ("KYI: estimate argument=T1-KYI percent=10", Reason.REQUIREMENT),
        ('CTL: reason argument=T1-KYI supports=yes text="He has"', Reason.BAD_TERMS),
        ("CTL: reason argument=T1-KYI supports=no text=''", Reason.BAD_TERMS),
        ("CTL: ask-estimates argument=T1-KYI", Reason.REQUIREMENT),
        (f"{SETTLE} method=estimate", Reason.BAD_TERMS),
        (f"{SETTLE} method=consensus success=yes {WHY}", Reason.BAD_TERMS),
    ],
)
def test_what_an_argument_in_secret_does_not_allow_is_refused(act: str, reason: Reason) -> None:
    assert whispered(*WEIGHED).refused(act).reason is reason


@pytest.mark.ruling("R-9.13")
def test_who_asks_about_one_in_secret_hears_what_who_asks_about_none_hears() -> None:
    for act in ('reason argument=T1-KYI supports=no text="x"', "estimate argument=T1-KYI percent=1",
                "settle argument=T1-KYI method=dropped"):  # fmt: skip
        assert whispered().refused(f"MOS: {act}") == opened().refused(f"MOS: {act}")
    assert whispered().refused(f"MOS: {act}").reason is Reason.NOT_YOURS


@pytest.mark.ruling("R-9.13")
def test_one_taken_back_before_the_seal_leaves_nothing() -> None:
    sitting, never = with_control(), with_control()
    sitting.do(WHISPER, f"{SETTLE.replace('CTL', 'KYI')} method=dropped")
    assert sitting.state.room.arguments == ()
    for seat in strangers(sitting):
        assert shown(sitting, seat) == shown(never, seat)


# --- big projects ------------------------------------------------------------------------------------------

BIG = "CTL: effect argument=T1-KYI shifts=warning+4 shifts=unity+2 project=yes"
PURSUE = 'KYI: pursue project=T1-KYI reasons="The money is there"'
AGAIN = ("CTL: rate argument=T2-KYI place=0 strength=1",)


def begun(dice: tuple[int, int] = (6, 6), then: tuple[int, int] = (6, 6)) -> Sitting:
    """A big project that has held once, in turn 1; the dice of the second turn are `then`."""
    sitting = argued(BIG, *RATED, dice={"ARGT1-KYI": dice, "ARGT2-KYI": then})
    return sitting.put(warning=0, unity=3).do(f"{SETTLE} method=dice")


def tried_again(then: tuple[int, int]) -> Sitting:
    sitting = begun(then=then).to(Step.ORDERS, turn=2).do(PURSUE).to(Step.ADJUDICATE).do(*AGAIN)
    return sitting.put(warning=0, unity=3)


@pytest.mark.ruling("R-9.14")
def test_an_effect_over_the_budget_is_named_as_a_project_and_only_up_to_twice_as_much() -> None:
    sitting = argued()
    for shifts in ("shifts=warning+5", "shifts=warning+4 shifts=unity+3", "shifts=sw_radar+1", ""):
        act = f"CTL: effect argument=T1-KYI {shifts or 'shifts=warning+0'} project=yes"
        assert sitting.refused(act).reason is Reason.BAD_TERMS, act
    small = sitting.refused("CTL: effect argument=T1-KYI shifts=warning+2 shifts=unity+1 project=yes")
    assert (small.rule, "within the budget" in small.detail) == ("R-9.14", True)
    assert "a big project" in sitting.refused(BIG.replace(" project=yes", "")).detail
    assert only(sitting.do(BIG), "MIN").is_big


@pytest.mark.ruling("R-9.14")
def test_the_first_success_moves_nothing_and_makes_a_project_that_stands_before_all() -> None:
    sitting = begun()
    assert sitting.moves() == []
    assert sitting.found(f.ProjectBegun) == [f.ProjectBegun(ArgumentId("T1-KYI"))]
    sitting.to(Step.ORDERS, turn=2)
    for seat in (*sitting.game.rules.seats, "PUB"):
        [project] = view(sitting.state, SeatId(seat)).projects
        assert (project.id, project.seat, project.turn) == ("T1-KYI", "KYI", 1)
    [same] = sitting.state.room.projects
    assert same == Project(ArgumentId("T1-KYI"), KYI, 1, "Villagers report every convoy", same.shifts)


@pytest.mark.ruling("R-9.14")
def test_it_happens_when_it_has_held_in_another_turn_and_every_point_keeps_its_cause() -> None:
    sitting = tried_again((6, 6)).do("CTL: settle argument=T2-KYI method=dice")
    assert sitting.moves("T2-KYI", CauseKind.ARGUMENT) == ["warning +4", "unity +2"]
    assert {fact.cause.seat for fact in sitting.found(Changed)} == {"KYI"}
    assert sitting.found(f.ProjectEnded) == [f.ProjectEnded(ArgumentId("T1-KYI"), ArgumentId("T2-KYI"), True)]
    assert sitting.state.room.projects == ()
    ledger = Ledger.of(sitting.game, sitting.facts)
    assert ledger.total == sitting.state.index
    assert sitting.to(Step.ORDERS, turn=3).refused(PURSUE).reason is Reason.UNKNOWN


@pytest.mark.ruling("R-9.14")
def test_it_is_taken_up_again_by_its_seat_for_a_place_and_a_point_with_new_reasons() -> None:
    sitting = begun().to(Step.ORDERS, turn=2)
    purse = sitting["ip.KYI"]
    assert (refused := sitting.refused(PURSUE.replace("KYI:", "MOS:"))).reason is Reason.UNKNOWN
    assert refused.rule == "R-9.14"
    assert sitting.refused(PURSUE.replace('"The money is there"', "''")).reason is Reason.BAD_TERMS
    sitting.do(PURSUE)
    assert sitting["ip.KYI"] == purse - 1
    assert sitting.refused('KYI: argue claim="More" reasons="so"').reason is Reason.ALREADY_DONE
    assert view(sitting.state, MOS).arguments == ()
    sitting.to(Step.ADJUDICATE)
    one = only(sitting, "MOS")
    assert (one.claim, one.project, one.is_big) == ("Villagers report every convoy", "T1-KYI", True)
    assert [reason.text for reason in one.reasons] == ["The money is there"]
    assert one.shifts is not None
    refused = sitting.refused("CTL: effect argument=T2-KYI shifts=warning+1")
    assert (refused.reason, refused.rule) == (Reason.REQUIREMENT, "R-9.14")


@pytest.mark.ruling("R-9.14")
@pytest.mark.parametrize(("then", "stands"), [((1, 2), True), ((1, 1), False)])
def test_a_failure_leaves_it_standing_and_one_by_four_or_more_ends_it(then: tuple[int, int], stands: bool) -> None:
    sitting = tried_again(then)
    if not stands:
        sitting.do('MOS: reason argument=T2-KYI supports=no text="No"', "CTL: rate argument=T2-KYI place=1 strength=1")
    sitting.put(warning=2).do("CTL: settle argument=T2-KYI method=dice")
    assert bool(sitting.state.room.projects) is stands
    assert sitting.moves() == ([] if stands else ["warning -1"])
    assert (view(sitting.state, MOS).projects != ()) is stands
    if stands:
        sitting.to(Step.ORDERS, turn=3).do(PURSUE)


@pytest.mark.ruling("R-9.14")
def test_dropped_or_failed_at_first_there_is_no_project_and_a_dropped_second_try_leaves_it() -> None:
    failed = argued(BIG, *RATED, dice={"ARGT1-KYI": (1, 2)}).do(f"{SETTLE} method=dice")
    assert failed.state.room.projects == ()
    sitting = tried_again((6, 6))
    purse = sitting["ip.KYI"]
    sitting.to(Step.NARRATE)
    assert sitting["ip.KYI"] == purse + 1
    assert len(sitting.state.room.projects) == 1


@pytest.mark.ruling("R-9.14")
def test_a_project_in_secret_stays_so_and_its_effect_is_seen_in_nobodys_name() -> None:
    sitting = whispered(CON, *WEIGHED[1:3], BIG, f"{SETTLE} method=free success=yes {WHY}")
    never = opened()
    sitting.to(Step.ORDERS, turn=2)
    never.to(Step.ORDERS, turn=2)
    for seat in strangers(sitting):
        assert shown(sitting, seat) == shown(never, seat)
        assert view(sitting.state, seat).projects == ()
    assert view(sitting.state, KYI).projects[0].secret
    sitting.do(PURSUE).to(Step.ADJUDICATE).put(warning=0, unity=3)
    sitting.do(f"CTL: settle argument=T2-KYI method=free success=yes {WHY}")
    assert sitting.moves("T2-KYI") == ["warning +4", "unity +2"]
    for seat in strangers(sitting):
        assert "T2-KYI" not in repr(shown(sitting, seat))
        assert [fact.cause.id for fact in shown(sitting, seat)[-2:] if isinstance(fact, Changed)] == [IN_SECRET] * 2


@pytest.mark.ruling("R-9.14")
def test_the_journal_of_a_project_folds_to_its_state_and_can_be_stored() -> None:
    sitting = tried_again((6, 6)).do("CTL: settle argument=T2-KYI method=dice")
    assert fold(sitting.game, sitting.facts) == sitting.state
    assert fold(sitting.game, [decode(encode(fact)) for fact in sitting.facts]) == sitting.state


END = 'CTL: end-project project=T1-KYI why="the sponsor is gone"'


@pytest.mark.ruling("R-9.14")
def test_control_ends_a_standing_project_with_a_reason_and_nothing_comes_of_it() -> None:
    sitting = begun()
    assert sitting.refused(END.replace("the sponsor is gone", " ")).rule == "R-9.4"
    assert sitting.refused(END.replace("CTL", "KYI")).reason is Reason.NOT_YOURS
    sitting.do(END)
    assert sitting.state.room.projects == ()
    assert sitting.moves() == []
    assert sitting.found(f.ProjectEnded) == [f.ProjectEnded(ArgumentId("T1-KYI"), ArgumentId("T1-KYI"), False)]
    [word] = sitting.found(f.Intervened)
    assert (word.what, word.about, word.why, word.open) == ("end-project", "T1-KYI", "the sponsor is gone", True)
    for seat in (*sitting.game.rules.seats, "PUB"):
        assert word in shown(sitting, seat)
        assert view(sitting.state, SeatId(seat)).projects == ()
    assert sitting.refused(END).reason is Reason.UNKNOWN
    assert sitting.to(Step.ORDERS, turn=2).refused(PURSUE).reason is Reason.UNKNOWN
    assert fold(sitting.game, [decode(encode(fact)) for fact in sitting.facts]) == sitting.state


@pytest.mark.ruling("R-9.14")
def test_control_does_not_end_a_project_while_sheets_are_written_or_an_open_argument_takes_it_up() -> None:
    alone, pursued = begun().to(Step.ORDERS, turn=2), begun().to(Step.ORDERS, turn=2).do(PURSUE)
    assert alone.refused(END) == pursued.refused(END)
    assert alone.refused(END).reason is Reason.NOT_NOW
    assert "T2-KYI takes it up again" in pursued.to(Step.ADJUDICATE).refused(END).detail
    pursued.do(f"CTL: settle argument=T2-KYI method=dropped {WHY}", END)
    alone.to(Step.ADJUDICATE).do(END)
    assert pursued.state.room.projects == alone.state.room.projects == ()


@pytest.mark.ruling("R-9.14")
def test_that_control_ends_a_project_in_secret_only_its_seat_is_told() -> None:
    sitting = whispered(CON, *WEIGHED[1:3], BIG, f"{SETTLE} method=free success=yes {WHY}")
    before = {seat: shown(sitting, seat) for seat in strangers(sitting)}
    sitting.do(END)
    assert not sitting.found(f.Intervened)[-1].open
    for seat in strangers(sitting):
        assert shown(sitting, seat) == before[seat]
    assert heard(sitting, "KYI")[-2:] == ["Intervened", "ProjectEnded"]
    sitting.do('CTL: end why="the bell"')
    assert heard(sitting, "MIN") == heard(sitting, "CTL")


# --- estimates ---------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.15")
def test_everybody_is_told_that_control_asks_and_how_many_have_answered_but_not_who() -> None:
    sitting = argued(EFFECT, "MOS: estimate argument=T1-KYI percent=20")
    assert (only(sitting, "MIN").asked, only(sitting, "MIN").answered) == (False, 0)
    sitting.do(ASK)
    for seat in (*sitting.game.rules.seats, "PUB"):
        assert f.EstimatesAsked(ArgumentId("T1-KYI")) in shown(sitting, seat)
        assert (only(sitting, seat).asked, only(sitting, seat).answered) == (True, 1)
    sitting.do("MIN: estimate argument=T1-KYI percent=90", "MIN: estimate argument=T1-KYI percent=80")
    for seat in ("KYI", "BEI", "PUB"):
        assert (only(sitting, seat).answered, only(sitting, seat).estimates) == (2, ())
        assert not any(isinstance(fact, f.Estimated) for fact in shown(sitting, seat))
    assert dict(only(sitting, "CTL").estimates) == {"MOS": 20, "MIN": 80}


@pytest.mark.ruling("R-9.15")
def test_an_argument_is_settled_by_estimates_that_were_asked_for() -> None:
    sitting = argued(EFFECT, "MOS: estimate argument=T1-KYI percent=90")
    refused = sitting.refused(f"{SETTLE} method=estimate")
    assert (refused.reason, refused.rule) == (Reason.REQUIREMENT, "R-9.15")
    sitting.do(ASK, f"{SETTLE} method=estimate")
    assert sitting.found(f.ArgumentSettled)[0].success
    assert argued(EFFECT, ASK).refused(f"{SETTLE} method=estimate").reason is Reason.REQUIREMENT


@pytest.mark.ruling("R-9.15")
def test_control_alone_asks_and_once() -> None:
    assert argued().refused(ASK.replace("CTL", "MOS")).reason is Reason.NOT_YOURS
    assert argued(ASK).refused(ASK).reason is Reason.ALREADY_DONE
    assert opened().refused(ASK).reason is Reason.UNKNOWN
    assert "ask-estimates argument=T1-KYI" in argued().legal("CTL")
    assert "ask-estimates argument=T1-KYI" not in argued(ASK).legal("CTL")
