"""The folder of compiled rules: a cache that is ours alone, bounded, and harmless when it cannot be used."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from northaxis.storage.compiled import MOST, CompiledFolder


def test_what_is_kept_is_there_for_the_next_program_and_for_nobody_else(tmp_path: Path) -> None:
    CompiledFolder(tmp_path / "a" / "b").keep_compiled("ab12", b"content")
    assert CompiledFolder(tmp_path / "a" / "b").compiled("ab12") == b"content"
    assert CompiledFolder(tmp_path / "a" / "b").compiled("ab13") is None
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "a" / "b" / "ab12").stat().st_mode) == 0o600


def test_only_so_many_are_kept_and_the_longest_unused_go(tmp_path: Path) -> None:
    folder = CompiledFolder(tmp_path)
    for number in range(MOST):
        folder.keep_compiled(f"{number}", b"x")
        os.utime(tmp_path / f"{number}", (number, number))
    assert folder.compiled("0") == b"x"  # used just now
    folder.keep_compiled("new", b"x")
    assert {file.name for file in tmp_path.iterdir()} == {"new", "0", *(str(n) for n in range(2, MOST))}


@pytest.mark.skipif(sys.platform == "win32", reason="no modes")
def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    folder = CompiledFolder(tmp_path)
    folder.keep_compiled("key", b"x")
    assert folder.compiled("key") == b"x"
    tmp_path.chmod(0o777)
    assert folder.compiled("key") is None
    folder.keep_compiled("other", b"x")
    assert not (tmp_path / "other").exists()


def test_a_place_that_cannot_be_a_folder_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = CompiledFolder(tmp_path / "file" / "below")
    folder.keep_compiled("key", b"x")
    assert folder.compiled("key") is None
