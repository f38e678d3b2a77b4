"""People who ask at times fixed beforehand, whatever the server does: a wait is counted from the moment a request was due,
so that a slow answer is seen by everybody who wanted one meanwhile (no coordinated omission)."""

import asyncio
import random
import time


class Answer:
    """A status and a body."""

    def __init__(self, status, body):
        self.status, self.body = status, body


class Line:
    """One kept connection of HTTP/1.1, one request at a time."""

    def __init__(self, server):
        self.server, self.reader, self.writer = server, None, None

    async def ask(self, method, path, body=b""):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.server.port, limit=1 << 20)
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {self.server.authorization}\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)
        lines = (await self.reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in lines[1:] if b": " in line)
        if fields.get(b"transfer-encoding") == b"chunked":
            content = await self.chunks()
        else:
            content = await self.reader.readexactly(int(fields.get(b"content-length", 0)))
        if fields.get(b"connection") == b"close":
            self.close()
        return Answer(int(lines[0].split()[1]), content)

    async def chunks(self):
        """The bytes of a body are counted and let go: an export is larger than what one wants to hold."""
        count = 0
        while True:
            size = int((await self.reader.readuntil(b"\r\n")).strip(), 16)
            count += len(await self.reader.readexactly(size + 2)) - 2
            if size == 0:
                return b"%d" % count

    def close(self):
        if self.writer:
            self.writer.close()
        self.writer = None


class Crowd:
    """So many people, each with a connection and a request every `interval` seconds, out of step with one another."""

    def __init__(self, server, count, interval, request):
        """`request(number)` gives method, path and body of a person's next request; 2xx is expected."""
        self.server, self.count, self.interval, self.request = server, count, interval, request
        self.waits, self.failures, self.paths = [], [], []

    async def run(self, end):
        """Asks until that moment of time.monotonic()."""
        begin = time.monotonic()
        chance = random.Random(self.count)
        await asyncio.gather(*(self.person(begin + chance.random() * self.interval, end) for _ in range(self.count)))

    async def person(self, due, end):
        line = Line(self.server)
        while due < end:
            await asyncio.sleep(max(0, due - time.monotonic()))
            method, path, body = self.request()
            try:
                answer = await line.ask(method, path, body)
                if answer.status >= 300:
                    self.failures.append(f"{method} {path}: {answer.status} {answer.body[:120]!r}")
            except (OSError, asyncio.IncompleteReadError) as error:
                line.close()
                self.failures.append(f"{method} {path}: {error!r}")
            self.waits.append((time.monotonic() - due) * 1e3)
            if method == "GET":
                self.paths.append(path)
            due += self.interval
        line.close()

    def wait(self, share):
        """That share of the requests waited at most so many milliseconds."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(len(self.waits) * share))] if self.waits else 0.0

    def line(self, name):
        """One printed line."""
        return (f"{name:<8} {len(self.waits):7d} requests  p50 {self.wait(0.5):7.1f} ms  p99 {self.wait(0.99):7.1f} ms  "
                f"max {self.wait(1):8.1f} ms  failed {len(self.failures)}")
