from __future__ import annotations

from pathlib import Path

from designer.session.templates import load_template, load_templates

ROOT = Path(__file__).parents[3]


def test_templates_are_known_by_their_file_names() -> None:
    templates = load_templates()
    assert list(templates) == ["batch", "lesson", "online", "training"]
    assert templates["online"].title == "Serve online"
    assert templates["online"].text.startswith(f"# {templates['online'].help}\n")


def test_the_lesson_is_the_one_of_the_samples() -> None:
    sample = ROOT / "samples" / "lesson" / "lesson.mlops.yaml"
    assert load_template("lesson").text == sample.read_text(encoding="utf-8")
