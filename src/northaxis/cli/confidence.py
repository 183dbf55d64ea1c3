"""The confidence card in plain lines: given to each person before play and after it, marks in a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from northaxis.cli.voice import LEAVING, Voice
from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC, SeatId
from northaxis.domain.orders import Act, Mark
from northaxis.domain.ruleset import Game
from northaxis.services import beliefs
from northaxis.services.seating import Person

if TYPE_CHECKING:
    from northaxis.cli.plain import PlainGame

EXAMPLE = "4 2 3 3 1 5 "
MOST_TRIES = 3
"""Times a card is asked for before it stays blank: a script that knows nothing of it shall not be eaten up."""


def marks(game: Game, voice: Voice, ask: Callable[[Act], bool]) -> bool:
    """Read the marks, or that there shall be none; False when the person leaves."""
    count = len(beliefs.statements(game))
    voice.say(f"Type {count} marks in a row, like '{(EXAMPLE * count)[: 2 * count - 1]}'; enter skips it.")
    for _ in range(MOST_TRIES):
        typed = voice.ask("marks")
        if typed is None or typed.casefold() in LEAVING:
            return False
        if typed.casefold() in ("", "skip"):
            return True
        marks = beliefs.marks_from_text(game, typed.removeprefix("mark "))
        if isinstance(marks, tuple):
            if ask(Mark(marks)):
                voice.say("Your card is kept.")
            return True
        voice.say(f"{marks} Enter alone skips the card.")
    voice.say("The card stays blank.")
    return True


def before_play(game: PlainGame, is_new: bool) -> bool:
    """Give everybody the brief and the confidence card before turn 1; False when somebody leaves."""
    if game.table.state.step is not Step.SETUP:
        return True
    for person in game.company.people:
        given = any(game.table.view(seat).marks for seat in person.seats)
        asked = beliefs.offers_card(game.game) and not given
        if game.company.is_round and (asked or is_new):
            game.company.sit(person.seats[0])
            game.brief()
        if asked:
            game.voice.say("", "CONFIDENCE CARD, before play", *beliefs.card_lines(game.game))
            if not marks(game.game, game.voice, game._ask):
                return False
        elif game.company.is_round and is_new:
            game.voice.ask("enter hides this")
    return True


def after_play(game: PlainGame) -> None:
    """Offer the card again when play is over, in a round to those who filled it in before; then all may look."""
    for person in game.company.people if beliefs.offers_card(game.game) else ():
        seat = _marked_seat(game, person)
        seen = game.table.view(seat)
        if not seen.marks_after and (seen.marks or not game.company.is_round):
            game.company.sit(seat)
            game.voice.say("", "CONFIDENCE CARD, after play", *beliefs.card_lines(game.game, seen.marks))
            marks(game.game, game.voice, game._ask)
    if game.company.is_round:
        game.company.sit(PUBLIC)


def _marked_seat(game: PlainGame, person: Person) -> SeatId:
    """The seat in whose name a person filled in the card."""
    return next((seat for seat in person.seats if game.table.view(seat).marks), person.seats[0])
