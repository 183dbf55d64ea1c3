"""Words and deals of a seat in plain lines: said to seats, offered, signed, declined."""

from __future__ import annotations

from collections.abc import Callable

from northaxis.cli import sheets
from northaxis.cli.voice import Voice
from northaxis.domain.ids import DealId, SeatId
from northaxis.domain.orders import Act, DeclineDeal, OfferDeal, OrderTextError, Say, SignDeal, from_text
from northaxis.domain.ruleset import Game
from northaxis.domain.views import SeatView


class Talking:
    """What a seat says and offers; `ask` puts it to the table."""

    def __init__(
        self, game: Callable[[], Game], seen: Callable[[], SeatView], voice: Voice, ask: Callable[[Act], bool]
    ) -> None:
        self._game, self._seen, self.voice, self._ask = game, seen, voice, ask

    @property
    def game(self) -> Game:
        """The rules, decks and scenario."""
        return self._game()

    def talk(self) -> None:
        """What has been said and offered."""
        lines = sheets.talk_lines(self.game, self._seen(), everything=True)
        self.voice.say(*(lines or ["No offers are open and nothing is signed."]))

    def say(self, rest: str) -> None:
        """Words to a seat, to several, or to all."""
        to, _, text = rest.partition(" ")
        if not text.strip():
            self.voice.say("Say it to somebody: 'say KYI keep them dark', or 'say all ...'.")
            return
        seats = () if to.casefold() == "all" else tuple(SeatId(seat.upper()) for seat in to.split(","))
        self._ask(Say(seats, text.strip()))

    def offer(self, rest: str) -> None:
        """A deal, as `KYI: pay 1`."""
        try:
            act = from_text(f"{self._seen().seat}: offer {rest}").act
        except OrderTextError as error:
            self.voice.say(f"No: {error}.")
            return
        assert isinstance(act, OfferDeal)
        if self._ask(act):
            deal = next(
                (d for d in reversed(self._seen().deals) if d.seat == self._seen().seat and d.to == act.to), None
            )
            if deal is not None and deal.signed is None:
                self.voice.say("The offer stands until the seal.")

    def deal(self, rest: str, sign: bool) -> None:
        """Sign an offer, or decline it."""
        offers = sheets.open_offers(self._seen())
        id = DealId(rest)
        if rest.isdigit() and 1 <= int(rest) <= len(offers):
            id = offers[int(rest) - 1].id
        self._ask(SignDeal(id) if sign else DeclineDeal(id))
