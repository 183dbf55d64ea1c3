"""A facilitated session from the opening to the hot wash: four seats in a browser, one in a terminal, and control."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.session.room import DOWN, ENTER, ESCAPE, NORTHAXIS, Room, Screen, Terminal, environment, room, why_not

from northaxis.domain import facts as f
from northaxis.domain.facts import Fact, Step
from northaxis.journal.replay import facts_of
from northaxis.services.wording import SAY
from northaxis.storage.reading import SessionReader
from northaxis.tui.control.lines import STEPS as TITLES

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")]

PICTURES = os.environ.get("NORTHAXIS_PICTURES", "")
"""A folder to keep pictures of every screen in, for people to look at."""

STEPS = ("CARDS", "DEMANDS", "TALKS", "ORDERS", "REVEAL", "WHAT IT COMES TO", "TURN ENDS")
QUESTION = "Go on without them?"


class Session:
    """Everybody at their screens."""

    def __init__(self, found: Room, terminal: Terminal) -> None:
        links = found.links["seats"]
        self.room, self.war = found, terminal
        self.min, self.kyi = found.open(links["MIN"]), found.open(links["KYI"])
        self.mos, self.vil = found.open(links["MOS"]), found.open(links["VIL"])
        self.control = found.open(found.links["control"])
        self._kept = 0

    def keep(self, name: str) -> None:
        """Pictures of everything, when they are wanted."""
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self._kept += 1
            for seat in ("min", "kyi", "mos", "vil", "control"):
                screen: Screen = getattr(self, seat)
                screen.text()
                screen.picture(Path(PICTURES) / f"{self._kept:02d}-{name}-{seat}.png")

    def go_on_to(self, step: str) -> None:
        """Control moves the table on to a step; who has not finished is not waited for."""
        for _ in range(60):
            if step in self.control.until(*STEPS).split("\n")[0]:
                return
            self.go_on()
        raise AssertionError(f"control never came to {step}\n{self.control.text()}")

    def go_on(self) -> None:
        """One step, no more: the next key waits for the console to say that this one is done, however late."""
        before = _confirmed(self.control.text())
        time.sleep(0.5)  # a space moves the table only from rest
        self.control.press(" ")
        shown = self.control.until_so(
            lambda text: QUESTION in text or _confirmed(text) not in ("", before), "a step or a question"
        )
        if QUESTION in shown:
            self.control.press("y")
            shown = self.control.until_so(
                lambda text: QUESTION not in text and _confirmed(text) not in ("", before), "a step"
            )
        title = next((TITLES[step.value] for step in Step if _confirmed(shown).startswith(f"On: {SAY[step]}")), "CARDS")
        self.control.until_so(lambda text: title in text.split("\n")[0], f"the title {title}")

    def kept(self, reason: str) -> None:
        """The console's word that an act is in the log, with its reason."""
        done = (reason, "It is in the log")
        self.control.until_so(
            lambda text: any(all(word in row for word in done) for row in text.split("\n")), f"kept: {reason}"
        )

    def point_at(self, seat: str) -> None:
        """Control's cursor on a seat."""
        for _ in range(12):
            row = next(line for line in self.control.text().split("\n") if f" {seat} " in line)
            if "▸" in row.split(seat)[0]:
                return
            self.control.press(DOWN)
            self.control.until_so(lambda text: True, "the cursor")


def _confirmed(text: str) -> str:
    """Where the console says that it has brought the table."""
    return next((line.strip() for line in text.split("\n") if line.strip().startswith("On: ")), "")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Fact, ...], Path, set[str]]:
    """The whole session once; what it left on disk, and every address the browser asked for."""
    folder = tmp_path_factory.mktemp("session")
    with room(folder, "S2", "--seats", "MIN,KYI,MOS,VIL,WAR", "--seed", "try") as found:
        terminal = Terminal(
            f"northaxis-{os.getpid()}", f"{' '.join(NORTHAXIS)} join {found.links['seats']['WAR']}", environment()
        )
        try:
            _play(Session(found, terminal))
        finally:
            terminal.close()
        asked = found.addresses()
    with SessionReader(folder / "room.nax") as reader:
        facts = tuple(facts_of(reader.entries()))
    return facts, folder / "room.nax", asked


def _play(table: Session) -> None:
    """The script: what people press, and what they must see before they press on."""
    control = table.control
    control.until("BEFORE PLAY")
    for screen in (table.min, table.kyi, table.mos, table.vil):
        screen.until("THE SCENE")
    table.war.until("THE SCENE")
    control.press("p")
    control.until("Start the clock")
    control.press(ENTER)
    control.until(" left ")
    table.keep("before")
    _the_first_card(table)
    _demands(table)
    _a_message_across_a_reload(table)
    _a_forced_card(table)
    _orders(table)
    _an_overrule(table)
    _a_step_back_across_the_turn(table)
    _the_end(table)


def _the_first_card(table: Session) -> None:
    table.go_on()
    table.vil.until("You choose")
    table.keep("card")
    table.vil.press(ENTER)
    table.vil.until("You have chosen", "WAITING", "WHAT CAME OF IT")
    table.go_on_to("DEMANDS")


def _demands(table: Session) -> None:
    for asker in (table.mos, table.kyi):
        asker.read_to("DEMAND  ", "Demand it", "YOUR DEMAND")
        asker.press(ENTER)
        asker.until("Demand it")
        asker.press("d")
        asker.until("WAITING")
    table.go_on_to("TALKS")


def _a_message_across_a_reload(table: Session) -> None:
    table.min.read_to("TALKS")
    table.min.press("t", "n")
    table.min.until("To whom?")
    table.min.press(ENTER)
    table.min.until("to everybody")
    table.min.write("We can talk about")
    table.min.until("We can talk about")
    table.min.reload()
    table.min.until("We can talk about")
    table.min.write(" the relays")
    table.min.press(ENTER)
    table.kyi.press("t")
    table.kyi.until("We can talk about the relays")
    table.keep("talks")


def _a_forced_card(table: Session) -> None:
    table.control.press("i")
    table.control.until("Bring in which card?")
    table.control.press(ENTER)
    table.control.until("Who sees it?")
    table.control.press("a")
    table.control.until("Why?")
    table.control.write("the room is too calm")
    table.control.press(ENTER)
    table.kept("the room is too calm")
    table.keep("forced")
    table.go_on_to("ORDERS")


def _orders(table: Session) -> None:
    table.min.read_to("YOUR ORDERS")
    table.min.press("1", DOWN, DOWN, ENTER)
    table.min.until("1 of 2")
    table.min.reload()
    table.min.until("1 of 2")
    _take_over(table)
    table.keep("orders")
    for screen in (table.min, table.mos, table.vil):
        screen.read_to("YOUR ORDERS")
        screen.press("1", "s")
        screen.until("Seal this sheet?")
        screen.press("s")
        screen.until("WAITING")
    table.war.read_to("YOUR ORDERS")
    table.war.press("s")
    table.war.until("Seal this sheet?")
    table.war.press("s")
    table.war.until("WAITING")
    table.keep("sealed")


def _take_over(table: Session) -> None:
    """A bot plays Kyiv's sheet; then the person has the seat again."""
    table.control.press("1")
    table.point_at("KYI")
    table.control.press("g")
    table.control.until("Give it to a bot")
    table.control.press("b")
    table.control.until("How well shall it play?")
    table.control.press(ENTER)
    table.control.until("No reason given")
    table.control.press("1")
    table.control.until_so(lambda text: _row(text, "KYI").count("bot") > 0 and "sealed" in _row(text, "KYI"), "the bot")
    table.control.press("g")
    table.control.until("Give it to a person")
    table.control.press("p")
    table.control.until("Who takes it?")
    table.control.press(ENTER)
    table.control.until("No reason given")
    table.control.press("1")
    table.control.until_so(lambda text: "bot" not in _row(text, "KYI"), "the person again")


def _row(text: str, seat: str) -> str:
    return next((line for line in text.split("\n") if f" {seat} " in line), "")


def _an_overrule(table: Session) -> None:
    table.go_on_to("WHAT IT COMES TO")
    table.keep("reveal")
    table.control.press("o")
    table.control.until("Rule on which order?")
    table.control.press(ENTER)
    table.control.until("Overrule it")
    table.control.press("y")
    table.control.until("A slip")
    table.control.press("e")
    table.control.until("Why?")
    table.control.write("the dice were read wrong")
    table.control.press(ENTER)
    table.kept("the dice were read wrong")
    table.keep("overruled")


def _a_step_back_across_the_turn(table: Session) -> None:
    table.go_on_to("CARDS")
    table.control.until("turn 2/5")
    table.control.press("b")
    shown = table.control.until("Step back to where?")
    for _ in range(40):
        if any("▸" in line and "turn 1" in line for line in shown.split("\n")):
            break
        table.control.press(DOWN)
        shown = table.control.text()
    table.control.press(ENTER)
    table.control.until("Why?")
    table.control.write("a sheet was misread")
    table.control.press(ENTER)
    table.control.until("The same dice")
    table.control.press("s")
    table.control.until("turn 1/5")
    table.keep("stepped-back")
    table.min.until("a sheet was misread", "turn 1/5")


def _the_end(table: Session) -> None:
    table.control.press("e")
    table.control.until("End play here?")
    table.control.press("y")
    table.control.until("Why?")
    table.control.write("the bell")
    table.control.press(ENTER)
    table.control.until("HOT WASH", "Play is over")
    table.min.until("PLAY IS OVER")
    table.min.press("s")
    table.min.until("enter: the debrief")
    table.min.press(ENTER)
    table.min.until("Confidence card")
    table.min.press(ESCAPE)
    table.min.until_so(lambda text: "Debrief" in text.split("\n")[0], "the debrief")
    table.min.press("r")
    table.min.until("The hot wash, in writing")
    table.keep("hot-wash")
    table.min.press(ENTER)
    table.min.until("enter sends")
    table.min.write("slow")
    table.min.press(ENTER)
    table.min.until("Kept. ")
    table.keep("end")


# --- what is left of it -------------------------------------------------------------------------------------------

Told = tuple[tuple[Fact, ...], Path, set[str]]


def test_a_seat_went_to_a_bot_and_back_to_a_person(told: Told) -> None:
    held = [fact for fact in told[0] if isinstance(fact, f.SeatHeld) and fact.seat == "KYI"]
    assert [fact.level is None for fact in held[:3]] == [True, False, True]
    assert held[2].holder == held[0].holder


def test_control_s_acts_are_in_the_journal_with_their_reasons(told: Told) -> None:
    acts = {(fact.what, fact.why) for fact in told[0] if isinstance(fact, f.Intervened)}
    assert ("inject", "the room is too calm") in acts
    assert ("overrule", "the dice were read wrong") in acts
    assert ("back", "a sheet was misread") in acts
    assert ("end", "the bell") in acts
    assert any(isinstance(fact, f.OrderOverruled) for fact in told[0])


def test_the_step_back_crossed_a_turn(told: Told) -> None:
    facts = told[0]
    place = next(n for n, fact in enumerate(facts) if isinstance(fact, f.SteppedBack))
    back = facts[place]
    assert isinstance(back, f.SteppedBack)
    turns = [fact.turn for fact in facts[: back.to] if isinstance(fact, f.TurnBegan)]
    undone = [fact.turn for fact in facts[back.to : place] if isinstance(fact, f.TurnBegan)]
    assert turns == [1]
    assert undone == [2]


def test_what_was_half_written_outlived_the_reload(told: Told) -> None:
    assert any(isinstance(fact, f.Said) and fact.text == "We can talk about the relays" for fact in told[0])


def test_the_table_committed_itself_and_the_file_verifies(told: Told) -> None:
    assert any(isinstance(fact, f.SheetsLocked) for fact in told[0])
    done = subprocess.run([*NORTHAXIS, "verify", str(told[1])], capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_hot_wash_answer_was_kept_and_the_report_is_written(told: Told, tmp_path: Path) -> None:
    assert any(isinstance(fact, f.Reflected) and "slow" in fact.text for fact in told[0])
    command = [*NORTHAXIS, "report", str(told[1]), "--to", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stderr
    html = next(tmp_path.glob("*.html")).read_text("utf-8")
    assert "the dice were read wrong" in html


def test_no_request_left_the_table(told: Told) -> None:
    hosts = {urlsplit(url).hostname for url in told[2] if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
    assert hosts == {"127.0.0.1"}
