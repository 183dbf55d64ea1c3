"""Control, seats and the wall are kept apart: who sees which screen, what is on it, a disk that fails, the odds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.network.hosting import hosted_table, hosting, seat
from tests.tui.control.desk import LARGE, PEOPLE, SMALL, desk, text_of

from northaxis.cli.venue import HostVenue
from northaxis.domain.control_orders import Note, WriteCard
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import CONTROL, CardId, SeatId
from northaxis.domain.orders import Order, Say
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import State
from northaxis.services.in_memory import InMemoryJournal
from northaxis.services.lobby import CONTROL_CHAIR, HOUSE, OBSERVER_CHAIR, PROJECTOR_CHAIR
from northaxis.services.outlook import card_odds
from northaxis.services.ports import Receipt, StoreFailed
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.control.app import ConsoleApp, ProjectorApp, app_for
from northaxis.tui.screens.projector import ProjectorScreen
from northaxis.tui.screens.table import TableScreen

CANARY = "quenelle"


async def test_each_link_leads_to_its_own_screen_and_no_other(tmp_path: Path) -> None:
    async with hosting("S2", PEOPLE) as at:
        venue = HostVenue(at.hosted, at.server, tmp_path / "x.nax")
        kinds = {
            CONTROL_CHAIR: ConsoleApp, PROJECTOR_CHAIR: ProjectorApp,
            OBSERVER_CHAIR: NorthaxisApp, seat("MIN"): NorthaxisApp, seat("BEI"): NorthaxisApp,
        }  # fmt: skip
        for chair, kind in kinds.items():
            assert type(app_for(at.door(chair), venue)) is kind, chair


@pytest.mark.parametrize("chair", [PROJECTOR_CHAIR, OBSERVER_CHAIR, seat("KYI")], ids=str)
async def test_no_secret_of_control_or_of_a_seat_is_in_the_cells_of_another_screen(
    tmp_path: Path, chair: object
) -> None:
    from northaxis.services.lobby import Chair

    assert isinstance(chair, Chair)
    async with hosting("S2", PEOPLE) as at:
        venue = HostVenue(at.hosted, at.server, tmp_path / "x.nax")
        app = app_for(at.door(chair), venue)
        assert isinstance(app, NorthaxisApp)
        async with app.run_test(size=LARGE) as pilot:
            minsk, control = at.door(seat("MIN")), at.control
            await control.go_on()
            acts = (
                Order(CONTROL, Note("free", f"a note {CANARY}")),
                Order(CONTROL, WriteCard(f"For Minsk {CANARY}", f"Text {CANARY}", f"Why {CANARY}", SeatId("MIN"))),
                Order(CONTROL, Say((SeatId("MIN"),), f"a word {CANARY}")),
            )
            upheld = [isinstance(await control.ask(act), Upheld) for act in acts]
            assert upheld[0]
            assert any(upheld[1:])
            await minsk.ask(Order(SeatId("MIN"), Say((SeatId("MOS"),), f"between us {CANARY}")))
            assert any(CANARY in repr(fact) for fact in minsk.facts()), "the canary is not in the game"
            for _ in range(5):
                await at.hosted.rest()
                await pilot.pause(0.02)
                assert CANARY not in text_of(app)
                await control.go_on()
            tokens = [at.token(each) for each in at.lobby.chairs() if each != chair]
            assert not any(token in text_of(app) for token in tokens)


async def test_the_same_canary_is_on_the_console_or_the_test_above_proves_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.press("space")
        await at.hosting.control.ask(Order(CONTROL, Note("free", f"a note {CANARY}")))
        await at.press("F", "F", "F", "F", "F", "F", "F")
        assert CANARY in at.text


async def test_the_wall_and_seats_have_no_key_of_control(tmp_path: Path) -> None:
    async with hosting("S2", PEOPLE) as at:
        venue = HostVenue(at.hosted, at.server, tmp_path / "x.nax")
        for chair, kind in ((PROJECTOR_CHAIR, ProjectorScreen), (seat("MIN"), TableScreen)):
            app = app_for(at.door(chair), venue)
            async with app.run_test(size=LARGE) as pilot:
                await pilot.pause(0.05)
                assert isinstance(app.screen, kind)
                bound = {binding.id for _, binding in app.screen._bindings}
                assert not {id for id in bound if id and id.startswith("control.")}


# --- a disk that fails --------------------------------------------------------------------------------------------


class Failing(InMemoryJournal):
    """A journal that can be told not to write."""

    is_full = False

    def append(self, command: str, facts: Sequence[Fact], at: int) -> Receipt:
        if self.is_full:
            raise StoreFailed("the disk is full")
        return super().append(command, facts, at)


async def test_a_full_disk_holds_the_table_and_h_goes_on_with_nothing_lost(tmp_path: Path) -> None:
    async with desk(tmp_path, store=Failing) as at:
        store = at.hosting.store
        assert isinstance(store, Failing)
        await at.press("h")
        assert at.said.startswith("Nothing is held")
        await at.press("space")
        kept = len(at.facts)
        store.is_full = True
        await at.press("n", "f")
        await at.type("a note on a full disk")
        assert "SAFE HOLD" in at.text
        assert "Nothing can be" in at.text
        assert at.model.console.held == "the disk is full"
        assert len(at.facts) == kept
        await at.press("h")
        assert "SAFE HOLD" in at.text
        assert at.said == "Still held: the disk is full"
        store.is_full = False
        await at.press("h")
        assert "SAFE HOLD" not in at.text
        assert "is written again" in at.said
        await at.press("n", "f")
        assert "a note on a full disk" in at.text, "what was typed is still there"
        await at.press("enter")
        assert at.said == "Noted."
        assert len(at.facts) > kept


async def test_a_machine_that_was_off_does_not_use_up_the_clock() -> None:
    from northaxis.domain.control_orders import MoveClock
    from northaxis.services.hosted import ControlDoor

    async with hosted_table("S2", ("MIN",)) as (hosted, _, _, clock):
        door = hosted.door(HOUSE)
        assert isinstance(door, ControlDoor)
        assert not await hosted.note_absence()
        await door.ask(Order(CONTROL, MoveClock("start")))
        clock.move(40 * 3_600_000)
        assert await hosted.note_absence()
        assert not hosted.history.running
        assert "closed for 40 h" in hosted.history.why
        assert hosted.history.used == 0
        assert not await hosted.note_absence()


# --- the odds of the cards ----------------------------------------------------------------------------------------


async def test_cards_show_how_often_they_come_up_where_that_can_be_counted(tmp_path: Path) -> None:
    asked: list[Step] = []

    def outlook(state: State) -> dict[CardId, float]:
        asked.append(state.step)
        first = next(iter(state.decks.values()))[0]
        return {first: 0.384}

    async with desk(tmp_path, outlook=outlook) as at:
        await at.to(Step.NEGOTIATE)
        assert "38 %" in at.text
        assert "0 %" in at.text
        before = len(asked)
        await at.press("m", "a")
        await at.type("hello")
        assert len(asked) == before, "a word changes nothing in the decks"
        await at.to(Step.ADJUDICATE)
        assert "38 %" not in at.text
        assert set(asked) <= {Step.SETUP, Step.NEGOTIATE, Step.ORDERS, Step.TURN_END}


async def test_the_share_is_that_of_games_played_on_with_the_decks_as_they_lie(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.to(Step.NEGOTIATE)
        found = card_odds(at.state)
        deck = next(iter(at.state.decks.values()))
        soon = [card for card in deck if at.state.game.cards[card].condition.holds(at.state.board)]
        assert found[soon[0]] > 0.8
        assert found.get(soon[-1], 0.0) < 0.2
        assert all(0 < share <= 1 for share in found.values())


# --- how it looks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LARGE, SMALL], ids=str)
async def test_the_console_looks_like_this(tmp_path: Path, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with desk(tmp_path, size=size) as at:
        assert at.text == snapshot(name="before play")
        await at.press("p", "enter")
        await at.to(Step.ORDERS)
        await at.wait(1)
        assert at.text == snapshot(name="orders")
        await at.press("c")
        assert at.text == snapshot(name="cards to come")
        await at.press("escape", "3")
        assert at.text == snapshot(name="next")
        await at.press("u")
        assert at.text == snapshot(name="undo")
        await at.press("escape", "question_mark")
        assert "Undo your last act" in at.text or size == SMALL
