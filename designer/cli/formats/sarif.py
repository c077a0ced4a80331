"""SARIF 2.1.0 for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/

All rules are listed, so that alerts close once they are mended. A fix here is an edit of the graph, which SARIF cannot
say; it stands in the properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from designer.analysis.finding import Finding
from designer.analysis.rule import Rule
from designer.cli.checked import Checked, Outcome, Spot
from designer.cli.command import PROGRAM
from designer.cli.report_paths import report_root, uri
from designer.cli.terminal import Terminal, clean
from designer.errors import DesignerError

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT: Final = "%SRCROOT%"
FINGERPRINT: Final = "mlopsDesignerFinding/v1"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS: Final = {"error": "error", "warning": "warning", "info": "recommendation"}


def write(outcome: Outcome, terminal: Terminal) -> None:
    """Writes one log with one run."""
    terminal.block(json.dumps(log(outcome), indent=2) + "\n")


def log(outcome: Outcome) -> dict[str, Any]:
    """The log as plain data."""
    root = report_root()
    rules = _rules(outcome)
    run = {
        "tool": {"driver": {"name": PROGRAM, "version": outcome.version, "rules": list(rules.values())}},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(outcome, root)],
        "results": [r for checked in outcome.files for r in _results(checked, list(rules), root)],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules(outcome: Outcome) -> dict[str, dict[str, Any]]:
    """Every rule of every file; severities are those of the first file that has it."""
    found: dict[str, dict[str, Any]] = {}
    for checked in outcome.files:
        for code, rule in sorted(checked.rulebook.rules.items()):
            found.setdefault(code, _rule(checked, rule))
    return dict(sorted(found.items()))


def _rule(checked: Checked, rule: Rule) -> dict[str, Any]:
    severity = "info" if rule.is_preview else checked.configuration.profile.severity_of(rule)
    links = [(title, url) for title, url in rule.references if url.startswith("https://")]
    text = f"{rule.title}.\n\n{rule.risk}\n\nHow to fix it: {rule.fix}"
    markdown = f"**{rule.title}.**\n\n{rule.risk}\n\n**How to fix it:** {rule.fix}"
    if links:
        markdown += "\n\nRead more: " + ", ".join(f"[{title}]({url})" for title, url in links)
    found: dict[str, Any] = {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.risk},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[severity], "enabled": rule.code in checked.active},
        "properties": {
            "tags": ["mlops", rule.principle, *(["preview"] if rule.is_preview else [])],
            "precision": rule.confidence,
            "problem.severity": _PROBLEMS[severity],
        },
    }
    if links:
        found["helpUri"] = links[0][1]
    return found


def _results(checked: Checked, codes: list[str], root: Path) -> Iterator[dict[str, Any]]:
    for finding in checked.findings:
        yield _result(checked, finding, codes, root, "new" if checked.configuration.baseline else None)
    for finding in checked.known:
        reason = {"kind": "external", "status": "accepted", "justification": "It is in the baseline."}
        yield {**_result(checked, finding, codes, root, "unchanged"), "suppressions": [reason]}
    for finding in checked.report.waived:
        told = finding.waived.told if finding.waived else ""
        reason = {"kind": "external", "status": "accepted", "justification": told}
        yield {**_result(checked, finding, codes, root, None), "suppressions": [reason]}


def _result(checked: Checked, finding: Finding, codes: list[str], root: Path, state: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[checked.shown_severity(finding)],
        "message": {"text": f"{finding.message}\n{finding.fix}"},
        "locations": [_location(checked, finding, root)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": _properties(checked, finding),
    }
    related = list(_related(checked, finding, root))
    if related:
        found["relatedLocations"] = related
    if state:
        found["baselineState"] = state
    return found


def _location(checked: Checked, finding: Finding, root: Path) -> dict[str, Any]:
    """The step in the pipeline, and the line it stands on."""
    name = checked.found.snapshot.name or "pipeline"
    logical = {"name": finding.at, "fullyQualifiedName": f"{clean(name)}/{finding.at}", "kind": "element"}
    spot = checked.nearest(finding)
    physical = {"physicalLocation": _physical(spot, root)} if spot else {}
    return {**physical, "logicalLocations": [logical]}


def _physical(spot: Spot, root: Path) -> dict[str, Any]:
    address, is_relative = uri(spot, root)
    artifact = {"uri": address, **({"uriBaseId": ROOT} if is_relative else {})}
    return {"artifactLocation": artifact, "region": {"startLine": spot.line}}


def _related(checked: Checked, finding: Finding, root: Path) -> Iterator[dict[str, Any]]:
    """The other steps of the path that shows it."""
    number = 0
    for step in finding.steps:
        place = checked.found.step_place(step)
        if place and step != finding.anchor:
            yield {
                "id": number,
                "message": {"text": checked.found.snapshot.steps[step].label},
                "physicalLocation": _physical(Spot.of(place), root),
            }
            number += 1


def _properties(checked: Checked, finding: Finding) -> dict[str, Any]:
    autofix, ghost = finding.autofix, finding.ghost
    found: dict[str, Any] = {
        "principle": finding.principle,
        "confidence": finding.confidence,
        "points": finding.points,
        "risk": finding.risk,
    }
    if checked.is_preview(finding):
        found["preview"] = True
    if autofix:
        found["graphEdit"] = {"title": autofix.title, "safety": autofix.safety}
    if ghost:
        found["missing"] = {"kind": ghost.kind, "before": list(ghost.before), "after": list(ghost.after)}
    if finding.excerpts:
        found["evidence"] = [{"field": e.field, "line": e.line, "text": e.text} for e in finding.excerpts]
    return found


def _invocation(outcome: Outcome, root: Path) -> dict[str, Any]:
    notes = [_notification(error, root) for error in outcome.errors]
    notes += [
        {"level": "error", "message": {"text": f"{checked.name}: {shortfall}"}}
        for checked in outcome.files
        for shortfall in checked.shortfalls
    ]
    found: dict[str, Any] = {"executionSuccessful": not outcome.errors}
    return {**found, "toolExecutionNotifications": notes} if notes else found


def _notification(error: DesignerError, root: Path) -> Mapping[str, Any]:
    note: dict[str, Any] = {"level": "error", "message": {"text": str(error)}}
    if error.path and Path(error.path).is_file():
        note["locations"] = [{"physicalLocation": _physical(Spot.of((Path(error.path), error.line or 1)), root)}]
    return note
