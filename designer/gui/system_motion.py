"""Whether the system asks programs to move less. Qt tells it from 6.11 or 6.12 on; styles of some desktops before."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QStyle


def allows_motion(app: QApplication) -> bool:
    """Whether things may be shown moving."""
    preference = getattr(_hints(app), "motionPreference", None)
    if preference is not None and getattr(preference(), "name", "") == "ReducedMotion":
        return False
    return app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


def follow_motion(app: QApplication, tell: Any) -> None:
    """Has a signal emitted when the system changes its mind, where Qt hears of it."""
    changed = getattr(_hints(app), "motionPreferenceChanged", None)
    if changed is not None:
        changed.connect(tell)


def _hints(app: QApplication) -> object:
    """What the system says about people who see or move differently; None before Qt 6.10."""
    accessibility = getattr(app.styleHints(), "accessibility", None)
    return accessibility() if accessibility is not None else None
