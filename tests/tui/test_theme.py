"""The themes keep their promises of contrast, and every role is known to every theme."""

import pytest
from textual.app import App

from northaxis.tui.theme import (
    COLOURS,
    CONTRAST,
    GROUNDS,
    INKS,
    NIGHT,
    SEAT_HUES,
    THEMES,
    contrast,
    install_themes,
    palette_for,
    palette_named,
    variable_defaults,
)


@pytest.mark.parametrize("theme", COLOURS)
def test_every_text_colour_is_readable_on_every_ground(theme: str) -> None:
    least = 7.0 if theme == CONTRAST else 4.5
    colours = COLOURS[theme]
    weak = {
        (ink, ground): round(contrast(colours[ink], colours[ground]), 2)
        for ink in INKS
        for ground in GROUNDS
        if contrast(colours[ink], colours[ground]) < least
    }
    assert weak == {}


@pytest.mark.parametrize("theme", COLOURS)
def test_badges_are_readable(theme: str) -> None:
    least = 7.0 if theme == CONTRAST else 4.5
    assert all(contrast(COLOURS[theme]["ground"], COLOURS[theme][ink]) >= least for ink in ("accent", "hot", "good"))


@pytest.mark.parametrize("theme", COLOURS)
def test_lines_can_be_seen(theme: str) -> None:
    colours = COLOURS[theme]
    assert contrast(colours["border-land"], colours["land"]) >= 2.4
    assert contrast(colours["rule-line"], colours["ground"]) >= 1.5


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_themes_know_the_same_words() -> None:
    assert len({frozenset(colours) for colours in COLOURS.values()}) == 1
    assert {f"seat-{hue}" for hue in SEAT_HUES} <= set(COLOURS[NIGHT])


def test_no_seat_hue_is_the_red_of_thresholds_or_the_accent() -> None:
    for colours in COLOURS.values():
        assert all(colours[f"seat-{hue}"] not in (colours["hot"], colours["accent"]) for hue in SEAT_HUES)


def test_a_word_that_is_no_role_is_an_error() -> None:
    with pytest.raises(KeyError):
        palette_named(NIGHT).style("purple-ish")


def test_a_badge_stands_on_its_colour() -> None:
    style = palette_named(NIGHT).style("on-hot bold")
    assert style.bgcolor is not None
    assert style.bgcolor.name == COLOURS[NIGHT]["hot"]
    assert style.bold


class ThemedApp(App[None]):
    CSS = "Screen { background: $ground; color: $seat-violet; border: solid $rule-line; }"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()


@pytest.mark.parametrize("name", [*(theme.name for theme in THEMES), "nord", "textual-light", "ansi-dark"])
async def test_our_variables_exist_in_every_theme(name: str) -> None:
    app = ThemedApp()
    install_themes(app, name)
    async with app.run_test():
        assert app.theme == name
        assert palette_for(app).style("dim @cursor bold") is not None


async def test_an_unknown_theme_falls_back_to_night() -> None:
    app = ThemedApp()
    install_themes(app, "no-such-theme")
    async with app.run_test():
        assert app.theme == NIGHT


async def test_without_colour_everything_is_grey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    from northaxis.tui.gallery import Gallery

    app = Gallery()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        greys = {
            colour.triplet
            for strip in app.screen._compositor.render_strips()
            for _, style, _ in strip.apply_filter(app._filters[-1], app.background_colors[1])
            if style is not None
            for colour in (style.color, style.bgcolor)
            if colour is not None and colour.triplet is not None
        }
    assert greys
    assert all(max(grey) - min(grey) <= 2 for grey in greys)
