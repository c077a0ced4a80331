"""Workflow files, opened and edited the way the program does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import ndiff
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.targets.github_actions import IMPORTER
from designer.targets.imported import Imported, Patched, SourceFile
from tests.unit.targets.github_reading.opened import PATH, surroundings

CI: Final = """\
# Trains and ships every night.
name: Train and ship
on: [push, pull_request]

jobs:
  # what is fast comes first
  test:
    runs-on: ubuntu-22.04
    steps:
      - uses: actions/checkout@v4
      - name: Unit tests   # quick
        run: pytest -q

  train:
    needs: test
    runs-on: ubuntu-22.04
    strategy:
      matrix:
        model: [logreg, forest]
    outputs:
      tag: ${{ steps.fit.outputs.tag }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.11"}
      - run: pip install -r requirements.txt
      # fits it
      - name: Fit
        id: fit
        run: |
          python src/train.py --model ${{ matrix.model }}
          echo "tag=1" >> "$GITHUB_OUTPUT"

      # looks at it
      - name: Evaluate
        run: python src/evaluate.py --min 0.9
      - name: Score
        run: python src/score.py

  deploy:
    needs: [train]
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-22.04
    environment: production
    steps:
      - uses: actions/checkout@v4
      - name: Ship
        env:
          TAG: ${{ needs.train.outputs.tag }}
        run: kubectl apply -f k8s/  # ship it
"""
"""Cards: test, train_fit, train_evaluate, train_score, deploy."""


@dataclass(frozen=True)
class Opened:
    """A file that was read."""

    text: str
    files: Mapping[str, str] | None = None

    @property
    def file(self) -> SourceFile:
        return SourceFile(PATH, self.text)

    @property
    def base(self) -> Imported:
        return IMPORTER.read(self.file, surroundings(self.files))

    @property
    def now(self) -> Snapshot:
        return self.base.snapshot

    def patch(self, wanted: Snapshot) -> Patched:
        """The file with the edits; twice the same, and unchanged when it is opened and saved again."""
        found = IMPORTER.patch(self.file, self.base, wanted, surroundings(self.files))
        assert IMPORTER.patch(self.file, self.base, wanted, surroundings(self.files)) == found
        again = Opened(found.text, self.files)
        assert IMPORTER.patch(again.file, again.base, again.now, surroundings(self.files)).text == found.text
        return found

    # ------------------------------------------------------------------ what can be wanted
    def facts(self, card: str, **facts: Any) -> Snapshot:
        return with_step(self.now, self.now.steps[card].with_attributes(facts))

    def title(self, card: str, title: str) -> Snapshot:
        return with_step(self.now, replace(self.now.steps[card], title=title))

    def pipeline(self, **facts: Any) -> Snapshot:
        return replace(self.now, facts={**self.now.facts, **facts})

    def links(self, gone: Iterable[str] = (), new: Iterable[Link] = ()) -> Snapshot:
        return with_links(self.now, gone, new)

    def without(self, *cards: str, healed: Iterable[Link] = ()) -> Snapshot:
        steps = {i: s for i, s in self.now.steps.items() if i not in cards}
        links = {i: k for i, k in self.now.links.items() if not {k.source, k.target} & set(cards)}
        return with_links(replace(self.now, steps=steps, links=links), (), healed)

    def added(self, step: Step, *new: Link, gone: Iterable[str] = ()) -> Snapshot:
        return with_links(with_step(self.now, step), gone, new)

    def renamed(self, old: str, new: str) -> Snapshot:
        steps = (replace(s, id=new) if s.id == old else s for s in self.now.steps.values())
        ends = {old: new}
        links = (
            replace(k, source=ends.get(k.source, k.source), target=ends.get(k.target, k.target))
            for k in self.now.links.values()
        )
        return replace(self.now, steps={s.id: s for s in steps}, links={k.id: k for k in links})


def with_step(snapshot: Snapshot, step: Step) -> Snapshot:
    return replace(snapshot, steps={**snapshot.steps, step.id: step})


def with_links(snapshot: Snapshot, gone: Iterable[str], new: Iterable[Link]) -> Snapshot:
    dropped = set(gone)
    assert dropped <= snapshot.links.keys()
    kept = {i: k for i, k in snapshot.links.items() if i not in dropped}
    return replace(snapshot, links={**kept, **{k.id: k for k in new}})


def changes(before: str, after: str) -> list[str]:
    """The lines that went and came, ``- old`` and ``+ new``, without the indentation."""
    found = (line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "-+")
    return [f"{line[0]} {line[2:].strip()}".rstrip() for line in found]


def job(text: str, top: str = "on: push") -> Opened:
    """A file with one job, ``work``, of which the inside is given."""
    body = "".join(f"    {line}\n" if line else "\n" for line in text.strip("\n").splitlines())
    return Opened(f"{top}\njobs:\n  work:\n{body}")


def told(patched: Patched) -> list[tuple[str | None, str]]:
    """Step and feature of every loss."""
    return [(loss.step, loss.feature) for loss in patched.losses]
