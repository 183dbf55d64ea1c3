"""The folder where sessions live when nobody says otherwise, and the list of what is in a folder."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from northaxis.services.ports import StoreFailed
from northaxis.storage.errors import SessionInUse, worded
from northaxis.storage.reading import SessionReader

ENDING = ".nax"


@dataclass(frozen=True, slots=True)
class Listed:
    """A session file in a list. `problem` says why it could not be read; then the rest is empty.

    Times are milliseconds since 1970 UTC. `in_use_by` is the process that plays it (0 when that is not known).
    """

    path: Path
    scenario: str = ""
    created: int = 0
    changed: int = 0
    facts: int = 0
    app: str = ""
    origin: str = ""
    is_complete: bool = True
    in_use_by: int | None = None
    problem: str = ""


def default_folder() -> Path:
    """The user's folder for sessions, made if need be, open to nobody else."""
    from platformdirs import user_data_dir

    folder = Path(user_data_dir("northaxis", appauthor=False)) / "sessions"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(PermissionError):
            folder.chmod(0o700)
    except OSError as error:
        raise worded("cannot make the folder", folder, error) from None
    return folder


def free_path(folder: Path, stem: str) -> Path:
    """A name for a new session in a folder: `stem.nax`, `stem-2.nax` and so on."""
    name, number = f"{stem}{ENDING}", 2
    while (folder / name).exists():
        name, number = f"{stem}-{number}{ENDING}", number + 1
    return folder / name


def list_sessions(folder: Path | str) -> tuple[Listed, ...]:
    """Every session file in a folder, the last played first. A file that cannot be read is listed with its problem."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(ENDING) and entry.is_file())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise worded("cannot list", Path(folder), error) from None
    found = [_listed(Path(folder) / name) for name in names if not name.startswith(".")]
    return tuple(sorted(found, key=lambda listed: (-listed.changed, listed.path.name)))


def _listed(path: Path) -> Listed:
    try:
        with SessionReader(path, thorough=False) as reader:
            header = reader.header
            return Listed(
                path,
                header.scenario,
                header.created,
                reader.last_at(),
                reader.count(),
                header.app,
                header.origin,
                reader.is_complete,
            )
    except SessionInUse as error:
        return Listed(path, changed=_touched(path), in_use_by=error.pid or 0, problem=str(error))
    except StoreFailed as error:
        return Listed(path, changed=_touched(path), problem=str(error))


def _touched(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns // 1_000_000
    except OSError:
        return 0
