"""Scripts cut into the commands that do something."""

from __future__ import annotations

import pytest

from designer.recognition.shell import Statement, statements


def texts(script: str) -> list[str]:
    return [s.text for s in statements(script)]


def only(script: str) -> Statement:
    (found,) = statements(script)
    return found


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a && b; c | d || e &\nf", ["a", "b", "c", "d", "e", "f"]),
        ("python train.py \\\n  --lr 0.1", ["python train.py --lr 0.1"]),
        ("docker run `\n  image", ["docker run image"]),
        ("python train.py \\\r\n  --lr 0.1\r\nls\r\n", ["python train.py --lr 0.1", "ls"]),
        ("# a comment\nmake  # another\necho 'a # b'", ["make", "echo 'a # b'"]),
        ("echo 'a; b && c' \"d | e\"", ["echo 'a; b && c' \"d | e\""]),
        (
            "if pytest; then\n  make a\nelif make b; then make c\nelse\n  make d\nfi",
            ["pytest", "make a", "make b", "make c", "make d"],
        ),
        ("for x in a b; do\n  make $x\ndone", ["make $x"]),
        ("while true; do ./poll.sh; done", ["true", "./poll.sh"]),
        ("case $X in\n  a) make a ;;\n  *) make b ;;\nesac", ["make a", "make b"]),
        ("A=b C='d e' make x", ["make x"]),
        ("A=b\nexport C=d", []),
        ("VERSION=$(python setup.py --version)", ["python setup.py --version"]),
        ('X="$(dvc repro && cat out)"', ["dvc repro", "cat out"]),
        (
            "V=$(az list --query 'by(@, &number(v(a)))[-1]' -o tsv)",
            ["az list --query 'by(@, &number(v(a)))[-1]' -o tsv"],
        ),
        ('V=$(say "a) b")\nmake x', ['say "a) b"', "make x"]),
        ("V=$(say it's fine)\nmake x", ["say it's fine", "make x"]),
        ("X=`git describe`", ["git describe"]),
        ("docker build -t a:$(git rev-parse HEAD) .", ["docker build -t a:$(git rev-parse HEAD) ."]),
        ("echo ${{ a && b || c }} && make", ["echo ${{ a && b || c }}", "make"]),
        ("make 2>&1 | tee log &> all", ["make 2>&1", "tee log &> all"]),
        ("(cd sub && make)", ["cd sub", "make)"]),
        ("! grep -q x file", ["grep -q x file"]),
        ("build() {\n  make\n}\nbuild", ["make", "build"]),
        ("$env:TASK = 'x'\nmake", ["make"]),
        ("", []),
        ("\n\n  \n", []),
    ],
)
def test_a_script_is_cut_at_the_operators_of_the_shell(script: str, expected: list[str]) -> None:
    assert texts(script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('bash -c "pytest && ruff check"', ["pytest", "ruff check"]),
        ("bash -lc 'make a'", ["make a"]),
        ("bash <<EOF\nmake a\nmake b\nEOF\nmake c", ["make a", "make b", "make c"]),
        ("ssh me@host <<'END'\ndocker pull x\nEND", ["ssh me@host", "docker pull x"]),
        ("bash -c \"bash -c 'make'\"", ["make"]),
    ],
)
def test_a_script_inside_a_script_is_entered(script: str, expected: list[str]) -> None:
    assert texts(script) == expected


def test_the_text_of_a_here_document_is_no_command() -> None:
    assert texts("cat > run.sh <<EOF\npython train.py\nEOF\nmake") == ["cat > run.sh", "make"]


def test_a_program_in_a_here_document_goes_with_its_command() -> None:
    assert only("python - <<-'PY'\n  import a\n  a.b()\n  PY\n").body == "  import a\n  a.b()\n"


def test_a_here_document_without_an_end_reaches_to_the_end() -> None:
    assert only("python - <<EOF\nimport a").body == "import a"


def test_quotes_around_whole_words_are_gone() -> None:
    assert only("python \"my script.py\" '--a' b'c'").words == ("python", "my script.py", "--a", "b'c'")


def test_inline_python_keeps_its_lines() -> None:
    assert only('python -c "\nimport a\na.b()\n"').words[2] == "\nimport a\na.b()\n"


@pytest.mark.parametrize(
    "script",
    [
        "pytest || true",
        "pytest || :",
        "pytest || echo failed",
        "pytest || { echo a; }",
        "pytest || exit 0",
        "set +e\npytest",
    ],
)
def test_a_command_whose_failure_is_swallowed_is_forgiven(script: str) -> None:
    assert next(s for s in statements(script) if s.words[0] == "pytest").forgiven


@pytest.mark.parametrize(
    "script",
    [
        "pytest",
        "pytest || exit 1",
        "pytest || (echo failed; exit 1)",
        "pytest || { echo failed && false; }",
        "set +e\nset -e\npytest",
        "set +e\npytest\ncode=$?\nexit $code",
        "ls || true\npytest",
    ],
)
def test_a_command_that_can_stop_the_script_is_not_forgiven(script: str) -> None:
    assert not next(s for s in statements(script) if s.words[0] == "pytest").forgiven


def test_a_script_without_end_is_cut() -> None:
    assert len(statements("make\n" * 100_000)) < 10_000
