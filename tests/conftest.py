"""Options and markers that several test packages share: how many seeded games to play, and a test's ruling."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("northaxis")
    group.addoption("--n", type=int, default=None, help="seeded games or pairs a property plays (default: small)")
    group.addoption("--seed", type=int, default=1, help="the first seed of the seeded properties")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "ruling(id): the numbered ruling of rulings.yaml that a test is for")
