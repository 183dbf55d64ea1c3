"""Bots in an argument: they side by what it is worth to them, say so once, and estimate; they never open one."""

import pytest
from tests.domain.arguing import ASK, EFFECT, argued, opened
from tests.rulings.sitting import Sitting

from northaxis.bots.arguing import estimate, next_argument, stake
from northaxis.bots.choose import choose
from northaxis.bots.mind import mind_of
from northaxis.domain.dice import SeededDice
from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.orders import AddReason, Estimate, to_text
from northaxis.domain.views import view


def level(sitting: Sitting) -> LevelId:
    return next(iter(sitting.game.rules.bots.levels))


def say(sitting: Sitting, seat: str) -> list[str]:
    """All that a bot in this seat has to say, in order."""
    said = []
    while (
        choice := choose(sitting.game, view(sitting.state, SeatId(seat)), level(sitting), SeededDice("x"))
    ) is not None:
        said.append(to_text(choice.order))
        sitting.do(said[-1])
    return said


@pytest.mark.parametrize("seat", ["VIL", "WAS", "BDF", "MOS"])
def test_a_bot_sides_by_the_sign_of_its_stake_and_then_estimates(seat: str) -> None:
    sitting = argued(EFFECT, ASK)
    seen = view(sitting.state, SeatId(seat))
    mind = mind_of(sitting.game, SeatId(seat), seen.agenda)
    lookahead = sitting.game.rules.bots.levels[level(sitting)].lookahead
    gain = stake(mind, seen.arguments[0], list(seen.perception.row), lookahead)
    said = say(sitting, seat)
    [one] = view(sitting.state, SeatId(seat)).arguments
    mine = [reason for reason in one.reasons if reason.seat == seat]
    assert [reason.supports for reason in mine] == ([gain > 0] if gain else [])
    assert one.own_estimate is not None
    assert len(said) == len(mine) + 1


def test_a_bot_waits_until_the_effect_is_named_and_estimates_when_it_is_asked() -> None:
    assert say(argued(), "VIL") == say(argued(ASK), "VIL") == []
    assert not any(" estimate " in text for text in say(argued(EFFECT), "VIL"))
    assert any(" estimate " in text for text in say(argued(EFFECT, ASK), "VIL"))


def test_a_bot_has_nothing_to_say_to_an_argument_in_secret() -> None:
    whispered = opened('KYI: argue claim="A clerk talks" reasons="He has debts" secret=yes').do(EFFECT)
    assert all(say(whispered, seat) == [] for seat in ("VIL", "WAS", "BDF", "MOS"))


def test_a_bot_says_the_same_again() -> None:
    assert say(argued(EFFECT), "VIL") == say(argued(EFFECT), "VIL")


def test_bots_take_opposite_sides_of_opposite_effects() -> None:
    sides = {}
    for sign in ("+", "-"):
        sitting = argued(f"CTL: effect argument=T1-KYI shifts=unity{sign}2 shifts=warning{sign}1")
        say(sitting, "VIL")
        [one] = view(sitting.state, SeatId("VIL")).arguments
        sides[sign] = next(reason.supports for reason in one.reasons if reason.seat == "VIL")
    assert sides["+"] is not sides["-"]


def test_a_bot_speaks_to_an_order_that_is_argued_out() -> None:
    sitting = opened("MIN: place MIN-CHN").do('CTL: method action=MIN-CHN method=argument why="let us hear"')
    sitting.do("CTL: ask-estimates argument=T1-MIN-CHN")
    acts = say(sitting, "MOS") + say(sitting, "VIL")
    assert any(" estimate " in text for text in acts)


@pytest.mark.parametrize(
    ("chance", "gain", "percent"), [(58, 0, 58), (58, 500, 68), (58, -5000, 38), (92, 9000, 95), (8, -9000, 5)]
)
def test_an_estimate_is_the_odds_leaning_by_hope(chance: int, gain: int, percent: int) -> None:
    assert estimate(chance, gain) == percent


def test_a_settled_argument_has_nothing_more_to_say() -> None:
    sitting = argued(EFFECT, ASK)
    seen = view(sitting.state, SeatId("VIL"))
    mind = mind_of(sitting.game, SeatId("VIL"), seen.agenda)
    found = next_argument(mind, seen, list(seen.perception.row), 0)
    assert found is not None
    assert isinstance(found.order.act, AddReason | Estimate)
    sitting.do('CTL: settle argument=T1-KYI method=free success=no why="no"')
    assert next_argument(mind, view(sitting.state, SeatId("VIL")), list(seen.perception.row), 0) is None
