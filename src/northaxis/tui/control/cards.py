"""Cards by control's hand: bring one in, order the queue, write one on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from northaxis.domain.cards import Card
from northaxis.domain.control_facts import NamedShift, WrittenOption
from northaxis.domain.control_orders import Inject, Stack, WriteCard
from northaxis.domain.ids import CardId, OptionId, SeatId
from northaxis.domain.legal_control import MOST_OPTIONS
from northaxis.domain.orders import Act
from northaxis.services.effect_words import card_lines
from northaxis.services.outlook import CARD_GAMES, can_forecast, chance_of
from northaxis.services.wording import seat_name
from northaxis.tui.control.talking import FIND, WHY, forget, is_closed, pick, possible, sentence, shifts, why
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.pager import Paragraph
from northaxis.tui.words import plural

if TYPE_CHECKING:
    from northaxis.tui.control.screen import ConsoleScreen

DRAWN = "drawn at the table"
"""The reason that the log keeps."""
MOST_OPTION_POINTS = 3
MOST_CARD_POINTS = 4
LETTERS = "abcdef"
"""Of the choices of one seat."""
FULL = f"a card has {len(LETTERS)} choices for a seat and {MOST_OPTIONS} in all at most"
PLACES = (
    MenuRow("force", "Bring it up now", "", "All see it at once, or one seat alone.", "f"),
    MenuRow("next", "Put it on top", "", "It is the next of its deck, if its time has come.", "t"),
    MenuRow("aside", "Hold it", "", "It comes up when you bring it in, not by itself.", "h"),
    MenuRow("bottom", "Park it", "", "It goes under its deck.", "p"),
    MenuRow("out", "Skip it", "", "It does not come up in this game.", "s"),
)


async def inject(screen: ConsoleScreen) -> None:
    """Any card that has not been played."""
    rows = [possible(screen, row, Inject(CardId(row.id), WHY)) for row in _rows(screen)]
    if not rows:
        screen.tell("Every card has been played. w writes one of your own.", "accent")
        return
    chosen = await pick(screen, "Bring in which card?", (FIND,), rows, keys=False)
    if chosen is not None:
        await _force(screen, CardId(chosen))


async def queue(screen: ConsoleScreen) -> None:
    """The cards to come; what shall become of one."""
    state = screen.model.held.state
    rows = _rows(screen)
    if not rows:
        screen.tell("No card is left to come. w writes one of your own.", "accent")
        return
    chosen = await pick(screen, "The cards to come", (_odds_words(screen), FIND), rows, keys=False)
    if chosen is None:
        return
    card = state.game.cards[CardId(chosen)]
    rows = [possible(screen, row, _placed(card.id, row.id)) for row in PLACES]
    where = await pick(screen, card.title, _card_words(screen, card), rows)
    if where == "force":
        await _force(screen, card.id)
    elif where is not None and (reason := await why(screen, card.title)) is not None:
        await screen.ask(Stack(card.id, where, reason))


def _placed(card: CardId, where: str) -> Act:
    return Inject(card, WHY) if where == "force" else Stack(card, where, WHY)


def _rows(screen: ConsoleScreen) -> list[MenuRow]:
    rows = []
    for one in screen.model.console.coming:
        chance = "" if one.is_aside else chance_of(screen.model.odds, one.card)
        right = f"{one.how}, {chance}" if chance else one.how
        rows.append(MenuRow(one.card, one.title, right, one.asks, one.card, style="accent" if one.is_next else "text"))
    return rows


def _odds_words(screen: ConsoleScreen) -> str:
    if screen.model.odds:
        return f"How often each comes up: of {CARD_GAMES} games from here, bots in every seat, the decks as they lie."
    if screen.console_app.outlook is not None and can_forecast(screen.model.held.state):
        return "How often each comes up is being counted; look again in a moment."
    return "How often each comes up is counted before play, in the talks, on the sheets and between turns."


async def _force(screen: ConsoleScreen, card: CardId) -> None:
    found = screen.model.held.state.game.cards[card]
    to = await _to_whom(screen, found.title, _card_words(screen, found))
    if to is None:
        return
    reason = await why(screen, f"Bring in {card}, {found.title}")
    if reason is not None:
        await screen.ask(Inject(card, reason, SeatId(to) if to else None))


async def drawn(screen: ConsoleScreen, card: CardId) -> None:
    """A card that was drawn at the table: the app's next draw of its deck, or one besides."""
    next_up = MenuRow(
        "next", "As the next card of its deck", "", "The app draws the same card with the next space.", "n"
    )
    besides = MenuRow("now", "Besides, at once", "", "It comes on top of what the app draws.", "b")
    rows = (possible(screen, next_up, Stack(card, "next", DRAWN)), possible(screen, besides, Inject(card, DRAWN)))
    title = f"{card}  {screen.model.held.state.game.cards[card].title}"
    match await pick(screen, title, (), rows):
        case "next":
            await screen.ask(Stack(card, "next", DRAWN))
        case "now":
            await screen.ask(Inject(card, DRAWN))
        case _:
            pass


def _card_words(screen: ConsoleScreen, card: Card) -> list[Paragraph]:
    """What a card says, does by itself and asks, before it is brought in."""
    text, *rest = card_lines(screen.model.held.state.game, card, screen.model.held.state.board)
    return [text, *((words, "dim") for words in rest)]


async def _to_whom(screen: ConsoleScreen, title: str = "Who sees it?", said: Sequence[Paragraph] = ()) -> str | None:
    """A seat's id, or an empty text for all."""
    seats = screen.model.held.state.game.rules.seats.values()
    rows = [MenuRow("all", "The whole table", code="a"), *(MenuRow(s.id, f"{s.name} alone", code=s.id) for s in seats)]
    asked = (*said, "Who sees it?") if said else ()
    chosen = await pick(screen, title, asked, rows)
    return "" if chosen == "all" else chosen


async def write_card(screen: ConsoleScreen) -> None:
    """A card of one's own: words, whom it reaches, what it does, what it asks."""
    if is_closed(screen, WriteCard(WHY, WHY, WHY)):
        return
    title = await sentence(screen, "A card of your own", ("Its title, a few words.",), "title")
    if title is None:
        return
    text = await sentence(screen, title, ("What has happened, as a duty officer would report it.",), "text")
    if text is None or (to := await _to_whom(screen)) is None:
        return
    moved = await shifts(screen, title, "What does it do by itself?", MOST_CARD_POINTS)
    if moved is None or (options := await _options(screen, title, to)) is None:
        return
    reason = await why(screen, title)
    if reason is not None:
        await screen.ask(WriteCard(title, text, reason, SeatId(to) if to else None, moved, options))


async def _options(screen: ConsoleScreen, title: str, to: str) -> tuple[WrittenOption, ...] | None:
    """The choices it gives, seat by seat; none is fine."""
    state = screen.model.held.state
    found: list[WrittenOption] = []
    while True:
        said = "; ".join(f"{option.seat}: {option.text}" for option in found)
        count = plural(len(found), "choice") if found else "it asks nobody"
        rows = [MenuRow("done", "That is all", count, said, "d")]
        seats = [seat for seat in state.game.rules.seats.values() if not to or seat.id == to]
        for seat in seats:
            many = sum(1 for option in found if option.seat == seat.id)
            full = many >= len(LETTERS) or len(found) >= MOST_OPTIONS
            rows.append(MenuRow(seat.id, f"A choice for {seat.name}", code=seat.id, disabled=FULL if full else ""))
        chosen = await pick(screen, title, ("Does it ask somebody something?",), rows, keys=False)
        if chosen is None:
            return None
        if chosen == "done":
            return tuple(found)
        asked = f"A choice for {seat_name(state.game, SeatId(chosen))}"
        words = await sentence(screen, asked, ("What that seat would do.",))
        if words is None:
            continue
        moved: tuple[NamedShift, ...] | None = await shifts(screen, words, "What does that do?", MOST_OPTION_POINTS)
        if moved is not None:
            name = LETTERS[sum(1 for option in found if option.seat == chosen)]
            found.append(WrittenOption(SeatId(chosen), OptionId(name), words, 0, moved))
            forget(screen, asked)
            screen.moved.pop(words, None)
