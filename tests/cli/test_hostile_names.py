"""A session may lie on the disk under any name: the lists of sessions show it as text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.network.hostile import PAYLOADS

from northaxis.tui.inert import is_forbidden


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_hostile_names_of_sessions_are_text_in_the_list(tmp_path: Path) -> None:
    first = tmp_path / "first.nax"
    assert run("play", "S1", "--autoplay", "--session", first, home=tmp_path).returncode == 0
    folder = tmp_path / "sessions"
    folder.mkdir()
    names = [text.replace("/", "_").replace("\0", "") for text in PAYLOADS if "\ud800" not in text and len(text) < 60]
    for number, name in enumerate(names):
        (folder / f"{number}{name}.nax").write_bytes(first.read_bytes())
        (folder / f"broken-{number}{name}.nax").write_text(name)
    for words in (("sessions", "--folder", folder), ("sessions", "--folder", folder, "--json")):
        listed = run(*words, home=tmp_path)
        assert listed.returncode in (0, 1), listed.stderr
        assert listed.stdout.count(".nax") >= 2 * len(names)
        assert {sign for sign in listed.stdout + listed.stderr if is_forbidden(sign)} <= {"\n"}
