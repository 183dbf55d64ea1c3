"""What the table has told of one seat, on the far side of the wire: taken in news by news and proven equal by hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import CardDrawn, CardWritten
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView
from northaxis.domain.written import narrowed, with_written
from northaxis.network.wire import Message, NotUnderstood, ViewForm, chain, equality, fact_from, fact_text


@dataclass(frozen=True, slots=True)
class Sight:
    """A seat's view and facts as of its last news."""

    view: SeatView
    facts: tuple[SeenFact, ...] = ()
    values: dict[str, object] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    chained: bytes = b""


def taken_in(form: ViewForm, before: Sight | None, message: Message) -> Sight | None:
    """What a seat holds after a piece of news; None when it does not come out equal to what the table holds.

    NotUnderstood when it is no news at all, or a whole that does not add up.
    """
    fields, plain_facts = message.get("view"), message.get("facts")
    if not isinstance(fields, dict) or not isinstance(plain_facts, list):
        raise NotUnderstood("news without a view and facts")
    is_whole = message["type"] == "whole"
    old = None if is_whole else before
    if old is None and not is_whole:
        return None
    fresh = tuple(fact_from(plain) for plain in plain_facts)
    values = {**(old.values if old else {}), **form.values(fields)}
    view = form.view(values)
    texts = form.texts(view, old.view, old.texts) if old else form.texts(view)
    chained = chain(old.chained if old else b"", map(fact_text, fresh))
    if equality(texts, chained) != message.get("hash"):
        if is_whole:
            raise NotUnderstood("what it shows does not add up")
        return None
    return Sight(view, (*(old.facts if old else ()), *fresh), values, texts, chained)


def with_cards(game: Game, facts: Sequence[SeenFact]) -> Game:
    """The game with the cards that control brought in for a seat, found again in its facts."""
    for fact in facts:
        if isinstance(fact, CardWritten):
            game = with_written(game, fact)
        elif isinstance(fact, CardDrawn) and fact.card in game.cards and fact.is_inject:
            game = narrowed(game, fact.card, fact.to)
    return game
