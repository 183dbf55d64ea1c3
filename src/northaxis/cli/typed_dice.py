"""Real dice: asks the room for two numbers whenever the rules roll."""

from __future__ import annotations

from northaxis.cli.voice import EndOfInput, Voice
from northaxis.domain.dice import Pair
from northaxis.domain.ruleset import Game
from northaxis.services import wording as w

NOT_DICE = "'{}' are not two dice; type two numbers from 1 to 6, like '3 5'."


def dice_from_text(typed: str) -> Pair | None:
    """Two dice as people type them (`3 5`, `35`, `3, 5`); None when they are none."""
    digits = [int(letter) for letter in typed if letter in "123456"]
    return (digits[0], digits[1]) if len(digits) == 2 and not set(typed) - set("123456 ,+") else None


class AtTheTable:
    """Asks a voice for dice; `game` gives the rolls their names once it is known."""

    def __init__(self, voice: Voice, game: Game | None = None) -> None:
        self.voice, self.game = voice, game

    def __call__(self, turn: int, name: str) -> Pair:
        """Two dice, asked for until they are two numbers from 1 to 6; EndOfInput when nobody answers."""
        words = w.roll_name_words(self.game, name) if self.game is not None else name
        self.voice.say(f"Roll two dice, turn {turn}: {words}. Type both, like '3 5'.")
        while True:
            typed = self.voice.ask("dice")
            if typed is None or typed.casefold() in ("quit", "q"):
                raise EndOfInput
            if (pair := dice_from_text(typed)) is not None:
                return pair
            self.voice.say(NOT_DICE.format(typed))
