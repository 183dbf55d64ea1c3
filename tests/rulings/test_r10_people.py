"""R-10: several seats for one person, shared seats, the confidence card, guesses of the dials."""

from collections.abc import Callable

import pytest
from tests.rulings.sitting import Sitting, sit, without_cards
from tests.shipped import game

from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.declassify import OTHER_SHEET, SeenFact, as_read, facts_for
from northaxis.domain.facts import (
    AgendaDealt,
    CauseKind,
    Changed,
    DialTurned,
    GameOver,
    Guessed,
    Marked,
    OrderPlaced,
    Step,
)
from northaxis.domain.holding import held_with, orders_allowed
from northaxis.domain.ids import CONTROL, DialId, QuantityId, SeatId
from northaxis.domain.orders import from_text, to_text
from northaxis.domain.quantities import FOR_GOOD
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason
from northaxis.domain.scoring import standing
from northaxis.domain.turn_zero import confidence, dial_guesses
from northaxis.domain.views import view

MIN, MSC, KYI, KGS = SeatId("MIN"), SeatId("MSC"), SeatId("KYI"), SeatId("KGS")
WEST = {"WAR": "Ada", "VIL": "Ada", "BRU": "Ada", "WAS": "Bo"}
CALM = {"pull_moscow": 4, "pull_kyiv": 4, "pull_home": 4, "cohesion": 6}


def west(step: Step = Step.ORDERS, name: str = "S3") -> Sitting:
    """Ada holds three seats, Bo one, and no card has moved anything."""
    return sit(name, rules=without_cards, people=WEST).to(step)


def shared(*heads: str) -> Callable[[Game], Game]:
    return lambda made: without_cards(with_co_seats(made, map(SeatId, heads)))


def house(step: Step = Step.ORDERS, draws: dict[str, int] | None = None) -> Sitting:
    """Minsk and Kyiv are shared, and no card has moved anything."""
    return sit(rules=shared("MIN", "KYI"), draws=draws).to(step)


def played_out(sitting: Sitting) -> Sitting:
    return sitting.to(Step.TURN_END).put(CALM).put({"flag.collapse": FOR_GOOD}).to(Step.OVER)


def seen_by(sitting: Sitting, seat: str) -> tuple[SeenFact, ...]:
    return facts_for(sitting.game, sitting.facts, SeatId(seat))


# --- several seats ------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-10.1")
def test_a_person_with_several_seats_places_one_order_for_each() -> None:
    sitting = west().do("WAR: place WAR-SHL", "VIL: place VIL-COR")
    refused = sitting.refused("WAR: place WAR-BOR")
    assert (refused.reason, refused.rule) == (Reason.SHEET_FULL, "R-4.4")
    allowed = {seat: orders_allowed(sitting.state, seat) for seat in sitting.game.rules.seats}
    assert allowed == {seat: 1 if seat in ("WAR", "VIL", "BRU") else 2 for seat in allowed}
    assert view(sitting.state, SeatId("WAR")).allowed_orders == 1
    assert view(sitting.state, SeatId("WAS")).allowed_orders == 2
    assert view(sitting.state, CONTROL).allowed_orders == 0


@pytest.mark.ruling("R-10.1")
def test_the_scenarios_limit_counts_all_the_same() -> None:
    sitting = west(name="S1")
    assert {orders_allowed(sitting.state, seat) for seat in sitting.game.rules.seats} == {1}


@pytest.mark.ruling("R-10.1")
def test_bots_of_one_name_and_level_are_not_one_person() -> None:
    sitting = sit()
    assert all(held_with(sitting.state, seat) == (seat,) for seat in sitting.game.rules.seats)
    assert set(held_with(west().state, SeatId("VIL"))) == {"WAR", "VIL", "BRU"}


@pytest.mark.ruling("R-10.1")
def test_each_seat_of_a_person_keeps_its_own_sheet_purse_agenda_and_sight() -> None:
    sitting = west().do("WAR: place WAR-SHL")
    for seat in ("VIL", "BRU"):
        seen = seen_by(sitting, seat)
        assert not any(isinstance(fact, OrderPlaced) for fact in seen)
        assert {fact.seat for fact in seen if isinstance(fact, AgendaDealt)} == {seat}
        assert {f.quantity for f in seen if isinstance(f, Changed) and f.quantity[:3] == "ip."} == {f"ip.{seat}"}


@pytest.mark.ruling("R-10.2")
def test_points_move_between_own_seats_and_the_ledger_says_so() -> None:
    sitting = west().put({"ip.WAR": 5, "ip.VIL": 3}).do("WAR: give VIL 3")
    assert (sitting["ip.WAR"], sitting["ip.VIL"]) == (2, 6)
    assert sitting.moves("among own seats", CauseKind.DEAL) == ["ip.WAR -3", "ip.VIL +3"]
    assert "give VIL 2" in sitting.legal("WAR")
    assert "give VIL 3" not in sitting.legal("WAR")
    for seat in ("MIN", "WAS"):
        assert not any(
            isinstance(fact, Changed) and fact.cause.kind is CauseKind.DEAL for fact in seen_by(sitting, seat)
        )


@pytest.mark.ruling("R-10.2")
@pytest.mark.parametrize(
    ("order", "reason", "rule"),
    [
        ("WAR: give WAS 1", Reason.NOT_YOURS, "R-10.2"),
        ("WAR: give WAR 1", Reason.NOT_YOURS, "R-10.2"),
        ("WAR: give XXX 1", Reason.NOT_YOURS, "R-10.2"),
        ("CTL: give WAR 1", Reason.NOT_YOURS, "R-10.2"),
        ("MIN: give KYI 1", Reason.NOT_YOURS, "R-10.2"),
        ("WAR: give VIL 0", Reason.BAD_TERMS, "R-10.2"),
        ("WAR: give VIL 6", Reason.CANNOT_PAY, "R-10.2"),
        ("WAR: give BRU 3", Reason.BAD_TERMS, "R-4.6"),
    ],
)
def test_points_go_to_another_own_seat_that_has_room_for_them(order: str, reason: Reason, rule: str) -> None:
    refused = west().put({"ip.WAR": 5, "ip.VIL": 3, "ip.BRU": 6}).refused(order)
    assert (refused.reason, refused.rule) == (reason, rule)


@pytest.mark.ruling("R-10.2")
def test_points_move_at_any_time_in_a_turn_until_the_giver_has_sealed() -> None:
    sitting = sit(rules=without_cards, people=WEST)
    assert sitting.refused("WAR: give VIL 1").reason is Reason.NOT_NOW
    for step in (Step.DEMANDS, Step.NEGOTIATE, Step.ORDERS):
        sitting.to(step).put({"ip.WAR": 5, "ip.VIL": 3}).do("WAR: give VIL 1")
    sitting.do("VIL: seal").do("WAR: give VIL 1", "WAR: seal")
    assert sitting.refused("WAR: give VIL 1").reason is Reason.NOT_NOW
    assert sitting.to(Step.ADJUDICATE).refused("BRU: give VIL 1").reason is Reason.NOT_NOW


@pytest.mark.ruling("R-10.2")
def test_more_than_a_deal_allows_may_move_between_own_seats() -> None:
    sitting = west().put({"ip.WAR": 8, "ip.VIL": 1}).do("WAR: give VIL 4", "WAR: give VIL 3")
    assert sitting["ip.VIL"] == 8


# --- shared seats -------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-10.3")
def test_the_head_orders_in_b_c_d_and_the_co_seat_in_a_e_f() -> None:
    before, rules = game("S3").rules, with_co_seats(game("S3"), [MIN, SeatId("MOS"), KYI]).rules
    for head, other in (("MIN", "MSC"), ("MOS", "MGS"), ("KYI", "KGS")):
        mine, theirs = (rules.seats[SeatId(seat)].actions for seat in (head, other))
        assert {action.phase for action in mine} <= set("BCD")
        assert {action.phase for action in theirs} <= set("AEF")
        assert {a.id for a in (*mine, *theirs)} == {a.id for a in before.seats[SeatId(head)].actions}
    assert list(rules.actions) == list(before.actions)
    assert all(action in rules.seats[action.seat].actions for action in rules.actions.values())


@pytest.mark.ruling("R-10.3")
def test_each_half_places_one_order_and_none_of_the_others() -> None:
    sitting = house().do("MIN: place MIN-SUB", "MSC: place MIN-PAY")
    assert sitting.refused("MIN: place MIN-NEU").reason is Reason.SHEET_FULL
    assert sitting.refused("MSC: place MIN-CAL").reason is Reason.SHEET_FULL
    assert sitting.refused("KYI: place KYI-AIR").rule == "R-4.1"
    assert sitting.refused("KGS: place KYI-OSI").rule == "R-4.1"
    assert {"MIN", "MSC", "KYI", "KGS", "MOS"} <= set(sitting.owing())


@pytest.mark.ruling("R-10.3")
def test_only_the_head_makes_and_answers_demands() -> None:
    sitting = house(Step.DEMANDS)
    assert sitting.refused("KGS: demand KD2").reason is Reason.NOT_YOURS
    sitting.do("KYI: demand KD2").to(Step.ORDERS)
    assert sitting.refused("MSC: answer KYI comply").reason is Reason.NOT_YOURS
    sitting.do("MIN: answer KYI comply")


@pytest.mark.ruling("R-10.3")
def test_the_co_seat_follows_its_head_in_the_initiative() -> None:
    sitting = house()
    assert sitting.game.rules.initiative[:5] == ("MIN", "MSC", "MOS", "KYI", "KGS")
    assert list(sitting.game.rules.seats) == list(sitting.game.rules.initiative)
    assert sitting.game.scenario.scored[:5] == ("MIN", "MSC", "MOS", "KYI", "KGS")


@pytest.mark.ruling("R-10.3")
def test_both_halves_see_the_board_alike() -> None:
    sitting = house()
    for head, other in ((MIN, MSC), (KYI, KGS)):
        one, two = view(sitting.state, head), view(sitting.state, other)
        assert one.perception.row == two.perception.row
        assert one.perception.spans == two.perception.spans
        assert (one.index, one.tracks, one.switches, one.ip) == (two.index, two.tracks, two.switches, two.ip)


@pytest.mark.ruling("R-10.4")
def test_the_two_halves_spend_from_one_purse_with_one_income() -> None:
    sitting = house()
    plain = sit(rules=without_cards).to(Step.ORDERS)
    assert sitting["ip.MIN"] == sitting["ip.MSC"] == plain["ip.MIN"]
    before = sitting["ip.MIN"]
    sitting.do("MSC: place MIN-PAY")
    assert sitting["ip.MIN"] == view(sitting.state, MIN).ip == view(sitting.state, MSC).ip == before - 2
    sitting.put({"ip.MIN": 1})
    assert sitting.refused("MIN: place MIN-VEC").reason is Reason.CANNOT_PAY


@pytest.mark.ruling("R-10.4")
def test_what_the_other_half_spent_on_is_closed_until_the_sheets_are_open() -> None:
    sitting = house().do("MSC: place MIN-PAY", "KYI: place KYI-OSI")
    for seat, other in (("MIN", "MSC"), ("KGS", "KYI")):
        seen = seen_by(sitting, seat)
        spent = [fact for fact in seen if isinstance(fact, Changed) and fact.cause.kind is CauseKind.COST]
        assert [(fact.cause.id, fact.cause.seat, fact.cause.detail) for fact in spent] == [(OTHER_SHEET, other, "")]
        assert not any(isinstance(fact, OrderPlaced) for fact in seen)
    opened = seen_by(sitting.to(Step.ADJUDICATE), "MIN")
    assert OrderPlaced(MSC, sitting.game.rules.seats[MSC].actions[0].id, None) in opened


@pytest.mark.ruling("R-10.4")
def test_a_broken_promise_of_one_half_weighs_on_both() -> None:
    sitting = house().put({"pull_kyiv": 8})
    sitting.do("KGS: offer MIN: KGS hold KYI-STR until 1").do(f"MIN: sign {sitting.state.deals[-1].id}")
    sitting.do("KGS: place KYI-STR @sw_radar").to(Step.NARRATE).put(CALM).go_on()
    assert sitting["flag.word_kyi"] > 0
    for seat in (KYI, KGS):
        semi = [a for a in sitting.game.rules.seats[seat].actions if a.kind == "semi" and a.plays[0].outcome.roll]
        reads = {i for a in semi for m in a.plays[0].outcome.roll.modifiers for i in m.condition.reads}  # type: ignore[union-attr]
        assert not semi or sitting.game.rules.by_name["flag.word_kyi"] in reads


@pytest.mark.ruling("R-10.4")
def test_the_halves_make_no_gifts_to_each_other_and_give_away_two_points_together() -> None:
    sitting = house().put({"ip.KYI": 8})
    assert sitting.refused("KYI: offer KGS: KYI pay KGS 1").rule == "R-10.4"
    sitting.do("KYI: offer MIN: KYI pay MIN 2").do(f"MIN: sign {sitting.state.deals[-1].id}")
    assert sitting.refused("KGS: offer BEI: KGS pay BEI 1").rule == "R-8.2"


@pytest.mark.ruling("R-10.4")
def test_one_person_in_both_halves_has_nothing_to_give_from_one_to_the_other() -> None:
    sitting = sit(rules=shared("MIN"), people={"MIN": "Ada", "MSC": "Ada"}).to(Step.ORDERS)
    assert sitting.refused("MIN: give MSC 1").rule == "R-10.4"


@pytest.mark.ruling("R-10.5")
@pytest.mark.parametrize("head", [0, 1 << 31, (1 << 32) - 1])
@pytest.mark.parametrize("other", [0, 1 << 31, (1 << 32) - 1])
def test_the_halves_have_different_agendas(head: int, other: int) -> None:
    sitting = house(Step.DEMANDS, {"AGMIN": head, "AGMSC": other})
    agendas = sitting.state.agendas
    assert agendas[MIN] != agendas[MSC]
    own = {agenda.id for agenda in sitting.game.rules.seats[MSC].agendas}
    assert {agendas[MIN], agendas[MSC]} <= own
    assert {fact.seat for fact in seen_by(sitting, "MSC") if isinstance(fact, AgendaDealt)} == {MSC}


@pytest.mark.ruling("R-10.5")
def test_the_halves_score_the_same_goals_against_the_same_bar() -> None:
    for name in ("S3", "S3+V2", "S2"):
        made = with_co_seats(game(name), [MIN])
        assert made.bar(MIN) == made.bar(MSC) == game(name).bar(MIN)
    sitting = played_out(house())
    one, two = (next(score for score in sitting.state.scores if score.seat == seat) for seat in (MIN, MSC))
    assert one.goals == two.goals == standing(sitting.game, MIN, None, sitting.state.board).goals
    assert (one.agenda, one.score - 3 * one.agenda_met) != (two.agenda, two.score)
    assert one.score - 3 * one.agenda_met == two.score - 3 * two.agenda_met


# --- turn zero ----------------------------------------------------------------------------------------------------


@pytest.mark.ruling("R-10.6")
def test_the_card_is_filled_in_before_turn_1_and_again_when_play_is_over() -> None:
    sitting = sit(dials={"oxygen": "high", "rupture": "street"}, rules=without_cards)
    sitting.do("KYI: mark 5 4 3 2 1 2", "KYI: mark 4 4 3 2 1 2")
    assert sitting.go_on().refused("KYI: mark 1 1 1 1 1 1").reason is Reason.NOT_NOW
    played_out(sitting).do("KYI: mark 2 4 3 5 1 2", "BEI: mark 3 3 3 3 3 3")
    first, *_, beijing, barracks, last = confidence(sitting.state)
    assert [(b.seat, b.before, b.after, b.moved) for b in first.beliefs] == [("KYI", 4, 2, -2), ("BEI", None, 3, None)]
    assert (first.statement.text, first.setting, first.borne_out) == ("Kyiv can coerce Minsk.", None, None)
    assert (beijing.setting, beijing.borne_out) == ("high", True)
    assert (barracks.setting, barracks.borne_out) == ("street", False)
    assert last.statement.dial is None
    assert sitting.legal("KYI") == []


@pytest.mark.ruling("R-10.6")
@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("KYI: mark 1 2 3", Reason.BAD_TERMS),
        ("KYI: mark 1 2 3 4 5 6", Reason.BAD_TERMS),
        ("KYI: mark 0 2 3 4 5 5", Reason.BAD_TERMS),
        ("CTL: mark 1 2 3 4 5 5", Reason.NOT_YOURS),
    ],
)
def test_a_card_has_a_mark_from_1_to_5_for_each_statement(order: str, reason: Reason) -> None:
    refused = sit().refused(order)
    assert (refused.reason, refused.rule) == (reason, "R-10.6")


@pytest.mark.ruling("R-10.6")
def test_the_marks_are_for_the_seat_and_control_until_play_is_over() -> None:
    sitting = sit(rules=without_cards).do("KYI: mark 4 4 3 2 1 2").go_on()
    for seat in (*sitting.game.rules.seats, CONTROL):
        cards = [fact.seat for fact in seen_by(sitting, seat) if isinstance(fact, Marked)]
        assert cards == (["KYI"] if seat in ("KYI", CONTROL) else [])
        assert view(sitting.state, seat).marks == ((4, 4, 3, 2, 1, 2) if seat == "KYI" else ())
    assert any(isinstance(fact, Marked) for fact in seen_by(played_out(sitting), "MIN"))


@pytest.mark.ruling("R-10.6")
def test_after_the_end_nothing_but_the_card_stands() -> None:
    sitting = played_out(sit(rules=without_cards))
    for order in ("KYI: guess oxygen low", "CTL: turn oxygen low", "CTL: go on", "KYI: say all Well played."):
        assert sitting.refused(order).rule == "R-7.1"


@pytest.mark.ruling("R-10.7")
def test_a_guess_may_be_written_at_any_time_and_changed() -> None:
    sitting = sit(dials={"oxygen": "low"}, rules=without_cards).do("KYI: guess oxygen high")
    for step in (Step.DEMANDS, Step.ORDERS, Step.ADJUDICATE, Step.TURN_END):
        sitting.to(step).do("BEI: guess rupture street")
    sitting.do("KYI: guess oxygen low")
    assert view(sitting.state, KYI).guesses == (("oxygen", "low"),)
    oxygen = next(guess for guess in dial_guesses(played_out(sitting).state) if guess.dial.id == "oxygen")
    assert (oxygen.setting, oxygen.guesses, oxygen.right) == ("low", (("KYI", "low"),), ("KYI",))


@pytest.mark.ruling("R-10.7")
@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("KYI: guess weather fair", Reason.UNKNOWN),
        ("KYI: guess oxygen south", Reason.UNKNOWN),
        ("CTL: guess oxygen low", Reason.NOT_YOURS),
    ],
)
def test_a_guess_names_a_dial_and_one_of_its_settings(order: str, reason: Reason) -> None:
    refused = sit().refused(order)
    assert (refused.reason, refused.rule) == (reason, "R-10.7")


@pytest.mark.ruling("R-10.7")
def test_guesses_and_dials_are_open_when_play_is_over_and_not_before() -> None:
    sitting = sit(dials={"oxygen": "low"}, rules=without_cards).do("KYI: guess oxygen high").go_on()
    for seat in (*sitting.game.rules.seats, CONTROL):
        knows = seat in ("KYI", CONTROL)
        assert any(isinstance(fact, Guessed) for fact in seen_by(sitting, seat)) is knows
        assert view(sitting.state, seat).dials == ((("oxygen", "low"),) if seat == CONTROL else ())
    played_out(sitting)
    assert view(sitting.state, MIN).dials == (("oxygen", "low"),)
    assert any(isinstance(fact, Guessed) for fact in seen_by(sitting, "MIN"))


@pytest.mark.ruling("R-10.7")
def test_who_follows_the_game_live_is_shown_dials_and_guesses_right_after_the_end() -> None:
    sitting = sit(dials={"oxygen": "low"}, rules=without_cards).do("KYI: guess oxygen high", "KYI: mark 1 1 1 1 1 1")
    played_out(sitting)
    told = list(as_read(sitting.game, sitting.facts, MIN))
    kinds = [type(fact) for fact in told if isinstance(fact, GameOver | DialTurned | Guessed | Marked)]
    assert kinds[0] is GameOver
    assert set(kinds[1:]) == {DialTurned, Guessed, Marked}


@pytest.mark.parametrize(
    "text",
    [
        "WAR: give VIL 2",
        "KYI: mark 4 2 3 3 1 5",
        "KYI: guess oxygen low",
        "CTL: turn oxygen high",
        "KYI: say all I guess",
    ],
)
def test_the_notation_reads_back(text: str) -> None:
    assert to_text(from_text(text)) == text


def test_the_quantity_of_a_co_seats_purse_is_its_heads() -> None:
    rules = house().game.rules
    assert rules.quantity("ip.MSC").id == QuantityId("ip.MIN")
    assert {DialId(s.dial) for s in rules.turn_zero.statements if s.dial} == {dial.id for dial in rules.dials}
