"""The texts of the maturity models: titles of levels, tests and bands, and questions that no workflow answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designer import yaml_io
from designer.errors import ResourceError
from designer.resources import resource


@dataclass(frozen=True, slots=True)
class LevelText:
    """One level of a maturity model in words."""

    title: str
    doc: str


@dataclass(frozen=True, slots=True)
class ModelText:
    """One maturity model in words.

    Args:
        levels: from 0, where nothing is asked, upwards.
    """

    title: str
    url: str
    levels: tuple[LevelText, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A test of the ML Test Score that a workflow cannot show.

    Args:
        test: its short name in the paper's order, such as ``D2``.
    """

    test: str
    section: str
    ask: str


@dataclass(frozen=True, slots=True)
class MaturityBook:
    """All texts.

    Args:
        models: by the names that the score uses.
        bands: greatest score and meaning, lowest first.
        holds: what is true where a rule holds, by its code.
    """

    models: Mapping[str, ModelText]
    title: str
    url: str
    sections: Mapping[str, str]
    tests: Mapping[str, str]
    bands: tuple[tuple[float, str], ...]
    questions: tuple[Question, ...]
    holds: Mapping[str, str]

    def band(self, points: float) -> str:
        """What a score of the lowest section means."""
        return next((text for most, text in self.bands if points <= most), self.bands[-1][1])


def load_maturity_book() -> MaturityBook:
    """Reads the texts.

    Raises:
        ResourceError: the file is wrong.
    """
    path = resource("rules", "_maturity.yaml")
    data = yaml_io.parse(path.read_text(encoding="utf-8"), str(path)).data
    try:
        test_score = data["ml_test_score"]
        return MaturityBook(
            models={name: _model(row) for name, row in data["models"].items()},
            title=test_score["title"],
            url=test_score["url"],
            sections=test_score["sections"],
            tests=test_score["tests"],
            bands=tuple((float(most), str(text)) for most, text in test_score["bands"]),
            questions=tuple(Question(**row) for row in test_score["questions"]),
            holds=data["holds"],
        )
    except (KeyError, TypeError, ValueError) as e:
        raise ResourceError(f"is not a list of maturity models ({e})", path=str(path)) from e


def _model(row: Mapping[str, Any]) -> ModelText:
    return ModelText(row["title"], row["url"], tuple(LevelText(**level) for level in row["levels"]))
