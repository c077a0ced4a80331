"""What a scalar means in YAML 1.2."""

from __future__ import annotations

import re
from typing import Any

MAX_DIGITS = 400
# YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema), not the YAML 1.1 words of the library.
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_INT = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}
# What a plain scalar that is no text begins with; "" is the empty one.
STARTS = {"", *"~nNtTfF+-.0123456789"}


def scalar_value(text: str, plain: bool) -> Any:
    """What a scalar means in the YAML 1.2 core schema; quoted ones are always strings.

    Raises:
        ValueError: a number of more than `MAX_DIGITS` characters.
    """
    if not plain:
        return text
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text[0] in "+-.0123456789":
        if len(text) > MAX_DIGITS and (_FLOAT.match(text) or _OTHER_INT.match(text)):
            raise ValueError("too many digits")
        if _INT.match(text):
            return int(text)
        if _OTHER_INT.match(text):
            return int(text, 0)
        if _FLOAT.match(text):
            return float(text)
        return _SPECIAL.get(text.lower(), text)
    return _SPECIAL.get(text.lower(), text) if text.startswith(".") else text
