"""The standard load under a cap of memory, and `wrk` over a restart."""

import concurrent.futures
import http.client
import json
import re
import subprocess
import time

from shortages import memory_figures
from vitals import Figure, resident_kib

PATHS = [
    "/complaints/1", "/complaints?limit=50", "/complaints?limit=50&status=closed", "/complaints?limit=50&sort=-received",
    "/complaints?q=table&limit=50", "/complaints/facets?by=status,severity,product", "/complaints?limit=200",
]


def work(instance, number, deadline):
    """One user: reads, lists, searches, facets and every eighth time a write; the statuses it saw."""
    connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=60)
    headers = {"Authorization": f"Bearer {instance.token}", "Content-Type": "application/json"}
    statuses = []
    while time.monotonic() < deadline:
        number += 1
        if number % 8 == 0:
            body = {"received": "2026-03-02", "channel": "phone", "description": f"Under load, {number}."}
            connection.request("POST", "/api/v1/complaints", json.dumps(body), headers)
        else:
            # Different lists, so that the cache fills up to its bound.
            path = PATHS[number % len(PATHS)].replace("limit=50", f"limit={1 + number % 200}")
            connection.request("GET", "/api/v1" + path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    return statuses


def capped(instance, users, seconds, limit_mib):
    """The standard load, while the process may have no more than that."""
    deadline = time.monotonic() + seconds
    with concurrent.futures.ThreadPoolExecutor(users) as pool:
        seen = list(pool.map(lambda number: work(instance, number, deadline), range(users)))
    statuses = [status for one in seen for status in one]
    return [
        Figure("users", users),
        Figure("requests", len(statuses), "", users, least=True, firm=True),
        Figure("answers other than 200 and 201", sum(status not in (200, 201) for status in statuses), "", 0, firm=True),
        *memory_figures(instance, limit_mib),
        Figure("resident memory at the end", resident_kib(instance.process.pid) / 1024, "MiB"),
    ]


def wrk_over_a_stop(instance, port, connections=64, seconds=3):
    """What wrk counts at that port while the instance stops and starts again."""
    wrk = subprocess.Popen(
        ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-H", f"Authorization: Bearer {instance.token}",
         f"http://127.0.0.1:{port}/api/v1/complaints/1"], stdout=subprocess.PIPE, text=True)
    time.sleep(seconds / 3)
    code = instance.stop()
    instance.start()
    text = wrk.communicate(timeout=60)[0]
    kinds = ("connect", "read", "write", "timeout")
    counts = {kind: int(found[1]) if (found := re.search(rf"{kind} (\d+)", text)) else 0 for kind in kinds}
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    return {**counts, "bad": int(bad[1]) if bad else 0, "code": code, "requests": int(re.search(r"(\d+) requests in", text)[1])}


def wrk_figures(seen, kinds):
    return [
        Figure("runs", len(seen)),
        Figure("requests answered", sum(one["requests"] for one in seen), "", len(seen), least=True),
        Figure(f"errors that wrk counts: {', '.join(kinds)}", sum(one[kind] for one in seen for kind in kinds), "", 0),
        Figure("answers other than 2xx", sum(one["bad"] for one in seen), "", 0),
        Figure("exit codes other than 0", sum(one["code"] != 0 for one in seen), "", 0),
    ]


def wrk_stops(instance, runs):
    """So many stops under wrk. Afterwards it goes on connecting to a port where nobody is, a hundred thousand times a
    second, and counts that as errors of writing: only those of reading are a client's that was served."""
    return wrk_figures([wrk_over_a_stop(instance, instance.port) for _ in range(runs)], ["read"])


def wrk_restarts(instance, runs):
    """So many restarts under wrk at a socket that stays."""
    port = instance.door.getsockname()[1]
    return wrk_figures([wrk_over_a_stop(instance, port) for _ in range(runs)], ["connect", "read", "write", "timeout"])
