"""Cards for stages: raw facts of the file, what they show, and the kind that the command speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import Any, Final

from designer.model.step import Step
from designer.recognition.recogniser import Guess, Work
from designer.recognition.scripts import Script, read_scripts
from designer.steps.kind import StepKind
from designer.targets.dvc.reading.definitions import WDIR
from designer.targets.dvc.reading.files import entries, parameters
from designer.targets.dvc.reading.pipeline_file import PipelineFile, StageReading
from designer.targets.dvc.reading.shape import OUTPUTS
from designer.targets.dvc.reading.templates import has_template
from designer.targets.dvc.reading.variables import DEFAULT
from designer.targets.file_links import located
from designer.targets.importer import Surroundings

_MEASURES: Final = ("metrics", "live")
# A stage names a command, files and parameters; how a model is served and who may use it stands in what it runs.
_SERVING: Final = (
    *("strategy", "rollback", "platform", "autoscaling", "resource_limits", "partitioned", "access", "audit_log"),
    *("environment_protected", "human_oversight", "logs_predictions"),
)
_SETTINGS: Final = re.compile(
    r"(^|/)(configs?|conf|settings)/.+\.(ya?ml|json|toml|ini|cfg)$|(param|config|setting|hparam)[^/]*\.\w+$"
)


def measured(pipeline: PipelineFile) -> frozenset[str]:
    """Definitions whose runs DVC records with metrics: their own, those of stages behind them, or those of the file."""
    if any(pipeline.data.get(key) for key in ("metrics", "params")):
        return frozenset(pipeline.stages)
    before: dict[str, list[str]] = {}
    for source, target in pipeline.stage_links():
        before.setdefault(target, []).append(source)
    owners = {i.name: name for name, stage in pipeline.stages.items() for i in stage.instances}
    waiting = [i for i, name in owners.items() if any(map(pipeline.stages[name].definition.template.get, _MEASURES))]
    reached = set(waiting)
    while waiting:
        new = set(before.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    return frozenset(owners[i] for i in reached)


def recognise(name: str, stage: StageReading, around: Surroundings) -> Guess:
    """What a stage seems to do."""
    known = stage.instances[0].data if stage.instances else stage.definition.known_template()
    template = stage.definition.template
    reads, writes = tuple(written_deps(template)), tuple(path for path, _ in written_outputs(template))
    work = Work(command_text(known.get("cmd")), name=name, hosted=False, consumes=reads, produces=writes)
    return around.recogniser.recognise(work)


def card(
    step_id: str, stage: StageReading, guess: Guess, pipeline: PipelineFile, around: Surroundings, *, is_measured: bool
) -> Step:
    """The card of a definition; ``is_measured``: DVC records metrics of its runs."""
    attributes = {
        **guess.attributes,
        **{k: v for k, v in _shown_facts(stage, pipeline, around.catalog.kind(guess.kind)).items() if v is not None},
        **written_facts(stage, pipeline.folder),
        "confidence": guess.confidence,
    }
    kind = around.catalog.kind(guess.kind)
    if kind.can("trains"):
        if is_measured:
            attributes["tracked"] = True
        script = _script(stage, around)
        attributes = {**script.shows, **attributes}
        attributes["unseen"] = [*_hidden(script, stage, attributes), "split"]
    if kind.can("deploys"):
        attributes["unseen"] = ["origin", "package", *_SERVING]
    if kind.can("detects_drift"):
        attributes["unseen"] = ["reference"]
    if kind.can("provides_model"):
        attributes["unseen"] = ["maker"]
    return Step(step_id, guess.kind, "", {k: v for k, v in attributes.items() if v is not None})


def _hidden(script: Script, stage: StageReading, attributes: Mapping[str, Any]) -> Iterator[str]:
    """What stands in the script of a training, or may stand there."""
    yield from (name for name in script.unseen if attributes.get(name) is None)
    yield from script.hides
    if "evaluate" not in script.hides and stage.definition.template.get("metrics"):
        yield "evaluate"


def _script(stage: StageReading, around: Surroundings) -> Script:
    """What the scripts of a stage show; nothing where it is not known what it runs."""
    if not stage.instances:
        return Script()
    instance = stage.instances[0]
    return read_scripts(command_text(instance.data.get("cmd")), instance.folder, around.neighbour)


def written_facts(stage: StageReading, folder: str) -> dict[str, Any]:
    """What the file itself says of a stage, as it says it; None for what it does not say."""
    template = stage.definition.template
    return {
        "description": _text(template.get("desc")),
        "command": command_text(template.get("cmd")) or None,
        "working_directory": working_folder(folder, template.get(WDIR)),
        "matrix": stage.definition.axes,
        "consumes": written_deps(template) or None,
        "produces": [path for path, _ in written_outputs(template)] or None,
        "cache": False if _is_always_run(stage) else None,
        "frozen": True if template.get("frozen") is True else None,
    }


def command_text(value: Any) -> str:
    """A command as one text, each entry of a list on a line of its own; without the line end behind the last one."""
    lines = value if isinstance(value, list) else [value or ""]
    return "\n".join(str(v).removesuffix("\n") for v in lines)


def working_folder(folder: str, wdir: Any) -> str | None:
    """The folder of a stage, seen from the opened folder; None for that folder itself."""
    found = located(folder, wdir) if isinstance(wdir, str) and wdir else normpath(folder or ".")
    return None if found == "." else found


def written_deps(template: Mapping[str, Any]) -> list[str]:
    """Dependencies as they stand in the file."""
    deps = template.get("deps")
    return [d for d in deps if isinstance(d, str) and d] if isinstance(deps, list) else []


def written_outputs(template: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Paths of what it makes as they stand in the file, each with its key; each path once."""
    seen: set[str] = set()
    for key in OUTPUTS:
        for path, _ in entries(template.get(key)):
            if path not in seen:
                seen.add(path)
                yield path, key


def keeps_outputs(stage: StageReading) -> bool:
    """Whether DVC keeps something that it makes."""
    return any(o.cached and not o.is_report for f in stage.files for o in f.outputs)


def _is_always_run(stage: StageReading) -> bool:
    template = stage.definition.template
    is_callback = not any(template.get(key) for key in ("deps", "params", *OUTPUTS))
    return template.get("always_changed") is True or is_callback


def _shown_facts(stage: StageReading, pipeline: PipelineFile, kind: StepKind) -> dict[str, Any]:
    template = stage.definition.template
    wanted = [key for path, keys in parameters(template) for key in (keys or (path,))]
    takes_values = bool(wanted) or has_template(template.get("cmd")) or any(map(_is_settings, written_deps(template)))
    facts = {
        "tracked": True if wanted else None,
        "params": "file" if takes_values else None,
        "seed": True if any(_is_seeded(key, pipeline) for key in _named_values(stage, wanted)) else None,
        "versioned": True if kind.can("provides_data") and keeps_outputs(stage) else None,
    }
    return {name: value for name, value in facts.items() if name in kind.fields}


def _is_settings(path: str) -> bool:
    """Whether a file that a stage depends on holds settings."""
    return bool(_SETTINGS.search(path.lower()))


def _named_values(stage: StageReading, wanted: list[str]) -> Iterator[str]:
    yield from wanted
    yield command_text(stage.definition.template.get("cmd"))


def _is_seeded(key: str, pipeline: PipelineFile) -> bool:
    """Whether a parameter fixes the random numbers, itself or one of those below it."""
    if "seed" in key.lower() or "random_state" in key.lower():
        return True
    value: Any = pipeline.variables.values
    if key == DEFAULT:
        return _names_a_seed(value)
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return _names_a_seed(value)


def _names_a_seed(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return False
    return any("seed" in str(k).lower() or str(k) == "random_state" or _names_a_seed(v) for k, v in value.items())


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
