"""What applies to an analysis: one precedence for the command line, the window and every way to state it.

Command line (or what was picked in the window), then the document, ``.mlops-designer.toml``, ``pyproject.toml``, and
what is usual. Each key, and each entry of a table, counts where it is stated first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from designer.analysis.rulebook import DEFAULT_PROFILE, Profile, RuleBook
from designer.errors import ConfigurationError, did_you_mean
from designer.session import configuration_keys as keys
from designer.session.configuration_keys import READERS, WrongValue

FACT: Final = "analysis"
"""The fact of a pipeline that holds its configuration."""
USUAL: Final = "default"
_TABLES: Final = (keys.SEVERITY, keys.FAIL_UNDER)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place states.

    Args:
        name: what people call the place.
        values: by key, as written.
        folder: what paths in it are relative to.
        path: its file, if it has one.
        above: the keys that lead to the values in that file.
        line: the line of a path of keys in that file.
    """

    name: str
    values: Mapping[str, Any]
    folder: Path = Path()
    path: str | None = None
    above: tuple[str, ...] = ()
    line: Callable[[tuple[str, ...]], int | None] = lambda _: None

    def fail(self, message: str, at: Sequence[str], advice: str = "") -> ConfigurationError:
        """An error about one of its values."""
        where = (*self.above, *at)
        message = message if self.path else f"{message} ({self.name})"
        return ConfigurationError(
            message, path=self.path, line=self.line(where), field=".".join(where) or None, advice=advice
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """One value in effect and where it comes from.

    Args:
        key: as written; entries of tables with a dot.
        source: name of the layer, or ``default``.
        line: in the file of the layer.
        rank: of the layer; the smaller counts.
    """

    key: str
    value: Any
    source: str = USUAL
    line: int | None = None
    rank: int = 99


@dataclass(frozen=True, slots=True)
class Configuration:
    """The configuration in effect.

    Args:
        profile: the rules that count, narrowed as asked for.
        settings: every value with where it comes from, by key.
        fail_under: the least score, by principle or ``overall``.
        baseline: the file with findings that are known.
        problems: values that were left out because they are wrong.
    """

    profile: Profile
    settings: Mapping[str, Setting]
    fail_under: Mapping[str, int]
    baseline: Path | None
    problems: tuple[ConfigurationError, ...] = ()

    @property
    def min_confidence(self) -> str:
        return str(self.settings[keys.MIN_CONFIDENCE].value)

    @property
    def fail_on(self) -> str:
        return str(self.settings[keys.FAIL_ON_KEY].value)

    @property
    def picked(self) -> frozenset[str]:
        """Codes of rules that somebody selected by their whole code."""
        chosen = (*self.settings[keys.SELECT].value, *self.settings[keys.EXTEND].value)
        return frozenset(code for code in chosen if code in self.profile.extend)

    def checked(self) -> Configuration:
        """The same; raises ConfigurationError if any value is wrong."""
        if self.problems:
            raise self.problems[0]
        return self


def configure(layers: Iterable[Layer], rulebook: RuleBook, usual_profile: str = DEFAULT_PROFILE) -> Configuration:
    """The configuration that some layers make, the first one counting most.

    Args:
        usual_profile: where nobody names one.
    """
    usual = _usual(usual_profile if usual_profile in rulebook.profiles else DEFAULT_PROFILE)
    settings = {key: Setting(key, value) for key, value in usual.items()}
    problems: list[ConfigurationError] = []
    for rank, layer in reversed(list(enumerate(layers))):
        for key, value in layer.values.items():
            if value is None:
                continue
            try:
                settings.update(_settings(layer, rank, str(key), value, rulebook))
            except ConfigurationError as e:
                problems.insert(0, e)
    return Configuration(
        profile=_narrowed(rulebook, settings),
        settings=_ordered(settings),
        fail_under=_entries(settings, keys.FAIL_UNDER),
        baseline=settings[keys.BASELINE].value,
        problems=tuple(problems),
    )


def _usual(profile: str) -> dict[str, Any]:
    return {
        keys.PROFILE: profile,
        keys.SELECT: (),
        keys.EXTEND: (),
        keys.IGNORE: (),
        keys.MIN_CONFIDENCE: keys.CONFIDENCES[0],
        keys.FAIL_ON_KEY: "warning",
        keys.BASELINE: None,
    }


def _settings(layer: Layer, rank: int, key: str, value: Any, rulebook: RuleBook) -> dict[str, Setting]:
    if key not in READERS:
        advice = did_you_mean(key.replace("_", "-"), READERS, f"Known are {', '.join(READERS)}.")
        raise layer.fail("there is no such setting", (key,), advice)
    try:
        read = READERS[key](value, rulebook)
    except WrongValue as e:
        raise layer.fail(e.message, (key, e.within) if e.within else (key,), e.advice) from None
    if key == keys.BASELINE:
        read = layer.folder / read
    rows = {f"{key}.{name}": row for name, row in read.items()} if key in _TABLES else {key: read}
    return {
        name: Setting(name, row, layer.name, layer.line((*layer.above, *name.split(".", 1))), rank)
        for name, row in rows.items()
    }


def _narrowed(rulebook: RuleBook, settings: Mapping[str, Setting]) -> Profile:
    """The profile with what was selected and ignored; a whole code that is selected counts whatever its tier."""
    base = rulebook.profile(settings[keys.PROFILE].value)
    select, extend, ignore = (settings[key] for key in (keys.SELECT, keys.EXTEND, keys.IGNORE))
    exact = tuple(code for code in select.value if code in rulebook.rules)
    # Whoever is nearer has the last word: a code that is named there counts although it is ignored further away.
    spared = {c for s in (select, extend) if s.rank < ignore.rank for c in s.value if c in rulebook.rules}
    ignored = ignore.value
    if spared and ignored:
        ignored = tuple(code for code in rulebook.rules if code.startswith(ignored) and code not in spared)
    severity = {**base.severity, **_entries(settings, keys.SEVERITY)}
    return replace(base, select=select.value, extend=(*extend.value, *exact), ignore=ignored, severity=severity)


def _entries(settings: Mapping[str, Setting], table: str) -> dict[str, Any]:
    start = f"{table}."
    return {key.removeprefix(start): s.value for key, s in settings.items() if key.startswith(start)}


def _ordered(settings: Mapping[str, Setting]) -> dict[str, Setting]:
    order = list(READERS)
    return dict(sorted(settings.items(), key=lambda row: (order.index(row[0].partition(".")[0]), row[0])))
