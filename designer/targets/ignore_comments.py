"""Waivers that stand in the comments of files that people have: ours, and those that zizmor reads.

A comment above a unit or a step, or on a line of it, is about that; every other one is about the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from designer.errors import DocumentError
from designer.model.step import PIPELINE
from designer.plan.ignores import ACCEPTED, own_comment
from designer.targets.imported import KEPT, Imported, Place, Remark, SourceFile
from designer.targets.importer import Importer, Surroundings
from designer.yaml_tree.lines import Lines
from designer.yaml_tree.tree import parse, walk

_MARK: Final = re.compile(r"ignore\[")
_COMMENT: Final = re.compile(r"#\s*((?:mlops|zizmor):\s*ignore\[.*)")
_ZIZMOR: Final = re.compile(r"zizmor:\s*ignore\[(?P<codes>[^\]]+)\]\s*(?P<reason>.*)\Z")
_OURS: Final = re.compile(r"[A-Z]{3}\d{3}: ")
_SHORTEST_REASON: Final = 10
_KEY: Final = "suppress"
_CODES: Final = re.compile(r"ignore\[([^\]]*)\]")
Row = Mapping[str, str]
Codes = Mapping[str, Collection[str]]
"""Step, or ``pipeline`` -> codes of waivers."""


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment, and the line that it is about: its own, or for one that stands alone the next with contents."""

    text: str
    line: int
    about: int
    is_above: bool


def read_waived(importer: Importer, file: SourceFile, around: Surroundings) -> Imported:
    """What a file says, with the waivers of its comments. Raises DocumentError as `Importer.read`."""
    imported = importer.read(file, around)
    if not _MARK.search(file.text):
        return imported
    rows: dict[str, list[Row]] = {}
    facts: list[Row] = []
    remarks = list(imported.remarks)
    for comment in _comments(file):
        steps = _steps_of(comment, imported)
        found, problem = _rows(comment.text, file.path)
        if problem:
            remarks.append(Remark(KEPT, file.path, comment.line, problem, steps[0] if steps else None, _ADVICE))
        for row in found:
            for target in [rows.setdefault(s, []) for s in steps] if steps else [facts]:
                if not any(r["code"] == row["code"] for r in target):
                    target.append(row)
    return replace(imported, snapshot=_with(imported, rows, facts), remarks=tuple(remarks))


def waived_in(path: str, stated: object) -> frozenset[str]:
    """The codes among the waivers of a step, or of the pipeline, that stand in the comments of a file."""
    rows = stated if isinstance(stated, (list, tuple)) else ()
    return frozenset(str(r.get("code") or "") for r in rows if isinstance(r, Mapping) and r.get("from") == path)


def without_waived(file: SourceFile, imported: Imported, gone: Codes, kept: Codes) -> str:
    """The text of a file without the waivers that somebody took back.

    Comments in which nothing is left go, with their line where they have it for themselves. A comment about several
    steps stays for those that keep it.

    Args:
        imported: what the file says.
        gone: what was taken back.
        kept: what still counts.
    """
    text, lines = file.text, Lines(file.text)
    for comment in reversed(list(_comments(file))):
        targets = _steps_of(comment, imported) or (PIPELINE,)
        taken = {c for t in targets for c in gone.get(t, ())} - {c for t in targets for c in kept.get(t, ())}
        left = _without(comment.text, taken)
        if left == comment.text:
            continue
        stop = lines.stop(comment.line)
        start = text.rindex("#", lines.start(comment.line), text.rindex(comment.text, 0, stop))
        if left:
            text = f"{text[:start]}# {left}{text[stop:]}"
        elif comment.is_above:
            text = text[: lines.start(comment.line)] + text[lines.start(comment.line + 1) :]
        else:
            text = text[:start].rstrip(" \t") + text[stop:]
    return text


def _without(text: str, taken: Collection[str]) -> str:
    """A comment without some codes; empty when none is left."""
    match = _ZIZMOR.match(text)
    ours = [part.partition(":")[0] for part in match["reason"].split("; ") if _OURS.match(part)] if match else []
    if ours:  # a part of what one of our rules says
        return text if set(ours) - set(taken) else ""
    written = _CODES.search(text)
    codes = [c.strip() for c in written[1].split(",")] if written else []
    left = [c for c in codes if (f"zizmor:{c}" if match else c) not in taken]
    if written is None or left == codes:
        return text
    return f"{text[: written.start(1)]}{', '.join(left)}{text[written.end(1) :]}" if left else ""


_ADVICE: Final = "Write behind the bracket why it is ignored."


def _with(imported: Imported, rows: Mapping[str, list[Row]], facts: list[Row]) -> Any:
    snapshot = imported.snapshot
    steps = {i: s.with_attributes({_KEY: rows[i]}) if i in rows else s for i, s in snapshot.steps.items()}
    stated = {**snapshot.facts, _KEY: facts} if facts else snapshot.facts
    return replace(snapshot, steps=steps, facts=stated)


def _rows(text: str, path: str) -> tuple[list[Row], str]:
    """The waivers that a comment says, and what is wrong with it."""
    own = own_comment(text)
    if own is not None:
        codes, entry = own
        return [{"code": code, **entry, "from": path} for code in codes or ("",)], ""
    match = _ZIZMOR.match(text)
    if match is None or _OURS.match(match["reason"]):  # the comment of one of our rules says it already
        return [], ""
    codes = tuple(c.strip() for c in match["codes"].split(",") if c.strip())
    reason = match["reason"].lstrip("#-: ").strip()
    if len(reason) < _SHORTEST_REASON:
        return [], f"zizmor is told to ignore {', '.join(codes)} without a reason"
    return [{"code": f"zizmor:{c}", "as": ACCEPTED, "reason": reason, "from": path} for c in codes], ""


def _steps_of(comment: _Comment, imported: Imported) -> tuple[str, ...]:
    """The steps that a comment is about: those of the smallest thing that begins there, or holds it; else none."""
    places: list[tuple[Place, tuple[str, ...]]] = [
        (p, (step,)) for step, found in imported.places.items() for p in found
    ]
    places += [(group.place, group.steps) for group in imported.groups]
    if comment.is_above:
        begins = [(p, s) for p, s in places if p.first_line == comment.about and p.at]
        if begins:  # of a unit with a single step both begin there
            return max(begins, key=lambda found: found[0].last_line)[1]
    holds = [(p, s) for p, s in places if p.at and p.first_line <= comment.line <= p.last_line]
    if not holds:
        return ()
    return min(holds, key=lambda found: (found[0].last_line - found[0].first_line, len(found[1])))[1]


def _comments(file: SourceFile) -> Iterator[_Comment]:
    """The comments that may be waivers; text that only looks like one, in a script say, is none."""
    lines = Lines(file.text)
    try:
        nodes = [n for n in walk(parse(file.text, file.path).root) if n.kind == "scalar" and n.end > n.start]
    except DocumentError:
        return
    scalars = sorted((n.start, n.tail if n.is_block_scalar else n.end) for n in nodes)
    starts = [start for start, _ in scalars]
    for number in range(1, lines.count + 1):
        content = lines.content(number)
        match = _COMMENT.search(content) if "ignore[" in content else None
        if match is None:
            continue
        offset = lines.start(number) + match.start()
        before = bisect_right(starts, offset) - 1
        if before >= 0 and offset < scalars[before][1]:
            continue
        is_above = not content[: match.start()].strip()
        yield _Comment(match[1].strip(), number, _next_line(lines, number) if is_above else number, is_above)


def _next_line(lines: Lines, number: int) -> int:
    """The first line below that is no comment; 0 where a blank one stands between."""
    number += 1
    while number <= lines.count and lines.content(number).lstrip().startswith("#"):
        number += 1
    return 0 if lines.is_blank(number) else number
