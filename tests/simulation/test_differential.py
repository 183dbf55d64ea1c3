"""The kernel plays the domain's game, bit for bit. More games by hand: `tests.simulation.against`."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.shipped import game
from tests.simulation.against import differences

from northaxis.domain.effects import Shift
from northaxis.domain.ids import LevelId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.simulation.kernel import Kernel

GAMES = 4
LEVELS = [LevelId(name) for name in ("cadet", "staff", "principal", "random", "passive")]


def mix(of: Game, number: int) -> Mapping[SeatId, LevelId]:
    """Every seat at some level, another one in every mix."""
    return {seat: LEVELS[(3 * place + number * (place + 1)) % 5] for place, seat in enumerate(of.rules.seats)}


@pytest.mark.parametrize("scenario", ["S1", "S2", "S3", "S2+V1", "S3+V2", "S3+V3"])
@pytest.mark.parametrize("number", [1, 3])
def test_mixed_seats_play_the_same_games_in_the_kernel_and_the_domain(scenario: str, number: int) -> None:
    of = game(scenario)
    assert differences(of, [f"mix {number}/{place}" for place in range(GAMES)], mix(of, number)) == []


@pytest.mark.parametrize("scenario", ["S1", "S2", "S3"])
@pytest.mark.parametrize("level", ["staff", "principal"])
def test_bots_of_one_level_play_the_same_games_in_the_kernel_and_the_domain(scenario: str, level: str) -> None:
    assert differences(game(scenario), [f"{level}/{place}" for place in range(GAMES)], LevelId(level)) == []


def test_a_kernel_with_one_rule_changed_is_found_out() -> None:
    """The positive control: the comparison fails when it should."""
    of = game("S3")
    rule = next(rule for rule in of.rules.rules if rule.id == "R04")
    stronger = replace(rule, outcome=replace(rule.outcome, ok=(Shift(of.rules.by_name["strain"], 2),)))
    rules = replace(of.rules, rules=tuple(stronger if one is rule else one for one in of.rules.rules))
    wrong = Kernel(replace(of, rules=rules))
    assert len(differences(of, ["control/0", "control/1", "control/2"], LevelId("staff"), wrong)) >= 2


def test_a_kernel_with_other_noise_is_found_out_by_the_choices() -> None:
    of = game("S3")
    levels = {**of.rules.bots.levels, LevelId("staff"): replace(of.rules.bots.levels[LevelId("staff")], sigma=900)}
    wrong = Kernel(replace(of, rules=replace(of.rules, bots=replace(of.rules.bots, levels=levels))))
    found = differences(of, ["control/0"], LevelId("staff"), wrong)
    assert len(found) == 1
    assert "the domain has '" in found[0]
