"""How many seeded games a property plays: small by default, more with `--n`, other ones with `--seed`."""

import pytest


@pytest.fixture
def first_seed(request: pytest.FixtureRequest) -> int:
    seed: int = request.config.getoption("--seed")
    return seed


@pytest.fixture
def games(request: pytest.FixtureRequest) -> int:
    """How many whole games: about 25 in the gate."""
    wanted: int | None = request.config.getoption("--n")
    return wanted or 25


@pytest.fixture
def pairs(request: pytest.FixtureRequest) -> int:
    """How many pairs of games for each of the 27 kinds of secret: 5,022 in all in the gate."""
    wanted: int | None = request.config.getoption("--n")
    return wanted or 186
