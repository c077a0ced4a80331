"""Writes a model card from what the run knows. Fill in what only people know."""

import argparse
from pathlib import Path

from project import read_json, sha256

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--metrics", action="append", default=[])
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    lines = ["# Model card", "", "## Models", ""]
    lines += [f"- `{path}` sha256 {sha256(path)}" for path in args.model] or ["- none linked"]
    for path in args.metrics:
        lines += ["", f"## Measured in {path}", ""]
        lines += [f"- {name}: {value}" for name, value in read_json(path).items() if isinstance(value, (int, float))]
    lines += ["", "## Purpose, limits, people affected", "", "To be written by the owner of the model.", ""]
    Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    Path(args.out).write_text("\n".join(lines), encoding="utf-8")
