"""Finding steps by typed words, and going from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.gui.line_search import PART, LineSearch

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow
    from designer.session.session import Session


class Finder:
    """What was looked for last in a window, and the texts of the steps of the document in front."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._known: tuple[Session, int, LineSearch, tuple[str, ...]] | None = None
        self.typed = ""

    def best(self, typed: str) -> list[str]:
        """Ids of some hundred steps, among them those that fit best; the first ones when nothing is typed."""
        search, steps = self._search()
        return [steps[number] for number in search.best(typed)]

    def every(self, typed: str) -> list[str]:
        """Ids of all steps that hold every word, in the order of the document."""
        search, steps = self._search()
        return [steps[number] for number in search.every(typed)]

    def take(self, typed: str, step: str) -> None:
        """Goes to a step that was chosen; the keys for next and previous go on from there."""
        self.typed = typed
        self._window.desk.canvas.jump_to(step)

    def move(self, way: int) -> None:
        """Goes to the next step that was looked for, or the one before, round and round; asks when nothing was."""
        window, found = self._window, self.every(self.typed)
        if not self.typed.strip():
            window.registry.trigger("edit.find")
            return
        if not found:
            window.toast.say(f"No step fits “{self.typed}” any more")
            return
        chosen = window.desk.selection.steps
        here = found.index(chosen[-1]) if chosen and chosen[-1] in found else -1 if way > 0 else 0
        number = (here + way) % len(found)
        window.desk.canvas.jump_to(found[number])
        window.desk.canvas.told.emit(f"{number + 1} of {len(found)} for “{self.typed}”")

    # ------------------------------------------------------------------ inside
    def _search(self) -> tuple[LineSearch, tuple[str, ...]]:
        session = self._window.desk.session
        known, revision = self._known, session.pipeline.revision
        if known is None or known[0] is not session or known[1] != revision:
            steps, titles = session.pipeline.steps, {k: v.title for k, v in session.services.catalog.kinds.items()}
            lines = (f"{s.label}{PART}{titles.get(s.kind, s.kind)}{PART}{s.id}" for s in steps.values())
            known = self._known = session, revision, LineSearch(lines), tuple(steps)
        return known[2], known[3]
