"""Every command that the documents show is a real one: quick and harmless ones run, of the others the options are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.cli.test_host import host
from tests.gate.readme import HEADINGS, command

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md")

FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^(?: {4}|\t)(.+)$", re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")

FILE = "game.nax"
"""A session that is there under this name when the commands run."""


def commands_in(text: str) -> Iterator[str]:
    """The `northaxis ...` commands of a document: in fenced and indented blocks, and between backticks."""
    blocks = [line for block in FENCED.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    inline = QUOTED.findall(FENCED.sub("", text))
    for line in (*blocks, *INDENTED.findall(FENCED.sub("", text)), *inline):
        for part in line.split("&&"):
            words = part.partition("#")[0].strip().removeprefix("$ ").removeprefix(".venv/bin/")
            if words == "northaxis" or words.startswith("northaxis "):
                yield words


def every_command() -> list[str]:
    """The commands of all documents, each once."""
    found: dict[str, None] = {}
    for path in DOCUMENTS:
        found.update(dict.fromkeys(commands_in(path.read_text(encoding="utf-8"))))
    return list(found)


def words_of(line: str) -> list[str]:
    """The words behind `northaxis`, with what stands for a name filled in."""
    words = shlex.split(line)[1:]
    filled = {"FILE": FILE, "SCENARIO": "S1", "PATH...": "decks", "PATH…": "decks", "DECK": "eastern-frontier"}
    return [str(ROOT / word) if word in ("rules", "decks") else filled.get(word, word) for word in words]


def is_quick(words: list[str]) -> bool:
    """Whether a command may run here: not what waits for people, nor what plays many games, listens or writes files."""
    if "--to" in words:
        return False
    return words[:1] not in (["host"], ["join"], ["simulate"], ["report"], ["branch"]) and words[:2] not in (
        ["deck", "watch"],
        ["deck", "balance"],
        ["deck", "print"],
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a finished session in it."""
    home = tmp_path_factory.mktemp("home")
    assert run("play", "S1", "--autoplay", "--seed", "7", "--session", home / FILE, home=home).returncode == 0
    return home


@pytest.mark.parametrize("line", every_command())
def test_a_command_in_the_documents_is_a_real_one(line: str, home: Path) -> None:
    words = words_of(line)
    if words and words[0] == "…":
        pytest.skip("an ellipsis")
    if not is_quick(words) or words in (["check"], ["deck"]):  # named in a sentence, not shown
        depth = 2 if words[0] == "deck" else 1
        told = run(*words[:depth], "--help", home=home)
        assert told.returncode == 0, told.stderr
        missing = [word for word in words if word.startswith("--") and word not in told.stdout]
        assert not missing, f"{line}: there is no {', '.join(missing)}"
        return
    done = run(*[str(home / word) if word == FILE else word for word in words], home=home)
    assert done.returncode == 0, f"{line}\n{done.stderr}"
    assert done.stdout


GUIDE = ROOT / "docs" / "facilitating.md"


def test_the_guide_is_walked_from_its_first_command_to_its_last(tmp_path: Path) -> None:
    """As a facilitator would, in one folder: what is printed on a line of its own runs as it stands there."""
    session, walked = "friday.nax", list[str]()
    for line in INDENTED.findall(GUIDE.read_text(encoding="utf-8")):
        words = shlex.split(line.partition("#")[0])
        if words[:1] != ["northaxis"] or "--dice" in words:  # real dice want somebody who rolls them
            continue
        words = [session if word == "FILE" else word for word in words[1:] if word != "--plain"]  # nobody sits here
        walked.append(words[0])
        if words[0] == "host":
            began = "--seats" in words or (tmp_path / session).exists()
            assert began, line
            if (tmp_path / session).exists() and words[1] == "S2":
                words = [word if word != session else "secure.nax" for word in words]
            with host(tmp_path, *words[1:], folder=tmp_path) as there:
                assert there.said["seats"]
                if "--seats" in words:
                    assert set(there.said["seats"]) == set(words[words.index("--seats") + 1].split(","))
                    sheets = tmp_path / "kit"
                    assert {path.stem for path in sheets.glob("seat-*")} == {
                        f"seat-{seat}" for seat in there.said["seats"]
                    }
                    run("join", "--plain", there.said["control"], home=tmp_path, typed="go on\nyes\n" * 40 + "quit\n")
                there.process.terminate()
                assert there.process.wait(20) == 0
            continue
        done = run(*words, home=tmp_path, folder=tmp_path)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert done.stdout
        if words == ["sessions"]:
            assert session in done.stdout
    assert {"kit", "host", "sessions", "verify", "report", "branch", "rulings"} <= set(walked)


def test_commands_are_found_in_blocks_and_between_backticks() -> None:
    block = "```sh\nx && .venv/bin/northaxis check \\\n  rules\n```\n"
    text = f"`northaxis demo` and\n\n    northaxis sessions   # all\n\n{block}"
    assert set(commands_in(text)) == {"northaxis demo", "northaxis sessions", "northaxis check    rules"}
    assert len(every_command()) >= 10


@pytest.mark.parametrize("which", HEADINGS)
def test_the_readme_has_its_two_commands(which: str) -> None:
    line = command(which, (ROOT / "README.md").read_text(encoding="utf-8"))
    assert line.startswith("python3 -m venv .venv && .venv/bin/pip install")
    constraints = re.search(r"-c (\S+)", line)
    assert constraints is not None
    assert (ROOT / constraints[1]).is_file()
    assert line.rpartition("&& ")[2] == {"run": ".venv/bin/northaxis demo", "test": ".venv/bin/pytest"}[which]


NAMED = re.compile(r"`((?:tests|src|rules|decks|docs)/[\w./-]+)`|\]\((?!https?:)([\w./-]+\.md)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_file_that_a_document_names_is_there(document: Path) -> None:
    for match in NAMED.finditer(document.read_text(encoding="utf-8")):
        path = ROOT / match[1] if match[1] else document.parent / match[2]
        assert path.exists(), f"{document.name} names {match[0]}"
