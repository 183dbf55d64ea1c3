"""people.yaml and turn-zero.yaml: what is shipped, and every mistake against the small game."""

import pytest
from tests.content.small import RULES, changed, codes
from tests.shipped import game

from northaxis.content import check_texts, compile_ruleset
from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.people import People, TurnZero

PEOPLE = """\
format: 1
co_seats:
  - {id: MSC, head: MIN, name: Council, mark: "%", plays: The chiefs., brief: You decide., phases: [A], cites: [EF-01]}
together:
  - {name: Both, seats: [MIN, KYI]}
seatings:
  - {people: 1, players: [[MIN, KYI]]}
  - {people: 2, players: [[MIN], [MSC]], share: [MIN]}
"""

TURN_ZERO = """\
format: 1
statements:
  - {id: one, text: It holds., tensions: [T1], dial: DIAL, borne_out_by: SETTING, cites: [EF-01]}
questions:
  - {id: Q1, ask: Well?, cites: [EF-01]}
"""


def small() -> dict[str, str]:
    """The small rule set with people, its phases and dial filled in."""
    rules, _ = compile_ruleset(RULES)
    assert rules is not None
    first = next(iter(rules.seats.values())).actions
    phase = next(
        p.id for p in rules.phases if any(a.phase == p.id for a in first) and any(a.phase != p.id for a in first)
    )
    dial = rules.dials[0]
    zero = TURN_ZERO.replace("DIAL", dial.id).replace("SETTING", dial.settings[0].id)
    return {**RULES, "people.yaml": PEOPLE.replace("[A]", f"[{phase}]"), "turn-zero.yaml": zero}


def test_people_and_turn_zero_compile() -> None:
    rules, problems = compile_ruleset(small())
    assert rules is not None, problems
    assert codes(problems) == []
    row = rules.people.seating(2)
    assert row is not None
    assert (row.players, row.share) == ((("MIN",), ("MSC",)), ("MIN",))
    bloc = rules.people.bloc(["KYI", "MIN"])  # type: ignore[list-item]
    assert bloc is not None
    assert bloc.name == "Both"
    assert rules.people.co_seats["MIN"].advice == rules.seats["MIN"].advice  # type: ignore[index]
    assert [statement.text for statement in rules.turn_zero.statements] == ["It holds."]


def test_a_rule_set_can_do_without_people_and_turn_zero() -> None:
    rules, _ = compile_ruleset(RULES)
    assert rules is not None
    assert (rules.people, rules.turn_zero) == (People(), TurnZero())


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("people.yaml", "head: MIN", "head: MOS", "unknown-seat"),
        ("people.yaml", "id: MSC", "id: KYI", "duplicate-id"),
        ("people.yaml", "phases: [", "phases: [Z, ", "unknown-phase"),
        ("people.yaml", "cites: [EF-01]", "cites: [EF-77]", "unknown-passage"),
        ("people.yaml", 'mark: "%"', 'mark: "%%"', "too-long"),
        ("people.yaml", "seats: [MIN, KYI]", "seats: [MIN, KIY]", "unknown-seat"),
        ("people.yaml", "people: 1", "people: 3", "wrong-count"),
        ("people.yaml", "people: 1, players: [[MIN, KYI]]", "people: 2, players: [[MIN], [KYI]]", "duplicate-id"),
        ("people.yaml", "[[MIN, KYI]]", "[[MIN, MIN]]", "duplicate-id"),
        ("people.yaml", "[[MIN, KYI]]", "[[]]", "too-short"),
        ("people.yaml", ", share: [MIN]", "", "unknown-seat"),
        ("people.yaml", "share: [MIN]", "share: [KYI]", "unknown-co-seat"),
        ("turn-zero.yaml", "borne_out_by: ", "borne_out_by: no", "unknown-setting"),
        ("turn-zero.yaml", "dial: ", "dial: no", "unknown-dial"),
        ("turn-zero.yaml", "tensions: [T1]", "tensions: [1]", "wrong-type"),
        ("turn-zero.yaml", "tensions: [T1]", "tensions: [X1]", "wrong-spelling"),
        ("turn-zero.yaml", "id: Q1", "id: Q1, for: all", "unknown-field"),
    ],
)
def test_a_mistake_is_found(file: str, old: str, new: str, code: str) -> None:
    _, problems = compile_ruleset(changed(small(), file, old, new))
    assert code in codes(problems)


def test_a_co_seat_that_would_leave_nothing_to_order_is_refused() -> None:
    files = small()
    rules, _ = compile_ruleset(RULES)
    assert rules is not None
    every = ", ".join(phase.id for phase in rules.phases)
    line = next(line for line in files["people.yaml"].splitlines() if "phases:" in line)
    phase = line.partition("phases: [")[2][0]
    assert "no-actions" in codes(compile_ruleset(changed(files, "people.yaml", f"[{phase}]", f"[{every}]"))[1])


def test_people_alone_are_checked_for_their_shape() -> None:
    zero = TURN_ZERO.replace("DIAL", "dial").replace("SETTING", "low")
    assert codes(check_texts({"people.yaml": PEOPLE, "turn-zero.yaml": zero})) == ["part-of-rule-set"] * 2
    assert "unknown-field" in codes(check_texts({"people.yaml": PEOPLE.replace("share:", "shared:")}))


def test_the_shipped_people_are_those_of_the_design() -> None:
    rules = game("S3").rules
    assert [row.people for row in rules.people.seatings] == list(range(1, 13))
    west = rules.people.seating(4)
    assert west is not None
    assert west.players[3] == ("WAR", "VIL", "BRU", "WAS")
    for row in rules.people.seatings:
        if row.people >= 9:
            held = [seat for seats in row.players for seat in seats]
            assert sorted(held) == sorted(with_co_seats(game("S3"), row.share).rules.seats)
    for co_seat in rules.people.co_seats.values():
        assert 40 <= len(co_seat.brief.split()) <= 70, co_seat.id
        assert co_seat.mark not in {seat.mark for seat in rules.seats.values()}


def test_the_shipped_card_has_six_statements_and_every_dial() -> None:
    rules = game("S3").rules
    card = rules.turn_zero.statements
    assert len(card) == 6
    assert {statement.dial for statement in card if statement.dial} == {dial.id for dial in rules.dials}
    assert {tension for statement in card for tension in statement.tensions} == {
        "T1",
        "T2",
        "T3",
        "T8",
        "T9",
        "T10",
        "T12",
    }
    assert 3 <= len(rules.turn_zero.questions) <= 6
