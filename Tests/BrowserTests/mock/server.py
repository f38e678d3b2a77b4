"""
A stand-in for the real server: serves the interface as the binary does and answers docs/api.md with
made-up data. For looking and for the browser's tests; nothing of it is shipped.

    python3 server.py [--port 8099] [--rows 100000] [--new]
"""
import argparse
import gzip
import hashlib
import json
import mimetypes
import os
import queue
import re
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import routes
from store import Store

WEB = os.path.join(os.path.dirname(__file__), "../../../Sources/CWebAssets/web")
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'")
mimetypes.add_type("text/javascript", ".js")


def read_assets():
    """Every file of the interface by path, and one fingerprint over all of them."""
    files = {}
    for folder, _, names in os.walk(WEB):
        for name in names:
            full = os.path.join(folder, name)
            with open(full, "rb") as file:
                files[os.path.relpath(full, WEB)] = file.read()
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.encode() + b"\0" + files[path])
    return files, whole.hexdigest()[:16]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.handle_any("GET")

    def do_POST(self):
        self.handle_any("POST")

    def do_PATCH(self):
        self.handle_any("PATCH")

    def do_DELETE(self):
        self.handle_any("DELETE")

    def handle_any(self, method):
        target = urllib.parse.urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        if target.path.startswith("/api/v1/"):
            query = urllib.parse.parse_qs(target.query, keep_blank_values=True)
            routes.answer(self, method, target.path[len("/api/v1"):], query, body)
        else:
            self.serve_asset(target.path)

    def serve_asset(self, path):
        files, fingerprint = read_assets() if self.server.is_fresh else self.server.assets
        match = re.fullmatch(r"/assets/[0-9a-f]{16}/(.+)", path)
        if match and match[1] in files:
            kind = mimetypes.guess_type(match[1])[0] or "application/octet-stream"
            self.send(200, files[match[1]], kind, {"Cache-Control": "public, max-age=31536000, immutable"})
        elif path.startswith("/assets/"):
            self.send(404, b"", "text/plain")
        else:
            page = files["index.html"].replace(b"{{fingerprint}}", fingerprint.encode())
            self.send(200, page, "text/html; charset=utf-8", {"Cache-Control": "no-cache"})

    def send(self, status, body, kind, headers=None):
        packed = "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 600
        body = gzip.compress(body, 1) if packed else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def json(self, status, value, headers=None):
        self.send(status, json.dumps(value, ensure_ascii=False).encode(), "application/json", headers)

    def problem(self, status, title, detail="", **more):
        value = {"type": f"about:{title}", "title": title, "status": status, "detail": detail,
                 "request_id": "req-0001", **more}
        self.send(status, json.dumps(value).encode(), "application/problem+json")

    def events(self, store):
        waiting = queue.Queue()
        store.listeners.append(waiting.put)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.flush()
        try:
            while True:
                try:
                    event = waiting.get(timeout=5)
                    text = f"event: change\nid: {event['seq']}\ndata: {json.dumps(event)}\n\n"
                except queue.Empty:
                    text = ": still here\n\n"
                self.wfile.write(text.encode())
                self.wfile.flush()
        except OSError:
            store.listeners.remove(waiting.put)
        self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A browser that went away is no fault."""

    request_queue_size = 64

    def __init__(self, port, rows, is_new, is_fresh=True):
        super().__init__(("127.0.0.1", port), Handler)
        self.store = Store(0 if is_new else rows)
        self.assets = read_assets()
        self.is_fresh = is_fresh
        self.session_names = {}
        if not is_new:
            self.store.users.append(routes.user("admin", "Marie Dubois", "admin", "correct horse battery"))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, default=8099)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--new", action="store_true", help="no account yet, no data")
    given = arguments.parse_args()
    Server(given.port, given.rows, given.new).serve_forever()
