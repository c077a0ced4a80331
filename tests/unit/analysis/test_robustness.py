"""Whatever stands in the facts, the analyzer gives a report."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step, frozen
from designer.steps.catalog import load_catalog

ANALYZER = Analyzer(load_catalog(), load_rulebook())
KINDS = [*sorted(ANALYZER.catalog.kinds), "quantum"]
NAMES = sorted({n for k in KINDS for n in ANALYZER.catalog.fields(k)} | {"colour"})
FACTS = sorted({*ANALYZER.catalog.pipeline_fields, "colour"})
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.floats() | st.sampled_from(["", "a", "training", "prod", "s0"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["code", "as", "a"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nonsense_in_the_facts_never_stops_the_analysis(data: st.DataObject) -> None:
    rows = data.draw(
        st.lists(st.tuples(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(NAMES), VALUES)), max_size=8)
    )
    steps = {f"s{i}": Step(f"s{i}", kind, "", frozen(facts)) for i, (kind, facts) in enumerate(rows)}
    ends = st.sampled_from([*steps, "nowhere"])
    words = st.sampled_from(["success", "always"])
    links = data.draw(st.lists(st.builds(Link, ends, ends, st.sampled_from(["flow", "feedback"]), words), max_size=10))
    facts = data.draw(st.dictionaries(st.sampled_from(FACTS), VALUES, max_size=5))
    snapshot = Snapshot(steps=steps, links={k.id: k for k in links}, facts=frozen(facts))
    report = ANALYZER.analyze(snapshot, data.draw(st.sampled_from(["classroom", "regulated"])))
    assert all(f.message and f.risk for f in report.findings)
