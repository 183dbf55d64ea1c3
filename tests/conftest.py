"""Options and markers that several test packages share: how many seeded games to play, and a test's ruling."""

import pytest
from hypothesis import settings


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("northaxis")
    group.addoption("--n", type=int, default=None, help="seeded games or pairs a property plays (default: small)")
    group.addoption("--seed", type=int, default=1, help="the first seed of the seeded properties")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "ruling(id): the numbered ruling of rulings.yaml that a test is for")
    settings.register_profile("gate", derandomize=True, print_blob=True)
    if config.getoption("--n") is None and config.getoption("hypothesis_seed", None) is None:
        settings.load_profile("gate")  # the same examples every time; `--n` or `--hypothesis-seed` look elsewhere
