"""The drawing as numpy columns: one row a step, one row a link, kept equal to the pipeline by its transactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.drawing.geometry import Floats, curve_boxes, link_curves
from designer.gui.canvas.looks import Look, is_manual, is_planned, look_of
from designer.gui.canvas.rows import Rows
from designer.model.changes import LINKS, POSITIONS, STEPS, Transaction
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.steps.catalog import Catalog

Ints = npt.NDArray[np.int64]
WHENS: Final = ("success", "always", "failure")
_NOWHERE: Final = np.nan  # compares false with everything: rows of nothing are never visible and never hit
_CARD_MARGIN: Final = 16.0
_LINK_MARGIN: Final = 12.0
_NONE: Final = np.empty(0, np.int64)


class SceneColumns:
    """Where everything is and what it looks like; no texts, no Qt.

    Rows of `steps`: x, y (top-left corner of the card), look (number in `looks`), severity (0 none to 3 error),
    count (of findings), flags (1 manual, 2 planned). Rows of `links`: source and target (rows of steps), feedback,
    when (number in `WHENS`), curve (8 numbers) and box (left, top, right, bottom).
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.looks: list[Look] = []
        self._look_numbers: dict[Look, int] = {}
        self._kind_numbers: dict[str, int] = {}
        self.steps = Rows(
            {
                "x": (np.float64, 0, _NOWHERE),
                "y": (np.float64, 0, _NOWHERE),
                "look": (np.int64, 0, 0),
                "severity": (np.int64, 0, 0),
                "count": (np.int64, 0, 0),
                "flags": (np.int64, 0, 0),
            }
        )
        self.links = Rows(
            {
                "source": (np.int64, 0, -1),
                "target": (np.int64, 0, -1),
                "feedback": (np.bool_, 0, False),
                "when": (np.int64, 0, 0),
                "curve": (np.float64, 8, _NOWHERE),
                "left": (np.float64, 0, _NOWHERE),
                "top": (np.float64, 0, _NOWHERE),
                "right": (np.float64, 0, _NOWHERE),
                "bottom": (np.float64, 0, _NOWHERE),
            }
        )

    # ------------------------------------------------------------------ following the pipeline
    def load(self, board: Pipeline | Snapshot) -> None:
        """Fills empty columns with a whole pipeline."""
        self._add_steps(board.steps.values(), board.positions)
        self._add_links(board.links.values())

    def apply(self, transaction: Transaction, pipeline: Pipeline) -> Floats:
        """Follows one transaction.

        Returns:
            (n, 4) areas that look different now: left, top, right, bottom.
        """
        steps = [i for i in transaction.keys(STEPS) | transaction.keys(POSITIONS) if i]
        touched = self.steps.rows_of(steps)
        lost_links = self.links.rows_of(transaction.keys(LINKS))
        areas = [self.areas_with_links(touched), self.link_areas(lost_links)]
        self._remove(transaction, pipeline)
        new = [pipeline.steps[i] for i in steps if i in pipeline.steps and i not in self.steps]
        self._add_steps(new, pipeline.positions)
        self._restate([pipeline.steps[i] for i in steps if i in pipeline.steps], pipeline.positions)
        changed_links = [k for k in transaction.keys(LINKS) if k in pipeline.links]
        for key in changed_links:
            if key in self.links:
                self.links.remove(key)
        self._add_links(pipeline.links[k] for k in changed_links)
        areas += [self.areas_with_links(self.steps.rows_of(steps)), self.link_areas(self.links.rows_of(changed_links))]
        return np.concatenate(areas)

    def _remove(self, transaction: Transaction, pipeline: Pipeline) -> None:
        for key in transaction.keys(LINKS):
            if key not in pipeline.links and key in self.links:
                self.links.remove(key)
        for key in transaction.keys(STEPS):
            if key not in pipeline.steps and key in self.steps:
                self.steps.remove(key)

    def _add_steps(self, steps: Iterable[Step], positions: Mapping[str, tuple[float, float]]) -> None:
        added = list(steps)
        self.steps.add(step.id for step in added)
        self._restate(added, positions)

    def _restate(self, steps: list[Step], positions: Mapping[str, tuple[float, float]]) -> None:
        rows = self.steps.rows_of(step.id for step in steps)
        if not len(rows):
            return
        nowhere = (_NOWHERE, _NOWHERE)
        places = np.array([positions.get(step.id, nowhere) for step in steps], np.float64)
        self.steps["look"][rows] = [self._look(step.kind) for step in steps]
        self.steps["flags"][rows] = [is_manual(self._catalog, s) + 2 * is_planned(s) for s in steps]
        self.place(rows, places)

    def _look(self, kind: str) -> int:
        number = self._kind_numbers.get(kind)
        if number is None:
            look = look_of(self._catalog, kind)
            number = self._look_numbers.setdefault(look, len(self.looks))
            if number == len(self.looks):
                self.looks.append(look)
            self._kind_numbers[kind] = number
        return number

    def _add_links(self, links: Iterable[Link]) -> None:
        added = list(links)
        rows = self.links.add(link.id for link in added)
        if not len(rows):
            return
        self.links["source"][rows] = [self.steps.row[link.source] for link in added]
        self.links["target"][rows] = [self.steps.row[link.target] for link in added]
        self.links["feedback"][rows] = [not link.is_flow for link in added]
        self.links["when"][rows] = [WHENS.index(link.when) if link.when in WHENS else 0 for link in added]
        self._bend(rows)

    # ------------------------------------------------------------------ places
    def place(self, rows: Ints, places: Floats) -> None:
        """Puts cards at (n, 2) places; their links follow."""
        self.steps["x"][rows], self.steps["y"][rows] = places[:, 0], places[:, 1]
        self._bend(self.links_at(rows))

    def places(self, rows: Ints) -> Floats:
        """(n, 2) top-left corners of cards."""
        return np.stack([self.steps["x"][rows], self.steps["y"][rows]], 1)

    def _bend(self, rows: Ints) -> None:
        if not len(rows):
            return
        links = self.links
        sources, targets = self.places(links["source"][rows]), self.places(links["target"][rows])
        curves = link_curves(sources, targets, links["feedback"][rows])
        links["curve"][rows] = curves
        boxes = curve_boxes(curves, _LINK_MARGIN)
        for column, name in enumerate(("left", "top", "right", "bottom")):
            links[name][rows] = boxes[:, column]

    def links_at(self, rows: Ints) -> Ints:
        """Rows of the links that start or end at any of some steps."""
        if not len(rows) or not len(self.links):
            return _NONE
        wanted = np.zeros(len(self.steps.ids) + 1, bool)  # the last one is for rows of nothing: index -1
        wanted[rows] = True
        return np.flatnonzero(wanted[self.links["source"]] | wanted[self.links["target"]])

    # ------------------------------------------------------------------ what is where
    def visible_steps(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Rows of the cards in an area, with the room that shadows and badges need."""
        x, y = self.steps["x"], self.steps["y"]
        inside = (x > left - CARD_WIDTH - _CARD_MARGIN) & (x < right + _CARD_MARGIN)
        inside &= (y > top - CARD_HEIGHT - _CARD_MARGIN) & (y < bottom + _CARD_MARGIN)
        return np.flatnonzero(inside)

    def visible_links(self, left: float, top: float, right: float, bottom: float) -> Ints:
        """Rows of the links whose boxes touch an area."""
        links = self.links
        inside = (links["left"] < right) & (links["right"] > left) & (links["top"] < bottom) & (links["bottom"] > top)
        return np.flatnonzero(inside)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of all cards; None when there is none."""
        if not len(self.steps) or np.isnan(self.steps["x"]).all():
            return None
        x, y = self.steps["x"], self.steps["y"]
        right, bottom = np.nanmax(x) + CARD_WIDTH, np.nanmax(y) + CARD_HEIGHT
        return float(np.nanmin(x)), float(np.nanmin(y)), float(right), float(bottom)

    def step_areas(self, rows: Ints) -> Floats:
        """(n, 4) areas of cards with their shadows and badges."""
        x, y = self.steps["x"][rows], self.steps["y"][rows]
        m = _CARD_MARGIN
        return np.stack([x - m, y - m, x + CARD_WIDTH + m, y + CARD_HEIGHT + m], 1)

    def link_areas(self, rows: Ints) -> Floats:
        """(n, 4) areas of links."""
        return np.stack([self.links[name][rows] for name in ("left", "top", "right", "bottom")], 1)

    def areas_with_links(self, rows: Ints) -> Floats:
        """(n, 4) areas of cards and of all their links."""
        return np.concatenate([self.step_areas(rows), self.link_areas(self.links_at(rows))])

    # ------------------------------------------------------------------ findings
    def mark(self, severities: Mapping[str, tuple[int, int]]) -> Ints:
        """Sets severity and count of findings of every step; returns the rows that changed.

        Args:
            severities: step id to (worst severity, number of findings); others have none.
        """
        severity, count = np.zeros(len(self.steps.ids), np.int64), np.zeros(len(self.steps.ids), np.int64)
        for step, (worst, number) in severities.items():
            row = self.steps.row.get(step)
            if row is not None:
                severity[row], count[row] = worst, number
        changed = np.flatnonzero((severity != self.steps["severity"]) | (count != self.steps["count"]))
        self.steps["severity"][:], self.steps["count"][:] = severity, count
        return changed
