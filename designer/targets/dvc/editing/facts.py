"""Facts of a card written into its stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from posixpath import normpath, relpath
from typing import Any, Final

from designer.targets.differences import same
from designer.targets.dvc.editing.refusal import CannotSay
from designer.targets.dvc.editing.sheet import Sheet
from designer.targets.dvc.reading.cards import command_text
from designer.targets.dvc.reading.definitions import FOREACH, ITEM, MATRIX
from designer.targets.dvc.reading.shape import OUTPUTS, STAGES
from designer.targets.dvc.reading.templates import has_template
from designer.yaml_tree.node import Path

Writer = Callable[[Sheet, str, Any], None]

_ORDER: Final = (
    "desc",
    "matrix",
    "wdir",
    "cmd",
    "deps",
    "params",
    "vars",
    *OUTPUTS,
    "frozen",
    "always_changed",
    "meta",
)


def put(sheet: Sheet, at: Path, key: str, value: Any) -> None:
    """Sets a key of a stage; a new one stands where people write it; None removes it."""
    there = sheet.editor.tree.keys(at)
    if value is None:
        if key in there:
            sheet.editor.delete((*at, key))
    elif key in there:
        sheet.editor.set((*at, key), value)
    else:
        after = place_of_key(there, key)
        sheet.editor.add(at, key, value, after=after, before=there[0] if there and not after else None)


def place_of_key(there: tuple[str, ...], key: str) -> str | None:
    """The key behind which a new one stands; None for the first place."""
    earlier = _ORDER[: _ORDER.index(key)]
    return next((k for k in reversed(there) if k in earlier), None)


def _description(sheet: Sheet, card: str, value: Any) -> None:
    put(sheet, sheet.body(card), "desc", str(value) if value else None)


def _command(sheet: Sheet, card: str, value: Any) -> None:
    if not value:
        raise CannotSay("a stage needs a command")
    at = (*sheet.body(card), "cmd")
    stage = sheet.stage(card).definition.template
    old, new = stage.get("cmd"), str(value).removesuffix("\n")
    if isinstance(old, list):
        _command_list(sheet, at, [str(v) for v in old], new)
    elif old is None:
        put(sheet, at[:-1], "cmd", new)
    else:
        _text(sheet, at, str(old), new + "\n" if str(old).endswith("\n") else new)


def _command_list(sheet: Sheet, at: Path, old: list[str], new: str) -> None:
    """Replaces the entries between those that stay at the beginning and at the end."""
    wanted = _entries(old, new)
    edits = SequenceMatcher(a=old, b=wanted, autojunk=False).get_opcodes()
    for kind, first, last, begin, end in reversed(edits):
        if kind == "equal":
            continue
        for index in reversed(range(first + min(last - first, end - begin), last)):
            sheet.editor.delete((*at, index))
        for offset in range(min(last - first, end - begin)):
            _text(sheet, (*at, first + offset), old[first + offset], wanted[begin + offset])
        for offset in range(last - first, end - begin):
            sheet.editor.insert(at, first + offset, wanted[begin + offset])


def _entries(old: list[str], new: str) -> list[str]:
    """A text cut into commands again: as before at both ends, a command for each line in between."""
    head: list[str] = []
    while len(head) < len(old) and (new + "\n").startswith(_line(old[len(head)])):
        head.append(old[len(head)])
        new = (new + "\n")[len(_line(head[-1])) :].removesuffix("\n")
    tail: list[str] = []
    while len(head) + len(tail) < len(old) and ("\n" + new).endswith("\n" + old[-1 - len(tail)].removesuffix("\n")):
        text = old[-1 - len(tail)]
        tail.insert(0, text)
        new = ("\n" + new).removesuffix("\n" + text.removesuffix("\n")).removeprefix("\n")
    middle = old[len(head) : len(old) - len(tail)]
    if any("\n" in text.removesuffix("\n") for text in middle) and new:
        return [*head, new + "\n" if middle[0].endswith("\n") else new, *tail]
    return [*head, *(line for line in new.split("\n") if line.strip()), *tail]


def _line(text: str) -> str:
    return text.removesuffix("\n") + "\n"


def _text(sheet: Sheet, at: Path, old: str, new: str) -> None:
    """Changes a text; of one on several lines only the piece that differs."""
    node = sheet.editor.tree.node(at).resolved()
    if node.last_line > node.line and node.style != "|" and "\n" not in new.removesuffix("\n"):
        before, after = _difference(old, new)
        if before and old.count(before) == 1:
            sheet.editor.substitute(at, before, after)
            return
    sheet.editor.set(at, new)


def _difference(old: str, new: str) -> tuple[str, str]:
    """The words that differ, those that are the same before and behind left out."""
    a, b = old.split(" "), new.split(" ")
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    head = max(head - 1, 0) if head >= min(len(a), len(b)) else head
    rest = zip(reversed(a[head:]), reversed(b[head:]), strict=False)
    tail = next((i for i, (x, y) in enumerate(rest) if x != y), 0)
    return " ".join(a[head : len(a) - tail]), " ".join(b[head : len(b) - tail])


def _working_directory(sheet: Sheet, card: str, value: Any) -> None:
    folder = relpath(normpath(str(value or ".")), sheet.pipeline.folder or ".")
    put(sheet, sheet.body(card), "wdir", None if folder == "." else folder)


def _matrix(sheet: Sheet, card: str, value: Any) -> None:
    definition = sheet.stage(card).definition
    at: Path = (STAGES, sheet.names[card])
    if definition.loop is None:
        if not isinstance(value, Mapping):
            raise CannotSay("a matrix needs lists of values")
        put(sheet, at, MATRIX, {str(axis): _listed(values) for axis, values in value.items()})
        return
    if has_template(sheet.editor.tree.data((*at, definition.loop))):
        raise CannotSay("its values come from a template: change them in the file with the values")
    if not isinstance(value, Mapping) or not value:
        raise CannotSay("the commands and files of the stage name the items that it would lose")
    if definition.loop == MATRIX:
        sheet.editor.set((*at, MATRIX), {str(axis): _listed(values) for axis, values in value.items()})
    elif set(value) == {ITEM}:
        sheet.editor.set((*at, FOREACH), value[ITEM])
    else:
        raise CannotSay("foreach has one list of items, not several axes")


def _listed(values: Any) -> Any:
    return list(values) if isinstance(values, (list, tuple)) else values


def _consumes(sheet: Sheet, card: str, value: Any) -> None:
    """Makes the dependencies what is wanted: entries that stay are not touched."""
    wanted, at = [str(v) for v in value or []], (*sheet.body(card), "deps")
    tree = sheet.editor.tree
    old = tree.data(at) if tree.has(at) else None
    if not wanted or not isinstance(old, list) or not old:
        put(sheet, at[:-1], "deps", wanted or None)
        return
    for index in reversed(range(len(old))):
        if old[index] not in wanted:
            sheet.editor.delete((*at, index))
    kept = [d for d in old if d in wanted]
    for path in wanted:
        if path not in kept:
            sheet.editor.append(at, path)
            kept.append(path)
    if kept != wanted:
        sheet.editor.set(at, wanted)


def _produces(sheet: Sheet, card: str, value: Any) -> None:
    wanted, body = [str(v) for v in value or []], sheet.body(card)
    there: list[str] = []
    for key in OUTPUTS:
        written = sheet.editor.tree.data((*body, key)) if sheet.editor.tree.has((*body, key)) else None
        there += _drop_outputs(sheet, (*body, key), written, wanted)
    new = [path for path in wanted if path not in there]
    at = (*body, OUTPUTS[0])
    written = sheet.editor.tree.data(at) if sheet.editor.tree.has(at) else None
    if not isinstance(written, list) or not written:
        put(sheet, body, OUTPUTS[0], new or None)
        return
    order = [str(next(iter(e), "")) if isinstance(e, Mapping) else str(e) for e in written]
    for path in new:
        before = [p for p in wanted[: wanted.index(path)] if p in order]
        index = order.index(before[-1]) + 1 if before else 0
        sheet.editor.insert(at, index, path)
        order.insert(index, path)


def _drop_outputs(sheet: Sheet, at: Path, written: Any, wanted: list[str]) -> list[str]:
    """Removes the outputs below a key that are not wanted any more; gives those that stay."""
    kept: list[str] = []
    gone: list[Path] = []
    for index, entry in enumerate(written if isinstance(written, list) else []):
        paths = [str(p) for p in entry] if isinstance(entry, Mapping) else [str(entry)]
        kept += [p for p in paths if p in wanted]
        if not any(p in wanted for p in paths):
            gone.append((*at, index))
        elif isinstance(entry, Mapping):
            gone += [(*at, index, p) for p in paths if p not in wanted]
    if gone and not kept:
        sheet.editor.delete(at)
    else:
        for path in reversed(gone):
            sheet.editor.delete(path)
    return kept


def _cache(sheet: Sheet, card: str, value: Any) -> None:
    body = sheet.body(card)
    if value is False:
        put(sheet, body, "always_changed", True)
        return
    put(sheet, body, "always_changed", None)
    template = sheet.stage(card).definition.template
    if not any(template.get(key) for key in ("deps", "params", *OUTPUTS)):
        raise CannotSay("DVC runs a stage without files every time")


def _frozen(sheet: Sheet, card: str, value: Any) -> None:
    put(sheet, sheet.body(card), "frozen", True if value else None)


WRITERS: Final[Mapping[str, Writer]] = {
    "matrix": _matrix,
    "working_directory": _working_directory,
    "command": _command,
    "consumes": _consumes,
    "produces": _produces,
    "cache": _cache,
    "frozen": _frozen,
    "description": _description,
}
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "matrix": (MATRIX, FOREACH),
    "working_directory": ("wdir",),
    "command": ("cmd",),
    "consumes": ("deps",),
    "produces": OUTPUTS,
    "cache": ("always_changed",),
    "frozen": ("frozen",),
    "description": ("desc",),
}


def says(stated: Any, wanted: Any) -> bool:
    """Whether a fact that was read means what is wanted: the end of a text and empty lists do not count."""
    if isinstance(stated, str) and isinstance(wanted, str):
        return command_text(stated).rstrip() == command_text(wanted).rstrip()
    if all(isinstance(v, (list, tuple)) for v in (stated, wanted)):
        return same(stated, wanted) or sorted(map(str, stated)) == sorted(map(str, wanted))
    return same(stated, wanted) or (not stated and not wanted and stated is not False and wanted is not False)
