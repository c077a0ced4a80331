"""Looks for YAML texts and edits that the reader or the editor cannot stand.

``python benchmarks/fuzz_yaml.py [--seconds N] [--seed N] [--folder F]``: takes texts (its own nasty ones and the files
of a folder), damages them (bytes, lines, indents), reads them and applies random edits. Reading may only refuse with a
`DocumentError`, an edit only with `NotEditable`; an accepted edit must say what the same edit makes of the plain data,
and may lose no line that it does not name. Only reads; a failure is printed with its seed (``--seed N --seconds 0``
repeats it) and ends in exit code 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.property.yaml_edit_oracle import Broken, check_reading, random_edits
from tests.property.yaml_texts import NASTY_TEXTS, damaged


def main() -> int:
    options = arguments()
    texts = [*NASTY_TEXTS, *folder_texts(options.folder)]
    ends, seed = time.monotonic() + options.seconds, options.seed
    counts: Counter[str] = Counter()
    failures = 0
    while True:
        failures += not one(seed, texts, counts)
        seed += 1
        if time.monotonic() >= ends or failures >= 20:
            break
    print(f"{seed - options.seed} texts, {options.seconds} s, seeds {options.seed}..{seed - 1}: {dict(counts)}")
    return 1 if failures else 0


def one(seed: int, texts: list[str], counts: Counter[str]) -> bool:
    """Whether all went well with the text of a seed."""
    rng = random.Random(seed)
    text = damaged(rng, rng.choice(texts))
    try:
        tree = check_reading(text)
        counts["read" if tree else "not read"] += 1
        if tree:
            counts.update(random_edits(rng, text, 6))
    except Broken as e:
        print(f"seed {seed}: {e}", flush=True)
        return False
    except Exception:  # a crash of any sort is what this program looks for
        print(f"seed {seed}: {traceback.format_exc()}", flush=True)
        return False
    return True


def folder_texts(folder: Path | None) -> list[str]:
    paths = sorted(p for p in folder.rglob("*") if p.suffix in (".yml", ".yaml") and p.is_file()) if folder else []
    return [text for p in paths if len(text := p.read_bytes().decode("utf-8", "replace")) < 20_000]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Looks for YAML that the editor cannot stand.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
