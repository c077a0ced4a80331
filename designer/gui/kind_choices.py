"""Rows for kinds of steps: each kind, each tool it can be done with, each value that a word can state about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from designer.analysis.report import Report
from designer.analysis.serving import principles_of_kinds
from designer.gui.appearance import Appearance
from designer.gui.picker import Choice
from designer.model.step import Step
from designer.recognition.plain_words import PlainWords
from designer.session.services import Services
from designer.steps.kind import StepKind, Tool
from designer.steps.likely import likely_kinds

_SUGGESTED: Final = 4
_LEAST_TITLE: Final = 3
_SAYS_NOTHING: Final = frozenset({"none", "auto", "manual"})
_SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True)
class KindWish:
    """What a row stands for: a kind, with facts and a title that are stated about the step at once."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""


def kind_choices(services: Services, appearance: Appearance, report: Report | None = None) -> list[Choice]:
    """A row for each kind, those first that findings miss; behind them rows for tools and for stated values."""
    book = services.analyzer.rulebook
    served = principles_of_kinds(book.rules.values())
    kinds = [kind for group in services.catalog.groups().values() for kind in group]
    rows: dict[str, Choice] = {}
    more: list[Choice] = []
    for kind in kinds:
        principles = tuple(book.principles[name] for name in served.get(kind.slug, ()) if name in book.principles)
        row = _row(kind, principles, appearance)
        rows[kind.slug] = row
        more += [*_with_tools(kind, row), *_with_values(kind, row)]
    first = [
        replace(rows[slug], hint=f"answers {count} finding{'' if count == 1 else 's'}")
        for slug, count in _missing(report)
        if slug in rows
    ][:_SUGGESTED]
    taken = {choice.value.kind for choice in first}
    return [*first, *(row for slug, row in rows.items() if slug not in taken), *more]


def _row(kind: StepKind, principles: tuple[str, ...], appearance: Appearance) -> Choice:
    """A kind, with the principles that it serves in words; words for one of its tools find that one's row instead."""
    hint = _SEPARATOR.join((*principles[:1], kind.group))
    serves = f" Serves {' and '.join(principles)}." if principles else ""
    of_tools = {name.casefold() for tool in _further_tools(kind) for name in _names(tool)}
    words = tuple(word for word in kind.synonyms if word.casefold() not in of_tools)
    return Choice(
        KindWish(kind.slug),
        kind.title,
        hint,
        (kind.slug, *words, *principles),
        appearance.kind_icon(kind),
        detail=f"{kind.help}{serves}",
    )


def called_by(words: PlainWords, services: Services, appearance: Appearance, typed: str) -> Choice | None:
    """A row for a step that is called as was typed, of the kind that the words speak for."""
    if len(typed) < _LEAST_TITLE:
        return None
    said = words.read(typed)
    kind, title = services.catalog.kind(said.kind), typed[0].upper() + typed[1:]
    return Choice(
        KindWish(kind.slug, said.attributes, title),
        f"“{title}”",
        f"new step{_SEPARATOR}{kind.title}",
        icon=appearance.kind_icon(kind),
        detail=f"A step with this title. {kind.help}",
    )


def _with_tools(kind: StepKind, row: Choice) -> Iterator[Choice]:
    """The tools besides the neutral one; typing one states what it is used for as well."""
    for tool in _further_tools(kind):
        text = f"{kind.title} with {tool.title}"
        facts = {"tool": tool.slug, **_implied(tool)}
        search = (*_names(tool), text, *row.words, row.hint)
        yield replace(
            row,
            value=KindWish(kind.slug, facts),
            text=text,
            detail=tool.help or kind.help,
            search=search,
            needs=(*_names(tool), *tool.title.split(), *kind.title.split()),
        )


def _further_tools(kind: StepKind) -> list[Tool]:
    return list(kind.tools.values())[1:]


def _names(tool: Tool) -> tuple[str, ...]:
    return (tool.slug, *tool.extra.get("synonyms", ()), tool.title)


def _implied(tool: Tool) -> dict[str, Any]:
    """What a step states for which the tool is the usual one."""
    when: Mapping[str, Any] = tool.extra.get("when", {})
    return {name: value[0] if isinstance(value, list) else value for name, value in when.items()}


def _with_values(kind: StepKind, row: Choice) -> Iterator[Choice]:
    """The values that a fact can have: ``canary`` is a rollout of a deployment. What a tool implies is its own row."""
    implied = [fact for tool in _further_tools(kind) for fact in _implied(tool).items()]
    for fact in kind.fields.values():
        for value in fact.type.choices if not fact.type.is_list else ():
            if value in _SAYS_NOTHING or (fact.name, value) in implied:
                continue
            words = value.replace("_", " ")
            yield replace(
                row,
                value=KindWish(kind.slug, {fact.name: value}),
                text=f"{kind.title}, {fact.label.lower()}: {words}",
                detail=fact.help,
                search=("", words, kind.title, *row.words),
                needs=(words, *words.split()),
            )


def other_kinds(services: Services, appearance: Appearance, steps: Sequence[Step]) -> list[Choice]:
    """Rows for what steps could be instead: of one step the likely kinds first, and never its own."""
    rows = kind_choices(services, appearance)
    if len(steps) != 1:
        return rows
    likely = [kind.slug for kind in likely_kinds(services.catalog, steps[0])]
    rank = {slug: number for number, slug in enumerate(likely)}
    own = services.catalog.kind(steps[0].kind).slug
    left = [row for row in rows if row.value.kind != own or row.needs]
    return sorted(left, key=lambda row: (bool(row.needs), rank.get(row.value.kind, len(rank))))


def _missing(report: Report | None) -> list[tuple[str, int]]:
    """Kinds that findings miss, with how many do."""
    ghosts = [finding.ghost for finding in report.findings] if report else []
    return Counter(ghost.kind for ghost in ghosts if ghost and ghost.kind).most_common()
