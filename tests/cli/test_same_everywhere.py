"""The same seed gives the same head and state whatever the hash seed, time zone, language or width of the machine."""

import json
from pathlib import Path

from tests.cli.running import run

MACHINES = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "COLUMNS": "80"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "40"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C", "COLUMNS": "200"},
]


def test_the_same_seed_gives_the_same_journal_and_the_same_words_everywhere(tmp_path: Path) -> None:
    found = set()
    for place, environment in enumerate(MACHINES):
        path = tmp_path / f"{place}.nax"
        words = ("play", "S3+V1", "--autoplay", "--seed", "42", "--session", path)
        told = run(*words, home=tmp_path, environment={**environment, "PYTHONIOENCODING": "utf-8"})
        assert told.returncode == 0, told.stderr
        checked = json.loads(run("verify", path, "--json", home=tmp_path, environment=environment).stdout)
        found.add((told.stdout, checked["facts"], checked["head"], checked["state"]))
    assert len(found) == 1


def test_another_seed_gives_another_game(tmp_path: Path) -> None:
    one = run("play", "S1", "--autoplay", "--seed", "1", home=tmp_path).stdout
    assert one != run("play", "S1", "--autoplay", "--seed", "2", home=tmp_path).stdout
