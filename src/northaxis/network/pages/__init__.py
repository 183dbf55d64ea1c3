"""What a browser is given, under fixed names: our pages, and what textual-serve bundles. No folder is listed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a seat's page."""

    kind: str
    content: bytes


_SERVED = {
    "terminal.js": ("text/javascript", "textual_serve", "static/js/textual.js"),
    "terminal.css": ("text/css", "textual_serve", "static/css/xterm.css"),
    "mono.ttf": ("font/ttf", "textual_serve", "static/fonts/RobotoMono-VariableFont_wght.ttf"),
    "seat.js": ("text/javascript", "northaxis.network.pages", "seat.js"),
    "seat.css": ("text/css", "northaxis.network.pages", "seat.css"),
}

ASSETS = tuple(_SERVED)
"""The names under which a seat's page finds its files."""


COMPARE = (
    '<p class="small">Your browser has warned you: this table has made its certificate itself. To know that nobody is '
    "in between, click on <em>Not secure</em> or the lock beside the address, open the certificate, and compare the "
    "first signs of its SHA-256 fingerprint with those that control shows or has printed. Are they others? Then type "
    "no code, and tell control.</p>"
)
"""The fingerprint itself does not stand there: whoever is in between could write theirs."""


@cache
def asset(name: str) -> Asset:
    """One of the ASSETS. KeyError for any other name."""
    kind, package, path = _SERVED[name]
    return Asset(kind, files(package).joinpath(path).read_bytes())


def join_page(notice: str = "", is_over_tls: bool = False) -> str:
    """The page on which a code is typed; works without script. Over TLS it says what to compare, and with what."""
    shown = f'<p class="wrong" role="alert">{escape(notice)}</p>' if notice else ""
    return _template("join.html").substitute(notice=shown, compare=COMPARE if is_over_tls else "")


def seat_page(token: str, cells: tuple[int, int] | None = None) -> str:
    """The page of a seat: a terminal. Its files lie under the link itself, so that strangers are sent none.

    With `cells`, columns and rows, its letters are as large as so many of them allow.
    """
    shown = f"{cells[0]}x{cells[1]}" if cells is not None else ""
    return _template("seat.html").substitute(base=escape(token), cells=shown)


@cache
def _template(name: str) -> Template:
    return Template(files("northaxis.network.pages").joinpath(name).read_text("utf-8"))
