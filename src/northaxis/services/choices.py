"""What a person can choose now and what each choice would do, in words: the same for every front end.

Asked of a seat's view and perception, so nothing here knows more than the seat does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from northaxis.domain.actions import Action, ActionKind
from northaxis.domain.demands import Demander, ResponseKind
from northaxis.domain.effects import Effects, Shift, apply_quietly
from northaxis.domain.facts import Step
from northaxis.domain.ids import ActionId, DemandId
from northaxis.domain.odds import Odds, odds
from northaxis.domain.orders import Answer, Order, Place
from northaxis.domain.perception import Perception
from northaxis.domain.ruleset import Game
from northaxis.domain.rulings import Reason, Refused
from northaxis.domain.state import MadeDemand
from northaxis.domain.views import SeatView
from northaxis.services import wording as w
from northaxis.services.briefing import condition_words
from northaxis.services.effect_words import effects_words
from northaxis.services.table import Table

DECIDED = {ActionKind.AUTO: ", no roll", ActionKind.SEMI: ", control may shift its need"}
"""How an order is decided, where there is more to say than that the dice do."""

MOST_MOVERS = 4
"""Orders of others that are named as able to change the odds."""


@dataclass(frozen=True, slots=True)
class ActionChoice:
    """An action of the seat: the orders that could be placed now, each with its odds, or why there is none."""

    action: Action
    placements: tuple[tuple[Place, Odds], ...]
    refused: str = ""


def action_choices(table: Table, seen: SeatView) -> tuple[ActionChoice, ...]:
    """Every action of the seat in the order of the rules; the odds count the answers that are on its sheet."""
    game, board = table.game, with_answers(table.game, seen)
    legal = {order.act for order in seen.legal if isinstance(order.act, Place)}
    found = []
    for action in game.rules.seats[seen.seat].actions:
        plays = [(Place(action.id, play.target), play) for play in action.plays]
        open_ones = tuple((act, odds(game, board, play)) for act, play in plays if act in legal)
        refused = "" if open_ones else _why_not(table, seen, [act for act, _ in plays])
        found.append(ActionChoice(action, open_ones, refused))
    return tuple(found)


def with_answers(game: Game, seen: SeatView) -> Perception:
    """The board as the seat's own written answers will leave it: they take effect before any order (R-6.1)."""
    row = list(seen.perception.row)
    for made in seen.demands:
        kind = seen.sheet.answer(made.demander)
        if made.demand is not None and kind is not None:
            apply_quietly(answer_effects(game, made, kind), row, game.rules.quantities)
    return replace(seen.perception, row=tuple(row))


def before_answer(game: Game, seen: SeatView, made: MadeDemand) -> Perception:
    """The board as it will stand when one demand is answered: what is written to the demands before it comes first."""
    row, order = list(seen.perception.row), [demander.id for demander in game.rules.answering.demanders]
    before = order[: order.index(made.demander)] if seen.step is Step.ORDERS else []
    for earlier in sorted(seen.demands, key=lambda each: order.index(each.demander)):
        kind = seen.sheet.answer(earlier.demander) if earlier.demander in before else None
        if earlier.demand is not None and kind is not None:
            apply_quietly(answer_effects(game, earlier, kind), row, game.rules.quantities)
    return replace(seen.perception, row=tuple(row))


def _why_not(table: Table, seen: SeatView, acts: list[Place]) -> str:
    if len(acts) > 1:
        reasons = {r.reason for act in acts if (r := table.refusal(Order(seen.seat, act))) is not None}
        if reasons == {Reason.REQUIREMENT} and acts[0].target is not None:
            name = w.quantity_name(table.game, acts[0].target)
            return _reason_of(table, seen, acts[0]).replace(name, "the system")
    return _reason_of(table, seen, acts[0])


def _reason_of(table: Table, seen: SeatView, act: Place) -> str:
    refused = table.refusal(Order(seen.seat, act))
    return refusal_words(table.game, refused).removeprefix(f"{w.named(table.game, act.action)} ") if refused else ""


def refusal_words(game: Game, refused: Refused) -> str:
    """A refusal for people: its reason, with names for codes and conditions in words."""
    head, needs, condition = refused.detail.partition(" needs ")
    if refused.reason is Reason.REQUIREMENT and needs:
        return f"{w.named(game, head)} needs {condition_words(game, condition)}"
    return w.named(game, refused.detail)


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """A way to answer a demand: its key and name, what it costs in IP, what it does, and whether it is open now."""

    response: ResponseKind
    key: str
    name: str
    cost: int
    does: str
    refused: str


def answer_choices(table: Table, seen: SeatView, made: MadeDemand) -> tuple[AnswerChoice, ...]:
    """The ways to answer one demand of this turn."""
    game = table.game
    demander, legal = game.rules.demander(made.demander), {order.act for order in seen.legal}
    found = []
    for kind, response in game.rules.answering.responses.items():
        cost = response.cost + (demander.comply_cost if kind is ResponseKind.COMPLY else 0)
        act = Answer(made.demander, kind)
        refused = None if act in legal else table.refusal(Order(seen.seat, act))
        if kind is ResponseKind.SHAM and refused is not None and refused.reason is Reason.REQUIREMENT:
            continue
        does = effects_words(game.rules, answer_effects(game, made, kind), before_answer(game, seen, made).row)
        why = refusal_words(game, refused) if refused is not None and refused.reason is not Reason.ALREADY_DONE else ""
        found.append(AnswerChoice(kind, response.key, w.plain(response.name), cost, does, why))
    return tuple(found)


def answer_effects(game: Game, made: MadeDemand, kind: ResponseKind) -> Effects:
    """What an answer to a demand of this turn does (R-5.8 to R-5.14)."""
    assert made.demand is not None
    demander, demand = game.rules.demander(made.demander), game.rules.demand(made.demand)
    response = game.rules.answering.responses[kind]
    effects: Effects = (Shift(demander.pull, response.pull),) if response.pull else ()
    effects += response.effects
    if kind is ResponseKind.COMPLY:
        effects += demand.comply
    elif kind is ResponseKind.REFUSE:
        effects += demand.refuse
        if made.backed and demander.backing is not None:
            effects += demander.backing.refuse
    return effects


def demand_words(game: Game, seen: Perception, demander: Demander, id: DemandId) -> str:
    """What a demand would do if it is complied with or refused, for the seat that makes it."""
    demand = game.rules.demand(id)
    refuse = game.rules.answering.responses[ResponseKind.REFUSE]
    refused: Effects = (Shift(demander.pull, refuse.pull), *demand.refuse)
    return (
        f"complied with: {effects_words(game.rules, demand.comply, seen.row) or 'nothing'}; "
        f"refused: {effects_words(game.rules, refused, seen.row) or 'nothing'}"
    )


def odds_short(panel: Odds) -> str:
    """`need 7, 58 percent`, with the range when others could move it; `no roll` when nothing is left to chance."""
    if panel.need is None:
        return "no roll"
    spread = (
        f", {panel.worst} to {panel.best} if others act" if (panel.worst, panel.best) != (panel.chance,) * 2 else ""
    )
    return f"need {panel.need}, {panel.chance} percent{spread}"


def odds_lines(game: Game, seen: Perception, panel: Odds) -> tuple[str, ...]:
    """The whole odds panel: need, chance, each modifier, what others could change, what may happen."""
    action, play = panel.action, panel.play
    phase = next(w.plain(p.name) for p in game.rules.phases if p.id == action.phase)
    lines = [
        f"{w.action_words(game, action.id, play.target)} ({action.id}): {action.cost} IP,"
        f" phase {action.phase}, {phase}{DECIDED.get(action.kind, '')}{w.cites_text(action.cites)}",
        w.plain(action.text),
    ]
    if panel.base is not None:
        lines.append(f"need {panel.need}, {panel.chance} percent, {panel.words}; base {panel.base}")
        for each in panel.modifiers:
            state = {True: "holds", False: "does not hold", None: "you cannot know"}[each.holds]
            modifier = each.modifier
            lines.append(f"  {w.signed(modifier.by)} {w.plain(modifier.why)}: {state}{w.cites_text(modifier.cites)}")
            if each.movers:
                lines.append(f"    could change through {_movers(game, each.movers)}")
        if (panel.worst, panel.best) != (panel.chance, panel.chance):
            lines.append(f"if others act, {panel.worst} to {panel.best} percent")
    effects = play.outcome
    lines.append(f"{'success' if effects.roll else 'it does'}: {_ends(game, seen, effects.ok, panel.index_success)}")
    if effects.roll is not None:
        lines.append(f"failure: {_ends(game, seen, effects.fail, panel.index_failure)}")
    if play.also is not None:
        lines.append(
            f"either way, if {condition_words(game, play.also.condition.text)}: "
            f"{effects_words(game.rules, play.also.effects, seen.row)}"
        )
    if play.bonus is not None:
        lines.append(
            f"on success, if {condition_words(game, play.bonus.condition.text)}: "
            f"{effects_words(game.rules, play.bonus.effects, seen.row)}"
        )
    if play.late is not None:
        lines.append(
            f"if {condition_words(game, play.late.condition.text)}, {w.turns_words(play.late.turns)} later: "
            f"{effects_words(game.rules, play.late.effects, seen.row)}"
        )
    return tuple(lines)


def _ends(game: Game, seen: Perception, effects: Effects, index: int | None) -> str:
    said = effects_words(game.rules, effects, seen.row) or "nothing"
    if index is None:
        return said
    return f"{said}; {w.index_name(game)} {w.signed(index) if index else 'unchanged'}"


def _movers(game: Game, movers: Iterable[tuple[object, ActionId]]) -> str:
    names = list(dict.fromkeys(w.action_words(game, action, None) for _, action in movers))
    more = f", and {len(names) - MOST_MOVERS} more" if len(names) > MOST_MOVERS else ""
    return "; ".join(names[:MOST_MOVERS]) + more
