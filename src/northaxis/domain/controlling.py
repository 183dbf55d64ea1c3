"""Carries out what control asks: injects, corrections, the way back (R-9)."""

from __future__ import annotations

from typing import assert_never

from northaxis.domain import control_facts as c, control_orders as co, facts as f
from northaxis.domain.control_facts import NO_REASON, Code, Intervened, NamedShift
from northaxis.domain.control_notation import verb_of
from northaxis.domain.control_orders import ControlAct
from northaxis.domain.effects import Assign
from northaxis.domain.facts import Cause, CauseKind
from northaxis.domain.ids import CardId, DeckId
from northaxis.domain.injects import bring_up
from northaxis.domain.legal_control import written_token
from northaxis.domain.scoring import score_seats
from northaxis.domain.scribe import Scribe
from northaxis.domain.state import FREE
from northaxis.domain.written import effects_of, next_id

BY_CONTROL = "control"
"""The reason of an end that control called."""


def carry_out_control(scribe: Scribe, act: ControlAct) -> None:
    """Write down what an act of control does: first that control stepped in, then what follows."""
    match act:
        case co.StepBack(to=to, why=why, fresh=fresh):
            _step_back(scribe, to, why, fresh)
        case co.Inject(card=card, to=to):
            reader = to if to is not None else scribe.state.game.cards[card].private_to
            scribe.record(_log(act, card, now=reader or "", open=reader is None))
            bring_up(scribe, card, _home(scribe, card), f"inject {to}" if to else "inject")
        case co.WriteCard():
            _write(scribe, act)
        case co.Stack():
            _stack(scribe, act)
        case co.SetTrack(quantity=name, value=value, code=code):
            index = scribe.state.game.rules.by_name[name]
            was = str(scribe.state.board[index])
            id = scribe.state.game.rules.quantities[index].id
            scribe.record(_log(act, id, was, str(value), code, token=code is not Code.ERROR))
            scribe.change((Assign(index, value),), Cause(CauseKind.RULING, code.value, None, act.why))
        case co.Grant(shifts=shifts):
            scribe.record(_log(act, shifts_text(shifts)))
            effects = effects_of(scribe.state.game.rules, shifts)
            scribe.change(effects, Cause(CauseKind.RULING, FREE, None, act.why))
        case co.EndPlay():
            scribe.record(_log(act, "", f"turn {scribe.state.turn}, {scribe.state.step}"))
            scores = score_seats(scribe.state, common_loss=False)
            scribe.record(f.GameOver(BY_CONTROL, common_loss=False))
            for score in scores:
                scribe.record(score)
        case co.MoveClock(kind=kind, seconds=seconds, why=why):
            scribe.record(_log(act, kind, now=str(seconds) if seconds else ""))
            scribe.record(c.ClockMoved(kind, seconds, why))
        case co.Reseat(seat=seat, holder=holder, level=level):
            before = scribe.state.holders.get(seat)
            was = _holder(before.name, before.level) if before else ""
            scribe.record(_log(act, seat, was, _holder(holder, level)))
            scribe.record(f.SeatHeld(seat, holder, level))
        case _:
            assert_never(act)


def _holder(name: str, level: str | None) -> str:
    """Who holds a seat, for the log: a person by name, a bot by how well it plays."""
    return name if level is None else f"a bot ({level})"


def shifts_text(shifts: tuple[NamedShift, ...]) -> str:
    """Shifts as control's log has them: `gap+1 warning-1`."""
    return " ".join(f"{shift.quantity}{shift.by:+d}" for shift in shifts)


def _log(
    act: ControlAct,
    about: str,
    was: str = "",
    now: str = "",
    code: Code | None = None,
    *,
    token: bool = False,
    open: bool = True,
) -> Intervened:
    return Intervened(verb_of(act), about, was, now, code, act.why.strip() or NO_REASON, token, open)


def _step_back(scribe: Scribe, to: int, why: str, fresh: bool) -> None:
    """Those who hold seats today go on holding them: who joined since does not lose the seat."""
    state = scribe.state
    was = f"turn {state.turn}, {state.step}"
    scribe.record(Intervened("back", "", was, "", None, why))
    scribe.record(c.SteppedBack(to, why, fresh))
    for seat in state.game.rules.seats:
        if (holder := state.holders.get(seat)) is not None:
            scribe.record(f.SeatHeld(seat, holder.name, holder.level))


def _home(scribe: Scribe, card: CardId) -> DeckId:
    return scribe.state.game.cards[card].deck


def _write(scribe: Scribe, act: co.WriteCard) -> None:
    id, token = next_id(scribe.state.game), written_token(act)
    code = Code.LEARNING if token else None
    scribe.record(_log(act, id, now=act.to or "", code=code, token=token, open=act.to is None))
    scribe.record(c.CardWritten(id, act.title, act.text, act.to, act.shifts, act.options))
    bring_up(scribe, id, _home(scribe, id), f"inject {act.to}" if act.to else "inject")


def _stack(scribe: Scribe, act: co.Stack) -> None:
    card, state = act.card, scribe.state
    scribe.record(_log(act, card, now=act.where, open=False))
    if card in state.room.aside:
        scribe.record(c.CardBack(card))
    if act.where == "aside":
        scribe.record(c.CardSetAside(card))
        return
    deck = _home(scribe, card)
    others = tuple(each for each in scribe.state.decks[deck] if each != card)
    match act.where:
        case "next":
            wanted = (card, *others)
        case "bottom":
            wanted = (*others, card)
        case _:
            wanted = others
    if wanted != scribe.state.decks[deck]:
        scribe.record(f.DeckStacked(deck, wanted))
