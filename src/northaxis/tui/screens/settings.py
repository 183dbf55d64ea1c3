"""Settings: colours, motion, plain signs, the coach. Each change shows at once and is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from northaxis.tui.ink import BLANK, Line, line
from northaxis.tui.screens.base import BACK, Page, title
from northaxis.tui.settings import THEME_NAMES, Settings
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow

THEME_WORDS = {
    "northaxis-night": "Night",
    "northaxis-day": "Day",
    "northaxis-contrast": "High contrast",
    "ansi-dark": "Your terminal's colours, dark",
    "ansi-light": "Your terminal's colours, light",
}


class SettingsScreen(Page):
    """The settings."""

    SCOPES = ("menu",)

    DEFAULT_CSS = """
    SettingsScreen #settings { max-width: 76; }
    SettingsScreen #where { height: auto; padding-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = []

    def heading(self) -> tuple[Line, Line]:
        """Where one is."""
        return title("Settings", "each change shows at once and is kept"), BLANK

    def hints(self) -> Sequence[Hint]:
        """Enter changes."""
        return [("enter", "change"), BACK]

    def body(self) -> ComposeResult:
        """The switches, and where the file is."""
        with Vertical(classes="wide"):
            yield MenuList(setting_rows(self.northaxis.settings), id="settings")
            yield Lines(self._where, id="where")

    def on_mount(self) -> None:
        """Keys go to the list."""
        self.query_one(MenuList).focus()

    def on_menu_list_chosen(self, message: MenuList.Chosen) -> None:
        """The next value."""
        now = self.northaxis.settings
        if message.row.id == "theme":
            place = THEME_NAMES.index(now.theme) if now.theme in THEME_NAMES else -1
            self.northaxis.change_settings(theme=THEME_NAMES[(place + 1) % len(THEME_NAMES)])
        else:
            self.northaxis.change_settings(**{message.row.id: not getattr(now, message.row.id)})
        self.query_one(MenuList).show(setting_rows(self.northaxis.settings))

    def _where(self, width: int) -> list[Line]:
        path = self.northaxis.settings.path
        if path is None:
            return [line(("  These settings last as long as this window.", "dim"))]
        return [
            line(("  Kept in ", "dim"), (str(path), "text")),
            line(("  Other keys: in its [keymap], for example  ", "dim"), ('"home.sessions" = "f5"', "text")),
        ]


def setting_rows(settings: Settings) -> list[MenuRow]:
    """Every setting with its value."""
    return [
        MenuRow("", "How it looks"),
        MenuRow(
            "theme", "Colours", THEME_WORDS.get(settings.theme, settings.theme), "Nothing is said by colour alone."
        ),
        MenuRow("motion", "Motion", _on(settings.motion), "A marker slides from its old value to the new one."),
        MenuRow("ascii", "Plain signs only", _on(settings.ascii), "For fonts that lack the signs; maps in ASCII too."),
        MenuRow("", "How it helps"),
        MenuRow("coach", "Coach", _on(settings.coach), "One line above the keys says what to do, and why."),
    ]


def _on(value: bool) -> str:
    return "on" if value else "off"
