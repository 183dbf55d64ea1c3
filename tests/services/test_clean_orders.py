"""Whatever a person writes in an order is clean before it becomes a fact."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest
from tests.shipped import game

from northaxis.domain import control_orders as co, orders as o
from northaxis.domain.control_facts import Code, Method, NamedShift, WrittenOption
from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Noted, Said, SeatHeld, Term
from northaxis.domain.ids import CONTROL, OptionId, QuantityId, SeatId
from northaxis.domain.orders import Order, Say
from northaxis.domain.rulings import Refused, Upheld
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.services.clean_orders import clean_order, clean_words
from northaxis.services.in_memory import InMemoryJournal, SetClock
from northaxis.services.table import Table, open_table

NASTY = "a\x1b]52;c;aGk=\x07\x9b31m\x00\x7f\u202e\u2028\ud800\ue000\u200b" + "e" + "\u0301\u200d" * 40 + "\nend"
MIN = SeatId("MIN")


def texts_in(value: object) -> list[str]:
    """Every text in an order, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts_in(each)]
    if is_dataclass(value) and not isinstance(value, type):
        return [text for field in fields(value) for text in texts_in(getattr(value, field.name))]
    return []


def acts(kinds: Any) -> list[type]:
    return [kind for each in get_args(kinds) for kind in (acts(each) or [each])] if get_args(kinds) else []


def filled(hint: Any, text: str) -> Any:
    """A value for a field, with the text wherever a text may stand."""
    if hint is bool or hint is int:
        return 1
    if hint in (Code, Method):
        return next(iter(hint))
    if hint is NamedShift:
        return NamedShift(QuantityId(text), 1)
    if hint is WrittenOption:
        return WrittenOption(SeatId(text), OptionId(text), text, 1, ())
    if hint is Term:
        return Term("text", SeatId(text), text=text)
    if hint is ResponseKind:
        return ResponseKind.STALL
    parts = [part for part in get_args(hint) if part is not Ellipsis and part is not type(None)]
    if getattr(hint, "__origin__", None) is tuple:
        return (filled(parts[0], text),)
    return filled(parts[0], text) if parts else text


@pytest.mark.parametrize("kind", acts(o.Act), ids=lambda kind: kind.__name__)
def test_no_text_of_any_act_keeps_anything_that_could_act(kind: type) -> None:
    hints = get_type_hints(kind)
    order = clean_order(Order(MIN, kind(**{name: filled(hint, NASTY) for name, hint in hints.items()})))
    left = {
        unicodedata.category(character)
        for text in texts_in(order)
        for character in text
        if character not in "\u200c\u200d"
    }
    assert not left & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"}
    assert all("\u0301\u200d\u0301\u200d\u0301" not in text for text in texts_in(order))


def test_the_acts_are_all_looked_at() -> None:
    assert len(acts(o.Act)) > 35
    assert {Say, co.WriteCard, co.Argue, co.Reflect} <= set(acts(o.Act))


def test_clean_words_stay_as_they_are() -> None:
    for text in ("Suwałki · Гродна · Мінск", "−2 [red]b[/]", "日本", "क्\u200dष", "", " two  blanks "):
        assert clean_words(text) == text
    order = Order(MIN, Say((), "Żółw i їжак"))
    assert clean_order(order) is order


def test_cleaning_twice_is_cleaning_once() -> None:
    assert clean_words(clean_words(NASTY)) == clean_words(NASTY)


def table() -> Table:
    store = InMemoryJournal(Header("S1", (), 0, "test"))
    holders = {MIN: Holder(NASTY, None), CONTROL: Holder("control", None)}
    return open_table(store, game("S1"), SetClock(), seed="7", holders=holders)


def test_the_table_keeps_no_other_words_nor_names_than_clean_ones() -> None:
    there = table()
    assert isinstance(there.ask(MIN, Order(MIN, Say((), NASTY)), "1"), Upheld)
    assert isinstance(there.ask(CONTROL, Order(CONTROL, co.Note("LO1", NASTY)), "2"), Upheld)
    assert isinstance(there.ask(CONTROL, Order(CONTROL, co.Reseat(MIN, NASTY, None, NASTY)), "3"), Upheld)
    there.seat_person(MIN, Holder(NASTY, None), "4")
    said = [fact for fact in there.facts if isinstance(fact, Said | Noted | SeatHeld)]
    assert len(said) >= 4
    assert all(text.isprintable() or "\u200d" in text for fact in said for text in texts_in(fact))
    assert not any(sign in repr(there.facts) for sign in ("\\x1b", "\\u202e", "\\ud800", "\\x07"))


def test_a_text_that_is_too_long_is_still_refused_as_too_long() -> None:
    ruling = table().ask(MIN, Order(MIN, Say((), "\x1b" * 30_000)), "1")
    assert isinstance(ruling, Refused)
    assert "600" in ruling.detail
