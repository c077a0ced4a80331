"""Documents to start from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from designer import yaml_io
from designer.resources import resource

SUFFIX = ".mlops.yaml"


@dataclass(frozen=True, slots=True)
class Template:
    """A document that ships with the program.

    Args:
        slug: its name on the command line.
        title: the pipeline's name in it.
        help: one sentence about what it is for.
        text: the whole document.
    """

    slug: str
    title: str
    help: str
    text: str


def load_templates() -> dict[str, Template]:
    """All templates by slug, in alphabetical order."""
    return {t.slug: t for t in map(_read, sorted(resource("templates").glob(f"*{SUFFIX}")))}


def load_template(slug: str) -> Template:
    """One template, without reading the others."""
    return _read(resource("templates") / f"{slug}{SUFFIX}")


def _read(path: Path) -> Template:
    """The first line of a template is a comment that says what it is for."""
    text = path.read_text(encoding="utf-8")
    name = str(yaml_io.load(text, str(path))["pipeline"]["name"])
    return Template(path.name.removesuffix(SUFFIX), name, text.splitlines()[0].removeprefix("# "), text)
