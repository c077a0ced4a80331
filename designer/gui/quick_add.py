"""Adding a step by a few letters: Enter places and connects it, Shift+Enter keeps the popup for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from designer.commands import links, steps
from designer.gui.appearance import Appearance
from designer.gui.picker import Choice, Picker
from designer.model.snapshot import Position
from designer.session.session import Session
from designer.steps.catalog import Catalog

HELP = "Enter adds and links · Shift+Enter adds and stays · Esc closes"


@dataclass(frozen=True, slots=True)
class Wish:
    """Where the new step goes.

    Args:
        at: wanted place; None puts it beside its neighbours.
        from_step: the step it is linked with.
        as_source: whether that step is the link's source; else the new one is.
        link: the link it is put on, instead.
    """

    at: Position | None = None
    from_step: str | None = None
    as_source: bool = True
    link: str | None = None


class QuickAdd(QObject):
    """The popup and what it does to one session."""

    added = Signal(str)  # id of the new step

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._wish = Wish()
        self.picker = Picker(parent, "Which step? Type: train, drift, mlflow…", HELP)
        self.picker.picked.connect(self._take)

    def open(self, wish: Wish, place: QPoint) -> None:
        """Asks which kind, at a place of the screen."""
        self._wish = wish
        self.picker.offer(kind_choices(self._session.services.catalog, self._appearance))
        self.picker.open_at(place)

    def _take(self, value: Any, stay: bool) -> None:
        kind, tool = value
        new = place_step(self._session, kind, tool, self._wish)
        # The next one follows the one that was just added.
        self._wish = Wish(from_step=new) if stay else Wish()
        self.added.emit(new)


def place_step(session: Session, kind: str, tool: str | None, wish: Wish) -> str:
    """Adds a step as wished and returns its id."""
    pipeline, catalog = session.pipeline, session.services.catalog
    facts = {"tool": tool} if tool else None
    if wish.link is not None and wish.link in pipeline.links:
        return session.run(links.insert_on_link, catalog, wish.link, kind, at=wish.at, attributes=facts)
    neighbour = wish.from_step if wish.from_step in pipeline.steps else None
    return session.run(
        steps.add_step,
        catalog,
        kind,
        at=wish.at,
        attributes=facts,
        after=neighbour if wish.as_source else None,
        before=None if wish.as_source else neighbour,
    )


def kind_choices(catalog: Catalog, appearance: Appearance) -> list[Choice]:
    """A row for each kind, and behind them one for each tool of a kind."""
    kinds = [kind for group in catalog.groups().values() for kind in group]
    rows = [Choice((k.slug, None), k.title, k.group, (*k.synonyms, k.slug), appearance.kind_icon(k)) for k in kinds]
    rows += [
        Choice((k.slug, slug), f"{k.title} with {tool.title}", k.group, (tool.title, slug), appearance.kind_icon(k))
        for k in kinds
        for slug, tool in list(k.tools.items())[1:]
    ]
    return rows
