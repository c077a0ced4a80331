"""The longest times in which the window did not answer, while somebody works on a large pipeline.

    python benchmarks/watchdog.py --minutes 5
    python benchmarks/watchdog.py --minutes 2 --shape lessons --profile regulated    # nearly everything is missing

Every event is a real one: pointer, wheel, keys. Prints, for each thing that was done, the worst time without a beat of
the window's thread, by the clock and as time of the processor that this thread itself used, and where it stood.
Needs no display unless QT_QPA_PLATFORM says otherwise. Ends with 1 when the window did not answer for over 50 ms, or
when anything raised.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from benchmarks.person import Person
from benchmarks.shapes import shapes
from benchmarks.stalls import Stall, Watch, table
from designer.gui.app import make_app
from designer.gui.appearance import Appearance
from designer.gui.desktop import Desktop
from designer.gui.garbage import GarbageCollector
from designer.gui.main_window import MainWindow
from designer.gui.prompts import DISCARD, Prompts
from designer.model.snapshot import Snapshot
from designer.model.step import Frame
from designer.session.recovery import RecoveryStore
from designer.session.services import load_services
from designer.storage.document import write_document

LIMIT_MS: Final = 50.0
FRAME: Final = 10  # steps


class Careless(Prompts):
    """Never keeps what was not saved."""

    def keep_changes(self, parent: QWidget, name: str) -> str:
        return DISCARD


def framed(snapshot: Snapshot) -> Snapshot:
    """With a frame round every ten steps."""
    names = list(snapshot.steps)
    groups = [tuple(names[i : i + FRAME]) for i in range(0, len(names), FRAME)]
    return replace(snapshot, frames={f"group_{i}": Frame(f"group_{i}", f"Part {i}", g) for i, g in enumerate(groups)})


def large_window(desktop: Desktop, folder: Path, shape: str, number: int, profile: str) -> MainWindow:
    """A window on a pipeline of a shape, with a file to save it in and its findings there."""
    snapshot = shapes(desktop.services)[shape](number)
    path = folder / "large.mlops.yaml"
    path.write_text(write_document(framed(snapshot)), encoding="utf-8")
    desktop.settings = replace(desktop.settings, profile=profile)
    window = desktop.open_window(desktop.session(path))
    window.resize(1440, 900)
    window.activateWindow()
    window.desk.bridge.wait_idle(60_000)
    return window


def measure(options: argparse.Namespace, folder: Path) -> tuple[list[Stall], list[str]]:
    """Somebody works for so many minutes, or rounds.

    Returns:
        What was seen, and the pieces of work that were done.
    """
    app = make_app()
    collector = GarbageCollector(app)
    desktop = Desktop(
        load_services(),
        Appearance(app, "light"),
        folder / "settings.json",
        Careless(),
        RecoveryStore(folder / "recovery"),
    )
    window = large_window(desktop, folder, options.shape, options.n, options.profile)
    report = window.desk.bridge.report
    print(f"{options.n} steps, {len(report.findings) if report else 0} findings, profile {options.profile}")
    watch = Watch()

    def tell(doing: str) -> None:
        watch.doing = doing

    person = Person(window, tell, options.hurry, options.only)
    QTimer.singleShot(2000, watch.start)
    QTimer.singleShot(2000, person.start)
    QTimer.singleShot(round(options.minutes * 60_000) + 2000, lambda: app.exit(0))
    rounds = QTimer(app)
    rounds.timeout.connect(lambda: app.exit(0) if 0 < options.rounds <= person.rounds else None)
    rounds.start(100)
    app.exec()
    person.stop()
    watch.stop()
    collector.close()
    print(f"{len(person.done)} pieces of work in {person.rounds} rounds, {watch.beats} beats")
    for each in tuple(desktop.windows):
        each.close_without_asking()
    return watch.stalls, person.done


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--n", type=int, default=1000, help="number of steps")
    parser.add_argument("--shape", default="damaged", help="see benchmarks/shapes.py")
    parser.add_argument("--profile", default="classroom")
    parser.add_argument("--hurry", type=float, default=1.0, help="how much faster than a person")
    parser.add_argument("--rounds", type=int, default=0, help="end earlier, when so many rounds are done")
    parser.add_argument("--only", nargs="*", default=[], help="pieces of work; all when there are none")
    parser.add_argument("--rows", type=int, default=25, help="rows of the table")
    parser.add_argument("--json", type=Path, help="file for what was done and all times over 20 ms")
    options = parser.parse_args()
    raised: list[type[BaseException]] = []

    def note(sort: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        raised.append(sort)
        sys.__excepthook__(sort, error, at)

    sys.excepthook = note
    with tempfile.TemporaryDirectory() as folder:
        stalls, done = measure(options, Path(folder))
    print(table(stalls, options.rows))
    late = [s for s in stalls if s.wall > LIMIT_MS]
    print(f"{len(late)} times over {LIMIT_MS:.0f} ms by the clock, {sum(s.cpu > LIMIT_MS for s in late)} by the thread")
    if raised:
        print(f"{len(raised)} times something raised, see above")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps({"done": done, "stalls": [asdict(s) for s in stalls]}, indent=1))
    sys.stdout.flush()
    return 1 if late or raised else 0


if __name__ == "__main__":
    sys.exit(main())
