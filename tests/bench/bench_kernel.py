"""How many games a second: the kernel against the domain, paired in one run; and two workers against one.

By hand: `python -m tests.bench.bench_kernel S3 staff principal`. CPU seconds for one core, wall for workers.
"""

from __future__ import annotations

import argparse
import os
import time
from statistics import median

from tests.shipped import game
from tests.simulation.against import play_in_domain
from tests.simulation.test_forecast import table_at

from northaxis.domain.facts import Step
from northaxis.domain.ids import LevelId
from northaxis.domain.ruleset import Game
from northaxis.simulation.batches import simulate
from northaxis.simulation.forecast import forecast, game_seeds
from northaxis.simulation.kernel import Kernel


def domain_rate(of: Game, level: LevelId, seeds: list[str]) -> float:
    """Games a CPU second, played by the domain."""
    start = time.process_time()
    for seed in seeds:
        play_in_domain(of, seed, level)
    return len(seeds) / (time.process_time() - start)


def kernel_rate(kernel: Kernel, level: LevelId, games: int) -> float:
    """Games a CPU second, played by the kernel."""
    start = time.process_time()
    kernel.play(game_seeds("bench", 0, games), level)
    return games / (time.process_time() - start)


def main() -> None:
    """Print the paired ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="S3")
    parser.add_argument("levels", nargs="*", default=["staff", "principal"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--games", type=int, default=4000)
    parser.add_argument("--workers", action="store_true", help="measure two workers against one as well")
    asked = parser.parse_args()
    of = game(asked.scenario)
    kernel = Kernel(of)
    for level in map(LevelId, asked.levels):
        kernel_rate(kernel, level, 50)
        ratios, rates = [], []
        for round_ in range(asked.rounds):
            before = domain_rate(of, level, [f"bench/{round_}a", f"bench/{round_}b"])
            fast = kernel_rate(kernel, level, asked.games)
            after = domain_rate(of, level, [f"bench/{round_}c", f"bench/{round_}d"])
            ratios.append(fast / ((before + after) / 2))
            rates.append((fast, (before + after) / 2))
        fast, slow = (median(column) for column in zip(*rates, strict=True))
        print(f"{asked.scenario} {level}: kernel {fast:.0f}, domain {slow:.1f} games/s, {median(ratios):.0f}x", end="")
        print(f" ({min(ratios):.0f}-{max(ratios):.0f})")
    state = table_at(asked.scenario, 0, Step.SETUP)
    forecast(state, 10, "warm")
    walls = []
    for round_ in range(asked.rounds):
        start = time.perf_counter()
        forecast(state, 1000, f"bench {round_}")
        walls.append(time.perf_counter() - start)
    print(f"{asked.scenario} forecast of 1,000 games from turn 1: {median(walls) * 1000:.0f} ms")
    if asked.workers:
        simulate(of, 100, "warm", LevelId("staff"), workers=2)
        ratios = []
        for _ in range(asked.rounds):
            walls = []
            for workers in (1, 2):
                start = time.perf_counter()
                simulate(of, 2 * asked.games, "bench", LevelId("staff"), workers=workers)
                walls.append(time.perf_counter() - start)
            ratios.append(walls[0] / walls[1])
        print(f"{asked.scenario} staff, 2 workers against 1: {median(ratios):.2f}x", end="")
        print(f" ({min(ratios):.2f}-{max(ratios):.2f}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")


if __name__ == "__main__":
    main()
