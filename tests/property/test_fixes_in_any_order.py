"""Safe fixes, one after the other in random order: they end, lower nothing, and undo brings back what was there."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.analysis.finding import Finding
from designer.analysis.fixes import SAFE
from designer.errors import ExportError
from designer.model.snapshot import Snapshot
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.storage.document import Document
from designer.targets.catalog import load_targets
from tests.property.random_pipelines import described, pipelines, profiles
from tests.property.test_score_is_monotone import _falls, _levels_that_fall
from tests.unit.plan.drawn import snapshots

EXAMPLES = int(os.environ.get("SCORE_EXAMPLES", "60"))  # more by hand, to search longer
TIMES = 3  # a finding may come back because another fix moved what it is about; not for ever
ANY_ORDER = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
orders = st.integers(0, 1_000_000).map(random.Random)
WORKFLOW = "github"  # the format whose files of others are the most


@cache
def services() -> Services:
    return load_services()


def held(session: Session) -> list[object]:
    """All that the pipeline holds, in its order."""
    snapshot = session.pipeline.snapshot()
    parts = (getattr(snapshot, part.name) for part in fields(snapshot) if part.name != "revision")
    return [list(part.items()) for part in parts]


def mended(session: Session, order: random.Random, story: str) -> Iterator[Finding]:
    """Carries out the fixes; each is looked at as soon as it is done."""
    times: Counter[str] = Counter()
    before = session.analyze()
    while offered := [f for f in before.findings if f.autofix and f.autofix.safety in SAFE]:
        finding = order.choice(offered)
        times[str(finding)] += 1
        assert times[str(finding)] <= TIMES, f"{finding} comes back\n{story}"
        session.apply_fix(finding)
        after = session.analyze()
        told = f"{finding}: {finding.message}\n{story}"
        assert not any(str(f) == str(finding) and f.message == finding.message for f in after.findings), told
        assert not _falls(before, after), told
        assert not _levels_that_fall(before, after), told
        yield finding
        before = after


def check_all(session: Session, order: random.Random, story: str) -> None:
    """Mends everything, then takes back fix by fix."""
    states = [held(session)]
    for _ in mended(session, order, story):
        states.append(held(session))
    for state in reversed(states):
        assert held(session) == state, story
        if session.is_dirty:
            session.undo()
    assert not session.is_dirty


@ANY_ORDER
@given(st.one_of(pipelines, pipelines, snapshots()), profiles, orders)
def test_fixes_of_any_pipeline_end_lower_nothing_and_are_undone_one_by_one(
    snapshot: Snapshot, profile: str, order: random.Random
) -> None:
    session = Session(services(), Document(snapshot, ""), profile)
    text = session.text()
    check_all(session, order, described(snapshot))
    assert session.text() == text


@settings(ANY_ORDER, max_examples=max(1, EXAMPLES // 2))
@given(st.one_of(pipelines, snapshots()), profiles, orders)
def test_fixes_of_a_workflow_that_was_opened_can_be_written_and_undone(
    snapshot: Snapshot, profile: str, order: random.Random
) -> None:
    session = Session(services(), Document(snapshot, ""))
    try:
        files = session.export(WORKFLOW).files
    except ExportError:
        return  # nothing in it, or it runs in a circle
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_text(text, encoding="utf-8")
        opened = Session.open(services(), Path(folder), profile)
        assert opened.source is not None
        for _ in mended(opened, order, described(snapshot)):
            pass
        _assert_still_a_file(opened)
        while opened.is_dirty:
            opened.undo()
        written = opened.source.written(opened.pipeline.snapshot()).texts
        assert {path: text for path, text in written.items() if text != opened.source.files[path].text} == {}


def _assert_still_a_file(session: Session) -> None:
    """What the fixes made of the files can be read again, and exported in every format."""
    source = session.source
    assert source is not None
    for path, text in source.written(session.pipeline.snapshot()).texts.items():
        if path in source.files:
            part = source.base.parts[path]
            part.importer.read(type(part.file)(path, text), source.around({path: text}))
    for slug in load_targets():
        assert session.export(slug).files
