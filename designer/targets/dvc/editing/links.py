"""Links as DVC knows them: what one stage makes is a dependency of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from posixpath import relpath
from typing import Final

from designer.model.graph_queries import reachable
from designer.model.step import Link
from designer.plan.plan import ALWAYS, FAILURE
from designer.targets.differences import Differences, flow
from designer.targets.dvc.editing.facts import put
from designer.targets.dvc.editing.refusal import CannotSay
from designer.targets.dvc.editing.sheet import Sheet
from designer.targets.dvc.reading.definitions import VARS
from designer.targets.dvc.reading.files import Output, stage_files
from designer.targets.dvc.reading.pipeline_file import StageReading, file_use
from designer.targets.dvc.reading.templates import has_template, written
from designer.targets.file_links import Writers, file_links
from designer.yaml_tree.node import Path

FEATURE: Final = "link"
_MOST: Final = 12
"""So many variants of a stage are named one by one in the dependencies of another."""


def rewire(sheet: Sheet, found: Differences) -> None:
    """Adds and removes dependencies for the links that are new and gone."""
    after = _after(found.goal.links.values())
    for link in found.links_gone:
        if link.target in found.removed or link.target not in sheet.names or link.id in found.goal.links:
            continue
        if link.source in sheet.removed:
            _tell_open_inputs(sheet, link)
        elif link.target in after.get(link.source, frozenset()):
            sheet.tell(
                link.target, FEATURE, f"it still reads what {link.source} makes, so it also waits for it directly"
            )
        else:
            with sheet.attempt(link.target, FEATURE):
                _unlink(sheet, link, found)
    for link in found.links_new:
        if not _is_about_tool(found, link):
            with sheet.attempt(link.target, FEATURE):
                _link(sheet, link)


def _link(sheet: Sheet, link: Link) -> None:
    if not link.is_flow:
        raise CannotSay("DVC does not start itself: run dvc repro again")
    if link.when == FAILURE:
        raise CannotSay(f"it would run when {link.source} fails: DVC then stops")
    if link.target not in sheet.names:
        raise CannotSay("one end of the link is no stage of this file")
    if link.when == ALWAYS:
        sheet.tell(link.target, FEATURE, f"it runs only when {link.source} succeeds")
    if link.source in sheet.names and (link.source, link.target) in linked(sheet):
        return
    target = sheet.stage(link.target)
    paths = _paths(sheet, link, target) if link.source in sheet.names else _free_paths(sheet, link, target)
    at = (*sheet.body(link.target), "deps")
    there = sheet.editor.tree.data(at) if sheet.editor.tree.has(at) else None
    if isinstance(there, list) and there:
        for path in paths:
            if path not in there:
                sheet.editor.append(at, path)
    else:
        put(sheet, at[:-1], "deps", paths)


def linked(sheet: Sheet) -> frozenset[tuple[str, str]]:
    """The links between cards that the file says by now."""
    uses = {card: file_use(*sheet.stage(card).files) for card in sheet.names}
    return frozenset(file_links(uses))


def _paths(sheet: Sheet, link: Link, target: StageReading) -> list[str]:
    """What the target has to depend on, as it is written there."""
    source = sheet.stage(link.source)
    if not source.files or not any(f.outputs for f in source.files):
        raise CannotSay(f"{link.source} makes no file that it could wait for")
    folders = {i.folder for i in target.instances}
    if len(folders) != 1 or len(source.files) > _MOST:
        raise CannotSay("its files depend on the item: write the dependency in the file")
    folder = folders.pop()
    if not source.definition.loop and _share_words(source, target):
        as_written = stage_files(replace(source.instances[0], data=source.definition.template))
        return [_mark(as_written.outputs, link).written]
    marks = dict.fromkeys(_mark(files.outputs, link) for files in source.files)
    return [written(seen(mark.path, folder)) for mark in marks]


def _mark(outputs: Iterable[Output], link: Link) -> Output:
    """The file to wait for: a report where only the order counts, else the first result."""
    ranked = sorted(outputs, key=lambda o: o.is_report != (link.carries == "control"))
    return ranked[0]


def _share_words(source: StageReading, target: StageReading) -> bool:
    """Whether a path that is written in one stage means the same in the other."""
    if any(VARS in stage.definition.template for stage in (source, target)):
        return False
    return {i.folder for i in target.instances} == {source.instances[0].folder}


def seen(path: str, folder: str) -> str:
    """A path as it is written in a folder."""
    return path if path.startswith("/") or "://" in path else relpath(path, folder or ".")


def _free_paths(sheet: Sheet, link: Link, target: StageReading) -> list[str]:
    """Paths of data from outside, as they are written in the target."""
    paths, folders = sheet.free_paths(link.source), {i.folder for i in target.instances}
    if not paths or len(folders) != 1:
        raise CannotSay("one end of the link is no stage of this file")
    folder = folders.pop()
    return [written(seen(path, folder)) for path in paths]


def _unlink(sheet: Sheet, link: Link, found: Differences) -> None:
    """Removes exactly the dependencies that make a link."""
    if not link.is_flow or _is_about_tool(found, link):
        raise CannotSay("DVC does this by itself: it stays")
    target = sheet.stage(link.target)
    owners = _owners(sheet, link)
    entries = list(_entries(target, owners, link.source))
    if not entries:
        raise CannotSay(f"{link.source} makes a parameter file of it, or the files meet in another way")
    at = (*sheet.body(link.target), "deps")
    _remove(sheet, at, entries)
    if link.source in sheet.names and (link.source, link.target) in linked(sheet):
        raise CannotSay(f"it still reads something that {link.source} makes")


def _owners(sheet: Sheet, link: Link) -> Writers:
    """Who makes which path: the stages, and cards that stand for data from outside."""
    pairs = [(path, card) for card in sheet.names for path in file_use(*sheet.stage(card).files).writes]
    if link.source not in sheet.names:
        pairs += [(path, link.source) for path in sheet.free_paths(link.source)]
    return Writers(pairs)


def _entries(target: StageReading, owners: Writers, source: str) -> Iterator[int]:
    """Indexes of the dependencies that only the source makes."""
    deps = target.definition.template.get("deps")
    texts = [(i, d) for i, d in enumerate(deps if isinstance(deps, list) else []) if isinstance(d, str) and d]
    for position, (index, text) in enumerate(texts):
        made = {owner for f in target.files for _, owner in owners.of(f.deps[position][1])}
        if source not in made:
            continue
        if has_template(text) and target.definition.loop:
            raise CannotSay("its files depend on the item: change the dependencies in the file")
        if made != {source}:
            raise CannotSay(f"the dependency {text} also stands for what {', '.join(sorted(made - {source}))} makes")
        yield index


def _remove(sheet: Sheet, at: Path, entries: list[int]) -> None:
    count = len(sheet.editor.tree.data(at))
    if len(entries) == count:
        sheet.editor.delete(at)
        return
    for index in reversed(entries):
        sheet.editor.delete((*at, index))


def _tell_open_inputs(sheet: Sheet, link: Link) -> None:
    message = f"it still reads what {link.source} made: the file has to come from somewhere else now"
    sheet.tell(link.target, "input", message)


def _is_about_tool(found: Differences, link: Link) -> bool:
    """Whether a link ends at something that DVC does by itself."""
    target = found.goal.steps.get(link.target)
    return target is not None and target.get("implicit") is True


def _after(links: Iterable[Link]) -> Mapping[str, frozenset[str]]:
    targets: dict[str, list[str]] = {}
    for link in flow(links):
        targets.setdefault(link.source, []).append(link.target)
    return {source: reachable([source], targets) for source in targets}
