"""Several seats at one screen: the strip, the key between seats, points among them, the curtain, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.shipped import game
from tests.tui.t1_desk import FakeDesk
from tests.tui.t1_stage import LARGE, SMALL, home, screen_text, settled as home_settled, stage
from textual.pilot import Pilot

from northaxis.domain.facts import Step
from northaxis.domain.holding import seated
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.domain.orders import Place
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.services.autoplay import people_and_bots
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.solo import SoloClient
from northaxis.services.table import open_table
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.screens.brief import BriefScreen
from northaxis.tui.screens.curtain import CurtainScreen
from northaxis.tui.screens.debrief import DebriefScreen
from northaxis.tui.screens.table import TableScreen
from northaxis.tui.settings import Settings
from northaxis.tui.table.model import Mode
from northaxis.tui.table.turn_zero import CardDialogue

WAR, VIL, KYI, MIN = map(SeatId, ("WAR", "VIL", "KYI", "MIN"))
MOST_KEYS = 600


@pytest.fixture(autouse=True)
def _listens_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CurtainScreen, "DEAF_FOR", 0.001)


def client_of(rules: Game, held: Mapping[SeatId, Holder], seat: SeatId) -> SoloClient:
    store = InMemoryJournal(Header(rules.scenario.id, (), 0, "test"))
    table = open_table(store, rules, SetClock(), seed="7", holders=people_and_bots(rules, held))
    ids = count()
    return SoloClient(table, seat, lambda: f"c{next(ids)}")


def flank() -> SoloClient:
    you = Holder("you", None)
    return client_of(game("S2"), {WAR: you, VIL: you}, WAR)


def round_of(*names: str, scenario: str = "S2") -> SoloClient:
    rules, held = seated(game(scenario), names)
    return client_of(rules, held, PUBLIC)


def app_for(client: SoloClient) -> NorthaxisApp:
    return NorthaxisApp(client=client, settings=Settings(motion=False))


async def settled(pilot: Pilot[None]) -> None:
    for _ in range(200):
        await pilot.pause(0.004)
        tables = [screen for screen in pilot.app.screen_stack if isinstance(screen, TableScreen)]
        is_busy = any(table.is_busy for table in tables) or any(worker.is_running for worker in pilot.app.workers)
        if not is_busy and pilot.app.screen.is_attached:
            break
    await pilot.pause(0.004)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def table_of(pilot: Pilot[None]) -> TableScreen:
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, TableScreen))


async def one_move(pilot: Pilot[None]) -> None:
    """What a person would press next; every sheet is sealed as it is."""
    screen = pilot.app.screen
    if isinstance(screen, CardDialogue):
        await press(pilot, "escape")
    elif not isinstance(screen, TableScreen):
        await press(pilot, "enter")
    elif screen.model.mode is Mode.ORDERS:
        await press(pilot, "1", "s", "s")
    elif screen.model.mode is Mode.REVEAL and not screen.model.is_told:
        await press(pilot, "s")
    elif screen.model.view.owes and screen.model.mode in (Mode.CARD, Mode.DEMAND):
        await press(pilot, "enter")
    else:
        await press(pilot, "space")


async def until(pilot: Pilot[None], step: Step) -> TableScreen:
    for _ in range(MOST_KEYS):
        screen = pilot.app.screen
        if isinstance(screen, TableScreen) and screen.model.view.step is step:
            return screen
        await one_move(pilot)
    raise AssertionError(f"the table never came to {step}")


# --- one person, several seats ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_the_strip_says_which_seat_owes_and_which_is_done(
    size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    app = app_for(flank())
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await until(pilot, Step.ORDERS)
        text = screen_text(app)
        assert "WAR" in text
        assert text.count("! to do") == 2
        await press(pilot, "1", "s", "s")
        assert table_of(pilot).client.seat == VIL
        assert "✓ done" in screen_text(app)
        assert screen_text(app) == snapshot(name="one done")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_four_seats_fit_into_the_strip_with_their_marks(size: tuple[int, int]) -> None:
    you = Holder("you", None)
    west = [SeatId(seat) for seat in ("WAS", "BRU", "WAR", "VIL")]
    app = app_for(client_of(game("S2"), dict.fromkeys(west, you), west[0]))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await until(pilot, Step.ORDERS)
        row = next(row for row in screen_text(app).splitlines() if "YOURS" in row)
        assert all(seat in row for seat in west)
        assert row.count("!") == 4
        assert row.endswith("other seat")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_twelve_people_fit_into_the_strip_with_their_marks(size: tuple[int, int]) -> None:
    app = app_for(round_of(*(f"Person number {place}" for place in range(12))))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        row = next(row for row in screen_text(app).splitlines() if "HERE" in row)
        assert row.count("·") == 12
        assert row.endswith(("y pass", "y passes the screen"))


async def test_a_key_goes_from_seat_to_seat_and_back() -> None:
    app = app_for(flank())
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await until(pilot, Step.ORDERS)
        await press(pilot, "y")
        assert table_of(pilot).client.seat == VIL
        assert "Stand up the allied brigade" in screen_text(app)
        await press(pilot, "y")
        assert table_of(pilot).client.seat == WAR


async def test_points_are_given_in_the_talk_pane() -> None:
    client = flank()
    app = app_for(client)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await until(pilot, Step.ORDERS)
        before = client.sit(VIL).view().ip
        await press(pilot, "t", "i", "enter")
        assert client.sit(VIL).view().ip == before + 1
        assert "1 IP go to Vilnius." in screen_text(app)


async def test_in_a_game_of_one_seat_there_is_no_strip_and_the_keys_say_so() -> None:
    app = app_for(client_of(game("S2"), {KYI: Holder("you", None)}, KYI))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await until(pilot, Step.ORDERS)
        assert not table_of(pilot).query_one("#seats").display
        await press(pilot, "y")
        assert "You hold one seat" in screen_text(app)
        await press(pilot, "t", "i")
        assert "f offers one" in screen_text(app)


async def test_the_table_waits_until_the_last_own_seat_has_sealed() -> None:
    client = flank()
    app = app_for(client)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await until(pilot, Step.ORDERS)
        await press(pilot, "1", "s", "s")
        assert client.view().step is Step.ORDERS
        await press(pilot, "1", "s", "s")
        assert client.view().step is Step.ADJUDICATE


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_two_seats_are_played_to_the_end_and_the_debrief_names_the_result(size: tuple[int, int]) -> None:
    app = app_for(flank())
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await until(pilot, Step.OVER)
        while not table_of(pilot).model.is_told:
            await press(pilot, "s")
        await press(pilot, "space")
        for _ in range(6):
            if isinstance(app.screen, DebriefScreen):
                break
            await one_move(pilot)
        assert isinstance(app.screen, DebriefScreen)
        rows = str(app.screen._told.text(72))
        assert "WHO MET THE BAR" in rows
        assert "WAR, VIL" in rows
        assert "on the mean" in rows


# --- several people, one screen -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=str)
async def test_the_curtain_shows_whom_to_pass_the_screen_to_and_nothing_else(
    size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    app = app_for(round_of("Ana", "Ben"))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "space")
        assert isinstance(app.screen, CurtainScreen)
        assert screen_text(app) == snapshot(name="curtain")
        await press(pilot, "space", "w", "l", "s", "2")
        assert isinstance(app.screen, CurtainScreen)
        await press(pilot, "enter")
        assert isinstance(app.screen, BriefScreen)
        assert table_of(pilot).client.seat == MIN


async def test_everybody_has_the_brief_and_the_card_before_turn_1_opens_before_all() -> None:
    client = round_of("Ana", "Ben")
    app = app_for(client)
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "space", "enter", "enter", "space", *"423315", "enter")
        assert client.sit(MIN).view().marks == (4, 2, 3, 3, 1, 5)
        assert "Pass to Ben" in screen_text(app)
        await press(pilot, "enter", "enter", "space", "escape")
        assert "For everybody" in screen_text(app)
        assert client.view().turn == 0
        await press(pilot, "enter")
        assert client.view().turn == 1
        assert table_of(pilot).client.seat == PUBLIC


async def test_the_last_key_of_one_person_does_not_lift_the_curtain_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CurtainScreen, "DEAF_FOR", 60.0)
    app = app_for(round_of("Ana", "Ben"))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "space", "enter", "enter")
        assert isinstance(app.screen, CurtainScreen)


async def test_a_sheet_of_one_person_is_on_no_screen_of_another() -> None:
    client = round_of("Ana", "Ben")
    app = app_for(client)
    async with app.run_test(size=LARGE) as pilot:
        await settled(pilot)
        await until(pilot, Step.ORDERS)
        assert table_of(pilot).client.seat == MIN
        legal = [order.act for order in client.sit(MIN).view().legal]
        act = next(act for act in legal if isinstance(act, Place) and act.target is None)
        await table_of(pilot).place(act)
        name = client.game.rules.actions[act.action].name
        goal = client.game.rules.seats[MIN].goals[0].label
        await press(pilot, "g")
        assert goal in screen_text(app)  # the control: it would be seen if it were there
        await press(pilot, "1", "s")
        assert name in screen_text(app)
        await press(pilot, "s")
        for keys in ((), ("enter",), ("1",), ("g",), ("l",), ("t",)):
            await press(pilot, *keys)
            assert name not in screen_text(app)
            assert goal not in screen_text(app)
        assert table_of(pilot).client.seat == KYI
        assert not any(isinstance(screen, TableScreen) and screen.client.seat == MIN for screen in app.screen_stack)


async def test_somebody_can_ask_for_the_screen_and_gets_it_behind_the_curtain() -> None:
    app = app_for(round_of("Ana", "Ben"))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await until(pilot, Step.NEGOTIATE)
        await press(pilot, "b")
        assert "y passes the screen" in screen_text(app)
        await press(pilot, "t", "n")
        assert "y passes the screen" in screen_text(app)
        await press(pilot, "y")
        assert "Who takes the screen?" in screen_text(app)
        await press(pilot, "down", "enter")
        assert "Pass to Ben" in screen_text(app)
        await press(pilot, "enter")
        assert table_of(pilot).client.seat == KYI
        await press(pilot, "space", "enter")
        assert table_of(pilot).client.seat == PUBLIC
        assert table_of(pilot).model.view.step is Step.NEGOTIATE


async def test_the_table_is_left_from_the_curtain() -> None:
    app = app_for(round_of("Ana", "Ben"))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "space", "escape")
        assert "Leave the table?" in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, CurtainScreen)
        await press(pilot, "escape", "l")
        await settled(pilot)
    assert app.return_code == 0


async def test_a_round_is_played_to_the_end_and_names_who_met_the_bar() -> None:
    app = app_for(round_of("Ana", "Ben"))
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await until(pilot, Step.OVER)
        for _ in range(20):
            if isinstance(app.screen, DebriefScreen):
                break
            await one_move(pilot)
        assert isinstance(app.screen, DebriefScreen)
        rows = str(app.screen._told.text(72))
        assert "WHO MET THE BAR" in rows
        assert "Ana" in rows
        assert "Ben" in rows


# --- on the way to a new game -------------------------------------------------------------------------------------


async def seats_page(pilot: Pilot[None], *keys: str) -> None:
    await home_settled(pilot)
    for key in ("n", "down", "enter", *keys):
        await pilot.press(key)
        await home_settled(pilot)


@pytest.mark.parametrize(
    ("keys", "started", "more"),
    [
        ((), "MIN", ((), ())),
        (("m", "down", "enter", "escape"), "MIN+WAR+VIL", ((), ())),
        (("down", "space", "up"), "MIN+KYI", ((), ())),
        (("m", *["down"] * 3, "enter", "escape"), "MIN", ((), ("MIN",))),
        (("m", *["down"] * 3, "enter", "escape", "down"), "MSC", ((), ("MIN",))),
        (("m", *["down"] * 7, "enter", "down", "enter", "escape"), "MIN", (("oxygen=random",), ())),
    ],
    ids=["nothing", "a bloc", "a tick", "a shared seat", "its other half", "a dial"],
)
async def test_more_is_two_keys_away_and_goes_with_the_start(
    monkeypatch: pytest.MonkeyPatch, keys: Sequence[str], started: str, more: object
) -> None:
    stage(monkeypatch)
    desk_starts: list[str] = []
    app = home()
    assert isinstance(app.desk, FakeDesk)
    start = app.desk.start

    def remember(scenario: str, seat: str, *rest: str) -> object:
        desk_starts.append(seat)
        return start(scenario, "MIN", *rest)

    monkeypatch.setattr(app.desk, "start", remember)
    async with app.run_test(size=SMALL) as pilot:
        await seats_page(pilot, *keys, "enter")
        assert desk_starts == [started]
        assert app.desk.more == more


async def test_more_looks_like_this(monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion) -> None:
    stage(monkeypatch)
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await seats_page(pilot, "m", "down", "enter")
        assert screen_text(app) == snapshot(name="more")
        await pilot.press("escape")
        await home_settled(pilot)
        assert "Yours with the one you start on: WAR, VIL" in screen_text(app)
