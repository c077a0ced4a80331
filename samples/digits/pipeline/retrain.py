"""Decides whether a new training starts, from the reports of the checks before it.

A condition is made of comparisons such as "drift share > 0.5 or f1 drop > 0.02"; the names are keys of the reports.
"drift > threshold" leaves the limit to the check itself: it is what the check was told, and its answer is used.
Without a condition any alarm or drift starts a training.
"""

import argparse
import re

from project import output, params, read_json, save_json, summary

PART = re.compile(
    r"\s*(?P<name>[A-Za-z][A-Za-z0-9 _]*?)\s*(?P<sign>>=|<=|>|<)\s*(?P<limit>[0-9.]+|threshold|limit)\s*\Z"
)


def holds(part: str, values: dict[str, float]) -> bool:
    """Whether one comparison is true; what nobody measured is not."""
    match = PART.match(part)
    if not match:
        print(f"'{part.strip()}' cannot be read as a comparison: it counts as no.")
        return False
    name = match["name"].strip().replace(" ", "_").lower()
    if name not in values:
        print(f"Nobody measured '{name}': it counts as no.")
        return False
    if match["limit"] in ("threshold", "limit"):
        return bool(values[name])
    value, limit = values[name], float(match["limit"])
    return {">": value > limit, ">=": value >= limit, "<": value < limit, "<=": value <= limit}[match["sign"]]


def decide(condition: str, values: dict[str, float]) -> bool:
    if not condition:
        return bool(values.get("drift") or values.get("alarm"))
    return any(all(holds(p, values) for p in re.split(r"\band\b", part)) for part in re.split(r"\bor\b", condition))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--report", action="append", default=[])
    parser.add_argument("--decision", required=True)
    args = parser.parse_args()
    values: dict[str, float] = {}
    for path in args.report:
        for name, value in read_json(path).items():
            if isinstance(value, (int, float)):
                values[name] = max(value, values.get(name, value))
    condition = str(params(args.step).get("condition", ""))
    start = decide(condition, values)
    save_json(args.decision, {"start": int(start), "condition": condition, "values": values})
    output("start", str(start).lower())
    summary(f"New training: {'yes' if start else 'no'} ({condition or 'any alarm or drift'})")
