"""A load of new TLS connections: a handshake, one small request, the end; full handshakes or resumed ones."""

import re
import statistics
import subprocess
import time

from measure import cpu_seconds

CLIENTS = 16
# openssl writes "GET … HTTP/1.0" around what it is given; the rest of its line ends in a field of no meaning.
REQUEST = "{} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Rest: "


class Handshakes:
    """Clients that connect again and again, against one server."""

    def __init__(self, name, server, path, is_resumed):
        self.name, self.server = name, server
        self.words = ["openssl", "s_time", "-connect", f"127.0.0.1:{server.port}", "-tls1_3",
                      "-reuse" if is_resumed else "-new", "-www", REQUEST.format(path)]
        self.rounds = []

    def run(self, seconds, counts=True):
        """One round; keeps its figures unless it only warms up."""
        before, begin = cpu_seconds(self.server.pid), time.perf_counter()
        clients = [subprocess.Popen([*self.words, "-time", str(seconds)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                    text=True) for _ in range(CLIENTS)]
        texts = [client.communicate(timeout=60 + seconds)[0] for client in clients]
        elapsed = time.perf_counter() - begin
        # Of the two lines the second is over the whole time.
        done = sum(int(re.findall(r"(\d+) connections in \d+ real seconds", text)[-1]) for text in texts)
        if counts:
            spent = cpu_seconds(self.server.pid) - before
            self.rounds.append({"rate": done / elapsed, "cpu": spent * 1e6 / max(1, done)})

    def median(self, figure):
        """The median of a figure over the rounds."""
        return statistics.median(one[figure] for one in self.rounds)

    def line(self):
        """One printed line."""
        return f"{self.server.name:<11} {self.name:<22} {self.median('cpu'):9.1f} µs CPU {self.median('rate'):9.0f}/s"
