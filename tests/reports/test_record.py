"""The record of a session as JSON: what is in it, for whom, in which shape, and the same bytes every time."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.reports.facilitated import facilitated
from tests.reports.records import KYI, MOS, SOURCE, bots, peopled
from tests.reports.test_inert import HOSTILE
from tests.reports.test_reports import CANARY, secrets

from northaxis.domain import facts as f
from northaxis.domain.control_facts import Noted, Requested
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CONTROL, SeatId
from northaxis.domain.ledger import Ledger
from northaxis.domain.ruleset import Game
from northaxis.reports.record import from_json, made_schema, schema, to_json
from northaxis.services.after_action import PUBLIC, Record, session_record
from northaxis.services.table import Table


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """A facilitated game with everything in it."""
    return facilitated(tmp_path_factory.mktemp("record") / "game.nax")


@pytest.fixture(scope="module")
def record(table: Table) -> Record:
    return session_record(table.game, table.facts, SOURCE, CONTROL, 60)


def json_of(shipped: Game, facts: tuple[Fact, ...], reader: SeatId = CONTROL) -> str:
    return to_json(session_record(shipped, facts, SOURCE, reader, 0))


def test_the_record_keeps_what_an_instructor_needs(record: Record) -> None:
    assert record.session.seed == "facilitated"
    assert record.session.head == SOURCE.head
    assert {dial.id: dial.setting for dial in record.dials}["oxygen"] == "low"
    assert [guess for dial in record.dials for guess in dial.guesses]
    assert record.deals[0].became == "signed"
    assert all(each.why for each in record.interventions)
    assert {each.what for each in record.interventions} >= {"write", "grant", "track", "back", "inject", "shift"}
    assert any(each.undone for each in record.interventions)
    assert record.steps_back[0].facts > 100
    assert any(mark.before != mark.after for each in record.confidence for mark in each.marks)
    assert {each.kind for each in record.hot_wash} == {"hot-wash", "commitment"}
    assert [note.text for each in record.objectives if each.id == "LO2" for note in each.notes]
    assert any(each.traces for each in record.objectives)
    assert {each.seat for each in record.calibration} == {"KYI", "MIN"}
    assert [(each.seat, each.shift) for each in record.methods]
    assert record.precedents[0].kind == "shift"
    assert record.arguments[0].reasons
    assert record.requests[0].status == "answered"
    assert record.decisions is not None
    assert record.decisions.exact, "control's acts are played again"


def test_the_ledger_of_the_record_adds_up_to_its_index(table: Table, record: Record) -> None:
    assert record.index is not None
    assert record.index.values == Ledger.of(table.game, table.facts).history()
    changes = [entry.index[1] - entry.index[0] for entry in record.ledger if entry.index and entry.turn > 0]
    assert sum(changes) == record.index.values[-1] - record.index.values[0]
    assert any(entry.root is not None for entry in record.ledger)


def test_a_record_reads_back_as_itself(record: Record) -> None:
    text = to_json(record)
    assert from_json(text) == record
    assert text.isascii()
    plain = json.loads(text)
    del plain["ledger"]
    with pytest.raises(ValidationError):
        from_json(json.dumps(plain))
    with pytest.raises(ValidationError):
        from_json(text.replace('"version": 1', '"version": 2', 1))


def test_the_shipped_schema_is_that_of_the_record() -> None:
    assert schema() == made_schema(), "changed on purpose? then write made_schema() into the file, and think of VERSION"
    shape = json.loads(schema())
    assert shape["properties"]["version"]["const"] == 1
    assert set(shape["required"]) == set(shape["properties"])
    assert all(each.get("description") for each in shape["$defs"].values())


# --- who may have what --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("reader", [MOS, SeatId("WAS"), PUBLIC])
def test_a_record_for_others_holds_no_secret(reader: SeatId, over: bool) -> None:
    shipped, facts = secrets(over)
    text = json_of(shipped, facts, reader)
    assert CANARY not in text
    plain = json.loads(text)
    assert plain["session"]["seed"] is plain["session"]["head"] is plain["decisions"] is None
    assert CANARY in json_of(shipped, facts, KYI)
    assert CANARY in json_of(shipped, facts)


@pytest.mark.parametrize("reader", [MOS, PUBLIC])
def test_a_record_for_others_does_not_depend_on_what_it_leaves_out(reader: SeatId) -> None:
    shipped, facts = secrets(False)
    kinds = Noted | Requested | f.Reasoned | f.Said | f.TermJudged
    other = tuple(fact for fact in facts if not (isinstance(fact, kinds) and CANARY in repr(fact)))
    assert len(other) < len(facts)
    assert json_of(shipped, facts, reader) == json_of(shipped, other, reader)


def test_before_the_end_a_seat_has_its_own_agenda_alone() -> None:
    shipped, facts = bots("S2", "agenda")
    cut = next(n for n, fact in enumerate(facts) if isinstance(fact, f.TurnBegan) and fact.turn == 3)
    read = from_json(json_of(shipped, facts[:cut], KYI))
    assert [each.seat for each in read.seats if each.agenda is not None] == ["KYI"]
    assert read.end is None
    assert not read.scores
    assert not read.dials
    assert not [each for each in from_json(json_of(shipped, facts[:cut], PUBLIC)).seats if each.agenda is not None]
    assert from_json(json_of(shipped, facts, KYI)).scores


def test_hostile_words_are_text_in_a_record() -> None:
    text = json_of(*peopled(HOSTILE))
    assert text.isascii()
    assert all(sign >= " " or sign == "\n" for sign in text)
    assert "alert(1)" in text
    assert shape_of(json.loads(text)) == shape_of(json.loads(json_of(*peopled(("plain words",)))))


def shape_of(value: object) -> object:
    """A value without its texts."""
    if isinstance(value, dict):
        return {key: shape_of(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape_of(each) for each in value]
    return type(value).__name__


def test_a_session_file_gives_the_same_record_as_its_table(table: Table, tmp_path: Path) -> None:
    again = facilitated(tmp_path / "again.nax")
    one = to_json(session_record(table.game, table.facts, SOURCE, CONTROL, 30))
    assert to_json(session_record(again.game, again.facts, SOURCE, CONTROL, 30)) == one
