"""Talking to the service; without an address it is started from the packaged folder, for as long as it is needed."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def ask(address: str, path: str, content: Any = None) -> tuple[Any, float]:
    """The answer and the seconds it took."""
    body = None if content is None else json.dumps(content).encode()
    start = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(address.rstrip("/") + path, body), timeout=30) as answer:
        return json.load(answer), time.perf_counter() - start


@contextmanager
def running(context: str) -> Iterator[str]:
    """The address of the service: SERVICE_URL, or a server of our own on a free port."""
    if os.environ.get("SERVICE_URL"):
        yield os.environ["SERVICE_URL"]
        return
    print(f"SERVICE_URL is not set: the service is started here, from {context}.")
    server = subprocess.Popen(
        [sys.executable, "serve.py"],
        cwd=context,
        env={**os.environ, "PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        line = server.stdout.readline()
        if "listening on" not in line:
            raise RuntimeError(f"the service did not start from {context}")
        yield f"http://127.0.0.1:{line.split()[-1]}"
    finally:
        server.terminate()
        server.wait(timeout=30)
