"""The dice of one table: its seed's, or real ones that the room types in; and the dice of its bots.

A typed roll is asked for once and then stands, until control goes back to fresh dice: then all of them are other ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from northaxis.domain.control_facts import SteppedBack
from northaxis.domain.dice import Dice, DiceNeeded, Pair, SeededDice, TypedDice
from northaxis.domain.facts import Fact
from northaxis.domain.undo import fresh_dice
from northaxis.services.beside import types_dice

AskDice = Callable[[int, str], Pair]
"""Asks the room for two physical dice: turn and the roll's name in, two numbers 1 to 6 out."""


class TableDice:
    """Dice as a table goes on. `own` are given instead of the seed's, `ask` is who types real ones in."""

    def __init__(self, seed: str, facts: Sequence[Fact], own: Dice | None, ask: AskDice | None) -> None:
        self.ask = ask
        self._seed, self._own, self._fresh = seed, own, 0
        typed = ask is not None or types_dice(facts)
        self._typed: dict[tuple[int, str], Pair] | None = {} if typed else None
        self._draw(facts)

    @property
    def are_typed(self) -> bool:
        """Whether real dice are typed in; the journal says so, so that a session opened again goes on with them."""
        return self._typed is not None

    def of_rulings(self) -> Dice:
        """What rulings are thrown with now; they raise DiceNeeded for a real roll that nobody typed in yet."""
        if self._typed is not None:
            return TypedDice(self._seeded, self._typed)
        return self._own or self._seeded

    @property
    def of_bots(self) -> SeededDice:
        """What bots choose with: never the dice of a ruling, so that they cannot know those."""
        return self._of_bots

    def ask_for(self, needed: DiceNeeded) -> bool:
        """Have a roll typed in; False when nobody can be asked. ValueError for what are not two dice."""
        if self.ask is None or self._typed is None:
            return False
        self._typed[needed.turn, needed.name] = _two_dice(self.ask(needed.turn, needed.name))
        return True

    def go_on(self, facts: Iterable[Fact], news: Sequence[Fact]) -> None:
        """Take in what was stored: `facts` are all of the journal, `news` the last of them."""
        if any(isinstance(fact, SteppedBack) for fact in news):
            self._draw(facts)
        if types_dice(news, self.are_typed) != self.are_typed:
            self._typed = None if self.are_typed else {}

    def _draw(self, facts: Iterable[Fact]) -> None:
        """The dice from here on; other ones each time that control asked for fresh dice."""
        fresh = fresh_dice(facts)
        seed = f"{self._seed}/fresh{fresh}" if fresh else self._seed
        if self._typed and fresh != self._fresh:
            self._typed.clear()
        self._fresh = fresh
        self._seeded, self._of_bots = SeededDice(seed), SeededDice(f"{seed}/bots")


def _two_dice(pair: Pair) -> Pair:
    if len(pair) != 2 or not all(type(die) is int and 1 <= die <= 6 for die in pair):
        raise ValueError(f"{pair!r} are not two dice")
    return pair
