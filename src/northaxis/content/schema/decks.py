"""The shape of an event deck and its cards."""

from typing import Annotated

from pydantic import Field, StringConstraints

from northaxis.content.schema.fields import (
    CardText,
    ConditionText,
    Count,
    Effects,
    File,
    Form,
    Happening,
    Line,
    PassageText,
    Prose,
    SeatText,
    Slug,
    ViewerText,
    Word,
    cites_field,
)


class DeckForm(Form):
    """The header of a deck."""

    id: Slug = Field(description="its id")
    name: Line = Field(description="its name")
    about: Prose = Field(description="one or two sentences")
    ruleset: Slug = Field(description="the rule set it is written for")
    document: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")] = Field(description="its source document")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = Field(
        default="en", description="as en"
    )


class OptionForm(Form):
    """One choice on a card."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] = Field(description="a small letter")
    text: Annotated[str, StringConstraints(min_length=1, max_length=300)] = Field(description="what is done")
    cost: Count = Field(default=0, description="what it costs in influence")
    do: Effects = Field(description="what happens; {} for nothing")


class ChainForm(Form):
    """Another card that comes later."""

    card: CardText = Field(description="the card")
    turns: Annotated[int, Field(ge=1, le=9)] = Field(alias="in", description="how many turns later")


class CardForm(Form):
    """An event card."""

    id: CardText = Field(description="its id, capital letters and digits")
    title: Line = Field(description="its title")
    text: Prose = Field(description="at most three sentences, in your own words")
    cites: list[PassageText] = cites_field()
    condition: ConditionText | None = Field(
        default=None, alias="if", description="a card that fails it is passed over and stays"
    )
    weight: Annotated[int, Field(ge=1, le=9)] = Field(default=1, description="how early it tends to come up")
    private_to: ViewerText | None = Field(default=None, description="the one seat that sees it, or control")
    tags: list[Word] = Field(default_factory=list, max_length=12, description="words to find it by")
    auto: Happening | None = Field(default=None, description="what happens by itself")
    choose: dict[SeatText, list[OptionForm]] = Field(
        default_factory=dict, description="what seats choose; the last option happens when nobody answers"
    )
    then: ChainForm | None = Field(default=None, description="a card that comes up later")


class DeckFile(File):
    """A deck's header, a theme file of its cards, or both in one."""

    deck: DeckForm | None = Field(default=None, description="the header")
    cards: list[CardForm] = Field(default_factory=list, max_length=5000, description="the cards")
