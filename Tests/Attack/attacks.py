"""Each attack: on a running instance, in a size of one's choice, with what it measured as figures.

The deadlines are the product's own (Sources/HTTPServer/ServerLimits.swift)."""

import time

from crowd import Crowd, trusting
from honest import Honest
from vitals import Figure, cpu_seconds, percentile, resident_kib, sockets

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
LONGEST_WAIT = 90
# The bounds of docs/operating.md: a head, and what waits to be sent.
CONNECTION_KIB_MAX = 281


def honest_figures(honest, goal_ms):
    return [
        Figure("honest requests meanwhile", len(honest.latencies), "", 1, least=True, firm=True),
        Figure("honest requests that failed", len(honest.failures), "", 0, firm=True),
        Figure("honest request, p50", percentile(honest.latencies, 0.5) * 1000, "ms"),
        Figure("honest request, p99", percentile(honest.latencies, 0.99) * 1000, "ms", goal_ms),
    ]


def warm(instance, tls=None):
    """Lets every thread and buffer come into being, so that growth is the connections' own; the sockets at rest."""
    at_rest = sockets(instance.process.pid)
    with Crowd(instance.port, tls) as crowd:
        crowd.open(64, HEALTH)
        crowd.wait(lambda: all(member.data for member in crowd.members))
    settled(instance, at_rest)
    return at_rest


def settled(instance, count, seconds=LONGEST_WAIT):
    """Waits until the instance has no more sockets open than that; whether it came to it."""
    deadline = time.monotonic() + seconds
    while sockets(instance.process.pid) > count:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def idle(instance, count, seconds=3, is_secure=False):
    """Kept connections that were served once and ask nothing more."""
    tls = trusting() if is_secure else None
    pid = instance.process.pid
    warm(instance, tls)
    before = resident_kib(pid)
    with Crowd(instance.port, tls, kept=16) as crowd:
        crowd.open(count, HEALTH)
        crowd.wait(lambda: all(member.data for member in crowd.members))
        served = sum(member.data.startswith(b"HTTP/1.1 200 ") for member in crowd.open_members)
        growth = (resident_kib(pid) - before) / count
        with Honest(instance.port, instance.token, is_secure) as honest:
            crowd.turn(seconds)
        left = len(crowd.open_members)
        # Whoever comes back is served on the same connection.
        crowd.members[0].data = b""
        crowd.send_to(crowd.members[0], HEALTH)
        again = crowd.wait(lambda: crowd.members[0].data.startswith(b"HTTP/1.1 200 "))
    return [
        Figure("connections served and held", served, "", count, least=True, firm=True),
        Figure("of them still open at the end, and served again", left if again else 0, "", count, least=True, firm=True),
        Figure("memory a connection", growth, "KiB", 25 if is_secure else 1),
        *honest_figures(honest, 50),
    ]


def closed_figures(crowd, pid, at_rest, is_gone, limit):
    ended = [member.ended - member.began for member in crowd.members if member.ended]
    statuses = crowd.statuses()
    return [
        Figure("connections", len(crowd.members)),
        Figure("answered 408", statuses.get(408, 0), "", len(crowd.members), least=True, firm=True),
        Figure("ended with a reset", sum(member.ending == "reset" for member in crowd.members), "", 0),
        Figure("left open", len(crowd.members) - len(ended), "", 0, firm=True),
        Figure("connections left over", 0 if is_gone else sockets(pid) - at_rest, "", 0, firm=True),
        Figure("first ended after", min(ended, default=0), "s", 9.9, least=True),
        Figure("last ended after", max(ended, default=float("inf")), "s", limit),
    ]


def trickle(instance, count, first, drop, limit=15, resident_max=100):
    """So many connections that send a byte a second and never come to an end."""
    pid = instance.process.pid
    at_rest, most = warm(instance), 0
    with Crowd(instance.port) as crowd, Honest(instance.port, instance.token) as honest:
        crowd.open(count, first)
        deadline = time.monotonic() + LONGEST_WAIT
        while crowd.open_members and time.monotonic() < deadline:
            begin = time.monotonic()
            crowd.send(drop)
            most = max(most, resident_kib(pid))
            crowd.turn(max(0.0, begin + 1 - time.monotonic()))
        # The attackers keep their side open: it is the server that lets go.
        is_gone = settled(instance, at_rest + 2, 20)
        figures = closed_figures(crowd, pid, at_rest, is_gone, limit)
    return [*figures, Figure("resident memory, highest", most / 1024, "MiB", resident_max), *honest_figures(honest, 100)]


def slow_headers(instance, count):
    """Slowloris."""
    return trickle(instance, count, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", b"a")


def slow_bodies(instance, count):
    """Bodies far below 512 bytes a second."""
    head = (f"POST /api/v1/complaints HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {instance.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{")
    return trickle(instance, count, head.encode(), b" ")


def slow_readers(instance, count, path, asked=64):
    """Clients that ask for a large answer many times over, and take nothing of it."""
    pid = instance.process.pid
    at_rest = warm(instance)
    before, most = resident_kib(pid), 0
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {instance.token}\r\n\r\n".encode()
    begin = time.monotonic()
    with Crowd(instance.port, reads=False, receive_buffer=4096) as crowd:
        with Honest(instance.port, instance.token) as honest:
            crowd.open(count, request * asked)
            deadline = time.monotonic() + LONGEST_WAIT
            while sockets(pid) > at_rest + 4 and time.monotonic() < deadline:
                most = max(most, resident_kib(pid))
                time.sleep(0.1)
        is_gone = settled(instance, at_rest + 2, 20)
        seconds = time.monotonic() - begin
    return [
        Figure("connections", count),
        Figure("connections left over", 0 if is_gone else sockets(pid) - at_rest, "", 0, firm=True),
        Figure("last cut after (nothing taken for 30 s)", seconds, "s", 45),
        Figure("memory a connection, highest", (most - before) / count, "KiB", CONNECTION_KIB_MAX),
        Figure("resident memory, highest", most / 1024, "MiB"),
        *honest_figures(honest, 100),
    ]


def half_handshakes(instance, count):
    """TLS connections that begin a handshake and never finish it: 10 seconds, whatever they send."""
    pid = instance.process.pid
    at_rest = warm(instance, trusting())
    with Crowd(instance.port) as crowd, Honest(instance.port, instance.token, is_secure=True) as honest:
        # The start of a ClientHello that is announced longer than what ever comes.
        crowd.open(count, bytes([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]))
        deadline = time.monotonic() + LONGEST_WAIT
        while crowd.open_members and time.monotonic() < deadline:
            begin = time.monotonic()
            crowd.send(b"\0")
            crowd.turn(max(0.0, begin + 1 - time.monotonic()))
        is_gone = settled(instance, at_rest + 2, 20)
        ended = [member.ended - member.began for member in crowd.members if member.ended]
    return [
        Figure("connections", count),
        Figure("left open", count - len(ended), "", 0, firm=True),
        Figure("connections left over", 0 if is_gone else sockets(pid) - at_rest, "", 0, firm=True),
        Figure("last ended after", max(ended, default=float("inf")), "s", 15),
        *honest_figures(honest, 100),
    ]


def spent(instance, crowd, seconds):
    """The share of a core that the instance uses while nothing is asked of it."""
    pid = instance.process.pid
    before, begin = cpu_seconds(pid), time.monotonic()
    crowd.turn(seconds)
    return (cpu_seconds(pid) - before) / (time.monotonic() - begin) * 100
