"""Effects in words, for choices, odds panels and card listings: `Oxygen +2, Moscow +1, Drone relays off`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from northaxis.domain.cards import Card
from northaxis.domain.effects import Assign, ClearFlag, Effect, RaiseFlag, Shift, SwitchFirst, outcome
from northaxis.domain.quantities import FOR_GOOD, Kind, Quantity, Values
from northaxis.domain.ruleset import Game, RuleSet
from northaxis.services.wording import joined, plain, short_name, signed, turns_words


def effects_words(rules: RuleSet, effects: Iterable[Effect], row: Values | None = None) -> str:
    """What effects would do, or nothing. Shifts of one quantity are added up; `row` is the board, if it is known."""
    sums: dict[int, int] = {}
    texts: dict[int | str, str] = {}
    for effect in effects:
        if isinstance(effect, Shift):
            sums[effect.index] = sums.get(effect.index, 0) + effect.by
            texts[effect.index] = _shifted(rules, rules.quantities[effect.index], sums[effect.index])
        else:
            said = _said(rules, effect, row)
            texts[said] = said
    return ", ".join(text for text in texts.values() if text)


def _shifted(rules: RuleSet, quantity: Quantity, by: int) -> str:
    if quantity.kind is Kind.COUNT or not by:
        return ""
    if quantity.kind is Kind.IP and quantity.owner is not None:
        return f"{plain(rules.seats[quantity.owner].name)} {signed(by)} IP"
    return f"{short_name(quantity)} {signed(by)}"


def _said(rules: RuleSet, effect: Assign | RaiseFlag | ClearFlag | SwitchFirst, row: Values | None) -> str:
    match effect:
        case Assign(index=index, to=to):
            return _set_to(rules.quantities[index], to)
        case RaiseFlag(index=index) if index == rules.answering.sham_flag:
            return "shown as paused, still running"
        case RaiseFlag(index=index, turns=turns):
            name = plain(rules.quantities[index].name)
            return name if turns == FOR_GOOD else f"{name} for {turns_words(turns)}"
        case ClearFlag(index=index) if row is not None and not row[index] and "*" in rules.quantities[index].seen:
            return ""
        case ClearFlag(index=index):
            return f"no longer: {plain(rules.quantities[index].name)}"
        case SwitchFirst(candidates=candidates, to=to):
            if row is None:
                names = joined((plain(rules.quantities[index].name) for index in candidates), "or")
                return f"the first of {names} that is {'off goes on' if to else 'on goes off'}"
            landed = outcome(effect, row, rules.quantities)
            return _set_to(rules.quantities[landed[0]], landed[2]) if landed is not None else ""
        case _:
            assert_never(effect)


def _set_to(quantity: Quantity, to: int) -> str:
    if quantity.kind is Kind.SWITCH:
        return f"{plain(quantity.name)} {'on' if to else 'off'}"
    return f"{short_name(quantity)} to {to}"


def card_lines(game: Game, card: Card, row: Values) -> tuple[str, ...]:
    """What a card says, does by itself and asks, for whoever brings it in; the text comes first."""
    said = [card.text]
    if card.auto is not None:
        works = effects_words(game.rules, card.auto.ok, row) or "nothing"
        fails = f"; if the dice fail: {effects_words(game.rules, card.auto.fail, row) or 'nothing'}"
        said.append(f"By itself: {works}{fails if card.auto.roll is not None else ''}")
    for seat, options in card.choices:
        each = (f"{option.text} ({effects_words(game.rules, option.effects, row) or 'nothing'})" for option in options)
        said.append(f"{game.rules.seats[seat].name} chooses: {'; '.join(each)}")
    return tuple(said)
