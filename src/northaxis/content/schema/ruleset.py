"""The shape of `ruleset.yaml`: the head of a rule set, the pressure index, bands, dials and bots."""

from typing import Annotated

from pydantic import Field, StringConstraints

from northaxis.content.schema.fields import (
    ConditionText,
    Count,
    File,
    FirstDay,
    Form,
    Line,
    Name,
    PassageText,
    Prose,
    SeatText,
    Slug,
    Small,
    Thousandths,
    Word,
    cites_field,
)


class PhaseForm(Form):
    """A stage of resolution."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")] = Field(description="a capital letter")
    name: Word = Field(description="its name")


class OutsiderBand(Form):
    """A stretch of a hidden track in one word."""

    upto: Small = Field(description="the highest value it covers")
    say: Word = Field(description="the word shown")


class IndexForm(Form):
    """The derived quantity that the game is about."""

    id: Name = Field(description="the derived quantity")
    name: Line = Field(description="what it is called")
    subject: Line = Field(description="whom it presses on")


class StepRow(Form):
    """A row of a step table."""

    start: Small = Field(alias="from", description="from this value on")
    result: Small = Field(alias="is", description="the result is this")


class StepsForm(Form):
    """A step table over a quantity."""

    of: ConditionText = Field(description="what is looked up")
    table: list[StepRow] = Field(min_length=1, max_length=40, description="rows, lowest first")


class DerivedForm(Form):
    """A quantity computed from others."""

    id: Name = Field(description="its name in conditions")
    name: Line = Field(description="its name for people")
    expr: ConditionText | None = Field(default=None, description="how it is computed")
    steps: StepsForm | None = Field(default=None, description="or a table it is looked up in")
    at_least: Small | None = Field(default=None, description="never below this")
    cites: list[PassageText] = Field(default_factory=list, description="passages")


class BandForm(Form):
    """A named stretch of the index."""

    id: Slug = Field(description="its id")
    name: Word = Field(description="its name")
    upto: Count = Field(description="the highest value it covers")
    say: Prose = Field(default="", min_length=0, description="what it means in the fiction")


class SettingForm(Form):
    """One position of a dial."""

    id: Slug = Field(description="its id")
    flag: Name | None = Field(default=None, description="the flag it raises, if any")
    say: Line = Field(description="the reading it stands for")


class DialForm(Form):
    """A question the documents answer differently."""

    id: Slug = Field(description="its id")
    name: Line = Field(description="its name")
    asks: Line = Field(description="the question")
    settings: list[SettingForm] = Field(min_length=2, max_length=6, description="the answers")
    cites: list[PassageText] = cites_field()


class DreadForm(Form):
    """What every bot fears."""

    of: Name = Field(description="a track or derived quantity")
    above: Small = Field(description="each step above this counts")
    each: Thousandths = Field(description="thousandths of a point a step")


class LevelForm(Form):
    """How well a bot plays."""

    id: Slug = Field(description="its id")
    name: Word | None = Field(default=None, description="its name")
    sigma: Annotated[int, Field(ge=0, le=100_000)] = Field(description="noise, in thousandths of a point")
    answer_sigma: Annotated[int, Field(ge=0, le=100_000)] = Field(default=0, description="noise on answers to demands")
    orders: Annotated[int, Field(ge=1, le=9)] = Field(default=9, description="most orders it gives in a turn")
    hesitation: Annotated[int, Field(ge=0, le=100_000)] = Field(
        default=0, description="it passes below this much more than pass_below"
    )
    lookahead: Annotated[int, Field(ge=0, le=3)] = Field(description="turn ends looked ahead")
    note: Prose = Field(default="", min_length=0, description="one line for the player")


class BotsForm(Form):
    """Numbers that all bots share, in thousandths of a victory point."""

    ip_price: Thousandths = Field(description="what a point of influence is worth")
    pass_below: Thousandths = Field(description="below this value a bot passes")
    rule_bonus: Thousandths = Field(description="what a doctrine rule adds")
    dread: list[DreadForm] = Field(default_factory=list, description="what every bot fears")
    levels: list[LevelForm] = Field(min_length=1, description="the levels of play")


class RuleSetFile(File):
    """ruleset.yaml: the header of a rule set."""

    ruleset: Slug = Field(description="the rule set's id")
    name: Line = Field(description="its name")
    version: Annotated[int, Field(ge=1, le=9999)] = Field(description="its version")
    about: Prose = Field(description="one or two sentences")
    bank_cap: Annotated[int, Field(ge=1, le=99)] = Field(description="most influence a seat can hold")
    bar: Annotated[int, Field(ge=1, le=99)] = Field(description="the score that wins")
    first_day: FirstDay = Field(description="when turn 1 opens")
    initiative: list[SeatText] = Field(min_length=1, max_length=20, description="the seats in order")
    phases: list[PhaseForm] = Field(min_length=1, max_length=12, description="stages of resolution in order")
    outsider_bands: list[OutsiderBand] = Field(min_length=1, description="what outsiders see of a hidden track")
    index: IndexForm = Field(description="the index that the game is about")
    derived: list[DerivedForm] = Field(default_factory=list, description="quantities computed from others, in order")
    bands: list[BandForm] = Field(min_length=1, description="named stretches of the index")
    dials: list[DialForm] = Field(default_factory=list, description="premises that control sets in secret")
    bots: BotsForm = Field(description="numbers of the bots")
