"""What the findings of a pipeline amount to, in one sentence."""

from __future__ import annotations

from designer.analysis.finding import Finding


def summary(found: tuple[Finding, ...], has_steps: bool) -> str:
    """The sentence above the list: how many of each severity, or why there are none."""
    if not has_steps:
        return "The pipeline is empty."
    if not found:
        return "Nothing is missing. Every principle is met."
    counts = [(sum(f.severity == s for f in found), s) for s in ("error", "warning")]
    counts.append((sum(f.severity == "info" for f in found), "hint"))
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n)
