"""Compiled rules and decks on disk: a cache in the user's folder for such things, lost without harm.

Only files in a folder that nobody else can write to are read. What cannot be read or kept is compiled the next time.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

MOST = 12
"""Files kept; the ones longest unused go first."""


class CompiledFolder:
    """The `CompiledStore` of this machine. Never raises."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def compiled(self, key: str) -> bytes | None:
        """What is kept under a key."""
        try:
            file = self._place() / key
            content = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        return content

    def keep_compiled(self, key: str, content: bytes) -> None:
        """Keep something under a key, all of it or nothing."""
        with suppress(OSError):
            folder = self._place()
            fresh = folder / f".{key}.{os.getpid()}"
            try:
                opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(opened, "wb") as file:
                    file.write(content)
                fresh.replace(folder / key)
            finally:
                fresh.unlink(missing_ok=True)
            _let_go(folder)

    def _place(self) -> Path:
        """The folder, made if need be. PermissionError when somebody else could have written to it."""
        folder = self._folder
        if folder is None:
            from platformdirs import user_cache_dir

            folder = self._folder = Path(user_cache_dir("northaxis", appauthor=False)) / "compiled"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid"):
            found = folder.lstat()
            others = stat.S_IWGRP | stat.S_IWOTH
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & others:
                raise PermissionError(f"{folder} is not ours alone")
        return folder


def _let_go(folder: Path) -> None:
    """Remove what has been unused for longest, and what a killed process has left half written."""
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files[MOST:]:
        file.unlink(missing_ok=True)
