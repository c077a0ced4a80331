"""Sets rows aside for the evaluation: the same ones for the same seed, every digit in proportion."""

import argparse

import pandas as pd
from common import LABEL, params
from sklearn.model_selection import train_test_split


def split(table: pd.DataFrame, test_share: float, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows to learn from and rows to be judged by."""
    return train_test_split(table, test_size=test_share, random_state=seed, stratify=table[LABEL])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--train", required=True)
    parser.add_argument("--test", required=True)
    args = parser.parse_args()
    wanted = params("split")
    train, test = split(pd.read_csv(args.data), wanted["test_share"], wanted["seed"])
    train.to_csv(args.train, index=False)
    test.to_csv(args.test, index=False)
    print(f"{len(train)} rows to learn from, {len(test)} set aside")
