"""``import``: what the program understands of other people's files."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

from designer.cli import documents
from designer.cli.command import FOUND, OK, PROGRAM, Context, UsageError
from designer.cli.terminal import Terminal, clean
from designer.cli.text_report import counted
from designer.session.opening import open_source
from designer.session.source import Source
from designer.storage.atomic_write import atomic_write
from designer.storage.document import write_document
from designer.targets.imported import GUESSED, KEPT, REFUSED, UNDERSTOOD, Remark

_ORDER: Final = (UNDERSTOOD, GUESSED, KEPT, REFUSED)
_TITLES: Final = {
    UNDERSTOOD: "Understood",
    GUESSED: "Guessed (please look whether it is right)",
    KEPT: "Kept as it is (not understood; the file keeps it)",
    REFUSED: "Refused",
}
_STYLES: Final = {UNDERSTOOD: "ok", GUESSED: "warning", KEPT: "info", REFUSED: "error"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s PATH [-o FILE] [--force] [--format text|json]"
    parser.epilog = f"""examples:
  {PROGRAM} import .github/workflows/ci.yml
  {PROGRAM} import dvc.yaml -o churn.mlops.yaml   a document of its own
  {PROGRAM} import . --format json                all pipelines of a repository

Nothing is run and no path outside the folder is followed.
exit codes: 0 read, 1 parts were refused, 2 nothing could be read."""
    parser.add_argument("path", metavar="PATH", help="workflow, dvc.yaml, or folder with such files")
    parser.add_argument("-o", "--output", metavar="FILE", help="also write the pipeline as a document of its own")
    parser.add_argument("--force", action="store_true", help="replace a FILE that exists")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to report (default: text)")


def run(args: Any, context: Context) -> int:
    """Reads a file or folder and reports on it."""
    services = documents.services_for(args.path, context)
    source = open_source(services, Path(args.path))
    if source is None:
        advice = "It can be a workflow, a dvc.yaml, or a folder with such files; documents need no import."
        raise UsageError("this is of no format that can be imported", path=args.path, advice=advice)
    if args.output:
        _write(source, Path(args.output), bool(args.force))
    if args.format == "json":
        context.terminal.line(json.dumps(_data(args.path, source), indent=2))
    else:
        _report(args.path, source, context.terminal)
    if args.output:
        context.terminal.remark(f"{args.output} written; look at it with: {PROGRAM} {args.output}")
    return FOUND if any(r.status == REFUSED for r in source.remarks) else OK


def _write(source: Source, path: Path, force: bool) -> None:
    if path.exists() and not force:
        raise UsageError("the file exists already", path=str(path), advice="Choose another name or add --force.")
    atomic_write(path, write_document(source.content).encode("utf-8"))


def _report(name: str, source: Source, terminal: Terminal) -> None:
    content, counts = source.content, Counter(r.status for r in source.remarks)
    sizes = [counted(len(content.steps), "step"), counted(len(content.links), "link")]
    files = counted(len(source.files), "file")
    terminal.line(f"{terminal.paint(clean(name), 'bold')}: {' and '.join(sizes)} from {files}")
    terminal.line(", ".join(f"{counts[status]} {status}" for status in _ORDER))
    for status in _ORDER:
        remarks = _sorted(r for r in source.remarks if r.status == status)
        if remarks:
            terminal.line()
            terminal.line(terminal.paint(_TITLES[status], _STYLES[status]))
        for remark in remarks:
            advice = f". {remark.advice}" if remark.advice else ""
            terminal.line(f"  {_place(remark, source)}: {clean(remark.message)}{clean(advice)}")


def _sorted(remarks: Any) -> list[Remark]:
    return sorted(remarks, key=lambda r: (r.path, r.line or 0))


def _place(remark: Remark, source: Source) -> str:
    """File and line; in a folder as seen from there, else as people type it."""
    path = clean(remark.path if source.is_folder else documents.shown_path(source.root / remark.path))
    return f"{path}:{remark.line}" if remark.line is not None else path


def _data(name: str, source: Source) -> dict[str, Any]:
    counts = Counter(r.status for r in source.remarks)
    return {
        "format": 1,
        "path": name,
        "files": sorted(documents.shown_path(source.root / path) for path in source.files),
        "steps": len(source.content.steps),
        "links": len(source.content.links),
        "counts": {status: counts[status] for status in _ORDER},
        "remarks": [
            {
                "status": remark.status,
                "path": documents.shown_path(source.root / remark.path),
                "line": remark.line,
                "step": remark.step,
                "message": remark.message,
                "advice": remark.advice,
            }
            for status in _ORDER
            for remark in _sorted(r for r in source.remarks if r.status == status)
        ],
    }
