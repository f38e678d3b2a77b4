"""make bench-http: the HTTP server beside nginx, on the same bytes.

Answers of about 1, 10 and 50 KB out of the cache, and a file of the interface, against nginx (tuned: sendfile,
keep-alive, a worker a core) serving the very same bytes from files; 64 connections, interleaved rounds, medians.
With --callgrind also the instructions that one cached answer takes in user space, held to a threshold; the look
at the whole file that begins five seconds after a start is counted in, so this figure is an upper bound.
With --access-log instead what the access log costs: off, of all requests, and of one in a hundred, written to
a file in the same interleaved rounds, and how many lines were dropped."""

import argparse
import http.client
import re
import subprocess
import sys

from bench import list_path, ports
from measure import Load, together
from servers import ROOT, IBTool, Nginx, wait_for

INSTRUCTIONS_MAX = 16_000


class AccessLogCost:
    def __init__(self, options):
        self.options = options
        self.servers = []
        for number, kind in zip(ports(3), ("off", "all", "sampled:100")):
            server = IBTool(number, options.rows)
            server.name, server.kind = f"log {kind}", kind
            self.servers.append(server)

    def close(self):
        for server in self.servers:
            server.remove()

    def run(self):
        for server in self.servers:
            server.errors = server.folder / "log"
            server.start("--access-log", server.kind, "--metrics-token", "bench")
        path = list_path([("status", "closed")]).replace("limit=50", "limit=8")
        print(f"64 connections, {self.options.rounds} interleaved rounds of {self.options.seconds} s, medians")
        loads = [Load("cached answer, 8 rows", server, [path]) for server in self.servers]
        together(loads, self.options.rounds, self.options.seconds)
        for load in loads[1:]:
            print(f"            {load.server.name} / {loads[0].server.name}: "
                  f"CPU {load.median('cpu') / loads[0].median('cpu'):.2f}, rate {load.median('rate') / loads[0].median('rate'):.2f}")
        for server in self.servers:
            server.authorization = "Bearer bench"
            shown = server.call("GET", "/metrics").decode()
            dropped = int(re.search(r"^log_dropped_lines_total (\d+)$", shown, re.M)[1])
            answered = sum(map(int, re.findall(r'^http_requests_total\{.*\} (\d+)$', shown, re.M)))
            print(f"{server.name:<17} {answered} requests, {dropped} lines dropped, {server.errors.stat().st_size} bytes written")
        return 0


class Comparison:
    def __init__(self, options):
        self.options = options
        self.numbers = ports(3)
        self.ibtool = IBTool(self.numbers[0], options.rows)
        self.nginx = Nginx(self.numbers[1])

    def close(self):
        self.ibtool.remove()
        self.nginx.remove()

    def run(self):
        self.ibtool.start()
        subjects = [("file of the interface", self.script())] + [
            (f"cached answer, {rows} rows", list_path([("status", "closed")]).replace("limit=50", f"limit={rows}"))
            for rows in (1, 8, 40)]
        for index, (_, path) in enumerate(subjects):
            self.nginx.put(f"{index}.json", self.ibtool.call("GET", path))
        self.nginx.put("ready.json", b"{}")
        self.nginx.start()
        print(f"64 connections, {self.options.rounds} interleaved rounds of {self.options.seconds} s, medians")
        for index, (name, path) in enumerate(subjects):
            print()
            together([Load(name, self.ibtool, [path]), Load("the same bytes", self.nginx, [f"/{index}.json"])],
                     self.options.rounds, self.options.seconds)
        self.ibtool.stop()
        return self.count(subjects[2][1]) if self.options.callgrind else 0

    def script(self):
        """The address of the page's own script, by its content's hash."""
        page = self.ibtool.call("GET", "/").decode()
        return re.search(r'src="(/assets/[^"]+\.js)"', page)[1]

    def count(self, path):
        """User-space instructions a cached answer, from two runs of different lengths; 1 beyond the threshold."""
        few, many = (self.instructions(path, count) for count in (2_000, 12_000))
        each = (many - few) / 10_000
        print(f"\ninstructions a cached answer (callgrind): {each:.0f}, threshold {INSTRUCTIONS_MAX}")
        return int(each > INSTRUCTIONS_MAX)

    def instructions(self, path, count):
        words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(ROOT / "dist/ibtool"), "serve",
                 "--data", str(self.ibtool.data), "--listen", f"127.0.0.1:{self.ibtool.port}"]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.ibtool.process = process
        wait_for(self.ibtool.port, "/readyz", process)
        self.ask(path, count)
        process.terminate()
        text = process.communicate(timeout=120)[1]
        self.ibtool.process = None
        return int(re.search(r"Collected : (\d+)", text)[1])

    def ask(self, path, count):
        """So many requests down one connection, one after the other."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ibtool.port, timeout=120)
        for _ in range(count):
            connection.request("GET", path, headers={"Authorization": self.ibtool.authorization})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--callgrind", action="store_true")
    parser.add_argument("--access-log", action="store_true")
    options = parser.parse_args()
    comparison = AccessLogCost(options) if options.access_log else Comparison(options)
    try:
        sys.exit(comparison.run())
    finally:
        comparison.close()


if __name__ == "__main__":
    main()
