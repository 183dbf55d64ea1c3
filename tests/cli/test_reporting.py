"""`northaxis report` and `northaxis branch`: what they write, where, for whom, and what they say when they cannot."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.reports.facilitated import facilitated


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished game by bots in a session file."""
    home = tmp_path_factory.mktemp("kept")
    file = home / "game.nax"
    played = run("play", "S1", "--autoplay", "--seed", "report", "--session", file, home=home)
    assert played.returncode == 0, played.stderr
    return file


@pytest.fixture
def game(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(kept, tmp_path / "game.nax"))


def test_a_report_is_written_as_html_and_markdown_for_its_owner_alone(game: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    to.mkdir()
    made = run("report", game, "--to", to, home=tmp_path)
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines() == [str(to / "game-report.html"), str(to / "game-report.md")]
    for file in to.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    page = (to / "game-report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    head = run("verify", game, home=tmp_path).stdout.splitlines()[1].removeprefix("head ")
    assert head in page
    again = run("report", game, "--to", to / "again.html", home=tmp_path)
    assert again.returncode == 0
    assert (to / "again.html").read_bytes() == (to / "game-report.html").read_bytes()
    assert sorted(file.name for file in to.iterdir()) == ["again.html", "game-report.html", "game-report.md"]


def test_a_public_report_can_be_read_by_all_and_one_for_a_seat_cannot(game: Path, tmp_path: Path) -> None:
    assert run("report", game, "--to", tmp_path, "--public", home=tmp_path).returncode == 0
    assert run("report", game, "--to", tmp_path, "--seat", "kyiv", "--format", "html", home=tmp_path).returncode == 0
    assert stat.S_IMODE((tmp_path / "game-report-public.md").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "game-report-KYI.html").stat().st_mode) == 0o600


def test_a_report_can_be_printed(game: Path, tmp_path: Path) -> None:
    made = run("report", game, "--to", "-", "--public", home=tmp_path)
    assert made.returncode == 0
    assert made.stdout.startswith("# After-action report: Switched Off")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "nowhere"), "there is no folder 'nowhere'"),
        (("--to", "x.pdf"), "ends in .html, .md or .json"),
        (("--to", "nowhere/x.html"), "there is no folder 'nowhere'"),
        (("--to", "x.md", "--format", "html"), "is a name for markdown"),
        (("--seat", "KYI", "--public"), "two different reports"),
        (("--seat", "XYZ"), "there is no seat 'XYZ'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    game: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    made = run("report", game, *words, home=tmp_path)
    assert made.returncode == 2
    assert said in made.stderr
    assert "Traceback" not in made.stderr
    assert made.stdout == ""


def test_a_file_that_is_no_session_gives_a_sentence_and_no_report(tmp_path: Path) -> None:
    (tmp_path / "other.nax").write_text("not a session")
    made = run("report", tmp_path / "other.nax", "--to", tmp_path, home=tmp_path)
    assert made.returncode == 2
    assert made.stderr.startswith("northaxis: ")
    assert [file.name for file in tmp_path.iterdir()] == ["other.nax"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_folder_that_cannot_be_written_keeps_nothing_of_it(game: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    made = run("report", game, "--to", closed, "--public", home=tmp_path)
    assert made.returncode == 2
    assert "cannot write" in made.stderr
    assert list(closed.iterdir()) == []


def test_when_the_second_file_cannot_come_into_place_no_part_is_left(game: Path, tmp_path: Path) -> None:
    (tmp_path / "game-report-public.md").mkdir()
    made = run("report", game, "--to", tmp_path, "--public", home=tmp_path)
    assert made.returncode == 2
    assert "cannot write" in made.stderr
    assert not [file for file in tmp_path.iterdir() if file.name.endswith(".part")]


def test_the_record_is_written_as_json_for_its_owner_and_its_schema_is_printed(game: Path, tmp_path: Path) -> None:
    made = run("report", game, "--format", "json", "--to", tmp_path, home=tmp_path)
    assert made.returncode == 0, made.stderr
    file = tmp_path / "game-report.json"
    assert made.stdout.strip() == str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    record = json.loads(file.read_text(encoding="utf-8"))
    assert (record["format"], record["version"], record["reader"]) == ("northaxis-record", 1, "CTL")
    assert record["session"]["seed"] == "report"
    assert run("report", game, "--to", tmp_path / "again.json", home=tmp_path).returncode == 0
    assert (tmp_path / "again.json").read_bytes() == file.read_bytes()
    public = json.loads(run("report", game, "--format", "json", "--to", "-", "--public", home=tmp_path).stdout)
    assert public["session"]["seed"] is None
    schema = run("report", "--schema", home=tmp_path)
    assert schema.returncode == 0
    assert set(json.loads(schema.stdout)["properties"]) == set(record)


def test_sheets_are_a_page_for_every_seat_or_for_one(game: Path, tmp_path: Path) -> None:
    made = run("report", game, "--sheets", "--to", tmp_path, home=tmp_path)
    assert made.returncode == 0, made.stderr
    page = (tmp_path / "game-sheets.html").read_text(encoding="utf-8")
    assert page.count('<section id="sheet-') == 9
    one = run("report", game, "--sheets", "--seat", "min", "--format", "html", "--to", tmp_path, home=tmp_path)
    assert one.stdout.strip() == str(tmp_path / "game-sheets-MIN.html")
    assert (tmp_path / "game-sheets-MIN.html").read_text(encoding="utf-8").count('<section id="sheet-') == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sheets", "--public"), "leave --public out"),
        (("--sheets", "--format", "json"), "without --sheets"),
        (("--sheets", "--to", "x.json"), "without --sheets"),
        (("--to", "x.json", "--format", "html"), "is a name for json"),
    ],
)
def test_sheets_and_records_that_cannot_be_are_refused(
    game: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    made = run("report", game, *words, home=tmp_path)
    assert made.returncode == 2
    assert said in made.stderr
    assert made.stdout == ""


# --- branch -------------------------------------------------------------------------------------------------------


def test_a_branch_stands_before_the_turn_and_the_old_file_is_untouched(game: Path, tmp_path: Path) -> None:
    before = game.read_bytes()
    made = run("branch", game, "--turn", "3", home=tmp_path)
    assert made.returncode == 0, made.stderr
    new = tmp_path / "game-turn-3.nax"
    assert str(new) in made.stdout
    assert f"northaxis play --session {new}" in made.stderr
    assert game.read_bytes() == before
    assert run("verify", new, home=tmp_path).returncode == 0
    told = run("replay", new, "--seat", "CTL", home=tmp_path).stdout
    assert "TURN 2" in told
    assert "TURN 3" not in told
    so_far = run("report", new, "--to", "-", home=tmp_path).stdout
    assert "not over yet" in so_far
    assert "Branched from: game.nax at entry" in so_far


def test_a_branch_can_stand_behind_a_fact_that_ended_a_command(game: Path, tmp_path: Path) -> None:
    inside = run("branch", game, "--at", "5", home=tmp_path)
    assert inside.returncode == 2
    assert "one of those that came together" in inside.stderr
    last = int(inside.stderr.rstrip().rpartition(" ")[2])
    to = tmp_path / "mine.nax"
    assert run("branch", game, "--at", str(last), "--to", to, home=tmp_path).returncode == 0
    assert f"valid, {last} entries" in run("verify", to, home=tmp_path).stdout
    assert "already" in run("branch", game, "--at", str(last), "--to", to, home=tmp_path).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--turn", "9"), "has turns 1 to 4; there is no turn 9"),
        (("--at", "99999"), "there is no fact 99999"),
        ((), "say where to stand"),
        (("--turn", "1", "--at", "3"), "give one of them"),
    ],
)
def test_a_place_that_is_not_there_is_named(game: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    made = run("branch", game, *words, home=tmp_path)
    assert made.returncode == 2
    assert said in made.stderr
    assert sorted(file.name for file in tmp_path.glob("*.nax")) == ["game.nax"]


def test_a_branch_goes_into_a_folder_and_says_which_folder_is_missing(game: Path, tmp_path: Path) -> None:
    (tmp_path / "branches").mkdir()
    made = run("branch", game, "--turn", "2", "--to", tmp_path / "branches", home=tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "branches" / "game-turn-2.nax").exists()
    lost = run("branch", game, "--turn", "2", "--to", tmp_path / "none" / "x.nax", home=tmp_path)
    assert lost.returncode == 2
    assert f"there is no folder '{tmp_path / 'none'}'" in lost.stderr


def test_the_branch_of_a_facilitated_session_is_hosted_and_its_report_tells_when_it_was_played(tmp_path: Path) -> None:
    file = tmp_path / "room.nax"
    facilitated(file, turns=2)
    made = run("branch", file, "--turn", "2", home=tmp_path)
    assert made.returncode == 0, made.stderr
    new = tmp_path / "room-turn-2.nax"
    assert f"northaxis host --session {new}" in made.stderr
    told = run("report", new, "--to", "-", home=tmp_path)
    assert "Played: 2026-07-01 10:00 to" in told.stdout
