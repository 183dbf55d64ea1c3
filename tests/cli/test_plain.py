"""Plain mode: whole games from scripted lines, every command, clean short lines, leaving and coming back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.shipped import game

from northaxis.cli.plain import PlainGame
from northaxis.cli.sheets import asked_lines, order_choices
from northaxis.cli.typed_dice import AtTheTable
from northaxis.cli.voice import WIDTH, EndOfInput, wrapped
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.orders import Place
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.services.autoplay import one_person
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.table import Table, open_table


class Script:
    """A voice that reads from a list and keeps what was said."""

    is_live = False

    def __init__(self, typed: Iterable[str] = ()) -> None:
        self.typed = list(typed)
        self.lines: list[str] = []

    def say(self, *lines: str) -> None:
        self.lines += [piece for line in lines for piece in wrapped(line)]

    def ask(self, prompt: str) -> str | None:
        if not self.typed:
            return None
        self.lines.append(f"{prompt}>")
        return self.typed.pop(0)

    def hide(self) -> None:
        self.lines.append("=" * 20)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Autopilot(Script):
    """Answers every prompt sensibly, for ever."""

    def __init__(self, table: Table, seat: SeatId) -> None:
        super().__init__()
        self.table, self.seat = table, seat

    def ask(self, prompt: str) -> str | None:
        typed = {"card": "1", "demand": "1 backed", "talk": "on", "marks": "1 2 3 4 5 1"}.get(prompt) or self._order()
        self.lines.append(f"{prompt}> {typed}")
        return typed

    def _order(self) -> str:
        seen = self.table.view(self.seat)
        if len(seen.sheet.orders) < 1 and seen.ip >= 2:
            places = [order.act for order in seen.legal if isinstance(order.act, Place)]
            return next((f"place {act.action}" for act in places if act.target is None), "seal")
        unanswered = [m.demander for m in seen.demands if m.demand and seen.sheet.answer(m.demander) is None]
        if self.seat == "MIN" and unanswered:
            return f"{unanswered[0]} {'c' if len(unanswered) > 1 else 'r'}"
        return "seal"


def table_of(scenario: str, seat: str, seed: str = "7", store: InMemoryJournal | None = None) -> Table:
    rules = game(scenario)
    kept = store or InMemoryJournal(Header(scenario, (), 0, "test"))
    return open_table(kept, rules, SetClock(), seed=seed, holders=one_person(rules, SeatId(seat)))


def played(table: Table, seat: str, *typed: str) -> Script:
    voice = Script(typed)
    assert PlainGame(table, SeatId(seat), voice, "game.nax").run(is_new=True) == 0
    return voice


def brought_to(step: Step, scenario: str = "S1", seat: str = "MIN") -> Table:
    """A solo table that waits for its person in a step, whatever cards came up on the way."""
    table, mine = table_of(scenario, seat), SeatId(seat)
    while True:
        table.advance_when_ready(talk=step is Step.NEGOTIATE)
        if table.state.step is step:
            return table
        table.ask(mine, table.view(mine).legal[0], f"first.{len(table.facts)}")


# --- whole games --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scenario", "seat"), [("S1", "MIN"), ("S2", "KYI"), ("S2", "WAS"), ("S2+V3", "MOS")])
def test_a_whole_game_is_played_from_lines(scenario: str, seat: str) -> None:
    table = table_of(scenario, seat)
    voice = Autopilot(table, SeatId(seat))
    assert PlainGame(table, SeatId(seat), voice, "game.nax").run(is_new=True) == 0
    assert table.is_over
    assert "PLAY IS OVER" in voice.text
    assert "HOT WASH" in voice.text
    assert max(len(line) for line in voice.lines) <= WIDTH
    assert all(line.isprintable() for line in voice.lines)
    assert not any(sign in voice.text for sign in "─│┌█▄\x1b")


def test_a_game_from_a_pipe_ends_with_the_debrief(tmp_path: Path) -> None:
    typed = "1\nMOS c\nKYI s\nHOME c\nplace MIN-PAY\nseal\n" + "seal\n1\n" * 40
    done = run("play", "S1", "--seed", "7", "--session", tmp_path / "a.nax", home=tmp_path, typed=typed)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "HOT WASH" in done.stdout
    assert "order> place MIN-PAY" in done.stdout


# --- leaving and coming back --------------------------------------------------------------------------------------


def test_at_the_end_of_input_the_game_is_saved_and_says_how_to_go_on() -> None:
    voice = played(table_of("S1", "MIN"), "MIN")
    assert voice.lines[-1] == "Saved. Go on with: northaxis play --session game.nax"


def test_quit_saves_too() -> None:
    voice = played(table_of("S1", "MIN"), "MIN", "quit", "1")
    assert voice.lines[-1].startswith("Saved.")
    assert voice.typed == ["1"]


def test_a_game_goes_on_from_its_file_with_the_half_written_sheet(tmp_path: Path) -> None:
    file = tmp_path / "a.nax"
    run("play", "S1", "--seed", "7", "--session", file, home=tmp_path, typed="1\nMOS c\nplace MIN-PAY\nquit\n")
    done = run("play", "--session", file, home=tmp_path, typed="status\nquit\n")
    assert done.returncode == 0
    assert "Switched Off goes on." in done.stdout
    assert "On your sheet: Pay and reshuffle the security chiefs; Moscow: comply." in done.stdout


def test_playing_in_pieces_gives_the_same_head_as_in_one_go(tmp_path: Path) -> None:
    lines = ["1", "MOS c", "KYI s", "HOME c", "place MIN-PAY", "seal", *["seal", "1"] * 40]
    whole, pieces = tmp_path / "whole.nax", tmp_path / "pieces.nax"
    words = ("play", "S1", "--seed", "7", "--session")
    run(*words, whole, home=tmp_path, typed="\n".join(lines) + "\n")
    run(*words, pieces, home=tmp_path, typed="\n".join(lines[:4]) + "\n")
    run("play", "--session", pieces, home=tmp_path, typed="\n".join(lines[4:]) + "\n")
    assert (
        run("verify", whole, home=tmp_path).stdout.split("\n", 1)[1]
        == run("verify", pieces, home=tmp_path).stdout.split("\n", 1)[1]
    )


# --- commands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("help", "'odds 2' shows everything"),
        ("status", "regime: Cohesion 6"),
        ("goals", "Still in office, still a state"),
        ("brief", "You are Minsk."),
        ("scene", "Switched Off: 4 turns"),
        ("demands", "comply with 2 at most"),
        ("orders", "Your orders, 0 of 1 on the sheet"),
        ("talk", "No offers are open"),
        ("log", "TURN 1 of 4"),
        ("why", "at the start"),
        ("why root", "at the start"),
        ("why 1", "type 'why' first"),
        ("why oxygen", "Economic oxygen"),
        ("why legit", "Legitimacy"),
        ("why nothing", "There is no track 'nothing'"),
        ("why decided", "nothing was decided otherwise than by its own dice"),
        ("passage EF-11", "EF-11: Kyiv signals"),
        ("odds 1", "base 6"),
        ("odds 99", "there are:"),
        ("99", "There is no choice '99'"),
        ("nonsense", "'nonsense' was not understood"),
        ("on", "'seal' closes your sheet"),
        ("undo", "no order on your sheet"),
        ("say KYI keep them dark", 'Minsk to Kyiv: "keep them dark"'),
        ("say KYI", "Say it to somebody"),
        ("say XXX hello", "there is no seat 'XXX'"),
        ("offer KYI: MIN pay KYI 1", "without deals (R-8.1)"),
        ("offer KYI", "names its terms"),
        ("sign 1", "there is no open offer"),
        ("place MIN-PAY", "On your sheet: Pay and reshuffle"),
        ("MIN: place MIN-PAY", "On your sheet: Pay and reshuffle"),
        ("place KYI-STR", "No: Minsk has no action 'KYI-STR' (R-4.1)."),
        ("home c", "Home: comply"),
        ("Moscow stall", "Moscow: stall"),
        ("MOS x", "cannot be shammed"),
    ],
)
def test_every_command_answers(typed: str, says: str) -> None:
    assert says in " ".join(played(brought_to(Step.ORDERS), "MIN", typed).lines)


def test_undo_takes_the_last_order_back_and_its_price() -> None:
    table = brought_to(Step.ORDERS)
    before = table.view(SeatId("MIN")).ip
    voice = played(table, "MIN", "place MIN-PAY", "undo")
    assert f"On your sheet: nothing yet. {before} IP left." in voice.text


def test_sealing_with_demands_unanswered_asks_once_more() -> None:
    table = brought_to(Step.ORDERS)
    voice = played(table, "MIN", "seal")
    assert "A missing answer is a refusal." in voice.text
    assert table.state.turn == 1
    again = played(table, "MIN", "seal", "seal")
    assert "TURN 2" in again.text


def test_a_line_of_the_account_can_be_opened() -> None:
    voice = played(brought_to(Step.ORDERS), "MIN", "why oxygen", "why 2")
    opened = voice.text.rpartition("order>")[2]
    assert "The start: 3" in opened
    assert "\n  EF-18: " in opened


def test_an_offer_is_made_in_the_step_for_talk_and_stands_or_is_answered() -> None:
    table = brought_to(Step.NEGOTIATE, "S2", "KYI")
    voice = played(table, "KYI", "offer MIN: KYI pay MIN 1; MIN promise a quiet week", "talk")
    assert "Kyiv offered Minsk a deal, in private." in voice.text
    assert 'Kyiv gives Minsk 1 IP; Minsk promises "a quiet week"' in " ".join(voice.lines)


def test_a_demander_backs_its_demand() -> None:
    voice = played(brought_to(Step.DEMANDS, "S2", "KYI"), "KYI", "1 backed")
    assert re.search(r'Kyiv demanded: ".+", and backed it\.', voice.text)


def test_text_of_people_is_cleaned_before_it_is_printed() -> None:
    rules = game("S1")
    holders = one_person(rules, SeatId("MIN"), name="Eve\x1b[2J\x07") | {
        SeatId("KYI"): Holder("\u202eMallory", "staff")
    }
    store = InMemoryJournal(Header("S1", (), 0, "test"))
    table = open_table(store, rules, SetClock(), seed="7", holders=holders)
    voice = played(table, "MIN", "say all \x1b]0;owned\x07 hello", "log all")
    assert all(line.isprintable() for line in voice.lines)


# --- dice and lines -----------------------------------------------------------------------------------------------


def test_typed_dice_are_asked_until_they_are_dice() -> None:
    voice = Script(["7 1", "one", "3", "3 5"])
    assert AtTheTable(voice, game("S1"))(2, "MIN-BEI") == (3, 5)
    assert "Roll two dice, turn 2: Minsk, Fly to Beijing." in voice.text
    with pytest.raises(EndOfInput):
        AtTheTable(Script())(2, "CHECK")


def test_a_game_with_typed_dice_saves_when_nobody_rolls(tmp_path: Path) -> None:
    file = tmp_path / "a.nax"
    typed = "1\nMOS c\nKYI s\nHOME c\nplace MIN-PAY\nseal\nseal\n"
    done = run("play", "S1", "--seed", "7", "--dice", "typed", "--session", file, home=tmp_path, typed=typed)
    assert done.returncode == 0
    assert "Roll two dice" in done.stdout
    assert "Saved." in done.stdout


@pytest.mark.parametrize("width", [40, 100])
def test_lines_are_wrapped_under_their_text(width: int) -> None:
    pieces = list(wrapped("12. " + "word " * 60, width))
    assert max(map(len, pieces)) <= width
    assert all(piece.startswith("    word") for piece in pieces[1:])


def test_control_is_never_held_by_a_person() -> None:
    assert CONTROL not in table_of("S1", "MIN").people()


# --- the confidence card and the dials ----------------------------------------------------------------------------


def test_the_card_is_offered_before_turn_1_and_again_after_play() -> None:
    table = table_of("S2", "KYI")
    voice = Autopilot(table, SeatId("KYI"))
    PlainGame(table, SeatId("KYI"), voice, "game.nax").run(is_new=True)
    seen = table.view(SeatId("KYI"))
    assert seen.marks == seen.marks_after == (1, 2, 3, 4, 5, 1)
    for words in ("CONFIDENCE CARD, before play", "CONFIDENCE CARD, after play", "(you gave 4)", "Beijing matters."):
        assert words in voice.text
    assert "The pause is real. KYI 2 to 2" in voice.text


@pytest.mark.parametrize(
    ("typed", "marks", "says"),
    [
        (["4 2 3 3 1 5"], (4, 2, 3, 3, 1, 5), "Your card is kept."),
        (["", "quit"], (), "TURN 1"),
        (["skip", "quit"], (), "TURN 1"),
        (["1", "423315"], (4, 2, 3, 3, 1, 5), "there is 1. Enter alone skips the card."),
        (["place KYI-OSI", "seal", "seal", "quit"], (), "The card stays blank."),
        (["quit"], (), "Saved."),
        ([], (), "Saved."),
    ],
)
def test_the_card_is_kept_corrected_or_skipped(typed: list[str], marks: tuple[int, ...], says: str) -> None:
    table = table_of("S2", "KYI")
    voice = played(table, "KYI", *typed)
    assert table.view(SeatId("KYI")).marks == marks
    assert says in voice.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("guess", "What Beijing weighs: How much can Beijing really do"),
        ("guess oxygen LOW", "Written down for the dial 'What Beijing weighs': low."),
        ("guess oxygn low", "there is no dial 'oxygn' (dials: deterrence, oxygen, rupture)"),
        ("guess oxygen green", "has no setting 'green'"),
    ],
)
def test_a_dial_is_guessed_by_command(typed: str, says: str) -> None:
    assert says in " ".join(played(brought_to(Step.ORDERS), "MIN", typed).lines)


def test_a_co_seat_is_played_from_lines_and_its_game_reopens_verifies_and_replays(tmp_path: Path) -> None:
    file = tmp_path / "a.nax"
    words = ("play", "S2", "--seed", "7", "--share", "MIN", "--seat", "MSC", "--dial", "oxygen=low", "--session", file)
    done = run(*words, home=tmp_path, typed="\n" + "1\nseal\nseal\non\n" * 4)
    assert done.stderr == ""
    assert "You are Minsk's Security Council." in done.stdout
    again = run("play", "--session", file, home=tmp_path, typed="1\nseal\nseal\non\n" * 40)
    assert again.returncode == 0
    assert "guessed" in again.stdout
    assert "What Beijing weighs stood at low." in again.stdout
    assert run("verify", file, home=tmp_path).returncode == 0
    assert "as Minsk's Security Council saw it" in run("replay", file, "--seat", "MSC", home=tmp_path).stdout
    assert run("export", file, home=tmp_path).returncode == 0


def test_a_dial_is_secret_until_the_end_and_random_follows_the_seed(tmp_path: Path) -> None:
    files = [tmp_path / "a.nax", tmp_path / "b.nax"]
    for file in files:
        words = ("play", "S2", "--seed", "7", "--seat", "KYI", "--dial", "oxygen=random", "--session", file)
        assert "oxygen" not in run(*words, home=tmp_path, typed="\nstatus\nlog all\nquit\n").stdout
    first, second = (run("verify", file, home=tmp_path).stdout.split("\n", 1)[1] for file in files)
    assert first == second
    bots = ("play", "S2", "--seed", "7", "--autoplay", "--dial", "oxygen=random")
    assert "What Beijing weighs stood at" in run(*bots, home=tmp_path).stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--dial", "oxgen=low"), "there is no dial 'oxgen'; did you mean 'oxygen'? there are: deterrence, oxygen"),
        (("--dial", "oxygen=lo"), "the dial 'oxygen' has no setting 'lo'; did you mean 'low'?"),
        (("--dial", "oxygen"), "'oxygen' sets no dial; write DIAL=SETTING"),
        (("--dial", "oxygen=low", "--dial", "oxygen=high"), "the dial 'oxygen' is set twice"),
        (("--share", "BEI"), "the seat BEI cannot be shared; seats that can: MIN (with MSC"),
        (("--share", "XXX"), "there is no seat 'XXX'"),
        (("--seat", "MSC"), "share it with --share MIN"),
        (("--seat", "WAR+XXX"), "seats that go together: 'The West' (WAR+VIL+BRU+WAS)"),
        (("--seat", "WAR+"), "a plus sign with no seat beside it"),
        (("--people", "Ana,,Ben"), "leaves somebody without a name"),
        (("--people", "Ana,ana"), "two people are called 'ana'"),
        (("--people", "Ana", "--seat", "KYI"), "leave --seat out"),
    ],
)
def test_what_is_wrong_with_dials_and_shares_is_said(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    done = run("play", "S2", *words, home=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr


def test_no_list_names_an_order_by_its_code() -> None:
    table = brought_to(Step.ORDERS)
    _, orders = order_choices(table, table.view(SeatId("MIN")))
    lines = "\n".join((*orders, *asked_lines(table, table.view(SeatId("MIN")))))
    assert "Fly to Beijing" in lines
    assert not [action for action in table.game.rules.actions if action in lines]


def test_the_orders_begin_with_what_is_to_do() -> None:
    voice = played(brought_to(Step.ORDERS), "MIN", "MOS c", "orders")
    asked = [line for line in voice.lines if line.startswith("To do: ")]
    assert asked == [
        "To do: answer 3 demands, place up to 1 order, then type seal.",
        "To do: answer 2 demands, place up to 1 order, then type seal.",
    ]


def test_who_may_not_know_the_figure_is_told_the_band_and_its_place() -> None:
    voice = played(brought_to(Step.NEGOTIATE, "S2", "KYI"), "KYI", "talk")
    assert "pressure strained, band 2 of 5 (next cracking); its figure is hidden" in " ".join(voice.lines)
