"""R-9: what control does with its own hand: closing, clocks, tokens, free effects, injects, the way back."""

from __future__ import annotations

import pytest
from tests.rulings.sitting import Sitting, at_demands, at_orders, sit, without_cards
from tests.shipped import game

from northaxis.domain import facts as f
from northaxis.domain.control_facts import Code, Intervened
from northaxis.domain.declassify import SOMEBODY, BandShifted, facts_for
from northaxis.domain.facts import CardDrawn, Cause, CauseKind, Changed, Scored, Step
from northaxis.domain.ids import CONTROL, CardId, QuantityId, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.rulings import Reason
from northaxis.domain.state import fold
from northaxis.domain.undo import standing_facts, struck
from northaxis.domain.views import view

SEATS = tuple(game("S3").rules.seats)
ACTS = (
    'back to=30 why="{why}"',
    'inject card=F02 why="{why}"',
    'write title=Fog text="Fog on the river." why="{why}"',
    'stack card=F02 where=bottom why="{why}"',
    'track quantity=unity value=1 code=ERROR why="{why}"',
    'grant shifts=unity+1 why="{why}"',
    'end why="{why}"',
    'clock kind=pause why="{why}"',
    'reseat seat=KYI holder=Ada why="{why}"',
)


def told(sitting: Sitting, seat: str) -> tuple[object, ...]:
    return facts_for(sitting.game, sitting.facts, SeatId(seat))


# --- R-9.1 --------------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.1")
@pytest.mark.parametrize("act", ACTS)
def test_only_control_acts_as_control(act: str) -> None:
    sitting = at_demands()
    for seat in SEATS:
        assert sitting.refused(f"{seat}: {act.format(why='so')}").reason is Reason.NOT_YOURS
    sitting.do(f"CTL: {act.format(why='so')}")
    assert isinstance(sitting.last[0], Intervened)


@pytest.mark.ruling("R-9.1")
@pytest.mark.parametrize("act", ACTS)
def test_control_says_why_but_for_clocks_and_seats(act: str) -> None:
    sitting, wordless = at_demands(), f"CTL: {act.format(why='  ')}"
    if act.startswith(("clock", "reseat")):
        sitting.do(wordless)
    else:
        assert sitting.refused(wordless).rule == "R-9.4"
    assert sitting.refused(f"CTL: {act.format(why='x' * 601)}").rule == "R-9.4"


@pytest.mark.ruling("R-9.1")
def test_control_closes_the_game_and_scores_are_counted_as_at_a_last_turn() -> None:
    sitting = at_demands().do('CTL: end why="the bus leaves"')
    assert sitting.state.over == f.GameOver("control", common_loss=False)
    assert [scored.seat for scored in sitting.found(Scored)] == list(sitting.game.scenario.scored)
    assert sitting.refused("CTL: go on").rule == "R-7.1"
    assert sit().refused('CTL: end why="too soon"').reason is Reason.NOT_NOW


@pytest.mark.ruling("R-9.1")
@pytest.mark.parametrize("kind", ["start", "pause", "resume", "skip", "warn", "extend"])
def test_control_touches_the_clock_and_everybody_knows(kind: str) -> None:
    seconds = " seconds=60" if kind == "extend" else ""
    sitting = at_demands().do(f"CTL: clock kind={kind}{seconds}")
    for seat in (*SEATS, CONTROL):
        assert f.ClockMoved(kind, 60 if seconds else 0, "") in told(sitting, seat)
    assert sitting.refused("CTL: clock kind=stop").reason is Reason.UNKNOWN
    assert sitting.refused("CTL: clock kind=extend").reason is Reason.BAD_TERMS


@pytest.mark.ruling("R-9.1")
def test_control_gives_a_seat_to_a_person_or_a_bot() -> None:
    sitting = at_demands().do("CTL: reseat seat=KYI holder=Ada", "CTL: reseat seat=MOS holder=bot level=staff")
    assert sitting.state.holders[SeatId("KYI")].name == "Ada"
    assert sitting.state.holders[SeatId("MOS")].level == "staff"
    assert sitting.refused("CTL: reseat seat=MOS holder=bot level=genius").reason is Reason.UNKNOWN


# --- R-9.3 --------------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.3")
@pytest.mark.parametrize(("name", "tokens"), [("S1", 0), ("S2", 3), ("S3", 5)])
def test_a_session_has_its_override_tokens_and_everybody_sees_how_many_are_left(name: str, tokens: int) -> None:
    sitting = sit(name, rules=without_cards).to(Step.DEMANDS)
    for spent in range(tokens):
        assert {view(sitting.state, seat).tokens_left for seat in (*SEATS, CONTROL)} == {tokens - spent}
        sitting.do(f'CTL: track quantity=unity value={7 + spent % 2} code=LEARNING why="so that they feel it"')
        assert sitting.found(Intervened)[0].token
    assert {view(sitting.state, seat).tokens_left for seat in SEATS} == {0}
    refused = sitting.refused('CTL: track quantity=unity value=1 code=REALISM why="once more"')
    assert (refused.reason, refused.rule) == (Reason.CANNOT_PAY, "R-9.3")
    sitting.do('CTL: track quantity=unity value=1 code=ERROR why="typed wrong"')


@pytest.mark.ruling("R-9.3")
def test_a_correction_is_on_the_ledger_with_its_code_and_reason() -> None:
    sitting = at_demands().do('CTL: track quantity=oxygen value=6 code=ERROR why="typed wrong"')
    [line] = sitting.found(Changed)
    assert (line.quantity, line.after) == ("oxygen", 6)
    assert line.cause == Cause(CauseKind.RULING, "ERROR", None, "typed wrong")
    assert Ledger.of(sitting.game, sitting.facts).total == sitting.state.index
    assert sitting.refused('CTL: track quantity=oxygen value=6 code=ERROR why="again"').reason is Reason.ALREADY_DONE
    assert sitting.refused('CTL: track quantity=oxygen value=69 code=ERROR why="more"').reason is Reason.BAD_TERMS
    assert sitting.refused('CTL: track quantity=turn value=2 code=ERROR why="jump"').reason is Reason.UNKNOWN


@pytest.mark.ruling("R-9.3")
def test_any_track_switch_flag_or_purse_can_be_put_right() -> None:
    sitting = at_demands()
    for name, value in (("sw_relay", 0), ("flag.lid", 2), ("ip.KYI", 7), ("unity", 3)):
        if sitting[name] == value:
            sitting.put({name: value - 1})
        sitting.do(f'CTL: track quantity={name} value={value} code=ERROR why="put right"')
        assert sitting[name] == value


@pytest.mark.ruling("R-9.3")
def test_of_a_number_that_a_seat_may_not_know_it_reads_only_that_control_changed_it() -> None:
    sitting = at_demands(cohesion=5).do('CTL: track quantity=cohesion value=3 code=ERROR why="put right"')
    for seat in SEATS:
        acts = [fact for fact in told(sitting, seat) if isinstance(fact, Intervened)]
        knows = sitting.game.rules.quantity("cohesion").is_seen_by(seat)
        assert [(act.about, act.was, act.now) for act in acts] == [
            ("cohesion", "5", "3") if knows else ("cohesion", "", "")
        ]
        assert (BandShifted(QuantityId("cohesion"), "middling", "low") in told(sitting, seat)) is not knows
    sitting = at_demands().do('CTL: track quantity=ip.KYI value=8 code=ERROR why="put right"')
    for seat in SEATS:
        [act] = [fact for fact in told(sitting, seat) if isinstance(fact, Intervened)]
        assert (act.about, act.now) == (("ip.KYI", "8") if seat == "KYI" else ("", ""))


# --- R-9.7 --------------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.7")
def test_free_effects_are_four_points_a_turn_and_two_on_a_track() -> None:
    sitting = at_demands(unity=5, oxygen=5, strain=5)
    assert sitting.refused('CTL: grant shifts=unity+3 why="x"').rule == "R-9.7"
    sitting.do('CTL: grant shifts=unity+1 why="a summit"')
    assert sitting.moves(kind=CauseKind.RULING) == ["unity +1"]
    assert sitting.refused('CTL: grant shifts=unity-2 why="x"').rule == "R-9.7"
    sitting.do('CTL: grant shifts=unity-1 shifts=oxygen+2 why="and a bill"')
    assert sitting.refused('CTL: grant shifts=strain+1 why="x"').rule == "R-9.7"
    assert {line.cause for line in sitting.found(Changed)} == {Cause(CauseKind.RULING, "free", None, "and a bill")}
    assert not any(act.token for act in sitting.found(Intervened))
    sitting.to(Step.DEMANDS, turn=2).do('CTL: grant shifts=strain+1 why="a new turn"')


@pytest.mark.ruling("R-9.7")
@pytest.mark.parametrize("shift", ["sw_relay-1", "flag.lid+1", "turn+1", "nothing+1", "unity+0"])
def test_free_effects_move_tracks_only(shift: str) -> None:
    assert at_demands().refused(f'CTL: grant shifts={shift} why="x"').rule == "R-9.7"


@pytest.mark.ruling("R-9.7")
def test_a_written_card_that_does_more_than_a_free_effect_takes_a_token() -> None:
    sitting = at_demands(unity=5).do('CTL: write title=Fog text="Fog." why="calm" shifts=unity-2 shifts=oxygen+2')
    assert not sitting.found(Intervened)[0].token
    sitting.go_on().do('CTL: write title=Storm text="Storm." why="louder" shifts=unity+3')
    act = sitting.found(Intervened)[0]
    assert (act.token, act.code) == (True, Code.LEARNING)
    too_much = 'CTL: write title=A text=B why=c options="KYI a 0 unity+2,oxygen+2 Do all"'
    assert sitting.go_on().refused(too_much).rule == "R-9.7"


# --- R-9.9 --------------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.9")
@pytest.mark.parametrize("step", [Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS, Step.ADJUDICATE, Step.NARRATE])
def test_a_card_is_brought_in_at_any_step_and_the_table_stays_there_until_it_is_closed(step: Step) -> None:
    sitting = sit(rules=without_cards).to(step)
    sitting.do('CTL: inject card=F02 why="now they are ready"')
    assert sitting.found(CardDrawn) == [CardDrawn(CardId("F02"), sitting.game.cards[CardId("F02")].deck, "inject")]
    assert all(CardId("F02") not in cards for cards in sitting.state.decks.values())
    asked = [seat for seat, _ in sitting.game.cards[CardId("F02")].choices]
    assert set(sitting.owing()) == set(asked)
    assert sitting.refused('CTL: inject card=F01 why="another"').rule == "R-9.9"
    sitting.do(f"{asked[0]}: pick F02 {sitting.game.cards[CardId('F02')].options(asked[0])[-1].id}")
    assert sitting.go_on().state.step is step
    assert sitting.state.table is None
    assert sitting.go_on().state.table is None


@pytest.mark.ruling("R-9.9")
def test_a_card_for_one_seat_is_read_and_answered_by_that_seat_alone() -> None:
    sitting = at_orders().do('CTL: inject card=F02 to=MIN why="for your eyes"')
    assert sitting.owing() == ["MIN"]
    drawn = {seat: [fact for fact in told(sitting, seat) if isinstance(fact, CardDrawn)] for seat in SEATS}
    acts = {seat: [fact for fact in told(sitting, seat) if isinstance(fact, Intervened)] for seat in SEATS}
    for seat in SEATS:
        assert (drawn[seat][0].card == "F02") is (seat == "MIN")
        assert bool(acts[seat]) is (seat == "MIN")
        shown = view(sitting.state, seat).card
        assert shown is not None
        assert (shown.card == "F02") is (seat == "MIN")
        if seat != "MIN":
            assert (drawn[seat][0].card, drawn[seat][0].deck, drawn[seat][0].how) == (SOMEBODY, "?", "private")
            assert sitting.refused(f"{seat}: pick F02 a").reason is Reason.NOT_NOW
    sitting.do("MIN: pick F02 a").go_on()
    assert sitting.state.step is Step.ORDERS
    sitting.do('CTL: inject card=F02 why="now for all"')
    assert {fact.card for fact in told(sitting, "KYI") if isinstance(fact, CardDrawn)} == {SOMEBODY, CardId("F02")}


@pytest.mark.ruling("R-9.9")
def test_a_written_card_lies_on_the_table_like_any_other() -> None:
    act = (
        'CTL: write title="A bridge" text="It fell overnight." why="to see" shifts=oxygen-1 '
        'options="KYI a 1 unity+1,strain-2 Send engineers" options="KYI b 0 - Wait"'
    )
    sitting = at_orders().put(oxygen=5, strain=5, unity=5).do(act)
    assert sitting.moves("W1") == ["oxygen -1"]
    assert sitting.state.game.cards[CardId("W1")].title == "A bridge"
    assert "W1" not in sitting.game.cards
    assert [text for text in sitting.legal("KYI") if text.startswith("pick")] == ["pick W1 a", "pick W1 b"]
    money = sitting["ip.KYI"]
    sitting.do("KYI: pick W1 a").go_on()
    assert sitting.moves("W1", CauseKind.CARD) == ["unity +1", "strain -2"]
    assert sitting["ip.KYI"] == money - 1
    assert fold(sitting.game, sitting.facts) == sitting.state
    assert Ledger.of(sitting.game, sitting.facts).total == sitting.state.index
    sitting.do("CTL: write title=B text=C why=d").go_on()
    assert CardId("W2") in sitting.state.game.cards


@pytest.mark.ruling("R-9.9")
def test_a_written_card_for_one_seat_is_unknown_to_the_others() -> None:
    sitting = at_orders().do('CTL: write title="A call" text="Only you." why="to see" to=KYI options="KYI a 0 - Well"')
    for seat in SEATS:
        assert ("Only you." in str(told(sitting, seat))) is (seat == "KYI")
        assert ("to see" in str(told(sitting, seat))) is (seat == "KYI")
    refused = sitting.go_on().refused('CTL: write title=A text=B why=c to=KYI options="MIN a 0 - Well"')
    assert refused.reason is Reason.BAD_TERMS


@pytest.mark.ruling("R-9.9")
def test_cards_in_a_deck_are_put_next_last_aside_or_out_and_only_control_knows() -> None:
    sitting = at_demands()
    deck, cards = next(iter(sitting.state.decks.items()))
    third = cards[2]
    before = {seat: told(sitting, seat) for seat in SEATS}
    sitting.do(f'CTL: stack card={third} where=next why="soon"')
    assert sitting.state.decks[deck][0] == third
    assert sitting.refused(f'CTL: stack card={third} where=next why="soon"').reason is Reason.ALREADY_DONE
    sitting.do(f'CTL: stack card={third} where=bottom why="later"')
    assert sitting.state.decks[deck][-1] == third
    sitting.do(f'CTL: stack card={third} where=aside why="perhaps"')
    assert third not in sitting.state.decks[deck]
    assert third in sitting.state.room.aside
    sitting.do(f'CTL: stack card={third} where=next why="yes"')
    assert sitting.state.decks[deck][0] == third
    assert not sitting.state.room.aside
    sitting.do(f'CTL: stack card={third} where=out why="no"')
    assert third not in sitting.state.decks[deck]
    assert sitting.refused(f'CTL: stack card={third} where=next why="x"').reason is Reason.UNKNOWN
    sitting.do(f'CTL: stack card={cards[3]} where=aside why="x"', f'CTL: inject card={cards[3]} why="now"')
    assert not sitting.state.room.aside
    for seat in SEATS:
        new = told(sitting, seat)[len(before[seat]) :]
        assert not [fact for fact in new if isinstance(fact, f.DeckStacked | f.CardSetAside | f.CardBack)]
        assert [fact.what for fact in new if isinstance(fact, Intervened)] == ["inject"]


# --- R-9.10 -------------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-9.10")
def test_the_table_stands_again_as_it_stood_and_nothing_is_erased() -> None:
    sitting = at_orders()
    then, to = sitting.state, len(sitting.facts)
    sitting.do("KYI: place KYI-AIR", "KYI: seal").to(Step.NARRATE)
    after = tuple(sitting.facts)
    sitting.do(f'CTL: back to={to} why="a sheet was missed"')
    assert sitting.state == then
    assert tuple(sitting.facts[: len(after)]) == after
    assert struck(sitting.facts) == frozenset(range(to, len(after)))
    sitting.do("KYI: place KYI-AIR")
    assert fold(sitting.game, sitting.facts) == sitting.state


@pytest.mark.ruling("R-9.10")
def test_a_step_back_can_be_stepped_behind() -> None:
    sitting = at_demands()
    states, places = [], []
    for _ in range(3):
        states.append(sitting.state)
        places.append(len(sitting.facts))
        sitting.go_on()
    sitting.do(f'CTL: back to={places[2]} why="one"', f'CTL: back to={places[1]} why="two"')
    assert sitting.state == states[1]
    sitting.go_on().do(f'CTL: back to={places[0]} why="three"')
    assert sitting.state == states[0]
    standing = standing_facts(sitting.facts)
    assert [fact.why for fact in standing if isinstance(fact, f.SteppedBack)] == ["three"]


@pytest.mark.ruling("R-9.10")
def test_to_a_seat_a_step_back_counts_what_that_seat_was_shown() -> None:
    sitting = at_orders()
    to, shown = len(sitting.facts), {seat: len(told(sitting, seat)) for seat in SEATS}
    sitting.do("KYI: place KYI-AIR").to(Step.ADJUDICATE).do(f'CTL: back to={to} why="again"')
    for seat in SEATS:
        seen = told(sitting, seat)
        [back] = [fact for fact in seen if isinstance(fact, f.SteppedBack)]
        assert back.to == shown[seat]
        undone = [seen[place] for place in sorted(struck(seen))]
        assert f.SheetsOpened() in undone
        assert f.OrderPlaced(SeatId("KYI"), sitting.game.rules.seats[SeatId("KYI")].actions[0].id, None) not in (
            standing_facts(seen)
        )


@pytest.mark.ruling("R-9.10")
def test_who_sits_today_sits_after_a_step_back() -> None:
    sitting = at_demands()
    to = len(sitting.facts)
    sitting.do("CTL: reseat seat=KYI holder=Ada").go_on().do(f'CTL: back to={to} why="again"')
    assert sitting.state.holders[SeatId("KYI")].name == "Ada"
