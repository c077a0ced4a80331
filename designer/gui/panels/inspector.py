"""The facts about what is selected: one step, several, a link, or the pipeline when nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from designer.commands import links, steps
from designer.errors import DesignerError
from designer.gui.appearance import Appearance
from designer.gui.bridge import Bridge
from designer.gui.panels import subjects
from designer.gui.panels.form import Form, clear
from designer.gui.panels.guess import GuessCard, has_question
from designer.gui.panels.subjects import Subject
from designer.session.session import Session


class InspectorPanel(QWidget):
    """A form that is made anew for another subject and refreshed in place for another value."""

    refused = Signal(object)  # DesignerError
    id_changed = Signal(str)  # the step is now known by this id

    def __init__(self, session: Session, bridge: Bridge, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._steps: tuple[str, ...] = ()
        self._link: str | None = None
        self._subject: Subject | None = None
        self._about: tuple[tuple[str, ...], str | None] | None = None  # steps and link that the form was made for
        self._form = Form({})
        self._header: QWidget | None = None
        self._guess: GuessCard | None = None
        self._later = QTimer(self)  # what is selected is seen first
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        self._behind = QTimer(self)  # an edit is seen on the canvas first
        self._behind.setSingleShot(True)
        self._behind.timeout.connect(self.refresh)
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(16, 14, 16, 16)
        self._column.setSpacing(10)
        self._texts = QVBoxLayout()
        area = self._area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        bridge.changed.connect(lambda _: self._behind.start())
        appearance.changed.connect(self._rebuild)
        self._later.start()

    @property
    def form(self) -> Form:
        """The rows about what is selected, all of them."""
        self._settle()
        self._form.complete()
        return self._form

    @property
    def subject(self) -> Subject | None:
        """What it is about."""
        self._settle()
        return self._subject

    @property
    def guess(self) -> GuessCard | None:
        """The question about the kind of the selected step, where it was only guessed."""
        self._settle()
        return self._guess

    def _settle(self) -> None:
        if self._later.isActive() or self._behind.isActive():
            self.refresh()

    def show_selection(self, step_ids: Iterable[str], link_ids: Iterable[str] = ()) -> None:
        """Shows the facts about what is selected; about the pipeline when nothing is."""
        self.finish()
        self._steps = tuple(step_ids)
        chosen = tuple(link_ids)
        self._link = chosen[0] if len(chosen) == 1 and not self._steps else None
        self._later.start()

    def show_field(self, name: str) -> None:
        """Brings the editor of a fact into view and marks it; the keyboard stays where it is."""
        editor = self.form.editors.get(name)
        for other in self.form.editors.values():
            if bool(other.property("marked")) != (other is editor):
                other.setProperty("marked", other is editor)
                for part in (other, *other.findChildren(QWidget)):
                    part.style().unpolish(part)
                    part.style().polish(part)
        if editor is not None:
            QTimer.singleShot(0, editor, lambda: self._reveal(editor))

    def _reveal(self, editor: QWidget) -> None:
        """Scrolls to an editor of a form that may have been made just now."""
        self._inside.adjustSize()
        self._column.activate()
        self._area.ensureWidgetVisible(editor, 0, 60)

    def finish(self) -> None:
        """Ends an edit that the keyboard has not left yet, so that nothing typed is lost."""
        focus = self.focusWidget()
        if focus is not None and focus.hasFocus() and self.isAncestorOf(focus):
            focus.clearFocus()

    def refresh(self) -> None:
        """Brings the form up to date with the pipeline."""
        self._later.stop()
        self._behind.stop()
        pipeline = self._session.pipeline
        self._steps = tuple(s for s in self._steps if s in pipeline.steps)
        if self._link not in pipeline.links:
            self._link = None
        subject = self._current()
        before, self._subject = self._subject, subject
        if before is None or subject.key != before.key or self._asks() != (self._guess is not None):
            self._renew()
        else:
            if subject.texts != before.texts:
                self._fill_texts(subject)
            self._form.show_values(subject.values)
            heading = self._header.findChild(QLabel, subjects.HEADING) if self._header else None
            if heading is not None and heading.text() != subject.title:
                heading.setText(subject.title)

    # ------------------------------------------------------------------ inside
    def _current(self) -> Subject:
        pipeline, catalog = self._session.pipeline, self._session.services.catalog
        if len(self._steps) == 1:
            return subjects.one_step(pipeline, catalog, self._steps[0])
        if self._steps:
            return subjects.many_steps(pipeline, catalog, self._steps)
        if self._link:
            return subjects.one_link(pipeline, catalog, self._link)
        return subjects.whole_pipeline(pipeline, catalog)

    def _renew(self) -> None:
        """Makes another form; about the same thing, it stays where it was scrolled to, and the keyboard stays."""
        about, bar = (self._steps, self._link), self._area.verticalScrollBar()
        is_same, self._about = about == self._about, about
        if not is_same:
            self._rebuild()
            bar.setValue(0)
            return
        place, focus = bar.value(), QApplication.focusWidget()
        name = next((n for n, editor in self._form.editors.items() if focus and editor.isAncestorOf(focus)), "")
        self._rebuild()
        self._form.complete()
        if name in self._form.editors:
            self._form.editors[name].setFocus()
        QTimer.singleShot(0, self._form, lambda: self._scroll_to(place))  # once the new rows have their places

    def _scroll_to(self, place: int) -> None:
        self._inside.adjustSize()
        self._column.activate()
        self._area.verticalScrollBar().setValue(place)

    def _rebuild(self) -> None:
        subject = self._subject
        if subject is None:
            return
        clear(self._column)
        self._header = subjects.header(subject, self._appearance, self._inside)
        self._column.addWidget(self._header)
        self._guess = self._question()
        if self._guess is not None:
            self._column.addWidget(self._guess)
        is_mixed = len(self._steps) > 1
        self._form = Form(subject.fields, subject.words, mixed=is_mixed, parent=self._inside)
        self._form.show_values(subject.values)
        self._form.edited.connect(self._on_edit)
        self._column.addWidget(self._form)
        self._texts = QVBoxLayout()
        self._column.addLayout(self._texts)
        self._column.addStretch(1)
        self._fill_texts(subject)

    def _fill_texts(self, subject: Subject) -> None:
        """Writes the sections that can only be read; they come and go while others are edited."""
        clear(self._texts)
        if subject.texts:
            self._texts.addWidget(Form({}, texts=subject.texts, parent=self._inside))

    def _asks(self) -> bool:
        step = self._session.pipeline.steps[self._steps[0]] if len(self._steps) == 1 else None
        return step is not None and has_question(self._session.services.catalog, step)

    def _question(self) -> GuessCard | None:
        """The question about the kind of a step, where it was only guessed."""
        catalog = self._session.services.catalog
        if not self._asks():
            return None
        card = GuessCard(self._session.pipeline.steps[self._steps[0]], catalog, self._appearance, self._inside)
        card.answered.connect(self._answer)
        return card

    def _answer(self, kind: str) -> None:
        try:
            self._session.run(steps.confirm_kind, self._session.services.catalog, self._steps[0], kind)
        except DesignerError as e:
            self.refused.emit(e)

    def _on_edit(self, name: str, value: Any) -> None:
        if self._later.isActive():
            return  # something else was selected just now: this is about what was before
        try:
            self._apply(name, value)
        except DesignerError as e:
            self.refresh()
            self.refused.emit(e)

    def _apply(self, name: str, value: Any) -> None:
        session, catalog = self._session, self._session.services.catalog
        if self._link:
            fallback = catalog.link_fields[name].default
            self._link = links.change_link(session.pipeline, self._link, **{name: value or fallback})
            self.refresh()
        elif not self._steps:
            session.run(steps.set_facts, {name: value})
        elif name == "title":
            session.run(steps.rename, self._steps[0], value or "")
        elif name == "id":
            session.run(steps.change_id, self._steps[0], value or self._steps[0])
            if value:
                self.id_changed.emit(value)
        elif name == "kind" and not value:
            self.refresh()  # the one that it has was chosen again
        elif name == "kind":
            session.run(steps.set_kind, catalog, self._steps[0], value)
        else:
            self._set(self._steps, {name: value})

    def _set(self, step_ids: tuple[str, ...], changes: Mapping[str, Any]) -> None:
        if len(step_ids) == 1:
            self._session.run(steps.set_attributes, step_ids[0], changes)
            return
        names = ", ".join(n.replace("_", " ") for n in changes)
        with self._session.pipeline.edit(f"Set {names} of {len(step_ids)} steps"):
            for step_id in step_ids:
                self._session.run(steps.set_attributes, step_id, changes)
