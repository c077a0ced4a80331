"""Releases an image or model: to Kubernetes (--manifest), or by a web hook. --undo brings the previous version back.

Without KUBE_CONFIG or DEPLOY_URL it is a dry run: everything is checked, nothing is deployed, and it says so.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from project import params, post, read_json, summary

DRY = "Not configured: this was a dry run, nothing was deployed."


def objects(path: str) -> list[dict]:
    """The objects of a manifest file. Exit code 1 when one of them is none."""
    found = [o for o in yaml.safe_load_all(Path(path).read_text(encoding="utf-8")) if o]
    for thing in found:
        whole = isinstance(thing, dict) and thing.get("apiVersion") and thing.get("kind")
        if not (whole and isinstance(thing.get("metadata"), dict) and thing["metadata"].get("name")):
            sys.exit(f"{path}: an object has no apiVersion, kind or name")
    if not any(o["kind"] == "Deployment" for o in found):
        sys.exit(f"{path}: there is no Deployment")
    return found


def reference(release: dict, wanted: str) -> str:
    """Name of the image: by digest where there is one, else by tag."""
    digest = release.get("digest")
    if wanted == "digest" and not digest:
        sys.exit("a digest is asked for, but the image has none: was it pushed?")
    image = release.get("image", "model")
    return f"{image}@{digest}" if digest and wanted != "latest" else f"{image}:{release.get('tag', 'latest')}"


def kubernetes(manifest: str, release: dict, settings: dict) -> None:
    things = objects(manifest)
    name = next(o["metadata"]["name"] for o in things if o["kind"] == "Deployment")
    print(f"{manifest}: {', '.join(o['kind'] for o in things)} are well formed.")
    if not os.environ.get("KUBE_CONFIG"):
        summary(DRY)
        return
    if not shutil.which("kubectl"):
        sys.exit("KUBE_CONFIG is set, but kubectl is not installed")
    if not release:
        sys.exit("there is no image to deploy: put a Package step before the release")
    image = reference(release, settings.get("artifact_ref", ""))
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config"
        config.touch(mode=0o600)
        config.write_text(os.environ["KUBE_CONFIG"], encoding="utf-8")

        def kubectl(*words: str, check: bool = True) -> int:
            return subprocess.run(["kubectl", "--kubeconfig", str(config), *words], check=check).returncode

        kubectl("apply", "-f", manifest)
        kubectl("set", "image", f"deployment/{name}", f"serve={image}")
        if kubectl("rollout", "status", f"deployment/{name}", "--timeout=300s", check=False):
            if settings.get("rollback") != "none":
                kubectl("rollout", "undo", f"deployment/{name}")
            sys.exit("the new version did not become ready")
    summary(f"Deployed {image} as {name}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", required=True)
    parser.add_argument("--image", action="append", default=[])
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--manifest")
    parser.add_argument("--undo", action="store_true")
    args = parser.parse_args()
    settings = params(args.step)
    missing = [p for p in (*args.image, *args.model) if not Path(p).exists()]
    if missing:
        sys.exit(f"there is nothing to deploy: {', '.join(missing)} does not exist")
    release = read_json(args.image[0]) if args.image else {}
    if args.manifest:
        kubernetes(args.manifest, release, settings)
    elif os.environ.get("DEPLOY_URL"):
        content = {"step": args.step, "undo": args.undo, "settings": settings, "release": release, "models": args.model}
        post(os.environ["DEPLOY_URL"], content, os.environ.get("DEPLOY_TOKEN", ""))
    else:
        print(f"Would send: {'undo of' if args.undo else 'release by'} {args.step} with {settings or 'no settings'}")
        summary(DRY)
    if settings.get("audit_log"):
        who, run = os.environ.get("GITHUB_ACTOR", "somebody"), os.environ.get("GITHUB_RUN_ID", "by hand")
        summary(f"Audit: {args.step}, by {who}, run {run}, commit {os.environ.get('GITHUB_SHA', '')}")
