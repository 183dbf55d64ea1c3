"""Why a quantity moved or dice were thrown: the cause that every line of the account carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.ids import PassageId, SeatId


class CauseKind(StrEnum):
    """What sort of thing moved a quantity."""

    SETUP = "setup"
    ACTION = "action"
    RESPONSE = "response"
    DEMAND = "demand"
    CARD = "card"
    RULE = "rule"
    SNAP = "snap"
    CHECK = "check"
    END = "end"
    COST = "cost"
    INCOME = "income"
    DEAL = "deal"
    RULING = "ruling"
    ARGUMENT = "argument"
    INJECT = "inject"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why: the thing's kind and id, whose it was, how it went, and the passages it stands on.

    `detail` narrows the id: a card's option, a response, `backed`, `ok` or `fail`, a ruling's reason.
    """

    kind: CauseKind
    id: str
    seat: SeatId | None = None
    detail: str = ""
    cites: tuple[PassageId, ...] = ()
