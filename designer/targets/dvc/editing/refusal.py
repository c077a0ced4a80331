"""An edit that a dvc.yaml cannot take."""

from __future__ import annotations

from designer.errors import DesignerError


class CannotSay(DesignerError):
    """What is wanted has no place in the file, or would break it; the file stays as it was."""
