"""Long work: it lets other threads go first, wherever it passes, and is not looked through for garbage meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

Pause = Callable[[], object]

_PAUSE: Final[ContextVar[Pause | None]] = ContextVar("pause", default=None)


def breathe() -> None:
    """Called in loops that take long, about once in a millisecond; does nothing where nobody asked for pauses."""
    pause = _PAUSE.get()
    if pause is not None:
        pause()


@contextmanager
def pausing(pause: Pause) -> Iterator[None]:
    """What runs inside, in this thread, calls ``pause`` every now and then."""
    token = _PAUSE.set(pause)
    try:
        yield
    finally:
        _PAUSE.reset(token)


@contextmanager
def uncollected() -> Iterator[None]:
    """What runs inside makes much and drops little: Python's collector would look at all of it again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
