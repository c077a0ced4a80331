"""Whether a window can be shown at all. Qt kills the process when it cannot, so this is decided before."""

from __future__ import annotations

import sys
from collections.abc import Mapping

NO_DISPLAY = (
    "No display found: a window cannot be shown here. "
    "Use the command line instead (mlops-designer check FILE, mlops-designer --help), or set DISPLAY."
)


def display_problem(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Why no window can be shown, as a sentence; empty when one can.

    Args:
        environ: the environment variables.
        platform: as `sys.platform`.
    """
    if not platform.startswith(("linux", "freebsd", "openbsd", "netbsd")):
        return ""
    if any(environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")):
        return ""
    return NO_DISPLAY
