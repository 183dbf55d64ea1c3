"""Finds rule sets, decks and scenarios and makes games of them: shipped, a checkout's, or given.

Reads files, compiles them with `content`; with a store for it, nothing is compiled twice. A session keeps the texts of
its game, and this module makes the game again from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from northaxis.content import compile_deck, compile_ruleset, compile_scenarios
from northaxis.content.diagnostics import Diagnostic, did_you_mean, in_order
from northaxis.domain.cards import Deck
from northaxis.domain.ids import DeckId
from northaxis.domain.ruleset import Game, RuleSet
from northaxis.domain.scenarios import Scenario, Variant
from northaxis.journal.envelope import StoredText
from northaxis.services.files import DECKS, RULES, LibraryProblem, files_under, read_bytes, shipped_folder
from northaxis.services.packing import key_of, packed, unpacked
from northaxis.services.ports import CompiledStore

EXTRA = "given"
"""The kind of stored text that was given from outside; the others are RULES and DECKS. Also the name's first part."""


class DoesNotCompile(LibraryProblem):
    """Rules or decks have errors; they are kept as diagnostics, with the texts they point into."""

    def __init__(self, what: str, diagnostics: Sequence[Diagnostic], texts: Mapping[str, str]) -> None:
        errors = [found for found in in_order(diagnostics) if found.is_error]
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(
            f"{what} cannot be used: {first.file}:{first.line}:{first.column} {first.message}{more}; "
            "'northaxis check' shows everything"
        )
        self.diagnostics, self.texts = tuple(errors), texts


@dataclass(frozen=True, slots=True)
class Prepared:
    """A game ready to be played, with the texts it was made of and its one name (`three-directions+V2`)."""

    game: Game
    name: str
    contents: tuple[StoredText, ...]


class Library:
    """What can be played. Files are read when first asked for.

    `given` files are added to the shipped ones; a given rule set stands alone, with the decks and scenarios beside it.
    """

    def __init__(
        self, folder: Path | None = None, given: Sequence[Path] = (), compiled: CompiledStore | None = None
    ) -> None:
        self._folder, self._given, self._compiled = folder, tuple(given), compiled

    @cached_property
    def texts(self) -> tuple[StoredText, ...]:
        """Every rules, deck and scenario text, by name."""
        given: list[StoredText] = []
        for place in self._given:
            given += _texts_under(place, EXTRA, f"{EXTRA}/{_plain(place.name)}")
        if any("ruleset" in _top_keys(text.text) for text in given):
            return tuple(given)
        folder = self._folder or shipped_folder()
        shipped = [text for kind in (RULES, DECKS) for text in _texts_under(folder / kind, kind, kind)]
        return (*shipped, *given)

    @cached_property
    def shelf(self) -> Shelf:
        """Everything compiled."""
        return Shelf.of(self.texts, self._compiled)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, in the order of their short ids."""
        return tuple(sorted(self.shelf.scenarios, key=lambda scenario: (scenario.short, scenario.id)))

    def variants(self, scenario: Scenario) -> tuple[Variant, ...]:
        """The variants that can be laid over a scenario."""
        return tuple(v for v in self.shelf.variants if scenario.id in v.overlays)

    def game(self, name: str) -> Prepared:
        """The game of a scenario's name: its id or short id in any case, with variants, as `S3+V2`."""
        scenario, variants = self.shelf.find(name)
        decks = self.shelf.decks_of(scenario)
        game = Game.of(self.shelf.rules, decks, scenario, variants)
        wanted = {deck.id for deck in decks}
        contents = tuple(text for text in self.texts if self.shelf.deck_of.get(text.name, None) in (None, *wanted))
        return Prepared(game, full_name(scenario, variants), contents)

    def deck(self, name: str) -> Deck:
        """A deck by its id, in any case."""
        return self.shelf.deck(name)


@dataclass(frozen=True)
class Shelf:
    """A rule set with its decks, scenarios and variants; `deck_of` says which deck a text belongs to."""

    rules: RuleSet
    decks: tuple[Deck, ...]
    scenarios: tuple[Scenario, ...]
    variants: tuple[Variant, ...]
    deck_of: Mapping[str, DeckId]

    @classmethod
    def of(cls, texts: Iterable[StoredText], store: CompiledStore | None = None) -> Shelf:
        """Texts compiled, or as they were compiled before; DoesNotCompile when one of them has an error."""
        if store is None:
            return cls._of(texts)
        texts = tuple(texts)
        key = key_of(texts)
        known = unpacked(store.compiled(key), key)
        if known is not None:
            return cls(*known)
        made = cls._of(texts)
        parts = (made.rules, made.decks, made.scenarios, made.variants, dict(made.deck_of))
        store.keep_compiled(key, packed(parts, key))
        return made

    @classmethod
    def _of(cls, texts: Iterable[StoredText]) -> Shelf:
        sorted_texts = _sorted_out(texts)
        rules, problems = compile_ruleset(sorted_texts.rules)
        if rules is None:
            raise DoesNotCompile("the rule set", problems, sorted_texts.rules)
        scenarios, variants, problems = compile_scenarios(sorted_texts.scenarios, rules)
        _demand("a scenario", problems, sorted_texts.scenarios)
        decks, deck_of = [], dict[str, DeckId]()
        for files in sorted_texts.decks.values():
            deck, problems = compile_deck(files, rules)
            if deck is None:
                raise DoesNotCompile("a deck", problems, files)
            decks.append(deck)
            deck_of.update(dict.fromkeys(files, deck.id))
        return cls(rules, tuple(decks), scenarios, variants, deck_of)

    def find(self, name: str) -> tuple[Scenario, tuple[Variant, ...]]:
        """A scenario and variants by name; LibraryProblem with what was probably meant."""
        first, *rest = [part.strip() for part in name.split("+")]
        scenario = self._scenario(first)
        chosen = tuple(self._variant(part, scenario) for part in rest)
        for place, variant in enumerate(chosen):
            if variant in chosen[:place]:
                raise LibraryProblem(f"'{name}' names the variant {variant.id} twice")
        return scenario, chosen

    def decks_of(self, scenario: Scenario) -> tuple[Deck, ...]:
        """The decks a scenario draws from."""
        return tuple(self.deck(id) for id in scenario.decks)

    def deck(self, name: str) -> Deck:
        """A deck by its id, in any case."""
        found = [deck for deck in self.decks if deck.id.casefold() == name.casefold()]
        if not found:
            raise LibraryProblem(_unknown("deck", name, [deck.id for deck in self.decks]))
        return found[-1]

    def _scenario(self, name: str) -> Scenario:
        wanted = name.casefold()
        for scenario in reversed(self.scenarios):
            if wanted in (scenario.id.casefold(), scenario.short.casefold()):
                return scenario
        known = [f"{scenario.short} {scenario.id}" for scenario in sorted(self.scenarios, key=lambda s: s.short)]
        close = did_you_mean(name, [n for s in self.scenarios for n in (s.id, s.short)])
        raise LibraryProblem(f"there is no scenario '{name}'; {_hint(close)}there are: {', '.join(known)}")

    def _variant(self, name: str, scenario: Scenario) -> Variant:
        fits = [variant for variant in self.variants if scenario.id in variant.overlays]
        for variant in fits:
            if name.casefold() == variant.id.casefold():
                return variant
        if any(name.casefold() == variant.id.casefold() for variant in self.variants):
            raise LibraryProblem(f"the variant {name.upper()} cannot be laid over {scenario.short} {scenario.id}")
        known = ", ".join(f"{variant.id} {variant.name}" for variant in fits) or "none"
        raise LibraryProblem(f"there is no variant '{name}' for {scenario.short} {scenario.id}; there are: {known}")


def full_name(scenario: Scenario, variants: Iterable[Variant] = ()) -> str:
    """The name a session keeps: the scenario's id and its variants, as `three-directions+V2`."""
    return "+".join([scenario.id, *(variant.id for variant in variants)])


def game_from(contents: Iterable[StoredText], name: str, compiled: CompiledStore | None = None) -> Game:
    """The game that a session was played with, from the texts it kept."""
    shelf = Shelf.of(contents, compiled)
    scenario, variants = shelf.find(name)
    return Game.of(shelf.rules, shelf.decks_of(scenario), scenario, variants)


def _texts_under(place: Path, kind: str, prefix: str) -> list[StoredText]:
    found = []
    for file in files_under(place):
        below = file.relative_to(place).as_posix() if place.is_dir() else file.name
        try:
            text = read_bytes(file).decode("utf-8")
        except UnicodeDecodeError as error:
            raise LibraryProblem(f"{file} is not UTF-8 text (byte {error.start})") from None
        found.append(StoredText(kind, f"{prefix}/{below}", text))
    return found


def _plain(name: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in name).strip(".")
    return kept or "here"


# --- what a text is -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Texts by what they are for; decks by the folder (or the one file) that makes each."""

    rules: dict[str, str]
    scenarios: dict[str, str]
    decks: dict[str, dict[str, str]]


def _sorted_out(texts: Iterable[StoredText]) -> _Sorted:
    found = _Sorted({}, {}, {})
    for stored in texts:
        keys = _top_keys(stored.text)
        if keys & {"scenario", "variants"}:
            found.scenarios[stored.name] = stored.text
        elif keys & {"deck", "cards"}:
            home = stored.name if {"deck", "cards"} <= keys else stored.name.rpartition("/")[0]
            found.decks.setdefault(home, {})[stored.name] = stored.text
        else:
            found.rules[stored.name] = stored.text
    return found


def _top_keys(text: str) -> set[str]:
    """The names at the left margin that a colon follows: enough to tell what a file is for; `content` judges it."""
    return {line.partition(":")[0].rstrip() for line in text.splitlines() if ":" in line and line[:1].isalpha()}


def _demand(what: str, problems: Sequence[Diagnostic], texts: Mapping[str, str]) -> None:
    if any(problem.is_error for problem in problems):
        raise DoesNotCompile(what, problems, texts)


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    return f"there is no {kind} '{name}'; {_hint(did_you_mean(name, known))}there are: {', '.join(known) or 'none'}"


def _hint(close: str) -> str:
    return close.replace('"', "'") + " " if close else ""
