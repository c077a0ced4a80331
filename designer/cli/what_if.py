"""``what-if``: what happens when a step fails, is removed, or its data drifts."""

from __future__ import annotations

import argparse
import difflib
import json
from typing import Any, Final

from designer.analysis.what_if.ask import what_if
from designer.analysis.what_if.consequences import (
    DANGER,
    DRIFTS,
    EVENTS,
    FAILS,
    FINE,
    GAP,
    HEARS,
    LOWER,
    NOTICES,
    OPENS,
    REMOVED,
    SIGNS,
    Claim,
    Consequences,
)
from designer.cli import documents
from designer.cli.command import FILE_HELP, OK, PROFILE_HELP, PROGRAM, Context, UsageError
from designer.cli.terminal import Terminal
from designer.model.snapshot import Snapshot

_STYLES: Final = {
    DANGER: "error",
    GAP: "warning",
    OPENS: "warning",
    LOWER: "warning",
    HEARS: "ok",
    NOTICES: "ok",
    FINE: "ok",
}
_ALL: Final = "all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE STEP [--event fails|removed|drifts|all] [--format text|json] [--profile NAME]"
    parser.epilog = f"""events:
  {FAILS:<8} which steps stop, what still reaches production, who hears of it, the way back
  {REMOVED:<8} findings, score, artifacts and inputs that come and go with it
  {DRIFTS:<8} who compares its data, who is told, whether it is trained again, what if nobody notices

examples:
  {PROGRAM} what-if churn.mlops.yaml eval
  {PROGRAM} what-if churn.mlops.yaml load_data --event drifts
  {PROGRAM} what-if .github/workflows/train.yml train --event all --format json

Nothing is run and nothing is changed: each sentence follows from the pipeline, and names the path that proves it."""
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("step", metavar="STEP", help="id or title of a step")
    parser.add_argument("--event", choices=(*EVENTS, _ALL), default=FAILS, help="what happens to it (default: fails)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to report (default: text)")
    parser.add_argument("--profile", metavar="NAME", help=PROFILE_HELP)


def run(args: Any, context: Context) -> int:
    """Answers one question, or all three."""
    opened = documents.judged_by(args.file, args.profile, context)
    analyzer, snapshot = opened.services.analyzer, opened.found.snapshot
    step = _step(snapshot, args.step)
    events = EVENTS if args.event == _ALL else (args.event,)
    answers = [what_if(analyzer, snapshot, step, event, opened.profile) for event in events]
    if args.format == "json":
        rows = [_as_data(answer) for answer in answers]
        context.terminal.line(
            json.dumps({"format": 1, "file": documents.shown_name(args.file), "answers": rows}, indent=2)
        )
        return OK
    for number, answer in enumerate(answers):
        if number:
            context.terminal.line()
        _write(answer, context.terminal)
    return OK


def _step(snapshot: Snapshot, name: str) -> str:
    if name in snapshot.steps:
        return name
    titled = [step.id for step in snapshot.steps.values() if step.label.casefold() == name.casefold()]
    if len(titled) == 1:
        return titled[0]
    if titled:
        raise UsageError(f"several steps are called {name!r}", advice=f"Name one by its id: {', '.join(titled)}.")
    near = difflib.get_close_matches(name, snapshot.steps, 1, 0.5)
    steps = ", ".join(list(snapshot.steps)[:12]) or "none"
    advice = f"Did you mean {near[0]}?" if near else f"Its steps are {steps}."
    raise UsageError(f"there is no step {name!r}", advice=advice)


def _write(answer: Consequences, terminal: Terminal) -> None:
    terminal.line(terminal.paint(terminal.wrap(answer.question, ""), "bold"))
    terminal.line(terminal.wrap(answer.summary, "  "))
    width = max(map(len, SIGNS.values())) + 2
    for group in answer.groups:
        terminal.line()
        terminal.line(terminal.paint(group.title, "bold"))
        for claim in group.claims:
            mark = f"  {SIGNS[claim.sign]:<{width}}"
            code = f" ({claim.code})" if claim.code and claim.code not in claim.text else ""
            text = terminal.wrap(claim.text + code, " " * len(mark), mark)
            style = _STYLES.get(claim.sign)
            terminal.line(text.replace(mark, terminal.paint(mark, style), 1) if style else text)


def _as_data(answer: Consequences) -> dict[str, Any]:
    return {
        "step": answer.step,
        "event": answer.event,
        "question": answer.question,
        "summary": answer.summary,
        "groups": [{"title": g.title, "claims": [_claim(c) for c in g.claims]} for g in answer.groups],
        "marks": dict(answer.marks),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "sign": claim.sign,
        "text": claim.text,
        "steps": list(claim.steps),
        "links": list(claim.links),
        "code": claim.code or None,
    }
