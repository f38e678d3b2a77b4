"""make bench: what IBTool costs, beside nginx serving the same bytes and PocketBase doing the same work.

Figures are medians of interleaved rounds on one machine; what to trust is CPU a request and the ratios."""

import argparse
import collections
import json
import random
import socket
import statistics
import time
import urllib.parse

from measure import Load, resident_mib, together
from servers import IBTool, Nginx, PocketBase

STATUSES = ["received", "triage", "assessed", "investigation", "action", "reply", "review", "closed"]
SEVERITIES = ["none", "minor", "serious", "critical"]


def ports(count):
    """Ports that were free a moment ago."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    numbers = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return numbers


def list_path(pairs, **more):
    return "/api/v1/complaints?" + urllib.parse.urlencode([*pairs, ("limit", 50), *more.items()])


class Bench:
    def __init__(self, options):
        self.options = options
        numbers = ports(3)
        self.chance = random.Random(7)
        print(f"{options.rows} complaints, 64 connections, {options.rounds} rounds of {options.seconds} s, medians")
        made = getattr(options, "data", None)
        self.ibtool = IBTool(numbers[0], options.rows, made)
        if not made:
            print(f"ibtool      demo: {options.rows / self.ibtool.fill_seconds:.0f} rows/s with trail and full text")
        self.nginx = Nginx(numbers[1])
        self.pocketbase = PocketBase(numbers[2]) if options.pocketbase else None

    def close(self):
        for server in (self.ibtool, self.nginx, self.pocketbase):
            if server:
                server.remove()

    def run(self):
        self.prepare()
        self.cached()
        self.uncached()
        self.writes()
        self.starts()

    def prepare(self):
        self.ibtool.start()
        if self.pocketbase:
            self.pocketbase.start()
            rate = self.pocketbase.fill(self.records())
            print(f"pocketbase  batch insert: {rate:.0f} rows/s without full text")
        else:
            collections.deque(self.records(), 0)
        hot = [("status", "investigation"), ("severity", "serious")]
        self.hot = list_path(hot)
        self.nginx.put("hot.json", self.ibtool.call("GET", self.hot))
        self.nginx.put("ready.json", b"{}")
        self.varied = [self.vary() for _ in range(200)]
        self.nginx.start()
        time.sleep(1)
        print(f"ibtool      memory after export: {resident_mib(self.ibtool.pid):.1f} MiB")

    def records(self):
        """What IBTool exports, a record at a time; notes their ids and products."""
        self.ids, products = [], set()
        for line in self.ibtool.lines("/api/v1/complaints/export?format=ndjson"):
            record = json.loads(line)
            self.ids.append(record["id"])
            products.add(record.get("product"))
            yield record
        self.products = sorted(filter(None, products))

    def vary(self):
        pairs = [("status", self.chance.choice(STATUSES)), ("severity", self.chance.choice(SEVERITIES))]
        if self.chance.random() < 0.33:
            pairs.append(("product", self.chance.choice(self.products)))
        return pairs, self.chance.randint(0, 4)

    def together(self, *loads):
        together([load for load in loads if load], self.options.rounds, self.options.seconds)

    def peer(self, name, paths, **more):
        # One of its searches reads every record: with many and 64 in line none would end in time.
        if self.options.rows > 200_000:
            more.setdefault("connections", 2)
        return Load(name, self.pocketbase, paths, **more) if self.pocketbase else None

    def cached(self):
        print("\n-- cached answers")
        self.together(
            Load("list of 50, cached", self.ibtool, [self.hot]),
            Load("same bytes, file", self.nginx, ["/hot.json"]),
            self.peer("list of 50", [self.pocketbase.list_path([("status", "investigation"), ("severity", "serious")])]
                      if self.pocketbase else []))
        print(f"ibtool      memory under load: {resident_mib(self.ibtool.pid):.1f} MiB")
        self.ibtool.stop()

    def uncached(self):
        print("\n-- not cached (--cache-size 0)")
        self.ibtool.start("--cache-size", "0")
        self.ibtool.settle()
        sample = self.chance.sample(self.ids, min(2000, len(self.ids)))
        other = self.pocketbase
        self.together(
            Load("read one", self.ibtool, [f"/api/v1/complaints/{number}" for number in sample]),
            self.peer("read one", [f"/api/collections/complaints/records/{key}" for key in other.ids(1000)] if other else []))
        self.together(
            Load("list varied, 200 kinds", self.ibtool, [list_path(pairs, offset=50 * page) for pairs, page in self.varied]),
            self.peer("list varied, 200 kinds", [other.list_path(pairs, page + 1) for pairs, page in self.varied] if other else []))
        words = ["helium", "gradient", "artefact", "bobine", "reboot", "quench"]
        self.together(
            Load("search, 50 highlighted", self.ibtool, [list_path([("q", word)]) for word in words]),
            self.peer("search (LIKE)", [other.search_path(word) for word in words] if other else []))
        facets = "/api/v1/complaints/facets?by=status,severity,product"
        self.together(
            Load("facets, 3 fields", self.ibtool, [facets + "&country=" + code for code in ("FR", "US", "DE", "BE")] + [facets]))
        self.ibtool.stop()

    def writes(self):
        print("\n-- durable create")
        self.ibtool.start()
        record = {"received": "2026-03-02", "channel": "phone", "severity": "minor", "summary": "Bench @@N@@",
                  "description": "The patient table stops halfway and the operator restarts the console. " * 4}
        ours = Load("create", self.ibtool, ["/api/v1/complaints"], "POST", json.dumps(record))
        theirs = self.peer("create (no fsync)", ["/api/collections/complaints/records"], method="POST", body=json.dumps(
            {"status": "received", "summary": "Bench @@N@@", "description": record["description"]}))
        self.together(ours, theirs)
        time.sleep(2)
        print(f"ibtool      memory after writes: {resident_mib(self.ibtool.pid):.1f} MiB")
        self.ibtool.stop()

    def starts(self):
        print("\n-- start to first answer, and memory at rest")
        for server in filter(None, (self.ibtool, self.pocketbase)):
            server.stop()
            times = []
            for _ in range(7):
                times.append(server.start() * 1e3)
                time.sleep(0.3)
                memory = resident_mib(server.pid)
                server.stop()
            print(f"{server.name:<11} start {statistics.median(times):7.1f} ms ({min(times):.1f} to {max(times):.1f}), "
                  f"{memory:.1f} MiB at rest")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--no-pocketbase", dest="pocketbase", action="store_false")
    bench = Bench(parser.parse_args())
    try:
        bench.run()
    finally:
        bench.close()


if __name__ == "__main__":
    main()
