"""The workbench of the compilers: known names, and the small pieces that rule sets and decks share.

Conditions, effects, rolls, outcomes and citations are compiled here. Every method takes the place of what it compiles,
notes what is wrong, and gives a harmless stand-in so that the rest can be checked too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from northaxis.content import conditions
from northaxis.content.diagnostics import MOST_A_FILE, Diagnostic, did_you_mean, listed
from northaxis.content.strict_yaml import Source, Spot, Value
from northaxis.domain.effects import Assign, ClearFlag, Effect, Effects, RaiseFlag, Shift, SwitchFirst
from northaxis.domain.expressions import ALWAYS, Condition, Const, Derived, Expr, Measure, Read, bind, children
from northaxis.domain.ids import PassageId, SeatId
from northaxis.domain.quantities import EVERYONE, FOR_GOOD, Kind, Quantity
from northaxis.domain.rolls import Modifier, Outcome, Roll
from northaxis.domain.ruleset import RuleSet

if TYPE_CHECKING:
    from northaxis.content import schema

LONGEST_FLAG = 99
MOST_NODES = 2_000
MOST_LEVELS = 120
NOTHING = Outcome(None, ())


@dataclass(slots=True)
class Bench:
    """What is known while compiling, and what was found wrong. `declared` are ids whose own text is broken."""

    quantities: Sequence[Quantity]
    seats: Sequence[str]
    passages: frozenset[str] = frozenset()
    names: dict[str, Expr] = field(default_factory=dict)
    by_name: dict[str, Quantity] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    declared: frozenset[str] = frozenset()
    places: list[tuple[Spot, Condition]] = field(default_factory=list)
    _bulk: dict[str, tuple[int, int]] = field(default_factory=dict)
    _trees: dict[tuple[str, bool], Expr] = field(default_factory=dict)
    _conditions: dict[str, Condition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for quantity in self.quantities:
            self.by_name[quantity.id] = quantity
            self.names[quantity.id] = read_of(quantity)

    @classmethod
    def of(cls, rules: RuleSet) -> Bench:
        """A bench that knows a finished rule set."""
        bench = cls(rules.quantities, rules.initiative, frozenset(rules.passages))
        for measure in rules.measures.values():
            bench.learn(measure)
        return bench

    def learn(self, measure: Measure) -> None:
        """From now on conditions may name this derived quantity."""
        self._bulk[measure.id] = self.bulk(measure.expr)
        self.names[measure.id] = Derived(measure.id, measure.expr)
        self._trees.clear()
        self._conditions.clear()

    def report(self, diagnostic: Diagnostic) -> None:
        """Note what is wrong."""
        self.problems.append(diagnostic)

    def meant(self, word: str, known: Iterable[str]) -> str:
        """A hint with the closest known word; in a flood of problems nobody looks for it any more."""
        return did_you_mean(word, known) if len(self.problems) < MOST_A_FILE else ""

    # --- names

    def unknown(self, spot: Spot, what: str, name: str, known: Iterable[str], *, key: bool = False) -> None:
        """Report a name that leads nowhere, unless it is declared in a text that is itself broken."""
        if name in self.declared or name.partition(".")[2] in self.declared:
            return
        names = list(known)
        hint = self.meant(name, names) or (f"known: {listed(names)}" if 0 < len(names) <= 12 else "")
        self.report(spot.problem(f"unknown-{what.replace(' ', '-')}", f'there is no {what} "{name}"', hint, key=key))

    def seat(self, name: str, spot: Spot, *, key: bool = False) -> SeatId:
        """The seat of this name."""
        if name not in self.seats:
            self.unknown(spot, "seat", name, self.seats, key=key)
        return SeatId(name)

    def cites(self, names: Iterable[str] | None, spot: Spot) -> tuple[PassageId, ...]:
        """The passages cited; each must be in the sources."""
        for place, name in enumerate(names or ()):
            if name not in self.passages:
                self.unknown(spot / place, "passage", name, self.passages)
        return tuple(PassageId(name) for name in names or ())

    def quantity(self, name: str, spot: Spot, kinds: Iterable[Kind], what: str, *, key: bool = False) -> int | None:
        """The place on the board of a quantity of some kinds; None when there is none."""
        found = self.by_name.get(name)
        if found is not None and found.kind in kinds:
            return found.index
        prefix = {"flag": "flag.", "counter": "count."}.get(what, "")
        known = [quantity.id.removeprefix(prefix) for quantity in self.quantities if quantity.kind in kinds]
        self.unknown(spot, what, name.removeprefix(prefix), known, key=key)
        return None

    def measure(self, name: str, spot: Spot, *, key: bool = False) -> Measure | None:
        """A track or derived quantity as a measure."""
        expr = self.names.get(name)
        if expr is None:
            self.unknown(spot, "quantity", name, self.names, key=key)
            return None
        if isinstance(expr, Derived):
            return Measure.named(name, name, expr.term)
        return Measure.named(name, self.by_name[name].name, expr)

    def seen(self, value: Any, spot: Spot) -> frozenset[SeatId]:
        """Who knows a quantity exactly, from `all`, `control` or a list of seats."""
        if value == "all":
            return EVERYONE
        if value == "control":
            return frozenset()
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            return frozenset(self.seat(item, spot / place) for place, item in enumerate(value))
        self.report(spot.problem("wrong-value", '"seen" must be all, control or a list of seats'))
        return frozenset()

    # --- conditions

    def tree(self, text: str, spot: Spot, *, target: bool = False) -> Expr:
        """The tree of a condition; a stand-in when it has slips, which are reported."""
        known = self._trees.get((text, target))
        if known is not None:
            return known
        tree, slips = conditions.parse(text, self.names, target=target)
        if tree is not None:
            nodes, depth = self.bulk(tree)
            if nodes > MOST_NODES or depth > MOST_LEVELS:
                hint = "it counts with everything that its derived quantities stand for"
                self.report(spot.problem("condition-too-big", "the condition is too big", hint))
                return Const(1)
            self._trees[text, target] = tree
            return tree
        for slip in slips:
            if slip.code == "unknown-name" and self._is_declared(text[slip.start : slip.end]):
                continue
            self.report(spot.inside(slip.code, slip.message, slip.hint, slip.start, slip.end))
        return Const(1)

    def bulk(self, expr: Expr) -> tuple[int, int]:
        """How many nodes a tree has, and how many levels, with its derived quantities written out."""
        if isinstance(expr, Derived) and expr.name in self._bulk:
            return self._bulk[expr.name]
        parts = [self.bulk(part) for part in children(expr)]
        return 1 + sum(nodes for nodes, _ in parts), 1 + max((depth for _, depth in parts), default=0)

    def _is_declared(self, name: str) -> bool:
        return name in self.declared or name.rpartition(".")[2] in self.declared

    def condition(self, text: str | None, spot: Spot) -> Condition:
        """A condition without a chosen switch; always true when there is no text."""
        if text is None:
            return ALWAYS
        condition = self._conditions.get(text)
        if condition is None:
            before = len(self.problems)
            condition = Condition.of(self.tree(text, spot))
            if len(self.problems) == before:
                self._conditions[text] = condition
        self.places.append((spot, condition))
        return condition

    def bound(self, text: str | None, spot: Spot, target: Quantity | None) -> Condition:
        """A condition that may ask about the chosen switch."""
        if target is None:
            return self.condition(text, spot)
        if text is None:
            return ALWAYS
        condition = Condition.of(bind(self.tree(text, spot, target=True), read_of(target)))
        self.places.append((spot, condition))
        return condition

    # --- effects

    def effects(self, values: Mapping[str, Any] | None, spot: Spot, target: Quantity | None = None) -> Effects:
        """Effects in the order written."""
        found = list[Effect]()
        for key, value in (values or {}).items():
            effect = self.effect(key, value, spot / key, target)
            if effect is not None:
                found.append(effect)
        return tuple(found)

    def effect(self, key: str, value: Value, spot: Spot, target: Quantity | None) -> Effect | None:
        """One effect, by its key."""
        if key in ("first_on", "first_off"):
            return self.first_switch(value, spot, 1 if key == "first_on" else 0)
        if key == "target":
            if target is None:
                hint = "only an action with targets may use it"
                self.report(spot.problem("no-target", '"target" means nothing here', hint, key=True))
                return None
            return self.switch(target, value, spot)
        if key == "pull":
            hint = "write the pull track's own name"
            self.report(spot.problem("no-pull", '"pull" means something in responses only', hint, key=True))
            return None
        quantity = self.by_name.get(key)
        if quantity is None:
            self.unknown_effect(key, spot)
            return None
        match quantity.kind:
            case Kind.TRACK:
                return self.track(quantity, value, spot, target)
            case Kind.SWITCH:
                return self.switch(quantity, value, spot)
            case Kind.FLAG:
                return self.flag(quantity, value, spot)
            case Kind.IP:
                return self.influence(quantity, value, spot)
            case Kind.COUNT:
                message, hint = f'effects cannot change "{key}"', 'a counter is raised by an action\'s "counts"'
            case Kind.CLOCK:
                message, hint = f'effects cannot change "{key}"', ""
        self.report(spot.problem("not-changeable", message, hint, key=True))
        return None

    def unknown_effect(self, key: str, spot: Spot) -> None:
        """Report a key that is no effect, with what was probably meant."""
        if key in self.names:
            message = f'"{key}" is computed from others and cannot be changed'
            self.report(spot.problem("not-changeable", message, key=True))
            return
        if f"flag.{key}" in self.by_name:
            self.report(
                spot.problem("unknown-effect", f'there is no effect "{key}"', f'did you mean "flag.{key}"?', key=True)
            )
            return
        if not self._is_declared(key):
            changeable = [q.id for q in self.quantities if q.kind not in (Kind.COUNT, Kind.CLOCK)]
            hint = self.meant(key, [*changeable, "target", "pull", "first_on", "first_off"])
            self.report(spot.problem("unknown-effect", f'there is no effect "{key}"', hint, key=True))

    def wrong_effect(self, spot: Spot, message: str, hint: str = "") -> None:
        """Report a value that an effect cannot have."""
        self.report(spot.problem("wrong-effect", message, hint))

    def track(self, quantity: Quantity, value: Value, spot: Spot, target: Quantity | None) -> Effect | None:
        """Add to a track, set it, or add a price of the chosen switch."""
        key, span = quantity.id, quantity.high - quantity.low
        if isinstance(value, int) and not isinstance(value, bool):
            if value == 0 or abs(value) > span:
                self.wrong_effect(spot, f'"{key}" moves by 1 to {span} steps, not {value}')
            return Shift(quantity.index, value)
        if isinstance(value, str) and value.startswith("="):
            return self.set_track(quantity, value, spot)
        if isinstance(value, str) and value[:1] in ("+", "-") and value[1:].startswith("price."):
            by = self.price(value[7:], spot, target)
            return None if by is None else Shift(quantity.index, -by if value[0] == "-" else by)
        self.wrong_effect(spot, f'"{key}" cannot become {_said(value)}', 'write a number to add, or "=3" to set')
        return None

    def set_track(self, quantity: Quantity, value: str, spot: Spot) -> Effect | None:
        """Set a track with `=n`."""
        digits = value[1:].strip()
        if not digits.removeprefix("-").isdecimal() or len(digits) > 4 or not digits.isascii():
            self.wrong_effect(spot, f'"{value}" is no number to set', 'write as "=3"')
            return None
        number = int(digits)
        if not quantity.low <= number <= quantity.high:
            limits = f"{quantity.low} to {quantity.high}"
            self.report(spot.problem("out-of-range", f'"{quantity.id}" goes from {limits}, so it cannot be {number}'))
        return Assign(quantity.index, number)

    def price(self, name: str, spot: Spot, target: Quantity | None) -> int | None:
        """A price of the chosen switch; None, reported, when there is none."""
        if target is None:
            hint = "only an action with targets may use it"
            self.report(spot.problem("no-target", "there is no chosen switch with a price here", hint))
            return None
        prices = dict(target.prices)
        if name not in prices:
            self.unknown(spot, "price", name, prices)
            return None
        return prices[name]

    def switch(self, quantity: Quantity, value: Value, spot: Spot) -> Effect | None:
        """Turn a switch on or off."""
        if value == "on" or value == "off":
            return Assign(quantity.index, 1 if value == "on" else 0)
        self.wrong_effect(spot, f'the switch "{quantity.id}" cannot become {_said(value)}', "write on or off")
        return None

    def flag(self, quantity: Quantity, value: Value, spot: Spot) -> Effect | None:
        """Raise a flag for good or for some turn ends, or clear it."""
        if value is True:
            return RaiseFlag(quantity.index, FOR_GOOD)
        if value is False:
            return ClearFlag(quantity.index)
        if isinstance(value, int) and 1 <= value <= LONGEST_FLAG:
            return RaiseFlag(quantity.index, value)
        hint = f"write true, false, or a number of turn ends from 1 to {LONGEST_FLAG}"
        self.wrong_effect(spot, f'"{quantity.id}" cannot become {_said(value)}', hint)
        return None

    def influence(self, quantity: Quantity, value: Value, spot: Spot) -> Effect | None:
        """Give or take influence points."""
        if isinstance(value, int) and not isinstance(value, bool) and 0 < abs(value) <= quantity.high:
            return Shift(quantity.index, value)
        self.wrong_effect(spot, f'"{quantity.id}" cannot change by {_said(value)}', "write a number to add, as 1 or -1")
        return None

    def first_switch(self, value: Value, spot: Spot, to: int) -> Effect | None:
        """Turn the first listed switch that is not there yet."""
        if not isinstance(value, list) or not value:
            self.wrong_effect(spot, "a list of switches is expected", "write [sw_a, sw_b]")
            return None
        found = list[int]()
        for place, name in enumerate(value):
            index = self.quantity(str(name), spot / place, (Kind.SWITCH,), "switch")
            if index is not None:
                found.append(index)
        if len(set(found)) != len(found):
            self.wrong_effect(spot, "a switch is listed twice")
        return SwitchFirst(tuple(found), to) if found else None

    # --- rolls and outcomes

    def modifiers(
        self,
        mods: Sequence[schema.Modifier],
        spot: Spot,
        owner: tuple[PassageId, ...],
        target: Quantity | None = None,
    ) -> tuple[Modifier, ...]:
        """What is added to dice; each cites its own passage or the owner's first."""
        found = list[Modifier]()
        for place, mod in enumerate(mods):
            here = spot / place
            condition = self.bound(mod.condition, here / "if", target)
            if mod.by == 0:
                self.report((here / "by").problem("out-of-range", "a modifier of 0 does nothing"))
            if mod.cite is not None and mod.cite not in self.passages:
                self.unknown(here / "cite", "passage", mod.cite, self.passages)
            cites = (PassageId(mod.cite),) if mod.cite is not None else owner[:1]
            found.append(Modifier(condition, mod.by, mod.why, cites))
        return tuple(found)

    def outcome(
        self, form: schema.Happening, spot: Spot, owner: tuple[PassageId, ...], target: Quantity | None = None
    ) -> Outcome:
        """Either `do`, or `roll` with `ok` and `fail`; nothing else."""
        if form.do is not None:
            extra = [name for name in ("roll", "ok", "fail") if getattr(form, name) is not None]
            if extra:
                hint = 'write either "do", or "roll" with "ok" and "fail"'
                self.report(
                    (spot / extra[0]).problem("do-and-roll", f'"{extra[0]}" cannot stand beside "do"', hint, key=True)
                )
            return Outcome(None, self.effects(form.do, spot / "do", target))
        if form.roll is None:
            hint = 'write "do", or "roll" with "ok" and "fail"'
            self.report(
                spot.problem("missing-field", 'what happens is missing: there is neither "do" nor "roll"', hint)
            )
            return NOTHING
        for name in ("ok", "fail"):
            if getattr(form, name) is None:
                hint = "write {} if nothing happens"
                self.report((spot / "roll").problem("missing-field", f'a roll needs "{name}"', hint, key=True))
        mods = self.modifiers(form.roll.mods, spot / "roll" / "mods", owner, target)
        ok = self.effects(form.ok, spot / "ok", target)
        return Outcome(Roll(form.roll.need, mods), ok, self.effects(form.fail, spot / "fail", target))


def read_of(quantity: Quantity) -> Read:
    """The tree that reads a quantity."""
    return Read(quantity.index, quantity.id, quantity.kind is Kind.FLAG)


def declared_in(sources: Iterable[Source]) -> frozenset[str]:
    """Every text that stands as an `id` in sources with problems: known to exist, though broken."""
    found = set[str]()
    for source in sources:
        pending: list[Value] = [source.data]
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                name = value.get("id")
                if isinstance(name, str):
                    found.add(name)
                pending.extend(value.values())
            elif isinstance(value, list):
                pending.extend(value)
    return frozenset(found)


def _said(value: Value) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return f'"{value[:40]}"'
        case int():
            return str(value)
        case list():
            return "a list"
        case _:
            return "fields"
