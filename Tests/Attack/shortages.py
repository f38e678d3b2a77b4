"""Out of everything: descriptors, memory, the writer's time, the time of the password hash."""

import concurrent.futures
import json
import pathlib
import resource
import sqlite3
import time

from attacks import HEALTH, spent, warm
from crowd import Crowd
from honest import Honest
from vitals import Figure, descriptors, percentile, status

# Kept back for the database, logs and backups (ServerLimits.reservedDescriptors).
RESERVED = 64


def descriptor_limit(instance, limit, seconds=5):
    """More clients than the instance, started with so few descriptors, can take; then all but a few leave."""
    with Crowd(instance.port) as crowd:
        crowd.open(limit + 100, HEALTH)
        crowd.wait(lambda: sum(bool(member.data) for member in crowd.members) >= limit - RESERVED - 32)
        crowd.turn(0.5)
        taken = [member for member in crowd.members if member.data]
        used = descriptors(instance.process.pid)
        share = spent(instance, crowd, seconds)
        works = works_at_the_limit(instance, crowd, taken[0])
        for member in crowd.members:
            crowd.end(member, "left")
            member.socket.close()
        delay = seconds_to_an_answer(instance)
    return [
        Figure("served at the limit", len(taken), "", limit - RESERVED - 32, least=True, firm=True),
        Figure("descriptors in use of the limit's", used, "", limit - RESERVED + 32, firm=True),
        Figure("CPU of a core at the limit", share, "%", 5),
        Figure("a write and a look at every file went through", int(works), "", 1, least=True, firm=True),
        Figure("answer to a new client once they are free after", delay, "s", 1),
    ]


def works_at_the_limit(instance, crowd, member):
    """Whether a write, and a read that opens files of the database, succeed on a connection that was taken."""
    body = json.dumps({"received": "2026-03-02", "channel": "phone", "description": "At the limit."})
    head = f"Host: localhost\r\nAuthorization: Bearer {instance.token}\r\nContent-Type: application/json\r\n"
    for request, expected in (
        (f"POST /api/v1/complaints HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}", b"HTTP/1.1 201 "),
        (f"GET /api/v1/verify HTTP/1.1\r\n{head}\r\n", b"HTTP/1.1 200 "),
    ):
        member.data = b""
        crowd.send_to(member, request.encode())
        crowd.wait(lambda: bool(member.data))
        if not member.data.startswith(expected):
            return False
    return True


def seconds_to_an_answer(instance):
    begin = time.monotonic()
    instance.raw("GET", "/healthz")
    return time.monotonic() - begin


def no_descriptor(instance, clients=200, seconds=5):
    """The kernel refuses the very next descriptor (EMFILE): told by clients who are let go, not by a busy core."""
    pid = instance.process.pid
    warm(instance)
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (descriptors(pid) + 1, hard))
    try:
        with Crowd(instance.port) as crowd:
            crowd.open(clients, HEALTH)
            share = spent(instance, crowd, seconds)
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
    delay = seconds_to_an_answer(instance)
    refused = instance.log_text().count("panic") + instance.log_text().count("Fatal")
    return [
        Figure("CPU of a core without a descriptor", share, "%", 5),
        Figure("answer to a new client once there are some after", delay, "s", 1),
        Figure("traps in the log", refused, "", 0, firm=True),
    ]


def post(instance, path, body, headers):
    status_code, fields, answer = instance.raw("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
    return status_code, fields.get("retry-after"), answer


def stalled_writer(instance, writers, seconds=2):
    """Somebody else holds the database's write lock; more writes come than the queue takes, and people read on."""
    body = json.dumps({"received": "2026-03-02", "channel": "phone", "description": "Waits."})
    request = (f"POST /api/v1/complaints HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {instance.token}\r\n"
               f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()
    database = next(path for path in pathlib.Path(instance.data).iterdir() if path.suffix == ".db")
    before = instance.get("/complaints?limit=1")["total"]
    with Crowd(instance.port) as crowd:
        outsider = sqlite3.connect(database, isolation_level=None)
        outsider.execute("begin immediate")
        with Honest(instance.port, instance.token) as honest:
            crowd.open(writers, request)
            crowd.turn(seconds)
            early = crowd.statuses()
        outsider.execute("rollback")
        outsider.close()
        crowd.wait(lambda: all(member.data for member in crowd.members))
        late = crowd.statuses()
        refused = [member for member in crowd.members if member.data.startswith(b"HTTP/1.1 503 ")]
        advised = sum(b"\r\nretry-after: " in member.data.lower() for member in refused)
    instance.create()
    kept = instance.get("/complaints?limit=1")["total"] - before - 1
    return [
        Figure("writers", writers),
        Figure("refused at once (503), the queue being full", early.get(503, 0)),
        Figure("saved after the stall", late.get(201, 0)),
        Figure("saved without being acknowledged, or the reverse", abs(kept - late.get(201, 0)), "", 0, firm=True),
        Figure("without an answer of 201 or 503", writers - late.get(201, 0) - late.get(503, 0), "", 0, firm=True),
        Figure("refusals without Retry-After", len(refused) - advised, "", 0, firm=True),
        Figure("reads that failed meanwhile", len(honest.failures), "", 0, firm=True),
        Figure("reads meanwhile, p99", percentile(honest.latencies, 0.99) * 1000, "ms", 100),
    ]


def password_flood(instance, tries):
    """Sign-ins with wrong passwords, all at once: each hash takes a third of a second, so most are put off."""
    def sign_in(number):
        body = {"name": f"nobody{number}", "password": "wrong horse battery"}
        return post(instance, "/api/v1/session", body, {"Origin": instance.url})
    with Honest(instance.port, instance.token) as honest, concurrent.futures.ThreadPoolExecutor(tries) as pool:
        answers = list(pool.map(sign_in, range(tries)))
    codes = [code for code, _, _ in answers]
    put_off = [retry for code, retry, _ in answers if code in (429, 503)]
    return [
        Figure("sign-ins", tries),
        Figure("hashed and refused", codes.count(401)),
        Figure("put off (429 or 503)", len(put_off), "", 1, least=True, firm=True),
        Figure("put off without Retry-After", sum(retry is None for retry in put_off), "", 0, firm=True),
        Figure("other answers", sum(code not in (401, 429, 503) for code in codes), "", 0, firm=True),
        Figure("reads that failed meanwhile", len(honest.failures), "", 0, firm=True),
        Figure("reads meanwhile, p99", percentile(honest.latencies, 0.99) * 1000, "ms", 100),
    ]


def memory_figures(instance, limit_mib):
    return [
        Figure("memory cap of the process (RLIMIT_DATA)", limit_mib, "MiB"),
        Figure("resident memory, highest", status(instance.process.pid, "VmHWM") / 1024, "MiB", limit_mib, firm=True),
        Figure("alive", int(instance.process.poll() is None), "", 1, least=True, firm=True),
    ]
