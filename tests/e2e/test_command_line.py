"""The program as people start it: real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "resources" / "templates" / "lesson.mlops.yaml"

# Runs the program where importing Qt fails, and networkx too: neither is needed for looking at a document.
WITHOUT_QT = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {modules}:
            raise ImportError(name + " is not installed here")
sys.meta_path.insert(0, Refuse())
from designer.main import main
sys.exit(main(sys.argv[1:]))
"""


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def program(
    *argv: str, code: str | None = None, more: dict[str, str] | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    start = [sys.executable, "-m", "designer"] if code is None else [sys.executable, "-c", code]
    return subprocess.run(
        [*start, *argv],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(**(more or {})),
        check=False,
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.parametrize(
    "argv",
    [
        ["check", str(LESSON), "--fail-on", "never"],
        ["fix", "--all", "--diff", str(LESSON)],
        ["export", str(LESSON), "--to", "github"],
        ["export", str(LESSON), "--to", "dvc"],
        ["render", str(LESSON)],
        ["rules"],
        ["new"],
        ["--help"],
        ["--version"],
    ],
    ids=lambda argv: argv[0],
)
def test_every_command_works_where_qt_cannot_be_imported(argv: list[str]) -> None:
    done = program(*argv, code=WITHOUT_QT.format(modules={"PySide6", "shiboken6"}))
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_checking_loads_neither_networkx_nor_numpy() -> None:
    modules = {"PySide6", "shiboken6", "networkx", "numpy"}
    done = program("check", str(LESSON), code=WITHOUT_QT.format(modules=modules))
    assert (done.returncode, done.stderr) == (1, "")


def test_the_window_without_qt_names_what_still_works() -> None:
    done = program(code=WITHOUT_QT.format(modules={"PySide6", "shiboken6"}))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "check FILE" in done.stderr


def test_the_window_without_a_display_names_what_still_works() -> None:
    done = program(str(LESSON))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "check" in done.stderr


def test_the_window_opens_on_a_document_and_closes(tmp_path: Path) -> None:
    home = {name: str(tmp_path) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    done = program("--smoke", str(LESSON), more={**home, "QT_QPA_PLATFORM": "offscreen"})
    assert (done.returncode, done.stderr) == (0, "")


def test_pictures_in_png_and_pdf_need_no_display(tmp_path: Path) -> None:
    for name, start in (("a.png", b"\x89PNG"), ("a.pdf", b"%PDF")):
        done = program("render", str(LESSON), "-o", str(tmp_path / name))
        assert (done.returncode, done.stderr) == (0, "")
        assert (tmp_path / name).read_bytes().startswith(start)


def test_png_without_qt_points_to_svg(tmp_path: Path) -> None:
    code = WITHOUT_QT.format(modules={"PySide6", "shiboken6"})
    done = program("render", str(LESSON), "-o", str(tmp_path / "a.png"), code=code)
    assert done.returncode == 2
    assert ".svg" in done.stderr


def test_findings_end_with_one_and_bad_input_with_two() -> None:
    assert program("check", str(LESSON)).returncode == 1
    done = program("check", "/no/such/file.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_a_name_that_is_not_utf8_is_fine(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.yaml")
    path.write_text(LESSON.read_text())
    assert program("check", str(path)).returncode == 1
    assert program("check", str(path), "--format", "json").returncode == 1
    assert program("check", str(path) + "x").stderr.count("\n") == 1


def test_standard_input_is_read_as_bytes() -> None:
    done = program("check", "-", input=LESSON.read_text())
    assert done.returncode == 1
    assert done.stdout.startswith("<stdin>")


def test_nobody_reading_the_output_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "designer", "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert errors == b""


def test_output_in_a_narrow_encoding_is_no_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "designer", "check", "-"],
        input="steps: {train: {kind: train, title: Modèle 模型}}\n".encode(),
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C"),
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.isascii()
