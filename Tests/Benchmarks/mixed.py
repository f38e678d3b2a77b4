"""make bench-mixed: everybody at work over a million complaints. 64 people at the grid with a request a second each, 16 who
save five times a second, an import and an export running, all at times fixed beforehand (openloop.py).

Goals: reads p99 under 100 ms, writes p99 under 250 ms, no error, memory within the sum of its budgets; then every sampled
answer of the cache is compared with one made anew, and the rate is raised until a goal is missed."""

import argparse
import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import time

from bench import SEVERITIES, STATUSES, list_path, ports
from measure import cpu_seconds, resident_mib
from openloop import Crowd, Line
from servers import IBTool

READ_MS, WRITE_MS = 100, 250
LOG_BYTES = 256 << 20
WORDS = ["helium", "gradient", "artefact", "bobine", "reboot", "quench", "mouse", "the system", "restar"]
DESCRIPTION = "The patient table stops halfway and the operator restarts the console. " * 4
# The last two have no counterpart before the server's first connection or write.
BUDGETS_AT_REST = {"connections", "waiting_writes"}


class Grid:
    """What people at the grid ask for: pages under filters, jumps, searches, counts, single records."""

    def __init__(self, rows, seed):
        self.rows, self.chance = rows, random.Random(seed)

    def request(self):
        return "GET", self.path(), b""

    def path(self):
        chance = self.chance
        kind = chance.random()
        pairs = [("status", chance.choice(STATUSES)), ("severity", chance.choice(SEVERITIES))]
        if kind < 0.35:
            return list_path(pairs, offset=50 * chance.randint(0, 4))
        if kind < 0.55:
            return list_path([], offset=50 * chance.randint(0, self.rows // 50 - 1))
        if kind < 0.65:
            return list_path(pairs[:1], sort=chance.choice(["customer,-updated", "-severity,received", "product"]))
        if kind < 0.75:
            return list_path([], q=chance.choice(WORDS), total="bounded")
        if kind < 0.85:
            return "/api/v1/complaints/facets?by=status,severity,product&country=" + chance.choice(["FR", "US", "DE", "BE"])
        return f"/api/v1/complaints/{chance.randint(1, self.rows)}"


class Desk:
    """What people save: new complaints."""

    number = 0

    def request(self):
        Desk.number += 1
        record = {"received": "2026-03-02", "channel": "phone", "severity": "minor", "summary": f"Mixed {Desk.number}",
                  "description": DESCRIPTION}
        return "POST", "/api/v1/complaints", json.dumps(record).encode()


class Mixed:
    def __init__(self, options):
        self.options = options
        self.server = IBTool(ports(1)[0], options.rows, options.data)
        self.missed = []

    def start(self, *more):
        self.server.start(*more)
        self.server.await_columns()

    def counter(self, name):
        return float(re.search(rf"^ibtool_{name} (\S+)", self.server.metrics(), re.M)[1])

    async def imports(self, end):
        """Imports of 2,000 rows each, one after the other; the rows that were taken. The first ten make complaints, the
        later ones change those in turn, so that it stays the same million."""
        line, taken, number = Line(self.server), 0, 0
        while time.monotonic() < end:
            number += 1
            rows = "\n".join(json.dumps({
                "source": "mixed", "source_id": f"{number % 10}-{row}", "received": "2026-01-02", "severity": "minor",
                "summary": f"Imported {time.time_ns()} {row}", "description": DESCRIPTION}) for row in range(2000))
            answer = await line.ask("POST", "/api/v1/imports?name=mixed.ndjson", rows.encode())
            if answer.status >= 300:
                raise SystemExit(f"an import was refused: {answer.status} {answer.body[:300]}")
            record = json.loads(answer.body)
            while record["state"] in ("queued", "running"):
                await asyncio.sleep(0.25)
                record = json.loads((await line.ask("GET", f"/api/v1/imports/{record['id']}")).body)
            if record["state"] != "done":
                raise SystemExit(f"an import ended as {record['state']}: {record['failure']}")
            taken += record["created"] + record["updated"]
        line.close()
        return taken

    async def exports(self, end):
        """Exports of a filtered list, one after the other; the bytes that came."""
        line, count = Line(self.server), 0
        while time.monotonic() < end:
            answer = await line.ask("GET", "/api/v1/complaints/export?format=ndjson&status=investigation")
            if answer.status != 200:
                raise SystemExit(f"an export was refused: {answer.status}")
            count += int(answer.body)
        line.close()
        return count

    async def watch(self, end):
        """The most resident memory, in MiB."""
        most = 0.0
        while time.monotonic() < end:
            most = max(most, resident_mib(self.server.pid))
            await asyncio.sleep(0.5)
        return most

    def load(self, times, seconds, seed):
        """The load, `times` as much of it, for so long; prints and returns the crowds."""
        readers = Crowd(self.server, 64, 1 / times, Grid(self.options.rows, seed).request)
        writers = Crowd(self.server, 16, 1 / (5 * times), Desk().request)
        end = time.monotonic() + seconds
        spent, hits, misses = cpu_seconds(self.server.pid), self.counter("cache_hits_total"), self.counter("cache_misses_total")

        async def everybody():
            return await asyncio.gather(readers.run(end), writers.run(end), self.imports(end), self.exports(end), self.watch(end))
        _, _, rows, size, most = asyncio.run(everybody())
        spent = cpu_seconds(self.server.pid) - spent
        hits, misses = self.counter("cache_hits_total") - hits, self.counter("cache_misses_total") - misses
        print(f"{64 * times:.0f} reads and {80 * times:.0f} writes a second for {seconds} s:")
        print(readers.line("reads"))
        print(writers.line("writes"))
        print(f"imported {rows} rows, exported {size >> 20} MiB, {spent / seconds:.2f} cores, cache hit rate "
              f"{hits / max(1, hits + misses):.2f}, at most {most:.0f} MiB resident", flush=True)
        total = json.loads(self.server.call("GET", "/api/v1/complaints?limit=1"))["total"]
        print(f"{total} complaints afterwards; {self.counter('columns_missed_total'):.0f} readings since the start found the "
              "columns too far away")
        for failure in (readers.failures + writers.failures)[:5]:
            print("  failed: " + failure)
        return readers, writers, most

    def holds(self, readers, writers):
        return (not readers.failures and not writers.failures and readers.wait(0.99) < READ_MS
                and writers.wait(0.99) < WRITE_MS)

    def run(self):
        o = self.options
        print(f"{o.rows} complaints")
        self.start()
        readers, writers, most = self.load(1, o.seconds, seed=1)
        self.expect("the bounds", self.holds(readers, writers))
        budget = sum(float(size) for part, size in re.findall(
            r'^ibtool_memory_budget_bytes\{part="(\w+)"\} (\S+)', self.server.metrics(), re.M) if part not in BUDGETS_AT_REST)
        print(f"memory: budgets of {budget / 2**20:.0f} MiB beside connections and waiting writes")
        self.expect("memory within its budgets", most < budget / 2**20)
        if o.seconds >= 20:
            self.raise_rate()
        self.compare(readers.paths[-o.sampled:])
        self.server.stop()
        self.starts()

    def raise_rate(self):
        best, times = 1, 1.25
        while self.holds(*self.load(times, self.options.step, seed=times)[:2]):
            best, times = times, times * 1.25
        print(f"highest rate that holds: {64 * best:.0f} reads and {80 * best:.0f} writes a second")

    def starts(self):
        """Start to first answer: after a clean stop, and after a kill -9 that leaves a long log."""
        times = []
        for _ in range(5):
            times.append(self.server.start() * 1e3)
            self.server.stop()
        print(f"start after a clean stop: {statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f})")
        log = self.server.data / "ibtool.db-wal"
        self.server.start()
        # Somebody who reads beside it keeps the log from being emptied, and is killed with it: who closed the database
        # last would empty the log, too.
        reader = subprocess.Popen(["sqlite3", str(self.server.data / "ibtool.db")], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE)
        reader.stdin.write(b"BEGIN; SELECT count(*) FROM site;\n")
        reader.stdin.flush()
        reader.stdout.readline()
        end = time.monotonic() + 300

        async def fill():
            imports = asyncio.create_task(self.imports(end))
            while log.stat().st_size < LOG_BYTES and time.monotonic() < end:
                await asyncio.sleep(0.02)
            for process in (self.server.process, reader):
                process.kill()
                process.wait()
            imports.cancel()
        asyncio.run(fill())
        self.server.process = None
        size = log.stat().st_size
        after = self.server.start() * 1e3
        print(f"start after kill -9 with a log of {size >> 20} MiB: {after:.0f} ms")
        self.expect("a start within a second", size >= LOG_BYTES and after < 1000)
        self.server.stop()

    def compare(self, paths):
        """What the cache answers now, after the writes, against what is made anew without one."""
        paths = sorted(set(paths))
        hits = self.counter("cache_hits_total")
        cached = [[self.server.call("GET", path) for path in paths] for _ in range(2)][1]
        print(f"{len(paths)} sampled answers, {self.counter('cache_hits_total') - hits:.0f} given from the cache")
        self.server.stop()
        self.start("--cache-size", "0")
        different = [path for path, body in zip(paths, cached) if self.server.call("GET", path) != body]
        for path in different[:5]:
            print("  differs: " + path)
        self.expect("cached answers equal to new ones", not different)

    def expect(self, what, holds):
        print(f"{'holds' if holds else 'MISSED'}: {what}", flush=True)
        if not holds:
            self.missed.append(what)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--step", type=int, default=30, help="seconds of each higher rate")
    parser.add_argument("--sampled", type=int, default=2000, help="answers that are compared")
    parser.add_argument("--data", help="a data directory with that many rows, made by `ibtool demo --seed 1`: it is copied")
    mixed = Mixed(parser.parse_args())
    try:
        mixed.run()
    finally:
        mixed.server.remove()
    sys.exit(1 if mixed.missed else 0)


if __name__ == "__main__":
    main()
