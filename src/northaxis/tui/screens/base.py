"""The frame of a full screen: a top line, a body, the footer that the action registry writes. Esc back, `?` help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.desk import DeskProblem
from northaxis.tui.glyphs import RULE
from northaxis.tui.ink import BLANK, Line, line, shortened, spread
from northaxis.tui.widgets.key_hints import Hint, KeyHints
from northaxis.tui.widgets.line_widget import Lines

if TYPE_CHECKING:
    from northaxis.domain.ruleset import Game
    from northaxis.services.client import TableClient
    from northaxis.tui.app import NorthaxisApp
    from northaxis.tui.widgets.pager import Paragraph

BACK: Hint = ("Esc", "back")


class Page(Screen[None]):
    """A full screen. `SCOPES` are the scopes of its actions, its own first; `body` composes what is between."""

    SCOPES: ClassVar[tuple[str, ...]] = ()

    DEFAULT_CSS = """
    Page { layers: base; }
    Page > .top { height: 2; dock: top; padding: 0 1; background: $ground; }
    Page > .word { height: 1; dock: bottom; margin-bottom: 1; display: none; }
    Page .columns { height: 1fr; }
    Page .left { width: 46; padding: 0 1; }
    Page .right { width: 1fr; padding: 0 1; border-left: vkey $rule-line; }
    Page.-narrow .columns { layout: vertical; }
    Page.-narrow .left { width: 100%; height: auto; }
    Page.-narrow .left MenuList { height: auto; max-height: 9; }
    Page.-narrow .right { width: 100%; height: 1fr; border-left: none; border-top: solid $rule-line; }
    Page .wide { height: 1fr; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("page")

    _word: Line = BLANK
    _sitting_down = False

    def compose(self) -> ComposeResult:
        """Top line, body, footer."""
        yield Lines(self._top, classes="top")
        yield from self.body()
        yield from self.feet()

    def feet(self) -> ComposeResult:
        """A line for what has to be said, shown when there is something, and the keys."""
        yield KeyHints(self.hints())
        yield Lines(lambda width: [shortened(self._word, width)], classes="word")

    def tell(self, text: str, role: str = "dim") -> None:
        """Say something above the footer; an empty text takes it away."""
        self.say(line((f"  {text}", role)) if text else BLANK)

    def say(self, said: Line) -> None:
        """A line above the footer; an empty one takes it away."""
        self._word = said
        place = self.query_one(".word", Lines)
        place.display = bool(said)
        place.redraw()

    def sit_down(self, make: Callable[[], Awaitable[TableClient]], brief: bool = False) -> None:
        """Open a table that `make` gives; says what goes wrong. A second ask while the first runs does nothing."""
        if not self._sitting_down:
            self._sitting_down = True
            self.tell("Setting the table …")
            self.run_worker(self._sit_down(make, brief), name="sit down")

    async def _sit_down(self, make: Callable[[], Awaitable[TableClient]], brief: bool) -> None:
        try:
            client = await make()
        except DeskProblem as problem:
            self.tell(str(problem), "hot")
        else:
            self.tell("")
            self.northaxis.open_table(client, brief)
        finally:
            self._sitting_down = False

    def body(self) -> ComposeResult:
        """What is between top line and footer."""
        yield from ()

    def heading(self) -> tuple[Line, Line]:
        """The top line's left and right."""
        return BLANK, BLANK

    def hints(self) -> Sequence[Hint]:
        """What the footer says, beside help and palette."""
        return [*hints_for(*self.SCOPES, keymap=self.northaxis.settings.keymap), BACK]

    def retitle(self) -> None:
        """Write the top line and the footer anew."""
        self.query_one(".top", Lines).redraw()
        self.query_one(KeyHints).show(self.hints())

    @property
    def northaxis(self) -> NorthaxisApp:
        """The app, by its own type."""
        return cast("NorthaxisApp", self.app)

    def about(self) -> Sequence[Paragraph]:
        """What help says first: about the thing under the cursor."""
        return ()

    def game(self) -> Game | None:
        """The game whose rules and words help shows."""
        return None

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()

    def action_help(self) -> None:
        """Help on this screen."""
        from northaxis.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.SCOPES, self.about(), self.game()))

    def _top(self, width: int) -> list[Line]:
        left, right = self.heading()
        return [spread(left, right, width), line((RULE * width, "rule-line"))]


def title(text: str, note: str = "") -> Line:
    """A top line's left side: where one is, and a quiet word about it."""
    return line((text, "bright bold"), (f"   {note}" if note else "", "dim"))
