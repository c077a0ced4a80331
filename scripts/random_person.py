"""A person works the real window at random, by real events, and every gesture is checked. A seed makes one run again.

python -m scripts.random_person --gestures 10000 --seed 1
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import Random

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from designer.session.services import Services, load_services
from tests.gui.person.person import at_the_window
from tests.gui.person.work import GESTURES

HARMLESS = ("This plugin does not support",)


class Complaints:
    """What Qt or Python said that no test would hear otherwise."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        sys.excepthook = lambda kind, error, trace: self.heard.append(
            "".join(traceback.format_exception(kind, error, trace))
        )
        qInstallMessageHandler(self._hear)

    def _hear(self, kind: QtMsgType, context: object, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not message.startswith(HARMLESS):
            self.heard.append(message)


Plan = Sequence[tuple[str, int]]  # gestures, each with a seed of its own: leaving one out leaves the others alone


def plan_of(seed: int, number: int) -> Plan:
    """The gestures of a seed."""
    dice = Random(seed)
    names, often = list(GESTURES), [often for often, _ in GESTURES.values()]
    return [(name, dice.randrange(2**32)) for name in dice.choices(names, often, k=number)]


def play(services: Services, plan: Plan, complaints: Complaints, *, tells: bool) -> tuple[int, str] | None:
    """Makes the gestures; returns the number of the one that broke a law, and what was wrong."""
    complaints.heard.clear()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, at_the_window(services, Path(folder)) as somebody:
        for number, (name, seed) in enumerate(plan):
            try:
                somebody.act(name, Random(seed))
                if number % 500 == 499 or number == len(plan) - 1:
                    somebody.undo_everything_and_redo_it()
                    if tells:
                        print(f"  {number + 1} gestures, {time.perf_counter() - started:.0f} s", flush=True)
                if complaints.heard:
                    return number, complaints.heard[0]
            except Exception:  # whatever a gesture raises is what is looked for
                return number, traceback.format_exc()
    return None


def law_of(wrong: str) -> str:
    """What tells one complaint from another: where it was raised, else its words."""
    places = [line for line in wrong.splitlines() if line.startswith("  File ")]
    return places[-1] if places else wrong[:40]


def shortened(services: Services, plan: Plan, wrong: str, complaints: Complaints) -> Plan:
    """Leaves gestures out as long as the same law is broken."""
    law = law_of(wrong)
    size = len(plan) // 2
    while size >= 1:
        start = 0
        while start < len(plan):
            shorter = [*plan[:start], *plan[start + size :]]
            broken = play(services, shorter, complaints, tells=False) if shorter else None
            if broken and law_of(broken[1]) == law:
                plan = shorter[: broken[0] + 1]
            else:
                start += size
        size //= 2
    return plan


def main() -> int:
    """Returns the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gestures", type=int, default=10_000)
    options.add_argument("--seed", type=int, action="append", help="may be given several times")
    options.add_argument("--plan", help="play this list of gestures and their seeds, as --shorten prints it")
    options.add_argument("--shorten", action="store_true", help="find the shortest run that breaks the same law")
    chosen = options.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    app.setStyle("Fusion")
    app.setFont(QFont(app.font()))
    gc.disable()
    services, complaints, failed = load_services(), Complaints(), 0
    for seed in chosen.seed or [1]:
        plan = ast.literal_eval(chosen.plan) if chosen.plan else plan_of(seed, chosen.gestures)
        print(f"seed {seed}: {len(plan)} gestures", flush=True)
        broken = play(services, plan, complaints, tells=True)
        if broken is None:
            continue
        failed += 1
        number, wrong = broken
        print(f"seed {seed}, gesture {number + 1}, {plan[number]}:\n{wrong}", flush=True)
        if chosen.shorten:
            plan = shortened(services, plan[: number + 1], wrong, complaints)
            print(f"shortest run: {plan}")
    return 1 if failed else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # whoever broke a law may have left a window half alive
