"""Paired games: a seat at two levels on the same seeds, all else alike; in how many pairs the stronger scores more.

`python -m tests.balance.levels [--games 400] [--scenario S3] [--seed levels]` prints a table. A pair is two games with
the same seed, the same dice and the same opponents (at the middle level). The share that counts splits the drawn pairs;
that of the decided pairs alone is printed beside it. The levels were set on the seed `levels`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from tests.shipped import game

from northaxis.domain.ids import LevelId, SeatId
from northaxis.simulation.batches import play_many

WEAK, MIDDLE, STRONG = LevelId("cadet"), LevelId("staff"), LevelId("principal")


@dataclass(frozen=True)
class Pairs:
    """How one level fared against another in a seat: pairs it scored more in, pairs drawn, pairs played."""

    better: int
    drawn: int
    pairs: int

    @property
    def share(self) -> float:
        """The share of pairs won, drawn ones split: what counts."""
        return (self.better + self.drawn / 2) / self.pairs

    @property
    def decided(self) -> float:
        """The share won of the pairs that were decided."""
        return self.better / max(1, self.pairs - self.drawn)


def compare(scenario: str, seat: SeatId, strong: LevelId, weak: LevelId, pairs: int, seed: str = "levels") -> Pairs:
    """Play the pairs."""
    of = game(scenario)
    place = list(of.scenario.scored).index(seat)
    scores = []
    for own in (strong, weak):
        levels: Mapping[SeatId, LevelId] = {each: own if each == seat else MIDDLE for each in of.rules.seats}
        scores.append(play_many(of, pairs, seed, levels).scores[place])
    return Pairs(int((scores[0] > scores[1]).sum()), int((scores[0] == scores[1]).sum()), pairs)


def main() -> int:
    """Print the table; 1 when fewer than six seats reach 60 % in either comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--games", type=int, default=400)
    parser.add_argument("--scenario", default="S3")
    parser.add_argument("--seed", default="levels")
    given = parser.parse_args()
    failed = 0
    for strong, weak in ((STRONG, MIDDLE), (MIDDLE, WEAK)):
        reached = 0
        sys.stdout.write(f"{strong} against {weak}, {given.games} pairs a seat:\n")
        for seat in game(given.scenario).scenario.scored:
            found = compare(given.scenario, seat, strong, weak, given.games, given.seed)
            reached += found.share >= 0.60
            drawn = found.drawn / found.pairs
            sys.stdout.write(f"  {seat} {found.share:.0%} ({found.decided:.0%} of decided pairs; {drawn:.0%} drawn)\n")
        sys.stdout.write(f"  {reached} of 9 seats at 60 % or more\n")
        failed += reached < 6
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
