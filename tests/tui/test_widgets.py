"""The parts as widgets: keys, mouse, messages, motion, and whole pages of the gallery."""

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from northaxis.tui.gallery import Gallery
from northaxis.tui.motion import switch_motion
from northaxis.tui.theme import install_themes, variable_defaults
from northaxis.tui.widgets.dialogue import Choice, confirm
from northaxis.tui.widgets.line_widget import Lines
from northaxis.tui.widgets.menu_list import MenuList, MenuRow
from northaxis.tui.widgets.pager import Pager
from northaxis.tui.widgets.track_bar import TrackBar, TrackReading

ROWS = (
    MenuRow("", "FIRST"),
    MenuRow("a", "Alpha", detail="the first one"),
    MenuRow("b", "Beta", disabled="not today"),
    MenuRow("", "SECOND"),
    MenuRow("c", "Gamma"),
    *(MenuRow(f"n{number}", f"Number {number}") for number in range(40)),
)


class Stage(App[None]):
    """One widget alone on a screen, remembering what it says."""

    def __init__(self, make: Callable[[], Widget] | None = None) -> None:
        super().__init__()
        install_themes(self)
        self.make = make
        self.said: list[tuple[str, str]] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()

    def compose(self) -> ComposeResult:
        if self.make is not None:
            yield self.make()

    def remember(self, message: Message) -> None:
        assert isinstance(message, MenuList.Pointed | MenuList.Chosen | MenuList.Refused)
        self.said.append((type(message).__name__, message.row.id))

    on_menu_list_pointed = on_menu_list_chosen = on_menu_list_refused = remember


async def test_the_cursor_passes_over_headings_and_tells_what_was_done() -> None:
    app = Stage(lambda: MenuList(ROWS))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("enter", "down", "enter", "down", "up", "home")
        await pilot.pause()
    assert app.said == [
        ("Chosen", "a"),
        ("Pointed", "b"),
        ("Refused", "b"),
        ("Pointed", "c"),
        ("Pointed", "b"),
        ("Pointed", "a"),
    ]


async def test_the_cursor_stays_in_sight_and_stops_at_the_ends() -> None:
    app = Stage(lambda: MenuList(ROWS))
    async with app.run_test(size=(60, 12)) as pilot:
        menu = app.query_one(MenuList)
        await pilot.press("end", "down")
        assert menu.pointed is not None
        assert menu.pointed.id == "n39"
        assert "▸ Number 39" in menu.plain_text()
        await pilot.press("home", "up")
        assert menu.pointed.id == "a"
        assert "FIRST" in menu.plain_text()
        for _ in range(12):
            await pilot.press("pagedown")
            assert f"▸ {menu.pointed.title}" in menu.plain_text()


async def test_moving_the_cursor_repaints_only_the_rows_it_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Stage(lambda: MenuList([MenuRow(str(number), f"Row {number}") for number in range(12)]))
    async with app.run_test(size=(60, 20)) as pilot:
        menu = app.query_one(MenuList)
        rows: list[int] = []
        monkeypatch.setattr(menu, "refresh", lambda *regions, **options: rows.extend(region.y for region in regions))
        await pilot.press("down")
        assert rows == [0, 1]


async def test_a_click_points_and_a_second_one_chooses() -> None:
    app = Stage(lambda: MenuList(ROWS[4:8]))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(MenuList, offset=(6, 2))
        await pilot.click(MenuList, offset=(6, 2))
        await pilot.pause()
    assert app.said == [("Pointed", "n1"), ("Chosen", "n1")]


async def test_a_text_that_follows_stays_at_its_end_until_somebody_scrolls_up() -> None:
    texts = [f"paragraph {number}" for number in range(60)]
    app = Stage(lambda: Pager(texts, spaced=False, follow=True))
    async with app.run_test(size=(60, 20)) as pilot:
        pager = app.query_one(Pager)
        for more in (1, 1, 2, 5):
            texts += [f"news {len(texts)}"] * more
            pager.show(texts)
            await pilot.pause()
            assert texts[-1] in pager.plain_text()
        await pilot.press("up")
        last = texts[-1]
        pager.show([*texts, "the very last"])
        await pilot.pause()
        assert "the very last" not in pager.plain_text()
        await pilot.press("end")
        assert last in pager.plain_text()
        assert "the very last" in pager.plain_text()


async def test_typed_letters_go_to_the_row_that_starts_so() -> None:
    app = Stage(lambda: MenuList(ROWS, type_ahead=True))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("g", "a")
        menu = app.query_one(MenuList)
        assert menu.pointed is not None
        assert menu.pointed.id == "c"


async def test_a_typed_code_goes_before_a_word_that_begins_so() -> None:
    rows = [MenuRow("name", "Name what it does"), MenuRow("dice", "By dice", code="d")]
    app = Stage(lambda: MenuList(rows, type_ahead=True))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("d")
        menu = app.query_one(MenuList)
        assert menu.pointed is not None
        assert menu.pointed.id == "dice"


async def test_new_rows_keep_the_cursor_on_the_same_one() -> None:
    app = Stage(lambda: MenuList(ROWS))
    async with app.run_test(size=(60, 20)) as pilot:
        menu = app.query_one(MenuList)
        menu.point_at("c")
        menu.show(ROWS[3:])
        await pilot.pause()
        assert menu.pointed is not None
        assert menu.pointed.id == "c"


async def test_an_empty_list_does_nothing() -> None:
    app = Stage(MenuList)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("up", "down", "enter", "pagedown", "end")
    assert app.said == []


async def test_a_pager_scrolls_to_its_end_and_says_so() -> None:
    app = Stage(lambda: Pager([f"paragraph {number}" for number in range(60)]))
    async with app.run_test(size=(80, 20)) as pilot:
        pager = app.query_one(Pager)
        assert "more below" in pager.plain_text()
        await pilot.press("end")
        assert "paragraph 59" in pager.plain_text()
        assert pager.plain_text().rstrip().endswith("end")
        await pilot.press("home")
        assert "paragraph 0" in pager.plain_text()


@pytest.mark.parametrize(
    ("keys", "answer"), [(["escape"], None), (["enter"], "no"), (["y"], "yes"), (["down", "enter"], "yes")]
)
async def test_a_question_is_answered_by_key_and_escape_answers_nothing(keys: list[str], answer: str | None) -> None:
    app = Stage()
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(confirm("Seal?", "Nothing can be changed after.", "Seal"), answers.append)
        await pilot.press(*keys)
        await pilot.pause()
    assert answers == [answer]


async def test_a_closed_answer_cannot_be_given() -> None:
    app = Stage()
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        rows = (MenuRow("r", "Refuse", code="R", disabled="not now"), MenuRow("c", "Comply", code="C"))
        await app.push_screen(Choice("?", (), rows), answers.append)
        await pilot.press("r", "enter")
        assert answers == []
        await pilot.press("c")
        await pilot.pause()
    assert answers == ["c"]


async def test_with_motion_off_a_new_value_is_simply_there() -> None:
    app = Stage(lambda: TrackBar([TrackReading("Trust", 2)]))
    switch_motion(app, on=False)
    async with app.run_test(size=(60, 6)) as pilot:
        app.query_one(TrackBar).show([TrackReading("Trust", 9)])
        await pilot.pause()
        assert "━━━━━━━━━─" in app.query_one(TrackBar).plain_text()


async def test_with_motion_on_a_new_value_arrives() -> None:
    app = Stage(lambda: TrackBar([TrackReading("Trust", 2)]))
    switch_motion(app, on=True)
    async with app.run_test(size=(60, 6)) as pilot:
        bars = app.query_one(TrackBar)
        bars.show([TrackReading("Trust", 9)])
        for _ in range(200):
            if "━━━━━━━━━─" in bars.plain_text():
                break
            await pilot.pause(0.01)
        assert "━━━━━━━━━─" in bars.plain_text()


async def test_marked_text_can_be_copied() -> None:
    from textual.selection import SELECT_ALL

    app = Stage(lambda: Lines(lambda width: [(("one", "text"), (" two", "dim")), (("three", "text"),)]))
    async with app.run_test(size=(60, 6)):
        chosen = app.query_one(Lines).get_selection(SELECT_ALL)
        assert chosen is not None
        assert chosen[0] == "one two\nthree"


def screen_text(app: App[None]) -> str:
    rows = ["".join(text for text, _, _ in strip) for strip in app.screen._compositor.render_strips()]
    return "\n".join(row.rstrip() for row in rows)


@pytest.mark.parametrize("page", range(1, 7))
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_the_page_looks_as_it_did(page: int, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    app = Gallery(page=page)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert screen_text(app) == snapshot


async def test_the_gallery_survives_every_key() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in "123456tntatamnmd":
            await pilot.press(key)
        await pilot.press("escape", "1", "t")
        assert app.is_running


WHOM = (
    MenuRow("all", "The whole table", code="a"),
    MenuRow("MIN", "Minsk alone", code="MIN"),
    MenuRow("KYI", "Kyiv alone", code="KYI"),
    MenuRow("WAR", "Warsaw alone", code="WAR"),
)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["K", "Y", "I", "enter"], "KYI"),
        (["k", "y", "i", "enter"], "KYI"),
        ([*"warsa", "enter"], "WAR"),
        (["k", "y", "i", "m", "i", "n", "enter"], "MIN"),
        (["k", "enter"], None),
        (["k", "y", "j", "a", "enter"], None),
        (["k", "up", "enter"], "all"),
        (["a"], "all"),
        (["j", "enter"], "MIN"),
        (["enter"], "all"),
    ],
)
async def test_a_code_of_several_letters_is_typed_and_its_letters_do_nothing_else(
    keys: list[str], answer: str | None
) -> None:
    app = Stage()
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Choice("Who sees it?", (), WHOM), answers.append)
        await pilot.press(*keys)
        await pilot.pause()
    assert answers == ([] if answer is None else [answer])


async def test_part_of_a_code_leaves_the_cursor_where_it_is_and_a_second_enter_chooses() -> None:
    app = Stage()
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Choice("Who sees it?", (), WHOM), answers.append)
        await pilot.press("k", "y")
        pointed = app.screen.query_one(MenuList).pointed
        assert pointed is not None
        assert pointed.id == "all"
        await pilot.press("enter", "enter")
        await pilot.pause()
    assert answers == ["all"]
