"""The table: one seat's whole game on one screen. It shows what the table waits for, and asks; it knows no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType

from northaxis.domain.actions import Action
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC, ActionId, DemanderId, OptionId, PassageId, SeatId
from northaxis.domain.orders import Answer, Give, Guess, MakeDemand, Mark, PickOption, Place, Seal, Withdraw
from northaxis.domain.ruleset import Game
from northaxis.services.beliefs import guessed_words, offers_card
from northaxis.services.choices import refusal_words
from northaxis.services.seating import next_seat, person_at
from northaxis.services.wording import seat_name
from northaxis.tui.actions import bindings_for
from northaxis.tui.ink import BLANK
from northaxis.tui.table import asking, turn_zero
from northaxis.tui.table.cards import card_on_table
from northaxis.tui.table.demands import DemandsPane, may_answer_now
from northaxis.tui.table.desk import DeskPane
from northaxis.tui.table.floor import TableFloor
from northaxis.tui.table.model import REVEALING, Mode
from northaxis.tui.table.orders import SEAL, is_possible, on_sheet, places, play_shown
from northaxis.tui.table.panes import BoardPane
from northaxis.tui.table.room import ARGUE, commitment_paragraphs
from northaxis.tui.table.seats import NOBODYS, choose_seat, following, is_round, newcomer
from northaxis.tui.table.talk import TalkPane
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList
from northaxis.tui.widgets.pager import Paragraph


class TableScreen(TableFloor):
    """The table of one seat."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("table")

    _card_shown: Step | None = None
    """When the confidence card was last offered; it is offered once before play and once after."""

    # --- the table moves ------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Taken over from another seat, the table may be waiting for a word."""
        super().on_mount()
        if (person := person_at(self.client)) is not None:
            (self._passed.before if self.model.view.over is None else self._passed.after).add(person.name)
        if self._moves_on:
            self.call_after_refresh(self.run_worker, self._go_on_if_free())

    async def _go_on(self) -> None:
        """Move on until there is something to see or to do, here or in another seat of this screen."""
        async with self._busy:
            try:
                await asking.go_on(self.model)
            except Exception as problem:
                if not asking.is_store_problem(problem):
                    raise
                self.tell(str(problem), "hot")
        self._refresh()
        if self.model.mode is Mode.WAIT and not self.model.waiting:
            self._pass_on()

    @on(MenuList.Chosen, "#desk-list")
    async def _chosen(self, event: MenuList.Chosen) -> None:
        event.stop()
        match self.model.mode:
            case Mode.CARD:
                card = card_on_table(self.model)
                if card is not None and await self._ask(PickOption(card.id, OptionId(event.row.id))):
                    await self._go_on_if_free()
            case Mode.DEMAND:
                asking.choose_demand(self, event.row.id)
            case Mode.ORDERS if event.row.id == SEAL:
                await self.action_seal()
            case Mode.ORDERS if event.row.id == ARGUE:
                self.action_argue()
            case Mode.ORDERS:
                await self._toggle(self.model.game.rules.actions[ActionId(event.row.id)])
            case _:
                pass

    @on(MenuList.Pointed, "#desk-list")
    def _pointed(self, event: MenuList.Pointed) -> None:
        event.stop()
        self.model.refused = None
        self.query_one(DeskPane).query_one(".foot", Lines).redraw()

    @on(DemandsPane.Answered)
    async def _answered(self, event: DemandsPane.Answered) -> None:
        event.stop()
        if asking.answer_price(self.model, event.demander, event.response):
            asking.confirm_answer(self, event.demander, event.response)
        else:
            await self.answer(event.demander, event.response)

    async def answer(self, demander: DemanderId, response: ResponseKind) -> None:
        """Answer a demand; the cursor goes on to the next that is open, or back to the orders."""
        pane = self.query_one(DemandsPane)
        if await self._ask(Answer(demander, response)):
            if not pane.point_to_open():
                self.action_now()
        else:
            pane.redraw()

    def on_key(self, event: events.Key) -> None:
        """A letter that answers demands does nothing beside their pane: say where it does."""
        letters = {response.key.casefold() for response in self.model.game.rules.answering.responses.values()}
        if event.character not in letters or self.focus_name == "demands" or not may_answer_now(self.model):
            return
        if event.key not in self.active_bindings:
            self.tell(f"{event.character} answers a demand, in the demands pane: d goes there.", "accent")

    @on(DemandsPane.Finished)
    def _finished(self, event: DemandsPane.Finished) -> None:
        self.action_now()

    @on(TalkPane.Spoke)
    async def _spoke(self, event: TalkPane.Spoke) -> None:
        if not await self._ask(event.act) and (refused := self.model.refused) is not None:
            self.tell(f"Not now: {refusal_words(self.model.game, refused)} ({refused.rule})", "accent")
        elif isinstance(event.act, Give):
            self.tell(f"{event.act.ip} IP go to {seat_name(self.model.game, event.act.to)}.")

    @on(TalkPane.Told)
    def _told(self, event: TalkPane.Told) -> None:
        self.tell(event.text, "accent")

    async def _toggle(self, action: Action) -> None:
        """Put an order on the sheet or take it off."""
        target = on_sheet(self.model.view, action.id)
        if target is not False:
            await self._ask(Withdraw(action.id, target if target is not True else None))
            return
        legal = places(self.model.view, action.id)
        if action.is_targeted and len(legal) > 1:
            asking.choose_target(self, action, legal)
        elif self._could_swap(action):
            asking.choose_swap(self, action)
        else:
            await self._ask(legal[0] if legal else Place(action.id, action.plays[0].target))

    def _could_swap(self, action: Action) -> bool:
        view = self.model.view
        full = len(view.sheet.orders) >= view.allowed_orders == 1
        return full and action.id not in view.spent and is_possible(self.model, action)

    async def place(self, act: Place) -> None:
        """Place an order that a dialogue has chosen."""
        await self._ask(act)

    async def swap(self, act: Place) -> None:
        """Take the one order off the sheet and place another; if that is refused, put the first back."""
        old = self.model.view.sheet.orders[0]
        if await self._ask(Withdraw(old.action, old.target)) and not await self._ask(act):
            refused = self.model.refused
            await self._ask(Place(old.action, old.target))
            self.model.refused = refused
            self._refresh()

    async def demand(self, act: MakeDemand) -> None:
        """Make a demand that a dialogue has chosen."""
        if await self._ask(act):
            await self._go_on_if_free()

    async def seal_sheet(self) -> None:
        """Seal, and let the table move."""
        if await self._ask(Seal()):
            await self._go_on_if_free()

    async def _go_on_if_free(self) -> None:
        """The table moves on if it waits for nobody at this screen, before all eyes if several share it."""
        if not self.client.may_go_on():
            if not self._pass_on() and self.client.has_control:
                self._begin_page()  # what one has just done is read while the others are waited for
                self._refresh()
        elif is_round(self.client) and self.client.seat != PUBLIC:
            self._take(PUBLIC, moves_on=self.model.view.step is not Step.NEGOTIATE)
        else:
            await self._go_on()

    # --- several seats --------------------------------------------------------------------------------------------

    def _pass_on(self) -> bool:
        """Give the screen to the next seat that owes something, if this one does not; False when there is none."""
        seat = next_seat(self.client)
        if seat is not None:
            self._take(seat)
        return seat is not None

    def _welcome(self) -> bool:
        """Before turn 1 and after play: give the screen to the next person, at last to everybody."""
        person = newcomer(self.client, self._passed)
        if person is not None:
            is_over = self.model.view.over is not None
            seat = next((s for s in person.seats if self.client.sit(s).view().marks), person.seats[0])
            self._take(seat, brief=not is_over)
        elif is_round(self.client) and self.client.seat != PUBLIC:
            self._take(PUBLIC, moves_on=self.model.view.over is None)
        else:
            return False
        return True

    def _take(self, seat: SeatId, moves_on: bool = False, brief: bool = False) -> None:
        self.northaxis.change_seat(self.client.sit(seat), self._passed, moves_on, brief)

    def action_seats(self) -> None:
        """Another seat of this screen."""
        if len(self.client.seats) < 2:
            self.tell("You hold one seat, and nobody else shares this screen.", "accent")
        elif is_round(self.client):
            choose_seat(self, self._take)
        else:
            self._take(following(self.client))

    # --- actions --------------------------------------------------------------------------------------------------

    async def action_go_on(self) -> None:
        """The next cause; or the table moves on."""
        model = self.model
        if model.mode in (Mode.SETUP, Mode.OVER) and self._offers_card():
            self._card_shown = model.view.step
            turn_zero.ask_card(self, lambda marks: self._after_card(marks, goes_on=True))
        elif model.mode in (Mode.SETUP, Mode.OVER) and self._welcome():
            pass
        elif model.mode is Mode.OVER:
            self._debrief()
        elif model.next_beat():
            self._refresh()
        elif model.page and model.view.step not in REVEALING:
            model.turn_page()
            await self._go_on_if_quiet()
        elif model.ahead is not None:
            model.follow()
            self._begin_page()
            self._refresh()
        elif self.client.may_go_on():
            await self._go_on_if_free()
        elif self._pass_on():
            pass
        elif model.view.owes:
            self.tell(asking.owed_words(model), "accent")

    async def _go_on_if_quiet(self) -> None:
        if self.model.view.step is Step.DEMANDS and self.client.may_go_on():
            await self._go_on_if_free()
        else:
            self._refresh()

    # --- the confidence card and the dials ------------------------------------------------------------------------

    def _offers_card(self) -> bool:
        return self._card_shown is not self.model.view.step and turn_zero.wants_card(self.model)

    def _after_card(self, marks: turn_zero.Marks | None, goes_on: bool) -> None:
        """Keep the marks, if there are any; then what the card stood before."""

        async def keep() -> None:
            if marks is not None and await self._ask(Mark(marks)):
                self.tell("Your card is kept.")
            if goes_on:
                await self.action_go_on()

        self.run_worker(keep())

    def action_card(self) -> None:
        """The confidence card, where it may be filled in."""
        if self.client.seat == PUBLIC:
            self.tell(NOBODYS, "accent")
        elif not offers_card(self.model.game):
            self.tell("This scenario has no confidence card.", "accent")
        elif self.model.view.step is not Step.SETUP and self.model.view.over is None:
            self.tell("The card is filled in before turn 1, and again when play is over.", "accent")
        else:
            turn_zero.ask_card(self, lambda marks: self._after_card(marks, goes_on=False))

    def action_guess(self) -> None:
        """How the dials may stand."""
        if self.client.seat == PUBLIC:
            self.tell(NOBODYS, "accent")
        elif self.model.view.over is not None:
            self.tell("Play is over; the debrief shows how the dials stood.", "accent")
        elif not self.model.game.rules.dials:
            self.tell("These rules have no dials.", "accent")
        else:
            turn_zero.ask_guess(self, self._take_guess)

    def _take_guess(self, guess: Guess) -> None:
        async def keep() -> None:
            if await self._ask(guess):
                self.tell(guessed_words(self.model.game, guess))

        self.run_worker(keep())

    async def action_seal(self) -> None:
        """Seal after one look; in a reveal, skip to the bill."""
        if self.model.mode is Mode.ORDERS and self.model.is_member:
            self.tell("The lead of your seat seals; what you write stands on the sheet you share.", "accent")
        elif self.model.mode is Mode.ORDERS:
            asking.confirm_seal(self)
        elif self.model.is_reveal:
            async with self._busy:
                await asking.skip_to_bill(self.model)
            self._begin_page()
            self._refresh()

    def action_now(self) -> None:
        """What the table waits for."""
        self._point("now")

    def action_demands(self) -> None:
        """The demands."""
        self._point("demands")

    def action_board(self) -> None:
        """Every track; on a narrow screen the pressure first, then the tracks."""
        self._point("board" if self.is_wide or self._pane == "pressure" else "pressure")

    def action_map(self) -> None:
        """The map over the whole screen, and back."""
        self._pane = "now" if self._pane == "map" else "map"
        self._arrange()
        self.call_after_refresh(self._refresh)

    def action_talk(self) -> None:
        """Messages and offers."""
        self._point("talk")

    def action_log(self) -> None:
        """The log."""
        self._point("log")

    def action_goals(self) -> None:
        """The goals."""
        self._point("goals")

    def action_other_pane(self) -> None:
        """The keys to the other pane."""
        self._point(self._side if self.focus_name == "now" else "now")

    def action_coach(self) -> None:
        """The coach comes or goes."""
        self._coach = not self._coach
        self._word = BLANK
        self._retell()

    def action_back(self) -> None:
        """Out of a pane; from the desk, away from the table."""
        if self._pane != "now" or self.focus_name != "now":
            self.action_now()
        else:
            asking.confirm_leave(self)

    def action_odds(self) -> None:
        """Everything about the order under the cursor."""
        action = self.query_one(DeskPane).pointed_action
        if action is not None:
            asking.show_odds(self, play_shown(self.model, action))

    def action_why(self) -> None:
        """Take a number apart."""
        from northaxis.tui.screens.why import WhyScreen

        subject = self.query_one(BoardPane).pointed if self.focus_name == "board" else ""
        self.app.push_screen(WhyScreen(self.client, subject))

    def action_brief(self) -> None:
        """The brief again."""
        if self.client.seat == PUBLIC:
            self.tell(NOBODYS, "accent")
            return
        from northaxis.tui.screens.brief import BriefScreen

        self.app.push_screen(BriefScreen(self.client))

    def action_passage(self) -> None:
        """The passages under the cursor."""
        from northaxis.tui.screens.passage import PassageScreen

        cites = self._cites()
        if cites:
            self.app.push_screen(PassageScreen(self.model.game, cites))

    def _debrief(self) -> None:
        from northaxis.tui.screens.debrief import DebriefScreen

        self.app.push_screen(DebriefScreen(self.client))

    def _cites(self) -> tuple[PassageId, ...]:
        track, made = self.query_one(BoardPane).pointed, self.query_one(DemandsPane).pointed
        return asking.cites_under_cursor(
            self.model, self.focus_name, track, made, self.query_one(DeskPane).pointed_action
        )

    def about(self) -> Sequence[Paragraph]:
        """For help: the thing under the cursor."""
        track, action = self.query_one(BoardPane).pointed, self.query_one(DeskPane).pointed_action
        about = asking.about_under_cursor(self.model, self.focus_name, track, action)
        return [*about, *commitment_paragraphs(self.model)]

    def game(self) -> Game | None:
        """For help."""
        return self.model.game
