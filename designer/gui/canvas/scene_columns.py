"""The drawing as numpy columns: one row a step, one row a link, kept equal to the pipeline by its transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from typing import Final

import numpy as np

from designer.drawing.card_text import run_count
from designer.drawing.geometry import Floats, curve_boxes, link_curves
from designer.drawing.grouping import Grouping, telling_kind
from designer.drawing.personal_marks import gravest
from designer.gui.canvas.columns import EDGES, LINK_MARGIN, Columns, Ints
from designer.gui.canvas.looks import BOX, Look, flags_of, look_of
from designer.gui.canvas.marks import NO_MARKS, Marks
from designer.gui.canvas.proof_marks import least_proven
from designer.gui.canvas.ways import Ways
from designer.model.changes import BENDS, LINKS, POSITIONS, STEPS, Transaction
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.steps.catalog import Catalog

__all__ = ["WHENS", "Ints", "SceneColumns", "box_key", "frame_of"]

WHENS: Final = ("success", "always", "failure")
_NOBODY: Final[frozenset[str]] = frozenset()
_NOWHERE: Final = (np.nan, np.nan)
_MANY: Final = 60  # cards that move together; then all links are looked at anew
_OPEN: Final = Grouping()


class SceneColumns(Columns):
    """Where everything is and what it looks like; no texts, no Qt."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self.looks: list[Look] = []
        self._look_numbers: dict[Look, int] = {}
        self._kind_numbers: dict[str, int] = {}
        self.boxes: tuple[str, ...] = ()  # keys of all boxes
        self.touched = np.empty(0, np.int64)  # rows of the cards that the last transaction was about
        self._groups = _OPEN
        self._marks = NO_MARKS
        self._personal: Mapping[str, int] = {}
        self._proven: Mapping[str, int] = {}
        self.ways = Ways(self)

    # ------------------------------------------------------------------ following the pipeline
    def load(self, board: Pipeline | Snapshot, groups: Grouping = _OPEN) -> None:
        """Fills empty columns with a whole pipeline."""
        self.ways.follow(board)
        self._follow_boxes(board, groups, self._changed_boxes(groups, ()))
        self._add_steps(board.steps.values(), board.positions)
        self._add_links(board.links, board.steps)
        self.ways.settle_few(self.ways.open())

    def apply(self, transaction: Transaction, pipeline: Pipeline, groups: Grouping = _OPEN) -> Floats:
        """Follows one transaction.

        Args:
            groups: the frames as they are after it.

        Returns:
            (n, 4) areas that look different now: left, top, right, bottom.
        """
        rehoused = self._rehoused(groups)
        stated = transaction.keys(STEPS)
        steps = [i for i in stated | transaction.keys(POSITIONS) | rehoused if i]
        links = (
            transaction.keys(LINKS)
            | transaction.keys(BENDS)
            | {k.id for i in transaction.keys(STEPS) | rehoused if i in pipeline.steps for k in pipeline.links_of(i)}
        )
        boxes = self._changed_boxes(groups, transaction.keys(STEPS))
        shown = (*steps, *boxes)
        before = self.cards_of(shown)
        moved = self.step_areas(before)
        areas = [self.areas_with_links(before), self.link_areas(self.links.rows_of(links))]
        for key in links:
            if key in self.links:
                self.ways.dropped(key)
                self.links.remove(key)
        for key in transaction.keys(STEPS):
            if key not in pipeline.steps and key in self.steps:
                self.steps.remove(key)
        self._follow_boxes(pipeline, groups, boxes)
        here = [pipeline.steps[i] for i in steps if i in pipeline.steps]
        self._add_steps([step for step in here if step.id not in self.steps], pipeline.positions)
        self._restate([step for step in here if step.id in stated], pipeline.positions)
        self._put([step for step in here if step.id not in stated], pipeline.positions)
        self._add_links({k: pipeline.links[k] for k in links if k in pipeline.links}, pipeline.steps)
        cards = self.cards_of(shown)
        self.touched = np.union1d(before, cards)
        touched = np.union1d(self.links.rows_of(links), self.links_at(cards))
        areas.append(self._rerouted(moved, self.step_areas(cards), touched))
        areas += [self.areas_with_links(cards), self.link_areas(self.links.rows_of(links))]
        if rehoused:
            areas.append(self.step_areas(self.mark(self._marks)))
            areas.append(self.step_areas(self.mark_personal(self._personal)))
            areas.append(self.step_areas(self.mark_proof(self._proven)))
        return np.concatenate(areas)

    def _rerouted(self, before: Floats, after: Floats, touched: Ints) -> Floats:
        """Looks for other ways of links near cards that have come, gone or moved; returns changed areas."""
        moved = np.concatenate([before, after])
        if before.shape == after.shape and np.array_equal(before, after, equal_nan=True):
            moved = moved[:0]
        moved = moved[~np.isnan(moved).any(1)]
        near = self.ways.near(moved) if len(moved) < _MANY else np.flatnonzero(~np.isnan(self.links["left"]))
        self.ways.reopen(near)
        return self.ways.settle_few(np.union1d(touched, near))

    def _rehoused(self, groups: Grouping) -> frozenset[str]:
        """Steps that another box hides from now on, or none."""
        if groups.homes is self._groups.homes:
            return _NOBODY
        new = {step: box_key(frame) for step, frame in groups.homes.items()}
        return frozenset(s for s in (*new, *self.homes) if new.get(s) != self.homes.get(s))

    def _changed_boxes(self, groups: Grouping, steps: Iterable[str]) -> list[str]:
        """Keys of boxes that come, go or change, or in which steps do."""
        old, new = self._groups.boxes, groups.boxes
        found = [] if new is old else [i for i in {**old, **new} if old.get(i) != new.get(i)]
        return list(dict.fromkeys(map(box_key, (*found, *(groups.homes[s] for s in steps if s in groups.homes)))))

    def _follow_boxes(self, board: Pipeline | Snapshot, groups: Grouping, changed: list[str]) -> None:
        if groups.homes is not self._groups.homes:
            self.homes = {step: box_key(frame) for step, frame in groups.homes.items()}
        self._groups, self.boxes = groups, tuple(map(box_key, groups.boxes))
        boxes = {key: groups.boxes[key[1:-1]] for key in changed if key[1:-1] in groups.boxes}
        for key in changed:
            if key not in boxes and key in self.steps:
                self.steps.remove(key)
        self.steps.add(key for key in boxes if key not in self.steps)
        if boxes:
            rows = self.steps.rows_of(boxes)
            kinds = [telling_kind(self._catalog, (board.steps[s] for s in box.steps)) for box in boxes.values()]
            self.steps["look"][rows] = [self._look(kind) for kind in kinds]
            self.steps["flags"][rows] = BOX
            self.place(rows, np.array([box.place for box in boxes.values()], np.float64))

    def _add_steps(self, steps: Iterable[Step], positions: Mapping[str, tuple[float, float]]) -> None:
        added = list(steps)
        self.steps.add(step.id for step in added)
        self._restate(added, positions)

    def _restate(self, steps: list[Step], positions: Mapping[str, tuple[float, float]]) -> None:
        rows = self.steps.rows_of(step.id for step in steps)
        if not len(rows):
            return
        self.steps["look"][rows] = [self._look(step.kind) for step in steps]
        self.steps["flags"][rows] = [flags_of(self._catalog, step) for step in steps]
        self.steps["runs"][rows] = [run_count(step) or 0 for step in steps]
        self._put(steps, positions)

    def _put(self, steps: list[Step], positions: Mapping[str, tuple[float, float]]) -> None:
        """Where steps that are there stand now."""
        if steps:
            shown = (None if step.id in self.homes else positions.get(step.id) for step in steps)
            places = np.array([place or _NOWHERE for place in shown], np.float64)
            self.place(self.steps.rows_of(step.id for step in steps), places)

    def _look(self, kind: str) -> int:
        number = self._kind_numbers.get(kind)
        if number is None:
            look = look_of(self._catalog, kind)
            number = self._look_numbers.setdefault(look, len(self.looks))
            if number == len(self.looks):
                self.looks.append(look)
            self._kind_numbers[kind] = number
        return number

    def _add_links(self, links: Mapping[str, Link], steps: Mapping[str, Step]) -> None:
        rows, added = self.links.add(links), links.values()
        if not len(rows):
            return
        self.links["source"][rows] = [self.row_of(link.source) for link in added]
        self.links["target"][rows] = [self.row_of(link.target) for link in added]
        self.links["feedback"][rows] = [not link.is_flow for link in added]
        self.links["implied"][rows] = [
            bool(steps[link.source].get("implicit") or steps[link.target].get("implicit")) for link in added
        ]
        self.links["when"][rows] = [WHENS.index(link.when) if link.when in WHENS else 0 for link in added]
        self._bend(rows)

    # ------------------------------------------------------------------ places
    def row_of(self, step: str) -> int:
        """The row of the card that shows a step: its own, or that of the box that hides it."""
        return self.steps.row[self.homes.get(step, step)]

    def cards_of(self, steps: Iterable[str]) -> Ints:
        """Rows of the cards that show steps, each once."""
        shown = (self.homes.get(step, step) for step in steps) if self.homes else steps
        return self.steps.rows_of(dict.fromkeys(shown))

    def place(self, rows: Ints, places: Floats, links: Ints | None = None) -> None:
        """Puts cards at (n, 2) places; their links follow, or only some of them."""
        self.steps["x"][rows], self.steps["y"][rows] = places[:, 0], places[:, 1]
        self._bend(self.links_at(rows) if links is None else links)

    def _bend(self, rows: Ints) -> None:
        if not len(rows):
            return
        links = self.links
        sources, targets = self.places(links["source"][rows]), self.places(links["target"][rows])
        curves = link_curves(sources, targets, links["feedback"][rows])
        curves[links["source"][rows] == links["target"][rows]] = np.nan  # both ends are in one box
        links["curve"][rows] = curves
        for name, edge in zip(EDGES, curve_boxes(curves, LINK_MARGIN).T, strict=True):
            links[name][rows] = edge
        self.ways.forget(rows)

    # ------------------------------------------------------------------ findings
    def mark(self, marks: Marks) -> Ints:
        """Sets severity and count of findings of every step; returns the rows that changed."""
        self._marks = marks
        severity, count = np.zeros(len(self.steps.ids), np.int64), np.zeros(len(self.steps.ids), np.int64)
        shown = map(self.homes.get, marks.steps, marks.steps) if self.homes else marks.steps
        rows = np.fromiter(map(self.steps.row.get, shown, repeat(-1)), np.int64, len(marks.steps))
        here = rows >= 0
        np.maximum.at(severity, rows[here], marks.severities[here])  # several steps of one box share a row
        np.add.at(count, rows[here], marks.counts[here])
        changed = np.flatnonzero((severity != self.steps["severity"]) | (count != self.steps["count"]))
        self.steps["severity"][:], self.steps["count"][:] = severity, count
        return changed

    def mark_personal(self, held: Mapping[str, int]) -> Ints:
        """Sets which personal data every step holds; returns the rows that changed."""
        self._personal = held
        return self._mark_with("personal", held, gravest)

    def mark_proof(self, proven: Mapping[str, int]) -> Ints:
        """Sets how far every step is proven; returns the rows that changed."""
        self._proven = proven
        return self._mark_with("proof", proven, least_proven)

    def _mark_with(self, column: str, numbers: Mapping[str, int], together: Callable[[int, int], int]) -> Ints:
        wanted = np.zeros(len(self.steps.ids), np.int64)
        for step, number in numbers.items():
            if step in self.steps:
                row = self.row_of(step)
                wanted[row] = together(int(wanted[row]), number)
        changed = np.flatnonzero(wanted != self.steps[column])
        self.steps[column][:] = wanted
        return changed


def box_key(frame: str) -> str:
    """The id of a box among the cards; no step has such an id."""
    return f"[{frame}]"


def frame_of(key: str) -> str | None:
    """The frame that a box stands for; None for the id of a step."""
    return key[1:-1] if key.startswith("[") else None
