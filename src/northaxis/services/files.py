"""Finds and reads rules and deck files: those shipped with the program and those named by a person. Cheap to import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

ENDINGS = (".yaml", ".yml")
LARGEST_FILE = 4_000_000
"""Bytes of one rules or deck file."""
MOST_FILES = 2_000
"""Files in one place; a folder with more is not a library."""

RULES, DECKS = "rules", "decks"
"""The folders of a library, and the kinds of text in them."""


class LibraryProblem(Exception):
    """Something asked of the library is not to be had. The text is a sentence for people, without a full stop."""


def shipped_folder() -> Path:
    """The folder that holds `rules` and `decks`: inside the installed package, else the checkout's top."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "shipped", package.parents[1]):
        if (folder / RULES).is_dir() and (folder / DECKS).is_dir():
            return folder
    raise LibraryProblem(f"no rules and decks are installed with northaxis at {package}; install it again")


def read_texts(paths: Sequence[Path]) -> dict[str, bytes]:
    """The YAML files at or under some paths, by the name they were given; LibraryProblem for what cannot be read."""
    return {str(file): read_bytes(file) for path in paths for file in files_under(path)}


def files_under(place: Path) -> list[Path]:
    """The file itself, or the YAML files in a folder, hidden ones left out, in order of their names."""
    if place.is_file():
        return [place]
    if not place.exists():
        raise LibraryProblem(f"there is no file or folder '{place}'")
    try:
        every = [p for p in place.rglob("*") if p.suffix in ENDINGS and p.is_file() and not _is_hidden(p, place)]
    except OSError as error:
        raise LibraryProblem(f"cannot look into {place}: {(error.strerror or str(error)).lower()}") from None
    if len(every) > MOST_FILES:
        raise LibraryProblem(f"{place} holds {len(every)} YAML files; at most {MOST_FILES} are read")
    return sorted(every, key=lambda path: path.as_posix())


def read_bytes(file: Path) -> bytes:
    """What a file holds; LibraryProblem when it is too large or cannot be read."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise LibraryProblem(f"{file} is larger than {LARGEST_FILE} bytes")
        return file.read_bytes()
    except OSError as error:
        raise LibraryProblem(f"cannot read {file}: {(error.strerror or str(error)).lower()}") from None


def _is_hidden(path: Path, place: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(place).parts)
