"""A small rule set and deck as text, to be broken one line at a time, and what to do with them."""

from collections.abc import Mapping
from functools import cache

from northaxis.content import check_texts, compile_deck, compile_ruleset
from northaxis.content.diagnostics import Diagnostic
from northaxis.domain.ruleset import RuleSet

RULESET = """\
format: 1
ruleset: small
name: A small game
version: 1
about: Two seats and a switch.
bank_cap: 8
bar: 10
first_day: {date: 2026-07-01, day: 1589}
initiative: [MIN, KYI]
phases: [{id: A, name: readiness}, {id: B, name: diplomacy}]
outsider_bands: [{upto: 3, say: low}, {upto: 10, say: high}]
index: {id: pressure, name: pressure, subject: the regime}
derived:
  - {id: hot, name: Hot, expr: "(pull >= 7) + (calm <= 3)"}
  - {id: stretch, name: Stretch, steps: {of: hot, table: [{from: 0, is: 0}, {from: 2, is: 5}]}}
  - {id: pressure, name: Pressure, expr: pull_kyiv + stretch - calm, at_least: 0, cites: [EF-01]}
bands: [{id: slack, name: SLACK, upto: 9, say: calm}, {id: tight, name: TIGHT, upto: 999, say: tight}]
dials:
  - id: fear
    name: Who fears whom
    asks: which way does fear run
    settings: [{id: south, flag: premise, say: south}, {id: mixed, say: both}]
    cites: [EF-02]
bots:
  ip_price: 100
  pass_below: 50
  rule_bonus: 400
  dread: [{of: calm, above: 6, each: 900}]
  levels: [{id: staff, name: Staff, sigma: 350, lookahead: 0, note: usual}]
""".replace("(pull >= 7)", "(pull_kyiv >= 7)")

SOURCES = """\
format: 1
documents: [{id: EF, title: Frontier}]
passages:
  - {id: EF-01, claim: A first claim.}
  - {id: EF-02, claim: A second claim.}
  - {id: EF-03, claim: A flourish., kind: rhetoric}
"""

TRACKS = """\
format: 1
tracks:
  - {id: pull_kyiv, name: Pull of Kyiv, short: pull, meaning: m, group: pulls, low: 0, high: 10, start: 4, seen: all,
     higher_is: strain, why: it was so, cites: [EF-01]}
  - {id: calm, name: Calm, short: calm, meaning: m, group: regime, low: 0, high: 10, start: 6, seen: [MIN],
     cites: [EF-01]}
switches:
  - {id: sw_relay, name: Relays, short: relay, meaning: m, start: on, prices: {kyiv: 2}, cites: [EF-01]}
  - {id: sw_radar, name: Radars, short: radar, meaning: m, start: off, prices: {kyiv: 1}, cites: [EF-01]}
"""

FLAGS = """\
format: 1
flags:
  - {id: red_line, name: red line, meaning: m, seen: all}
  - {id: sham, name: sham, meaning: m, seen: control}
  - {id: premise, name: premise, meaning: m, seen: control}
  - {id: broken, name: broken, meaning: m, seen: all, ends_play: true}
counters:
  - {id: struck, name: struck, meaning: m, seen: all, each_turn_end_if: sw_relay == 1}
"""

TURN_END = """\
format: 1
rules:
  - {id: R01, name: Drift, say: It drifts., if: pull_kyiv <= 3, do: {pull_kyiv: 1}, core: true, cites: [EF-01]}
  - id: R02
    name: Found out
    say: Somebody looks.
    if: flag.premise
    roll: {need: 8, mods: [{if: flag.red_line, by: 1, why: a red line stands}]}
    ok: {flag.sham: false}
    fail: {}
    cites: [EF-02]
check:
  name: The check
  when: pressure >= 9
  mods: [{if: calm <= 2, by: -1, why: no calm}]
  table:
    - {upto: 6, id: CK0, name: Holds, say: It holds., do: {}}
    - {upto: 99, id: CK1, name: Breaks, say: It breaks., breaks: true}
  cites: [EF-01]
ladder:
  - {id: B1, name: Over, say: It is over., do: {flag.broken: true}, cites: [EF-01]}
flag_rules:
  - {id: FR1, name: Bluff, say: A bluff., flag: red_line, if: sw_relay == 1, do: {pull_kyiv: 1}, cites: [EF-01]}
"""

DEMANDS = """\
format: 1
answering: {seat: MIN, most_complies: 2}
sham: {flag: sham, cannot_fool: [MIN]}
responses:
  comply: {key: C, name: Comply, say: Yes.}
  stall: {key: S, name: Stall, say: Later., cost: 1, do: {pull: 1}}
  refuse: {key: R, name: Refuse, say: No., do: {pull: 2}}
  sham: {key: X, name: Sham, say: As if., do: {pull: -2, flag.sham: true}}
demanders:
  - id: KYI
    seat: KYI
    name: Kyiv
    short: KYI
    pull: pull_kyiv
    cites: [EF-01]
    backing: {cost: 1, on: {flag.red_line: 2}, refuse: {pull_kyiv: 1}, say: A red line.}
    demands:
      - {id: KD1, name: Relays, text: Switch them off., if: sw_relay == 1, comply: {sw_relay: off}, refuse: {calm: 1},
         sham_of: sw_relay, cites: [EF-01]}
"""

RULINGS = """\
format: 1
rulings: [{id: R-1.1, title: First, text: Be fair.}]
"""

MINSK = """\
format: 1
seat:
  id: MIN
  name: Minsk
  mark: M
  hue: amber
  income: 4
  start: 3
  orders: 2
  side: the regime
  plays: You are the palace.
  brief: Keep it.
  resources: Some.
  advice: [wait]
  cites: [EF-01]
goals:
  - {points: 10, label: Calm, if: calm >= 5}
  - {points: 5, label: Quiet, if: pull_kyiv <= 5 and count.struck <= 3}
agendas:
  - {id: MIN-H1, name: One, points: 3, if: ip.MIN >= 2, text: Save.}
  - {id: MIN-H2, name: Two, points: 3, if: sw_relay == 0, text: Off.}
  - {id: MIN-H3, name: Three, points: 3, if: turn == turns, text: Last.}
actions:
  - {id: MIN-A, name: A, text: t, phase: A, kind: auto, do: {calm: 1}, cites: [EF-01]}
  - {id: MIN-B, name: B, text: t, phase: A, kind: auto, do: {calm: 1}, cites: [EF-01]}
  - {id: MIN-C, name: C, text: t, phase: A, kind: auto, do: {calm: 1}, cites: [EF-01]}
  - {id: MIN-D, name: D, text: t, phase: A, kind: auto, do: {calm: 1}, cites: [EF-01]}
  - {id: MIN-E, name: E, text: t, phase: A, kind: auto, do: {calm: 1}, cites: [EF-01]}
  - {id: MIN-F, name: F, text: t, phase: A, kind: auto, do: {calm: 1}, cites: [EF-01]}
  - id: MIN-SUS
    name: Switch off
    text: t
    phase: B
    cost: 1
    kind: rigid
    targets: [sw_relay, sw_radar]
    if: target == 1
    roll: {need: 8, mods: [{if: calm >= 5, by: 1, why: calm, cite: EF-02}]}
    ok: {target: off, pull_kyiv: -price.kyiv}
    fail: {}
    late: {if: flag.red_line, effects: {calm: 1}, turns: 1}
    counts: struck
    cites: [EF-01]
doctrine:
  line: wait
  cares: {pressure: -200, calm: 100}
  rules: [{if: calm <= 3, prefer: [MIN-A], say: "calm first at {calm}"}]
"""

KYIV = (
    MINSK.replace("MIN", "KYI")
    .replace("Minsk", "Kyiv")
    .replace("calm >= 5, by", "pull_kyiv >= 5, by")
    .replace("mark: M", "mark: K")
)

DECK = """\
format: 1
deck: {id: tiny, name: Tiny, about: Two cards., ruleset: small, document: EF}
cards:
  - id: F01
    title: A card
    text: Something happens.
    cites: [EF-01]
    if: pull_kyiv >= 3
    auto: {do: {calm: -1}}
    then: {card: F02, in: 2}
  - id: F02
    title: Another card
    text: Somebody must choose.
    cites: [EF-02]
    choose:
      KYI:
        - {id: a, text: Yes, cost: 1, do: {pull_kyiv: 1, flag.red_line: 2}}
        - {id: b, text: No, do: {}}
"""

SCENARIO = """\
format: 1
scenario:
  id: first
  short: S1
  name: First
  for: one person
  minutes: 20
  turns: 4
  orders: 1
  players: {least: 1, most: 2}
  people: [MIN]
  scored: all
  decks: [tiny]
  bots: staff
  bars: {default: 10, MIN: 11}
  scene: It begins.
"""

RULES = {
    "ruleset.yaml": RULESET,
    "sources.yaml": SOURCES,
    "tracks.yaml": TRACKS,
    "flags.yaml": FLAGS,
    "turn-end.yaml": TURN_END,
    "demands.yaml": DEMANDS,
    "rulings.yaml": RULINGS,
    "seats/minsk.yaml": MINSK,
    "seats/kyiv.yaml": KYIV,
}


def changed(files: Mapping[str, str], file: str, old: str, new: str) -> dict[str, str]:
    """The files with one text in one of them replaced; the text must be there."""
    assert old in files[file], f"{old!r} is not in {file}"
    return {**files, file: files[file].replace(old, new, 1)}


@cache
def rules() -> RuleSet:
    """The small rule set, compiled."""
    compiled, problems = compile_ruleset(RULES)
    assert compiled is not None, problems
    return compiled


def rules_codes(file: str, old: str, new: str) -> list[str]:
    """What is found in the small rule set with one text replaced, warnings included."""
    return codes(compile_ruleset(changed(RULES, file, old, new))[1])


def deck_codes(old: str, new: str) -> list[str]:
    """What is found in the small deck with one text replaced."""
    assert old in DECK
    return codes(compile_deck({"deck.yaml": DECK.replace(old, new, 1)}, rules())[1])


def game_codes(files: Mapping[str, str]) -> list[str]:
    """What a check of everything finds."""
    return codes(check_texts(files))


def codes(problems: list[Diagnostic]) -> list[str]:
    """The codes in order."""
    return [problem.code for problem in problems]
