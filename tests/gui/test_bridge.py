from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from designer.analysis.analyzer import Analyzer
from designer.analysis.report import Report
from designer.commands import notes, steps
from designer.gui.bridge import Bridge
from designer.model.snapshot import Snapshot
from designer.session.services import Services
from designer.session.session import Session


class Gate(Analyzer):
    """The real analyzer, which waits at a gate and counts."""

    def __init__(self, real: Analyzer) -> None:
        super().__init__(real.catalog, real.rulebook)
        self.open = threading.Event()
        self.open.set()
        self.runs = 0
        self.failure: Exception | None = None

    def analyze(self, snapshot: Snapshot, *args: Any, **kwargs: Any) -> Report:
        self.runs += 1
        self.open.wait(10)
        if self.failure:
            raise self.failure
        return super().analyze(snapshot, *args, **kwargs)


@pytest.fixture
def gate(services: Services) -> Gate:
    return Gate(services.analyzer)


@pytest.fixture
def session(services: Services, gate: Gate) -> Session:
    return Session(replace(services, analyzer=gate))


@pytest.fixture
def bridge(qapp: object, session: Session) -> Iterator[Bridge]:
    made = Bridge(session)
    made.wait_idle()
    yield made
    made.close()


def add(session: Session, kind: str = "train") -> str:
    return session.run(steps.add_step, session.services.catalog, kind)


def test_every_edit_undo_and_redo_is_told(bridge: Bridge, session: Session) -> None:
    told: list[str] = []
    bridge.changed.connect(lambda t: told.append(t.label))
    add(session)
    session.undo()
    session.redo()
    assert told == ["Add Train model"] * 3


def test_a_report_of_the_newest_contents_arrives_in_the_thread_of_the_window(
    bridge: Bridge, session: Session, qtbot: QtBot
) -> None:
    threads: list[QThread] = []
    bridge.report_ready.connect(lambda _: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(bridge.report_ready):
        add(session)
    assert bridge.report is not None
    assert bridge.report.revision == session.pipeline.revision
    assert threads == [QThread.currentThread()]


def test_edits_close_together_are_analysed_once(bridge: Bridge, session: Session, gate: Gate) -> None:
    before = gate.runs
    for _ in range(5):
        add(session)
    bridge.wait_idle()
    assert gate.runs == before + 1


def test_a_result_that_an_edit_has_overtaken_is_dropped(
    bridge: Bridge, session: Session, gate: Gate, qtbot: QtBot
) -> None:
    seen: list[Report] = []
    bridge.report_ready.connect(seen.append)
    gate.open.clear()
    before = gate.runs
    add(session)
    qtbot.waitUntil(lambda: gate.runs == before + 1)
    add(session, "deploy")
    gate.open.set()
    bridge.wait_idle()
    assert [r.revision for r in seen] == [session.pipeline.revision]


def test_moving_things_starts_no_analysis(bridge: Bridge, session: Session, gate: Gate) -> None:
    step = add(session)
    bridge.wait_idle()
    before = gate.runs
    session.run(steps.move, {step: (500, 500)})
    session.run(notes.add_note, 0, 0, "hello")
    bridge.wait_idle()
    assert gate.runs == before


def test_a_rule_that_fails_costs_the_findings_not_the_window(
    bridge: Bridge, session: Session, gate: Gate, qtbot: QtBot
) -> None:
    gate.failure = ValueError("broken rule")
    last = bridge.report
    with qtbot.waitSignal(bridge.analysis_failed) as told:
        add(session)
    assert told.args == ["ValueError: broken rule"]
    assert bridge.report is last
    gate.failure = None
    with qtbot.waitSignal(bridge.report_ready):
        bridge.refresh()


def test_closing_waits_for_the_worker_and_hears_nothing_more(session: Session, gate: Gate, qapp: object) -> None:
    bridge = Bridge(session)
    bridge.wait_idle()
    told: list[object] = []
    bridge.changed.connect(told.append)
    bridge.close()
    bridge.close()
    add(session)
    bridge.refresh()
    bridge.wait_idle()
    assert told == []


def test_waiting_for_an_analysis_that_does_not_end_says_so(bridge: Bridge, session: Session, gate: Gate) -> None:
    gate.open.clear()
    add(session)
    with pytest.raises(TimeoutError):
        bridge.wait_idle(100)
    gate.open.set()
