"""The strict reader: what it reads, what it refuses, where it says things stand, and that nothing makes it raise."""

import gc

import pytest
import yaml
from hypothesis import example, given, settings, strategies as st

from northaxis.content.strict_yaml import Source, Value, read


def value(text: str) -> Value:
    source = read("x.yaml", text)
    assert source.is_readable, source.problems
    assert source.problems == []
    return source.data


def codes(text: str | bytes) -> list[str]:
    return [problem.code for problem in read("x.yaml", text).problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("+1", 1),
        ("0", 0),
        ("017", "017"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("12:30", "12:30"),
        ("12:30:00", "12:30:00"),
        ("2026-07-01", "2026-07-01"),
        ("2024-13-45", "2024-13-45"),
        ("=3", "=3"),
        ("+price.moscow", "+price.moscow"),
        ("'12'", "12"),
        ('"true"', "true"),
        ('"a\\tb"', None),
        ("{}", {}),
        ("[a, 1, true]", ["a", 1, True]),
    ],
)
def test_only_true_false_plain_integers_and_null_are_not_text(written: str, meant: Value) -> None:
    if written == '"a\\tb"':
        assert codes(f"k: {written}") == ["control-character"]
    else:
        assert value(f"k: {written}") == {"k": meant}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
        ("a: &x 1\n", "anchor", 1, 4),
        ("a: *x\n", "alias", 1, 4),
        ("a: !!str 1\n", "tag", 1, 4),
        ("a: !!python/object:os.system {}\n", "tag", 1, 4),
        ("a: ! 1\n", "tag", 1, 4),
        ("a:\n  <<: {b: 1}\n", "merge-key", 2, 3),
        ("a: 1\n---\nb: 2\n", "second-document", 2, 1),
        ("%YAML 1.1\n---\na: 1\n", "directive", 1, 1),
        ("1: a\n", "key-not-text", 1, 1),
        ("true: a\n", "key-not-text", 1, 1),
        ("? [a]\n: b\n", "key-not-text", 1, 3),
        ("? {a: b}\n: c\nd: e\n", "key-not-text", 1, 3),
        ("{~: a}\n", "key-not-text", 1, 2),
        ("a: 1234567890\n", "number-too-long", 1, 4),
        ("a: [b\n", "yaml-syntax", 2, 1),
        ("a: b: c\n", "yaml-syntax", 1, 5),
        ("a:\n\tb: 1\n", "yaml-syntax", 2, 1),
        ("", "empty-file", 1, 1),
        ("# nothing\n", "empty-file", 1, 1),
        ('a: "\\e]52;c;x"\n', "control-character", 1, 4),
        ('a: "\\ud800"\n', "yaml-syntax", 1, 5),
        ("a: x\x1b[c\n", "control-character", 1, 5),
        ("a: x\x00\n", "control-character", 1, 5),
        ("a: b\u2028c\n", "control-character", 1, 5),
        ("a: b\x85c\n", "control-character", 1, 5),
        ("a: \ud800\n", "control-character", 1, 4),
        ("a: \u202eb\n", "control-character", 1, 4),
        ("a: e" + "\u0301" * 3000 + "\n", "control-character", 1, 4),
        ("a: " + "x" * 10_001 + "\n", "text-too-long", 1, 4),
        ("\ufeffa: 1\n", "byte-order-mark", 1, 1),
    ],
)
def test_a_refused_construct_is_named_at_its_place(text: str, code: str, line: int, column: int) -> None:
    found = read("x.yaml", text).problems
    assert (found[0].code, found[0].line) == (code, line)
    if code != "yaml-syntax":
        assert found[0].column == column


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("a: 1".encode("utf-16"), "not-utf-8"),
        ("a: 1".encode("utf-16-le"), "control-character"),
        (b"\xef\xbb\xbfa: 1", "byte-order-mark"),
        (b"a: \xff", "not-utf-8"),
        (b"a: \xed\xa0\x80", "not-utf-8"),
        (b"a: " + b"x" * (2 * 1024 * 1024), "file-too-big"),
    ],
)
def test_bytes_that_are_not_plain_utf_8_are_refused(raw: bytes, code: str) -> None:
    assert codes(raw)[0] == code


def test_several_problems_are_reported_at_once() -> None:
    assert codes("a: &x 1\nb: !t 2\na: *x\n1: c\n") == ["anchor", "tag", "duplicate-key", "alias", "key-not-text"]


def test_a_flood_of_problems_is_cut() -> None:
    assert len(codes("a: 1\n" * 50_000)) == 100


def test_depth_is_counted_before_the_parser_can_crash() -> None:
    for text in ("[" * 100_000, "{a: " * 30_000, "? " * 30_000, "- " * 30_000):
        assert codes(text)[-1] == "too-deep"
    assert value("[" * 24 + "]" * 24) is not None


def test_positions_of_keys_and_values_are_kept() -> None:
    source = read("x.yaml", 'a: 1\nb:\n  - c: "x y"\n    d: [p, q]\n')
    assert source.span(("b", 0, "c")) == (2, 7, 2, 12, '"')
    assert source.span(("b", 0, "d"), key=True)[:2] == (3, 4)
    assert source.span(("b", 0, "d", 1))[:2] == (3, 11)
    assert source.text_start(("b", 0, "c")) == (3, 9)
    assert source.span(("b", 0, "nowhere"))[:2] == (2, 4)


def test_collection_is_on_again_afterwards() -> None:
    read("x.yaml", "a: [")
    assert gc.isenabled()


def test_the_pure_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: 1\nb: [x, {c: 'd'}]\ne: |\n  one\n  two\n"
    fast = read("x.yaml", text)
    monkeypatch.delattr(yaml, "CSafeLoader")
    slow = read("x.yaml", text)
    assert slow.data == fast.data == {"a": 1, "b": ["x", {"c": "d"}], "e": "one\ntwo"}
    assert slow.span(("b", 1, "c"))[:4] == fast.span(("b", 1, "c"))[:4]


# --- properties

YAMLISH = st.text("ab:-,[]{}&*!|>'\"#%@`?\n \t1<~=é\u202e\x1b\\", max_size=80)


@settings(max_examples=1000, deadline=None)
@given(YAMLISH | st.text(max_size=80) | st.binary(max_size=80))
@example("? [a]\n")
@example("a: *b\n*b : c\n")
@example("&a *a : b")
@example("<<: *a\n")
@example("--- a\n--- b\n")
def test_no_file_makes_the_reader_raise(text: str | bytes) -> None:
    source = read("x.yaml", text)
    assert source.is_readable or source.problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in source.problems)


WORDS = st.text("abcxyz", min_size=1, max_size=6).filter(lambda word: word not in ("true", "false", "null"))
DATA: st.SearchStrategy[Value] = st.recursive(
    WORDS | st.integers(-999, 999) | st.booleans(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(WORDS, parts, max_size=4),
    max_leaves=15,
)


def leaves(source: Source, data: Value, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Value]]:
    if isinstance(data, dict):
        return [leaf for key, part in data.items() for leaf in leaves(source, part, (*path, key))]
    if isinstance(data, list):
        return [leaf for place, part in enumerate(data) for leaf in leaves(source, part, (*path, place))]
    return [(path, data)]


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(WORDS, DATA, min_size=1, max_size=4), st.booleans())
def test_what_is_written_is_read_back_and_every_position_is_right(data: dict[str, Value], flow: bool) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    source = read("x.yaml", text)
    if any(word in ("y", "n") for word in text.split()):
        return
    assert source.data == data
    lines = text.split("\n")
    for path, leaf in leaves(source, source.data):
        line, column, end_line, end, style = source.span(path)
        written = lines[line][column:end]
        assert line == end_line
        assert written.strip("'\"") == (str(leaf).lower() if isinstance(leaf, bool) else str(leaf)), (path, style)
