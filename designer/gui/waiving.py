"""Waiving findings from the window: a new waiver, another text for one, taking one back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from designer.analysis.finding import Finding
from designer.analysis.waiver import ELSEWHERE, NOT_APPLICABLE, PRINCIPLE, Stated, stated_waivers
from designer.commands import waivers
from designer.errors import DesignerError
from designer.gui.panels.question_card import DONE, MISSING, Asked
from designer.gui.waiver_dialog import WaiverDialog, Wish
from designer.model.step import PIPELINE
from designer.session.linter_waivers import waiver_codes
from designer.session.linting import PlacedFinding

if TYPE_CHECKING:
    from designer.gui.desk import Desk
    from designer.gui.main_window import MainWindow


class Waiving:
    """Opens the dialog and runs the commands; each is one undo step."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def watch(self, desk: Desk) -> None:
        """Does what the panels of a desk ask for."""
        desk.findings.waive_wanted.connect(self.open)
        desk.findings.remove_waiver_wanted.connect(self.remove)
        desk.findings.answered.connect(self.answer)
        desk.linters.waive_wanted.connect(self.open_linter)
        desk.linters.remove_waiver_wanted.connect(self.remove_linter)

    # ------------------------------------------------------------------ what it is about
    @property
    def candidate(self) -> Finding | None:
        """The finding that the keys are about: the current one, else the worst of the selected step."""
        desk = self._window.desk
        current, report, chosen = desk.findings.current, desk.bridge.report, desk.selection.steps
        if current is not None or report is None or len(chosen) != 1:
            return current
        found = [*report.by_step.get(chosen[0], ()), *report.waived_by_step.get(chosen[0], ())]
        return found[0] if found else None

    @property
    def can_waive(self) -> bool:
        return (finding := self.candidate) is not None and not _is_waiver(finding)

    @property
    def can_change(self) -> bool:
        return (finding := self.candidate) is not None and _is_waiver(finding)

    def stated(self, finding: Finding) -> Stated | None:
        """The waiver that hides a finding, or that the finding is about; None when there is none any more."""
        found = stated_waivers(self._window.desk.session.pipeline.snapshot())
        if finding.principle == PRINCIPLE:
            row = finding.autofix.operations[0]["row"] if finding.autofix else -1
            return next((s for s in found if (s.at, s.row) == (finding.at, row)), None)
        places = {PIPELINE, finding.anchor, finding.at, *finding.others, *finding.steps}
        return next((s for s in found if s.waiver == finding.waived and s.at in places), None)

    # ------------------------------------------------------------------ acting
    def waive_current(self) -> None:
        """Asks about the current finding."""
        if self.candidate is not None:
            self.open(self.candidate)

    def remove_current(self) -> None:
        """Takes back the waiver of the current finding."""
        if self.candidate is not None:
            self.remove(self.candidate)

    def open(self, finding: Finding) -> WaiverDialog:
        """Asks for a waiver of a finding, or for other contents of the one it has."""
        desk = self._window.desk
        stated = self.stated(finding) if _is_waiver(finding) else None
        at = stated.at if stated and finding.principle == PRINCIPLE else place_of(finding)
        wish = Wish(
            code=finding.about or finding.code,
            title=finding.title,
            at=at,
            where=desk.findings.name_of(at),
            is_whole=stated is not None and stated.at == PIPELINE,
            entry=_entry(stated) if stated else {},
        )
        return self.ask(wish, lambda entry, place: self._write(stated, entry, place))

    def open_linter(self, placed: PlacedFinding) -> WaiverDialog:
        """Asks for a waiver of what a linter found, or for other contents of the one it has."""
        desk, stated = self._window.desk, self._stated_for(placed)
        step = placed.origin.step if placed.origin.step in desk.session.pipeline.steps else None
        at = stated.at if stated else step or PIPELINE
        wish = Wish(
            code=stated.waiver.code if stated else waiver_codes(placed.finding)[0],
            title=placed.finding.message,
            at=at,
            where=desk.findings.name_of(at),
            is_whole=stated is not None and stated.at == PIPELINE,
            entry=_entry(stated) if stated else {},
        )
        return self.ask(wish, lambda entry, place: self._write(stated, entry, place))

    def remove_linter(self, placed: PlacedFinding) -> None:
        """Takes the waiver of a linter's finding back."""
        self._remove(self._stated_for(placed))

    def _stated_for(self, placed: PlacedFinding) -> Stated | None:
        """The waiver that hides what a linter found, that at its own step first; None when there is none any more."""
        found = stated_waivers(self._window.desk.session.pipeline.snapshot())
        same = [s for s in found if s.waiver == placed.waived]
        return min(same, key=lambda s: s.at != placed.origin.step, default=None)

    def ask(self, wish: Wish, write: Callable[[Mapping[str, str], str], None]) -> WaiverDialog:
        """Opens the dialog; ``write(entry, at)`` is called once it is filled in."""
        window = self._window
        session, settings = window.desk.session, window.desktop.settings
        accountable = session.profile.accountable
        filled = replace(wish, owner=settings.owner, is_accountable=accountable)
        dialog = WaiverDialog(filled, window.desktop.appearance, window)

        def decide(entry: Mapping[str, str], at: str) -> None:
            window.desktop.remember(owner=entry["owner"] or settings.owner)
            try:
                write(entry, at)
            except DesignerError as e:
                window.show_refusal(e)

        dialog.decided.connect(decide)
        dialog.open()
        return dialog

    def remove(self, finding: Finding) -> None:
        """Takes a waiver back; its finding counts again."""
        self._remove(self.stated(finding))

    def _remove(self, stated: Stated | None) -> None:
        if stated is None:
            return
        try:
            self._window.desk.session.run(waivers.remove_waiver, stated.at, stated.row, stated.waiver.code)
        except DesignerError as e:
            self._window.show_refusal(e)
            return
        stays = f"; its comment stays in {stated.waiver.origin}" if stated.waiver.origin else ""
        self._say(f"Waiver of {stated.waiver.code or 'nothing'} removed{stays}")

    def answer(self, asked: Asked, answer: str, places: tuple[str, ...]) -> None:
        """Takes the answer to an open question; where it is done, or why it makes no sense, is asked first."""
        session, code = self._window.desk.session, asked.code
        if answer == MISSING:
            session.run(waivers.answer, code, places)
            self._say(f"{code} counts as missing")
        elif answer == DONE and asked.fact:
            session.run(waivers.answer_with_fact, code, places, asked.fact)
            self._say(f"{code} is done: {', '.join(asked.fact).replace('_', ' ')} is stated")
        else:
            names = ", ".join(asked.names[p] for p in places)
            ways = (ELSEWHERE,) if answer == DONE else (NOT_APPLICABLE,)
            question = "Where is it done?" if answer == DONE else "Why does it make no sense here?"
            wish = Wish(code, asked.title, places[0], names, ways=ways, question=question)
            self.ask(wish, lambda entry, at: self._write_answer(code, places, entry, at))

    def _write_answer(self, code: str, places: tuple[str, ...], entry: Mapping[str, str], at: str) -> None:
        session = self._window.desk.session
        session.run(waivers.answer, code, places, entry, everywhere=at == PIPELINE)
        self._say(f"{code} answered")

    def toggle_ignored(self) -> None:
        """Shows all findings as if nobody had waived one, or hides the waived ones again."""
        session = self._window.desk.session
        session.ignores_waivers = not session.ignores_waivers
        self._window.desk.bridge.refresh()
        self._window.refresh()

    # ------------------------------------------------------------------ inside
    def _write(self, stated: Stated | None, entry: Mapping[str, str], at: str) -> None:
        session = self._window.desk.session
        if stated is None:
            session.run(waivers.waive, at, entry)
            self._say(f"{entry['code']} waived")
        else:
            session.run(waivers.change_waiver, stated.at, stated.row, entry, at)
            self._say(f"Waiver of {entry['code']} changed")

    def _say(self, text: str) -> None:
        self._window.toast.say(text, "Undo", self._window.undo)


def place_of(finding: Finding) -> str:
    """The step that a waiver of a finding would stand at; ``pipeline`` where it is about no single one."""
    if finding.anchor or finding.at == PIPELINE:
        return finding.anchor or PIPELINE
    return finding.steps[0] if finding.steps else PIPELINE


def _is_waiver(finding: Finding) -> bool:
    return finding.waived is not None or finding.principle == PRINCIPLE


def _entry(stated: Stated) -> dict[str, str]:
    waiver = stated.waiver
    return {"as": waiver.kind, "reason": waiver.reason, "owner": waiver.owner, "until": waiver.until}
