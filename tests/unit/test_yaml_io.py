from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from designer import yaml_io
from designer.errors import DocumentError

# Everything that a text of a document may hold, words that YAML reads as something else among it.
ODD_WORDS = """
on off yes no y true false null ~ 0o17 0x1f 1e5 1.5e3 +.5 .inf -.INF .NaN 12:30 1_000 2027-06-30 = << - ? : |
"""
WORDS = st.sampled_from(ODD_WORDS.split())
TEXTS = WORDS | st.text(st.characters(codec="utf-8"), max_size=60) | st.text("ab \n\t#:-'\"[]{}", max_size=30)
SCALARS = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


def load(text: str) -> Any:
    return yaml_io.load(text, "a.yaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2027-06-30", "2027-06-30"),
        ("1_000", "1_000"),
        ("017", 17),
        ("0o17", 15),
        ("0x1F", 31),
        ("-3", -3),
        ("+4", 4),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        (".INF", math.inf),
        (".dot", ".dot"),
        ("-", "-"),
        ("+a", "+a"),
        ("1.2.3", "1.2.3"),
        ("3 apples", "3 apples"),
    ],
)
def test_plain_scalars_mean_what_yaml_1_2_says(text: str, value: Any) -> None:
    found = yaml_io.scalar_value(text, plain=True)
    assert (found, type(found)) == (value, type(value))


def test_a_scalar_that_is_not_plain_is_a_text() -> None:
    assert yaml_io.scalar_value("17", plain=False) == "17"


def test_nan_is_a_number() -> None:
    assert math.isnan(load(".nan"))


def test_quoted_scalars_are_texts() -> None:
    assert load("[\"1\", 'true', \"\", '~']") == ["1", "true", "", "~"]


def test_core_tags_are_accepted() -> None:
    assert load("[!!str 3, !!int 3, ! 4, !!seq [], !!map {}]")[0] == "3"


def test_keys_are_texts_whatever_they_look_like() -> None:
    assert load("{1: a, true: b, ~: c, on: d}") == {"1": "a", "true": "b", "~": "c", "on": "d"}


def test_aliases_stand_for_what_they_name() -> None:
    assert load("a: &x [1, 2]\nb: *x\nc: &y word\nd: *y\n") == {"a": [1, 2], "b": [1, 2], "c": "word", "d": "word"}


def test_every_value_knows_its_line() -> None:
    text = "# top\nsteps:\n  train:\n    kind: train\n    levels:\n      - a\n      - b\n"
    parsed = yaml_io.parse(text, "a.yaml")
    assert parsed.line(("steps", "train", "kind")) == 4
    assert parsed.line(("steps", "train", "levels", 1)) == 7
    assert parsed.line(("steps", "train", "no", "such")) == 3
    assert parsed.line(("nothing",)) == 2
    assert yaml_io.parse("", "a.yaml").line(("a",)) is None


@pytest.mark.parametrize(
    "text", ["ä: 'ö'\nb: [1, ü]\n", "\ufeffä: 'ö'\nb: [1, ü]\n", "ä: 'ö'\r\nb: [1, ü]\r\n", "😀: 'ö'\nb: [1, ü]"]
)
def test_places_are_counted_in_characters_without_the_byte_order_mark(text: str) -> None:
    parsed = yaml_io.parse(text, "a.yaml")
    plain = text.removeprefix("\ufeff")
    first, *_ = parsed.data
    assert plain[parsed.values[(first,)].start : parsed.values[(first,)].end] == "'ö'"
    assert plain[parsed.values["b", 1].start : parsed.values["b", 1].end] == "ü"
    assert plain[parsed.keys[("b",)].start : parsed.keys[("b",)].end] == "b"
    assert plain[parsed.values[("b",)].start : parsed.values[("b",)].end] == "[1, ü]"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3: a: the key stands twice in one place. Rename or remove one of the two."),
        ("s:\n  x: {k: 1, k: 2}\n", "a.yaml:2: s.x.k: the key stands twice in one place"),
        ("a: !!python/object:os.system x\n", "a.yaml:1: the tag tag:yaml.org,2002:python/object:os.system is not"),
        ("a: !mine [1]\n", "a.yaml:1: the tag !mine is not supported. Write plain values."),
        ("a: !!binary aGk=\n", "the tag tag:yaml.org,2002:binary is not supported"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2: more than one YAML document in the file. Keep one."),
        ("a: *b\n", "a.yaml:1: the alias *b has no anchor before it"),
        ("a: &a [*a]\n", "the alias *a has no anchor before it"),
        ("? [a, b]\n: c\n", "a.yaml:1: a mapping key must be a single word or text"),
        ("k: &k x\n*k : c\n", "a.yaml:2: a mapping key must be a single word or text"),
        ("a: [1, 2\n", "Correct the YAML."),
        ("a: 'open\n", "Correct the YAML."),
        ("a:\n\t- b\n", "a.yaml:2: "),
        ("a: b: c\n", "a.yaml:1: a ':' stands where no key can be; quotes may be missing"),
        ("a: [1,\n", "a.yaml:2: a value is missing here, or a bracket before it is not closed"),
        ("a: 1\n b: 2\n", "a.yaml:2: a ':' stands where no key can be; quotes may be missing"),
        ("a:\n  - 1\n  b: 2\n", "a.yaml:3: a list item with '-' is expected here; the indent may be wrong"),
        ("a: @b\n", "a.yaml:1: no value may begin with this character (a tab, @ or `)"),
        ("a: 1\nb: \x07\n", "a.yaml:2: the control character U+0007 is not allowed in YAML. Remove it."),
        ("a: \x00", "U+0000"),
        ("ä: \ud800", "U+D800"),
        ("a: " + "9" * 401, "a.yaml:1: the number has too many digits"),
        ("a: 0x" + "f" * 401, "the number has too many digits"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(text: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_number_of_many_digits_is_read_when_it_is_quoted() -> None:
    assert load(f"'{'9' * 500}'") == "9" * 500


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused(opening: str) -> None:
    with pytest.raises(DocumentError, match=r"nested deeper than 60 levels|single word"):
        load(opening * 100_000)


def test_nesting_up_to_the_limit_is_read() -> None:
    assert load("[" * 60 + "]" * 60) is not None


def test_an_alias_bomb_is_refused_before_it_explodes() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    with pytest.raises(DocumentError, match=r"holds too many values. Shorten it, or remove nested"):
        load("\n".join(lines))


@pytest.mark.parametrize("text", ["- x\n" * 450_001, "[" + "1, " * 450_001 + "]"])
def test_endless_files_are_refused_before_they_are_read(text: str) -> None:
    with pytest.raises(DocumentError, match="more than 450,000 lines and list items"):
        load(text)


@pytest.mark.parametrize("text", ["- - - - x\n" * 200_000, f"{{{', '.join(f'{i}: v' for i in range(449_000))}}}"])
def test_more_values_than_lines_are_refused_too(text: str) -> None:
    with pytest.raises(DocumentError, match="holds too many values"):
        load(text)


def test_reading_leaves_the_garbage_collector_as_it_was() -> None:
    import gc

    load("a: 1")
    assert gc.isenabled()
    gc.disable()
    try:
        load("a: 1")
        assert not gc.isenabled()
    finally:
        gc.enable()


@settings(max_examples=400)
@given(VALUES)
@example({"k": "a\n\n"})
@example("\n")
@example("9" * 500)
@example("x\n y")
@example("a\u2028b")
@example("a\x85b")
def test_what_is_written_is_read_back(value: Any) -> None:
    assert load(yaml_io.block(value)) == value
    assert load(yaml_io.flow(value)) == value
    assert "\n" not in yaml_io.flow(value)


@settings(max_examples=200)
@given(VALUES)
def test_what_is_written_means_the_same_to_a_yaml_1_1_reader(value: Any) -> None:
    import yaml

    def plain(value: Any) -> Any:
        return str(value) if isinstance(value, float) else value

    texts = [v for v in _leaves(value) if isinstance(v, str)]
    found = [v for v in _leaves(yaml.safe_load(yaml_io.flow(texts))) if v is not None]
    assert list(map(plain, found)) == texts


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for pair in value.items() for v in pair for leaf in _leaves(v)]
    if isinstance(value, list):
        return [leaf for v in value for leaf in _leaves(v)]
    return [value]


def test_texts_of_several_lines_stay_readable() -> None:
    text = "python train.py \\\n  --seed 1\n# größer\n\nx\n"
    assert yaml_io.block({"command": text}).startswith("command: |\n  python train.py")
    assert load(yaml_io.block({"command": text})) == {"command": text}


@settings(max_examples=400)
@given(st.text(max_size=200) | st.text("ab:-[]{}&*!|>'\"#%@ \n\t\ufeff\r\x85", max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    try:
        yaml_io.parse(text, "a.yaml")
    except DocumentError as e:
        assert "\n" not in str(e)


def test_the_steps_of_the_parser_carry_their_places() -> None:
    found = list(yaml_io.events("a: &x 'b'\nc: [*x]\n", "a.yaml"))
    assert [(e.kind, e.start, e.end) for e in found] == [
        ("document", 0, 0),
        ("map", 0, 0),
        ("scalar", 0, 1),
        ("scalar", 3, 9),
        ("scalar", 10, 11),
        ("seq", 13, 14),
        ("alias", 14, 16),
        ("end", 16, 17),
        ("end", 18, 18),
    ]
    assert (found[3].text, found[3].anchor, found[3].style, found[3].plain) == ("b", "x", "'", False)
    assert (found[5].is_flow, found[6].anchor, found[2].plain) == (True, "x", True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\nb: 2\n", "Correct the YAML."),
        ("a: !x 1\n", "a.yaml:1: the tag !x is not supported"),
        ("[" * 61, "nested deeper than 60 levels"),
        ("- - x\n" * 400_001, "holds too many values"),
        ("a: \x07", "U+0007"),
    ],
)
def test_the_steps_of_the_parser_are_bounded_as_reading_is(text: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        list(yaml_io.events(text, "a.yaml"))
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["", "on", "Y", "n", "null", "~", "0o17", "0777", "12:30", "1_000", "1e3", "=", "<<"])
def test_words_that_some_reader_takes_for_something_else_are_no_plain_texts(text: str) -> None:
    assert not yaml_io.reads_as_text(text)


@pytest.mark.parametrize("text", ["a", "only", "1.2.3", "v1", "$x", "no-cache", "-a"])
def test_other_words_are_plain_texts(text: str) -> None:
    assert yaml_io.reads_as_text(text)
