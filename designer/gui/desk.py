"""One document: its session, its canvas and its panels, and how they follow each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from designer.analysis.finding import Finding
from designer.analysis.what_if.consequences import Claim, Consequences
from designer.commands import steps
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.canvas.canvas import Canvas
from designer.gui.canvas.habits import Habits
from designer.gui.canvas.hit_test import Hit
from designer.gui.canvas.proof_marks import show_proof
from designer.gui.canvas.requests import QuickAddRequest
from designer.gui.canvas.selection import Selection
from designer.gui.canvas.signs import LOOKS
from designer.gui.kind_choices import KindWish
from designer.gui.panels.evidence import EvidenceSection
from designer.gui.panels.findings import FindingsPanel
from designer.gui.panels.guess import answers_menu
from designer.gui.panels.inspector import InspectorPanel
from designer.gui.panels.linter_findings import LinterFindings
from designer.gui.panels.maturity_pages import MaturityPages
from designer.gui.panels.outline import OutlinePanel
from designer.gui.panels.palette import PalettePanel
from designer.gui.panels.preview import PreviewPanel
from designer.gui.panels.report import ReportPanel
from designer.gui.panels.what_if import WhatIfPanel, danger_links
from designer.gui.proving import Proving
from designer.gui.quick_add import QuickAdd, Wish, place_step
from designer.model.snapshot import Position
from designer.session.linting import PlacedFinding
from designer.session.session import Session
from designer.targets.imported import Remark


class Desk(QObject):
    """Made anew for each document; the window keeps docks, menus and the status bar."""

    selection_changed = Signal()  # also when another tool was taken: actions look different
    lines_wanted = Signal()  # lines of an opened file should be in sight

    def __init__(self, session: Session, appearance: Appearance, habits: Habits, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.bridge = Bridge(session, self)
        self.canvas = Canvas(session, self.bridge, appearance.theme, parent)
        self.canvas.habits = habits
        self.canvas.follow_habits()
        self.palette = PalettePanel(session.services.catalog, appearance, parent)
        self.outline = OutlinePanel(session, self.bridge, appearance, parent)
        self.findings = FindingsPanel(session, self.bridge, appearance, parent)
        self.preview = PreviewPanel(session, self.bridge, appearance, parent)
        self.report = ReportPanel(session, self.bridge, appearance, parent)
        self.inspector = InspectorPanel(session, self.bridge, appearance, parent)
        self.proving = Proving(session, self.bridge, self)
        self.evidence = EvidenceSection(session, appearance, self.findings)
        self.linters = LinterFindings(session, appearance, self.findings)
        self.findings.frame_list(self.evidence, self.linters)
        self.what_if = WhatIfPanel(session, self.bridge, appearance, parent)
        self.maturity = MaturityPages(session, self.bridge, self.findings, appearance)
        self.quick_add = QuickAdd(session, self.bridge, appearance, self.canvas)
        self._appearance = appearance
        self._is_closed = False
        appearance.changed.connect(self._take_theme)
        self._connect()

    def _connect(self) -> None:
        self.canvas.selection_changed.connect(self._follow_canvas)
        self.canvas.tools.changed.connect(self.selection_changed)
        self.canvas.focus_mode.changed.connect(self.selection_changed)
        self.canvas.quick_add_requested.connect(self._on_request)
        self.quick_add.added.connect(self._on_added)
        self.palette.wanted.connect(self.add_kind)
        self.outline.chosen.connect(self._follow_outline)
        self.outline.activated.connect(self.show_step)
        self.outline.finding_chosen.connect(self.findings.show_finding)
        self.findings.show_wanted.connect(self.show_finding)
        self.findings.current_changed.connect(self.canvas.show_finding)
        self.maturity.show_wanted.connect(self.show_finding)
        self.what_if.answered.connect(self._show_consequences)
        self.what_if.claim_chosen.connect(self._show_claim)
        self.maturity.proof_wanted.connect(self.show_proof)
        self.proving.wanted.connect(self.evidence.expect)
        for section in (self.evidence, self.linters):
            self.proving.ready.connect(section.show_proof)
        self.proving.ready.connect(lambda proof: show_proof(self.canvas, proof))
        self.linters.chosen.connect(self.show_linter_finding)
        self.linters.lines_wanted.connect(self._show_linter_line)
        self.inspector.id_changed.connect(self.show_step)
        self.report.chosen.connect(self._show_remark)
        self.report.lines_wanted.connect(lambda _: self.lines_wanted.emit())
        self.preview.step_chosen.connect(self.show_step)
        self.canvas.badge_clicked.connect(self._show_findings_of)
        self.canvas.guess_clicked.connect(self._ask_kind)

    @property
    def panels(self) -> dict[str, QWidget]:
        """What stands in the docks while this document is in front, by the names of the docks."""
        return {
            "steps": self.palette,
            "outline": self.outline,
            "findings": self.findings,
            "exports": self.preview,
            "report": self.report,
            "what_if": self.what_if,
            "inspector": self.inspector,
        }

    @property
    def selection(self) -> Selection:
        return self.canvas.selection

    @property
    def has_findings(self) -> bool:
        return bool(self.bridge.report and self.bridge.report.findings)

    @property
    def is_empty(self) -> bool:
        return not self.session.pipeline.steps and not self.session.pipeline.notes

    # ------------------------------------------------------------------ acting
    def add_kind(self, slug: str) -> None:
        """Adds a step of a kind behind the selected step, or in the middle of the view."""
        chosen = self.selection.steps
        wish = Wish(from_step=chosen[0]) if len(chosen) == 1 else Wish(at=self.canvas.view_centre())
        self._on_added(place_step(self.session, KindWish(slug), wish))

    def ask_step(self) -> None:
        """Opens quick add for what is selected, a step, a link or two linked steps, or for the place of the pointer."""
        chosen, between = self.selection, self._links_between(self.selection.steps)
        if len(chosen.steps) == 1:
            wish = Wish(from_step=chosen.steps[0])
        elif len(chosen.links) == 1 and not chosen.steps:
            wish = Wish(link=chosen.links[0])
        elif between:
            wish = Wish(link=between[0])
        else:
            wish = Wish(at=self.paste_place())
        place = QCursor.pos() if self.canvas.underMouse() else self.canvas.mapToGlobal(self.canvas.rect().center())
        self.quick_add.open(wish, place - QPoint(200, 20))

    def ask_kind(self, tell: Callable[[str], object]) -> None:
        """Opens the list of kinds for the selected steps, beside the first of them."""
        chosen = self.selection.with_framed_steps(self.session.pipeline)
        x, y = self.canvas.view.to_view(*self.session.pipeline.positions[chosen[0]])
        self.quick_add.open_swap(chosen, self.canvas.mapToGlobal(QPoint(round(x), round(y) + 80)), tell)

    def _links_between(self, steps: tuple[str, ...]) -> list[str]:
        """The links that join two steps; none where there are not two."""
        links = self.session.pipeline.links.values()
        return [k.id for k in links if len(steps) == 2 and {k.source, k.target} == set(steps)]

    def show_step(self, step_id: str) -> None:
        """Selects a step and brings it into view."""
        self.canvas.select(steps=(step_id,))
        self.canvas.reveal(step_id)

    def show_finding(self, finding: Finding) -> None:
        """Selects the step that a finding is about and brings its whole place into view."""
        if finding.anchor in self.session.pipeline.steps:
            self.show_step(finding.anchor)
        self.canvas.show_finding(finding)

    def show_proof(self, steps: Iterable[str], links: Iterable[str], token: str = "ok") -> None:
        """Selects steps, brings them into view and dims what does not belong to them."""
        known = [s for s in steps if s in self.session.pipeline.steps]
        self.canvas.select(steps=known)
        self.canvas.set_highlight(known, links, token)
        self.canvas.bring_into_view([self.canvas.overlays.area_of(Hit("steps", s)) for s in known])

    def show_linter_finding(self, placed: PlacedFinding) -> None:
        """Selects the step that a linter's finding is about, shows the field, and the line where files are in sight."""
        if placed.origin.step in self.session.pipeline.steps:
            self.show_step(str(placed.origin.step))
        self.inspector.show_field(placed.origin.field)
        self.preview.show_place(placed.side, placed.finding.path, placed.finding.line)

    def _show_linter_line(self, placed: PlacedFinding) -> None:
        self.show_linter_finding(placed)
        self.lines_wanted.emit()

    def files_changed(self) -> None:
        """The files were saved or read again: texts, marks and the report are others now."""
        self.preview.refresh()
        self.report.refresh()

    def paste_place(self) -> Position:
        """The place under the pointer when it is over the canvas, else the middle of the view."""
        if self.canvas.underMouse():
            x, y = self.canvas.scene_at(self.canvas.mapFromGlobal(QCursor.pos()))
            return (x, y)
        x, y = self.canvas.view_centre()
        return (x, y)

    def close(self) -> None:
        """Ends the threads; the widgets go with their docks."""
        if self._is_closed:
            return
        self._is_closed = True
        self._appearance.changed.disconnect(self._take_theme)
        self.proving.close()
        self.maturity.close()
        self.what_if.close_work()
        self.bridge.close()
        self.preview.close_work()
        self.canvas.ghost_search.close()

    # ------------------------------------------------------------------ following
    def _follow_canvas(self, selection: Selection) -> None:
        self.canvas.set_highlight()
        steps = selection.with_framed_steps(self.session.pipeline)
        self.inspector.show_selection(steps, selection.links)
        self.outline.show_selection(selection.steps, selection.links, selection.notes)
        self.preview.show_steps(steps)
        self.what_if.follow(selection.steps)
        self.selection_changed.emit()

    def _follow_outline(self, steps: Iterable[str], links: Iterable[str], notes: Iterable[str]) -> None:
        self.canvas.select(steps=steps, links=links, notes=notes)
        if len(self.selection.steps) == 1:
            self.canvas.reveal(self.selection.steps[0])
        elif len(self.selection.links) == 1:
            link = self.session.pipeline.links[self.selection.links[0]]
            ends = [Hit("steps", s) for s in (link.source, link.target)]
            self.canvas.bring_into_view([self.canvas.overlays.area_of(end) for end in ends])

    def _show_consequences(self, answer: Consequences | None) -> None:
        """Marks every step with what would happen to it, and the paths on which something reaches production."""
        if answer is None:
            self.canvas.set_highlight()
        else:
            self.canvas.set_highlight(answer.marks, danger_links(answer), signs=answer.marks)

    def _show_claim(self, answer: Consequences, claim: Claim) -> None:
        """Marks the path that proves one sentence."""
        known = [s for s in claim.steps if s in self.session.pipeline.steps]
        if known:
            token = LOOKS[claim.sign][1]
            self.canvas.set_highlight(known, claim.links, token, {s: m for s, m in answer.marks.items() if s in known})
            self.canvas.bring_into_view([self.canvas.overlays.area_of(Hit("steps", s)) for s in known])
        else:
            self._show_consequences(answer)

    def _on_request(self, request: QuickAddRequest) -> None:
        wish = Wish((request.x, request.y), request.from_step, request.as_source, request.link)
        self.quick_add.open(wish, request.global_pos)

    def _on_added(self, step_id: str) -> None:
        self.canvas.select(steps=(step_id,))
        self.canvas.reveal(step_id)
        if not self.quick_add.picker.isVisible():
            self.canvas.setFocus()

    def _show_findings_of(self, step_id: str) -> None:
        report = self.bridge.report
        found = report.by_step.get(step_id, ()) if report else ()
        if found:
            self.findings.show_finding(found[0], focus=False)

    def _show_remark(self, remark: Remark) -> None:
        """Selects the card that a line of the import report is about; its file, where that is shown, follows."""
        if remark.step and remark.step in self.session.pipeline.steps:
            self.show_step(remark.step)
        self.preview.show_line(remark.path, remark.line)

    def _ask_kind(self, step_id: str, place: QPoint) -> None:
        catalog, step = self.session.services.catalog, self.session.pipeline.steps[step_id]

        def answer(kind: str) -> None:
            self.canvas.attempt(steps.confirm_kind, catalog, step_id, kind)

        answers_menu(self.canvas, step, catalog, self._appearance, answer).popup(place)

    def _take_theme(self) -> None:
        self.canvas.set_theme(self._appearance.theme)
