"""Who answers the questions that would wait for a person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from designer.gui.prompts import CANCEL, Prompts


class Answers(Prompts):
    """Gives prepared answers and remembers the questions."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.path: Path | None = None
        self.keep = CANCEL
        self.newer = CANCEL
        self.yes = False

    def file_to_open(self, parent: QWidget, folder: str) -> Path | None:
        self.asked.append("open")
        return self.path

    def folder_to_open(self, parent: QWidget, start: str) -> Path | None:
        self.asked.append("open folder")
        return self.path

    def file_to_save(self, parent: QWidget, suggestion: str) -> Path | None:
        self.asked.append(f"save {suggestion}")
        return self.path

    def folder(self, parent: QWidget, start: str) -> Path | None:
        self.asked.append("folder")
        return self.path

    def keep_changes(self, parent: QWidget, name: str) -> str:
        self.asked.append(f"keep {name}")
        return self.keep

    def keep_all(self, parent: QWidget, names: list[str]) -> str:
        self.asked.append(f"keep {', '.join(names)}")
        return self.keep

    def replace_newer(self, parent: QWidget, name: str) -> str:
        self.asked.append(f"newer {name}")
        return self.newer

    def confirm(self, parent: QWidget, question: str, details: str, button: str) -> bool:
        self.asked.append(details)
        return self.yes
