"""What every linter has to offer, and what happens when one misbehaves; the real programs are tested in external/."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.linters.catalog import load_linters
from designer.linters.dvc import interpreter
from designer.linters.linting import Present, laid_out, lint, present
from designer.programs.finding import Found

LINTERS = load_linters()
WORKFLOW = {".github/workflows/a.yml": "on: push\n"}


def fake(tmp_path: Path, name: str, body: str) -> Present:
    program = tmp_path / "bin" / name
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return Present(LINTERS.get(name, LINTERS["zizmor"]), program, "1.0", {})


def test_every_linter_of_the_issue_is_there() -> None:
    wanted = {"actionlint", "zizmor", "shellcheck", "hadolint", "dvc", "kubernetes-validate", "check-jsonschema"}
    assert wanted == LINTERS.keys()


@pytest.mark.parametrize("slug", sorted(LINTERS))
def test_every_linter_says_how_to_get_it(slug: str) -> None:
    linter = LINTERS[slug]
    assert linter.url.startswith("https://")
    assert {"uv", "pipx"} <= linter.ways.keys()
    assert all("\n" not in way for way in linter.ways.values())


@pytest.mark.parametrize("slug", sorted(LINTERS))
def test_without_programs_on_path_every_linter_is_missing_and_says_so(
    slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert present(LINTERS[slug]) == Found(None, "is not on PATH")


@pytest.mark.parametrize("slug", ["actionlint", "zizmor", "check-jsonschema"])
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("kill -SEGV $$", "cannot be understood"),
        ("echo nonsense", "cannot be understood"),
        ("echo '{\"a\": 1}'; exit 1", "cannot be understood"),
        ("echo broken >&2; exit 2", "broken"),
    ],
)
def test_a_linter_that_crashes_or_talks_nonsense_is_told_and_its_files_are_not_read(
    tmp_path: Path, slug: str, body: str, said: str
) -> None:
    run = lint(fake(tmp_path, slug, body), WORKFLOW)
    assert (run.read, run.findings) == (frozenset(), ())
    assert said in run.problem


def test_a_linter_that_hangs_is_told(tmp_path: Path) -> None:
    run = lint(fake(tmp_path, "zizmor", "sleep 30"), WORKFLOW, patience=0.3)
    assert run.problem == "did not end within 0.3 seconds"
    assert not run.read


def test_a_linter_starts_nothing_that_stands_in_the_opened_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    fake(opened, "python9", "echo theirs >&2; exit 2")
    program = tmp_path / "ours" / "zizmor"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\npython9 || echo nobody >&2; exit 2\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opened}/bin:{program.parent}:/usr/bin:/bin")
    here = present(LINTERS["zizmor"], [opened])
    assert isinstance(here, Present)
    assert "nobody" in lint(here, WORKFLOW).problem


def test_nothing_is_called_for_files_of_other_formats(tmp_path: Path) -> None:
    run = lint(fake(tmp_path, "hadolint", "exit 9"), WORKFLOW)
    assert (run.read, run.findings, run.problem) == (frozenset(), (), "")


def test_files_that_would_leave_the_folder_are_not_laid_out(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    bad = {"../a": "x", "/tmp/never-made": "x", "a/../../b": "x", "": "x", "c\\d": "x"}
    assert laid_out(inside, {**bad, "ok/e": "x"}) == {"ok/e"}
    assert [p.name for p in tmp_path.iterdir()] == ["inside"]


@pytest.mark.parametrize(
    ("head", "python"),
    [
        ("#!/opt/venv/bin/python3\nimport x\n", ["/opt/venv/bin/python3"]),
        ("#!/bin/sh\n'''exec' \"/a very/long path/python\" \"$0\" \"$@\"\n' '''\n", ["/a very/long path/python"]),
        ("#!/bin/sh\n'''exec' /opt/python \"$0\" \"$@\"\n' '''\n", ["/opt/python"]),
        ("#!/usr/bin/env python3\n", ["/usr/bin/env", "python3"]),
        ("\x7fELF", []),
    ],
)
def test_the_python_of_a_script_is_found_in_its_head(tmp_path: Path, head: str, python: list[str]) -> None:
    (tmp_path / "dvc").write_text(head)
    assert interpreter(tmp_path / "dvc") == python
