"""The answer to an order: upheld with facts, or refused with a named reason and the rule it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from northaxis.domain.facts import Fact


class Reason(StrEnum):
    """Why an order was refused, sorted by what the seat should do next."""

    UNKNOWN = "unknown"
    NOT_YOURS = "not-yours"
    NOT_NOW = "not-now"
    ALREADY_DONE = "already-done"
    CANNOT_PAY = "cannot-pay"
    SPENT = "spent"
    SHEET_FULL = "sheet-full"
    REQUIREMENT = "requirement"
    TWICE_RUNNING = "twice-running"
    TOO_MANY_COMPLIES = "too-many-complies"
    ONE_SHAM = "one-sham"
    SEALED = "sealed"
    BAD_TERMS = "bad-terms"


@dataclass(frozen=True, slots=True)
class Upheld:
    """The order stands; these facts follow from it."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The order does not stand. `detail` says what would make it possible; `rule` is the numbered ruling."""

    reason: Reason
    detail: str
    rule: str


Ruling = Upheld | Refused
