"""Puts model, server and Dockerfile into one folder, and names the image that is built from it."""

import argparse
import shutil
from pathlib import Path

from project import commit, params, read_json, save_json, sha256

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--metrics", action="append", default=[])
    parser.add_argument("--context", required=True)
    parser.add_argument("--image", required=True)
    args = parser.parse_args()
    settings = params(args.step)
    context = Path(args.context)
    shutil.rmtree(context, ignore_errors=True)
    (context / "model").mkdir(parents=True)
    shutil.copy("pipeline/serve.py", context / "serve.py")
    shutil.copy("Dockerfile", context / "Dockerfile")
    best = next((b for m in args.metrics if (b := read_json(m).get("best")) in args.model), None)
    chosen = best or (args.model[0] if args.model else None)
    if chosen:
        shutil.copy(chosen, context / "model" / "model.joblib")
    else:
        print("No model is linked to this step: the folder holds only the server.")
    if settings.get("provenance"):
        files = {p.relative_to(context).as_posix(): sha256(p) for p in sorted(context.rglob("*")) if p.is_file()}
        save_json(str(context / "provenance.json"), {"commit": commit(), "files": files, "model": chosen})
    digest = sha256(context)
    tag = digest[:12] if settings.get("immutable_tag") else "latest"
    save_json(args.image, {"image": args.step.lower(), "tag": tag, "content": digest, "digest": ""})
