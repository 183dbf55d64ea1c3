"""Answering demands: every combination of the answers still open is tried on a scratch board, and the best is given.

Also an onlooker's question: how would that seat answer this one demand?
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from northaxis.bots.mind import Mind
from northaxis.bots.scratch import Row
from northaxis.bots.word import NO_WORD, Word
from northaxis.domain.demands import ResponseKind
from northaxis.domain.ids import DemanderId, DemandId
from northaxis.domain.orders import Answer, Order
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView

SHAM_FEAR = 300
"""What every sham costs its author in peace of mind, in thousandths of a point: the price of exposure."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand on the table and the answers still possible to it, in order; a written answer stands alone and paid."""

    demander: DemanderId
    demand: DemandId
    backed: bool
    kinds: tuple[ResponseKind, ...]
    written: bool

    def cost(self, mind: Mind, kind: ResponseKind) -> int:
        """What giving this answer would still cost."""
        return 0 if self.written else mind.book.answer_cost(self.demand, kind)


Answers = tuple[ResponseKind, ...]


def asked_of(game: Game, view: SeatView) -> tuple[Asked, ...]:
    """The demands made of the answering seat, in the demanders' order, with what its view allows for each."""
    allowed = [order.act for order in view.legal if isinstance(order.act, Answer)]
    found = []
    for demander in game.rules.answering.demanders:
        made = next((made for made in view.demands if made.demander == demander.id), None)
        if made is None or made.demand is None:
            continue
        written = view.sheet.answer(demander.id)
        kinds = tuple(act.response for act in allowed if act.demander == demander.id)
        if written is not None:
            kinds = (written,)
        if kinds:
            found.append(Asked(demander.id, made.demand, made.backed, kinds, written is not None))
    return tuple(found)


Luck = Callable[[Asked, ResponseKind], int]
"""How far off a bot is about one answer, in thousandths."""


def no_luck(asked: Asked, kind: ResponseKind) -> int:
    """An onlooker, or a bot weighing a deal, is not off."""
    return 0


def best_answers(
    mind: Mind, asked: Sequence[Asked], row: Row, lookahead: int, word: Word = NO_WORD, luck: Luck = no_luck
) -> Answers:
    """The combination of answers whose board is worth most; of equals the first, the last demander turning fastest.

    Every promised answer that a combination breaks costs the seat's honour; `luck` is added answer by answer.
    """
    best: Answers = ()
    best_worth: int | None = None
    for kinds in product(*(one.kinds for one in asked)):
        if not _may_stand_together(mind, asked, kinds, row):
            continue
        given = tuple(zip(asked, kinds, strict=True))
        worth = mind.worth(answered(mind, asked, kinds, row, relief=False), lookahead)
        worth -= SHAM_FEAR * kinds.count(ResponseKind.SHAM)
        worth -= mind.rules.doctrine.honour * word.broken_answers((one.demander, kind) for one, kind in given)
        worth += sum(luck(one, kind) for one, kind in given)
        if best_worth is None or worth > best_worth:
            best, best_worth = kinds, worth
    return best


def _may_stand_together(mind: Mind, asked: Sequence[Asked], kinds: Answers, row: Row) -> bool:
    """Whether the answers respect the purse, the most complies (R-5.10) and one sham at a time (R-5.12)."""
    if kinds.count(ResponseKind.COMPLY) > mind.book.rules.answering.most_complies:
        return False
    if kinds.count(ResponseKind.SHAM) > 1:
        return False
    return sum(one.cost(mind, kind) for one, kind in zip(asked, kinds, strict=True)) <= row[mind.rules.ip]


def answered(mind: Mind, asked: Sequence[Asked], kinds: Answers, row: Row, relief: bool) -> Row:
    """A copy of the row with all answers paid for and then carried out in the demanders' order."""
    after = row.copy()
    cost = sum(one.cost(mind, kind) for one, kind in zip(asked, kinds, strict=True))
    mind.book.paying(mind.seat, cost)(after)
    for one, kind in zip(asked, kinds, strict=True):
        mind.book.answer(one.demand, kind, one.backed, relief)(after)
    return after


def next_answer(
    mind: Mind, asked: Sequence[Asked], row: Row, lookahead: int, word: Word = NO_WORD, luck: Luck = no_luck
) -> Order | None:
    """The first answer still to be written, out of the best combination; None when all are."""
    if all(one.written for one in asked):
        return None
    kinds = best_answers(mind, asked, row, lookahead, word, luck)
    for one, kind in zip(asked, kinds, strict=False):
        if not one.written:
            return Order(mind.seat, Answer(one.demander, kind))
    return None


def likely_answer(answerer: Mind, demand: DemandId, backed: bool, stalled: bool, row: Row, lookahead: int) -> Row:
    """The row after the answering seat's best answer to this demand alone, as an onlooker works it out."""
    demander, kinds = answerer.book.demanders[demand], _possible(answerer, demand, stalled, row)
    asked = (Asked(demander.id, demand, backed, kinds, written=False),)
    best = best_answers(answerer, asked, row, lookahead)
    return answered(answerer, asked, best, row, relief=True) if best else row.copy()


def _possible(answerer: Mind, demand: DemandId, stalled: bool, row: Row) -> tuple[ResponseKind, ...]:
    answering = answerer.book.rules.answering

    def is_possible(kind: ResponseKind) -> bool:
        if kind is ResponseKind.STALL:
            return not stalled
        if kind is ResponseKind.SHAM:
            live = answering.sham_flag is not None and row[answering.sham_flag] != 0
            return answerer.book.demands[demand].sham_of is not None and not live
        return kind is not ResponseKind.COMPLY or answering.most_complies > 0

    return tuple(kind for kind in answering.responses if is_possible(kind))
