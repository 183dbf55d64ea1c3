"""What must hold of a rule set: small functions, a table of things in, diagnostics out; each docstring is its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set as AbstractSet
from itertools import combinations

from northaxis.content.diagnostics import Diagnostic, did_you_mean
from northaxis.content.forms import FileKind
from northaxis.content.strict_yaml import Spot
from northaxis.content.survey import Table, spread
from northaxis.domain.doctrine import Promise
from northaxis.domain.ids import CONTROL, PUBLIC, ActionId, SeatId
from northaxis.domain.ruleset import RuleSet

LEAST_ACTIONS = 7
LEAST_AGENDAS = 3
GOALS = (16, 22)


def rule_ids_are_used_once(table: Table) -> Iterator[Diagnostic]:
    """Every id of the rule set is used once within its kind; rules, demands and check rows share theirs."""
    for families in _ID_FAMILIES:
        first: dict[str, Diagnostic] = {}
        for source in table.sources:
            for path in families:
                for spot in spread(Spot(source), path):
                    name = spot.value
                    if not isinstance(name, str):
                        continue
                    if name in first:
                        hint = f"it is used first in {first[name].file}:{first[name].line}"
                        yield spot.problem("duplicate-id", f'the id "{name}" is used twice', hint)
                    else:
                        first[name] = spot.problem("", "")


_ID_FAMILIES: Sequence[Sequence[tuple[str, ...]]] = (
    (("tracks", "*", "id"), ("switches", "*", "id"), ("derived", "*", "id")),
    (("flags", "*", "id"),),
    (("counters", "*", "id"),),
    (("seat", "id"), ("co_seats", "*", "id")),
    (("actions", "*", "id"), ("agendas", "*", "id")),
    (("documents", "*", "id"),),
    (("passages", "*", "id"),),
    (("rulings", "*", "id"),),
    (("statements", "*", "id"), ("questions", "*", "id")),
    (("objectives", "*", "id"),),
    (("opening", "*", "id"),),
    (("hot_wash", "*", "id"), ("seat_questions", "*", "id"), ("prompts", "*", "id"), ("commitments", "*", "id")),
    (("charts", "*", "id"),),
    (("checklists", "*", "id"),),
    (("phases", "*", "id"),),
    (("bands", "*", "id"),),
    (("dials", "*", "id"),),
    (("bots", "levels", "*", "id"),),
    (("demanders", "*", "id"),),
    (
        ("rules", "*", "id"),
        ("snaps", "*", "id"),
        ("ends", "*", "id"),
        ("ladder", "*", "id"),
        ("flag_rules", "*", "id"),
        ("check", "table", "*", "id"),
        ("demanders", "*", "demands", "*", "id"),
    ),
)


def passages_belong_to_documents(table: Table) -> Iterator[Diagnostic]:
    """The letters of a passage are those of a document."""
    file = table.file(FileKind.SOURCES)
    documents = [document.id for document in table.rules.documents]
    for spot in spread(file, ("passages", "*", "id")) if file else ():
        name = str(spot.value)
        if name.partition("-")[0] not in documents:
            hint = did_you_mean(name.partition("-")[0], documents)
            yield spot.problem("unknown-document", f'there is no document for the passage "{name}"', hint)


def seats_have_enough_to_do(table: Table) -> Iterator[Diagnostic]:
    """A seat has at least seven actions and three agendas."""
    for file in table.seats():
        for name, least in (("actions", LEAST_ACTIONS), ("agendas", LEAST_AGENDAS)):
            items = (file / name).value
            have = len(items) if isinstance(items, list) else 0
            if have < least:
                message = f"the seat has {have} {name}; it should have at least {least}"
                yield (file / name).problem(f"few-{name}", message, severity="warning", key=True)


def goals_add_up(table: Table) -> Iterator[Diagnostic]:
    """A seat's goals and its best agenda add up to 16 to 22 points."""
    for file in table.seats():
        seat = next((seat for seat in table.rules.seats.values() if seat.id == (file / "seat" / "id").value), None)
        if seat is None:
            continue
        best = max((agenda.points for agenda in seat.agendas), default=0)
        total = sum(goal.points for goal in seat.goals if goal.points > 0) + best
        if not GOALS[0] <= total <= GOALS[1]:
            message = f"goals and the best agenda add up to {total} points; {GOALS[0]} to {GOALS[1]} are fair"
            yield (file / "goals").problem("goal-total", message, severity="warning", key=True)


def requirements_can_be_seen(table: Table) -> Iterator[Diagnostic]:
    """What an action requires may be read only from quantities that its seat knows exactly."""
    for file in table.seats():
        seat = next((seat for seat in table.rules.seats.values() if seat.id == (file / "seat" / "id").value), None)
        for spot in spread(file, ("actions", "*")) if seat else ():
            action = table.rules.actions.get(ActionId(str((spot / "id").value)))
            if seat is None or action is None:
                continue
            read = {index for play in action.plays for index in play.requires.reads}
            unseen = [q.id for q in table.rules.quantities if q.index in read and not q.is_seen_by(seat.id)]
            if unseen:
                message = f'{seat.id} does not see "{unseen[0]}" exactly, so it cannot know whether it may act'
                yield (spot / "if").problem("unseen-requirement", message, "ask for something that the seat sees")


def offers_name_real_things(table: Table) -> Iterator[Diagnostic]:
    """An offer is between its seat and another, and its promises name the parties, their actions and demanders."""
    for file in table.seats():
        seat = next((seat for seat in table.rules.seats.values() if seat.id == (file / "seat" / "id").value), None)
        for place, spot in enumerate(spread(file, ("doctrine", "offers", "*"))):
            if seat is None or place >= len(seat.doctrine.offers):
                continue
            plan = seat.doctrine.offers[place]
            if plan.to == seat.id or plan.to not in table.rules.seats:
                yield (spot / "to").problem(
                    "unknown-seat", f'"{plan.to}" cannot be offered a deal', "name another seat"
                )
                continue
            for number, promise in enumerate(plan.promises):
                if (wrong := _wrong_promise(table.rules, promise, {seat.id, plan.to})) is not None:
                    yield (spot / "terms" / number).problem("bad-promise", wrong, "see R-8.1 to R-8.4")


def _wrong_promise(rules: RuleSet, promise: Promise, parties: set[SeatId]) -> str | None:
    if promise.seat not in parties or (promise.to is not None and promise.to not in parties):
        return f"{promise.seat} is not a party to this deal"
    known = {demander.id for demander in rules.answering.demanders}
    if promise.kind == "response" and (promise.seat != rules.answering.seat or promise.demander not in known):
        return f"{promise.seat} does not answer {promise.demander}"
    strange = set(promise.actions) - {action.id for action in rules.seats[promise.seat].actions}
    return f'{promise.seat} has no action "{min(strange)}"' if strange else None


def names_do_not_clash(table: Table) -> Iterator[Diagnostic]:
    """No track is named like a word of the condition language or of effects."""
    file = table.file(FileKind.TRACKS)
    for path in (("tracks", "*", "id"), ("switches", "*", "id")):
        for spot in spread(file, path) if file else ():
            if spot.value in RESERVED:
                yield spot.problem("reserved-name", f'"{spot.value}" is a word of the rules and cannot be a name')


def seat_ids_are_free(table: Table) -> Iterator[Diagnostic]:
    """No seat has the id of control, of the onlookers, or the word for everybody."""
    taken = {str(seat) for seat in table.rules.seats} | RESERVED_SEATS.keys()
    for source in table.sources:
        for path in (("seat",), ("co_seats", "*")):
            for spot in spread(Spot(source), path):
                id = (spot / "id").value
                if isinstance(id, str) and (whose := RESERVED_SEATS.get(id)) is not None:
                    hint = f'take three other letters, as "{_free_id(str((spot / "name").value), taken)}"'
                    yield (spot / "id").problem("reserved-seat", f'"{id}" is {whose} and cannot be a seat', hint)


RESERVED_SEATS = {
    str(CONTROL): "control's own seat",
    str(PUBLIC): "what onlookers see",
    "ALL": "how one speaks to everybody ('say all')",
}


def _free_id(name: str, taken: AbstractSet[str]) -> str:
    """Three letters for a seat of this name that no other has."""
    letters = [letter for letter in name.upper() if "A" <= letter <= "Z"] + list("XYZ")
    return next("".join(three) for three in combinations(letters, 3) if "".join(three) not in taken)


RESERVED = frozenset(
    {"and", "or", "not", "target", "turn", "turns", "pull", "first_on", "first_off", "true", "false", "null", "price"}
)
