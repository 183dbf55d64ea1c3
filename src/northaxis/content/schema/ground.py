"""The shape of the files on which the rest of a rule set stands: sources, tracks, flags and rulings."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from northaxis.content.schema.fields import (
    CodeText,
    ConditionText,
    File,
    Form,
    Line,
    Name,
    OnOff,
    PassageText,
    Prose,
    RulingText,
    Seen,
    Slug,
    Small,
    Word,
    cites_field,
)


class DocumentForm(Form):
    """A source document."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")] = Field(description="the letters of its passages")
    title: Line = Field(description="its title")
    series: Line | None = Field(default=None, description="its series")
    publisher: Line | None = Field(default=None, description="who published it")
    date: Line | None = Field(default=None, description="when")
    note: Prose | None = Field(default=None, description="a remark")


class PassageForm(Form):
    """A numbered paragraph of a document."""

    id: PassageText = Field(description="as EF-01")
    claim: Prose = Field(description="what it claims, in one sentence of our own")
    kind: Literal["claim", "rhetoric", "institution", "banner"] = Field(default="claim", description="what sort it is")


class SourcesFile(File):
    """sources.yaml: documents and passages."""

    documents: list[DocumentForm] = Field(min_length=1, description="the documents")
    passages: list[PassageForm] = Field(min_length=1, description="their passages")


class TrackForm(Form):
    """A bounded number on the board."""

    id: Name = Field(description="its name in conditions and effects")
    name: Annotated[str, StringConstraints(min_length=1, max_length=22)] = Field(description="at most 22 characters")
    short: Annotated[str, StringConstraints(min_length=1, max_length=10)] = Field(description="at most 10 characters")
    meaning: Prose = Field(description="what it measures")
    group: Slug = Field(description="pulls, regime, war, alliance or ladder")
    low: Small = Field(description="the lowest value")
    high: Small = Field(description="the highest value")
    start: Small = Field(description="where it starts")
    seen: Seen = Field(description="who knows it exactly")
    higher_is: Literal["strain", "relief", "neutral"] = Field(default="neutral", description="what more of it means")
    why: Prose = Field(default="", min_length=0, description="why it starts there")
    cites: list[PassageText] = cites_field()


class SwitchForm(Form):
    """A system that is on or off."""

    id: Name = Field(description="its name in conditions and effects")
    name: Annotated[str, StringConstraints(min_length=1, max_length=32)] = Field(description="its name")
    short: Annotated[str, StringConstraints(min_length=1, max_length=10)] = Field(description="at most 10 characters")
    meaning: Prose = Field(description="what it is")
    start: OnOff = Field(description="on or off")
    seen: Seen = Field(default="all", description="who knows it exactly")
    prices: dict[Name, Small] = Field(default_factory=dict, description="what switching it is worth, by name")
    why: Prose = Field(default="", min_length=0, description="why it starts there")
    cites: list[PassageText] = cites_field()


class TracksFile(File):
    """tracks.yaml: tracks and switches."""

    tracks: list[TrackForm] = Field(min_length=1, max_length=100, description="tracks in board order")
    switches: list[SwitchForm] = Field(default_factory=list, max_length=40, description="switches in board order")


class FlagForm(Form):
    """Something that is so, or is not."""

    id: Name = Field(description="written flag.NAME in conditions")
    name: Word = Field(description="a short name")
    meaning: Prose = Field(description="what it means when it is up")
    seen: Seen = Field(default="all", description="who knows it")
    ends_play: bool = Field(default=False, description="whether play ends with it")
    cites: list[PassageText] = Field(default_factory=list, description="passages")


class CounterForm(Form):
    """A number that counts happenings."""

    id: Name = Field(description="written count.NAME in conditions")
    name: Word = Field(description="a short name")
    meaning: Prose = Field(description="what it counts")
    seen: Seen = Field(default="all", description="who knows it")
    each_turn_end_if: ConditionText | None = Field(
        default=None, description="goes up at each turn end while this holds"
    )
    on_comply_with: CodeText | None = Field(default=None, description="goes up when this demander is complied with")
    reset_when_backed_by: CodeText | None = Field(default=None, description="back to 0 when this demander backs")


class FlagsFile(File):
    """flags.yaml: flags and counters."""

    flags: list[FlagForm] = Field(min_length=1, max_length=200, description="flags")
    counters: list[CounterForm] = Field(default_factory=list, max_length=50, description="counters")


class RulingForm(Form):
    """A numbered rule of procedure."""

    id: RulingText = Field(description="as R-1.1")
    title: Line = Field(description="its title")
    text: Prose = Field(description="one or two sentences")


class RulingsFile(File):
    """rulings.yaml: numbered rules in words."""

    rulings: list[RulingForm] = Field(min_length=1, description="the rules")
