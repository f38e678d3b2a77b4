"""make bench-shipping: what a backup costs. Durable creates, and reads beside some, without a backup, with one, and with
one that is encrypted, in interleaved rounds; memory; and how many requests a day a bucket gets under three loads, counted
at the bucket.

Prices are those of Amazon S3 in eu-west-1 (0.005 dollars for 1,000 PUT and LIST, 0.0004 for 1,000 GET, DELETE free)."""

import argparse
import collections
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from measure import Load, resident_mib, together
from servers import IBTool, connect
from writes import RECORD

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEndTests"))
import stores  # noqa: E402

DAY = 86_400
# Beside reads: connections, and creates a second.
READERS = 16
WRITES = 20
# How often merges come, and how often what they fetch is made, in seconds (CompactionPlan.steps).
MERGES = {30: 1, 300: 30, 3600: 300}
PRICES = {"PUT": 5e-6, "POST": 5e-6, "LIST": 5e-6, "GET": 4e-7, "HEAD": 4e-7, "DELETE": 0}


class Cost:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-bench-shipping-"))

    @contextlib.contextmanager
    def servers(self):
        """Three alike: with a backup, with one that is encrypted, with none."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        key = folder / "key"
        servers = []
        for index, (name, more) in enumerate({
            "backup": ["--backup", f"file://{folder}/plain", "--backup-drill", "0"],
            "encrypted": ["--backup", f"file://{folder}/sealed", "--backup-encryption", key, "--backup-drill", "0"],
            "none": [],
        }.items()):
            server = IBTool(self.options.port + 1 + index, self.options.rows)
            server.name = name
            servers.append((server, more))
        servers[0][0].command("backup", "new-key", key)
        for server, more in servers:
            server.start(*more)
        try:
            yield [server for server, _ in servers]
        finally:
            for server, _ in servers:
                server.remove()

    def compare(self, loads):
        """Interleaved rounds, and each beside the one without a backup."""
        together(loads, self.options.rounds, self.options.seconds)
        none = loads[-1]
        for load in loads:
            rate, p50, p99 = (load.median(name) / none.median(name) for name in ("rate", "p50", "p99"))
            print(f"{load.server.name:<11} {rate:.3f} of the rate without a backup, p50 {p50:.2f} and p99 {p99:.2f} of its; "
                  f"{resident_mib(load.server.pid):.0f} MiB resident")

    def rate(self):
        print(f"-- durable create, 64 connections, {self.options.rows} complaints before, {self.options.rounds} rounds")
        with self.servers() as servers:
            self.compare([Load("create", server, ["/api/v1/complaints"], "POST", json.dumps(RECORD)) for server in servers])

    def reads(self):
        """Reads while complaints come in all the while, so that there is something to ship."""
        print(f"-- reads, {READERS} connections, beside {WRITES} creates a second")
        with self.servers() as servers:
            stop = threading.Event()
            writers = [threading.Thread(target=self.write, args=(server, WRITES, stop)) for server in servers]
            for writer in writers:
                writer.start()
            numbers = range(1, self.options.rows + 1, max(1, self.options.rows // 500))
            kinds = {
                "read one": [f"/api/v1/complaints/{number}" for number in numbers],
                "list of 50": [f"/api/v1/complaints?limit=50&sort=-received&severity={word}"
                               for word in ("minor", "serious", "critical")],
            }
            try:
                for name, paths in kinds.items():
                    self.compare([Load(name, server, paths, connections=READERS) for server in servers])
            finally:
                stop.set()
                for writer in writers:
                    writer.join()

    def requests(self):
        """Every load side by side, each with a bucket of its own."""
        os.environ.update(stores.KEYS)
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        counts = [threading.Thread(target=self.count, args=(writes, self.options.port + 10 + index))
                  for index, writes in enumerate(self.options.loads)]
        for count in counts:
            count.start()
        for count in counts:
            count.join()

    def scheduled(self):
        """Requests a day of the merges that come more seldom than the time counted: each fetches what the level below
        made since, and puts one object."""
        found = collections.Counter()
        for interval, below in MERGES.items():
            if interval > self.options.minutes * 60:
                found["PUT"] += DAY / interval
                found["GET"] += DAY / below
        return found

    def count(self, writes, port):
        """Requests at a bucket while `writes` creates a second arrive, for the time given."""
        with stores.Moto() as store:
            server = IBTool(port, 0)
            server.start("--backup", store.url, "--backup-keys", f"file://{self.folder}/keys-{port}", "--backup-drill", "0")
            time.sleep(3)
            before = self.seen(store)
            stop = threading.Event()
            writer = threading.Thread(target=self.write, args=(server, writes, stop))
            writer.start()
            time.sleep(self.options.minutes * 60)
            stop.set()
            writer.join()
            found = self.seen(store) - before
            status = json.loads(server.call("GET", "/api/v1/backup"))["destinations"][0]
            server.remove()
        day = collections.Counter({name: count * DAY / (self.options.minutes * 60) for name, count in found.items()})
        more = self.scheduled() if writes else collections.Counter()
        day += more
        price = sum(PRICES[name] * count for name, count in day.items())
        words = ", ".join(f"{name} {count:.0f}" for name, count in sorted(day.items())) or "none"
        print(f"{writes:5} writes/s: {words} requests a day; ${price:.2f} a day; {status['stored_bytes']} bytes stored, "
              f"lag {status['lag_seconds']:.1f} s ({self.options.minutes} minutes counted: {dict(found)}; "
              f"of the day {dict(more)} by schedule)", flush=True)

    def write(self, server, writes, stop):
        """That many creates a second, one after the other; a late one is made up for."""
        connection = connect(server.port)
        headers = {"Authorization": server.authorization, "Content-Type": "application/json"}
        begin = time.monotonic()
        number = 0
        while not stop.is_set():
            if writes == 0 or number >= (time.monotonic() - begin) * writes:
                stop.wait(0.002 if writes else 0.5)
                continue
            number += 1
            connection.request("POST", "/api/v1/complaints", json.dumps(RECORD).replace("@@N@@", str(number)), headers)
            connection.getresponse().read()

    @staticmethod
    def seen(store):
        """Requests by what they cost, of the store's own log."""
        store.log.flush()
        text = (store.directory / "log").read_text(errors="replace")
        found = collections.Counter()
        for method, path in re.findall(r'"(GET|PUT|POST|DELETE|HEAD) (\S+) HTTP', text):
            found["LIST" if method == "GET" and "list-type" in path else method] += 1
        return found

    def run(self):
        for part in self.options.parts:
            getattr(self, part)()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--loads", type=int, nargs="+", default=[0, 10, 500])
    parser.add_argument("--port", type=int, default=18_573)
    parser.add_argument("--parts", nargs="+", choices=["rate", "reads", "requests"], default=["rate", "reads", "requests"])
    Cost(parser.parse_args()).run()


if __name__ == "__main__":
    main()
