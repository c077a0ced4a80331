"""A small scoring server: GET /healthz, POST a JSON list of rows to /predict."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import joblib
import numpy as np

PATH = Path(os.environ.get("MODEL", "model/model.joblib"))


class Handler(BaseHTTPRequestHandler):
    model = None

    def reply(self, code: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        healthy = self.path == "/healthz"
        self.reply(200 if healthy else 404, {"ok": healthy})

    def do_POST(self) -> None:
        try:
            rows = np.asarray(json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0)))), dtype=float)
            answers = self.model.predict(rows).tolist()
        except ValueError as error:
            self.reply(400, {"error": str(error)})
            return
        if os.environ.get("LOG_PREDICTIONS") == "1":
            print(json.dumps({"rows": rows.tolist(), "answers": answers, "model": str(PATH)}), file=sys.stderr)
        self.reply(200, answers)


if __name__ == "__main__":
    Handler.model = joblib.load(PATH)
    ThreadingHTTPServer(("0.0.0.0", int(os.environ.get("PORT", "8080"))), Handler).serve_forever()
