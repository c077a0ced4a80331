"""The formats of rule pages: one module each, found by its name, loaded when it is asked for.

Each has ``ENDING`` of its files, ``page(shown, linked)``: one rule, ``linked`` holds the codes that have a file of
their own beside it, and ``index(shown)``: the first page of a folder of them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from designer.analysis.rule_page import RulePage

if TYPE_CHECKING:
    from designer.session.rule_pictures import RulePictures, Shown
    from designer.steps.catalog import Catalog

USUAL = "text"


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule as it is written: its page, and its pictures if it has any.

    Args:
        stands: sentences that say how it stands in each FILE, by the name of the FILE.
    """

    page: RulePage
    pictures: RulePictures | None
    catalog: Catalog
    stands: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def both(self) -> tuple[Shown, ...]:
        """Before and after."""
        return (self.pictures.before, self.pictures.after) if self.pictures else ()


class Format(Protocol):
    """A module of this package."""

    @property
    def ENDING(self) -> str: ...

    def page(self, shown: ShownRule, linked: Collection[str]) -> str: ...
    def index(self, shown: Sequence[ShownRule]) -> str: ...


def names() -> list[str]:
    """All formats, the usual one first."""
    return [USUAL, *sorted(info.name for info in pkgutil.iter_modules(__path__))]


def load(name: str) -> Format:
    """One of `names`, other than the text for terminals."""
    return cast(Format, importlib.import_module(f"{__name__}.{name}"))


def by_principle(shown: Sequence[ShownRule]) -> dict[str, list[ShownRule]]:
    """Rules below the headings of their principles, in the order in which they come."""
    found: dict[str, list[ShownRule]] = {}
    for rule in shown:
        found.setdefault(rule.page.heading, []).append(rule)
    return found
