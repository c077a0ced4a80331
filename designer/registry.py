"""Plug-ins by place: one file in a package is one object."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def discover(package: ModuleType, attribute: str, kind: type[T]) -> dict[str, T]:
    """Collects ``attribute`` from every module or sub-package of ``package``, keyed by module name.

    Modules without the attribute are skipped: they are parts of a plug-in, not plug-ins.

    Raises:
        TypeError: an object of that name is not a ``kind``.
    """
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        value = getattr(module, attribute, None)
        if value is None:
            continue
        if not isinstance(value, kind):
            raise TypeError(f"{module.__name__}.{attribute} is not a {kind.__name__}")
        found[info.name] = value
    return found
