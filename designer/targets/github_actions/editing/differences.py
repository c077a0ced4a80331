"""What differs between the pipeline that was read and the one that is wanted; the same for every format."""

from __future__ import annotations

from designer.targets.differences import BOOKKEEPING, Differences, differences, flow, same

__all__ = ["BOOKKEEPING", "Differences", "differences", "flow", "same"]
