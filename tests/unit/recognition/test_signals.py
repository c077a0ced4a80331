"""The data file of the recogniser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from designer.errors import ResourceError
from designer.recognition.signal_file import SignalFile
from designer.recognition.signals import Signals
from designer.resources import resource
from designer.steps.catalog import Catalog, load_catalog

LEAST = """\
prints: echo
looks: ls
hands_on: OUTPUT
forgiving: --soft
launchers: {wrappers: {0: sudo}, runners: make, interpreters: bash, python: python, valued: -n}
signals:
- {id: a, in: words, pattern: "train, fit", kind: train, strength: 2}
facts:
- {id: b, kinds: [train], in: text, pattern: seed, attributes: {seed: true}}
secrets: {key: KEY}
leading: {train: 2}
following: version
files:
  sorts: {model: pkl, metrics: json}
  signals:
  - {id: c, reads: model, writes: metrics, kind: evaluate, strength: 1}
"""


@pytest.fixture(scope="module")
def signals() -> Signals:
    return SignalFile(resource("signals.yaml")).read()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def problems(catalog: Catalog, kind: str, attributes: dict[str, object]) -> list[str]:
    fields = catalog.fields(kind)
    return [n for n, v in attributes.items() if n not in fields or fields[n].type.problem(v)]


def test_every_signal_speaks_for_a_kind_and_gives_it_facts_it_can_have(signals: Signals, catalog: Catalog) -> None:
    speaking = [s for s in signals.all if s.kind]
    assert not [s.id for s in speaking if s.kind not in catalog.kinds]
    assert not [s.id for s in speaking if problems(catalog, s.kind, dict(s.attributes))]


def test_signals_without_a_kind_give_no_facts(signals: Signals) -> None:
    assert not [s.id for s in signals.all if not s.kind and s.attributes]


def test_every_fact_fits_all_kinds_that_it_is_told_of(signals: Signals, catalog: Catalog) -> None:
    wrong = [
        (f.id, kind)
        for f in signals.facts
        for kind in f.kinds or catalog.kinds
        if kind not in catalog.kinds or problems(catalog, kind, dict(f.attributes))
    ]
    assert not wrong


def test_every_expression_is_one(signals: Signals) -> None:
    texts = [s.where.text for s in signals.all if s.where] + [f.pattern.text for f in signals.facts]
    for text in [*texts, *(p.text for p in signals.secrets.values())]:
        re.compile(text)


def test_names_are_given_once(signals: Signals) -> None:
    names = [s.id for s in signals.all] + [f.id for f in signals.facts]
    assert sorted(set(names)) == sorted(names)


def test_strengths_are_between_nothing_and_sure(signals: Signals) -> None:
    most = {"other": 6}  # what says that it is no step of a pipeline outweighs two signals for one
    assert not [s.id for s in signals.all if s.kind and not 0 < s.strength <= most.get(s.kind, 3.1)]


def written(folder: Path, text: str) -> SignalFile:
    path = folder / "signals.yaml"
    path.write_text(text, encoding="utf-8")
    return SignalFile(path)


def test_the_least_file_is_read(tmp_path: Path) -> None:
    assert [s.kind for s in written(tmp_path, LEAST).read().all] == ["train"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("in: words", "in: sentences", 7, "must be one of"),
        ("strength: 2", "strenght: 2", 7, "is not a key here"),
        ("strength: 2", "strength: much", 7, "must be a number"),
        ("strength: 2", "hosted: perhaps", 7, "must be true or false"),
        ('"train, fit"', '"train, "', 7, "empty"),
        ('"train, fit"', "[train]", 7, "must be text"),
        ("kinds: [train]", "kinds: train", 9, "must be a list"),
        ("in: text", "in: somewhere", 9, "must be one of"),
        ("{0: sudo}", "{few: sudo}", 5, "must be a number"),
        ("runners: make, ", "", 5, "must be text"),
        ("- {id: a", "- a\n- {id: a", 7, "must be a mapping"),
        ("prints: echo", "prints: [echo]", 1, "must be text"),
        ("leading: {train: 2}", "leading: {train: much}", 11, "must be a number"),
        ("reads: model", "reads: models", 16, "must name sorts of files"),
        ("writes: metrics", "wrote: metrics", 16, "is not a key here"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in LEAST
    with pytest.raises(ResourceError, match=message) as caught:
        written(tmp_path, LEAST.replace(old, new)).read()
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "signals.yaml"), line)


def test_a_file_that_is_missing_or_no_yaml_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        SignalFile(tmp_path / "none.yaml")
    with pytest.raises(ResourceError):
        written(tmp_path, "signals: [")
