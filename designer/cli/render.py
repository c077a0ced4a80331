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
from designer.session.configuration_keys import PROFILE
from designer.storage.atomic_write import atomic_write

if TYPE_CHECKING:
    from designer.analysis.report import Report

_OTHER_FORMATS = (".png", ".pdf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s FILE [-o PICTURE.svg|.png|.pdf] [--theme NAME] [--plain] [--profile NAME]"
    parser.epilog = f"""examples:
  {PROGRAM} render churn.mlops.yaml -o churn.svg
  {PROGRAM} render churn.mlops.yaml -o churn.png --theme dark
  {PROGRAM} render churn.mlops.yaml -o churn.pdf --plain"""
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("-o", "--output", metavar="PICTURE", help="file to write; without it, SVG is printed")
    parser.add_argument("--theme", choices=THEMES, default="light", help="colours (default: light)")
    parser.add_argument("--plain", action="store_true", help="without findings, missing steps and score")
    parser.add_argument("--profile", metavar="NAME", help=PROFILE_HELP)


def run(args: Any, context: Context) -> int:
    """Draws one document. SVG needs no Qt; PNG and PDF need no display."""
    path = None if args.output in (None, STDIN) else Path(args.output)
    if path is not None and path.suffix.lower() not in (".svg", *_OTHER_FORMATS):
        raise UsageError(
            "this kind of picture cannot be written", path=args.output, advice="End the name in .svg, .png or .pdf."
        )
    services = documents.services_for(args.file, context)
    found = documents.read(args.file, services, context)
    snapshot, chosen = found.snapshot, documents.configured(services, {PROFILE: args.profile})
    report: Report | None = None
    if not args.plain:
        report = services.analyzer.analyze(snapshot, documents.configuration(found, chosen).profile)
    theme = load_theme(args.theme)
    if path is not None and path.suffix.lower() in _OTHER_FORMATS:
        context.save_picture(path, placed(snapshot), services.catalog, theme, report)
        return OK
    svg = render_svg(snapshot, services.catalog, theme, report)
    if path is None:
        context.terminal.block(svg)
    else:
        atomic_write(path, svg.encode("utf-8"))
    return OK
