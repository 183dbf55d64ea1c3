"""Several seats of one person, or of people at one screen, in plain lines: from one to another, points between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northaxis.cli.guard import Problem
from northaxis.cli.seating import seats_of
from northaxis.domain.ids import SeatId
from northaxis.domain.orders import Give
from northaxis.services import wording

if TYPE_CHECKING:
    from northaxis.cli.plain import PlainGame


def change_seat(game: PlainGame, rest: str) -> None:
    """Another of the person's seats, or of the others at this screen."""
    here = game.company.seats
    try:
        wanted = seats_of(game.game, rest) if rest else ()
    except Problem as problem:
        game.voice.say(f"No: {problem}.")
        return
    if len(wanted) != 1 or wanted[0] not in here:
        held = ", ".join(wording.seat_name(game.game, seat) + f" ({seat})" for seat in here)
        game.voice.say(f"Type 'seat' and one seat of this screen, like 'seat {here[-1]}'; there are: {held}.")
    elif wanted[0] == game.seat:
        game.voice.say(f"You are {wording.seat_name(game.game, game.seat)}.")
    else:
        game.company.sit(wanted[0])
        game._stays, game._warned = True, False


def give(game: PlainGame, rest: str) -> None:
    """Points to another seat of one's own, as `VIL 2`."""
    name, _, points = rest.partition(" ")
    others = [seat for seat in game.company.own if seat != game.seat]
    if not others:
        game.voice.say("You hold one seat; points go to other people's seats by a deal, like 'offer KYI: pay 1'.")
    elif not points.strip().isdecimal():
        game.voice.say(
            f"Say to which seat of yours and how many, like 'give {others[0]} 1'; {game._seen().ip} IP here."
        )
    elif game._ask(Give(SeatId(name.upper()), int(points))):
        game.voice.say(f"{points.strip()} IP go to {wording.seat_name(game.game, SeatId(name.upper()))}.")
