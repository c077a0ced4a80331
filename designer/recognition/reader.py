"""Collects what speaks for each kind: commands, what they call, actions, names, files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from designer.recognition.calls import Call, call_of
from designer.recognition.evidence import Evidence, Found
from designer.recognition.shell import MAX_LENGTH, Statement, can_fail, statements
from designer.recognition.signals import Signal, Signals
from designer.recognition.words import Match, tokens
from designer.recognition.work import Work

# How much less a word says that stands somewhere else than in the name of what is run.
FOLDER: Final = 0.7  # the folder of a script
IMPORTED: Final = 0.6  # a name imported by inline code
SUBCOMMAND: Final = 0.8  # of a program that nobody here knows
LATER: Final = 0.8  # every further sign in one name: "test docker image" tests
RUNNER: Final = 1.15  # a target of make, nox ...: nobody gives it a name by chance
STRANGE_TARGET: Final = 0.6  # of a runner of tests: `nox -s update_pins`
NAME: Final = 0.5  # what its author calls the step
STAGE_NAME: Final = 0.75  # the name of a stage with files, which is chosen as carefully as that of a script
CALLED_FILE: Final = 0.75  # a file of another workflow: nothing of what it does is visible

_COMMAND_GAP: Final = 1  # `kubectl -n prod apply` is `kubectl apply`
_QUOTED: Final = 60
_HEADS: Final = ("test", "tests", "notification", "notifications", "alert", "alerts")
_SETUP: Final = ("setup",)  # as the last word: `cluster-setup`
_JOINED: Final = re.compile(r"\band\b|&|\+|,", re.IGNORECASE)
_SCRIPT_INPUTS: Final = {"run", "command", "script", "inlinescript", "inline-script"}  # of actions that run a text
_ONLY_PRINTS: Final = re.compile(r"\s*print\([^()\n;]*\)\s*\Z")
_PYTHON: Final = re.compile(r"^[^\S\n]*(?:from\s+[\w.]+\s+import|import\s+\w)", re.MULTILINE)
_IMPORT: Final = re.compile(
    r"(?:^|;|\n)[^\S\n]*(?:from\s+(?P<module>[\w.]+)\s+import\s+(?P<names>[\w, ()]+)|import\s+(?P<plain>[\w.]+))"
)


class Reader:
    """Applies the signals to a step. Pure and thread-safe."""

    def __init__(self, signals: Signals) -> None:
        self._signals = signals

    def read(self, work: Work) -> Found:
        """What speaks for the kinds of a step."""
        reads, writes = (self._signals.files.sorts_of(paths) for paths in (work.consumes, work.produces))
        found = Found(around=_around(work, reads))
        if work.action:
            self._action(work, found)
        if work.command:
            self._script(work, found)
        self._names(work, found)
        reason = f"reads {_listed(reads)} and writes {_listed(writes)}"
        found.evidence += [Evidence.of_files(s, reason) for s in self._signals.files.speaking(reads, writes)]
        return found

    def _action(self, work: Work, found: Found) -> None:
        name = work.action.split("@", 1)[0].strip()
        parts = tuple(part for part in name.lower().split("/") if part not in {"", "."})
        for match in self._find("action", ("/".join(parts),), work, found):
            signal = match.value
            found.prepares = signal.is_setup
            found.runs += not signal.is_setup
            if signal.kind:
                found.evidence.append(Evidence.run(signal, 1, f"uses `{name}`", 0))
            return
        script = next((v for k, v in work.inputs.items() if k.lower() in _SCRIPT_INPUTS and isinstance(v, str)), "")
        if script:
            self._script(replace(work, command=script), found)
            return
        is_file = name.endswith((".yml", ".yaml"))
        own = parts[-1:] if is_file or name.startswith(".") else parts[1:] or parts
        call = Call("", stem=tuple(t for part in own for t in tokens(part)), shown=name)
        self._called(call, "uses", CALLED_FILE if is_file else 1, found, 0, work)

    def _script(self, work: Work, found: Found) -> None:
        if work.shell.startswith("node"):  # a language that is not read here
            found.runs += 1
            return
        if "python" in work.shell or (not work.shell and _is_python(work.command)):
            found.runs += 1
            found.text = work.command
            self._code(work.command, 0, found, work)
            return
        texts = []
        for order, statement in enumerate(statements(work.command)):
            call = call_of(statement, self._signals.launchers)
            known = self._commands(call, statement, work)
            if self._is_nothing(call, known):
                is_look = call.program in self._signals.looks
                found.prepares = found.prepares or is_look or self._signals.hands_on.found_in(statement.text)
                continue
            texts.append(statement.text if not call.code else f"{statement.text}\n{call.code}")
            self._statement(statement, call, known, order, found, work)
        found.text = "\n".join(texts)
        found.decides = can_fail(work.command)

    def _is_nothing(self, call: Call, known: list[Signal]) -> bool:
        """Whether a command only prints, looks or tells its version."""
        if call.arguments and call.arguments[-1] in {"--version", "-V", "--help", "-h"}:
            return True
        is_quiet = call.program in self._signals.prints or call.program in self._signals.looks
        return not known and (is_quiet or call.program.startswith("["))

    def _statement(
        self, statement: Statement, call: Call, known: list[Signal], order: int, found: Found, work: Work
    ) -> None:
        before, share = len(found.evidence), 1.0
        if call.code:
            found.runs += not _ONLY_PRINTS.match(call.code)
            self._code(call.code, order, found, work)
        elif call.program in self._signals.launchers.runners and all(call.program in s.programs for s in known):
            # `nox -s docs` builds documentation, whatever nox does in general.
            if self._called(call, "runs", RUNNER, found, order, work, counts=not known):
                known = []
            share = STRANGE_TARGET if call.stem else 1
        elif not known:
            self._called(call, "runs", 1, found, order, work)
        self._known(known, share, statement, order, found)
        if statement.forgiven or self._signals.forgiving.found_in(statement.text):
            found.evidence[before:] = [replace(e, forgiven=True) for e in found.evidence[before:]]

    def _known(self, known: list[Signal], share: float, statement: Statement, order: int, found: Found) -> None:
        if known and known[0].is_setup:
            found.prepares = True
            return
        found.runs += bool(known)
        reason = f"runs `{_short(statement.text)}`"
        found.evidence += [Evidence.run(s, share, reason, order) for s in known if s.kind]

    def _commands(self, call: Call, statement: Statement, work: Work) -> list[Signal]:
        """The signals of the longest phrase that a command line fits."""
        found: list[tuple[int, Signal]] = []
        plain = tuple(w.lower() for w in call.arguments[:8] if not w.startswith("-"))
        for phrase, signal in self._signals.phrases["command"].starting_with(call.program):
            if _in_order(phrase[1:], plain) and _is_for(signal, work, statement.text):
                found.append((len(phrase) + (signal.where is not None) + (signal.named is not None), signal))
        longest = max((length for length, _ in found), default=0)
        return [signal for length, signal in found if length == longest]

    def _called(
        self, call: Call, verb: str, share: float, found: Found, order: float, work: Work, counts: bool = True
    ) -> bool:
        """Whether the words of the thing that is run say anything; its folder counts where its own name does not."""
        # A sub-command of an unknown program is chosen from few words; the name of a script says what it does.
        place = "called" if call.is_named else "words"
        share *= 1 if call.is_named else SUBCOMMAND
        everywhere = self._find(place, (*call.folder, *call.stem), work, found)
        matches = [m for m in everywhere if m.start + len(m.words) > len(call.folder)]
        if not any(m.value.kind or m.value.is_setup for m in matches):
            matches = everywhere
            share *= FOLDER
        telling = [m for m in matches if m.value.kind or m.value.is_setup]
        if telling and (telling[0].value.is_setup or telling[-1].words == _SETUP):
            found.prepares = True
            return True
        speaking = _by_weight(matches)
        found.runs += counts or bool(speaking)
        for signal in speaking:
            found.evidence.append(Evidence.run(signal, share, f"{verb} `{_short(call.shown)}`", order))
            share *= LATER
        return bool(speaking)

    def _find(self, place: str, words: tuple[str, ...], work: Work, found: Found) -> list[Match[Signal]]:
        """The signals in a list of words; those for what is called count there only."""
        called = place == "called"
        phrases = self._signals.phrases[place]
        return list(phrases.find(words, lambda s: (called or s.place != "called") and _is_for(s, work, found.around)))

    def _code(self, code: str, order: int, found: Found, work: Work) -> None:
        """What inline Python imports and calls."""
        before = len(found.evidence)
        for match in _IMPORT.finditer(code):
            names, module = match["names"] or "", match["module"] or match["plain"] or ""
            words = tuple(t for name in names.replace("(", "").split(",") for t in tokens(name))
            near = tuple(t for part in module.split(".")[-2:] for t in tokens(part))
            self._called(Call("", stem=words, folder=near, shown=module), "imports", IMPORTED, found, order, work)
        if len({e.kind for e in found.evidence[before:]}) > 1:  # it takes parts from everywhere: a check of its own
            found.evidence[before:] = [replace(e, strength=e.strength / 2) for e in found.evidence[before:]]
        for phrase, signal in self._signals.phrases["code"].everything():
            if phrase[0] in code and _is_for(signal, work, code):
                found.evidence.append(Evidence.run(signal, 1, f"calls `{phrase[0]}`", order))

    def _names(self, work: Work, found: Found) -> None:
        words = tokens(work.name)
        reason = f"is called '{work.name}'"
        place, share = ("called", STAGE_NAME) if work.consumes or work.produces else ("words", NAME)
        matches = self._find(place, words, work, found)
        found.is_named_setup = bool(matches) and matches[0].value.is_setup and not _JOINED.search(work.name)
        for signal in _by_weight(matches):
            found.evidence.append(Evidence.named(signal, share, reason))
            share *= LATER
        found.evidence += [Evidence.named(m.value, 1, reason) for m in self._find("name", words, work, found)]


def _by_weight(matches: list[Match[Signal]]) -> list[Signal]:
    """The signals in a name: the first counts most, but ``monitoring tests`` are tests."""
    if matches and matches[-1].words[-1] in _HEADS:
        matches = [matches[-1], *matches[:-1]]
    return [m.value for m in matches if m.value.kind]


def _is_for(signal: Signal, work: Work, text: str) -> bool:
    """Whether the conditions of a signal are met; the text is what it looks at."""
    if signal.hosted not in {None, work.hosted} or signal.stage not in {None, work.is_stage}:
        return False
    is_named = signal.named is None or signal.named.found_in(work.name)
    return is_named and (signal.where is None or signal.where.found_in(text))


def _around(work: Work, reads: frozenset[str]) -> str:
    inputs = "\n".join(f"{k}: {v}" for k, v in work.inputs.items())
    return f"{work.action}\n{work.name}\nreads: {_listed(reads)}\n{inputs}\n{work.command}"[:MAX_LENGTH]


def _listed(sorts: frozenset[str]) -> str:
    return ", ".join(sorted(sorts)) or "nothing known"


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
