"""Every fix that is offered for a file of other people as a scripted edit of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from designer.analysis.fixes import apply_fix
from designer.errors import EditRefused
from designer.model.pipeline import Pipeline
from designer.session.services import Services
from designer.targets.imported import Trial
from designer.targets.repository import Part

_EVERY_RULE: Final = "regulated"


def fix_trials(services: Services, part: Part) -> Iterator[Trial]:
    """One fix of each rule that finds something, applied to the pipeline as it was read."""
    base = part.imported.snapshot
    tried: set[str] = set()
    for finding in services.analyzer.analyze(base, _EVERY_RULE).findings:
        if finding.autofix is None or finding.code in tried:
            continue
        tried.add(finding.code)
        pipeline = Pipeline(base)
        try:
            apply_fix(pipeline, services.catalog, finding)
        except EditRefused:
            continue
        wanted = pipeline.snapshot()
        yield Trial(f"fix {finding.code}", wanted, part.importer.touched(part.file, part.imported, wanted))
