"""What a person on a seat does beside orders, read from what the seat sees: requests, notes, predictions, arguments.

Lines and values for every face; nothing here decides whether something is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from northaxis.domain import control_facts as c
from northaxis.domain.arguments import ArgumentOdds
from northaxis.domain.control_facts import Method, NamedShift, Predicted
from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import Step, TurnBegan
from northaxis.domain.ids import ActionId, DemanderId, SeatId
from northaxis.domain.legal_room import BEFORE_THE_REVEAL
from northaxis.domain.room import DECLINED, OPEN, Argued, OpenRequest, Project
from northaxis.domain.ruleset import Game
from northaxis.domain.undo import standing_facts
from northaxis.domain.views import ArgumentView, SeatView
from northaxis.services import wording as w
from northaxis.services.control_words import METHODS, STRENGTHS
from northaxis.services.kept_words import kept_notes

WAYS = {"up": "go up", "same": "stay", "down": "go down"}
"""What the index may do, by the word of the order."""

SURE = (50, 60, 70, 80, 90, 100)
"""How sure one can say to be, in percent."""

COMMITTED_FOR = (
    "It was published before the sheets were opened. When play is over 'northaxis verify' reckons it again from the "
    "sheets and their salts: had a sheet been changed after its seal, it would no longer fit."
)
"""What the digest of a turn is for."""

DIGITS_SHOWN = 16


def by_turn(facts: Iterable[SeenFact]) -> Iterator[tuple[int, SeenFact]]:
    """The facts that stand, each with its turn."""
    turn = 0
    for fact in standing_facts(facts):
        turn = fact.turn if isinstance(fact, TurnBegan) else turn
        yield turn, fact


@dataclass(frozen=True, slots=True)
class Own:
    """What a seat has asked of control, noted and expected, and what the table was committed to."""

    requests: tuple[OpenRequest, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    """Of the turn asked for."""
    prediction: Predicted | None = None
    """Of the turn asked for."""
    commitments: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(cls, facts: Iterable[SeenFact], seat: SeatId, turn: int) -> Own:
        """From what the seat may read."""
        shown = tuple(facts)
        standing = standing_facts(shown)
        return cls(
            requests(standing, seat), notes(shown, seat, turn), prediction(standing, seat, turn),
            commitments(standing),
        )  # fmt: skip


# --- requests, notes, predictions, answers after play -------------------------------------------------------------


def requests(facts: Iterable[SeenFact], seat: SeatId) -> tuple[OpenRequest, ...]:
    """A seat's requests to control with what became of them, oldest first."""
    found: dict[str, OpenRequest] = {}
    for turn, fact in by_turn(facts):
        match fact:
            case c.Requested(request=id, seat=asker, text=text) if asker == seat:
                found[id] = OpenRequest(id, asker, turn, text)
            case c.RequestSettled(request=id, status=status, text=text) if id in found:
                found[id] = replace(found[id], status=status, answer=text)
            case _:
                pass
    return tuple(found.values())


def status_words(request: OpenRequest) -> str:
    """Where a request stands."""
    return {OPEN: "waits for control", DECLINED: "turned down"}.get(request.status, "answered")


def notes(facts: Sequence[SeenFact], seat: SeatId, turn: int) -> Mapping[str, str]:
    """A seat's own notes of a turn, by what they are about; the last one about a thing stands."""
    return {kept.note.about: kept.note.text for kept in kept_notes(facts, seat) if kept.word.turn == turn}


def about_words(game: Game, about: str) -> str:
    """What a note is about, in words: an order or a demander's demand."""
    if about in game.rules.actions:
        return w.action_words(game, ActionId(about), None)
    known = {demander.id for demander in game.rules.answering.demanders}
    return w.plain(game.rules.demander(DemanderId(about)).name) if about in known else w.plain(about)


def prediction(facts: Iterable[SeenFact], seat: SeatId, turn: int) -> Predicted | None:
    """What a seat expects of the index in a turn, as it last said."""
    found = [f for f in standing_facts(facts) if isinstance(f, Predicted) and (f.seat, f.turn) == (seat, turn)]
    return found[-1] if found else None


def may_predict(game: Game, view: SeatView) -> bool:
    """Whether a prediction is still open: before the sheets of a turn are."""
    return view.seat in game.rules.seats and view.turn > 0 and view.step in BEFORE_THE_REVEAL


def expects_words(game: Game, said: Predicted) -> str:
    """`You expect pressure to go up, 70 percent sure`."""
    way = WAYS.get(said.direction, w.plain(said.direction))
    return f"you expect {w.index_name(game)} to {way} in turn {said.turn}, {said.confidence} percent sure"


def reflections(facts: Iterable[SeenFact], seat: SeatId) -> Mapping[str, str]:
    """A seat's written answers after play, by question; the last one stands."""
    return {f.question: f.text for f in standing_facts(facts) if isinstance(f, c.Reflected) and f.seat == seat}


# --- waiting and the seal -----------------------------------------------------------------------------------------


def sealed_words(game: Game, view: SeatView) -> str:
    """`6 of 9 sheets are sealed`: how many, never whose."""
    seats = len(game.rules.seats)
    done = seats - view.waiting_for
    return f"{done} of {seats} sheets {'is' if done == 1 else 'are'} sealed"


def waiting_words(game: Game, view: SeatView, has_control: bool) -> str:
    """What a seat that owes nothing waits for, in a sentence or two."""
    waits = view.waiting_for - view.owes
    if view.step is Step.ORDERS:
        said = f"{w.capital(sealed_words(game, view))}."
        return f"{said} Control opens them." if has_control and not waits else said
    if waits:
        return f"The table waits for {waits} more."
    return "Control moves the table on." if has_control else ""


def commitments(facts: Iterable[SeenFact]) -> tuple[tuple[int, str], ...]:
    """The digests that the table published, each with its turn."""
    return tuple((turn, fact.digest) for turn, fact in by_turn(facts) if isinstance(fact, c.SheetsLocked))


# --- arguments ----------------------------------------------------------------------------------------------------


def own_argument(view: SeatView) -> ArgumentView | None:
    """The argument that the seat has written this turn, instead of an order."""
    mine = (one for one in view.arguments if one.seat == view.seat and one.action is None)
    return next((one for one in mine if one.settled is None or one.settled.method is not Method.DROPPED), None)


def places_used(view: SeatView) -> int:
    """How many places of the sheet are used: its orders, and an argument."""
    return len(view.sheet.orders) + (own_argument(view) is not None)


def open_arguments(view: SeatView) -> tuple[ArgumentView, ...]:
    """The arguments that lie open on the table, for all to speak to."""
    opened = view.step in (Step.ADJUDICATE, Step.NARRATE)
    return tuple(one for one in view.arguments if opened and one.settled is None and not one.secret)


def own_projects(view: SeatView) -> tuple[Project, ...]:
    """The projects that the seat may take up again."""
    return tuple(one for one in view.projects if one.seat == view.seat)


def asked_of(view: SeatView) -> tuple[ArgumentView, ...]:
    """The arguments that control asks for estimates of, answered by this seat or not (R-9.15)."""
    return tuple(one for one in open_arguments(view) if one.asked)


def owed_estimates(game: Game, view: SeatView) -> tuple[ArgumentView, ...]:
    """Those of them that the seat has not answered."""
    return tuple(one for one in asked_of(view) if one.own_estimate is None and view.seat in game.rules.seats)


def answered_words(game: Game, one: ArgumentView) -> str:
    """`3 of 9 have answered`: how many, never who."""
    return f"{one.answered} of {len(game.rules.seats)} {'has' if one.answered == 1 else 'have'} answered"


def project_lines(game: Game, view: SeatView) -> list[str]:
    """The projects that stand, each with what it will do and who may take it up again."""
    lines = list[str]()
    for one in view.projects:
        whose = "yours" if one.seat == view.seat else f"of {w.seat_name(game, one.seat)}"
        hidden = ", in secret" if one.secret else ""
        lines.append(f'Project {one.id}, {whose}{hidden}: "{w.plain(one.claim)}"')
        lines.append(
            f"  It has held once, in turn {one.turn}. If it holds in a later turn: {shift_words(game, one.shifts)}."
        )
    return lines


def argument_lines(game: Game, view: SeatView, one: ArgumentView) -> list[str]:
    """An argument in full: the claim, then each reason with its rating, the odds, what it does, how it ended."""
    head = f'{w.capital(_claimant(game, view, one))}: "{w.plain(one.claim)}"'
    if one.action is not None:
        head = f"{w.capital(w.action_words(game, one.action, one.target))} hangs on an argument: {w.plain(one.claim)}"
    rows = [head, *(f"  {_reason(game, view, reason)}" for reason in one.reasons)]
    rows += [f"  {stake_words(game, one)}"] if one.shifts else []
    if one.settled is not None:
        return [*rows, f"  {_settled(one)}", *([f"  Control: {w.plain(one.why)}"] if one.why else [])]
    rows.append(f"  {_odds(one.odds)}")
    if one.asked:
        rows.append(f"  Control asks how likely it is: {answered_words(game, one)}.")
    if one.own_estimate is not None:
        rows.append(f"  You put it at {one.own_estimate} percent.")
    return rows


def stake_words(game: Game, one: ArgumentView) -> str:
    """`If it holds: gap +1.`, and what more it takes for a big project."""
    moved = shift_words(game, one.shifts or ())
    if one.project is not None:
        return f"It has held once, as {one.project}. If it holds now: {moved}."
    return f"A big project, it has to hold in two turns: {moved}." if one.is_big else f"If it holds: {moved}."


def shift_words(game: Game, shifts: Iterable[NamedShift]) -> str:
    """`gap +1, warning -1` with the names of the tracks."""
    return ", ".join(f"{w.quantity_name(game, shift.quantity)} {w.signed(shift.by)}" for shift in shifts)


def _claimant(game: Game, view: SeatView, one: ArgumentView) -> str:
    how = " in secret" if one.secret else f" for project {one.project} again" if one.project is not None else ""
    return ("you argue" if one.seat == view.seat else f"{w.seat_name(game, one.seat)} argues") + how


def _reason(game: Game, view: SeatView, reason: Argued) -> str:
    who = "you" if reason.seat == view.seat else w.seat_name(game, reason.seat)
    rated = "" if reason.strength is None else f" ({STRENGTHS.get(reason.strength, str(reason.strength))})"
    return f"{'for' if reason.supports else 'against'}, {who}: {w.plain(reason.text)}{rated}"


def _odds(odds: ArgumentOdds) -> str:
    said = f"By the ratings so far it needs {odds.need} on two dice: {odds.chance} percent."
    if not odds.unrated:
        return said
    left = f"{odds.unrated} {'reason is' if odds.unrated == 1 else 'reasons are'} not rated yet"
    return f"{said} {left}."


def _settled(one: ArgumentView) -> str:
    settled = one.settled
    assert settled is not None
    if settled.method is Method.DROPPED:
        return "It is dropped; its point comes back."
    how = f", need {settled.need}" if settled.need else f", the room says {settled.percent} percent"
    how = how if settled.need or settled.percent else ""
    came = "it holds" if settled.success else "it does not hold"
    once = " for the first time; it has to hold in a later turn as well"
    again = once if settled.success and one.is_big and one.project is None else ""
    return f"Settled {METHODS[settled.method]}{how}: {came}{again}."
