"""The guide for facilitators tells the keys that the console has, each with what it does."""

from tests.tui.control.guide import GUIDE, section, split


def test_the_guide_has_every_key_of_the_console() -> None:
    assert split(GUIDE.read_text(encoding="utf-8"))[1] == section(), "python -m tests.tui.control.guide"
