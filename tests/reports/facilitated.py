"""A facilitated game kept in a session file: people in some seats, somebody in control who does all that control may,
arguments, deals, notes, beliefs and a hot wash. Bots think for the people, so that it plays to its end.
"""

from __future__ import annotations

from pathlib import Path

from tests.shipped import game

from northaxis.bots.choose import choose
from northaxis.domain.dice import SeededDice
from northaxis.domain.facts import Step
from northaxis.domain.ids import CONTROL, DialId, LevelId, SeatId
from northaxis.domain.legal import owing
from northaxis.domain.orders import from_text
from northaxis.domain.rulings import Upheld
from northaxis.domain.state import Holder
from northaxis.domain.views import view
from northaxis.journal.envelope import Header
from northaxis.services.in_memory import SetClock
from northaxis.services.library import Library, full_name
from northaxis.services.table import Table, open_table
from northaxis.storage.session_file import SessionFile

PEOPLE = {"MIN": "Ada", "KYI": "Bo and Cy", "MOS": "Dee", "WAR": "Eve"}
STARTED = 1_782_900_000_000
SALT = "5a" * 32

ASKED = {
    (0, Step.SETUP): (
        "MIN: mark 4 2 3 3 1 5", "KYI: mark 2 4 3 5 4 4", "MOS: mark 3 3 3 4 3 4", "KYI: guess oxygen low",
        "MIN: guess oxygen high", "KYI: request text='May we speak with the democratic forces?'",
        "CTL: settle-request request=KYI-1 status=answered text='In the talks, at their table.'",
    ),
    (1, Step.NEGOTIATE): (
        "KYI: say MIN What would one relay cost us?", "MIN: say KYI Two points, and silence.",
        "KYI: offer MIN: KYI pay MIN 1; MIN answer KYI comply", "MIN: sign T1-KYI-MIN-1",
        "CTL: write title='A convoy at night' text='Lorries without plates cross at Novaya Guta.' why=calm "
        "shifts=warning-1 options='WAR a 0 posture+1 Close the road' options='WAR b 0 - Look away'",
    ),
    (1, Step.ORDERS): (
        "KYI: predict direction=down confidence=70", "MIN: predict direction=up confidence=80",
        "WAR: argue claim='Villagers report every convoy' reasons='they want it over' reasons='they have telephones'",
        "KYI: note about=orders text='we count on the talks'",
    ),
    (1, Step.ADJUDICATE): (
        "KYI: reason argument=T1-WAR supports=yes text='the last one was reported within the hour'",
        "MIN: reason argument=T1-WAR supports=no text='they are afraid'",
        "CTL: rate argument=T1-WAR place=0 strength=1", "CTL: rate argument=T1-WAR place=1 strength=2",
        "CTL: effect argument=T1-WAR shifts=warning+1",
        "CTL: ask-estimates argument=T1-WAR", "KYI: estimate argument=T1-WAR percent=70",
        "MIN: estimate argument=T1-WAR percent=40", "MOS: estimate argument=T1-WAR percent=55",
        "CTL: settle argument=T1-WAR method=estimate",
    ),
    (1, Step.NARRATE): ("CTL: grant shifts=unity-1 why='the summit failed in the room as well'",),
    (1, Step.TURN_END): ("CTL: note about=LO1 text='Minsk named the second price before it answered'",),
    (2, Step.ORDERS): ("KYI: predict direction=down confidence=60", "MIN: predict direction=same confidence=55"),
    (2, Step.NARRATE): ("CTL: track quantity=warning value=4 code=REALISM why='the satellites did see it'",),
    (3, Step.ORDERS): ("KYI: predict direction=up confidence=90",),
    (3, Step.DEMANDS): ("CTL: inject card=F02 why='to see who reads it'",),
}  # fmt: skip
"""What people and control ask at a moment, in the notation."""

LAST = (
    "KYI: mark 1 4 2 5 4 5",
    "MIN: mark 4 1 2 3 2 5",
    "MIN: reflect question=word text=tight",
    "KYI: reflect question=word text=patient",
    "MIN: reflect question=brief text='We sold the same pause twice; ask next time who looked.'",
    "KYI: reflect question=C1 text='I will read the footnotes first, from Monday.'",
    "KYI: reflect question=plus-delta text='Keep the talks. Shorter orders.'",
    "CTL: note about=LO2 text='Kyiv said beforehand what it would strike'",
)


def facilitated(path: Path, name: str = "S2", seed: str = "facilitated", turns: int = 99) -> Table:
    """Play it into a new file up to the end of a turn; the table, whose file is closed."""
    shipped = game(name)
    holders = {seat: Holder("bot", shipped.scenario.bots) for seat in shipped.rules.seats}
    holders |= {SeatId(seat): Holder(who, None) for seat, who in PEOPLE.items()}
    holders[CONTROL] = Holder("Fay", None)
    contents = Library().game(name).contents
    store = SessionFile.create(path, Header(full_name(shipped.scenario, shipped.variants), contents, STARTED, "0.2.0"))
    clock = SetClock(STARTED)
    table = open_table(
        store, shipped, clock, seed=seed, holders=holders, dials={DialId("oxygen"): "low"}, salts=lambda: SALT
    )
    asked, dice, stepped = set[tuple[int, Step]](), SeededDice("people"), False
    while not table.is_over and table.state.turn <= turns:
        clock.at += 60_000
        moment = (table.state.turn, table.state.step)
        if moment not in asked:
            asked.add(moment)
            for text in ASKED.get(moment, ()):
                _ask(table, text)
        if table.state.turn >= 2 and table.state.step is Step.ADJUDICATE:
            _rule(table)
        if moment == (2, Step.TURN_END) and not stepped:
            stepped = True
            back = table.facts.index(
                next(fact for fact in reversed(table.facts) if type(fact).__name__ == "SheetsOpened")
            )
            _ask(table, f"CTL: back to={back} why='two sheets were mixed up'")
            continue
        table.run_bots()
        _think(table, dice)
        table.go_on()
    if table.is_over:
        for text in LAST:
            _ask(table, text)
    store.close()
    return table


def _ask(table: Table, text: str) -> None:
    order = from_text(text)
    ruling = table.ask(order.seat, order, f"said.{len(table.facts)}")
    assert isinstance(ruling, Upheld), f"{text}: {ruling}"


def _think(table: Table, dice: SeededDice) -> None:
    """A bot's thoughts in every person's seat that the table waits for."""
    for seat in owing(table.state):
        for _ in range(20):
            choice = choose(table.game, view(table.state, seat), LevelId(table.game.scenario.bots), dice)
            if choice is None or not isinstance(table.ask(seat, choice.order, f"t.{len(table.facts)}"), Upheld):
                break


def _rule(table: Table) -> None:
    """Control rules on the first orders that lie open: one is shifted, one decided, one overruled when it has come."""
    rules, room = table.game.rules, table.state.room
    handled = {(one.action, one.target) for one in room.handlings}
    for sheet in table.state.sheets.values():
        for placed in sheet.orders:
            about = f"action={placed.action}" + (f" target={placed.target}" if placed.target else "")
            if (placed.action, placed.target) in handled:
                continue
            acts = [
                f"CTL: shift {about} by=1 code=REALISM why='the crossing is watched now'",
                f"CTL: decide {about} success=yes method=free why='nobody disputes it'",
            ]
            kinds = {type(fact).__name__ for fact in table.facts}
            wanted = [act for act, kind in zip(acts, ("NeedShifted", "OrderDecided"), strict=True) if kind not in kinds]
            for text in wanted:
                order = from_text(text)
                if isinstance(table.ask(CONTROL, order, f"rule.{len(table.facts)}"), Upheld):
                    break
    came = [one for one in table.state.came if rules.actions[one.action].phase]
    if came and not any(type(fact).__name__ == "OrderOverruled" for fact in table.facts):
        one = came[0]
        about = f"action={one.action}" + (f" target={one.target}" if one.target else "")
        for success in ("yes", "no"):
            text = f"CTL: overrule {about} success={success} code=ERROR why='the dice were read wrong'"
            if isinstance(table.ask(CONTROL, from_text(text), f"rule.{len(table.facts)}"), Upheld):
                break
