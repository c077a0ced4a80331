"""Actions by commit, read from the dated table of pins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer import yaml_io
from designer.errors import ResourceError
from designer.resources import resource
from designer.targets.yaml_text import Commented

_SHA = re.compile(r"[0-9a-f]{40}\Z")


@dataclass(frozen=True, slots=True)
class Pins:
    """Actions this program may use.

    Args:
        date: day on which the table was read off the actions' own tags.
        actions: name -> (commit, version).
    """

    date: str
    actions: Mapping[str, tuple[str, str]]

    def use(self, action: str) -> Commented:
        """The value of ``uses`` with the version as a comment."""
        commit, version = self.actions[action]
        return Commented(f"{action}@{commit}", version)


def load_pins() -> Pins:
    """Reads the table.

    Raises:
        ResourceError: a pin is not a full commit.
    """
    path = resource("action_pins.yaml")
    data: dict[str, Any] = yaml_io.load(path.read_text(encoding="utf-8"), str(path))
    actions = {}
    for name, pin in data["pins"].items():
        if not _SHA.match(str(pin["sha"])):
            raise ResourceError(f"{name} is not pinned by a full commit", path=str(path), field=f"pins.{name}.sha")
        actions[name] = (str(pin["sha"]), str(pin["tag"]))
    return Pins(str(data["date"]), actions)
