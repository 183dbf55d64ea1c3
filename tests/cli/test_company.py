"""Several seats in plain lines: one person changing seats, several people passing the screen behind a curtain."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from tests.cli.running import SRC, run
from tests.cli.test_plain import Script
from tests.shipped import game

from northaxis.cli.glimpse import is_shipped
from northaxis.cli.guard import Problem
from northaxis.cli.plain import PlainGame
from northaxis.cli.seating import names_of, seats_of
from northaxis.cli.tables import first_door
from northaxis.domain.facts import Step
from northaxis.domain.holding import seated
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.services.autoplay import people_and_bots
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.table import Table, open_table
from northaxis.services.wording import plain

WAR, VIL, KYI, MIN = map(SeatId, ("WAR", "VIL", "KYI", "MIN"))
CURTAIN = "=" * 20


class Room(Script):
    """People who answer every prompt sensibly; what the program says between two curtains is kept apart."""

    def __init__(self, table: Table, typed: dict[str, list[str]] | None = None) -> None:
        super().__init__()
        self.table, self.queued = table, typed or {}

    def ask(self, prompt: str) -> str | None:
        if self.queued.get(prompt):
            typed = self.queued[prompt].pop(0)
        elif prompt.startswith(("press enter", "enter")):
            typed = ""
        else:
            typed = {"card": "1", "demand": "1", "talk": "on", "marks": "1 2 3 4 5 1"}.get(prompt, "seal")
        self.lines.append(f"{prompt}> {typed}")
        return typed

    def shown_to(self, name: str) -> str:
        """All that was said between a curtain for somebody and the next one."""
        parts, own = "\n".join(self.lines).split(CURTAIN), list[str]()
        for before, part in pairwise(parts):
            if f"press enter when {name} has" in before:
                own.append(part)
        return "\n".join(own)


def table_with(*people: str, scenario: str = "S3") -> Table:
    made, held = seated(game(scenario), people)
    store = InMemoryJournal(Header(scenario, (), 0, "test"))
    return open_table(store, made, SetClock(), seed="7", holders=people_and_bots(made, held))


def flank() -> Table:
    rules = game("S2")
    held = {WAR: Holder("you", None), VIL: Holder("you", None)}
    store = InMemoryJournal(Header("S2", (), 0, "test"))
    return open_table(store, rules, SetClock(), seed="7", holders=people_and_bots(rules, held))


def played(table: Table, room: Script) -> str:
    assert PlainGame(table, first_door(table), room, "game.nax").run(is_new=True) == 0
    return room.text


# --- asking for seats ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ("WAR+VIL", "WAR VIL"),
        ("vilnius + warsaw", "WAR VIL"),
        ("The flank", "WAR VIL"),
        ("FLANK", "WAR VIL"),
        ("alliance+kyi", "KYI WAS BRU"),
        ("min", "MIN"),
        ("the west+WAR", "WAS BRU WAR VIL"),
    ],
)
def test_seats_are_asked_for_by_ids_names_and_blocs_in_any_case(text: str, seats: str) -> None:
    assert seats_of(game("S2"), text) == tuple(seats.split())


def test_people_have_names_and_no_two_the_same() -> None:
    assert names_of(" Ana , Ben\x1b[2J")[0] == "Ana"
    assert "\x1b" not in "".join(names_of(" Ana , Ben\x1b[2J"))
    for wrong in ("Ana,", ",", "Ana,ANA", ""):
        with pytest.raises(Problem):
            names_of(wrong)


# --- one person ---------------------------------------------------------------------------------------------------


def test_one_person_plays_two_seats_to_the_end_and_wins_or_loses_on_their_mean() -> None:
    table = flank()
    text = played(table, Room(table))
    assert table.is_over
    assert "You are VIL Vilnius now." in text
    assert "Who met the bar, over all seats held:" in text
    assert "you (WAR, VIL): " in text
    assert CURTAIN not in text


def test_the_strip_says_which_own_seat_still_owes_its_sheet() -> None:
    table = flank()
    text = " ".join(played(table, Room(table)).split())
    assert "Your seats: WAR still to do, VIL still to do; 'seat VIL' changes seats." in text
    assert "Your seats: WAR done, VIL still to do;" in text


def test_a_seat_is_changed_and_points_are_given_by_command() -> None:
    table = flank()
    room = Room(table, {"order": ["seat vil", "give war 1", "give", "give kyi 1", "seat kyi", "seat", "seats", "quit"]})
    text = " ".join(played(table, room).split())
    assert "you are Vilnius" in text
    assert "1 IP go to Warsaw." in text
    assert table.view(WAR).ip == 5
    assert "like 'give WAR 1'" in text
    assert "'KYI' is no other seat of yours" in text
    assert "there are: Warsaw (WAR), Vilnius (VIL)" in text
    assert "promise" not in text.split("give war 1")[1].split("order>")[0]


def test_a_line_read_in_one_seat_is_not_read_again_in_the_other() -> None:
    table = flank()
    text = played(table, Room(table))
    assert text.count("TURN 2 of 5") == 1
    assert text.count("Moscow demanded") <= 5


# --- several people -----------------------------------------------------------------------------------------------


def test_three_people_pass_the_screen_round_to_the_end() -> None:
    table = table_with("Ana", "Ben", "Chris")
    text = played(table, Room(table))
    assert table.is_over
    assert "Pass to Ben (KYI Kyiv)." in text
    assert "This is for everybody." in text
    assert "Ana (MIN): " in text
    assert all(table.view(seat).marks for seat in (MIN, KYI))


def test_behind_the_curtain_nothing_stands_but_whom_to_pass_it_to() -> None:
    table = table_with("Ana", "Ben", "Chris")
    room = Room(table)
    played(table, room)
    curtains = [part for part in room.text.split(CURTAIN) if "press enter when" in part]
    assert len(curtains) > 10
    for part in curtains:
        lines = [line for line in part.splitlines() if line]
        assert all(line.startswith(("Pass to ", "press enter when ", "This is for everybody.")) for line in lines)


def test_what_is_anas_is_shown_to_ana_alone() -> None:
    table = table_with("Ana", "Ben", "Chris")
    room = Room(table, {"order": ["place MIN-PAY", "seal", "quit"]})
    played(table, room)
    made = table.game.rules.seats[MIN]
    dealt = next(agenda for agenda in made.agendas if agenda.id == table.state.agendas[MIN])
    assert plain(dealt.name) in room.shown_to("Ana")  # the control: it would be seen if it were there
    assert "MIN-PAY" in room.shown_to("Ana")
    for name in ("Ben", "Chris"):
        assert room.shown_to(name)
        assert plain(dealt.name) not in room.shown_to(name)
        assert "MIN-PAY" not in room.shown_to(name)


def test_before_everybody_no_seat_gives_orders_or_shows_its_brief() -> None:
    table = table_with("Ana", "Ben", "Chris")
    room = Room(table, {"talk": ["say all hello", "brief", "goals", "status", "log", "why", "seat KYI", "quit"]})
    text = " ".join(played(table, room).split())
    assert text.count("Nobody's seat has the screen now") == 3
    assert "Pass to Ben (KYI Kyiv). press enter when Ben has the screen> " in text
    assert table.state.step is Step.NEGOTIATE


def test_a_round_is_resumed_with_everybody_looking(tmp_path: Path) -> None:
    kept = tmp_path / "a.nax"
    run("play", "S3", "--people", "Ana,Ben", "--seed", "7", "--session", kept, home=tmp_path, typed="\n" * 4)
    again = run("play", "--session", kept, home=tmp_path, typed="")
    assert again.returncode == 0
    assert "Three Directions goes on." in again.stdout
    assert "Pass to Ana (MIN Minsk)." in again.stdout
    told = run("sessions", home=tmp_path, environment={"COLUMNS": "200"})
    assert told.returncode == 0


def test_the_first_door_is_everybodys_only_when_people_are_several() -> None:
    assert first_door(table_with("Ana", "Ben")) == PUBLIC
    assert first_door(flank()) == WAR


def test_the_scenario_for_one_is_not_for_two(tmp_path: Path) -> None:
    done = run("play", "S1", "--people", "Ana,Ben", home=tmp_path)
    assert done.returncode == 2
    assert "made for one person, not for 2; try S2 or S3" in done.stderr


# --- a wrong name -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "known"),
    [("S3", True), ("three-directions", True), ("s2+v2", True), ("S1+V2", False), ("S3+V9", False), ("S4", False)],
)
def test_a_shipped_name_is_known_at_a_glance(name: str, known: bool) -> None:
    assert is_shipped(name) is known


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_a_wrong_name_on_a_terminal_gets_its_sentence_and_no_frame(tmp_path: Path) -> None:
    outer, inner = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(SRC), "HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "xterm"}
    done = subprocess.run(
        [sys.executable, "-m", "northaxis", "play", "S4"],
        stdin=inner,
        stdout=inner,
        stderr=subprocess.PIPE,
        env=environment,
        timeout=60,
        check=False,
    )
    os.close(inner)
    os.set_blocking(outer, False)
    try:
        shown = os.read(outer, 10_000)
    except OSError:
        shown = b""
    os.close(outer)
    assert done.returncode == 2
    assert b"S4" in done.stderr
    assert shown == b""
