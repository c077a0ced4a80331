"""Writes the exports of the samples anew: python -m scripts.export_samples

Run it after a change of the exports that is meant, and read the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from designer.analysis.analyzer import Analyzer
from designer.analysis.rulebook import load_rulebook
from designer.session.services import Services
from designer.session.session import Session
from designer.steps.catalog import load_catalog
from designer.targets.catalog import load_targets

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TARGETS = ("github", "dvc")
# design -> where its exports lie; the exports of a whole project lie in the project, with the starter files it uses.
EXPORTS = {
    "lesson/improved.mlops.yaml": "lesson/exports",
    "digits/digits.mlops.yaml": "digits",
}
PROJECTS = frozenset({"digits"})
HELPERS = ("pipeline/", "requirements-")  # starter files that a project with scripts of its own still needs


def open_sample(design: str) -> Session:
    """A sample with the built-in kinds only, whatever the person at this machine has added."""
    catalog = load_catalog()
    return Session.open(Services(catalog, Analyzer(catalog, load_rulebook()), load_targets()), SAMPLES / design)


def expected(design: str) -> Mapping[str, str]:
    """Relative path -> text of every file that the program writes for a sample."""
    folder = EXPORTS[design]
    session = open_sample(design)
    files: dict[str, str] = {}
    if folder in PROJECTS:
        starter = session.starter_files()
        files.update({path: text for path, text in starter.items() if path.startswith(HELPERS)})
    for target in TARGETS:
        files.update(session.export(target).files)
    return files


def main() -> None:
    """Writes what differs, and says so."""
    for design, folder in EXPORTS.items():
        for path, text in expected(design).items():
            file = SAMPLES / folder / path
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
                print(f"written {file.relative_to(SAMPLES.parent)}")


if __name__ == "__main__":
    main()
