"""Writes the handwritten digits that scikit-learn ships (1797 images of 8 x 8 pixels) as one table."""

import argparse
from pathlib import Path

import pandas as pd
from common import LABEL, PIXELS
from sklearn.datasets import load_digits


def digits() -> pd.DataFrame:
    images, labels = load_digits(return_X_y=True)
    table = pd.DataFrame(images.astype(int), columns=PIXELS)
    table[LABEL] = labels
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    table = digits()
    Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(args.out, index=False)
    print(f"{args.out}: {len(table)} images")
