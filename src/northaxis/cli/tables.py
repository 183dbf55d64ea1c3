"""Opens tables for the commands: new ones, ones on disk, ones that are never written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from northaxis import __version__
from northaxis.cli.guard import Problem
from northaxis.content.diagnostics import did_you_mean
from northaxis.domain.co_seats import with_co_seats
from northaxis.domain.dice import SeededDice
from northaxis.domain.ids import PUBLIC, DialId, LevelId, SeatId
from northaxis.domain.ruleset import Game
from northaxis.domain.state import Holder
from northaxis.journal.envelope import Header
from northaxis.services.files import LibraryProblem
from northaxis.services.library import Library, Prepared, game_from
from northaxis.services.ports import JournalStore
from northaxis.services.table import Table, open_table
from northaxis.services.table_dice import AskDice
from northaxis.storage.compiled import CompiledFolder

EXTRA_LEVELS = ("random", "passive")
"""Bot levels that every game has besides those of its rules."""


def find_game(name: str) -> Prepared:
    """The game of a scenario's name, or of a scenario file or folder with one scenario in it."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or (path.is_dir() and ("/" in name or "\\" in name)):
        return _game_at(path)
    return Library(compiled=CompiledFolder()).game(name)


def _game_at(path: Path) -> Prepared:
    library = Library(given=(path,))
    shipped = {scenario.id for scenario in Library(compiled=CompiledFolder()).scenarios}
    own = [scenario for scenario in library.scenarios if scenario.id not in shipped]
    if len(own) != 1:
        raise LibraryProblem(f"{path} holds {len(own)} new scenarios; to be played it must hold one")
    return library.game(own[0].id)


def seat_of(game: Game, text: str | None) -> SeatId:
    """The seat asked for, in any case; the scenario's first seat for people when none was."""
    if text is None:
        return game.scenario.people[0]
    found = next(
        (s for s in game.rules.seats.values() if text.casefold() in (s.id.casefold(), s.name.casefold())), None
    )
    if found is None:
        half = next((c for c in game.rules.people.co_seats.values() if text.casefold() == c.id.casefold()), None)
        if half is not None:
            raise Problem(f"{half.id} {half.name} is half of a shared seat; share it with --share {half.head}")
        if "+" in text:
            raise Problem(f"one seat is meant here, not '{text}'")
        known = ", ".join(f"{seat.id} {seat.name}" for seat in game.rules.seats.values())
        raise Problem(f"there is no seat '{text}' in {game.scenario.short}; there are: {known}")
    return found.id


def level_of(game: Game, text: str | None) -> LevelId | None:
    """The bots' level asked for."""
    if text is None:
        return None
    known = (*game.rules.bots.levels, *EXTRA_LEVELS)
    found = next((level for level in known if level.casefold() == text.casefold()), None)
    if found is None:
        levels, extra = ", ".join(game.rules.bots.levels), " and ".join(EXTRA_LEVELS)
        raise Problem(f"there is no level '{text}'; there are: {levels}, and to measure them by: {extra}")
    return LevelId(found)


def shared(prepared: Prepared, heads: Sequence[str]) -> Prepared:
    """The same game with these seats shared between a head and a co-seat."""
    found = []
    co_seats = prepared.game.rules.people.co_seats
    for text in heads:
        seat = seat_of(prepared.game, text)
        if seat not in co_seats:
            known = ", ".join(f"{head} (with {half.id} {half.name})" for head, half in co_seats.items()) or "none"
            raise Problem(f"the seat {seat} cannot be shared; seats that can: {known}")
        found.append(seat)
    return replace(prepared, game=with_co_seats(prepared.game, found))


RANDOM = "random"
"""Given as a setting, it has the dial turned by the seed, so that somebody who plays alone can guess it too."""


def dials_of(game: Game, texts: Sequence[str], seed: str) -> dict[DialId, str]:
    """The dials as given by `DIAL=SETTING`; nobody at the table sees them before the end."""
    found = dict[DialId, str]()
    for text in texts:
        name, equals, setting = (part.strip() for part in text.partition("="))
        dials = {dial.id: dial for dial in game.rules.dials}
        known = ", ".join(dials) or "none"
        if not equals or not setting:
            raise Problem(f"'{text}' sets no dial; write DIAL=SETTING, with a dial of: {known}")
        dial = next((d for d in dials.values() if name.casefold() in (d.id.casefold(), d.name.casefold())), None)
        if dial is None:
            raise Problem(f"there is no dial '{name}'; {_close(name, dials)}there are: {known}")
        if dial.id in found:
            raise Problem(f"the dial '{dial.id}' is set twice")
        settings = [each.id for each in dial.settings]
        if setting.casefold() == RANDOM:
            place = SeededDice(f"{seed}/dials").draw(0, dial.id) * len(settings) >> 32
            setting = settings[place]
        chosen = next((each for each in settings if each.casefold() == setting.casefold()), None)
        if chosen is None:
            close, every = _close(setting, settings), ", ".join((*settings, RANDOM))
            raise Problem(f"the dial '{dial.id}' has no setting '{setting}'; {close}there are: {every}")
        found[dial.id] = chosen
    return found


def _close(word: str, known: Mapping[DialId, object] | Sequence[str]) -> str:
    close = did_you_mean(word, known).replace('"', "'")
    return f"{close} " if close else ""


def draw_seed() -> str:
    """A seed nobody can guess."""
    from northaxis.storage.system import SystemSeeds

    return SystemSeeds().seed()


def unwritten_table(
    prepared: Prepared, seed: str, holders: Mapping[SeatId, Holder], dials: Mapping[DialId, str] | None = None
) -> Table:
    """A table in memory only."""
    from northaxis.services.in_memory import InMemoryJournal, SetClock

    store = InMemoryJournal(Header(prepared.name, prepared.contents, 0, __version__))
    return open_table(store, prepared.game, SetClock(), seed=seed, holders=holders, dials=dials)


def new_table(
    prepared: Prepared,
    path: Path,
    seed: str,
    holders: Mapping[SeatId, Holder],
    ask_dice: AskDice | None = None,
    dials: Mapping[DialId, str] | None = None,
    salts: Callable[[], str] | None = None,
) -> Table:
    """A table in a new session file; with `salts` it commits itself to its sealed sheets."""
    from northaxis.storage.session_file import SessionFile
    from northaxis.storage.system import SystemClock

    clock = SystemClock()
    store = SessionFile.create(path, Header(prepared.name, prepared.contents, clock.now(), __version__))
    return _opened(store, prepared.game, seed, holders, ask_dice, dials, salts)


def table_on_disk(path: Path, ask_dice: AskDice | None = None, salts: Callable[[], str] | None = None) -> Table:
    """The table of a session file where it stood."""
    from northaxis.storage.session_file import SessionFile

    store = SessionFile.open(path)
    try:
        game = game_from(store.header.contents, store.header.scenario, CompiledFolder())
    except LibraryProblem as problem:
        store.close()
        raise Problem(f"{path} keeps rules that this northaxis cannot use: {problem}") from None
    return _opened(store, game, draw_seed(), {}, ask_dice, None, salts)


def _opened(
    store: JournalStore,
    game: Game,
    seed: str,
    holders: Mapping[SeatId, Holder],
    ask_dice: AskDice | None,
    dials: Mapping[DialId, str] | None,
    salts: Callable[[], str] | None,
) -> Table:
    from northaxis.storage.system import SystemClock

    try:
        return open_table(
            store, game, SystemClock(), seed=seed, holders=holders, dials=dials, ask_dice=ask_dice, salts=salts
        )
    except BaseException:
        store.close()
        raise


def first_door(table: Table) -> SeatId:
    """Where the people at this screen begin: in a seat when one person holds all theirs, else before everybody."""
    people = table.people()
    names = {table.state.holders[seat].name for seat in people}
    owing = [seat for seat in people if table.view(seat).owes]
    return PUBLIC if len(names) > 1 else (*owing, *people)[0]


def default_path(prepared: Prepared) -> Path:
    """Where a new session of this scenario goes: the user's folder, under a name not taken."""
    from northaxis.storage.folder import default_folder, free_path

    return free_path(default_folder(), prepared.name.replace("+", "-"))
