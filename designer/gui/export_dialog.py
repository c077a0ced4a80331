"""Writing exports into a folder: what would change, file by file, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from designer.errors import DesignerError
from designer.gui.panels.code_view import CodeView
from designer.gui.panels.preview import notes_html
from designer.session.export import CHANGED, NEW, SAME, FileChange, compare, write_files
from designer.session.session import Session
from designer.session.shared_files import files_for
from designer.targets.target import Emission

if TYPE_CHECKING:
    from designer.gui.desktop import Desktop

STARTER = "starter"
_WORDS = {NEW: "new", CHANGED: "replaces a file", SAME: "no change", STARTER: "kept as it is"}


class ExportDialog(QDialog):
    """Targets and folder above, files and differences in the middle, what to set up below.

    Files that are not there yet are written. Files that would be replaced are written only when they are ticked.
    Starter files never replace anything.
    """

    def __init__(self, session: Session, slug: str, desktop: Desktop, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Write the exports into a folder")
        self._session = session
        self._desktop = desktop
        self._emissions: dict[str, Emission] = {}
        self._starter: Mapping[str, str] = {}
        self._changes: dict[str, FileChange] = {}
        self.targets = {s: QCheckBox(t.title, self) for s, t in session.services.targets.items()}
        for name, box in self.targets.items():
            box.setChecked(name == slug or not slug)
        self.starter = QCheckBox("Starter files", self)
        self.starter.setToolTip("Training script, tests, checks, Dockerfile …: with them a first run is green.")
        self.folder = QLineEdit(str(session.path.parent if session.path else ""), self)
        self.folder.setPlaceholderText("Choose a folder, usually that of the repository")
        self.folder.setAccessibleName("Folder")
        browse = QPushButton("Choose…", self)
        browse.clicked.connect(self._browse)
        self.files = QListWidget(self)
        self.files.setAccessibleName("Files")
        self.diff = CodeView(desktop.appearance, self)
        self.setup = QTextBrowser(self)
        self.setup.setAccessibleName("What to set up")
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.write = self.buttons.addButton("Write", QDialogButtonBox.ButtonRole.ActionRole)
        self.write.setProperty("look", "primary")
        self.write.style().unpolish(self.write)  # it was polished as an ordinary button
        self.write.style().polish(self.write)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        self._lay_out(browse)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in the folder compares; it must not press a button
        for box in (*self.targets.values(), self.starter):
            box.toggled.connect(self.refresh)
        self.folder.editingFinished.connect(self.refresh)
        self.files.currentItemChanged.connect(lambda *_: self._show_diff())
        self.files.itemChanged.connect(lambda *_: self._count())
        self.buttons.rejected.connect(self.reject)
        self.write.clicked.connect(self.write_now)
        self.refresh()

    def _lay_out(self, browse: QPushButton) -> None:
        what, where = QHBoxLayout(), QHBoxLayout()
        what.setSpacing(16)
        for box in (*self.targets.values(), self.starter):
            what.addWidget(box)
        what.addStretch(1)
        where.addWidget(self.folder, 1)
        where.addWidget(browse)
        middle = QSplitter(Qt.Orientation.Horizontal, self)
        middle.addWidget(self.files)
        middle.addWidget(self.diff)
        middle.setSizes([340, 620])
        middle.setChildrenCollapsible(False)
        self.setup.setMaximumHeight(170)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(what)
        column.addLayout(where)
        column.addWidget(middle, 1)
        column.addWidget(self.setup)
        column.addWidget(self.message)
        column.addWidget(self.buttons)
        self.resize(QSize(1020, 720))

    @property
    def root(self) -> Path | None:
        """The chosen folder, None while there is none."""
        text = self.folder.text().strip()
        return Path(text).expanduser() if text else None

    def refresh(self) -> None:
        """Works out the files and what writing them would do."""
        try:
            self._emissions = {s: self._session.export(s) for s, box in self.targets.items() if box.isChecked()}
            self._starter = self._session.starter_files() if self.starter.isChecked() else {}
            files = self._exported()
            every = {**{p: t for p, t in self._starter.items() if p not in files}, **files}
            self._changes = {c.path: c for c in compare(self.root, every)} if self.root else {}
        except DesignerError as e:
            self._changes = {}
            self._say(f"Cannot be exported: {e}")
            self._fill({})
            return
        self._say("" if self.root else "Choose the folder to compare with.")
        self._fill(every)
        titles = {slug: target.title for slug, target in self._session.services.targets.items()}
        html = "".join(notes_html(e, titles[slug]) for slug, e in self._emissions.items())
        self.setup.setHtml(html)
        self.setup.setVisible(bool(html))

    def write_now(self) -> None:
        """Writes the new files and the ticked ones."""
        root = self.root
        if root is None or not self.write.isEnabled():
            return
        ticked = {i.data(Qt.ItemDataRole.UserRole) for i in self._items() if i.checkState() == Qt.CheckState.Checked}
        try:
            files = self._exported()
            done = list(write_files(root, {p: t for p, t in files.items() if p in ticked}, ticked))
            starter = {p: t for p, t in self._starter.items() if p in ticked and p not in files}
            done += write_files(root, starter)
        except DesignerError as e:
            self._say(f"Not written: {e}")
            return
        self.refresh()
        self._say(f"{len(done)} file{'' if len(done) == 1 else 's'} written into {root}.")

    # ------------------------------------------------------------------ inside
    def _exported(self) -> dict[str, str]:
        return {p: t for emission in self._emissions.values() for p, t in files_for(self.root, emission).items()}

    def _browse(self) -> None:
        chosen = self._desktop.prompts.folder(self, self.folder.text())
        if chosen:
            self.folder.setText(str(chosen))
            self.refresh()

    def _items(self) -> list[QListWidgetItem]:
        return [self.files.item(i) for i in range(self.files.count())]

    def _fill(self, files: Mapping[str, str]) -> None:
        exported = self._exported() if files else {}
        self.files.blockSignals(True)
        self.files.clear()
        for path in sorted(files):
            status = self._changes[path].status if path in self._changes else NEW
            kept = path not in exported and status == CHANGED
            item = QListWidgetItem(f"{path}\n{_WORDS[STARTER if kept else status]}", self.files)
            item.setData(Qt.ItemDataRole.UserRole, path)
            can_write = status in (NEW, CHANGED) and not kept
            if can_write:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if status == NEW else Qt.CheckState.Unchecked)
            else:
                item.setForeground(self._desktop.appearance.colour("ink_soft"))
        self.files.blockSignals(False)
        self.files.setCurrentRow(0)
        self._show_diff()
        self._count()

    def _show_diff(self) -> None:
        item = self.files.currentItem()
        path = item.data(Qt.ItemDataRole.UserRole) if item else ""
        change = self._changes.get(path)
        if change and change.status == CHANGED:
            self.diff.show_file(path, change.diff, is_diff=True)
        else:
            self.diff.show_file(path, self._text_of(path))

    def _text_of(self, path: str) -> str:
        return self._exported().get(path) or self._starter.get(path, "")

    def _count(self) -> None:
        ticked = [i for i in self._items() if i.checkState() == Qt.CheckState.Checked]
        self.write.setText(f"&Write {len(ticked)} file{'' if len(ticked) == 1 else 's'}")
        self.write.setEnabled(bool(ticked) and self.root is not None)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
