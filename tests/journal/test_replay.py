from collections.abc import Sequence
from dataclasses import fields, replace as changed
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.journal.tiny_game import HEADER, commands, play, tiny_game

from northaxis.domain import facts as f
from northaxis.domain.facts import Fact
from northaxis.domain.ids import CardId, DemanderId, OptionId, QuantityId, SeatId
from northaxis.domain.state import fold
from northaxis.journal.codec import FactUnreadable, Plain, encode, parse
from northaxis.journal.envelope import BadEntry, Entry, Header, StoredText, Tip, chained, is_command_id, jsonl, resealed
from northaxis.journal.replay import facts_of, first_bad, moments, replay, state_hash
from northaxis.journal.upgrade import read

GAME = tiny_game()


def written(
    facts: Sequence[Fact], header: Header = HEADER, at: int = 1, size: int = 5, prefix: str = "c"
) -> list[Entry]:
    """Entries of facts, `size` facts a command."""
    tip, entries = header.tip, list[Entry]()
    for start in range(0, len(facts), size):
        texts = [encode(fact) for fact in facts[start : start + size]]
        made = chained(tip, f"{prefix}-{start}", at + start, 1, texts)
        entries += made
        tip = Tip(made[-1].seq, made[-1].hash, made[-1].seal)
    return entries


ENTRIES = written(play())


def test_a_journal_folds_to_the_state_its_facts_made() -> None:
    found = replay(GAME, HEADER, ENTRIES)
    assert found.is_valid
    assert found.state == fold(GAME, play())
    assert found.facts == len(play())
    assert list(facts_of(ENTRIES)) == play()


def test_a_replay_can_stop_at_any_entry() -> None:
    for upto in (0, 1, 20, len(ENTRIES)):
        found = replay(GAME, HEADER, ENTRIES, upto)
        assert (found.state, found.facts) == (fold(GAME, play()[:upto]), upto)


def test_every_moment_has_its_entry_its_fact_and_the_state_after_it() -> None:
    for place, moment in enumerate(moments(GAME, HEADER, ENTRIES), start=1):
        assert moment.entry.seq == place
        assert moment.fact == play()[place - 1]
        assert moment.state == fold(GAME, play()[:place])


def test_the_head_depends_on_facts_and_contents_and_on_nothing_else() -> None:
    head = replay(GAME, HEADER, ENTRIES).head
    later = changed(HEADER, created=99, app="9.9", origin="elsewhere")
    assert replay(GAME, later, written(play(), later, at=77, size=3, prefix="other")).head == head
    other_deck = changed(HEADER, contents=(*HEADER.contents, StoredText("deck", "decks/more.yaml", "x")))
    assert written(play(), other_deck)[-1].hash != head
    assert written(play(), changed(HEADER, scenario="tiny+V2"))[-1].hash != head
    assert written([*play()[:-1], f.Said(SeatId("MIN"), (), "no")])[-1].hash != head


def test_the_chain_rule_never_changes_unnoticed() -> None:
    assert HEADER.genesis == "3c935190f96c4233abc14e7af80318305a1466b05be8c4b4883c3b9a3e0f5f90"
    assert ENTRIES[0].hash == "512fa74da137dc764e2e50fb4cdd89b585a02c9de8d3158cfea1497aa7345fe5"
    assert ENTRIES[0].seal == "341be44a911c44ebff520c9f40fda7a4d369427a139e7f2af5052ae22e74e46d"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": encode(f.TurnBegan(9))}, "its hash does not follow"),
        ({"hash": "0" * 64}, "its hash does not follow"),
        ({"version": 2}, "its hash does not follow"),
        ({"seal": "0" * 64}, "its seal does not follow"),
        ({"at": 5}, "its seal does not follow"),
        ({"command": "c-x"}, "its seal does not follow"),
        ({"seq": 44}, "missing: the next one here is entry 44"),
    ],
)
def test_whatever_is_changed_in_an_entry_it_is_named_and_the_rest_before_it_holds(
    change: dict[str, Any], reason: str
) -> None:
    entries = [*ENTRIES[:41], ENTRIES[41]._replace(**change), *ENTRIES[42:]]
    found = replay(GAME, HEADER, entries)
    assert found.bad is not None
    assert found.bad.seq == 42
    assert found.to_text().startswith(f"valid up to entry 41; entry 42: {reason}")
    assert found.state == fold(GAME, play()[:41])
    assert found.head == ENTRIES[40].hash
    assert (bad := first_bad(HEADER, entries)) is not None
    assert bad.seq == 42


@given(st.integers(0, len(ENTRIES) - 1), st.integers(0, len(ENTRIES) - 1))
def test_entries_taken_out_or_swapped_are_placed(a: int, b: int) -> None:
    out = ENTRIES[:a] + ENTRIES[a + 1 :]
    bad = first_bad(HEADER, out)
    assert (bad.seq if bad else None) == (a + 1 if a < len(ENTRIES) - 1 else None)
    swapped = list(ENTRIES)
    swapped[a], swapped[b] = swapped[b], swapped[a]
    bad = first_bad(HEADER, swapped)
    assert (bad.seq if bad else None) == (min(a, b) + 1 if a != b else None)


def test_a_chain_check_that_checks_nothing_would_be_caught() -> None:
    """The control of the two tests above: hashes made after the change hold, so it was the hashes that told."""
    texts = [encode(fact) for fact in play()]
    texts[41] = encode(f.TurnBegan(9))
    assert first_bad(HEADER, chained(HEADER.tip, "c", 1, 1, texts)) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "fact: expected a kind of fact"),
        (encode(f.PhaseBegan("no such phase")), "its fact does not fit the game before it"),
        (encode(f.OptionPicked(CardId("x"), SeatId("MIN"), OptionId("a"))), "does not fit the game before it"),
        (encode(f.FlagsTicked((QuantityId("none"),))), "its fact does not fit the game before it"),
    ],
)
def test_a_well_chained_entry_that_says_nonsense_ends_the_replay_there(text: str, reason: str) -> None:
    texts = [*(encode(fact) for fact in play()[:7]), text]
    found = replay(GAME, HEADER, chained(HEADER.tip, "c", 1, 1, texts))
    assert (found.facts, found.bad is not None) == (7, True)
    assert reason in found.to_text()


def test_a_bad_first_entry_is_told_without_a_valid_part() -> None:
    found = replay(GAME, HEADER, [ENTRIES[1]])
    assert found.to_text() == "entry 1: missing: the next one here is entry 2"
    assert found.head == HEADER.genesis


def test_a_reader_that_breaks_off_is_placed_too() -> None:
    def broken() -> chain[Entry]:
        def stop() -> Sequence[Entry]:
            raise BadEntry(11, "cannot be read")

        return chain(ENTRIES[:10], (entry for part in (stop,) for entry in part()))

    assert replay(GAME, HEADER, broken()).to_text() == "valid up to entry 10; entry 11: cannot be read"


def test_equal_states_have_equal_hashes_in_whatever_order_they_were_made() -> None:
    state = fold(GAME, play())
    turned = changed(state, holders=dict(reversed(list(state.holders.items()))))
    assert state_hash(turned) == state_hash(state)
    several = frozenset(map(DemanderId, "abcdef"))
    assert state_hash(changed(state, last_stalls=several)) == state_hash(
        changed(state, last_stalls=frozenset(sorted(several)))
    )


def test_every_field_of_a_state_is_in_its_hash() -> None:
    state = fold(GAME, play())
    other = fold(GAME, play()[:3])
    every = [field.name for field in fields(state) if field.name != "game"]
    names = [name for name in every if getattr(state, name) != getattr(other, name)]
    assert len(names) > 10
    for name in names:
        assert state_hash(changed(state, **{name: getattr(other, name)})) != state_hash(state)


def test_old_texts_are_lifted_version_by_version() -> None:
    def first(old: Plain) -> Plain:
        return {**old, "fact": "turn-began"} if old["fact"] == "turn-opened" else old

    def second(old: Plain) -> Plain:
        return {"fact": "turn-began", "turn": old["number"]} if old["fact"] == "turn-began" else old

    lifts = {1: first, 2: second}
    assert read('{"fact":"turn-opened","number":4}', 1, 3, lifts) == f.TurnBegan(4)
    assert read('{"fact":"turn-began","number":4}', 2, 3, lifts) == f.TurnBegan(4)
    assert read('{"fact":"turn-began","turn":4}', 3, 3, lifts) == f.TurnBegan(4)
    assert read('{"fact":"demands-published"}', 1, 3, lifts) == f.DemandsPublished()


def test_a_text_of_an_unknown_version_is_refused() -> None:
    with pytest.raises(FactUnreadable, match="newer northaxis"):
        read("{}", 2)
    with pytest.raises(FactUnreadable, match="there never was a text version 0"):
        read("{}", 0)


def test_a_branch_keeps_the_hashes_and_changes_the_seals() -> None:
    header = changed(HEADER, created=5, origin="x.nax at entry 10")
    branch = list(resealed(header, ENTRIES[:10]))
    assert [entry.hash for entry in branch] == [entry.hash for entry in ENTRIES[:10]]
    assert branch[-1].seal != ENTRIES[9].seal
    assert first_bad(header, branch) is None


def test_an_exported_line_checks_on_its_own() -> None:
    lines = [parse(line) for line in jsonl(HEADER, ENTRIES)]
    assert [line["seq"] for line in lines] == [entry.seq for entry in ENTRIES]
    assert lines[0]["previous"] == HEADER.genesis
    assert [line["previous"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]
    assert lines[2]["fact"] == parse(ENTRIES[2].text)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("a", True),
        ("9f1c-22:MIN@3.1/x_+", True),
        ("", False),
        ("a b", False),
        ("a\n", False),
        ("é", False),
        ("a" * 129, False),
    ],
)
def test_a_command_id_is_short_and_plain(text: str, good: bool) -> None:
    assert is_command_id(text) is good


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../x", "C:\\x", "", "a//b", "a\nb"])
def test_a_stored_text_is_not_named_after_a_place_on_this_machine(name: str) -> None:
    with pytest.raises(ValueError, match="plain relative name"):
        StoredText("deck", name, "")


def test_the_tiny_play_moves_as_commands_what_it_moves_as_facts() -> None:
    assert [fact for _, facts in commands() for fact in facts] == play()
