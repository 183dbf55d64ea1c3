"""Whatever people and decks write, a report is text: the same elements as with harmless words, nothing that acts."""

import random
import re
from html.parser import HTMLParser

import pytest
from jinja2 import Environment
from markdown_it import MarkdownIt
from tests.reports.records import peopled, report_of

from northaxis.reports import rendering
from northaxis.reports.charts import draw, draw_direct
from northaxis.reports.rendering import to_html, to_markdown

HOSTILE = (
    "<script>alert(1)</script>",
    "</style></head><body onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>click</a>",
    "--> <!-- ]]> <![CDATA[",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "[link](https://example.org) ![image](//example.org/x.png)",
    "<https://example.org> www.example.org http://example.org me@example.org",
    "# heading",
    "- item",
    "1. item",
    "12) item",
    "> quote",
    "---",
    "===",
    "```sh",
    "    code",
    "| a | b |",
    "**bold** _it_ ~~gone~~ `code` $x$ ^y^",
    "line\none\r\n\n# two\n\n- three",
    "\x1b[31mred\x07\x00",
    "\u202eright to left\u2066 isolate",
    "\u2028line\u2029paragraph",
    "zalgo " + "\u0301" * 40,
    "[x]: https://example.org 'title'",
    "a\\",
    "\\`*",
    "<!-- -->",
    "%s %n {0} ${x}",
    "x" * 3000,
)
BENIGN = ("plain words",)


MANY = 29


def hostile_texts(seed: int) -> tuple[str, ...]:
    """Some of the texts above, run together by twos; no two alike, so that they have the pattern of their twins."""
    chance = random.Random(seed)
    each = [text for text in HOSTILE if len(text) < 1000]
    return tuple(f"{chance.choice(each)}{chance.choice(' #')}{chance.choice(each)} {n}" for n in range(MANY))


class Elements(HTMLParser):
    """The tags of a page in order, with their attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, tuple[tuple[str, str | None], ...]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(("open", tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("close", tag, ()))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data, ()))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl, ()))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def elements(page: str) -> Elements:
    found = Elements()
    found.feed(page)
    found.close()
    return found


def tokens(text: str) -> list[tuple[str, str]]:
    """The tokens that a Markdown reader with HTML, tables and strikethrough switched on finds."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found = []
    for token in reader.parse(text):
        found.append((token.type, token.tag))
        found += [(child.type, child.tag) for child in token.children or () if child.type != "text"]
    # an escaped sign is a text of its own in some readers
    return [each for each in found if each[0] != "text_special"]


TWINS = report_of(*peopled([f"plain words {n}" for n in range(MANY)]))
TWINS_PAGE, TWINS_TOKENS = elements(to_html(TWINS)), tokens(to_markdown(TWINS))
TWIN = peopled(BENIGN)
TWIN_PAGE = elements(to_html(report_of(*TWIN)))
TWIN_TOKENS = tokens(to_markdown(report_of(*TWIN)))


@pytest.mark.parametrize("seed", range(50))
def test_a_hostile_game_has_the_elements_of_its_benign_twin(seed: int) -> None:
    report = report_of(*peopled(hostile_texts(seed)))
    page = to_html(report)
    assert elements(page).found == TWINS_PAGE.found
    assert tokens(to_markdown(report)) == TWINS_TOKENS
    assert not re.search("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", page)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_hostile_text_alone_changes_nothing(text: str) -> None:
    report = report_of(*peopled((text,)))
    assert elements(to_html(report)).found == TWIN_PAGE.found
    assert tokens(to_markdown(report)) == TWIN_TOKENS


def test_hostile_texts_are_still_there_to_be_read() -> None:
    page = elements(to_html(report_of(*peopled(("<script>alert(1)</script>",)))))
    assert any("<script>alert(1)</script>" in text for text in page.texts)


def test_an_unescaped_field_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of(*peopled(("<script>alert(1)</script>", "# x\n- y")))

    def careless() -> Environment:
        environment = rendering._environment(autoescape=False)
        environment.filters["draw"] = draw
        environment.filters["draw_direct"] = draw_direct
        environment.tests["numeric"] = lambda text: False
        return environment

    monkeypatch.setattr(rendering, "_html", careless)
    assert elements(to_html(report)).found != TWIN_PAGE.found


def test_unescaped_markdown_is_noticed() -> None:
    report = report_of(*peopled(("# x", "- y", "<b>z</b>", "[a](b)")))
    environment = rendering._environment(autoescape=False)
    environment.filters["md"] = lambda text: text
    assert tokens(environment.get_template("report.md.j2").render(report=report)) != TWIN_TOKENS


def test_a_page_loads_nothing_runs_nothing_and_leads_nowhere() -> None:
    page = to_html(report_of(*peopled(HOSTILE)))
    allowed = {"href", "id", "class", "lang", "charset", "content", "name", "http-equiv", "scope", "open", "role"}
    allowed |= {"aria-label", "aria-hidden", "viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "points"}
    allowed |= {"width", "height", "patternunits", "patterntransform", "text-anchor"}
    for kind, tag, attributes in elements(page).found:
        if kind == "open":
            assert tag not in {"script", "iframe", "object", "embed", "form", "img", "base", "link", "image", "use"}
            names = dict(attributes)
            assert names.keys() <= allowed, (tag, names)
            assert (names.get("href") or "#").startswith("#")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy.group(1).startswith("default-src 'none'")
    style = page[page.index("<style>") : page.index("</style>")]
    assert "@import" not in style
    assert not re.search(r"url\((?!#)", style)


def test_every_chart_has_a_name_and_the_same_as_a_table() -> None:
    page = to_html(report_of(*TWIN))
    charts = re.findall(r"<figure>(.*?)</figure>", page, re.S)
    assert len(charts) >= 4
    for chart in charts:
        assert re.search(r'<svg role="img"[^>]* aria-label="[^"]+"', chart)
        assert "<table>" in chart
