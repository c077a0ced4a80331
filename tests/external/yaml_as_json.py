"""What another YAML library reads in files; run by the Python of the tools environment, which has ruamel.yaml.

Reads one path a line and writes one JSON object a line: the data, or the error.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


def answer(path: Path) -> dict[str, Any]:
    reader = YAML(typ="safe", pure=True)
    reader.allow_duplicate_keys = True
    try:
        return {"data": reader.load(path.read_text(encoding="utf-8-sig"))}
    except Exception as error:  # whatever the library raises is its answer
        return {"error": f"{type(error).__name__}: {' '.join(str(error).split())}"}


for line in sys.stdin:
    print(json.dumps(answer(Path(line.rstrip("\n"))), default=str), flush=True)
