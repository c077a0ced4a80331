"""From the definition of a stage to the stages that DVC runs: one, or one for each item of foreach or matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Final, TypeVar

from designer.errors import DesignerError
from designer.targets.dvc.reading.shape import LISTS_OF_FILES
from designer.targets.dvc.reading.templates import (
    TemplateError,
    check,
    has_template,
    is_template,
    partly_resolved,
    resolved,
    words,
)
from designer.targets.dvc.reading.variables import Neighbour, Variables, VariablesError, with_entry
from designer.targets.file_links import located

FOREACH: Final = "foreach"
MATRIX: Final = "matrix"
DO: Final = "do"
VARS: Final = "vars"
WDIR: Final = "wdir"
ITEM: Final = "item"
KEY: Final = "key"

_MOST: Final = 10_000  # combinations of one matrix that are worked out

_Error = TypeVar("_Error", bound=DesignerError)


class TooManyStages(TemplateError):
    """A definition means more stages than anybody can look at."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One stage that DVC runs.

    Args:
        name: ``train``, or ``train@forest`` for an item.
        data: its mapping with everything filled in.
        folder: the folder it runs in, relative to the opened folder.
    """

    name: str
    data: Mapping[str, Any]
    folder: str


class Definition:
    """A stage as it is written.

    Args:
        name: its key.
        data: its mapping.
        folder: the folder of the file, relative to the opened folder.
        variables: values of the file.
        neighbour: text of other files.
    """

    def __init__(
        self, name: str, data: Mapping[str, Any], folder: str, variables: Variables, neighbour: Neighbour
    ) -> None:
        self.name = name
        self.folder = folder
        self._data = data
        self._variables = variables
        self._neighbour = neighbour

    def says_same(self, other: Definition) -> bool:
        """Whether another definition has the same text; what it means depends on the values of its file, too."""
        return self.name == other.name and self.folder == other.folder and self._data == other._data

    @property
    def loop(self) -> str | None:
        """``foreach`` or ``matrix`` when it means several stages."""
        return next((word for word in (MATRIX, FOREACH) if word in self._data), None)

    @cached_property
    def template(self) -> Mapping[str, Any]:
        """What each of its stages is made of: below ``do``, or all but the matrix."""
        if self.loop == FOREACH:
            below = self._data.get(DO)
            return below if isinstance(below, Mapping) else {}
        return {k: v for k, v in self._data.items() if k != MATRIX}

    @property
    def above_template(self) -> tuple[str, ...]:
        """Keys that lead from the definition to the template."""
        return (DO,) if self.loop == FOREACH else ()

    @cached_property
    def items(self) -> Mapping[str, Any]:
        """Name behind the ``@`` -> value of ``${item}``, in DVC's order.

        Raises:
            DesignerError: a template without value, or no list or mapping.
        """
        if self.loop is None:
            return {}
        written = self._data[self.loop]
        check(written)
        value = resolved(written, self._variables.values)
        if isinstance(written, Mapping) and (not written or has_template(list(written))):
            raise TemplateError(f"DVC cannot read the keys of this {self.loop}", field=self.loop)
        return _matrix_items(written, value) if self.loop == MATRIX else _foreach_items(written, value)

    @cached_property
    def axes(self) -> Any:
        """The lists behind the items, by the name of what varies; as it is written when nobody can tell."""
        if self.loop is None:
            return None
        value = partly_resolved(self._data[self.loop], self._variables.values)
        return {ITEM: value} if self.loop == FOREACH else value

    def instances(self) -> Iterator[Instance]:
        """Its stages with everything filled in.

        Raises:
            DesignerError: something has no value; ``field`` says below which key.
        """
        _checked(self.template)
        if self.loop is None:
            yield self._instance(self.name, {})
            return
        with_key = self.loop == MATRIX or isinstance(self._iterated(), Mapping)
        for label, item in self.items.items():
            yield self._instance(f"{self.name}@{label}", {ITEM: item, KEY: label} if with_key else {ITEM: item})

    def roughly(self) -> Instance:
        """The definition itself with as much filled in as is known; for what cannot be told exactly."""
        data = self.known_template()
        wdir = data.get(WDIR)
        return Instance(self.name, data, located(self.folder, wdir) if isinstance(wdir, str) else self.folder)

    def known_template(self) -> dict[str, Any]:
        """The template with the values of the file filled in, ``${item}`` and ``${key}`` left as they stand."""
        try:
            values = self._scope(self._variables.values, {}).values
        except DesignerError:
            values = self._variables.values
        return {k: v if k == VARS else partly_resolved(v, values, k) for k, v in self.template.items()}

    def _iterated(self) -> Any:
        return resolved(self._data[FOREACH], self._variables.values)

    def _instance(self, name: str, own: Mapping[str, Any]) -> Instance:
        values = {**self._variables.values, **own} if own else self._variables.values
        scope = self._scope(values, own)
        data = {}
        for key, value in self.template.items():
            if key != VARS:
                try:
                    data[key] = resolved(value, scope.values, key)
                except TemplateError as e:
                    raise _below(e, key) from None
        _check_paths(data)
        wdir = data.get(WDIR)
        return Instance(name, data, located(self.folder, words(wdir)) if wdir else self.folder)

    def _scope(self, values: Mapping[str, Any], own: Mapping[str, Any]) -> Variables:
        """The values that hold below the definition, its own ``vars`` included."""
        scope = Variables(values, self._variables.files, self._variables.complete)
        entries = self.template.get(VARS) or []
        if entries:
            wdir = self.template.get(WDIR)
            folder = located(self.folder, words(resolved(wdir, values))) if wdir else self.folder
            for entry in entries if isinstance(entries, list) else []:
                scope = self._with_own_vars(scope, entry, folder, own)
        return scope

    def _with_own_vars(self, scope: Variables, entry: Any, folder: str, own: Mapping[str, Any]) -> Variables:
        if isinstance(entry, Mapping) and set(entry) & set(own):
            raise _below(VariablesError("item and key are DVC's own names here"), VARS)
        try:
            return with_entry(scope, entry, folder, self._neighbour)
        except VariablesError as e:
            raise _below(e, VARS) from None


def _checked(template: Mapping[str, Any]) -> None:
    for key, value in template.items():
        try:
            check(value)
        except TemplateError as e:
            raise _below(e, key) from None


def _check_paths(data: Mapping[str, Any]) -> None:
    for key in LISTS_OF_FILES:
        written = data.get(key)
        for entry in written if isinstance(written, list) else ():
            if any(not isinstance(path, str) for path in (entry if isinstance(entry, Mapping) else [entry])):
                raise TemplateError(f"{entry} under {key} is no path", field=key)


def _below(error: _Error, key: str) -> _Error:
    error.field = error.field or key
    return error


def _foreach_items(written: Any, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {words(k): v for k, v in value.items()}
    if not isinstance(value, list):
        raise TemplateError("foreach needs a list or a mapping", field=FOREACH)
    if any(_is_compound(v) for v in value):
        return {str(i): v for i, v in enumerate(value)}
    return dict(zip(_labels(written, value), value, strict=True))


def _matrix_items(written: Any, value: Any) -> dict[str, Any]:
    if not isinstance(written, Mapping) or not isinstance(value, Mapping):
        raise TemplateError("matrix needs a mapping of lists", field=MATRIX)
    axes: dict[str, list[tuple[str, Any]]] = {}
    for name, values in value.items():
        if not isinstance(values, (list, str, Mapping)) or (isinstance(values, str) and is_template(written.get(name))):
            raise TemplateError(f"{name} of the matrix is no list", field=MATRIX)
        axis = list(values)  # DVC takes a text that is written there by its letters
        texts = _labels(written.get(name), axis)
        labels = [
            f"{name}{i}" if _is_compound(v) else text for i, (text, v) in enumerate(zip(texts, axis, strict=True))
        ]
        axes[name] = list(zip(labels, axis, strict=True))
    if prod(map(len, axes.values())) > _MOST:
        raise TooManyStages(f"its matrix means more than {_MOST} stages", field=MATRIX)
    items = {}
    for chosen in product(*axes.values()):
        items["-".join(label for label, _ in chosen)] = {n: v for n, (_, v) in zip(axes, chosen, strict=True)}
    return items


def _labels(written: Any, values: Sequence[Any]) -> list[str]:
    """How DVC calls items: values that came out of a template are called as Python does, ``True``."""
    if not isinstance(written, list):
        return [str(v) for v in values]
    return [str(v) if is_template(w) else words(v) for w, v in zip(written, values, strict=True)]


def _is_compound(value: Any) -> bool:
    return isinstance(value, (list, Mapping))
