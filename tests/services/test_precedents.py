"""How control has ruled before: found by likeness, and a word when a ruling departs from it."""

from dataclasses import replace

from tests.domain.arguing import EFFECT, RATED, argued, opened
from tests.rulings.sitting import Sitting
from tests.shipped import game

from northaxis.domain.control_facts import Code
from northaxis.domain.facts import Step
from northaxis.domain.ids import ActionId, ArgumentId, SeatId
from northaxis.domain.views import view
from northaxis.services.beats import Weight
from northaxis.services.narrator import Narrator
from northaxis.services.precedents import Precedent, departs, effect, like, precedents, proposed, settling
from northaxis.services.why import to_lines
from northaxis.services.why_methods import why_argument, why_decided, why_handled

GAME = game("S2")
WHY = 'why="the courier is known"'


def shifted(sitting: Sitting, by: int) -> Sitting:
    return sitting.do(f"CTL: shift action=MIN-CHN by={by} code=REALISM {WHY}")


def test_every_ruling_is_kept_with_what_it_can_be_found_by() -> None:
    sitting = shifted(opened("MIN: place MIN-CHN", dice={"MIN-CHN": (6, 6)}), 1).to(Step.NARRATE)
    sitting.do(f"CTL: overrule action=MIN-CHN success=no code=LEARNING {WHY}")
    one, two = precedents(sitting.game, sitting.facts)
    assert (one.kind, one.about, one.way, one.code, one.turn) == ("shift", "MIN-CHN", "harder", Code.REALISM, 1)
    assert one.tags == {"semi", "phase D", "MIN"}
    assert (one.what, one.why) == ("need 7 to need 8", "the courier is known")
    assert (two.kind, two.way) == ("overrule", "failure")


def test_arguments_are_rulings_too() -> None:
    sitting = argued(EFFECT, *RATED, "CTL: settle argument=T1-KYI method=dice", dice={"ARGT1-KYI": (6, 6)})
    [one] = precedents(sitting.game, sitting.facts)
    assert (one.kind, one.way, one.what) == ("argument", "success", "need 4")


def test_a_departure_is_said_in_a_sentence_and_agreement_is_not() -> None:
    game = opened().game
    known = [proposed(game, "shift", ActionId("MIN-CHN"), None, "harder", turn) for turn in (1, 2)]
    easier = proposed(game, "shift", ActionId("MIN-CHN"), None, "easier", 3)
    assert (
        departs(GAME, easier, known)
        == "twice this session control made 'Open a back channel to Kyiv' harder; this makes it easier"
    )
    assert departs(GAME, known[0], known) == ""
    assert departs(GAME, easier, []) == ""
    abroad = [Precedent(k.kind, k.about, k.way, k.tags, k.turn, "", None, "", "last week") for k in known[:1]]
    assert (
        departs(GAME, easier, abroad)
        == "once so far control made 'Open a back channel to Kyiv' harder; this makes it easier"
    )


def test_a_ruling_is_no_precedent_for_its_own_order() -> None:
    sitting = opened("MIN: place MIN-CHN").do(f"CTL: method action=MIN-CHN method=free {WHY}")
    known = precedents(sitting.game, sitting.facts)
    deciding = proposed(sitting.game, "decide", ActionId("MIN-CHN"), None, "failure", 1)
    assert [one.way for one in known] == ["by control's word"]
    assert like(deciding, known) == ()
    later = proposed(sitting.game, "decide", ActionId("MIN-CHN"), None, "failure", 2)
    assert like(later, known) == known
    known = precedents(sitting.game, shifted(opened("MIN: place MIN-CHN"), 1).facts)
    again = proposed(sitting.game, "shift", ActionId("MIN-CHN"), None, "easier", 1)
    assert departs(GAME, again, known) == ""
    assert departs(GAME, proposed(sitting.game, "shift", ActionId("MIN-CHN"), None, "easier", 2), known)


def test_a_way_of_judging_an_order_is_no_precedent_for_the_argument_on_it() -> None:
    sitting = opened("MIN: place MIN-CHN").do(f"CTL: method action=MIN-CHN method=argument {WHY}")
    [argument] = sitting.state.room.arguments
    assert like(settling(argument, "success", 1), precedents(sitting.game, sitting.facts)) == ()


def test_the_most_alike_come_first_and_strangers_not_at_all() -> None:
    game = opened().game
    same = proposed(game, "shift", ActionId("MIN-CHN"), None, "harder", 1)
    near = proposed(game, "shift", ActionId("MIN-VEC"), None, "harder", 1)
    far = Precedent("shift", "x", "harder", frozenset(), 1, "", None, "")
    again = proposed(game, "shift", ActionId("MIN-CHN"), None, "harder", 2)
    assert like(again, [far, near, same]) == (same, near)


def test_the_why_panel_explains_a_shift_and_an_argument() -> None:
    sitting = shifted(opened("MIN: place MIN-CHN"), 2)
    account = why_handled(sitting.game, view(sitting.state, SeatId("KYI")), ActionId("MIN-CHN"), None)
    assert account is not None
    said = "\n".join(to_lines(account))
    assert "harder: +2 to the need" in said
    assert "the courier is known" in said
    assert why_handled(sitting.game, view(sitting.state, SeatId("KYI")), ActionId("KYI-TDF"), None) is None
    seen = view(argued(EFFECT, *RATED).state, SeatId("MOS"))
    told = "\n".join(to_lines(why_argument(sitting.game, seen.arguments[0])))
    assert "need 4 = 7 - 3 for + 0 against, 92 percent" in told
    assert "They want it over (strong)" in told


def test_all_that_was_decided_otherwise_this_turn_is_one_account() -> None:
    plain = opened("MIN: place MIN-CHN")
    assert why_decided(plain.game, view(plain.state, SeatId("KYI"))) is None
    seen = view(shifted(plain, 2).state, SeatId("KYI"))
    account = why_decided(plain.game, seen)
    assert account is not None
    assert account.under == (why_handled(plain.game, seen, ActionId("MIN-CHN"), None),)


def test_an_argument_and_an_overrule_are_told() -> None:
    sitting = argued(EFFECT, *RATED, "CTL: settle argument=T1-KYI method=dice", dice={"ARGT1-KYI": (6, 6)})
    lines = "\n".join(Narrator(sitting.game, SeatId("MOS")).lines(sitting.last, Weight.QUIET))
    assert "Kyiv's argument, by dice" in lines


def test_a_free_effect_is_a_ruling_on_each_track_that_it_moves() -> None:
    sitting = opened().do('CTL: grant shifts=warning-1 shifts=front+1 why="a rumour"')
    one, two = precedents(sitting.game, sitting.facts)
    assert (one.kind, one.about, one.way, one.why) == ("grant", "warning", "down", "a rumour")
    assert (two.about, two.way) == ("front", "up")
    again = effect(sitting.game, "warning", 1, 2)
    assert departs(GAME, again, [one, two]) == "once this session control moved Early warning down; this moves it up"
    assert departs(GAME, effect(sitting.game, "warning", -1, 2), [one, two]) == ""


def test_to_rule_out_what_was_let_stand_departs_and_so_does_to_let_stand_what_was_ruled_out() -> None:
    game = opened().game
    stood = proposed(game, "shift", ActionId("MIN-CHN"), None, "harder", 1)
    out = proposed(game, "rule-out", ActionId("MIN-CHN"), None, "out", 2)
    assert (
        departs(GAME, out, [stood])
        == "once this session control made 'Open a back channel to Kyiv' harder; this rules it out"
    )
    assert (
        departs(GAME, stood, [out])
        == "once this session control ruled 'Open a back channel to Kyiv' out; this makes it harder"
    )
    other = proposed(game, "rule-out", ActionId("MIN-VEC"), None, "out", 2)
    assert departs(GAME, other, [stood]) == "", "that a like order stood says nothing about this one"
    sitting = opened("MIN: place MIN-CHN").do('CTL: rule-out action=MIN-CHN why="not its way"')
    [ruled] = precedents(sitting.game, sitting.facts)
    assert (ruled.kind, ruled.way) == ("rule-out", "out")


def test_another_method_for_the_same_order_departs() -> None:
    sitting = opened("MIN: place MIN-CHN").do('CTL: method action=MIN-CHN method=consensus why="all agree"')
    [one] = precedents(sitting.game, sitting.facts)
    assert one.way == "by consensus"
    free = proposed(sitting.game, "method", ActionId("MIN-CHN"), None, "by control's word", 2)
    said = "once this session control had 'Open a back channel to Kyiv' decided by consensus"
    assert departs(GAME, free, [one]) == f"{said}; this has it decided by control's word"


def test_arguments_of_one_seat_on_one_track_are_alike() -> None:
    sitting = argued(EFFECT, *RATED, 'CTL: settle argument=T1-KYI method=free success=no why="no sign of it"')
    [one] = precedents(sitting.game, sitting.facts)
    assert (one.kind, one.way, one.why) == ("argument", "failure", "no sign of it")
    assert one.says
    argument = sitting.state.room.argument(ArgumentId("T1-KYI"))
    assert argument is not None
    later = replace(argument, id=ArgumentId("T2-KYI"), settled=None)
    assert departs(GAME, settling(later, "success", 2), [one]) == (
        "once this session control let an argument like this fail; this lets it succeed"
    )
    assert departs(GAME, settling(later, "failure", 2), [one]) == ""
    stranger = replace(later, seat=SeatId("MOS"), shifts=())
    assert departs(GAME, settling(stranger, "success", 2), [one]) == ""
