"""Why a number is what it is: the account of the index, or of any quantity, as a tree of lines down to the sources.

Works on a ledger as one seat may read it, so the answer never holds more than the seat knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from northaxis.domain.facts import Cause, Changed
from northaxis.domain.ids import PassageId, SeatId
from northaxis.domain.ledger import BORN_OF_OTHERS, INHERITED, Ledger, Line, Share
from northaxis.domain.quantities import Kind, Quantity
from northaxis.domain.ruleset import Game
from northaxis.domain.views import knows_index
from northaxis.services import wording as w


@dataclass(frozen=True, slots=True)
class Because:
    """One line of an account: points it adds, what it says, where it comes from, and what lies under it.

    `points` is None for a line that only explains. `turn` is 0 for the start.
    """

    words: str
    points: int | None = None
    turn: int = 0
    seat: SeatId | None = None
    cites: tuple[PassageId, ...] = ()
    under: tuple[Because, ...] = ()


def why_index(game: Game, ledger: Ledger, reader: SeatId, root: bool = False) -> Because | None:
    """The index as a sum of its causes, largest first; by first causes with `root`. None for who may not know it."""
    if not knows_index(game, reader):
        return None
    since = ledger.since(1)
    shares = since.root(within=ledger) if root else since.direct()
    under = [
        Because("at the start", ledger.start),
        *(_of_share(game, ledger, share, root) for share in shares if share.points),
    ]
    total = (
        f"{w.index_name(game)} {ledger.total} = {ledger.start} at the start {_plus(ledger.total - ledger.start)} since"
    )
    return Because(total, ledger.total, under=tuple(under))


def why_quantity(game: Game, ledger: Ledger, name: str) -> Because:
    """The account of one quantity: every visible change in order, with its cause. KeyError for a stranger."""
    quantity = game.rules.quantity(name)
    lines = [line for line in ledger.about(quantity.id) if line.fact.before != line.fact.after or line.turn == 0]
    under = tuple(_of_line(game, ledger, line) for line in lines)
    if not lines:
        return Because(f"{w.plain(quantity.name)}: nothing that you may know has moved it", under=_meaning(quantity))
    return Because(
        f"{w.plain(quantity.name)} {_value(quantity, lines[-1].fact.after)}", under=(*_meaning(quantity), *under)
    )


def claims(game: Game, cites: tuple[PassageId, ...]) -> tuple[Because, ...]:
    """What the cited passages say, in the project's own words."""
    known = (game.rules.passages[id] for id in cites if id in game.rules.passages)
    return tuple(Because(f"{passage.id}: {w.plain(passage.claim)}") for passage in known)


def to_lines(account: Because, depth: int = 2, indent: str = "") -> Iterator[str]:
    """The tree as lines, each level further in, down to `depth` levels under the first."""
    points = f"{w.signed(account.points):>3}  " if account.points is not None and indent else ""
    yield f"{indent}{points}{account.words}"
    if depth > 0:
        for each in account.under:
            yield from to_lines(each, depth - 1, indent + "  ")


def _of_share(game: Game, ledger: Ledger, share: Share, root: bool) -> Because:
    cause, last = share.cause, share.lines[-1]
    moves = _moves(game, share)
    turns = sorted({line.turn for line in share.lines})
    when = f"turn {turns[0]}" if len(turns) == 1 else f"turns {', '.join(map(str, turns))}"
    words = f"{w.capital(w.cause_words(game, cause))} ({when}): {moves}{w.cites_text(cause.cites)}"
    under = list(claims(game, cause.cites[:1]))
    if not root:
        under = [*_roots(game, ledger, last), *under]
    return Because(words, share.points, last.turn, cause.seat, cause.cites, tuple(under))


def _moves(game: Game, share: Share) -> str:
    """What a cause did to the parts of the index: from and to when it was one stretch, else the sum."""
    lines: dict[str, list[Changed]] = {}
    for line in share.lines:
        lines.setdefault(line.fact.quantity, []).append(line.fact)
    return ", ".join(_stretch(game, moved) for moved in lines.values())


def _stretch(game: Game, moved: list[Changed]) -> str:
    name = w.short_name(game.rules.quantity(moved[0].quantity))
    if all(one.after == other.before for one, other in pairwise(moved)):
        return f"{name} {moved[0].before} to {moved[-1].after}"
    return f"{name} {w.signed(sum(fact.applied for fact in moved))}"


def _of_line(game: Game, ledger: Ledger, line: Line) -> Because:
    fact, cause = line.fact, line.cause
    quantity = game.rules.quantity(fact.quantity)
    if line.turn == 0:
        start = f"{w.capital(w.cause_words(game, cause))}: {_value(quantity, fact.after)}{w.cites_text(cause.cites)}"
        why = (Because(w.plain(quantity.why)),) if quantity.why else ()
        return Because(start, None, 0, None, cause.cites, (*why, *claims(game, cause.cites[:1])))
    span = f"{_value(quantity, fact.before)} to {_value(quantity, fact.after)}"
    words = f"turn {line.turn}, {w.cause_words(game, cause)}: {span}{w.cites_text(cause.cites)}"
    under = (*_roots(game, ledger, line), *claims(game, cause.cites[:1]))
    points = fact.applied if quantity.kind in (Kind.TRACK, Kind.IP) else None
    return Because(words, points, line.turn, cause.seat, cause.cites, under)


def _roots(game: Game, ledger: Ledger, line: Line) -> list[Because]:
    """What made a rule's condition true, back to a first cause; nothing for what people did themselves."""
    if line.cause.kind not in BORN_OF_OTHERS:
        return []
    say = w.rule_texts(game, line.cause.id)
    told = [Because(say[1])] if say and say[1] else []
    return [*told, *(Because(f"because of {_root_words(game, cause)}") for cause in ledger.chain(line)[1:])]


def _root_words(game: Game, cause: Cause) -> str:
    return "what was so before play" if cause == INHERITED else w.cause_words(game, cause)


def _meaning(quantity: Quantity) -> tuple[Because, ...]:
    return (Because(w.plain(quantity.meaning)),) if quantity.meaning else ()


def _value(quantity: Quantity, value: int) -> str:
    if quantity.kind is Kind.SWITCH:
        return "on" if value else "off"
    if quantity.kind is Kind.FLAG:
        return "no" if value == 0 else "yes" if value < 0 else f"for {w.turns_words(value)}"
    return str(value)


def _plus(points: int) -> str:
    return f"+ {points}" if points >= 0 else f"- {-points}"
