"""The friendly words for what a rule demands, read into those of the check language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from designer import yaml_io
from designer.analysis.builtin import Builtin, GraphCheck, Violation
from designer.analysis.check_language import Anchor, Check, EachCheck, parse_check, parse_operator
from designer.analysis.condition import parse_conditions, words
from designer.analysis.operator import Operator, Question
from designer.analysis.policies.mistake import PolicyMistake, unknown
from designer.analysis.policies.selectors import Words
from designer.analysis.view import PipelineView
from designer.model.step import PIPELINE

T = TypeVar("T")
_JOINING: Final = {"any_of": "any", "all_of": "all", "none_of": "none"}
_PLACES: Final = {"before": "up", "after": "down", "attached": "near", "exists": "exists"}
_PATHS: Final = {"between": "through", "on_every_path": "every_path"}
_OF_PIPELINES: Final = ("pipeline", "started_by", "exists", *_JOINING)
_FRIENDLY: Final = (*_JOINING, *_PLACES, *_PATHS, "states", "pipeline", "started_by")
_LANGUAGE: Final = (
    "attr", "pipe", "trig", "up", "down", "near", "data_up", "on_way", "near_then_down", "loop_up", "through",
    "every_path", "any", "all", "none", "builtin", "up_with",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demands:
    """Reads ``for`` and ``require`` of a rule, or its ``check`` in the words of the built-in rules.

    Args:
        words: knows kinds and attributes.
        builtins: checks that may be named.
    """

    words: Words
    builtins: Mapping[str, Builtin]

    def check(self, data: Mapping[str, Any]) -> Check:
        """The check of a rule.

        Raises:
            PolicyMistake: it says something that the language does not know.
        """
        if "check" in data:
            return self._guarded(lambda: parse_check(data["check"], self.builtins), ("check",))
        for key in ("for", "require"):
            if key not in data:
                advice = "Write 'for: release', 'for: {can: trains}' or 'for: pipeline', and 'require:' with a demand."
                raise PolicyMistake(f"{key!r} is missing", (), advice)
        if data["for"] == PIPELINE:
            return GraphCheck(_Whole(self._operator(data["require"], of_pipeline=True)))
        anchor, only = self._anchor(data["for"])
        return EachCheck(anchor, self._operator(data["require"]), parse_conditions(only))

    def _anchor(self, data: Any) -> tuple[Anchor, Mapping[str, Any]]:
        if data in ("release", "source"):
            return Anchor.parse(data), {}
        if data == "any":
            return Anchor.parse({"kind": "any"}), {}
        plain = self.words.selector(data, ("for",))
        only = plain.pop("where", {})
        if "any_of" in only:
            raise PolicyMistake("cannot be used here", ("for", "where", "any_of"), "Write two rules.")
        return Anchor.parse(plain), only

    def _operator(self, data: Any, *, of_pipeline: bool = False) -> Operator:
        plain = self._demand(data, ("require",), of_pipeline)
        return self._guarded(lambda: parse_operator(plain, self.builtins), ("require",))

    def _demand(self, data: Any, at: yaml_io.Path, of_pipeline: bool) -> dict[str, Any]:
        if not isinstance(data, Mapping) or not data:
            raise PolicyMistake("is no demand", at, f"Write a mapping with one of {', '.join(_FRIENDLY)}.")
        parts = [self._one(word, inner, (*at, word), of_pipeline) for word, inner in data.items()]
        return parts[0] if len(parts) == 1 else {"all": parts}

    def _one(self, word: str, inner: Any, at: yaml_io.Path, of_pipeline: bool) -> dict[str, Any]:
        if of_pipeline and word not in _OF_PIPELINES:
            known = ", ".join(_OF_PIPELINES)
            raise PolicyMistake("cannot be asked of a whole pipeline", at, f"Use one of {known}, or judge steps.")
        if word in _JOINING:
            rows = inner if isinstance(inner, list) else [inner]
            return {_JOINING[word]: [self._demand(r, (*at, i), of_pipeline) for i, r in enumerate(rows)]}
        if word in _PLACES:
            return {_PLACES[word]: self.words.selector(inner, at)}
        if word in _PATHS:
            return {_PATHS[word]: self._path(inner, at)}
        if word == "states":
            return {"attr": self.words.attributes(inner, at)}
        if word == "pipeline":
            return {"pipe": self.words.facts(inner, at)}
        if word == "started_by":
            events = self.words.facts({"triggers": list(words(inner))}, at)["triggers"]
            return {"pipe": {"triggers": events}} if of_pipeline else {"trig": events}
        if word in _LANGUAGE:
            return {word: inner}
        raise unknown("demand", str(word), list(_FRIENDLY), at)

    def _path(self, data: Any, at: yaml_io.Path) -> dict[str, Any]:
        if not isinstance(data, Mapping) or set(data) != {"from", "through"}:
            advice = "Write {from: provides_data, through: validates_data}; the path ends at the step that is judged."
            raise PolicyMistake("needs 'from' and 'through'", at, advice)
        start = self.words.selector(data["from"], (*at, "from"))
        return {"from": start, "via": self.words.selector(data["through"], (*at, "through"))}

    def _guarded(self, parse: Callable[[], T], at: yaml_io.Path) -> T:
        try:
            return parse()
        except (KeyError, TypeError, ValueError, AttributeError) as e:
            raise PolicyMistake(f"is not in the check language ({e})", at) from e


@dataclass(frozen=True, slots=True)
class _Whole:
    """A demand on the pipeline as a whole."""

    needs: Operator

    def __call__(self, view: PipelineView, releases: int) -> tuple[Violation, ...]:
        question = Question(view, 1, view.real)  # what is asked does not look at the anchor
        if self.needs.proves(question):
            return ()
        lack = self.needs.lack(question)
        return (Violation(PIPELINE, lack[:1].upper() + lack[1:]),)
