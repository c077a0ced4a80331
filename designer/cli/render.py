"""``render``: a picture of a pipeline."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli import documents
from designer.cli.command import FILE_HELP, OK, PROFILE_HELP, PROGRAM, STDIN, Context, UsageError
from designer.drawing.layout import placed
from designer.drawing.svg import render_svg
from designer.drawing.theme import THEMES, load_theme
from designer.storage.atomic_write import atomic_write

if TYPE_CHECKING:
    from designer.analysis.report import Report
    from designer.model.snapshot import Snapshot
    from designer.session.services import Services

_OTHER_FORMATS = (".png", ".pdf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE [-o PICTURE.svg|.png|.pdf] [--theme NAME] [--plain] [--straight] [--profile NAME]"
    parser.epilog = f"""examples:
  {PROGRAM} render churn.mlops.yaml -o churn.svg
  {PROGRAM} render churn.mlops.yaml -o churn.png --theme dark
  {PROGRAM} render churn.mlops.yaml -o churn.pdf --plain"""
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("-o", "--output", metavar="PICTURE", help="file to write; without it, SVG is printed")
    parser.add_argument("--theme", choices=THEMES, default="light", help="colours (default: light)")
    parser.add_argument("--plain", action="store_true", help="without findings, missing steps and score")
    parser.add_argument("--straight", action="store_true", help="links with straight angles")
    parser.add_argument("--profile", metavar="NAME", help=PROFILE_HELP)


def run(args: Any, context: Context) -> int:
    """Draws one document. SVG needs no Qt; PNG and PDF need no display."""
    path = None if args.output in (None, STDIN) else Path(args.output)
    if path is not None and path.suffix.lower() not in (".svg", *_OTHER_FORMATS):
        raise UsageError(
            "this kind of picture cannot be written", path=args.output, advice="End the name in .svg, .png or .pdf."
        )
    services, snapshot, report = _plain(args.file, context) if args.plain else _judged(args, context)
    theme = load_theme(args.theme)
    if path is not None and path.suffix.lower() in _OTHER_FORMATS:
        context.save_picture(path, placed(snapshot), services.catalog, theme, report, args.straight)
        return OK
    svg = render_svg(snapshot, services.catalog, theme, report, straight_links=args.straight)
    if path is None:
        context.terminal.block(svg)
    else:
        atomic_write(path, svg.encode("utf-8"))
    return OK


def _plain(name: str, context: Context) -> tuple[Services, Snapshot, None]:
    """What is drawn without a report: no rule is asked."""
    services = documents.services_for(name, context)
    return services, documents.read(name, services, context).snapshot, None


def _judged(args: Any, context: Context) -> tuple[Services, Snapshot, Report]:
    opened = documents.judged_by(args.file, args.profile, context)
    snapshot = opened.found.snapshot
    return opened.services, snapshot, opened.services.analyzer.analyze(snapshot, opened.profile)
