"""The terminal app: themes, guard, settings, palette, one table at a time, and leaving the terminal as it was found.

Nothing that is slow to import is imported before the first frame: no rules, no YAML, no pydantic.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from northaxis.tui.actions import actions_in, bindings_for, key_label
from northaxis.tui.inert import inert, install_guard
from northaxis.tui.motion import switch_motion
from northaxis.tui.pressing import Pressing
from northaxis.tui.settings import Settings, load_settings
from northaxis.tui.terminal import watch_terminal
from northaxis.tui.theme import install_themes, variable_defaults

if TYPE_CHECKING:
    from textual.command import Provider

    from northaxis.services.client import TableClient
    from northaxis.tui.desk import Desk, HostWish
    from northaxis.tui.screens.opening import Opening
    from northaxis.tui.table.seats import Passed


class TerminalUnfit(Exception):
    """The app cannot be shown here. The text is a sentence for people, without a full stop."""


def _palette() -> type[Provider]:
    from northaxis.tui.palette import Actions

    return Actions


class NorthaxisApp(Pressing):
    """The app: home when it is given a desk, a single table when it is given a client or how to make one."""

    TITLE = "northaxis"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (as Textual has it)
    CSS = """
    Toast { background: $raised; color: $text; }
    .-ascii Page .right { border-left: ascii $rule-line; }
    .-ascii Page.-narrow .right { border-left: none; border-top: ascii $rule-line; }
    .-ascii SeatScreen #game { border-top: ascii $rule-line; }
    .-ascii Dialogue > Vertical { border: ascii $rule-line; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("app")
    COMMANDS = {_palette}  # noqa: RUF012 (as Textual has it)
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        desk: Desk | None = None,
        client: TableClient | None = None,
        settings: Settings | None = None,
        opening: Opening | None = None,
    ) -> None:
        super().__init__()
        install_guard()
        watch_terminal(self)
        self.settings = settings or Settings()
        self.ascii_signs = self.settings.ascii
        self.set_class(self.ascii_signs, "-ascii")
        self.desk = desk
        self.client = client
        self.opening = opening
        self.problem: Exception | None = None
        self.has_crashed = False
        self.crash_words: tuple[str, ...] = ()
        """What to do next when a bug has ended the app, and what the app is called then; usually, to start it again."""
        self.wish: HostWish | None = None
        self._unfollow: Callable[[], None] = lambda: None
        self._sits: tuple[str, bool] = ("", False)
        install_themes(self, self.settings.theme)
        switch_motion(self, self.settings.motion)
        if self.settings.keymap:
            self.set_keymap(dict(self.settings.keymap))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables for themes that are not ours."""
        return variable_defaults(self.current_theme.dark)

    def get_default_screen(self) -> Screen[Any]:
        """Home, or the ground for the one table: empty, or its frame while it is being set."""
        if self.opening is not None:
            from northaxis.tui.screens.opening import OpeningScreen

            return OpeningScreen(self.opening)
        if self.desk is None:
            return Floor()
        from northaxis.tui.screens.home import HomeScreen

        return HomeScreen(self.desk)

    async def on_mount(self) -> None:
        """Without a home the table is the whole app."""
        if self.desk is None and self.client is not None:
            self.open_table(self.client)
        for problem in self.settings.problems:
            self.say(problem, warning=True)

    async def on_unmount(self) -> None:
        """Leave the table."""
        await self.close_table()

    # --- tables ---------------------------------------------------------------------------------------------------

    def open_table(self, client: TableClient, brief: bool = False) -> None:
        """Sit down at a table; with `brief` the seat's brief lies on top of it. Leaving it leads home."""
        self.client = client
        self._follow(client)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(self._screen_of(client))
        if brief:
            from northaxis.tui.screens.brief import BriefScreen

            self.push_screen(BriefScreen(client))

    def _screen_of(self, client: TableClient) -> Screen[Any]:
        """The table of a seat, or what its people see while a bot plays it."""
        from northaxis.services.roles import Role

        if client.role is Role.STANDBY:
            from northaxis.tui.screens.standby import StandbyScreen

            return StandbyScreen(client)
        from northaxis.tui.screens.table import TableScreen

        return TableScreen(client)

    def _follow(self, client: TableClient) -> None:
        """Notice when control gives the seat to a bot, or back."""
        self._unfollow()
        self._unfollow = lambda: None
        if client.has_control:
            self._sits = (client.seat, client.role.plays)
            self._unfollow = client.subscribe(lambda: self._sits_still(client))

    def _sits_still(self, client: TableClient) -> None:
        if (client.seat, client.role.plays) != self._sits:
            self._sits = (client.seat, client.role.plays)
            self.call_later(self._sit_again, client)

    def _sit_again(self, client: TableClient) -> None:
        """Another screen in place of all that showed the seat."""
        self.clear_notifications()
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.switch_screen(self._screen_of(client))

    def change_seat(self, client: TableClient, passed: Passed, moves_on: bool = False, brief: bool = False) -> None:
        """The same table from another seat, in place of what shows it now; another person's comes behind a curtain.

        With `moves_on` the table goes on at once, with `brief` the seat's brief lies on top.
        """
        from northaxis.services.seating import person_at, seats_words
        from northaxis.services.wording import plain
        from northaxis.tui.screens.curtain import CurtainScreen
        from northaxis.tui.screens.table import TableScreen
        from northaxis.tui.table.seats import is_round

        before, after = person_at(self.client) if self.client is not None else None, person_at(client)
        self.client = client
        self._follow(client)

        def show() -> None:
            self.switch_screen(TableScreen(client, passed=passed, moves_on=moves_on))
            if brief:
                from northaxis.tui.screens.brief import BriefScreen

                self.push_screen(BriefScreen(client))

        while len(self.screen_stack) > 2:
            self.pop_screen()
        if is_round(client) and before != after:
            self.clear_notifications()
            name, seats = (plain(after.name), seats_words(client.game, after.seats)) if after is not None else ("", "")
            self.switch_screen(CurtainScreen(name, seats, show, plain(client.game.scenario.name)))
        else:
            show()

    def leave_to_host(self, wish: HostWish) -> None:
        """Leave home for a table to be hosted; `wish` comes out of the run."""
        self.wish = wish
        self.exit()

    def leave_with(self, problem: Exception) -> None:
        """Leave because the table cannot be set; `problem` comes out of the run."""
        self.problem = problem
        self.exit()

    async def close_table(self) -> None:
        """Let the table go, if there is one; what is stored stays."""
        client, self.client = self.client, None
        self._unfollow()
        self._unfollow = lambda: None
        if client is not None:
            await client.close()

    # --- settings and talk ----------------------------------------------------------------------------------------

    def change_settings(self, **values: Any) -> None:
        """Change settings, show the change at once and keep it."""
        told = len(self.settings.problems)
        self.settings = self.settings.changed(**values)
        for problem in self.settings.problems[told:]:
            self.say(problem, warning=True)
        self.theme = self.settings.theme
        switch_motion(self, self.settings.motion)
        if self.ascii_signs != self.settings.ascii:
            self._show_signs()

    def _show_signs(self) -> None:
        from northaxis.tui.widgets.line_widget import LineWidget

        self.ascii_signs = self.settings.ascii
        self.set_class(self.ascii_signs, "-ascii")
        for screen in self.screen_stack:
            for part in screen.query(LineWidget):
                part.ascii_only = self.ascii_signs

    def say(self, text: str, warning: bool = False) -> None:
        """A short notice in a corner; the text may come from anywhere."""
        self.notify(inert(text), severity="warning" if warning else "information", markup=False, timeout=6)

    # --- actions --------------------------------------------------------------------------------------------------

    def action_settings(self) -> None:
        """The settings."""
        from northaxis.tui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_palette(self) -> None:
        """Every action by name."""
        self.action_command_palette()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """A picture of the screen."""
        self.deliver_screenshot(filename, path)

    def action_leave(self) -> None:
        """Quit."""
        self.exit()

    def action_interrupt(self) -> None:
        """Copy what is selected; with nothing selected somebody wants to leave."""
        selected = getattr(self.focused, "selected_text", "") or self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
        else:
            self.interrupted()

    def interrupted(self) -> None:
        """Somebody has pressed Ctrl+C to leave, or by mistake: say how it is done."""
        key = next(key_label(spec, self.settings.keymap) for spec in actions_in("app") if spec.id == "app.leave")
        self.say(f"{key} leaves northaxis; Esc goes back first, out of a question. What was acknowledged is kept.")

    # --- the end --------------------------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """A bug: say so without showing what the program held (a secret could be among it)."""
        from northaxis.tui.crash import BUG, crash_notice

        if not self.has_crashed:  # what breaks while it ends is no news
            self._exit_renderables.append(crash_notice(sys.exc_info()[1] or self._exception, *self.crash_words))
        self.has_crashed, self._return_code = True, BUG
        self._close_messages_no_wait()

    def leave_on_signals(self) -> None:
        """End in good order when the system asks (SIGTERM) or the terminal goes away (SIGHUP)."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, ValueError, RuntimeError):
                    loop.add_signal_handler(number, self._signalled, 128 + number)

    def _signalled(self, code: int) -> None:
        self.exit(return_code=code)


class Floor(Screen[None]):
    """What lies under a table that is the whole app: when it shows again, the person has left."""

    _covered = False

    def on_screen_suspend(self) -> None:
        """The table lies on it."""
        self._covered = True

    def on_screen_resume(self) -> None:
        """The table is gone."""
        if self._covered:
            self.app.exit()


def demand_terminal(instead: str = "play with '--plain'") -> None:
    """Raise TerminalUnfit, with what to do `instead`, where the screens cannot be shown."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise TerminalUnfit("this is no terminal; '--plain' plays the same game in lines of text")
    encoding = (sys.stdout.encoding or "").replace("-", "").replace("_", "").lower()
    if encoding != "utf8":
        raise TerminalUnfit(
            f"this terminal writes {sys.stdout.encoding or 'no known encoding'}, and the screens need UTF-8; "
            f"set LANG=C.UTF-8, or {instead}"
        )
    if os.environ.get("TERM") in ("dumb", "vt100"):
        raise TerminalUnfit(f"a '{os.environ['TERM']}' terminal cannot show the screens; {instead}")


def run_home(desk: Desk, host: Callable[[HostWish], int], settings: Settings | None = None) -> int:
    """Show the home screen until the person leaves, or wishes to `host`; gives the exit code. Raises TerminalUnfit."""
    made: list[NorthaxisApp] = []

    def make(chosen: Settings) -> NorthaxisApp:
        made.append(NorthaxisApp(desk, settings=chosen))
        return made[0]

    code = _run(make, settings)
    wish = made[0].wish
    return code if wish is None else host(wish)


def run_opening(opening: Opening, settings: Settings | None = None) -> int:
    """Show a table's frame at once, set the table, play; gives the exit code.

    Raises TerminalUnfit before anything is opened, and whatever `opening.make` raises.
    """
    return _run(lambda chosen: NorthaxisApp(opening=opening, settings=chosen), settings)


def _run(make: Callable[[Settings], NorthaxisApp], settings: Settings | None) -> int:
    demand_terminal()
    app = make(settings or load_settings())

    async def run() -> None:
        app.leave_on_signals()
        await app.run_async()

    asyncio.run(run())
    if app.problem is not None:
        raise app.problem
    return app.return_code or 0
