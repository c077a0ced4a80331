"""Everything there is to say about one rule: what the terminal, the window and the web pages show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer import yaml_io
from designer.analysis.case import FAIL, NEAR_MISS, PASS, Case
from designer.analysis.check_language import EachCheck, FacetCheck
from designer.analysis.rule import SCOPES, Rule
from designer.analysis.rulebook import OWN, RuleBook
from designer.analysis.waiver import PRINCIPLE as WAIVERS

_SAFETIES: Final = {
    "safe": "It only adds steps or their order",
    "canvas-safe": "It writes down a decision: do it only if you mean it",
    "unsafe": "It changes what the pipeline does: look at the result",
}
_TYPES: Final = {
    "merit": "It earns points where it holds.",
    "demerit": "It earns nothing; it costs points while it is broken.",
    "structure": "It is not scored.",
}
_SCOPES: Final = {"training": "training only", "batch": "batch predictions", "online": "an online service"}
_CASE_HEADINGS: Final = {FAIL: "A pipeline with this finding", PASS: "A pipeline without it", NEAR_MISS: "A near miss"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and a text below it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A case as people read it.

    Args:
        sort: ``fail``, ``pass`` or ``near_miss``.
        about: what it shows; may be empty.
        at: where the finding is; none for a pipeline that is fine.
        text: the pipeline as it stands in a document.
    """

    sort: str
    heading: str
    about: str
    at: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another rule that has to do with this one.

    Args:
        relation: how, such as ``must hold first``.
    """

    code: str
    title: str
    relation: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """The page of one rule.

    Args:
        heading: principle as people read it.
        facts: short facts, label and value.
        waiver: how the finding is accepted, as lines of a document.
    """

    code: str
    name: str
    title: str
    severity: str
    principle: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    examples: tuple[Example, ...]
    related: tuple[Related, ...]
    references: tuple[tuple[str, str], ...]
    waiver: str


def principle_title(book: RuleBook, principle: str) -> str:
    """A principle as a heading."""
    if principle == OWN:
        return "Own rules"
    return book.principles.get(principle) or f"{principle.capitalize()} (not scored)"


def page_of(rule: Rule, book: RuleBook, severity: str = "") -> RulePage:
    """The page of a rule.

    Args:
        severity: the one in effect; empty for that of the rule.
    """
    return RulePage(
        code=rule.code,
        name=rule.name,
        title=rule.title,
        severity=severity or rule.severity,
        principle=rule.principle,
        heading=principle_title(book, rule.principle),
        facts=tuple(_facts(rule, book)),
        sections=tuple(_sections(rule)),
        examples=tuple(_example(sort, case) for sort in (FAIL, PASS, NEAR_MISS) for case in rule.cases.get(sort, ())),
        related=tuple(_related(rule, book)),
        references=rule.references,
        waiver="" if rule.principle == WAIVERS else waiver_text(rule.code),
    )


def _sections(rule: Rule) -> Iterator[Section]:
    yield Section("What is wrong", f"{rule.title}.")
    yield Section("Why it matters", rule.risk)
    yield Section("How to fix it", rule.fix)
    if rule.autofix:
        yield Section("What the program can do", f"{rule.autofix.title}. {_SAFETIES[rule.autofix.safety]}.")
    if rule.holds_when:
        told = rule.holds_when.rstrip(".")
        yield Section("It holds when", f"{told[:1].upper()}{told[1:]}.")


def _facts(rule: Rule, book: RuleBook) -> Iterator[tuple[str, str]]:
    profiles = [
        name if profile.severity_of(rule) == rule.severity else f"{name} ({profile.severity_of(rule)})"
        for name, profile in book.profiles.items()
        if profile.has(rule)
    ]
    yield "Confidence", rule.confidence
    yield "Asked of", _anchor(rule)
    yield "Profiles", ", ".join(profiles)
    if set(rule.checks) != set(SCOPES):
        yield "Pipelines for", ", ".join(_SCOPES[scope] for scope in SCOPES if scope in rule.checks)
    if rule.applies_when:
        yield "Only where", " and ".join(condition.demand(name) for name, condition in rule.applies_when)
    if rule.blind_in:
        yield "A question, no finding, where files do not show it", ", ".join(rule.blind_in)
    if rule.manual_half:
        yield "Done by hand", "earns half"
    yield "Score", "New: it does not count yet." if rule.is_preview else _score(rule)
    if rule.source:
        yield "Comes from", rule.source


def _score(rule: Rule) -> str:
    return _TYPES[rule.type] if rule.counts else _TYPES["structure"]


def _anchor(rule: Rule) -> str:
    check = next(iter(rule.checks.values()), None)
    if isinstance(check, FacetCheck):
        best = "evaluation" if check.facet == "eval_gate" else "drift check"
        return f"the best {best} of each release"
    if not isinstance(check, EachCheck):
        return "the pipeline as a whole"
    anchor = check.anchor
    if anchor.place == "release":
        return "each release (a step that deploys to prod)"
    if anchor.place == "source":
        return "each data source of each training"
    if anchor.kinds or anchor.capabilities:
        kinds = " or ".join(k.replace("_", " ") for k in anchor.kinds)
        able = " or ".join(c.replace("_", " ") for c in anchor.capabilities)
        return f"each {kinds} step".replace("  ", " ") + (f" that {able}" if able else "")
    return f"every step but {', '.join(anchor.but)}" if anchor.but else "every step"


def _related(rule: Rule, book: RuleBook) -> Iterator[Related]:
    for code in rule.requires:
        if code in book.rules:
            yield Related(code, book.rules[code].title, "must hold first")
    settled = rule.autofix.settles if rule.autofix else ()
    for code in settled:
        if code in book.rules:
            yield Related(code, book.rules[code].title, "settled by the same fix")
    for other in sorted(book.rules.values(), key=lambda r: r.code):
        if rule.code in other.requires and other.code not in settled:
            yield Related(other.code, other.title, "waits for this one")


def _example(sort: str, case: Case) -> Example:
    heading = _CASE_HEADINGS[sort]
    return Example(sort, heading, case.about, case.at, case_text(case.document))


def case_text(case: Mapping[str, Any]) -> str:
    """A case as the lines of a document, one step a line."""
    lines = [f"pipeline: {yaml_io.flow(case['pipeline'])}"] if "pipeline" in case else []
    lines += ["steps:", *(f"  {name}: {yaml_io.flow(step)}" for name, step in case.get("steps", {}).items())]
    lines += [f"links: {yaml_io.flow(case['links'])}"] if "links" in case else []
    return "\n".join(lines) + "\n"


def waiver_text(code: str) -> str:
    """How a finding is waived in a document."""
    return (
        "steps:\n"
        "  the_step:\n"
        f"    suppress: [{{code: {code}, as: accepted, reason: why you can live with it, owner: your team}}]\n"
    )
