"""Collects what speaks for each kind: commands, what they call, actions, names, paths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from designer.recognition.calls import Call, call_of
from designer.recognition.shell import MAX_LENGTH, Statement, statements
from designer.recognition.signals import Signal, Signals
from designer.recognition.words import Match, tokens
from designer.recognition.work import Work

# How much less a word says that stands somewhere else than in the name of what is run.
FOLDER: Final = 0.7  # the folder of a script; added to its name
IMPORTED: Final = 0.6  # a name imported by inline code
LATER: Final = 0.8  # every further sign in one name: "test docker image" tests
RUNNER: Final = 1.15  # a target of make, nox ...: nobody gives it a name by chance
NAME: Final = 0.5  # what its author calls the step
CALLED_FILE: Final = 0.75  # a file of another workflow: nothing of what it does is visible

_COMMAND_GAP: Final = 1  # `kubectl -n prod apply` is `kubectl apply`
_QUOTED: Final = 60
_NAME_ORDER: Final = 10_000.0  # names come after all commands
_JOINED: Final = re.compile(r"\band\b|&|\+|,", re.IGNORECASE)
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
        is_named_setup: whether its name says that it prepares.
    """

    evidence: list[Evidence] = field(default_factory=list)
    text: str = ""
    runs: int = 0
    prepares: bool = False
    is_named_setup: bool = False


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
        for match in self._find("action", phrase, work):
            found.prepares = found.prepares or match.value.is_setup
            if match.value.kind:
                found.evidence.append(_evidence(match.value, match.value.strength, f"uses `{name}`"))
            if match.value.is_setup or match.value.kind:
                found.runs += not match.value.is_setup
                return
        is_file = name.endswith((".yml", ".yaml"))
        last = (parts[-1],) if is_file else parts[1:] if len(parts) > 1 and not name.startswith(".") else parts[-1:]
        words = tuple(t for part in last for t in tokens(part))
        self._called(words, (), f"uses `{name}`", CALLED_FILE if is_file else 1, found, 0, work)

    def _script(self, work: Work, found: Found) -> None:
        if work.shell.startswith("node"):  # a language that is not read here
            found.runs += 1
            return
        if "python" in work.shell or (not work.shell and _is_python(work.command)):
            found.runs += 1
            found.text = work.command
            self._code(work.command, 0, found)
            return
        texts = []
        for order, statement in enumerate(statements(work.command)):
            call = call_of(statement, self._signals.launchers)
            if self._is_nothing(call, statement):
                is_look = call.program in self._signals.looks
                found.prepares = found.prepares or is_look or self._signals.hands_on.found_in(statement.text)
                continue
            texts.append(statement.text if not call.code else f"{statement.text}\n{call.code}")
            self._statement(statement, call, order, found, work)
        found.text = "\n".join(texts)

    def _is_nothing(self, call: Call, statement: Statement) -> bool:
        """Whether a command only prints, looks or tells its version."""
        if call.arguments and call.arguments[-1] in {"--version", "-V", "--help", "-h"}:
            return True
        program = call.program
        return program in self._signals.prints or program in self._signals.looks or program.startswith("[")

    def _statement(self, statement: Statement, call: Call, order: int, found: Found, work: Work) -> None:
        known = self._commands(call, statement)
        before = len(found.evidence)
        if call.code:
            found.runs += 1
            self._code(call.code, order, found)
        elif call.program in self._signals.launchers.runners and _is_program_only(known, call):
            # `nox -s docs` builds documentation, whatever nox does in general.
            share = RUNNER if call.stem else 1
            self._called(call.stem, call.folder, f"runs `{_short(call.shown)}`", share, found, order, work)
            known = known if len(found.evidence) == before and not found.prepares else []
        elif not known:
            self._called(call.stem, call.folder, f"runs `{_short(call.shown)}`", 1, found, order, work)
        self._known(known, statement, order, found)
        if statement.forgiven:
            found.evidence[before:] = map(_forgiven, found.evidence[before:])

    def _known(self, known: list[Signal], statement: Statement, order: int, found: Found) -> None:
        if known and known[0].is_setup:
            found.prepares = True
            return
        found.runs += bool(known)
        shown = _short(statement.text)
        found.evidence += [_evidence(s, s.strength, f"runs `{shown}`", order) for s in known if s.kind]

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
        self,
        stem: tuple[str, ...],
        folder: tuple[str, ...],
        reason: str,
        share: float,
        found: Found,
        order: float,
        work: Work,
    ) -> None:
        """What the words of the thing that is run say; its folder counts where its own name says nothing."""
        found_all = self._find("called", (*folder, *stem), work)
        matches = [m for m in found_all if m.start + len(m.words) > len(folder)]
        if not any(m.value.kind or m.value.is_setup for m in matches):
            matches = found_all
            share *= FOLDER
        if matches and matches[0].value.is_setup:
            found.prepares = True
            return
        found.runs += 1
        for match in (m for m in matches if m.value.kind):
            found.evidence.append(_evidence(match.value, match.value.strength * share, reason, order))
            share *= LATER

    def _find(self, place: str, words: tuple[str, ...], work: Work) -> list[Match[Signal]]:
        """The signals in a list of words; those for what is called count there only."""
        called = place == "called"
        phrases = self._signals.phrases[place]
        return list(phrases.find(words, lambda s: (called or s.place != "called") and _applies(s, work)))

    def _code(self, code: str, order: int, found: Found) -> None:
        """What inline Python imports and calls."""
        before = len(found.evidence)
        for match in _IMPORT.finditer(code):
            names, module = match["names"] or "", (match["module"] or match["plain"] or "").split(".")
            words = tuple(t for name in names.replace("(", "").split(",") for t in tokens(name))
            near = tuple(t for part in module[-2:] for t in tokens(part))
            self._called(words, near, f"imports `{'.'.join(module)}`", IMPORTED, found, order, Work())
        if len({e.kind for e in found.evidence[before:]}) > 1:  # it takes parts from everywhere: a check of its own
            found.evidence[before:] = [replace(e, strength=e.strength / 2) for e in found.evidence[before:]]
        for phrase, signal in self._signals.phrases["code"].everything():
            if phrase[0] in code:
                found.evidence.append(_evidence(signal, signal.strength, f"calls `{phrase[0]}`", order))

    def _names(self, work: Work, found: Found) -> None:
        words = tokens(work.name)
        # The name of a stage with files says as much as the name of a script.
        place = "called" if work.consumes or work.produces else "words"
        matches = self._find(place, words, work)
        found.is_named_setup = bool(matches) and matches[0].value.is_setup and not _JOINED.search(work.name)
        share = NAME
        for match in (m for m in matches if m.value.kind):
            found.evidence.append(_named(match.value, share, f"is called '{work.name}'", _NAME_ORDER))
            share *= LATER
        for match in self._find("name", words, work):
            found.evidence.append(_named(match.value, 1, f"is called '{work.name}'", _NAME_ORDER))

    def _paths(self, work: Work, found: Found) -> None:
        for path in work.produces:
            words = tuple(t for part in path.split("/")[-2:] for t in tokens(part))
            for match in self._find("path", words, work):
                found.evidence.append(_named(match.value, 1, f"writes {path}", 3 * _NAME_ORDER))


def _is_program_only(known: list[Signal], call: Call) -> bool:
    """Whether only the program itself is known, or nothing at all."""
    return not known or all(call.program in s.programs for s in known)


def _applies(signal: Signal, work: Work) -> bool:
    if signal.where is None:
        return True
    inputs = "\n".join(f"{k}: {v}" for k, v in work.inputs.items())
    return signal.where.found_in(f"{work.action}\n{work.name}\n{inputs}\n{work.command}"[:MAX_LENGTH])


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


def _named(signal: Signal, share: float, reason: str, order: float) -> Evidence:
    return Evidence(signal.kind, signal.strength * share, reason, order, True, attributes=signal.attributes)


def _forgiven(evidence: Evidence) -> Evidence:
    return replace(evidence, forgiven=True)
