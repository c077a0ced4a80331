"""A screen with a window manager, the program on it, and a mouse. No key is pressed but letters of texts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(__file__).with_name("program.py")
SCREEN = "1600x1000x24"
PATIENCE_S = 30.0
LOWEST = 24  # pixels of what can be aimed at


@dataclass(frozen=True)
class Thing:
    """Something that can be seen."""

    window: str
    role: str
    name: str
    text: str
    about: str
    area: tuple[int, int, int, int]
    enabled: bool
    checked: bool
    selected: bool
    offscreen: bool

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.area
        return x + width // 2, y + height // 2

    def at(self, across: float, down: float) -> tuple[int, int]:
        """A place in it; 0 to 1 from left to right and from top to bottom."""
        x, y, width, height = self.area
        return round(x + across * width), round(y + down * height)


class Desk:
    """Sees and clicks.

    Args:
        display: of the screen.
        folder: pictures go there.
        log: what the program says of itself.
    """

    def __init__(self, display: str, program: subprocess.Popen[str], folder: Path, log: Path) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._program, self._folder, self._log = program, folder, log
        self._pictures = 0

    # ------------------------------------------------------------------ seeing
    def look(self) -> list[Thing]:
        """Everything that can be seen now."""
        return [Thing(**{**told, "area": tuple(told["area"])}) for told in json.loads(self._ask("look"))]

    def picture(self, name: str) -> None:
        """Keeps what is on the screen."""
        self._pictures += 1
        self._ask(f"picture {self._folder / f'{self._pictures:02} {name}.png'}")

    def steady(self, what: str, seen: Callable[[list[Thing]], Thing | None]) -> Thing:
        """Looks until a thing can be seen and stays where it is."""
        last: list[Thing | None] = [None]

        def rests(things: list[Thing]) -> Thing | None:
            found, before = seen(things), last[0]
            last[0] = found
            rests = found is not None and before is not None and found.area == before.area and found.area[2] > 0
            return found if rests else None

        rested: Thing = self.wait(what, rests)
        return rested

    def wait(self, what: str, seen: Callable[[list[Thing]], Any]) -> Any:
        """Looks until something can be seen; returns it."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            found = seen(self.look())
            if found:
                return found
        self.picture(f"no {what}".replace("/", " "))
        names = "\n".join(
            f"{t.role} {t.name!r:.60} {t.text!r:.60} {t.area}" for t in self.look() if (t.name or t.text) and t.area[2]
        )
        raise AssertionError(f"{what} cannot be seen; pictures are in {self._folder}. There is:\n{names}")

    def find(self, role: str, name: str, *, within: str = "") -> Thing:
        """Waits for a thing by its role and the beginning of its name."""

        def seen(things: list[Thing]) -> Thing | None:
            fitting = [t for t in things if t.role == role and t.name.startswith(name) and within in t.window]
            usable = [t for t in fitting if t.enabled and t.area[2] > 0]
            return min(usable, key=lambda t: len(t.name), default=None)

        return self.steady(f"{role} {name}", seen)

    def scrolled_to(self, role: str, name: str, pane: str) -> Thing:
        """Turns the wheel over a pane until a thing in it is in sight, whole."""
        area = self.find("Pane", pane)
        self.move(area.at(0.3, 0.5))

        def seen(things: list[Thing]) -> Thing | None:
            fitting = [t for t in things if t.role == role and t.name.startswith(name) and t.area[3] >= LOWEST]
            if not fitting:
                self._xdotool("click", 5)
            return fitting[0] if fitting else None

        return self.steady(f"{role} {name}", seen)

    def has(self, role: str, name: str) -> bool:
        return any(t.role == role and t.name.startswith(name) for t in self.look())

    def wait_gone(self, role: str, name: str) -> None:
        gone = lambda things: not any(t.role == role and t.name.startswith(name) for t in things)  # noqa: E731
        self.wait(f"the end of {role} {name}", gone)

    # ------------------------------------------------------------------ the mouse
    def move(self, place: tuple[int, int]) -> None:
        self._xdotool("mousemove", "--sync", *place)

    def click(self, thing: Thing | tuple[int, int], button: int = 1) -> None:
        self.move(thing.middle if isinstance(thing, Thing) else thing)
        self._xdotool("click", button)

    def triple_click(self, thing: Thing) -> None:
        """Selects a whole line."""
        self.move(thing.middle)
        self._xdotool("click", "--repeat", 3, "--delay", 60, 1)

    def double_click(self, thing: Thing | tuple[int, int]) -> None:
        self.move(thing.middle if isinstance(thing, Thing) else thing)
        self._xdotool("click", "--repeat", 2, "--delay", 60, 1)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """As a hand does: over many places."""
        self.move(start)
        self._xdotool("mousedown", 1)
        for step in range(1, 9):
            self.move(tuple(round(a + (b - a) * step / 8) for a, b in zip(start, end, strict=True)))  # type: ignore[arg-type]
        self._xdotool("mouseup", 1)

    def press(self, name: str, role: str = "Button", **more: str) -> None:
        """Clicks a button, or something else with a name."""
        self.click(self.find(role, name, **more))

    def confirm(self, name: str, dialog: str) -> None:
        """Clicks a button of a dialog until that is gone: the first click may only close a list of names in it."""

        def is_gone(things: list[Thing]) -> bool:
            inside = [t for t in things if dialog in t.window]
            button = next((t for t in inside if t.role == "Button" and t.name.startswith(name) and t.enabled), None)
            if button is not None:
                self.click(button)
            return not inside

        self.find("Button", name, within=dialog)
        self.wait(f"the end of {dialog}", is_gone)

    def choose(self, *names: str) -> None:
        """Goes through menus."""
        for name in names:
            self.click(self.find("MenuItem", name))

    def type(self, text: str) -> None:
        """The letters of a text."""
        self._xdotool("type", "--delay", 8, text)

    # ------------------------------------------------------------------ inside
    def _xdotool(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self._environment, check=True, timeout=20)

    def _ask(self, question: str) -> str:
        assert self._program.stdin is not None and self._program.stdout is not None
        self._program.stdin.write(question + "\n")
        self._program.stdin.flush()
        told = self._program.stdout.readline()
        if not told:
            code = self._program.wait(PATIENCE_S)
            raise AssertionError(f"the program has ended with {code}: {self._log.read_text(encoding='utf-8')}")
        return told


def _display_of(reader: IO[str]) -> str:
    return f":{reader.readline().strip()}"


@contextmanager
def screen() -> Iterator[str]:
    """An empty screen with a window manager; its display."""
    out, into = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(into), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[into],
        stderr=subprocess.DEVNULL,
    )
    os.close(into)
    try:
        with os.fdopen(out) as reader:
            display = _display_of(reader)
        manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL)
        try:
            yield display
        finally:
            manager.terminate()
            manager.wait()
    finally:
        server.terminate()
        server.wait()


@contextmanager
def working(display: str, folder: Path, *arguments: object) -> Iterator[Desk]:
    """The program, started as a user would, maximised by the buttons of its window."""
    folders = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "STATE", "DATA", "CACHE")}
    environment = {
        **os.environ, **folders, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "0",
        "PYTHONPATH": str(ROOT), "HOME": str(folder), "LIBGL_ALWAYS_SOFTWARE": "1",
    }  # fmt: skip
    environment.pop("WAYLAND_DISPLAY", None)
    log, pictures = folder / "program.log", folder / "pictures"
    pictures.mkdir(exist_ok=True)
    with open(log, "w", encoding="utf-8") as said:
        program = subprocess.Popen(
            [sys.executable, str(PROGRAM), *map(str, arguments)],
            cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
        )  # fmt: skip
        try:
            yield Desk(display, program, pictures, log)
        finally:
            program.kill()
            program.wait()
