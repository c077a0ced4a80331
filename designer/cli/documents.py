"""Reading a FILE of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from designer.cli.command import STDIN, Context, UsageError
from designer.storage.document import Document, parse_document, read_document
from designer.storage.file_access import MAX_BYTES, decode

if TYPE_CHECKING:
    from designer.session.services import Services

STDIN_NAME = "<stdin>"


def services_for(name: str, context: Context) -> Services:
    """The services with the step kinds that stand beside a document."""
    return context.load_services(None if name == STDIN else Path(name).absolute().parent)


def read(name: str, services: Services, context: Context) -> Document:
    """A document from a file or, for ``-``, from standard input.

    Raises:
        DocumentError: it cannot be read; says where and what to do.
    """
    if name != STDIN:
        return read_document(Path(name), services.catalog)
    return parse_document(_standard_input(context), STDIN_NAME, services.catalog)


def shown_name(name: str) -> str:
    """What reports call a FILE."""
    return STDIN_NAME if name == STDIN else name


def profile_of(name: str | None, services: Services) -> str:
    """The profile asked for, or the usual one.

    Raises:
        UsageError: there is no such profile; names those that are.
    """
    from designer.session.services import DEFAULT_PROFILE

    profiles = services.analyzer.rulebook.profiles
    if name is None:
        return DEFAULT_PROFILE
    if name not in profiles:
        raise UsageError(f"there is no profile {name!r}", advice=f"Choose one of {', '.join(profiles)}.")
    return name


def _standard_input(context: Context) -> str:
    stream = context.terminal.stdin
    raw = getattr(stream, "buffer", None)
    data: bytes = stream.read().encode("utf-8") if raw is None else raw.read(MAX_BYTES + 1)
    return decode(data, STDIN_NAME)
