"""The coach: one line above the footer that says what to do now and why, while somebody plays for the first time.

It looks at what the person really does, and falls silent after two turns. The sentences fit every rule set.
"""

from __future__ import annotations

from northaxis.domain.ruleset import Game
from northaxis.tui.table.cards import card_on_table, card_options
from northaxis.tui.table.model import Mode, TableModel
from northaxis.tui.table.orders import unanswered

TURNS = 2
"""How long the coach talks."""


def is_teaching(game: Game) -> bool:
    """Whether a scenario is made for one trainee."""
    return game.scenario.most_people == 1


def advice(model: TableModel, focus: str = "now") -> str:
    """What to do now and why, in one sentence or two; empty when there is nothing to say."""
    view = model.view
    if view.turn > TURNS:
        return ""
    if model.has_control and not view.owes and not model.waiting:
        return ""
    first = view.turn <= 1
    match model.mode:
        case Mode.SETUP:
            return "Read the scene, then press space: the first turn opens with a card."
        case Mode.CARD:
            if card_options(model):
                return "A card asks you to choose. Each row says what it costs and what it moves; Enter chooses."
            if card_on_table(model) is None:
                return "Some cards are for one seat alone. This one is not yours: press space, the turn goes on."
            return "A card is news: it has happened, nobody can refuse it. Press space when you have read it."
        case Mode.NEWS:
            return "This is what came of the card. Space goes on."
        case Mode.DEMAND:
            return "Choose what to demand. A demand that is backed costs you, and costs more to refuse."
        case Mode.TALK:
            return "Time to talk: t writes, space goes on to the orders."
        case Mode.ORDERS:
            return _orders(model, first, focus)
        case Mode.REVEAL:
            if model.is_told:
                return "Space goes on: the answers first, then the orders by phase, then the rules of the turn end."
            return "One cause at a time: watch which number it moves. Space for the next, s to skip to the bill."
        case Mode.BILL:
            return "The bill says who moved the pressure, and how far. w takes any number apart. Space: next turn."
        case _:
            return ""


def _orders(model: TableModel, first: bool, focus: str) -> str:
    view = model.view
    left = unanswered(model)
    if left and focus != "demands":
        wait = "demand waits" if left == 1 else "demands wait"
        return f"{left} {wait} for an answer: d goes there. What you leave open counts as refused."
    if left:
        if not view.sheet.answers:
            return "Easing one pull loads another. Each row says what an answer would do; its letter gives it."
        return f"{left} to go. What you leave open counts as refused: choose whom to disappoint."
    if not view.sheet.orders:
        if first:
            return "Now one order of your own: the list shows its price and its chance; Enter puts it on the sheet."
        return "One order: look at the highest pull first, at the top of its scale somebody else acts for you."
    return "Your sheet is written. s shows it once more and seals it; until then everything can be changed."
