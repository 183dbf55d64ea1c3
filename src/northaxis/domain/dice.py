"""Dice by name. A roll is a pure function of the session seed, the turn and the roll's own name, never of a running
generator, so one changed decision does not disturb the other dice.

The turn's seed is a keyed BLAKE2b digest of (seed, turn); within the turn an integer mix of that seed with the fixed
64-bit hash of the name gives the dice. Test vectors: `tests/domain/test_dice.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Protocol

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
MIX_A = 0xBF58476D1CE4E5B9
MIX_B = 0x94D049BB133111EB

Pair = tuple[int, int]


class Dice(Protocol):
    """Where chance comes from. The same question always has the same answer."""

    def pair(self, turn: int, name: str) -> Pair:
        """Two dice, each 1 to 6."""
        ...

    def draw(self, turn: int, name: str) -> int:
        """A whole number 0 to 2**32 - 1, for shuffles and weighted draws."""
        ...


@cache
def name_hash(name: str) -> int:
    """The fixed 64-bit hash of a roll's name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def turn_seed(seed: str, turn: int) -> int:
    """The turn's 64-bit seed, from the session seed (any text) and the turn number."""
    key = blake2b(seed.encode(), digest_size=32).digest()
    return int.from_bytes(blake2b(turn.to_bytes(4, "big"), digest_size=8, key=key).digest(), "big")


def mix(turn_seed: int, name_hash: int) -> int:
    """64 well-mixed bits from the two (the finaliser of splitmix64)."""
    x = ((turn_seed ^ name_hash) + GOLDEN) & MASK
    x = ((x ^ (x >> 30)) * MIX_A) & MASK
    x = ((x ^ (x >> 27)) * MIX_B) & MASK
    return x ^ (x >> 31)


def pair_of(bits: int) -> Pair:
    """Two dice from 64 bits: the high half and the low half, each scaled to 1..6."""
    return (((bits >> 32) * 6) >> 32) + 1, (((bits & 0xFFFFFFFF) * 6) >> 32) + 1


@dataclass(slots=True)
class SeededDice:
    """The real dice of a session. Remembers each turn's seed; has no other state."""

    seed: str
    _turns: dict[int, int] = field(default_factory=dict, repr=False)

    def bits(self, turn: int, name: str) -> int:
        """The 64 bits behind a name."""
        known = self._turns.get(turn)
        if known is None:
            known = self._turns[turn] = turn_seed(self.seed, turn)
        return mix(known, name_hash(name))

    def pair(self, turn: int, name: str) -> Pair:
        """Two dice, each 1 to 6."""
        return pair_of(self.bits(turn, name))

    def draw(self, turn: int, name: str) -> int:
        """A whole number 0 to 2**32 - 1."""
        return self.bits(turn, name) >> 32


class DiceNeeded(Exception):
    """A roll has to be typed in before the order can be adjudicated."""

    def __init__(self, turn: int, name: str) -> None:
        super().__init__(f"dice needed for {name} in turn {turn}")
        self.turn, self.name = turn, name


@dataclass(slots=True)
class TypedDice:
    """Physical dice typed in at the table; shuffles still come from the seed. Missing rolls are asked for."""

    seeded: SeededDice
    typed: Mapping[tuple[int, str], Pair]

    def pair(self, turn: int, name: str) -> Pair:
        """The dice typed for this name; raises DiceNeeded when there are none yet."""
        found = self.typed.get((turn, name))
        if found is None:
            raise DiceNeeded(turn, name)
        return found

    def draw(self, turn: int, name: str) -> int:
        """From the seed: decks are shuffled by the app."""
        return self.seeded.draw(turn, name)


@dataclass(slots=True)
class ScriptedDice:
    """Dice for tests: what the script says, else the fallback."""

    pairs: Mapping[str, Pair]
    draws: Mapping[str, int] = field(default_factory=dict)
    fallback: Dice = field(default_factory=lambda: SeededDice("scripted"))

    def pair(self, turn: int, name: str) -> Pair:
        """The scripted dice for this name, whatever the turn."""
        return self.pairs.get(name) or self.fallback.pair(turn, name)

    def draw(self, turn: int, name: str) -> int:
        """The scripted draw for this name, whatever the turn."""
        return self.draws[name] if name in self.draws else self.fallback.draw(turn, name)


WAYS = {2: 36, 3: 35, 4: 33, 5: 30, 6: 26, 7: 21, 8: 15, 9: 10, 10: 6, 11: 3, 12: 1}


def ways(need: int) -> int:
    """In how many of 36 throws 2d6 reach `need`: 36 for 2 or less, 0 for 13 or more."""
    return 36 if need <= 2 else WAYS.get(need, 0)


def percent(need: int) -> int:
    """The chance to reach `need` with 2d6, in whole percent."""
    return (ways(need) * 100 + 18) // 36
