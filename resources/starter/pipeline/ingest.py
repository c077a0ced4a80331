"""Brings the data in. Put your own reading here; it must write one CSV file with a column 'target'."""

import argparse

import pandas as pd
from project import SPLIT, params, rows, save_table, shipped

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    source = settings.get("source")
    frame = pd.read_csv(source) if source else shipped(settings.get("dataset", "breast_cancer"))
    if settings.get("split") == "predefined" and SPLIT not in frame:
        held_out = rows(frame, "test")[0].index
        frame[SPLIT] = ["test" if i in held_out else "train" for i in frame.index]
    save_table(frame, args.out)
