"""JUnit XML for the dashboards of CI systems: a suite a file, a case a rule.

A rule fails with what ``--fail-on`` counts (with ``never``: errors and warnings); lesser findings are output of a case
that passes. What is waived, waits for another rule, or is not visible is skipped, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from designer.analysis.finding import Finding
from designer.analysis.rule import Rule
from designer.cli.checked import Checked, Outcome
from designer.cli.command import PROGRAM
from designer.cli.terminal import Terminal, clean
from designer.session.configuration_keys import NEVER

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_USUAL: Final = "warning"
_COUNTED: Final = ("failure", "error", "skipped")


def write(outcome: Outcome, terminal: Terminal) -> None:
    """Writes one document."""
    root = ET.Element("testsuites", name=PROGRAM)
    for checked in outcome.files:
        _suite(root, checked)
    if outcome.errors:
        suite = ET.SubElement(root, "testsuite", name="files that cannot be read")
        for error in outcome.errors:
            case = ET.SubElement(suite, "testcase", name=_legal(error.path or "file"), classname="file", time="0")
            ET.SubElement(case, "error", message=_legal(str(error)), type=type(error).__name__)
        _count(suite)
    _sum_up(root)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    terminal.block(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _suite(root: ET.Element, checked: Checked) -> None:
    suite = ET.SubElement(root, "testsuite", name=_legal(checked.label))
    for code, rule in checked.active.items():
        _case(suite, checked, code, rule)
    for name, least in checked.configuration.fail_under.items():
        case = ET.SubElement(suite, "testcase", name=f"{name} at least {least}", classname="score", time="0")
        for shortfall in (s for s in checked.shortfalls if s.name == name):
            ET.SubElement(case, "failure", message=str(shortfall), type="score")
    _count(suite)


def _case(suite: ET.Element, checked: Checked, code: str, rule: Rule) -> None:
    least = checked.configuration.fail_on
    found = [f for f in checked.findings if f.code == code]
    failing = [f for f in found if checked.counts(f, _USUAL if least == NEVER else least)]
    case = ET.SubElement(
        suite, "testcase", name=_legal(f"{code} {rule.name}"), classname=_legal(rule.principle), time="0"
    )
    spot = checked.nearest(found[0]) if found else None
    if spot:
        case.set("file", _legal(spot.path))
        case.set("line", str(spot.line))
    if failing:
        worst = failing[0]
        places = ", ".join(f.at for f in failing)
        failure = ET.SubElement(
            case, "failure", message=_legal(f"{worst.title} (at {places})"), type=_legal(worst.severity)
        )
        failure.text = _text(checked, failing)
    elif not found and (reason := _reason_to_skip(checked, code)):
        ET.SubElement(case, "skipped", message=_legal(reason))
    if len(found) > len(failing):
        ET.SubElement(case, "system-out").text = _text(checked, [f for f in found if f not in failing])


def _reason_to_skip(checked: Checked, code: str) -> str:
    """Why a rule without a finding has not simply passed; empty when it has."""
    told = [f"{f.at}: {f.waived.told}" for f in checked.report.waived if f.code == code and f.waived]
    known = [f.at for f in checked.known if f.code == code]
    by_state: Mapping[str, Sequence[str]] = {
        "in the baseline": known,
        "not visible in the files": checked.report.open_questions.get(code, ()),
        "waits for another rule": checked.report.blocked.get(code, ()),
    }
    told += [f"{', '.join(places)}: {words}" for words, places in by_state.items() if places]
    return "; ".join(told)


def _text(checked: Checked, findings: Sequence[Finding]) -> str:
    parts = []
    for finding in findings:
        spot = checked.nearest(finding)
        where = f" ({clean(spot.path)}:{spot.line})" if spot else ""
        lines = [f"{finding.severity} at {clean(finding.at)}{where}: {clean(finding.message)}"]
        parts.append("\n".join([*lines, f"Risk: {clean(finding.risk)}", f"Fix: {clean(finding.fix)}"]))
    return _legal("\n\n".join(parts))


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(len(suite)))
    for word, name in zip(_COUNTED, ("failures", "errors", "skipped"), strict=True):
        suite.set(name, str(len(suite.findall(f"testcase/{word}"))))
    suite.set("time", "0")


def _sum_up(root: ET.Element) -> None:
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", "0")


def _legal(text: str) -> str:
    """Without characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
