"""https://docs.zizmor.sh: security of workflows. Offline, and without the settings of the folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from designer.linters.files import is_workflow
from designer.linters.linter import ERROR, INFO, UNREAD, WARNING, Linter, LinterFinding
from designer.programs.running import Output

_LEVELS: Final = {"High": ERROR, "Medium": WARNING}
_NOT_READ: Final = re.compile(r"failed to (?:validate|load|parse) (?:file://)?(\S+) as [^:]*:? ?(.*)")
_NOTHING_READ: Final = 3  # exit code: none of the files could be read
_FOUND: Final = range(10, 20)  # exit codes by the gravest finding


class _Zizmor(Linter):
    title = "zizmor"
    url = "https://docs.zizmor.sh"
    ways: Mapping[str, str] = {
        "uv": "uv tool install zizmor",
        "pipx": "pipx install zizmor",
        "macOS": "brew install zizmor",
        "Rust": "cargo install --locked zizmor",
    }

    def reads(self, path: str, text: str) -> bool:
        return is_workflow(path)

    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        options = ["--offline", "--no-config", "--no-progress", "--color=never", "--format=json-v1"]
        return [str(program), *options, *files]

    def findings(self, output: Output, files: Mapping[str, str]) -> Iterator[LinterFinding]:
        unread = [m for m in map(_NOT_READ.search, output.errors.splitlines()) if m and m[1] in files]
        for match in unread:
            message = f"zizmor cannot read the file: {match[2] or 'it is no workflow to it'}"
            yield self.finding(UNREAD, ERROR, message, match[1])
        if output.code == _NOTHING_READ and unread:
            return
        if output.code != 0 and output.code not in _FOUND:
            raise ValueError(output.errors.strip() or f"exit code {output.code}")
        for entry in json.loads(output.text or "[]"):
            if not entry["ignored"]:
                yield self._finding(entry)

    def _finding(self, entry: dict[str, Any]) -> LinterFinding:
        places = entry["locations"]
        place = next((p for p in places if p["symbolic"]["kind"] == "Primary"), places[0])
        start = place["concrete"]["location"]["start_point"]
        path = str(next(iter(place["symbolic"]["key"].values()))["verbatim_path"]).replace("\\", "/")
        message = f"{entry['desc']}: {place['symbolic']['annotation']}"
        severity = _LEVELS.get(entry["determinations"]["severity"], INFO)
        row, column = start["row"] + 1, start["column"] + 1
        return LinterFinding(self.slug, entry["ident"], severity, message, path, row, column, entry["url"])


LINTER = _Zizmor()
