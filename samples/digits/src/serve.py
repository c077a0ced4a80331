"""The service: GET /healthz, and POST /predict with a JSON list of images (64 numbers each)."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import joblib
import numpy as np

MODEL = Path(os.environ.get("MODEL", "model/model.joblib"))


class Handler(BaseHTTPRequestHandler):
    model = None

    def answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        known = self.path == "/healthz"
        self.answer(200 if known else 404, {"healthy": known})

    def do_POST(self) -> None:
        if self.path != "/predict":
            self.answer(404, {"error": "there is only /predict"})
            return
        try:
            images = np.array(json.loads(self.rfile.read(int(self.headers["Content-Length"]))), dtype=float)
            digits = self.model.predict(images.reshape(-1, 64)).tolist()
        except (TypeError, ValueError) as error:
            self.answer(400, {"error": str(error)})
            return
        print(json.dumps({"images": images.tolist(), "digits": digits}), file=sys.stderr)
        self.answer(200, digits)

    def log_message(self, format: str, *args: object) -> None:
        """Standard error holds the predictions only, one JSON object a line."""


if __name__ == "__main__":
    Handler.model = joblib.load(MODEL)
    server = ThreadingHTTPServer(("0.0.0.0", int(os.environ.get("PORT", "8080"))), Handler)
    print(f"listening on {server.server_port}", flush=True)
    server.serve_forever()
