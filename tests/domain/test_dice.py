"""Dice by name: fixed test vectors, fairness, independence of names, and the chance table."""

from collections import Counter

import pytest

from northaxis.domain.dice import (
    DiceNeeded,
    SeededDice,
    TypedDice,
    mix,
    name_hash,
    pair_of,
    percent,
    turn_seed,
    ways,
)

VECTORS = [
    ("GOLDEN", 1, "KYI-AIR"),
    ("GOLDEN", 1, "MIN-BEI"),
    ("GOLDEN", 1, "CHECK"),
    ("7", 3, "MOS-SYSsw_relay"),
]


def test_hashes_and_seeds_are_the_committed_vectors() -> None:
    assert name_hash("KYI-AIR") == 0xABE770F9164F374E
    assert turn_seed("GOLDEN", 1) == 0xD0AB68F7B897DE32
    assert mix(1, 2) == 0x1D0B14E4DB018FED


def test_rolls_are_the_committed_vectors() -> None:
    assert [SeededDice(seed).pair(turn, name) for seed, turn, name in VECTORS] == [(6, 6), (5, 2), (2, 1), (2, 6)]


def test_dice_are_fair_and_names_independent() -> None:
    dice = SeededDice("fair")
    faces = Counter(face for n in range(6000) for face in dice.pair(n % 8, f"roll {n}"))
    assert set(faces) == {1, 2, 3, 4, 5, 6}
    assert all(1800 < count < 2200 for count in faces.values())


def test_the_same_question_has_the_same_answer_in_any_order() -> None:
    names = [f"R{n:02}" for n in range(50)]
    one, two = SeededDice("x"), SeededDice("x")
    forward = {name: one.pair(2, name) for name in names}
    backward = {name: two.pair(2, name) for name in reversed(names)}
    assert forward == backward


def test_the_extremes_of_the_bits_are_faces_one_and_six() -> None:
    assert pair_of(0) == (1, 1)
    assert pair_of((1 << 64) - 1) == (6, 6)


@pytest.mark.parametrize(
    ("need", "chance"),
    [
        (1, 100),
        (2, 100),
        (3, 97),
        (4, 92),
        (5, 83),
        (6, 72),
        (7, 58),
        (8, 42),
        (9, 28),
        (10, 17),
        (11, 8),
        (12, 3),
        (13, 0),
    ],
)
def test_chances_are_those_of_two_dice(need: int, chance: int) -> None:
    exact = sum(1 for a in range(1, 7) for b in range(1, 7) if a + b >= need)
    assert ways(need) == exact
    assert percent(need) == chance


def test_a_missing_typed_roll_is_asked_for_by_name() -> None:
    dice = TypedDice(SeededDice("s"), {(1, "CHECK"): (3, 4)})
    assert dice.pair(1, "CHECK") == (3, 4)
    with pytest.raises(DiceNeeded) as asked:
        dice.pair(2, "CHECK")
    assert (asked.value.turn, asked.value.name) == (2, "CHECK")
