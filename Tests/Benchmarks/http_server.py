"""make bench-http: the HTTP server beside nginx, on the same bytes.

Answers of about 1, 10 and 50 KB out of the cache, and a file of the interface, plain and over TLS 1.3, against nginx
(tuned: sendfile, keep-alive, a worker a core) serving the very same bytes from files; handshakes, full and resumed;
64 connections, interleaved rounds, medians. Then the instructions that one cached answer takes in user space, counted
by callgrind after the look at the whole file is over: beyond the threshold the run ends with 1.
With --access-log instead what the access log costs: off, of all requests, and of one in a hundred, written to
a file in the same interleaved rounds, and how many lines were dropped."""

import argparse
import re
import subprocess
import sys

from bench import list_path, ports
from handshakes import Handshakes
from measure import Load, resident_mib, together
from servers import ROOT, Certificate, IBTool, Nginx, connect, wait_for

# Measured 9,480, and a tenth.
INSTRUCTIONS_MAX = 10_500
HELD_CONNECTIONS = 400


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
        self.numbers = ports(2)
        self.ibtool = IBTool(self.numbers[0], options.rows)
        self.nginx = Nginx(self.numbers[1])
        self.certificate = Certificate()

    def close(self):
        self.ibtool.remove()
        self.nginx.remove()
        self.certificate.remove()

    def run(self):
        self.ibtool.start()
        self.nginx.put("ready.json", b"{}")
        subjects = [("file of the interface", self.script())] + [
            (f"cached answer, {rows} rows", list_path([("status", "closed")]).replace("limit=50", f"limit={rows}"))
            for rows in (1, 8, 40)]
        for index, (_, path) in enumerate(subjects):
            self.nginx.put(f"{index}.json", self.ibtool.call("GET", path))
        if "rates" in self.options.parts:
            self.compare(subjects, certificate=None)
        self.ibtool.stop()
        if "tls" in self.options.parts:
            self.compare(subjects, certificate=self.certificate)
        if "handshakes" in self.options.parts:
            self.shake_hands()
        return self.count(subjects[2][1]) if "instructions" in self.options.parts else 0

    def begin(self, certificate):
        """Both servers anew, plain or over TLS."""
        self.end()
        self.ibtool.start(certificate=certificate)
        self.nginx.start(certificate=certificate)

    def end(self):
        self.ibtool.stop()
        self.nginx.stop()

    def compare(self, subjects, certificate):
        self.begin(certificate)
        print(f"\n{'TLS 1.3' if certificate else 'plain'}: 64 connections, {self.options.rounds} interleaved rounds of "
              f"{self.options.seconds} s, medians")
        for index, (name, path) in enumerate(subjects):
            print()
            together([Load(name, self.ibtool, [path]), Load("the same bytes", self.nginx, [f"/{index}.json"])],
                     self.options.rounds, self.options.seconds)
        self.end()

    def shake_hands(self):
        """What a new connection over TLS costs, and what one that is held keeps in memory."""
        self.begin(self.certificate)
        print(f"\nTLS 1.3, a new connection each time, {self.options.rounds} interleaved rounds of "
              f"{self.options.seconds} s, medians")
        path = self.script()
        self.nginx.put("0.json", self.ibtool.call("GET", path))
        for name, isResumed in (("full handshakes", False), ("resumed handshakes", True)):
            print()
            together([Handshakes(name, self.ibtool, path, isResumed), Handshakes(name, self.nginx, "/0.json", isResumed)],
                     self.options.rounds, self.options.seconds)
        print()
        self.begin(self.certificate)
        for server in (self.ibtool, self.nginx):
            print(f"{server.name:<11} a held TLS connection: {self.kilobytes_held(server):.1f} KB", flush=True)
        self.end()

    def kilobytes_held(self, server):
        """What the server's memory grows by, a connection that was used once and stays open."""
        self.hold(server, 16)
        before = resident_mib(server.pid)
        held = self.hold(server, HELD_CONNECTIONS)
        grown = resident_mib(server.pid) - before
        for connection in held:
            connection.close()
        return grown * 1024 / HELD_CONNECTIONS

    @staticmethod
    def hold(server, count):
        held = []
        for _ in range(count):
            connection = connect(server.port, server.scheme)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            held.append(connection)
        return held

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
        """Of a whole run. The look at the whole file, which begins five seconds after a start, is waited for, so that
        both runs have it and their difference has not."""
        words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(ROOT / "dist/ibtool"), "serve",
                 "--data", str(self.ibtool.data), "--listen", f"127.0.0.1:{self.ibtool.port}"]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.ibtool.process = process
        wait_for(self.ibtool.port, "/readyz", process)
        for line in process.stderr:
            if "database.sound" in line:
                break
        self.ask(path, count)
        process.terminate()
        text = process.communicate(timeout=120)[1]
        self.ibtool.process = None
        return int(re.search(r"Collected : (\d+)", text)[1])

    def ask(self, path, count):
        """So many requests down one connection, one after the other."""
        connection = connect(self.ibtool.port)
        for _ in range(count):
            connection.request("GET", path, headers={"Authorization": self.ibtool.authorization})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")


def main():
    parts = ["rates", "tls", "handshakes", "instructions"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts)
    parser.add_argument("--access-log", action="store_true")
    options = parser.parse_args()
    comparison = AccessLogCost(options) if options.access_log else Comparison(options)
    try:
        sys.exit(comparison.run())
    finally:
        comparison.close()


if __name__ == "__main__":
    main()
