"""What keys do at the table. The registry in `tui/actions.py` reads this tuple when it is asked for the whole."""

from __future__ import annotations

from northaxis.tui.actions import ActionSpec

_TABLE = (
    ("go-on", "space,enter", "next", "Tell the next cause, or move the table on when it waits for nobody.", True),
    ("seal", "s", "seal", "Seal your sheet, after one look at what is on it. In a reveal: skip to the bill.", True),
    ("odds", "o", "odds", "Everything about the order under the cursor, and what others could change.", True),
    ("why", "w", "why", "Take the pressure, or the number under the cursor, apart into its causes.", True),
    ("now", "1", "your move", "Back to what the table waits for.", False),
    ("demands", "2,d", "demands", "The demands on the table, what each answer costs and does.", True),
    ("board", "3,p", "board", "Every track with its meaning, and the switches.", True),
    ("map", "4,m", "map", "The map over the whole screen, and back.", True),
    ("talk", "5,t", "talk", "Messages and offers of this table.", True),
    ("log", "6,l", "log", "Everything that has happened, turn by turn.", True),
    ("goals", "7,g", "goals", "What your seat is scored for, and how it stands.", False),
    ("brief", "b", "brief", "Your seat's brief again.", False),
    (
        "seats",
        "y",
        "other seat",
        "The next of your seats, or who takes a shared screen. A seat marked ! still owes something, with ✓ is done.",
        False,
    ),
    ("guess", "u", "guess the dials", "Write down how you think control has set a dial.", False),
    ("card", "v", "confidence card", "Fill in your confidence card: before turn 1, and when play is over.", False),
    ("passage", "e", "evidence", "The passages that the thing under the cursor stands on.", False),
    ("request", "q", "ask control", "Ask control something; its answer comes to the talk pane.", False),
    ("note", "n", "note", "A private note to the order or the answer under the cursor. No other seat sees it.", False),
    ("predict", "z", "predict", "Say what pressure will do this turn, and how sure you are; for the debrief.", False),
    (
        "argue",
        "a",
        "argue",
        "In place of an order: argue before all, whisper to control, take a project up again. "
        "Once the sheets are open: a reason, an estimate.",
        False,
    ),
    ("page-down", "pagedown", "further down", "What does not fit: a long page of the reveal, a screenful down.", False),
    ("page-up", "pageup", "back up", "A screenful of a long page up.", False),
    ("other-pane", "tab", "other pane", "The keys go to the other pane.", False),
    ("coach", "h", "coach", "Hide the coach's line, or show it again.", False),
)

_DEMANDS = (
    ("up", "up,k", "up", "The demand above.", False),
    ("down", "down,j", "down", "The demand below.", False),
    ("comply", "c", "comply", "Do what is asked.", True),
    ("stall", "s", "stall", "Promise an answer soon.", True),
    ("refuse", "r", "refuse", "Say no and take what comes.", True),
    ("sham", "x", "sham", "Announce it and do the opposite; only where a switch can be faked.", True),
    ("next", "enter", "next", "On to the next demand without an answer, then to the orders.", False),
)

_TALK = (
    ("write", "n", "write", "Write a message to one seat, to several, to control or to all.", True),
    ("offer", "f", "offer", "Offer another seat a deal.", True),
    ("give", "i", "give IP", "Move points to another seat that you hold.", True),
)

_LOG = (("filter", "f", "filter", "Show what happened, great things, what is about you, or everything.", True),)


UNNAMED = frozenset({"up", "down", "page-down", "page-up", "other-pane", "next"})
"""Not in the palette."""


def _specs(scope: str, rows: tuple[tuple[str, str, str, str, bool], ...]) -> tuple[ActionSpec, ...]:
    return tuple(
        ActionSpec(f"{scope}.{id}", name, help, key, scope, hint, id not in UNNAMED)
        for id, key, name, help, hint in rows
    )


TABLE_ACTIONS = (
    *_specs("table", _TABLE), *_specs("demands", _DEMANDS), *_specs("talk", _TALK), *_specs("log", _LOG),
)  # fmt: skip
