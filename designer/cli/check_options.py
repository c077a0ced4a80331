"""The options of ``check``."""

from __future__ import annotations

import argparse
from typing import Any, Final

from designer.cli import formats, rule_formats
from designer.cli.command import FILE_HELP, PROGRAM, UsageError
from designer.session import configuration_keys as keys

_SETTINGS_FORMATS: Final = ("text", "json")
_EPILOG: Final = f"""examples:
  {PROGRAM} check churn.mlops.yaml
  {PROGRAM} check .github/workflows/ci.yml dvc.yaml
  {PROGRAM} check .                                    the files of a repository as one pipeline, and all documents
  {PROGRAM} check *.mlops.yaml --profile regulated --fail-on error
  {PROGRAM} check . --select REP,SEC009 --ignore REP004
  {PROGRAM} check . --fail-under 60 --fail-under security=80
  {PROGRAM} check . --format sarif --output mlops.sarif
  {PROGRAM} check . --write-baseline .mlops-baseline.json
  {PROGRAM} check . --baseline .mlops-baseline.json    only what is new
  {PROGRAM} check . --explain MON003                   the rule, and how it stands here
  {PROGRAM} check . --policy team.yaml                 with your own rules; mlops-policy.yaml is found by itself
  {PROGRAM} check - --format json < churn.mlops.yaml

settings can also stand in a file, under the same names: in the document (pipeline: {{analysis: {{profile: startup}}}}),
in .mlops-designer.toml, or in pyproject.toml below [tool.mlops-designer]; both are looked for from the FILE upward to
the root of the repository. What stands nearer counts: command line, document, .mlops-designer.toml, pyproject.toml.
--show-config tells what is in effect and where it comes from.

exit codes: 0 nothing that --fail-on or --fail-under asks for, 1 there is, 2 a file or a setting cannot be read.
All files are reported; the worst outcome decides."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.usage = "%(prog)s [FILE...] [--format NAME] [--output FILE] [--profile NAME] [--fail-on SEVERITY] [...]"
    parser.epilog = _EPILOG
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        default=["."],
        help=f"{FILE_HELP}; without any, this folder. Of a folder, the files of others are checked as one pipeline, "
        "and each *.mlops.yaml in it",
    )
    _add_report(parser.add_argument_group("report"))
    _add_rules(parser.add_argument_group("which rules count"))
    _add_failing(parser.add_argument_group("what makes the exit code 1"))
    _add_baseline(parser.add_argument_group("only what is new"))


def _add_report(group: argparse._ArgumentGroup) -> None:
    known = formats.names()
    group.add_argument(
        "--format", metavar="NAME", choices=known, default=formats.USUAL, help=f"{', '.join(known)} (default: text)"
    )
    group.add_argument("-o", "--output", metavar="FILE", help="write the report into FILE; - for standard output")
    group.add_argument("--explain", metavar="CODE", help="instead of the report: one rule, and how it stands here")
    group.add_argument("--show-config", action="store_true", help="instead of the report: the settings in effect")


def _add_rules(group: argparse._ArgumentGroup) -> None:
    codes: dict[str, Any] = {"metavar": "CODES", "action": "append"}
    group.add_argument("--profile", metavar="NAME", help="classroom (default), startup or regulated")
    group.add_argument(
        "--select",
        help="only these: codes or what they begin with, separated by commas; a whole code counts in any profile",
        **codes,
    )
    group.add_argument("--extend-select", help="these as well, whatever the profile says", **codes)
    group.add_argument("--ignore", help="not these: no finding, not in the score", **codes)
    group.add_argument("--ignore-waivers", action="store_true", help="judge as if nobody had waived anything")
    group.add_argument(
        "--policy", metavar="FILE", action="append", default=[], help="a file with rules of your own; may be repeated"
    )
    group.add_argument(
        "--min-confidence", metavar="LEVEL", help="hide what is less sure: low (default), medium, high; scores stay"
    )


def _add_failing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--fail-on", metavar="SEVERITY", help="least severity that counts: error, warning (default), info or never"
    )
    group.add_argument(
        "--fail-under",
        metavar="[PRINCIPLE=]N",
        action="append",
        help="least score of a principle, or overall; may be repeated. What cannot be assessed does not count",
    )


def _add_baseline(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--baseline", metavar="FILE", help="findings in FILE are known: only others are shown and count")
    group.add_argument(
        "--write-baseline", metavar="FILE", help="instead of the report: put what is found now into FILE (exit code 0)"
    )


def settings(args: Any) -> dict[str, Any]:
    """What the options say, by the keys of a configuration; None for what they do not say.

    Raises:
        UsageError: one of them cannot be understood.
    """
    return {
        keys.PROFILE: args.profile,
        keys.SELECT: _joined(args.select),
        keys.EXTEND: _joined(args.extend_select),
        keys.IGNORE: _joined(args.ignore),
        keys.MIN_CONFIDENCE: args.min_confidence,
        keys.FAIL_ON_KEY: args.fail_on,
        keys.FAIL_UNDER: _scores(args.fail_under),
        keys.BASELINE: args.baseline if not args.write_baseline else None,
    }


def check_format(args: Any) -> None:
    """Raises UsageError where what is asked for has no such format."""
    asked = {"--explain": (args.explain, rule_formats.names()), "--show-config": (args.show_config, _SETTINGS_FORMATS)}
    for option, (is_asked, known) in asked.items():
        if is_asked and args.format not in known:
            advice = f"Choose one of {', '.join(known)}."
            raise UsageError(f"{option} has no format {args.format!r}", field="--format", advice=advice)


def _joined(texts: list[str] | None) -> list[str] | None:
    return None if texts is None else [word for text in texts for word in text.split(",")]


def _scores(texts: list[str] | None) -> dict[str, int] | None:
    if texts is None:
        return None
    found = {}
    for text in texts:
        name, equals, number = text.rpartition("=")
        if not number.strip().isdecimal() or (equals and not name.strip()):
            advice = "Write for example --fail-under 60 or --fail-under security=80."
            raise UsageError(f"{text!r} is no score", field="--fail-under", advice=advice)
        found[name.strip().lower() or keys.OVERALL] = int(number)
    return found
