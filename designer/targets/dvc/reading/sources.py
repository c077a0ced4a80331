"""Files that no stage makes: which of them are data from outside, and which are code and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import basename, normpath, splitext
from typing import Final

from designer.targets.dvc.reading.pipeline_file import PipelineFile, StageReading
from designer.targets.file_links import Writers

_CODE: Final = frozenset(
    [
        ".py",
        ".ipynb",
        ".pyx",
        ".r",
        ".rmd",
        ".qmd",
        ".jl",
        ".m",
        ".sh",
        ".bash",
        ".ps1",
        ".bat",
        ".js",
        ".mjs",
        ".ts",
        ".c",
        ".cc",
        ".cpp",
        ".cu",
        ".h",
        ".hpp",
        ".go",
        ".rs",
        ".java",
        ".scala",
        ".kt",
        ".sql",
        ".stan",
        ".tex",
        ".bib",
        ".sty",
        ".cls",
        ".css",
        ".html",
        ".j2",
        ".jinja",
        ".mk",
        ".ini",
        ".cfg",
        ".conf",
        ".toml",
        ".yaml",
        ".yml",
        ".env",
        ".lock",
        ".dockerfile",
        ".md",
        ".rst",
    ]
)
_CODE_NAMES: Final = re.compile(
    r"(?i)(makefile|dockerfile.*|pipfile|justfile|license|(dev[-_.])?requirements.*\.(txt|in)|environment.*|"
    r".*(config|params|settings|schema|hyperparam\w*|tuned|tuning).*\.json)\Z"
)
_CODE_FOLDERS: Final = frozenset(
    [
        "src",
        "source",
        "code",
        "scripts",
        "script",
        "lib",
        "libs",
        "bin",
        "pipeline",
        "pipelines",
        "stages",
        "notebooks",
        "notebook",
        "tests",
        "test",
        "modules",
        "utils",
        "app",
        "apps",
        "tools",
        "config",
        "configs",
        "conf",
        "settings",
        "docs",
        "templates",
    ]
)
_SETTINGS: Final = frozenset(("config", "configs", "conf", "settings", "tuning", "tuned", "hyperparameters"))
_DATA_FOLDERS: Final = re.compile(r"(?i)(data(sets?)?|raw|input|inputs|assets|models?|.*[_-]data|data[_-].*)\Z")
_PACKAGES: Final = frozenset(("src", "source", "lib", "libs"))  # their folders data and models hold code about these
_ABOUT: Final = frozenset(("data", "dataset", "datasets", "models", "model", "features"))
_PACKAGE_NAME: Final = re.compile(
    r"(?!.*(data|corpus|image|raw|input|sample|train|csv|text|label))[a-z_]\w*\Z", re.IGNORECASE
)
_RULES: Final = re.compile(r"(?i)(great_expectations|gx|expectations|dbt\w*)\Z")
_MADE: Final = re.compile(
    r"(?i)(^|[/_-])(prepared|processed|preprocessed|interim|features?|splits?|splitted|clean(ed)?|normalized|transformed|"
    r"artifacts?|outputs?|results?|runs|predictions?)(/|\.\w+\Z|\Z)"
)
_FITTED: Final = re.compile(
    r"(?i)(preproc\w*|tokeni[sz]er|encoder|scaler|vectori[sz]er|vocab\w*|label_?map|imputer|transformer)[^/]*"
    r"(\.(pkl|pickle|joblib|json|txt|bin|model))?\Z"
)
_REPORTS: Final = re.compile(r"(?i)(^|/)(reports?|logs?|figures|plots)(/|\Z)")
_MODEL: Final = re.compile(
    r"(?i)(model|weights|checkpoint|classifier|regressor|pretrained)[^/]*\.(pkl|pickle|joblib|h5|hdf5|bin|sav|zip)\Z|"
    r"\.(pt|pth|ckpt|onnx|safetensors|keras|cbm|tflite|mlmodel)\Z|(^|/)\w*base_?model\Z|(^|/)(saved_)?models?\Z|"
    r"(^|/)prepare_b\w*model\Z"
)


@dataclass(frozen=True, slots=True)
class DataSource:
    """Data that enters a stage from outside.

    Args:
        path: as seen from the opened folder, or as written where it stands for several.
        paths: all of them, as seen from the opened folder.
        stage: name of the definition that reads it.
    """

    path: str
    paths: tuple[str, ...]
    stage: str

    @property
    def is_made(self) -> bool:
        """Whether its name says that something made it that is not in the file."""
        return bool(_MADE.search(self.path))

    @property
    def holds(self) -> str:
        """What it is by its name: ``data``, ``model``, or ``fitted`` for what helps to use a model."""
        name = basename(self.path)
        if _FITTED.search(name) or _REPORTS.search(self.path):
            return "fitted"
        return "model" if _MODEL.search(self.path) else "data"


def data_sources(pipeline: PipelineFile) -> Iterator[DataSource]:
    """Data that no stage makes, each with who reads it, in the order of the file."""
    writers = Writers((path, name) for name, use in pipeline.uses().items() for path in use.writes)
    for name, stage in pipeline.stages.items():
        for written, paths in _deps(stage).items():
            free = tuple(p for p in paths if next(writers.of(p), None) is None)
            if free and not any(is_code(path, _command(stage)) for path in (free[0], _plain(written))):
                yield DataSource(free[0] if len(paths) == 1 else written, free, name)


def is_code(path: str, command: str) -> bool:
    """Whether a file or folder holds instructions or settings, judged by its name and the command that uses it."""
    name = basename(path)
    ending = splitext(name)[1].lower()
    if "://" in path:
        return False
    if ending in _CODE or _CODE_NAMES.match(name):
        return True
    folders = path.lower().split("/")
    if ending:
        return (ending == ".json" and bool(_SETTINGS.intersection(folders))) or "requirements" in folders[:-1]
    if _is_package(folders, command):
        return True
    if any(_DATA_FOLDERS.match(f) for f in folders):
        return False
    if _PACKAGE_NAME.match(path) and not _is_said(path, command):
        return True  # a folder of its own name that no command is told of: a package that scripts import
    return bool(_CODE_FOLDERS.intersection(folders)) or _is_run(path, command)


def _is_package(folders: list[str], command: str) -> bool:
    """Whether a folder holds code about data or models: ``src/app/data``, or a part of a package that is run."""
    if any(_RULES.match(f) for f in folders):
        return True
    if len(folders) > 2 and folders[0] in _PACKAGES and folders[-1] in _ABOUT:
        return True
    return len(folders) > 1 and bool(re.search(rf"(?i)-m\s+{re.escape(folders[0])}\.", command))


def _is_said(path: str, command: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(path)}(?![\w-])", command))


def _is_run(path: str, command: str) -> bool:
    """Whether a command runs something inside of a folder, or the file itself."""
    module = re.escape(path.replace("/", "."))
    return bool(re.search(rf"-m\s+{module}\b|(?<![\w-]){re.escape(path)}(/[\w/.-]+\.(py|sh|R)|\s|\Z)", command))


def _plain(path: str) -> str:
    """A path as it is written, seen from the folder of its file."""
    return path if "://" in path else normpath(path)


def _deps(stage: StageReading) -> dict[str, tuple[str, ...]]:
    """Dependencies as they are written -> the paths that they mean."""
    found: dict[str, dict[str, None]] = {}
    written = stage.definition.template.get("deps")
    texts = [d for d in written if isinstance(d, str) and d] if isinstance(written, list) else []
    for files in stage.files:
        for text, (_, path) in zip(texts, files.deps, strict=False):
            found.setdefault(text, {})[path] = None
    return {text: tuple(paths) for text, paths in found.items()}


def _command(stage: StageReading) -> str:
    command = stage.instances[0].data.get("cmd") if stage.instances else ""
    return "\n".join(map(str, command)) if isinstance(command, list) else str(command or "")
