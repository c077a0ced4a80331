"""What a person may expect of undo and redo, written down beside a session."""

from __future__ import annotations

from designer.model.changes import TABLES, Transaction
from designer.model.pipeline import Pipeline
from designer.model.snapshot import Snapshot
from designer.session.session import Session


def rows(board: Pipeline | Snapshot) -> str:
    """Everything a pipeline holds, in its order, as text: nobody can change it afterwards."""
    return repr([(name, list(getattr(board, name).items())) for name in TABLES])


class Diary:
    """Follows one session: the states it went through, and how many edits were heard of."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.states = [rows(session.pipeline)]
        self.at = 0
        self.edits = 0
        self._steps: list[Transaction] = []
        session.pipeline.subscribe(self._hear)

    @property
    def is_at_start(self) -> bool:
        return self.at == 0

    def _hear(self, transaction: Transaction) -> None:
        done, undone = self.session.history._done, self.session.history._undone
        if len(done) < self.at:  # taken back: the state before must be there again
            self.at -= 1
        elif self.at < len(self._steps) and done and done[-1] is self._steps[self.at]:  # done again
            self.at += 1
        else:
            assert not undone, "an edit leaves nothing to redo"
            assert done[-1] is transaction
            self.edits += 1
            del self.states[self.at + 1 :], self._steps[self.at :]
            self.states.append(rows(self.session.pipeline))
            self._steps.append(transaction)
            self.at += 1
            if len(done) < self.at:  # the oldest was forgotten
                del self.states[0], self._steps[0]
                self.at -= 1

    def check(self) -> None:
        """The pipeline is in the state that was written down, and undo reaches as far as it should."""
        done = self.session.history._done
        if done and self.at > len(done) and done[-1] is not self._steps[self.at - 1]:  # saving joined the last two
            del self.states[self.at - 1], self._steps[self.at - 2 : self.at]
            self._steps.append(done[-1])
            self.at -= 1
        assert len(done) == self.at
        self.expect(self.at)

    def expect(self, number: int) -> None:
        """The pipeline is in one of the states that were written down."""
        now, then = rows(self.session.pipeline), self.states[number]
        place = next((i for i, (a, b) in enumerate(zip(now, then, strict=False)) if a != b), 0)
        assert now == then, f"…{now[place - 60 : place + 60]}… instead of …{then[place - 60 : place + 60]}…"
