"""Charts of tracks, lines that were drawn, estimates and sheets: what a report adds to the ledger's own account."""

import re
from pathlib import Path

from markdown_it import MarkdownIt
from tests.reports.facilitated import facilitated
from tests.reports.records import KYI, MIN, MOS, SOURCE, bots, peopled, report_of
from tests.reports.test_reports import CANARY, secrets, section_texts

from northaxis.domain import facts as f
from northaxis.domain.control_facts import ArgumentOpened, ArgumentSettled, Estimated, Method, OrderOverruled
from northaxis.domain.facts import Cause, CauseKind, Fact
from northaxis.domain.ids import ArgumentId, QuantityId
from northaxis.domain.ruleset import Game
from northaxis.reports.rendering import to_html, to_markdown
from northaxis.services.after_action import PUBLIC, Account, hand_outs
from northaxis.services.after_action.gathered import handlings, red_lines
from northaxis.services.after_action.model import Plane, Report, Table, Waterfall


def course(report: Report, title: str) -> list[object]:
    section = next(each for each in report.sections if each.id == "courses")
    return list(next(group for group in section.groups if group.title == title).blocks)


def put(shipped: Game, facts: tuple[Fact, ...], turn: int, values: dict[str, int]) -> tuple[Fact, ...]:
    """The journal with quantities put at values right before the end of a turn."""
    at = [n for n, fact in enumerate(facts) if isinstance(fact, f.FlagsTicked)][turn - 1]
    cause = Cause(CauseKind.RULING, "ERROR")
    made = tuple(
        f.Changed(shipped.rules.quantity(QuantityId(name)).id, value, 0, value, 0, 0, cause)
        for name, value in values.items()
    )
    return (*facts[:at], *made, *facts[at:])


def test_the_turn_in_which_an_assault_became_possible_is_named() -> None:
    games = (bots("S1", f"assault {seed}") for seed in range(20))
    shipped, facts = next(
        each for each in games if "it could not have been ordered" in section_texts(report_of(*each), "courses")
    )
    told = section_texts(report_of(shipped, put(shipped, facts, 2, {"buildup": 5, "integration": 9})), "courses")
    assert '"Order the northern thrust" could first have been ordered in turn 3' in told
    assert '"Order the northern thrust" could be ordered next' in told


def test_the_path_and_the_climb_hold_every_step() -> None:
    shipped, facts = bots("S3", "adds up")
    report = report_of(shipped, facts)
    plane = next(block for block in course(report, "Integration against oxygen") if isinstance(block, Plane))
    turns = sum(isinstance(fact, f.TurnBegan) for fact in facts)
    assert len(plane.spots) == len(plane.table.rows) == len(plane.labels) == turns + 1
    climb = next(block for block in course(report, "The ladder of escalation") if isinstance(block, Waterfall))
    assert climb.start[1] + sum(points for _, points in climb.steps) == climb.end[1]
    assert len(climb.table.rows) == len(climb.steps)


def test_waterfalls_by_seat_and_directly_add_up_too() -> None:
    report = report_of(*bots("S3", "adds up"))
    pressure = next(section for section in report.sections if section.id == "pressure")
    falls = [block for block in pressure.blocks if isinstance(block, Waterfall)]
    assert len(falls) == 2
    for fall in falls:
        for steps in (fall.steps, fall.direct):
            assert fall.start[1] + sum(points for _, points in steps) == fall.end[1]


def test_a_line_that_ran_out_was_a_bluff_when_the_rules_say_so() -> None:
    seen = set[str]()
    for seed in range(12):
        shipped, facts = bots("S2", f"line {seed}")
        lines = red_lines(Account.of(shipped, facts, SOURCE, PUBLIC))
        bluffs = sum(1 for fact in facts if isinstance(fact, f.RuleCame) and fact.id == "FR1")
        assert [line.became for line in lines].count("bluffed") == bluffs
        assert all(bool(line.deeds) is (line.became == "enforced") for line in lines)
        seen |= {line.became for line in lines}
    assert {"bluffed", "enforced"} <= seen


def test_estimates_are_held_against_what_the_argument_came_to() -> None:
    shipped, facts = bots("S2", "estimates")
    id = ArgumentId("T9-WAR")
    said = (
        ArgumentOpened(id, MIN, "the bridge holds", ("it was mended",)),
        Estimated(id, KYI, 90),
        Estimated(id, MOS, 20),
        ArgumentSettled(id, Method.ESTIMATE, True, 0, 55, 30),
    )
    told = section_texts(report_of(shipped, (*facts[:-1], *said, facts[-1])), "beliefs")
    assert "KYI Kyiv | 1 | 10 points" in told
    assert "MOS Moscow | 1 | 80 points" in told


def test_what_control_did_to_an_order_stands_on_its_seats_sheet() -> None:
    shipped, facts = bots("S2", "overruled")
    at, done = next(
        (n, fact) for n, fact in enumerate(facts) if isinstance(fact, f.OrderResolved) and fact.result is f.Result.OK
    )
    facts = (*facts[: at + 1], OrderOverruled(done.seat, done.action, done.target, False), *facts[at + 1 :])
    assert len(handlings(Account.of(shipped, facts, SOURCE, PUBLIC))) == 1
    assert "it works; overruled by control: it fails" in section_texts(report_of(shipped, facts), "sheets")


def test_every_table_is_a_table_in_markdown() -> None:
    report = report_of(*peopled(("words",)))
    blocks = [b for s in report.sections for b in (*s.blocks, *(each for g in s.groups for each in g.blocks))]
    tables = sum(isinstance(block, Table) or hasattr(block, "table") for block in blocks)
    found = MarkdownIt("commonmark").enable("table").parse(to_markdown(report))
    assert sum(token.type == "table_open" for token in found) == tables > 40


def test_every_chart_of_the_rules_is_drawn_with_its_table() -> None:
    shipped, facts = bots("S3", "adds up")
    page = to_html(report_of(shipped, facts))
    for chart in shipped.rules.kit.charts:
        assert f"<h3>{chart.name}</h3>" in page
    for figure in re.findall(r"<figure>(.*?)</figure>", page, re.S):
        assert "<table>" in figure


# --- sheets to hand out -------------------------------------------------------------------------------------------


def test_a_sheet_holds_what_its_own_seat_may_know_and_no_more() -> None:
    shipped, facts = secrets(True)
    report = hand_outs(shipped, facts, SOURCE, tuple(shipped.rules.seats))
    assert [section.id for section in report.sections] == [f"sheet-{seat}" for seat in shipped.rules.seats]
    for seat in shipped.rules.seats:
        sheet = section_texts(report, f"sheet-{seat}")
        assert (f"{CANARY} note" in sheet) is (seat == KYI)
        assert (f"{CANARY} terms" in sheet) is (seat in (KYI, MIN))
        assert f"{CANARY} control" not in sheet
    page = to_html(report)
    assert '<body class="hand-out">' in page


def test_a_sheet_brings_beliefs_word_and_what_was_said_afterwards(tmp_path: Path) -> None:
    table = facilitated(tmp_path / "game.nax")
    sheet = section_texts(hand_outs(table.game, table.facts, SOURCE, (KYI,)), "sheet-KYI")
    for words in (
        "I will read the footnotes first", "we count on the talks", "What it believed", "Guessed",
        "kept: Kyiv gives Minsk 1 IP", "Offered Minsk a deal", "Dice:",
    ):  # fmt: skip
        assert words in sheet, words
