"""Starts the built executable the way people do and talks to it; nothing here knows its inside."""

import contextlib
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("IBTOOL_BINARY", ROOT / "dist" / "ibtool"))
SHARED = pathlib.Path(os.environ.get("IBTOOL_SHARED", ROOT.parent / "shared"))
PASSWORD = "correct horse battery staple"
START_SECONDS_MAX = 30
# Below the ports that outgoing connections get (32,768 and more): none of them takes the port of a server that is
# killed and started again.
PORTS = range(12_000, 22_000)


def free_port(*more):
    """A port that was free a moment ago, and so were those that lie so far above it."""
    reason = None
    for port in random.SystemRandom().sample(PORTS, 200):
        try:
            for offset in (0, *more):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port + offset))
            return port
        except OSError as error:
            reason = error
    raise AssertionError(f"no port is free: {reason}")


def cannot(case, reason):
    """Skips what this machine does not allow; fails where it was asked for in full size."""
    if "IBTOOL_POWER_ROUNDS" in os.environ:
        case.fail(reason)
    case.skipTest(reason)


def run(*words, stdin=None, check=True, timeout=300, environment=None):
    """Runs `ibtool WORDS…` and returns the finished process with text output."""
    done = subprocess.run(
        [str(BINARY), *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment,
    )
    if check and done.returncode != 0:
        raise AssertionError(f"ibtool {' '.join(map(str, words))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def one_request(connection, method, path, body=None, headers=None):
    """One request, the only one of its connection: (status, headers, bytes)."""
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class Instance:
    """A running `ibtool serve` over a data directory of its own.

    `prefix` are words before the command, such as `prlimit --nofile=200`, that end in running it; `door` is a listening
    socket that is handed over to it, as systemd does, and outlives it."""

    def __init__(self, data=None, arguments=(), account="admin", role="admin", awaits="/readyz", prefix=(), door=None):
        self.keeps_data = data is not None
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="ibtool-test-"))
        self.arguments = list(arguments)
        self.account = account
        self.role = role
        self.awaits = awaits
        self.prefix = list(prefix)
        self.door = door
        self.token = None
        self.process = None
        self.port = None
        self.log = None

    def __enter__(self):
        if self.account and self.token is None:
            self.make_account(self.account, self.role)
            self.token = self.make_token(self.account)
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        self.log.close()
        if not self.keeps_data:
            pathlib.Path(self.log.name).unlink(missing_ok=True)
            shutil.rmtree(self.data, ignore_errors=True)

    def make_account(self, name, role, *more):
        run("user", "add", name, "--role", role, *more, "--password-stdin", "--data", self.data, stdin=PASSWORD + "\n")

    def make_token(self, name, *more):
        return run("token", "create", "--user", name, "--data", self.data, *more).stdout.strip()

    def start(self):
        """Starts it and waits until it is ready; without `awaits`, until its port takes connections."""
        self.port = free_port()
        if self.log:
            self.log.close()
        self.log = open(self.data.parent / (self.data.name + ".log"), "ab")
        words = [*self.prefix, str(BINARY), "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}"]
        passed = []
        if self.door:
            passed = [self.door.fileno()]
            hand_over = f'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@" 3<&{passed[0]}'
            words = ["sh", "-c", hand_over, "sh", *words, "--listen", "systemd"]
        self.process = subprocess.Popen(
            [*words, *self.arguments],
            stdout=self.log,
            stderr=self.log,
            stdin=subprocess.DEVNULL,
            pass_fds=passed,
        )
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"ibtool ended at its start:\n{self.log_text()}")
            try:
                if self.awaits is None:
                    return socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                if self.raw("GET", self.awaits)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.01)
        raise AssertionError(f"ibtool was not ready in {START_SECONDS_MAX} s:\n{self.log_text()}")

    def log_text(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")

    def setup_secret(self):
        """The secret of the set-up link that the first start printed."""
        deadline = time.monotonic() + START_SECONDS_MAX
        while "/setup#" not in self.log_text() and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.log_text().split("/setup#", 1)[1].split()[0]

    def kill(self):
        """kill -9, as a power button would."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """SIGTERM and the exit code."""
        if self.process is None or self.process.poll() is not None:
            return self.process and self.process.returncode
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("ibtool did not stop within 20 s of SIGTERM")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def raw(self, method, path, body=None, headers=None, timeout=60):
        """One request on a connection of its own: (status, headers, bytes)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        return one_request(connection, method, path, body, headers)

    def api(self, method, path, body=None, headers=None, token=None, status=None):
        """One signed-in API call: (status, headers, parsed JSON or bytes)."""
        all_headers = {"Authorization": f"Bearer {token or self.token}"}
        data = body
        if isinstance(body, (dict, list)):
            data = json.dumps(body).encode()
            all_headers["Content-Type"] = "application/json"
        all_headers.update(headers or {})
        code, fields, answer = self.raw(method, "/api/v1" + path, data, all_headers)
        kind = fields.get("content-type", "").split(";")[0]
        value = json.loads(answer) if kind in ("application/json", "application/problem+json") and answer else answer
        if status is not None and code != status:
            raise AssertionError(f"{method} {path}: {code} instead of {status}: {str(value)[:500]}")
        return code, fields, value

    def get(self, path, **options):
        return self.api("GET", path, status=200, **options)[2]

    def create(self, **fields):
        values = {"received": "2026-03-02", "channel": "phone", "description": "The table stops halfway."}
        values.update(fields)
        return self.api("POST", "/complaints", values, status=201)[2]

    def wait_for_import(self, number, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            record = self.get(f"/imports/{number}")
            if record["state"] not in ("queued", "running", "undoing"):
                return record
            time.sleep(0.02)
        raise AssertionError(f"import {number} did not end: {record}")


# What a token needs to close and open files again; by itself none may sign.
SIGNING = ("--scope", "read,intake,work,decide,sign")


def signature(meaning):
    """What an account that `make_account` made signs with."""
    return {"password": PASSWORD, "meaning": meaning}


def verify(data):
    """`ibtool verify` on a stopped instance; raises with its words when anything is wrong."""
    return run("verify", "--data", data)


@contextlib.contextmanager
def unguarded(data):
    """The database of a stopped instance without the triggers that guard its log; they are put back at the end."""
    base = sqlite3.connect(pathlib.Path(data) / "ibtool.db", isolation_level=None)
    try:
        triggers = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            base.execute(f"DROP TRIGGER {name}")
        yield base
        base.row_factory = None
        for _, sql in triggers:
            base.execute(sql)
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        base.close()
