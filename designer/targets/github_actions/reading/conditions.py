"""What an ``if`` means: after which outcome something runs, on which branches, and for which events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

ALWAYS: Final = "always"
FAILURE: Final = "failure"
SUCCESS: Final = "success"

_STRING: Final = re.compile(r"'(?:[^']|'')*'")
_STATUS: Final = re.compile(r"(!\s*)?\b(always|failure|cancelled|success)\s*\(\s*\)", re.IGNORECASE)
_ANY_RESULT: Final = re.compile(r"(!\s*)?\bcontains\s*\(\s*needs\.\*\.result\s*,\s*'(failure|success)'\s*\)")
_RESULT: Final = re.compile(
    r"needs(?:\.([\w-]+)|\[\s*'([\w-]+)'\s*\])\.result\s*(==|!=)\s*'(success|failure|cancelled|skipped)'"
)
_REF: Final = re.compile(r"github\.(?:ref\s*==\s*'refs/heads/([^']+)'|ref_name\s*==\s*'([^']+)')\Z")
_REF_START: Final = re.compile(r"startsWith\(\s*github\.(?:ref\s*,\s*'refs/heads/|ref_name\s*,\s*')([^']+)'\s*\)\Z")
_EVENT: Final = re.compile(r"github\.event_name\s*(==|!=)\s*'([^']+)'\Z")
_OF_DISPATCH: Final = re.compile(r"github\.event\.inputs\.[\w-]+\s*(?:==\s*(?:'[^']+'|true)\s*)?\Z")
_PULL_REQUEST: Final = "pull_request"  # such a run stands on no branch: its ref is refs/pull/<number>/merge
_MERGED: Final = re.compile(r"github\.event\.pull_request\.merged(\s*==\s*true)?\Z")
_NESTED: Final = 10  # nobody writes more brackets around one thing
_CONCLUSION: Final = re.compile(r"github\.event\.workflow_run\.conclusion\s*(==|!=)\s*'(\w+)'")


def outcome(condition: str, need: str = "") -> str:
    """Under which outcome of what comes before something with this condition runs.

    Args:
        condition: the text of an ``if``.
        need: a job it waits for; its result may be asked for by name.
    """
    text = _bare(condition)
    positive, negative = _status(text)
    if positive | negative <= {SUCCESS}:
        return SUCCESS  # GitHub puts success() before a condition that names no outcome
    asked = _asked_result(text, need) if need else ""
    return asked or _general(text, positive, negative)


def conclusion(condition: str) -> str:
    """Which end of the workflow before it a condition asks for, where ``workflow_run`` starts it."""
    found = _CONCLUSION.search(_bare(condition))
    if found is None:
        return ALWAYS
    is_success = (found[2] == SUCCESS) == (found[1] == "==")
    return SUCCESS if is_success else FAILURE


def branches(condition: str) -> list[str]:
    """Branches that a condition limits something to; empty when it does not."""
    for clause in _clauses(condition):
        found = [_branch(atom) for atom in clause]
        if all(found):
            return list(dict.fromkeys(found))
    return []


def events(condition: str, known: Sequence[str]) -> list[str] | None:
    """Which of the events of its file a condition lets through; None when it does not ask for the event."""
    left, is_asked = list(known), False
    for clause in _clauses(condition):
        matches = [_EVENT.match(atom) for atom in clause]
        found = [m for m in matches if m]
        signs = {m[1] for m in found}
        if len(found) < len(clause) or len(signs) != 1 or (signs == {"!="} and len(found) > 1):
            continue
        is_asked = True
        names = {m[2] for m in found}
        left = [e for e in left if (e in names) == (signs == {"=="})]
    if not is_asked and not branches(condition):
        left = [e for e in left if _passes(_bare(condition), e) is not False]
    return left if is_asked or len(left) < len(known) else None


def may_pass(condition: str, event: str) -> bool:
    """Whether a condition can be true in a run that an event started."""
    return _passes(_bare(condition), event) is not False


def asks_for_outcome(condition: str) -> bool:
    """Whether a condition may let something run although what comes before was skipped or failed."""
    positive, negative = _status(_bare(condition))
    return not positive | negative <= {SUCCESS}


def is_about_outcome(condition: str) -> bool:
    """Whether a condition speaks of how the steps before went."""
    return bool(_STATUS.search(_STRING.sub("''", condition)))


def is_after_merge(condition: str) -> bool:
    """Whether something runs for a pull request only once that is merged."""
    return any(_waits_for_merge(clause) for clause in _clauses(condition))


def _waits_for_merge(alternatives: list[str]) -> bool:
    """Whether one of them asks for the merge, and the others for another event."""
    rest = [a for a in alternatives if not _MERGED.match(a)]
    return len(rest) < len(alternatives) and all(
        _EVENT.match(_unwrapped(a)) and not _passes(a, _PULL_REQUEST) for a in rest
    )


def conjuncts(condition: str) -> list[str]:
    """The parts that must all be true, as they are written; one part where ``||`` joins them."""
    text = condition.strip()
    whole = text.startswith("${{") and text.endswith("}}") and text.count("${{") == 1
    return _split(text[3:-2] if whole else text, "&&", unwrap=False)


def _bare(condition: str) -> str:
    return condition.replace("${{", " ").replace("}}", " ").strip()


def _status(text: str) -> tuple[set[str], set[str]]:
    """Functions that ask for the outcome, as they are and negated."""
    calls = _STATUS.findall(_STRING.sub("''", text))
    return {name.lower() for sign, name in calls if not sign}, {name.lower() for sign, name in calls if sign}


def _general(text: str, positive: set[str], negative: set[str]) -> str:
    found = _ANY_RESULT.search(text)
    if found:
        asks_failure = (found[2] == FAILURE) != bool(found[1])
        return FAILURE if asks_failure else SUCCESS
    if FAILURE in negative:
        return SUCCESS
    if FAILURE in positive or "cancelled" in positive:
        either = SUCCESS in positive or (ALWAYS in positive and "||" in text)
        return ALWAYS if either else FAILURE
    return ALWAYS


def _asked_result(text: str, need: str) -> str:
    """What the condition asks of one job by name; empty when nothing."""
    allowed: set[str] = set()
    for first, second, sign, result in _RESULT.findall(text):
        if (first or second) == need:
            others = {SUCCESS, FAILURE, "cancelled", "skipped"} - {result}
            allowed |= {result} if sign == "==" else others
    if not allowed:
        return ""
    if FAILURE in allowed:
        return ALWAYS if SUCCESS in allowed else FAILURE
    return SUCCESS if SUCCESS in allowed else ALWAYS


def _branch(atom: str) -> str:
    same = _REF.match(atom)
    if same:
        return same[1] or same[2]
    start = _REF_START.match(atom)
    return f"{start[1]}*" if start else ""


def _passes(text: str, event: str) -> bool | None:
    """Whether a condition can be true in a run that an event started; None where only the run knows."""
    for operator, decides in (("||", True), ("&&", False)):
        parts = _split(text, operator)
        if len(parts) > 1:
            found = [_passes(part, event) for part in parts]
            return decides if decides in found else None if None in found else not decides
    atom = _unwrapped(text)
    asked = _EVENT.match(atom)
    if asked:
        return (asked[2] == event) == (asked[1] == "==")
    is_elsewhere = event == _PULL_REQUEST and bool(_branch(atom))
    is_by_hand = event != "workflow_dispatch" and _OF_DISPATCH.match(atom)
    return False if is_elsewhere or is_by_hand else None


def _clauses(condition: str) -> Iterable[list[str]]:
    """The parts that must all be true, each as the list of its alternatives."""
    for clause in _split(_bare(condition), "&&"):
        yield _split(_unwrapped(clause), "||")


def _split(text: str, operator: str, *, unwrap: bool = True) -> list[str]:
    """Splits at an operator outside of quotes and brackets. ``a && b || c`` has no ``&&`` that counts."""
    depth, quoted, start, parts = 0, False, 0, []
    for i, c in enumerate(text):
        if c == "'":
            quoted = not quoted
        elif not quoted:
            depth += (c in "([") - (c in ")]")
            if depth == 0 and text.startswith(operator, i):
                parts.append(text[start:i])
                start = i + len(operator)
            elif depth == 0 and operator == "&&" and text.startswith("||", i):
                return [text.strip()]
    return [_unwrapped(p) if unwrap else p.strip() for p in (*parts, text[start:])]


def _unwrapped(text: str) -> str:
    """Without brackets around the whole."""
    text = text.strip()
    for _ in range(_NESTED):
        if not (text.startswith("(") and text.endswith(")") and _closes_at_end(text)):
            break
        text = text[1:-1].strip()
    return text


def _closes_at_end(text: str) -> bool:
    depth, quoted = 0, False
    for i, c in enumerate(text):
        if c == "'":
            quoted = not quoted
        elif not quoted:
            depth += (c == "(") - (c == ")")
            if depth == 0:
                return i == len(text) - 1
    return False
