"""The shape of `demands.yaml`: who demands what, and the answers."""

from typing import Annotated

from pydantic import Field, StringConstraints

from northaxis.content.schema.fields import (
    CodeText,
    ConditionText,
    Count,
    Effects,
    File,
    Form,
    Line,
    Name,
    PassageText,
    Prose,
    SeatText,
    Word,
    cites_field,
    condition_field,
)


class AnsweringForm(Form):
    """The seat that is demanded of."""

    seat: SeatText = Field(description="the seat")
    most_complies: Annotated[int, Field(ge=0, le=9)] = Field(description="most demands it can comply with in a turn")


class ShamForm(Form):
    """A declared pause that is false."""

    flag: Name = Field(description="the flag of a live sham")
    cannot_fool: list[SeatText] = Field(default_factory=list, description="who knows the truth")


class ResponseForm(Form):
    """One way to answer a demand."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")] = Field(description="its letter")
    name: Word = Field(description="its name")
    say: Prose = Field(description="one plain sentence")
    cost: Count = Field(default=0, description="what it costs in influence")
    do: Effects = Field(default_factory=dict, description="what happens; pull is the demander's pull")


class ResponsesForm(Form):
    """The four ways to answer a demand."""

    comply: ResponseForm = Field(description="do as asked")
    stall: ResponseForm = Field(description="ask for time")
    refuse: ResponseForm = Field(description="say no")
    sham: ResponseForm = Field(description="declare it and do not do it")


class BackingForm(Form):
    """What backing a demand costs and does."""

    cost: Count = Field(description="what it costs in influence")
    on: Effects = Field(default_factory=dict, description="what happens when a demand is backed")
    refuse: Effects = Field(default_factory=dict, description="what refusing a backed demand adds")
    say: Prose = Field(description="one plain sentence")


class DemandForm(Form):
    """One thing a demander can ask."""

    id: CodeText = Field(description="its id")
    name: Line = Field(description="its name")
    text: Prose = Field(description="one spoken sentence")
    condition: ConditionText | None = condition_field()
    comply: Effects = Field(description="what complying does")
    refuse: Effects = Field(default_factory=dict, description="what refusing does besides")
    sham_of: Name | None = Field(default=None, description="the switch that could be faked off")
    weight: Annotated[int, Field(ge=1, le=20)] = Field(default=1, description="how likely it is drawn")
    cites: list[PassageText] = cites_field()


class DemanderForm(Form):
    """Who demands."""

    id: CodeText = Field(description="its id")
    seat: SeatText | None = Field(default=None, description="the seat that chooses; none when drawn")
    name: Line = Field(description="its name")
    short: Annotated[str, StringConstraints(min_length=1, max_length=10)] = Field(description="a short name")
    pull: Name = Field(description="its pull track")
    drawn: bool = Field(default=False, description="whether its demand is drawn")
    comply_cost: Count = Field(default=0, description="what complying costs in influence")
    backing: BackingForm | None = Field(default=None, description="how it can back a demand")
    demands: list[DemandForm] = Field(min_length=1, description="what it can ask")
    cites: list[PassageText] = cites_field()


class DemandsFile(File):
    """demands.yaml: demanders and responses."""

    answering: AnsweringForm = Field(description="who answers")
    sham: ShamForm | None = Field(default=None, description="false pauses")
    responses: ResponsesForm = Field(description="ways to answer")
    demanders: list[DemanderForm] = Field(min_length=1, max_length=9, description="who demands")
