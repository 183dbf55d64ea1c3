"""The talk pane: offers and messages. An open offer can be signed or declined; words and offers can be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Said, Term
from northaxis.domain.ids import CONTROL, PUBLIC, DealId, SeatId
from northaxis.domain.orders import Act, DeclineDeal, OfferDeal, Say, SignDeal
from northaxis.domain.room import OPEN, OpenRequest
from northaxis.domain.state import Deal
from northaxis.services.room import status_words
from northaxis.services.wording import plain, seat_name, term_words
from northaxis.tui.actions import bindings_for
from northaxis.tui.ink import Line, line, wrapped
from northaxis.tui.table.demands import made_demands
from northaxis.tui.table.model import TableModel
from northaxis.tui.table.seats import NOBODYS, gifts, no_gift_words
from northaxis.tui.table.writing import Several
from northaxis.tui.widgets.dialogue import Reader
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow

MOST_SHOWN = 60


def talk_rows(model: TableModel) -> list[MenuRow]:
    """Requests that wait and offers that are open first, then words, answers and settled offers, newest first."""
    asked = [_request_row(request) for request in reversed(model.own.requests)]
    rows = [row for row in asked if row.style == "accent"]
    mine = model.view.seat
    for deal in reversed(model.view.deals):
        if deal.signed is None and mine in (deal.seat, deal.to):
            rows.append(_deal_row(model, deal))
    said = [fact for fact in model.client.facts() if isinstance(fact, Said)]
    for place, fact in enumerate(reversed(said[-MOST_SHOWN:])):
        to = ", ".join(seat_name(model.game, seat) for seat in fact.to) or "all"
        rows.append(MenuRow(f"said-{place}", fact.text, f"to {to}", "", fact.seat))
    rows += [row for row in asked if row.style != "accent"]
    for deal in reversed(model.view.deals):
        if deal.signed is not None:
            rows.append(_deal_row(model, deal))
    return rows


def _request_row(request: OpenRequest) -> MenuRow:
    """One's own request to control: its answer under it as soon as there is one."""
    answer = f"control: {plain(request.answer)}" if request.answer else ""
    style = "accent" if request.status == OPEN else "text"
    right = status_words(request)
    return MenuRow(f"request-{request.id}", plain(request.text), right, answer, request.seat, style=style)


def _deal_row(model: TableModel, deal: Deal) -> MenuRow:
    terms = "; ".join(term_words(model.game, term) for term in deal.terms)
    if deal.signed is None:
        state = "answer it: enter" if deal.to == model.view.seat else "open"
    else:
        broken = any(verdict == "broken" for _, verdict in deal.verdicts)
        state = "broken" if broken else "signed" if deal.signed else "turned down"
    to = seat_name(model.game, deal.to)
    style = "accent" if deal.signed is None else "text"
    return MenuRow(f"deal-{deal.id}", f"offer to {to}", state, terms, deal.seat, style=style)


def silence(model: TableModel) -> str:
    """What an empty pane says."""
    if model.has_control:
        return "Nothing has been said yet. n writes to one seat, to several or to all, f offers a deal, q asks control."
    if not model.game.scenario.has_talks:
        return "This scenario is played without talks. The other seats are bots and read no letters."
    return "Nothing has been said yet. n writes a message, f offers a deal: a promise for a promise, signed or not."


def demand_promises(model: TableModel, giver: SeatId) -> list[tuple[str, Term]]:
    """Promises that a seat can make here, in words: points, answers, switches kept, actions held."""
    rules, view = model.game.rules, model.view
    found: list[tuple[str, Term]] = []
    other = SeatId("?")
    for points in (1, 2):
        found.append((f"{points} IP at once", Term("transfer", giver, to=other, ip=points)))
    if giver == rules.answering.seat:
        for made in made_demands(model):
            name = rules.demander(made.demander).name
            term = Term("response", giver, demander=made.demander, response=ResponseKind.COMPLY)
            found.append((f"comply with {name} this turn", term))
        for switch in view.switches:
            if not switch.declared_on:
                through = min(view.turns, view.turn + 2)
                term = Term("switch", giver, switch=switch.id, state=0, through=through)
                found.append((f"keep {rules.quantity(switch.id).name} off through turn {through}", term))
    for action in rules.seats[giver].actions:
        through = min(view.turns, view.turn + 1)
        term = Term("no_order", giver, actions=(action.id,), through=through)
        found.append((f"not order '{action.name}' through turn {through}", term))
    return found


class TalkPane(Vertical):
    """Messages, offers and a line to write in. It posts `Spoke` with the order's act."""

    DEFAULT_CSS = """
    TalkPane { height: 1fr; }
    TalkPane > Input { display: none; }
    TalkPane > Input, TalkPane > Input:focus { height: 1; border: none; padding: 0 1; background: $raised; }
    TalkPane.writing > Input { display: block; }
    TalkPane > .head { height: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("talk"),
        Binding("escape", "stop_writing", "stop writing", show=False),
    ]

    class Spoke(Message):
        """A person said, offered or answered something."""

        def __init__(self, act: Act) -> None:
            super().__init__()
            self.act = act

    class Told(Message):
        """The pane has something to say above the footer."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, model: TableModel, **options: Any) -> None:
        super().__init__(**options)
        self.model = model
        self._to: tuple[SeatId, ...] = ()

    def compose(self) -> ComposeResult:
        """Heading, list, line."""
        yield Lines(self._head, classes="head")
        yield Lines(self._silence, classes="silence")
        yield MenuList(id="talk-list", code_width=5, detail_rows=8)
        yield Input(placeholder="your words; enter sends, Esc leaves", max_length=600)

    def update(self) -> None:
        """Show what is new."""
        rows = talk_rows(self.model)
        self.query_one(MenuList).show(rows)
        self.query_one(".silence", Lines).display = not rows
        self.query_one(MenuList).display = True

    def focus_list(self) -> None:
        """The keys go to the list."""
        self.query_one(MenuList).focus()

    def action_write(self) -> None:
        """Choose to whom, then write."""
        if self._is_nobodys():
            return
        rows = [MenuRow("all", "Everybody", code="all")]
        rows += [MenuRow(seat.id, seat.name, code=seat.id) for seat in self._others()]
        if self.model.has_control:
            rows.append(MenuRow(CONTROL, "Control", "q asks, and gets an answer", code=CONTROL))
        self.app.push_screen(Several("To whom?", (), rows, ("all",)), self._write_to)

    def action_offer(self) -> None:
        """Compose a deal in three questions."""
        if self._is_nobodys():
            return
        from northaxis.tui.widgets.dialogue import Choice

        rows = [MenuRow(seat.id, seat.name, code=seat.id) for seat in self._others()]
        self.app.push_screen(Choice("Offer a deal to whom?", (silence(self.model),), rows), self._offer_to)

    def action_give(self) -> None:
        """Points to another seat of one's own."""
        from northaxis.tui.widgets.dialogue import Choice

        if self._is_nobodys():
            return
        found = gifts(self.model)
        if not found:
            self.post_message(self.Told(no_gift_words(self.model)))
            return

        def chosen(id: str | None) -> None:
            act = next((act for act, row in found if row.id == id), None)
            if act is not None:
                self.post_message(self.Spoke(act))

        self.app.push_screen(Choice("Give to another of your seats", (), [row for _, row in found]), chosen)

    def action_stop_writing(self) -> None:
        """Put the pen down; the words stay in the line."""
        self.remove_class("writing")
        self.query_one(".head", Lines).redraw()
        self.focus_list()

    def _is_nobodys(self) -> bool:
        """Whether nobody's seat has the screen; says so."""
        if self.model.view.seat == PUBLIC:
            self.post_message(self.Told(NOBODYS))
        return self.model.view.seat == PUBLIC

    def _others(self) -> list[Any]:
        return [seat for seat in self.model.game.rules.seats.values() if seat.id != self.model.view.seat]

    def _write_to(self, whom: tuple[str, ...] | None) -> None:
        if whom is None:
            return
        self._to = () if whom == ("all",) else tuple(map(SeatId, whom))
        self.add_class("writing")
        self.query_one(".head", Lines).redraw()
        self.query_one(Input).focus()

    def _offer_to(self, whom: str | None) -> None:
        if whom is not None:
            mine = demand_promises(self.model, self.model.view.seat)
            self._choose("What do you promise?", mine, lambda term: self._ask_for(SeatId(whom), term))

    def _ask_for(self, whom: SeatId, given: Term | None) -> None:
        theirs = demand_promises(self.model, whom)
        name = seat_name(self.model.game, whom)
        self._choose(f"What should {name} promise?", theirs, lambda term: self._offer(whom, given, term))

    def _choose(self, title: str, promises: Sequence[tuple[str, Term]], then: Any) -> None:
        from northaxis.tui.widgets.dialogue import Choice

        rows = [MenuRow(str(place), words) for place, (words, _) in enumerate(promises)]
        rows.append(MenuRow("nothing", "nothing", style="dim"))

        def chosen(id: str | None) -> None:
            if id is not None:
                then(None if id == "nothing" else promises[int(id)][1])

        self.app.push_screen(Choice(title, (), rows), chosen)

    def _offer(self, whom: SeatId, given: Term | None, asked: Term | None) -> None:
        me = self.model.view.seat
        terms = [_aimed(term, other) for term, other in ((given, whom), (asked, me)) if term is not None]
        self.post_message(self.Spoke(OfferDeal(whom, tuple(terms))))

    @on(Input.Submitted)
    def _send(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.post_message(self.Spoke(Say(self._to, event.value.strip())))
        event.input.value = ""
        self.action_stop_writing()

    @on(MenuList.Chosen)
    def _answer(self, event: MenuList.Chosen) -> None:
        event.stop()
        asked = next((r for r in self.model.own.requests if event.row.id == f"request-{r.id}"), None)
        if asked is not None:
            said = plain(asked.answer) if asked.answer else "Control has not answered yet."
            self.app.push_screen(Reader(f"Request {asked.id}", (plain(asked.text), (status_words(asked), "dim"), said)))
            return
        id = event.row.id.removeprefix("deal-")
        deal = next((d for d in self.model.view.deals if d.id == id and d.signed is None), None)
        if deal is None:
            return
        from northaxis.tui.widgets.dialogue import Choice

        rows = [MenuRow("decline", "Decline" if deal.to == self.model.view.seat else "Take it back", code="d")]
        if deal.to == self.model.view.seat:
            rows.append(MenuRow("sign", "Sign", code="s"))
        terms = tuple(term_words(self.model.game, term) for term in deal.terms)

        def answered(choice: str | None) -> None:
            if choice is not None:
                act: Act = SignDeal(DealId(id)) if choice == "sign" else DeclineDeal(DealId(id))
                self.post_message(self.Spoke(act))

        self.app.push_screen(Choice(f"Deal {id}", terms, rows), answered)

    def _head(self, width: int) -> list[Line]:
        writing = (
            f"   to {', '.join(seat_name(self.model.game, seat) for seat in self._to) or 'everybody'}"
            if self.has_class("writing")
            else ""
        )
        return [line((" TALK", "dim bold"), (writing, "accent"))]

    def _silence(self, width: int) -> list[Line]:
        return [line(("  ", "dim"), (text, "dim")) for text in ["", *wrapped(silence(self.model), min(72, width - 4))]]


def _aimed(term: Term, other: SeatId) -> Term:
    if term.kind != "transfer":
        return term
    return Term("transfer", term.seat, to=other, ip=term.ip)
