"""The card on the table, the choice of a demand, the opening scene: the calm pages of the desk."""

from __future__ import annotations

from northaxis.domain.cards import Card
from northaxis.domain.demands import Demand
from northaxis.domain.ids import OptionId
from northaxis.domain.odds import effect_lines
from northaxis.domain.orders import MakeDemand, PickOption
from northaxis.tui.ink import BLANK, Line, line, plain, span, wrapped
from northaxis.tui.table.effects import effects_rows
from northaxis.tui.table.model import TableModel, Told
from northaxis.tui.table.telling import move_rows, roll_line
from northaxis.tui.widgets.menu_list import MenuRow

MEASURE = 72


def card_on_table(model: TableModel) -> Card | None:
    """The card that the seat may read, if one is on the table."""
    seen = model.view.card
    return model.game.cards.get(seen.card) if seen is not None and seen.card is not None else None


def _told_card(model: TableModel, card: Card) -> Told | None:
    found = [told for told in model.log if told.beat.kind == "card" and told.turn == model.view.turn]
    return next((told for told in reversed(found) if card.title in told.beat.headline), None)


def card_lines(model: TableModel, width: int) -> list[Line]:
    """Deck, title, text, what it has done by itself, who has to choose."""
    card, view = card_on_table(model), model.view
    measure = min(MEASURE, width - 4)
    if card is None:
        said = "A report has gone to another seat, for its eyes only. You may notice later what comes of it."
        rows = [line(span("  "), (text, "text")) for text in wrapped(said, measure)]
        goes_on = "" if model.has_control else "Space goes on."
        return [*rows, BLANK, line(("  Nothing is asked of you. ", "dim"), (goes_on, "accent"))]
    deck = next((deck.name for deck in model.game.decks if deck.id == card.deck), "from control")
    private = "   for your eyes only" if card.private_to == view.seat else ""
    rows = [
        line(("  ", "dim"), (" · ".join((deck, f"card {card.id}", *card.cites)), "dim"), (private, "accent")),
        BLANK,
    ]
    rows += [line(span("  "), (text, "bright bold")) for text in wrapped(card.title, measure)]
    rows += [line(span("  "), (text, "text")) for text in wrapped(card.text, measure)]
    told = _told_card(model, card)
    if told is not None and (told.beat.moves or told.beat.roll):
        if roll := roll_line(told.beat):
            rows += [BLANK, line(span("  "), *roll)]
        rows += [BLANK] if not roll else []
        rows += [(span("  "), *row) for row in move_rows(told.beat.moves, measure)]
        rows += [] if told.beat.moves else [line(("  No number moves.", "dim"))]
    elif not card.choices:
        rows += [BLANK, line(("  It changes nothing by itself.", "dim"))]
    asked = _choosers(model, card)
    return [*rows, BLANK, *asked] if asked else rows


def _choosers(model: TableModel, card: Card) -> list[Line]:
    mine = bool(card.options(model.view.seat))
    others = [model.game.rules.seats[seat].name for seat, _ in card.choices if seat != model.view.seat]
    picked = model.view.card.picked if model.view.card is not None else None
    if mine and picked is None:
        return [line(("  You choose.", "accent bold"), (f"  So does {_and(others)}." if others else "", "dim"))]
    if mine and picked is not None:
        said = f"  You have chosen. Waiting for {_and(others)}." if others else "  You have chosen."
        return [line((said, "dim"))]
    return [line((f"  {_and(others)} must choose.", "dim"))] if others else []


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nobody"


def card_options(model: TableModel) -> list[MenuRow]:
    """What the seat may choose on the card, with price and effects; empty when nothing is asked of it."""
    card, view = card_on_table(model), model.view
    if card is None or view.card is None or view.card.picked is not None:
        return []
    legal = {o.act.option for o in view.legal if isinstance(o.act, PickOption)}
    rows = []
    for option in card.options(view.seat):
        effects = effect_lines(model.game.rules, view.perception, option.effects)
        detail = "   ".join(plain(row) for row in effects_rows(model.game.rules, effects, 400))
        price = f"{option.cost} IP" if option.cost else "free"
        why = "" if OptionId(option.id) in legal else f"it costs {option.cost} IP and you have {view.ip}"
        rows.append(MenuRow(option.id, option.text, price, detail, option.id, why))
    return rows


def demand_options(model: TableModel) -> list[MenuRow]:
    """What the seat may demand now, plain and backed."""
    view, rules = model.view, model.game.rules
    legal = [o.act for o in view.legal if isinstance(o.act, MakeDemand)]
    demander = next((d for d in rules.answering.demanders if d.seat == view.seat), None)
    if demander is None:
        return []
    rows = []
    for demand in demander.demands:
        ways = [act.backed for act in legal if act.demand == demand.id]
        if ways:
            right = f"can be backed: {demander.backing.cost} IP" if True in ways and demander.backing else ""
            rows.append(MenuRow(demand.id, demand.name, right, _if_complied(model, demand)))
    return rows


def _if_complied(model: TableModel, demand: Demand) -> str:
    effects = effect_lines(model.game.rules, model.view.perception, demand.comply)
    said = "   ".join(plain(row) for row in effects_rows(model.game.rules, effects, 400))
    return f"if complied with: {said}"


def scene_lines(model: TableModel, width: int) -> list[Line]:
    """Before the first turn: the scene, who you are, what wins."""
    game, view = model.game, model.view
    measure = min(MEASURE, width - 4)
    rows = [line(span("  "), (text, "text")) for text in wrapped(game.scenario.scene, measure)]
    seat = game.rules.seats.get(view.seat)
    if seat is not None and view.standing is not None:
        rows += [BLANK, line(("  You are ", "text"), (f"{seat.mark} {seat.name}", f"seat-{seat.hue} bold"))]
        bar = game.bar(view.seat)
        total = sum(goal.points for goal in seat.goals)
        rows.append(line((f"  {bar} of {total} points win; {view.turns} turns. Goals: g. Brief: b.", "dim")))
    return rows
