"""What all windows of one run share: services, settings, looks, questions, and the list of windows."""

from __future__ import annotations

import getpass
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.errors import DesignerError
from designer.gui.appearance import Appearance
from designer.gui.canvas.habits import Habits
from designer.gui.prompts import Prompts
from designer.session.bookmarks import BookmarkStore
from designer.session.own_rules import policy_files
from designer.session.recovery import Leftover, RecoveryStore, recovery_folder
from designer.session.services import Services, load_services
from designer.session.session import Session
from designer.session.settings import MOTION_OFF, MOTION_ON, Settings, load_settings, save_settings

if TYPE_CHECKING:
    from designer.gui.main_window import MainWindow

_log = logging.getLogger(__name__)


def login_name() -> str:
    """Who is logged in; empty where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Desktop:
    """Opens windows and remembers choices.

    Args:
        services: what documents share that bring no step kinds and no rules of their own.
        settings_file: where choices are kept.
        prompts: who asks the questions.
        recovery: where unsaved work is kept for the case of a crash.
    """

    def __init__(
        self,
        services: Services,
        appearance: Appearance,
        settings_file: Path,
        prompts: Prompts | None = None,
        recovery: RecoveryStore | None = None,
    ) -> None:
        self.services = services
        self.appearance = appearance
        self.prompts = prompts or Prompts()
        self.bookmarks = BookmarkStore(settings_file.with_name("bookmarks.json"))
        self.recovery = recovery or RecoveryStore(recovery_folder())
        self.windows: list[MainWindow] = []
        self._settings_file = settings_file
        self.settings: Settings = load_settings(settings_file)
        chosen = self.settings
        self.habits = Habits(
            chosen.snap_guides,
            chosen.snap_grid,
            chosen.wheel_zooms,
            chosen.minimap,
            chosen.straight_links,
            author=chosen.owner or login_name(),
            board_bar=chosen.board_bar,
            tab_adds=chosen.tab_adds,
            letter_keys=chosen.letter_keys,
        )
        self.appearance.motion_changed.connect(self._follow_motion)
        self._follow_motion()

    def remember(self, change: Callable[[Settings], Settings] | None = None, **values: Any) -> None:
        """Changes the settings and writes them; a full disk costs the choice, not the work."""
        settings = change(self.settings) if change else self.settings
        settings = replace(settings, **values)
        if settings == self.settings:
            return
        self.settings = settings
        try:
            save_settings(settings, self._settings_file)
        except DesignerError as e:
            _log.warning("settings not saved: %s", e)

    def turn_habit(self, name: str) -> None:
        """Changes one of the `Habits` to its opposite, in all windows, and remembers it."""
        is_on = not getattr(self.habits, name)
        setattr(self.habits, name, is_on)
        values: dict[str, Any] = {name: is_on}
        self.remember(**values)

    def choose_motion(self, choice: str) -> None:
        """Whether views and cards are shown moving: ``system``, ``on`` or ``off``."""
        self.remember(motion=choice)
        self._follow_motion()

    def _follow_motion(self) -> None:
        choice = self.settings.motion
        self.habits.motion = choice == MOTION_ON or (choice != MOTION_OFF and self.appearance.system_moves)

    def session(self, path: Path | None = None) -> Session:
        """A session on a file, or an empty one. Raises DocumentError and ResourceError."""
        if path is None:
            return Session(self.services, profile=self.settings.profile)
        return Session.open(self._services_for(path), path, self.settings.profile)

    def recovered(self, leftover: Leftover) -> Session:
        """A session that goes on with work of a program that is gone. Raises DocumentError and ResourceError."""
        return self.recovery.recover(leftover, self._services_for(leftover.path), self.settings.profile)

    def _services_for(self, path: Path | None) -> Services:
        folder = path if path is None or path.is_dir() else path.parent
        if folder is not None and ((folder / "mlops-steps").is_dir() or policy_files(folder)):
            return load_services(folder)
        return self.services

    def open_window(self, session: Session | None = None) -> MainWindow:
        """Shows a new window."""
        from designer.gui.main_window import MainWindow

        window = MainWindow(self, session or self.session())
        self.windows.append(window)
        window.show()
        return window

    def bring_up(self, path: Path, first: MainWindow) -> bool:
        """Brings the tab to the front that shows a file or folder, in whichever window; False when none does.

        Args:
            first: the window that is asked first.
        """
        for window in (first, *(w for w in self.windows if w is not first)):
            tab = window.tabs.showing(path)
            if tab is not None:
                window.tabs.show(tab)
                if window is not first:
                    window.activateWindow()
                    window.raise_()
                return True
        return False

    def forget(self, window: MainWindow) -> None:
        """A window was closed."""
        if window in self.windows:
            self.windows.remove(window)

    def close_all(self) -> bool:
        """Closes every window; False as soon as somebody does not want to."""
        return all(window.close() for window in tuple(self.windows))
