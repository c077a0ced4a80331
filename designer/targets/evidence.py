"""How far a stated attribute is proven: it shows in an export, or it is only a claim.

A test changes every attribute of every kind and compares the files, so this table cannot be wrong for long.
"""

from __future__ import annotations

from typing import Final

EXPORTED: Final = "exported"
DECLARED: Final = "declared"

# Facts about people, the world or the drawing, or things the exports always do (pinned actions, least permissions).
_STEP: Final = frozenset(
    {"owner", "model", "pinned", "permissions", "suppress", "confidence", "origin", "unseen", "movable", "setup"}
)
_KIND: Final = frozenset(
    {
        ("approve", "automated"),
        ("approve", "independent"),
        ("code_test", "checks"),
        ("data_source", "personal_data"),
    }
)
_PIPELINE: Final = frozenset(
    {
        "description",
        "owner",
        "scope",
        "models",
        "repo",
        "personal_data",
        "risk",
        "data_size",
        "external",
        "origin",
        "assessed",
        "opaque",
        "partial",
        "given_files",
        "suppress",
        "analysis",
    }
)


def step_evidence(like: str, attribute: str) -> str:
    """``exported`` or ``declared`` for an attribute of a step.

    Args:
        like: the built-in kind of the step.
        attribute: its name.
    """
    return DECLARED if attribute in _STEP or (like, attribute) in _KIND else EXPORTED


def pipeline_evidence(attribute: str) -> str:
    """``exported`` or ``declared`` for a fact about the pipeline."""
    return DECLARED if attribute in _PIPELINE else EXPORTED
