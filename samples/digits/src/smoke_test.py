"""Asks the release for a few digits that everybody knows; fails when it is wrong or slow."""

import argparse
import sys

import pandas as pd
from common import LABEL, PIXELS, params, save_json
from service import ask, running

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--context", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    known = pd.read_csv(args.data).head(20)
    with running(args.context) as address:
        healthy, _ = ask(address, "/healthz")
        answers, seconds = ask(address, "/predict", known[PIXELS].to_numpy().tolist())
    right = int((known[LABEL] == answers).sum())
    save_json(args.report, {"right": right, "asked": len(known), "seconds": round(seconds, 4)})
    print(f"{right} of {len(known)} right in {seconds:.3f} s")
    if not healthy["healthy"] or right < 18 or seconds > params("smoke_test")["max_seconds"]:
        sys.exit("the release is not fit for use")
