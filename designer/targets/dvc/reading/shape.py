"""What DVC 3 accepts in a dvc.yaml: names of keys and types of values.

DVC refuses the whole file for one unknown key. We show it all the same and say where it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer.targets.dvc.reading.plain_data import Dated
from designer.targets.imported import YamlPath

STAGES: Final = "stages"
OUTPUTS: Final = ("outs", "metrics", "plots")
LISTS_OF_FILES: Final = ("deps", *OUTPUTS)
TOP_KEYS: Final = frozenset({"datasets", "plots", "stages", "vars", "params", "metrics", "artifacts"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something DVC does not accept.

    Args:
        at: keys and indexes that lead to it.
        message: what is wrong, a sentence without a final full stop.
        advice: what to do.
    """

    at: YamlPath
    message: str
    advice: str = ""


Check = Callable[[Any, YamlPath], Iterator[Refusal]]


def refusals(data: Mapping[str, Any]) -> Iterator[Refusal]:
    """Everything in a file that DVC's schema does not accept, stages that are no mappings included."""
    yield from _FILE(data, ())


def _type(name: str, *types: type) -> Check:
    def checked(value: Any, at: YamlPath) -> Iterator[Refusal]:
        if isinstance(value, Dated):
            yield Refusal(at, f"{_last(at)} is a date to DVC", "Put it into quotes.")
        elif not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            yield Refusal(at, f"{_last(at)} must be {name}")

    return checked


def _anything(value: Any, at: YamlPath) -> Iterator[Refusal]:
    yield from ()


def _list(item: Check) -> Check:
    def checked(value: Any, at: YamlPath) -> Iterator[Refusal]:
        if not isinstance(value, list):
            yield Refusal(at, f"{_last(at)} must be a list")
            return
        for index, each in enumerate(value):
            yield from item(each, (*at, index))

    return checked


def _each(item: Check) -> Check:
    def checked(value: Any, at: YamlPath) -> Iterator[Refusal]:
        if not isinstance(value, Mapping):
            yield Refusal(at, f"{_last(at)} must be a mapping")
            return
        for name, each in value.items():
            yield from item(each, (*at, name))

    return checked


def _keys(known: Mapping[str, Check], required: tuple[str, ...] = ()) -> Check:
    def checked(value: Any, at: YamlPath) -> Iterator[Refusal]:
        if not isinstance(value, Mapping):
            yield Refusal(at, f"{_last(at)} must be a mapping")
            return
        for name, each in value.items():
            if name in known:
                yield from known[name](each, (*at, name))
            else:
                yield Refusal((*at, name), f"DVC 3 knows no key {name} here", _OLD.get(name, ""))
        for name in required:
            if name not in value:
                yield Refusal(at, f"{name} is missing in {_last(at)}")

    return checked


def _either(first: Check, second: Check) -> Check:
    """Accepts what one of two accepts; complains as the one that fits better."""

    def checked(value: Any, at: YamlPath) -> Iterator[Refusal]:
        complaints = list(first(value, at))
        others = list(second(value, at)) if complaints else []
        if complaints and others:
            yield from max(complaints, others, key=lambda found: len(found[0].at))

    return checked


def _stage(value: Any, at: YamlPath) -> Iterator[Refusal]:
    loops = isinstance(value, Mapping) and {"foreach", "do"} & value.keys()
    yield from (_FOREACH if loops else _STAGE)(value, at)
    if "@" in str(at[-1]) and isinstance(value, Mapping) and not {"foreach", "matrix"} & value.keys():
        yield Refusal(at, "DVC takes the @ in a name for a variant and does not find the stage", "Rename it.")


def _last(at: YamlPath) -> str:
    names = [part for part in at if isinstance(part, str)]
    name = names[-1] if names else "the file"
    return f"an entry of {name}" if at and isinstance(at[-1], int) else name


_OLD: Final = {
    "live": "It was removed in DVC 3: write what DVCLive makes under outs, metrics and plots.",
    "outs_no_cache": "Write the file under outs with cache: false.",
    "metrics_no_cache": "Write the file under metrics with cache: false.",
    "plots_no_cache": "Write the file under plots with cache: false.",
    "outs_persist": "Write the file under outs with persist: true.",
}
_TEXT: Final = _type("text", str)
_BOOL: Final = _type("true or false", bool)
_TEXTS: Final = _list(_TEXT)
_MAP: Final = _type("a mapping", dict)
_TEXT_OR_MAP: Final = _either(_TEXT, _MAP)
_TEXT_OR_LIST: Final = _type("text or a list", str, list)
_NOTES: Final[Mapping[str, Check]] = {"desc": _TEXT, "type": _TEXT, "labels": _TEXTS, "meta": _anything}
_OUT: Final[Mapping[str, Check]] = {
    **_NOTES,
    "cache": _BOOL,
    "persist": _BOOL,
    "checkpoint": _BOOL,
    "remote": _TEXT,
    "push": _BOOL,
}
_CURVE: Final[Mapping[str, Check]] = {
    **_OUT,
    **dict.fromkeys(("template", "x", "y", "x_label", "y_label", "title"), _TEXT),
    "header": _BOOL,
}
_STAGE: Final = _keys(
    {
        "matrix": _each(_TEXT_OR_LIST),
        "cmd": _TEXT_OR_LIST,
        "wdir": _TEXT,
        "deps": _TEXTS,
        "params": _list(_TEXT_OR_MAP),
        "vars": _list(_TEXT_OR_MAP),
        "frozen": _BOOL,
        "meta": _anything,
        "desc": _TEXT,
        "always_changed": _BOOL,
        "outs": _list(_either(_TEXT, _each(_keys(_OUT)))),
        "metrics": _list(_either(_TEXT, _each(_keys(_OUT)))),
        "plots": _list(_either(_TEXT, _each(_keys(_CURVE)))),
    },
    required=("cmd",),
)
_FOREACH: Final = _keys({"foreach": _type("a list or a mapping", str, list, dict), "do": _STAGE}, ("foreach", "do"))
_AXIS: Final = _either(_TEXT_OR_LIST, _each(_either(_TEXT, _TEXTS)))
_PICTURE: Final = _keys(
    {
        "x": _either(_TEXT, _each(_TEXT)),
        "y": _AXIS,
        **dict.fromkeys(("x_label", "y_label", "title", "template"), _TEXT),
    }
)
_NOTHING: Final = _type("empty", type(None))
_FILE: Final = _keys(
    {
        "datasets": _anything,
        "plots": _list(_either(_TEXT, _each(_either(_NOTHING, _PICTURE)))),
        STAGES: _each(_stage),
        "vars": _list(_TEXT_OR_MAP),
        "params": _TEXTS,
        "metrics": _TEXTS,
        "artifacts": _each(_keys({"path": _TEXT, **_NOTES}, ("path",))),
    }
)
