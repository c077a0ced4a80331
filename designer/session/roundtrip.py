"""Proves on a file that it comes through unchanged, and that each sort of edit touches only its own lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Final

from designer.errors import DesignerError, DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import Step
from designer.session.fix_trials import fix_trials
from designer.session.opening import open_source
from designer.session.services import Services
from designer.session.source import Source
from designer.storage.overlay import step_data, step_of
from designer.storage.patching import same
from designer.storage.writing import plain
from designer.targets.ignore_comments import read_waived
from designer.targets.imported import Imported, Patched, Trial
from designer.targets.repository import Part
from designer.yaml_tree.lines import Lines
from designer.yaml_tree.tree import parse

IDENTICAL: Final = "identical"
SAME: Final = "same meaning"
DIFFERENT: Final = "different"
REFUSED: Final = "refused"
CRASHED: Final = "crashed"

RIGHT: Final = "right"
TOLD: Final = "told"  # not written, and said so
WRONG: Final = "wrong"

# What stands in a file literally. Other facts are judged from these, so an edit may change them as well.
_LITERAL: Final = frozenset(
    (
        *("title", "command", "action", "inputs", "working_directory", "shell", "variables", "matrix", "runner"),
        *("only_if", "environment_name", "token_permissions", "timeout_minutes"),
    )
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one file came through.

    Args:
        status: one of the five above.
        reason: where and why, when it is not identical.
        source: what was read, when it could be.
    """

    status: str
    reason: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """How one edit came out.

    Args:
        path: of the file.
        sort: what kind of edit.
        status: ``right``, ``told`` (the format cannot say it, and a loss says so) or ``wrong``.
        reason: what is wrong, or the loss.
        text: the edited file.
    """

    path: str
    sort: str
    status: str
    reason: str
    text: str


def unedited(services: Services, path: Path) -> Outcome | None:
    """Imports a file and writes it back as saving would; None when no format knows it."""
    try:
        source = open_source(services, path)
        if source is None:
            return None
        before = {name: file.text for name, file in source.files.items()}
        written = source.rewritten(source.snapshot)
    except DocumentError as e:
        place = f"line {e.line}: " if e.line is not None else ""
        return Outcome(REFUSED, f"{place}{e.message}")
    except DesignerError as e:
        return Outcome(REFUSED, e.message)
    except Exception as e:  # the very thing this looks for: a mistake of ours on somebody's file
        return Outcome(CRASHED, f"{type(e).__name__}: {e}")
    for name, text in before.items():
        if written.texts[name] != text:
            line = first_difference(text, written.texts[name])
            is_same = same(plain(parse(text, name).data()), plain(parse(written.texts[name], name).data()))
            return Outcome(SAME if is_same else DIFFERENT, f"from line {line} on", source)
    if written.sidecar.text != source.sidecar.text:
        return Outcome(DIFFERENT, "something would be kept beside it though nothing was edited", source)
    return Outcome(IDENTICAL, source=source)


def first_difference(before: str, after: str) -> int:
    """The first line, 1-based, that is not the same."""
    old, new = _lines(before), _lines(after)
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs, 1) if a != b), min(len(old), len(new)) + 1)


def trials(source: Source) -> Iterator[Tried]:
    """Applies each scripted edit that the format has for the files, and each fix that is offered for them.

    One at a time, always to the file as it is.
    """
    around = source.around({})
    for part in source.base.parts.values():
        edits = part.importer.trials(part.file, part.imported, around)
        for trial in chain(edits, fix_trials(source.services, part)):
            try:
                patched = part.importer.patch(part.file, part.imported, trial.wanted, around)
                yield _tried(source, part, trial, patched)
            except DesignerError as e:
                yield Tried(part.file.path, trial.sort, WRONG, f"refused with an error: {e}", part.file.text)
            except Exception as e:  # a mistake of ours on somebody's file: what a trial looks for
                yield Tried(part.file.path, trial.sort, WRONG, f"crashed: {type(e).__name__}: {e}", part.file.text)


def _tried(source: Source, part: Part, trial: Trial, patched: Patched) -> Tried:
    status, reason = _verdict(source, part, trial, patched)
    return Tried(part.file.path, trial.sort, status, reason, patched.text)


def _verdict(source: Source, part: Part, trial: Trial, patched: Patched) -> tuple[str, str]:
    told = "; ".join(f"{loss.feature}: {loss.message}" for loss in patched.losses)
    if patched.text == part.file.text:
        return (TOLD, told) if told else (WRONG, "nothing was written and nothing told")
    stray = stray_line(part.file.text, patched.text, trial.lines)
    if stray is not None:
        return WRONG, f"line {stray} changed, which the edit is not about"
    try:
        around = source.around({part.file.path: patched.text})
        again = read_waived(part.importer, type(part.file)(part.file.path, patched.text), around)
    except DocumentError as e:
        return WRONG, f"cannot be read again: {e}"
    unsaid = list(_unsaid(part.imported.snapshot, trial.wanted, again, patched))
    about = {loss.step for loss in patched.losses}
    silent = [text for steps, text in unsaid if None not in about and not about.intersection(steps)]
    if unsaid:
        return WRONG if silent else TOLD, silent[0] if silent else told
    return RIGHT, told


def stray_line(before: str, after: str, touched: Iterable[tuple[int, int]]) -> int | None:
    """The first line of the old text outside of the touched ranges that is not as it was; None when all are.

    The lines between the ranges are blocks: the first begins the new text, the last ends it, and the others stand in
    it unchanged and in order.
    """
    old, new = _lines(before), _lines(after)
    blocks = list(_untouched(len(old), touched))
    if len(blocks) == 1:
        return None if old == new else first_difference(before, after)
    (_, head), *middle, (tail, _) = blocks
    if new[:head] != old[:head]:
        return next(n for n in range(head) if n >= len(new) or new[n] != old[n]) + 1
    end = len(new) - (len(old) - tail)
    if end < head or new[end:] != old[tail:]:
        return tail + 1
    at = head
    for first, last in middle:
        size = last - first
        found = next((n for n in range(at, end - size + 1) if new[n : n + size] == old[first:last]), None)
        if found is None:
            return first + 1
        at = found + size
    return None


def _lines(text: str) -> list[str]:
    """Lines as editors count them, with their ends; a last line without an end counts as one with it."""
    starts = Lines(text).starts
    lines = [text[a:b] for a, b in pairwise([0, *starts[1:], len(text)])]
    if not lines[-1]:
        return lines[:-1]
    if len(lines) > 1:
        before = lines[-2]
        lines[-1] += before[len(before.rstrip("\r\n")) :]
    else:
        lines[-1] += "\n"
    return lines


def _untouched(count: int, touched: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of lines as offsets, the first and the last possibly empty."""
    start = 0
    for first, last in sorted(touched):
        if first - 1 >= start:
            yield start, first - 1
        start = max(start, last)
    yield min(start, count), count


def _unsaid(
    base: Snapshot, wanted: Snapshot, again: Imported, patched: Patched
) -> Iterator[tuple[tuple[str | None, ...], str]]:
    """What the edited file does not say although it was wanted, or says although nobody wanted it: whom, and what."""
    names = _names(wanted, again, patched)
    for step in wanted.steps.values():
        if step.id in names:
            followed = step_of(step.id, {**step_data(step), **patched.followed.get(step.id, {})})
            found = again.snapshot.steps[names[step.id]]
            yield from (((step.id,), text) for text in _unsaid_facts(base.steps.get(step.id), step, followed, found))
        elif not step.get("implicit"):
            yield (step.id,), f"the step {step.id} is missing"
    # What was to go and had to stay is told under its own name, with the links around it.
    stayed = tuple(s for s in again.snapshot.steps if s in base.steps and s not in wanted.steps)
    for new in _appeared(base, wanted, again, patched, names):
        yield (new if new in stayed else None,), f"the step {new} appeared"
    yield from (((*ends, *stayed), text) for ends, text in _unsaid_links(wanted, again.snapshot, names))
    for name, value in wanted.facts.items():
        was, fact = plain(base.facts.get(name)), plain(again.snapshot.facts.get(name))
        if not same(was, plain(value)) and not same(fact, plain(value)):
            yield (None,), f"{name} of the pipeline is {_short(fact)} instead of {_short(value)}"


def _names(wanted: Snapshot, again: Imported, patched: Patched) -> Mapping[str, str]:
    """Wanted step -> the step that stands where it was written to."""
    at = {found[0].at: step for step, found in again.places.items() if found}
    names = {s: at[found[0].at] for s, found in patched.places.items() if found and found[0].at in at}
    placeless = [s for s in again.snapshot.steps if not again.places.get(s)]
    return {**{s: s for s in placeless if s in wanted.steps}, **{s: n for s, n in names.items() if s in wanted.steps}}


def _appeared(
    base: Snapshot, wanted: Snapshot, again: Imported, patched: Patched, names: Mapping[str, str]
) -> list[str]:
    """Steps that nobody wanted; those of a unit that was written for a new step are part of it."""
    units = {patched.places[s][0].at[:2] for s in wanted.steps if s not in base.steps and patched.places.get(s)}
    new = [s for s in again.snapshot.steps.values() if s.id not in set(names.values()) and not s.get("implicit")]
    return [s.id for s in new if not (again.places.get(s.id) and again.places[s.id][0].at[:2] in units)]


def _unsaid_facts(base: Step | None, wanted: Step, followed: Step, again: Step) -> Iterator[str]:
    """Facts that were edited, and those that stand in the file literally, as far as nothing made them follow."""
    before, edited, after, found = (_facts(s) if s else {} for s in (base, wanted, followed, again))
    for name in {**before, **after}:
        is_changed = base is not None and name != "kind" and not same(before.get(name), edited.get(name))
        is_literal = name in _LITERAL and (base is not None or name in edited)
        if (is_changed or is_literal) and not same(found.get(name), after.get(name)):
            yield f"{name} of {wanted.id} is {_short(found.get(name))} instead of {_short(after.get(name))}"


def _facts(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = plain(step_data(step))
    return found


def _unsaid_links(
    wanted: Snapshot, again: Snapshot, names: Mapping[str, str]
) -> Iterator[tuple[tuple[str | None, ...], str]]:
    # What a format implies by itself comes and goes with the text.
    names = {s: n for s, n in names.items() if not wanted.steps[s].get("implicit")}
    ends = {names[s]: s for s in names}
    asked = {(k.source, k.target, k.type) for k in wanted.links.values() if {k.source, k.target} <= names.keys()}
    there = {
        (ends[k.source], ends[k.target], k.type) for k in again.links.values() if {k.source, k.target} <= ends.keys()
    }
    yield from (((a, b), f"the link {a} -> {b} is missing") for a, b, _ in sorted(asked - there))
    yield from (((a, b), f"the link {a} -> {b} appeared") for a, b, _ in sorted(there - asked))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def walked(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """The files to try and whether they were named by themselves; folders are walked, links not followed."""
    for path in paths:
        if not path.is_dir():
            yield path, True
            continue
        for found in sorted(p for p in path.rglob("*") if p.suffix in (".yml", ".yaml") and p.is_file()):
            yield found, False
