"""Every fix that is offered for a workflow changes its file, or what stays a claim is told; often both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

import pytest

from designer.analysis.analyzer import Analyzer
from designer.analysis.fixes import apply_fix
from designer.analysis.rulebook import load_rulebook
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.session.roundtrip import stray_line
from designer.targets.differences import differences
from designer.targets.github_actions import IMPORTER
from designer.targets.imported import Patched
from tests.unit.targets.github_editing.edited import Opened
from tests.unit.targets.github_editing.workflows import WORKFLOWS
from tests.unit.targets.github_reading.opened import CATALOG

WRITTEN: Final = "written"  # the file says all of it
PARTLY: Final = "partly"  # the file changes, and something stays a claim or is left to do
CLAIMED: Final = "claimed"  # the file has no place for it

# What happens, at worst, with the fix of each rule. Fixes that add steps need files of the starter kit or say more
# than a workflow can: how a check is made, what a monitor watches.
HAPPENS: Final = {
    **dict.fromkeys(("SCA007", "SEC010", "AUT007", "AUT009", "AUT018"), WRITTEN),
    **dict.fromkeys(("AUT001", "AUT002", "AUT010", "AUT012", "AUT013", "AUT014", "AUT015", "GRA002"), PARTLY),
    **dict.fromkeys(("MON001", "MON003", "MON006", "MON007", "MON008", "MON014", "MON010"), PARTLY),
    **dict.fromkeys(("REP001", "REP002", "REP003", "REP004", "REP009", "REP010", "REP011"), PARTLY),
    **dict.fromkeys(("SCA004", "SEC001", "SEC005", "SEC007", "SEC011", "SEC014", "SEC016"), PARTLY),
    **dict.fromkeys(("AUT003", "AUT005", "AUT006", "AUT016", "REP005", "REP006", "REP007", "REP008"), CLAIMED),
    **dict.fromkeys(("REP012", "REP013", "SCA001", "SCA002", "SCA003", "SCA006", "SCA008", "SCA009"), CLAIMED),
    **dict.fromkeys(("SEC002", "SEC003", "SEC004", "SEC012", "SEC013", "SEC015", "SEC017"), CLAIMED),
    **dict.fromkeys(("MON004", "MON011", "MON012", "MON013", "SEC009"), CLAIMED),
    **dict.fromkeys(("AUT008", "AUT011", "SCA005", "MON009"), PARTLY),
}
RULES: Final = load_rulebook()
ANALYZER: Final = Analyzer(CATALOG, RULES)


@cache
def fixes() -> dict[tuple[str, str], Snapshot]:
    """File and code -> the pipeline with the fix; what an import cannot show counts as seen."""
    return {(name, code): wanted for name, text in WORKFLOWS.items() for code, wanted in _fixes(Opened(text))}


def _fixes(opened: Opened) -> Iterator[tuple[str, Snapshot]]:
    base = opened.now
    seen = [f"{code}@{step}" for code in sorted(HAPPENS) for step in base.steps]
    assessed = replace(base, facts={**base.facts, "assessed": seen})
    done = set()
    for finding in ANALYZER.analyze(assessed, "regulated").findings:
        if finding.autofix is None or finding.code in done:
            continue
        pipeline = Pipeline(assessed)
        try:
            apply_fix(pipeline, CATALOG, finding)
        except EditRefused:
            continue
        done.add(finding.code)
        yield finding.code, pipeline.snapshot()


CASES: Final = sorted(fixes())


def patched(name: str, code: str) -> tuple[Opened, Patched]:
    opened = Opened(WORKFLOWS[name])
    return opened, opened.patch(fixes()[name, code])


def outcome(opened: Opened, found: Patched) -> str:
    if found.text == opened.text:
        return CLAIMED
    return PARTLY if found.losses else WRITTEN


def test_most_rules_offer_a_fix_for_one_of_the_files() -> None:
    assert len({code for _, code in CASES}) >= 40


@pytest.mark.parametrize(("name", "code"), CASES)
def test_a_fix_is_written_or_told(name: str, code: str) -> None:
    opened, found = patched(name, code)
    assert found.text != opened.text or found.losses
    order = (WRITTEN, PARTLY, CLAIMED)
    assert order.index(outcome(opened, found)) <= order.index(HAPPENS.get(code, CLAIMED))


@pytest.mark.parametrize(("name", "code"), CASES)
def test_a_fix_touches_only_lines_that_it_is_about(name: str, code: str) -> None:
    opened, found = patched(name, code)
    lines = IMPORTER.touched(opened.file, opened.base, fixes()[name, code])
    assert stray_line(opened.text, found.text, lines) is None


@pytest.mark.parametrize(("name", "code"), CASES)
def test_what_is_not_told_is_read_again(name: str, code: str) -> None:
    opened, found = patched(name, code)
    again = Opened(found.text).base
    at = {places[0].at: step for step, places in again.places.items()}
    wanted = fixes()[name, code]
    edits = differences(opened.now, wanted)
    told = {loss.step for loss in found.losses}
    for card in edits.added:
        assert at[found.places[card][0].at] in again.snapshot.steps
    for card, facts in edits.facts.items():
        step = again.snapshot.steps[at[found.places[card][0].at]]
        for fact, value in facts.items():
            expected = found.followed.get(card, {}).get(fact, value)
            known = step.get(fact) or (again.snapshot.facts.get(fact) if fact == "triggers" else None)
            assert card in told or known == expected, (card, fact)
    for fact, value in edits.pipeline.items():
        assert None in told or again.snapshot.facts.get(fact) == value, fact
