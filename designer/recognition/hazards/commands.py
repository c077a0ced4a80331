"""Finds unsafe commands: checks that are switched off, text from the net that is run, copies, unencrypted addresses."""

from __future__ import annotations

from collections.abc import Iterator

from designer.recognition.hazards.book import HazardBook, LineSignal
from designer.recognition.hazards.hazard import Match, Source
from designer.recognition.hazards.lines import Line

_FETCHERS = ("curl", "wget", "irm", "iwr", "invoke-web", "net.webclient")
NET_CODE = "code_from_the_net"
UNENCRYPTED = "unencrypted_remote"


class Commands:
    """Looks at command lines. Pure."""

    def __init__(self, book: HazardBook) -> None:
        self._book = book

    def near(self, script: str) -> tuple[LineSignal, ...]:
        """The signals that a script can show at all; it comes in small letters."""
        return tuple(signal for signal in self._book.lines if any(word in script for word in signal.near))

    def find(self, line: Line, near: tuple[LineSignal, ...]) -> Iterator[Match]:
        """What one command shows; ``near`` are the signals that its script can show."""
        for signal in near:
            if not signal.programs or line.program in signal.programs:
                yield from self._of(signal, line)
        yield from self._fetched(line)
        if "http://" in line.text.lower() and line.program in self._book.words["remotes.programs"]:
            yield from self._remotes(line)

    def variable(self, source: Source) -> Iterator[Match]:
        """What a variable shows by its name and value."""
        value = source.text.strip()
        for signal in self._book.variables:
            if signal.name.found_in(source.key) and signal.value.found_in(value):
                host = signal.host.search(value) if signal.host else None
                if host is None or not self._is_local(host["host"]):
                    yield Match(signal.kind, signal.id, 0, len(source.text), signal.says)
        if "http://" in value.lower() and self._book.patterns["remotes.variables"].found_in(source.key):
            yield from self._addresses(source.text, 0)

    def _of(self, signal: LineSignal, line: Line) -> Iterator[Match]:
        if signal.but and signal.but.found_in(line.text):
            return
        if signal.into and not any(signal.into.found_in(" ".join(after.words)) for after in line.into):
            return
        if signal.to == "remote" and not self._leaves(line.text):
            return
        for match in signal.where.all_in(line.text):
            found = {k: v for k, v in match.groupdict().items() if v is not None}
            group = next((name for name in ("what", "first") if name in found), 0)
            if signal.to == "host" and self._is_local(found.get("host", "")):
                continue
            if signal.target and not signal.target.found_in(str(match[group])):
                continue
            start, end = (line.start + place for place in match.span(group))
            yield Match(signal.kind, signal.id, start, end, signal.says, signal.instead)
            if signal.instead is None:
                return

    def _leaves(self, text: str) -> bool:
        """Whether a command speaks with another machine: names no address, or one that is not local."""
        hosts = [rest.partition("/")[0].partition(":")[0] for rest in text.lower().split("://")[1:]]
        bare = any(word.partition(":")[0] in ("localhost", "127.0.0.1", "0.0.0.0") for word in text.split())
        return any(not self._is_local(h) for h in hosts) if hosts else not bare

    def _is_local(self, host: str) -> bool:
        return self._book.patterns["hosts.local"].found_in(host)

    # ------------------------------------------------------------------ text from the net that is run
    def _fetched(self, line: Line) -> Iterator[Match]:
        words, patterns = self._book.words, self._book.patterns
        says = "a script is fetched from the net and run unseen"
        if line.program in words["fetched.fetch"]:
            for after in line.into:
                if after.program in words["fetched.runs"] and self._reads_program(after):
                    yield Match(NET_CODE, "piped-into-a-shell", *line.place(line.words[0]), says)
                    return
                if after.program not in words["fetched.between"]:
                    return
        is_run = line.program not in ("echo", "printf") and any(w in line.text.lower() for w in _FETCHERS)
        match = patterns["fetched.inside"].search(line.text) if is_run else None
        if match:
            yield Match(NET_CODE, "run-as-it-comes", line.start + match.start(), line.start + match.end(), says)

    def _reads_program(self, line: Line) -> bool:
        """Whether an interpreter is told nothing else to run than what it reads."""
        rest = line.words[1:]
        while rest and rest[0].startswith("-") and not self._book.patterns["fetched.reads"].found_in(rest[0]):
            if rest[0] in ("-c", "-m", "-e", "-n", "-p", "-ne", "-pe", "-lane", "-r"):
                return False
            rest = rest[1:]
        return not rest or rest[0].startswith("-")

    # ------------------------------------------------------------------ unencrypted addresses
    def _remotes(self, line: Line) -> Iterator[Match]:
        if not self._book.patterns["remotes.options_but"].found_in(line.text):
            yield from self._addresses(line.text, line.start)

    def _addresses(self, text: str, start: int) -> Iterator[Match]:
        for match in self._book.patterns["remotes.address"].all_in(text):
            if self._is_local(match["host"]) or self._book.patterns["remotes.names"].found_in(text[match.start() :]):
                continue
            first, last = match.span("what")
            says = f"{match['host']} is spoken to without encryption"
            yield Match(UNENCRYPTED, "http-address", start + first, start + last, says, "https://", what=match["host"])
