"""What a refused edit is told with: why, and what would be possible instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.commands import links
from designer.errors import DesignerError, EditRefused
from designer.model.step import FEEDBACK

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

OFFER = "Make it a feedback link"


def tell_refusal(window: MainWindow, error: DesignerError, offer: tuple[str, str] | None = None) -> None:
    """Shows a refusal as a passing message.

    Args:
        offer: source and target of the link that was refused; without it they are taken from the circle.
    """
    ends = offer or _ends(error)
    if isinstance(error, EditRefused) and error.cycle and ends:
        names = [_label(window, s) for s in error.cycle]
        text = f"This link would close a circle: {' → '.join(names)}. A run could never start."
        window.toast.say(text, OFFER, lambda: _make_feedback(window, *ends))
    else:
        window.toast.say(_sentence(error))


def _ends(error: DesignerError) -> tuple[str, str] | None:
    cycle: tuple[str, ...] = getattr(error, "cycle", ())
    return (cycle[0], cycle[1]) if len(cycle) > 2 else None


def _make_feedback(window: MainWindow, source: str, target: str) -> None:
    try:
        new = window.desk.session.run(links.connect, source, target, FEEDBACK)
    except DesignerError as e:
        window.toast.say(_sentence(e))
        return
    window.desk.canvas.select(links=(new,))


def _label(window: MainWindow, step_id: str) -> str:
    step = window.desk.session.pipeline.steps.get(step_id)
    return step.label if step else step_id


def _sentence(error: DesignerError) -> str:
    text = str(error)
    return text[:1].upper() + text[1:]
