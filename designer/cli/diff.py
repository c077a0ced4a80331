"""``diff``: two states of a pipeline compared, thing by thing and not line by line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import Any, Final

from designer.analysis.finding import Finding
from designer.cli import documents
from designer.cli.command import FILE_HELP, FOUND, OK, PROFILE_HELP, PROGRAM, STDIN, Context, UsageError
from designer.cli.terminal import Terminal, clean
from designer.cli.text_report import counted
from designer.model.changes import FACTS, FRAMES, LINKS, NOTES, STEPS
from designer.session.comparing import ADDED, CHANGED, MOVED, REMOVED, Comparison, Difference, compare

_SIGNS: Final = {ADDED: "+ added", REMOVED: "- removed", CHANGED: "~ changed"}
_STYLES: Final = {ADDED: "ok", REMOVED: "error", CHANGED: "warning"}
_WORDS: Final = {STEPS: "step", LINKS: "link", NOTES: "note", FRAMES: "frame", FACTS: "pipeline"}
_WIDTH: Final = 11


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s BEFORE AFTER [--format text|json] [--profile NAME]"
    parser.epilog = f"""examples:
  {PROGRAM} diff churn-old.mlops.yaml churn.mlops.yaml
  git show HEAD:churn.mlops.yaml | {PROGRAM} diff - churn.mlops.yaml
  {PROGRAM} diff .github/workflows/train.yml churn.mlops.yaml --format json

Steps are matched by their id, renamed ones by what is said about them. Both are judged by what applies to AFTER.
exit codes: 0 nothing differs but perhaps where cards stand, 1 something differs, 2 one of them could not be read."""
    parser.add_argument("before", metavar="BEFORE", help=FILE_HELP)
    parser.add_argument("after", metavar="AFTER", help="the same; one of both may be -")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to report (default: text)")
    parser.add_argument("--profile", metavar="NAME", help=PROFILE_HELP)


def run(args: Any, context: Context) -> int:
    """Compares two files or folders."""
    if args.before == args.after == STDIN:
        raise UsageError("both cannot be standard input", advice="Name a file for one of them.")
    opened = documents.judged_by(args.after, args.profile, context)
    before = documents.read(args.before, opened.services, context)
    found = compare(opened.services, before.snapshot, opened.found.snapshot, opened.profile)
    names = documents.shown_name(args.before), documents.shown_name(args.after)
    if args.format == "json":
        context.terminal.line(json.dumps(_as_data(found, *names), indent=2))
    else:
        _write(found, *names, context.terminal)
    return FOUND if len(found.differences) > found.count(MOVED) else OK


# ---------------------------------------------------------------- for people
def _write(found: Comparison, before: str, after: str, terminal: Terminal) -> None:
    heading = terminal.paint(f"{clean(before)} -> {clean(after)}", "bold")
    terminal.line(f"{heading}  (profile {found.report_after.profile})")
    said = [d for d in found.differences if d.change != MOVED]
    moved = [d for d in found.differences if d.change == MOVED]
    if said:
        terminal.line()
    for difference in said:
        _write_difference(difference, terminal)
    if moved:
        terminal.line()
        terminal.line(terminal.wrap(f"Moved only: {_named(moved)}", "  "))
    if not found.differences:
        terminal.line("Nothing differs.")
        return
    _write_scores(found, terminal)
    _write_findings(found, terminal)


def _write_difference(difference: Difference, terminal: Terminal) -> None:
    mark = f"  {_SIGNS[difference.change]:<{_WIDTH}}"
    name = "the pipeline itself" if difference.table == FACTS else f"{_WORDS[difference.table]} {difference.title}"
    text = terminal.wrap(_plain(name), " " * len(mark), mark)
    terminal.line(text.replace(mark, terminal.paint(mark, _STYLES[difference.change]), 1))
    for line in difference.details:
        terminal.line(terminal.wrap(_plain(line), " " * (len(mark) + 4), " " * (len(mark) + 2)))


def _named(moved: list[Difference]) -> str:
    counts = {word: sum(d.table == table for d in moved) for table, word in _WORDS.items()}
    return ", ".join(counted(number, word) for word, number in counts.items() if number)


def _write_scores(found: Comparison, terminal: Terminal) -> None:
    before, after = found.report_before.score, found.report_after.score
    grades = {"": (before.grade, after.grade)}
    rows = [(name or "overall", old, new, grades.get(name)) for name, old, new in found.scores]
    width = max(len(name) for name, *_ in rows)
    terminal.line()
    terminal.line(terminal.paint("Score", "bold"))
    for name, old, new, grade in (*rows[1:], rows[0]):
        change = (new or 0) - (old or 0) if old is not None and new is not None else 0
        told = terminal.paint(f"{change:+d}", "ok" if change > 0 else "error") if change else ""
        grade_told = f"  grade {grade[0] or 'n/a'} -> {grade[1] or 'n/a'}" if grade and grade[0] != grade[1] else ""
        line = f"  {name.capitalize():<{width}}  {_number(old)} -> {_number(new)}  {told}{grade_told}"
        terminal.line(line.rstrip())


def _number(value: int | None) -> str:
    return f"{'n/a' if value is None else value:>3}"


def _write_findings(found: Comparison, terminal: Terminal) -> None:
    terminal.line()
    gone, new = counted(len(found.gone), "finding"), len(found.new)
    terminal.line(terminal.paint(f"{gone} gone, {new} new", "bold"))
    for sign, style, findings in (("- gone", "ok", found.gone), ("+ new", "error", found.new)):
        mark = f"  {sign:<{_WIDTH}}"
        for finding in findings:
            text = terminal.wrap(f"{finding.code} at {finding.at}: {finding.title}", " " * len(mark), mark)
            terminal.line(text.replace(mark, terminal.paint(mark, style), 1))


def _plain(text: str) -> str:
    """Arrows as the terminal report writes them."""
    return text.replace("→", "->").replace("↺", "=>")


# ---------------------------------------------------------------- for programs
def _as_data(found: Comparison, before: str, after: str) -> dict[str, Any]:
    scores = [{"principle": name or None, "before": old, "after": new} for name, old, new in found.scores]
    return {
        "format": 1,
        "before": before,
        "after": after,
        "profile": found.report_after.profile,
        "differences": [_difference(d) for d in found.differences],
        "scores": scores,
        "grades": {"before": found.report_before.score.grade, "after": found.report_after.score.grade},
        "gone": _findings(found.gone),
        "new": _findings(found.new),
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "change": difference.change,
        "about": _WORDS[difference.table],
        "before": difference.before or None,
        "after": difference.after or None,
        "title": difference.title,
        "details": list(difference.details),
    }


def _findings(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [{"code": f.code, "at": f.at, "severity": f.severity, "title": f.title} for f in findings]
