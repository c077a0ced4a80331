"""Cases that the property tests of the score found by searching for long."""

from __future__ import annotations

from pathlib import Path

from designer import yaml_io
from designer.analysis.analyzer import Analyzer
from designer.analysis.fixes import apply_fix
from designer.model.pipeline import Pipeline
from tests.unit.analysis.drawn import mutated, pipeline

FULL = yaml_io.load((Path(__file__).parents[2] / "golden" / "benchmarks.yaml").read_text(encoding="utf-8"), "b")["full"]


def test_a_loop_that_comes_to_light_in_an_import_brings_the_trigger_that_is_asked_of_it(analyzer: Analyzer) -> None:
    """The loop was not visible, so nothing was asked of it; led back to training it would be one without a trigger."""
    edits = [
        {"pipe": {"origin": "github"}},
        {"cut": "again ~> data"},
        {"link": "watch ~> reg"},
    ]
    drawn = pipeline(mutated(FULL, edits))
    before = analyzer.analyze(drawn, "classroom")
    assert before.score.rules["MON008"].credit is None
    (finding,) = (f for f in before.findings if f.code == "AUT019")
    board = Pipeline(drawn)
    apply_fix(board, analyzer.catalog, finding)
    after = analyzer.analyze(board.snapshot(), "classroom")
    assert str(finding) not in after.keys
    assert after.score.rules["MON009"].credit == 1
    assert (after.score.exact["monitoring"] or 0) >= (before.score.exact["monitoring"] or 0)


def test_a_loop_that_is_an_order_in_a_circle_is_offered_no_trigger_before_the_circle_is_mended(
    analyzer: Analyzer,
) -> None:
    drawn = pipeline(
        {
            "pipeline": {"scope": "batch", "repo": True},
            "steps": {
                "s0": {"kind": "data_source"},
                "s1": {"kind": "train"},
                "s4": {"kind": "deploy"},
                "s9": {"kind": "drift"},
            },
            "links": ["s9 -> s0", "s0 -> s1", "s4 -> s9", "s1 -> s4"],
        }
    )
    found = analyzer.analyze(drawn, "classroom").findings
    assert [f.autofix for f in found if f.code == "MON009"] == [None]
    for finding in found:
        if finding.autofix:
            apply_fix(Pipeline(drawn), analyzer.catalog, finding)
