"""Asks the running release whether it is healthy. Without SERVICE_URL only the model is tried, and it says so."""

import argparse
import os
import sys
import time
import urllib.request

import joblib
from project import params, rows, save_json, shipped

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    address = os.environ.get("SERVICE_URL")
    start = time.perf_counter()
    if address:
        with urllib.request.urlopen(f"{address.rstrip('/')}/healthz", timeout=30) as answer:
            healthy = answer.status == 200
    else:
        print("SERVICE_URL is not set: no service was asked, only the model is tried.")
        models = [joblib.load(path) for path in args.model]
        sample = rows(shipped(), "test")[0].head(10)
        healthy = all(len(m.predict(sample)) == 10 for m in models if m.n_features_in_ == sample.shape[1])
    seconds = round(time.perf_counter() - start, 4)
    slow = "latency" in settings.get("checks", []) and seconds > settings.get("max_seconds", 1.0)
    save_json(args.report, {"healthy": int(healthy), "seconds": seconds, "asked_service": int(bool(address))})
    if not healthy or slow:
        sys.exit("the release is not healthy" if not healthy else f"the answer took {seconds} s")
