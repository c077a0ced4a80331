"""Puts files into the DVC remote, by content: nothing is overwritten, and the same file is stored once.

Without DVC_REMOTE_URL nothing is stored, and it says so. Where params.yaml says that data is encrypted or has limited
access, the files are stored encrypted and private.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from project import params


def dvc(folder: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "dvc", *words], cwd=folder, check=True)


def protection() -> dict[str, str]:
    """Options of an S3 remote that the stated facts about the data ask for; other stores are set up by their owners."""
    sections = (yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8")) or {}).values()
    found = {}
    if any(s.get("encrypted") is True for s in sections):
        found["sse"] = "AES256"
    if any(s.get("access") in ("rbac", "iam") for s in sections):
        found["acl"] = "private"
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    remote = os.environ.get("DVC_REMOTE_URL")
    if not remote:
        print("DVC_REMOTE_URL is not set: nothing was stored outside of this run.")
        sys.exit(0)
    kept = params(args.step).get("artifacts", ["data", "model"])
    skipped = {folder for role, folder in (("data", "data"), ("model", "models")) if role not in kept}
    files = [Path(f) for f in args.files if Path(f).parts[0] not in skipped]
    with tempfile.TemporaryDirectory() as folder:  # apart from the project, whose stages own these files
        dvc(folder, "init", "--quiet", "--no-scm")
        dvc(folder, "remote", "add", "--quiet", "--default", "storage", remote)
        for option, value in protection().items() if remote.startswith("s3://") else ():
            dvc(folder, "remote", "modify", "--quiet", "storage", option, value)
        for path in files:
            copy = Path(folder) / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                shutil.copytree(path, copy)
            else:
                shutil.copy(path, copy)
            dvc(folder, "add", "--quiet", path.as_posix())
        dvc(folder, "push", "--quiet")
    print(f"Stored in the remote: {', '.join(map(str, files)) or 'nothing was asked for'}")
