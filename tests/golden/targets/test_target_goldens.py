"""The exports of the improved lesson, byte for byte: a change of an exporter shows as a change of these files.

`python -m tests.golden.targets.test_target_goldens` writes them anew; read the difference before it is kept.
"""

from __future__ import annotations

from pathlib import Path

from designer.plan.planner import make_plan
from designer.storage.document import read_document
from designer.targets.catalog import load_targets
from tests.unit.plan.drawn import CATALOG

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "samples" / "lesson" / "improved.mlops.yaml"
FOLDER = Path(__file__).parent / "lesson_improved"


def exported() -> dict[str, str]:
    plan = make_plan(read_document(SAMPLE, CATALOG).snapshot, CATALOG)
    return {path: text for target in load_targets().values() for path, text in target.emit(plan).files.items()}


def kept() -> dict[str, str]:
    return {p.relative_to(FOLDER).as_posix(): p.read_text(encoding="utf-8") for p in FOLDER.rglob("*") if p.is_file()}


def test_the_exports_of_the_improved_lesson_are_as_they_were() -> None:
    assert exported() == kept()


if __name__ == "__main__":
    for path, text in exported().items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
