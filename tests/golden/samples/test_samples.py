"""The samples say what their README says, and their exports are those of this program."""

from __future__ import annotations

import re

import pytest

from designer.storage.document import write_document
from scripts.export_samples import EXPORTS, SAMPLES, expected, open_sample

DESIGNS = sorted(p.relative_to(SAMPLES).as_posix() for p in SAMPLES.rglob("*.mlops.yaml"))
PRINCIPLES = ("reproducibility", "automation", "scalability", "monitoring", "security")
# The class task's three sentences and what belongs to each (analysis of the lesson, profile classroom).
LESSON = {
    "trained on a laptop": "REP001@train REP003@train REP005@train REP010@train REP011@train AUT005@train AUT011@train",
    "copied to a server": "AUT003@deploy SCA001@deploy SCA002@deploy SEC002@deploy",
    "no tests, no monitoring": "AUT001@deploy AUT002@deploy MON001@deploy MON003@deploy",
}


def found(session):
    return {f"{f.code}@{f.at}" for f in session.analyze().findings if not f.waived}


def test_the_lesson_has_exactly_fifteen_findings():
    expected_findings = {f for sentence in LESSON.values() for f in sentence.split()}
    assert found(open_sample("lesson/lesson.mlops.yaml")) == expected_findings
    assert len(expected_findings) == 15


def test_the_lesson_lacks_every_principle():
    report = open_sample("lesson/lesson.mlops.yaml").analyze()
    assert {p: report.score.principles[p] for p in PRINCIPLES} == dict.fromkeys(PRINCIPLES, 0)
    assert (report.score.overall, report.score.grade) == (0, "F")
    assert {f.principle for f in report.findings} >= set(PRINCIPLES)


@pytest.mark.parametrize("design", ["lesson/improved.mlops.yaml", "digits/digits.mlops.yaml"])
def test_a_good_design_lacks_nothing(design):
    session = open_sample(design)
    report = session.analyze()
    assert found(session) == set()
    assert (report.score.overall, report.score.grade) == (100, "A")


def test_fixing_all_leads_the_lesson_to_a_pipeline_without_errors():
    session = open_sample("lesson/lesson.mlops.yaml")
    before = session.text()
    session.fix_all(unsafe=True)
    report = session.analyze()
    assert [f.code for f in report.findings if f.severity == "error"] == []
    assert session.history.undo_label
    session.undo()
    assert session.text() == before


def test_the_lesson_tells_the_task_and_asks_the_questions():
    notes = open_sample("lesson/lesson.mlops.yaml").pipeline.notes
    assert "Which MLOps principles are missing?" in notes["task"].text
    assert "Discuss" in notes["questions"].text


def test_the_readme_of_the_lesson_names_the_findings():
    text = (SAMPLES / "lesson" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[A-Z]{3}[0-9]{3}", text))
    assert named == {f.partition("@")[0] for sentence in LESSON.values() for f in sentence.split()}


@pytest.mark.parametrize("design", DESIGNS)
def test_a_sample_is_written_as_the_program_would_write_it(design):
    """So that the first change of a sample shows only what was changed."""
    session = open_sample(design)
    text = (SAMPLES / design).read_text(encoding="utf-8")
    assert session.text() == text
    comments = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    assert text.startswith(comments)
    assert parsed_alike(comments + write_document(session.pipeline.snapshot()), text)


def parsed_alike(a, b):
    from designer import yaml_io

    return yaml_io.load(a, "a") == yaml_io.load(b, "b")


@pytest.mark.parametrize("design", DESIGNS)
def test_every_step_of_a_sample_has_a_title_and_a_place(design):
    pipeline = open_sample(design).pipeline
    assert all(step.title for step in pipeline.steps.values())
    assert set(pipeline.positions) == set(pipeline.steps)


@pytest.mark.parametrize("design", sorted(EXPORTS))
def test_the_exports_beside_a_sample_are_up_to_date(design):
    folder = SAMPLES / EXPORTS[design]
    stale = [
        path
        for path, text in expected(design).items()
        if not (folder / path).exists() or (folder / path).read_bytes() != text.encode()
    ]
    assert stale == [], "run: python -m scripts.export_samples"


def test_no_export_is_left_over_from_an_earlier_version():
    folder = SAMPLES / EXPORTS["lesson/improved.mlops.yaml"]
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert there == set(expected("lesson/improved.mlops.yaml"))


def test_the_digits_need_nothing_that_is_not_locked():
    folder = SAMPLES / "digits"
    pins = re.findall(r"^([A-Za-z0-9_.-]+==\S+)", (folder / "requirements.txt").read_text(), re.MULTILINE)
    lock = (folder / "requirements.lock").read_text().lower()
    assert pins
    assert [pin for pin in pins if f"\n{pin.lower()} " not in lock] == []
