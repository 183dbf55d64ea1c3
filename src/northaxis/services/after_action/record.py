"""The record of a session for the person who ran it: everything a report is made of, as plain values in one object.

It holds what its reader may have and no more, as a report does: it is built from the same account. The shape is
`VERSION`ed; fields may be added to a version, never renamed or dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from northaxis.services.after_action.gathered import Argument, Deal, RedLine

FORMAT: Literal["northaxis-record"] = "northaxis-record"
VERSION: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class Session:
    """Where the record comes from. Control's own fields (`seed`, `head`, `app`) are null for everybody else."""

    title: str
    rules: str
    scenario: str
    variants: tuple[str, ...]
    turns: int
    turn: int
    began: str
    ended: str
    origin: str
    seed: str | None
    head: str | None
    app: str | None


@dataclass(frozen=True, slots=True)
class End:
    """How play ended: the reason's id and its words."""

    reason: str
    words: str
    common_loss: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held a seat last; `level` is a bot's, null for a person; `agenda` null where it may not be known."""

    seat: str
    name: str
    holder: str
    level: str | None
    agenda: str | None


@dataclass(frozen=True, slots=True)
class Goal:
    """A public goal and whether it was reached."""

    label: str
    points: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Score:
    """What a seat reached. `agenda` is the name of its hidden agenda."""

    seat: str
    score: int
    bar: int
    won: bool
    goals: tuple[Goal, ...]
    agenda: str
    agenda_met: bool


@dataclass(frozen=True, slots=True)
class Index:
    """The index at the start and after each turn."""

    name: str
    values: tuple[int, ...]
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A quantity of the board after each turn; null where the reader may not know it."""

    id: str
    kind: str
    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something changed: kind and id of the cause, whose it was, and its words."""

    kind: str
    id: str
    seat: str | None
    detail: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. `root` is what it goes back to (null where `cause` is the root itself).

    `index` is the index before and after, null for a reader who is not told it.
    """

    turn: int
    quantity: str
    asked: int
    before: int
    after: int
    index: tuple[int, int] | None
    cause: Cause
    root: Cause | None
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DialGuess:
    """A seat's guess of a dial."""

    seat: str
    setting: str


@dataclass(frozen=True, slots=True)
class Dial:
    """A premise dial: how it stood, and what the seats guessed."""

    id: str
    name: str
    setting: str | None
    guesses: tuple[DialGuess, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A seat's mark of a statement, 1 to 5, before and after play."""

    seat: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the confidence card. `borne_out` is null where no dial tells."""

    text: str
    dial: str | None
    borne_out: bool | None
    marks: tuple[Mark, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a seat expected of the index in a turn, how sure it was in percent, and what came."""

    turn: int
    direction: str
    confidence: int
    came: str
    right: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a seat expected of the index in a turn that was taken back and played again: not held against what came."""

    seat: str
    turn: int
    direction: str
    confidence: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """A seat's predictions, how sure it was on the mean, and how often it was right, in percent."""

    seat: str
    sure: int
    often: int
    predictions: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class Luck:
    """A seat's rolls; `expected` is how many should have worked, in 36ths."""

    seat: str
    rolls: int
    worked: int
    expected: int


@dataclass(frozen=True, slots=True)
class Intervention:
    """An act of control: what, about what, the code and the reason, whether it cost a token, what it changed.

    `open`: the table read it. `undone`: it was taken back later. `by`: which of the people in control, from 1.
    """

    number: int
    turn: int
    what: str
    about: str
    was: str
    now: str
    code: str | None
    why: str
    token: bool
    open: bool
    undone: bool
    words: str
    by: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepBack:
    """A step back: how many facts were taken back, why, and whether later dice were other dice."""

    turn: int
    facts: int
    why: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Handled:
    """An order that was not simply left to its dice: the method, the need moved, the outcome said or replaced."""

    turn: int
    seat: str
    action: str
    target: str | None
    method: str
    shift: int
    decided: bool | None
    overruled: bool | None
    ruled_out: bool
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precedent:
    """A ruling as a precedent: its kind, what it was about, which way it went, and what it is found by."""

    turn: int
    kind: str
    about: str
    way: str
    what: str
    code: str | None
    why: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a seat asked of control, and what it was told."""

    seat: str
    turn: int
    text: str
    status: str
    answer: str


@dataclass(frozen=True, slots=True)
class Note:
    """A private note, a seat's or control's. `undone`: made in a stretch that control took back; it is kept.

    `by`: which of several people in control wrote it, from 1.
    """

    seat: str
    about: str
    text: str
    turn: int
    undone: bool
    by: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """What somebody wrote after play: `kind` is hot-wash, question, commitment or other. `undone` as in notes."""

    seat: str
    kind: str
    question: str
    ask: str
    text: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Objective:
    """A learning objective with what shows it, the notes taken of it, and its traces in this game."""

    id: str
    text: str
    evidence: tuple[str, ...]
    notes: tuple[Note, ...]
    traces: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question for the talk that the game called up, and by what; empty for one that is always asked."""

    id: str
    ask: str
    called_up: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """The other choice (null: none at all) and the game it led to: the index, the end and the turn of either game.

    `crossed` are seats that reached their bar in one of the two only, `reach` those of them that do in this one.
    `margin` is the owner's score less its bar. `void` counts recorded orders that were no longer possible, `lapsed`
    are acts of control that no longer fitted.
    """

    order: str | None
    index: tuple[int, int]
    ends: tuple[str, str]
    turns: tuple[int, int]
    crossed: tuple[str, ...]
    reach: tuple[str, ...]
    margin: tuple[int, int]
    void: int
    lapsed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Another choice that belongs to a key decision: it too would have led there, or had the same alternative."""

    turn: int
    seat: str
    order: str
    words: str
    instead: Alternative


@dataclass(frozen=True, slots=True)
class Decision:
    """A key decision: the order in the notation, what it was for its seat, and the line that says so.

    `alike` are the other choices that would have come to the same; `better` says which choice a missed chance was,
    where it is not `instead`.
    """

    turn: int
    seat: str
    order: str
    label: str
    words: str
    swing: int
    instead: Alternative
    cites: tuple[str, ...]
    alike: tuple[Alike, ...]
    better: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """The search for key decisions: choices made and tried, games played again, compared up to a turn.

    `exact`: the record plays again as it was. Same dice, everyone else unchanged: never what would have happened.
    """

    made: int
    tried: int
    played: int
    upto: int
    exact: bool
    found: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything. `reader` is CTL, a seat, or public; `decisions` is control's alone."""

    format: Literal["northaxis-record"]
    version: Literal[1]
    reader: str
    session: Session
    end: End | None
    seats: tuple[Holder, ...]
    scores: tuple[Score, ...]
    index: Index | None
    tracks: tuple[Track, ...]
    ledger: tuple[Entry, ...]
    decisions: Decisions | None
    prompts: tuple[Prompt, ...]
    objectives: tuple[Objective, ...]
    interventions: tuple[Intervention, ...]
    steps_back: tuple[StepBack, ...]
    methods: tuple[Handled, ...]
    precedents: tuple[Precedent, ...]
    arguments: tuple[Argument, ...]
    requests: tuple[Request, ...]
    deals: tuple[Deal, ...]
    red_lines: tuple[RedLine, ...]
    dials: tuple[Dial, ...]
    confidence: tuple[Statement, ...]
    calibration: tuple[Calibration, ...]
    predictions_taken_back: tuple[Expectation, ...]
    luck: tuple[Luck, ...]
    hot_wash: tuple[Sentence, ...]
    notes: tuple[Note, ...]


def moment(at: int) -> str:
    """Milliseconds since 1970 as `2026-07-01T10:00:00Z`."""
    return datetime.fromtimestamp(at // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
