"""Why a number is what it is: a tree of causes down to the passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from northaxis.domain.ids import PassageId
from northaxis.domain.ledger import Ledger
from northaxis.domain.quantities import Kind
from northaxis.domain.ruleset import Game
from northaxis.services.client import TableClient
from northaxis.services.why import Because, why_index, why_quantity
from northaxis.services.why_methods import why_decided
from northaxis.services.wording import capital, index_name, plain
from northaxis.tui.actions import bindings_for, hints_for
from northaxis.tui.glyphs import CURSOR, RESTING
from northaxis.tui.ink import BLANK, Line, line, signed, span, with_role, wrapped
from northaxis.tui.screens.base import BACK, Page, title
from northaxis.tui.widgets.key_hints import Hint
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.pressure import hero

PART = "part "
"""Begins the id of a row that leads to another number."""

BAR = 8
"""Cells of the longest bar."""


class WhyScreen(Page):
    """The account of one number; an empty subject is the index."""

    SCOPES = ("why", "menu")

    DEFAULT_CSS = "WhyScreen #sum { height: auto; padding: 0 1 1 0; } WhyScreen WhyList { max-width: 104; }"

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("why")

    def __init__(self, client: TableClient, subject: str = "") -> None:
        super().__init__()
        self._client, self._subject = client, subject
        self._root = False
        self._open: set[str] = set()
        self._ledger = Ledger.of(client.game, client.facts())

    def game(self) -> Game:
        """The client's."""
        return self._client.game

    def heading(self) -> tuple[Line, Line]:
        """Which number."""
        way = "by who first set it off" if self._root else "by what moved it"
        return title("Why?", way if not self._subject else ""), BLANK

    def hints(self) -> Sequence[Hint]:
        """The toggle says where it leads."""
        hints = dict(hints_for("why", keymap=self.northaxis.settings.keymap))
        if self._subject:
            hints = {key: name for key, name in hints.items() if name != "root causes"}
        elif self._root:
            hints = {key: "direct causes" if name == "root causes" else name for key, name in hints.items()}
        return [("enter", "open a line"), *hints.items(), BACK]

    def body(self) -> ComposeResult:
        """The sum, and what it is made of."""
        with Vertical(classes="wide"):
            yield Lines(self._sum, id="sum")
            yield WhyList()

    def on_mount(self) -> None:
        """Keys go to the tree."""
        self.query_one(WhyList).focus()
        self._fill()

    def _account(self) -> Because | None:
        if self._subject:
            return why_quantity(self._client.game, self._ledger, self._subject)
        return why_index(self._client.game, self._ledger, self._client.seat, self._root)

    def _fill(self) -> None:
        account = self._account()
        rows, nodes = list[MenuRow](), dict[str, tuple[Because, int, bool]]()
        for path, node, depth in _walk(account.under if account is not None else (), self._open):
            rows.append(MenuRow(path, node.words))
            nodes[path] = (node, depth, path in self._open)
        if not self._subject:
            rows += self._parts()
            decided = why_decided(self._client.game, self._client.view())
            if decided is not None:
                rows.append(MenuRow("", decided.words))
                for path, node, depth in _walk(decided.under, self._open, "decided."):
                    rows.append(MenuRow(path, node.words))
                    nodes[path] = (node, depth, path in self._open)
        elif not rows:
            rows = [MenuRow("nothing", "Nothing that you may know has moved it.")]
        self.query_one(WhyList).show_tree(rows, nodes, self._client.game)

    def _parts(self) -> list[MenuRow]:
        """The quantities that the index is made of, each with its own account."""
        values = {track.id: track for track in self._client.view().tracks}
        rows = [MenuRow("", f"What {index_name(self._client.game)} is made of")]
        for index in sorted(self._client.game.rules.index.reads):
            quantity = self._client.game.rules.quantities[index]
            if quantity.kind is Kind.TRACK:
                seen = values[quantity.id]
                value = str(seen.value) if seen.value is not None else seen.veil.word if seen.veil else ""
                rows.append(MenuRow(f"{PART}{quantity.id}", plain(quantity.name), value))
        return rows

    def _sum(self, width: int) -> list[Line]:
        account, game = self._account(), self._client.game
        measure = min(72, width - 2)
        if account is None:
            band = self._client.view().index.band
            words = "You see the band it stands in; the exact figure is another seat's to know."
            head = line((f" {capital(index_name(game))}   ", "bright"), (band, "bright bold"))
            return [head, *_dim(words, measure)]
        if self._subject:
            return [line((f" {text}", "bright bold")) for text in wrapped(capital(account.words), measure)]
        start, total = self._ledger.start, self._ledger.total
        beside = (
            line((capital(index_name(game)), "bright bold")),
            line((f"= {start} at the start  {signed(total - start)} since", "text")),
            line(("Each line below is a cause; together they are the whole of it.", "dim")),
        )
        return hero(total, beside, self.northaxis.ascii_signs)

    def on_menu_list_chosen(self, message: MenuList.Chosen) -> None:
        """Open or close a line, or go to the number it leads to."""
        id = message.row.id
        if id.startswith(PART):
            self.app.push_screen(WhyScreen(self._client, id.removeprefix(PART)))
            return
        self._open ^= {id}
        self._fill()

    def action_root(self) -> None:
        """The other way to count."""
        if not self._subject:
            self._root = not self._root
            self._open.clear()
            self._fill()
            self.retitle()

    def action_passage(self) -> None:
        """What the line stands on."""
        from northaxis.tui.screens.passage import PassageScreen

        row = self.query_one(WhyList).pointed
        cites = () if row is None else self.query_one(WhyList).cites(row.id)
        if cites:
            self.app.push_screen(PassageScreen(self._client.game, cites))
        else:
            self.tell("This line cites no passage.")


def _walk(
    nodes: Sequence[Because], opened: set[str], path: str = "", depth: int = 0
) -> Iterator[tuple[str, Because, int]]:
    for place, node in enumerate(nodes):
        here = f"{path}{place}."
        yield here, node, depth
        if here in opened:
            yield from _walk(node.under, opened, here, depth + 1)


def _dim(text: str, width: int) -> list[Line]:
    return [line((f" {row}", "dim")) for row in wrapped(text, width)]


class WhyList(MenuList):
    """Causes as rows that wrap: a sign for what lies under, points, a bar, words."""

    def __init__(self) -> None:
        super().__init__()
        self._tree: dict[str, tuple[Because, int, bool]] = {}
        self._most = 1
        self._game: Game | None = None

    def show_tree(self, rows: Sequence[MenuRow], nodes: dict[str, tuple[Because, int, bool]], game: Game) -> None:
        """Show these rows."""
        self._tree, self._game = nodes, game
        moved = [abs(node.points or 0) for id, (node, depth, _) in nodes.items() if depth == 0 and node.turn]
        self._most = max([1, *moved])
        self.show(rows)

    def cites(self, id: str) -> tuple[PassageId, ...]:
        """The passages of a row, or of the row it lies under."""
        while id:
            node = self._tree.get(id)
            if node is not None and node[0].cites:
                return node[0].cites
            id = id.rstrip(".").rpartition(".")[0]
            id = f"{id}." if id else ""
        return ()

    def _drawn(self, index: int, row: MenuRow, width: int) -> list[Line]:
        known = self._tree.get(row.id)
        if known is None or row.is_heading:
            return super()._drawn(index, row, width)
        node, depth, is_open = known
        chosen = index == self._cursor
        fold = ("▾ " if is_open else "▸ ") if node.under else "  "
        pointed = chosen and self.has_focus
        mark = CURSOR if pointed else RESTING if chosen else " "
        head = (span(f"{mark} ", "accent bold" if pointed else "dim"), *line("  " * depth), span(fold, "dim"))
        sums = self._sums(node, depth)
        inset = len("".join(text for text, _ in (*head, *sums)))
        ink = "bright" if chosen else "text" if node.points is not None or not depth else "dim"
        texts = wrapped(node.words, max(20, min(78, width - inset)))
        rows: list[Line] = [(*head, *sums, span(texts[0], ink))]
        rows += [line(" " * inset, (text, ink)) for text in texts[1:]]
        if pointed:
            return [
                with_role((*one, (" " * max(0, width - len("".join(t for t, _ in one))), "text")), "@cursor")
                for one in rows
            ]
        return rows

    def _sums(self, node: Because, depth: int) -> Line:
        if depth:
            return line((f"{signed(node.points):>3}  ", "bright")) if node.points is not None else ()
        if node.points is None:
            return line(" " * 5)
        if not node.turn:
            return (
                line((f"{node.points:>3}  ", "bright"), " " * (BAR + 1))
                if self._wide()
                else line((f"{node.points:>3}  ", "bright"))
            )
        size = max(1, round(abs(node.points) * BAR / max(BAR, self._most)))
        bar = ("█" if node.points > 0 else "▒") * size
        ink = "accent" if node.points > 0 else "good"
        cells = line((f"{signed(node.points):>3}  ", "bright bold"))
        return (*cells, (bar.ljust(BAR + 1), ink)) if self._wide() else cells

    def _wide(self) -> bool:
        return self.size.width >= 60
