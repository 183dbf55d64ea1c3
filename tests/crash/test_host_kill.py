"""SIGKILL of a host under twelve seats that write without rest, and proof that what is lost would be noticed.

`python -m tests.crash.host_kill --n 60 --seed 7` for more; with `--cold` to see how long a restart takes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.crash.host_kill import kills, report

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL and no fork")]

KILLS = 60


async def test_a_killed_host_has_kept_every_acknowledged_order_once_and_its_links(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    done = await kills(tmp_path, request.config.getoption("--n") or KILLS, request.config.getoption("--seed"))
    print(*report("kill9-host", done), sep="\n")
    assert not [kill for kill in done if kill.wrong]
    assert done[-1].acknowledged > len(done)


async def test_a_restarted_program_serves_again_and_goes_on(tmp_path: Path) -> None:
    done = await kills(tmp_path, 2, 3, "cold")
    print(*report("kill9-host-cold", done), sep="\n")
    assert not [kill for kill in done if kill.wrong]


async def test_a_host_that_acknowledges_before_it_commits_is_caught(tmp_path: Path) -> None:
    """Its orders are gone, or its file ends before what it had said was there: either is noticed."""
    done = await kills(tmp_path, 6, 5, "liar")
    found = [wrong for kill in done for wrong in kill.wrong]
    assert any("acknowledged and lost" in wrong or "are missing" in wrong for wrong in found), done
