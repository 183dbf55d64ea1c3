"""The orders step: the list of what a seat can order, and the odds of the one under the cursor.

Legality is the view's list; why something is refused is asked of the table when a person tries it.
"""

from __future__ import annotations

from northaxis.domain.actions import Action, Play
from northaxis.domain.dice import percent
from northaxis.domain.expressions import And, Condition
from northaxis.domain.ids import ActionId, QuantityId
from northaxis.domain.odds import ModifierOdds, Odds, odds
from northaxis.domain.orders import Place
from northaxis.domain.perception import Perception
from northaxis.domain.quantities import Kind
from northaxis.domain.rulings import Reason
from northaxis.domain.views import SeatView
from northaxis.services.briefing import condition_words
from northaxis.services.choices import refusal_words, with_answers
from northaxis.services.room import own_argument, places_used
from northaxis.services.wording import joined, plain
from northaxis.tui.ink import BLANK, Line, columns, line, signed, span, spread, width_of, wrapped
from northaxis.tui.table.effects import effects_rows
from northaxis.tui.table.model import TableModel
from northaxis.tui.table.room import argue_row, note_rows
from northaxis.tui.widgets.menu_list import MenuRow
from northaxis.tui.widgets.odds import odds_line, odds_short

SEAL = "seal"
"""The id of the last row."""


def seen_after_answers(model: TableModel) -> Perception:
    """The board as the orders will find it: the seat's own written answers take effect before them (R-6.1)."""
    return with_answers(model.game, model.view)


def is_possible(model: TableModel, action: Action) -> bool:
    """Whether the board as the seat sees it allows any play of an action, price and sheet aside."""
    return any(play.requires.holds(model.view.perception.row) for play in action.plays)


def places(view: SeatView, action: ActionId) -> tuple[Place, ...]:
    """What can be placed now of one action, a place for every target."""
    return tuple(o.act for o in view.legal if isinstance(o.act, Place) and o.act.action == action)


def on_sheet(view: SeatView, action: ActionId) -> QuantityId | bool | None:
    """False when the action is not on the sheet, else its target (None when it has none)."""
    found = [placed for placed in view.sheet.orders if placed.action == action]
    return found[0].target if found else False


def play_shown(model: TableModel, action: Action) -> Play:
    """The play whose odds stand for an action: the one on the sheet, else the first that is legal, else the first."""
    target = on_sheet(model.view, action.id)
    if target is not False:
        found = model.game.rules.play(action.id, target if target is not True else None)
        if found is not None:
            return found
    for place in places(model.view, action.id):
        found = model.game.rules.play(action.id, place.target)
        if found is not None:
            return found
    return action.plays[0]


def order_rows(model: TableModel) -> list[MenuRow]:
    """A row for every action of the seat, and the one that seals."""
    rules, view = model.game.rules, model.view
    full = places_used(view) >= view.allowed_orders
    rows = [_row(model, action, full) for action in rules.seats[view.seat].actions]
    if (argument := argue_row(model)) is not None:
        rows.append(argument)
    rows.append(MenuRow(SEAL, "Seal the sheet", _seal_note(model), code="", style="accent"))
    return rows


def _row(model: TableModel, action: Action, full: bool) -> MenuRow:
    view, rules = model.view, model.game.rules
    target = on_sheet(view, action.id)
    chance = _chance(model, action)
    price = f"{action.cost} IP" if action.cost else "free"
    right = f"{price:>5} {chance}"
    if target is not False:
        aim = f": {rules.quantity(target).short}" if isinstance(target, str) else ""
        return MenuRow(action.id, f"{action.name}{aim}", f"on the sheet {chance}", code="✓", style="accent")
    if places(view, action.id):
        return MenuRow(action.id, action.name, right)
    if action.id in view.spent:
        return MenuRow(action.id, action.name, "used last turn", style="dim")
    if not is_possible(model, action):
        return MenuRow(action.id, action.name, _short_of(model, action), style="dim")
    return MenuRow(action.id, action.name, right if full else f"{price}, have {view.ip}", style="dim")


LONGEST_REASON = 24
"""Characters of a reason that fit into a row; the panel below says it in full."""


def _short_of(model: TableModel, action: Action) -> str:
    """Why an order is not possible, as far as a row can say it."""
    said = f"needs {missing_words(model, action.plays[0])}"
    return said if len(said) <= LONGEST_REASON else "not possible"


def _missing(model: TableModel, play: Play) -> list[Condition]:
    condition, row = play.requires, model.view.perception.row
    terms = condition.expr.terms if isinstance(condition.expr, And) else (condition.expr,)
    return [term for term in map(Condition.of, terms) if not term.holds(row)]


def missing_words(model: TableModel, play: Play) -> str:
    """What a play needs and does not find, leaving out what it has."""
    return ", and ".join(condition_words(model.game, term.text) for term in _missing(model, play))


def _meant(model: TableModel, play: Play) -> str:
    """What the flags mean that a play waits for: their names alone are catchwords."""
    rules = model.game.rules
    found = [rules.by_name.get(term.text) for term in _missing(model, play)]
    flags = [rules.quantities[index] for index in found if index is not None]
    return "".join(f" '{plain(flag.name)}': {plain(flag.meaning)}" for flag in flags if flag.kind is Kind.FLAG)


def _chance(model: TableModel, action: Action) -> str:
    """The chance, or the range of chances when it depends on the target."""
    plays = [model.game.rules.play(action.id, p.target) for p in places(model.view, action.id)] or [
        play_shown(model, action)
    ]
    found = sorted({odds(model.game, seen_after_answers(model), play).chance for play in plays if play is not None})
    if found == [100]:
        return "  sure"
    return f" {odds_short(found[0])}" if len(found) == 1 else f"{found[0]}–{found[-1]} %"


def _seal_note(model: TableModel) -> str:
    view = model.view
    if model.is_member:
        return "the lead's"
    left = unanswered(model)
    if left:
        return f"{left} unanswered"
    return f"{places_used(view)} of {view.allowed_orders} placed"


def unanswered(model: TableModel) -> int:
    """How many demands the seat has still to answer; nought for a seat that does not answer."""
    view = model.view
    if view.seat != model.game.rules.answering.seat:
        return 0
    return sum(1 for made in view.demands if made.demand is not None and view.sheet.answer(made.demander) is None)


def odds_panel(model: TableModel, action: Action | None, width: int, height: int) -> list[Line]:
    """What is known of the order under the cursor, in so many lines; the important first."""
    if action is None:
        return [BLANK, *summary_lines(model, width)]
    found = odds(model.game, seen_after_answers(model), play_shown(model, action))
    top = [line(("   ", "dim"), (text, "dim")) for text in wrapped(action.text, min(72, width - 4))]
    if model.refused is not None:
        refusal = _needs_rows(model, action, width) if _is_of_need(model) else refusal_rows(model, width)
        return [*refusal, BLANK, *_outcomes(model, found, width)][:height] if height else refusal
    noted = note_rows(model, action.id, width)
    roll = [*noted, *_needs_rows(model, action, width), *([] if found.need is None else [_need_line(found, width)])]
    outcomes = _outcomes(model, found, width)
    modifiers = [_modifier_line(entry, model, width) for entry in found.modifiers]
    modifiers = _fitting(found, sorted_modifiers(found, modifiers), height - len(roll) - len(outcomes))
    body = [*roll, *modifiers, *outcomes]
    if height - len(body) >= len(top) + 1:
        body = [*top, BLANK, *body]
    return [*([BLANK] if len(body) < height else []), *body][:height] if height else body


def _fitting(found: Odds, lines: list[Line], room: int) -> list[Line]:
    """The modifiers that fit: all, or those that hold or may hold, or one line that counts them."""
    known = sum(1 for entry in found.modifiers if entry.holds is not False)
    if len(lines) <= room:
        return lines
    if known <= room:
        return lines[:known]
    holding = sum(1 for entry in found.modifiers if entry.holds)
    unknown = known - holding
    parts = [f"{_things(holding)} already counted" if holding else ""]
    parts.append(f"{_things(unknown)} nobody tells you" if unknown else "")
    said = ", ".join(part for part in parts if part)
    return [line((f"   {said}; o shows them", "dim"))] if room > 0 and said else []


def _things(count: int) -> str:
    return f"{count} thing{'s' if count != 1 else ''}"


def sorted_modifiers(found: Odds, lines: list[Line]) -> list[Line]:
    """The lines of those that hold, then the unknown, then the rest."""
    rank = {True: 0, None: 1, False: 2}
    order = sorted(range(len(lines)), key=lambda n: rank[found.modifiers[n].holds])
    return [lines[n] for n in order]


def refusal_rows(model: TableModel, width: int) -> list[Line]:
    """The last refusal, said in place: why, what would make it possible, and the rule it stands on."""
    if model.refused is None:
        return []
    text = f"Not now: {refusal_words(model.game, model.refused)} ({model.refused.rule})"
    return [
        line((" ▲ " if n == 0 else "   ", "accent bold"), (row, "bright"))
        for n, row in enumerate(wrapped(text, min(72, width - 5)))
    ]


def _is_of_need(model: TableModel) -> bool:
    """Whether the board did not allow what was refused: then the missing is said, and not the whole condition."""
    return model.refused is not None and model.refused.reason is Reason.REQUIREMENT


def _needs_rows(model: TableModel, action: Action, width: int) -> list[Line]:
    """Why the order under the cursor cannot be placed, and what would make it possible."""
    why = _why_not(model, action)
    said = wrapped(why, min(72, width - 5)) if why else ()
    return [line((" ▲ " if n == 0 else "   ", "accent"), (text, "text")) for n, text in enumerate(said)]


def _why_not(model: TableModel, action: Action) -> str:
    view = model.view
    if on_sheet(view, action.id) is not False or places(view, action.id):
        return ""
    if action.id in view.spent:
        return "Used last turn; it can be ordered again next turn (R-4.3)."
    if not is_possible(model, action):
        needed = missing_words(model, action.plays[0])
        return f"Not possible yet: it needs {needed} (R-4.5).{_meant(model, action.plays[0])}"
    if places_used(view) >= view.allowed_orders:
        return "The sheet is full: Enter offers to change it." if view.allowed_orders == 1 else "The sheet is full."
    return f"It costs {action.cost} IP and you have {view.ip}."


def _need_line(found: Odds, width: int) -> Line:
    assert found.need is not None
    return (span("   "), *odds_line(found.need, found.chance, max(30, min(width, 76) - 3)))


def swing_words(found: Odds) -> str:
    """How far others could move it: `between 42 and 72 % if others act`."""
    if found.worst == found.best:
        return ""
    return f"{found.worst} to {found.best} %, depending on others and on what you cannot see"


def _modifier_line(entry: ModifierOdds, model: TableModel, width: int) -> Line:
    ink, says = {True: ("text", ""), None: ("dim", "  nobody tells you"), False: ("dim", "  not so now")}[entry.holds]
    right = line((" ".join(entry.modifier.cites), "dim"))
    start = line(
        ("   ", "dim"),
        (signed(entry.modifier.by).rjust(2), "bright" if entry.holds else "dim"),
        (f" {entry.modifier.why}", ink),
    )
    if movers := sorted({seat for seat, _ in entry.movers}):
        room = min(width, 78) - width_of(start) - width_of(right) - 1
        said = [
            says + (f", {who} could change that" if entry.holds else f"; {who} could")
            for who in (joined(model.game.rules.seats[seat].name for seat in movers), "/".join(movers))
        ]
        says = next((words for words in said if len(words) <= room), said[-1])
    return spread((*start, span(says, "dim")), right, min(width, 78))


def _outcomes(model: TableModel, found: Odds, width: int) -> list[Line]:
    rules = model.game.rules
    inner = max(20, width - 11)
    rows = []
    good = effects_rows(rules, found.success, inner, found.index_success)
    label = "works  " if found.need is not None else "does   "
    rows += [_labelled(label if n == 0 else "", row, "good") for n, row in enumerate(good)]
    if found.need is not None:
        bad = effects_rows(rules, found.failure, inner, found.index_failure)
        rows += [_labelled("fails  " if n == 0 else "", row, "dim") for n, row in enumerate(bad)]
    return rows


def _labelled(label: str, row: Line, role: str) -> Line:
    return (span("   "), *columns([(line((label, role)), 7)]), *row)


def summary_lines(model: TableModel, width: int) -> list[Line]:
    """What is about to be sealed, in a few lines."""
    return [line(("   ", "dim"), (text, ink)) for text, ink in summary(model)]


def summary(model: TableModel) -> list[tuple[str, str]]:
    """Orders, answers, what will be taken as refused, and what is left over."""
    view, rules = model.view, model.game.rules
    rows: list[tuple[str, str]] = []
    for placed in view.sheet.orders:
        aim = f": {rules.quantity(placed.target).name}" if placed.target else ""
        rows.append((f"order    {rules.actions[placed.action].name}{aim}", "bright"))
    if (argument := own_argument(view)) is not None:
        rows.append((f"{'whisper' if argument.secret else 'argue  '}  {plain(argument.claim)}", "bright"))
    free = view.allowed_orders - places_used(view)
    if free:
        rows.append((f"{free} order{'s' if free > 1 else ''} not used", "dim"))
    if view.seat == rules.answering.seat:
        for made in view.demands:
            if made.demand is None:
                continue
            answer, name = view.sheet.answer(made.demander), rules.demander(made.demander).name
            if answer is None:
                rows.append((f"{name}: no answer, so it counts as refused", "accent"))
            else:
                rows.append((f"{name}: {rules.answering.responses[answer].name.lower()}", "bright"))
    rows.append((f"{view.ip} IP stay in hand for next turn", "dim"))
    return rows


def full_odds(model: TableModel, play: Play) -> list[Line]:
    """Everything about one play, for a dialogue."""
    found = odds(model.game, seen_after_answers(model), play)
    action = found.action
    phase = next(p.name for p in model.game.rules.phases if p.id == action.phase)
    rows = [line(("  ", "dim"), (text, "text")) for text in wrapped(action.text, 68)]
    rows.append(line((f"  {action.cost} IP · phase {action.phase}, {phase} · {' '.join(action.cites)}", "dim")))
    if not play.requires.holds(model.view.perception.row):
        needs = f"needs {condition_words(model.game, play.requires.text)}"
        rows += [BLANK, *(line(("  ", "dim"), (text, "accent")) for text in wrapped(needs, 68))]
    if found.need is not None and found.base is not None:
        rows += [BLANK, _need_line(found, 70), line((f"   two dice, base need {found.base}", "dim"))]
        rows += sorted_modifiers(found, [_modifier_line(entry, model, 70) for entry in found.modifiers])
        if words := swing_words(found):
            rows += [line(("   ", "dim"), (text, "accent")) for text in wrapped(words, 66)]
        better, worse = percent(found.need - 1), percent(found.need + 1)
        rows.append(line((f"   one better would be {better} %, one worse {worse} %", "dim")))
    rows += [BLANK, *_outcomes(model, found, 70)]
    if model.view.sheet.answers:
        rows += [BLANK, line(("   counted on the board that your written answers will leave", "dim"))]
    return rows
