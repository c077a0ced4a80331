"""The gate: measures the model on rows it has never seen and fails when it misses the limit."""

import argparse
import sys

import joblib
import pandas as pd
from common import LABEL, PIXELS, params, save_json
from sklearn.base import ClassifierMixin
from sklearn.metrics import accuracy_score, confusion_matrix, recall_score


def judge(model: ClassifierMixin, table: pd.DataFrame) -> tuple[dict[str, float], pd.DataFrame]:
    """Scores, and how often which digit was taken for which."""
    truth, answers = table[LABEL], model.predict(table[PIXELS].to_numpy())
    recall = recall_score(truth, answers, average=None)
    scores = {"accuracy": float(accuracy_score(truth, answers)), "worst_recall": float(recall.min())}
    confusion = pd.DataFrame(confusion_matrix(truth, answers)).rename_axis("actual").reset_index()
    pairs = confusion.melt(id_vars="actual", var_name="predicted", value_name="count")
    return {name: round(score, 6) for name, score in scores.items()}, pairs


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--metrics", required=True)
    parser.add_argument("--confusion", required=True)
    args = parser.parse_args()
    wanted = params("evaluate")
    scores, confusion = judge(joblib.load(args.model), pd.read_csv(args.data))
    save_json(args.metrics, scores)
    confusion.to_csv(args.confusion, index=False)
    score, limit = scores[wanted["metric"]], wanted["min_score"]
    print(f"{wanted['metric']} {score:.4f}, limit {limit}, worst digit {scores['worst_recall']:.4f}")
    if wanted.get("threshold") and score < limit:
        sys.exit(f"the model was refused: {wanted['metric']} {score:.4f} is below {limit}")
