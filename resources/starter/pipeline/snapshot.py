"""Writes down which version of everything a run used: hashes of files, the commit, the packages."""

import argparse
import os
from pathlib import Path

from project import commit, params, save_json, sha256

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--file", action="append", default=[])
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    artifacts = settings.get("artifacts", ["data"])
    wanted = [f for f in args.file if ("model" if f.startswith("models/") else "data") in artifacts]
    if "params" in artifacts:
        wanted.append("params.yaml")
    if "env" in artifacts:
        wanted += [f for f in ("requirements.txt", "requirements.lock") if Path(f).exists()]
    found = {"files": {f: sha256(f) for f in wanted}}
    if "code" in artifacts:
        found["files"].update({str(f): sha256(f) for f in sorted(Path("pipeline").glob("*.py"))})
    if settings.get("lineage"):
        found["lineage"] = {"commit": commit(), "run": os.environ.get("GITHUB_RUN_ID", "")}
    save_json(args.out, found)
    print(f"{args.out}: {len(found['files'])} files recorded")
