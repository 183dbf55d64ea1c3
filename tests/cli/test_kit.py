"""`northaxis kit`: the pages on standard output, files in a folder, and a sentence for what cannot be."""

import stat
from pathlib import Path

from tests.cli.running import run
from tests.cli.test_host import host


def test_the_kit_is_printed_without_anybodys_sheet(tmp_path: Path) -> None:
    done = run("kit", "S2", home=tmp_path)
    assert done.returncode == 0, done.stderr
    for wanted in ("OPENING: RED LINE NORTH", "TIMINGS", "SETTING UP IN FORTY MINUTES", "HOT WASH", "A QUARREL"):
        assert wanted in done.stdout
    assert "HIDDEN AGENDA" not in done.stdout


def test_files_are_written_one_for_each_seat_that_a_person_holds(tmp_path: Path) -> None:
    folder = tmp_path / "kit"
    done = run("kit", "S2", "--people", "10", "--to", folder, "--format", "markdown", home=tmp_path)
    assert done.returncode == 0, done.stderr
    names = {path.name for path in folder.iterdir()}
    assert {
        "opening.md",
        "timings.md",
        "hot-wash.md",
        "evaluator.md",
        "seat-MIN.md",
        "seat-MSC.md",
        "seat-BDF.md",
    } <= names
    assert sum(name.startswith("seat-") for name in names) == 10
    assert sorted(done.stdout.split()) == sorted(str(path) for path in folder.iterdir())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert (folder / "seat-MSC.md").read_text(encoding="utf-8").startswith("# ")
    again = run("kit", "S2", "--to", folder, "--format", "markdown", home=tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_the_sheets_are_those_of_the_seats_that_host_gives_to_people(tmp_path: Path) -> None:
    """The same --seats, --people and --share to `kit` and to `host`, at a real table."""
    for place, words in enumerate(
        (
            ("--seats", "MIN,MOS,KYI,WAR,VIL,BRU"),
            ("--people", "Ana,Ben,Chris,Dee,Eve,Fay"),
            ("--share", "MIN", "--seats", "MSC"),
        )
    ):
        folder = tmp_path / f"kit{place}"
        done = run("kit", "S2", *words, "--to", folder, home=tmp_path)
        assert done.returncode == 0, done.stderr
        with host(tmp_path, "S2", *words, "--session", tmp_path / f"{place}.nax") as there:
            seats = set(there.said["seats"])
        assert {path.stem.removeprefix("seat-") for path in folder.glob("seat-*")} == seats, words
    run("kit", "S2", "--people", "6", "--to", tmp_path / "six", home=tmp_path)
    assert {path.name for path in (tmp_path / "six").iterdir()} == {path.name for path in (tmp_path / "kit1").iterdir()}


def test_one_sheet_is_printed_for_one_seat(tmp_path: Path) -> None:
    done = run("kit", "S3", "--seat", "kgs", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "KGS KYIV'S GENERAL STAFF" in done.stdout
    assert "MINSK:" not in done.stdout


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    for arguments, words in (
        (("kit", "S1", "--people", "5"), "numbers that can be seated: 1"),
        (("kit", "S2", "--people", "2", "--seat", "BEI"), "a bot holds BEI"),
        (("kit", "S2", "--seats", "MIN,MIN"), "names a seat twice"),
        (("kit", "S2", "--seats", "MIN", "--people", "2"), "both say who holds what"),
        (("kit", "S2", "--people", " , "), "names nobody"),
        (("kit", "S2", "--seats", "MIN,KYI", "--seat", "MOS"), "a bot holds MOS"),
        (("kit", "S9"), "there is no scenario 'S9'"),
        (("kit", "S2", "--seat", "XYZ"), "there is no seat 'XYZ'"),
    ):
        done = run(*arguments, home=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert "Traceback" not in done.stderr
