"""make bench-storage: IBTool's own queries beside a C program doing the same through the same SQLite library over the
same database, and the same over HTTP beside PocketBase. What to trust is processor time each and the ratios."""

import argparse
import os
import pathlib
import random
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import threading
import time

from bench import Bench, SEVERITIES, STATUSES, list_path, ports
from measure import Load, resident_mib, together
from servers import IBTool, ROOT

MODES = ["read", "list", "varied", "search", "rare", "common", "facets"]
OWN = ["jump", "sorted", "facets-filtered", "prefix", "self-check", "self-check-scan"]


def built():
    """Builds the Swift side; where it lies."""
    # The folder and flags of scripts/build-release: the modules are compiled already.
    words = ["swift", "build", "-c", "release", "--scratch-path", ".build-release", "--product", "StorageBench",
             "-Xswiftc", "-static-executable", "-Xlinker", "-s", "--explicit-target-dependency-import-check", "error"]
    environment = dict(os.environ, IBTOOL_BENCH="1")
    subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    folder = subprocess.run([*words, "--show-bin-path"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return pathlib.Path(folder.stdout.strip()) / "StorageBench"


def yardstick(folder):
    """The C program, linked with the library's archive as the executable is."""
    program = folder / "yardstick"
    subprocess.run(["gcc", "-O2", "-o", program, ROOT / "Tests/Benchmarks/Storage/yardstick.c", "-l:libsqlite3.a", "-lm"],
                   check=True)
    return program


class Storage:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-bench-storage-"))
        self.swift, self.c = built(), yardstick(self.folder)
        self.ibtool = IBTool(ports(1)[0], options.rows, options.data)

    def close(self):
        self.ibtool.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self):
        o = self.options
        print(f"{o.rows} complaints, {o.rounds} rounds of {o.seconds} s, medians of processor time each")
        database = self.ibtool.data / "ibtool.db"
        print("\n-- in the process, beside SQLite from C")
        ours, theirs = [], []
        for _ in range(o.rounds):
            ours.append(self.figures(self.swift, ",".join(MODES + OWN), self.ibtool.data))
            theirs.append({mode: self.figures(self.c, mode, database)[mode] for mode in MODES})
        for mode in MODES + OWN:
            mine = statistics.median(one[mode] for one in ours)
            print(f"{mode:<16} IBTool {mine:9.1f} µs", end="")
            if mode in MODES:
                other = statistics.median(one[mode] for one in theirs)
                print(f"   C {other:9.1f} µs   ratio {mine / other:.2f}", end="")
            print(flush=True)
        counted, looked = (statistics.median(one[mode] for one in ours) for mode in ("self-check", "self-check-scan"))
        print(f"{'self-check':<16} {looked / o.rows:.2f} µs a file by SQL, {counted / o.rows:.3f} from columns, "
              f"ratio {counted / looked:.4f}")
        print(f"{'columns built':<16} {self.columns}")
        self.inserts(database)
        self.over_http()

    def figures(self, program, modes, place):
        """Microseconds of processor time each, by mode."""
        out = subprocess.run([program, modes, place, str(self.options.seconds)], check=True, capture_output=True, text=True)
        found = {}
        for line in out.stdout.splitlines():
            name, *rest = line.split()
            if name == "columns":
                self.columns = " ".join(rest)
            else:
                found[name] = float(rest[0])
        return found

    def inserts(self, database):
        """A row of C has all indexes and full text; a row of ours the trail and its keys too, and is made up first."""
        count = min(self.options.rows, 100_000)
        theirs = self.figure_of_insert(database, count)
        fresh = self.folder / "fresh"
        before = time.perf_counter(), sum(children_cpu())
        subprocess.run([ROOT / "dist/ibtool", "demo", "--rows", str(count), "--data", fresh], check=True, capture_output=True)
        wall, cpu = time.perf_counter() - before[0], sum(children_cpu()) - before[1]
        shutil.rmtree(fresh)
        mine = cpu / count * 1e6
        print(f"{'batch insert':<16} IBTool {mine:9.1f} µs   C {theirs:9.1f} µs   ratio {mine / theirs:.2f}"
              f"   ({count / wall:.0f} rows/s, {count} rows)", flush=True)

    def figure_of_insert(self, database, count):
        out = subprocess.run([self.c, "insert", database, str(count)], check=True, capture_output=True, text=True).stdout
        return float(out.split()[1])

    def over_http(self):
        print("\n-- over HTTP, not cached (--cache-size 0)")
        ibtool, o, chance = self.ibtool, self.options, random.Random(7)
        ibtool.start("--cache-size", "0")
        self.ibtool.settle()
        numbers = [chance.randint(1, o.rows) for _ in range(2000)]
        lists = [list_path([("status", chance.choice(STATUSES)), ("severity", chance.choice(SEVERITIES))],
                           offset=50 * chance.randint(0, 4)) for _ in range(200)]
        words = ["helium", "gradient", "artefact", "bobine", "reboot", "quench"]
        facets = "/api/v1/complaints/facets?by=status,severity,product"
        for load in (Load("read one", ibtool, [f"/api/v1/complaints/{number}" for number in numbers]),
                     Load("list varied, 200 kinds", ibtool, lists),
                     Load("search, 50 highlighted", ibtool, [list_path([("q", word), ("total", "bounded")]) for word in words]),
                     Load("facets, 3 fields", ibtool, [facets]),
                     Load("facets under a filter", ibtool, [facets + "&country=" + code for code in ("FR", "US", "DE", "BE")])):
            together([load], o.rounds, o.seconds)
        print(f"ibtool      memory: {resident_mib(ibtool.pid):.1f} MiB")
        ibtool.stop()
        self.hit_rate(lists)

    def hit_rate(self, lists):
        """Ten writes a second beside readers who ask for what is asked most."""
        print("\n-- cached, while 10 writes a second go on")
        ibtool = self.ibtool
        ibtool.start()
        self.ibtool.settle()
        ends = threading.Event()

        def write():
            while not ends.wait(0.1):
                ibtool.call("POST", "/api/v1/complaints", {"received": "2026-03-02", "channel": "phone",
                                                          "summary": "Bench", "description": "Written beside readers."})
        writer = threading.Thread(target=write)
        writer.start()
        before = self.counts()
        try:
            together([Load("200 lists, 10 writes/s", ibtool, lists)], self.options.rounds, self.options.seconds)
        finally:
            ends.set()
            writer.join()
        hits, misses, evictions = (after - first for after, first in zip(self.counts(), before))
        print(f"            hit rate {hits / max(1, hits + misses):.3f} ({hits:.0f} hits, {misses:.0f} misses, "
              f"{evictions:.0f} evictions)")
        ibtool.stop()

    def counts(self):
        text = self.ibtool.metrics()
        return [float(re.search(rf"^ibtool_cache_{name}_total (\S+)", text, re.M)[1]) for name in ("hits", "misses", "evictions")]


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime, used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--data", help="a data directory with that many rows, made by `ibtool demo --seed 1`: it is copied")
    parser.add_argument("--pocketbase", action="store_true", help="PocketBase beside it, as in make bench")
    options = parser.parse_args()
    storage = Storage(options)
    try:
        storage.run()
    finally:
        storage.close()
    if options.pocketbase:
        bench = Bench(options)
        try:
            bench.prepare()
            bench.ibtool.stop()
            bench.uncached()
        finally:
            bench.close()


if __name__ == "__main__":
    main()
