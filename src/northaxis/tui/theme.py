"""Our three themes and the palette that line-drawn widgets take their colours from.

The look is a situation room at night. The rules kept here and in every part under `widgets/`:

 1. One warm accent, and it means "this needs you now": the cursor, the open decision, the clock running out.
 2. Red (`hot`) is kept for thresholds crossed. Nothing is red because it is important, bad or belongs to somebody.
 3. Every seat has one hue, and never hue alone: its three-letter code and its shape stand beside it.
 4. Meaning never hangs on colour. A sign, a word or a glyph says the same; NO_COLOR loses nothing.
 5. White space is layout. One rule line between panes, no boxes inside boxes; borders only round dialogues.
 6. One hero a screen. Only the pressure number is drawn large, and only that is bold and bright at once.
 7. Three weights of text are enough: bright for what is, plain for what is said, dim for what explains.
 8. Numbers align right, names left; a minus is the real minus sign, a change always carries its sign.
 9. Every text colour reaches 4.5:1 on every ground it may stand on (7:1 in `northaxis-contrast`); a test computes it.
10. Land is a step lighter than sea and our own ground a step lighter again; borders are quiet, names quieter.
11. Nothing blinks. Motion shows a cause, lasts under 400 ms, and one switch turns it off (`motion.py`).
12. Running text is measured: 60 to 72 columns, never the width of the window.

Roles are words: `accent`, `dim`, `seat-amber`, `hot bold`, `on-hot`. A widget names roles; the palette knows colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.theme import Theme

NIGHT: Final = "northaxis-night"
DAY: Final = "northaxis-day"
CONTRAST: Final = "northaxis-contrast"

SEAT_HUES: Final = ("amber", "red", "blue", "gold", "rose", "green", "violet", "cyan", "white")
"""The hue names a seat may be given in its data."""

GROUNDS: Final = ("ground", "panel", "raised", "sea", "land", "land-own", "land-other", "cursor")
"""Variables that text may stand on."""

INKS: Final = ("text", "bright", "dim", "accent", "hot", "good", *(f"seat-{hue}" for hue in SEAT_HUES))
"""Variables that text may be written in; `rule-line`, `border-land` and `faint` are for lines and empty bars only."""

_NIGHT_COLOURS: Final = {
    "ground": "#0a111e",
    "panel": "#0f1828",
    "raised": "#162236",
    "cursor": "#1d2b43",
    "sea": "#0a111e",
    "land": "#121c2c",
    "land-own": "#1a2940",
    "land-other": "#161f30",
    "rule-line": "#2b3a54",
    "border-land": "#546787",
    "faint": "#3a4a66",
    "text": "#c3ccda",
    "bright": "#f2f5fa",
    "dim": "#8b98ae",
    "accent": "#ffb65c",
    "hot": "#ff6f69",
    "good": "#7fcf9f",
    "seat-amber": "#e0a458",
    "seat-red": "#ee8b82",
    "seat-blue": "#7fb0f5",
    "seat-gold": "#ddcf6a",
    "seat-rose": "#eb9cc4",
    "seat-green": "#8fcb84",
    "seat-violet": "#b7a3f2",
    "seat-cyan": "#6fcdd4",
    "seat-white": "#dfe5ee",
}

_DAY_COLOURS: Final = {
    "ground": "#f6f4ef",
    "panel": "#fbfaf7",
    "raised": "#eceae3",
    "cursor": "#e9e2d2",
    "sea": "#e6edf2",
    "land": "#f6f4ef",
    "land-own": "#efe6d3",
    "land-other": "#f0eee8",
    "rule-line": "#c9c5ba",
    "border-land": "#8b8f96",
    "faint": "#b9b5aa",
    "text": "#2f3a4a",
    "bright": "#0c1524",
    "dim": "#596272",
    "accent": "#944d00",
    "hot": "#b3201f",
    "good": "#1d6a3f",
    "seat-amber": "#855000",
    "seat-red": "#a5332a",
    "seat-blue": "#1d55a5",
    "seat-gold": "#6b5900",
    "seat-rose": "#9b2e6c",
    "seat-green": "#2b672b",
    "seat-violet": "#5f41ac",
    "seat-cyan": "#05636b",
    "seat-white": "#454c57",
}

_CONTRAST_COLOURS: Final = {
    "ground": "#000000",
    "panel": "#000000",
    "raised": "#101010",
    "cursor": "#262626",
    "sea": "#000000",
    "land": "#0d0d0d",
    "land-own": "#1e1e1e",
    "land-other": "#141414",
    "rule-line": "#8a8a8a",
    "border-land": "#b4b4b4",
    "faint": "#6e6e6e",
    "text": "#f4f4f4",
    "bright": "#ffffff",
    "dim": "#cfcfcf",
    "accent": "#ffd24a",
    "hot": "#ff9d97",
    "good": "#8ff0b0",
    "seat-amber": "#ffb74d",
    "seat-red": "#ffa8a0",
    "seat-blue": "#9cc8ff",
    "seat-gold": "#f2e36b",
    "seat-rose": "#ffb3dc",
    "seat-green": "#a5ec95",
    "seat-violet": "#cfbdff",
    "seat-cyan": "#7deaf2",
    "seat-white": "#ffffff",
}

COLOURS: Final[Mapping[str, Mapping[str, str]]] = {
    NIGHT: _NIGHT_COLOURS,
    DAY: _DAY_COLOURS,
    CONTRAST: _CONTRAST_COLOURS,
}
"""Theme name -> variable -> colour. In stylesheets each is `$name`, for example `$rule-line` or `$seat-amber`."""

_ATTRIBUTES: Final = frozenset({"bold", "underline", "strike", "reverse", "italic"})


def _theme(name: str, colours: Mapping[str, str], dark: bool) -> Theme:
    variables = {key: value for key, value in colours.items() if key not in ("accent", "panel")}
    return Theme(
        name=name,
        primary=colours["accent"],
        secondary=colours["dim"],
        warning=colours["accent"],
        error=colours["hot"],
        success=colours["good"],
        accent=colours["accent"],
        foreground=colours["text"],
        background=colours["ground"],
        surface=colours["panel"],
        panel=colours["panel"],
        boost=colours["raised"],
        dark=dark,
        text_alpha=1.0,
        variables={
            **variables,
            "text-muted": colours["dim"],
            "text-disabled": colours["dim"],
            "border": colours["rule-line"],
            "border-blurred": colours["rule-line"],
            "block-cursor-background": colours["cursor"],
            "block-cursor-foreground": colours["bright"],
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": colours["raised"],
            "block-cursor-blurred-foreground": colours["text"],
            "block-hover-background": colours["raised"],
            "input-cursor-background": colours["accent"],
            "input-cursor-foreground": colours["ground"],
            "input-selection-background": colours["cursor"],
            "scrollbar": colours["rule-line"],
            "scrollbar-hover": colours["dim"],
            "scrollbar-active": colours["accent"],
            "scrollbar-background": colours["ground"],
            "scrollbar-background-hover": colours["ground"],
            "scrollbar-background-active": colours["ground"],
            "scrollbar-corner-color": colours["ground"],
            "footer-background": colours["ground"],
            "footer-foreground": colours["dim"],
            "footer-key-foreground": colours["accent"],
            "footer-description-foreground": colours["dim"],
            "link-color": colours["text"],
            "link-style": "none",
        },
    )


THEMES: Final = (
    _theme(NIGHT, _NIGHT_COLOURS, dark=True),
    _theme(DAY, _DAY_COLOURS, dark=False),
    _theme(CONTRAST, _CONTRAST_COLOURS, dark=True),
)


def install_themes(app: App[Any], chosen: str = NIGHT) -> None:
    """Register our themes with an app and put one on; an unknown name falls back to night."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = chosen if chosen in app.available_themes else NIGHT


def variable_defaults(dark: bool = True) -> dict[str, str]:
    """What `App.get_theme_variable_defaults` returns, so that a theme that is not ours still has our variables."""
    return {key: value for key, value in COLOURS[NIGHT if dark else DAY].items() if key not in ("accent", "panel")}


class Palette:
    """From the words of a role to a Rich style; made once for a theme, shared by all widgets that draw lines."""

    def __init__(self, colours: Mapping[str, str], terminal_colours: bool = False) -> None:
        self._colours = colours
        self._terminal_colours = terminal_colours
        self._styles: dict[tuple[str, str], Style] = {}

    def style(self, role: str, ground: str = "") -> Style:
        """The style of a role such as `dim`, `hot bold` or `on-accent`, standing on a ground variable, if one is named.

        `on-X` is a badge: text in the ground's colour on X. `@X` puts any ink on the ground X.
        Raises KeyError for a word that is no role.
        """
        key = (role, ground)
        if (style := self._styles.get(key)) is None:
            style = self._styles[key] = self._made(role, ground)
        return style

    def _made(self, role: str, ground: str) -> Style:
        if self._terminal_colours:
            return _terminal_style(role)
        ink: str | None = None
        on = self._colours[ground] if ground else None
        attributes: dict[str, Any] = {}
        for word in role.split():
            if word in _ATTRIBUTES:
                attributes[word] = True
            elif word.startswith("@"):
                on = self._colours[word[1:]]
            elif word.startswith("on-"):
                ink, on = self._colours["ground"], self._colours[_known(word[3:])]
            else:
                ink = self._colours[_known(word)]
        return Style(color=ink, bgcolor=on, **attributes)


def _known(word: str) -> str:
    """The word, or for a seat's hue that we do not have (hues are data) one of ours, always the same one."""
    hue = word.removeprefix("seat-")
    if hue == word or hue in SEAT_HUES:
        return word
    return f"seat-{SEAT_HUES[sum(map(ord, hue)) % len(SEAT_HUES)]}"


_TERMINAL_INKS: Final = {
    "dim": "bright_black", "faint": "bright_black", "rule-line": "bright_black", "border-land": "bright_black",
    "accent": "yellow", "hot": "red", "good": "green", "seat-amber": "yellow", "seat-red": "bright_red",
    "seat-blue": "bright_blue", "seat-gold": "bright_yellow", "seat-rose": "bright_magenta",
    "seat-green": "bright_green", "seat-violet": "magenta", "seat-cyan": "bright_cyan",
}  # fmt: skip


def _terminal_style(role: str) -> Style:
    """For Textual's `ansi-*` themes: the terminal's own sixteen colours, and no ground at all."""
    ink: str | None = None
    attributes: dict[str, Any] = {}
    for word in role.split():
        if word in _ATTRIBUTES:
            attributes[word] = True
        elif word.startswith("on-"):
            ink, attributes["reverse"] = _TERMINAL_INKS.get(_known(word[3:])), True
        elif word.startswith("@"):
            attributes["reverse"] = attributes.get("reverse", False) or word == "@cursor"
        else:
            ink = _TERMINAL_INKS.get(_known(word))
            if word == "bright":
                attributes["bold"] = True
    return Style(color=ink, **attributes)


@lru_cache(maxsize=32)
def palette_named(name: str, dark: bool = True, terminal_colours: bool = False) -> Palette:
    """The palette of one of our themes; for any other, night's or day's colours stand in."""
    return Palette(COLOURS.get(name, COLOURS[NIGHT if dark else DAY]), terminal_colours)


def palette_for(app: App[Any]) -> Palette:
    """The palette of the theme that an app wears now."""
    theme = app.current_theme
    return palette_named(theme.name, theme.dark, theme.ansi)


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in Color.parse(colour).rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
