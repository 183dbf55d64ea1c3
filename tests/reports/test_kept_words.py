"""A step back takes play back, never anybody's words: notes, messages and predictions stay, each for its reader."""

from dataclasses import replace

import pytest
from tests.reports.records import KYI, MIN, MOS, SOURCE, bots, report_of
from tests.reports.test_reports import section_texts

from northaxis.domain import facts as f
from northaxis.domain.control_facts import Intervened, Noted, Predicted, SteppedBack
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.undo import struck, struck_out
from northaxis.reports.rendering import to_markdown
from northaxis.services.after_action import PUBLIC, after_action, session_record
from northaxis.services.debrief import debrief_lines
from northaxis.services.kept_words import kept_notes
from northaxis.services.room import Own

BACK = "taken back later"
WORDS = (
    Noted(CONTROL, "free", "Minsk hesitates"),
    Noted(CONTROL, "LO1", "the gallery hummed"),
    Noted(KYI, "8", "only a bluff"),
    f.Said(KYI, (MIN,), "two points and silence"),
    Predicted(KYI, 1, "up", 80),
)


def stepped_back(over: bool = True) -> tuple[Game, tuple[Fact, ...]]:
    """A game in which all that was said in turn 1, in a stretch that control then took back."""
    shipped, facts = bots("S2", "kept")
    at = next(place for place, fact in enumerate(facts) if isinstance(fact, f.CardDrawn))
    last = len(facts) if over else at + 1
    why = "a slip of the mouse"
    way_back = (Intervened("back", "", "", "", None, why), SteppedBack(at, why))
    return shipped, (*facts[:at], facts[at], *WORDS, *way_back, *facts[at:last])


def test_notes_of_control_stay_in_its_report_and_say_where_they_were_made() -> None:
    report = report_of(*stepped_back())
    assert f"free: Minsk hesitates (in a stretch of play that was {BACK})" in section_texts(report, "hot-wash")
    assert "noted: the gallery hummed (in a stretch" in section_texts(report, "objectives")
    text = to_markdown(report)
    assert "Minsk hesitates" in text
    assert "~~" not in next(line for line in text.splitlines() if "Minsk hesitates" in line)


def test_what_seats_wrote_said_and_expected_stays_too() -> None:
    report = report_of(*stepped_back())
    assert "Its own note on 8: only a bluff (in a stretch" in section_texts(report, "sheets")
    timeline = section_texts(report, "timeline")
    assert "KYI to MIN 1" in timeline
    assert f"1 of them in a stretch of play that was {BACK}." in timeline
    assert "turn 1 | KYI | up | 80 %" in section_texts(report, "beliefs")
    control = section_texts(report, "control")
    assert "Said and written then, and not undone" in control
    for said in ("Minsk hesitates", "only a bluff", "80 percent sure", "KYI to MIN 1"):
        assert said in control


def test_a_report_says_who_of_several_in_control_wrote_a_note_and_made_a_ruling() -> None:
    shipped, facts = stepped_back()
    wrote, ruled = facts.index(WORDS[0]), next(n for n, fact in enumerate(facts) if isinstance(fact, Intervened))
    source = replace(SOURCE, hands={wrote: 2, ruled: 3})
    record = session_record(shipped, facts, source, CONTROL, 0)
    assert [note.by for note in record.notes] == [2, 1, 1]
    assert [each.by for each in record.interventions] == [3]
    text = to_markdown(after_action(shipped, facts, source, CONTROL, 0))
    assert "Control 2, turn 1, free: Minsk hesitates" in text
    assert "control 3 went back" in text
    assert "control 3" not in to_markdown(after_action(shipped, facts, source, MOS, 0))


def test_the_json_record_marks_them() -> None:
    shipped, facts = stepped_back()
    record = session_record(shipped, facts, SOURCE, CONTROL, 0)
    assert [(note.seat, note.text, note.turn, note.undone) for note in record.notes] == [
        ("CTL", "Minsk hesitates", 1, True),
        ("CTL", "the gallery hummed", 1, True),
        ("KYI", "only a bluff", 1, True),
    ]
    [expected] = record.predictions_taken_back
    assert (expected.seat, expected.turn, expected.direction, expected.confidence) == ("KYI", 1, "up", 80)
    plain = session_record(shipped, bots("S2", "kept")[1], SOURCE, CONTROL, 0)
    assert not plain.predictions_taken_back
    assert record.calibration == plain.calibration, "what was taken back is not held against what came"


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("reader", [MOS, PUBLIC])
def test_nobody_elses_report_gains_a_word_of_it(reader: SeatId, over: bool) -> None:
    shipped, facts = stepped_back(over)
    record = repr(session_record(shipped, facts, SOURCE, reader, 0))
    text = to_markdown(report_of(shipped, facts, reader))
    for said in (
        "Minsk hesitates",
        "gallery hummed",
        "only a bluff",
        "KYI to MIN",
        "80 percent sure",
        "| turn 1 | KYI | up |",
    ):
        assert said not in text
        assert said not in record
    assert "only a bluff" in to_markdown(report_of(shipped, facts, KYI))
    assert "KYI to MIN 1" in to_markdown(report_of(shipped, facts, MIN))


def test_a_note_made_in_what_was_taken_back_is_in_the_debrief_and_on_the_seats_list() -> None:
    shipped, facts = stepped_back()
    assert any("only a bluff" in line for line in debrief_lines(shipped, facts, KYI))
    assert any("Minsk hesitates" in line for line in debrief_lines(shipped, facts, CONTROL))
    assert not any("bluff" in line for line in debrief_lines(shipped, facts, MOS))
    assert Own.of(facts, KYI, 1).notes == {"8": "only a bluff"}
    assert [each.note.text for each in kept_notes(facts, CONTROL)] == ["Minsk hesitates", "the gallery hummed"]


def test_no_list_strikes_out_words_and_every_list_strikes_out_play() -> None:
    _, facts = stepped_back()
    words = {place for place, fact in enumerate(facts) if fact in WORDS}
    assert words <= struck(facts), "the table itself forgets them"
    assert struck(facts) - struck_out(facts) == words
    assert any(isinstance(facts[place], f.CardDrawn) for place in struck_out(facts))
