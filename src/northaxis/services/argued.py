"""What is looked back on of arguments once play is over: those in secret, and the big projects. Plain lines.

Before the end a seat's facts hold nothing of others' secrets, and so neither do these lines.
"""

from __future__ import annotations

from collections.abc import Iterable

from northaxis.domain import control_facts as c
from northaxis.domain.control_facts import Method
from northaxis.domain.declassify import SeenFact
from northaxis.domain.ids import ArgumentId
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w
from northaxis.services.room import by_turn, shift_words

Dated = tuple[tuple[int, SeenFact], ...]


def secret_lines(game: Game, facts: Iterable[SeenFact]) -> tuple[str, ...]:
    """`Kyiv in turn 2: "A clerk sells us the rota": it held, Early warning +1`, in the order of play."""
    dated = tuple(by_turn(facts))
    return tuple(
        f'{w.seat_name(game, one.seat)} {_when(one)}: "{w.plain(one.claim)}": {_came(game, dated, one.argument)}'
        for one in _opened(dated)
        if one.secret
    )


def project_lines(game: Game, facts: Iterable[SeenFact]) -> tuple[str, ...]:
    """`Kyiv, T1-KYI: "A bridge": held twice, Early warning +4`, in the order of play."""
    dated = tuple(by_turn(facts))
    ended = {fact.project: fact for _, fact in dated if isinstance(fact, c.ProjectEnded)}
    begun = [fact.argument for _, fact in dated if isinstance(fact, c.ProjectBegun)]
    lines = list[str]()
    for one in _opened(dated):
        if one.argument in begun:
            end = ended.get(one.argument)
            came = _became(end)
            moved = f", {_moves(game, dated, one.argument)}" if end is not None and end.success else ""
            lines.append(f'{w.seat_name(game, one.seat)}, {one.argument}: "{w.plain(one.claim)}": {came}{moved}')
    return tuple(lines)


def _became(end: c.ProjectEnded | None) -> str:
    if end is None:
        return "it held once, and never again"
    if end.success:
        return "it held twice"
    return "control ended it" if end.argument == end.project else "it failed"


def _opened(dated: Dated) -> tuple[c.ArgumentOpened, ...]:
    """The last of each id: one that was taken back and written anew counts once."""
    found = {fact.argument: fact for _, fact in dated if isinstance(fact, c.ArgumentOpened)}
    return tuple(found.values())


def _when(one: c.ArgumentOpened) -> str:
    """The turn is in the id: what others argued in secret is told to a seat at the end alone."""
    return f"in turn {one.argument.partition('-')[0].removeprefix('T')}"


def _came(game: Game, dated: Dated, id: ArgumentId) -> str:
    ends = [fact for _, fact in dated if isinstance(fact, c.ArgumentSettled) and fact.argument == id]
    if not ends:
        return "it was never settled"
    if ends[-1].method is Method.DROPPED:
        return "it was dropped"
    if not ends[-1].success:
        return "it did not hold"
    if any(isinstance(fact, c.ProjectBegun) and fact.argument == id for _, fact in dated):
        return "it held once, as a project"
    moved = _moves(game, dated, id)
    return f"it held, {moved}" if moved else "it held"


def _moves(game: Game, dated: Dated, id: ArgumentId) -> str:
    """What it was to move."""
    opened = next((one for one in _opened(dated) if one.argument == id), None)
    first = opened.project if opened is not None and opened.project is not None else id
    named = [fact for _, fact in dated if isinstance(fact, c.EffectNamed) and fact.argument == first]
    return shift_words(game, named[-1].shifts) if named else ""
