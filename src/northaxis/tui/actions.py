"""The registry of everything a key can do: it feeds bindings, the footer, the palette, the help and the keymap.

An action is a value with an id; the id's last part names the method (`home.start-teaching` calls
`action_start_teaching`). Parts and other packages bring their own tuples; no module here imports a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from textual.binding import Binding, BindingType

from northaxis.tui.widgets.key_hints import Hint


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action: what it is called, one sentence of help, its default keys (comma between), and where it works.

    `hint` puts it into the footer; `palette` into the palette (off for moving a cursor, and the like).
    """

    id: str
    name: str
    help: str
    key: str
    scope: str
    hint: bool = True
    palette: bool = True
    first: bool = False
    """Before whatever has the keys, a question or a line to type in included."""

    @property
    def method(self) -> str:
        """What Textual calls: the id's last part as a Python name."""
        return self.id.rpartition(".")[2].replace("-", "_")


def _scope(scope: str, *rows: tuple[str, str, str, str, str]) -> tuple[ActionSpec, ...]:
    """Rows of id, key, name, help and marks (`f` footer, `p` palette, `!` before everything else)."""
    return tuple(
        ActionSpec(f"{scope}.{id}", name, help, key, scope, "f" in marks, "p" in marks, "!" in marks)
        for id, key, name, help, marks in rows
    )


APP_ACTIONS = _scope(
    "app",
    ("palette", "ctrl+p", "palette", "Find any action by its name.", ""),
    ("settings", "f2", "settings", "Colours, motion, plain signs, the coach, and where your keys are set.", "p"),
    ("screenshot", "f12", "picture of the screen", "Save what is on the screen as an SVG picture.", "p"),
    ("leave", "ctrl+q,f10", "quit", "Leave northaxis. Everything you have done is kept.", "p"),
    ("interrupt", "ctrl+c", "copy, or how to leave", "Copy what is selected; without that, it says how to leave.", "!"),
)

PAGE_ACTIONS = _scope(
    "page",
    ("back", "escape", "back", "Go back to where you came from. Nothing is lost by looking.", "p"),
    ("help", "question_mark,f1", "help", "Keys of this screen, the rules, and what the words mean.", "p"),
)

HOME_ACTIONS = _scope(
    "home",
    ("start-teaching", "t", "teaching game", "Start the teaching game at once.", "fp"),
    ("go-on", "c", "continue", "Go on with the last game that is not finished.", "fp"),
    ("scenarios", "n", "new game", "Choose a scenario, a seat and opponents.", "fp"),
    ("host", "h", "host", "Host a table for a room of people: links, codes and control's console.", "fp"),
    ("join", "l", "join by link", "Join a table with the link that control gave you.", "fp"),
    ("sessions", "s", "sessions", "Every game you have played, to go on with or to look at.", "fp"),
    ("quit", "q", "quit", "Leave northaxis.", "f"),
)

SCENARIO_ACTIONS = _scope(
    "scenarios",
    ("read", "r", "read all", "Read the whole text about the scenario under the cursor.", "fp"),
)

SEAT_ACTIONS = _scope(
    "seats",
    ("opponents", "o", "opponents", "Choose how well the other seats play.", "fp"),
    ("variant", "v", "world", "Choose another world to start the scenario in, where there is one.", "fp"),
    ("read", "r", "read the brief", "Read the whole brief of the seat under the cursor.", "fp"),
    ("more", "m", "more", "Several seats for you, a shared seat, and the dials for what the sources leave open.", "fp"),
    ("tick", "space", "hold as well", "Hold the seat under the cursor besides the one you start on.", "fp"),
)

BRIEF_ACTIONS = _scope("brief", ("begin", "enter", "to the table", "Put the brief away and play.", "fp"))

CURTAIN_ACTIONS = _scope("curtain", ("begin", "enter", "I have the screen", "Show what is for the person named.", "fp"))

SESSION_ACTIONS = _scope(
    "sessions",
    ("debrief", "d", "debrief", "What happened in the game under the cursor, and why.", "fp"),
)

WHY_ACTIONS = _scope(
    "why",
    ("root", "r", "root causes", "Change between what moved it and who first set that off.", "fp"),
    ("passage", "p", "passage", "Read the passages that the line under the cursor stands on.", "fp"),
)

DEBRIEF_ACTIONS = _scope(
    "debrief",
    ("why", "w", "why", "Take the pressure apart, cause by cause.", "fp"),
    ("save", "s", "save as text", "Save the debrief as a text file.", "fp"),
    ("reflect", "r", "answer", "Answer the questions of the hot wash in writing, and write commitments down.", "p"),
)

HELP_ACTIONS = _scope(
    "help",
    ("keys", "1", "keys", "The keys of the screen you came from.", "p"),
    ("rules", "2", "rules", "The rules of procedure, by number.", "p"),
    ("words", "3", "words", "What the words mean.", "p"),
)

MENU_ACTIONS = _scope(
    "menu",
    ("up", "up,k", "up", "One row up.", ""),
    ("down", "down,j", "down", "One row down.", ""),
    ("page-up", "pageup", "page up", "A screenful up.", ""),
    ("page-down", "pagedown", "page down", "A screenful down.", ""),
    ("first", "home", "first", "To the first row.", ""),
    ("last", "end", "last", "To the last row.", ""),
    ("choose", "enter", "choose", "Choose the row under the cursor.", ""),
)

PAGER_ACTIONS = _scope(
    "pager",
    ("up", "up,k", "up", "One line up.", ""),
    ("down", "down,j", "down", "One line down.", ""),
    ("page-up", "pageup,b", "page up", "A screenful up.", ""),
    ("page-down", "pagedown,space", "page down", "A screenful down.", ""),
    ("top", "home,g", "top", "To the beginning.", ""),
    ("end", "end,G", "end", "To the end.", ""),
)

DIALOGUE_ACTIONS = _scope("dialogue", ("back", "escape", "back", "Leave the question unanswered.", ""))

OWN_ACTIONS = (
    *HOME_ACTIONS, *SCENARIO_ACTIONS, *SEAT_ACTIONS, *BRIEF_ACTIONS, *CURTAIN_ACTIONS,
    *SESSION_ACTIONS, *WHY_ACTIONS, *DEBRIEF_ACTIONS,
    *HELP_ACTIONS, *PAGE_ACTIONS, *APP_ACTIONS, *MENU_ACTIONS, *PAGER_ACTIONS, *DIALOGUE_ACTIONS,
)  # fmt: skip

ELSEWHERE = (
    ("northaxis.tui.table.actions", "TABLE_ACTIONS"),
    ("northaxis.tui.control.actions", "CONTROL_ACTIONS"),
)
"""Tuples of actions that other modules own; read when the whole registry is asked for."""

PART_SCOPES = {"menu": "In a list", "pager": "In a text", "page": "Everywhere", "app": "Everywhere"}


@cache
def registry() -> tuple[ActionSpec, ...]:
    """Every action of the terminal app."""
    return (*OWN_ACTIONS, *(spec for module, name in ELSEWHERE for spec in getattr(import_module(module), name)))


def actions_in(*scopes: str) -> tuple[ActionSpec, ...]:
    """The actions of some scopes, in that order. The other modules are only read for a scope that is not ours."""
    own = {spec.scope for spec in OWN_ACTIONS}
    known = OWN_ACTIONS if own.issuperset(scopes) else registry()
    return tuple(spec for scope in scopes for spec in known if spec.scope == scope)


def bindings_for(*scopes: str) -> list[BindingType]:
    """The bindings of some scopes, each with its id, so that a keymap can move it."""
    return [
        Binding(spec.key, spec.method, spec.name, id=spec.id, show=False, tooltip=spec.help, priority=spec.first)
        for spec in actions_in(*scopes)
    ]


def hints_for(*scopes: str, keymap: Mapping[str, str] | None = None) -> list[Hint]:
    """Footer hints of some scopes, with the keys as they are set."""
    return [(key_label(spec, keymap), spec.name) for spec in actions_in(*scopes) if spec.hint]


_LABELS = {
    "escape": "Esc", "question_mark": "?", "space": "space", "enter": "enter", "pageup": "PgUp", "pagedown": "PgDn",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End", "tab": "Tab",
    "slash": "/", "plus": "+", "minus": "-", "full_stop": ".", "comma": ",", "left_square_bracket": "[",
    "right_square_bracket": "]", "exclamation_mark": "!", "greater_than_sign": ">",
}  # fmt: skip


def key_label(spec: ActionSpec, keymap: Mapping[str, str] | None = None, every: bool = False) -> str:
    """The keys of an action as a person reads them: the first one, or every one."""
    keys = (keymap or {}).get(spec.id, spec.key).split(",")
    labels = [_label(key.strip()) for key in keys]
    return "  ".join(labels) if every else labels[0]


def _label(key: str) -> str:
    if key.startswith("ctrl+"):
        return f"^{key[5:]}"
    if key.startswith("shift+"):
        return f"shift {_label(key[6:])}"
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _LABELS.get(key, key)


def bad_keymap(keymap: Mapping[str, str], known: Iterable[ActionSpec] | None = None) -> list[str]:
    """What is wrong with a keymap: ids that are no action, keys that are empty."""
    ids = {spec.id for spec in (known or registry())}
    wrong = [f"there is no action '{id}'" for id in keymap if id not in ids]
    return wrong + [f"'{id}' is given no key" for id, key in keymap.items() if not key.strip(", ")]
