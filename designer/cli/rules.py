"""``rules``: what the analyzer looks for, and why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from designer.cli.command import PROGRAM

if TYPE_CHECKING:
    pass


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s [CODE...] [--profile NAME]"
    parser.epilog = f"""examples:
  {PROGRAM} rules                       list all rules
  {PROGRAM} rules --profile classroom   list those of one profile
  {PROGRAM} rules MON003                read about one"""
    parser.add_argument("codes", metavar="CODE", nargs="*", help="rules to explain, by code or name")
    parser.add_argument("--profile", metavar="NAME", help="only the rules of this profile, with its severities")
