"""Puts all that the service needs into one folder, with the hash of every file; its image is named by its content."""

import argparse
import hashlib
import shutil
from pathlib import Path

from common import params, save_json, sha256

CODE = {"src/serve.py": "serve.py", "Dockerfile": "Dockerfile"}


def assemble(model: str, folder: Path) -> dict[str, str]:
    """Fills an empty folder; returns the hash of every file in it."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "model").mkdir(parents=True)
    shutil.copyfile(model, folder / "model" / "model.joblib")
    for source, target in CODE.items():
        shutil.copyfile(source, folder / target)
    return {p.relative_to(folder).as_posix(): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--context", required=True)
    parser.add_argument("--image", required=True)
    args = parser.parse_args()
    files = assemble(args.model, Path(args.context))
    content = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
    tag = content[:12] if params("package").get("immutable_tag") else "latest"
    save_json(f"{args.context}/manifest.json", {"files": files})
    save_json(args.image, {"image": "digits", "tag": tag, "content": content, "digest": ""})
    print(f"{args.context}: {len(files)} files, digits:{tag}")
