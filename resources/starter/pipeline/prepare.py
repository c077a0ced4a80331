"""Cleans and joins the data, removes personal fields, and separates training from test rows."""

import argparse
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from project import SPLIT, TARGET, params, save_table, table

PERSONAL = ("name", "email", "phone", "address", "birth", "ssn", "iban")


def clean(part: pd.DataFrame) -> pd.DataFrame:
    return part.drop_duplicates().dropna()


def is_test(frame: pd.DataFrame, how: str, share: float, seed: int) -> np.ndarray:
    """Which rows are kept for testing."""
    if how == "time":  # the newest rows, which stand at the end
        return np.arange(len(frame)) >= len(frame) * (1 - share)
    if how == "group":  # whole groups, so that nobody is in both parts
        groups = frame["group"] if "group" in frame else frame.index // 10
        chosen = np.random.default_rng(seed).permutation(pd.unique(groups))
        return np.isin(groups, chosen[: max(1, int(len(chosen) * share))])
    return np.random.default_rng(None if how == "unseeded" else seed).random(len(frame)) < share


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--data", action="append", default=[])
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    frame = table(args.data)
    if settings.get("pii_removed"):
        personal = [
            c for c in frame.columns if c != TARGET and any(word in str(c).lower().split("_") for word in PERSONAL)
        ]
        frame = frame.drop(columns=personal)
        print(f"Personal fields removed: {', '.join(map(str, personal)) or 'there were none'}")
    if settings.get("parallel"):
        pieces = [frame.iloc[start : start + 1000] for start in range(0, len(frame), 1000)]
        with ThreadPoolExecutor() as pool:
            frame = pd.concat(pool.map(clean, pieces), ignore_index=True)
    else:
        frame = clean(frame).reset_index(drop=True)
    how = settings.get("split", "none")
    if how not in ("none", "predefined"):
        chosen = is_test(frame, how, settings.get("test_share", 0.25), settings.get("seed", 20))
        frame[SPLIT] = np.where(chosen, "test", "train")
    save_table(frame, args.out)
