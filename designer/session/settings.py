"""What a person chose, kept between runs in one readable file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from designer.errors import SaveError
from designer.model.step import NO_ATTRIBUTES
from designer.session.services import config_folder
from designer.storage.atomic_write import atomic_write

MAX_RECENT: Final = 15
MOTION_SYSTEM, MOTION_ON, MOTION_OFF = "system", "on", "off"


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of one person; all have defaults.

    Args:
        recent: absolute paths of documents, the newest first.
        theme: ``system`` or the name of a theme.
        text_size: per cent of the system's text size.
        profile: profile of rules for new windows.
        geometry: size and place of the window, base64.
        window_state: places of the panels, base64.
        linters: whether linters on PATH look at the files in the background.
        snap_guides: whether dragged things snap to edges, centres and gaps of others.
        snap_grid: whether they snap to the grid where nothing else draws them.
        wheel_zooms: whether the wheel zooms without Ctrl.
        minimap: whether a map of the whole drawing stands in a corner of the canvas.
        straight_links: whether links have straight angles only.
        tab_adds: whether Tab on the canvas opens the list of kinds.
        letter_keys: whether keys of single characters do something on the canvas.
        motion: ``system``, ``on`` or ``off``: whether views and cards are shown moving.
        board_bar: whether the tools of the whiteboard stand at the edge of the canvas.
        owner: who answers for the waivers that this person writes.
        extra: keys of a newer version; written back as they are.
    """

    recent: tuple[str, ...] = ()
    theme: str = "system"
    text_size: int = 100
    profile: str = "classroom"
    geometry: str = ""
    window_state: str = ""
    linters: bool = True
    snap_guides: bool = True
    snap_grid: bool = False
    wheel_zooms: bool = False
    minimap: bool = True
    straight_links: bool = False
    tab_adds: bool = False
    letter_keys: bool = True
    motion: str = MOTION_SYSTEM
    board_bar: bool = True
    owner: str = ""
    extra: Mapping[str, Any] = field(default_factory=lambda: NO_ATTRIBUTES)

    def with_recent(self, path: Path) -> Settings:
        """A copy with a document at the top of the recent ones."""
        name = str(path.absolute())
        return replace(self, recent=(name, *(r for r in self.recent if r != name))[:MAX_RECENT])

    def without_recent(self, path: str | None = None) -> Settings:
        """A copy without one recent document, or without all of them."""
        return replace(self, recent=tuple(r for r in self.recent if path is not None and r != path))


def settings_path() -> Path:
    """Where the settings are kept on this machine."""
    return config_folder() / "settings.json"


def load_settings(path: Path) -> Settings:
    """Reads the settings; a missing or broken file gives the defaults, and a broken one is kept as ``.bak``.

    A value of the wrong type is replaced by its default; the others stay.
    """
    try:
        data = json.loads(path.read_bytes())
        if not isinstance(data, dict):
            raise ValueError("not a mapping")
    except OSError:
        return Settings()
    except (ValueError, RecursionError):
        _put_aside(path)
        return Settings()
    known = {f.name for f in fields(Settings)} - {"extra"}
    types = {f.name: type(f.default) for f in fields(Settings)}
    values = {name: data[name] for name in known & data.keys() if name != "recent" and type(data[name]) is types[name]}
    listed = data.get("recent")
    recent = tuple(r for r in listed if isinstance(r, str))[:MAX_RECENT] if isinstance(listed, list) else ()
    return Settings(recent=recent, **values, extra={k: v for k, v in data.items() if k not in known})


def save_settings(settings: Settings, path: Path) -> None:
    """Writes the settings as a whole.

    Raises:
        SaveError: the folder or the file cannot be written.
    """
    values = {f.name: getattr(settings, f.name) for f in fields(settings) if f.name != "extra"}
    text = json.dumps({**values, **settings.extra}, indent=2, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise SaveError(f"the folder cannot be made ({e.strerror})", path=str(path.parent)) from e
    atomic_write(path, text.encode("utf-8", "surrogatepass"))  # names of files need not be UTF-8


def _put_aside(path: Path) -> None:
    try:
        os.replace(path, path.with_suffix(".json.bak"))
    except OSError:
        return  # read-only folder: the defaults serve, the file stays
