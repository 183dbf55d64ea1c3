"""What was agreed, threatened, argued and ruled in a game, gathered from the facts a reader may have, as plain values.

The sections of a report and the record as JSON are both made of these, so that they cannot tell two stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from northaxis.domain import control_facts as c, facts as f
from northaxis.domain.control_facts import Method
from northaxis.domain.facts import CauseKind
from northaxis.domain.ids import ActionId, DemandId, QuantityId, SeatId
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.beats import OUTCOMES


@dataclass(frozen=True, slots=True)
class Term:
    """A promise in words; `verdict` is kept, broken, moot, or empty where nobody judged it."""

    seat: str
    words: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Deal:
    """An offer. `became` is open, signed, declined or taken back."""

    deal: str
    turn: int
    seat: str
    to: str
    public: bool
    became: str
    terms: tuple[Term, ...]


def deals(account: Account) -> tuple[Deal, ...]:
    """Every offer with what became of it and of each of its promises."""
    answers = {fact.deal: fact for fact in account.facts if isinstance(fact, f.DealAnswered)}
    judged = {(x.deal, x.term): x.verdict for x in account.facts if isinstance(x, f.TermJudged)}
    found, turn = list[Deal](), 0
    for fact in account.facts:
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        elif isinstance(fact, f.DealOffered):
            terms = tuple(
                Term(term.seat, w.term_words(account.game, term), judged.get((fact.deal, place), ""))
                for place, term in enumerate(fact.terms)
            )
            became = _became(answers.get(fact.deal))
            found.append(Deal(w.plain(fact.deal), turn, fact.seat, fact.to, fact.public, became, terms))
    return tuple(found)


def _became(answer: f.DealAnswered | None) -> str:
    if answer is None:
        return "open"
    return "signed" if answer.signed else "taken back" if answer.withdrawn else "declined"


# --- lines drawn --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RedLine:
    """A threat behind a demand and what came of it: enforced, bluffed, ran out, or in force (`deeds` say by what)."""

    turn: int
    seat: str
    demand: str
    name: str
    became: str
    deeds: tuple[str, ...]


def red_lines(account: Account) -> tuple[RedLine, ...]:
    """Every threat that runs out by itself: a flag that a backed demand raised and that a rule waits for.

    It is enforced by an order that needs the flag, bluffed when the rule came, and has run out when neither did.
    """
    rules = account.game.rules
    waiting = {rules.quantities[rule.flag].id: rule for rule in rules.flag_rules}
    needs = {
        action.id: {rules.quantities[place].id for play in action.plays for place in play.requires.reads}
        for action in rules.actions.values()
    }
    found, live, turn = list[RedLine](), dict[QuantityId, _Live](), 0
    for fact in account.facts:
        match fact:
            case f.TurnBegan():
                turn, live = fact.turn, {flag: each for flag, each in live.items() if each.left > 0}
            case f.Changed(quantity=flag, cause=cause) if flag in waiting and cause.kind is CauseKind.DEMAND:
                live[flag] = _Live(len(found), fact.after)
                name = w.plain(rules.demand(DemandId(cause.id)).name)
                found.append(RedLine(turn, cause.seat or "", cause.id, name, "in force", ()))
            case f.OrderResolved(seat=seat, action=action, target=target, result=result):
                for flag, each in live.items():
                    line = found[each.place]
                    if flag in needs[action] and line.seat == seat and each.left > 0:
                        deed = f"turn {turn}: {w.action_words(account.game, action, target)}, {OUTCOMES[result]}"
                        found[each.place] = replace(line, became="enforced", deeds=(*line.deeds, deed))
            case f.RuleCame(id=id):
                for flag in [flag for flag in live if waiting[flag].id == id]:
                    place = live.pop(flag).place
                    found[place] = replace(found[place], became="bluffed")
            case f.FlagsTicked(flags=flags):
                for flag, each in live.items():
                    each.left -= flag in flags
                    if each.left <= 0 and found[each.place].became == "in force":
                        found[each.place] = replace(found[each.place], became="ran out")
            case _:
                pass
    return tuple(found)


@dataclass(slots=True)
class _Live:
    """A line in force: its place among those found, and the turns it has left."""

    place: int
    left: int


# --- arguments ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for or against a claim; `strength` is 2 strong, 1 valid, 0 weak, None not rated."""

    seat: str
    supports: bool
    text: str
    strength: int | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A track and by how much."""

    track: str
    by: int


@dataclass(frozen=True, slots=True)
class Guess:
    """A seat's estimate of a claim, in percent."""

    seat: str
    percent: int


@dataclass(frozen=True, slots=True)
class Argument:
    """A matrix argument. `method` is None while it is open; `success` None where it was dropped or never settled.

    `secret`: whispered to control. `big`: its effect comes when it holds in a second turn; `project` is the one that
    it takes up again, whose effect is at stake.
    """

    argument: str
    turn: int
    seat: str
    claim: str
    order: str
    reasons: tuple[Reason, ...]
    effect: tuple[Shift, ...]
    estimates: tuple[Guess, ...]
    method: str | None
    success: bool | None
    need: int
    percent: int
    thrown: int
    secret: bool
    big: bool
    project: str | None


def arguments(account: Account) -> tuple[Argument, ...]:
    """Every argument with its reasons, estimates and how it was settled."""
    found, turn = list[Argument](), 0
    for fact in account.facts:
        if isinstance(fact, f.TurnBegan):
            turn = fact.turn
        elif isinstance(fact, c.ArgumentOpened):
            found.append(_argument(account, fact, turn))
    return tuple(found)


def _argument(account: Account, opened: c.ArgumentOpened, turn: int) -> Argument:
    mine = [fact for fact in account.facts if getattr(fact, "argument", None) == opened.argument]
    said: list[tuple[SeatId, bool, str]] = [(opened.seat, True, text) for text in opened.reasons]
    said += [(x.seat, x.supports, x.text) for x in mine if isinstance(x, c.ReasonAdded)]
    rated = {x.place: x.strength for x in mine if isinstance(x, c.ReasonRated)}
    reasons = tuple(Reason(seat, pro, w.plain(text), rated.get(n)) for n, (seat, pro, text) in enumerate(said))
    stake = opened.project or opened.argument
    effects = (x for x in account.facts if isinstance(x, c.EffectNamed) and x.argument == stake)
    named = next(reversed(tuple(effects)), None)
    guesses = {x.seat: x.percent for x in mine if isinstance(x, c.Estimated)}
    end = next((x for x in mine if isinstance(x, c.ArgumentSettled)), None)
    decided = end is not None and end.method is not Method.DROPPED
    return Argument(
        w.plain(opened.argument),
        turn,
        opened.seat,
        w.plain(opened.claim),
        "" if opened.action is None else w.action_words(account.game, opened.action, opened.target),
        reasons,
        tuple(Shift(shift.quantity, shift.by) for shift in named.shifts) if named is not None else (),
        tuple(Guess(seat, percent) for seat, percent in guesses.items()),
        None if end is None else end.method.value,
        end.success if end is not None and decided else None,
        end.need if end is not None else 0,
        end.percent if end is not None else 0,
        end.thrown if end is not None else 0,
        opened.secret,
        named is not None and named.project,
        None if opened.project is None else w.plain(opened.project),
    )


# --- how orders were handled --------------------------------------------------------------------------------------

Order = tuple[int, ActionId, QuantityId | None]
"""An order by its turn, action and target."""


@dataclass(slots=True)
class Handling:
    """What control did with an order: the method, the need shifted, the outcome said or replaced, or ruled out."""

    seat: SeatId
    method: str = Method.DICE.value
    shift: int = 0
    decided: bool | None = None
    overruled: bool | None = None
    ruled_out: bool = False
    whys: list[str] = field(default_factory=list)


def handlings(account: Account) -> Mapping[Order, Handling]:
    """Every order that was not simply left to its dice, in order."""
    found: dict[Order, Handling] = {}
    turn, why = 0, ""
    for fact in account.facts:
        match fact:
            case f.TurnBegan():
                turn, why = fact.turn, ""
            case c.Intervened():
                why = w.plain(fact.why)
            case (
                c.NeedShifted(seat=seat, action=action, target=target)
                | c.MethodChosen(seat=seat, action=action, target=target)
                | c.OrderDecided(seat=seat, action=action, target=target)
                | c.OrderOverruled(seat=seat, action=action, target=target)
                | c.OrderRuledOut(seat=seat, action=action, target=target)
            ):
                here = found.setdefault((turn, action, target), Handling(seat))
                _handle(here, fact)
                if why and why not in here.whys:
                    here.whys.append(why)
            case _:
                pass
    return {key: each for key, each in found.items() if _is_touched(each)}


def _is_touched(each: Handling) -> bool:
    said = each.decided is not None or each.overruled is not None or each.ruled_out
    return bool(said or each.shift or each.method != Method.DICE.value)


def _handle(here: Handling, fact: f.Fact) -> None:
    match fact:
        case c.NeedShifted(by=by):
            here.shift += by
        case c.MethodChosen(method=method):
            here.method, here.decided = method.value, None
        case c.OrderDecided(method=method, success=success):
            here.method, here.decided = method.value, success
        case c.OrderOverruled(success=success):
            here.overruled = success
        case c.OrderRuledOut():
            here.ruled_out = True
        case _:
            pass


def handled_words(each: Handling) -> Iterable[str]:
    """What control did with an order, in words for its row."""
    if each.ruled_out:
        yield "ruled out of role, its price came back"
    if each.method != Method.DICE.value:
        yield {
            Method.ARGUMENT.value: "decided by argument",
            Method.FREE.value: "decided by control's word",
            Method.CONSENSUS.value: "decided by consensus",
        }.get(each.method, f"decided by {each.method}")
    if each.shift:
        yield f"need moved by {w.signed(each.shift)} by control"
    if each.overruled is not None:
        yield f"overruled by control: {'it works' if each.overruled else 'it fails'}"
