"""What saving writes, as a job for any thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from designer.session.rewriting import Written

if TYPE_CHECKING:
    from designer.session.session import Session


def later_written(session: Session) -> Callable[[], str | Written]:
    """Takes the state now and makes, when called, what `Session.save` would write to the files that are there."""
    if session.source is not None:
        return partial(session.source.written, session.pipeline.snapshot())
    return session.later_text()
