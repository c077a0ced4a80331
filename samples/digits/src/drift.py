"""Compares images that came in with those the model learned from, by the population stability index (PSI).

PSI = sum over bins of (actual - expected) * ln(actual / expected); above 0.25 two distributions clearly differ.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from common import PIXELS, params, save_json


def features(table: pd.DataFrame) -> pd.DataFrame:
    """A few numbers that tell what an image looks like: ink per row and column, darkest pixel."""
    images = table[PIXELS].to_numpy().reshape(-1, 8, 8)
    rows = {f"ink_row_{i}": images[:, i, :].mean(axis=1) for i in range(8)}
    columns = {f"ink_column_{i}": images[:, :, i].mean(axis=1) for i in range(8)}
    return pd.DataFrame({**rows, **columns, "darkest": images.max(axis=(1, 2))})


def psi(expected: pd.Series, actual: pd.Series, bins: int) -> float:
    edges = np.unique(np.quantile(expected, np.linspace(0, 1, bins + 1)))[1:-1]
    shares = [
        np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) / len(values) + 1e-4
        for values in (expected, actual)
    ]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def compare(reference: pd.DataFrame, current: pd.DataFrame, bins: int, limit: float) -> dict[str, float]:
    """How many features have drifted, and how far the worst one has."""
    old, new = features(reference), features(current)
    values = {name: psi(old[name], new[name], bins) for name in old}
    share = sum(value > limit for value in values.values()) / len(values)
    return {"drift_share": round(share, 4), "max_psi": round(max(values.values()), 4), "drift": int(share > 0)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    wanted = params("drift")
    current = Path(wanted["current"])
    if current.exists():
        found = compare(pd.read_csv(args.reference), pd.read_csv(current), wanted["bins"], wanted["max_psi"])
        print(f"{found['drift_share']:.0%} of the features have drifted, the worst by {found['max_psi']}")
    else:
        found = {"drift_share": 0.0, "max_psi": 0.0, "drift": 0}
        print(f"{current} is not there: no images came in, so nothing could be compared. See src/traffic.py.")
    save_json(args.report, found)
