"""The attack corpus: named files that hang, crash or lie to other readers. Each is refused or inert within a second.

All run in one child process with limits on CPU time, memory and recursion left as they are; the child reports a line
an attack. Positive controls show that the harness notices a hang, a crash and a harmless file.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache

import pytest
from tests.content.small import DECK, RULES, SCENARIO

from northaxis.content import check_texts
from northaxis.content.diagnostics import to_github, to_json, to_text

SECONDS = 1.0
CARD = (
    "  - {{id: F{n:05}, title: t, text: t, cites: [EF-01], auto: {{do: {{calm: 1}}}}, "
    "then: {{card: F{m:05}, in: 1}}}}\n"
)
HEAD = "format: 1\ndeck: {id: d, name: n, about: a, ruleset: small, document: EF}\ncards:\n"


def title(text: str) -> str:
    return DECK.replace("title: A card", f"title: {text}")


def condition(text: str) -> str:
    return DECK.replace("if: pull_kyiv >= 3", f"if: {text}")


def bomb(levels: int, merge: bool) -> str:
    lines = ["a0: &a0 {x: y}"]
    for n in range(1, levels):
        inner = ", ".join([f"*a{n - 1}"] * 9)
        lines.append(f"a{n}: &a{n} {{<<: [{inner}]}}" if merge else f"a{n}: &a{n} [{inner}]")
    return "\n".join(lines) + "\n"


def chains(count: int, step: Callable[[int], int]) -> str:
    return HEAD + "".join(CARD.format(n=n, m=step(n)) for n in range(count))


ATTACKS: dict[str, Callable[[], str | bytes]] = {
    "alias list": lambda: bomb(40, merge=False),
    "alias map": lambda: bomb(40, merge=False).replace("[", "{k: ").replace("]", "}"),
    "merge chain": lambda: bomb(40, merge=True),
    "self-reference": lambda: "a: &a [*a]\n",
    "flow depth": lambda: "a: " + "[" * 100_000,
    "closed flow depth": lambda: "a: " + "[" * 50_000 + "]" * 50_000,
    "map depth": lambda: "{a: " * 100_000,
    "block depth": lambda: "\n".join(" " * n + "a:" for n in range(1_900)),
    "dash depth": lambda: "- " * 100_000,
    "question marks": lambda: "? " * 20_000,
    "sexagesimal integer": lambda: title("1" + ":59" * 200_000),
    "sexagesimal float": lambda: title("1" + ":59" * 200_000 + ".5"),
    "hex flood": lambda: title("0x" + "f" * 1_900_000),
    "five thousand digits": lambda: title("9" * 5_000),
    "two million digits": lambda: title("9" * 1_900_000),
    "digits in a condition": lambda: condition("pull_kyiv >= " + "9" * 250),
    "power in a condition": lambda: condition("9 ** 9 ** 9 ** 9 > 1"),
    "nan as weight": lambda: DECK.replace("text: Something", "weight: .nan\n    text: Something"),
    "inf as weight": lambda: DECK.replace("text: Something", "weight: .inf\n    text: Something"),
    "huge weight": lambda: DECK.replace("text: Something", "weight: 999999999\n    text: Something"),
    "duplicate key": lambda: DECK.replace("title: A card", "title: A card\n    title: Another"),
    "a thousand duplicate keys": lambda: "deck: {}\n" * 100_000,
    "no as a country": lambda: DECK.replace("language: en", "").replace("document: EF", "document: EF, language: NO"),
    "version 1.10": lambda: "format: 1.10\n" + DECK.partition("\n")[2],
    "time as text": lambda: title("12:30"),
    "impossible date": lambda: title("2024-13-45"),
    "python tag": lambda: title("!!python/object/apply:os.system [id]"),
    "set tag": lambda: title("!!set {a, b}"),
    "binary tag": lambda: title("!!binary aGk="),
    "omap tag": lambda: title("!!omap [a: b]"),
    "custom tag": lambda: title("!<tag:x,2000:y> z"),
    "two documents": lambda: DECK + "---\n" + DECK,
    "ten thousand documents": lambda: "--- {}\n" * 10_000,
    "utf-16": lambda: DECK.encode("utf-16"),
    "utf-32": lambda: DECK.encode("utf-32"),
    "byte order mark": lambda: b"\xef\xbb\xbf" + DECK.encode(),
    "nul": lambda: title("a\x00b"),
    "latin-1": lambda: title("\xe9").encode("latin-1"),
    "escape sequence": lambda: title('"\\e]52;c;QUJD\\a"'),
    "raw escape": lambda: title("\x1b]0;owned\x07"),
    "c1 control": lambda: title('"\\x9b2J"'),
    "lone surrogate": lambda: title('"\\ud800"'),
    "raw surrogate": lambda: title("\ud800"),
    "right-to-left title": lambda: title("abc \u202e def"),
    "combining marks": lambda: title("e" + "\u0301" * 3_000),
    "zero width": lambda: title("a" + "\u200b" * 100),
    "line separator": lambda: title("a\u2028b"),
    "five megabyte title": lambda: title("x" * 5_000_000),
    "one megabyte title": lambda: title("x" * 1_000_000),
    "long key": lambda: "x" * 1_000_000 + ": 1\n",
    "markup close": lambda: title('"[/red]"'),
    "markup click": lambda: title('"[@click=app.quit]x[/]"'),
    "format braces": lambda: title('"{0.__class__.__mro__}"'),
    "wide format": lambda: title('"{:999999999}"'),
    "chain to itself": lambda: DECK.replace("card: F02", "card: F01"),
    "two-card ring": lambda: DECK + "    then: {card: F01, in: 1}\n",
    "long ring": lambda: chains(3_000, lambda n: (n + 1) % 3_000),
    "long chain": lambda: chains(3_000, lambda n: min(n + 1, 2_999)),
    "a million cards": lambda: HEAD + "  - {}\n" * 1_000_000,
    "many cards": lambda: HEAD + "  - {}\n" * 190_000,
    "many fields": lambda: HEAD + "  - {" + ", ".join(f"k{n}: 1" for n in range(60_000)) + "}\n",
    "many effects": lambda: DECK.replace("{calm: -1}", "{" + ", ".join(f"k{n}: 1" for n in range(20_000)) + "}"),
    "many unknown names": lambda: DECK.replace(
        "{calm: -1}", "{" + ", ".join(f"calm{n}: 1" for n in range(3_000)) + "}"
    ),
    "unknown seat": lambda: DECK.replace("KYI:", "XYZ:"),
    "control as seat": lambda: DECK.replace("KYI:", "CTL:"),
    "path as an id": lambda: DECK.replace("id: F01", "id: ../../etc/passwd"),
    "image path": lambda: title("t\n    image: ../../../etc/passwd"),
    "python in a condition": lambda: condition("__import__('os').system('id')"),
    "attribute in a condition": lambda: condition("calm.__class__ >= 1"),
    "deep condition": lambda: condition("(" * 140 + "calm" + ")" * 140),
    "not not not": lambda: condition("not " * 70 + "calm"),
    "long condition": lambda: condition("calm + " * 100_000 + "calm > 1"),
    "end-of-game flag": lambda: DECK.replace("{calm: -1}", "{flag.broken: true}"),
    "huge effect": lambda: DECK.replace("calm: -1", "calm: -999999999"),
    "huge flag": lambda: DECK.replace("flag.red_line: 2", "flag.red_line: 999999999"),
    "unclosed quote": lambda: title('"abc' + "x" * 500_000),
    "tabs": lambda: DECK.replace("    title", "\ttitle"),
    "comments only": lambda: "#" * 1_900_000,
    "colons": lambda: ":" * 500_000,
    "commas": lambda: "[" + "," * 500_000,
    "quotes": lambda: "'" * 500_001,
    "empty": lambda: "",
    "block scalar flood": lambda: "a: |\n" + "  x\n" * 400_000,
    "directive flood": lambda: "%TAG ! x\n" * 50_000,
    "anchors without use": lambda: "".join(f"k{n}: &a{n} 1\n" for n in range(60_000)),
    "keys that are lists": lambda: "? [a, b]\n: c\n" * 20_000,
    "many near names": lambda: HEAD + "  - {id: F1, titel: 1}\n" * 20_000,
}
RULE_ATTACKS: dict[str, Callable[[], tuple[str, str]]] = {
    "doubling derived quantities": lambda: derived(lambda n: f"d{n - 1} + d{n - 1}" if n else "pull_kyiv"),
    "deep derived quantities": lambda: derived(lambda n: f"d{n - 1} + 1" if n else "pull_kyiv"),
    "derived from itself": lambda: derived(lambda n: f"d{n}"),
    "placeholder flood": lambda: ("seats/minsk.yaml", RULES["seats/minsk.yaml"].replace("at {calm}", "{calm}" * 40)),
    "format braces in a reason": lambda: (
        "seats/minsk.yaml",
        RULES["seats/minsk.yaml"].replace("at {calm}", "{calm.__class__.__init__.__globals__}"),
    ),
    "many seats of one name": lambda: ("seats/again.yaml", RULES["seats/minsk.yaml"]),
}


def derived(expr: Callable[[int], str]) -> tuple[str, str]:
    more = "".join(f'  - {{id: d{n}, name: n, expr: "{expr(n)}"}}\n' for n in range(400))
    return "ruleset.yaml", RULES["ruleset.yaml"].replace("derived:\n", "derived:\n" + more)


INERT = {
    "placeholder flood",
    "time as text",
    "impossible date",
    "sexagesimal integer",
    "sexagesimal float",
    "markup close",
    "markup click",
    "format braces",
    "wide format",
    "long chain",
    "no as a country",
}
"""Attacks on other readers that are plain text here, or that are only too long; they need not be refused."""


def run_one(name: str) -> tuple[float, int]:
    """Seconds of processor time and errors of checking one attack, printing included."""
    file, text = RULE_ATTACKS[name]() if name in RULE_ATTACKS else ("deck.yaml", ATTACKS[name]())
    files = {**RULES, "deck.yaml": DECK, "scenarios/first.yaml": SCENARIO, file: text}
    begun = time.process_time()
    found = check_texts(files)
    printed = to_text(found, files) + to_github(found) + json.dumps(to_json(found))
    took = time.process_time() - begun
    assert all(char.isprintable() or char == "\n" for char in printed)
    return took, sum(problem.is_error for problem in found)


def in_a_child(code: str) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (90, 90))
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))

    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, preexec_fn=limit, env={"PYTHONPATH": "src:."}
    )


@cache
def corpus() -> dict[str, tuple[float, int]]:
    """Every attack in one limited child: seconds and errors by name; those after a crash are missing."""
    code = (
        "from tests.content.test_attacks import *\n"
        "check_texts({**RULES, 'deck.yaml': DECK})\n"
        "for name in (*ATTACKS, *RULE_ATTACKS): print(json.dumps([name, *run_one(name)]), flush=True)\n"
    )
    done = in_a_child(code)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode:
        print(done.stderr[-3000:])
    return {name: (took, errors) for name, took, errors in found}


@pytest.mark.parametrize("name", [*ATTACKS, *RULE_ATTACKS])
def test_an_attack_is_refused_or_inert_within_a_second(name: str) -> None:
    took, errors = corpus()[name]
    assert took < SECONDS
    assert errors > 0 or name in INERT


def test_the_corpus_is_large() -> None:
    assert len(ATTACKS) >= 45


def test_the_harness_notices_a_crash_and_a_flood_of_memory() -> None:
    assert in_a_child("import ctypes; ctypes.string_at(0)").returncode != 0
    assert in_a_child("x = bytearray(3 << 30)").returncode != 0


def test_the_harness_notices_what_is_harmless() -> None:
    files = {**RULES, "deck.yaml": DECK}
    assert not any(problem.is_error for problem in check_texts(files))


def test_another_reader_does_fall_for_the_corpus() -> None:
    code = "import yaml; yaml.load('[' * 40_000, yaml.CSafeLoader)"
    assert in_a_child(code).returncode != 0
