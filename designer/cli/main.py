"""The command line: finds the sub-command, runs it, turns every error into one line."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from designer import __version__
from designer.cli.command import BAD_INPUT, PROGRAM, STDIN, Context, SubCommand, UsageError
from designer.cli.terminal import Terminal
from designer.errors import DesignerError, did_you_mean

if TYPE_CHECKING:
    from designer.session.services import Services

INTERRUPTED = 130
BROKEN_PIPE = 141
_RARE = (50_000, 20, 100)  # objects and rounds between collections

# Name and one line of help; each is a module of this package that is imported only when it is called.
COMMANDS = {
    "check": "show what a pipeline lacks, with the risk and the fix of each finding",
    "evidence": "prove what satisfies the rules: declared, exported, linted, ran",
    "export": "turn a pipeline into files that run",
    "levels": "show how mature a pipeline is, what earned it and what comes next",
    "what-if": "tell what happens when a step fails, is removed, or its data drifts",
    "diff": "compare two states of a pipeline: what differs, and what it does to findings and score",
    "fix": "carry out the offered fixes",
    "render": "draw a pipeline as SVG, PNG or PDF",
    "rules": "explain the rules",
    "new": "start a document from a template",
    "import": "read workflows, dvc.yaml files or a repository, and tell what was understood",
    "roundtrip": "prove that files come through unchanged, and that edits touch only their lines",
}

_MODULES = {"import": "import_", "what-if": "what_if"}  # no names of modules

EXAMPLES = f"""examples:
  {PROGRAM}                                  open the window
  {PROGRAM} churn.mlops.yaml                 open a document in the window
  {PROGRAM} new churn.mlops.yaml             start one from a template
  {PROGRAM} check churn.mlops.yaml           what is missing, and why it matters
  {PROGRAM} fix --all churn.mlops.yaml       carry out every offered fix
  {PROGRAM} export churn.mlops.yaml --to github -o .
  {PROGRAM} render churn.mlops.yaml -o churn.svg
  {PROGRAM} import .github/workflows/ci.yml  what the program understands of it
  {PROGRAM} rules MON003                     read about one rule

'-' stands for standard input where a command takes a FILE.
exit codes: 0 all is well, 1 there are findings (or nothing was written), 2 bad input or usage.
'{PROGRAM} COMMAND --help' tells more about a command."""


class _Parser(argparse.ArgumentParser):
    """Reports a wrong command line in one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, advice=f"See {self.prog} --help.")


def run(
    argv: Sequence[str],
    load_services: Callable[..., Services],
    open_window: Callable[[Sequence[Path], bool], int],
    save_picture: Callable[..., None],
    terminal: Terminal | None = None,
) -> int:
    """Runs one command line.

    Args:
        argv: the arguments without the program's name.
        load_services: reads kinds, rules and targets; takes the folder of the document, and policy files.
        open_window: shows documents, or none, in a window; returns an exit code. With True it closes at once.
        save_picture: writes a bitmap or a PDF.
        terminal: where to read and write; None for that of the process.

    Returns:
        The exit code.
    """
    terminal = terminal or Terminal.of_process()
    context = Context(terminal, load_services, open_window, save_picture)
    try:
        code = _dispatch(list(argv), context)
        terminal.stdout.flush()
        return code
    except DesignerError as e:
        return _fail(terminal, str(e))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    except SystemExit as e:  # --help and --version of argparse
        return e.code if isinstance(e.code, int) else 0
    except OSError as e:
        return _fail(terminal, f"{e.filename}: {e.strerror}" if e.filename else str(e.strerror or e))
    except Exception as e:  # a mistake of ours: one sentence for people, the traceback for who asks
        if os.environ.get("MLOPS_DESIGNER_DEBUG"):
            raise
        hint = "this is a mistake in the program; set MLOPS_DESIGNER_DEBUG=1 to see where"
        return _fail(terminal, f"{type(e).__name__}: {e} ({hint})")


def _dispatch(argv: list[str], context: Context) -> int:
    if argv and argv[0] in COMMANDS:
        return _run_command(argv[0], argv[1:], context)
    parser = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [FILE ...]\n       {PROGRAM} COMMAND ...",
        description="Draw an ML pipeline, see which MLOps principles it lacks, export pipelines that really run.",
        epilog="commands:\n" + "\n".join(f"  {n:<9} {h}" for n, h in COMMANDS.items()) + "\n\n" + EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        help="what to open in the window: *.mlops.yaml, workflow, folder; each in a tab",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    # For tests of an installed program: the window is shown, and closed once its findings are there.
    parser.add_argument("--smoke", action="store_true", help=argparse.SUPPRESS)
    if argv[1:] and not argv[0].startswith("-"):
        _check_file(argv[0])
    args = _parse(parser, argv, context)
    for name in args.files:
        _check_file(name)
    return context.open_window(tuple(Path(name) for name in args.files if name), args.smoke)


def _check_file(name: str) -> None:
    """Tells a mistyped command from a document: documents have an ending, and a window reads no standard input."""
    if name == STDIN:
        advice = f"Name a file, or use '{PROGRAM} check -'."
        raise UsageError("the window does not read standard input", path=name, advice=advice)
    if name and name.replace("-", "_").isidentifier() and not Path(name).exists():
        advice = did_you_mean(name, COMMANDS, f"See {PROGRAM} --help; '{PROGRAM} new FILE' starts a document.")
        raise UsageError("there is no such command, and no such file", path=name, advice=advice)


def _run_command(name: str, argv: list[str], context: Context) -> int:
    command = cast(SubCommand, importlib.import_module(f"designer.cli.{_MODULES.get(name, name)}"))
    parser = _Parser(
        prog=f"{PROGRAM} {name}",
        description=f"{COMMANDS[name][0].upper()}{COMMANDS[name][1:]}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    args = _parse(parser, argv, context)
    with _collecting_rarely():
        return command.run(args, context)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """A command makes much and drops little: Python's collector would look at a large report again and again."""
    before = gc.get_threshold()
    gc.set_threshold(*_RARE)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _parse(parser: argparse.ArgumentParser, argv: list[str], context: Context) -> Any:
    """The parsed arguments; what argparse itself prints goes to the context's terminal."""
    parser._print_message = lambda message, file=None: context.terminal.block(message or "")  # type: ignore[method-assign]
    return parser.parse_args(argv)


def _fail(terminal: Terminal, message: str) -> int:
    try:
        terminal.error(message)
    except OSError:
        return BAD_INPUT  # nobody is listening
    return BAD_INPUT


def _silence_stdout() -> None:
    """Keeps the interpreter from complaining when it closes a standard output that nobody reads."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # not a real file: nothing will complain
