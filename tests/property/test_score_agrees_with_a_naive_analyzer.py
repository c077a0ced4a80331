"""The analyzer over bit sets and the plain one must say the same about every pipeline."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings

from designer.model.snapshot import Snapshot
from tests.property.naive_analyzer import Naive
from tests.property.random_pipelines import analyzer, described, pipelines, profiles

PREFIXES = ("REP", "AUT", "SCA", "MON", "SEC")


@settings(max_examples=int(os.environ.get("SCORE_EXAMPLES", "150")), deadline=None)
@given(pipelines, profiles)
def test_findings_and_principles_are_the_same(snapshot: Snapshot, profile: str) -> None:
    report = analyzer().analyze(snapshot, profile)
    naive = Naive(snapshot, analyzer().catalog, profile)
    assert sorted(report.keys ^ naive.keys) == [], described(snapshot)
    expected = [naive.principle(prefix) for prefix in PREFIXES]
    for value, wanted in zip(report.score.exact.values(), expected, strict=True):
        assert value == pytest.approx(wanted), described(snapshot)
