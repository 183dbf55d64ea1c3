"""The shape of every file kind as pydantic models: which fields there are, of which type, and what they mean.

Only shape is decided here; names, ranges and sense are the compilers' business. The descriptions become the editor's
help. Importing this module imports pydantic, so others import it inside functions. Annotations are real here, not
postponed: pydantic would compile each of a thousand strings.
"""

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


def _cites() -> Any:
    return Field(min_length=1, max_length=40, description="the passages this is drawn from, as EF-01 or BD-28")


def _if() -> Any:
    return Field(default=None, alias="if", description="a condition; without it, always")


def _format() -> Any:
    return Field(description="the version of this file format: 1")


class File(Form):
    """A whole file."""

    format: Literal[1] = _format()


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


# --- ruleset.yaml -------------------------------------------------------------------------------------------------


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
    cites: list[PassageText] = _cites()


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


# --- sources, tracks, flags, rulings ------------------------------------------------------------------------------


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
    cites: list[PassageText] = _cites()


class SwitchForm(Form):
    """A system that is on or off."""

    id: Name = Field(description="its name in conditions and effects")
    name: Annotated[str, StringConstraints(min_length=1, max_length=32)] = Field(description="its name")
    short: Annotated[str, StringConstraints(min_length=1, max_length=10)] = Field(description="at most 10 characters")
    meaning: Prose = Field(description="what it is")
    start: OnOff = Field(description="on or off")
    seen: Seen = Field(default="all", description="who knows it exactly")
    prices: dict[Name, Small] = Field(default_factory=dict, description="what switching it is worth, by name")
    counts_as: Slug | None = Field(default=None, description="what it counts towards")
    why: Prose = Field(default="", min_length=0, description="why it starts there")
    cites: list[PassageText] = _cites()


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


# --- turn-end.yaml ------------------------------------------------------------------------------------------------


class RuleForm(Happening):
    """A coupling, snap, end or rung of the ladder."""

    id: CodeText = Field(description="its id, as R01")
    name: Line = Field(description="its name")
    say: Prose = Field(description="one plain sentence: why")
    condition: ConditionText | None = _if()
    core: bool = Field(default=False, description="whether it belongs to the paper-lite rules")
    common_loss: bool = Field(default=False, description="whether everybody loses by it")
    breaks: bool = Field(default=False, description="whether the regime breaks by it")
    cites: list[PassageText] = _cites()


class CheckRowForm(Form):
    """A row of the check's table."""

    upto: Small = Field(description="totals up to this")
    id: CodeText = Field(description="its id")
    name: Line = Field(description="its name")
    say: Prose = Field(description="one plain sentence")
    do: Effects = Field(default_factory=dict, description="what happens")
    breaks: bool = Field(default=False, description="whether the regime breaks by it")


class CheckForm(Form):
    """The regime check."""

    name: Line = Field(description="its name")
    when: ConditionText = Field(description="when it is made")
    mods: list[Modifier] = Field(default_factory=list, description="what is added to the dice")
    table: list[CheckRowForm] = Field(min_length=1, description="what the total means, lowest first")
    cites: list[PassageText] = _cites()


class FlagRuleForm(Form):
    """What follows when a flag runs out."""

    id: CodeText = Field(description="its id")
    name: Line = Field(description="its name")
    say: Prose = Field(description="one plain sentence")
    flag: Name = Field(description="the flag that runs out")
    condition: ConditionText | None = _if()
    do: Effects = Field(description="what happens")
    cites: list[PassageText] = _cites()


class TurnEndFile(File):
    """turn-end.yaml: what happens at the end of a turn, in order."""

    rules: list[RuleForm] = Field(default_factory=list, description="couplings")
    snaps: list[RuleForm] = Field(default_factory=list, description="what happens at the ends of tracks")
    check: CheckForm = Field(description="the regime check")
    ends: list[RuleForm] = Field(default_factory=list, description="what can end play")
    ladder: list[RuleForm] = Field(default_factory=list, description="what a break becomes; the first that holds")
    flag_rules: list[FlagRuleForm] = Field(default_factory=list, description="what follows when flags run out")


# --- demands.yaml -------------------------------------------------------------------------------------------------


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
    condition: ConditionText | None = _if()
    comply: Effects = Field(description="what complying does")
    refuse: Effects = Field(default_factory=dict, description="what refusing does besides")
    sham_of: Name | None = Field(default=None, description="the switch that could be faked off")
    weight: Annotated[int, Field(ge=1, le=20)] = Field(default=1, description="how likely it is drawn")
    cites: list[PassageText] = _cites()


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
    cites: list[PassageText] = _cites()


class DemandsFile(File):
    """demands.yaml: demanders and responses."""

    answering: AnsweringForm = Field(description="who answers")
    sham: ShamForm | None = Field(default=None, description="false pauses")
    responses: ResponsesForm = Field(description="ways to answer")
    demanders: list[DemanderForm] = Field(min_length=1, max_length=9, description="who demands")


# --- seats/*.yaml -------------------------------------------------------------------------------------------------


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
    cites: list[PassageText] = _cites()


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

    condition: ConditionText | None = _if()
    effects: Effects = Field(description="what arrives")
    turns: Annotated[int, Field(ge=1, le=9)] = Field(description="how many turn ends later")


class BranchForm(Form):
    """Effects that happen as well."""

    condition: ConditionText | None = _if()
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
    condition: ConditionText | None = _if()
    late: LateForm | None = Field(default=None, description="what arrives later instead")
    also: BranchForm | None = Field(default=None, description="what happens on any result")
    bonus: BranchForm | None = Field(default=None, description="what happens as well on success")
    counts: Name | None = Field(default=None, description="a counter it raises")
    rare: bool = Field(default=False, description="whether bots seldom look at it")
    cites: list[PassageText] = _cites()


class TriggerForm(Form):
    """A doctrine rule: while it holds, some actions are preferred."""

    condition: ConditionText | None = _if()
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


# --- scenarios/*.yaml ---------------------------------------------------------------------------------------------


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
    cites: list[PassageText] = _cites()


class VariantsFile(File):
    """scenarios/variants.yaml: worlds to lay over scenarios."""

    variants: list[VariantForm] = Field(min_length=1, description="the variants")


# --- people and turn zero -----------------------------------------------------------------------------------------


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
    cites: list[PassageText] = _cites()


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
    cites: list[PassageText] = _cites()


class QuestionForm(Form):
    """Something to ask the table before turn 1."""

    id: CodeText = Field(description="as Q1")
    ask: Line = Field(description="the question")
    cites: list[PassageText] = _cites()


class TurnZeroFile(File):
    """turn-zero.yaml: the confidence card and the opening questions."""

    statements: list[StatementForm] = Field(default_factory=list, max_length=20, description="the confidence card")
    questions: list[QuestionForm] = Field(default_factory=list, max_length=20, description="opening questions")


# --- the facilitator's kit ----------------------------------------------------------------------------------------


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
    cites: list[PassageText] = _cites()


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
    cites: list[PassageText] = _cites()


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
    cites: list[PassageText] = _cites()


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
    commitments: list[CommitmentForm] = Field(default_factory=list, max_length=9, description="finished in writing")
    checklists: list[ChecklistForm] = Field(default_factory=list, max_length=40, description="what is done when")


# --- decks --------------------------------------------------------------------------------------------------------


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
    cites: list[PassageText] = _cites()
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
