"""What keys do in the console. The registry in `tui/actions.py` reads this tuple when it is asked for the whole."""

from __future__ import annotations

from northaxis.tui.actions import ActionSpec

_CONTROL = (
    (
        "go-on",
        "space",
        "go on",
        "Move the table one step on, when pressed by itself; you are asked first where somebody still owes something.",
        True,
    ),
    ("pause", "p", "pause", "Stop the clock of this step, or let it run on.", True),
    ("extend", "x", "extend", "Give this step one minute more.", True),
    ("skip", "greater_than_sign", "skip", "End the time of this step; the table stays where it is.", False),
    ("inject", "i", "inject", "Bring in a card by hand: to all, or to one seat.", True),
    ("overrule", "o", "overrule", "Rule on an order: shift, decide, overrule, argue, rule out.", True),
    ("undo", "u", "undo", "Undo your last act, with a reason. It stays in the log, struck out.", True),
    ("step-back", "b", "step back", "Step back to any fact. What is undone stays in the log, struck out.", True),
    ("seat", "g", "seat", "The seat under the cursor: stand in, bot or person, links.", True),
    ("request", "r", "requests", "Answer what the seats have asked.", True),
    ("note", "n", "note", "Write a note, tied to a learning objective. Only control reads it.", True),
    ("queue", "c", "cards", "The cards to come: hold, park, skip, bring up next, force.", True),
    ("write", "w", "write a card", "Write a card on the spot.", False),
    ("track", "t", "set a track", "Put a track at a value, with a reason.", False),
    ("grant", "f", "free effect", "Grant a small effect within this turn's budget.", False),
    (
        "argument",
        "a",
        "arguments",
        "Rate reasons, object to a whisper, name the effect, ask for estimates, settle an argument; end a project.",
        False,
    ),
    ("precedents", "R", "rulings", "Every ruling so far: type to find it by action, seat, tag, kind or reason.", False),
    ("branch", "v", "branch", "Begin another session from here; this one stays as it is.", False),
    ("links", "l", "links", "Every link, code and QR code; renew or take one back.", False),
    ("say", "m", "message", "Say something to a seat or to all.", False),
    ("warn", "exclamation_mark", "warn", "Tell everybody that the time of this step runs out.", False),
    ("dials", "d", "dials", "Set the dials, before turn 1.", False),
    ("odds", "y", "odds", "How it may go on: a thousand games from here.", False),
    ("why", "q", "why", "Take the pressure apart into its causes.", False),
    ("script", "s", "script", "What to read aloud and do in this step.", False),
    ("table", "z", "table mode", "Type in a card's code, dice, a seat's orders; put the app right.", False),
    ("release", "h", "try again", "After a safe hold: try to write again.", False),
    ("end", "e", "end play", "End play here and score it.", False),
    ("seats-pane", "1", "seats", "The keys go to the seats.", False),
    ("needs-pane", "2", "waits for you", "The keys go to what waits for you; on a small screen it comes up.", False),
    ("next-pane", "3", "next cards", "On a small screen the cards to come, in place of the log.", False),
    ("log-pane", "4", "log", "The keys go to the log; on a small screen it comes up.", False),
    ("other-pane", "tab", "other pane", "The keys go to the next pane.", False),
    ("filter", "F", "filter the log", "What happened, great things, what is about control, or everything.", False),
)

CONTROL_ACTIONS = tuple(
    ActionSpec(f"control.{id}", name, help, key, "control", hint, True) for id, key, name, help, hint in _CONTROL
)
