"""The rules of the real action that a workflow can trip over.

Names are used once; hidden files stay behind; the folder that all search paths share is the root of the artifact, so
that a single folder loses its name and a single file its folder.
"""

import os
import shutil
import sys
from pathlib import Path

store = Path(os.environ["ARTIFACT_STORE"]) / "artifacts" / os.environ["NAME"]
if store.exists():
    sys.exit(f"an artifact {os.environ['NAME']} exists already")
paths = [Path(line.strip()).absolute() for line in os.environ["PATHS"].splitlines() if line.strip()]
files = [f for p in paths for f in (p.rglob("*") if p.is_dir() else [p]) if f.is_file()]
root = Path(os.path.commonpath(paths))
if files == [root]:
    root = root.parent
for file in files:
    inside = file.relative_to(root)
    if os.environ["HIDDEN"] == "true" or not any(part.startswith(".") for part in inside.parts):
        (store / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, store / inside)
missing = [str(p) for p in paths if not p.exists()]
print(f"{os.environ['NAME']}: {len(files)} files kept; not there: {', '.join(missing) or 'nothing'}")
if os.environ["MISSING"] == "error" and (missing or not files):
    sys.exit("a file that was to be handed over is not there")
