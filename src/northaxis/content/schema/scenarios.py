"""The shape of `scenarios/*.yaml`: scenarios and their variants."""

from typing import Annotated

from pydantic import Field, StringConstraints

from northaxis.content.schema.fields import (
    Count,
    File,
    FirstDay,
    FlagValue,
    Form,
    Line,
    Name,
    PassageText,
    Prose,
    Scored,
    SeatText,
    Slug,
    StartValue,
    cites_field,
)


class PlayersForm(Form):
    """How many people."""

    least: Annotated[int, Field(ge=0, le=40)] = Field(description="fewest people")
    most: Annotated[int, Field(ge=1, le=40)] = Field(description="most people")


class ScenarioForm(Form):
    """What a table starts with."""

    id: Slug = Field(description="its id")
    short: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,5}$")] = Field(description="as S1")
    name: Line = Field(description="its name")
    about: Prose = Field(alias="for", description="whom it is for")
    minutes: Annotated[int, Field(ge=1, le=999)] = Field(description="how long it takes")
    turns: Annotated[int, Field(ge=1, le=40)] = Field(description="scheduled turns")
    turn_days: Annotated[int, Field(ge=1, le=366)] = Field(default=21, description="days a turn stands for")
    orders: Annotated[int, Field(ge=1, le=9)] = Field(description="most orders a seat gives in a turn")
    players: PlayersForm = Field(description="how many people")
    people: list[SeatText] = Field(description="the seats for people; bots take the others")
    scored: Scored = Field(default="all", description="whose score counts")
    decks: list[Slug] = Field(description="decks drawn from")
    cards_per_deck: Annotated[int, Field(ge=0, le=5)] = Field(default=1, description="cards drawn a turn and deck")
    agendas: bool = Field(default=True, description="whether hidden agendas are dealt")
    override_tokens: Annotated[int, Field(ge=0, le=20)] = Field(
        default=0, description="how often control may overrule the rules in a session"
    )
    bots: Slug = Field(description="the level of the bots")
    bars: dict[str, Count] = Field(default_factory=dict, description="scores that win; default and by seat")
    timers: dict[Slug, Annotated[int, Field(ge=0, le=86_400)]] = Field(
        default_factory=dict, description="seconds by step"
    )
    first_day: FirstDay | None = Field(default=None, description="when turn 1 opens, if not as in the rule set")
    scene: Prose = Field(description="60 to 100 words to read aloud")
    learning: list[Line] = Field(default_factory=list, description="what is learnt")
    cites: list[PassageText] = Field(default_factory=list, description="passages")


class ScenarioFile(File):
    """scenarios/*.yaml: one scenario."""

    scenario: ScenarioForm = Field(description="the scenario")


class VariantForm(Form):
    """Another world to start a scenario in."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,5}$")] = Field(description="as V1")
    name: Line = Field(description="its name")
    say: Prose = Field(description="what is different")
    first_day: FirstDay | None = Field(default=None, description="when turn 1 opens")
    start: dict[Name, StartValue] = Field(default_factory=dict, description="tracks and switches that start elsewhere")
    flags: dict[Name, FlagValue] = Field(default_factory=dict, description="flags that are up")
    bars: dict[str, Count] = Field(default_factory=dict, description="scores that win, by seat")
    overlays: list[Slug] = Field(min_length=1, description="the scenarios it can be laid over")
    cites: list[PassageText] = cites_field()


class VariantsFile(File):
    """scenarios/variants.yaml: worlds to lay over scenarios."""

    variants: list[VariantForm] = Field(min_length=1, description="the variants")
