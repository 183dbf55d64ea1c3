"""Why a bot does what it does, in one sentence. Public goals and public values only.

A reason is open to all once the sheets are: it is worked out on the public row, so neither a hidden agenda nor a
hidden place can show through, and a sham is spoken of as the compliance it pretends to be.
"""

from __future__ import annotations

from northaxis.bots.cards import option_row
from northaxis.bots.demands import outcome_of
from northaxis.bots.mind import Mind
from northaxis.bots.placements import Placement, expected_row
from northaxis.bots.public import in_public_words, public_row
from northaxis.bots.scratch import Row
from northaxis.bots.soft import WHOLE
from northaxis.domain.demands import ResponseKind
from northaxis.domain.doctrine import Trigger
from northaxis.domain.orders import Answer, MakeDemand, PickOption
from northaxis.domain.views import SeatView

NOTHING = "nothing on my desk is worth its price"
NOTHING_ELSE = "nothing else on my desk is worth its price"
SHEET_FULL = "the sheet is full"
IN_PRIVATE = "a private report says so"
HABIT = "out of habit"


def of_placement(mind: Mind, view: SeatView, placement: Placement) -> str:
    """The first doctrine rule that everybody can see to hold, if it prefers the action; else the goal that nears."""
    row, trial = expected_row(mind, view, public_row(mind.book.rules, view), shown=True), placement.trial
    name = trial.action.name
    trigger = mind.trigger(row)
    if trigger is not None and trial.action.id in trigger.prefer:
        return f"{name}: {_say(mind, trigger, row)}"
    chance, paid = trial.chance.ways(row), trial.pay(row)
    return _nearer(mind, name, row, ((chance, trial.succeed(row, paid)), (36 - chance, trial.miss(row, paid))))


def of_seal(view: SeatView) -> str:
    """Why no more orders are given."""
    if len(view.sheet.orders) >= view.allowed_orders > 0:
        return SHEET_FULL
    return NOTHING_ELSE if view.sheet.orders else NOTHING


def of_answer(mind: Mind, view: SeatView, answer: Answer) -> str:
    """The answer as the others will hear it, and the seat's line."""
    made = next(made for made in view.demands if made.demander == answer.demander)
    assert made.demand is not None
    demander, demand = mind.book.demanders[made.demand], mind.book.demands[made.demand]
    shown = ResponseKind.COMPLY if answer.response is ResponseKind.SHAM else answer.response
    return f"{demander.name}, '{demand.name}': {shown}, for {_line(mind)}"


def of_demand(mind: Mind, view: SeatView, demand: MakeDemand, lookahead: int) -> str:
    """The goal that the demand would bring nearer if it is answered as expected."""
    row = public_row(mind.book.rules, view)
    name = mind.book.demands[demand.demand].name + (", backed" if demand.backed else "")
    return _nearer(mind, name, row, ((36, outcome_of(mind, view, demand.demand, row, lookahead)),))


def of_option(mind: Mind, view: SeatView, pick: PickOption) -> str:
    """The goal that the option brings nearer; of a card that not all have seen, nothing."""
    card = mind.book.game.cards[pick.card]
    if card.private_to is not None:
        return IN_PRIVATE
    row = public_row(mind.book.rules, view)
    return _nearer(mind, card.title, row, ((36, option_row(mind, pick, row)),))


def _say(mind: Mind, trigger: Trigger, row: Row) -> str:
    """A doctrine rule's words with live numbers in the odd places."""
    parts = (
        in_public_words(mind.book.rules, part, row) if place % 2 else part for place, part in enumerate(trigger.say)
    )
    return "".join(parts)


def _nearer(mind: Mind, name: str, row: Row, ends: tuple[tuple[int, Row], ...]) -> str:
    """The public goal that rises most (the first of equals), with its chances before and after; else the line."""
    best_rise, best = 0, ""
    for goal, nearly in mind.goals:
        before = nearly(row)
        after = sum(chance * nearly(end) for chance, end in ends) // 36
        if goal.points > 0 and after - before > best_rise:
            best_rise = after - before
            verb = "is within reach" if 2 * after >= WHOLE else "comes nearer"
            best = f"{name}: '{goal.label}' {verb} ({percent(before)} % -> {percent(after)} %)"
    return best or f"{name}: for {_line(mind)}"


def _line(mind: Mind) -> str:
    return f'"{mind.rules.doctrine.line.strip().rstrip(".")}"'


def percent(thousandths: int) -> int:
    """Thousandths as whole percent, halves up."""
    return (thousandths + 5) // 10
