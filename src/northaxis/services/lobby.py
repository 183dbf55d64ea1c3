"""The lobby: who may come in by which link, who sits where, who leads a seat, who is here.

A link's token is derived from one secret of the session, kept in the session file beside the journal: a host that is
started again serves the same links. Tokens and codes are compared in constant time and never shown in a repr.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from northaxis.domain.ids import CONTROL, PUBLIC, SeatId
from northaxis.services.ports import DraftStore
from northaxis.services.roles import Role

KEY = "lobby"
"""Under which the lobby is kept in the session."""

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter is taken for a digit."""

TOKEN_LETTERS = 28
"""140 bits."""

CODE_LETTERS = 8
"""40 bits, typed by hand; guessing is slowed down (`guesses`)."""

SECRET_BYTES = 32
MOST_PEOPLE = 9
"""People on one seat."""

MINUTE = 60_000


class LobbyUnreadable(ValueError):
    """What the session keeps of its lobby is not what this northaxis writes."""


class Kind(StrEnum):
    """What a link is for."""

    SEAT = "seat"
    OBSERVER = "observer"
    PROJECTOR = "projector"
    CONTROL = "control"


class Farewell(StrEnum):
    """Why somebody is shown out."""

    NEWER = "newer"
    GONE = "gone"
    CLOSED = "closed"
    AWAY = "away"

    @property
    def words(self) -> str:
        """A sentence for whoever it happens to."""
        match self:
            case Farewell.NEWER:
                return "This seat was opened somewhere else; the newest window has it."
            case Farewell.GONE:
                return "This link has been taken back; ask control for another."
            case Farewell.CLOSED:
                return "Control has closed the table. All that was acknowledged is kept."
            case Farewell.AWAY:
                return "The table is not served just now. All that was acknowledged is kept."


@dataclass(frozen=True, slots=True)
class Chair:
    """A chair at the table that a link leads to: a seat and which of its people, or one of the other kinds."""

    kind: Kind
    seat: SeatId
    person: int = 1

    @property
    def id(self) -> str:
        """Its name in logs: says nothing secret."""
        if self.kind is Kind.SEAT:
            return f"{self.kind}.{self.seat}.{self.person}"
        return f"{self.kind}.{self.person}" if self.person > 1 else str(self.kind)

    @property
    def is_shared(self) -> bool:
        """Whether any number of windows may have it open at once."""
        return self.kind in (Kind.OBSERVER, Kind.PROJECTOR)


CONTROL_CHAIR = Chair(Kind.CONTROL, CONTROL)
OBSERVER_CHAIR = Chair(Kind.OBSERVER, PUBLIC)
PROJECTOR_CHAIR = Chair(Kind.PROJECTOR, PUBLIC)


@dataclass(frozen=True, slots=True)
class Pass:
    """What somebody came in with: a chair, under the link that was valid then. It dies with that link."""

    chair: Chair
    generation: int
    whose: str = ""
    """Which of those who were given the seat, one after the other: nothing for the first."""


HOUSE = Pass(CONTROL_CHAIR, 0)
"""The pass of whoever runs the host: control without a link, so that no renewed or lost link ends it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way in: the token of the web address and the code to be typed. Both are secrets of the chair."""

    chair: Chair
    token: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody is at a chair; `since` is the minute (milliseconds, whole minutes) of the last change."""

    chair: Chair
    is_here: bool
    since: int


Leave = Callable[[Farewell], None]
"""Shows a window out: it is told why and closed. Must return at once."""


@dataclass(eq=False, slots=True)
class Sitting:
    """One open window at a chair."""

    pass_: Pass
    leave: Leave


class Lobby:
    """The chairs of one table. Used from one thread."""

    def __init__(self, seats: Iterable[SeatId], drafts: DraftStore, new_secret: Callable[[], bytes]) -> None:
        """Take up the lobby that the session keeps, or begin one. LobbyUnreadable, StoreFailed."""
        self.seats = tuple(seats)
        self._drafts = drafts
        self._sittings: list[Sitting] = []
        self._since: dict[Chair, int] = {}
        self._links: dict[Chair, Link] = {}
        self._whose: dict[SeatId, str] = {}
        kept = drafts.draft(KEY)
        self._kept = _Kept.from_text(kept) if kept is not None else _Kept(new_secret())
        if kept is None:
            self._keep(self._kept)

    # --- links ----------------------------------------------------------------------------------------------------

    def chairs(self) -> tuple[Chair, ...]:
        """Every chair that has a link now: seats in order, each with its people, then the others."""
        return tuple(chair for chair in self._every_chair() if chair.id not in self._kept.revoked)

    def _every_chair(self) -> tuple[Chair, ...]:
        seats = (Chair(Kind.SEAT, seat, n + 1) for seat in self.seats for n in range(self.people_on(seat)))
        helpers = (Chair(Kind.CONTROL, CONTROL, n + 2) for n in range(self.people_on(CONTROL) - 1))
        return (*seats, OBSERVER_CHAIR, PROJECTOR_CHAIR, CONTROL_CHAIR, *helpers)

    def _has_link(self, chair: Chair) -> bool:
        """Whether it is one of `chairs`; asked at every news of every door."""
        if chair.id in self._kept.revoked:
            return False
        return self._is_known(chair)

    def _is_known(self, chair: Chair) -> bool:
        if chair.kind in (Kind.SEAT, Kind.CONTROL):
            is_place = chair.seat in self.seats if chair.kind is Kind.SEAT else chair.seat == CONTROL
            return is_place and 1 <= chair.person <= self.people_on(chair.seat)
        return chair in (OBSERVER_CHAIR, PROJECTOR_CHAIR)

    def link(self, chair: Chair) -> Link:
        """The way to a chair. KeyError when it has none (now)."""
        if not self._has_link(chair):
            raise KeyError(chair.id)
        return self._link(chair)

    def find(self, token: str) -> Pass | None:
        """The pass of a token, if it is one; takes equally long for each that is none."""
        return self._find(lambda link: link.token, token)

    def find_code(self, typed: str) -> Pass | None:
        """The pass of a code as somebody typed it. Slow guessing down before asking (`guesses`)."""
        return self._find(lambda link: link.code, tidied_code(typed))

    def without_link(self) -> tuple[Chair, ...]:
        """The chairs that no link leads to now: theirs was taken back."""
        return tuple(chair for chair in self._every_chair() if chair.id in self._kept.revoked)

    def is_valid(self, pass_: Pass) -> bool:
        """Whether the link of a pass still stands, or the pass needs none."""
        if pass_ == HOUSE:
            return True
        return pass_ == self._pass(pass_.chair) and self._has_link(pass_.chair)

    def settle(self, whose: Mapping[SeatId, str]) -> None:
        """Whose the first link of each seat is now (`Whose.marks`): somebody else's is another link.

        Whoever came by a former one is shown out; a seat that is given back has its former link again.
        """
        for seat in self.seats:
            if whose.get(seat, "") != self._whose.get(seat, ""):
                self._whose[seat] = whose.get(seat, "")
                self._links.pop(Chair(Kind.SEAT, seat), None)
                self._show_out(Chair(Kind.SEAT, seat), Farewell.GONE)

    def reissue(self, chair: Chair) -> Link:
        """A new link to a chair; the old one is dead at once, and whoever came by it is shown out."""
        self.demand_known(chair)
        generations = {**self._kept.generations, chair.id: self._kept.generation(chair) + 1}
        self._keep(self._kept.changed(generations=generations, revoked=self._kept.revoked - {chair.id}))
        self._links.pop(chair, None)
        self._show_out(chair, Farewell.GONE)
        return self._link(chair)

    def revoke(self, chair: Chair) -> None:
        """No link leads to this chair until it is reissued; whoever is there is shown out."""
        self.demand_known(chair)
        generations = {**self._kept.generations, chair.id: self._kept.generation(chair) + 1}
        self._keep(self._kept.changed(generations=generations, revoked=self._kept.revoked | {chair.id}))
        self._links.pop(chair, None)
        self._show_out(chair, Farewell.GONE)

    # --- several people on one seat -------------------------------------------------------------------------------

    def people_on(self, seat: SeatId) -> int:
        """For how many people a seat, or control, has links."""
        return self._kept.people.get(seat, 1)

    def add_person(self, seat: SeatId) -> Link:
        """A link for one person more on a seat, or in control. ValueError when it is full."""
        chair = self.next_chair(seat)
        self._keep(self._kept.changed(people={**self._kept.people, seat: chair.person}))
        return self._link(chair)

    def next_chair(self, seat: SeatId) -> Chair:
        """The chair that one person more would have. ValueError when the seat is full."""
        count = self.people_on(seat) + 1
        if seat not in (*self.seats, CONTROL) or count > MOST_PEOPLE:
            raise ValueError(f"{seat} holds {MOST_PEOPLE} people at most")
        return Chair(Kind.CONTROL if seat == CONTROL else Kind.SEAT, seat, count)

    def lead_of(self, seat: SeatId) -> int:
        """Which of its people leads a seat."""
        return self._kept.leads.get(seat, 1)

    def move_lead(self, seat: SeatId, person: int) -> None:
        """Let another of its people lead a seat. ValueError when there is no such person."""
        self.demand_person(seat, person)
        self._keep(self._kept.changed(leads={**self._kept.leads, seat: person}))

    def demand_person(self, seat: SeatId, person: int) -> None:
        """ValueError when a seat has no such person."""
        if seat not in self.seats or not 1 <= person <= self.people_on(seat):
            raise ValueError(f"{seat} has no person {person}")

    def role(self, chair: Chair) -> Role:
        """The role that a chair gives now."""
        match chair.kind:
            case Kind.SEAT:
                return Role.LEAD if chair.person == self.lead_of(chair.seat) else Role.MEMBER
            case Kind.OBSERVER:
                return Role.OBSERVER
            case Kind.PROJECTOR:
                return Role.PROJECTOR
            case Kind.CONTROL:
                return Role.CONTROL

    # --- who is here ----------------------------------------------------------------------------------------------

    def sit(self, pass_: Pass, leave: Leave, now: int) -> Sitting:
        """Somebody opens a window at a chair; where one is open already it is shown out, unless the chair is shared."""
        if not pass_.chair.is_shared:
            self._show_out(pass_.chair, Farewell.NEWER)
        sitting = Sitting(pass_, leave)
        self._note(pass_.chair, now)
        self._sittings.append(sitting)
        return sitting

    def rise(self, sitting: Sitting, now: int) -> None:
        """The window is gone. Twice is fine."""
        if sitting in self._sittings:
            self._sittings.remove(sitting)
            self._note(sitting.pass_.chair, now)

    def show_all_out(self, why: Farewell = Farewell.AWAY) -> None:
        """Nobody can be here any more: CLOSED when control closes the table, AWAY when it may be back by itself."""
        for chair in dict.fromkeys(sitting.pass_.chair for sitting in self._sittings):
            self._show_out(chair, why)

    def is_here(self, chair: Chair) -> bool:
        """Whether a window is open at a chair."""
        return any(sitting.pass_.chair == chair for sitting in self._sittings)

    def has_gone(self, chair: Chair) -> bool:
        """Whether a window was open at a chair and none is now."""
        return chair in self._since and not self.is_here(chair)

    def count(self, chair: Chair) -> int:
        """How many windows are open at a chair."""
        return sum(sitting.pass_.chair == chair for sitting in self._sittings)

    def presence(self) -> tuple[Presence, ...]:
        """Who is here and who was, to the minute."""
        return tuple(Presence(chair, self.is_here(chair), self._since.get(chair, 0)) for chair in self.chairs())

    # --- inside ---------------------------------------------------------------------------------------------------

    def _note(self, chair: Chair, now: int) -> None:
        self._since[chair] = now // MINUTE * MINUTE

    def _show_out(self, chair: Chair, why: Farewell) -> None:
        leaving = [sitting for sitting in self._sittings if sitting.pass_.chair == chair]
        self._sittings = [sitting for sitting in self._sittings if sitting not in leaving]
        for sitting in leaving:
            sitting.leave(why)

    def _find(self, secret: Callable[[Link], str], given: str) -> Pass | None:
        found = None
        for chair in self.chairs():
            if hmac.compare_digest(secret(self._link(chair)).encode(), given.encode("utf-8", "replace")):
                found = self._pass(chair)
        return found

    def _pass(self, chair: Chair) -> Pass:
        is_first = chair.kind is Kind.SEAT and chair.person == 1
        return Pass(chair, self._kept.generation(chair), self._whose.get(chair.seat, "") if is_first else "")

    def _link(self, chair: Chair) -> Link:
        if chair not in self._links:
            pass_ = self._pass(chair)
            name = f"{chair.kind}/{chair.seat}/{chair.person}/{pass_.generation}"
            name += f"/{pass_.whose}" if pass_.whose else ""
            token, code = self._letters(f"link/{name}", TOKEN_LETTERS), self._letters(f"code/{name}", CODE_LETTERS)
            self._links[chair] = Link(chair, token, code)
        return self._links[chair]

    def _letters(self, name: str, count: int) -> str:
        number = int.from_bytes(hmac.digest(self._kept.secret, name.encode(), sha256))
        return "".join(LETTERS[number >> 5 * n & 31] for n in range(count))

    def demand_known(self, chair: Chair) -> None:
        """ValueError when there is no such chair at this table."""
        if not self._is_known(chair):
            raise ValueError(f"there is no chair {chair.id}")

    def _keep(self, kept: _Kept) -> None:
        """Write first: what is not kept has not happened."""
        self._drafts.keep_draft(KEY, kept.to_text())
        self._kept = kept


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the session keeps of the lobby."""

    secret: bytes = field(repr=False)
    generations: dict[str, int] = field(default_factory=dict)
    revoked: frozenset[str] = frozenset()
    people: dict[SeatId, int] = field(default_factory=dict)
    leads: dict[SeatId, int] = field(default_factory=dict)

    def generation(self, chair: Chair) -> int:
        return self.generations.get(chair.id, 1)

    def changed(self, **fields: Any) -> _Kept:
        now = {name: getattr(self, name) for name in ("secret", "generations", "revoked", "people", "leads")}
        return _Kept(**{**now, **fields})

    def to_text(self) -> str:
        return json.dumps(
            {
                "version": 1,
                "secret": self.secret.hex(),
                "generations": self.generations,
                "revoked": sorted(self.revoked),
                "people": self.people,
                "leads": self.leads,
            }
        )

    @classmethod
    def from_text(cls, text: str) -> _Kept:
        """Read it back; LobbyUnreadable."""
        try:
            plain = json.loads(text)
            secret = bytes.fromhex(plain["secret"])
            if plain["version"] != 1 or len(secret) != SECRET_BYTES:
                raise LobbyUnreadable("the links of this session were made by another version of northaxis")
            return cls(
                secret,
                _numbers(plain["generations"]),
                frozenset(str(name) for name in plain["revoked"]),
                {SeatId(seat): count for seat, count in _numbers(plain["people"]).items()},
                {SeatId(seat): person for seat, person in _numbers(plain["leads"]).items()},
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            if isinstance(error, LobbyUnreadable):
                raise
            raise LobbyUnreadable("the links kept in this session cannot be read") from None


def _numbers(plain: dict[str, int]) -> dict[str, int]:
    if not all(type(number) is int and number >= 1 for number in plain.values()):
        raise LobbyUnreadable("the links kept in this session cannot be read")
    return dict(plain)


def chair_from(id: str) -> Chair:
    """The chair of this id, as a log names it. ValueError when it is none."""
    kind, _, rest = id.partition(".")
    if kind == Kind.SEAT:
        seat, _, person = rest.rpartition(".")
        return Chair(Kind.SEAT, SeatId(seat), int(person))
    if kind == Kind.CONTROL:
        return Chair(Kind.CONTROL, CONTROL, int(rest or 1))
    return PROJECTOR_CHAIR if id == PROJECTOR_CHAIR.id else OBSERVER_CHAIR


def tidied_code(typed: str) -> str:
    """A code as it is compared: no blanks or dashes, small letters, and no letter that is taken for a digit."""
    kept = "".join(c for c in typed[:64].casefold() if not c.isspace() and c not in "-–—_.")
    return kept.translate(str.maketrans("oil", "011"))


def shown_code(code: str) -> str:
    """A code as people read it: `7k3m9pqr` is `7K3M-9PQR`."""
    letters = code.upper()
    return "-".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def people_of(lobby: Lobby, seat: SeatId) -> Iterator[Chair]:
    """The chairs of a seat, its lead first."""
    lead = lobby.lead_of(seat)
    chairs = [chair for chair in lobby.chairs() if chair.kind is Kind.SEAT and chair.seat == seat]
    yield from sorted(chairs, key=lambda chair: (chair.person != lead, chair.person))
