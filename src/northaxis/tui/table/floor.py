"""What a person says at the table beside orders: requests to control, notes, a prediction, arguments.

The screen of the table inherits these actions; each asks in a dialogue that Esc leaves, and the table decides.
"""

from __future__ import annotations

from northaxis.domain.control_facts import Method
from northaxis.domain.control_orders import AddReason, Argue, Estimate, Note, Predict, Pursue, Request, SettleArgument
from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC, ArgumentId
from northaxis.domain.legal_room import DIRECTIONS
from northaxis.domain.orders import Act, Order
from northaxis.domain.rulings import Refused
from northaxis.domain.views import ArgumentView
from northaxis.services import room
from northaxis.services.choices import refusal_words
from northaxis.services.wording import plain
from northaxis.tui.ink import BLANK
from northaxis.tui.table.asking import is_store_problem
from northaxis.tui.table.demands import DemandsPane
from northaxis.tui.table.desk import DeskPane
from northaxis.tui.table.frame import TableFrame
from northaxis.tui.table.model import Mode
from northaxis.tui.table.room import ARGUING, WHISPERING, offers_prediction
from northaxis.tui.table.seats import NOBODYS
from northaxis.tui.table.writing import ClaimForm, Percent, Writing
from northaxis.tui.widgets.dialogue import Choice
from northaxis.tui.widgets.menu_list import MenuRow

NO_CONTROL = "Nobody is in control at this table; you play for yourself."
DIRECTION_KEYS = {"up": "u", "same": "s", "down": "d"}


class TableFloor(TableFrame):
    """A table at which a person can speak."""

    async def _ask(self, act: Act) -> bool:
        """Put an order to the table; True when it stands."""
        async with self._busy:
            self._word = BLANK
            try:
                ruling = await self.model.ask(Order(self.client.seat, act))
            except Exception as problem:  # a store that cannot write: said, not hidden
                if not is_store_problem(problem):
                    raise
                self.tell(str(problem), "hot")
                return False
        self._refresh()
        return not isinstance(ruling, Refused)

    def _say(self, act: Act, done: str, draft: tuple[str, str] | None = None) -> None:
        """Ask, and say what came of it above the footer; what does not stand is in its form again (`draft`)."""

        async def ask() -> None:
            if await self._ask(act):
                self.tell(done)
                return
            self._unsent.update([draft] if draft is not None else [])
            if (refused := self.model.refused) is not None:
                self.model.refused = None
                self._refresh()
                self.tell(f"Not now: {refusal_words(self.model.game, refused)} ({refused.rule})", "accent")

        self.run_worker(ask())

    def _is_nobodys(self, needs_control: bool) -> bool:
        """Whether nothing can be said from here; says so."""
        if self.client.seat == PUBLIC or not self.client.role.plays:
            self.tell(NOBODYS if self.client.seat == PUBLIC else "Only seats speak; you look on.", "accent")
        elif needs_control and not self.model.has_control:
            self.tell(NO_CONTROL, "accent")
        else:
            return False
        return True

    def action_page_down(self) -> None:
        """What a long page has below."""
        self.query_one(DeskPane).leaf(1)

    def action_page_up(self) -> None:
        """Back up on a long page."""
        self.query_one(DeskPane).leaf(-1)

    # --- requests and notes ---------------------------------------------------------------------------------------

    def action_request(self) -> None:
        """Ask control something."""
        if self._is_nobodys(needs_control=True):
            return
        said = "Control reads it at once, nobody else does. The answer comes to your talk pane, and you are told."

        def written(text: str | None) -> None:
            if text is not None:
                done = "Control has your request; its answer comes to the talk pane (t)."
                self._say(Request(text), done, ("request", text))

        self.app.push_screen(Writing("Ask control", (said,), self._unsent, "request"), written)

    def action_note(self) -> None:
        """A private note to the order or the answer under the cursor."""
        if self._is_nobodys(needs_control=False):
            return
        about = self._noted()
        if not about:
            self.tell("Put the cursor on an order or a demand, then n writes a private note to it.", "accent")
            return
        name = room.about_words(self.model.game, about)
        now = self.model.own.notes.get(about, "")

        def written(text: str | None) -> None:
            if text is not None:
                self._say(Note(about, text), f"Noted beside {name}.", (f"note {about}", text))

        said = "For yourself: why, and what you expect of it. No other seat ever sees it, not even after play."
        self.app.push_screen(Writing(f"Note: {name}", (said,), self._unsent, f"note {about}", now), written)

    def _noted(self) -> str:
        made = self.query_one(DemandsPane).pointed
        if self.focus_name == "demands" and made is not None:
            return str(made.demander)
        action = self.query_one(DeskPane).pointed_action
        return str(action.id) if action is not None else ""

    # --- what is expected -----------------------------------------------------------------------------------------

    def action_predict(self) -> None:
        """What will the index do this turn, and how sure are you?"""
        if self._is_nobodys(needs_control=True):
            return
        if not offers_prediction(self.model):
            self.tell("A prediction is made before the sheets of a turn are opened.", "accent")
            return
        name = self.model.game.rules.index.name.lower()
        rows = [
            MenuRow(way, f"{name.capitalize()} will {room.WAYS[way]}", code=DIRECTION_KEYS[way]) for way in DIRECTIONS
        ]

        def chosen(way: str | None) -> None:
            if way is not None:
                self._ask_how_sure(way)

        said = "Only you see it until play is over; then the debrief shows how often you were right, and how sure."
        self.app.push_screen(Choice(f"What will {name} do in turn {self.model.view.turn}?", (said,), rows), chosen)

    def _ask_how_sure(self, way: str) -> None:
        keys = {sure: str(sure // 10 % 10) for sure in room.SURE}
        words = {50: "a coin would do as well", 100: "certain"}
        rows = [MenuRow(str(sure), f"{sure} percent", words.get(sure, ""), code=keys[sure]) for sure in room.SURE]

        def chosen(sure: str | None) -> None:
            if sure is not None:
                name = self.model.game.rules.index.name.lower()
                self._say(Predict(way, int(sure)), f"You expect {name} to {room.WAYS[way]}, {sure} percent sure.")

        self.app.push_screen(Choice("How sure are you?", (), rows), chosen)

    # --- arguments ------------------------------------------------------------------------------------------------

    def action_argue(self) -> None:
        """Before the seal: write an argument, or take it back. Once the sheets are open: speak to one."""
        if self._is_nobodys(needs_control=True):
            return
        opened, mine = room.open_arguments(self.model.view), room.own_argument(self.model.view)
        owed = room.owed_estimates(self.model.game, self.model.view)
        if opened:
            self._choose_argument(owed if len(owed) == 1 else opened)
        elif self.model.mode is not Mode.ORDERS and self.model.view.step is not Step.ORDERS:
            self.tell("An argument is written in the orders step, in place of an order. None is open now.", "accent")
        elif mine is not None:
            self._ask_back(mine)
        else:
            self._choose_way()

    def _choose_way(self) -> None:
        """Openly, in a whisper to control, or for a project that has held once."""
        projects = room.own_projects(self.model.view)
        rows = [
            MenuRow("openly", "Before all", "", "Others speak to it once the sheets are open.", "o"),
            MenuRow("secret", "Whisper it to control", "", "No other seat learns of it before play is over.", "w"),
        ]
        for place, one in enumerate(projects, 1):
            detail = f"It has held once. New reasons, and it happens: {room.shift_words(self.model.game, one.shifts)}."
            rows.append(MenuRow(one.id, f"Take up {one.id} again: {plain(one.claim)}", "", detail, str(place)))

        def chosen(id: str | None) -> None:
            project = next((one for one in projects if one.id == id), None)
            if project is not None:
                said = (f'"{plain(project.claim)}" stands. Say why it holds now.', room.shift_words(
                    self.model.game, project.shifts))  # fmt: skip
                form = ClaimForm(said, self._unsent, "A project again", project.claim)
                self.app.push_screen(form, lambda written: self._argued(written, project=project.id))
            elif id is not None:
                is_secret = id == "secret"
                form = ClaimForm(
                    WHISPERING if is_secret else ARGUING, self._unsent, "Whisper" if is_secret else "Argue"
                )
                self.app.push_screen(form, lambda written: self._argued(written, is_secret))

        self.app.push_screen(Choice("Argue", (ARGUING[0],), rows), chosen)

    def _argued(
        self, written: tuple[str, ...] | None, is_secret: bool = False, project: ArgumentId | None = None
    ) -> None:
        if written is None:
            return
        claim, *reasons = written
        act = Argue(claim, tuple(reasons), is_secret) if project is None else Pursue(project, tuple(reasons))

        async def ask() -> None:
            if await self._ask(act):
                for key in [key for key in self._unsent if key.startswith("claim-")]:
                    del self._unsent[key]
                whom = " for control alone" if is_secret else ""
                self.tell(f"Your argument is on the sheet{whom}; a takes it back until you seal.")
            elif (refused := self.model.refused) is not None:
                self.tell(f"Not now: {refusal_words(self.model.game, refused)} ({refused.rule})", "accent")

        self.run_worker(ask())

    def _ask_back(self, mine: ArgumentView) -> None:
        rows = (MenuRow("keep", "Keep it on the sheet", code="k"), MenuRow("back", "Take it back", code="t"))

        def chosen(id: str | None) -> None:
            if id == "back":
                self._say(SettleArgument(mine.id, Method.DROPPED), "It is off the sheet, and its point is back.")

        said = room.argument_lines(self.model.game, self.model.view, mine)[: 1 + len(mine.reasons)]
        self.app.push_screen(Choice("Your argument", said, rows), chosen)

    def _choose_argument(self, opened: tuple[ArgumentView, ...]) -> None:
        if len(opened) == 1:
            self._speak_to(opened[0])
            return
        rows = [MenuRow(one.id, plain(one.claim), code=one.seat) for one in opened]

        def chosen(id: str | None) -> None:
            for one in opened:
                if one.id == id:
                    self._speak_to(one)

        self.app.push_screen(Choice("Which argument?", (), rows), chosen)

    def _speak_to(self, one: ArgumentView) -> None:
        game, view = self.model.game, self.model.view
        asks = f"control asks, {room.answered_words(game, one)}" if one.asked and one.own_estimate is None else ""
        rows = [MenuRow("estimate", "Your estimate", asks or self._estimated(one), code="e")]
        if one.may_reason:
            rows = [
                MenuRow("for", "A reason for it", code="f"),
                MenuRow("against", "A reason against it", code="g"),
                *rows,
            ]

        def chosen(id: str | None) -> None:
            if id == "estimate":
                self._ask_estimate(one)
            elif id is not None:
                self._write_reason(one, id == "for")

        said = room.argument_lines(game, view, one)
        self.app.push_screen(Choice("An argument", [said[0], *said[1 + len(one.reasons) :]], rows), chosen)

    def _estimated(self, one: ArgumentView) -> str:
        return "" if one.own_estimate is None else f"now {one.own_estimate} percent"

    def _write_reason(self, one: ArgumentView, supports: bool) -> None:
        side = "for" if supports else "against"

        def written(text: str | None) -> None:
            if text is not None:
                done = f"Your reason {side} it is on the table."
                self._say(AddReason(one.id, supports, text), done, (f"{one.id} {side}", text))

        said = "One reason from your seat. Control rates it weak, valid or strong before the dice."
        self.app.push_screen(Writing(f"A reason {side} it", (said,), self._unsent, f"{one.id} {side}"), written)

    def _ask_estimate(self, one: ArgumentView) -> None:
        def given(percent: int | None) -> None:
            if percent is not None:
                self._say(Estimate(one.id, percent), f"You put it at {percent} percent.")

        said = "How likely is it? Others see your estimate only when the argument is settled; until then it can change."
        self.app.push_screen(Percent(f'"{plain(one.claim)}"', (said,), one.own_estimate), given)
