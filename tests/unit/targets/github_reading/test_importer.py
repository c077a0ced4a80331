"""Which files the importer knows, and what it says about their surroundings."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from designer.targets.catalog import load_importers
from designer.targets.github_actions import IMPORTER
from designer.targets.imported import SourceFile
from tests.unit.targets.github_reading.opened import job

FLOW = "on: push\njobs: {}\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".github/workflows/ci.yml", "", True),
        ("project/.github/workflows/ci.yaml", "", True),
        (".github/workflows/ci.txt", FLOW, False),
        (".github/workflows/deeper/ci.yml", "", False),
        ("ci.yml", FLOW, True),
        ("ci.yml", "'on': push\n# jobs:\njobs :\n  a:\n", True),
        ("ci.yml", "jobs: {}\n", False),
        ("ci.yml", "a:\n  on: push\n  jobs: {}\n", False),
        ("action.yml", "runs: {using: composite, steps: []}\n", False),
    ],
)
def test_a_workflow_is_known_by_its_folder_or_its_keys(path: str, text: str, expected: bool) -> None:
    assert IMPORTER.recognises(SourceFile(path, text)) is expected


def test_it_is_found_with_the_others() -> None:
    assert load_importers()["github"] is IMPORTER


def test_its_layout_stands_outside_of_the_folder_where_all_yaml_is_a_workflow() -> None:
    assert IMPORTER.folder_beside(PurePosixPath("a/.github/workflows/ci.yml")) == PurePosixPath("a/.github")
    assert IMPORTER.folder_beside(PurePosixPath("a/ci.yml")) == PurePosixPath("a")


def test_cards_of_one_job_share_its_machine() -> None:
    read = job("steps:\n  - {id: a, run: python src/train.py}\n  - {id: b, run: python src/evaluate.py}")
    assert IMPORTER.shared("work_b", read) == ("work_a", "work_b")
    assert IMPORTER.shared("work_c", read) == ()
    assert IMPORTER.shared("work", job("steps:\n  - run: python src/train.py")) == ()
