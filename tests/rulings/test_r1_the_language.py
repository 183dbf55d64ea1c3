"""R-1: conditions, effects, rolls and flags."""

from dataclasses import replace

import pytest
from tests.rulings.sitting import Sitting, at_demands, at_orders, at_turn_end, drawn, sit, with_card
from tests.shipped import game

from northaxis.content.conditions import parse
from northaxis.domain.cards import Card
from northaxis.domain.dice import SeededDice, TypedDice
from northaxis.domain.effects import Assign, ClearFlag, Effects, RaiseFlag, Shift, SwitchFirst, apply_quietly
from northaxis.domain.expressions import Derived, Expr, Read, compile_expr
from northaxis.domain.facts import AgendaDealt, Changed, DeckStacked, FlagsTicked, Step
from northaxis.domain.ids import ActionId
from northaxis.domain.quantities import FOR_GOOD, Kind
from northaxis.domain.ruleset import RuleSet

RULES = game("S3").rules


def ask(text: str, sitting: Sitting) -> int:
    """What a condition comes to on the table's board."""
    names: dict[str, Expr] = {
        name: Read(index, name, RULES.quantities[index].kind is Kind.FLAG) for name, index in RULES.by_name.items()
    }
    names |= {name: Derived(name, measure.expr) for name, measure in RULES.measures.items()}
    tree, slips = parse(text, names)
    assert tree is not None, slips
    return compile_expr(tree)(sitting.state.board)


def after(effects: Effects, sitting: Sitting) -> Sitting:
    """The board after effects, as the engine applies them."""
    row = list(sitting.state.board)
    apply_quietly(effects, row, RULES.quantities)
    return replace(sitting, state=replace(sitting.state, board=tuple(row)))


def place(name: str, rules: RuleSet = RULES) -> int:
    return rules.by_name[name]


@pytest.mark.ruling("R-1.1")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("cohesion", 6),
        ("strike + 1", 5),
        ("turn * turns", 8),
        ("flag.sham", 0),
        ("count.kyi_struck", 0),
        ("ip.MIN", 7),
        ("(pull_moscow >= 5) + (pull_kyiv >= 5)", 1),
        ("not flag.sham and ip.MIN > 3", 1),
        ("turns % 3 - 1", 1),
    ],
)
def test_a_condition_reads_numbers_of_the_table_and_counts_a_truth_as_one(text: str, value: int) -> None:
    assert ask(text, at_demands()) == value


@pytest.mark.ruling("R-1.1")
def test_a_flag_counts_one_for_however_long_it_is_up() -> None:
    assert ask("flag.red_line + flag.talks", at_demands().put({"flag.red_line": 3, "flag.talks": FOR_GOOD})) == 2


@pytest.mark.ruling("R-1.1")
def test_the_chosen_switch_is_read_by_the_action_that_aims_at_it() -> None:
    sitting = at_orders().put(sw_relay=0, sw_radar=1)
    assert "place MIN-SUS @sw_radar" in sitting.legal("MIN")
    assert "place MIN-SUS @sw_relay" not in sitting.legal("MIN")


@pytest.mark.ruling("R-1.2")
def test_effects_are_applied_as_written_each_to_what_the_one_before_left() -> None:
    unity = place("unity")
    down_then_up, up_then_down = (Shift(unity, -9), Shift(unity, 2)), (Shift(unity, 2), Shift(unity, -9))
    assert after(down_then_up, at_demands(unity=6))["unity"] == 2
    assert after(up_then_down, at_demands(unity=6))["unity"] == 0


@pytest.mark.ruling("R-1.2")
def test_the_ledger_has_the_effects_in_the_order_they_are_written() -> None:
    sitting = at_turn_end({"pull_moscow": 10, "pull_home": 4}).go_on()
    expected = ["integration +1", "sw_relay +1", "pull_home +1", "pull_moscow -2", "ip.MOS +1"]
    assert sitting.moves("SN1") == expected


@pytest.mark.ruling("R-1.3")
def test_first_on_and_first_off_take_the_first_switch_that_is_not_there_yet() -> None:
    sitting = at_demands(sw_relay=0, sw_shahed=0, sw_iskander=1)
    three = (place("sw_iskander"), place("sw_shahed"), place("sw_relay"))
    on, off = after((SwitchFirst(three, 1),), sitting), after((SwitchFirst(three, 0),), sitting)
    assert (on["sw_iskander"], on["sw_shahed"], on["sw_relay"]) == (1, 1, 0)
    assert (off["sw_iskander"], off["sw_shahed"], off["sw_relay"]) == (0, 0, 0)


@pytest.mark.ruling("R-1.3")
def test_first_off_does_nothing_when_all_are_off() -> None:
    dark = {"sw_relay": 0, "sw_shahed": 0, "sw_iskander": 0, "sw_radar": 0}
    sitting = at_turn_end({**dark, "pull_kyiv": 10, "cohesion": 6}).put({"pull_kyiv": 10}).go_on()
    assert not [move for move in sitting.moves("SN2") if move.startswith("sw_")]


@pytest.mark.ruling("R-1.4")
def test_a_track_stops_at_the_end_of_its_range_and_the_fact_keeps_what_was_asked() -> None:
    sitting = at_orders(dice={"BEI-INV": (6, 6)}).put(oxygen=5).do("BEI: place BEI-INV")
    sitting.to(Step.ADJUDICATE).go_on().go_on()
    line = next(fact for fact in sitting.found(Changed) if fact.quantity == "oxygen")
    assert (line.asked, line.applied, line.before, line.after) == (2, 1, 5, 6)


@pytest.mark.ruling("R-1.4")
def test_an_effect_that_could_not_be_applied_at_all_is_kept_too() -> None:
    sitting = drawn("F13", pull_home=10)
    line = next(fact for fact in sitting.found(Changed) if fact.quantity == "pull_home")
    assert (line.asked, line.applied) == (1, 0)


@pytest.mark.ruling("R-1.5")
@pytest.mark.parametrize(("dice", "succeeds"), [((2, 4), True), ((1, 4), False)])
def test_a_roll_succeeds_when_dice_and_modifiers_reach_the_need(dice: tuple[int, int], succeeds: bool) -> None:
    """R-1.5: KYI-AIR needs 8 less 1 for Washington's lead and 1 for early warning."""
    sitting = at_orders(dice={"KYI-AIR": dice}).put(us_lead=3, warning=3, sw_radar=0).do("KYI: place KYI-AIR")
    roll = sitting.to(Step.ADJUDICATE).go_on().go_on().rolls()["KYI-AIR"]
    assert (roll.base, roll.need, roll.success) == (8, 6, succeeds)


@pytest.mark.ruling("R-1.5")
def test_no_throw_succeeds_or_fails_by_itself() -> None:
    def needing(need: int) -> Sitting:
        def changed(card: Card) -> Card:
            assert card.auto is not None
            assert card.auto.roll is not None
            return replace(card, auto=replace(card.auto, roll=replace(card.auto.roll, need=need, modifiers=())))

        throws = {"F35": (6, 6) if need > 12 else (1, 1)}
        return sit(dice=throws, draws={"SHF35": (1 << 32) - 1}, rules=with_card("F35", changed)).go_on()

    assert not needing(13).rolls()["F35"].success
    assert needing(2).rolls()["F35"].success


@pytest.mark.ruling("R-1.6")
@pytest.mark.parametrize(
    ("now", "raised", "then"), [(0, 2, 2), (3, 2, 3), (1, 2, 2), (FOR_GOOD, 2, FOR_GOOD), (2, FOR_GOOD, FOR_GOOD)]
)
def test_of_two_raisings_of_a_flag_the_longer_counts(now: int, raised: int, then: int) -> None:
    flag = "flag.red_line"
    assert after((RaiseFlag(place(flag), raised),), at_demands().put({flag: now}))[flag] == then


@pytest.mark.ruling("R-1.6")
def test_a_cleared_flag_is_down_however_long_it_would_have_stood() -> None:
    for value in (2, FOR_GOOD):
        sitting = at_demands().put({"flag.talks": value})
        assert after((ClearFlag(place("flag.talks")),), sitting)["flag.talks"] == 0


@pytest.mark.ruling("R-1.7")
def test_points_in_hand_stay_between_nought_and_eight() -> None:
    purse = place("ip.MIN")
    assert after((Shift(purse, -5),), at_demands().put({"ip.MIN": 2}))["ip.MIN"] == 0
    assert after((Shift(purse, 5),), at_demands().put({"ip.MIN": 6}))["ip.MIN"] == 8
    assert after((Assign(purse, 99),), at_demands())["ip.MIN"] == 8


@pytest.mark.ruling("R-1.8")
def test_one_more_order_disturbs_no_other_dice() -> None:
    alone = at_orders().do("KYI: place KYI-AIR").to(Step.ADJUDICATE).go_on().go_on()
    both = at_orders().do("WAS: place WAS-PAT", "KYI: place KYI-AIR").to(Step.ADJUDICATE).go_on().go_on()
    assert alone.rolls()["KYI-AIR"].dice == both.rolls()["KYI-AIR"].dice


@pytest.mark.ruling("R-1.8")
def test_a_roll_depends_on_seed_turn_and_name() -> None:
    dice = SeededDice("a")
    assert dice.pair(1, "CHECK") == SeededDice("a").pair(1, "CHECK")
    others = [SeededDice("b").pair(1, "CHECK"), dice.pair(2, "CHECK"), dice.pair(1, "E3"), dice.pair(3, "CHECK")]
    assert any(other != dice.pair(1, "CHECK") for other in others)


@pytest.mark.ruling("R-1.8")
def test_control_may_type_in_physical_dice() -> None:
    typed = TypedDice(SeededDice("a"), {(1, "KYI-AIR"): (6, 5)})
    assert typed.pair(1, "KYI-AIR") == (6, 5)
    assert typed.draw(0, "SHF01") == SeededDice("a").draw(0, "SHF01")


@pytest.mark.ruling("R-1.9")
def test_orders_rules_checks_and_cards_roll_under_their_names() -> None:
    sitting = at_orders().put(pull_kyiv=8).do("KYI: place KYI-STR @sw_radar", "KYI: place KYI-AIR").to(Step.ADJUDICATE)
    names: list[str] = []
    while sitting.state.step is Step.ADJUDICATE:
        names += sitting.go_on().rolls()
    assert names == ["KYI-AIR", "KYI-STRsw_radar"]
    pressed = at_turn_end({"pull_moscow": 9, "pull_kyiv": 9, "integration": 10, "flag.sham": 1})
    assert [*pressed.go_on().rolls()] == ["R18", "CHECK", "E3"]
    assert [*drawn("F35").rolls()] == ["F35"]


@pytest.mark.ruling("R-1.9")
def test_decks_and_agendas_are_drawn_under_their_names_and_home_under_hd() -> None:
    stacked = sit(draws={"SHF24": (1 << 32) - 1, "AGMIN": 0, "AGKYI": (1 << 32) - 1})
    tops = {str(fact.deck): fact.cards[0] for fact in stacked.facts if isinstance(fact, DeckStacked)}
    assert tops["eastern-frontier"] == "F24"
    agendas = {str(fact.seat): fact.agenda for fact in stacked.facts if isinstance(fact, AgendaDealt)}
    assert (agendas["MIN"], agendas["KYI"]) == ("MIN-H1", "KYI-H3")
    first = sit(draws={"HD": 0}).to(Step.NEGOTIATE)
    last = sit(draws={"HD": (1 << 32) - 1}).to(Step.NEGOTIATE)
    asked = [next(made.demand for made in s.state.demands if made.demander == "HOME") for s in (first, last)]
    assert asked == ["HD1", "HD8"]


@pytest.mark.ruling("R-1.9")
def test_an_action_without_a_target_rolls_under_its_own_id_alone() -> None:
    plays = {play.roll_name for play in RULES.actions[ActionId("MIN-SUS")].plays}
    assert "MIN-SUSsw_relay" in plays
    assert RULES.actions[ActionId("MIN-BEI")].plays[0].roll_name == "MIN-BEI"


@pytest.mark.ruling("R-1.6")
def test_a_flag_for_turns_runs_down_and_one_for_good_does_not() -> None:
    sitting = at_turn_end({"flag.red_line": 2, "flag.talks": FOR_GOOD}).go_on()
    assert (sitting["flag.red_line"], sitting["flag.talks"]) == (1, FOR_GOOD)
    assert "flag.talks" not in sitting.found(FlagsTicked)[0].flags
