"""Cards by control's word: what comes and how likely, one read out, brought in, put elsewhere, written on the spot."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from northaxis.cli.control.commands import Command, Topic
from northaxis.cli.control.words import STOP_WORDS, Not, Stopped, cut, seat_from, shifts_from
from northaxis.domain.control_facts import NamedShift, WrittenOption
from northaxis.domain.control_orders import Inject, Stack, WriteCard
from northaxis.domain.ids import CardId, OptionId, SeatId
from northaxis.services import wording as w
from northaxis.services.console import Coming
from northaxis.services.drift import code_from_text, unknown_card
from northaxis.services.effect_words import card_lines
from northaxis.services.outlook import CARD_GAMES, can_forecast, chance_of

if TYPE_CHECKING:
    from northaxis.cli.control.desk import ControlDesk

TO = re.compile(r"(?:^|\s)(?:to|for)\s+(\S+)(?:\s+alone)?\s*$", re.IGNORECASE)
EVERYBODY = frozenset({"", "all", "everybody", "the table"})
LETTERS = "abcdef"
MOST_CARD_POINTS = 4
MOST_OPTION_POINTS = 3
ASKS = (
    "Does it ask somebody something? Type a seat and what it would do, with what that moves behind a semicolon, like "
    "'MIN close the bridge; escalation-1'. Enter when that is all."
)
LISTED = 8
"""Cards told at once."""
PLACED = {
    "next": "is the next of its deck, if its time has come",
    "aside": "is held: it comes when you bring it in",
    "bottom": "goes under its deck",
    "out": "does not come up in this game",
}


async def cards(desk: ControlDesk, rest: str) -> None:
    """The cards to come: when, how likely, whom they ask."""
    coming = desk.table.console.coming
    if not coming:
        raise Not("No card is left to come; 'write' writes one of your own.")
    state, mark = desk.state, desk.table.odds_mark
    if can_forecast(state) and mark != desk.counted:
        desk.table.odds = await asyncio.to_thread(desk.outlook, state)
        desk.counted = mark
    counted = can_forecast(state) and desk.table.odds
    word = rest.strip().casefold()
    lines = [_line(desk, one, bool(counted)) for one in coming]
    if word in ("", "all"):
        shown = lines if word else _soonest(coming, lines)
    else:
        shown = [line for line in lines if word in line.casefold()]
    if not shown:
        raise Not(f"No card to come has '{rest.strip()}' in its line; 'cards all' lists all {len(lines)}.")
    desk.say(*shown)
    if len(shown) < len(lines) and not word:
        desk.say(f"{len(lines) - len(shown)} more lie behind them: 'cards all' lists them, 'cards Kyiv' finds some.")
    if counted:
        desk.say(f"The share says how often it comes up in {CARD_GAMES} games from here, bots in every seat.")
    else:
        desk.say("How often each comes up is counted before play, in the talks, on the sheets and between turns.")
    desk.say(f"'card {coming[0].card}' reads one out, 'inject {coming[0].card} because ...' brings it in.")


def _soonest(coming: tuple[Coming, ...], lines: list[str]) -> list[str]:
    """What comes next, what is due by a chain, what is held; and a few behind them."""
    sure = [one.is_next or one.is_aside or "chain" in one.how for one in coming]
    return [line for place, (line, is_sure) in enumerate(zip(lines, sure, strict=True)) if is_sure or place < LISTED]


def _line(desk: ControlDesk, one: Coming, is_counted: bool) -> str:
    chance = chance_of(desk.table.odds, one.card) if is_counted and not one.is_aside else ""
    return ", ".join(part for part in (f"{one.card} {one.title}: {one.how}", chance, one.asks) if part) + "."


async def card(desk: ControlDesk, rest: str) -> None:
    """One card in full: its text, what it does by itself, what it asks."""
    code = code_from_text(rest, desk.game.cards)
    if not code and desk.state.table is not None:
        code = str(desk.state.table.card)
    if code not in desk.game.cards:
        raise Not(unknown_card(code, desk.game.cards, _left(desk)) if code else "Which card? 'cards' lists what comes.")
    found = desk.game.cards[CardId(code)]
    desk.say(f"{found.id} {w.plain(found.title)}.", *card_lines(desk.game, found, desk.state.board))


async def inject(desk: ControlDesk, rest: str) -> None:
    """Bring in a card, to all or to one seat."""
    text, why = cut(rest)
    to, text = _to(desk, text)
    found = _coming(desk, text)
    reason = await desk.why(why)
    whom = f" for {w.seat_name(desk.game, to)} alone" if to else ""
    done = f"Card {found} {_title(desk, found)} is brought in{whom}: {reason.rstrip('.')}. 'undo' undoes it."
    await desk.put(Inject(found, reason, to), done)


async def drawn(desk: ControlDesk, rest: str) -> None:
    """A card drawn at the physical table: the app's next draw of its deck."""
    found = _coming(desk, rest)
    done = f"The app draws {found} {_title(desk, found)} as the next of its deck. 'undo' undoes it."
    await desk.put(Stack(found, "next", "drawn at the table"), done)


async def first(desk: ControlDesk, rest: str) -> None:
    """On top of its deck."""
    await _stack(desk, rest, "next")


async def hold(desk: ControlDesk, rest: str) -> None:
    """Held until control brings it in."""
    await _stack(desk, rest, "aside")


async def park(desk: ControlDesk, rest: str) -> None:
    """Under its deck."""
    await _stack(desk, rest, "bottom")


async def discard(desk: ControlDesk, rest: str) -> None:
    """Out of this game."""
    await _stack(desk, rest, "out")


async def _stack(desk: ControlDesk, rest: str, where: str) -> None:
    text, why = cut(rest)
    found = _coming(desk, text)
    reason = await desk.why(why)
    done = f"Card {found} {_title(desk, found)} {PLACED[where]}: {reason.rstrip('.')}. 'undo' undoes it."
    await desk.put(Stack(found, where, reason), done)


def _left(desk: ControlDesk) -> set[str]:
    return {str(one.card) for one in desk.table.console.coming}


def _coming(desk: ControlDesk, text: str) -> CardId:
    """A card that may still come, by its code. Not."""
    code = code_from_text(text, desk.game.cards)
    if not code:
        raise Not("Which card? By its code, like 'inject F19 because ...'; 'cards' lists them.")
    if wrong := unknown_card(code, desk.game.cards, _left(desk)):
        raise Not(f"{wrong} 'cards' lists what may come.")
    return CardId(code)


def _title(desk: ControlDesk, card: CardId) -> str:
    return w.plain(desk.game.cards[card].title)


def _to(desk: ControlDesk, text: str) -> tuple[SeatId | None, str]:
    found = TO.search(text)
    if found is None or found[1].casefold() in EVERYBODY:
        return None, text[: found.start()] if found is not None else text
    return seat_from(desk.game, found[1]), text[: found.start()].strip()


# --- one of one's own -----------------------------------------------------------------------------------------------


async def write(desk: ControlDesk, rest: str) -> None:
    """A card of one's own, question by question."""
    title = cut(rest).text or await desk.question_of("title", str, "A card of your own. Its title, a few words.")
    text = await desk.question_of("text", str, "What has happened, as a duty officer would report it.")

    def whom(typed: str) -> SeatId | None:
        return None if typed.casefold() in EVERYBODY else seat_from(desk.game, typed)

    to = await desk.question_of("who sees it", whom, "Who sees it? A seat alone, or enter for all.", enter_stops=False)
    shifts = await desk.question_of(
        "what it moves", lambda typed: shifts_from(desk.game, typed, MOST_CARD_POINTS),
        "What does it move by itself? Like 'warning+1'; enter for nothing.", enter_stops=False,
    )  # fmt: skip
    options = await _options(desk, to)
    reason = await desk.why(cut(rest).why)
    whom_words = f" for {w.seat_name(desk.game, to)} alone" if to else ""
    done = f"Your card '{title}' is brought in{whom_words}: {reason.rstrip('.')}. 'undo' undoes it."
    await desk.put(WriteCard(title, text, reason, to, shifts, options), done)


async def _options(desk: ControlDesk, to: SeatId | None) -> tuple[WrittenOption, ...]:
    """The choices that it gives, one after the other; none is fine."""
    found = list[WrittenOption]()
    desk.say(ASKS)
    while True:
        typed = await desk.slate.ask("a choice" if not found else "another choice")
        if not typed:
            return tuple(found)
        if typed.casefold() in STOP_WORDS:
            raise Stopped
        try:
            found.append(_option(desk, typed, found, to))
        except Not as problem:
            desk.say(str(problem))


def _option(desk: ControlDesk, typed: str, found: list[WrittenOption], to: SeatId | None) -> WrittenOption:
    words, _, moved = typed.partition(";")
    name, _, text = words.strip().partition(" ")
    seat = seat_from(desk.game, name)
    if to is not None and seat != to:
        raise Not(f"Only {w.seat_name(desk.game, to)} sees this card.")
    if not text.strip():
        raise Not("What would it do? Like 'MIN close the bridge; escalation-1'.")
    place = sum(1 for one in found if one.seat == seat)
    if place >= len(LETTERS):
        raise Not(f"{seat} has {place} choices already.")
    shifts: tuple[NamedShift, ...] = shifts_from(desk.game, moved, MOST_OPTION_POINTS)
    return WrittenOption(seat, OptionId(LETTERS[place]), text.strip(), 0, shifts)


TOPIC = Topic(
    "cards",
    "the cards to come, and cards by your hand",
    (
        Command(
            "cards",
            "cards",
            "the cards to come, how likely each is and whom it asks; 'cards Minsk' finds some",
            cards,
            ("queue", "next-pane"),
            ("queue",),
            shows=True,
        ),
        Command(
            "card", "card F19", "read a card out; alone the one on the table", card, ("queue", "inject"), shows=True
        ),
        Command(
            "inject",
            "inject F19 to MIN because they asked for it",
            "bring in a card; without 'to MIN' all see it",
            inject,
            ("inject", "queue"),
            ("bring in",),
        ),
        Command("next", "next F19 because it fits now", "put a card on top of its deck", first, ("queue",)),
        Command("hold", "hold F19 because it is too early", "keep a card until you bring it in", hold, ("queue",)),
        Command("park", "park F19 because it is too early", "put a card under its deck", park, ("queue",)),
        Command("discard", "discard F19 because we had that", "take a card out of this game", discard, ("queue",)),
        Command(
            "write", "write", "write a card on the spot, question by question", write, ("write",), ("write a card",)
        ),
        Command("drawn", "drawn F19", "the card that was drawn at a real table comes up here next", drawn, ("table",)),
    ),
)
