#!/usr/bin/env python3
"""Sets everything up and starts MLOps Designer; needs nothing but Python.

python3 run.py                  open the designer on the lesson
python3 run.py FILE             open it on a document
python3 run.py check FILE ...   any other command of mlops-designer
python3 run.py test [ARGS]      run every check and test; with ARGS, only pytest with these arguments
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LESSON = ROOT / "samples" / "lesson" / "lesson.mlops.yaml"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
TOOLS_LOCK = ROOT / "tests" / "external" / "requirements.lock"
WINDOWS = os.name == "nt"

# What Qt needs on a Debian or Ubuntu without a desktop; found with ldd on a minimal Debian 12 and 13.
QT_PACKAGES = [
    *("libgl1", "libegl1", "libglib2.0-0", "libfontconfig1", "libfreetype6", "libdbus-1-3", "libbrotli1", "libx11-6"),
    *("libx11-xcb1", "libxkbcommon0", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1"),
    *("libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-sync1", "libxcb-xfixes0", "libxcb-xkb1"),
    *("libwayland-client0", "libwayland-cursor0", "libwayland-egl1"),
]
# Programs that tests start, and the packages that bring them.
TEST_PROGRAMS = {"git": "git", "Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}
STATIC_CHECKS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), ("lint-imports",))
ALL_TESTS = ("-n", "auto", "--dist", "loadscope")  # a file stays in one process and shares its fixtures

QT_PROBE = """
import ctypes, sys
from PySide6 import QtCore, QtPrintSupport, QtSvg, QtWidgets
plugins = QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.PluginsPath)
for platform in sys.argv[1:]:
    ctypes.CDLL(f"{plugins}/platforms/libq{platform}.so")
"""


def say(text):
    """Prints to the error stream, so that standard output stays the output of the command."""
    print(text, file=sys.stderr, flush=True)


def run(*command, **options):
    """Runs a program to its end; returns the finished process."""
    return subprocess.run([str(part) for part in command], **options)


class Environment:
    """A folder with its own Python and packages, made from locks with hashes and made again when they change."""

    def __init__(self, folder):
        self.folder = ROOT / folder
        self.python = self.folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
        self.stamp = self.folder / "mlops-designer.stamp"

    def ensure(self, lock):
        """Installs a lock unless the stamp says that this Python has it already."""
        python, digest = self.wanted(lock)
        stamped = self.stamp.read_text(encoding="utf-8").splitlines() if self.stamp.exists() else []
        same_python = not stamped or stamped[0] == python
        if same_python and digest in stamped and self.works():
            return
        say(f"Setting up {self.folder.name} from {lock.relative_to(ROOT)} (once; a minute or two) ...")
        if not self.works() or not same_python:
            shutil.rmtree(self.folder, ignore_errors=True)
            stamped = []
        if not self.install_with_uv(lock):
            self.install_with_pip(lock)
        # As an installer does; a Python that was told to write no compiled files would compile at every start.
        run(self.python, "-m", "compileall", "-q", ROOT / "designer")
        self.stamp.write_text("\n".join([python, *stamped[1:], digest]) + "\n", encoding="utf-8")

    def wanted(self, lock):
        python = "python {}.{}".format(*sys.version_info[:2])
        return python, f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"

    def works(self):
        try:
            return run(self.python, "-c", "", capture_output=True).returncode == 0
        except OSError:  # not there, or not a program (any more)
            return False

    def install_with_uv(self, lock):
        uv = shutil.which("uv")
        if not uv:
            return False
        install = ["pip", "install", "-q", "--require-hashes", "--compile-bytecode", "-p", self.python]
        made = self.works() or run(uv, "venv", "-q", "--seed", "-p", sys.executable, self.folder).returncode == 0
        if made and run(uv, *install, "-r", lock).returncode == 0:
            return True
        say("uv did not manage; going on with pip.")
        return False

    def install_with_pip(self, lock):
        if not self.works():
            self.make_venv()
        options = ["-qq", "--disable-pip-version-check", "--no-input", "--require-hashes"]
        if run(self.python, "-m", "pip", "install", *options, "-r", lock).returncode:
            sys.exit(
                f"pip could not install {lock.relative_to(ROOT)} (see above). Is there a network, or a package index?"
            )

    def make_venv(self):
        made = run(sys.executable, "-m", "venv", self.folder, capture_output=True, text=True)
        if made.returncode:
            shutil.rmtree(self.folder, ignore_errors=True)
            package = "python{}.{}-venv".format(*sys.version_info[:2])
            if install_packages(["python3-venv", package], "Python cannot make virtual environments"):
                made = run(sys.executable, "-m", "venv", self.folder, capture_output=True, text=True)
        if made.returncode:
            shutil.rmtree(self.folder, ignore_errors=True)
            told = made.stdout + made.stderr
            sys.exit("" if "ensurepip" in told else f"Cannot make {self.folder.name}:\n{told}")


def install_packages(packages, why):
    """As root on Debian or Ubuntu puts system packages in; otherwise says which line would. True: they are in."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get") or os.geteuid() != 0:
        say(f"{why}. On Debian or Ubuntu type:\n  sudo {' '.join(line)}")
        return False
    say(f"{why}: installing {' '.join(packages)} ...")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run("apt-get", "update", "-qq", env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    done = run(*line, "-qq", env=environment, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return done.returncode == 0


def qt_problem(python, *platforms):
    """Why Qt, or what shows its windows on these platforms, cannot be loaded, in one line; empty if it can."""
    probe = run(python, "-c", QT_PROBE, *platforms, capture_output=True, text=True)
    return (probe.stderr.strip().splitlines() or ["Qt cannot be loaded"])[-1] if probe.returncode else ""


def ready_qt(python, *platforms):
    """Loads Qt for a try, putting in system libraries where that is possible. Returns what is still wrong."""
    problem = qt_problem(python, *platforms)
    if problem and sys.platform == "linux" and install_packages(QT_PACKAGES, "Qt needs system libraries"):
        problem = qt_problem(python, *platforms)
    return problem


def window_platforms():
    """What Qt will show a window by, where it may lack a library: X, unless there is Wayland or another was chosen."""
    chosen = os.environ.get("QT_QPA_PLATFORM") or ("wayland" if os.environ.get("WAYLAND_DISPLAY") else "xcb")
    return ["xcb"] if sys.platform == "linux" and chosen == "xcb" else []


def no_display():
    """Whether a window could not be shown to anybody."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in names)


def designer(python, *arguments):
    """Runs ``python -m designer`` from this checkout in the folder the person is in. Returns its exit code."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return run(python, "-m", "designer", *arguments, env=dict(os.environ, PYTHONPATH=path)).returncode


def show_lesson_in_terminal(python):
    """The lesson without a window: its findings, its exports and its picture."""
    os.chdir(ROOT)
    Path("out").mkdir(exist_ok=True)
    lesson, out = LESSON.relative_to(ROOT), Path("out", "lesson")
    commands = [["check", lesson, "--fail-on", "never"], ["render", lesson, "-o", out.with_suffix(".svg")]]
    commands += [["export", lesson, "--to", name, "-o", out, "--starter", "--force"] for name in ("github", "dvc")]
    codes = [designer(python, *command) for command in commands]
    return max(codes)


def start(arguments):
    """Opens a window, or forwards a command. Returns the exit code."""
    environment = Environment(".venv")
    environment.ensure(RUNTIME_LOCK)
    python = environment.python
    if arguments and not Path(arguments[0]).is_file():
        return designer(python, *arguments)
    problem = "there is no display" if no_display() else ready_qt(python, *window_platforms())
    if not arguments and problem:
        say(f"No window: {problem}. Here is the lesson in the terminal; its exports and its picture go to out/.")
        return show_lesson_in_terminal(python)
    return designer(python, *(arguments or [LESSON]))


def test(arguments):
    """Runs the static checks and the tests with every tool they need. Returns 0 only if all of it passed."""
    environment, tools = Environment(".venv"), Environment(".tools")
    environment.ensure(DEV_LOCK)
    tools.ensure(TOOLS_LOCK)
    missing = [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
    if missing:
        install_packages(missing, "The tests start programs that are not here")
    if ready_qt(environment.python, *(["xcb"] if sys.platform == "linux" else [])):  # tests show windows on Xvfb
        say("Qt cannot be loaded, and a test run without the window would prove too little.")
        return 3
    os.environ.setdefault("MLOPS_DESIGNER_TOOLS", str(tools.folder))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    python, failed = environment.python, []
    if not arguments:
        failed = [" ".join(check) for check in STATIC_CHECKS if not passes(python, check)]
    tested = run(python, "-m", "pytest", *(arguments or ALL_TESTS), cwd=ROOT).returncode
    if failed:
        say("FAILED before the tests: " + ", ".join(failed))
    return tested or (1 if failed else 0)


def passes(python, check):
    """Runs one static check by the program of that name beside the environment's Python."""
    say("== " + " ".join(check))
    program = python.parent / (check[0] + (".exe" if WINDOWS else ""))
    return run(program, *check[1:], cwd=ROOT).returncode == 0


def main(arguments):
    """Returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where older Pythons are told
        sys.exit("MLOps Designer needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info[:2]))
    if arguments[:1] == ["test"]:
        return test(arguments[1:])
    return start(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
