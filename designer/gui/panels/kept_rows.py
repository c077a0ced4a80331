"""Widgets below each other that come and go, while those that stay are left alone."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtWidgets import QBoxLayout, QWidget


class KeptRows:
    """Puts widgets into a layout; what Qt knows of the size of those that stay, it does not work out again.

    Args:
        box: holds nothing else.
    """

    def __init__(self, box: QBoxLayout) -> None:
        self._box = box
        self._there: list[QWidget] = []

    def show(self, widgets: Sequence[QWidget]) -> list[QWidget]:
        """Holds exactly these from now on, in this order; returns those that went out of it and are still alive."""
        before, after = self._there, list(widgets)
        if before == after:
            return []
        start = next((n for n, (old, new) in enumerate(zip(before, after, strict=False)) if old is not new), None)
        start = min(len(before), len(after)) if start is None else start
        same = 0  # at the end
        while same < min(len(before), len(after)) - start and before[-1 - same] is after[-1 - same]:
            same += 1
        taken = [widget for widget in before[start : len(before) - same] if shiboken6.isValid(widget)]
        for widget in taken:
            # Not by its place: an item that Python took stays known to its widget, and the next one
            # would never hear that the widget has another height.
            self._box.removeWidget(widget)
        for place in range(start, len(after) - same):
            self._box.insertWidget(place, after[place])
        self._there = after
        return [widget for widget in taken if widget not in after]
