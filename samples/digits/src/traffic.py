"""Plays users: writes images as they might come in, optionally fainter than those the model knows (--ink 0.5)."""

import argparse

import pandas as pd
from common import DARKEST, PIXELS

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="data/test.csv")
    parser.add_argument("--out", default="data/current.csv")
    parser.add_argument("--ink", type=float, default=1.0)
    args = parser.parse_args()
    table = pd.read_csv(args.data).sample(300, random_state=1)
    table[PIXELS] = (table[PIXELS] * args.ink).round().clip(0, DARKEST).astype(int)
    table.to_csv(args.out, index=False)
    print(f"{args.out}: {len(table)} images")
