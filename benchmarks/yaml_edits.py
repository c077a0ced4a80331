"""Applies the edits that people make to every workflow and dvc.yaml of a folder, and says how they went.

``python benchmarks/yaml_edits.py FOLDER [-v]``: prints for each sort of edit how many were right, refused (with the
reasons) and wrong, and the time that they took. Right means: the result says what the same edit makes of the plain
data, and no line is lost that the edit does not name. Only reads; exit 1 when an edit was wrong.
"""

from __future__ import annotations

import copy
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from designer.errors import DocumentError
from designer.yaml_tree.editor import Editor, NotEditable
from designer.yaml_tree.node import Path as At
from designer.yaml_tree.splice import shared_ends
from designer.yaml_tree.tree import Tree, parse

JOB = {
    "name": "Report",
    "runs-on": "ubuntu-latest",
    "timeout-minutes": 10,
    "steps": [
        {"name": "Say: hello #1", "run": "echo one\necho two\n"},
        {"uses": "actions/checkout@v7", "with": {"persist-credentials": False}},
    ],
}
STEP = {"name": "Added step", "id": "added", "run": 'set -e\npython -c "print(1)"\n', "env": {"A": "b: c"}}
STAGE = {"cmd": "python z.py", "deps": ["a"], "outs": [{"b": {"cache": False}}]}
Edit = tuple[str, Callable[[Editor], None], Callable[[Any], Any], At, int]


def main() -> int:
    folder, verbose = Path(sys.argv[1]), "-v" in sys.argv
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: Counter[str] = Counter()
    spent, files, unread = 0.0, 0, 0
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".yml", ".yaml") and p.is_file()):
        text = path.read_bytes().decode("utf-8", "replace")
        try:
            tree = parse(text, str(path))
        except DocumentError as e:
            unread += 1
            print(f"not read: {e}")
            continue
        files += 1
        for edit in edits(tree):
            began = time.perf_counter()
            outcome = applied(text, tree, edit)
            spent += time.perf_counter() - began
            counts[edit[0]][outcome.split(":")[0]] += 1
            if outcome.startswith("refused"):
                reasons[f"{edit[0]}: {outcome}"] += 1
            if outcome != "right" and (verbose or outcome.startswith("wrong")):
                print(f"{path}: {edit[0]} at {edit[3]}: {outcome}")
    return report(counts, reasons, spent, files, unread)


def report(counts: dict[str, Counter[str]], reasons: Counter[str], spent: float, files: int, unread: int) -> int:
    total: Counter[str] = Counter()
    for name, found in counts.items():
        total.update(found)
        print(f"{name:24}", "  ".join(f"{k} {v}" for k, v in found.items()))
    for reason, number in reasons.most_common(20):
        print(f"  {number} x {reason}")
    number = sum(total.values())
    print(
        f"{files} files ({unread} not read), {number} edits: {total['right']} right, {total['refused']} refused, "
        f"{total['wrong']} wrong, {1000 * spent / max(number, 1):.2f} ms each (checks of this program included)"
    )
    return 1 if total["wrong"] else 0


def applied(text: str, tree: Tree, edit: Edit) -> str:
    _, change, expect, _, may_go = edit
    editor = Editor(text, "file")
    try:
        change(editor)
    except NotEditable as e:
        return f"refused: {e.message}" if editor.text == text else "wrong: refused, but the text has changed"
    wanted, found = expect(tree.data()), parse(editor.text, "file").data()
    if found != wanted and not (text[-1:] != "\n" and _without_last_line_end(found) == _without_last_line_end(wanted)):
        return "wrong: other data"
    lost = lines_lost(text, editor.text)
    return "right" if lost <= may_go else f"wrong: {lost} lines lost, {may_go} may go"


def lines_lost(old: str, new: str) -> int:
    """How many lines stand in the old text between the first and the last difference."""
    a, b = old.splitlines(), new.splitlines()
    return len(a) - sum(shared_ends(a, b))


def edits(tree: Tree) -> Iterator[Edit]:
    data = tree.data()
    if not isinstance(data, dict):
        return
    for name, thing in (("jobs", JOB), ("stages", STAGE)):
        units = data.get(name)
        if isinstance(units, dict) and units:
            yield from unit_edits(tree, name, units, thing)
    if isinstance(data.get("on"), dict):
        yield adding("add trigger", tree, ("on",), "added_trigger", None)


def unit_edits(tree: Tree, name: str, units: dict[str, Any], thing: dict[str, Any]) -> Iterator[Edit]:
    first, last = next(iter(units)), next(reversed(units))
    yield adding(f"add to {name}", tree, (name,), "added-one", thing)
    yield deleting(f"delete from {name}", tree, (name, first))
    yield deleting(f"delete last of {name}", tree, (name, last))
    yield renaming(f"rename in {name}", (name, first), "renamed-one", lines=len(units))
    if isinstance(units[first], dict):
        yield from (
            job_edits(tree, (name, first), units[first])
            if name == "jobs"
            else stage_edits(tree, (name, first), units[first])
        )
    if isinstance(units[last], dict) and isinstance(units[last].get("steps"), list):
        yield from step_edits(tree, (name, last, "steps"), units[last]["steps"])


def job_edits(tree: Tree, at: At, job: dict[str, Any]) -> Iterator[Edit]:
    if "timeout-minutes" in job:
        yield setting("set timeout", tree, (*at, "timeout-minutes"), 31)
    else:
        yield adding("add timeout", tree, at, "timeout-minutes", 30)
    if "permissions" not in job:
        yield adding("add permissions", tree, at, "permissions", {"contents": "read"})
    if "runs-on" in job:
        yield setting("set runner", tree, (*at, "runs-on"), ["self-hosted", "gpu"])
    if "needs" in job:
        yield setting("set needs", tree, (*at, "needs"), ["a", "b"])
    strategy = job.get("strategy")
    if isinstance(strategy, dict) and "matrix" in strategy:
        yield setting("set matrix", tree, (*at, "strategy", "matrix"), {"python": ["3.9", "3.10"], "on": [True, 1]})
    for key in ("if", "env"):
        if key in job:
            yield deleting(f"delete {key}", tree, (*at, key))


def step_edits(tree: Tree, at: At, steps: list[Any]) -> Iterator[Edit]:
    if not steps:
        return
    yield appending("append step", tree, at, STEP)
    yield inserting("insert step", tree, at, 0, STEP)
    yield deleting("delete last step", tree, (*at, len(steps) - 1))
    if len(steps) > 1:
        yield moving("move step", tree, (*at, len(steps) - 1), 0)
    for index, step in enumerate(steps):
        if isinstance(step, dict):
            yield from one_step_edits(tree, (*at, index), step)


def one_step_edits(tree: Tree, at: At, step: dict[str, Any]) -> Iterator[Edit]:
    run = step.get("run")
    if isinstance(run, str):
        yield setting("set run", tree, (*at, "run"), run.rstrip("\n") + "\necho done\n")
        yield setting("set run, one line", tree, (*at, "run"), "echo 'done': # not a comment")
        if "echo" in run:
            yield substituting("substitute", tree, (*at, "run"), "echo", "printf")
    if isinstance(step.get("uses"), str):
        pin = f"{step['uses'].split('@')[0]}@{'0' * 40}"
        yield setting("pin action", tree, (*at, "uses"), pin, comment="v4.2.2")
    if "name" in step:
        yield setting("set name", tree, (*at, "name"), "Check out: all #refs")
    if "if" not in step:
        yield adding("add condition", tree, at, "if", "${{ always() && !cancelled() }}")
    if isinstance(step.get("with"), dict):
        yield adding("add input", tree, (*at, "with"), "added-input", "a\nb\n")
        yield deleting("delete input", tree, (*at, "with", next(iter(step["with"]))))
    yield (
        adding("add variables", tree, at, "env", {"A": "on", "B": 1})
        if "env" not in step
        else deleting("delete variables", tree, (*at, "env"))
    )
    yield deleting("delete key of step", tree, (*at, next(iter(step))))


def stage_edits(tree: Tree, at: At, stage: dict[str, Any]) -> Iterator[Edit]:
    if isinstance(stage.get("cmd"), str):
        yield setting("set cmd", tree, (*at, "cmd"), 'python new.py --a "b" # x')
        yield substituting("substitute", tree, (*at, "cmd"), stage["cmd"].split()[-1], "other")
    for key in ("deps", "outs", "params", "metrics"):
        if isinstance(stage.get(key), list):
            yield appending(f"append to {key}", tree, (*at, key), "src/new file.py")
            yield deleting(f"delete from {key}", tree, (*at, key, 0))
            yield setting(f"set {key}", tree, (*at, key), [{"x": {"cache": False}}, "y"])
    if "desc" not in stage:
        yield adding("add desc", tree, at, "desc", "What: it does")


def setting(name: str, tree: Tree, at: At, value: Any, comment: str | None = None) -> Edit:
    return name, lambda e: e.set(at, value, comment), lambda d: put(d, at, value), at, height(tree, at)


def adding(name: str, tree: Tree, at: At, key: str, value: Any) -> Edit:
    # A mapping in brackets may become a block.
    lines = height(tree, at) if not tree.node(at).is_block else 0
    return name, lambda e: e.add(at, key, value), lambda d: put(d, (*at, key), value), at, lines


def appending(name: str, tree: Tree, at: At, value: Any) -> Edit:
    return inserting(name, tree, at, len(tree.data(at)), value)


def inserting(name: str, tree: Tree, at: At, index: int, value: Any) -> Edit:
    def expected(data: Any) -> Any:
        found = copy.deepcopy(data)
        get(found, at).insert(index, value)
        return found

    lines = height(tree, at) if not tree.node(at).is_block else 0
    return name, lambda e: e.insert(at, index, value), expected, at, lines


def deleting(name: str, tree: Tree, at: At) -> Edit:
    def expected(data: Any) -> Any:
        found = copy.deepcopy(data)
        del get(found, at[:-1])[at[-1]]
        return found

    return name, lambda e: e.delete(at), expected, at, 40 + height(tree, at)


def renaming(name: str, at: At, new: str, lines: int) -> Edit:
    def expected(data: Any) -> Any:
        found = copy.deepcopy(data)
        get(found, at[:-1])[new] = get(found, at[:-1]).pop(at[-1])
        return found

    return name, lambda e: e.rename(at, new), expected, at, 1


def moving(name: str, tree: Tree, at: At, index: int) -> Edit:
    def expected(data: Any) -> Any:
        found = copy.deepcopy(data)
        items = get(found, at[:-1])
        items.insert(index, items.pop(at[-1]))
        return found

    return name, lambda e: e.move(at, index), expected, at, height(tree, at[:-1]) + 20


def substituting(name: str, tree: Tree, at: At, old: str, new: str) -> Edit:
    wanted = tree.data(at).replace(old, new)
    return name, lambda e: e.substitute(at, old, new), lambda d: put(d, at, wanted), at, height(tree, at)


def height(tree: Tree, at: At) -> int:
    first, last = tree.lines(at)
    return last - first + 1


def put(data: Any, at: At, value: Any) -> Any:
    found = copy.deepcopy(data)
    get(found, at[:-1])[at[-1]] = value
    return found


def get(data: Any, at: At) -> Any:
    for part in at:
        data = data[part]
    return data


def _without_last_line_end(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_last_line_end(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_last_line_end(v) for v in value]
    return value.removesuffix("\n") if isinstance(value, str) else value


if __name__ == "__main__":
    sys.exit(main())
