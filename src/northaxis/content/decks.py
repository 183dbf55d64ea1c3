"""Compiles decks: the texts of a deck's files to a `Deck`, or the diagnostics that say why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from northaxis.content.bench import Bench, declared_in
from northaxis.content.diagnostics import Diagnostic, Text, in_order
from northaxis.content.forms import FileKind, Shaped, kind_of, shape, unknown_kind
from northaxis.content.strict_yaml import Source, Spot, read
from northaxis.domain.cards import Card, Chain, Deck, Option
from northaxis.domain.ids import CONTROL, CardId, DeckId, OptionId, SeatId
from northaxis.domain.ruleset import RuleSet

if TYPE_CHECKING:
    from northaxis.content import schema
    from northaxis.content.schema import DeckFile


@dataclass(slots=True)
class CompiledDeck:
    """A deck with the places of its cards, so that checks can point at them."""

    deck: Deck
    header: Spot
    spots: tuple[Spot, ...]
    bench: Bench


def compile_deck(files: Mapping[str, Text], rules: RuleSet) -> tuple[Deck | None, list[Diagnostic]]:
    """The deck that the files describe (one file, or a header and theme files), checked against a rule set.

    None when there is an error. Every diagnostic of the deck on its own is given, warnings included, in order.
    """
    from northaxis.content.checks import check_decks

    compiled, problems = compile_deck_sources([read(name, text) for name, text in files.items()], rules)
    if compiled is not None:
        problems.extend(check_decks([compiled], rules))
    has_error = any(problem.is_error for problem in problems)
    return (None if compiled is None or has_error else compiled.deck), in_order(problems)


def compile_deck_sources(sources: Sequence[Source], rules: RuleSet) -> tuple[CompiledDeck | None, list[Diagnostic]]:
    """The deck as far as it can be made, without the checks; None when there is no usable header."""
    problems = [problem for source in sources for problem in source.problems]
    parts = shape_deck(sources, problems)
    header = _header(parts, sources, problems)
    broken = [source for source in sources if any(problem.file == source.name for problem in problems)]
    bench = Bench.of(rules)
    bench.problems, bench.declared = problems, declared_in(broken)
    if header is None:
        return None, problems
    form, spot = header.form.deck, header.spot / "deck"
    assert form is not None
    if form.ruleset != rules.id:
        bench.unknown(spot / "ruleset", "rule set", form.ruleset, [rules.id])
    documents = [document.id for document in rules.documents]
    if form.document not in documents:
        bench.unknown(spot / "document", "document", form.document, documents)
    places = [(here, card) for part in parts for here, card in part.each("cards", part.form.cards)]
    deck_id = DeckId(form.id)
    cards = tuple(_card(bench, card, here, deck_id) for here, card in places)
    if not cards and not broken:
        bench.report(spot.problem("no-cards", "the deck has no cards"))
    deck = Deck(deck_id, form.name, form.about, form.document, cards)
    return CompiledDeck(deck, spot, tuple(here for here, _ in places), bench), problems


def shape_deck(sources: Sequence[Source], problems: list[Diagnostic]) -> list[Shaped[DeckFile]]:
    """The deck files that can be read as such."""
    from northaxis.content import schema

    found = list[Shaped["DeckFile"]]()
    for source in sources:
        if not source.is_readable:
            continue
        if kind_of(source) is not FileKind.DECK:
            problems.append(unknown_kind(source))
            continue
        shaped = shape(source, schema.DeckFile, problems)
        if shaped is not None:
            found.append(shaped)
    return found


def _header(
    parts: Sequence[Shaped[DeckFile]], sources: Sequence[Source], problems: list[Diagnostic]
) -> Shaped[DeckFile] | None:
    headers = [part for part in parts if part.form.deck is not None]
    for extra in headers[1:]:
        message = f"a deck has one header, and {headers[0].source.name} holds it"
        problems.append((extra.spot / "deck").problem("duplicate-file", message, key=True))
    if headers:
        return headers[0]
    if len(parts) == len(sources):
        file = sources[0].name if sources else "deck.yaml"
        hint = "add deck.yaml with the field deck, or the field deck to this file"
        problems.append(Diagnostic(file, 1, 1, "error", "missing-file", "these cards have no deck header", hint))
    return None


def _card(bench: Bench, form: schema.CardForm, spot: Spot, deck: DeckId) -> Card:
    cites = bench.cites(form.cites, spot / "cites")
    auto = None
    if form.auto is not None:
        auto = bench.outcome(form.auto, spot / "auto", cites)
    return Card(
        id=CardId(form.id),
        deck=deck,
        title=form.title,
        text=form.text,
        cites=cites,
        condition=bench.condition(form.condition, spot / "if"),
        weight=form.weight,
        private_to=_viewer(bench, form.private_to, spot / "private_to"),
        tags=tuple(form.tags),
        auto=auto,
        choices=tuple(
            (bench.seat(seat, spot / "choose" / seat, key=True), _options(bench, options, spot / "choose" / seat))
            for seat, options in form.choose.items()
        ),
        chain=None if form.then is None else Chain(CardId(form.then.card), form.then.turns),
    )


def _viewer(bench: Bench, name: str | None, spot: Spot) -> SeatId | None:
    if name is None:
        return None
    return CONTROL if name in ("control", CONTROL) else bench.seat(name, spot)


def _options(bench: Bench, forms: Sequence[schema.OptionForm], spot: Spot) -> tuple[Option, ...]:
    if not forms:
        bench.report(spot.problem("too-short", "a seat that chooses needs options"))
    found = list[Option]()
    for place, form in enumerate(forms):
        here = spot / place
        if any(form.id == option.id for option in found):
            bench.report((here / "id").problem("duplicate-id", f'there are two options "{form.id}"'))
        found.append(Option(OptionId(form.id), form.text, form.cost, bench.effects(form.do, here / "do")))
    return tuple(found)
