"""https://github.com/willthames/kubernetes-validate: objects against the schemas of Kubernetes that it brings along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from designer.linters.files import is_manifest, line_at, trees
from designer.linters.linter import ERROR, INFO, UNREAD, Linter, LinterFinding
from designer.programs.running import Output
from designer.yaml_tree.tree import Tree

_INVALID: Final = re.compile(
    r"ERROR (?P<file>.+?) did not validate for resource (?P<kind>[^/\s]+)/(?P<name>\S+) "
    r"against version (?P<version>\S+): (?P<place>[^:]*): (?P<message>.*)"
)
_WORD: Final = re.compile(r"(?P<level>ERROR|WARN|FATAL) (?P<file>\S+) (?P<message>.*)")


class _KubernetesValidate(Linter):
    title = "kubernetes-validate"
    url = "https://github.com/willthames/kubernetes-validate"
    ways: Mapping[str, str] = {
        "uv": "uv tool install kubernetes-validate",
        "pipx": "pipx install kubernetes-validate",
    }
    is_judge = True
    batch = 1  # it ends at the first file that is no YAML

    def reads(self, path: str, text: str) -> bool:
        return is_manifest(path, text)

    def command(self, program: Path, files: Sequence[str], helpers: Mapping[str, Path]) -> list[str]:
        return [str(program), "--strict", "--quiet", *files]

    def findings(self, output: Output, files: Mapping[str, str]) -> Iterator[LinterFinding]:
        path, text = next(iter(files.items()))
        documents = trees(path, text)
        found = [self._finding(line, path, documents) for line in output.text.splitlines()]
        told = [finding for finding in found if finding]
        if output.code and not any(finding.severity == ERROR for finding in told):
            message = output.errors.strip().splitlines()[-1:] or [f"exit code {output.code}"]
            if "Couldn't parse" not in output.errors:
                raise ValueError(message[0])
            told.append(self.finding(UNREAD, ERROR, message[0], path))
        yield from told

    def _finding(self, line: str, path: str, documents: Sequence[Tree]) -> LinterFinding | None:
        match = _INVALID.match(line)
        if match:
            message = f"{match['place']}: {match['message']}".removeprefix(": ")
            return self.finding("schema", ERROR, message, path, _line(match, documents))
        other = _WORD.match(line)
        if not other:
            return None
        severity = INFO if other["level"] == "WARN" else ERROR
        return self.finding(UNREAD, severity, other["message"], path)


def _line(match: re.Match[str], documents: Sequence[Tree]) -> int | None:
    place = [int(part) if part.isdigit() else part for part in match["place"].split(".")]
    for tree in documents:
        data = tree.raw()
        if not isinstance(data, dict) or str(data.get("kind", "")).lower() != match["kind"]:
            continue
        metadata = data.get("metadata")
        if isinstance(metadata, dict) and str(metadata.get("name")) == match["name"]:
            return line_at(tree, place) or tree.lines()[0]
    return None


LINTER = _KubernetesValidate()
