"""SIGKILL of the whole program at random moments, and proof that the oracle would notice.

`python -m tests.crash.kill --n 60 --seed 7` for the long run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.crash.kill import LIAR, PROGRAM, SEAT, after_an_acknowledgement, autoplays, playing, report, typed_games
from tests.crash.transcript import Told, Typed, differences, orders_in, told

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")

KILLS, SEED = 6, 7


@pytest.mark.slow
def test_a_killed_game_of_bots_has_kept_all_it_told(tmp_path: Path) -> None:
    kills = autoplays(tmp_path, KILLS, SEED)
    print(*report("kill9-autoplay", kills), sep="\n")
    assert not [kill for kill in kills if kill.wrong]
    assert any(kill.acknowledged for kill in kills)


@pytest.mark.slow
def test_a_killed_typed_game_has_kept_every_acknowledged_order_once(tmp_path: Path) -> None:
    kills = typed_games(tmp_path, KILLS, SEED)
    print(*report("kill9-typed", kills), sep="\n")
    assert not [kill for kill in kills if kill.wrong]
    assert any(kill.acknowledged for kill in kills)


@pytest.mark.slow
def test_a_program_that_acknowledges_before_it_commits_is_caught(tmp_path: Path) -> None:
    kills = typed_games(tmp_path, 3, SEED, LIAR)
    assert any("acknowledged order" in wrong for kill in kills for wrong in kill.wrong), kills


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, list[str]]:
    """What a typist was told up to a kill, and the journal that was left."""
    home = tmp_path_factory.mktemp("home")
    file = home / "game.nax"
    with playing(PROGRAM, home, "play", "S1", "--plain", "--seed", "3", "--session", file) as game:
        after_an_acknowledgement(game, 9)
    return told(game.output), run("export", file, home=home).stdout.splitlines()


def test_the_oracle_knows_every_kind_of_order(played: tuple[Told, list[str]]) -> None:
    seen, journal = played
    assert {order.kind for order in seen.acknowledged} >= {"say", "answer", "place", "undo", "seal"}
    assert differences(seen, journal, SEAT) == []


def test_the_oracle_notices_any_order_missing_or_doubled(played: tuple[Told, list[str]]) -> None:
    seen, journal = played
    ours = {command for command, _ in orders_in(journal, SEAT)}
    places = [n for n, line in enumerate(journal) if any(f'"command":"{command}"' in line for command in ours)]
    orders = [n for n in places if list(orders_in([journal[n]], SEAT))]
    assert len(orders) >= len(seen.acknowledged) >= 9
    for place in orders[: len(seen.acknowledged)]:
        assert differences(seen, journal[:place] + journal[place + 1 :], SEAT), f"fact {place} is not missed"
        assert differences(seen, [*journal[:place], journal[place], *journal[place:]], SEAT), f"{place} may be twice"


def test_the_oracle_notices_an_order_that_nobody_typed(played: tuple[Told, list[str]]) -> None:
    seen, journal = played
    fewer = Told(seen.acknowledged[:-1], None)
    assert differences(fewer, journal, SEAT)
    assert differences(Told(seen.acknowledged[:-1], seen.acknowledged[-1]), journal, SEAT) == []


def test_a_reply_cut_off_in_its_line_acknowledges_nothing() -> None:
    whole = 'order> say KYI word-1\nMinsk to Kyiv: "word-1"\norder> seal\nThe sheets'
    assert told(whole) == Told((Typed("say", "word-1"),), Typed("seal"))
    assert told("order> MOS c\nNo: you cannot (R-4.2).\norder> ") == Told((), None)
