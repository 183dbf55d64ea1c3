"""The map: its data, its projection, its labels, and how it looks at three sizes."""

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion
from textual.app import App, ComposeResult

from northaxis.tui.ink import plain, width_of
from northaxis.tui.theme import install_themes, variable_defaults
from northaxis.tui.widgets.geography import Window, base_map, bearing, kilometres, the_north, whereabouts
from northaxis.tui.widgets.labels import Sheet
from northaxis.tui.widgets.theatre_map import MapLook, Marker, TheatreMap, map_as_text, map_lines

MARKERS = (
    Marker(27.567, 53.9, "◆", "", "seat-amber bold", 9),
    Marker(24.3, 54.45, "▲", "brigade 5", "seat-green bold", 4),
    Marker(30.6, 52.35, "●", "depot", "seat-amber bold", 5),
)

SIZES = [(38, 12), (60, 20), (90, 30)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_map_looks_as_it_did(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    assert "\n".join(map(plain, map_lines(*size, MARKERS, MapLook("BY")))) == snapshot


def test_the_map_in_ascii_looks_as_it_did(snapshot: SnapshotAssertion) -> None:
    text = "\n".join(map(plain, map_lines(60, 20, MARKERS, MapLook(ascii_only=True))))
    assert text.isascii()
    assert text == snapshot


@pytest.mark.parametrize("width", range(8, 140, 7))
@pytest.mark.parametrize("height", [4, 9, 12, 24, 48])
def test_every_row_has_exactly_the_width_asked_for(width: int, height: int) -> None:
    rows = map_lines(width, height, MARKERS)
    assert [width_of(row) for row in rows] == [width] * height


@pytest.mark.parametrize("size", [(38, 12), (44, 14), (57, 19), (78, 20), (90, 30), (120, 40)], ids=str)
def test_no_two_texts_touch(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    sheets: list[Sheet] = []
    original = Sheet.__init__

    def remember(self: Sheet, *args: object, **options: object) -> None:
        original(self, *args, **options)  # type: ignore[arg-type]
        sheets.append(self)

    monkeypatch.setattr(Sheet, "__init__", remember)
    map_lines(*size, MARKERS)
    cells = [(column + x, row) for column, row, text, _ in sheets[0].texts for x in range(cell_len(text))]
    assert len(cells) == len(set(cells))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_capitals_of_the_theatre_are_named_at_every_size(size: tuple[int, int]) -> None:
    text = "\n".join(map(plain, map_lines(*size)))
    assert [name for name in ("Minsk", "Kyiv", "Warsaw", "Vilnius", "Riga") if name not in text] == []


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (27.57, 53.9, "BY"),
        (30.52, 50.45, "UA"),
        (37.8, 48.5, "UA"),
        (21.0, 52.23, "PL"),
        (25.3, 54.7, "LT"),
        (24.6, 56.7, "LV"),
        (21.2, 54.7, "RU"),
        (32.05, 54.78, "RU"),
        (18.6, 55.6, ""),
    ],
)
def test_land_belongs_to_whom_it_belongs(lon: float, lat: float, code: str) -> None:
    crossings = []
    for country in the_north().countries:
        inside = False
        for ring in country.rings:
            for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
                if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                    inside = not inside
        if inside:
            crossings.append(country.code)
    assert crossings == ([code] if code else [])


def test_crimea_is_outside_the_frame() -> None:
    points = [point for country in the_north().countries for ring in country.rings for point in ring]
    assert min(lat for _, lat in points) > 46.5


@pytest.mark.parametrize("size", [(20, 30), (38, 12), (90, 30), (200, 30), (60, 60)], ids=str)
def test_every_window_shows_the_whole_theatre(size: tuple[int, int]) -> None:
    window = Window.of_size(*size)
    assert all(window.shows(city.lon, city.lat) for city in the_north().cities)


def test_a_size_is_drawn_once() -> None:
    assert base_map(61, 21) is base_map(61, 21)


def test_the_map_can_be_told_in_words() -> None:
    assert map_as_text(MARKERS)[1:] == ["depot: 30 km west of Homel", "brigade 5: 70 km south-west of Vilnius"]
    assert whereabouts(27.57, 53.9) == "at Minsk"


def test_distance_and_direction() -> None:
    minsk, kyiv = (27.567, 53.9), (30.523, 50.45)
    assert 420 <= kilometres(minsk, kyiv) <= 450
    assert bearing(minsk, kyiv) == "south-east"


def test_a_marker_with_control_characters_stays_harmless() -> None:
    text = "\n".join(map(plain, map_lines(60, 20, [Marker(27.5, 53.5, "\x1b", "a\x1b[2Jb\u202e", "accent", 1)])))
    assert "\x1b" not in text
    assert "\u202e" not in text


class MapApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        install_themes(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()

    def compose(self) -> ComposeResult:
        yield TheatreMap(MARKERS, MapLook("BY"))


async def test_a_moved_marker_repaints_only_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    app = MapApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        map_ = app.query_one(TheatreMap)
        rows: list[int] = []
        monkeypatch.setattr(map_, "refresh", lambda *regions, **options: rows.extend(region.y for region in regions))
        map_.show((*MARKERS[:2], Marker(30.6, 53.4, "●", "depot", "seat-amber bold", 5)))
        assert 0 < len(rows) <= 6
