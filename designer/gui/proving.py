"""Evidence and linters for one document, in a thread of its own while nobody edits."""

from __future__ import annotations

import logging
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from designer.errors import DesignerError
from designer.gui.bridge import Bridge
from designer.gui.latest import Job, Latest
from designer.model.changes import Transaction
from designer.session.evidence import Proof, Prover, Subject
from designer.session.run_store import RunStore, run_store_path
from designer.session.session import Session

PAUSE_MS: Final = 1_500  # after the last report: linters cost seconds of processor time
PROGRESS_MS: Final = 300
PATIENCE: Final = 2.0  # seconds for taking facts away: the window draws with the same processor
_log = logging.getLogger(__name__)


class Proving(QObject):
    """Proves what a session's pipeline holds a while after each report.

    An edit stops the work that runs, and its result is dropped. It is off until somebody turns it on.
    """

    wanted = Signal()  # evidence will come, but for a program that fails
    ready = Signal(object)  # Proof of what the pipeline holds now; None while it is off
    progress = Signal(bool)  # whether it has been working for long enough to say so

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._prover = Prover(session.services, RunStore(run_store_path()), patience=PATIENCE)
        self._stop = Event()
        self._is_on = False
        self._has_report = bridge.report is not None
        self._proof: Proof | None = None
        self._work = Latest(self._prepare, PAUSE_MS, self)
        self._work.ready.connect(self._receive)
        self._work.failed.connect(self._fail)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PROGRESS_MS)
        self._timer.timeout.connect(lambda: self.progress.emit(True))
        bridge.report_ready.connect(self._on_report)
        bridge.changed.connect(self._on_change)

    @property
    def is_on(self) -> bool:
        return self._is_on

    @property
    def proof(self) -> Proof | None:
        """The latest evidence; None before the first. It may be an edit behind."""
        return self._proof

    @property
    def is_idle(self) -> bool:
        """Whether the evidence is of the newest report."""
        return self._work.is_idle

    def turn(self, is_on: bool) -> None:
        """Turns it on or off; off, what was found is forgotten."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        if is_on:
            if self._has_report:
                self._ask()
            return
        self._stop.set()
        self._proof = None
        self._rest()
        self.ready.emit(None)

    def wait_idle(self, timeout_ms: int = 60_000) -> None:
        """Runs the event loop until the evidence is of the newest report, without the pause (tests, pictures).

        Raises:
            TimeoutError: it takes longer than ``timeout_ms``.
        """
        self._work.wait_idle("the linters", timeout_ms, at_once=True)

    def close(self) -> None:
        """Stops the programs that run and ends the thread."""
        self._stop.set()
        self._timer.stop()
        self._work.close()

    # ------------------------------------------------------------------ inside
    def _on_report(self) -> None:
        self._has_report = True
        if self._is_on:
            self._ask()

    def _ask(self) -> None:
        self.wanted.emit()
        self._work.ask()

    def _on_change(self, transaction: Transaction) -> None:
        if not transaction.is_layout_only:
            self._stop.set()
            self._rest()

    def _prepare(self) -> Job:
        self._stop = stop = Event()
        self._timer.start()
        session, source = self._session, self._session.source
        folder = source.root if source is not None else session.folder if session.path else None
        ignores = session.ignores_waivers
        subject = Subject(session.pipeline.snapshot(), session.profile, source, folder, ignores)
        if not subject.snapshot.steps:
            return Proof

        def prove() -> Proof | None:
            proof = self._prover.prove(subject, stop)
            return None if stop.is_set() else proof

        return prove

    def _receive(self, proof: Proof | None) -> None:
        self._rest()
        if proof is not None and self._is_on:
            self._proof = proof
            self.ready.emit(proof)

    def _fail(self, error: Exception) -> None:
        self._rest()
        if not isinstance(error, DesignerError):
            _log.error("the evidence failed", exc_info=error)

    def _rest(self) -> None:
        self._timer.stop()
        self.progress.emit(False)
