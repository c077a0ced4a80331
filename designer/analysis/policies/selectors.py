"""The friendly words for steps and their attributes, read into those of the check language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from designer import yaml_io
from designer.analysis.condition import words
from designer.analysis.policies.mistake import PolicyMistake, unknown
from designer.steps.catalog import Catalog
from designer.steps.field import FieldType

_TESTS: Final[Mapping[str, str]] = {
    "stated": "set",
    "at_least": "min",
    "one_of": "in",
    "none_of": "not_in",
    "includes": "has",
    "includes_any": "has_any",
    "looks_like": "glob",
    **{word: word for word in ("not", "in", "not_in", "has", "has_any", "set", "min", "glob")},
}
_Types = Mapping[str, Sequence[FieldType]]
_OF_VALUES: Final = {"not", "in", "not_in", "has", "has_any"}


@dataclass(frozen=True, slots=True)
class Words:
    """Knows kinds, capabilities and attributes, and says so when a name is none of them."""

    catalog: Catalog

    @property
    def capabilities(self) -> list[str]:
        return sorted({c for kind in self.catalog.kinds.values() for c in kind.capabilities})

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a pipeline may come from, other than from being drawn."""
        field = self.catalog.pipeline_fields["origin"]
        return tuple(word for word in field.type.choices if word != field.default)

    def selector(self, data: Any, at: yaml_io.Path) -> dict[str, Any]:
        """Reads ``evaluates``, or ``{can: .., kind: .., ATTRIBUTE: CONDITION}``.

        Raises:
            PolicyMistake: it names something unknown.
        """
        if isinstance(data, str):
            sort = "kind" if data in self.catalog.kinds else "can"
            return self.selector({sort: data}, at)
        if not isinstance(data, Mapping):
            advice = "Write for example {can: deploys, environment: prod}."
            raise PolicyMistake("says which steps are meant, by capability or kind", at, advice)
        rest = {k: v for k, v in data.items() if k not in ("can", "capability", "kind", "where")}
        able = self._known("capability", data.get("can", data.get("capability")), self.capabilities, (*at, "can"))
        kinds = self._known("kind of step", data.get("kind"), list(self.catalog.kinds), (*at, "kind"))
        if not able and not kinds:
            advice = f"Write 'can:' with one of {', '.join(self.capabilities)}, or 'kind:'."
            raise PolicyMistake("says neither what the steps can do nor of which kind they are", at, advice)
        where = data.get("where", {})
        if not isinstance(where, Mapping):
            raise PolicyMistake("must be attributes with their conditions", (*at, "where"))
        either = {"any_of": where["any_of"]} if "any_of" in where else {}
        stated = {k: v for k, v in where.items() if k != "any_of"}
        found: dict[str, Any] = {"kind": list(kinds)} if kinds else {}
        found |= {"capability": list(able)} if able else {}
        meant = kinds or tuple(k for k, kind in self.catalog.kinds.items() if kind.capabilities.intersection(able))
        conditions = self.attributes(stated, (*at, "where"), meant) | self.attributes(rest, at, meant) | either
        return {**found, "where": conditions} if conditions else found

    def attributes(self, data: Any, at: yaml_io.Path, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
        """Reads ``{ATTRIBUTE: CONDITION}`` of steps, of some kinds or of any."""
        return self._conditions(data, at, self._of_steps(kinds), "attribute of a step")

    def facts(self, data: Any, at: yaml_io.Path) -> dict[str, Any]:
        """Reads ``{FACT: CONDITION}`` of the pipeline."""
        return self._conditions(data, at, self._of_pipelines(), "fact of a pipeline")

    def values(self, data: Any, at: yaml_io.Path, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
        """Reads attributes of steps that a fix sets."""
        return self._values(data, at, self._of_steps(kinds), "attribute of a step")

    def pipeline_values(self, data: Any, at: yaml_io.Path) -> dict[str, Any]:
        """Reads facts of the pipeline that a fix sets."""
        return self._values(data, at, self._of_pipelines(), "fact of a pipeline")

    # ------------------------------------------------------------------ inside
    def _of_steps(self, kinds: tuple[str, ...]) -> _Types:
        found = {name: [field.type] for name, field in self.catalog.step_fields.items()}
        for slug in kinds or self.catalog.kinds:
            for name, field in self.catalog.kind(slug).fields.items():
                found.setdefault(name, []).append(field.type)
        return found

    def _of_pipelines(self) -> _Types:
        return {name: [field.type] for name, field in self.catalog.pipeline_fields.items()}

    def _values(self, data: Any, at: yaml_io.Path, types: _Types, sort: str) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise PolicyMistake("must be attributes with their values", at, "Write for example {owner: ml team}.")
        for name, value in data.items():
            if name not in types:
                raise unknown(sort, str(name), list(types), (*at, name))
            problem = _problem(value, types[name])
            if problem:
                raise PolicyMistake(problem, (*at, name))
        return dict(data)

    def _known(self, sort: str, value: Any, known: list[str], at: yaml_io.Path) -> tuple[str, ...]:
        found = words(value)
        for word in found:
            if word not in known:
                raise unknown(sort, word, known, at)
        return found

    def _conditions(self, data: Any, at: yaml_io.Path, types: _Types, sort: str) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise PolicyMistake("must be attributes with their conditions", at, "Write for example {owner: x}.")
        found = {}
        for name, value in data.items():
            if name not in types:
                raise unknown(sort, str(name), list(types), (*at, name))
            found[name] = _condition(value, types[name], (*at, name))
        return found


def _condition(value: Any, types: Sequence[FieldType], at: yaml_io.Path) -> Any:
    is_list = any(kind.is_list for kind in types)
    if isinstance(value, Mapping):
        (test, wanted), *more = value.items() or [("", None)]
        if more or test not in _TESTS:
            raise unknown("condition", str(test), list(_TESTS), at)
        if _TESTS[test] in _OF_VALUES:
            _check_values(wanted, types, at)
        return {_TESTS[test]: wanted}
    _check_values(value, types, at)
    if isinstance(value, list):
        return {"has_any" if is_list else "in": value}
    return {"has": value} if is_list else value


def _check_values(wanted: Any, types: Sequence[FieldType], at: yaml_io.Path) -> None:
    """Whether an attribute could have these values at all."""
    is_list = any(kind.is_list for kind in types)
    for value in wanted if isinstance(wanted, list) else [wanted]:
        problem = _problem([value] if is_list else value, types)
        if problem:
            raise PolicyMistake(f"can never be so: {problem}", at)


def _problem(value: Any, types: Sequence[FieldType]) -> str:
    """Why a value fits none of several types; empty when it fits one."""
    problems = [kind.problem(value) for kind in types]
    return "" if "" in problems else problems[0]
