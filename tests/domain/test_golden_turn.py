"""The golden turn: seed GOLDEN, three-directions, turn 1, with a dice formula of its own as scripted dice."""

from dataclasses import dataclass
from hashlib import sha256

import pytest
from tests.shipped import game

from northaxis.domain import orders as o
from northaxis.domain.adjudicate import play
from northaxis.domain.demands import ResponseKind
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import CauseKind, Changed, Fact, Rolled, Step
from northaxis.domain.ids import ActionId, CardId, DemanderId, DemandId, OptionId, QuantityId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import GO_ON, Order
from northaxis.domain.quantities import Kind
from northaxis.domain.rulings import Upheld
from northaxis.domain.setup import set_table
from northaxis.domain.state import State, fold


@dataclass
class DesignDice:
    """Dice by the formula of the game design: SHA-256 of seed, turn and key. Draws bring up F02 and B28, and HD3."""

    seed: str = "GOLDEN"

    def pair(self, turn: int, name: str) -> tuple[int, int]:
        digest = sha256(f"{self.seed}|{turn}|{name}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % 6 + 1, int.from_bytes(digest[8:16], "big") % 6 + 1

    def draw(self, turn: int, name: str) -> int:
        if name in ("SHF02", "SHB28"):
            return (1 << 32) - 1
        if name == "HD":
            # HD1 3, HD2 3, HD3 3 of the possible demands' weights: the seventh of them is HD3's
            return (7 << 32) // 16
        return SeededDice(self.seed).draw(turn, name)


SCRIPT = {
    "MIN": ["place MIN-BEI", "place MIN-PAY", "answer MOS refuse", "answer KYI sham", "answer HOME comply"],
    "MOS": ["place MOS-SYS @sw_relay", "place MOS-SAL"],
    "KYI": ["place KYI-STR @sw_shahed", "place KYI-AIR"],
    "BEI": ["place BEI-RCV"],
    "BRU": ["place BRU-UNI"],
    "WAS": ["place WAS-ISR"],
}

LEDGER = """
pull_moscow -1 F02:MIN:b -1 | warning +1 B28 0 | pull_moscow +2 MD1.R +2 | pull_moscow +1 MD1.R(backed) +1
pull_kyiv -2 KD2.X -2 | cohesion +1 HD3.C -1 | pull_home -1 HD3.C -1 | pull_moscow +1 HD3.C +1
strain -2 KYI-AIR 0 | oxygen +1 BEI-RCV -1 | pull_moscow +1 BEI-RCV +1 | oxygen +2 MIN-BEI -2
pull_moscow +1 MIN-BEI +1 | unity +1 BRU-UNI 0 | strain +2 MOS-SAL 0 | pull_kyiv +1 MOS-SAL +1
escalation +1 MOS-SAL 0 | sw_shahed -1 KYI-STR 0 | damage +1 KYI-STR 0 | escalation +1 KYI-STR 0
pull_kyiv -1 KYI-STR -1 | pull_home +1 KYI-STR +1 | cohesion +2 MIN-PAY -2 | pull_kyiv +1 R02 +1
strain +1 R04 0 | pull_home +1 R12 +1 | pull_home -1 R13 -1 | cohesion -1 R23 +1 | unity -1 R44 0
oxygen -1 R46 +1 | cohesion -1 R48 +1 | integration +1 SN1 0 | sw_shahed +1 SN1 0 | pull_home +1 SN1 +1
pull_moscow -2 SN1 -2
"""


def _do(state: State, journal: list[Fact], order: Order) -> State:
    played = play(state, order, DesignDice())
    assert isinstance(played.ruling, Upheld), (o.to_text(order), played.ruling)
    journal.extend(played.ruling.facts)
    return played.state


@pytest.fixture(scope="module")
def golden() -> tuple[State, list[Fact]]:
    """The state after the golden turn, and its journal."""
    three_directions = game("S3")
    journal = list(set_table(three_directions, "GOLDEN", DesignDice(), {}))
    state = fold(three_directions, journal)
    while state.step is not Step.TURN_END:
        if state.step is Step.INJECT and "MIN" in owing(state):
            state = _do(state, journal, Order(SeatId("MIN"), o.PickOption(CardId("F02"), OptionId("b"))))
        if state.step is Step.DEMANDS and owing(state):
            for seat, demand in (("MOS", "MD1"), ("KYI", "KD2")):
                state = _do(state, journal, Order(SeatId(seat), o.MakeDemand(DemandId(demand), backed=True)))
        if state.step is Step.ORDERS and not state.sheets:
            for seat, orders in SCRIPT.items():
                for text in orders:
                    state = _do(state, journal, o.from_text(f"{seat}: {text}"))
        state = _do(state, journal, GO_ON)
    return state, journal


def _label(fact: Changed) -> str:
    cause = fact.cause
    if cause.kind is CauseKind.CARD and cause.seat:
        return f"{cause.id}:{cause.seat}:{cause.detail}"
    return f"{cause.id}(backed)" if cause.detail == "backed" else cause.id


def test_the_rolls_are_the_designs(golden: tuple[State, list[Fact]]) -> None:
    rolls = [(fact.name, fact.dice, fact.need, fact.success) for fact in golden[1] if isinstance(fact, Rolled)]
    assert rolls == [
        ("B28", (6, 6), 5, True),
        ("KYI-AIR", (5, 3), 6, True),
        ("MIN-BEI", (4, 4), 5, True),
        ("BRU-UNI", (6, 5), 6, True),
        ("MOS-SYSsw_relay", (2, 1), 8, False),
        ("MOS-SAL", (6, 6), 8, True),
        ("KYI-STRsw_shahed", (2, 6), 7, True),
        ("MIN-PAY", (5, 1), 6, True),
    ]


def test_the_ledger_is_the_designs(golden: tuple[State, list[Fact]]) -> None:
    state, journal = golden
    shown = {q.id for q in state.game.rules.quantities if q.kind in (Kind.TRACK, Kind.SWITCH)}
    lines = [
        f"{fact.quantity} {fact.applied:+} {_label(fact)} {fact.index_delta:+}".replace(" +0", " 0")
        for fact in journal
        if isinstance(fact, Changed)
        and fact.cause.kind is not CauseKind.SETUP
        and fact.quantity in shown
        and fact.applied
    ]
    assert lines == [line.strip() for line in LEDGER.replace("\n", " | ").split(" | ") if line.strip()]


def test_a_fully_absorbed_effect_is_still_logged(golden: tuple[State, list[Fact]]) -> None:
    absorbed = [f for f in golden[1] if isinstance(f, Changed) and f.cause.id == "MOS-SYS" and f.applied == 0]
    assert [(fact.quantity, fact.asked, fact.before) for fact in absorbed] == [("pull_moscow", 1, 10)]


def test_the_board_after_the_turn_is_the_designs(golden: tuple[State, list[Fact]]) -> None:
    state = golden[0]
    expected = {
        "pull_moscow": 8, "pull_kyiv": 3, "pull_home": 5, "cohesion": 7, "oxygen": 5, "integration": 7, "legitimacy": 3,
        "damage": 1, "strain": 5, "north": 6, "warning": 4, "front": 0, "buildup": 1, "suwalki": 3, "posture": 5,
        "unity": 6, "us_lead": 3, "escalation": 5, "sw_relay": 0, "sw_shahed": 1, "sw_iskander": 1, "sw_kh101": 1,
        "sw_radar": 1, "sw_s400": 1,
    }  # fmt: skip
    assert {name: state.value(name) for name in expected} == expected
    assert state.index == 14
    raised = {q.id: state.board[q.index] for q in state.game.rules.quantities if q.kind is Kind.FLAG}
    assert {name: value for name, value in raised.items() if value} == {"flag.red_line": 1, "flag.attacked": 1}
    purses = {seat: state.value(f"ip.{seat}") for seat in state.game.rules.seats}
    assert purses == {"MIN": 0, "MOS": 3, "KYI": 2, "BEI": 3, "WAR": 4, "VIL": 3, "BRU": 4, "WAS": 5, "BDF": 3}


def test_the_moot_sham_was_cleared_and_no_check_was_made(golden: tuple[State, list[Fact]]) -> None:
    state, journal = golden
    assert state.sham is None
    assert not any(isinstance(fact, Rolled) and fact.name == "CHECK" for fact in journal)


def test_the_design_dice_have_the_designs_vectors() -> None:
    dice = DesignDice()
    assert dice.pair(1, "KYI-AIR") == (5, 3)
    assert dice.pair(1, "MIN-BEI") == (4, 4)
    assert dice.pair(1, "CHECK") == (6, 5)


def test_order_notation_round_trips_for_the_script() -> None:
    for seat, orders in SCRIPT.items():
        for text in orders:
            assert o.to_text(o.from_text(f"{seat}: {text}")) == f"{seat}: {text}"
    placed = Order(SeatId("MIN"), o.Place(ActionId("MIN-SUS"), QuantityId("sw_relay")))
    answered = Order(SeatId("MIN"), o.Answer(DemanderId("KYI"), ResponseKind.SHAM))
    assert [o.from_text(o.to_text(order)) for order in (placed, answered)] == [placed, answered]
