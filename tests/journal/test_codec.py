import json
import os
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, strategies as st
from tests.journal.strategies import FACTS, KINDS, of_class

from northaxis.domain import facts as f
from northaxis.domain.facts import Fact
from northaxis.domain.ids import QuantityId
from northaxis.journal.codec import LARGEST, FactUnreadable, decode, encode, kind_of, kinds
from northaxis.journal.upgrade import VERSION

TURN = '{"fact":"turn-began","turn":3}'
ROLL = (
    '{"base":8,"cause":{"cites":["BD-28"],"detail":"","id":"x","kind":"action","seat":null},"dice":[3,4],'
    '"fact":"rolled","held":[0],"name":"x","need":7,"secret":false,"success":true}'
)


@pytest.mark.parametrize("made", KINDS, ids=kind_of)
def test_every_kind_of_fact_comes_back_as_it_went(made: type) -> None:
    @given(of_class(made))
    def holds(fact: Fact) -> None:
        text = encode(fact)
        assert decode(text) == fact
        assert encode(decode(text)) == text

    holds()


@given(FACTS)
def test_a_text_is_canonical(fact: Fact) -> None:
    text = encode(fact)
    assert text.isascii()
    assert "\n" not in text
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


def test_a_text_is_what_it_was_when_this_was_written() -> None:
    assert encode(f.TurnBegan(3)) == TURN
    assert encode(decode(ROLL)) == ROLL


def test_no_two_kinds_share_a_tag() -> None:
    assert len(set(kinds())) == len(KINDS)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "fact", "not JSON"),
        ("[]", "fact", "expected an object, found a list"),
        ("{}", "fact", "expected a kind of fact, found nothing"),
        ('{"fact":"turn-ended","turn":3}', "fact", "expected a kind of fact, found 'turn-ended'"),
        ('{"fact":["turn-began"]}', "fact", "expected a kind of fact, found a list"),
        ('{"fact":"turn-began"}', "turn-began", "turn is missing"),
        ('{"fact":"turn-began","turn":3,"moon":1}', "turn-began", "'moon' is not known here"),
        ('{"fact":"turn-began","turns":3}', "turn-began", "turn is missing, 'turns' is not known here"),
        ('{"fact":"turn-began","turn":"3"}', "turn-began.turn", "expected a whole number, found '3'"),
        ('{"fact":"turn-began","turn":true}', "turn-began.turn", "expected a whole number, found true"),
        ('{"fact":"turn-began","turn":null}', "turn-began.turn", "expected a whole number, found nothing"),
        ('{"fact":"turn-began","turn":3.0}', "fact", "3.0 is not a whole number"),
        ('{"fact":"turn-began","turn":1e3}', "fact", "1e3 is not a whole number"),
        ('{"fact":"turn-began","turn":NaN}', "fact", "NaN is not a whole number"),
        ('{"fact":"turn-began","turn":-Infinity}', "fact", "-Infinity is not a whole number"),
        ('{"fact":"turn-began","turn":9223372036854775808}', "turn-began.turn", "at most 63 bits"),
        ('{"fact":"turn-began","turn":' + "9" * 5000 + "}", "fact", "not JSON"),
        ('{"fact":"turn-began","turn":3,"turn":3}', "fact", "the key 'turn' stands twice"),
        (TURN + " ", "fact", "something follows the object"),
        (" " + TURN, "fact", "not JSON"),
        ('{"fact":"step-began","step":"lunch"}', "step-began.step", "expected one of setup, inject"),
        (ROLL.replace("[3,4]", "[3]"), "rolled.dice", "expected 2 items, found 1"),
        (ROLL.replace("[3,4]", '[3,"4"]'), "rolled.dice.1", "expected a whole number, found '4'"),
        (ROLL.replace('["BD-28"]', "[28]"), "rolled.cause.cites.0", "expected text, found 28"),
        (ROLL.replace('"action"', "7"), "rolled.cause.kind", "expected one of"),
        (ROLL.replace('"success":true', '"success":1'), "rolled.success", "expected true or false, found 1"),
        ('{"fact":"card-closed","card":"\\ud800"}', "card-closed.card", "half a surrogate pair"),
        ("[" * 100_000, "fact", "nested too deeply"),
        ('{"fact":"turn-began","turn":' + "[" * 100_000, "fact", "nested too deeply"),
        ('"' + "x" * 2_000_000 + '"', "fact", "characters, at most"),
    ],
)
def test_a_text_that_is_no_fact_is_refused_with_where_and_what(text: str, where: str, what: str) -> None:
    with pytest.raises(FactUnreadable) as caught:
        decode(text)
    assert caught.value.where == where
    assert what in caught.value.what


@given(st.text(max_size=60) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_no_text_raises_anything_but_its_named_error(text: str) -> None:
    with pytest.raises(FactUnreadable):
        decode(text)


@given(FACTS, st.data())
def test_a_text_with_one_letter_changed_is_refused_or_another_fact_or_the_same(fact: Fact, data: st.DataObject) -> None:
    text = encode(fact)
    place = data.draw(st.integers(0, len(text) - 1))
    changed = text[:place] + data.draw(st.characters(max_codepoint=300)) + text[place + 1 :]
    try:
        found = decode(changed)
    except FactUnreadable:
        return
    assert decode(encode(found)) == found


def test_a_value_of_a_wrong_type_is_not_written() -> None:
    with pytest.raises(FactUnreadable, match=r"turn-began\.turn: expected a whole number, found true"):
        encode(f.TurnBegan(True))
    with pytest.raises(FactUnreadable, match=r"flags-ticked\.flags: expected a list"):
        encode(f.FlagsTicked([QuantityId("sham")]))  # type: ignore[arg-type]
    with pytest.raises(FactUnreadable, match=r"turn-began\.turn: expected a whole number of at most 63 bits"):
        encode(f.TurnBegan(LARGEST + 1))
    with pytest.raises(FactUnreadable, match="str: is not a kind of fact"):
        encode("turn-began")  # type: ignore[arg-type]


def test_the_shapes_of_facts_are_those_of_this_text_version() -> None:
    """Once a version is released its shapes are fixed. `NORTHAXIS_RECORD=1` writes them down anew before that."""
    kept = Path(__file__).parent / f"shapes_{VERSION}.txt"
    now = "".join(line + "\n" for line in sorted(_shapes()))
    if os.environ.get("NORTHAXIS_RECORD") == "1":
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8"), (
        "facts have another shape than journals of this version hold: raise journal/upgrade.py VERSION and add a lift,"
        " or, if the version was never released, run this test once with NORTHAXIS_RECORD=1"
    )


def _shapes() -> list[str]:
    seen: dict[str, str] = {}
    for made in KINDS:
        _shape(made, seen)
    return list(seen.values())


def _shape(made: Any, seen: dict[str, str]) -> None:
    for inner in get_args(made):
        _shape(inner, seen)
    if not isinstance(made, type) or made.__name__ in seen:
        return
    if issubclass(made, Enum):
        seen[made.__name__] = f"{made.__name__}: {' | '.join(str(member.value) for member in made)}"
    elif is_dataclass(made):
        seen[made.__name__] = f"{kind_of(made)}: {', '.join(f'{field.name} {field.type}' for field in fields(made))}"
        for hint in get_type_hints(made).values():
            _shape(hint, seen)
