"""How control's acts, rulings, arguments and what seats ask about the table are said in words; for the narrator."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, assert_never

from northaxis.domain import control_facts as c
from northaxis.domain.control_facts import ControlFact, Method, MethodFact, NamedShift, RoomFact
from northaxis.domain.ids import CONTROL, ActionId, CardId, QuantityId, SeatId
from northaxis.domain.quantities import FOR_GOOD, Kind
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w
from northaxis.services.session_clock import minutes_words

QUIET, USUAL, GREAT = 0, 1, 2

METHODS = {
    Method.DICE: "by dice",
    Method.ARGUMENT: "by argument",
    Method.ESTIMATE: "by the room's estimates",
    Method.FREE: "by control's word",
    Method.CONSENSUS: "by consensus",
    Method.DROPPED: "not at all",
}
SETTLING = (Method.ESTIMATE, Method.FREE, Method.CONSENSUS)
"""How control settles an argument with a reason."""
STRENGTHS = {0: "weak", 1: "valid", 2: "strong"}
PLACES = {"next": "to come up next", "bottom": "to the bottom of its deck", "out": "out of play", "aside": "aside"}


NOTICED = frozenset({"clock", "reseat", c.UNDO})
"""Acts of control beside play that everybody should hear of, though nobody need stop for them."""


class Words(NamedTuple):
    """A beat about control or the room: its kind, how much it matters, and its headline."""

    kind: str
    weight: int
    headline: str
    seat: SeatId | None = None


def words_of(game: Game, fact: ControlFact | MethodFact | RoomFact) -> Words:
    """What such a fact is in words."""
    match fact:
        case c.Intervened() | c.SteppedBack() | c.CardSetAside() | c.CardBack() | c.CardWritten() | c.ClockMoved():
            return _control(game, fact)
        case c.Requested(request=id, seat=seat, text=text):
            return Words("request", USUAL, f'{_seat(game, seat)} asks control ({id}): "{w.plain(text)}"', seat)
        case c.RequestSettled(request=id, status=status, text=text):
            done = {"answered": "answers", "declined": "turns down"}.get(status, "takes up")
            return Words("request", USUAL, f'Control {done} {id}: "{w.plain(text)}"')
        case c.Noted(seat=seat, about=about, text=text):
            return Words("note", QUIET, f"{_seat(game, seat)} noted about {w.plain(about)}: {w.plain(text)}", seat)
        case c.Predicted(seat=seat, turn=turn, direction=direction, confidence=percent):
            way = {"up": "go up", "same": "stay", "down": "go down"}.get(direction, w.plain(direction))
            said = f"{_seat(game, seat)} expects {w.index_name(game)} to {way} in turn {turn}, {percent} percent sure"
            return Words("note", QUIET, said, seat)
        case c.Reflected(seat=seat, question=question, text=text):
            asked = w.plain(game.rules.kit.questions().get(question, question))
            return Words("note", USUAL, f'{asked} {_seat(game, seat)}: "{w.plain(text)}"', seat)
        case c.Salted(seat=seat):
            return Words("note", QUIET, f"The sheet of {_seat(game, seat)} is committed under a salt", seat)
        case c.SheetsLocked(digest=digest):
            return Words("step", USUAL, f"All sheets are sealed and committed to: {w.plain(digest[:16])}…")
        case _:
            return _method(game, fact)


def to_the_table(fact: c.Intervened) -> c.Intervened:
    """The act as it is told to seats: that no reason was given is for control's log alone."""
    return replace(fact, why="") if fact.why == c.NO_REASON else fact


def rating_words(game: Game, fact: c.ReasonRated, reason: str) -> Words:
    """How control rates a reason, with the reason in its words where they are known."""
    rated = STRENGTHS.get(fact.strength, str(fact.strength))
    said = f": {w.quoted(reason)}" if reason else ""
    about = w.argument_name(game, fact.argument)
    return Words("rating", USUAL, f"Control rates reason {fact.place + 1} of {about} {rated}{said}")


def _card(game: Game, id: str) -> str:
    """`F22, Containers at the border`."""
    known = game.cards.get(CardId(id))
    return f"{id}, {w.inside(known.title)}," if known is not None else id


def _seat(game: Game, seat: SeatId) -> str:
    return "Control" if seat == CONTROL else w.seat_name(game, seat)


# --- control ------------------------------------------------------------------------------------------------------


def _control(game: Game, fact: ControlFact) -> Words:
    match fact:
        case c.Intervened():
            code = f" ({w.CODES.get(fact.code, fact.code)})" if fact.code is not None else ""
            why = f": {w.plain(fact.why)}" if fact.why.strip() else ""
            token = ", for a token" if fact.token else ""
            weight = QUIET if fact.what in ("stack", "inject", "write") or fact.is_controls_alone else USUAL
            weight = GREAT if fact.what in ("back", "end") else weight
            kind = "table" if fact.what in NOTICED else "control"
            return Words(kind, weight, f"Control {_did(game, fact).rstrip(',')}{token}{why}{code}")
        case c.SteppedBack(fresh=fresh):
            dice = ", with other dice from here on" if fresh else ""
            said = f"The table stands again where it stood then; what came after is struck out{dice}"
            return Words("control", USUAL, said)
        case c.CardSetAside(card=card):
            return Words("control", QUIET, f"Control keeps card {card} for later")
        case c.CardBack(card=card):
            return Words("control", QUIET, f"Card {card} is back on its deck")
        case c.CardWritten(card=card, title=title, to=to):
            whom = f", for {_seat(game, to)} only" if to is not None else ""
            return Words("control", QUIET, f"Control has written card {card}{whom}: {w.plain(title)}")
        case c.ClockMoved(kind=kind, seconds=seconds):
            if kind == "undo":
                return Words("clock", QUIET, "The clock is what it was before")
            by = f" by {seconds} seconds" if seconds else ""
            return Words("clock", QUIET, f"The clock: {w.plain(kind)}{by}")
        case _:
            assert_never(fact)


def _did(game: Game, fact: c.Intervened) -> str:
    about, now = w.plain(fact.about), w.plain(fact.now)
    match fact.what:
        case "back":
            return f"went back from {w.step_words(fact.was)}" if fact.was else "went back"
        case "inject":
            return f"brought in card {_card(game, about)}{_for(game, fact)}"
        case "write":
            return f"brought in a card of its own, {about}{_for(game, fact)}"
        case "stack":
            return f"put card {_card(game, about)} {PLACES.get(now, now)}"
        case "track":
            return _put(game, fact)
        case "grant":
            return f"granted {', '.join(_move(game, part) for part in about.split())}"
        case "end":
            return "closed the game"
        case "clock":
            return f"{CLOCK.get(about, f'touched the clock, {about}')}{_seconds(about, now)}"
        case "reseat":
            after = f", after {w.plain(fact.was)}" if fact.was else ""
            return f"gave {_seat(game, SeatId(fact.about))} to {'a bot' if now == 'bot' else now}{after}"
        case c.LINK:
            return _linked(game, fact)
        case "dice":
            return DICE[fact.now == "typed"]
        case c.UNDO:
            return _undid(game, fact)
        case "shift":
            return f"changed what is needed for {_about(game, fact)} from {w.plain(fact.was)} to {now}"
        case "method":
            return f"chose how to decide {_about(game, fact)}: {now}"
        case "decide":
            return f"decided {_about(game, fact)}, {now}"
        case "overrule":
            return f"overruled {_about(game, fact)}, {w.plain(fact.was)}: now {now}"
        case "rule-out":
            return f"ruled out {_about(game, fact)}"
        case "settle":
            method = fact.now.partition(":")[0]
            argued = w.argument_name(game, fact.about)
            return f"settled {argued} {METHODS[Method(method)]}" if method in SETTLING else f"dropped {argued}"
        case "end-project":
            return f"ended the project of {w.argument_name(game, fact.about, of_turn=True)}"
        case _:
            return " ".join(part for part in (w.plain(fact.what), about, now) if part)


def _seconds(kind: str, seconds: str) -> str:
    """How much time, where that was said: `: 1:05 left` of a warning, `, 1:00 more`."""
    if not seconds.isdecimal() or not int(seconds):
        return ""
    time = minutes_words(int(seconds))
    return {"warn": f", {time} left", "extend": f", {time} more"}.get(kind, "")


CLOCK = {
    "start": "started the clock",
    "pause": "stopped the clock",
    "resume": "let the clock run on",
    "extend": "gave this step more time",
    "skip": "ended the time of this step",
    "warn": "said that the time runs out",
}
DICE = {True: "has real dice typed in from here on", False: "lets the app roll the dice from here on"}
LINKS = {
    "renew": "renewed the link of {}; the old one is dead",
    "take back": "took back the link of {}",
    "add": "made a link for {}",
    "lead": "let {} lead the seat",
}
UNLINKED = {"add": "took back the new link of {}", "lead": "gave back the lead that {} had"}


def _linked(game: Game, fact: c.Intervened) -> str:
    return LINKS.get(fact.now, "changed the link of {}").format(_chair(game, fact.about))


def _chair(game: Game, id: str) -> str:
    """`seat.MIN.2` as `Minsk, person 2`."""
    kind, _, rest = id.partition(".")
    seat, _, person = rest.rpartition(".")
    if kind != "seat":
        others = {"observer": "the observers", "projector": "the projector"}
        return others.get(kind, f"control {w.plain(rest)}".rstrip())
    return _seat(game, SeatId(seat)) + (f", person {w.plain(person)}" if person != "1" else "")


def _undid(game: Game, fact: c.Intervened) -> str:
    what, _, rest = fact.about.partition(" ")
    match what:
        case "clock":
            return f"undid that it {CLOCK.get(fact.was, 'touched the clock')}"
        case "reseat":
            return f"gave {_seat(game, SeatId(rest))} back to {w.plain(fact.now)}, after {w.plain(fact.was)}"
        case "dice":
            return DICE[fact.now == "typed"]
        case _:
            chair, _, done = rest.partition(" ")
            return UNLINKED.get(done, "undid something about the link of {}").format(_chair(game, chair))


def _for(game: Game, fact: c.Intervened) -> str:
    return f" for {_seat(game, fact.audience)} alone" if fact.audience is not None else ""


def _put(game: Game, fact: c.Intervened) -> str:
    index = game.rules.by_name.get(fact.about)
    if index is None:
        return "changed something that you do not see"
    quantity = game.rules.quantities[index]
    name = f"the points of {_seat(game, quantity.owner)}" if quantity.owner else w.plain(quantity.name)
    if not fact.now:
        return f"changed {name}"
    match quantity.kind:
        case Kind.SWITCH:
            return f"switched {name} {'off' if fact.now == '0' else 'on'}"
        case Kind.FLAG if fact.now == "0":
            return f"took down {name}"
        case Kind.FLAG:
            return f"raised {name}" + (f" for {fact.now} turns" if fact.now != str(FOR_GOOD) else "")
        case _:
            return f"put {name} at {w.plain(fact.now)}"


def _move(game: Game, part: str) -> str:
    """`gap+1` as `The gap +1`."""
    cut = max(part.rfind("+"), part.rfind("-"))
    return f"{_track(game, part[:cut])} {part[cut:]}" if cut > 0 else part


def _track(game: Game, name: str) -> str:
    return w.quantity_name(game, QuantityId(name)) if name in game.rules.by_name else w.plain(name)


def _shifts(game: Game, shifts: tuple[NamedShift, ...]) -> str:
    return ", ".join(f"{_track(game, shift.quantity)} {shift.by:+d}" for shift in shifts) or "nothing"


def _about(game: Game, fact: c.Intervened) -> str:
    """The order or argument that a ruling is about; orders are written `KYI-STR @sw_relay`."""
    action, _, target = fact.about.replace("@", "").partition(" ")
    if action not in game.rules.actions:
        return w.plain(fact.about)
    return _order(game, ActionId(action), QuantityId(target) if target else None)


# --- rulings and arguments ----------------------------------------------------------------------------------------


def _order(game: Game, action: ActionId, target: QuantityId | None) -> str:
    seat = game.rules.actions[action].seat
    return f"{w.seat_name(game, seat)}, {w.action_words(game, action, target)}"


def _method(game: Game, fact: MethodFact) -> Words:
    match fact:
        case c.NeedShifted(seat=seat, action=action, target=target, by=by):
            return Words("control", USUAL, f"{_order(game, action, target)}: the need goes {by:+d}", seat)
        case c.MethodChosen(seat=seat, action=action, target=target, method=method):
            return Words("control", USUAL, f"{_order(game, action, target)}: to be decided {METHODS[method]}", seat)
        case c.OrderDecided(seat=seat, action=action, target=target, success=success, method=method):
            said = f"{_order(game, action, target)}: decided {METHODS[method]}, {_worked(success)}"
            return Words("control", USUAL, said, seat)
        case c.OrderRuledOut(seat=seat, action=action, target=target, refund=refund):
            said = f"{_order(game, action, target)}: ruled out of role, {refund} IP come back"
            return Words("control", USUAL, said, seat)
        case c.OrderOverruled(seat=seat, action=action, target=target, success=success):
            return Words("control", GREAT, f"{_order(game, action, target)}: overruled, {_worked(success)}", seat)
        case c.ArgumentOpened(argument=id, seat=seat, claim=claim, reasons=reasons):
            because = "; ".join(w.plain(reason) for reason in reasons)
            said = f"{_seat(game, seat)} {_argues(fact)} ({id}): {w.quoted(claim)}"
            return Words("argument", GREAT, f"{said}, because {because}" if because else said, seat)
        case c.ReasonAdded(argument=id, seat=seat, supports=supports, text=text):
            side = "for" if supports else "against"
            said = f"{_seat(game, seat)}, {side} {w.argument_name(game, id)}: {w.quoted(text)}"
            return Words("argument", USUAL, said, seat)
        case c.ReasonRated():
            return rating_words(game, fact, "")
        case c.EffectNamed(argument=id, shifts=shifts, project=is_big):
            twice = " in two turns, as a big project" if is_big else ""
            return Words("argument", USUAL, f"If {w.argument_name(game, id)} holds{twice}: {_shifts(game, shifts)}")
        case c.EstimatesAsked(argument=id):
            said = f"Control asks every seat for an estimate: how likely is {w.argument_name(game, id)}, in percent?"
            return Words("argument", USUAL, said)
        case c.Estimated(argument=id, seat=seat, percent=percent):
            said = f"{_seat(game, seat)} puts {w.argument_name(game, id)} at {percent} percent"
            return Words("argument", QUIET, said, seat)
        case c.ArgumentSettled(argument=id, method=method, success=success, need=need, percent=percent):
            odds = f", need {need}" if need else f", median {percent} percent" if percent else ""
            if method is Method.DROPPED:
                return Words("argument", USUAL, f"{_argument(game, id)} is dropped")
            outcome = "it holds" if success else "it does not hold"
            return Words("argument", GREAT, f"{_argument(game, id)}, {METHODS[method]}{odds}: {outcome}")
        case c.ProjectBegun(argument=id):
            said = f"{_argument(game, id)} stands as a project: it has to hold once more in a later turn"
            return Words("argument", GREAT, said)
        case c.ProjectEnded(project=id, argument=last, success=success):
            failed = "is ended by control" if last == id else "has come to nothing"
            said = "has held twice, and now it happens" if success else failed
            return Words("argument", GREAT, f"Project {id} {said}")
        case _:
            assert_never(fact)


def _argument(game: Game, id: str) -> str:
    return w.capital(w.argument_name(game, id))


def _argues(fact: c.ArgumentOpened) -> str:
    if fact.project is not None:
        return f"takes up project {fact.project} again{' in secret' if fact.secret else ''}"
    return "whispers an argument to control" if fact.secret else "argues"


def _worked(success: bool) -> str:
    return "it works" if success else "it fails"
