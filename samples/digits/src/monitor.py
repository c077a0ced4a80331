"""Watches the service: is it there, how fast does it answer, and how often is it right on labelled images."""

import argparse

import pandas as pd
from common import LABEL, PIXELS, params, save_json
from service import ask, running

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--context", required=True)
    parser.add_argument("--labelled", required=True)
    parser.add_argument("--expected", required=True)
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    labelled = pd.read_csv(args.labelled)
    expected = pd.read_json(args.expected, typ="series")["accuracy"]
    with running(args.context) as address:
        _, first = ask(address, "/healthz")
        answers, seconds = ask(address, "/predict", labelled[PIXELS].to_numpy().tolist())
    accuracy = float((labelled[LABEL] == answers).mean())
    found = {
        "seconds": round(first, 4),
        "seconds_per_image": round(seconds / len(labelled), 6),
        "accuracy": round(accuracy, 6),
        "accuracy_drop": round(max(0.0, float(expected) - accuracy), 6),
    }
    alarm = 1 - accuracy > params("watch")["max_error_share"]
    save_json(args.report, {**found, "alarm": int(alarm)})
    print(f"{found}{' ALARM' if alarm else ''}")
