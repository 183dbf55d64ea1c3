"""What the shapes of all file kinds are made of: texts, numbers, and the pieces that more than one kind has."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\n]*$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\n]*$")]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=3000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
SeatText = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
ViewerText = Annotated[str, StringConstraints(pattern=r"^([A-Z]{3}|control)$")]
ActionText = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[A-Z0-9]+$", max_length=20)]
AgendaText = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[A-Z0-9]+$", max_length=20)]
CodeText = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$", max_length=20)]
CardText = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*$", max_length=20)]
PassageText = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-[0-9]{2,3}$")]
RulingText = Annotated[str, StringConstraints(pattern=r"^R-[0-9]+\.[0-9]+[a-z]?$", max_length=20)]
DateText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
PhaseText = Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
TensionText = Annotated[str, StringConstraints(pattern=r"^T[0-9]{1,2}$")]
OnOff = Literal["on", "off"]
Small = Annotated[int, Field(ge=-99, le=99)]
Count = Annotated[int, Field(ge=0, le=999)]
Thousandths = Annotated[int, Field(ge=-100_000, le=100_000)]

ConditionText = Annotated[
    str, WithJsonSchema({"type": ["string", "integer"], "description": "a condition, on one line"})
]
EFFECT_VALUE = {"type": ["integer", "string", "boolean", "array"]}
Effects = Annotated[
    dict[str, Any],
    WithJsonSchema({"type": "object", "additionalProperties": EFFECT_VALUE, "description": "what changes, in order"}),
]
Seen = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["all", "control"]},
                {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{3}$"}, "minItems": 1},
            ],
            "description": "all, control, or the seats that know it exactly",
        }
    ),
]
Scored = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [{"enum": ["all"]}, {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{3}$"}}],
            "description": "all, or the seats whose score counts",
        }
    ),
]
StartValue = Annotated[Any, WithJsonSchema({"type": ["integer", "string"], "description": "a number, or on/off"})]
FlagValue = Annotated[Any, WithJsonSchema({"type": ["boolean", "integer"], "description": "true, false or turn ends"})]


class Form(BaseModel):
    """What all models share: nothing converted, nothing unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


def cites_field() -> Any:
    """The passages that something is drawn from."""
    return Field(min_length=1, max_length=40, description="the passages this is drawn from, as EF-01 or BD-28")


def condition_field() -> Any:
    """A condition that may be left out."""
    return Field(default=None, alias="if", description="a condition; without it, always")


def format_field() -> Any:
    """The first line of every file."""
    return Field(description="the version of this file format: 1")


class File(Form):
    """A whole file."""

    format: Literal[1] = format_field()


# --- pieces -------------------------------------------------------------------------------------------------------


class Modifier(Form):
    """Something that helps or hinders a roll."""

    condition: ConditionText = Field(alias="if", description="when it counts")
    by: Small = Field(description="what it adds to the dice; below zero it hinders")
    why: Line = Field(description="two to six plain words for the players")
    cite: PassageText | None = Field(default=None, description="a passage; the owner's first when left out")


class Roll(Form):
    """Two dice and modifiers against a number."""

    need: Annotated[int, Field(ge=5, le=12)] = Field(description="the total needed with two dice, 5 to 12")
    mods: list[Modifier] = Field(default_factory=list, max_length=12, description="what helps or hinders")


class Happening(Form):
    """Either effects, or a roll with effects for success and failure."""

    do: Effects | None = Field(default=None, description="what happens, without a roll")
    roll: Roll | None = Field(default=None, description="a roll that decides")
    ok: Effects | None = Field(default=None, description="what happens when the roll succeeds")
    fail: Effects | None = Field(default=None, description="what happens when the roll fails; {} for nothing")


class FirstDay(Form):
    """When turn 1 opens."""

    date: DateText = Field(description="the date, as 2026-07-01")
    day: Annotated[int, Field(ge=0, le=99_999)] = Field(description="the day of the war")
