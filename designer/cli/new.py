"""``new``: starts a document from a template."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from designer.cli.command import OK, PROGRAM, STDIN, Context, UsageError
from designer.session.templates import load_templates
from designer.storage.atomic_write import atomic_write

DEFAULT = "training"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s [FILE] [--template NAME] [--force]"
    templates = "\n".join(f"  {t.slug:<10} {t.help}" for t in load_templates().values())
    parser.epilog = f"""templates:
{templates}

examples:
  {PROGRAM} new churn.mlops.yaml --template online
  {PROGRAM} new --template lesson > lesson.mlops.yaml"""
    parser.add_argument("file", metavar="FILE", nargs="?", help="file to write; without it, the document is printed")
    parser.add_argument("--template", metavar="NAME", default=DEFAULT, help=f"what to start from (default: {DEFAULT})")
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def run(args: Any, context: Context) -> int:
    """Writes or prints one template."""
    templates = load_templates()
    if args.template not in templates:
        raise UsageError(f"there is no template {args.template!r}", advice=f"Choose one of {', '.join(templates)}.")
    text = templates[args.template].text
    if args.file in (None, STDIN):
        context.terminal.block(text)
        return OK
    path = Path(args.file)
    if path.exists() and not args.force:
        raise UsageError("the file exists already", path=args.file, advice="Choose another name or add --force.")
    atomic_write(path, text.encode("utf-8"))
    context.terminal.remark(f"{args.file} written; look at it with: {PROGRAM} {args.file}")
    return OK
