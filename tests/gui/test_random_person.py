"""A person works the real window by real events, at random; whatever they do, canvas and pipeline stay equal.

The same with 10,000 gestures a seed: ``python -m scripts.random_person``.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from designer.session.services import Services
from tests.gui.person.person import at_the_window
from tests.gui.person.work import GESTURES

NAMES = [name for name, (often, _) in GESTURES.items() for _ in range(often)]


def test_canvas_and_pipeline_stay_equal_whatever_a_person_does(qapp: QApplication, services: Services) -> None:
    class RandomPerson(RuleBasedStateMachine):
        """Each gesture has dice of its own, so that one can be left out without changing the others."""

        def __init__(self) -> None:
            super().__init__()
            self.room = ExitStack()
            folder = self.room.enter_context(tempfile.TemporaryDirectory())
            self.person = self.room.enter_context(at_the_window(services, Path(folder)))

        @rule(name=st.sampled_from(NAMES), seed=st.integers(0, 2**32 - 1))
        def make_a_gesture(self, name: str, seed: int) -> None:
            self.person.act(name, Random(seed))

        def teardown(self) -> None:
            with self.room:
                self.person.undo_everything_and_redo_it()

    # Not made shorter here: a window a try would take minutes. The program does that for a seed.
    # The same gestures every time: other ones are for the program, which can play them again.
    few = settings(max_examples=6, stateful_step_count=25, deadline=None, phases=[Phase.generate], derandomize=True)
    run_state_machine_as_test(RandomPerson, settings=few)
