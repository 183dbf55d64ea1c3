"""The timeline of a report: turn by turn what happened, told as the log tells it, with the odds of every roll."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from northaxis.domain import facts as f
from northaxis.domain.declassify import SeenFact
from northaxis.domain.dice import percent
from northaxis.domain.facts import CauseKind
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w
from northaxis.services.after_action.account import Account
from northaxis.services.after_action.model import Block, Group, Item, Items, Section, Text
from northaxis.services.beats import Beat, Weight, lines_of
from northaxis.services.narrator import Narrator

LEFT_OUT = frozenset({"turn", "talk", "score", "over"})
"""Kinds of beats that other parts of a report tell."""


def timeline_section(account: Account) -> Section:
    """Every turn with its cards, demands, orders and rules; talk is only counted."""
    narrator = Narrator(account.game, account.reader)
    groups = []
    for turn, facts in account.by_turn().items():
        beats = narrator.tell(facts)
        if turn > 0:
            title = f"Turn {turn}, {w.turn_date(account.game, turn)}"
            groups.append(Group(title, _turn(account, turn, beats)))
    return Section("timeline", "Timeline", (), tuple(groups))


def _turn(account: Account, turn: int, beats: Iterable[Beat]) -> tuple[Block, ...]:
    told = [item_of(account.game, beat) for beat in beats if beat.weight >= Weight.USUAL and beat.kind not in LEFT_OUT]
    blocks: list[Block] = [Items(tuple(told))] if told else [Text("Nothing happened that this reader may know.")]
    said = [word for word in account.words if word.turn == turn and isinstance(word.fact, f.Said)]
    spoken = talk_words([word.fact for word in said])
    if spoken:
        back = sum(word.undone for word in said)
        of_them = f" {back} of them in a stretch of play that was taken back later." if back else ""
        blocks.append(Text(spoken + of_them))
    return tuple(blocks)


def item_of(game: Game, beat: Beat, struck: bool = False) -> Item:
    """A beat as a line with lines under it; a roll with its chance."""
    lines = lines_of(game, beat)
    roll = beat.roll
    if roll is not None and roll.cause.kind is not CauseKind.CHECK:
        dice = w.dice_words(roll)
        lines = tuple(line.replace(dice, f"{dice} against a chance of {percent(roll.need)} %") for line in lines)
    return Item(lines[0], tuple(line.strip() for line in lines[1:]), struck)


def talk_words(facts: Iterable[SeenFact]) -> str:
    """How much was said, and how much of it between two seats: counts, no words."""
    said = [fact for fact in facts if isinstance(fact, f.Said)]
    if not said:
        return ""
    pairs = Counter(f"{fact.seat} to {' '.join(fact.to) or 'all'}" for fact in said)
    told = ", ".join(f"{pair} {count}" for pair, count in sorted(pairs.items()))
    return f"Talk: {len(said)} message{'' if len(said) == 1 else 's'} ({told})."
