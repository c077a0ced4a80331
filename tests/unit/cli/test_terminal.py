from __future__ import annotations

from io import BytesIO, StringIO, TextIOWrapper

import pytest

from designer.cli.terminal import Terminal, clean, clean_block


def terminal(**options: bool | int) -> Terminal:
    return Terminal(StringIO(), StringIO(), StringIO(), **options)  # type: ignore[arg-type]


def test_names_lose_control_characters_and_line_ends() -> None:
    assert clean("a\x1b[31mb\n\u202ec\x07") == "a�[31mb �c�"


def test_blocks_keep_their_lines() -> None:
    assert clean_block("a:\n\tb\x1b\n") == "a:\n\tb�\n"


def test_a_pipe_gets_files_byte_for_byte() -> None:
    pipe, screen = terminal(), terminal(is_terminal=True)
    pipe.block("a\x1b\r\n")
    screen.block("a\x1b\n")
    assert pipe.stdout.getvalue() == "a\x1b\r\n"  # type: ignore[attr-defined]
    assert screen.stdout.getvalue() == "a�\n"  # type: ignore[attr-defined]


def test_without_colour_nothing_is_painted() -> None:
    assert terminal().paint("bad", "error") == "bad"
    assert terminal(colour=True).paint("bad", "error") == "\x1b[31mbad\x1b[0m"


def test_a_diff_is_coloured_for_people_and_exact_for_programs() -> None:
    text = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n c\n"
    plain, coloured = terminal(), terminal(colour=True, is_terminal=True)
    plain.diff(text)
    coloured.diff(text)
    assert plain.stdout.getvalue() == text  # type: ignore[attr-defined]
    shown = coloured.stdout.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[31m-a\x1b[0m\n\x1b[32m+b\x1b[0m\n c\n" in shown


def test_paragraphs_wrap_to_the_width_with_a_hanging_indent() -> None:
    assert terminal(width=20).wrap("one two three four", "      ", "risk: ") == "risk: one two three\n      four"
    assert terminal().wrap("", "  ") == ""


@pytest.mark.parametrize(("value", "bar"), [(0, "...."), (50, "##.."), (100, "####"), (None, "....")])
def test_bars_show_scores(value: int | None, bar: str) -> None:
    ascii_only = Terminal(StringIO(), TextIOWrapper(BytesIO(), "ascii"), StringIO())
    assert ascii_only.bar(value, 4) == bar
    assert terminal().bar(value, 4) == bar.replace("#", "█").replace(".", "░")


@pytest.mark.parametrize(
    ("environment", "tty", "colour"),
    [({}, True, True), ({"NO_COLOR": "1"}, True, False), ({"TERM": "dumb"}, True, False), ({}, False, False)],
)
def test_colour_is_for_people_who_want_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], tty: bool, colour: bool
) -> None:
    monkeypatch.setattr("sys.stdout", Screen(BytesIO(), "ascii") if tty else TextIOWrapper(BytesIO(), "ascii"))
    found = Terminal.of_process(environment)
    assert found.colour is colour
    found.line("é")  # never an error, whatever the encoding


class Screen(TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_files_are_utf_8_in_a_pipe_whatever_the_encoding_of_the_terminal() -> None:
    raw = BytesIO()
    pipe = Terminal(StringIO(), TextIOWrapper(raw, encoding="cp1252", newline="\r\n"), StringIO())
    pipe.line("first")
    pipe.block("a → ü\n")
    pipe.line("last")
    pipe.stdout.flush()
    assert raw.getvalue() == b"first\r\n" + "a → ü\n".encode() + b"last\r\n"


def test_a_process_without_standard_streams_can_still_run_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", None)
    nobody = Terminal.of_process({})
    nobody.block("a file\n")
    nobody.error("a mistake")
    assert (nobody.stdin.read(), nobody.is_terminal) == ("", False)
    nobody.stdout.flush()
