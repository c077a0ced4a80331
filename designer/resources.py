"""Where the data files of the program are; the only code that knows."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def resource_root() -> Path:
    """The folder with steps/, rules/, icons/ ...: ``designer/_resources`` in a wheel, ``resources`` in a checkout."""
    packaged = Path(str(files("designer"))) / "_resources"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """One data file or folder, for example ``resource("rules", "score.yaml")``."""
    return resource_root().joinpath(*parts)
