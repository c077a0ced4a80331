"""Undo and redo, derived from recorded transactions."""

from __future__ import annotations

from designer.model.changes import Transaction
from designer.model.pipeline import Pipeline


class History:
    """Records every transaction of a pipeline and plays it backwards and forwards.

    Args:
        limit: how many transactions are kept.
    """

    def __init__(self, pipeline: Pipeline, limit: int = 1000) -> None:
        self._pipeline = pipeline
        self._limit = limit
        self._done: list[Transaction] = []
        self._undone: list[Transaction] = []
        self._replaying = False
        self._saved: Transaction | None = None  # the last transaction that the file holds
        self._saved_is_lost = False
        pipeline.subscribe(self._record)

    def _record(self, transaction: Transaction) -> None:
        if self._replaying:
            return
        self._done.append(transaction)
        self._undone.clear()
        if len(self._done) > self._limit:
            self._forget(self._done.pop(0))

    def _forget(self, oldest: Transaction) -> None:
        if self._saved is None:
            self._saved_is_lost = True  # what was saved lies before the oldest state that undo can reach
        elif self._saved is oldest:
            self._saved = None  # it is that state now

    @property
    def undo_label(self) -> str:
        """Label of what `undo` would take back; empty when there is nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        return self._undone[-1].label if self._undone else ""

    def undo(self) -> Transaction | None:
        """Takes the last transaction back and returns it; None when there is nothing to undo."""
        return self._replay(self._done, self._undone, backwards=True)

    def redo(self) -> Transaction | None:
        return self._replay(self._undone, self._done, backwards=False)

    def _replay(self, source: list[Transaction], target: list[Transaction], *, backwards: bool) -> Transaction | None:
        if self._pipeline.is_editing:
            raise RuntimeError("nothing can be undone or redone inside an edit")
        if not source:
            return None
        transaction = source.pop()
        target.append(transaction)
        self._replaying = True
        try:
            self._pipeline.apply(transaction.reversed() if backwards else transaction)
        finally:
            self._replaying = False
        return transaction

    def join_last(self) -> None:
        """Makes one undo step of the last two, with the label of the first: the second only completes it."""
        if len(self._done) > 1:
            last = self._done.pop()
            first = self._done.pop()
            self._done.append(Transaction(first.label, (*first.changes, *last.changes)))
            if self._saved is first:
                self._saved_is_lost = True  # that state lies inside of a step now
            elif self._saved is last:
                self._saved = self._done[-1]

    def mark_saved(self) -> None:
        """Remembers that the file now holds what the pipeline holds."""
        self._saved = self._done[-1] if self._done else None
        self._saved_is_lost = False

    def mark_unsaved(self) -> None:
        """Remembers that the file holds none of the states that undo and redo can reach."""
        self._saved_is_lost = True

    @property
    def is_dirty(self) -> bool:
        """Whether the pipeline differs from what was saved; undoing back to it makes it clean again."""
        return self._saved_is_lost or (self._done[-1] if self._done else None) is not self._saved
