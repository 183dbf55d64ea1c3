"""How control has ruled so far: every ruling of a session with its tags, like ones first, and a word on departures.

Pure functions over rulings; those of other sessions can be put beside this one's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from northaxis.domain import control_facts as c
from northaxis.domain.control_facts import Code, Method
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import TurnBegan
from northaxis.domain.ids import ActionId, ArgumentId, CardId, QuantityId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.undo import effective
from northaxis.services import wording as w

KINDS = {
    "shift": "shift",
    "method": "method",
    "decide": "decide",
    "overrule": "overrule",
    "rule-out": "rule-out",
    "settle": "argument",
    "grant": "grant",
    "track": "track",
}
"""Control's acts that are rulings, by their verb, and what kind of ruling each is."""
SAME_ACTION, SAME_KIND, EACH_TAG = 8, 4, 1
"""What likeness counts: the same action or claim, the same kind of ruling, each tag in common."""
HARDER, EASIER = "harder", "easier"
UNLIKE = {HARDER: EASIER, EASIER: HARDER, "success": "failure", "failure": "success", "up": "down", "down": "up"}
MADE = {
    HARDER: ("made {about} harder", "makes it harder"),
    EASIER: ("made {about} easier", "makes it easier"),
    "success": ("let {about} succeed", "lets it succeed"),
    "failure": ("let {about} fail", "lets it fail"),
    "up": ("moved {about} up", "moves it up"),
    "down": ("moved {about} down", "moves it down"),
}


@dataclass(frozen=True, slots=True)
class Precedent:
    """A ruling: `about` is the action, argument or track, `way` what it did to it (a word with an opposite, or none).

    `tags` are what it can be found by: the seat, the action's kind and phase, its target, the tags of a card.
    """

    kind: str
    about: str
    way: str
    tags: frozenset[str]
    turn: int
    what: str
    code: Code | None
    why: str
    session: str = ""


def precedents(game: Game, facts: Iterable[SeenFact], session: str = "") -> tuple[Precedent, ...]:
    """Every ruling that stands in a journal (or in what a seat may read of it), in order."""
    found, turn, word = list[Precedent](), 0, None
    for _, fact in effective(facts):
        match fact:
            case TurnBegan(turn=now):
                turn = now
            case c.Intervened(what=what) if what in KINDS:
                word = fact
                found.append(replace(_of_word(game, fact, turn), session=session))
            case c.ArgumentSettled(method=Method.DICE | Method.ESTIMATE):
                found.append(replace(_of_argument(fact, turn), session=session))
            case c.NeedShifted(by=by) if word is not None and found:
                found[-1] = replace(found[-1], way=HARDER if by > 0 else EASIER)
            case c.OrderDecided(success=success) | c.OrderOverruled(success=success) if word is not None and found:
                if found[-1].kind in ("decide", "overrule"):
                    found[-1] = replace(found[-1], way="success" if success else "failure")
            case c.ArgumentSettled(method=Method.FREE | Method.CONSENSUS, success=success) if found:
                found[-1] = replace(found[-1], way="success" if success else "failure")
            case _:
                pass
    return tuple(found)


def _of_word(game: Game, fact: c.Intervened, turn: int) -> Precedent:
    about, way = fact.about, ""
    action, _, target = about.partition(" @")
    if action in game.rules.actions:
        about = action
    elif fact.what == "track" and _is_whole(fact.was) and _is_whole(fact.now):
        way = "up" if int(fact.now) > int(fact.was) else "down"
    what = " ".join(part for part in (fact.was, "to" if fact.was and fact.now else "", fact.now) if part)
    return Precedent(
        KINDS[fact.what], about, way, tags_of(game, action, target), turn, w.plain(what), fact.code, w.plain(fact.why)
    )


def _of_argument(fact: c.ArgumentSettled, turn: int) -> Precedent:
    what = f"need {fact.need}" if fact.method is Method.DICE else f"median {fact.percent} percent"
    way = "success" if fact.success else "failure"
    return Precedent("argument", fact.argument, way, argument_tags(fact.argument), turn, what, None, "")


def argument_tags(id: ArgumentId) -> frozenset[str]:
    """What an argument can be found by: its id names the seat, or the order, that it is about."""
    return frozenset({"argument", id.partition("-")[2].partition("-")[0]})


def tags_of(game: Game, about: str, target: str = "") -> frozenset[str]:
    """What a ruling on an action, a card, an argument or a track can be found by."""
    action = game.rules.actions.get(ActionId(about))
    if action is not None:
        named = {str(action.kind), f"phase {action.phase}", str(action.seat)}
        return frozenset(named | ({target} if target else set()))
    card = game.cards.get(CardId(about))
    if card is not None:
        return frozenset({*card.tags, *(str(seat) for seat, _ in card.choices)})
    if about in game.rules.by_name:
        return frozenset({str(game.rules.quantity(QuantityId(about)).kind)})
    if about.startswith("T"):
        return argument_tags(ArgumentId(about))
    return frozenset()


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def proposed(game: Game, kind: str, action: ActionId, target: QuantityId | None, way: str, turn: int = 0) -> Precedent:
    """A ruling on an order as control thinks of giving it, to look for its like."""
    return Precedent(kind, action, way, tags_of(game, action, target or ""), turn, "", None, "")


def like(ruling: Precedent, known: Iterable[Precedent]) -> tuple[Precedent, ...]:
    """The rulings that have something in common with this one, the most alike first; of equals the latest."""
    scored = [(likeness(ruling, one), place, one) for place, one in enumerate(known)]
    return tuple(one for score, _, one in sorted(scored, key=lambda each: (-each[0], -each[1])) if score > 0)


def likeness(one: Precedent, other: Precedent) -> int:
    """How alike two rulings are: nothing in common is 0. A kind alone is no likeness."""
    common = EACH_TAG * len(one.tags & other.tags) + SAME_ACTION * (one.about == other.about)
    return common + SAME_KIND * (one.kind == other.kind) if common else 0


def departs(ruling: Precedent, known: Sequence[Precedent]) -> str:
    """A sentence when a ruling goes against how the same was ruled before; nothing when it does not.

    The same action (or track) counts; where it was never ruled on, orders alike in kind, phase and seat do.
    """
    against = UNLIKE.get(ruling.way)
    if against is None:
        return ""
    same = [one for one in known if one.about == ruling.about and one.way in UNLIKE]
    about = ruling.about
    if not same:
        same = [one for one in known if one.way in UNLIKE and len(one.tags & ruling.tags) >= 3]
        about = "an order like this"
    ways = Counter(one.way for one in same)
    if ways[against] <= ways[ruling.way]:
        return ""
    said, now = MADE[against][0].format(about=about), MADE[ruling.way][1]
    where = "so far" if any(one.session != ruling.session for one in same) else "this session"
    return f"{_times(ways[against])} {where} control {said}; this {now}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def by_seat(known: Iterable[Precedent], seat: SeatId) -> tuple[Precedent, ...]:
    """The rulings that concern a seat."""
    return tuple(one for one in known if seat in one.tags)
