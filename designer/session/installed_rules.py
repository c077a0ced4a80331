"""Entry points of installed distributions that offer rules. Nothing in an opened folder is ever run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "mlops_designer.rules"
_METADATA: Final = (".dist-info", ".egg-info")


@dataclass(frozen=True, slots=True)
class Installed:
    """One entry point.

    Args:
        distribution: name and version of who offers it.
        name: of the entry point.
        value: what it stands for; None when it could not be loaded.
        error: why it could not.
    """

    distribution: str
    name: str
    value: Any = None
    error: str = ""


def installed_rules(opened: Path | None) -> list[Installed]:
    """All entry points of the group, loaded; one that fails does not hide the others.

    Args:
        opened: the folder whose files are looked at: what lies in it is not installed.
    """
    folders = [path for path in sys.path if _is_trusted(path, opened)]
    if not any(_offers(Path(folder)) for folder in folders):
        return []  # the library that reads entry points takes longer to load than all of this
    from importlib.metadata import distributions

    found = {}
    for distribution in distributions(path=folders):
        label = f"{distribution.metadata['Name']} {distribution.version}"
        for point in distribution.entry_points.select(group=GROUP):
            found[point.name, point.value] = _loaded(point, label, opened)
    return [found[key] for key in sorted(found)]


def _loaded(point: EntryPoint, label: str, opened: Path | None) -> Installed:
    try:
        _check_origin(point, opened)
        return Installed(label, point.name, point.load())
    except (Exception, SystemExit) as e:  # code of others may raise anything
        return Installed(label, point.name, error=f"{type(e).__name__}: {e}")


def _check_origin(point: EntryPoint, opened: Path | None) -> None:
    """Python may find a module of that name in the folder people stand in, before the installed one."""
    from importlib.util import find_spec

    top = point.module.partition(".")[0]
    spec = find_spec(top)
    places = [p for p in (spec.origin, *(spec.submodule_search_locations or ())) if p] if spec else []
    hidden = [place for place in places if not _is_trusted(place, opened)]
    if hidden and "frozen" not in hidden and "built-in" not in hidden:
        raise ImportError(f"the module {top} would come from {hidden[0]}, which is not installed")


def _is_trusted(place: str, opened: Path | None) -> bool:
    """Whether a place is part of the environment: not where people stand, nor in what they open."""
    if not place or not os.path.isabs(place):
        return False
    path = Path(os.path.realpath(place))
    if any(path.is_relative_to(os.path.realpath(prefix)) for prefix in (sys.prefix, sys.base_prefix)):
        return True
    looked_at = [Path.cwd(), *(() if opened is None else (opened,))]
    return not any(path.is_relative_to(os.path.realpath(folder)) for folder in looked_at)


def _offers(folder: Path) -> bool:
    return any(GROUP in text for text in _entry_texts(folder))


def _entry_texts(folder: Path) -> Iterator[str]:
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.endswith(_METADATA)]
    except OSError:
        return
    for name in names:
        try:
            yield (folder / name / "entry_points.txt").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
