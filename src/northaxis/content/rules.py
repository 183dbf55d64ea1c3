"""Compiles a rule set: the texts of its files to a `RuleSet`, or the diagnostics that say why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from northaxis.content.bench import NOTHING, Bench, declared_in
from northaxis.content.board import compile_board
from northaxis.content.demands import compile_answering
from northaxis.content.diagnostics import Diagnostic, Text, in_order
from northaxis.content.forms import FileKind, Shaped, kind_of, shape, unknown_kind
from northaxis.content.kit import compile_kit
from northaxis.content.people import compile_people, compile_turn_zero
from northaxis.content.seats import compile_seat
from northaxis.content.strict_yaml import Source, Spot, collection_off, read
from northaxis.domain.doctrine import BotSettings, Dread, Level
from northaxis.domain.expressions import AtLeast, Const, Expr, Measure, Steps
from northaxis.domain.ids import DemanderId, DialId, LevelId, PassageId, SeatId
from northaxis.domain.quantities import Band, Kind
from northaxis.domain.rolls import Outcome
from northaxis.domain.ruleset import Dial, Phase, RuleSet, Setting
from northaxis.domain.sources import Document, Passage, Ruling
from northaxis.domain.turn_end_rules import Check, CheckRow, Counter, FlagRule, Rule

if TYPE_CHECKING:
    from northaxis.content import schema
    from northaxis.content.schema import (
        DemandsFile,
        FacilitatingFile,
        FlagsFile,
        PeopleFile,
        RuleSetFile,
        RulingsFile,
        SeatFile,
        SourcesFile,
        TracksFile,
        TurnEndFile,
        TurnZeroFile,
    )

    F = TypeVar("F", bound=schema.File)
else:
    F = TypeVar("F")


RULE_KINDS = (
    FileKind.RULESET,
    FileKind.SOURCES,
    FileKind.TRACKS,
    FileKind.FLAGS,
    FileKind.TURN_END,
    FileKind.DEMANDS,
    FileKind.SEAT,
    FileKind.RULINGS,
    FileKind.PEOPLE,
    FileKind.TURN_ZERO,
    FileKind.FACILITATING,
)
OPTIONAL = frozenset({FileKind.PEOPLE, FileKind.TURN_ZERO, FileKind.FACILITATING})
"""Kinds that a rule set can do without."""

USUAL_NAME: Mapping[FileKind, str] = {
    FileKind.RULESET: "ruleset.yaml",
    FileKind.SOURCES: "sources.yaml",
    FileKind.TRACKS: "tracks.yaml",
    FileKind.FLAGS: "flags.yaml",
    FileKind.TURN_END: "turn-end.yaml",
    FileKind.DEMANDS: "demands.yaml",
    FileKind.SEAT: "seats/*.yaml",
    FileKind.RULINGS: "rulings.yaml",
    FileKind.PEOPLE: "people.yaml",
    FileKind.TURN_ZERO: "turn-zero.yaml",
    FileKind.FACILITATING: "facilitating.yaml",
}


def compile_ruleset(files: Mapping[str, Text]) -> tuple[RuleSet | None, list[Diagnostic]]:
    """The rule set that the files describe, or None when there is an error; and every diagnostic, in order.

    File names are relative paths. What a file is, its top-level fields tell; scenarios and decks are passed over.
    """
    with collection_off():
        rules, problems = compile_sources([read(name, text) for name, text in files.items()])
    return rules, in_order(problems)


def compile_sources(sources: Sequence[Source]) -> tuple[RuleSet | None, list[Diagnostic]]:
    """The same for files that have been read, with everything that the checks of a rule set find."""
    from northaxis.content.checks import check_rules
    from northaxis.content.survey import decided_conditions

    problems = [problem for source in sources for problem in source.problems]
    parts = _gather(sources, problems)
    if parts is None:
        return None, problems
    broken = [source for source in sources if any(problem.file == source.name for problem in problems)]
    compiler = _Compiler(parts, declared_in(broken))
    rules = compiler.compile()
    problems.extend(compiler.problems)
    if rules is not None:
        problems.extend(check_rules(rules, sources))
        problems.extend(decided_conditions(compiler.bench.places, rules))
    return (None if any(problem.is_error for problem in problems) else rules), problems


@dataclass(frozen=True, slots=True)
class _Parts:
    """The files of a rule set in their models."""

    ruleset: Shaped[RuleSetFile]
    sources: Shaped[SourcesFile]
    tracks: Shaped[TracksFile]
    flags: Shaped[FlagsFile]
    turn_end: Shaped[TurnEndFile]
    demands: Shaped[DemandsFile]
    rulings: Shaped[RulingsFile]
    seats: tuple[Shaped[SeatFile], ...]
    people: Shaped[PeopleFile] | None
    turn_zero: Shaped[TurnZeroFile] | None
    kit: Shaped[FacilitatingFile] | None


def _gather(sources: Sequence[Source], problems: list[Diagnostic]) -> _Parts | None:
    """Every file in its model; None, with diagnostics, when one is missing or cannot be read."""
    from northaxis.content import schema

    by_kind: dict[FileKind, list[Source]] = {kind: [] for kind in RULE_KINDS}
    is_whole = True
    for source in sources:
        kind = kind_of(source)
        if not source.is_readable:
            is_whole = False
        elif kind is None:
            problems.append(unknown_kind(source))
        elif kind in by_kind:
            by_kind[kind].append(source)
    if is_whole:
        problems.extend(_missing(by_kind, sources))
        problems.extend(_repeated(by_kind))

    def one(kind: FileKind, model: type[F]) -> Shaped[F] | None:
        found = by_kind[kind]
        return shape(found[0], model, problems) if found else None

    ruleset = one(FileKind.RULESET, schema.RuleSetFile)
    passages = one(FileKind.SOURCES, schema.SourcesFile)
    tracks = one(FileKind.TRACKS, schema.TracksFile)
    flags = one(FileKind.FLAGS, schema.FlagsFile)
    turn_end = one(FileKind.TURN_END, schema.TurnEndFile)
    demands = one(FileKind.DEMANDS, schema.DemandsFile)
    rulings = one(FileKind.RULINGS, schema.RulingsFile)
    people = one(FileKind.PEOPLE, schema.PeopleFile)
    turn_zero = one(FileKind.TURN_ZERO, schema.TurnZeroFile)
    kit = one(FileKind.FACILITATING, schema.FacilitatingFile)
    seats = [shape(source, schema.SeatFile, problems) for source in by_kind[FileKind.SEAT]]
    whole_seats = tuple(seat for seat in seats if seat is not None)
    if not (ruleset and passages and tracks and flags and turn_end and demands and rulings and whole_seats):
        return None
    if len(whole_seats) != len(seats) or not is_whole:
        return None
    return _Parts(ruleset, passages, tracks, flags, turn_end, demands, rulings, whole_seats, people, turn_zero, kit)


def _missing(by_kind: Mapping[FileKind, list[Source]], sources: Sequence[Source]) -> Iterable[Diagnostic]:
    where = next(iter(by_kind[FileKind.RULESET]), None)
    file = where.name if where else (sources[0].name if sources else "ruleset.yaml")
    for kind, found in by_kind.items():
        if not found and kind not in OPTIONAL:
            message = f"the rule set has no {kind} file"
            yield Diagnostic(file, 1, 1, "error", "missing-file", message, f"add {USUAL_NAME[kind]}")


def _repeated(by_kind: Mapping[FileKind, list[Source]]) -> Iterable[Diagnostic]:
    for kind, found in by_kind.items():
        if kind is not FileKind.SEAT:
            for extra in found[1:]:
                message = f"the rule set has two {kind} files, this and {found[0].name}"
                yield Diagnostic(extra.name, 1, 1, "error", "duplicate-file", message)


class _Compiler:
    """Compiles the parts in the order in which they need each other."""

    def __init__(self, parts: _Parts, declared: frozenset[str]) -> None:
        self.parts = parts
        self.problems: list[Diagnostic] = []
        header = parts.ruleset.form
        self.seat_ids = [seat.form.seat.id for seat in parts.seats]
        self.in_order = [id for id in header.initiative if id in self.seat_ids]
        passages = frozenset(passage.id for passage in parts.sources.form.passages)
        self.bench = Bench((), self.in_order, passages, problems=self.problems, declared=declared)
        ranked = [next(seat for seat in parts.seats if seat.form.seat.id == id) for id in self.in_order]
        quantities = compile_board(self.bench, parts.tracks, parts.flags, ranked, header.bank_cap)
        self.bench = Bench(quantities, self.in_order, passages, problems=self.problems, declared=declared)

    def compile(self) -> RuleSet | None:
        header, parts = self.parts.ruleset.form, self.parts
        self.check_header()
        measures = self.measures()
        index = measures.get(header.index.id)
        if index is None:
            self.bench.unknown(parts.ruleset.spot / "index" / "id", "derived quantity", header.index.id, measures)
        phases = tuple(Phase(phase.id, phase.name) for phase in header.phases)
        by_id = {shaped.form.seat.id: shaped for shaped in parts.seats}
        seats = {
            SeatId(id): compile_seat(self.bench, by_id[id], [phase.id for phase in phases]) for id in self.in_order
        }
        answering = compile_answering(self.bench, parts.demands)
        turn_end, dials = parts.turn_end.form, tuple(self.dials())
        rules = RuleSet(
            id=header.ruleset,
            name=header.name,
            version=header.version,
            about=header.about,
            quantities=tuple(self.bench.quantities),
            measures=measures,
            index=index or Measure.named(header.index.id, header.index.name, Const(0)),
            index_name=header.index.name,
            index_subject=header.index.subject,
            bands=tuple(Band(band.id, band.name, band.upto, band.say) for band in header.bands),
            outsider_bands=tuple(Band(band.say, band.say, band.upto) for band in header.outsider_bands),
            bank_cap=header.bank_cap,
            bar=header.bar,
            first_date=header.first_day.date,
            first_day=header.first_day.day,
            initiative=tuple(SeatId(id) for id in self.in_order),
            phases=phases,
            seats=seats,
            answering=answering,
            rules=self.rules("rules", turn_end.rules),
            snaps=self.rules("snaps", turn_end.snaps),
            check=self.check(),
            ends=self.rules("ends", turn_end.ends),
            ladder=self.rules("ladder", turn_end.ladder),
            flag_rules=tuple(self.flag_rules()),
            counters=tuple(self.counters()),
            dials=dials,
            bots=self.bots(),
            documents=tuple(self.documents()),
            passages={
                PassageId(passage.id): Passage(PassageId(passage.id), passage.claim, passage.kind)
                for passage in parts.sources.form.passages
            },
            rulings={r.id: Ruling(r.id, r.title, r.text) for r in parts.rulings.form.rulings},
            turn=self.bench.by_name["turn"].index,
            turns=self.bench.by_name["turns"].index,
            by_name={quantity.id: quantity.index for quantity in self.bench.quantities},
            actions={action.id: action for seat in seats.values() for action in seat.actions},
            people=compile_people(self.bench, parts.people, seats, phases),
            turn_zero=compile_turn_zero(self.bench, parts.turn_zero, dials),
        )
        rules = replace(rules, kit=compile_kit(self.bench, parts.kit, rules))
        return rules if index is not None else None

    # --- the header

    def check_header(self) -> None:
        """Every seat is in the initiative once; bands rise; the first date is a date."""
        header, spot = self.parts.ruleset.form, self.parts.ruleset.spot
        for place, id in enumerate(header.initiative):
            if id not in self.seat_ids:
                self.bench.unknown(spot / "initiative" / place, "seat", id, self.seat_ids)
            elif id in header.initiative[:place]:
                self.problems.append((spot / "initiative" / place).problem("duplicate-id", f'"{id}" is listed twice'))
        for shaped in self.parts.seats:
            id = shaped.form.seat.id
            if id not in header.initiative:
                message = f'the seat "{id}" is missing in the initiative'
                self.problems.append((spot / "initiative").problem("missing-seat", message))
        self.rising([band.upto for band in header.bands], spot / "bands", "upto")
        self.rising([band.upto for band in header.outsider_bands], spot / "outsider_bands", "upto")
        check_date(header.first_day.date, spot / "first_day" / "date", self.problems)

    def rising(self, limits: Sequence[int], spot: Spot, name: str) -> None:
        """Each row of a table must lie above the one before."""
        for place in range(1, len(limits)):
            if limits[place] <= limits[place - 1]:
                message = f'"{name}" must be more than {limits[place - 1]} of the row before'
                self.problems.append((spot / place / name).problem("not-rising", message))

    def measures(self) -> dict[str, Measure]:
        """Derived quantities in order; each may read those before it."""
        found: dict[str, Measure] = {}
        shaped = self.parts.ruleset
        for spot, derived in shaped.each("derived", shaped.form.derived):
            if derived.id in self.bench.names:
                self.problems.append((spot / "id").problem("duplicate-id", f'the name "{derived.id}" is taken'))
                continue
            expr = self.derived(derived, spot)
            if derived.at_least is not None:
                expr = AtLeast(expr, derived.at_least)
            cites = self.bench.cites(derived.cites, spot / "cites")
            measure = Measure.named(derived.id, derived.name, expr, cites)
            found[derived.id] = measure
            self.bench.learn(measure)
        return found

    def derived(self, form: schema.DerivedForm, spot: Spot) -> Expr:
        if form.steps is not None:
            if form.expr is not None:
                message, hint = '"steps" cannot stand beside "expr"', "write one of them"
                self.problems.append((spot / "steps").problem("expr-and-steps", message, hint, key=True))
            rows = tuple((row.start, row.result) for row in form.steps.table)
            self.rising([start for start, _ in rows], spot / "steps" / "table", "from")
            return Steps(self.bench.tree(form.steps.of, spot / "steps" / "of"), rows)
        if form.expr is None:
            self.problems.append(spot.problem("missing-field", 'there is neither "expr" nor "steps"'))
            return Const(0)
        return self.bench.tree(form.expr, spot / "expr")

    def dials(self) -> Iterable[Dial]:
        shaped = self.parts.ruleset
        for spot, dial in shaped.each("dials", shaped.form.dials):
            settings = list[Setting]()
            for place, setting in enumerate(dial.settings):
                flag = None
                if setting.flag is not None:
                    here = spot / "settings" / place / "flag"
                    flag = self.bench.quantity(f"flag.{setting.flag}", here, (Kind.FLAG,), "flag")
                settings.append(Setting(setting.id, flag, setting.say))
            cites = self.bench.cites(dial.cites, spot / "cites")
            yield Dial(DialId(dial.id), dial.name, dial.asks, tuple(settings), cites)

    def bots(self) -> BotSettings:
        form, spot = self.parts.ruleset.form.bots, self.parts.ruleset.spot / "bots"
        dreads = list[Dread]()
        for place, dread in enumerate(form.dread):
            measure = self.bench.measure(dread.of, spot / "dread" / place / "of")
            if measure is not None:
                dreads.append(Dread(measure, dread.above, dread.each))
        levels = {
            LevelId(level.id): Level(
                LevelId(level.id),
                level.name or level.id,
                level.sigma,
                level.lookahead,
                level.note,
                level.answer_sigma,
                level.orders,
                level.hesitation,
            )
            for level in form.levels
        }
        return BotSettings(form.ip_price, form.pass_below, form.rule_bonus, tuple(dreads), levels)

    def documents(self) -> Iterable[Document]:
        for document in self.parts.sources.form.documents:
            title = f"{document.title} ({document.series})" if document.series else document.title
            yield Document(document.id, title, document.publisher or "", document.date or "", document.note or "")

    # --- the end of a turn

    def rules(self, name: str, forms: list[schema.RuleForm]) -> tuple[Rule, ...]:
        found = list[Rule]()
        for spot, form in self.parts.turn_end.each(name, forms):
            cites = self.bench.cites(form.cites, spot / "cites")
            condition = self.bench.condition(form.condition, spot / "if")
            outcome = self.bench.outcome(form, spot, cites) if _does_something(form) else _nothing(form, self, spot)
            found.append(
                Rule(
                    form.id,
                    form.name,
                    form.say,
                    condition,
                    outcome,
                    cites,
                    core=form.core,
                    common_loss=form.common_loss,
                    breaks=form.breaks,
                )
            )
        return tuple(found)

    def check(self) -> Check:
        form, spot = self.parts.turn_end.form.check, self.parts.turn_end.spot / "check"
        cites = self.bench.cites(form.cites, spot / "cites")
        self.rising([row.upto for row in form.table], spot / "table", "upto")
        rows = tuple(
            CheckRow(
                row.upto,
                row.id,
                row.name,
                row.say,
                self.bench.effects(row.do, spot / "table" / place / "do"),
                row.breaks,
            )
            for place, row in enumerate(form.table)
        )
        condition = self.bench.condition(form.when, spot / "when")
        return Check(form.name, condition, self.bench.modifiers(form.mods, spot / "mods", cites), rows, cites)

    def flag_rules(self) -> Iterable[FlagRule]:
        shaped = self.parts.turn_end
        for spot, form in shaped.each("flag_rules", shaped.form.flag_rules):
            flag = self.bench.quantity(f"flag.{form.flag}", spot / "flag", (Kind.FLAG,), "flag")
            condition = self.bench.condition(form.condition, spot / "if")
            effects = self.bench.effects(form.do, spot / "do")
            cites = self.bench.cites(form.cites, spot / "cites")
            yield FlagRule(form.id, form.name, form.say, flag or 0, condition, effects, cites)

    def counters(self) -> Iterable[Counter]:
        shaped = self.parts.flags
        demanders = [demander.id for demander in self.parts.demands.form.demanders]
        for spot, form in shaped.each("counters", shaped.form.counters):
            for name in ("on_comply_with", "reset_when_backed_by"):
                demander = getattr(form, name)
                if demander is not None and demander not in demanders:
                    self.bench.unknown(spot / name, "demander", demander, demanders)
            each = form.each_turn_end_if
            yield Counter(
                self.bench.by_name[f"count.{form.id}"].index,
                None if each is None else self.bench.condition(each, spot / "each_turn_end_if"),
                None if form.on_comply_with is None else DemanderId(form.on_comply_with),
                None if form.reset_when_backed_by is None else DemanderId(form.reset_when_backed_by),
            )


def check_date(text: str, spot: Spot, problems: list[Diagnostic]) -> None:
    """The text must be a day of the calendar."""
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        problems.append(spot.problem("wrong-date", f'"{text}" is no day of the calendar'))


def _does_something(form: schema.RuleForm) -> bool:
    return form.do is not None or form.roll is not None or not (form.breaks or form.common_loss)


def _nothing(form: schema.RuleForm, compiler: _Compiler, spot: Spot) -> Outcome:
    """An end that only ends: it needs no effects."""
    for name in ("ok", "fail"):
        if getattr(form, name) is not None:
            compiler.problems.append((spot / name).problem("do-and-roll", f'"{name}" needs a "roll"', key=True))
    return NOTHING
