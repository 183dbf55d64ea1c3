"""What a person at the other end of a pipe knows: which typed orders were acknowledged, which refused, which unknown.

Reads the program's output only; `kept_orders` reads an exported journal; `differences` compares the two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PROMPT = re.compile(r"^(card|order|demand|talk)> (.*)$")

REFUSED = ("No: ", "There is no ", "Not answered: ", "Type 'seal' again", "The table waits", "It goes on.", "'")
"""How a reply begins that takes no order. Whatever else is said acknowledges the order before it."""

KINDS = {
    "said": "say",
    "answer-given": "answer",
    "order-placed": "place",
    "order-withdrawn": "undo",
    "sheet-sealed": "seal",
    "option-picked": "pick",
}
"""Kinds of facts to what was typed for them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """An order as typed, or as a fact shows it; `detail` is empty where a number was typed."""

    kind: str
    detail: str = ""

    def fits(self, kept: Typed) -> bool:
        """Whether a kept order is what was typed here."""
        return self.kind == kept.kind and self.detail in ("", kept.detail)


@dataclass(frozen=True, slots=True)
class Told:
    """The orders acknowledged, in order; and the one typed last whose reply never came, if any."""

    acknowledged: tuple[Typed, ...]
    unknown: Typed | None


def order_of(prompt: str, typed: str) -> Typed:
    """What a typed line asks for."""
    word, _, rest = typed.partition(" ")
    match word:
        case "say":
            return Typed("say", rest.partition(" ")[2])
        case "place":
            return Typed("place", rest)
        case "MOS" | "KYI" | "HOME":
            return Typed("answer", word)
        case "undo" | "seal":
            return Typed(word)
        case _:
            return Typed("pick" if prompt == "card" else "place")


def told(output: str) -> Told:
    """Read the program's output, cut off wherever it was. Only whole lines count as a reply."""
    acknowledged: list[Typed] = []
    waiting: Typed | None = None
    for line in output.split("\n")[:-1]:
        found = PROMPT.match(line)
        if found is not None:
            assert waiting is None, f"{waiting} was not replied to before the next prompt"
            waiting = order_of(found[1], found[2]) if found[2] else None
        elif waiting is not None and line.strip():
            if not line.startswith(REFUSED):
                acknowledged.append(waiting)
            waiting = None
    return Told(tuple(acknowledged), waiting)


def orders_in(journal: Sequence[str], seat: str) -> Iterator[tuple[str, Typed]]:
    """The orders of a person in an exported journal: their command and what they were."""
    for line in journal:
        entry = json.loads(line)
        fact = entry["fact"]
        command: str = entry["command"]
        if not command.startswith(f"{seat}/") or command.startswith(f"{seat}/bot.") or fact["fact"] not in KINDS:
            continue
        detail = fact.get("text") or fact.get("demander") or fact.get("action") or ""
        yield command, Typed(KINDS[fact["fact"]], detail)


def differences(seen: Told, journal: Sequence[str], seat: str) -> list[str]:
    """What is wrong with a journal after a kill: orders lost, doubled, out of order, or never typed."""
    kept = list(orders_in(journal, seat))
    wrong = []
    if len({command for command, _ in kept}) != len(kept):
        wrong.append("an order is there twice")
    for place, asked in enumerate(seen.acknowledged):
        if place >= len(kept) or not asked.fits(kept[place][1]):
            found = kept[place][1] if place < len(kept) else "nothing"
            wrong.append(f"acknowledged order {place + 1} is {asked}, the journal has {found}")
            return wrong
    rest = [order for _, order in kept[len(seen.acknowledged) :]]
    if rest and (len(rest) > 1 or seen.unknown is None or not seen.unknown.fits(rest[0])):
        wrong.append(f"the journal has {rest} that were not acknowledged; waiting was {seen.unknown}")
    return wrong
