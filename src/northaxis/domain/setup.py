"""Setting the table: the facts before turn 1 (R-2.4). Every start value is a ledger entry with its passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from northaxis.domain import facts as f
from northaxis.domain.dice import Dice
from northaxis.domain.effects import ClearFlag, RaiseFlag
from northaxis.domain.facts import Cause, CauseKind, Fact
from northaxis.domain.ids import CONTROL, DialId, SeatId
from northaxis.domain.injects import shuffled
from northaxis.domain.quantities import FOR_GOOD, Kind
from northaxis.domain.ruleset import Dial, Game
from northaxis.domain.scribe import Scribe
from northaxis.domain.state import Holder, blank, start_board


def set_table(
    game: Game,
    seed: str,
    dice: Dice,
    holders: Mapping[SeatId, Holder],
    dials: Mapping[DialId, str] | None = None,
) -> Sequence[Fact]:
    """The facts that open a session: who holds which seat, the dials, the start of every quantity, decks, agendas."""
    scribe = Scribe(blank(game), dice)
    scribe.record(f.Opened(game.scenario.id, tuple(variant.id for variant in game.variants), seed))
    for seat in game.rules.seats:
        holder = holders.get(seat, Holder("bot", game.scenario.bots))
        scribe.record(f.SeatHeld(seat, holder.name, holder.level))
    if CONTROL in holders:
        scribe.record(f.SeatHeld(CONTROL, holders[CONTROL].name, None))
    for dial in game.rules.dials:
        setting = (dials or {}).get(dial.id)
        if setting is not None:
            scribe.record(f.DialTurned(dial.id, setting))
    _place_board(scribe)
    for dial in game.rules.dials:
        if (flag := _flag(dial, scribe.state.dials.get(dial.id))) is not None:
            scribe.change((RaiseFlag(flag, FOR_GOOD),), _dial_cause(dial))
    for deck in game.decks:
        scribe.record(f.DeckStacked(deck.id, shuffled(deck, dice)))
    if game.scenario.agendas:
        _deal_agendas(scribe)
    return scribe.facts


def turn_dial(scribe: Scribe, id: DialId, setting: str) -> None:
    """Set a dial of a table that is laid: the flag of its old setting comes down, that of the new goes up (R-9.2)."""
    dial = next(dial for dial in scribe.state.game.rules.dials if dial.id == id)
    old, new = _flag(dial, scribe.state.dials.get(id)), _flag(dial, setting)
    scribe.record(f.DialTurned(id, setting))
    if old is not None:
        scribe.change((ClearFlag(old),), _dial_cause(dial))
    if new is not None:
        scribe.change((RaiseFlag(new, FOR_GOOD),), _dial_cause(dial))


def _flag(dial: Dial, setting: str | None) -> int | None:
    return next((s.flag for s in dial.settings if s.id == setting), None)


def _dial_cause(dial: Dial) -> Cause:
    return Cause(CauseKind.SETUP, dial.id, None, "dial", dial.cites)


def _place_board(scribe: Scribe) -> None:
    game, start = scribe.state.game, start_board(scribe.state.game)
    moved = {index: v for v in game.variants for index, _ in (*v.starts, *v.flags)}
    for quantity in game.rules.quantities:
        value = start[quantity.index]
        always = quantity.kind in (Kind.TRACK, Kind.SWITCH)
        if always or value != scribe.state.board[quantity.index]:
            variant = moved.get(quantity.index)
            cites = variant.cites if variant is not None else quantity.cites
            detail = variant.id if variant is not None else ""
            scribe.place(quantity.index, value, Cause(CauseKind.SETUP, quantity.id, None, detail, cites))


def _deal_agendas(scribe: Scribe) -> None:
    """Each seat draws one of its agendas; the second half of a shared seat draws from the rest (R-10.5)."""
    rules = scribe.state.game.rules
    for seat in rules.seats.values():
        taken = {scribe.state.agendas.get(half) for half in rules.house(seat.id)}
        left = [agenda for agenda in seat.agendas if agenda.id not in taken]
        if left:
            place = (scribe.dice.draw(0, f"AG{seat.id}") * len(left)) >> 32
            scribe.record(f.AgendaDealt(seat.id, left[place].id))
