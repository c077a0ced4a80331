"""Everything on the canvas: columns, texts, notes, frames and what the newest report says about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import is_
from typing import TYPE_CHECKING

import numpy as np

from designer.drawing.geometry import Area, Floats
from designer.drawing.grouping import Box, Grouping, grouping
from designer.drawing.personal_marks import personal_number
from designer.gui.canvas.ghosts import GhostCard, GhostLayer, GhostRoom, ghost_cards
from designer.gui.canvas.labels import Words
from designer.gui.canvas.lineage import Lineage
from designer.gui.canvas.looks import below_title, is_manual
from designer.gui.canvas.marks import Marks
from designer.gui.canvas.proof_marks import proof_signs
from designer.gui.canvas.scene_columns import SceneColumns, frame_of
from designer.gui.canvas.scene_notes import SceneNotes
from designer.gui.canvas.viewport import Bounds
from designer.model.changes import FRAMES, NOTES, POSITIONS, STEPS, Transaction
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Position
from designer.steps.catalog import Catalog

if TYPE_CHECKING:
    from designer.analysis.finding import Finding
    from designer.analysis.report import Report

_MARGIN = 14.0
_WIDEST_MARK = 240.0  # of personal data, from the left of a card's shadow
_NO_AREAS = np.empty((0, 4))
GHOSTS_AT_ONCE = 40
"""So many missing steps and links are placed with an edit; the places of more are searched for in another thread."""


class Scene:
    """Follows a pipeline and the reports on it, and says which areas look different after each.

    Args:
        pipeline: what is drawn.
        catalog: the kinds of its steps.
    """

    def __init__(self, pipeline: Pipeline, catalog: Catalog) -> None:
        self.pipeline = pipeline
        self.catalog = catalog
        self.columns = SceneColumns(self.catalog)
        self.groups = grouping(self.pipeline.frames, self.pipeline.positions)
        self._frame_boxes = _frame_boxes(self.groups)
        self.columns.load(self.pipeline, self.groups)
        self.findings: Mapping[str, tuple[Finding, ...]] = {}
        self.waived: Mapping[str, tuple[Finding, ...]] = {}
        self.personal: Mapping[str, int] = {}  # step -> number as in `personal_marks`
        self.shows_personal = False
        self.proven: Mapping[str, int] = {}  # step -> number as in `proof_marks`
        self.lineage: Lineage | None = None  # what is not dimmed; None: nothing is
        self.ghosts = []
        self._with_ghosts: Sequence[Finding] = ()
        self._drawn: Sequence[Finding] = ()  # what the ghosts are of
        self.notes = SceneNotes(pipeline)
        self._room: GhostRoom | None = None  # for ghosts, until something moves
        self._moves = 0  # times that something moved
        self.ghosts_wait = False  # for `search_ghosts`: those drawn are of an earlier state

    # ------------------------------------------------------------------ frames
    @property
    def frames(self) -> Mapping[str, Area]:
        """Areas of the open frames, outer ones first."""
        return self.groups.areas

    def frames_in(self, area: Bounds) -> list[tuple[str, Area]]:
        """The open frames that touch an area, outer ones first."""
        left, top, width, height = self._frame_boxes.T
        touched = (left - 8 < area[2]) & (left + width + 8 > area[0])
        touched &= (top - 8 < area[3]) & (top + height + 8 > area[1])
        ids = list(self.frames) if touched.any() else []
        return [(ids[row], self.frames[ids[row]]) for row in np.flatnonzero(touched).tolist()]

    def frame_areas(self, frames: Iterable[str]) -> Floats:
        """(n, 4) what open frames cover: left, top, right, bottom."""
        return _frame_areas(self.frames, frames)

    def box(self, key: str | None) -> Box | None:
        """The collapsed frame behind the id of a card; None for a step."""
        frame = frame_of(key or "")
        return self.groups.boxes.get(frame) if frame else None

    def cards(self) -> list[str]:
        """Ids of the cards that can be seen, boxes included, in the order of the document."""
        homes = self.columns.homes
        return list(dict.fromkeys(homes.get(s, s) for s in self.pipeline.steps)) if homes else list(self.pipeline.steps)

    def steps_of(self, key: str) -> tuple[str, ...]:
        """The step of a card, or all steps of a box."""
        box = self.box(key)
        return box.steps if box else (key,)

    def places(self) -> Mapping[str, Position]:
        """Where each step is seen: those in a box where the box is."""
        return self.groups.places(self.pipeline.positions)

    def findings_of(self, key: str) -> Sequence[Finding]:
        """The findings whose badge a card wears."""
        box = self.box(key)
        return [f for step in box.steps for f in self.findings.get(step, ())] if box else self.findings.get(key, ())

    # ------------------------------------------------------------------ texts
    def words_of(self, row: int) -> Words:
        """What the card in a row says."""
        box = self.box(self.columns.steps.ids[row])
        if box is not None:
            return Words(box.frame.title or box.frame.id, (counted(len(box.steps), "step"),), signs=1)
        step = self.pipeline.steps.get(self.columns.steps.ids[row] or "")
        if step is None:
            return Words("")
        manual = is_manual(self.catalog, step)
        signs = manual + len(list(proof_signs(int(self.columns.steps["proof"][row]))))
        return Words(step.label, below_title(self.catalog, step), manual, signs)

    # ------------------------------------------------------------------ following
    def apply(self, transaction: Transaction) -> Floats:
        """Follows a transaction; returns (n, 4) changed areas: left, top, right, bottom."""
        notes = transaction.keys(NOTES)
        framed = self._regroup(transaction)
        cards = self.columns.apply(transaction, self.pipeline, self.groups)
        areas = [framed, cards, self.notes.changed(transaction)]
        came_or_went = any(c.table == STEPS and (c.before is None or c.after is None) for c in transaction.changes)
        moved = came_or_went or transaction.keys(POSITIONS) or transaction.keys(FRAMES)
        if moved or notes:
            self._room, self._moves = None, self._moves + 1
            areas += [self._refresh_ghosts()] if self._with_ghosts else []
        return np.concatenate(areas)

    def set_report(self, report: Report) -> Floats:
        """Takes badges, halos and ghosts from a report; returns changed areas as `apply`."""
        self.findings, self.waived, self._with_ghosts = report.by_step, report.waived_by_step, report.ghosted
        changed = self.columns.mark(Marks.of(report.badges))
        self.personal = {step: personal_number(mark) for step, mark in report.personal.marks.items()}
        held = self.show_personal(self.shows_personal)
        return np.concatenate([self.columns.step_areas(changed), held, self._refresh_ghosts()])

    def show_proof(self, proven: Mapping[str, int], forget: Callable[[int], None]) -> Floats:
        """How far cards are proven; returns changed areas as `apply`.

        Args:
            forget: is called with the rows of cards that have another room for words now.
        """
        self.proven = proven
        changed = self.columns.mark_proof(proven)
        for row in changed.tolist():
            forget(row)
        return self.columns.step_areas(changed)

    def show_personal(self, shown: bool) -> Floats:
        """Whether cards tell which personal data they hold; returns changed areas as `apply`."""
        self.shows_personal = shown
        held = self.personal if shown else {}
        changed = self.columns.mark_personal(held)
        left, top, right, bottom = self.columns.step_areas(changed).T
        return np.stack([left, top, np.maximum(right, left + _WIDEST_MARK), bottom], 1)

    @property
    def ghosts(self) -> Sequence[GhostCard]:
        """Missing steps and links as they are drawn."""
        return self._ghosts.cards

    @ghosts.setter
    def ghosts(self, ghosts: Sequence[GhostCard]) -> None:
        self._ghosts = GhostLayer(ghosts, _MARGIN)

    def ghosts_in(self, area: Bounds) -> list[GhostCard]:
        """Ghosts that can be seen in an area of the scene."""
        return self._ghosts.seen_in(area)

    def _refresh_ghosts(self) -> Floats:
        """Places them anew; many only once somebody searches for their places and takes them."""
        drawn, self._drawn = self._drawn, self._with_ghosts
        is_same = self._room is not None and len(drawn) == len(self._drawn)
        if is_same and not self.ghosts_wait and all(map(is_, drawn, self._drawn)):
            return _NO_AREAS  # nothing moved since, and the same is missing
        self.ghosts_wait = len(self._with_ghosts) > GHOSTS_AT_ONCE
        return _NO_AREAS if self.ghosts_wait else self.search_ghosts()()()

    def search_ghosts(self) -> Callable[[], Callable[[], Floats]]:
        """The search for the places of what is missing, for any thread.

        What it returns draws them, in the thread of the scene, and returns changed areas as `apply`; none if something
        else is missing by then, or something moved.
        """
        findings, moves, catalog, room = self._with_ghosts, self._moves, self.catalog, self._room
        snapshot, groups = self.pipeline.snapshot(), self.groups
        cards = self.columns.places(np.flatnonzero(~np.isnan(self.columns.steps["x"])))

        def search() -> Callable[[], Floats]:
            if not findings:
                return partial(self._take_ghosts, GhostLayer(), room, findings, moves)
            found = room or GhostRoom.of(snapshot, groups, cards)
            placed = ghost_cards(findings, snapshot, catalog, found)
            return partial(self._take_ghosts, GhostLayer(placed, _MARGIN), found, findings, moves)

        return search

    def _take_ghosts(
        self, ghosts: GhostLayer, room: GhostRoom | None, findings: Sequence[Finding], moves: int
    ) -> Floats:
        if findings is not self._with_ghosts or moves != self._moves:
            return _NO_AREAS  # a newer report or an edit has been drawn since the search began
        before, self._ghosts = self._ghosts, ghosts
        self._room, self.ghosts_wait = room, False
        return ghosts.differs_from(before)

    def _regroup(self, transaction: Transaction) -> Floats:
        changed, moved = transaction.keys(FRAMES), transaction.keys(POSITIONS)
        if not changed and not (moved and self.pipeline.frames):
            return _NO_AREAS
        before, positions = self.frames, self.pipeline.positions
        if not changed and _is_move(transaction):
            self.groups = self.groups.moved(positions, moved)
        else:
            self.groups = grouping(self.pipeline.frames, positions)
        self._frame_boxes = _frame_boxes(self.groups)
        keys = {k for k in (*before, *self.frames) if k in changed or before.get(k) != self.frames.get(k)}
        return np.concatenate([_frame_areas(before, keys), self.frame_areas(keys)])

    # ------------------------------------------------------------------ extent
    def bounds(self, *, ghosts: bool = True) -> Bounds | None:
        """Left, top, right and bottom of everything that is there, with or without what is missing."""
        boxes = [b for b in (self.columns.bounds(),) if b is not None]
        boxes += [(n.x, n.y, n.x + n.width, n.y + n.height) for n in self.pipeline.notes.values()]
        boxes += [(x, y, x + w, y + h) for x, y, w, h in self.frames.values()]
        boxes += [self._ghosts.bounds] if ghosts and self._ghosts.bounds is not None else []
        if not boxes:
            return None
        array = np.array(boxes)
        low, high = array[:, :2].min(0), array[:, 2:].max(0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _is_move(transaction: Transaction) -> bool:
    """Whether steps that have places got other ones, and nothing came or went."""
    return all(c.before is not None and c.after is not None for c in transaction.changes if c.table == POSITIONS)


def _frame_areas(areas: Mapping[str, Area], frames: Iterable[str]) -> Floats:
    found = [areas[frame] for frame in frames if frame in areas]
    return np.array([(x - 4, y - 4, x + w + 4, y + h + 4) for x, y, w, h in found], float).reshape(-1, 4)


def _frame_boxes(groups: Grouping) -> Floats:
    return np.array(list(groups.areas.values()), float).reshape(-1, 4)


def counted(number: int, word: str) -> str:
    """A number with its noun."""
    return f"{number} {word}{'' if number == 1 else 's'}"
