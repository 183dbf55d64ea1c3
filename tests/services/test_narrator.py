"""The narrator has a sentence for every fact kind, names from the rules, and never tells more than it was given."""

from __future__ import annotations

from functools import cache
from typing import get_args

import pytest
from tests.shipped import game

from northaxis.domain import facts as f
from northaxis.domain.control_facts import Code, Method, NamedShift
from northaxis.domain.declassify import NOT_SHOWN, SOMEBODY, BandShifted, SeenFact, facts_for
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Cause, CauseKind, Fact, Result, Step
from northaxis.domain.ids import (
    CONTROL,
    ActionId,
    AgendaId,
    ArgumentId,
    CardId,
    DealId,
    DeckId,
    DemanderId,
    DemandId,
    DialId,
    OptionId,
    QuantityId,
    RequestId,
    SeatId,
)
from northaxis.services.autoplay import autoplay
from northaxis.services.beats import Weight, in_one, lines_of, turn_summary
from northaxis.services.narrator import Narrator
from northaxis.services.table import Table

MIN, KYI, MOS = SeatId("MIN"), SeatId("KYI"), SeatId("MOS")
STRIKE, RELAY = ActionId("KYI-STR"), QuantityId("sw_relay")
OF_STRIKE = Cause(CauseKind.ACTION, STRIKE, KYI, "sw_relay")
DEAL = DealId("T1-KYI-MIN-1")
ARGUMENT = ArgumentId("A1")

SAMPLES: dict[type, tuple[SeenFact, str]] = {
    f.Opened: (f.Opened("red-line-north", (), ""), "Red Line North"),
    f.SeatHeld: (f.SeatHeld(MIN, "Ada", None), "Ada"),
    f.DialTurned: (f.DialTurned(DialId("rupture"), "street"), "Where it would break"),
    f.AgendaDealt: (f.AgendaDealt(MIN, AgendaId("MIN-H1")), "commander-in-chief"),
    f.DeckStacked: (f.DeckStacked(DeckId("eastern-frontier"), (CardId("F01"),)), "Eastern Frontier"),
    f.Changed: (f.Changed(QuantityId("oxygen"), 2, 1, 3, 15, 13, OF_STRIKE), "Oxygen 1 to 3"),
    f.TurnBegan: (f.TurnBegan(2), "TURN 2 of 5, 22 Jul 2026, day 1610"),
    f.StepBegan: (f.StepBegan(Step.DEMANDS), "demands"),
    f.PhaseBegan: (f.PhaseBegan("E"), "Phase E, force"),
    f.CardDrawn: (f.CardDrawn(CardId("F02"), DeckId("eastern-frontier")), "Switched off overnight"),
    f.OptionPicked: (f.OptionPicked(CardId("F02"), MIN, OptionId("b")), "Call it maintenance"),
    f.CardClosed: (f.CardClosed(CardId("F02")), "F02"),
    f.CardChained: (f.CardChained(CardId("F33"), 3), "F33 follows in turn 3"),
    f.DeckEmpty: (f.DeckEmpty(DeckId("eastern-frontier")), "No card"),
    f.DemandMade: (f.DemandMade(DemanderId("MOS"), DemandId("MD1"), backed=True), "Switch the relays back on"),
    f.DemandsPublished: (f.DemandsPublished(), "on the table"),
    f.OrderPlaced: (f.OrderPlaced(KYI, STRIKE, RELAY), "Drone relays"),
    f.OrderWithdrawn: (f.OrderWithdrawn(KYI, STRIKE, RELAY), "off the sheet"),
    f.AnswerGiven: (f.AnswerGiven(MIN, DemanderId("MOS"), ResponseKind.STALL), "stall"),
    f.SheetSealed: (f.SheetSealed(MIN), "sealed"),
    f.SheetsOpened: (f.SheetsOpened(), "open"),
    f.Rolled: (f.Rolled("CHECK", (5, 6), 0, (), 0, False, Cause(CauseKind.CHECK, "CHECK")), "rolled 5+6=11"),
    f.OrderVoided: (f.OrderVoided(KYI, STRIKE, RELAY, 1), "1 IP come back"),
    f.OrderResolved: (f.OrderResolved(KYI, STRIKE, RELAY, Result.LOST), "a rival order undoes it"),
    f.Answered: (
        f.Answered(MIN, DemanderId("MOS"), DemandId("MD1"), ResponseKind.REFUSE, backed=True),
        'Minsk refused Moscow, "Switch the relays back on", which was backed',
    ),
    f.ShamStarted: (f.ShamStarted(RELAY), "still running: Drone relays"),
    f.ShamEnded: (f.ShamEnded(RELAY, exposed=True), "The sham is out"),
    f.LateQueued: (f.LateQueued(KYI, ActionId("KYI-RES"), None, 3), "end of turn 3"),
    f.LateArrived: (f.LateArrived(KYI, ActionId("KYI-RES"), None), "the rest arrives"),
    f.CheckMade: (f.CheckMade(12, "CK2"), "Split circle"),
    f.RuleCame: (f.RuleCame(CauseKind.SNAP, "SN1"), "The Kremlin stops asking"),
    f.FlagsTicked: (f.FlagsTicked((QuantityId("flag.lid"),)), "runs out: Lid on strikes"),
    f.GameOver: (f.GameOver("E1", common_loss=True), "Everybody has lost"),
    f.Scored: (f.Scored(MIN, (0,), None, False, 12, 11, won=True), "12 against a bar of 11: won"),
    f.Said: (f.Said(KYI, (MIN,), "Keep them dark"), 'Kyiv to Minsk: "Keep them dark"'),
    f.DealOffered: (
        f.DealOffered(DEAL, KYI, MIN, False, (f.Term("transfer", KYI, to=MIN, ip=1),)),
        "Kyiv gives Minsk 1 IP",
    ),
    f.DealAnswered: (f.DealAnswered(DEAL, MIN, signed=False), "declined"),
    f.TermJudged: (f.TermJudged(DEAL, 0, "broken"), "broken"),
    f.Reasoned: (f.Reasoned(KYI, "orders", "a bluff is worse than silence"), "a bluff is worse than silence"),
    f.Marked: (f.Marked(MIN, "before", (4, 2, 3)), "filled in the confidence card, before play: 4 2 3"),
    f.Guessed: (
        f.Guessed(MIN, DialId("rupture"), "street"),
        "guessed that the dial 'Where it would break' is at street",
    ),
    f.Intervened: (
        f.Intervened("track", "unity", "3", "4", Code.ERROR, "typed wrong"),
        "Control put Western unity at 4: typed wrong (a slip)",
    ),
    f.SteppedBack: (
        f.SteppedBack(3, "wrong card", fresh=True),
        "The table stands again at the start, before turn 1, with other dice from here on",
    ),
    f.CardSetAside: (f.CardSetAside(CardId("F02")), "keeps card F02 for later"),
    f.CardBack: (f.CardBack(CardId("F02")), "F02 is back on its deck"),
    f.CardWritten: (
        f.CardWritten(CardId("W1"), "A bridge falls", "Overnight.", KYI, (), ()),
        "for Kyiv only: A bridge",
    ),
    f.ClockMoved: (f.ClockMoved("extend", 60, ""), "extend by 60 seconds"),
    f.NeedShifted: (f.NeedShifted(KYI, STRIKE, RELAY, -2), "(Drone relays): the need goes -2"),
    f.MethodChosen: (f.MethodChosen(KYI, STRIKE, RELAY, Method.CONSENSUS), "to be decided by consensus"),
    f.OrderDecided: (f.OrderDecided(KYI, STRIKE, RELAY, True, Method.FREE), "decided by control's word, it works"),
    f.OrderRuledOut: (f.OrderRuledOut(KYI, STRIKE, RELAY, 2), "ruled out of role, 2 IP come back"),
    f.OrderOverruled: (f.OrderOverruled(KYI, STRIKE, RELAY, False), "overruled, it fails"),
    f.ArgumentOpened: (f.ArgumentOpened(ARGUMENT, KYI, "The bridge holds", ("it is new",)), "because it is new"),
    f.ReasonAdded: (f.ReasonAdded(ARGUMENT, MOS, False, "it is old"), 'against argument A1: "it is old"'),
    f.ReasonRated: (f.ReasonRated(ARGUMENT, 0, 2), "Control rates reason 1 of argument A1 strong"),
    f.EffectNamed: (
        f.EffectNamed(ARGUMENT, (NamedShift(QuantityId("oxygen"), 1),)),
        "If argument A1 holds: Economic oxygen +1",
    ),
    f.EstimatesAsked: (f.EstimatesAsked(ARGUMENT), "asks every seat for an estimate: how likely is argument A1"),
    f.ProjectBegun: (f.ProjectBegun(ARGUMENT), "Argument A1 stands as a project"),
    f.ProjectEnded: (f.ProjectEnded(ARGUMENT, ArgumentId("T2-KYI"), False), "Project A1 has come to nothing"),
    f.Estimated: (f.Estimated(ARGUMENT, MIN, 65), "puts argument A1 at 65 percent"),
    f.ArgumentSettled: (f.ArgumentSettled(ARGUMENT, Method.DICE, True, 6), "by dice, need 6: it holds"),
    f.Requested: (f.Requested(RequestId("KYI-1"), KYI, "Who holds it?"), 'asks control (KYI-1): "Who holds it?"'),
    f.RequestSettled: (f.RequestSettled(RequestId("KYI-1"), "answered", "Nobody."), 'answers KYI-1: "Nobody."'),
    f.Noted: (f.Noted(KYI, "KYI-STR", "to hold the line"), "noted about KYI-STR: to hold the line"),
    f.Predicted: (f.Predicted(KYI, 2, "up", 80), "to go up in turn 2, 80 percent sure"),
    f.Reflected: (f.Reflected(KYI, "q1", "talk sooner"), 'q1 Kyiv: "talk sooner"'),
    f.Salted: (f.Salted(KYI, "0" * 64), "The sheet of Kyiv is committed"),
    f.SheetsLocked: (f.SheetsLocked("ab" * 32), "abababababababab"),
    BandShifted: (BandShifted(QuantityId("cohesion"), "middling", "low"), "Cohesion now low (was middling)"),
}


def told(*facts: SeenFact, reader: SeatId = CONTROL) -> str:
    return "\n".join(Narrator(game("S2"), reader).lines(facts, Weight.QUIET))


@cache
def played(name: str, seed: str) -> Table:
    return autoplay(game(name), seed)


def test_every_fact_kind_has_a_sample_here() -> None:
    assert set(SAMPLES) == {*get_args(Fact), BandShifted}


@pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.__name__)
def test_every_fact_kind_is_told(kind: type) -> None:
    fact, words = SAMPLES[kind]
    assert words in told(fact)


def test_an_order_is_told_with_need_dice_result_effects_index_and_reason() -> None:
    lines = told(
        f.SheetsOpened(),
        f.Reasoned(KYI, "orders", "Strike a launch or relay site: a red line unenforced is a bluff"),
        f.PhaseBegan("E"),
        f.Rolled("KYI-STRsw_relay", (2, 6), 8, (0,), 7, True, OF_STRIKE),
        f.OrderResolved(KYI, STRIKE, RELAY, Result.OK),
        f.Changed(RELAY, -1, 1, 0, 17, 17, OF_STRIKE),
        f.Changed(QuantityId("pull_kyiv"), -1, 4, 3, 17, 16, OF_STRIKE),
    ).splitlines()[-3:]
    assert lines == [
        "Kyiv, Strike a launch or relay site (Drone relays): need 7, rolled 2+6=8, it works. (EF-11)",
        "  Drone relays off; Kyiv 4 to 3; pressure 17 to 16",
        "  because a red line unenforced is a bluff",
    ]


def test_dice_are_told_with_their_order_and_not_when_they_fall() -> None:
    narrator = Narrator(game("S2"), CONTROL)
    assert narrator.tell([f.Rolled("KYI-STRsw_relay", (2, 6), 8, (), 8, True, OF_STRIKE)]) == ()
    beats = narrator.tell([f.OrderResolved(KYI, STRIKE, RELAY, Result.OK)])
    assert beats[0].roll is not None


def test_somebodys_report_is_told_without_its_card() -> None:
    words = told(f.CardDrawn(SOMEBODY, DeckId("eastern-frontier"), "private"))
    assert words == "A private report was delivered to somebody."


def test_a_deal_that_the_reader_did_not_see_is_told_without_its_parties() -> None:
    broken = f.Changed(
        QuantityId("flag.word_min"), 2, 0, 2, NOT_SHOWN, NOT_SHOWN, Cause(CauseKind.DEAL, "T2-BEI-MIN-1", MIN, "broken")
    )
    assert "BEI" not in told(broken, reader=KYI)


def test_no_text_of_a_person_reaches_a_line_uncleaned() -> None:
    words = told(f.Said(KYI, (), "red\x1b[31m alert\x07\u202e"), f.SeatHeld(MIN, "Eve\x1b]0;x\x07", None))
    assert all(character.isprintable() or character == "\n" for character in words)


@pytest.mark.parametrize("seat", ["CTL", "MIN", "KYI", "WAS"])
def test_a_whole_game_is_told_to_any_seat_in_clean_lines(seat: str) -> None:
    table = played("S2", "4")
    narrator = Narrator(table.game, SeatId(seat))
    lines = [line for fact_line in _batches(table, SeatId(seat)) for line in narrator.lines(fact_line, Weight.QUIET)]
    assert len(lines) > 100
    assert all(line.isprintable() for line in lines)


def _batches(table: Table, seat: SeatId) -> list[list[SeenFact]]:
    """The facts as the seat could read them turn by turn, before the end opened everything."""
    last = next(place for place, fact in enumerate(table.facts) if isinstance(fact, f.GameOver))
    batches: list[list[SeenFact]] = [[]]
    for fact in facts_for(table.game, table.facts[:last], seat):
        if isinstance(fact, f.TurnBegan):
            batches.append([])
        batches[-1].append(fact)
    return batches


def test_every_change_of_the_index_belongs_to_a_beat() -> None:
    table = played("S2", "4")
    narrator, moved = Narrator(table.game, CONTROL), 0
    for batch in _batches(table, CONTROL)[1:]:
        moved += sum(beat.index[1] - beat.index[0] for beat in narrator.tell(batch) if beat.index is not None)
    assert moved == table.ledger(CONTROL).total - table.ledger(CONTROL).start


def test_the_bill_of_a_turn_adds_up() -> None:
    table = played("S1", "4")
    ledger = table.ledger(MIN)
    for turn in range(1, table.state.turn + 1):
        bill = turn_summary(table.game, ledger, turn, table.view(MIN), "")
        before, after = ledger.history()[turn - 1 : turn + 1]
        assert bill.startswith(f"TURN {turn}: pressure {before} to {after}, ")
        moved = [word.rstrip(",") for word in bill.split() if word[0] in "+-"]
        assert sum(map(int, moved)) == after - before


def test_an_outsider_is_billed_in_bands() -> None:
    table = played("S2", "4")
    bill = turn_summary(table.game, table.ledger(KYI), 1, table.view(KYI), "STRAINED")
    assert not any(character.isdigit() for character in bill.removeprefix("TURN 1"))


def test_choices_on_one_card_are_told_in_the_order_in_which_they_take_effect() -> None:
    made = game("S2")
    several = next(card for card in made.cards.values() if len(card.choices) > 1)
    (first, options), (second, others) = several.choices[:2]
    picks = [f.OptionPicked(several.id, first, options[0].id), f.OptionPicked(several.id, second, others[0].id)]
    oxygen = QuantityId("oxygen")
    of_second = Cause(CauseKind.CARD, several.id, second, others[0].id)
    of_first = Cause(CauseKind.CARD, several.id, first, options[0].id)
    moves = [f.Changed(oxygen, 1, 1, 2, 20, 18, of_second), f.Changed(oxygen, 1, 2, 3, 18, 17, of_first)]
    beats = [beat for beat in Narrator(made, CONTROL).tell([*picks, *moves]) if beat.kind == "choice"]
    assert [beat.seat for beat in beats] == [second, first]
    assert [beat.index for beat in beats] == [(20, 18), (18, 17)]


def test_rules_of_the_turn_end_take_one_line() -> None:
    table = played("S1", "4")
    beats = [beat for batch in _batches(table, MIN) for beat in Narrator(table.game, MIN).tell(batch)]
    rules = [beat for beat in beats if beat.kind == "rule"]
    assert rules
    assert all(len(lines_of(table.game, beat)) == 1 for beat in rules)


def test_a_track_that_one_answer_moves_twice_is_told_once_with_what_moved_it() -> None:
    moves = ("Home 7 to 9", "Cohesion 5 to 4", "Home 9 to 8")
    said = "Home 7 to 8 (+2 for the answer itself, -1 by what was asked)"
    assert in_one(moves, is_answer=True) == [said, "Cohesion 5 to 4"]
    assert in_one(moves, is_answer=False) == ["Home 7 to 8 (+2 and -1)", "Cohesion 5 to 4"]
    assert in_one(("Home 7 to 9", "Home 3 to 4"), is_answer=True) == ["Home 7 to 9", "Home 3 to 4"]
