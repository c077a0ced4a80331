"""``check --explain CODE``: the page of a rule, and how it stands in each file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from designer.analysis.analyzer import Judged
from designer.analysis.bit_sets import bits
from designer.analysis.verdict import Judgement
from designer.cli import rule_formats, rules
from designer.cli.checked import Checked
from designer.cli.terminal import Terminal, clean

if TYPE_CHECKING:
    from designer.session.services import Services

_STATES = {
    "holds": "It holds at",
    "unknown": "The files do not show whether it holds at",
    "attested": "Attested as done elsewhere at",
    "left_out": "Not applicable at",
}


def write(
    word: str, files: Sequence[tuple[Checked, Judged]], services: Services, form: str, terminal: Terminal
) -> None:
    """Writes the page, and what the analyzer found in each file.

    Args:
        services: of the first file.
        form: a format of rule pages.

    Raises:
        UsageError: there is no such rule.
    """
    first, _ = files[0]
    rule = rules.find(first.rulebook, word)
    severity = first.configuration.profile.severity_of(rule)
    stands = {checked.name: tuple(_sentences(rule.code, checked, judged)) for checked, judged in files}
    if form != rule_formats.USUAL:
        shown = rules.Drawer(services, {rule.code: severity}).with_stands(rule, stands)
        terminal.block(rule_formats.load(form).page(shown, ()))
        return
    rules.explain(rule, first.rulebook, severity, terminal)
    for name, sentences in stands.items():
        terminal.line()
        terminal.line(terminal.paint(f"In {clean(name)}", "bold"))
        for sentence in sentences:
            terminal.line(terminal.wrap(sentence, "  "))


def _sentences(code: str, checked: Checked, judged: Judged) -> Iterator[str]:
    rule, configuration = checked.rulebook.rules[code], checked.configuration
    if code not in checked.active:
        profile = configuration.profile
        reason = "it is ignored" if code.startswith(profile.ignore) else f"it is of tier {rule.tier} or not selected"
        yield f"It does not count: {reason} (profile {profile.name}). --extend-select {code} makes it count."
        return
    if code not in judged.active:
        yield "It does not apply: what the pipeline is for, or what is stated about it, does not ask for it."
        return
    found = False
    for sentence in (*_findings(code, checked), *_verdicts(code, checked, judged)):
        found = True
        yield sentence
    if not found:
        yield "It holds." if rule.type != "merit" else "There is nothing here that it could be asked of."


def _findings(code: str, checked: Checked) -> Iterator[str]:
    for groups, word in ((checked.findings, ""), (checked.known, "In the baseline: ")):
        for finding in groups:
            if finding.code == code:
                place = checked.place(finding)
                where = f" ({place.path}:{place.line})" if place else ""
                yield f"{word}{finding.severity} at {checked.named(finding.at)}{where}: {finding.message}"
    for finding in checked.report.waived:
        if finding.code == code and finding.waived:
            kind = finding.waived.kind.replace("_", " ")
            yield f"Waived at {checked.named(finding.at)} as {kind}: {finding.waived.reason}"
    if checked.hidden and not any(f.code == code for f in checked.findings):
        hidden = [f for f in checked.report.findings if f.code == code and f not in checked.known]
        yield from (f"Hidden at {checked.named(f.at)}: its confidence is {f.confidence}" for f in hidden)


def _verdicts(code: str, checked: Checked, judged: Judged) -> Iterator[str]:
    judgement = judged.active[code]
    for state, words in _STATES.items():
        names = [checked.named(name) for name in _names(judgement, judged, state)]
        if names:
            yield f"{words}: {', '.join(names)}."
    waiting = checked.report.blocked.get(code, ())
    if waiting:
        first = ", ".join(checked.rulebook.rules[code].requires) or "another rule"
        yield f"It waits for {first} at: {', '.join(map(checked.named, waiting))}."


def _names(judgement: Judgement, judged: Judged, state: str) -> list[str]:
    mask = 0
    for group in judgement.groups:
        mask |= getattr(group.verdict, state)
    return [judged.view.name(i) for i in bits(mask)]
