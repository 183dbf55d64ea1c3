"""The facilitator's kit on paper: opening script, timings, checklists, what to watch, hot wash, a role sheet a seat.

Everything is made from the rule set, the scenario and the kit; nothing is written down twice. A role sheet holds what
is for its seat alone, so it is always a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from northaxis.domain import kit as k
from northaxis.domain.actions import Action
from northaxis.domain.effects import ClearFlag, Effect, RaiseFlag
from northaxis.domain.ids import AgendaId, PassageId, SeatId
from northaxis.domain.people import Seating
from northaxis.domain.quantities import Values
from northaxis.domain.ruleset import Game
from northaxis.domain.seats import Seat
from northaxis.services import paper as p, wording as w
from northaxis.services.briefing import condition_words
from northaxis.services.effect_words import effects_words
from northaxis.services.session_clock import minutes_words
from northaxis.services.session_minutes import WORDS

STEP_NAMES = {
    k.BEFORE: "turn zero",
    "inject": "cards",
    "demands": "demands",
    k.DELIBERATE: "teams alone",
    k.NEGOTIATE: "talks",
    k.ORDERS: "orders",
    "adjudicate": "reveal",
    "narrate": "narration",
    "turn_end": "the bill",
    k.DEBRIEF: "hot wash",
}
"""Steps and timers as a facilitator says them."""

WORDS_A_MINUTE = 140
"""How fast somebody reads aloud who wants to be understood."""

PASSAGES_SHOWN = 8
"""Passages named at the foot of a role sheet."""


def facilitator_pages(game: Game) -> tuple[p.Page, ...]:
    """Everything for the facilitator, in the order in which it is used. No seat's secret is on these pages."""
    return (
        checklist_page(game, "before-and-set-up", "Before the session", ("before", "setup")),
        timings_page(game),
        opening_page(game),
        checklist_page(game, "steps", "During each step", ("step",)),
        evaluator_page(game),
        hot_wash_page(game),
        checklist_page(game, "trouble", "When something goes wrong", ("trouble",)),
        checklist_page(game, "table-mode", "At a real table, and afterwards", ("table", "after")),
    )


# --- what is read aloud -------------------------------------------------------------------------------------------


def opening_page(game: Game) -> p.Page:
    """The opening script: who reads what, and the scene where it belongs."""
    scenario, lines = game.scenario, list[p.Line]()
    for said in game.rules.kit.speeches(scenario):
        lines.append(p.speech(w.capital(said.who), f"{w.plain(said.say)}{w.cites_text(said.cites)}"))
        if said.reads_scene:
            lines += [p.speech("The scene", variant.say) for variant in game.variants]
            lines.append(p.speech("The scene", scenario.scene))
    minutes = -(-reading_seconds(line.text for line in lines) // 60)
    head = p.text(f"Read it aloud, standing, at your own pace: about {minutes} min. Passages in brackets are not read.")
    return p.Page("opening", (p.title(f"Opening: {scenario.name}"), head, *lines))


def reading_seconds(texts: Iterable[str]) -> int:
    """How long texts take to read aloud."""
    return sum(len(words.split()) for words in texts) * 60 // WORDS_A_MINUTE


# --- time ---------------------------------------------------------------------------------------------------------


def timings_page(game: Game) -> p.Page:
    """The minutes of the session and of each step, with the moment to warn and what may be cut."""
    kit, scenario = game.rules.kit, game.scenario
    budget, plan = kit.budget(scenario), kit.plan(scenario)
    rows = [p.row("turn zero", _with_warning(budget.before, kit.timing(scenario, k.BEFORE).warn))]
    rows.append(p.row("each turn", f"{minutes_words(budget.turn)}, {w.turns_words(budget.turns)}"))
    rows += [p.row(f"after turn {turn}", f"a break of {minutes_words(seconds)}") for turn, seconds in budget.breaks]
    rows.append(p.row("hot wash", f"{minutes_words(budget.debrief)}, never cut"))
    rows.append(p.row("together", f"{minutes_words(budget.planned)} of {minutes_words(budget.total)}"))
    steps = [
        p.row(STEP_NAMES.get(part.name, part.name), _with_warning(part.seconds, part.warn))
        for timing in kit.turn_timings(scenario)
        for part in timing.parts
        if part.seconds
    ]
    return p.Page(
        "timings",
        (
            p.title(f"Timings: {scenario.name}"),
            p.text("Minutes and seconds. When it gets late, cut in this order and keep the hot wash whole."),
            p.heading("The session"),
            *rows,
            p.heading("A turn"),
            *steps,
            p.heading("What may go"),
            *(p.item(f"{w.capital(WORDS.get(name, name))}, this turn first") for name in plan.may_skip),
            p.item(f"Turns, but at least {w.turns_words(plan.least_turns)} are played"),
        ),
    )


def _with_warning(seconds: int, warn: int) -> str:
    return f"{minutes_words(seconds)}; warn when {minutes_words(warn)} is left"


# --- checklists and what to watch ---------------------------------------------------------------------------------


def checklist_page(game: Game, name: str, head: str, kinds: Sequence[str]) -> p.Page:
    """The checklists of some kinds; those of steps that the scenario does not have are left out."""
    kit, scenario = game.rules.kit, game.scenario
    lines = [p.title(head)]
    for kind in kinds:
        for found in kit.checklists_of(kind):
            if found.step == k.NEGOTIATE and not scenario.has_talks:
                continue
            lines += [p.heading(found.name), *(p.task(each.do, _at(each)) for each in found.tasks)]
    return p.Page(name, tuple(lines))


def step_lines(game: Game, step: str) -> tuple[p.Line, ...]:
    """What the facilitator does in a step, to show beside it."""
    found = game.rules.kit.checklists_of("step", step)
    return tuple(p.item(each.do) for checklist in found for each in checklist.tasks)


def _at(each: k.Task) -> str:
    return "" if each.at is None else f"{each.at} min" if each.at else "start"


def evaluator_page(game: Game) -> p.Page:
    """The objectives of the scenario, what would show each of them, and room for notes by turn."""
    lines = [
        p.title(f"What to watch: {game.scenario.name}"),
        p.text("Write down what was said and done, by seat and turn; not what you think of it. Signs, not marks."),
    ]
    for objective in game.rules.kit.objectives_of(game.scenario):
        lines += [
            p.heading(objective.id),
            p.text(f"After play the trainee can {w.plain(objective.text)}."),
            *(p.item(each) for each in objective.evidence),
            p.text(
                f"Felt at: {', '.join(_bite(game, name) for name in objective.bites)}{w.cites_text(objective.cites)}"
            ),
            *p.room(2),
        ]
    return p.Page("evaluator", tuple(lines))


def _bite(game: Game, name: str) -> str:
    """An id of the rules with its name, where people know it by one."""
    rules = game.rules
    if name in rules.by_name or name in rules.measures:
        return w.quantity_name(game, name)
    named: dict[str, str] = {
        **{action.id: action.name for action in rules.actions.values()},
        **{d.id: d.name for demander in rules.answering.demanders for d in demander.demands},
        **{rule.id: rule.name for group in (rules.rules, rules.snaps, rules.ends, rules.ladder) for rule in group},
        **{rule.id: rule.name for rule in rules.flag_rules},
        **{row.id: row.name for row in rules.check.rows},
    }
    dial = next((dial.name for dial in rules.dials if dial.id == name), "")
    response = next((r.name for kind, r in rules.answering.responses.items() if kind == name), "")
    found = named.get(name, "")
    return f"{name} {w.plain(found)}" if found else w.plain(dial or response or name)


# --- the hot wash -------------------------------------------------------------------------------------------------


def hot_wash_page(game: Game, row: Values | None = None) -> p.Page:
    """The agenda with its minutes, the questions to each seat, and the prompts: those that hold on `row`, if given."""
    kit, scenario = game.rules.kit, game.scenario
    lines = [p.title(f"Hot wash: {scenario.name}"), p.text("The only agenda. Roles are off; nobody is marked.")]
    for item in kit.agenda(scenario):
        minutes = item.minutes_in(scenario.id)
        lines.append(p.item(f"{item.name}. {item.how}", f"{minutes} min" if minutes else ""))
    played = scenario.people if scenario.most_people <= len(scenario.people) else tuple(game.rules.seats)
    asked = [question for question in kit.seat_questions if question.seat in played]
    if asked:
        lines.append(p.heading("To each seat"))
        lines += [p.row(each.seat, f"{w.plain(each.ask)}{w.cites_text(each.cites)}") for each in asked]
    at_the_end = tuple(prompt for prompt in kit.prompts if not prompt.is_of_the_course)
    prompts = prompts_that_hold(game, row) if row is not None else at_the_end
    if prompts:
        lines.append(p.heading("To everybody" if row is not None else "To everybody, if it holds when play is over"))
        lines += [_prompt(game, prompt, shown=row is None) for prompt in prompts]
    if kit.commitments:
        lines.append(p.heading("In writing, alone"))
        for commitment in kit.commitments:
            lines += [p.text(commitment.ask), *p.room()]
    return p.Page("hot-wash", tuple(lines))


def _prompt(game: Game, prompt: k.Prompt, shown: bool) -> p.Line:
    when = f"If {condition_words(game, prompt.condition.text)}: " if shown and prompt.condition.reads else ""
    return p.item(f"{when}{w.plain(prompt.ask)}{w.cites_text(prompt.cites)}")


def prompts_that_hold(game: Game, row: Values) -> tuple[k.Prompt, ...]:
    """The prompts whose condition holds on the board at the end of play; those of its course are a report's."""
    prompts = game.rules.kit.prompts
    return tuple(prompt for prompt in prompts if not prompt.is_of_the_course and prompt.condition.holds(row))


def questions_for(game: Game, seat: SeatId, row: Values) -> tuple[tuple[str, str], ...]:
    """What a seat is asked in writing after play, in the order of the hot wash: ids as `Reflected` keeps, and words."""
    kit = game.rules.kit
    return (
        *((item.id, w.plain(item.writes)) for item in kit.agenda(game.scenario) if item.writes),
        *((asked.id, w.plain(asked.ask)) for asked in kit.seat_questions if asked.seat == seat),
        *((prompt.id, w.plain(prompt.ask)) for prompt in prompts_that_hold(game, row)),
        *((commitment.id, w.plain(commitment.ask)) for commitment in kit.commitments),
    )


# --- role sheets --------------------------------------------------------------------------------------------------


def seated_sheets(game: Game, seating: Seating | None) -> tuple[p.Page, ...]:
    """A role sheet for every seat that a person holds; for every seat where nobody says who sits where."""
    if seating is None:
        return tuple(role_sheet(game, seat) for seat in game.rules.seats)
    return tuple(role_sheet(game, seat, held=seats) for seats in seating.players for seat in seats)


def role_sheet(game: Game, seat: SeatId, held: Iterable[SeatId] = (), agenda: AgendaId | None = None) -> p.Page:
    """One page for whoever holds a seat. With `agenda`, the one that was dealt; without, all of them to tick one."""
    rules, scenario = game.rules.seats[seat], game.scenario
    also = [other for other in held if other != seat]
    with_others = [f"You also hold {w.joined(also)}: you win if all scores less their bars come to 0."] if also else []
    orders = 1 if also else min(scenario.orders, rules.orders)
    lines = [
        p.title(f"{rules.mark} {rules.id} {rules.name}: {scenario.name}"),
        p.text(rules.plays),
        p.text(rules.brief),
        p.text(" ".join([w.plain(rules.resources), f"You give {_orders(orders)} a turn.", *with_others])),
        *_role_lines(game, seat),
        p.heading(f"What counts when play ends: you win with {game.bar(_head(game, seat))} points"),
        *(p.row(str(goal.points), _goal(game, goal.label, goal.condition.text)) for goal in rules.goals),
        *(_agenda_lines(rules, agenda) if scenario.agendas else ()),
        p.heading("What you can do: price, phase, need with two dice, and what it does if it works"),
        *(p.row(_price(action), _does(game, action)) for action in rules.actions),
        p.text(f"For {w.plain(rules.name)} alone. Drawn from {_passages(rules.cites)}."),
    ]
    return p.Page(f"seat-{seat}", tuple(lines))


def _orders(count: int) -> str:
    return "one order" if count == 1 else f"{count} orders"


def _head(game: Game, seat: SeatId) -> SeatId:
    return game.rules.head_of(seat)


def _role_lines(game: Game, seat: SeatId) -> Iterator[p.Line]:
    role = game.rules.kit.roles.get(seat)
    yield p.heading("How to begin")
    if role is not None:
        yield p.item(role.first)
        yield p.item(role.voice)
        talks = [talk for talk in role.talks if talk.to in game.rules.seats]
        yield from (p.item(f"Talk to {w.seat_name(game, talk.to)} about {w.plain(talk.about)}.") for talk in talks)
    yield from (p.item(advice) for advice in game.rules.seats[seat].advice)


def _goal(game: Game, label: str, condition: str) -> str:
    return f"{w.plain(label)} ({condition_words(game, condition)})"


def _agenda_lines(rules: Seat, dealt: AgendaId | None) -> Iterator[p.Line]:
    """The agenda that was dealt, or all of them with a box."""
    if not rules.agendas:
        return
    if dealt is None:
        yield p.heading("Your hidden agenda: tick the one you are dealt and tell nobody")
        yield from (p.task(each.text, str(each.points)) for each in rules.agendas)
        return
    yield p.heading("Your hidden agenda: tell nobody")
    yield from (p.item(f"{w.plain(a.name)}. {w.plain(a.text)}", str(a.points)) for a in rules.agendas if a.id == dealt)


def _price(action: Action) -> str:
    roll = action.plays[0].outcome.roll
    need = f"{roll.need}+" if roll is not None else "-"
    return f"{action.id:<8} {action.cost} IP  {action.phase}  {need:<3}"


def _does(game: Game, action: Action) -> str:
    """An action in one line: its name and what it does when it works; with a chosen system, only its name.

    Flags that come down, or are gone by the end of the turn, are left out: the card has them.
    """
    if action.is_targeted:
        return f"{w.plain(action.name)}: choose one system"
    works = effects_words(game.rules, (each for each in action.plays[0].outcome.ok if not _passes(each)))
    return f"{w.plain(action.name)}: {works or 'see the card'}"


def _passes(effect: Effect) -> bool:
    return isinstance(effect, ClearFlag) or (isinstance(effect, RaiseFlag) and effect.turns == 1)


def _passages(cites: Sequence[PassageId]) -> str:
    more = len(cites) - PASSAGES_SHOWN
    return f"{', '.join(cites[:PASSAGES_SHOWN])}{f' and {more} more' if more > 0 else ''}"
