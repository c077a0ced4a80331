"""Files, functions and classes stay small enough to be read at one go."""

from __future__ import annotations

import ast
import warnings

FILE_WARNS, FILE_FAILS = 300, 500
FUNCTION_FAILS = 60
METHODS_FAIL = 15
WINDOW_FAILS = 250


def length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def public_methods(node: ast.ClassDef) -> list[str]:
    """Methods that others call: not private, not special, not a property, not an answer to Qt (camelCase)."""
    functions = [item for item in node.body if isinstance(item, ast.FunctionDef) and not item.decorator_list]
    return [f.name for f in functions if not f.name.startswith("_") and f.name == f.name.lower()]


def test_files_are_short(everything) -> None:
    sizes = {source.name: len(source.lines) for source in everything}
    long = {name: size for name, size in sizes.items() if size > FILE_WARNS}
    if long:
        warnings.warn(f"files over {FILE_WARNS} lines: {long}", stacklevel=1)
    assert not {name: size for name, size in long.items() if size > FILE_FAILS}


def test_functions_are_short(everything) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = {
        f"{source.place(node)} {node.name}": length(node)
        for source in everything
        for node in ast.walk(source.tree)
        if isinstance(node, functions) and length(node) > FUNCTION_FAILS
    }
    assert not found


def test_classes_have_few_public_methods(program) -> None:
    found = {
        f"{source.place(node)} {node.name}": len(public_methods(node))
        for source in program
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and len(public_methods(node)) > METHODS_FAIL
    }
    assert not found


def test_the_main_window_only_puts_parts_together(program) -> None:
    (window,) = [source for source in program if source.name == "designer/gui/main_window.py"]
    assert len(window.lines) <= WINDOW_FAILS
