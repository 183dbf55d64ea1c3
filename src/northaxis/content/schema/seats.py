"""The shape of `seats/*.yaml`: a seat, its agendas, actions and doctrine."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from northaxis.content.schema.fields import (
    ActionText,
    AgendaText,
    ConditionText,
    Count,
    Effects,
    File,
    Form,
    Happening,
    Line,
    Name,
    PassageText,
    Prose,
    SeatText,
    Slug,
    Thousandths,
    Word,
    cites_field,
    condition_field,
)


class SeatForm(Form):
    """Who may act."""

    id: SeatText = Field(description="three capital letters")
    name: Word = Field(description="its name")
    mark: Annotated[str, StringConstraints(min_length=1, max_length=2)] = Field(description="one character")
    hue: Slug = Field(description="its colour, by name")
    income: Count = Field(description="influence a turn")
    start: Count = Field(description="influence at the start")
    orders: Annotated[int, Field(ge=0, le=9)] = Field(description="orders a turn")
    side: Word = Field(description="whose side it is on")
    plays: Line = Field(description="one line: who you are")
    brief: Prose = Field(description="60 to 110 words")
    resources: Prose = Field(default="", min_length=0, description="what it has")
    advice: list[Line] = Field(default_factory=list, max_length=6, description="first-game tips")
    cites: list[PassageText] = cites_field()


class GoalForm(Form):
    """A public scoring check."""

    points: Annotated[int, Field(ge=-20, le=20)] = Field(description="what it is worth")
    label: Line = Field(description="a few words")
    condition: ConditionText = Field(alias="if", description="when it scores")
    cites: list[PassageText] = Field(default_factory=list, description="passages")


class AgendaForm(Form):
    """A hidden scoring check."""

    id: AgendaText = Field(description="as MIN-H1")
    name: Line = Field(description="its name")
    points: Annotated[int, Field(ge=1, le=20)] = Field(description="what it is worth")
    condition: ConditionText = Field(alias="if", description="when it scores")
    text: Prose = Field(description="one sentence")
    cites: list[PassageText] = Field(default_factory=list, description="passages")


class LateForm(Form):
    """Effects that arrive later instead of at once."""

    condition: ConditionText | None = condition_field()
    effects: Effects = Field(description="what arrives")
    turns: Annotated[int, Field(ge=1, le=9)] = Field(description="how many turn ends later")


class BranchForm(Form):
    """Effects that happen as well."""

    condition: ConditionText | None = condition_field()
    do: Effects = Field(description="what happens")


class ActionForm(Happening):
    """Something a seat can order."""

    id: ActionText = Field(description="the seat and three letters, as MIN-SUS")
    name: Line = Field(description="its name")
    text: Prose = Field(description="one or two plain sentences")
    phase: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")] = Field(description="when it is resolved")
    cost: Count = Field(default=0, description="what it costs in influence")
    kind: Literal["auto", "rigid", "semi"] = Field(description="no roll, a roll, or a roll that control may shift")
    method: Literal["dice", "argument", "free", "consensus"] = Field(
        default="dice", description="how it is decided where control is at the table"
    )
    targets: list[Name] | None = Field(default=None, min_length=1, description="switches to choose from")
    condition: ConditionText | None = condition_field()
    late: LateForm | None = Field(default=None, description="what arrives later instead")
    also: BranchForm | None = Field(default=None, description="what happens on any result")
    bonus: BranchForm | None = Field(default=None, description="what happens as well on success")
    counts: Name | None = Field(default=None, description="a counter it raises")
    rare: bool = Field(default=False, description="whether bots seldom look at it")
    cites: list[PassageText] = cites_field()


class TriggerForm(Form):
    """A doctrine rule: while it holds, some actions are preferred."""

    condition: ConditionText | None = condition_field()
    prefer: list[ActionText] = Field(min_length=1, description="the actions preferred")
    say: Line = Field(description="the reason; {name} shows a quantity")


class OfferForm(Form):
    """A deal that a bot in this seat may offer."""

    to: str = Field(description="the other seat")
    condition: Line = Field(alias="if", description="while this holds the bot thinks of offering it")
    terms: list[Line] = Field(
        min_length=1,
        max_length=4,
        description="promises: `KYI pay MIN 1`, `MIN answer KYI comply`, `KYI hold KYI-STR until +1`, "
        "`BEI order BEI-RCV until +0`; turns count from the deal's own",
    )
    say: Line = Field(description="the words that go with the offer")


class DoctrineForm(Form):
    """What a bot in this seat cares about."""

    line: Prose = Field(description="one line")
    cares: dict[Name, Thousandths] = Field(description="thousandths of a point for each step of a quantity")
    rules: list[TriggerForm] = Field(default_factory=list, max_length=40, description="triggers; the first holds")
    honour: Annotated[int, Field(ge=0, le=9999)] = Field(
        default=0, description="thousandths of a point that breaking a promise costs it"
    )
    offers: list[OfferForm] = Field(default_factory=list, max_length=12, description="deals it may offer, best first")


class SeatFile(File):
    """seats/*.yaml: one seat."""

    seat: SeatForm = Field(description="who it is")
    goals: list[GoalForm] = Field(min_length=1, description="public scoring checks")
    agendas: list[AgendaForm] = Field(default_factory=list, description="hidden scoring checks")
    actions: list[ActionForm] = Field(min_length=1, description="what it can order")
    doctrine: DoctrineForm = Field(description="how bots play it")
