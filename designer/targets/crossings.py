"""Links between steps of different files: who runs, calls, starts or follows whom, and which files pass between them.

A run of another file is drawn into the run of the step that asks for it: the step comes before the first steps of the
file, its last steps before whatever follows the step. That says a true order only while one step alone asks for it, so
of several the one that leads to a release is drawn, and the others are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from designer.model.snapshot import Snapshot
from designer.model.step import FEEDBACK, Link
from designer.steps.catalog import Catalog
from designer.targets.board import Board, Side
from designer.targets.file_links import FileUse, Writers, file_links
from designer.targets.images import IMAGE, images_made
from designer.targets.imported import CALLS, FOLLOWS, GUESSED, RECEIVES, SENDS, STARTS, UNDERSTOOD, Reference, Remark

_GUARDS: Final = 3  # tests that are drawn before a release; more would only hide the picture
_NAMED: Final = 4


class Crossings:
    """Draws links between files; a link that would close a circle is left out and told."""

    def __init__(self, catalog: Catalog, sides: Sequence[Side], board: Board) -> None:
        self.catalog = catalog
        self.sides = sides
        self.board = board
        self.steps, self.links = board.steps, board.links
        self.remarks: list[Remark] = []
        self._homes = {card: (side, own) for side in sides for own, card in side.ids.items()}

    def draw(self) -> None:
        """Draws everything that the files say about each other."""
        self._share_files()
        self._run_files()
        for side in self.sides:
            for reference in side.imported.references:
                self._refer(side, reference)
        self._guard_releases()
        self._guard_later_runs()
        self._find_targets()

    # ------------------------------------------------------------------ files and runs
    def _share_files(self) -> None:
        """Files and images that one file's steps make and another's take; stand-ins for them give way."""
        uses = {side.ids[s]: use for side in self.sides for s, use in side.imported.files.items() if s in side.ids}
        for step in self.steps.values():
            images = tuple(IMAGE + name for name in images_made(step))
            if images:
                known = uses.get(step.id, FileUse())
                uses[step.id] = replace(known, writes=(*known.writes, *images))
        real = {s: use for s, use in uses.items() if self.steps[s].get("implicit") is not True}
        made = Writers((path, s) for s, use in real.items() for path in use.writes)
        for step_id, use in uses.items():
            if step_id not in real and any(next(made.of(path), None) for path in use.writes):
                self.board.remove_step(step_id)
        home = {card: side.path for side in self.sides for card in side.cards()}
        for source, target in file_links({s: use for s, use in uses.items() if s in self.steps}):
            if source in home and home[source] != home.get(target):
                self._connect(source, target, carries="data")

    def _run_files(self) -> None:
        """Steps that run, build or apply what another file says."""
        for side in self.sides:
            asking: dict[tuple[str, ...], list[str]] = {}
            for other in self.sides:
                for card in other.cards() if other is not side else ():
                    inner = side.importer.runs(self.steps[card], side.file, side.imported)
                    if inner:
                        asking.setdefault(tuple(side.ids[s] for s in inner), []).append(card)
            for inner_ids, cards in asking.items():
                self._run_inside(cards, inner_ids, side)

    def _run_inside(self, cards: Sequence[str], inner: Sequence[str], side: Side) -> None:
        """Draws the run of ``inner`` steps of a file into the run of one of the ``cards`` that ask for it."""
        asking = self._leading(cards)
        inside = set(inner)
        first = [s for s in inner if not any(k.target == s and k.source in inside for k in self.links.values())]
        following = [t for t in self.board.after.get(asking, {}) if t not in inside]
        if side.importer.is_description:
            self._describe(asking, inner)
        elif inner:
            self._leave_sources_to(asking, side)
            for source in [s for s in inner if not inside & set(self.board.after.get(s, ()))]:
                for target in following:
                    self._connect(source, target)
            # What it does is drawn step by step, so it is none of them itself.
            self.steps[asking] = replace(self.steps[asking], kind="other").with_attributes({"confidence": None})
        for step in first:
            self._connect(asking, step, carries="control")
        verb = "uses" if side.importer.is_description else "runs"
        self._tell(asking, f"{verb} {side.path}")
        for other in cards:
            if other != asking:
                self._tell(other, f"{verb} {side.path}, too: drawn is the run of {self.steps[asking].label}")

    def _leave_sources_to(self, asking: str, side: Side) -> None:
        """Data that an earlier step of the same run brings needs no stand-in."""
        if not any(self.catalog.can(self.steps[s], "provides_data") for s in self.board.before(asking)):
            return
        for own in side.imported.snapshot.steps.values():
            card = side.ids.get(own.id, "")
            if own.get("implicit") is True and self.catalog.can(own, "provides_data") and card in self.steps:
                self.board.remove_step(card)

    def _describe(self, asking: str, inner: Sequence[str]) -> None:
        """What the description shows counts for the step that uses it; its own cards only show where it comes from."""
        step = self.steps[asking]
        fields = self.catalog.fields(step.kind)
        facts: dict[str, Any] = {}
        for card in inner:
            described = self.steps[card]
            facts.update({k: v for k, v in described.attributes.items() if k in fields and step.get(k) is None})
            self.steps[card] = replace(described, kind="other").with_attributes({"implicit": True, "confidence": None})
            for link in [k for k in self.links.values() if k.target == card and k.is_flow]:
                self.board.remove_link(link)
                self._connect(link.source, asking, carries=link.carries)
        for name in ("confidence", "implicit", "tool", "triggers", "unseen"):
            facts.pop(name, None)
        self.steps[asking] = step.with_attributes(facts)

    # ------------------------------------------------------------------ references
    def _refer(self, side: Side, reference: Reference) -> None:
        asking = side.ids.get(reference.step) if reference.step else None
        if reference.sort == CALLS and asking:
            callee = next((s for s in self.sides if s.path == reference.name), None)
            callers = [c for s in self.sides for c in _callers(s, reference.name)]
            if callee and asking == callers[0]:
                self._run_inside(callers, callee.cards(), callee)
        elif reference.sort == FOLLOWS:
            for other in self._called(reference.name):
                for source in self._ends(other):
                    for target in self._beginnings(side):
                        self._connect(source, target, when=reference.when, carries="control")
        elif reference.sort == STARTS and asking:
            for other in self._called(reference.name):
                self._restart(asking, other)
        elif reference.sort == SENDS and asking:
            for other in self.sides:
                if any(r.sort == RECEIVES and r.name == reference.name for r in other.imported.references):
                    self._restart(asking, other)

    def _restart(self, asking: str, other: Side) -> None:
        for target in self._beginnings(other):
            self._connect(asking, target, type=FEEDBACK)

    def _called(self, name: str) -> Iterator[Side]:
        """Files of a name: their own, or that of their pipeline."""
        for side in self.sides:
            if name in (side.name, side.path, PurePosixPath(side.path).name):
                yield side

    def _beginnings(self, side: Side) -> list[str]:
        own = set(side.cards())
        waiting = {k.target for k in self.links.values() if k.is_flow and k.source in own}
        return [card for card in side.cards() if card not in waiting]

    def _ends(self, side: Side) -> list[str]:
        own = set(side.cards())
        return [card for card in side.cards() if not own & set(self.board.after.get(card, ()))]

    # ------------------------------------------------------------------ what hangs together without saying so
    def _guard_releases(self) -> None:
        """Tests of pull requests come before what runs on the branch that they are merged into."""
        guarded: dict[str, list[str]] = {}
        for target in self._unguarded():
            for test in self._guards():
                if test in self.board.behind(target):
                    continue
                if self._connect(test, target, carries="control"):
                    guarded.setdefault(test, []).append(self.steps[target].label)
        for test, labels in guarded.items():
            named = ", ".join(labels[:_NAMED]) + (f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else "")
            self._tell(test, f"is taken to guard {named}: it checks pull requests", GUESSED)

    def _guard_later_runs(self) -> None:
        """Runs that start by hand, by the clock or after others run the code that was pushed, and tested then."""
        tests = self._guards("push", "pull_request")
        for side in self.sides:
            for target in () if side.importer.is_description else self._first_runs(side):
                if {"push", "pull_request"} & set(self._triggers(target)) or not self._makes_a_model(target):
                    continue
                linked = [self.steps[t].label for t in tests if self._connect(t, target, carries="control")]
                if linked:
                    message = f"is taken to run code that was tested by {', '.join(linked[:_NAMED])}"
                    self._tell(target, message, GUESSED)

    def _first_runs(self, side: Side) -> list[str]:
        """Cards that nothing comes before, unless it is data that lies there and no run."""
        runs = (card for card in side.cards() if not self.steps[card].get("implicit"))
        return [c for c in runs if all(self.steps[b].get("implicit") for b in self.board.before(c))]

    def _makes_a_model(self, card: str) -> bool:
        behind = (card, *self.board.behind(card))
        return self._leads_to_release(card) or any(self.catalog.can(self.steps[s], "trains") for s in behind)

    def _guards(self, *events: str) -> list[str]:
        """The tests that count: the last of each chain; of many, those that run code before those that only read it."""
        sure = (c for c in self._that("tests_code") if self.steps[c].get("confidence") != "low")
        wanted = set(events or ("pull_request",))
        tests = [c for c in sure if wanted.intersection(self._triggers(c))]
        last = [c for c in tests if not self.board.behind(c) & set(tests)]
        return sorted(last, key=lambda c: self.steps[c].get("levels") == ["lint"])[:_GUARDS]

    def _unguarded(self) -> list[str]:
        """Where runs begin that make or release a model and that no pull request starts; a push begins one itself."""
        waiting = {k.target for k in self.links.values() if k.is_flow}
        begin = [c for side in self.sides if not side.importer.is_description for c in self._beginnings(side)]
        return [
            c
            for c in begin
            if (c not in waiting or "push" in self._triggers(c))
            and not self.steps[c].get("implicit")
            and "pull_request" not in self._triggers(c)
            and self._makes_a_model(c)
        ]

    def _find_targets(self) -> None:
        """What watches by the clock watches the only release there is."""
        releases = [r for r in self._that("deploys") if self.steps[r].get("environment") in (None, "prod")]
        if len(releases) != 1:
            return
        for capability in ("monitors", "detects_drift"):
            for card in self._that(capability):
                step = self.steps[card]
                is_loose = releases[0] not in self.board.before(card) and step.get("target") is None
                if is_loose and "schedule" in self._triggers(card):
                    self.steps[card] = step.with_attributes({"target": releases[0]})
                    self._tell(card, f"is taken to watch {self.steps[releases[0]].label}, the only release", GUESSED)

    def _leads_to_release(self, card: str) -> bool:
        behind = (self.steps[s] for s in (card, *self.board.behind(card)))
        return any(self.catalog.can(s, "deploys") and s.get("environment") in (None, "prod") for s in behind)

    def _that(self, capability: str) -> Iterator[str]:
        yield from (s.id for s in self.steps.values() if self.catalog.can(s, capability) and not s.get("implicit"))

    def _triggers(self, card: str) -> Sequence[str]:
        side = self._homes[card][0] if card in self._homes else None
        return self.steps[card].get("triggers") or (side.imported.snapshot.facts.get("triggers") if side else ()) or ()

    # ------------------------------------------------------------------ inside
    def _leading(self, cards: Sequence[str]) -> str:
        """The one of several steps whose run counts: the first that leads to a release, else the first."""
        return next((c for c in cards if self._leads_to_release(c)), cards[0])

    def _connect(self, source: str, target: str, **facts: str) -> bool:
        """Adds a link unless it is there or closes a circle; returns whether it was added."""
        link = Link(source, target, **facts)
        if source == target or link.id in self.links:
            return False
        if self.board.closes_circle(link):
            label = self.steps[target].label
            self._tell(source, f"would also come before {label}, which comes before it: left out", GUESSED)
            return False
        self.board.put(link)
        return True

    def _tell(self, card: str, message: str, status: str = UNDERSTOOD) -> None:
        side, own = self._homes[card]
        places = side.imported.places.get(own, ())
        path, line = (places[0].path, places[0].first_line) if places else (side.path, None)
        self.remarks.append(Remark(status, path, line, f"{self.steps[card].label} {message}", card))


def _callers(side: Side, path: str) -> Iterator[str]:
    for reference in side.imported.references:
        if reference.sort == CALLS and reference.name == path and reference.step:
            yield side.ids[reference.step]


def crossed(snapshot: Snapshot, sides: Sequence[Side], catalog: Catalog) -> tuple[Snapshot, list[Remark]]:
    """A canvas of several files with the links between them, and what there is to tell about these."""
    board = Board(dict(snapshot.steps), dict(snapshot.links))
    work = Crossings(catalog, sides, board)
    work.draw()
    frames = {f.id: replace(f, steps=tuple(s for s in f.steps if s in board.steps)) for f in snapshot.frames.values()}
    return replace(snapshot, steps=board.steps, links=board.links, frames=frames), work.remarks
