"""How findings are printed: for people, for programs and for GitHub, and always inert."""

import json
import subprocess
import sys

from tests.content.small import DECK, RULES

from northaxis.content import check_texts
from northaxis.content.diagnostics import Diagnostic, did_you_mean, to_github, to_json, to_text

WRONG = Diagnostic("d.yaml", 2, 4, "error", "unknown-effect", 'there is no effect "clam"', 'did you mean "calm"?', 8)


def test_a_finding_is_shown_with_its_line_and_a_caret() -> None:
    assert to_text([WRONG], {"d.yaml": "a:\n  {clam: 1}\n"}) == (
        "d.yaml:2:4  error  unknown-effect\n"
        '  there is no effect "clam"\n'
        "    2 |   {clam: 1}\n"
        "      |    ^^^^\n"
        '  did you mean "calm"?\n'
        "\n"
    )


def test_a_caret_stands_under_wide_characters_and_in_long_lines() -> None:
    wide = to_text([WRONG], {"d.yaml": "a:\n北北 clam\n"}).split("\n")
    assert wide[3].endswith("|      ^^^^")
    far = Diagnostic("d.yaml", 1, 501, "error", "x", "m", "", 504)
    lines = to_text([far], {"d.yaml": "y" * 500 + "bad" + "y" * 500}).split("\n")
    assert lines[2][lines[3].index("^") :].startswith("bad")
    assert len(lines[2]) < 120


def test_json_has_the_keys_of_the_contract() -> None:
    report = to_json([WRONG])
    assert report["errors"] == 1
    assert report["warnings"] == 0
    assert {"file", "line", "column", "severity", "code", "message", "hint"} <= set(report["diagnostics"][0])
    json.dumps(report)


def test_github_gets_one_escaped_command_a_finding() -> None:
    odd = Diagnostic("a,b:c.yaml", 1, 2, "warning", "x", "50% of\nit", "")
    assert to_github([odd]) == "::warning file=a%2Cb%3Ac.yaml,line=1,col=2,title=x::50%25 of it\n"


def test_no_control_character_is_ever_printed() -> None:
    evil = "\x1b]52;c;QUJD\x07\x9b2J\u202e\n::error::x"
    files = {f"{evil}.yaml": f"format: 1\n{evil}: [\n"}
    found = [*check_texts(files), Diagnostic(evil, 1, 1, "error", "x", evil, evil)]
    for text in (to_text(found, files), to_github(found), json.dumps(to_json(found), ensure_ascii=False)):
        assert all(char.isprintable() or char == "\n" for char in text)
    assert len(to_github([found[-1]]).splitlines()) == 1


def test_messages_are_lower_case_and_have_no_full_stop() -> None:
    wrong = {"deck.yaml": DECK.replace("title: A card", "titel: A card").replace("calm: -1", "clam: -1")}
    for found in check_texts({**RULES, **wrong}):
        assert not found.message.endswith(".")
        assert found.message[0] == found.message[0].lower()


def test_a_suggestion_is_made_only_when_something_is_close() -> None:
    assert did_you_mean("clam", ["calm", "front"]) == 'did you mean "calm"?'
    assert did_you_mean("zzz", ["calm", "front"]) == ""


def test_importing_the_package_imports_neither_pydantic_nor_yaml() -> None:
    code = "import sys, northaxis.content; sys.exit(bool({'pydantic', 'yaml', 'numpy'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": "src"})


def test_checking_imports_neither_numpy_nor_textual() -> None:
    code = (
        "import sys, northaxis.content as c; c.check_texts({'a.yaml': 'deck: 1'});"
        "sys.exit(bool({'numpy', 'textual', 'rich'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": "src"})
