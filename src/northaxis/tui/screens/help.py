"""Help in three parts: the keys of the screen one came from, the rules of procedure, and what the words mean.

What the screen says about the thing under the cursor comes first, when it says anything.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game
from northaxis.services.wording import capital, plain
from northaxis.tui.actions import PART_SCOPES, actions_in, bindings_for, key_label
from northaxis.tui.ink import BLANK, Line, columns, line, wrapped
from northaxis.tui.screens.base import BACK, Page
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.pager import MEASURE, Pager, Paragraph

PAGES = ("keys", "rules", "words")


class HelpScreen(Page):
    """Help on the screen below."""

    SCOPES = ("help", "pager")

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("help")

    def __init__(
        self,
        scopes: Sequence[str] = (),
        about: Sequence[Paragraph] = (),
        game: Game | None = None,
        title: str = "",
    ) -> None:
        super().__init__()
        self._scopes, self._about, self._game, self._called = tuple(scopes), tuple(about), game, title
        self._page = PAGES[0]

    def heading(self) -> tuple[Line, Line]:
        """The three parts, the one shown lit."""
        tabs: list[tuple[str, str]] = []
        for number, page in enumerate(PAGES, 1):
            lit = page == self._page
            tabs += [
                (f"   {number} ", "accent" if lit else "dim"),
                (page.capitalize(), "bright bold" if lit else "dim"),
            ]
        return line(("Help", "bright bold"), *tabs), line((self._called, "dim"))

    def hints(self) -> Sequence[Hint]:
        """Tabs and scrolling."""
        return [("1-3", "parts"), ("↑↓", "scroll"), BACK]

    def body(self) -> ComposeResult:
        """One text."""
        with Vertical(classes="wide"):
            yield Pager(self._text(), spaced=False)

    def on_mount(self) -> None:
        """Keys scroll."""
        self.query_one(Pager).focus()

    def action_help(self) -> None:
        """The key that opened it closes it."""
        self.action_back()

    def action_keys(self) -> None:
        """Keys."""
        self._turn_to("keys")

    def action_rules(self) -> None:
        """Rules."""
        self._turn_to("rules")

    def action_words(self) -> None:
        """Words."""
        self._turn_to("words")

    def _turn_to(self, page: str) -> None:
        self._page = page
        self.query_one(Pager).show(self._text())
        self.retitle()

    def _text(self) -> tuple[Paragraph, ...]:
        if self._page == "rules":
            return rules_text(self._game)
        if self._page == "words":
            return words_text(self._game)
        about = _spaced(self._about)
        keys = keys_text(self._scopes, self.northaxis.settings.keymap)
        return (*about, *keys)


def _spaced(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Blank lines between paragraphs, since the keys below stand close."""
    rows: list[Paragraph] = []
    for paragraph in paragraphs:
        rows += [paragraph] if isinstance(paragraph, tuple) and "bold" in str(paragraph) else [paragraph, BLANK]
    return tuple(rows)


def keys_text(scopes: Sequence[str], keymap: object = None) -> tuple[Paragraph, ...]:
    """Keys with a sentence each, by where they work."""
    keys = keymap if isinstance(keymap, dict) else None
    rows: list[Paragraph] = []
    groups: dict[str, list[str]] = {}
    for place, scope in enumerate(dict.fromkeys((*scopes, "page", "app"))):
        here = "On this screen" if not place else f"In the {scope}"
        groups.setdefault(PART_SCOPES.get(scope, here), []).append(scope)
    for head, members in groups.items():
        found = actions_in(*members)
        if not found:
            continue
        rows += [(head, "dim bold")]
        for spec in found:
            texts = wrapped(f"{spec.help}", MEASURE - 14)
            rows.append(
                columns([(line("  ", (key_label(spec, keys, every=True), "accent")), 15), (line(texts[0]), 60)])
            )
            rows += [line(" " * 15, text) for text in texts[1:]]
        rows.append(BLANK)
    return tuple(rows)


def rules_text(game: Game | None) -> tuple[Paragraph, ...]:
    """The rules of procedure, numbered as refusals quote them."""
    if game is None:
        return (BLANK, ("The rules belong to a game: open one, and press ? there.", "dim"))
    rows: list[Paragraph] = []
    for ruling in game.rules.rulings.values():
        rows.append(line("  ", (ruling.id.ljust(7), "accent"), (plain(ruling.title), "bright bold")))
        rows += [line(" " * 9, text) for text in wrapped(plain(ruling.text), MEASURE - 9)]
        rows.append(BLANK)
    return tuple(rows)


def words_text(game: Game | None) -> tuple[Paragraph, ...]:
    """The glossary: words of the app, then what this rule set names."""
    rows: list[Paragraph] = []
    if game is not None:
        tracks = [q for q in game.rules.quantities if q.kind in (Kind.TRACK, Kind.SWITCH) and q.meaning]
        rows += [("On this board", "dim bold")]
        rows += _entries({plain(q.name): plain(q.meaning) for q in tracks})
        rows += [(f"Bands of {plain(game.rules.index_name)}", "dim bold")]
        rows += _entries({band.name: plain(band.say) for band in game.rules.bands})
        rows += [("In every game", "dim bold")]
    return (*rows, *_entries({capital(word): text for word, text in glossary().items()}))


def _entries(words: dict[str, str]) -> list[Paragraph]:
    rows: list[Paragraph] = []
    for word, meaning in words.items():
        texts = wrapped(meaning, MEASURE - 22)
        heads = wrapped(word, 20)
        for place in range(max(len(texts), len(heads))):
            head = heads[place] if place < len(heads) else ""
            text = texts[place] if place < len(texts) else ""
            rows.append(line((f"  {head.ljust(22)}", "bright"), (text, "text")))
    return [*rows, BLANK]


def glossary() -> dict[str, str]:
    """Words of the app and what they mean."""
    text = resources.files("northaxis.tui.data").joinpath("glossary.toml").read_text("utf-8")
    return {str(word): str(meaning) for word, meaning in tomllib.loads(text)["words"].items()}
