"""What a report says, who may have which report, and that the same game gives the same bytes."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tests.domain.arguing import argued
from tests.reports.records import KYI, MIN, MOS, SOURCE, bots, peopled, report_of, taken_back

from northaxis.domain import facts as f
from northaxis.domain.control_facts import Noted, Predicted, Requested
from northaxis.domain.facts import Fact, Step
from northaxis.domain.ids import CONTROL, DealId, RequestId, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.ruleset import Game
from northaxis.reports.record import to_json
from northaxis.reports.rendering import to_html, to_markdown
from northaxis.services.after_action import PUBLIC, Report, session_record
from northaxis.services.after_action.model import Block, Items, Strip, Table, Text, Waterfall

CANARY = "canary-4711"


def section_texts(report: Report, id: str) -> str:
    """All words of a section, charts by their tables."""
    section = next((each for each in report.sections if each.id == id), None)
    if section is None:
        return ""
    blocks = [*section.blocks, *(block for group in section.groups for block in group.blocks)]
    titles = [group.title for group in section.groups]
    return "\n".join([*titles, *(words for block in blocks for words in _words(block))])


def _words(block: Block) -> list[str]:
    match block:
        case Text(words=words):
            return [words]
        case Items(items=items):
            return [line for item in items for line in (item.words, *item.under)]
        case Table(caption=caption, rows=rows, note=note):
            return [caption, note, *(" | ".join(cell.text for cell in row) for row in rows)]
        case _ if hasattr(block, "table"):
            return _words(block.table)
        case _:
            return [block.words, block.who] if hasattr(block, "who") else []


def test_the_waterfalls_add_up_in_both_views() -> None:
    shipped, facts = bots("S3", "adds up")
    report = report_of(shipped, facts)
    pressure = next(section for section in report.sections if section.id == "pressure")
    history = Ledger.of(shipped, facts).history()
    strip = next(block for block in pressure.blocks if isinstance(block, Strip))
    assert strip.values == history
    falls = [block for group in pressure.groups for block in group.blocks if isinstance(block, Waterfall)]
    assert len(falls) == len(history) - 1
    for turn, fall in enumerate(falls, 1):
        assert (fall.start[1], fall.end[1]) == (history[turn - 1], history[turn])
        assert fall.start[1] + sum(points for _, points in fall.steps) == fall.end[1]
        for column in (3, 4):
            told = sum(int(row[column].text.replace("\N{MINUS SIGN}", "-")) for row in fall.table.rows)
            assert told == history[turn] - history[turn - 1]


def test_a_project_taken_up_again_tells_what_was_at_stake_and_one_that_control_ends_why() -> None:
    big = "CTL: effect argument=T1-KYI shifts=warning+4 project=yes"
    sitting = argued(big, "CTL: settle argument=T1-KYI method=free success=yes why=agreed").to(Step.ORDERS, turn=2)
    sitting.do("KYI: pursue project=T1-KYI reasons='The money is there'").to(Step.ADJUDICATE)
    sitting.do("CTL: settle argument=T2-KYI method=free success=no why='not yet'")
    sitting.do("CTL: end-project project=T1-KYI why='the sponsor is gone'", "CTL: end why='the bell'")
    report = report_of(sitting.game, tuple(sitting.facts), most_effort=0)
    told = section_texts(report, "arguments")
    assert "Once it has held in two turns: Early warning +4." in told
    assert "It has held once, as T1-KYI; if it holds again: Early warning +4." in told
    assert "Project T1-KYI is ended by control." in told
    control = section_texts(report, "control")
    assert "ended the project of Kyiv's argument of turn 1 | the sponsor is gone" in control
    [_, again] = session_record(sitting.game, sitting.facts, SOURCE, CONTROL, 0).arguments
    assert [(shift.track, shift.by) for shift in again.effect] == [("warning", 4)]
    assert (again.project, again.big) == ("T1-KYI", True)


def test_every_part_of_a_report_is_there() -> None:
    report = report_of(*peopled(("words",)), most_effort=30)
    wanted = {
        "summary", "decisions", "questions", "pressure", "pulls", "switches", "courses", "influence", "ladder",
        "timeline", "control", "arguments", "requests", "scores", "sheets", "word", "luck", "beliefs", "hot-wash",
        "objectives", "sources",
    }  # fmt: skip
    assert {section.id for section in report.sections} == wanted


def test_control_tells_what_it_did_why_and_what_changed() -> None:
    report = report_of(*peopled(("the world would not",)))
    told = section_texts(report, "control")
    assert "REALISM" in told
    assert "Unity 5 to 6" in told
    assert "one token" in told
    assert "the world would not" in told


def test_a_game_without_interventions_says_so() -> None:
    assert "Control did not step in" in section_texts(report_of(*bots("S1", "quiet")), "control")


def test_undone_moves_are_struck_out_and_nowhere_else() -> None:
    shipped, facts = bots("S2", "undone")
    report = report_of(shipped, taken_back(facts, "a slip of the mouse"))
    control = next(section for section in report.sections if section.id == "control")
    gone = next(group for group in control.groups if group.title == "Moves taken back")
    struck = [item for block in gone.blocks if isinstance(block, Items) for item in block.items]
    assert struck
    assert all(item.struck for item in struck)
    assert "a slip of the mouse" in section_texts(report, "control")
    assert "<del>" in to_html(report)
    plain = report_of(shipped, facts)
    assert "Control went back: a slip of the mouse." in section_texts(report, "timeline")
    for id in ("pressure", "sheets", "scores", "switches", "luck"):
        assert section_texts(report, id) == section_texts(plain, id)


def test_predictions_are_held_against_what_came() -> None:
    shipped, facts = bots("S2", "calibrated")
    history = Ledger.of(shipped, facts).history()
    went = "up" if history[1] > history[0] else "down" if history[1] < history[0] else "same"
    other = "down" if went == "up" else "up"
    said = (Predicted(KYI, 1, went, 85), Predicted(MIN, 1, other, 85), Predicted(MOS, 1, other, 55))
    told = section_texts(report_of(shipped, (*facts, *said)), "beliefs")
    assert "80 to 89 % sure | 2 | 1 | 50 %" in told
    assert "50 to 59 % sure | 1 | 0 | 0 %" in told


def test_a_question_is_shown_only_when_the_game_called_it_up() -> None:
    shipped, facts = bots("S1", "asked")
    told = section_texts(report_of(shipped, facts), "questions")
    always = next(prompt for prompt in shipped.rules.kit.prompts if prompt.id == "P14")
    war = next(prompt for prompt in shipped.rules.kit.prompts if prompt.id == "P10")
    assert always.ask in told
    assert war.ask not in told
    over = next(place for place, fact in enumerate(facts) if isinstance(fact, f.FlagsTicked))
    sent = f.Changed(
        shipped.rules.quantity("flag.cobelligerent").id, -1, 0, -1, 0, 0, f.Cause(f.CauseKind.ACTION, "MIN-BRG", MIN)
    )
    assert war.ask in section_texts(report_of(shipped, (*facts[:over], sent, *facts[over:])), "questions")


def test_an_unfinished_game_gives_a_report_so_far() -> None:
    shipped, facts = bots("S2", "so far")
    cut = next(n for n, fact in enumerate(facts) if isinstance(fact, f.TurnBegan) and fact.turn == 3)
    report = report_of(shipped, facts[: cut + 20], most_effort=20)
    assert "so far" in report.notices[0]
    assert not any(section.id == "scores" for section in report.sections)
    assert "to the end of turn 2" in section_texts(report, "decisions")
    assert to_html(report)
    nothing_yet = report_of(shipped, facts[: next(n for n, x in enumerate(facts) if isinstance(x, f.TurnBegan))])
    assert to_markdown(nothing_yet)


# --- who may have what --------------------------------------------------------------------------------------------


def secrets(over: bool) -> tuple[Game, tuple[Fact, ...]]:
    """A game with the canary wherever two seats keep something to themselves."""
    shipped, facts = bots("S2", "secret")
    at = next(n for n, fact in enumerate(facts) if isinstance(fact, f.TurnBegan) and fact.turn == 2)
    hidden: tuple[Fact, ...] = (
        f.Said(KYI, (MIN,), f"{CANARY} talk"),
        f.DealOffered(DealId(f"{CANARY}-deal"), KYI, MIN, False, (f.Term("text", KYI, text=f"{CANARY} terms"),)),
        f.DealAnswered(DealId(f"{CANARY}-deal"), MIN, True),
        f.TermJudged(DealId(f"{CANARY}-deal"), 0, "broken"),
        f.Reasoned(MIN, f"deal {CANARY}-deal", f"{CANARY} reason"),
        Requested(RequestId("Q1"), KYI, f"{CANARY} request"),
        Noted(KYI, "orders", f"{CANARY} note"),
        Noted(CONTROL, "LO1", f"{CANARY} control's note"),
    )
    return shipped, (*facts[:at], *hidden, *(facts[at:] if over else ()))


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("reader", [MOS, SeatId("WAS"), PUBLIC])
def test_a_report_for_others_holds_no_secret(reader: SeatId, over: bool) -> None:
    shipped, facts = secrets(over)
    report = report_of(shipped, facts, reader)
    assert CANARY not in to_html(report) + to_markdown(report)
    seed = next(fact.seed for fact in facts if isinstance(fact, f.Opened))
    assert f">{seed}<" not in to_html(report)


@pytest.mark.parametrize("reader", [CONTROL, KYI])
def test_those_who_know_the_secret_find_it(reader: SeatId) -> None:
    shipped, facts = secrets(True)
    text = to_markdown(report_of(shipped, facts, reader))
    assert f"{CANARY} terms" in text
    assert f"{CANARY} note" in text


@pytest.mark.parametrize("reader", [MOS, PUBLIC])
def test_a_report_for_others_does_not_depend_on_what_it_leaves_out(reader: SeatId) -> None:
    shipped, facts = secrets(False)
    other = tuple(
        fact
        for fact in facts
        if not (isinstance(fact, Noted | Requested | f.Reasoned | f.Said | f.TermJudged) and CANARY in repr(fact))
    )
    assert len(other) < len(facts)
    pages = {to_html(report_of(shipped, each, reader)) for each in (facts, other)}
    assert len(pages) == 1


def test_before_the_end_a_seat_reads_no_other_agenda_and_no_dial() -> None:
    shipped, facts = bots("S2", "agenda")
    cut = next(n for n, fact in enumerate(facts) if isinstance(fact, f.TurnBegan) and fact.turn == 3)
    agendas = {fact.seat: fact.agenda for fact in facts if isinstance(fact, f.AgendaDealt)}
    names = {
        seat: next(a.name for a in shipped.rules.seats[seat].agendas if a.id == agenda)
        for seat, agenda in agendas.items()
    }
    text = to_markdown(report_of(shipped, facts[:cut], KYI))
    assert f"Hidden agenda: {names[KYI]}" in text
    assert text.count("Hidden agenda") == 1
    assert to_markdown(report_of(shipped, facts[:cut], PUBLIC)).count("Hidden agenda") == 0


# --- the same bytes -----------------------------------------------------------------------------------------------

MAKE = """
from hashlib import sha256
from tests.reports.records import peopled, report_of
from northaxis.domain.ids import CONTROL
from northaxis.reports.record import to_json
from northaxis.reports.rendering import to_html, to_markdown
from northaxis.services.after_action import session_record
from tests.reports.records import SOURCE
report = report_of(*peopled(("some words", "more words")), most_effort=40)
record = session_record(*peopled(("some words", "more words")), SOURCE, CONTROL, 40)
print(sha256((to_html(report) + to_markdown(report) + to_json(record)).encode()).hexdigest())
"""


def test_the_same_game_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    root = Path(__file__).parents[2]
    found = set[str]()
    for seed in ("0", "1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
            "TZ": f"UTC+{seed}",
        }
        made = subprocess.run(
            [sys.executable, "-c", MAKE], capture_output=True, text=True, env=environment, check=True, cwd=root
        )
        found.add(made.stdout.strip())
    report = report_of(*peopled(("some words", "more words")), most_effort=40)
    record = session_record(*peopled(("some words", "more words")), SOURCE, CONTROL, 40)
    found.add(sha256((to_html(report) + to_markdown(report) + to_json(record)).encode()).hexdigest())
    assert len(found) == 1
