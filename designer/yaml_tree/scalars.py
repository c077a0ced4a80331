"""One value as YAML text: words, numbers, quotes, literal blocks, brackets."""

from __future__ import annotations

import math
import re
from typing import Any, Final

from designer.yaml_io import reads_as_text

_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`")
_NEVER_PLAIN: Final = re.compile(r": |:\Z| #|\A---|\A\.\.\.|\A\s|\s\Z")
_NEVER_PLAIN_IN_FLOW: Final = re.compile(r"[\[\]{},:?]")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def word(text: str, style: str = "", *, in_flow: bool = False) -> str:
    """A text on one line.

    Args:
        text: any text.
        style: the quotes to use where they can carry it; empty to write it plain when that is safe.
        in_flow: whether it stands in brackets.
    """
    if not _is_printable(text):
        return _double_quoted(text)
    if style == '"':
        return _double_quoted(text)
    if style == "'" or not is_plain(text, in_flow=in_flow):
        return "'" + text.replace("'", "''") + "'"
    return text


def is_plain(text: str, *, in_flow: bool = False) -> bool:
    """Whether a text may stand without quotes, for readers of YAML 1.1 and of 1.2."""
    if not text or not _is_printable(text) or _NEVER_PLAIN.search(text):
        return False
    if text[0] in _INDICATORS and not (text[0] in "-?:" and text[1:2] not in ("", " ")):
        return False
    if in_flow and (_NEVER_PLAIN_IN_FLOW.search(text) or text[0] == "-"):
        return False
    return reads_as_text(text)


def scalar(value: Any, style: str = "", *, in_flow: bool = False) -> str:
    """A text, number, truth value or None on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return str(value)
    return word(value, style, in_flow=in_flow)


def flow(value: Any, style: str = "", pad: str = "") -> str:
    """Any value in brackets on one line; ``pad`` stands inside of braces."""
    if isinstance(value, dict):
        pairs = [f"{word(k, in_flow=True)}: {flow(v, style, pad)}" for k, v in value.items()]
        return "{" + pad + ", ".join(pairs) + pad + "}" if pairs else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v, style, pad) for v in value) + "]"
    return scalar(value, style, in_flow=True)


def literal(text: str, indent: int, step: int) -> list[str] | None:
    """The header and the lines of a text as a literal block; None when such a block cannot hold it.

    Args:
        text: of one or several lines.
        indent: column of its lines.
        step: how far that is to the right of what it belongs to, for the texts that must say so.
    """
    body = text.rstrip("\n")
    lines = body.split("\n")
    if not body or not lines[-1].strip() or not all(_is_printable(line.replace("\t", "")) for line in lines):
        return None
    first = next(line for line in lines if line)
    needs_indicator = first[0] in " \t" or not lines[0]
    ends = len(text) - len(body)
    header = "|" + (str(step) if needs_indicator else "") + ("-" if ends == 0 else "" if ends == 1 else "+")
    pad = " " * indent
    return [header, *(pad + line if line else "" for line in lines), *[""] * (ends - 1)]


def has_lines(value: Any) -> bool:
    """Whether a value holds a text of several lines."""
    if isinstance(value, dict):
        return any(map(has_lines, value.values()))
    if isinstance(value, list):
        return any(map(has_lines, value))
    return isinstance(value, str) and "\n" in value


def _is_printable(text: str) -> bool:
    return text.isprintable() and "\ufeff" not in text


def _double_quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(c) or (c if _is_printable(c) else _escaped(c)) for c in text) + '"'


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def _number(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # YAML 1.1 wants a point in a number with an exponent.
    return text.replace("e", ".0e") if "e" in text and "." not in text else text
