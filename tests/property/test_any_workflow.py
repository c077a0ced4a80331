"""Laws of reading workflow files, whatever stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer import yaml_io
from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from designer.errors import DocumentError
from designer.model.step import STEP_ID
from designer.recognition.recogniser import load_recogniser
from designer.steps.catalog import load_catalog
from designer.storage.document import parse_document, write_document
from designer.targets.github_actions import IMPORTER
from designer.targets.imported import Imported, SourceFile
from designer.targets.importer import Surroundings

CATALOG = load_catalog()
AROUND = Surroundings(CATALOG, load_recogniser(), lambda path: None)
ANALYZER = Analyzer(CATALOG, load_rulebook())
ANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = st.sampled_from(["a", "b", "c", "a_b", "A", "1", "deploy", "train", "x y", "é", ""])
WORDS = st.one_of(
    NAMES,
    st.sampled_from(
        [
            "always()", "failure()", "${{ !cancelled() && needs.a.result == 'success' }}", "python src/train.py\n",
            "pytest || true", "echo ${{ needs.a.outputs.x }}", "gh workflow run ci.yml", "actions/checkout@v4",
            "actions/upload-artifact@v4", "actions/download-artifact@v4", "./.github/actions/x", "./../x", "docker://x",
            "team/tools/.github/workflows/x.yml@v1", "push", "schedule", "0 3 * * *", "(((", "'", "${{", "write-all",
        ]
    ),
    st.text(max_size=8),
)  # fmt: skip
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-3, 1000), st.floats(allow_nan=False), WORDS)
VALUES = st.recursive(PLAIN, lambda v: st.lists(v, max_size=3) | st.dictionaries(NAMES, v, max_size=3), max_leaves=6)


def mapping(keys: str, **known: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings in which each of the keys may stand, mostly with a value that fits."""
    fitting = {key.replace("_", "-"): value for key, value in known.items()}
    every = {key: st.one_of(fitting[key], VALUES) if key in fitting else VALUES for key in keys.split()} | fitting
    return st.fixed_dictionaries({}, optional=every)


STEPS = mapping(
    "id name if uses with run shell working-directory env continue-on-error timeout-minutes parallel background wait",
    run=WORDS, uses=WORDS, id=NAMES,
)  # fmt: skip
JOBS = mapping(
    "name if runs-on permissions environment outputs env defaults timeout-minutes strategy continue-on-error uses with "
    "secrets container colour",
    needs=st.one_of(NAMES, st.lists(NAMES, max_size=4)),
    steps=st.lists(STEPS, max_size=5),
)
FILES = mapping(
    "name env defaults permissions concurrency",
    on=st.one_of(WORDS, st.lists(WORDS, max_size=3), mapping("push schedule workflow_run repository_dispatch label")),
    jobs=st.dictionaries(NAMES, JOBS, max_size=5),
)


def read(text: str) -> Imported | None:
    try:
        return IMPORTER.read(SourceFile(".github/workflows/ci.yml", text), AROUND)
    except DocumentError as error:
        assert error.line is not None
        return None


def is_acyclic(after: Mapping[str, set[str]]) -> bool:
    left = dict(after)
    while free := [step for step, targets in left.items() if not targets & left.keys()]:
        for step in free:
            del left[step]
    return not left


@ANY
@given(FILES)
def test_whatever_stands_in_a_workflow_it_is_shown_or_refused_with_a_line(data: dict[str, Any]) -> None:
    text = yaml_io.block(data)
    found = read(text)
    if found is None:
        assert not isinstance(data.get("jobs", ""), dict | None)
        return
    steps = found.snapshot.steps
    assert len(found.groups) == len(data["jobs"] or {})
    assert [i for group in found.groups for i in group.steps] == list(steps)
    assert all(STEP_ID.match(step) for step in steps)
    lines = text.count("\n") + 1
    assert found.places.keys() == steps.keys()
    for place in (p for places in found.places.values() for p in places):
        assert 1 <= place.first_line <= place.last_line <= lines
    assert all(r.line is not None and 1 <= r.line <= lines for r in found.remarks)


@ANY
@given(FILES)
def test_no_flow_link_closes_a_circle_and_none_leads_nowhere(data: dict[str, Any]) -> None:
    found = read(yaml_io.block(data))
    if found is not None:
        after: dict[str, set[str]] = {step: set() for step in found.snapshot.steps}
        for link in found.snapshot.links.values():
            assert link.target in after
            assert link.source != link.target
            if link.is_flow:
                after[link.source].add(link.target)
        assert is_acyclic(after)


@ANY
@given(FILES)
def test_what_was_read_is_a_document_that_the_analyzer_takes(data: dict[str, Any]) -> None:
    found = read(yaml_io.block(data))
    if found is not None:
        again = parse_document(write_document(found.snapshot), "x.yaml", CATALOG).snapshot
        assert {i: dict(s.attributes) for i, s in again.steps.items()} == {
            i: dict(s.attributes) for i, s in found.snapshot.steps.items()
        }
        assert again.links == found.snapshot.links
        ANALYZER.analyze(found.snapshot)


@ANY
@given(FILES)
def test_the_same_text_is_read_in_the_same_way(data: dict[str, Any]) -> None:
    text = yaml_io.block(data)
    assert read(text) == read(text)
