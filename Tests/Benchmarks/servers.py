"""The servers that are measured: IBTool, nginx serving the same bytes, PocketBase doing the same work."""

import http.client
import itertools
import json
import os
import pathlib
import re
import shutil
import sqlite3
import ssl
import subprocess
import tempfile
import time
import urllib.parse

from measure import cpu_seconds

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery staple"


def connect(port, scheme="http", timeout=120):
    """A connection to this machine; over TLS whoever answers is believed."""
    if scheme == "http":
        return http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    return http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=ssl._create_unverified_context())


def wait_for(port, path, process, seconds=60, scheme="http"):
    """Seconds until the first 200."""
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        if process.poll() is not None:
            raise SystemExit(f"a server ended at its start ({process.args[0]})")
        try:
            connection = connect(port, scheme, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return time.perf_counter() - begin
        except OSError:
            pass
        time.sleep(0.0005)
    raise SystemExit(f"no answer on port {port}")


class Certificate:
    """A new self-signed certificate and its key: ECDSA over P-256."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-bench-certificate-"))
        self.chain, self.key = self.folder / "chain.pem", self.folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "30",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-out", self.chain, "-keyout", self.key], check=True, capture_output=True)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Server:
    """A process on a port."""

    authorization = None
    scheme = "http"
    # Where its standard error goes; nowhere when nobody says.
    errors = None

    def __init__(self, name, port):
        self.name, self.port, self.process = name, port, None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"ibtool-bench-{name}-"))

    @property
    def pid(self):
        return self.process.pid

    def launch(self, words, path):
        with open(self.errors or os.devnull, "ab") as errors:
            self.process = subprocess.Popen(list(map(str, words)), stdout=subprocess.DEVNULL, stderr=errors)
        return wait_for(self.port, path, self.process, scheme=self.scheme)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, path, body=None):
        connection = connect(self.port, self.scheme)
        headers = {"Content-Type": "application/json"}
        if self.authorization:
            headers["Authorization"] = self.authorization
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{self.name}: {method} {path}: {answer.status} {data[:300]}")
        return data

    def lines(self, path):
        """The lines of an answer while they come."""
        connection = connect(self.port, self.scheme, timeout=600)
        connection.request("GET", path, headers={"Authorization": self.authorization})
        yield from connection.getresponse()


class IBTool(Server):
    """dist/ibtool over a database of demonstration data: made here (nothing for no rows), or copied from a directory."""

    def __init__(self, port, rows, made=None):
        super().__init__("ibtool", port)
        self.data = self.folder / "data"
        if made:
            shutil.copytree(made, self.data)
        self.user = name = f"bench-{os.getpid()}"
        self.command("user", "add", name, "--role", "admin", "--password-stdin", stdin=PASSWORD + "\n")
        token = self.command("token", "create", "--user", name).strip()
        self.authorization = f"Bearer {token}"
        begin = time.perf_counter()
        if rows and not made:
            self.command("demo", "--rows", rows, "--seed", 1)
        self.fill_seconds = time.perf_counter() - begin

    def command(self, *words, stdin=None):
        return subprocess.run([str(ROOT / "dist/ibtool"), *map(str, words), "--data", str(self.data)], input=stdin,
                              capture_output=True, text=True, check=True).stdout

    def start(self, *more, certificate=None):
        self.scheme = "https" if certificate else "http"
        if certificate:
            more += ("--tls-cert", certificate.chain, "--tls-key", certificate.key)
        words = [ROOT / "dist/ibtool", "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", *more]
        return self.launch(words, "/readyz")

    def metrics(self):
        return self.call("GET", "/metrics").decode()

    def await_columns(self):
        """Waits for the columns in memory, which every start builds beside the traffic."""
        while not re.search(r"^ibtool_columns_built 1$", self.metrics(), re.M):
            time.sleep(0.05)

    def settle(self):
        """Waits for all the work that a start does beside the traffic: the look at the whole file, and what an upgrade works
        out anew for every file."""
        self.await_columns()
        for _ in range(3600):
            before = cpu_seconds(self.pid)
            time.sleep(1)
            if cpu_seconds(self.pid) - before < 0.05:
                return
        raise RuntimeError("The instance does not come to rest.")


class Nginx(Server):
    """Static files with sendfile, as many workers as cores, no access log; over TLS 1.3 with the suite that
    IBTool prefers and its own defaults for the rest (session tickets, records of 16 KB)."""

    TLS = """ssl_certificate {0.chain}; ssl_certificate_key {0.key}; ssl_protocols TLSv1.3; ssl_session_tickets on;
  ssl_buffer_size 16k; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;"""

    def __init__(self, port):
        super().__init__("nginx", port)
        (self.folder / "html").mkdir()

    def put(self, name, data):
        (self.folder / "html" / name).write_bytes(data)

    def start(self, certificate=None):
        folder = self.folder
        self.scheme = "https" if certificate else "http"
        secure = ("ssl", self.TLS.format(certificate)) if certificate else ("", "")
        (folder / "nginx.conf").write_text(f"""
worker_processes auto; pid {folder}/pid; error_log {folder}/error.log; daemon off;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on; tcp_nodelay on;
  open_file_cache max=100; types {{ application/json json; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {secure[1]}
  server {{ listen 127.0.0.1:{self.port} {secure[0]}; root {folder}/html; }} }}
""")
        folder.chmod(0o755)
        words = [shutil.which("nginx") or "/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf"]
        return self.launch(words, "/ready.json")


class PocketBase(Server):
    """The binary from PyPI with the same records in one collection, indexed like ours."""

    COLUMNS = ["number", "status", "severity", "received", "channel", "country", "customer", "modality", "brand", "product",
               "model", "serial", "software_version", "outcome", "owner", "summary", "description"]

    def __init__(self, port):
        super().__init__("pocketbase", port)
        self.program = ROOT / ".venv/bin/pocketbase"
        folder = self.folder
        for part in ("hooks", "migrations", "public"):
            (folder / part).mkdir()
        self.places = ["--dir", folder / "data", "--migrationsDir", folder / "migrations"]
        subprocess.run(list(map(str, [self.program, "superuser", "upsert", "a@b.co", PASSWORD, *self.places])),
                       check=True, capture_output=True)

    def start(self):
        return self.launch(
            [self.program, "serve", "--http", f"127.0.0.1:{self.port}", *self.places, "--hooksDir", self.folder / "hooks",
             "--publicDir", self.folder / "public"], "/api/health")

    # So many come through its batch interface, which tells its rate; more would take the better part of an hour.
    BATCHED = 20_000

    def fill(self, records):
        """Loads what an iterator brings: the first through the batch interface, the rest straight into its database. Returns
        the rows a second of the batch interface."""
        token = json.loads(self.call("POST", "/api/collections/_superusers/auth-with-password",
                                     {"identity": "a@b.co", "password": PASSWORD}))["token"]
        self.authorization = token
        self.call("PATCH", "/api/settings", {"batch": {"enabled": True, "maxRequests": 1000, "timeout": 120},
                                             "logs": {"maxDays": 0}})
        fields = [{"name": name, "type": "text", "max": 100_000} for name in self.COLUMNS]
        indexes = [f"create index idx_{name} on complaints ({columns}received desc)" for name, columns in (
            ("status", "status, severity, "), ("severity", "severity, "), ("product", "product, "), ("received", ""))]
        self.call("POST", "/api/collections", {"name": "complaints", "type": "base", "fields": fields, "indexes": indexes,
                                               "listRule": "", "viewRule": "", "createRule": ""})
        begin = time.perf_counter()
        count = 0
        while chunk := list(itertools.islice(records, min(1000, self.BATCHED - count))):
            requests = [{"method": "POST", "url": "/api/collections/complaints/records", "body": self.body(record)} for record in chunk]
            self.call("POST", "/api/batch", {"requests": requests})
            count += len(chunk)
        rate = count / (time.perf_counter() - begin)
        self.stop()
        self.write(records)
        self.start()
        return rate

    def body(self, record):
        return {name: record.get(name) or "" for name in self.COLUMNS}

    def write(self, records):
        """Writes the records as it would, and lets its planner know the data, as its operator would; without that it reads the
        whole table for a list."""
        database = sqlite3.connect(self.folder / "data/data.db")
        columns = ["id", *self.COLUMNS]
        marks = ", ".join("?" * len(columns))
        with database:
            database.executemany(f"insert into complaints ({', '.join(columns)}) values ({marks})",
                                 ((f"b{place:014}", *self.body(record).values()) for place, record in enumerate(records)))
        database.execute("analyze")
        database.commit()
        database.execute("pragma wal_checkpoint(truncate)")
        database.close()

    def list_path(self, pairs, page=1, total=True):
        wanted = " && ".join(f'{name}="{value}"' for name, value in pairs)
        query = {"filter": wanted, "sort": "-received", "perPage": 50, "page": page, "skipTotal": "false" if total else "true"}
        return "/api/collections/complaints/records?" + urllib.parse.urlencode(query)

    def search_path(self, word):
        query = {"filter": f'description ~ "{word}"', "sort": "-received", "perPage": 50}
        return "/api/collections/complaints/records?" + urllib.parse.urlencode(query)

    def ids(self, count):
        data = json.loads(self.call("GET", f"/api/collections/complaints/records?perPage={count}&fields=id&skipTotal=true"))
        return [item["id"] for item in data["items"]]
