"""make bench-http: the HTTP server beside nginx, on the same bytes.

Answers of about 1, 10 and 50 KB out of the cache, and a file of the interface, against nginx (tuned: sendfile,
keep-alive, a worker a core) serving the very same bytes from files; 64 connections, interleaved rounds, medians.
Then the instructions that one cached answer takes in user space, counted by callgrind: the figure that no
neighbour disturbs, and the one this benchmark holds to a threshold."""

import argparse
import http.client
import re
import subprocess
import sys

from bench import list_path, ports
from measure import Load, together
from servers import ROOT, IBTool, Nginx, wait_for

INSTRUCTIONS_MAX = 12_000


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
    parser.add_argument("--no-callgrind", dest="callgrind", action="store_false")
    comparison = Comparison(parser.parse_args())
    try:
        sys.exit(comparison.run())
    finally:
        comparison.close()


if __name__ == "__main__":
    main()
