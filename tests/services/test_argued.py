"""Arguments in words: projects, what control asks, what is looked back on; who is told when a count changes."""

import pytest
from tests.domain.arguing import ASK, EFFECT, PEOPLE, RATED, argued, opened
from tests.rulings.sitting import Sitting
from tests.shipped import game

from northaxis.cli.speaking import Unclear, argument_lines, asked_line, pursue_from
from northaxis.domain.control_orders import AddReason, Argue, AskEstimates, Estimate, Pursue, RateReason
from northaxis.domain.declassify import facts_for
from northaxis.domain.facts import SeatHeld, Step
from northaxis.domain.ids import CONTROL, ArgumentId, SeatId
from northaxis.domain.orders import GO_ON, Act, Order, PickOption
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import Holder
from northaxis.domain.views import SeatView, view
from northaxis.journal.envelope import Header
from northaxis.services.argued import project_lines, secret_lines
from northaxis.services.debrief import debrief_lines
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.table import Table, open_table

KYI, MIN, BEI = SeatId("KYI"), SeatId("MIN"), SeatId("BEI")
WHISPER = 'KYI: argue claim="A clerk talks" reasons="He has debts" secret=yes'
BIG = "CTL: effect argument=T1-KYI shifts=warning+4 project=yes"
HELD = 'CTL: settle argument=T1-KYI method=free success=yes why="so it is"'
END = 'CTL: end why="the bell"'


def seen(sitting: Sitting, seat: str = "KYI") -> SeatView:
    return view(sitting.state, SeatId(seat))


def lines(sitting: Sitting, seat: str) -> str:
    return "\n".join(argument_lines(sitting.game, seen(sitting, seat)))


def test_a_project_is_said_with_whose_it_is_and_what_it_will_do() -> None:
    sitting = argued(BIG, HELD)
    assert "it holds for the first time; it has to hold in a later turn as well" in lines(sitting, "MIN")
    sitting.to(Step.ORDERS, turn=2)
    assert "Project T1-KYI, yours" in lines(sitting, "KYI")
    assert "Project T1-KYI, of Kyiv" in lines(sitting, "MIN")
    assert "If it holds in a later turn: Early warning +4" in lines(sitting, "MIN")


def test_a_project_is_pursued_by_its_reasons_and_named_where_there_are_several() -> None:
    sitting = argued(BIG, HELD).to(Step.ORDERS, turn=2)
    pursued = Pursue(ArgumentId("T1-KYI"), ("the money is there", "so are we"))
    assert pursue_from(seen(sitting), "the money is there; so are we") == pursued
    assert pursue_from(seen(sitting), "t1-kyi the money is there; so are we") == pursued
    with pytest.raises(Unclear, match="Say why it holds now"):
        pursue_from(seen(sitting), "T1-KYI")
    with pytest.raises(Unclear, match="no project"):
        pursue_from(seen(sitting, "MIN"), "the money is there")


def test_a_seat_that_has_answered_is_asked_no_more() -> None:
    sitting = argued(EFFECT, ASK)
    assert "'estimate 40' answers; 0 of 9 have answered" in asked_line(sitting.game, seen(sitting, "MIN"))
    sitting.do("MIN: estimate argument=T1-KYI percent=40")
    assert asked_line(sitting.game, seen(sitting, "MIN")) == ""
    assert "1 of 9 has answered" in asked_line(sitting.game, seen(sitting, "BEI"))


def test_the_debrief_opens_what_was_whispered_and_what_became_of_projects() -> None:
    sitting = opened(WHISPER).do("CTL: effect argument=T1-KYI shifts=warning+1", HELD)
    before = facts_for(sitting.game, sitting.facts, MIN)
    assert secret_lines(sitting.game, before) == ()
    assert secret_lines(sitting.game, facts_for(sitting.game, sitting.facts, KYI)) != ()
    sitting.do(END)
    told = facts_for(sitting.game, sitting.facts, MIN)
    assert secret_lines(sitting.game, told) == ('Kyiv in turn 1: "A clerk talks": it held, Early warning +1',)
    assert '  Kyiv in turn 1: "A clerk talks": it held, Early warning +1.' in debrief_lines(sitting.game, told, MIN)


@pytest.mark.parametrize(
    ("end", "came"), [("yes", "it held twice, Early warning +4"), ("no", "it held once, and never again")]
)
def test_a_project_is_looked_back_on_with_how_it_ended(end: str, came: str) -> None:
    sitting = argued(BIG, *RATED, HELD).to(Step.ORDERS, turn=2)
    sitting.do('KYI: pursue project=T1-KYI reasons="The money is there"').to(Step.ADJUDICATE)
    sitting.do(f'CTL: settle argument=T2-KYI method=free success={end} why="so it is"', END)
    [line] = project_lines(sitting.game, facts_for(sitting.game, sitting.facts, MIN))
    assert line == f'Kyiv, T1-KYI: "Villagers report every convoy": {came}'


# --- who is told --------------------------------------------------------------------------------------------------


def hosted() -> Table:
    """A table with people in some seats and in control, at the orders step."""
    holders = {SeatId(seat): Holder(name, None) for seat, name in PEOPLE.items()}
    made = game("S3")
    table = open_table(InMemoryJournal(Header("S3", (), 0, "test")), made, SetClock(), seed="7", holders=holders)
    if not any(isinstance(fact, SeatHeld) and fact.seat == CONTROL for fact in table.facts):
        table.seat_person(CONTROL, Holder("Ada", None), "seat")
    while table.state.step is not Step.ORDERS:
        for seat in made.rules.seats:
            for order in table.view(seat).legal[:1]:
                if isinstance(order.act, PickOption):
                    table.ask(seat, order, f"pick.{len(table.facts)}")
        table.go_on()
    return table


def ask(table: Table, seat: SeatId, act: Act) -> None:
    ruling = table.ask(seat, Order(seat, act), f"ask.{len(table.facts)}")
    assert isinstance(ruling, Upheld), ruling


def test_everybody_hears_when_one_more_has_answered_and_nobody_of_a_whisper() -> None:
    table, heard = hosted(), list[int]()
    ask(table, MIN, Argue("The mine is sold", ("They pay",)))
    ask(table, KYI, Argue("A clerk talks", ("He has debts",), secret=True))
    while table.state.step is not Step.ADJUDICATE:
        table.ask(CONTROL, GO_ON, f"on.{len(table.facts)}")
    table.subscribe(BEI, lambda facts: heard.append(len(facts)))
    ask(table, CONTROL, AskEstimates(ArgumentId("T1-MIN")))
    ask(table, MIN, Estimate(ArgumentId("T1-MIN"), 40))
    assert heard == [1, 0]
    ask(table, MIN, Estimate(ArgumentId("T1-MIN"), 50))
    ask(table, CONTROL, AddReason(ArgumentId("T1-KYI"), False, "He is watched"))
    ask(table, CONTROL, RateReason(ArgumentId("T1-KYI"), 1, 2))
    assert heard == [1, 0]
