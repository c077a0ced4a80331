"""Our canvas for the harness that measures node canvases side by side: an adapter, class `Peer`.

Link it into the harness as `adapters/designer.py`, add `"designer": {"venv": "designer"}` to its `peers.json`, link
this project's environment as `designer` among its environments, and put the project on `PYTHONPATH`. Then

    python3 run.py --peers designer,quiltix --sizes 100,1000,10000

measures both in one run. The canvas is the product's: kinds with icons and texts, badges and missing steps of a real
report. The analyzer itself works once, before the time of building ends; afterwards its thread would be counted too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adapter import Adapter  # of the harness
from PySide6.QtCore import QObject

from designer.analysis.report import Report
from designer.commands.placement import CARD_HEIGHT, CARD_WIDTH
from designer.commands.steps import delete
from designer.drawing.theme import load_theme
from designer.gui.canvas.canvas import Canvas
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.model.step import Link, Step
from designer.session.services import load_services
from designer.session.session import Session
from designer.storage.document import Document, write_document


class Watched(Canvas):
    """Remembers who wants to hear of its events: another document gets another canvas."""

    filters: tuple[QObject, ...] = ()

    def installEventFilter(self, wanted: QObject) -> None:
        self.filters = (*self.filters, wanted)
        super().installEventFilter(wanted)


class Viewport:
    """What the harness asks a scroll area for."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def viewport(self) -> Canvas:
        return self._canvas

    def frameWidth(self) -> int:
        return 0

    def setMinimumSize(self, width: int, height: int) -> None:
        self._canvas.setMinimumSize(width, height)


class Peer(Adapter):  # type: ignore[misc]  # the harness has no types
    """Drives one canvas the way its users do."""

    name = "MLOps Designer"
    own_scene_rect = True
    file_ext = ".mlops.yaml"

    def open_window(self) -> Any:
        self._services = load_services()
        self._ids: list[str] = []
        self._canvas: Watched | None = None
        self._window = self.QtWidgets.QMainWindow()
        self._show(Session(self._services, Document(Snapshot(), "")))
        return self._window

    def _show(self, session: Session, report: Report | None = None) -> None:
        core = self.QtCore

        class Told(core.QObject):  # type: ignore[misc]
            changed, report_ready = core.Signal(object), core.Signal(object)

        told = Told(self._window)
        told.report = report
        session.pipeline.subscribe(told.changed.emit)
        self._session = session
        before = self._canvas
        self._canvas = Watched(session, told, load_theme("light"))
        if before is not None:
            self._canvas.setMinimumSize(before.minimumSize())
            for one in before.filters:
                self._canvas.installEventFilter(one)
        self._window.setCentralWidget(self._canvas)

    def view(self) -> Viewport:
        return Viewport(self._canvas)

    def build(self, graph: Any) -> None:
        """A document in memory with a kind for each node in turn, then the report on it, then the picture."""
        kinds = list(self._services.catalog.kinds)
        self._ids = [f"step_{i}" for i in range(graph.n)]
        steps = {n: Step(n, kinds[i % len(kinds)]) for i, n in enumerate(self._ids)}
        links = (Link(self._ids[a], self._ids[b]) for a, _, b, _ in graph.edges)
        places = {n: (float(x), float(y)) for n, (x, y) in zip(self._ids, graph.positions, strict=True)}
        snapshot = Snapshot(steps=steps, links={k.id: k for k in links}, positions=places, revision=1)
        report = self._services.analyzer.analyze(snapshot).prepared()
        self._show(Session(self._services, Document(snapshot, "")), report)

    def counts(self) -> tuple[int, int]:
        pipeline: Pipeline = self._session.pipeline
        return len(pipeline.steps), len(pipeline.links)

    # ------------------------------------------------------------------ what was drawn
    def node_rect(self, i: int) -> Any:
        return self.QtCore.QRectF(*self.position(i), CARD_WIDTH, CARD_HEIGHT)

    def position(self, i: int) -> tuple[float, float]:
        columns = self._canvas.scene.columns
        row = columns.steps.row[self._ids[i]]
        return float(columns.steps["x"][row]), float(columns.steps["y"][row])

    # ------------------------------------------------------------------ the view
    def prepare_view(self, graph: Any) -> None:
        pass

    def fit_all(self, graph: Any) -> None:
        self._canvas.show_area(self._canvas.scene.columns.bounds())

    def zoom_100(self, graph: Any) -> None:
        canvas, middle = self._canvas, self.node_rect(graph.centre).center()
        canvas.zoom_to(1.0)
        canvas.view.centre(middle.x(), middle.y(), canvas.width(), canvas.height())
        canvas.refresh()

    def scale(self) -> float:
        return self._canvas.view.scale

    def pan(self, dx: float, dy: float) -> None:
        self._canvas.view.pan(-dx, -dy)
        self._canvas.refresh()

    def to_viewport(self, x: float, y: float) -> Any:
        return self.QtCore.QPointF(*self._canvas.view.to_view(x, y)).toPoint()

    def repaint(self) -> None:
        self._canvas.repaint()

    # ------------------------------------------------------------------ edits and files
    def select_all(self) -> None:
        self._canvas.select(steps=self._ids)

    def undo(self) -> None:
        self._session.undo()

    def save(self, path: str) -> None:
        Path(path).write_text(write_document(self._session.pipeline.snapshot()), "utf-8")

    def clear(self) -> None:
        self._session.run(delete, self._ids)

    def load(self, path: str) -> None:
        self._show(Session.open(self._services, Path(path)))
