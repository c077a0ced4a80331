"""Searching everything, the key sheet, about: what opens over the window for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, qVersion
from PySide6.QtWidgets import QMessageBox

from designer import __version__
from designer.commands import links, splicing
from designer.errors import DesignerError
from designer.gui.canvas.hit_test import Hit
from designer.gui.command_palette import choices, finding_rows, go, step_rows, steps_to_link
from designer.gui.key_sheet import KeySheet
from designer.gui.picker import WIDTH, Choice, Picker

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow


def search_everything(window: MainWindow) -> Picker:
    """Opens the list of actions, steps and findings."""
    steps, findings = step_rows(window), finding_rows(window)
    picker = _searching(window, "Search actions, steps and findings", "Enter runs or goes there · Esc closes")
    picker.more = lambda typed: [*steps(typed), *findings(typed)]
    return _open(window, picker, choices(window))


def find_step(window: MainWindow) -> Picker:
    """Opens the list of steps."""
    number = len(window.desk.session.pipeline.steps)
    picker = _searching(
        window, f"Which of {number} steps?" if number > 1 else "Which step?", "Enter goes there · then F3: the next one"
    )
    picker.more = step_rows(window)
    return _open(window, picker, [])


def _searching(window: MainWindow, placeholder: str, foot: str) -> Picker:
    picker = Picker(window, placeholder, foot)
    picker.dismissed.connect(picker.deleteLater)
    picker.picked.connect(lambda value, _: go(window, value, picker.line.text()))
    return picker


def _open(window: MainWindow, picker: Picker, rows: list[Choice]) -> Picker:
    picker.offer(rows)
    picker.open_at(window.mapToGlobal(QPoint((window.width() - WIDTH) // 2, 90)))
    return picker


def search_step_to_link(window: MainWindow, source: str) -> Picker:
    """Opens the list of steps that the selected one can be linked to; one that comes before it gets a feedback link."""
    label = window.desk.session.pipeline.steps[source].label
    picker = Picker(window, f"Link {label} to which step?", "Enter links · Esc closes")
    picker.dismissed.connect(picker.deleteLater)
    picker.picked.connect(lambda value, _: _link(window, source, *value))
    picker.offer(steps_to_link(window, source))
    picker.open_at(window.mapToGlobal(QPoint((window.width() - WIDTH) // 2, 90)))
    return picker


def _link(window: MainWindow, source: str, target: str, link_type: str) -> None:
    try:
        new = window.desk.session.run(links.connect, source, target, link_type)
    except DesignerError as e:
        window.show_refusal(e, (source, target))
        return
    window.desk.canvas.select(links=(new,))
    window.desk.canvas.bring_into_view([window.desk.canvas.overlays.area_of(Hit("steps", s)) for s in (source, target)])


def search_link_for(window: MainWindow, step: str) -> Picker:
    """Opens the list of links that a step without links can be put on."""
    steps = window.desk.session.pipeline.steps
    rows = [
        Choice(k.id, f"{steps[k.source].label} → {steps[k.target].label}", "" if k.is_flow else "feedback")
        for k in window.desk.session.pipeline.links.values()
    ]
    picker = Picker(window, f"Put {steps[step].label} on which link?", "Enter puts it there · Esc closes")
    picker.dismissed.connect(picker.deleteLater)
    picker.picked.connect(lambda value, _: put_on_link(window, step, value))
    picker.offer(rows)
    picker.open_at(window.mapToGlobal(QPoint((window.width() - WIDTH) // 2, 90)))
    return picker


def put_on_link(window: MainWindow, step: str, link: str) -> None:
    """Puts a step on a link, half way between its ends, and shows it."""
    session = window.desk.session
    ends = session.pipeline.links[link]
    positions = session.pipeline.positions
    places = [positions[s] for s in (ends.source, ends.target) if s in positions] or [(0.0, 0.0)]
    x, y = zip(*places, strict=True)
    try:
        session.run(splicing.put_on_link, link, step, (sum(x) / len(x), sum(y) / len(y)))
    except DesignerError as e:
        window.show_refusal(e)
        return
    window.desk.show_step(step)


def show_keys(window: MainWindow) -> None:
    """Opens the sheet with all keys."""
    sheet = KeySheet(window.registry.records.values(), window.desktop.habits, window)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.open()


def show_about(window: MainWindow) -> None:
    """Says what this is, and under which licences."""
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIconPixmap(window.desktop.appearance.picture("app", "accent", 48))
    box.setWindowTitle("About MLOps Designer")
    box.setText(f"<b>MLOps Designer {__version__}</b>")
    box.setInformativeText(
        "Draw an ML pipeline, see which MLOps principles it lacks, fix it, and export pipelines that run.<br><br>"
        f"Apache License 2.0. Uses Qt {qVersion()} and PySide6 under the LGPL 3: you may replace the Qt libraries. "
        "Also NetworkX and NumPy (BSD), PyYAML and platformdirs (MIT)."
    )
    box.open()
