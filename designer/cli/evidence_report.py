"""Evidence for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, Final

from designer.cli.named import Named
from designer.cli.terminal import Terminal, clean
from designer.session.evidence import Evidence, Proof, by_level, places
from designer.session.linting import Missing, PlacedFinding
from designer.session.trial_run import TrialRun

FORMAT: Final = 1
_INDENT: Final = " " * 10


def as_data(name: str, profile: str, proof: Proof, trial: TrialRun | None = None) -> dict[str, Any]:
    """Everything as plain data."""
    runs = (
        {"runs": [asdict(replace(o, causes=dict(o.causes))) for o in trial.outcomes], "left_out": list(trial.left_out)}
        if trial
        else {}
    )
    return {
        "format": FORMAT,
        "file": name,
        "profile": profile,
        "levels": proof.counts(),
        "evidence": [
            {**asdict(e), "principle": proof.principles.get(e.code, ""), "holds": proof.holds.get(e.code, "")}
            for e in proof.evidence
        ],
        "notes": list(proof.notes),
        "linters": [_finding_data(f) for f in proof.linted.findings],
        "programs": [
            {"program": use.slug, "version": use.version, "path": str(use.program), "problem": use.problem}
            for use in proof.linted.uses
        ],
        "missing": [
            {"program": m.slug, "reason": m.reason, "ways": dict(m.ways), "url": m.url, "optional": m.is_optional}
            for m in proof.linted.missing
        ],
        "seconds": round(proof.seconds, 3),
        **runs,
    }


def _finding_data(placed: PlacedFinding) -> dict[str, Any]:
    place = {"target": placed.side, "step": placed.origin.step, "field": placed.origin.field}
    waived = {key: text for key, text in asdict(placed.waived).items() if text} if placed.waived else None
    return {**asdict(placed.finding), "version": placed.version, **place, "waived": waived}


def write(name: str, profile: str, proof: Proof, named: Named, terminal: Terminal) -> None:
    """The ladder, then what the linters found, then which programs were asked and which are missing."""
    terminal.line(f"{terminal.paint(clean(name), 'bold')}  (profile {profile})")
    for level, found in by_level(proof.evidence):
        terminal.line()
        terminal.line(terminal.paint(f"{level.capitalize()} ({len(found)})", "bold"))
        _write_level(found, proof, named, terminal)
    _write_findings(proof, terminal)
    _write_programs(proof, terminal)
    terminal.line()
    terminal.line(summary(proof))


def summary(proof: Proof) -> str:
    """``declared 2, exported 7, linted 20, ran 0``."""
    if not proof.evidence:
        return "No rule is satisfied yet: there is nothing to prove."
    return ", ".join(f"{level} {number}" for level, number in proof.counts().items())


def write_run(trial: TrialRun, terminal: Terminal) -> None:
    """What was run and what came of it."""
    terminal.line()
    terminal.line(terminal.paint("Runs", "bold"))
    for outcome in trial.outcomes:
        parts = [f"{len(outcome.ran)} steps succeeded"]
        parts += [f"failed: {', '.join(outcome.failed)}"] if outcome.failed else []
        parts += [outcome.problem] if outcome.problem else []
        parts += [f"get it: {'; '.join(outcome.ways)}"] if outcome.ways else []
        terminal.line(terminal.wrap(f"{outcome.title}: {'; '.join(parts)}.", "    ", "  "))
        for step, cause in outcome.causes.items():
            terminal.line(terminal.wrap(f"{step}: {_sentence(cause)}", " " * 6, "    ! "))
        for line in outcome.log.splitlines() if outcome.failed or outcome.problem else ():
            terminal.line(f"    | {terminal.elide(line, 6)}")


def _write_level(found: list[Evidence], proof: Proof, named: Named, terminal: Terminal) -> None:
    lacking = {e.lacking for e in found}
    for e in found:
        terminal.line(terminal.wrap(f"{e.code} at {named(e.at)}: {proof.holds.get(e.code, '')}", _INDENT, "  "))
        terminal.line(terminal.wrap(_sentence(e.why), _INDENT + " " * 7, f"{_INDENT}proof: "))
        if e.where:
            terminal.line(terminal.wrap(places(e.where), _INDENT + " " * 7, f"{_INDENT}where: "))
        if e.lacking and len(lacking) > 1:
            terminal.line(terminal.wrap(_sentence(e.lacking), _INDENT + " " * 7, f"{_INDENT}next:  "))
    if len(lacking) == 1 and found[0].lacking:
        terminal.line(terminal.wrap(_sentence(found[0].lacking), " " * 9, "  Next:  "))


def _write_findings(proof: Proof, terminal: Terminal) -> None:
    linted = proof.linted
    if linted.findings or proof.notes:
        terminal.line()
        waived = f", and {len(linted.waived)} waived" if linted.waived else ""
        terminal.line(terminal.paint(f"Linters ({len(linted.open)}{waived})", "bold"))
    for placed in linted.open:
        severity = f"  {placed.finding.severity:<7} "
        text = f"{placed.finding.code} at {where_of(placed)}: {placed.finding.message}"
        heading = terminal.wrap(text, _INDENT, severity)
        terminal.line(heading.replace(severity, terminal.paint(severity, placed.finding.severity), 1))
        terminal.line(_line_of(placed, proof))
    for placed in linted.waived:
        told = placed.waived.told if placed.waived else ""
        text = f"{placed.finding.code} at {where_of(placed)}: {placed.finding.message.rstrip('.')}. {told}"
        terminal.line(terminal.wrap(text, _INDENT, "  waived  "))
        terminal.line(_line_of(placed, proof))
    for note in proof.notes:
        terminal.line(terminal.wrap(_sentence(note[:1].upper() + note[1:]), "  ", "! "))


def _line_of(placed: PlacedFinding, proof: Proof) -> str:
    finding = placed.finding
    line = f":{finding.line}" if finding.line else ""
    side = f", {proof.title_of(placed.side)}" if placed.side else ""
    return f"{_INDENT}where: {clean(finding.path)}{line}  ({placed.title} {placed.version}{side})"


def where_of(placed: PlacedFinding) -> str:
    """``train, command``; ``the whole step`` and ``the pipeline`` where nothing more exact is known."""
    if placed.origin.step is None:
        return "the pipeline"
    return f"{placed.origin.step}, {placed.origin.field or 'whole step'}"


def _write_programs(proof: Proof, terminal: Terminal) -> None:
    terminal.line()
    used = ", ".join(use.name for use in proof.linted.uses)
    terminal.line(terminal.wrap(f"Asked: {used or 'no linter'}.", "  "))
    for use in proof.linted.uses:
        if use.problem:
            terminal.line(terminal.wrap(f"{use.name} {use.problem}.", "  ", "! "))
    for missing in proof.linted.missing:
        terminal.line(terminal.wrap(f"{missing.title} {missing.reason}. {ways_of(missing)}", "  ", "! "))


def ways_of(missing: Missing) -> str:
    """How to get a program, in one line."""
    ways = "; ".join(f"{way} ({system})" for system, way in missing.ways.items())
    return f"Get it: {ways}. More: {missing.url}"


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}." if text else ""
