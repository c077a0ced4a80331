"""Kubernetes manifests as cards: a release for what serves, a step for what runs once or by the clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from designer.errors import DocumentError
from designer.model.snapshot import Snapshot
from designer.model.step import Step, free_id
from designer.recognition.recogniser import Guess, Work
from designer.steps.catalog import UNKNOWN
from designer.targets.command_line import command_of, seen_from_root
from designer.targets.file_links import FileUse
from designer.targets.images import IMAGE, image_name
from designer.targets.imported import GUESSED, KEPT, UNDERSTOOD, Imported, Place, Remark, SourceFile
from designer.targets.importer import Importer, Surroundings
from designer.targets.kubernetes.objects import BATCH, SERVING, WATCHING, Manifest
from designer.yaml_tree.tree import parse_all

_KEYS: Final = tuple(re.compile(rf"^{key}\s*:\s*\S", re.MULTILINE) for key in ("apiVersion", "kind"))
# Files of these programs look the same and are applied by nobody.
_CONFIGURATION: Final = re.compile(
    r"^apiVersion\s*:\s*[\"']?(kustomize|skaffold|v2beta|backstage|pipelines\.kubeflow)", re.MULTILINE
)
# What Helm fills in before it is a manifest; `{{inputs.name}}` of Argo stands in texts and is filled in by the cluster.
_TEMPLATE: Final = re.compile(
    r"\{\{-?\s*(?:\.|(?<=\s)\$|/\*|(?:if|else|end|range|with|define|block|include|template|tpl|toYaml|default|required|quote|printf)\b)"
)
_CALL: Final = re.compile(r"\b(?:kubectl|oc)\b([^\n;&|]*)")
_APPLY: Final = re.compile(r"\b(?:apply|create|replace)\b(.*)")
_PATHS: Final = re.compile(r"(?:-f|--filename|-k|--kustomize)[ =]?[\"']?([^\s\"']+)")
_ACTION: Final = "azure/k8s-deploy@"


class Kubernetes(Importer):
    """Reads manifests; they are changed by hand."""

    slug = "kubernetes"
    title = "Kubernetes"
    called = "Kubernetes manifests"
    order = 70
    is_editable = False
    is_description = True
    linters = ("kubernetes-validate",)

    def recognises(self, file: SourceFile) -> bool:
        is_yaml = file.path.endswith((".yml", ".yaml"))
        is_other = _CONFIGURATION.search(file.text) or _TEMPLATE.search(file.text)
        return is_yaml and all(k.search(file.text) for k in _KEYS) and not is_other

    def path_of_text(self, text: str) -> str | None:
        path = "text.yaml"
        return path if self.recognises(SourceFile(path, text)) else None

    def read(self, file: SourceFile, around: Surroundings) -> Imported:
        objects = list(_objects(file))
        scaled = {o.scales for o in objects} - {""}
        steps: dict[str, Step] = {}
        places: dict[str, tuple[Place, ...]] = {}
        files: dict[str, FileUse] = {}
        remarks = []
        for each in objects:
            place = Place(file.path, each.at, each.first_line, each.last_line)
            guess = _guess(each, file.path, around)
            if guess is None:
                message = f"{each.kind} {each.name} is shown nowhere: it does no work of its own"
                remarks.append(Remark(KEPT, file.path, each.first_line, message))
                continue
            step = _card(free_id(each.name, steps), each, guess, is_scaled=each.name in scaled, around=around)
            steps[step.id] = step
            places[step.id] = (place,)
            files[step.id] = FileUse(reads=tuple(IMAGE + image_name(i) for i in each.images))
            status = UNDERSTOOD if guess.confidence == "high" else GUESSED
            message = f"{each.kind} {each.name} is a step of kind {guess.kind}"
            remarks.append(Remark(status, file.path, each.first_line, message, step.id))
        facts = {"repo": True, "given_files": True, "partial": True}
        return Imported(Snapshot(steps, facts=facts), places, remarks=tuple(remarks), files=files)

    def runs(self, step: Step, file: SourceFile, read: Imported) -> tuple[str, ...]:
        """The objects of a file that a step applies to a cluster."""
        applied = (seen_from_root(step, path) for path in _applied(step))
        is_applied = any(path in (".", file.path) or file.path.startswith(f"{path}/") for path in applied)
        return tuple(read.snapshot.steps) if is_applied else ()


def _objects(file: SourceFile) -> Iterator[Manifest]:
    """Objects of all documents, those of lists one by one."""
    for number, tree in enumerate(parse_all(file.text, file.path)):
        data = tree.data()
        if data is None:
            continue
        if not isinstance(data, Mapping) or not data.get("kind"):
            line, advice = tree.root.line, "Every document of a manifest has apiVersion and kind."
            raise DocumentError("this is no Kubernetes object", path=file.path, line=line, advice=advice)
        items = data.get("items")
        if isinstance(items, list):
            for index, item in enumerate(items):
                if isinstance(item, Mapping):
                    yield Manifest((number, "items", index), item, *tree.lines(("items", index)))
        else:
            yield Manifest((number,), data, tree.root.line, tree.root.last_line)


def _guess(each: Manifest, path: str, around: Surroundings) -> Guess | None:
    """The kind of step that an object stands for; None for objects that do no work."""
    if each.kind in SERVING and each.serves_no_model:
        return Guess(UNKNOWN, "high", reasons=("it runs beside what serves",))
    if each.kind in SERVING:
        return Guess("deploy", "high", each.release_facts(path), reasons=(f"is a {each.kind}",))
    if each.kind in WATCHING:
        return Guess("monitor", "high", {"watches": ["service"], "alerts": each.kind == "PrometheusRule"})
    if each.kind in BATCH:
        return around.recogniser.recognise(Work(command=each.command(), name=each.name, hosted=False))
    return None


def _card(step_id: str, each: Manifest, guess: Guess, *, is_scaled: bool, around: Surroundings) -> Step:
    fields = around.catalog.fields(guess.kind)
    facts: dict[str, Any] = {**guess.attributes, "confidence": guess.confidence, "runs_on": "cluster"}
    if is_scaled:
        facts["autoscaling"] = True
    if each.images:
        facts["pinned"] = all("@sha256:" in image for image in each.images)
    kind = around.catalog.kind(guess.kind)
    if kind.can("deploys") or kind.can("trains"):
        facts["unseen"] = ["around"]  # who applies it, and after what, stands elsewhere; crossings find who does
    if kind.can("trains"):
        facts["unseen"] += ["evaluate", "register", "validate_data"]  # its containers may do more than their names tell
    if each.images and facts["pinned"] is False:
        facts["movable"] = [image for image in each.images if "@sha256:" not in image]
    if each.kind.startswith("Cron"):
        facts["triggers"] = ["schedule"]
    known = {name: value for name, value in facts.items() if name in fields}
    return Step(step_id, guess.kind, f"{each.kind} {each.name}", known)


def _applied(step: Step) -> Iterable[str]:
    """Files and folders that a step applies, seen from its folder."""
    inputs = step.get("inputs")
    if str(step.get("action") or "").lower().startswith(_ACTION) and isinstance(inputs, Mapping):
        yield from str(inputs.get("manifests") or "").split()
    for call in _CALL.findall(command_of(step)):
        applied = _APPLY.search(call)
        for path in _PATHS.findall(applied[1]) if applied else ():
            yield from (p for p in path.split(",") if "$" not in p and "://" not in p)
