"""What the home screen needs of the world: games on offer, sessions on disk, and tables to sit down at.

The command line implements it over services and storage. Every call may take time and is made in a thread; what goes
wrong is a `DeskProblem` whose text is a sentence for people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from northaxis.domain.ruleset import RuleSet
    from northaxis.domain.scenarios import Scenario, Variant
    from northaxis.services.client import TableClient


class DeskProblem(Exception):
    """Something could not be had. The text is a sentence for people, without a full stop."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A scenario that can be played, the variants that can be laid over it, and the rules it is played by."""

    scenario: Scenario
    variants: tuple[Variant, ...]
    rules: RuleSet


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A game on disk as a list shows it. `key` is what `resume` takes; `problem` says why it cannot be opened.

    `seat` and `scenario` are ids or names for people, as they come, several seats with plus signs between; `changed` is
    milliseconds since 1970 UTC.
    """

    key: str
    scenario: str
    seat: str = ""
    turn: int = 0
    turns: int = 0
    changed: int = 0
    is_over: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class HostWish:
    """A table to be hosted: the scenario, for how many people, the address to serve, and whether over TLS."""

    scenario: str
    people: int
    bind: str
    tls: bool = False


class Desk(Protocol):
    """The world behind the home screen."""

    def offers(self) -> Sequence[Offer]:
        """Every scenario that can be played, in the order to show."""
        ...

    def start(
        self,
        scenario: str,
        seat: str,
        level: str,
        seed: str = "",
        dials: Sequence[str] = (),
        shares: Sequence[str] = (),
    ) -> TableClient:
        """A new table: `scenario` is a name with variants after plus signs, `seat` is mine, bots of `level` the rest.

        Several seats of mine have plus signs between them. `dials` are as `oxygen=low` or `oxygen=random`, `shares` the
        heads of seats to share. Without a seed one is drawn.
        """
        ...

    def sessions(self) -> Sequence[SessionRow]:
        """The games on disk, the last played first."""
        ...

    def resume(self, key: str) -> TableClient:
        """The table of a session where it stood."""
        ...

    async def join(self, link: str) -> TableClient:
        """A seat at a table that somebody hosts."""
        ...


class LazyDesk:
    """A desk that is loaded when first asked something: what it imports must not delay the first frame."""

    def __init__(self, load: Callable[[], Desk]) -> None:
        self._load, self._one = load, Lock()
        self._loaded: Desk | None = None

    def _desk(self) -> Desk:
        with self._one:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def offers(self) -> Sequence[Offer]:
        """As the desk has it."""
        return self._desk().offers()

    def start(
        self,
        scenario: str,
        seat: str,
        level: str,
        seed: str = "",
        dials: Sequence[str] = (),
        shares: Sequence[str] = (),
    ) -> TableClient:
        """As the desk has it."""
        return self._desk().start(scenario, seat, level, seed, dials, shares)

    def sessions(self) -> Sequence[SessionRow]:
        """As the desk has it."""
        return self._desk().sessions()

    def resume(self, key: str) -> TableClient:
        """As the desk has it."""
        return self._desk().resume(key)

    async def join(self, link: str) -> TableClient:
        """As the desk has it."""
        return await self._desk().join(link)


def teaching(offers: Sequence[Offer]) -> Offer | None:
    """The offer to begin with: made for one person, else the shortest."""
    alone = [offer for offer in offers if offer.scenario.most_people == 1]
    return min(alone or offers, key=lambda offer: offer.scenario.minutes, default=None)


def unfinished(rows: Sequence[SessionRow]) -> SessionRow | None:
    """The game played last, if it can be gone on with."""
    return next((row for row in rows if not row.is_over and not row.problem), None)


def named(rows: Sequence[SessionRow], offers: Sequence[Offer]) -> tuple[SessionRow, ...]:
    """The rows with the names of their scenarios and seats, where the offers know them."""
    known = {str(offer.scenario.id): offer for offer in offers}
    result = []
    for row in rows:
        scenario, plus, variants = row.scenario.partition("+")
        offer = known.get(scenario)
        if offer is not None:
            seats = {str(id): seat.name for id, seat in offer.rules.seats.items()}
            name = f"{offer.scenario.name} {plus}{variants}".strip()
            row = replace(row, scenario=name, seat=_seat_names(row.seat, seats))
        result.append(row)
    return tuple(result)


def _seat_names(text: str, names: Mapping[str, str]) -> str:
    """`Warsaw and Vilnius`; `Minsk and 6 more`."""
    found = [names.get(id, id) for id in text.split("+")]
    return " and ".join(found) if len(found) < 3 else f"{found[0]} and {len(found) - 1} more"
