"""Every question that stops the window until somebody answers. One object, so that tests can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

DOCUMENTS = "Pipelines and workflows (*.mlops.yaml *.mlops.yml *.yaml *.yml);;All files (*)"
SAVE, DISCARD, CANCEL = "save", "discard", "cancel"
OVERWRITE, SAVE_AS = "overwrite", "save as"

_MOST_NAMES = 10


class Prompts:
    """Asks with the dialogs of the system."""

    def file_to_open(self, parent: QWidget, folder: str) -> Path | None:
        dialog = QFileDialog(parent, "Open a pipeline", folder, DOCUMENTS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setFilter(dialog.filter() | QDir.Filter.Hidden)  # workflows lie in .github
        is_chosen = dialog.exec()
        dialog.deleteLater()
        return Path(dialog.selectedFiles()[0]) if is_chosen else None

    def folder_to_open(self, parent: QWidget, start: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(parent, "Open which repository?", start)
        return Path(name) if name else None

    def file_to_save(self, parent: QWidget, suggestion: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(parent, "Save the pipeline as", suggestion, DOCUMENTS)
        return Path(name) if name else None

    def folder(self, parent: QWidget, start: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(parent, "Write into which folder?", start)
        return Path(name) if name else None

    def keep_changes(self, parent: QWidget, name: str) -> str:
        """What to do with changes that are not saved: ``save``, ``discard`` or ``cancel``."""
        box = self._box(parent, f"Save the changes to “{name}”?", "Without saving they are lost.")
        save = box.addButton(QMessageBox.StandardButton.Save)
        discard = box.addButton(QMessageBox.StandardButton.Discard)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Save)
        box.exec()
        return {save: SAVE, discard: DISCARD}.get(box.clickedButton(), CANCEL)  # type: ignore[call-overload,no-any-return]

    def keep_all(self, parent: QWidget, names: list[str]) -> str:
        """What to do with the changes of several documents: ``save``, ``discard`` or ``cancel``; asked once."""
        rows = "\n".join(f"• {name}" for name in names[:_MOST_NAMES])
        more = f"\nand {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        box = self._box(
            parent, f"Save the changes to {len(names)} documents?", f"{rows}{more}\n\nWithout saving they are lost."
        )
        save = box.addButton(QMessageBox.StandardButton.SaveAll)
        discard = box.addButton("Discard all", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(save)
        box.exec()
        return {save: SAVE, discard: DISCARD}.get(box.clickedButton(), CANCEL)  # type: ignore[call-overload,no-any-return]

    def replace_newer(self, parent: QWidget, name: str) -> str:
        """Another program changed the file: ``overwrite`` it, ``save as`` another, or ``cancel``."""
        box = self._box(
            parent,
            f"“{name}” was changed by another program",
            "Saving replaces what the other program wrote. To keep both, save under another name.",
        )
        other = box.addButton("Save as…", QMessageBox.ButtonRole.AcceptRole)
        over = box.addButton("Replace it", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(other)
        box.exec()
        return {over: OVERWRITE, other: SAVE_AS}.get(box.clickedButton(), CANCEL)  # type: ignore[call-overload,no-any-return]

    def confirm(self, parent: QWidget, question: str, details: str, button: str) -> bool:
        """A yes/no question; ``button`` names what yes does."""
        box = self._box(parent, question, details)
        yes = box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(yes)
        box.exec()
        return box.clickedButton() is yes

    def _box(self, parent: QWidget, text: str, details: str) -> QMessageBox:
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(text)
        box.setInformativeText(details)
        return box
