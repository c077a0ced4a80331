"""Compares live data with the reference. Exit code 0: compared, see the report for the result; 2: cannot compare."""

import argparse
import sys
from pathlib import Path

import pandas as pd
from project import SPLIT, TARGET, output, params, psi, rows, save_json, shipped, summary, tell

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--reference", action="append", default=[])
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    if not args.reference:
        print("No reference is stated: there is nothing to compare live data with.")
        save_json(args.report, {"compared": 0, "drift": 0})
        output("start", "false")
        sys.exit(0)
    files = [p for p in args.reference if Path(p).exists()]
    if not files:
        print(f"{', '.join(args.reference)}: not here, so the shipped data set stands in as the reference.")
    reference = pd.concat([pd.read_csv(p) for p in files]) if files else shipped()
    live = Path(settings.get("current", "data/current.csv"))
    if live.exists():
        current = pd.read_csv(live)
    else:
        print(f"{live}: no live data is collected yet, so the test rows of the reference stand in.")
        current = rows(reference, "test")[0]
    columns = [c for c in reference.select_dtypes("number") if c not in (TARGET, SPLIT) and c in current]
    if not columns:
        print("live data and reference have no numeric column in common", file=sys.stderr)
        sys.exit(2)
    limit = settings.get("max_psi", 0.25)
    values = {
        str(c): round(psi(reference[c].dropna(), current[c].dropna(), settings.get("bins", 10)), 4) for c in columns
    }
    worst = max(values, key=values.get)
    share = sum(v > limit for v in values.values()) / len(values)
    drifted = values[worst] > limit
    save_json(
        args.report,
        {
            "compared": 1,
            "drift": int(drifted),
            "drift_share": share,
            "max_psi": values[worst],
            "worst": worst,
            "psi": values,
        },
    )
    output("start", str(drifted).lower())
    summary(f"Drift: {share:.0%} of {len(values)} columns above {limit}, most in {worst} ({values[worst]})")
    if drifted and settings.get("alerts"):
        tell(f"{args.step}: {worst} has drifted (PSI {values[worst]} > {limit})")
