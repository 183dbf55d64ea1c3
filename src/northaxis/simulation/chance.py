"""Dice for many games: the domain's dice by name, in numpy, one column a game.

A game's seed text gives a 64-bit seed a turn by BLAKE2b, in Python; names are mixed into it here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from northaxis.domain.dice import GOLDEN, MIX_A, MIX_B, turn_seed, ways
from northaxis.simulation.board import Array

HALF = np.uint64(32)
LOW_BITS = np.uint64(0xFFFFFFFF)
SIX = np.uint64(6)
_GOLDEN, _A, _B = np.uint64(GOLDEN), np.uint64(MIX_A), np.uint64(MIX_B)
_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)

WAYS = np.array([ways(need) for need in range(-128, 128)], np.int8)
WAYS = np.concatenate([WAYS[128:], WAYS[:128]])
"""Ways in 36 to reach a need, to index with a need of -128 to 127."""


def mixed(seeds: Array, names: Array | np.uint64) -> Array:
    """64 well-mixed bits for every pair of a turn seed and a name's hash; the two broadcast, both uint64."""
    x: Array = (seeds ^ names) + _GOLDEN
    x ^= x >> _S30
    x *= _A
    x ^= x >> _S27
    x *= _B
    x ^= x >> _S31
    return x


class Chance:
    """The dice of some games. `seeds` are their seed texts; `turn` has to be begun before it is asked about."""

    def __init__(self, seeds: Sequence[str]) -> None:
        self.seeds = tuple(seeds)
        self._turn = np.zeros(len(self.seeds), np.uint64)

    def begin(self, turn: int) -> None:
        """Work out the turn's seeds."""
        self._turn = np.array([turn_seed(seed, turn) for seed in self.seeds], np.uint64)

    def keep(self, wanted: Array) -> None:
        """Go on with some of the games; `wanted` is a mask (N,)."""
        self.seeds = tuple(seed for seed, stays in zip(self.seeds, wanted.tolist(), strict=True) if stays)
        self._turn = self._turn[wanted]

    def bits(self, names: Array | np.uint64, games: Array | None = None) -> Array:
        """The bits behind name hashes; the last axis is games, all of them or those at the places given."""
        seeds = self._turn if games is None else self._turn[games]
        return mixed(seeds, names)

    def total(self, name: int, games: Array | None = None) -> Array:
        """The sum of two dice for a name's hash, int8 (N,)."""
        bits = self.bits(np.uint64(name), games)
        high, low = ((bits >> HALF) * SIX) >> HALF, ((bits & LOW_BITS) * SIX) >> HALF
        return (high + low + np.uint64(2)).astype(np.int8)

    def draw(self, names: Array | np.uint64, games: Array | None = None) -> Array:
        """A number 0 to 2**32 - 1 for a name's hash, uint64."""
        bits: Array = self.bits(names, games) >> HALF
        return bits
