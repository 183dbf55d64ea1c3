"""What a person has set: theme, motion, plain signs, coach, keymap. Kept as TOML in the user's configuration folder.

The environment (`NORTHAXIS_THEME`, `NORTHAXIS_MOTION`, `NORTHAXIS_ASCII`, `NORTHAXIS_COACH`) wins for one run and is
never written down. Saving changes only the lines of what was changed; comments and everything else in the file stay.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from northaxis.tui.theme import CONTRAST, DAY, NIGHT

THEME_NAMES = (NIGHT, DAY, CONTRAST, "ansi-dark", "ansi-light")
"""The themes that may be chosen, ours first; the last two wear the terminal's own colours."""

LARGEST = 100_000
"""Bytes of a settings file that is read."""

_OFF = frozenset({"off", "0", "no", "false", "none"})


@dataclass(frozen=True)
class Settings:
    """The settings of one app. Without a `path` nothing is ever written (a seat in a browser)."""

    theme: str = NIGHT
    motion: bool = True
    ascii: bool = False
    coach: bool = True
    keymap: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    problems: tuple[str, ...] = ()
    """What could not be read, in sentences for people."""

    def changed(self, **values: Any) -> Settings:
        """With some values changed, and those written to the file. A file that cannot be written is a problem told."""
        new = replace(self, **values)
        if self.path is None:
            return new
        try:
            _write(self.path, {key: value for key, value in values.items() if key in ("theme", *_SWITCHES)})
        except OSError as error:
            why = (error.strerror or "it cannot be written").lower()
            return replace(new, problems=(*self.problems, f"settings are not kept: {self.path}: {why}"))
        return new


_SWITCHES = ("motion", "ascii", "coach")


def settings_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the settings file is: `NORTHAXIS_CONFIG`, else the configuration folder (`XDG_CONFIG_HOME` first)."""
    if given := environment.get("NORTHAXIS_CONFIG"):
        return Path(given)
    if home := environment.get("XDG_CONFIG_HOME"):
        return Path(home) / "northaxis" / "settings.toml"
    from platformdirs import user_config_dir

    return Path(user_config_dir("northaxis", appauthor=False)) / "settings.toml"


def load_settings(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a file and the environment. A broken file is no obstacle: its problems are listed."""
    place = path or settings_path(environment)
    found, problems = _read(place)
    settings = _from_table(found, problems)
    theme = environment.get("NORTHAXIS_THEME", "")
    return replace(
        settings,
        theme=theme if theme in THEME_NAMES else settings.theme,
        motion=_switch(environment, "NORTHAXIS_MOTION", settings.motion),
        ascii=_switch(environment, "NORTHAXIS_ASCII", settings.ascii),
        coach=_switch(environment, "NORTHAXIS_COACH", settings.coach),
        path=place,
    )


def _switch(environment: Mapping[str, str], name: str, otherwise: bool) -> bool:
    value = environment.get(name, "").strip().lower()
    return value not in _OFF if value else otherwise


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [f"settings are not read: {path}: {(error.strerror or 'it cannot be read').lower()}"]
    if len(data) > LARGEST:
        return {}, [f"settings are not read: {path} is larger than {LARGEST} bytes"]
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8")), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return {}, [f"settings are not read: {path}: {error}"]


def _from_table(table: Mapping[str, Any], problems: list[str]) -> Settings:
    settings = Settings()
    for key, value in table.items():
        if key == "keymap" and isinstance(value, dict):
            keys = {str(id): keys for id, keys in value.items() if isinstance(keys, str)}
            problems += [f"keymap '{id}' is not text" for id in value if id not in keys]
            settings = replace(settings, keymap=keys)
        elif key == "theme" and value in THEME_NAMES:
            settings = replace(settings, theme=value)
        elif key in _SWITCHES and isinstance(value, bool):
            settings = _switched(settings, key, value)
        else:
            problems.append(f"setting '{key}' is not understood")
    return replace(settings, problems=tuple(problems))


def _switched(settings: Settings, key: str, value: bool) -> Settings:
    match key:
        case "motion":
            return replace(settings, motion=value)
        case "ascii":
            return replace(settings, ascii=value)
        case _:
            return replace(settings, coach=value)


def _write(path: Path, values: Mapping[str, str | bool]) -> None:
    """Put top-level values into the file, whole or not at all."""
    import json
    import tempfile

    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    for key, value in values.items():
        lines = _with_value(lines, key, json.dumps(value))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        os.replace(name, path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def _with_value(lines: list[str], key: str, text: str) -> list[str]:
    end = next((place for place, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    for place in range(end):
        if lines[place].partition("=")[0].strip() == key:
            return [*lines[:place], f"{key} = {text}", *lines[place + 1 :]]
    return [*lines[:end], f"{key} = {text}", *lines[end:]]
