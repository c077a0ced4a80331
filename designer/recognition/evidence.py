"""Collects what speaks for each kind: commands, what they call, actions, names, paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from designer.recognition.calls import Call, call_of
from designer.recognition.shell import Statement, statements
from designer.recognition.signals import Signal, Signals
from designer.recognition.words import Match, tokens
from designer.recognition.work import Work

# How much less a word says that stands somewhere else than in the name of what is run.
FOLDER: Final = 0.7  # the folder of a script; added to its name
IMPORTED: Final = 0.6  # a name imported by inline code
NAME: Final = 0.5  # what its author calls the step
GROUP: Final = 0.25  # the job or workflow around it
CALLED_FILE: Final = 0.75  # a file of another workflow: nothing of what it does is visible

_COMMAND_GAP: Final = 1  # `kubectl -n prod apply` is `kubectl apply`
_QUOTED: Final = 60
_PYTHON: Final = re.compile(r"^\s*(?:from\s+[\w.]+\s+import|import\s+\w)", re.MULTILINE)
_IMPORT: Final = re.compile(
    r"(?:^|;|\n)\s*(?:from\s+(?P<module>[\w.]+)\s+import\s+(?P<names>[\w, ()]+)|import\s+(?P<plain>[\w.]+))"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a kind.

    Args:
        kind: slug.
        strength: how much.
        reason: for people.
        order: place of the command in its script; names come after all commands.
        is_named: it is only a name, nothing that runs.
        forgiven: the failure of this command stops nothing.
        attributes: what the signal sets.
    """

    kind: str
    strength: float
    reason: str
    order: float = 0
    is_named: bool = False
    forgiven: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Found:
    """All that was collected about one step.

    Args:
        evidence: what speaks for kinds.
        text: what it runs, printed text and comments gone.
        runs: number of commands that are neither noise nor set-up.
        prepares: whether something only prepares the machine.
    """

    evidence: list[Evidence] = field(default_factory=list)
    text: str = ""
    runs: int = 0
    prepares: bool = False


class Reader:
    """Applies the signals to a step. Pure and thread-safe."""

    def __init__(self, signals: Signals) -> None:
        self._signals = signals

    def read(self, work: Work) -> Found:
        """What speaks for the kinds of a step."""
        found = Found()
        if work.action:
            self._action(work, found)
        if work.command:
            self._script(work, found)
        self._names(work, found)
        self._paths(work, found)
        return found

    def _action(self, work: Work, found: Found) -> None:
        name = work.action.split("@", 1)[0].strip()
        parts = tuple(part for part in name.lower().split("/") if part not in {"", "."})
        phrase = ("/".join(parts),)
        for match in self._signals.phrases["action"].find(phrase):
            if not self._applies(match.value, name, work):
                continue
            found.prepares = found.prepares or match.value.is_setup
            if match.value.kind:
                found.evidence.append(_evidence(match.value, match.value.strength, f"uses `{name}`"))
            if match.value.is_setup or match.value.kind:
                found.runs += not match.value.is_setup
                return
        is_file = name.endswith((".yml", ".yaml"))
        last = (parts[-1],) if is_file else parts[1:] if len(parts) > 1 and not name.startswith(".") else parts[-1:]
        words = tuple(t for part in last for t in tokens(part))
        self._called(words, (), f"uses `{name}`", CALLED_FILE if is_file else 1, found)

    def _script(self, work: Work, found: Found) -> None:
        if "python" in work.shell or (not work.shell and _is_python(work.command)):
            found.runs += 1
            found.text = work.command
            self._code(work.command, 0, found)
            return
        texts = []
        for order, statement in enumerate(statements(work.command)):
            call = call_of(statement, self._signals.launchers)
            if call.program in self._signals.noise:
                found.prepares = found.prepares or "$GITHUB_" in statement.text
                continue
            texts.append(statement.text if not call.code else f"{statement.text}\n{call.code}")
            self._statement(statement, call, order, found)
        found.text = "\n".join(texts)

    def _statement(self, statement: Statement, call: Call, order: int, found: Found) -> None:
        known = self._commands(call, statement)
        if known and known[0].is_setup:
            found.prepares = True
            return
        before = len(found.evidence)
        shown = _short(statement.text)
        found.evidence += [_evidence(s, s.strength, f"runs `{shown}`", order) for s in known if s.kind]
        if call.code:
            self._code(call.code, order, found)
        if known or call.code:
            found.runs += 1
        else:
            self._called(call.stem, call.folder, f"runs `{_short(call.shown)}`", 1, found, order)
        if statement.forgiven:
            found.evidence[before:] = map(_forgiven, found.evidence[before:])

    def _commands(self, call: Call, statement: Statement) -> list[Signal]:
        """The signals of the longest phrase that a command line fits."""
        # The library of phrases wants words in a row; options and one word of another kind may stand between them.
        found: list[tuple[int, Signal]] = []
        plain = tuple(w.lower() for w in call.arguments[:8] if not w.startswith("-"))
        for phrase, signal in self._signals.phrases["command"].starting_with(call.program):
            if _in_order(phrase[1:], plain) and (not signal.where or signal.where.found_in(statement.text)):
                found.append((len(phrase) + (signal.where is not None), signal))
        longest = max((length for length, _ in found), default=0)
        return [signal for length, signal in found if length == longest]

    def _called(
        self, stem: tuple[str, ...], folder: tuple[str, ...], reason: str, share: float, found: Found, order: float = 0
    ) -> None:
        """What the words of the thing that is run say; its folder counts where its own name says nothing."""
        matches = list(self._signals.phrases["called"].find(stem))
        if not any(m.value.kind or m.value.is_setup for m in matches) and folder:
            matches = list(self._signals.phrases["called"].find((*folder, *stem)))
            share *= FOLDER
        speaking = [m for m in matches if m.value.kind]
        if matches and matches[0].value.is_setup:
            found.prepares = True
            return
        found.runs += 1
        for match in speaking:
            strength = match.value.strength * share
            found.evidence.append(_evidence(match.value, strength, reason, order + match.start / 100))

    def _phrases(self, place: str, words: tuple[str, ...]) -> Iterator[Match[Signal]]:
        return (m for m in self._signals.phrases[place].find(words) if m.value.kind)

    def _code(self, code: str, order: int, found: Found) -> None:
        """What inline Python imports and calls."""
        for match in _IMPORT.finditer(code):
            names, module = match["names"] or "", (match["module"] or match["plain"] or "").split(".")
            words = tuple(t for name in names.replace("(", "").split(",") for t in tokens(name))
            near = tuple(t for part in module[-2:] for t in tokens(part))
            self._called(words or near, near, f"imports `{'.'.join(module)}`", IMPORTED, found, order)
        for phrase, signal in self._signals.phrases["code"].everything():
            if phrase[0] in code:
                found.evidence.append(_evidence(signal, signal.strength, f"calls `{phrase[0]}`", order))

    def _names(self, work: Work, found: Found) -> None:
        order = 1000.0
        words = tokens(work.name)
        for match in self._phrases("name", words):
            found.evidence.append(_named(match, match.value.strength, f"is called '{work.name}'", order))
        for match in self._phrases("words", words):
            found.evidence.append(_named(match, match.value.strength * NAME, f"is called '{work.name}'", order))
        for match in self._phrases("words", tokens(work.group)):
            reason = f"stands in '{work.group}'"
            found.evidence.append(_named(match, match.value.strength * GROUP, reason, order * 2))

    def _paths(self, work: Work, found: Found) -> None:
        for path in work.produces:
            words = tuple(t for part in path.split("/")[-2:] for t in tokens(part))
            for match in self._phrases("path", words):
                found.evidence.append(_named(match, match.value.strength, f"writes {path}", 3000))

    def _applies(self, signal: Signal, text: str, work: Work) -> bool:
        if signal.where is None:
            return True
        inputs = "\n".join(f"{k}: {v}" for k, v in work.inputs.items())
        return signal.where.found_in(f"{text}\n{inputs}")


def _in_order(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the words of a phrase stand in a command line, with at most a word between each two."""
    position = 0
    for part in phrase:
        near = words[position : position + 1 + _COMMAND_GAP]
        index = next((i for i, w in enumerate(near) if w == part or (part[-1] == "*" and w.startswith(part[:-1]))), -1)
        if index < 0:
            return False
        position += index + 1
    return True


def _is_python(command: str) -> bool:
    first = next((line for line in command.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    return bool(_PYTHON.match(first)) and "{" not in first


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"


def _evidence(signal: Signal, strength: float, reason: str, order: float = 0) -> Evidence:
    return Evidence(signal.kind, strength, reason, order, attributes=signal.attributes)


def _named(match: Match[Signal], strength: float, reason: str, order: float) -> Evidence:
    signal = match.value
    return Evidence(signal.kind, strength, reason, order + match.start / 100, True, attributes=signal.attributes)


def _forgiven(evidence: Evidence) -> Evidence:
    return Evidence(evidence.kind, evidence.strength, evidence.reason, evidence.order, False, True, evidence.attributes)
