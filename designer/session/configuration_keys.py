"""The keys of a configuration of the analysis, and which values each takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from designer.analysis.rule import SEVERITIES
from designer.analysis.rulebook import RuleBook
from designer.errors import did_you_mean

_LISTED: Final = "'mlops-designer rules' lists them."
NEVER: Final = "never"
OVERALL: Final = "overall"
CONFIDENCES: Final = ("low", "medium", "high")
FAIL_ON: Final = (*SEVERITIES, NEVER)
MOST: Final = 100

PROFILE: Final = "profile"
SELECT: Final = "select"
EXTEND: Final = "extend-select"
IGNORE: Final = "ignore"
SEVERITY: Final = "severity"
MIN_CONFIDENCE: Final = "min-confidence"
FAIL_ON_KEY: Final = "fail-on"
FAIL_UNDER: Final = "fail-under"
BASELINE: Final = "baseline"

Reader = Callable[[Any, RuleBook], Any]
"""Turns what was written into the value; raises `WrongValue`."""


class WrongValue(Exception):
    """A value that a key does not take.

    Args:
        message: what is wrong, as the end of a sentence.
        advice: what would be right.
        within: the entry of a table that is wrong.
    """

    def __init__(self, message: str, advice: str = "", within: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.within = within


def _one_of(words: Iterable[str]) -> Reader:
    known = tuple(words)

    def read(value: Any, _: RuleBook) -> str:
        if not isinstance(value, str) or value not in known:
            advice = did_you_mean(str(value), known, f"Choose one of {', '.join(known)}.")
            raise WrongValue(f"{_shown(value)} is not possible", advice)
        return value

    return read


def _profile(value: Any, rulebook: RuleBook) -> str:
    if not isinstance(value, str) or value not in rulebook.profiles:
        advice = did_you_mean(str(value), rulebook.profiles, f"Choose one of {', '.join(rulebook.profiles)}.")
        raise WrongValue(f"there is no profile {_shown(value)}", advice)
    return value


def _codes(value: Any, rulebook: RuleBook) -> tuple[str, ...]:
    """Codes of rules, or what they begin with."""
    rows = value.split(",") if isinstance(value, str) else value
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, str) for row in rows):
        raise WrongValue("must be a list of codes", "Write for example [AUT, SEC001].")
    codes = tuple(dict.fromkeys(row.strip().upper() for row in rows if row.strip()))
    for code in codes:
        if not any(known.startswith(code) for known in rulebook.rules):
            raise WrongValue(f"no rule begins with {_shown(code)}", did_you_mean(code, sorted(rulebook.rules), _LISTED))
    return codes


def _severity(value: Any, rulebook: RuleBook) -> dict[str, str]:
    found = {}
    for code, word in _table(value, "{AUT012: error}").items():
        if code.upper() not in rulebook.rules:
            advice = did_you_mean(code, sorted(rulebook.rules), _LISTED)
            raise WrongValue(f"there is no rule {_shown(code)}", advice, code)
        if word not in SEVERITIES:
            raise WrongValue(f"{_shown(word)} is not possible", f"Choose one of {', '.join(SEVERITIES)}.", code)
        found[code.upper()] = word
    return found


def _fail_under(value: Any, rulebook: RuleBook) -> dict[str, int]:
    rows = _table(value, "{overall: 80, security: 60}") if isinstance(value, Mapping) else {OVERALL: value}
    known = (OVERALL, *rulebook.principles)
    for name, least in rows.items():
        within = name if isinstance(value, Mapping) else ""
        if name not in known:
            advice = did_you_mean(name, known, f"Choose one of {', '.join(known)}.")
            raise WrongValue(f"there is no principle {_shown(name)}", advice, within)
        if isinstance(least, bool) or not isinstance(least, int) or not 0 <= least <= MOST:
            raise WrongValue("must be a whole number from 0 to 100", "It is a score.", within)
    return dict(rows)


def _path(value: Any, _: RuleBook) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise WrongValue("must be the path of a file", "Write for example '.mlops-baseline.json'.")
    return value


def _table(value: Any, example: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise WrongValue("must be a table of names and values", f"Write for example {example}.")
    return {str(name): row for name, row in value.items() if row is not None}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


READERS: Final[Mapping[str, Reader]] = {
    PROFILE: _profile,
    SELECT: _codes,
    EXTEND: _codes,
    IGNORE: _codes,
    SEVERITY: _severity,
    MIN_CONFIDENCE: _one_of(CONFIDENCES),
    FAIL_ON_KEY: _one_of(FAIL_ON),
    FAIL_UNDER: _fail_under,
    BASELINE: _path,
}
"""Every key there is, in the order in which they are shown."""
