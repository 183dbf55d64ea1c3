"""What is typed in plain mode beside orders: requests, notes, predictions, arguments, answers after play.

Words in, acts of the table out; what is wrong with the words is said in a sentence that shows how they should look.
"""

from __future__ import annotations

from string import ascii_lowercase

from northaxis.cli.sheets import Numbered
from northaxis.domain.arguments import MOST_REASONS
from northaxis.domain.control_facts import Method
from northaxis.domain.control_orders import (
    AddReason,
    Argue,
    Estimate,
    Note,
    Predict,
    Pursue,
    Reflect,
    Request,
    SettleArgument,
)
from northaxis.domain.legal_room import DIRECTIONS, LEAST_SURE, MOST_SURE
from northaxis.domain.orders import Place
from northaxis.domain.ruleset import Game
from northaxis.domain.views import ArgumentView, SeatView
from northaxis.services import room, wording as w
from northaxis.services.client import TimeLeft
from northaxis.services.kit import questions_for
from northaxis.services.room import Own, own_argument

Spoken = Request | Note | Predict | Argue | Pursue | AddReason | Estimate | Reflect | SettleArgument

Beside = Request | Note | Predict | AddReason | Estimate | Reflect
"""Those of them after which a sheet is as it was."""

HELP = (
    "Control: 'request may we see the treaty?' asks; 'requests' shows what became of it.",
    "'note 2 only a bluff' writes a private note to order 2, 'note MOS ...' to your answer; 'notes' shows them.",
    "'predict up 70' says what pressure will do this turn and how sure you are, in percent, for the debrief.",
    "'argue the bridge stays shut; it is mined; nobody will pay for it': a claim and up to three reasons, in place of",
    "an order; 'argue back' takes it off the sheet. On the open sheets: 'arguments', 'reason against it was cleared',",
    "'estimate 40'; with several arguments name one: 'reason A2 for ...', 'estimate A2 40'.",
    "'whisper ...' argues for control's ears alone: the same words, and no other seat learns of it before the end.",
    "'pursue the money is there' takes up your project again, which has held once; with several name it first.",
    "After play: 'questions' lists what you are asked in writing, 'reflect 1 ...' answers, and again to change it.",
    "'commitment' shows the digest of the sheets in full and says what it is for; 'clock' says how long is left.",
)
"""What can be typed besides at a table with control."""

ANYWHERE = (
    "'note 2 only a bluff' writes a private note to order 2, 'note MOS ...' to your answer; 'notes' shows them.",
)
"""What of it can be typed at every table."""


class Unclear(Exception):
    """What was typed is no such act; the text says how it should look."""


def request_from(rest: str) -> Request:
    """A question to control. Unclear when it is empty."""
    if not rest.strip():
        raise Unclear("Ask something, like 'request may we see the treaty?'")
    return Request(rest.strip())


def note_from(game: Game, rest: str, numbered: list[Numbered]) -> Note:
    """A note to an order by its number or id, or to an answer by its demander. Unclear."""
    key, _, text = rest.strip().partition(" ")
    about = _about(game, key.rstrip(".:"), numbered)
    if not about or not text.strip():
        raise Unclear("Say to what and then the note, like 'note 1 a bluff' or 'note MOS we comply once'.")
    return Note(about, text.strip())


def _about(game: Game, key: str, numbered: list[Numbered]) -> str:
    wanted = key.casefold()
    found = next((n.act for n in numbered if wanted in (n.key, n.key.rstrip(ascii_lowercase))), None)
    if isinstance(found, Place):
        return str(found.action)
    every = (*game.rules.actions, *(demander.id for demander in game.rules.answering.demanders))
    return next((str(id) for id in every if id.casefold() == wanted), "")


def predict_from(game: Game, rest: str) -> Predict:
    """A direction and how sure. Unclear."""
    way, _, sure = rest.strip().casefold().partition(" ")
    percent = sure.strip().rstrip("%").removesuffix("percent").strip()
    if way not in DIRECTIONS or not percent.isdecimal():
        name = w.index_name(game)
        raise Unclear(f"Say what {name} does and how sure, {LEAST_SURE} to {MOST_SURE}: 'predict up 70', 'same 50'.")
    return Predict(way, int(percent[:4]))


def argue_from(seen: SeatView, rest: str) -> Argue | SettleArgument:
    """A claim and its reasons with semicolons between, or `back`. Unclear."""
    if rest.strip().casefold() == "back":
        mine = own_argument(seen)
        if mine is None:
            raise Unclear("There is no argument on your sheet.")
        return SettleArgument(mine.id, Method.DROPPED)
    claim, *reasons = (part.strip() for part in rest.split(";"))
    given = tuple(reason for reason in reasons if reason)
    if not claim or not given:
        raise Unclear(
            f"A claim, then one to {MOST_REASONS} reasons after semicolons: 'argue it rains; the wind; clouds'."
        )
    return Argue(claim, given)


def whisper_from(rest: str) -> Argue:
    """An argument in secret, written as `argue` is. Unclear."""
    claim, *reasons = (part.strip() for part in rest.split(";"))
    given = tuple(reason for reason in reasons if reason)
    if not claim or not given:
        raise Unclear(f"A claim, then one to {MOST_REASONS} reasons after semicolons: 'whisper he talks; his debts'.")
    return Argue(claim, given, secret=True)


def pursue_from(seen: SeatView, rest: str) -> Pursue:
    """New reasons for a project of one's own, its id before them where there are several. Unclear."""
    mine = room.own_projects(seen)
    if not mine:
        raise Unclear("You have no project that has held once.")
    key, _, left = rest.strip().partition(" ")
    named = next((one for one in mine if one.id.casefold() == key.casefold()), None)
    if named is None and len(mine) > 1:
        raise Unclear(f"You have several: {', '.join(one.id for one in mine)}; 'pursue {mine[0].id} it is paid for'.")
    reasons = tuple(part.strip() for part in (left if named else rest).split(";") if part.strip())
    if not reasons:
        raise Unclear(f"Say why it holds now, one to {MOST_REASONS} reasons: 'pursue the money is there; so are we'.")
    return Pursue((named or mine[0]).id, reasons)


def reason_from(seen: SeatView, rest: str) -> AddReason:
    """`for` or `against` and the words, the argument before them where there are several. Unclear."""
    one, rest = _argument(seen, rest, "reason for the road is open")
    side, _, text = rest.partition(" ")
    if side.casefold() not in ("for", "against") or not text.strip():
        raise Unclear("Say for or against, and why: 'reason for the road is open', 'reason against it is mined'.")
    return AddReason(one.id, side.casefold() == "for", text.strip())


def estimate_from(seen: SeatView, rest: str) -> Estimate:
    """A percentage, the argument before it where there are several. Unclear."""
    one, rest = _argument(seen, rest, "estimate 40")
    percent = rest.strip().rstrip("%").strip()
    if not percent.isdecimal():
        raise Unclear("How likely is it, in percent? Like 'estimate 40'.")
    return Estimate(one.id, int(percent[:4]))


def _argument(seen: SeatView, rest: str, example: str) -> tuple[ArgumentView, str]:
    opened = room.open_arguments(seen)
    if not opened:
        raise Unclear("No argument is open now.")
    key, _, left = rest.strip().partition(" ")
    named = next((one for one in opened if one.id.casefold() == key.casefold()), None)
    if named is not None:
        return named, left.strip()
    if len(opened) > 1:
        verb, _, words = example.partition(" ")
        raise Unclear(f"Several are open: {', '.join(one.id for one in opened)}; '{verb} {opened[0].id} {words}'.")
    return opened[0], rest.strip()


def reflect_from(game: Game, seen: SeatView, rest: str) -> Reflect:
    """A question by its number, and the answer. Unclear."""
    asked = asked_after_play(game, seen)
    if not asked:
        raise Unclear("Questions come when play is over.")
    key, _, text = rest.strip().partition(" ")
    number = key.rstrip(".:")
    if not number.isdecimal() or not 1 <= int(number[:4]) <= len(asked) or not text.strip():
        raise Unclear(f"Say which question, 1 to {len(asked)}, and the answer: 'reflect 1 we trusted them too long'.")
    return Reflect(asked[int(number[:4]) - 1][0], text.strip())


def asked_after_play(game: Game, seen: SeatView) -> tuple[tuple[str, str], ...]:
    """What a seat is asked in writing once play is over: ids and words."""
    if seen.over is None or seen.seat not in game.rules.seats:
        return ()
    return questions_for(game, seen.seat, seen.perception.row)


# --- what is shown ------------------------------------------------------------------------------------------------


def question_lines(game: Game, seen: SeatView, given: dict[str, str]) -> list[str]:
    """The questions by number, each with what was answered."""
    lines = list[str]()
    for place, (id, words) in enumerate(asked_after_play(game, seen), 1):
        lines.append(f"{place}. {words}")
        lines += [f"   you wrote: {w.plain(given[id])}"] if id in given else []
    return lines or ["Questions come when play is over."]


def request_lines(own: Own) -> list[str]:
    """The seat's requests and what became of them."""
    lines = list[str]()
    for request in own.requests:
        lines.append(f"{request.id} ({room.status_words(request)}): {w.plain(request.text)}")
        lines += [f"  control: {w.plain(request.answer)}"] if request.answer else []
    return lines or ["You have asked control nothing. 'request ...' does."]


def note_lines(game: Game, own: Own) -> list[str]:
    """The seat's notes of this turn."""
    found = [f"{room.about_words(game, about)}: {w.plain(text)}" for about, text in own.notes.items()]
    return found or ["No notes this turn. 'note 1 ...' writes one to order 1."]


def argument_lines(game: Game, seen: SeatView) -> list[str]:
    """The arguments of this turn that the seat sees, and the projects that stand."""
    lines = list[str]()
    for one in seen.arguments:
        head, *rest = room.argument_lines(game, seen, one)
        lines += [f"{one.id}: {head}", *rest]
    lines += room.project_lines(game, seen)
    return lines or ["No argument is on the table."]


def asked_line(game: Game, seen: SeatView) -> str:
    """That control asks for estimates and this seat has not answered; empty when it owes none."""
    owed = room.owed_estimates(game, seen)
    if not owed:
        return ""
    example = "'estimate 40'" if len(room.open_arguments(seen)) == 1 else f"'estimate {owed[0].id} 40'"
    return f"Control asks how likely it is, in percent: {example} answers; {room.answered_words(game, owed[0])}."


def commitment_lines(own: Own) -> list[str]:
    """The digests in full, and what they are for."""
    found = [f"Turn {turn}: {digest}" for turn, digest in own.commitments]
    return [*found, room.COMMITTED_FOR] if found else ["The table commits itself when every sheet is sealed."]


def prediction_line(game: Game, seen: SeatView, own: Own) -> str:
    """What the seat expects, or that it may say so; empty when that is past."""
    if not room.may_predict(game, seen):
        return ""
    if own.prediction is not None:
        return f"{w.capital(room.expects_words(game, own.prediction))}; 'predict ...' says it anew."
    return (
        f"What will {w.index_name(game)} do this turn? 'predict up 70' says so, for the debrief; nobody else sees it."
    )


def time_words(left: TimeLeft | None) -> str:
    """`72 s left`; empty without a clock."""
    if left is None:
        return ""
    said = f"{left.seconds} s left" if left.seconds >= 0 else f"{-left.seconds} s over"
    return f"paused, {said}" if left.paused else said
