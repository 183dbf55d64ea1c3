"""What a seat has promised and how that weighs on its choices: each promise a choice would break costs its honour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Term
from northaxis.domain.ids import ActionId, DemanderId
from northaxis.domain.views import SeatView


@dataclass(frozen=True, slots=True)
class Word:
    """What a seat has promised and not yet been judged on, for this turn."""

    answers: tuple[tuple[DemanderId, ResponseKind], ...] = ()
    held: frozenset[ActionId] = frozenset()
    owed: frozenset[ActionId] = frozenset()

    def broken_answers(self, given: Iterable[tuple[DemanderId, ResponseKind]]) -> int:
        """How many promised answers these answers break."""
        promised = dict(self.answers)
        return sum(1 for demander, kind in given if promised.get(demander, kind) is not kind)


NO_WORD = Word()
"""Nothing promised."""


def word_of(view: SeatView) -> Word:
    """The seat's running promises, from the deals it can see."""
    answers, held, owed = list[tuple[DemanderId, ResponseKind]](), set[ActionId](), set[ActionId]()
    for term in _running(view):
        if term.kind == "response" and term.demander is not None and term.response is not None:
            answers.append((term.demander, term.response))
        elif term.kind == "no_order":
            held.update(term.actions)
        elif term.kind == "order":
            owed.update(term.actions)
    return Word(tuple(answers), frozenset(held), frozenset(owed))


def _running(view: SeatView) -> Iterable[Term]:
    for deal in view.deals:
        if not deal.signed:
            continue
        judged = {place for place, _ in deal.verdicts}
        for place, term in enumerate(deal.terms):
            current = deal.turn == view.turn if term.kind == "response" else view.turn <= term.through
            if term.seat == view.seat and place not in judged and current:
                yield term
