"""Reads the checks of the rule files into operators. The words are those of the rule files, see resources/rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from designer.analysis import builtins
from designer.analysis.builtin import AnchorCheck, Builtin, GraphCheck, WaiverCheck
from designer.analysis.condition import Condition, Conditions, Selector, parse_conditions, words
from designer.analysis.facets import FACETS
from designer.analysis.fact_operators import AllOf, AnyOf, Attributes, PipelineFact, Triggers, listed
from designer.analysis.further_operators import LoopUp, UpWith
from designer.analysis.operator import Operator
from designer.analysis.place_operators import Between, DataUp, Down, Near, NearThenDown, OnWay, Up
from designer.analysis.policy_operators import EveryPath, Exists, NoneOf, Through
from designer.analysis.sight import Sight
from designer.analysis.text_operator import FreeOf, kinds_in
from designer.analysis.view import PipelineView
from designer.analysis.waiver import EXPIRED, INVALID, NEEDLESS
from designer.registry import discover

RELEASE: Final = "release"
SOURCE: Final = "source"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a rule judges: ``release``, ``source`` (each with its train steps), or steps by kind.

    Stubs are judged by rules about steps of any kind only: a planned step earns nothing and owes nothing.
    """

    place: str = ""
    kinds: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()

    @classmethod
    def parse(cls, data: Any) -> Anchor:
        if data in (RELEASE, SOURCE):
            return cls(place=data)
        if not isinstance(data, dict) or not {"kind", "capability"} & set(data):
            raise ValueError(f"{data!r} is no anchor: it may be release, source, {{kind: ..}} or {{capability: ..}}")
        if "capability" in data:
            return cls(kinds=words(data.get("kind")), capabilities=words(data["capability"]))
        if data["kind"] == "any":
            return cls()
        if data["kind"] == "any_but":
            return cls(but=words(data.get("except")))
        return cls(kinds=words(data["kind"]))

    @property
    def is_any(self) -> bool:
        """Whether it names every step, whatever its kind."""
        return not (self.place or self.kinds or self.but or self.capabilities)

    def steps(self, view: PipelineView) -> int:
        """The steps it names; for sources the train steps they belong to."""
        if self.place == RELEASE:
            return view.releases
        if self.place == SOURCE:
            return view.trains
        if self.kinds or self.capabilities:
            return view.of_sort(Selector(self.kinds, capabilities=self.capabilities)) & view.real
        return view.reach.everything & ~view.of_kind(*self.but)


@dataclass(frozen=True)
class EachCheck:
    """Every anchor needs something.

    Args:
        only: anchors that do not meet these conditions are fine as they are.
    """

    anchor: Anchor
    needs: Operator
    only: Conditions = ()

    @cached_property
    def operators(self) -> tuple[Operator, ...]:
        """The operator and all inside it."""
        found = [self.needs]
        for operator in found:  # grows while it is walked
            found.extend(operator.parts_inside())
        return tuple(found)

    @cached_property
    def sight(self) -> Sight:
        """How far it looks from an anchor."""
        return self.needs.looks()

    @cached_property
    def telling(self) -> Sight:
        """How far it looks to tell what is lacking at an anchor."""
        return self.needs.tells()

    def has(self, sort: type[Operator]) -> bool:
        """Whether it asks for something of a sort."""
        return sort in self._sorts

    @cached_property
    def _sorts(self) -> frozenset[type[Operator]]:
        return frozenset(map(type, self.operators))

    @cached_property
    def listed(self) -> Conditions:
        """What it asks of attributes whose faults a list shows."""
        return listed(self.operators)

    @cached_property
    def hazards(self) -> tuple[str, ...]:
        """The kinds of hazards in texts that it asks for."""
        return kinds_in(self.needs)


@dataclass(frozen=True, slots=True)
class FacetCheck:
    """The best candidate of each outcome passes one test of a facet."""

    facet: str
    test: str


Check = EachCheck | FacetCheck | GraphCheck


def load_builtins() -> dict[str, Builtin]:
    """The checks that the language cannot say, by name."""
    return discover(builtins, "check", Builtin)


def parse_check(data: Mapping[str, Any], known: Mapping[str, Builtin]) -> Check:
    """Reads one check.

    Raises:
        ValueError: it says something the language does not know.
    """
    match data:
        case {"each": anchor, "needs": needs, **rest} if set(rest) <= {"where"}:
            return EachCheck(
                Anchor.parse(anchor), parse_operator(needs, known), parse_conditions(rest.get("where", {}))
            )
        case {"facet": facet, "test": test} if facet in FACETS and test in FACETS[facet].tests:
            return FacetCheck(facet, test)
        case {"builtin": name} if isinstance(found := known.get(name), GraphCheck):
            return found
        case {"waivers": fault} if fault in (EXPIRED, INVALID, NEEDLESS):
            return WaiverCheck(lambda view, releases: (), fault)
    raise ValueError(f"{dict(data)!r} is not a check")


def parse_operator(data: Mapping[str, Any], known: Mapping[str, Builtin]) -> Operator:
    """Reads one operator with all inside it. Raises as `parse_check`."""
    (word, inner), *rest = data.items()
    if rest:
        raise ValueError(f"{dict(data)!r} has more than one operator")
    if word in _JOINING:
        return _JOINING[word](tuple(parse_operator(part, known) for part in inner))
    if word == "builtin":
        found = known.get(inner)
        if not isinstance(found, AnchorCheck):
            raise ValueError(f"there is no check {inner!r} of single steps")
        return found
    if word == "up_with":
        selector = {k: v for k, v in inner.items() if k != "needs"}
        return UpWith(Selector.parse(selector), parse_operator(inner["needs"], known))
    if word not in _OPERATORS:
        known_words = sorted({*_OPERATORS, *_JOINING, "builtin", "up_with"})
        raise ValueError(f"{word!r} is no operator; known are {', '.join(known_words)}")
    return _OPERATORS[word](inner)


_JOINING: Final[Mapping[str, Callable[[tuple[Operator, ...]], Operator]]] = {"any": AnyOf, "all": AllOf, "none": NoneOf}


def _between(data: Mapping[str, Any]) -> Operator:
    if set(words(data["from"]["kind"])) != {"train", "model_source"}:
        raise ValueError("'between' starts from train and model_source steps")
    return Between(Selector.parse(data["via"]))


_OPERATORS: Final[Mapping[str, Callable[[Any], Operator]]] = {
    "attr": lambda data: Attributes(parse_conditions(data)),
    "pipe": lambda data: PipelineFact(parse_conditions(data)),
    "text": FreeOf.parse,
    "trig": lambda data: Triggers(Condition.parse(data)),
    "up": lambda data: Up(Selector.parse(data)),
    "down": lambda data: Down(Selector.parse(data)),
    "near": lambda data: Near(Selector.parse(data)),
    "data_up": lambda data: DataUp(Selector.parse(data)),
    "between": _between,
    "on_way": lambda data: OnWay(Selector.parse(data["via"])),
    "near_then_down": lambda data: NearThenDown(Selector.parse(data["near"]), Selector.parse(data["down"])),
    "loop_up": lambda data: LoopUp(Selector.parse(data)),
    "through": lambda data: Through(Selector.parse(data["from"]), Selector.parse(data["via"])),
    "every_path": lambda data: EveryPath(Selector.parse(data["from"]), Selector.parse(data["via"])),
    "exists": lambda data: Exists(Selector.parse(data)),
}
