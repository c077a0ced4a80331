from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from designer.cli.main import run
from designer.cli.terminal import Terminal
from designer.errors import DesignerError
from tests.unit.cli.command_line import CommandLine


def ended(error: BaseException) -> tuple[int, str]:
    """Exit code and error text of a command in which something goes wrong."""

    def fail(path: Path | None, smoke: bool) -> int:
        raise error

    terminal = Terminal(StringIO(), StringIO(), StringIO())
    code = run(["a.yaml"], lambda folder: pytest.fail("not needed"), fail, lambda *picture: None, terminal)
    return code, terminal.stderr.getvalue()  # type: ignore[attr-defined]


def test_an_error_for_people_is_one_line() -> None:
    error = DesignerError("is\x1b[31m\nodd", path="a.yaml", line=3, field="steps", advice="Mend it.")
    assert ended(error) == (2, "mlops-designer: error: a.yaml:3: steps: is [31m odd. Mend it.\n")


def test_an_error_of_the_system_is_one_line() -> None:
    assert ended(OSError(28, "No space left on device", "out")) == (
        2,
        "mlops-designer: error: out: No space left on device\n",
    )
    assert ended(OSError("strange")) == (2, "mlops-designer: error: strange\n")


def test_a_mistake_of_the_program_is_one_line_too() -> None:
    code, text = ended(ZeroDivisionError("division by zero"))
    assert code == 2
    assert text.startswith("mlops-designer: error: ZeroDivisionError: division by zero (this is a mistake")
    assert text.count("\n") == 1


def test_whoever_looks_for_a_mistake_sees_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLOPS_DESIGNER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        ended(ZeroDivisionError())


def test_an_interrupt_ends_quietly() -> None:
    assert ended(KeyboardInterrupt()) == (130, "")


def test_a_closed_pipe_ends_quietly() -> None:
    assert ended(BrokenPipeError()) == (141, "")


def test_the_exit_code_of_the_window_is_passed_on() -> None:
    terminal = Terminal(StringIO(), StringIO(), StringIO())
    assert run([], lambda folder: pytest.fail("not needed"), lambda path, smoke: 7, lambda *p: None, terminal) == 7


def test_nobody_listening_to_errors_is_no_error() -> None:
    class Gone(StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    terminal = Terminal(StringIO(), StringIO(), Gone())
    assert (
        run(["--nonsense"], lambda folder: pytest.fail("not needed"), lambda path, smoke: 0, lambda *p: None, terminal)
        == 2
    )


def test_a_word_that_is_neither_a_command_nor_a_file_is_told_before_any_window(cli: CommandLine) -> None:
    for word in ("chekc", "-"):
        outcome = cli(word)
        assert (outcome.code, outcome.out, cli.windows) == (2, "", [])
        assert outcome.err.startswith(f"mlops-designer: error: {word}: ")
        assert outcome.err.count("\n") == 1
