"""What the source must not hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from designer.steps.catalog import load_catalog

TARGET_FOLDERS = {"github_actions": "targets/github", "github": "targets/github", "dvc": "targets/dvc"}


def of_a_step(node: ast.AST) -> bool:
    """Whether this reads the kind of something called a step."""
    return isinstance(node, ast.Attribute) and node.attr == "kind" and "step" in ast.unparse(node.value).lower()


def kind_decisions(tree: ast.Module, slugs: set[str]) -> Iterator[ast.AST]:
    """Every place that decides by the kind of a step instead of asking for a capability."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            asked = [node.left, *node.comparators]
            kinds = [a for a in asked if isinstance(a, ast.Attribute) and a.attr == "kind"]
            words = {n.value for a in asked for n in ast.walk(a) if isinstance(n, ast.Constant)}
            if any(map(of_a_step, asked)) or (kinds and words & slugs):
                yield node
        elif isinstance(node, ast.Match) and of_a_step(node.subject):
            yield node


def unfinished(program) -> Iterator[str]:
    """Functions that raise NotImplementedError and are not the abstract form of a method that sub-classes have."""
    classes = [node for source in program for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)]
    overridden = {
        (ast.unparse(base), item.name)
        for node in classes
        for base in node.bases
        for item in node.body
        if isinstance(item, ast.FunctionDef)
    }
    abstract = {id(f) for c in classes for f in c.body if (c.name, getattr(f, "name", "")) in overridden}
    for source in program:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and id(node) not in abstract:
                raised = [r for r in node.body if isinstance(r, ast.Raise)]
                if any("NotImplementedError" in ast.unparse(r) for r in raised):
                    yield source.place(node)


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings."""
    owners = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    first = [owner.body[0] for owner in owners if owner.body]
    return {id(statement.value) for statement in first if isinstance(statement, ast.Expr)}


def broad_handlers(source) -> Iterator[ast.ExceptHandler]:
    """Handlers that catch everything, do not raise it again, and give no reason on their line or the next."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        names = [n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)] if node.type else ["BaseException"]
        reason = "#" in "".join(source.lines[node.lineno - 1 : node.lineno + 1])
        raises_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        if {"Exception", "BaseException"} & set(names) and not reason and not raises_again:
            yield node


def test_nobody_decides_by_a_kind_where_a_capability_can_be_asked_for(program) -> None:
    outside = [source for source in program if not source.is_in("steps/", "storage/")]
    slugs = set(load_catalog().kinds)
    assert not [source.place(node) for source in outside for node in kind_decisions(source.tree, slugs)]


def test_no_target_is_named_outside_its_folder(program) -> None:
    found = []
    for source in program:
        texts = docstrings(source.tree)
        for node in ast.walk(source.tree):
            named = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts
            home = TARGET_FOLDERS.get(node.value) if named else None
            if home and not source.is_in(home):
                found.append(source.place(node))
    assert not found


def test_nothing_is_left_for_later(everything, program) -> None:
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    found = [f"{s.name}:{n}" for s in everything for n, line in enumerate(s.lines, 1) if marks.search(line)]
    assert not found
    assert not list(unfinished(program))


def test_whoever_catches_everything_says_why(everything) -> None:
    assert not [source.place(node) for source in everything for node in broad_handlers(source)]


def test_there_is_no_module_state(program) -> None:
    assert not [s.place(node) for s in program for node in ast.walk(s.tree) if isinstance(node, ast.Global)]


def test_only_the_command_line_and_the_start_of_the_window_print(program) -> None:
    def prints(node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"

    outside = [source for source in program if not source.is_in("cli/", "main.py", "__main__.py", "gui/app.py")]
    assert not [source.place(node) for source in outside for node in ast.walk(source.tree) if prints(node)]


def test_no_test_is_skipped_or_expected_to_fail(tests) -> None:
    words = {"skip", "skipif", "xfail", "importorskip", "SkipTest", "skipIf", "skipUnless"}
    found = [s.place(n) for s in tests for n in ast.walk(s.tree) if isinstance(n, ast.Attribute) and n.attr in words]
    assert not found


def test_no_test_sleeps(tests) -> None:
    def sleeps(node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and ast.unparse(node) in {"time.sleep", "QTest.qWait", "qtbot.wait"}

    assert not [source.place(node) for source in tests for node in ast.walk(source.tree) if sleeps(node)]
