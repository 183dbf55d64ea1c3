"""The confidence card and the dials in words: what is asked before play, and what came of it afterwards.

Statements, dials and settings are the rules'; the comparison is `domain.turn_zero`'s. Plain values and text lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from northaxis.domain.declassify import SeenFact
from northaxis.domain.facts import GameOver
from northaxis.domain.ids import DialId
from northaxis.domain.legal_people import LEAST_MARK, MOST_MARK
from northaxis.domain.orders import Guess
from northaxis.domain.ruleset import Dial, Game
from northaxis.domain.turn_zero import Belief, Confidence, Guesses, beliefs_of, confidence, dial_guesses
from northaxis.domain.undo import standing_facts
from northaxis.domain.views import SeatView
from northaxis.services import wording as w

SCALE = f"{LEAST_MARK} not at all, {MOST_MARK} fully"
"""What the ends of the scale mean."""


@dataclass(frozen=True, slots=True)
class LookBack:
    """What the seats believed, and how the dials stood, once play is over."""

    statements: tuple[Confidence, ...]
    dials: tuple[Guesses, ...]

    @classmethod
    def of(cls, game: Game, facts: Iterable[SeenFact]) -> LookBack | None:
        """From a journal; None while play goes on, or when there is nothing to tell."""
        journal = standing_facts(facts)
        if not any(isinstance(fact, GameOver) for fact in journal):
            return None
        state = beliefs_of(game, journal)
        marked = tuple(each for each in confidence(state) if each.beliefs)
        dials = tuple(each for each in dial_guesses(state) if each.setting is not None or each.guesses)
        return cls(marked, dials) if marked or dials else None


def offers_card(game: Game) -> bool:
    """Whether people are asked for the confidence card: in scenarios that deal agendas (R-10.6)."""
    return bool(game.rules.turn_zero.statements) and game.scenario.agendas


def statements(game: Game) -> tuple[str, ...]:
    """The statements of the card."""
    return tuple(w.plain(statement.text) for statement in game.rules.turn_zero.statements)


def card_lines(game: Game, before: tuple[int, ...] = ()) -> list[str]:
    """The card as numbered lines, with the marks given before play where there are some."""
    told = [f" (you gave {mark})" for mark in before] or [""] * len(statements(game))
    lines = [f"How far do you agree? {w.capital(SCALE)}. No other seat sees your marks before the debrief."]
    for place, (text, note) in enumerate(zip(statements(game), told, strict=True), 1):
        lines.append(f"{place}. {text}{note}")
    return lines


def marks_from_text(game: Game, text: str) -> tuple[int, ...] | str:
    """A mark for each statement, as `4 2 3 3 1 5` or `423315`; or what is wrong, as a sentence."""
    wanted = len(statements(game))
    words = text.replace(",", " ").split()
    if len(words) == 1 and words[0].isdecimal():
        words = list(words[0])
    marks = [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) == 1]
    if len(marks) != len(words) or not all(LEAST_MARK <= mark <= MOST_MARK for mark in marks):
        return f"A mark is a number from {LEAST_MARK} to {MOST_MARK}."
    if len(marks) != wanted:
        return f"The card takes {wanted} marks; there {'is' if len(marks) == 1 else 'are'} {len(marks)}."
    return tuple(marks)


# --- guesses ------------------------------------------------------------------------------------------------------


def guess_lines(game: Game, seen: SeatView) -> list[str]:
    """Every dial with its settings, and what the seat has guessed."""
    if not game.rules.dials:
        return ["These rules have no dials."]
    own = dict(seen.guesses)
    first = game.rules.dials[0]
    lines = [f"Where do the dials stand? Guess like 'guess {first.id} {first.settings[0].id}'; you may change it."]
    for dial in game.rules.dials:
        guessed = f" (your guess: {own[dial.id]})" if dial.id in own else ""
        lines.append(f"{dial.id} {w.plain(dial.name)}: {w.plain(dial.asks)}{guessed}")
        lines += [f"  {setting.id}: {w.plain(setting.say)}" for setting in dial.settings]
    return lines


def guess_from_text(game: Game, text: str) -> Guess | None:
    """A dial by id or name and a setting, in any case; None when that is not two things."""
    name, _, setting = text.rpartition(" ")
    if not name.strip():
        return None
    wanted = name.strip().casefold()
    dial = next((d for d in game.rules.dials if wanted in (d.id.casefold(), d.name.casefold())), None)
    return Guess(dial.id if dial is not None else DialId(wanted), setting.casefold())


def guessed_words(game: Game, guess: Guess) -> str:
    """What was written down, in a sentence."""
    dial = next(dial for dial in game.rules.dials if dial.id == guess.dial)
    return f"Written down for the dial '{w.plain(dial.name)}': {guess.setting}. You may change it until play is over."


def setting_words(dial: Dial, id: str) -> str:
    """A setting with what it means: `low. Little: flights to Beijing ...`."""
    say = next((w.plain(setting.say) for setting in dial.settings if setting.id == id), "")
    return f"{w.plain(id)}. {say}" if say else w.plain(id)


# --- afterwards ---------------------------------------------------------------------------------------------------


def belief_words(belief: Belief) -> str:
    """`KYI 4 to 2`, `KYI 4` when nothing was given after play, `KYI - to 2` when nothing was before."""
    if belief.after is None:
        return f"{belief.seat} {belief.before}"
    before = "-" if belief.before is None else str(belief.before)
    return f"{belief.seat} {before} to {belief.after}"


def borne_out_words(game: Game, found: Confidence) -> str:
    """How a statement fared: its dial bore it out, did not, or there was none to tell."""
    if found.borne_out is None:
        return ""
    dial = next(dial for dial in game.rules.dials if dial.id == found.statement.dial)
    said = "true in this game" if found.borne_out else "not true in this game"
    return f"{said} (the dial '{w.plain(dial.name)}' stood at {w.plain(found.setting or '')})"


def dial_words(found: Guesses) -> str:
    """`What Beijing weighs stood at low. Little: ...`, or that nobody had set it."""
    if found.setting is None:
        return f"{w.plain(found.dial.name)}: nobody had set it"
    return f"{w.plain(found.dial.name)} stood at {setting_words(found.dial, found.setting)}"


def right_words(found: Guesses) -> str:
    """Who guessed it and who did not: `guessed right: KYI; wrong: MOS (high)`."""
    if not found.guesses:
        return "nobody guessed"
    if found.setting is None:
        return f"guessed: {', '.join(f'{seat} {guess}' for seat, guess in found.guesses)}"
    right = ", ".join(found.right) or "nobody"
    wrong = ", ".join(f"{seat} ({guess})" for seat, guess in found.guesses if seat not in found.right)
    return f"guessed right: {right}" + (f"; wrong: {wrong}" if wrong else "")


def look_back_lines(game: Game, facts: Iterable[SeenFact]) -> list[str]:
    """Before and after, how the dials stood, and who guessed right."""
    found = LookBack.of(game, facts)
    if found is None:
        return []
    lines = list[str]()
    if found.statements:
        lines += ["", f"What you thought, before and after play ({SCALE}):"]
    for each in found.statements:
        marks = ", ".join(map(belief_words, each.beliefs))
        fared = borne_out_words(game, each)
        lines.append(f"  {w.plain(each.statement.text)} {marks}{f'; {fared}' if fared else ''}")
    if found.dials:
        lines += ["", "The dials:"]
    for dial in found.dials:
        lines += [f"  {dial_words(dial)}", f"    {right_words(dial)}"]
    return lines
