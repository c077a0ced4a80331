"""``check --show-config``: every setting in effect and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from designer.cli.terminal import Terminal, clean
from designer.session.configuration import Configuration, Setting


def settings_data(configuration: Configuration) -> dict[str, Any]:
    """The settings as plain data: key -> value, source and, where a file states it, its line."""
    return {
        key: {
            "value": _plain(setting.value),
            "source": setting.source,
            **({"line": setting.line} if setting.line else {}),
        }
        for key, setting in configuration.settings.items()
    }


def write(rows: Sequence[tuple[str, Configuration]], terminal: Terminal, *, as_json: bool) -> None:
    """Writes the settings of each file, one a line."""
    if as_json:
        files = [{"path": name, "configuration": settings_data(configuration)} for name, configuration in rows]
        terminal.line(json.dumps({"format": 1, "files": files}, indent=2))
        return
    for number, (name, configuration) in enumerate(rows):
        if number:
            terminal.line()
        terminal.line(terminal.paint(clean(name), "bold"))
        settings = configuration.settings.values()
        shown = {s.key: _shown(s.value) for s in settings}
        key_width, value_width = max(map(len, shown)), min(max(map(len, shown.values())), 32)
        for s in settings:
            value = clean(shown[s.key])
            terminal.line(f"  {s.key:<{key_width}}  {value:<{value_width}}  {terminal.paint(_source(s), 'dim')}")


def _source(setting: Setting) -> str:
    return clean(f"{setting.source}:{setting.line}" if setting.line else setting.source)


def _shown(value: Any) -> str:
    if value is None or value == ():
        return "-"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    return list(value) if isinstance(value, tuple) else str(value)
