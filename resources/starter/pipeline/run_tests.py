"""Runs the tests of the stated levels: a folder tests/<level> where there is one, else all of tests/."""

import argparse
import subprocess
import sys
from pathlib import Path

from project import params


def lint() -> None:
    """Every Python file must at least compile."""
    for file in sorted(Path("pipeline").rglob("*.py")):
        compile(file.read_text(encoding="utf-8"), str(file), "exec")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    levels = params(args.step).get("levels", ["unit"])
    if "lint" in levels:
        lint()
    folders = [f"tests/{level}" for level in levels if Path("tests", level).is_dir()]
    options = ["-q", "-p", "no:cacheprovider", f"--junitxml={args.report}"]
    # -B: compiled files beside the tests would look like changes
    sys.exit(
        subprocess.run(
            [sys.executable, "-B", "-m", "pytest", *options, *(folders or ["tests"])], check=False
        ).returncode
    )
