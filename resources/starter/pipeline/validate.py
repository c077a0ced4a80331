"""Checks a batch of data and fails on a bad one. Exit code 0: good, 1: bad."""

import argparse
import sys

from project import SPLIT, TARGET, params, save_json, table

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--data", action="append", default=[])
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    frame = table(args.data)
    features = frame.drop(columns=[TARGET, SPLIT], errors="ignore")
    numbers = features.select_dtypes("number")
    missing = float(frame.isna().mean().max())
    copies = [
        c for c in numbers if TARGET in frame and frame[TARGET].nunique() > 1 and (numbers[c] == frame[TARGET]).all()
    ]
    known = {
        "schema": TARGET in frame and len(features.columns) > 0,
        "ranges": bool((numbers.abs() < 1e12).all().all() or numbers.isna().any().any()),
        "completeness": missing <= settings.get("max_missing_share", 0.05),
        "distribution": bool((numbers.nunique() > 1).mean() > 0.5) if len(numbers.columns) else True,
        "leakage": not copies,
        "freshness": len(frame) >= settings.get("min_rows", 1),
    }
    results = {name: bool(known[name]) for name in settings.get("checks", ["schema"]) if name in known}
    results["rows"] = len(frame) >= settings.get("min_rows", 1)
    failed = [name for name, good in results.items() if not good]
    save_json(
        args.report,
        {
            "rows": len(frame),
            "missing_share": missing,
            "passed": int(not failed),
            **{n: int(g) for n, g in results.items()},
        },
    )
    if failed:
        sys.exit(f"The data is not good enough: {', '.join(failed)}")
