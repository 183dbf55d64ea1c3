"""The shape of `turn-end.yaml`: rules, checks and ends."""

from pydantic import Field

from northaxis.content.schema.fields import (
    CodeText,
    ConditionText,
    Effects,
    File,
    Form,
    Happening,
    Line,
    Modifier,
    Name,
    PassageText,
    Prose,
    Small,
    cites_field,
    condition_field,
)


class RuleForm(Happening):
    """A coupling, snap, end or rung of the ladder."""

    id: CodeText = Field(description="its id, as R01")
    name: Line = Field(description="its name")
    say: Prose = Field(description="one plain sentence: why")
    condition: ConditionText | None = condition_field()
    core: bool = Field(default=False, description="whether it belongs to the paper-lite rules")
    common_loss: bool = Field(default=False, description="whether everybody loses by it")
    breaks: bool = Field(default=False, description="whether the regime breaks by it")
    cites: list[PassageText] = cites_field()


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
    cites: list[PassageText] = cites_field()


class FlagRuleForm(Form):
    """What follows when a flag runs out."""

    id: CodeText = Field(description="its id")
    name: Line = Field(description="its name")
    say: Prose = Field(description="one plain sentence")
    flag: Name = Field(description="the flag that runs out")
    condition: ConditionText | None = condition_field()
    do: Effects = Field(description="what happens")
    cites: list[PassageText] = cites_field()


class TurnEndFile(File):
    """turn-end.yaml: what happens at the end of a turn, in order."""

    rules: list[RuleForm] = Field(default_factory=list, description="couplings")
    snaps: list[RuleForm] = Field(default_factory=list, description="what happens at the ends of tracks")
    check: CheckForm = Field(description="the regime check")
    ends: list[RuleForm] = Field(default_factory=list, description="what can end play")
    ladder: list[RuleForm] = Field(default_factory=list, description="what a break becomes; the first that holds")
    flag_rules: list[FlagRuleForm] = Field(default_factory=list, description="what follows when flags run out")
