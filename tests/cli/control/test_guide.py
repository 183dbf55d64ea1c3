"""The guide lists what control can type, as the commands themselves have it."""

from __future__ import annotations

from tests.cli.control.guide import GUIDE, section, split


def test_the_guide_has_every_command_with_its_example_and_no_other() -> None:
    assert split(GUIDE.read_text(encoding="utf-8"))[1] == section()
