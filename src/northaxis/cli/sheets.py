"""What plain mode shows of a table: where one stands, the card, the demands, the orders, the talk. Lines only."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase

from northaxis.domain.demands import ResponseKind
from northaxis.domain.facts import Step
from northaxis.domain.ids import PUBLIC, ActionId, DemanderId
from northaxis.domain.odds import Odds
from northaxis.domain.orders import MakeDemand, PickOption, Place
from northaxis.domain.quantities import FOR_GOOD, Kind
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Deal
from northaxis.domain.views import SeatView
from northaxis.services import wording as w
from northaxis.services.choices import (
    ActionChoice,
    action_choices,
    answer_choices,
    demand_words,
    odds_short,
)
from northaxis.services.effect_words import effects_words
from northaxis.services.room import own_argument, places_used
from northaxis.services.table import Table
from northaxis.services.wording import SAY


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered choice: what is typed for it (`3`, `1b`), and the order it stands for."""

    key: str
    act: PickOption | MakeDemand | Place
    panel: Odds | None = None

    @property
    def is_closed(self) -> bool:
        """Whether it keeps its number though it cannot be placed now: typed, the table says why not."""
        return isinstance(self.act, Place) and self.panel is None


def standing_line(game: Game, seen: SeatView, history: tuple[int, ...]) -> str:
    """Where one is: turn, step, seat, purse, the index."""
    past = f", earlier {', '.join(map(str, history[:-1]))}" if len(history) > 2 else ""
    head = f"turn {seen.turn} of {seen.turns}, {SAY[seen.step]}"
    if seen.seat == PUBLIC:
        return f"[{head}] for everybody; {w.index_name(game)} {w.band_place(game, seen.index.band)}"
    who = f"[{head}] you are {w.seat_name(game, seen.seat)}, {seen.ip} IP"
    if seen.index.value is None:
        return f"{who}, {w.index_name(game)} {w.band_place(game, seen.index.band)}"
    following = f", next band at {seen.index.next_at}" if seen.index.next_at is not None else ""
    return f"{who}, {w.index_name(game)} {seen.index.value} {w.plain(seen.index.band).lower()}{past}{following}"


def status_lines(game: Game, seen: SeatView) -> list[str]:
    """The whole board as the seat knows it."""
    groups: dict[str, list[str]] = {}
    for track in seen.tracks:
        quantity = game.rules.quantity(track.id)
        shown = str(track.value) if track.value is not None else w.plain(track.veil.word) if track.veil else "?"
        groups.setdefault(quantity.group or "board", []).append(f"{w.short_name(quantity)} {shown}")
    lines = [f"{w.plain(group)}: {', '.join(found)}" for group, found in groups.items()]
    on = [w.quantity_name(game, s.id) for s in seen.switches if s.declared_on]
    off = [w.quantity_name(game, s.id) for s in seen.switches if not s.declared_on]
    lines.append(f"on: {', '.join(on) or 'none'}; off: {', '.join(off) or 'none'}")
    fake = [w.quantity_name(game, s.id) for s in seen.switches if s.really_on and not s.declared_on]
    if fake:
        lines.append(f"declared off, really on: {', '.join(fake)}")
    flags = [
        f"{w.plain(q.name)}{'' if value == FOR_GOOD else f' ({w.turns_words(value)})'}"
        for q in game.rules.quantities
        if q.kind is Kind.FLAG
        and (value := seen.perception.row[q.index])
        and q.index not in seen.perception.spans
        and q.index != game.rules.answering.sham_flag
    ]
    if flags:
        lines.append(f"in force: {', '.join(flags)}")
    spent = [w.action_words(game, ActionId(action), None) for action in seen.spent]
    if spent:
        lines.append(f"used last turn: {', '.join(spent)}")
    return lines


# --- cards and demands --------------------------------------------------------------------------------------------


def card_choices(game: Game, seen: SeatView) -> tuple[list[Numbered], list[str]]:
    """The options of the card that waits for this seat, and their lines."""
    assert seen.card is not None
    assert seen.card.card is not None
    card = game.cards[seen.card.card]
    legal = {order.act for order in seen.legal}
    found, lines = list[Numbered](), [f"Your choice on {w.plain(card.title)}:"]
    for option in card.options(seen.seat):
        act = PickOption(card.id, option.id)
        cost = f"{option.cost} IP; " if option.cost else ""
        does = effects_words(game.rules, option.effects, seen.perception.row) or "nothing changes"
        if act in legal:
            found.append(Numbered(str(len(found) + 1), act))
            lines.append(f"{len(found)}. {w.plain(option.text)} ({cost}{does})")
        else:
            lines.append(f"-. {w.plain(option.text)} ({cost}you cannot pay for it)")
    return found, lines


def demand_choices(game: Game, seen: SeatView) -> tuple[list[Numbered], list[str]]:
    """The demands this seat can make, and their lines."""
    demander = next(d for d in game.rules.answering.demanders if d.seat == seen.seat)
    legal = [order.act for order in seen.legal if isinstance(order.act, MakeDemand)]
    found, lines = list[Numbered](), [f"Your demand on {w.seat_name(game, game.rules.answering.seat)}:"]
    for act in legal:
        if not act.backed:
            found.append(Numbered(str(len(found) + 1), act))
            demand = game.rules.demand(act.demand)
            words = demand_words(game, seen.perception, demander, demand.id)
            lines.append(f"{len(found)}. {w.plain(demand.name)}: {words}")
    if demander.backing is not None and any(act.backed for act in legal):
        on = effects_words(game.rules, demander.backing.on, seen.perception.row)
        refused = effects_words(game.rules, demander.backing.refuse, seen.perception.row)
        extra = "; ".join(part for part in (on, f"if refused also {refused}" if refused else "") if part)
        lines.append(f"'1 backed' backs it for {demander.backing.cost} IP: {extra}")
    return found, lines


def asked_lines(table: Table, seen: SeatView) -> list[str]:
    """The demands on the answering seat with every way to answer, for the seat that answers."""
    game, answering = table.game, table.game.rules.answering
    made = [each for each in seen.demands if each.demand is not None]
    if not made:
        return []
    first = w.plain(game.rules.demander(made[0].demander).name)
    lines = [f"{_count(len(made))}; comply with {answering.most_complies} at most. Answer like '{first} c':"]
    for each in made:
        assert each.demand is not None
        demander = game.rules.demander(each.demander)
        written = seen.sheet.answer(each.demander)
        mark = f" [your answer: {written}]" if written else ""
        backed = ", backed" if each.backed else ""
        lines.append(f"{w.plain(demander.name)}{backed}: {w.plain(game.rules.demand(each.demand).name)}{mark}")
        for choice in answer_choices(table, seen, each):
            cost = f", {choice.cost} IP" if choice.cost else ""
            why = f" (not now: {choice.refused})" if choice.refused else ""
            lines.append(f"  {choice.key.lower()} {choice.name.lower()}{cost}: {choice.does or 'nothing else'}{why}")
    return lines


def _count(many: int) -> str:
    words = {1: "One demand", 2: "Two demands", 3: "Three demands"}
    return words.get(many, f"{many} demands")


def unanswered(seen: SeatView) -> tuple[DemanderId, ...]:
    """Demanders whose demand has no answer on the sheet yet."""
    return tuple(m.demander for m in seen.demands if m.demand is not None and seen.sheet.answer(m.demander) is None)


def to_do(seen: SeatView, answers: bool) -> str:
    """What the step of the orders asks of this seat: `To do: answer 3 demands, place up to 2 orders, then 'seal'.`"""
    open_demands = len(unanswered(seen)) if answers else 0
    asked = [f"answer {open_demands} demand{'s' if open_demands > 1 else ''}"] if open_demands else []
    places = seen.allowed_orders - places_used(seen)
    asked += [f"place up to {places} order{'s' if places > 1 else ''}"] if places > 0 else []
    return f"To do: {', '.join([*asked, 'then type seal'])}."


# --- orders -------------------------------------------------------------------------------------------------------


def order_choices(table: Table, seen: SeatView) -> tuple[list[Numbered], list[str]]:
    """The seat's orders, numbered, and their lines; those that cannot be placed, with the reason, at the end.

    A number is the order's place in the rules: it stays the same whatever is on the sheet, for who has heard it once.
    """
    found, lines, closed = list[Numbered](), list[str](), list[str]()
    for place, choice in enumerate(action_choices(table, seen), 1):
        if choice.placements:
            numbered, said = _open_action(table.game, seen, choice, place)
            found += numbered
            lines += said
        else:
            found.append(Numbered(str(place), Place(choice.action.id, choice.action.plays[0].target)))
            closed.append(f"{place} {w.plain(choice.action.name)} ({choice.refused})")
    head = f"Your orders, {places_used(seen)} of {seen.allowed_orders} on the sheet:"
    if not lines:
        head = f"Your orders, {places_used(seen)} of {seen.allowed_orders} on the sheet; no more can be placed."
        return [], [head]
    tail = [f"Not now: {'; '.join(closed)}."] if closed else []
    return found, [head, *lines, *tail]


def _open_action(game: Game, seen: SeatView, choice: ActionChoice, place: int) -> tuple[list[Numbered], list[str]]:
    action = choice.action
    act, panel = choice.placements[0]
    head = f"{place}. {w.plain(action.name)}: {action.cost} IP, {odds_short(panel)}"
    if not action.is_targeted:
        return [Numbered(str(place), act, panel)], [head, f"   {_does(game, seen, panel)}"]
    ends = [_ends(game, seen, found) for _, found in choice.placements]
    same = _in_all(ends)
    lines = [head, f"   each target: {_said(same, panel)}"] if any(same) else [head]
    numbered = list[Numbered]()
    letters = dict(zip((play.target for play in action.plays), ascii_lowercase, strict=False))
    for (aimed, aimed_panel), found in zip(choice.placements, ends, strict=True):
        letter = letters[aimed.target]
        numbered.append(Numbered(f"{place}{letter}", aimed, aimed_panel))
        differs = f", {odds_short(aimed_panel)}" if aimed_panel.chance != panel.chance else ""
        name = w.quantity_name(game, str(aimed.target))
        own = tuple([part for part in side if part not in shared] for side, shared in zip(found, same, strict=True))
        lines.append(f"   {place}{letter} {name}{differs}: {_said(own, aimed_panel) or 'nothing else'}")
    return numbered, lines


def _ends(game: Game, seen: SeatView, panel: Odds) -> tuple[list[str], ...]:
    """What success does and what failure does, part by part."""
    outcome, row = panel.play.outcome, seen.perception.row
    sides = (outcome.ok, outcome.fail) if panel.need is not None else (outcome.ok,)
    return tuple((effects_words(game.rules, side, row) or "nothing").split(", ") for side in sides)


def _in_all(ends: list[tuple[list[str], ...]]) -> tuple[list[str], ...]:
    """What every target has in common, so that it need not be said with each; nothing where there is one target."""
    if len(ends) < 2:
        return tuple([] for _ in ends[0])
    sides = zip(*ends, strict=True)
    return tuple([part for part in side[0] if all(part in other for other in side)] for side in sides)


def _said(ends: tuple[list[str], ...], panel: Odds) -> str:
    names = ("works", "fails") if panel.need is not None else ("",)
    parts = [(name, ", ".join(side)) for name, side in zip(names, ends, strict=True) if side]
    return "; ".join(f"{name}: {text}" if name else text for name, text in parts)


def _does(game: Game, seen: SeatView, panel: Odds) -> str:
    return _said(_ends(game, seen, panel), panel)


def sheet_line(game: Game, seen: SeatView) -> str:
    """What is on the sheet and what is left to spend."""
    orders = [w.action_words(game, order.action, order.target) for order in seen.sheet.orders]
    if (mine := own_argument(seen)) is not None:
        orders.append(f'{"whisper" if mine.secret else "argue"} "{w.plain(mine.claim)}"')
    answers = [f"{w.plain(game.rules.demander(demander).name)}: {kind}" for demander, kind in seen.sheet.answers]
    return f"On your sheet: {'; '.join([*orders, *answers]) or 'nothing yet'}. {seen.ip} IP left."


# --- talk ---------------------------------------------------------------------------------------------------------


def open_offers(seen: SeatView) -> list[Deal]:
    """Offers that wait for a signature and concern this seat."""
    return [deal for deal in seen.deals if deal.signed is None and seen.seat in (deal.seat, deal.to)]


def talk_lines(game: Game, seen: SeatView, everything: bool = False) -> list[str]:
    """Open offers, and signed promises that still run; all that were ever signed if asked."""
    lines = list[str]()
    for place, deal in enumerate(open_offers(seen), 1):
        terms = "; ".join(w.term_words(game, term) for term in deal.terms)
        if deal.to == seen.seat:
            lines.append(f"{place}. {w.seat_name(game, deal.seat)} offers: {terms} ('sign {place}', 'decline {place}')")
        else:
            lines.append(f"{place}. you offer {w.seat_name(game, deal.to)}: {terms} ('decline {place}' takes it back)")
    for deal in (deal for deal in seen.deals if deal.signed):
        verdicts = dict(deal.verdicts)
        if everything or len(verdicts) < len(deal.terms):
            told = [
                f"{w.term_words(game, t)}{f' [{verdicts[n]}]' if n in verdicts else ''}"
                for n, t in enumerate(deal.terms)
            ]
            lines.append(f"signed in turn {deal.turn}: {'; '.join(told)}")
    return lines


HELP = (
    "Choose by number: '2', '1b'. Answer demands: 'Moscow c' (c comply, s stall, r refuse, x sham).",
    "'odds 2' shows everything about a choice before you make it; 'undo' takes the last order back.",
    "'seal' closes your sheet; then the table goes on. Nothing is changed after the seal.",
    "Look: status, goals, brief, scene, demands, orders, talk, log, 'log all', 'passage EF-11'.",
    "Why: 'why' for the index, 'why 2' opens a line, 'why root' for first causes, 'why oxygen' for any track.",
    "'why decided' says how control had this turn's orders and arguments decided, where it was not by their own dice.",
    "Talk: 'say KYI keep them dark', 'say all ...', 'offer KYI: MIN answer KYI comply; KYI hold KYI-STR until 3', "
    "'sign 1', 'decline 1'. Promises: pay, answer, hold, order, keep ... on/off until, promise.",
    "'guess' lists the dials that control may have set in secret; 'guess oxygen low' writes a guess down.",
    "Orders in the notation of the rules work too: 'place MIN-SUS @sw_shahed', 'answer MOS comply'.",
    "With several seats: 'seat VIL' changes to another, 'seats' says which still owe something, 'give VIL 2' moves IP.",
    "'quit' leaves; everything is saved and can be gone on with.",
)

SEVERAL = (
    "You hold several seats. Each has its own points and goals and one order a turn; you win on the mean of score less "
    "bar over them. 'seat VIL' changes to another seat, 'give VIL 2' moves points to it.",
)
"""What somebody with several seats is told before play."""

NOBODY = "Nobody's seat has the screen now; 'seat KYI' passes it to Kyiv. Here 'on' goes on."
"""The answer to what only a seat can do."""

FOR_ALL = "All may look. 'on' goes on; 'seat KYI' passes the screen to somebody; 'log' and 'status' show what all know."
"""What the prompt expects when nobody's seat has the screen."""

DONE_HERE = "This seat owes nothing now. Look around, or type 'on' to go to the next seat that does."
"""What the prompt expects in a seat that is done while another is not."""


def asked_step(seen: SeatView) -> Step:
    """The step whose question this seat has before it: a card that control has brought in comes first."""
    is_card = seen.owes and seen.card is not None and seen.card.card is not None
    return Step.INJECT if is_card else seen.step


def steps_help(step: Step, answers: bool, has_control: bool = False) -> str:
    """What the prompt expects."""
    match step:
        case Step.INJECT:
            return "Type a number."
        case Step.DEMANDS:
            return "Type a number, or a number and 'backed', like '1 backed'."
        case Step.NEGOTIATE:
            on = "control moves the table on" if has_control else "'on' goes on to the orders"
            return f"Talk: say, offer, sign, decline; {on}."
        case _:
            answer = "'Moscow c', " if answers else ""
            return f"Type a number, {answer}'odds 1', 'seal', or 'help'."


def response_of(game: Game, word: str) -> ResponseKind | None:
    """An answer by its key or name, in any case."""
    for kind, response in game.rules.answering.responses.items():
        if word.casefold() in (response.key.casefold(), str(kind), response.name.casefold()):
            return kind
    return None
