"""A pipeline as the second analyzer sees it: sets, recursion, one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from designer.model.snapshot import Snapshot
from designer.steps.catalog import Catalog


def plain(value: Any) -> Any:
    return [plain(v) for v in value] if isinstance(value, (list, tuple)) else value


def meets(value: Any, condition: Any) -> bool:
    value = plain(value)
    if not isinstance(condition, dict):
        return bool(value == condition and type(value) is type(condition))
    ((word, wanted),) = condition.items()
    tests: dict[str, Callable[[], bool]] = {
        "in": lambda: value in wanted,
        "not_in": lambda: value not in wanted,
        "has": lambda: isinstance(value, list) and wanted in value,
        "has_any": lambda: isinstance(value, list) and any(w in value for w in wanted),
        "set": lambda: value not in (None, "") if wanted else value in (None, ""),
        "min": lambda: value is not None and value >= wanted,
        "not": lambda: value != wanted,
    }
    return tests[word]()


class NaivePipeline:
    """The graph, the facts and the selectors."""

    def __init__(self, snapshot: Snapshot, catalog: Catalog) -> None:
        self.snapshot, self.catalog = snapshot, catalog
        self.steps = list(snapshot.steps)
        self.kind = {name: catalog.like(step) for name, step in snapshot.steps.items()}
        self.flow: list[tuple[str, str, Any]] = []
        self.feedback: list[tuple[str, str, Any]] = []
        for link in snapshot.links.values():
            row = (link.source, link.target, link)
            if link.is_flow and link.source != link.target and link.source not in self._reach(link.target, self.flow):
                self.flow.append(row)
            else:
                self.feedback.append(row)
        self.back = [row for row in self.feedback if row[2].is_flow]

    # ---------------------------------------------------------------- graph
    def _reach(self, start: str, links: list[tuple[str, str, Any]]) -> set[str]:
        found: set[str] = set()
        todo = [start]
        while todo:
            here = todo.pop()
            for a, b, _ in links:
                if a == here and b not in found:
                    found.add(b)
                    todo.append(b)
        return found

    @cached_property
    def _after(self) -> dict[str, set[str]]:
        return {s: self._reach(s, self.flow) for s in self.steps}

    @cached_property
    def _data_after(self) -> dict[str, set[str]]:
        links = [row for row in self.flow if self.kind[row[0]] != "train"]
        return {s: self._reach(s, links) for s in self.steps}

    def after(self, name: str) -> set[str]:
        return self._after[name]

    def before(self, name: str) -> set[str]:
        return {s for s in self.steps if name in self._after[s]}

    def data_before(self, name: str) -> set[str]:
        return {s for s in self.steps if name in self._data_after[s]}

    def fact(self, name: str) -> Any:
        value = self.snapshot.facts.get(name)
        field = self.catalog.pipeline_fields.get(name)
        return value if value is not None else field.default if field else None

    def get(self, name: str, attribute: str) -> Any:
        value = self.snapshot.steps[name].get(attribute)
        return self.catalog.default(self.snapshot.steps[name], attribute) if value is None else value

    def stated(self, name: str, attribute: str) -> bool:
        return self.snapshot.steps[name].get(attribute) is not None

    def real(self, name: str) -> bool:
        return self.get(name, "stub") is not True

    def labels(self, name: str) -> set[str]:
        value = self.snapshot.steps[name].get("model")
        return {value} if isinstance(value, str) else set(value or [])

    @cached_property
    def known_lines(self) -> set[str]:
        return {*(self.fact("models") or []), *(n for s in self.steps for n in self.labels(s))}

    def lines(self, name: str) -> set[str]:
        if len(self.known_lines) <= 1:
            return {""}
        if self.labels(name):
            return self.labels(name)
        found: set[str] = set()
        for other in self.steps:
            near = other in self.before(name) or other in self.after(name)
            is_train, is_deploy = self.kind[other] == "train", self.kind[other] == "deploy"
            if (is_train and near) or (is_deploy and other in self.before(name)):
                found |= self.labels(other)
        return found

    @cached_property
    def score_lines(self) -> list[str]:
        if len(self.known_lines) <= 1:
            return [""]
        core = {"train", "model_source", "deploy"}
        named = {n for s in self.steps if self.kind[s] in core for n in self.labels(s)}
        return sorted(named | set(self.fact("models") or [])) or sorted(self.known_lines)

    def mates(self, a: str, b: str) -> bool:
        return bool(self.lines(a) & self.lines(b))

    @property
    def releases(self) -> list[str]:
        return [
            s for s in self.steps if self.kind[s] == "deploy" and self.get(s, "environment") == "prod" and self.real(s)
        ]

    @property
    def trains(self) -> list[str]:
        return [s for s in self.steps if self.kind[s] == "train" and self.real(s)]

    def sources(self, train: str) -> list[str]:
        found = [s for s in self.steps if self.kind[s] == "data_source" and self.real(s)]
        return [s for s in found if s in self.data_before(train)]

    def origins(self, release: str) -> list[str]:
        good = [s for s in self.before(release) if self.kind[s] in ("train", "model_source") and self.real(s)]
        return [s for s in good if self.mates(s, release)]

    def attached(self, release: str) -> list[str]:
        near = [s for s in self.steps if s in self.after(release) or self.get(s, "target") == release]
        return [s for s in near if self.mates(s, release)]

    def triggers(self, name: str) -> list[str]:
        return plain(self.get(name, "triggers")) or plain(self.fact("triggers")) or []

    def push_branches(self, name: str) -> list[str]:
        return plain(self.get(name, "push_branches")) or plain(self.fact("branches")) or []

    def select(self, selector: Mapping[str, Any], by_machine: bool) -> list[str]:
        kinds = selector["kind"] if isinstance(selector["kind"], list) else [selector["kind"]]
        return [
            s
            for s in self.steps
            if self.kind[s] in kinds
            and self.real(s)
            and (not by_machine or self.get(s, "automated") is True)
            and self._where(s, selector.get("where", {}))
        ]

    def _where(self, name: str, where: Mapping[str, Any]) -> bool:
        for attribute, condition in where.items():
            if attribute == "any_of":
                ok = any(
                    self.kind[name] == option["kind"] if "kind" in option else self._where(name, option)
                    for option in condition
                )
            else:
                ok = meets(self.get(name, attribute), condition)
            if not ok:
                return False
        return True
