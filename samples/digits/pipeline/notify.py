"""Tells people what happened."""

import argparse
import os

from project import read_json, tell

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--event", default="news")
    parser.add_argument("--report", action="append", default=[])
    args = parser.parse_args()
    run = f"{os.environ.get('GITHUB_REPOSITORY', 'local run')} {os.environ.get('GITHUB_RUN_ID', '')}".strip()
    found = {path: report for path in args.report if (report := read_json(path))}
    tell(f"{args.event} from {args.step} ({run})" + "".join(f"\n{path}: {report}" for path, report in found.items()))
