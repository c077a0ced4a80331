"""What starts a workflow: the three shapes of ``on``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from designer.targets.github_actions.reading.entry import Entry, words

WORDS: Final = {
    "push": "push",
    "pull_request": "pull_request",
    "pull_request_target": "pull_request_target",
    "schedule": "schedule",
    "workflow_dispatch": "manual",
    "release": "release",
    "workflow_run": "workflow_run",
}
"""What the events are called in a pipeline; every other one is an ``event``."""

_TYPES: Final = {"new-data": "new_data", "drift": "drift"}
"""Types of repository_dispatch that mean something; they are those that this program writes."""


@dataclass(frozen=True, slots=True)
class Triggers:
    """The events of a file.

    Args:
        events: names of GitHub, in the order of the file.
        branches: patterns of the branches whose pushes count; empty when all do.
        crons: of the schedule.
        follows: names of the workflows after whose end this one starts.
        receives: types of repository_dispatch.
    """

    events: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    crons: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    receives: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """The events in the words of a pipeline."""
        found: list[str] = []
        for event in self.events:
            if event == "repository_dispatch":
                found += [_TYPES.get(t, "event") for t in self.receives] or ["event"]
            else:
                found.append(word(event))
        return list(dict.fromkeys(found))

    @property
    def frequency(self) -> str:
        """How often the clock starts it: ``hourly``, ``daily``, ``weekly``; empty when seldom or never."""
        found = [_frequency(cron) for cron in self.crons]
        return next((f for f in ("hourly", "daily", "weekly") if f in found), "")


def word(event: str) -> str:
    """What an event is called in a pipeline."""
    return WORDS.get(event, "event")


def read_triggers(workflow: Entry) -> Triggers:
    """The events of a file, whatever the shape of ``on``: a word, a list, a mapping."""
    stated = workflow.data.get("on")
    if not isinstance(stated, Mapping):
        return Triggers(events=tuple(dict.fromkeys(words(stated))))
    on = workflow.inside("on")
    schedule = on.raw.get("schedule")
    crons = [e.get("cron") for e in schedule if isinstance(e, dict)] if isinstance(schedule, list) else []
    return Triggers(
        events=tuple(stated),
        branches=tuple(_raw_words(on.inside("push").raw.get("branches"))),
        crons=tuple(c for c in crons if isinstance(c, str)),
        follows=tuple(_raw_words(on.inside("workflow_run").raw.get("workflows"))),
        receives=tuple(_raw_words(on.inside("repository_dispatch").raw.get("types"))),
    )


def _raw_words(value: Any) -> list[str]:
    return [w for w in words(value) if w]


def _frequency(cron: str) -> str:
    fields = cron.split()
    if len(fields) != 5:
        return ""
    _, hour, day, _, weekday = fields
    if not hour.isdigit():
        return "hourly"
    if day == weekday == "*":
        return "daily"
    return "weekly" if day in ("*", "*/7") else ""
