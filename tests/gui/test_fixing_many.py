"""Fixing hundreds of findings goes on in another thread: the window answers, and an edit meanwhile comes first."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from designer.commands.steps import rename
from designer.gui.main_window import MainWindow
from tests.gui.conftest import MakeWindow

TEXT = "pipeline: {name: Many}\nsteps:\n" + "".join(f"  s{n}: {{kind: deploy, method: copy}}\n" for n in range(40))


@pytest.fixture
def many(open_window: MakeWindow) -> MainWindow:
    window = open_window(TEXT)
    assert window.desk.findings.rows.fixable > 100
    return window


def fixed(window: MainWindow) -> bool:
    return window.desk.session.history.undo_label == "Fix all safe"


def test_all_is_one_undo_step_and_the_same_as_without_a_window(many: MainWindow, qtbot: QtBot) -> None:
    session = many.desk.session
    before = session.pipeline.snapshot()
    many.registry.trigger("check.fix_all")
    qtbot.waitUntil(lambda: fixed(many), timeout=30_000)
    by_window = session.pipeline.snapshot()
    session.undo()
    assert session.pipeline.snapshot().steps == before.steps
    session.fix_all()
    assert session.pipeline.snapshot().steps == by_window.steps
    assert session.pipeline.snapshot().links == by_window.links
    assert session.pipeline.snapshot().positions == by_window.positions


def test_an_edit_meanwhile_comes_first(many: MainWindow, qtbot: QtBot) -> None:
    many.registry.trigger("check.fix_all")
    assert not fixed(many)
    many.desk.session.run(rename, "s1", "Mine")
    qtbot.waitUntil(lambda: "edited meanwhile" in many.toast.text, timeout=30_000)
    assert many.desk.session.history.undo_label == "Rename S1"


def test_it_can_be_given_up(many: MainWindow, qtbot: QtBot) -> None:
    many.registry.trigger("check.fix_all")
    qtbot.waitUntil(lambda: many.bar.message.startswith("Fixing…") or fixed(many), timeout=30_000)
    buttons: list[Any] = [b for b in many.bar.findChildren(QPushButton) if b.text() == "Cancel"]
    if buttons and not fixed(many):
        buttons[0].click()
        assert not many.bar.isVisible()
        many.desk.bridge.wait_idle()
        assert not fixed(many)
