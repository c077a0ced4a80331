from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from designer.linters.linter import ERROR, Linter, LinterFinding
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.programs.running import Output
from designer.session import roundtrip
from designer.session.judging import Case, newly_refused
from designer.session.opening import open_source
from designer.session.roundtrip import CRASHED, DIFFERENT, IDENTICAL, REFUSED, RIGHT, SAME, TOLD, WRONG, stray_line
from designer.session.services import Services, load_services
from designer.targets.imported import Imported, Patched, Place, SourceFile, Trial
from designer.targets.importer import Importer, Surroundings
from tests.unit.session.files import stages, workflow, written


class Lines(Importer):
    """A format of one step a line, ``id command``, whose patching can be told to go wrong."""

    slug = "lines"
    title = "Lines"
    names = ("*.lines",)

    def __init__(self, mistake: str = "") -> None:
        self.mistake = mistake

    def recognises(self, file: SourceFile) -> bool:
        return file.path.endswith(".lines")

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        if self.mistake == "read":
            raise RuntimeError("a mistake of ours")
        steps, places = {}, {}
        for number, line in enumerate(file.text.splitlines(), 1):
            name, _, command = line.partition(" ")
            steps[name] = Step(name, "other", "", {"command": command})
            places[name] = (Place(file.path, (name,), number, number),)
        order = list(steps)
        links = [Link(a, b) for a, b in pairwise(order)]
        return Imported(Snapshot(steps, {k.id: k for k in links}), places)

    def patch(self, file: SourceFile, base: Imported, wanted: Snapshot, around: Surroundings) -> Patched:
        text = "".join(f"{s.id} {s.get('command')}\n" for s in wanted.steps.values())
        if self.mistake == "patch":
            raise RuntimeError("a mistake of ours")
        if self.mistake == "blank":
            text = text.replace("\n", " \n")
        if self.mistake == "lazy":
            text = file.text
        if self.mistake == "greedy" and wanted != base.snapshot:
            text = text.upper()
        if self.mistake == "deaf" and wanted != base.snapshot:
            text = text.replace("new", "old")
        places = {s: (Place(file.path, (s,), n, n),) for n, s in enumerate(wanted.steps, 1)}
        return Patched(text, places)

    def trials(self, file: SourceFile, base: Imported, around: Surroundings) -> Iterable[Trial]:
        first = next(iter(base.snapshot.steps.values()))
        steps = {**base.snapshot.steps, first.id: first.with_attributes({"command": "new"})}
        yield Trial("change the command", replace(base.snapshot, steps=steps), ((1, 1),))


def services_with(services: Services, importer: Importer) -> Services:
    found = Services(services.catalog, services.analyzer, services.targets)
    found.__dict__["importers"] = {importer.slug: importer}
    return found


@pytest.fixture(scope="module")
def services() -> Services:
    return load_services()


def test_real_files_come_through(services: Services, tmp_path: Path) -> None:
    for path in (workflow(tmp_path), stages(tmp_path)):
        outcome = roundtrip.unedited(services, path)
        assert outcome is not None
        assert outcome.status == IDENTICAL


def test_what_no_format_knows_is_no_outcome(services: Services, tmp_path: Path) -> None:
    assert roundtrip.unedited(services, written(tmp_path / "params.yaml", "a: 1\n")) is None


def test_a_file_that_cannot_be_loaded_is_refused_with_its_line(services: Services, tmp_path: Path) -> None:
    outcome = roundtrip.unedited(services, written(tmp_path / "dvc.yaml", "stages:\n  a: [\n"))
    assert outcome is not None
    assert outcome.status == REFUSED
    assert outcome.reason.startswith("line 3: ")


@pytest.mark.parametrize(
    ("mistake", "status", "reason"),
    [
        ("", IDENTICAL, ""),
        ("read", CRASHED, "RuntimeError: a mistake of ours"),
        ("patch", CRASHED, "RuntimeError: a mistake of ours"),
        ("blank", SAME, "from line 1 on"),
        ("greedy", IDENTICAL, ""),
    ],
)
def test_mistakes_of_a_format_are_found(
    services: Services, tmp_path: Path, mistake: str, status: str, reason: str
) -> None:
    path = written(tmp_path / "a.lines", "one old\ntwo rest\n")
    outcome = roundtrip.unedited(services_with(services, Lines(mistake)), path)
    assert outcome is not None
    assert (outcome.status, outcome.reason) == (status, reason)


def test_another_text_with_another_meaning_is_different(services: Services, tmp_path: Path) -> None:
    class Shouting(Lines):
        def patch(self, file: SourceFile, base: Imported, wanted: Snapshot, around: Surroundings) -> Patched:
            return Patched(file.text.replace("rest", "REST"), base.places)

    path = written(tmp_path / "a.lines", "one old\ntwo rest\n")
    outcome = roundtrip.unedited(services_with(services, Shouting()), path)
    assert outcome is not None
    assert (outcome.status, outcome.reason) == (DIFFERENT, "from line 2 on")


@pytest.mark.parametrize(
    ("mistake", "status", "reason"),
    [
        ("", RIGHT, ""),
        ("lazy", WRONG, "nothing was written and nothing told"),
        ("greedy", WRONG, "line 2 changed, which the edit is not about"),
        ("deaf", WRONG, "nothing was written and nothing told"),
        ("patch", WRONG, "crashed: RuntimeError: a mistake of ours"),
    ],
)
def test_edits_that_go_wrong_are_found(
    services: Services, tmp_path: Path, mistake: str, status: str, reason: str
) -> None:
    source = open_source(services_with(services, Lines(mistake)), written(tmp_path / "a.lines", "one old\ntwo rest\n"))
    assert source is not None
    (tried,) = (t for t in roundtrip.trials(source) if t.sort == "change the command")
    assert (tried.status, tried.reason) == (status, reason)


@pytest.mark.parametrize("make", [workflow, stages])
def test_every_edit_of_real_files_is_right_or_told(services: Services, tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    source = open_source(services, make(tmp_path))
    assert source is not None
    tried = list(roundtrip.trials(source))
    assert len(tried) > 10
    assert [(t.sort, t.reason) for t in tried if t.status == WRONG] == []
    assert {t.status for t in tried} <= {RIGHT, TOLD}


NAMED = """\
on: push
jobs:
  train:
    needs: test
    runs-on: x
    outputs:
      tag: ${{ steps.fit.outputs.tag }}
    steps:
      - id: fit
        run: python train.py
      - if: failure()
        run: python evaluate.py
  test:
    runs-on: x
    steps:
      - run: pytest
  ship:
    needs: [train]
    runs-on: x
    steps:
      - run: kubectl apply -f k8s
"""


def test_a_step_that_had_to_stay_did_not_appear(services: Services, tmp_path: Path) -> None:
    source = open_source(services, written(tmp_path / ".github/workflows/a.yml", NAMED))
    assert source is not None
    tried = {t.text: t for t in roundtrip.trials(source) if t.sort == "delete a step"}
    stayed = next(t for t in tried.values() if "it would break the file" in t.reason or t.status == WRONG)
    assert (stayed.status, "- test" in stayed.text or ", test" in stayed.text) == (TOLD, True)


# ---------------------------------------------------------------------- lines
OLD = "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    ("new", "touched", "stray"),
    [
        ("a\nB\nc\nd\n", [(2, 2)], None),
        ("a\nc\nd\n", [(2, 2)], None),
        ("a\nb\nx\ny\nc\nd\n", [(3, 2)], None),
        ("a\nb\nc\nd\nx\n", [(5, 4)], None),
        ("x\na\nb\nc\nd\n", [(1, 0)], None),
        ("a\nx\nc\nd\n", [(3, 3)], 2),
        ("a\nB\nc\nD\n", [(2, 2)], 3),
        ("a\nB\nx\nd\n", [(2, 2)], 3),
        ("A\nb\nc\nD\n", [(1, 1), (4, 4)], None),
        ("A\nc\nb\nD\n", [(1, 1), (4, 4)], 2),
        ("A\nD\n", [(1, 1), (4, 4)], 2),
        ("B\n", [(1, 4)], None),
        ("a\nb\nc\nd", [(2, 2)], None),
        ("a\nb\nc\nx\n", [], 4),
    ],
)
def test_only_touched_lines_may_change(new: str, touched: list[tuple[int, int]], stray: int | None) -> None:
    assert stray_line(OLD, new, touched) == stray


def test_line_ends_count() -> None:
    assert stray_line("a\r\nb\r\n", "a\nb\r\n", [(2, 2)]) == 1
    assert stray_line("a\r\nb", "a\r\nb\r\n", [(2, 2)]) is None


# ---------------------------------------------------------------------- judges
class Picky(Linter):
    """A program that refuses files with a word in them."""

    title, url, ways, is_judge = "Picky", "", {}, True
    slug = "picky"

    def reads(self, path: str, text: str) -> bool:
        return True

    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        return [str(program), *files]

    def findings(self, output: Output, files: Mapping[str, str]) -> Iterator[LinterFinding]:
        return (self.finding("word", ERROR, "bad", path) for path in output.text.splitlines())


def test_only_what_was_accepted_before_can_be_refused(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Judged(Lines):
        linters = ("picky",)

    program = written(tmp_path / "bin" / "picky", '#!/bin/sh\ngrep -l bad "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    found = services_with(services, Judged())
    good = open_source(found, written(tmp_path / "a.lines", "one old\n"))
    bad = open_source(found, written(tmp_path / "b.lines", "one bad\n"))
    assert good is not None
    assert bad is not None
    cases = [Case(good, "a.lines", "one bad\n"), Case(good, "a.lines", "one new\n"), Case(bad, "b.lines", "one bad\n")]
    assert newly_refused(cases, {"picky": Picky()}) == {0: "picky"}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert newly_refused(cases, {"picky": Picky()}) == {}


# ---------------------------------------------------------------------- which files
def test_folders_are_walked_for_files_with_the_right_ending(tmp_path: Path) -> None:
    for name in ("b/dvc.yaml", "a.yml", "c.txt", "b/.github/workflows/x.yaml"):
        written(tmp_path / name, "")
    found = [
        (p.relative_to(tmp_path).as_posix(), named) for p, named in roundtrip.walked([tmp_path, tmp_path / "c.txt"])
    ]
    assert found == [("a.yml", False), ("b/.github/workflows/x.yaml", False), ("b/dvc.yaml", False), ("c.txt", True)]
