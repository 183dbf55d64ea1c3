"""The shape of `people.yaml` and `turn-zero.yaml`: who may share or merge seats, and what is asked before play."""

from typing import Annotated

from pydantic import Field, StringConstraints

from northaxis.content.schema.fields import (
    CodeText,
    File,
    Form,
    Line,
    PassageText,
    PhaseText,
    Prose,
    SeatText,
    Slug,
    TensionText,
    Word,
    cites_field,
)


class CoSeatForm(Form):
    """Who can share a seat with its head."""

    id: SeatText = Field(description="its id, three capital letters")
    head: SeatText = Field(description="the seat that it shares")
    name: Word = Field(description="its name")
    mark: Annotated[str, StringConstraints(min_length=1, max_length=1)] = Field(description="one sign")
    plays: Line = Field(description="who one is, in one line")
    brief: Prose = Field(description="40 to 70 words")
    resources: Line | None = Field(default=None, description="what one has; the head's when left out")
    advice: list[Line] = Field(default_factory=list, max_length=5, description="tips; the head's when left out")
    phases: list[PhaseText] = Field(min_length=1, description="the phases whose orders it gives instead of the head")
    cites: list[PassageText] = cites_field()


class BlocForm(Form):
    """Seats that are often held by one person."""

    name: Word = Field(description="what that person is called")
    seats: list[SeatText] = Field(min_length=2, description="the seats")


class SeatingForm(Form):
    """How so many people sit down."""

    people: Annotated[int, Field(ge=1, le=40)] = Field(description="how many people")
    players: list[list[SeatText]] = Field(min_length=1, description="the seats of each; bots take the others")
    share: list[SeatText] = Field(default_factory=list, description="the seats that are shared with their co-seats")


class PeopleFile(File):
    """people.yaml: who holds what."""

    co_seats: list[CoSeatForm] = Field(default_factory=list, description="who can share a seat")
    together: list[BlocForm] = Field(default_factory=list, description="seats often held together")
    seatings: list[SeatingForm] = Field(default_factory=list, description="one for each number of people")


class StatementForm(Form):
    """A line of the confidence card."""

    id: Slug = Field(description="its id")
    text: Line = Field(description="the statement, marked 1 to 5")
    tensions: list[TensionText] = Field(min_length=1, description="where the documents disagree, as T1")
    dial: Slug | None = Field(default=None, description="the dial that decides it in a game, if one does")
    borne_out_by: Slug | None = Field(default=None, description="the setting of that dial under which it holds")
    cites: list[PassageText] = cites_field()


class QuestionForm(Form):
    """Something to ask the table before turn 1."""

    id: CodeText = Field(description="as Q1")
    ask: Line = Field(description="the question")
    cites: list[PassageText] = cites_field()


class TurnZeroFile(File):
    """turn-zero.yaml: the confidence card and the opening questions."""

    statements: list[StatementForm] = Field(default_factory=list, max_length=20, description="the confidence card")
    questions: list[QuestionForm] = Field(default_factory=list, max_length=20, description="opening questions")
