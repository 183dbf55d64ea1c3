"""A report as HTML or Markdown: one file each, inert, the same bytes for the same report.

What comes from people or decks is escaped here for the format at hand: HTML as text, Markdown with every sign
that could mean something to a reader of Markdown. Templates are the package's own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from northaxis.content.cleaning import clean
from northaxis.reports.charts import draw, draw_direct, patterns
from northaxis.services.after_action.model import Block, Report

TEMPLATES = ("report.html.j2", "report.md.j2", "report.css")
_SPECIAL = re.compile(r"[\\`*_{}\[\]|~^$@]")
_OPENING = re.compile(r"^([-+#=:!]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?i)(www)(\.)|(:)(//)")
LONGEST = 4_000
"""Characters of one text in a report."""
_NUMBER = re.compile("[+\N{MINUS SIGN}-]?[0-9]+(\\.[0-9]+)?( %)?")


def to_html(report: Report) -> str:
    """The report as one HTML file: styles and charts inside, no script, nothing fetched."""
    environment = _html()
    style = Markup(_text("report.css"))
    return environment.get_template("report.html.j2").render(report=report, style=style, patterns=patterns())


def to_markdown(report: Report) -> str:
    """The report as one Markdown file without raw HTML, links or images; charts are their tables."""
    text = _markdown().get_template("report.md.j2").render(report=report)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def escaped(text: str) -> str:
    """A text that a Markdown reader shows as it is, wherever in a line it stands: no markup, no link, no HTML."""
    safe = _SPECIAL.sub(r"\\\g<0>", clean(text, LONGEST))
    safe = _ADDRESS.sub(lambda found: "\\".join(part for part in found.groups() if part), safe)
    safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _OPENING.sub(_held_back, safe)


def _held_back(found: re.Match[str]) -> str:
    """What would open a list, a heading or a rule, made plain: a sign by a backslash, a number before its dot."""
    opening = found.group(0)
    return f"{opening}\\" if opening.isdigit() else f"\\{opening}"


@lru_cache(maxsize=1)
def _html() -> Environment:
    environment = _environment(autoescape=True)
    environment.finalize = _cleaned
    environment.filters["draw"] = draw
    environment.filters["draw_direct"] = draw_direct
    environment.tests["numeric"] = lambda text: bool(_NUMBER.fullmatch(text))
    return environment


@lru_cache(maxsize=1)
def _markdown() -> Environment:
    # Markdown has its own escaping: every text passes the filter `md`
    environment = _environment(autoescape=False)
    environment.filters["md"] = escaped
    return environment


def _environment(autoescape: bool) -> Environment:
    loader = DictLoader({name: _text(name) for name in TEMPLATES})
    environment = Environment(
        loader=loader,
        autoescape=autoescape,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        newline_sequence="\n",
    )
    environment.filters["kind"] = _kind
    return environment


def _cleaned(value: object) -> object:
    """Every text once more without control and invisible characters, whoever forgot; what is HTML already stays."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else clean(value, LONGEST)


def _kind(block: Block) -> str:
    return type(block).__name__


def _text(name: str) -> str:
    return files("northaxis.reports").joinpath("templates", name).read_text(encoding="utf-8")
