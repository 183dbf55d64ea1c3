"""Whatever the console can do, control can do in plain lines: its keys and menus are compared with the commands."""

from __future__ import annotations

import pytest

from northaxis.cli.control.commands import NOUNS, ONLY_SEEN, Command, command_for, help_lines, topics
from northaxis.cli.control.words import CODES
from northaxis.domain.control_facts import Code
from northaxis.domain.control_notation import VERBS
from northaxis.tui.actions import APP_ACTIONS, PAGE_ACTIONS, ActionSpec
from northaxis.tui.control import arguing, cards, table_mode
from northaxis.tui.control.actions import CONTROL_ACTIONS

COMMANDS = tuple(command for topic in topics() for command in topic.commands)
KEYS = (*CONTROL_ACTIONS, *PAGE_ACTIONS, *APP_ACTIONS)


def last(action: ActionSpec) -> str:
    return action.id.rpartition(".")[2]


def without_counterpart(actions: tuple[ActionSpec, ...], commands: tuple[Command, ...]) -> list[str]:
    """The keys that no command stands for and no reason excuses."""
    known = {key for command in commands for key in command.keys}
    return [last(action) for action in actions if last(action) not in known and last(action) not in ONLY_SEEN]


def test_every_key_of_the_console_has_a_command_or_a_reason_why_not() -> None:
    assert without_counterpart(KEYS, COMMANDS) == []
    assert all(len(reason) > 20 for reason in ONLY_SEEN.values())


def test_a_key_without_a_command_would_be_found() -> None:
    new = ActionSpec("control.levitate", "levitate", "Lift the table.", "L", "control")
    assert without_counterpart((*KEYS, new), COMMANDS) == ["levitate"]
    less = tuple(command for command in COMMANDS if "grant" not in command.keys)
    assert without_counterpart(KEYS, less) == ["grant"]


def test_no_command_names_a_key_that_is_not_there_and_no_reason_excuses_one_that_has_a_command() -> None:
    known = {key for command in COMMANDS for key in command.keys}
    assert known - {last(action) for action in KEYS} == set()
    assert set(ONLY_SEEN) & known == set()
    assert set(ONLY_SEEN) <= {last(action) for action in KEYS}


MENUS = {
    "card force": "inject F19", "card next": "next F19", "card aside": "hold F19", "card bottom": "park F19",
    "card out": "discard F19",
    "table card": "drawn F19", "table sheet": "as MIN", "table pass": "pass",
    "table dice": "dice", "table right": "board",
    "settle dice": "settle dice", "settle estimate": "settle estimates", "settle consensus": "settle agreement yes",
    "settle free": "settle word no", "settle dropped": "settle drop",
}  # fmt: skip
"""The rows of the console's menus, and what is typed in place of them."""


def test_every_row_of_the_consoles_menus_has_words_of_its_own() -> None:
    rows = {f"card {row.id}" for row in cards.PLACES} | {f"table {row.id}" for row in table_mode.ROWS}
    rows |= {f"settle {row.id}" for row in arguing.HOW}
    assert rows == set(MENUS)
    assert [typed for typed in MENUS.values() if command_for(typed) is None] == []
    assert set(CODES.values()) == set(Code)


OF_SEATS = {"argue", "pursue", "reason", "estimate", "request", "predict", "reflect"}
"""Verbs of the rules that control does not use."""
VERBS_TYPED = {
    "back": "back 120", "inject": "inject F19", "write": "write", "stack": "park F19", "track": "set warning 3",
    "grant": "grant warning-1", "end": "end play", "clock": "pause", "reseat": "bot MIN", "shift": "shift 1 -1",
    "method": "argue 1", "decide": "decide 1 yes", "overrule": "overrule 1", "rule-out": "rule out 1",
    "rate": "rate 1 strong", "effect": "effect warning+1", "ask-estimates": "ask estimates", "settle": "settle dice",
    "end-project": "end project T1-KYI", "settle-request": "answer MIN-1 no", "note": "note so",
}  # fmt: skip


def test_every_act_that_the_rules_give_control_can_be_typed_in_words() -> None:
    assert set(VERBS) - OF_SEATS == set(VERBS_TYPED)
    assert [typed for typed in VERBS_TYPED.values() if command_for(typed) is None] == []


def test_an_order_in_notation_is_no_command_though_its_first_word_is_one() -> None:
    assert command_for('inject card=F19 why="so"') is None
    assert command_for("note about=free text=so") is None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_each_example_of_the_help_is_heard_as_its_command(command: Command) -> None:
    found = command_for(command.example)
    assert found is not None
    assert found[0] is command
    for words in (command.words, *command.also):
        assert command_for(words.upper()) == (command, "")


def test_no_two_commands_have_the_same_words() -> None:
    words = [each for command in COMMANDS for each in (command.words, *command.also)]
    assert len(words) == len(set(words))


def test_help_names_every_topic_and_every_command() -> None:
    everything = "\n".join(help_lines("all"))
    assert all(f"'{command.example}'" in everything for command in COMMANDS)
    topic_lines = list(help_lines(""))
    assert len(topic_lines) == len(NOUNS) + 2
    assert all(command.words in "\n".join(topic_lines) for command in COMMANDS)
    assert next(help_lines("clock")).startswith("Clock: ")
    assert next(help_lines("undo")).startswith("'undo': ")
    assert next(help_lines("nonsense")) == "There is no help on 'nonsense'."
