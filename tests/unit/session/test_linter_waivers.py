"""Under which codes a finding of a linter is waived, and what is said about satisfied rules."""

from __future__ import annotations

import pytest

from designer.linters.linter import INFO, UNREAD, LinterFinding
from designer.session.linter_waivers import _line_in, waiver_codes


@pytest.mark.parametrize(
    ("tool", "code", "codes"),
    [
        ("zizmor", "unpinned-uses", ("zizmor:unpinned-uses",)),
        ("hadolint", "DL3008", ("hadolint:DL3008",)),
        ("hadolint", "SC2086", ("hadolint:SC2086", "shellcheck:SC2086")),
        ("actionlint", "SC2086", ("shellcheck:SC2086", "actionlint:SC2086")),
        ("actionlint", "expression", ("actionlint:expression",)),
        ("shellcheck", "SC2086", ("shellcheck:SC2086",)),
        ("dvc", "schema", ()),
        ("zizmor", UNREAD, ()),
    ],
)
def test_the_code_to_write_comes_first(tool: str, code: str, codes: tuple[str, ...]) -> None:
    found = waiver_codes(LinterFinding(tool, code, INFO, "", "a.yml"))
    assert tuple(dict.fromkeys(found)) == codes


@pytest.mark.parametrize(
    ("now", "before", "line", "there"),
    [
        ("a\nb\nc", "a\nb\nc", 2, 2),
        ("a\n# note\nb\nc", "a\nb\nc", 2, 3),
        ("a\nb # note\nc", "a\nb\nc", 2, 2),
        ("a\n# note\nb # note\nc", "a\nb\nc", 3, 4),
    ],
)
def test_a_line_is_found_again_in_a_text_with_comments(now: str, before: str, line: int, there: int) -> None:
    assert _line_in(now, before, line) == there
