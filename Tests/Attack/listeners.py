"""Listeners to GET /events by the thousand: every change once and in order, to all of them, without a thread each."""

import concurrent.futures
import http.client
import json
import time

from attacks import warm
from crowd import Crowd
from honest import Honest
from vitals import Figure, percentile, resident_kib, status

# A silent stream gets a sign of life every 15 s (ServerLimits.heartbeatTime).
HEARTBEAT_WAIT = 60


class Stream:
    """What a listener heard: reads chunked text/event-stream (RFC 9112 section 7.1, WHATWG HTML section 9.2)."""

    def __init__(self, member):
        self.member = member

    def text(self):
        """The content so far, and whether its last chunk came."""
        head, _, rest = self.member.data.partition(b"\r\n\r\n")
        if b"transfer-encoding: chunked" not in head.lower():
            return b"", False
        content = b""
        while b"\r\n" in rest:
            size, _, rest = rest.partition(b"\r\n")
            length = int(size, 16)
            if length == 0:
                return content, rest == b"\r\n"
            if len(rest) < length + 2:
                return content, False
            content += rest[:length]
            rest = rest[length + 2:]
        return content, False

    def numbers(self):
        """The ids of the changes heard, in the order they came."""
        found = []
        for block in self.text()[0].split(b"\n\n"):
            lines = dict(line.split(b": ", 1) for line in block.split(b"\n") if b": " in line and not line.startswith(b":"))
            if lines.get(b"event") in (b"change", b"reset"):
                found.append((lines[b"event"].decode(), int(lines[b"id"])))
        return found

    def changes(self):
        return [number for kind, number in self.numbers() if kind == "change"]


def request(instance, last=None):
    resume = f"Last-Event-ID: {last}\r\n" if last is not None else ""
    return (f"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {instance.token}\r\n"
            f"{resume}\r\n").encode()


def create(instance, count, connection=None):
    """Makes complaints one after the other; the moment each was acknowledged."""
    connection = connection or http.client.HTTPConnection("127.0.0.1", instance.port, timeout=60)
    moments = []
    for _ in range(count):
        connection.request(
            "POST", "/api/v1/complaints",
            json.dumps({"received": "2026-03-02", "channel": "phone", "description": "Heard by many."}),
            {"Authorization": f"Bearer {instance.token}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 201:
            raise AssertionError(f"a complaint was not taken: {answer.status}")
        moments.append(time.monotonic())
    connection.close()
    return moments


def listen(instance, crowd, count, last=None):
    """So many listeners more, all of them known to the feed when this returns."""
    first = len(crowd.members)
    crowd.open(count, request(instance, last))
    fresh = crowd.members[first:]
    if not crowd.wait(lambda: all(b": listening\n\n" in member.data for member in fresh)):
        raise AssertionError(f"not everyone listens: {crowd.statuses()}")
    return fresh


def hear(instance, count, changes, probing=False):
    """Changes made one after the other, each awaited at every listener before the next is made."""
    pid = instance.process.pid
    warm(instance)
    before, threads = resident_kib(pid), status(pid, "Threads")
    delays = []
    with Crowd(instance.port, kept=1 << 20) as crowd:
        listen(instance, crowd, count)
        growth = (resident_kib(pid) - before) / count
        more = status(pid, "Threads") - threads
        with Honest(instance.port, instance.token) as honest:
            for _ in range(changes):
                delays += deliver_one(instance, crowd)
        heard = [Stream(member).changes() for member in crowd.members]
        expected = heard[0]
        wrong = sum(numbers != expected for numbers in heard)
        is_in_order = expected == sorted(set(expected)) and len(expected) >= changes
        resumed = resume_figures(instance, crowd, expected, min(count, 20))
        beats = heartbeat_figures(crowd)
        peak = (resident_kib(pid) - before) / count
        ended = drain_figures(instance, crowd)
    return [
        Figure("listeners", count),
        Figure("threads more than without them", more, "", 0, firm=True),
        Figure("memory a listener, at rest", growth, "KiB", 8),
        Figure("memory a listener, after the changes", peak, "KiB"),
        Figure("changes heard by each, in order and once", len(expected) if is_in_order else 0, "", changes, True, True),
        Figure("listeners that heard something else", wrong, "", 0, firm=True),
        Figure("from the acknowledged commit to the last listener, p50", percentile(delays, 0.5) * 1000, "ms"),
        Figure("from the acknowledged commit to the last listener, p99", percentile(delays, 0.99) * 1000, "ms", 250),
        Figure("honest request meanwhile, p99", percentile(honest.latencies, 0.99) * 1000, "ms", 100),
        *resumed, *beats, *ended,
    ]


def deliver_one(instance, crowd):
    """One change; seconds from its acknowledgement until the last listener had it."""
    targets = {id(member): member.count for member in crowd.members}
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        made = pool.submit(create, instance, 1)
        is_heard = crowd.wait(
            lambda: made.done() and all(member.data.count(b"event: change", targets[id(member)]) > 0
                                        for member in crowd.members))
        acknowledged = made.result()[0]
    if not is_heard:
        raise AssertionError("a change did not reach every listener")
    return [max(0.0, max(member.latest for member in crowd.members) - acknowledged)]


def resume_figures(instance, crowd, expected, count):
    """Listeners that come back with the id of a change in the middle hear exactly what followed it."""
    wrong = 0
    with Crowd(instance.port, kept=1 << 20) as returning:
        for index in range(count):
            place = index * (len(expected) - 1) // max(1, count - 1)
            listen(instance, returning, 1, expected[place])
        create(instance, 1)
        crowd.wait(lambda: all(len(Stream(member).changes()) > len(expected) for member in crowd.members[:1]))
        whole = Stream(crowd.members[0]).changes()
        for index, member in enumerate(returning.members):
            place = index * (len(expected) - 1) // max(1, count - 1)
            returning.wait(lambda: len(Stream(member).changes()) >= len(whole) - place - 1)
            wrong += Stream(member).changes() != whole[place + 1:]
    return [Figure("returning listeners that lost or doubled a change", wrong, "", 0, firm=True)]


def heartbeat_figures(crowd):
    """Every silent stream gets a sign of life."""
    counts = {id(member): Stream(member).text()[0].count(b":\n\n") + Stream(member).text()[0].count(b": \n\n")
              for member in crowd.members}

    def has_beaten(member):
        text = Stream(member).text()[0]
        return text.count(b":\n\n") + text.count(b": \n\n") > counts[id(member)]

    is_alive = crowd.wait(lambda: has_beaten(crowd.members[0]) and all(map(has_beaten, crowd.members)), HEARTBEAT_WAIT)
    return [Figure("listeners without a heartbeat", 0 if is_alive else sum(not has_beaten(one) for one in crowd.members), "",
                   0, firm=True)]


def drain_figures(instance, crowd):
    """SIGTERM ends every stream with its last chunk and an orderly close."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        begin = time.monotonic()
        code = pool.submit(instance.stop)
        crowd.wait(lambda: code.done() and not crowd.open_members)
        seconds = time.monotonic() - begin
    whole = sum(member.ending == "end" and Stream(member).text()[1] for member in crowd.members)
    return [
        Figure("streams ended with their last chunk and a close", whole, "", len(crowd.members), least=True, firm=True),
        Figure("exit code of the drained instance", code.result(), "", 0, firm=True),
        Figure("drained after", seconds, "s", 10),
    ]
