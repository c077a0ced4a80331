"""``levels``: how mature a pipeline is, what earned it, and the way to the next level."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from typing import Any, Final

from designer.analysis.advice import NextStep
from designer.analysis.finding import Finding
from designer.analysis.maturity import Ladder, TestScore
from designer.analysis.maturity_book import load_maturity_book
from designer.analysis.review import Review, review
from designer.analysis.routes import Route
from designer.analysis.standing import Standing
from designer.cli import documents, levels_text
from designer.cli.command import FILE_HELP, OK, PROFILE_HELP, PROGRAM, Context
from designer.cli.named import Named
from designer.cli.terminal import clean

_PATIENCE: Final = 10.0  # seconds for trying fixes; of a very large pipeline the first ones are shown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE [--format text|json] [--profile NAME]"
    parser.epilog = f"""examples:
  {PROGRAM} levels churn.mlops.yaml                 Google, Microsoft, ML Test Score, and what to do next
  {PROGRAM} levels .github/workflows/train.yml
  {PROGRAM} levels churn.mlops.yaml --format json

A level is reached when all of its rules hold, whatever the profile; what files do not show does not hold.
The profile decides which fixes are offered as the next step and what they are worth."""
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to report (default: text)")
    parser.add_argument("--profile", metavar="NAME", help=PROFILE_HELP)


def run(args: Any, context: Context) -> int:
    """Reviews one file."""
    opened = documents.judged_by(args.file, args.profile, context)
    analyzer, snapshot = opened.services.analyzer, opened.found.snapshot
    end = time.monotonic() + _PATIENCE
    done = review(analyzer, snapshot, opened.profile, load_maturity_book(), lambda: time.monotonic() < end)
    name = documents.shown_name(args.file)
    if args.format == "json":
        context.terminal.line(json.dumps({"format": 1, "file": name, **_as_data(done)}, indent=2))
        return OK
    heading = context.terminal.paint(clean(name), "bold")
    context.terminal.line(f"{heading}  (profile {done.report.profile})")
    levels_text.write(done, analyzer.rulebook.rules, Named(snapshot.steps), context.terminal)
    return OK


def _as_data(done: Review) -> dict[str, Any]:
    maturity, easiest = done.maturity, done.easiest_test
    return {
        "profile": done.report.profile,
        "models": [_ladder(ladder, done.routes.get(ladder.name)) for ladder in maturity.ladders],
        "ml_test_score": {
            **_test_score(maturity.test_score),
            "easiest": {"test": easiest[0], **_route(easiest[1])} if easiest else None,
        },
        "next": {
            "overall": _step(done.advice.best) if done.advice.best else None,
            "principles": {name: _step(step) for name, step in done.advice.principles.items()},
        },
    }


def _ladder(ladder: Ladder, route: Route | None) -> dict[str, Any]:
    return {
        "model": ladder.name,
        "reached": ladder.reached,
        "top": ladder.rungs[-1].number,
        "levels": [
            {
                "level": rung.number,
                "title": rung.text.title,
                "reached": rung.is_reached,
                "rules": [_standing(s) for s in rung.standings],
            }
            for rung in ladder.rungs
        ],
        "next": _route(route) if route else None,
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {**asdict(standing), "holds": standing.is_met}


def _route(route: Route) -> dict[str, Any]:
    return {
        "complete": route.is_complete,
        "cut": route.is_cut,
        "fixes": [_fix(f) for f in route.fixes],
        "left": list(route.left),
    }


def _fix(finding: Finding) -> dict[str, Any]:
    fix = finding.autofix
    return {"code": finding.code, "at": finding.at, "title": fix and fix.title, "safety": fix and fix.safety}


def _test_score(score: TestScore) -> dict[str, Any]:
    return {
        "points": score.points,
        "most": score.most,
        "band": score.band,
        "sections": [
            {
                "section": section.name,
                "points": section.points,
                "tests": [
                    {"test": t.name, "title": t.title, "points": t.points, "rules": [_standing(s) for s in t.standings]}
                    for t in section.tests
                ],
            }
            for section in score.sections
        ],
        "questions": [asdict(question) for question in score.questions],
    }


def _step(step: NextStep) -> dict[str, Any]:
    def numbers(score: Any) -> dict[str, Any]:
        return {"overall": score.overall, "grade": score.grade, "principles": dict(score.principles)}

    return {
        **_fix(step.finding),
        "before": numbers(step.before),
        "after": numbers(step.after),
        "closes": list(dict.fromkeys(step.closed)),
        "opens": list(dict.fromkeys(step.opened)),
    }
