"""How control has ruled so far: every ruling of a session with its tags, like ones first, and a word on departures.
A ruling is no precedent for the order it was made on: to choose a way and then decide is one ruling, not two.

Pure functions over rulings; those of other sessions can be put beside this one's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from northaxis.domain import control_facts as c
from northaxis.domain.control_facts import Code, Method
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import TurnBegan
from northaxis.domain.ids import ActionId, ArgumentId, CardId, QuantityId, SeatId
from northaxis.domain.room import Argument
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
HARDER, EASIER, SUCCESS, FAILURE, UP, DOWN = "harder", "easier", "success", "failure", "up", "down"
OUT, DROPPED = "out", "dropped"
BY = {
    Method.DICE: "by dice",
    Method.ARGUMENT: "by argument",
    Method.FREE: "by control's word",
    Method.CONSENSUS: "by consensus",
}
AGAINST: Mapping[str, tuple[str, ...]] = {
    HARDER: (EASIER, OUT),
    EASIER: (HARDER, OUT),
    SUCCESS: (FAILURE, OUT, DROPPED),
    FAILURE: (SUCCESS, OUT),
    UP: (DOWN,),
    DOWN: (UP,),
    OUT: (HARDER, EASIER, SUCCESS, FAILURE, *BY.values()),
    DROPPED: (SUCCESS, FAILURE),
    **{way: (*(other for other in BY.values() if other != way), OUT) for way in BY.values()},
}
"""What a ruling can do, and which earlier rulings on the same it goes against."""
ONLY_OF_THE_SAME = frozenset({OUT, *BY.values()})
"""What is compared only among rulings on the same action: elsewhere it says nothing."""
MADE = {
    HARDER: ("made {about} harder", "makes it harder"),
    EASIER: ("made {about} easier", "makes it easier"),
    SUCCESS: ("let {about} succeed", "lets it succeed"),
    FAILURE: ("let {about} fail", "lets it fail"),
    UP: ("moved {about} up", "moves it up"),
    DOWN: ("moved {about} down", "moves it down"),
    OUT: ("ruled {about} out", "rules it out"),
    DROPPED: ("dropped {about}", "drops it"),
    **{way: (f"had {{about}} decided {way}", f"has it decided {way}") for way in BY.values()},
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
    says: str = ""
    """The claim of an argument."""
    order: str = ""
    """The order that was ruled on, itself or by its argument; nothing where no order was."""


def precedents(game: Game, facts: Iterable[SeenFact], session: str = "") -> tuple[Precedent, ...]:
    """Every ruling that stands in a journal (or in what a seat may read of it), in order."""
    found, turn, argued = list[Precedent](), 0, dict[ArgumentId, _Argued]()

    def came(way: str, *kinds: str) -> None:
        """What followed from control's last word, if that was a ruling of these kinds."""
        if found and found[-1].kind in kinds and not found[-1].way:
            found[-1] = replace(found[-1], way=way)

    for _, fact in effective(facts):
        match fact:
            case TurnBegan(turn=now):
                turn = now
            case c.Intervened(what=what) if what in KINDS:
                found += [replace(one, session=session) for one in _of_word(game, fact, turn, argued)]
            case c.ArgumentOpened(argument=id, seat=seat, claim=claim, action=action, target=target):
                argued[id] = _Argued(seat, claim, action, target=target)
            case c.EffectNamed(argument=id, shifts=shifts) if id in argued:
                argued[id] = replace(argued[id], tracks=tuple(shift.quantity for shift in shifts))
            case c.ArgumentSettled(method=Method.DICE | Method.ESTIMATE):
                found.append(replace(_of_argument(fact, turn, argued), session=session))
            case c.ArgumentSettled(argument=id, method=method, success=success):
                if found and found[-1].about == id:
                    came(DROPPED if method is Method.DROPPED else SUCCESS if success else FAILURE, "argument")
            case c.NeedShifted(by=by):
                came(HARDER if by > 0 else EASIER, "shift")
            case c.MethodChosen(method=method):
                came(BY.get(method, ""), "method")
            case c.OrderDecided(success=success) | c.OrderOverruled(success=success):
                came(SUCCESS if success else FAILURE, "decide", "overrule")
            case c.OrderRuledOut():
                came(OUT, "rule-out")
            case _:
                pass
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Argued:
    """An argument so far."""

    seat: SeatId
    claim: str
    action: ActionId | None
    tracks: tuple[QuantityId, ...] = ()
    target: QuantityId | None = None

    def order(self, turn: int) -> str:
        """The order that it decides, if it decides one."""
        return _order(turn, self.action, self.target) if self.action is not None else ""


def _order(turn: int, action: str, target: str | None) -> str:
    return f"turn {turn} {action} @{target or ''}"


def _of_word(game: Game, fact: c.Intervened, turn: int, argued: Mapping[ArgumentId, _Argued]) -> Iterator[Precedent]:
    about, way, says, order, why = fact.about, "", "", "", w.plain(fact.why)
    action, _, target = about.partition(" @")
    tags = tags_of(game, action, target)
    if fact.what == "grant":
        for part in about.split():
            cut = max(part.rfind("+"), part.rfind("-"))
            yield effect(game, part[:cut], int(part[cut:]), turn, why)
        return
    if action in game.rules.actions:
        about, order = action, _order(turn, action, target)
    elif fact.what == "track" and _is_whole(fact.was) and _is_whole(fact.now):
        way = UP if int(fact.now) > int(fact.was) else DOWN
    elif fact.what == "settle" and ArgumentId(about) in argued:
        known = argued[ArgumentId(about)]
        tags, says, order = _tags_argued(ArgumentId(about), argued), w.plain(known.claim), known.order(turn)
    what = " ".join(part for part in (fact.was, "to" if fact.was and fact.now else "", fact.now) if part)
    yield Precedent(KINDS[fact.what], about, way, tags, turn, w.plain(what), fact.code, why, says=says, order=order)


def effect(game: Game, track: str, by: int, turn: int, why: str = "") -> Precedent:
    """A free effect on one track."""
    tags = tags_of(game, track) | {track}
    return Precedent("grant", track, UP if by > 0 else DOWN, tags, turn, f"{by:+d}", None, why)


def _of_argument(fact: c.ArgumentSettled, turn: int, argued: Mapping[ArgumentId, _Argued]) -> Precedent:
    what = f"need {fact.need}" if fact.method is Method.DICE else f"median {fact.percent} percent"
    way, id = SUCCESS if fact.success else FAILURE, fact.argument
    says, order = (w.plain(argued[id].claim), argued[id].order(turn)) if id in argued else ("", "")
    return Precedent("argument", id, way, _tags_argued(id, argued), turn, what, None, "", says=says, order=order)


def argument_tags(id: ArgumentId) -> frozenset[str]:
    """What an argument can be found by: its id names the seat, or the order, that it is about."""
    return frozenset({"argument", id.partition("-")[2].partition("-")[0]})


def _tags_argued(id: ArgumentId, argued: Mapping[ArgumentId, _Argued]) -> frozenset[str]:
    known = argued.get(id)
    if known is None:
        return argument_tags(id)
    action = {str(known.action)} if known.action is not None else set()
    return frozenset({"argument", str(known.seat), *known.tracks, *action})


def settling(argument: Argument, way: str, turn: int) -> Precedent:
    """The settling of an argument as control thinks of it."""
    tracks = tuple(shift.quantity for shift in argument.shifts or ())
    known = _Argued(argument.seat, argument.claim, argument.action, tracks, argument.target)
    tags = _tags_argued(argument.id, {argument.id: known})
    return Precedent("argument", argument.id, way, tags, turn, "", None, "", order=known.order(turn))


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
    tags = tags_of(game, action, target or "")
    return Precedent(kind, action, way, tags, turn, "", None, "", order=_order(turn, action, target))


def _on_others(ruling: Precedent, known: Iterable[Precedent]) -> list[Precedent]:
    """The rulings that can be precedents for this one: those on its own order are not."""
    own = (ruling.session, ruling.order)
    return [one for one in known if not ruling.order or (one.session, one.order) != own]


def like(ruling: Precedent, known: Iterable[Precedent]) -> tuple[Precedent, ...]:
    """The rulings that have something in common with this one, the most alike first; of equals the latest."""
    scored = [(likeness(ruling, one), place, one) for place, one in enumerate(_on_others(ruling, known))]
    return tuple(one for score, _, one in sorted(scored, key=lambda each: (-each[0], -each[1])) if score > 0)


def likeness(one: Precedent, other: Precedent) -> int:
    """How alike two rulings are: nothing in common is 0. A kind alone is no likeness."""
    common = EACH_TAG * len(one.tags & other.tags) + SAME_ACTION * (one.about == other.about)
    return common + SAME_KIND * (one.kind == other.kind) if common else 0


def departs(game: Game, ruling: Precedent, known: Sequence[Precedent]) -> str:
    """A sentence when a ruling goes against how the same was ruled before; nothing when it does not.

    The same action (or track) counts; where it was never ruled on, orders alike in kind, phase and seat do, and
    arguments of the same seat that move the same track.
    """
    against = AGAINST.get(ruling.way)
    if against is None:
        return ""
    about, known = ruling.about, _on_others(ruling, known)
    same = [one for one in known if one.about == about and one.way in AGAINST]
    if not same:
        same = [one for one in known if one.way in AGAINST and len(one.tags & ruling.tags) >= 3]
        same = [one for one in same if one.way not in ONLY_OF_THE_SAME]
        against = () if ruling.way in ONLY_OF_THE_SAME else against
        about = "an argument like this" if ruling.kind == "argument" else "an order like this"
    ways = Counter(one.way for one in same)
    most = max(against, key=lambda way: ways[way], default="")
    if not most or ways[most] <= ways[ruling.way]:
        return ""
    said, now = MADE[most][0].format(about=_name(game, about)), MADE[ruling.way][1]
    where = "so far" if any(one.session != ruling.session for one in same) else "this session"
    return f"{_times(ways[most])} {where} control {said}; this {now}"


def _name(game: Game, about: str) -> str:
    """An action or a track as people call it."""
    action = game.rules.actions.get(ActionId(about))
    return f"'{w.plain(action.name)}'" if action is not None else w.quantity_name(game, about)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def by_seat(known: Iterable[Precedent], seat: SeatId) -> tuple[Precedent, ...]:
    """The rulings that concern a seat."""
    return tuple(one for one in known if seat in one.tags)
