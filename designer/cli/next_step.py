"""The levels and the best next step in a few lines."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final

from designer.analysis.advice import NextStep, Trials
from designer.analysis.analyzer import Analyzer
from designer.analysis.finding import Finding
from designer.analysis.fixes import SAFE
from designer.analysis.score import score_text
from designer.cli.checked import Checked
from designer.cli.named import Named
from designer.cli.terminal import Terminal

_TRIES: Final = 3
_PATIENCE: Final = 0.05  # seconds; a check of a large pipeline tries one fix only
_INDENT: Final = " " * 11


def write_short(checked: Checked, terminal: Terminal) -> None:
    """A line with the levels reached, and one with the best next step if there is one."""
    score, tops = checked.report.score, checked.rulebook.score.levels
    reached = [f"{name.capitalize()} {level} of {len(tops[name])}" for name, level in score.levels.items()]
    text = f"{', '.join(reached)}, ML Test Score {score.ml_test_score:g} of 3"
    terminal.line(terminal.wrap(text, _INDENT, f"{'Levels':<11}"))
    end = time.monotonic() + _PATIENCE
    snapshot = checked.judged or checked.found.snapshot
    analyzer = Analyzer(checked.catalog, checked.rulebook)
    trials = Trials(analyzer, snapshot, checked.configuration.profile, checked.report, lambda: time.monotonic() < end)
    step = trials.best(_TRIES)
    if step is not None:
        terminal.line(terminal.wrap(told(step, checked.named), _INDENT, f"{'Next step':<11}"))


def told(step: NextStep, named: Named, principle: str = "") -> str:
    """``AUT001 at deploy: Insert an evaluation (safe). Score 0 -> 5; nothing new opens.``"""
    before, after = step.before, step.after
    name = "Score"
    text = f"{fix_text(step.finding, named)}."
    if principle:
        change = f"{score_text(before.principles[principle])} -> {score_text(after.principles[principle])}"
        text, name = f"{text} {principle.capitalize()} {change},", "overall"
    text += f" {name} {score_text(before.overall)} -> {score_text(after.overall)}"
    text += f", grade {before.grade} -> {after.grade}" if after.grade != before.grade else ""
    opened = list(dict.fromkeys(step.opened))
    places = listed((f"{code} at {named(at)}" for code, _, at in (key.partition("@") for key in opened)), 4)
    return text + (f"; opens {len(opened)}: {places}." if opened else "; nothing new opens.")


def fix_text(finding: Finding, named: Named) -> str:
    """A fix with its rule, place and safety."""
    title, safety = (finding.autofix.title, finding.autofix.safety) if finding.autofix else (finding.fix, "by hand")
    return f"{finding.code} at {named(finding.at)}: {title} ({'safe' if safety in SAFE else safety})"


def listed(names: Iterable[str], most: int = 6) -> str:
    """``a, b, c and 2 more``."""
    found = list(names)
    rest = len(found) - most
    return ", ".join(found[:most]) + (f" and {rest} more" if rest > 0 else "")
