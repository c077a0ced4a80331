"""Adding a step by a few letters: Enter places and connects it, Shift+Enter keeps the popup for the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from designer.commands import links, steps
from designer.commands.kinds import change_kind, swap_text
from designer.errors import DesignerError
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.kind_choices import KindWish, called_by, kind_choices, other_kinds
from designer.gui.picker import Choice, Picker
from designer.model.snapshot import Position
from designer.recognition.plain_words import PlainWords
from designer.session.session import Session

HELP = "Enter adds and links · Shift+Enter adds and stays · Esc closes"
SWAP_HELP = "Enter changes the kind · Esc closes"


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

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._bridge, self._appearance = session, bridge, appearance
        self._wish = Wish()
        self._words: PlainWords | None = None
        self._swap: tuple[Sequence[str], Callable[[str], object]] | None = None
        self.picker = Picker(parent, "Which step? Type: train, drift, mlflow, canary…", HELP)
        self.picker.picked.connect(self._take)

    def open(self, wish: Wish, place: QPoint) -> None:
        """Asks which kind, at a place of the screen."""
        self._wish, self._swap = wish, None
        self._offer(place, self._where(wish), HELP)

    def open_swap(self, step_ids: Sequence[str], place: QPoint, tell: Callable[[str], object]) -> None:
        """Asks which kind steps shall be of from now on; ``tell`` hears what became of their facts."""
        self._swap = (tuple(step_ids), tell)
        what = self._label(step_ids[0]) if len(step_ids) == 1 else f"{len(step_ids)} steps"
        self._offer(place, f"Another kind for {what}; links and shared facts stay", SWAP_HELP)

    # ------------------------------------------------------------------ inside
    def _offer(self, place: QPoint, caption: str, foot: str) -> None:
        self.picker.caption.setText(caption)
        self.picker.help_text = foot
        self.picker.own_words = self._own_words if self._swap is None else lambda _: None
        services, appearance = self._session.services, self._appearance
        if self._swap is None:
            self.picker.offer(kind_choices(services, appearance, self._bridge.report))
        else:
            self.picker.offer(
                other_kinds(services, appearance, [self._session.pipeline.steps[s] for s in self._swap[0]])
            )
        self.picker.open_at(place)

    def _own_words(self, typed: str) -> Choice | None:
        services = self._session.services
        self._words = self._words or PlainWords(services.catalog, services.recogniser)
        return called_by(self._words, services, self._appearance, typed)

    def _label(self, step_id: str | None) -> str:
        step = self._session.pipeline.steps.get(step_id or "")
        return step.label if step else ""

    def _where(self, wish: Wish) -> str:
        """Where the new step goes, in words."""
        link = self._session.pipeline.links.get(wish.link or "")
        if link:
            return f"Between {self._label(link.source)} and {self._label(link.target)}"
        neighbour = self._label(wish.from_step)
        if neighbour:
            return f"{'After' if wish.as_source else 'Before'} {neighbour}"
        return "A new step, linked with nothing"

    def _take(self, value: KindWish, stay: bool) -> None:
        if self._swap is not None:
            self._change(value, *self._swap)
            self.picker.hide()
            return
        new = place_step(self._session, value, self._wish)
        # The next one follows the one that was just added.
        self._wish = Wish(from_step=new) if stay else Wish()
        self.picker.caption.setText(self._where(self._wish))
        self.added.emit(new)

    def _change(self, value: KindWish, step_ids: Sequence[str], tell: Callable[[str], object]) -> None:
        catalog = self._session.services.catalog
        try:
            swapped = self._session.run(change_kind, catalog, step_ids, value.kind, value.facts)
        except DesignerError as e:
            tell(str(e))
            return
        tell(swap_text(swapped, catalog.kind(value.kind).title))


def place_step(session: Session, what: KindWish, wish: Wish) -> str:
    """Adds a step as wished and returns its id."""
    pipeline, catalog = session.pipeline, session.services.catalog
    facts = dict(what.facts) or None
    if wish.link is not None and wish.link in pipeline.links:
        with pipeline.edit(f"Insert {what.title or catalog.kind(what.kind).title}"):
            new = session.run(links.insert_on_link, catalog, wish.link, what.kind, at=wish.at, attributes=facts)
            if what.title:
                session.run(steps.rename, new, what.title)
        return new
    neighbour = wish.from_step if wish.from_step in pipeline.steps else None
    return session.run(
        steps.add_step,
        catalog,
        what.kind,
        at=wish.at,
        attributes=facts,
        title=what.title,
        after=neighbour if wish.as_source else None,
        before=None if wish.as_source else neighbour,
    )
