"""What a table is committed to before its sheets are opened: one digest over all of them, each under a salt.

Pure. The salts are in the journal and come to light at the end; then anybody can reckon the digest again, and a sheet
that was altered after the seal no longer fits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from northaxis.domain.facts import Fact, Salted, SheetSealed, SheetsLocked, SheetsOpened
from northaxis.domain.ids import SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Sheet, State, evolve

SALT_DIGITS = 64
"""Hexadecimal digits of a salt: 32 unpredictable bytes."""

Salts = Callable[[], str]
"""A new unpredictable salt, 64 hexadecimal digits: the table commits itself to each sealed sheet under one."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A turn whose digest does not fit its sheets. `place` is the fact (from 1) at which it showed."""

    turn: int
    place: int
    seats: tuple[SeatId, ...]
    """The seats that the digest is over."""
    reason: str

    def to_text(self) -> str:
        """One line for people."""
        return f"turn {self.turn}: {self.reason} (sheets of {', '.join(self.seats) or 'nobody'})"


def sheet_text(sheet: Sheet) -> str:
    """A sheet's canonical text: orders and answers, keys sorted, ASCII, no blanks."""
    plain = {
        "orders": [[order.action, order.target] for order in sheet.orders],
        "answers": [[demander, response.value] for demander, response in sheet.answers],
    }
    return json.dumps(plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def commitment(salt: str, sheet: Sheet) -> bytes:
    """A seat's commitment: SHA-256 of the salt's bytes and the canonical sheet. ValueError for no salt."""
    return sha256(_salt_bytes(salt) + sheet_text(sheet).encode("ascii")).digest()


def digest_of(sheets: Iterable[tuple[str, Sheet]]) -> str:
    """What commits to all sheets, given with their salts in seat order: SHA-256 of the commitments in a row."""
    return sha256(b"".join(commitment(salt, sheet) for salt, sheet in sheets)).hexdigest()


def salted_seats(game: Game, salts: Mapping[SeatId, str]) -> tuple[SeatId, ...]:
    """The seats with a salt, in seat order."""
    return tuple(seat for seat in game.rules.seats if seat in salts)


def digest_at(state: State) -> str:
    """The digest of the sheets as they stand, over the seats that have a salt in this turn."""
    salts = state.room.salts
    return digest_of((salts[seat], state.sheet(seat)) for seat in salted_seats(state.game, salts))


def committed(state: State, facts: tuple[Fact, ...], salts: Salts | None) -> tuple[Fact, ...]:
    """The facts with a salt for every sheet they seal, and the digest of all sheets before these are opened.

    `state` is the state before them. Without `salts` they are left as they are.
    """
    if salts is None or not any(isinstance(fact, SheetSealed | SheetsOpened) for fact in facts):
        return facts
    made = list[Fact]()

    def add(fact: Fact) -> None:
        nonlocal state
        made.append(fact)
        state = evolve(state, fact)

    for fact in facts:
        if isinstance(fact, SheetsOpened) and not state.room.digest:
            for seat in state.game.rules.seats:
                if seat not in state.room.salts:
                    add(Salted(seat, salts()))
            add(SheetsLocked(digest_at(state)))
        add(fact)
        if isinstance(fact, SheetSealed):
            add(Salted(fact.seat, salts()))
            if all(state.sheet(seat).sealed for seat in state.game.rules.seats):
                add(SheetsLocked(digest_at(state)))
    return tuple(made)


class Checker:
    """Reads a journal as it is replayed and notes every turn whose sheets do not fit what was committed."""

    def __init__(self) -> None:
        self.misfits: list[Misfit] = []

    def read(self, place: int, fact: Fact, before: State) -> None:
        """The next fact at its place (from 1), and the state before it."""
        match fact:
            case Salted(seat=seat, salt=salt):
                if _is_salt(salt):
                    return
                self._note(before, place, f"the salt of {seat} is not {SALT_DIGITS} hexadecimal digits")
            case SheetsLocked(digest=digest):
                self._compare(before, place, digest, "as they were locked")
            case SheetsOpened() if before.room.digest:
                self._compare(before, place, before.room.digest, "as they were opened")
            case SheetsOpened() if before.room.salts:
                self._note(before, place, "its sheets were opened without having been locked")
            case _:
                pass

    def _compare(self, state: State, place: int, digest: str, when: str) -> None:
        try:
            fits = digest_at(state) == digest
        except ValueError:
            fits = False
        if not fits:
            self._note(state, place, f"the digest does not fit the sheets {when}")

    def _note(self, state: State, place: int, reason: str) -> None:
        self.misfits.append(Misfit(state.turn, place, salted_seats(state.game, state.room.salts), reason))


def _is_salt(salt: str) -> bool:
    return len(salt) == SALT_DIGITS and all(digit in "0123456789abcdef" for digit in salt)


def _salt_bytes(salt: str) -> bytes:
    if not _is_salt(salt):
        raise ValueError(f"a salt is {SALT_DIGITS} hexadecimal digits")
    return bytes.fromhex(salt)
