r"""Templates in dvc.yaml: ``${train.lr}`` is a value, ``\${HOME}`` is left to the shell.

The rules are DVC's own (https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#templating): a text that is one
template keeps the type of its value, a template inside of a text becomes words, and a mapping in a command becomes
options. What looks like ``${X:-y}`` of a shell is a template, too, and nobody has a value of that name.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from designer.errors import DesignerError

OPEN: Final = "${"
_TEMPLATE: Final = re.compile(r"(?<!\\)\$\{(.{0,400}?)\}")
_NAME: Final = re.compile(r"[^.\[\]]+(?:\.[^.\[\]]+|\[[^.\[\]]+\])*\Z")
_PLAIN: Final = (int, float, str)  # bool is an int
_OWN: Final = ("item", "key")


class TemplateError(DesignerError):
    """A template has no value, or one that cannot stand where it does."""


def has_template(value: Any) -> bool:
    """Whether anything in it waits for a value."""
    return any(_TEMPLATE.search(text) for text in _texts(value))


def is_template(value: Any) -> bool:
    """Whether it is a text of one template and nothing else."""
    found = _TEMPLATE.match(value) if isinstance(value, str) else None
    return found is not None and found.group() == value


def written(text: str) -> str:
    """A text as it has to stand in dvc.yaml, so that DVC sees no template in it."""
    return text.replace(OPEN, rf"\{OPEN}")


def check(value: Any) -> None:
    """Refuses expressions that are no name, whether there is a value or not."""
    for text in _texts(value):
        for found in _TEMPLATE.finditer(text):
            if not _NAME.match(found[1]):
                raise TemplateError(f"{found.group()} is no template that DVC can read", advice=_escape(found.group()))


def select(values: Mapping[str, Any], expression: str) -> Any:
    """The value that an expression like ``models[0].name`` names."""
    value: Any = values
    for part in expression.replace("[", ".").replace("]", "").split("."):
        name = part.strip()
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (LookupError, TypeError, ValueError):
            whole = OPEN + expression + "}"
            raise TemplateError(f"DVC finds no value for {whole}", advice=_escape(whole)) from None
    return value


def resolved(value: Any, values: Mapping[str, Any], key: str | None = None) -> Any:
    """A value with everything filled in.

    Args:
        value: text, list or mapping as it stands in the file.
        values: what is known by name.
        key: the key of the stage it stands under; decides whether a mapping may be filled in. None: anything may.

    Raises:
        TemplateError: a name without a value, or a value that cannot stand there.
    """
    if isinstance(value, str):
        return _text(value, values, key) if OPEN in value else value
    if isinstance(value, Mapping):
        return {resolved(k, values, key): resolved(v, values, key) for k, v in value.items()}
    if isinstance(value, list):
        return [resolved(v, values, key) for v in value]
    return value


def partly_resolved(value: Any, values: Mapping[str, Any], key: str | None = None) -> Any:
    """The same, but what has no value stays as it stands, ``${item}`` and ``${key}`` for example."""
    if isinstance(value, Mapping):
        return {partly_resolved(k, values, key): partly_resolved(v, values, key) for k, v in value.items()}
    if isinstance(value, list):
        return [partly_resolved(v, values, key) for v in value]
    if not isinstance(value, str) or OPEN not in value:
        return value
    if is_template(value):
        return _or_itself(value, values, key)
    text = _TEMPLATE.sub(lambda found: words(_or_itself(found.group(), values, key)), value)
    return text if _TEMPLATE.search(text) else text.replace(rf"\{OPEN}", OPEN)


def substituted(text: str, word: Callable[[str], str]) -> str:
    """A text with each template replaced by what ``word`` makes of the name in it; escapes are taken away."""
    return _TEMPLATE.sub(lambda found: word(found[1].strip()), text).replace(rf"\{OPEN}", OPEN)


def words(value: Any) -> str:
    """A value inside of a text; a mapping becomes options of a command."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return " ".join(option for name, each in _flat(value) for option in _option(name, each))
    return str(value)


def _or_itself(template: str, values: Mapping[str, Any], key: str | None) -> Any:
    inner = template[len(OPEN) : -1]
    if inner.replace("[", ".").split(".")[0].strip() in _OWN:
        return template
    try:
        return _text(template, values, key)
    except TemplateError:
        return template


def _text(text: str, values: Mapping[str, Any], key: str | None) -> Any:
    if is_template(text):
        value = select(values, text[len(OPEN) : -1])
        _check_type(value, text, key)
        return value
    parts, end = [], 0
    for found in _TEMPLATE.finditer(text):
        value = select(values, found[1])
        _check_type(value, found.group(), key)
        parts += [text[end : found.start()], words(value)]
        end = found.end()
    return "".join([*parts, text[end:]]).replace(rf"\{OPEN}", OPEN)


def _check_type(value: Any, template: str, key: str | None) -> None:
    if value is None or isinstance(value, _PLAIN) or key is None or "foreach" in key:
        return
    if not (isinstance(value, Mapping) and key == "cmd"):
        kind = "a mapping" if isinstance(value, Mapping) else "a list"
        raise TemplateError(f"{template} is {kind}, which DVC does not fill in under {key}")


def _flat(value: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, each in value.items():
        whole = f"{above}.{name}" if above else str(name)
        if isinstance(each, Mapping):
            yield from _flat(each, whole)
        else:
            yield whole, each


def _option(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, bool):
        if value:
            yield f"--{name}"
    elif isinstance(value, str):
        yield f"--{name} {shlex.quote(value)}"
    elif isinstance(value, list):
        if any(isinstance(v, (list, Mapping)) for v in value):
            raise TemplateError(f"the option {name} is a list of lists, which DVC does not fill in")
        if value:
            yield f"--{name} " + " ".join(shlex.quote(v) if isinstance(v, str) else str(v) for v in value)
    else:
        yield f"--{name} {value}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(name)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _escape(template: str) -> str:
    return rf"Write \{template} where the shell shall see it; give it a value in params.yaml or vars otherwise."
