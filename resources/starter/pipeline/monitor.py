"""Collects what is watched about a running release, and raises an alert when a value passes its limit."""

import argparse
import os
import time
import urllib.error
import urllib.request
from pathlib import Path

import pandas as pd
from project import SPLIT, TARGET, output, params, psi, save_json, summary, tell
from sklearn.metrics import f1_score


def service(address: str) -> dict[str, float]:
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/healthz", timeout=30) as answer:
            up = answer.status == 200
    except (urllib.error.URLError, TimeoutError):
        up = False
    return {"service_up": int(up), "seconds": round(time.perf_counter() - start, 4)}


def live_rows(paths: list[str]) -> pd.DataFrame:
    files = [p for p in paths if Path(p).exists()]
    return pd.concat([pd.read_csv(p) for p in files]) if files else pd.DataFrame()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--labels", action="append", default=[])
    parser.add_argument("--reference", action="append", default=[])
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    watches = settings.get("watches", [])
    found: dict[str, float] = {}
    missing = []
    if "service" in watches and os.environ.get("SERVICE_URL"):
        found.update(service(os.environ["SERVICE_URL"]))
    elif "service" in watches:
        missing.append("service: SERVICE_URL is not set")
    labels = live_rows(args.labels)
    if {"performance", "predictions", "fairness"} & set(watches):
        if {"target", "prediction"} <= set(labels.columns) and len(labels):
            found["f1"] = round(float(f1_score(labels["target"], labels["prediction"], average="macro")), 6)
            found["f1_drop"] = round(max(0.0, settings.get("expected_f1", 0.95) - found["f1"]), 6)
            found["error_share"] = round(float((labels["target"] != labels["prediction"]).mean()), 6)
        else:
            missing.append("performance: there are no labels with predictions yet")
    current = Path("data/current.csv")
    if {"data", "data_drift"} & set(watches):
        reference = live_rows(args.reference)
        if current.exists() and len(reference):
            live = pd.read_csv(current)
            shared = [c for c in reference.select_dtypes("number") if c in live and c not in (TARGET, SPLIT)]
            found["rows"] = len(live)
            found["max_psi"] = round(max((psi(reference[c], live[c], 10) for c in shared), default=0.0), 4)
        else:
            missing.append("data: there is no live data or no reference yet")
    if "cost" in watches:
        missing.append("cost: ask your platform for it here")
    alarm = (
        found.get("service_up", 1) == 0
        or found.get("error_share", 0.0) > settings.get("max_error_share", 0.05)
        or found.get("max_psi", 0.0) > 0.25
    )
    save_json(args.report, {**found, "alarm": int(alarm), "not_measured": missing})
    output("start", str(alarm).lower())
    summary(f"Watched: {found or 'nothing could be measured'}; not measured: {'; '.join(missing) or 'nothing'}")
    if alarm and settings.get("alerts"):
        tell(f"{args.step}: a value passed its limit: {found}")
