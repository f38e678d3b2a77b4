"""Runs wrk against a server and reads what the server's processes spent: rate, latency, CPU a request."""

import atexit
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
TICK = os.sysconf("SC_CLK_TCK")


def processes(root):
    """The process and its descendants."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = pathlib.Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry)] = int(fields[1])
            except OSError:
                continue
    found = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def cpu_seconds(root):
    """User and system time of a process tree."""
    total = 0
    for pid in processes(root):
        try:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return total / TICK


def resident_mib(root):
    """Resident memory of a process tree."""
    total = 0
    for pid in processes(root):
        try:
            found = re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())
            total += int(found[1]) if found else 0
        except OSError:
            continue
    return total / 1024


class Load:
    """One workload against one server: paths, method, body, credentials; `closing`: a new connection each time."""

    def __init__(self, name, server, paths, method="GET", body=None, connections=64, closing=False):
        self.name, self.server, self.connections = name, server, connections
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-load-"))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        (self.folder / "urls").write_text("\n".join(paths) + "\n")
        self.environment = dict(os.environ, URLS=str(self.folder / "urls"), METHOD=method)
        if body:
            (self.folder / "body").write_text(body)
            self.environment["BODY"] = str(self.folder / "body")
        if closing:
            self.environment["CLOSE"] = "1"
        if server.authorization:
            self.environment["AUTH"] = server.authorization
        self.rounds = []

    def run(self, seconds, counts=True):
        """One round; keeps its figures unless it only warms up."""
        self.environment["STAMP"] = str(time.time_ns())
        before = cpu_seconds(self.server.pid)
        text = subprocess.run(
            ["wrk", "-t2", f"-c{self.connections}", f"-d{seconds}s", "--timeout", "120s", "-s", str(HERE / "load.lua"),
             f"{self.server.scheme}://127.0.0.1:{self.server.port}"],
            env=self.environment, capture_output=True, text=True, check=True).stdout
        spent = cpu_seconds(self.server.pid) - before
        got = {key: int(value) for key, value in re.findall(r"(\w+)=(-?\d+)", text.split("RESULT", 1)[1])}
        answered = max(1, got["requests"])
        figures = {
            "rate": (answered - got["refused"]) / (got["us"] / 1e6),
            "cpu": spent * 1e6 / answered,
            "p50": got["p50"] / 1e3,
            "p99": got["p99"] / 1e3,
            "bytes": got["bytes"] / answered,
            "errors": got["failed"] + got["refused"],
        }
        if counts:
            self.rounds.append(figures)

    def median(self, figure):
        """The median of a figure over the rounds."""
        return statistics.median(one[figure] for one in self.rounds)

    def line(self):
        """One printed line."""
        return (f"{self.server.name:<11} {self.name:<22} {self.median('cpu'):9.1f} µs CPU {self.median('rate'):9.0f}/s  "
                f"p50 {self.median('p50'):8.2f} ms  p99 {self.median('p99'):8.2f} ms  {self.median('bytes'):7.0f} B"
                f"  errors {sum(one['errors'] for one in self.rounds)}")


def together(loads, rounds, seconds):
    """Interleaved rounds, so that a noisy minute hurts all alike; prints each and the ratios to the first."""
    for load in loads:
        load.run(1, counts=False)
    for _ in range(rounds):
        for load in loads:
            load.run(seconds)
    for load in loads:
        print(load.line(), flush=True)
    first = loads[0]
    for other in loads[1:]:
        print(f"            {first.server.name} / {other.server.name}: CPU {first.median('cpu') / other.median('cpu'):.2f}"
              f", rate {first.median('rate') / other.median('rate'):.2f}", flush=True)
