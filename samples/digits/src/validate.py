"""Stops the pipeline when a batch of images is not what the model was made for."""

import argparse
import sys

import pandas as pd
from common import DARKEST, LABEL, PIXELS, params, save_json


def problems(table: pd.DataFrame, checks: list[str], min_rows: int = 0, max_missing_share: float = 0.0) -> list[str]:
    """What is wrong with a table, one sentence each; empty when nothing is."""
    missing = [c for c in (*PIXELS, LABEL) if c not in table]
    if missing:
        return [f"{len(missing)} columns are missing: {', '.join(missing[:3])} ..."] if "schema" in checks else []
    found = []
    pixels = table[PIXELS]
    if len(table) < min_rows:
        found.append(f"{len(table)} rows are fewer than {min_rows}")
    if "completeness" in checks and pixels.isna().mean().max() > max_missing_share:
        found.append(f"a column has more than {max_missing_share:.0%} missing values")
    if "ranges" in checks and not pixels.stack().between(0, DARKEST).all():
        found.append(f"a pixel is not between 0 and {DARKEST}")
    if "ranges" in checks and not table[LABEL].isin(range(10)).all():
        found.append("a label is no digit")
    if "distribution" in checks and table[LABEL].nunique() < 10:
        found.append("a digit does not occur at all")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    wanted = params("validate")
    table = pd.read_csv(args.data)
    found = problems(table, wanted["checks"], wanted["min_rows"], wanted["max_missing_share"])
    save_json(args.report, {"rows": len(table), "problems": len(found)})
    if found:
        sys.exit("the data was refused: " + "; ".join(found))
    print(f"{len(table)} rows passed {', '.join(wanted['checks'])}")
