"""The table by keyboard: what each step shows, what a key does, what a refusal says, how little is repainted."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.shipped import game
from tests.tui.fake_client import DirectClient
from textual.pilot import Pilot

from northaxis.domain.facts import Step
from northaxis.domain.orders import to_text
from northaxis.tui.app import NorthaxisApp
from northaxis.tui.ink import plain
from northaxis.tui.screens.table import TableScreen
from northaxis.tui.settings import Settings
from northaxis.tui.table.coach import advice
from northaxis.tui.table.demands import DemandsPane
from northaxis.tui.table.desk import DeskPane
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.readings import bands, threshold
from northaxis.tui.table.telling import bill_lines
from northaxis.tui.widgets.line_widget import LineWidget

SIZES = [(80, 24), (120, 36)]


def client_of(scenario: str = "S1", seat: str = "MIN", seed: str = "1") -> DirectClient:
    return DirectClient(game(scenario), seat, seed)


def app_for(client: DirectClient, coach: bool = True) -> NorthaxisApp:
    return NorthaxisApp(client=client, settings=Settings(motion=False, coach=coach))


async def press(pilot: Pilot[None], *keys: str) -> TableScreen:
    """Press keys one after the other, with time for what they set off."""
    await pilot.pause()
    table = next(screen for screen in pilot.app.screen_stack if isinstance(screen, TableScreen))
    for key in keys:
        await pilot.press(key)
        await settled(pilot, table)
    return table


async def settled(pilot: Pilot[None], table: TableScreen) -> None:
    """Wait until nothing is under way."""
    for _ in range(200):
        await pilot.pause(0.002)
        if not table.is_busy and not any(worker.is_running for worker in pilot.app.workers):
            break
    await pilot.pause(0.002)
    await pilot.pause(0.002)


def text_of(app: NorthaxisApp) -> str:
    """The screen as characters, as a terminal would show it."""
    width, height = app.size
    rows = [strip.text for strip in app.screen._compositor.render_strips()]
    assert len(rows) == height
    return "\n".join(row[:width].rstrip() for row in rows)


TO_ORDERS = ("space", "space")
SHEET = (*TO_ORDERS, "c", "x", "s", "y", "down", "down", "enter")
SEALED = (*SHEET, "s", "s")

STEPS: dict[str, tuple[str, ...]] = {
    "scene": (),
    "card": ("space",),
    "demands": TO_ORDERS,
    "orders": (*TO_ORDERS, "c", "x", "s", "y"),
    "target": (*TO_ORDERS, "1", "home", "enter"),
    "seal": (*SHEET, "s"),
    "sheets open": SEALED,
    "a cause": (*SEALED, "space", "space", "space", "space"),
    "bill": (*SEALED, "s"),
    "what came of a card": (*SEALED, "s", "space", "space"),
    "board": (*TO_ORDERS, "p", "p", "down"),
    "map": (*TO_ORDERS, "m"),
    "log": (*SEALED, "s", "l"),
    "goals": (*TO_ORDERS, "g"),
    "odds": (*TO_ORDERS, "1", "down", "down", "o"),
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("step", STEPS)
async def test_the_table_looks_like_this(step: str, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app = app_for(client_of())
    async with app.run_test(size=size) as pilot:
        await press(pilot, *STEPS[step])
        assert text_of(app) == snapshot


async def test_another_seat_sees_bands_where_it_may_not_know(snapshot: SnapshotAssertion) -> None:
    app = app_for(client_of("S2", "KYI"))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "space", "escape")
        shown = text_of(app)
        assert "band 2 of 5" in shown
        assert "exact figure hidden" in shown
        assert "middling" in shown
        assert shown == snapshot


async def test_what_came_of_a_choice_is_read_with_the_choice() -> None:
    app = app_for(client_of("S2", seed="4"))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "escape", "space", "enter")
        shown = text_of(app)
    assert 'Chose "Call it our own sovereign choice"' in shown
    assert "Moscow 5→6" in shown
    assert shown.count("sovereign choice") == 1


async def test_answers_orders_and_the_seal_are_what_the_table_is_asked() -> None:
    client = client_of()
    async with app_for(client).run_test(size=(120, 36)) as pilot:
        await press(pilot, *SEALED)
    assert [to_text(order) for order in client.asked] == [
        "MIN: answer MOS comply",
        "MIN: answer KYI sham",
        "MIN: answer HOME stall",
        "MIN: place MIN-BEI",
        "MIN: seal",
    ]


async def test_a_refusal_is_said_in_place_with_its_rule() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(80, 24)) as pilot:
        table = await press(pilot, *TO_ORDERS, "c", "c", "c")
        assert "at most 2 demands" in text_of(app)
        assert "(R-5.10)" in text_of(app)
        await press(pilot, "r", "1", "end", "up", "enter")
        assert "(R-4.5)" in text_of(app)
        assert table.model.view.sheet.orders == ()
        await press(pilot, "up")
        assert "(R-4.5)" not in text_of(app)


async def test_enter_takes_a_placed_order_off_again() -> None:
    client = client_of()
    async with app_for(client).run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *SHEET)
        assert len(table.model.view.sheet.orders) == 1
        money = table.model.view.ip
        await press(pilot, "enter")
        assert not table.model.view.sheet.orders
        assert table.model.view.ip == money + 2


async def test_a_full_sheet_of_one_offers_to_change_it() -> None:
    client = client_of()
    async with app_for(client).run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *SHEET, "down", "enter", "down", "enter")
        assert [placed.action for placed in table.model.view.sheet.orders] == ["MIN-SUB"]


async def test_a_target_is_chosen_with_its_odds_in_view() -> None:
    client = client_of()
    app = app_for(client)
    async with app.run_test(size=(80, 24)) as pilot:
        table = await press(pilot, *TO_ORDERS, "1", "home", "enter")
        assert "works: " in text_of(app)
        await press(pilot, "down", "enter")
        assert table.model.view.sheet.orders[0].target == "sw_iskander"


async def test_the_seal_says_what_is_about_to_be_sealed_and_esc_goes_back() -> None:
    client = client_of()
    app = app_for(client)
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *TO_ORDERS, "c", "1", "s")
        shown = text_of(app)
        assert "Kyiv: no answer, so it counts as refused" in shown
        assert "1 order not used" in shown
        await press(pilot, "escape")
        assert table.model.mode is Mode.ORDERS


async def test_esc_leads_back_to_the_desk_and_only_then_away() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(80, 24)) as pilot:
        table = await press(pilot, *TO_ORDERS, "m", "escape", "l", "escape")
        assert table.focus_name == "now"
        await press(pilot, "escape")
        assert "Leave the table?" in text_of(app)
        await press(pilot, "escape")
        assert app.screen is table


async def test_the_reveal_tells_one_cause_at_a_time_and_the_last_one_stays_until_a_key() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *SEALED)
        told = []
        for _ in range(60):
            before = len(table.model.page)
            await press(pilot, "space")
            if table.model.mode is not Mode.REVEAL:
                break
            assert len(table.model.page) == before + 1
            told.append(table.model.page[-1].beat.headline)
        assert table.model.mode is Mode.BILL
        assert len(told) > 8
        assert "THE BILL OF TURN 1" in text_of(app)


async def test_while_it_is_told_the_board_shows_what_has_been_told_and_no_more() -> None:
    client = client_of()
    async with app_for(client).run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *SEALED)
        at_the_start = table.model.board.index
        await press(pilot, "space", "space")
        assert table.model.waiting
        shown = table.model.board.index
        changes = [fact for told in table.model.page for fact in told.facts]
        assert shown == table.model.page[-1].beat.index[1] if table.model.page[-1].beat.index else at_the_start
        assert changes
        await press(pilot, "s")
        assert table.model.board.index == client.view().index.value


async def test_skipping_leads_to_the_same_bill_as_telling() -> None:
    bills = []
    for keys in (("s",), ("space",) * 45):
        app = app_for(client_of())
        async with app.run_test(size=(120, 36)) as pilot:
            table = await press(pilot, *SEALED)
            for key in keys:
                if table.model.mode is Mode.REVEAL:
                    await press(pilot, key)
            bills.append(table.query_one(DeskPane).query_one(".page", LineWidget).plain_text())
    assert bills[0] == bills[1]


async def test_a_cursor_key_repaints_only_the_lines_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_for(client_of())
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *TO_ORDERS, "1")
        painted: list[tuple[Any, int]] = []
        original = LineWidget.render_line

        def counted(self: LineWidget, y: int) -> Any:
            painted.append((self, y))
            return original(self, y)

        monkeypatch.setattr(LineWidget, "render_line", counted)
        await press(pilot, "down")
        desk = table.query_one(DeskPane)
        assert {widget for widget, _ in painted} <= {desk.menu, desk.query_one(".foot", LineWidget)}
        assert len({y for widget, y in painted if widget is desk.menu}) == 2


async def test_the_coach_follows_and_can_be_sent_away() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot)
        seen = [advice(table.model)]
        for keys in (("space",), ("space",), ("c", "x", "s"), ("down", "enter"), ("s", "s"), ("s",)):
            await press(pilot, *keys)
            seen.append(advice(table.model))
        assert len(set(seen)) == len(seen)
        assert "coach" in text_of(app)
        await press(pilot, "h")
        assert "  coach  " not in text_of(app)


async def test_no_coach_where_the_settings_or_the_scenario_say_so() -> None:
    for client, coach in ((client_of(), False), (client_of("S2", "KYI"), True)):
        app = app_for(client, coach)
        async with app.run_test(size=(120, 36)) as pilot:
            await press(pilot, "space", *(["escape"] if coach else []))
            assert "  coach  " not in text_of(app)


async def test_a_demanding_seat_chooses_and_backs() -> None:
    client = client_of("S2", "KYI")
    async with app_for(client).run_test(size=(120, 36)) as pilot:
        table = await press(pilot, "space", "escape")
        while table.model.mode is not Mode.DEMAND:
            await press(pilot, "enter" if table.model.view.owes else "space")
        await press(pilot, "enter", "b")
        assert to_text(client.asked[-1]).endswith("backed")
        assert client.view().step is Step.NEGOTIATE


async def test_words_and_offers_reach_the_table() -> None:
    client = client_of("S2", "KYI")
    app = app_for(client)
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, "space", "escape")
        while table.model.mode is not Mode.TALK:
            owed = ("enter", "d") if table.model.mode is Mode.DEMAND else ("enter",)
            await press(pilot, *(owed if table.model.view.owes else ("space",)))
        await press(pilot, "t", "n", "down", "enter", *"hold", "space", *"on", "enter")
        assert to_text(client.asked[-1]) == "KYI: say MIN hold on"
        assert "hold on" in text_of(app)
        await press(pilot, "f", "enter", "enter", "down", "down", "enter")
        assert to_text(client.asked[-1]).startswith("KYI: offer MIN: KYI pay MIN 1; MIN answer")


async def test_hostile_words_are_shown_as_words() -> None:
    client = client_of("S2", "KYI")
    app = app_for(client)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "space", "escape", "t", "n", "down", "enter", *"[red]x[/]", "enter")
        assert "[red]x[/]" in text_of(app)


@pytest.mark.parametrize("size", [*SIZES, (160, 50), (100, 30), (60, 20)], ids=str)
async def test_every_size_shows_the_demands_and_takes_answers(size: tuple[int, int]) -> None:
    client = client_of()
    async with app_for(client).run_test(size=size) as pilot:
        table = await press(pilot, *TO_ORDERS)
        assert isinstance(table.focused, DemandsPane)
        await press(pilot, "r", "r", "r")
        assert len(client.view().sheet.answers) == 3


async def test_a_resize_keeps_the_place() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *TO_ORDERS, "c")
        await pilot.resize_terminal(80, 24)
        await press(pilot)
        assert "1 Orders  2 Demands 2!" in text_of(app)
        await press(pilot, "2", "r", "r")
        await pilot.resize_terminal(120, 36)
        await press(pilot)
        assert len(table.model.view.sheet.answers) == 3
        assert "THE NORTH" not in text_of(app)
        assert "YOUR ORDERS" in text_of(app)


def test_thresholds_and_hot_bands_are_asked_of_the_rules() -> None:
    rules = game("S1").rules
    assert [threshold(rules, rules.quantity(name)) for name in ("pull_moscow", "pull_kyiv", "cohesion")] == [7, 7, None]
    assert [band.is_hot for band in bands(rules)] == [False, False, True, True, True]


async def played(client: DirectClient, choose: Callable[[TableModel], Awaitable[None]]) -> TableModel:
    model = TableModel(client)
    for _ in range(400):
        if model.view.over is not None:
            return model
        await choose(model)
    raise AssertionError("the game does not come to an end")


@pytest.mark.parametrize("seed", ["1", "2", "3"])
async def test_what_the_model_tells_adds_up_to_what_the_seat_sees(seed: str) -> None:
    async def move(model: TableModel) -> None:
        if model.view.owes:
            await model.ask(model.view.legal[0] if model.mode is not Mode.ORDERS else model.view.legal[-1])
        else:
            await model.go_on()
        while model.next_beat():
            pass
        assert model.board.index == model.view.index.value
        for track in model.view.tracks:
            assert model.board.values[track.id] == track.value
        model.turn_page()

    model = await played(client_of(seed=seed), move)
    assert model.index_history[-1] == model.view.index.value


async def test_s_skips_to_the_bill_even_with_the_demands_in_focus() -> None:
    client = client_of()
    app = app_for(client)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, *SEALED)
        await press(pilot, "space", "d", "s")
        assert "IS DONE" in text_of(app)


async def test_the_head_of_the_bill_begins_where_its_rows_begin() -> None:
    app = app_for(client_of())
    async with app.run_test(size=(120, 36)) as pilot:
        table = await press(pilot, *SEALED, "s")
        assert table.model.mode is Mode.BILL
        table.model.board.index_at_start = 3
        rows = [plain(each) for each in bill_lines(table.model, 90, 30)]
        began = next(row for row in rows if "as the turn began" in row).split()
        now = next(row for row in rows if row.strip().startswith("now")).split()
        head = rows[0].partition("pressure ")[2].split()
        assert head[0] in began
        assert head[2] in now
        assert head[0] != "3"
