"""The registry: every action is real, can be reached, moved by a keymap, and is told in the help."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

import pytest
from tests.tui.t1_stage import SMALL, home, screen_text, settled, stage
from textual.binding import Binding
from textual.dom import DOMNode

import northaxis.tui
from northaxis.tui.actions import actions_in, bad_keymap, bindings_for, hints_for, key_label, registry
from northaxis.tui.ink import plain
from northaxis.tui.screens.help import keys_text
from northaxis.tui.settings import Settings
from northaxis.tui.widgets.pager import flowed


def every_class() -> list[type[DOMNode]]:
    for module in pkgutil.walk_packages(northaxis.tui.__path__, "northaxis.tui."):
        importlib.import_module(module.name)
    found, open_ones = list[type[DOMNode]](), [DOMNode]
    while open_ones:
        one = open_ones.pop()
        open_ones += one.__subclasses__()
        if one.__module__.startswith("northaxis."):
            found.append(one)
    return found


def test_every_action_is_bound_where_its_method_is() -> None:
    bound: dict[str, list[type[DOMNode]]] = {}
    for one in every_class():
        for binding in one.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                method = binding.action.partition("(")[0]
                assert hasattr(one, f"action_{method}"), (one, binding.id)
                bound.setdefault(binding.id, []).append(one)
    missing = [spec.id for spec in registry() if spec.id not in bound]
    assert not missing
    strays = set(bound) - {spec.id for spec in registry()}
    assert not {id for id in strays if not id.startswith(("dialogue.",))}


def test_ids_are_unique_and_every_action_has_words() -> None:
    assert max(Counter(spec.id for spec in registry()).values()) == 1
    for spec in registry():
        assert spec.name, spec.id
        assert spec.help.endswith("."), spec.id
        assert spec.key, spec.id


def test_no_two_actions_of_a_screen_share_a_key() -> None:
    for scopes in (("home", "menu"), ("scenarios", "menu"), ("seats", "menu"), ("sessions", "menu"), ("why", "menu")):
        keys = [key for spec in actions_in(*scopes, "page", "app") for key in spec.key.split(",")]
        assert max(Counter(keys).values()) == 1, scopes


def test_every_action_is_told_in_the_help_of_its_scope() -> None:
    for scope in {spec.scope for spec in registry()}:
        told = " ".join(" ".join(plain(row) for row in flowed(keys_text((scope,)), 72, False)).split())
        for spec in actions_in(scope):
            assert spec.help in told, spec.id


def test_a_keymap_moves_keys_hints_and_help() -> None:
    keymap = {"home.sessions": "f5"}
    assert ("F5", "sessions") in hints_for("home", keymap=keymap)
    spec = next(spec for spec in registry() if spec.id == "home.sessions")
    assert key_label(spec, keymap) == "F5"
    assert bad_keymap({"home.sesions": "f5", "home.quit": ""}) == [
        "there is no action 'home.sesions'",
        "'home.quit' is given no key",
    ]
    assert all(isinstance(binding, Binding) and binding.id for binding in bindings_for("home"))


async def test_the_keymap_of_the_settings_is_worn(monkeypatch: pytest.MonkeyPatch) -> None:
    stage(monkeypatch)
    app = home(settings=Settings(motion=False, keymap={"home.sessions": "f5"}))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "F5 sessions" in screen_text(app)
        await pilot.press("s")
        assert type(app.screen).__name__ == "HomeScreen"
        await pilot.press("f5")
        assert type(app.screen).__name__ == "SessionsScreen"


async def test_the_palette_finds_and_does_what_a_key_does(monkeypatch: pytest.MonkeyPatch) -> None:
    stage(monkeypatch)
    app = home()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        await pilot.press(*"new ga")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.3)
        await settled(pilot)
        assert type(app.screen).__name__ == "ScenarioScreen"
