"""Looks for what should not be released. Exit code 1 when something is found."""

import argparse
import re
import sys
from pathlib import Path

from project import params, save_json

SECRET = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{36}|password\s*=\s*['\"][^'\"]+"
)
UNSAFE = (b"posix\nsystem", b"nt\nsystem", b"\x8c\x05posix", b"\x8c\x0asubprocess", b"builtins\neval", b"\x8c\x04eval")


def deps() -> list[str]:
    lines = Path("requirements.txt").read_text(encoding="utf-8").splitlines()
    loose = [line for line in lines if line.strip() and not line.startswith(("#", "-")) and "==" not in line]
    return [f"requirements.txt: {line} has no exact version" for line in loose]


def image(contexts: list[str]) -> list[str]:
    found = []
    for file in [Path(c) / "Dockerfile" for c in contexts] or [Path("Dockerfile")]:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        if not re.search(r"^USER (?!root|0\b)", text, re.MULTILINE):
            found.append(f"{file}: runs as root")
        if re.search(r"^FROM \S+:latest|^FROM [^:@\s]+\s*$", text, re.MULTILINE):
            found.append(f"{file}: the base image has no fixed version")
    return found


def secrets() -> list[str]:
    files = [Path("params.yaml"), Path("Dockerfile"), *Path("pipeline").rglob("*.py")]
    return [f"{f}: looks like a secret" for f in files if f.exists() and SECRET.search(f.read_text(encoding="utf-8"))]


def code() -> list[str]:
    found = []
    for file in Path("pipeline").rglob("*.py"):
        try:
            compile(file.read_text(encoding="utf-8"), str(file), "exec")
        except SyntaxError as error:
            found.append(f"{file}: {error}")
    return found


def model_file(models: list[str]) -> list[str]:
    """A pickled model can run code when it is loaded: looks for calls that a model never needs."""
    return [
        f"{m}: calls the system when loaded" for m in models if any(mark in Path(m).read_bytes() for mark in UNSAFE)
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--context", action="append", default=[])
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    checks = {
        "deps": deps,
        "image": lambda: image(args.context),
        "code": code,
        "secrets": secrets,
        "model_file": lambda: model_file(args.model),
    }
    wanted = params(args.step).get("targets", ["deps"])
    found = {name: check() for name, check in checks.items() if name in wanted}
    problems = [problem for part in found.values() for problem in part]
    save_json(args.report, {"passed": int(not problems), "problems": problems, "scanned": sorted(found)})
    if problems:
        sys.exit("\n".join(problems))
