"""Puts finished reports on disk: whole or not at all, and for its owner's eyes unless it is for everybody."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

PRIVATE, OPEN = 0o600, 0o644


class NotWritten(Exception):
    """A report could not be put on disk; nothing of it is left there. The text is a sentence for people."""


def write_all(texts: Mapping[Path, str], is_public: bool = False) -> None:
    """Write every text to its file, in place of what was there; NotWritten, with no partial file left, when one fails.

    A file is readable by its owner alone (0600) unless it is public.
    """
    ready: list[tuple[Path, Path]] = []
    target = Path()
    try:
        for target, text in texts.items():
            ready.append((_beside(target, text, OPEN if is_public else PRIVATE), target))
        for made, target in ready:
            os.replace(made, target)
    except OSError as error:
        for made, _ in ready:
            with suppress(OSError):
                made.unlink(missing_ok=True)
        raise NotWritten(f"cannot write '{target}': {(error.strerror or str(error)).lower()}") from None


def _beside(target: Path, text: str, mode: int) -> Path:
    """The text in a file beside its target, so that it comes into place at once."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as into:
            into.write(text)
            into.flush()
            os.fsync(into.fileno())
        os.chmod(name, mode)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return Path(name)
