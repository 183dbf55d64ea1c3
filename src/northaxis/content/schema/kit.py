"""The shape of `facilitating.yaml`: the facilitator's kit."""

from typing import Annotated, Any, Literal

from pydantic import Field

from northaxis.content.schema.fields import (
    ActionText,
    CodeText,
    ConditionText,
    File,
    Form,
    Line,
    Name,
    PassageText,
    Prose,
    SeatText,
    Slug,
    Word,
    cites_field,
)


def _scenarios() -> Any:
    return Field(default_factory=list, description="the scenarios it is for; every one when left out")


class SpeechForm(Form):
    """A paragraph read aloud before play."""

    id: CodeText = Field(description="as O1")
    who: Word = Field(description="who reads it")
    say: Prose = Field(description="the words; at most 80 of them")
    scenarios: list[Slug] = _scenarios()
    reads_scene: bool = Field(default=False, description="whether the scenario's scene is read after it")
    cites: list[PassageText] = Field(default_factory=list, max_length=40, description="passages, where it states facts")


class ObjectiveForm(Form):
    """What a trainee can do after play."""

    id: CodeText = Field(description="as LO1; a scenario names it under learning")
    text: Line = Field(description="what the trainee can do, after 'can'")
    evidence: list[Line] = Field(min_length=1, max_length=6, description="what shows it at the table")
    bites: list[Word] = Field(min_length=1, max_length=20, description="ids of the rule set where it is felt")
    cites: list[PassageText] = cites_field()


class BreakForm(Form):
    """A planned pause."""

    after: Annotated[int, Field(ge=1, le=40)] = Field(description="the turn it follows")
    minutes: Annotated[int, Field(ge=1, le=120)] = Field(description="how long it is")


class PlanForm(Form):
    """The minutes of a scenario that are not turns."""

    scenario: Slug = Field(description="the scenario")
    before: Annotated[int, Field(ge=0, le=600)] = Field(description="minutes of turn zero and briefing")
    debrief: Annotated[int, Field(ge=1, le=600)] = Field(description="minutes kept for the hot wash")
    breaks: list[BreakForm] = Field(default_factory=list, max_length=9, description="planned pauses")
    warn: dict[Slug, Annotated[int, Field(ge=0, le=3600)]] = Field(
        default_factory=dict, description="seconds before the end at which people are warned, by timer"
    )
    may_skip: list[Slug] = Field(default_factory=list, max_length=9, description="timers that may be cut, first first")
    least_turns: Annotated[int, Field(ge=1, le=40)] = Field(default=1, description="turns that are played in any case")


class TalkForm(Form):
    """Somebody to talk to."""

    to: SeatText = Field(description="the seat")
    about: Line = Field(description="about what")


class RoleForm(Form):
    """What a person in a seat needs beside its brief."""

    seat: SeatText = Field(description="the seat, or a co-seat")
    first: Line = Field(description="what to do in the first five minutes")
    voice: Line = Field(description="how to speak for it, fairly and without mockery")
    talks: list[TalkForm] = Field(min_length=1, max_length=5, description="whom to talk to, and about what")
    cites: list[PassageText] = cites_field()


class HotWashForm(Form):
    """A point of the hot wash."""

    id: Slug = Field(description="its id")
    name: Line = Field(description="its name")
    how: Prose = Field(description="how it is done")
    minutes: dict[Slug, Annotated[int, Field(ge=0, le=240)]] = Field(
        default_factory=dict, description="minutes by scenario; left out where there are none"
    )
    writes: Line | None = Field(default=None, description="what everybody answers in writing, if they do")


class SeatQuestionForm(Form):
    """Something to ask one seat in the hot wash."""

    id: CodeText = Field(description="as MIN1")
    seat: SeatText = Field(description="the seat, or a co-seat")
    ask: Line = Field(description="the question")
    cites: list[PassageText] = cites_field()


class PromptForm(Form):
    """Something to ask everybody, if it holds when play is over, or if the course of the game called it up."""

    id: CodeText = Field(description="as P1")
    condition: ConditionText | None = Field(
        default=None, alias="if", description="when it is asked; without it, always"
    )
    turns: Annotated[int, Field(ge=0, le=20)] = Field(default=0, description="for how many turn ends running it held")
    never: bool = Field(default=False, description="true: it must have held at no turn's end of the game")
    rose: list[Name] = Field(default_factory=list, max_length=12, description="tracks that each went up")
    came: list[CodeText] = Field(default_factory=list, max_length=12, description="rules, one of which came")
    happened: Literal["sham_exposed", "deal_broken", "order_void"] | None = Field(
        default=None, description="something that must have happened"
    )
    ask: Line = Field(description="the question")
    cites: list[PassageText] = Field(default_factory=list, max_length=40, description="passages")


class ChartForm(Form):
    """Tracks that the report draws together."""

    id: CodeText = Field(description="as CH1")
    name: Line = Field(description="what it is called")
    kind: Literal["lines", "path", "climb"] = Field(
        description="lines: turn by turn; path: the first track across, the second up; climb: every entry that moved it"
    )
    tracks: list[Name] = Field(min_length=1, max_length=4, description="tracks; two for a path, one for a climb")
    watch: ActionText | None = Field(
        default=None, description="an action: the turns in which it could have been ordered are marked"
    )
    note: Line = Field(description="what to look for")
    cites: list[PassageText] = Field(default_factory=list, max_length=40, description="passages")


class CommitmentForm(Form):
    """A sentence that everybody finishes in writing."""

    id: CodeText = Field(description="as C1")
    ask: Line = Field(description="the sentence to finish")


class TaskForm(Form):
    """A line of a checklist."""

    at: Annotated[int, Field(ge=0, le=240)] | None = Field(default=None, description="minutes before the start")
    do: Line = Field(description="what to do")


class ChecklistForm(Form):
    """What the facilitator does at some time."""

    id: Slug = Field(description="its id")
    kind: Literal["before", "setup", "step", "trouble", "table", "after"] = Field(description="when it is needed")
    step: Slug | None = Field(default=None, description="the step it belongs to, where the kind is step")
    name: Line = Field(description="its name")
    tasks: list[TaskForm] = Field(min_length=1, max_length=20, description="what to do, in order")


class FacilitatingFile(File):
    """facilitating.yaml: the kit of the person who runs a session."""

    opening: list[SpeechForm] = Field(default_factory=list, max_length=40, description="what is read aloud")
    objectives: list[ObjectiveForm] = Field(default_factory=list, max_length=30, description="what is to be learnt")
    plans: list[PlanForm] = Field(default_factory=list, max_length=40, description="the minutes, by scenario")
    roles: list[RoleForm] = Field(default_factory=list, max_length=40, description="what a seat's sheet adds")
    hot_wash: list[HotWashForm] = Field(default_factory=list, max_length=20, description="the agenda after play")
    seat_questions: list[SeatQuestionForm] = Field(default_factory=list, max_length=80, description="asked of one seat")
    prompts: list[PromptForm] = Field(default_factory=list, max_length=40, description="asked if they hold")
    charts: list[ChartForm] = Field(default_factory=list, max_length=12, description="drawn in the report")
    commitments: list[CommitmentForm] = Field(default_factory=list, max_length=9, description="finished in writing")
    checklists: list[ChecklistForm] = Field(default_factory=list, max_length=40, description="what is done when")
