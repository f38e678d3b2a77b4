"""make attack: the server under attack and out of everything, in full size and beside the goals; 1 when one is missed.

Tests/EndToEndTests/test_attack.py runs the same in small. Ten thousand connections need as many descriptors in this
process and in the server's (`ulimit -Hn`)."""

import argparse
import contextlib
import pathlib
import socket
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "EndToEndTests")]

import attacks  # noqa: E402
import crowd  # noqa: E402
import drained  # noqa: E402
import listeners  # noqa: E402
import load  # noqa: E402
import records  # noqa: E402
import shortages  # noqa: E402
from harness import Instance, run  # noqa: E402
from secure import SecureInstance  # noqa: E402

MEMORY_MIB = 256


@contextlib.contextmanager
def filled(rows, **options):
    """An instance over demonstration data."""
    instance = Instance(**options)
    run("demo", "--rows", rows, "--seed", 1, "--data", instance.data)
    with instance:
        yield instance


@contextlib.contextmanager
def plain(**options):
    with Instance(**options) as instance:
        instance.create()
        yield instance


@contextlib.contextmanager
def secure():
    with SecureInstance() as instance:
        instance.create()
        yield instance


@contextlib.contextmanager
def at_a_door():
    """An instance whose listening socket outlives it."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as door, plain(door=door) as instance:
        yield instance


EXPORT = "/api/v1/complaints/export?format=ndjson"
# Name, what it is, the instance, the attack.
TABLE = [
    ("idle", "10,000 kept connections", plain, lambda one: attacks.idle(one, 10_000, 10)),
    ("idle-tls", "2,000 kept connections over TLS", secure, lambda one: attacks.idle(one, 2_000, 10, True)),
    ("headers", "slowloris: 8,000 headers, a byte a second", plain, lambda one: attacks.slow_headers(one, 8_000)),
    ("bodies", "4,000 bodies, a byte a second", plain, lambda one: attacks.slow_bodies(one, 4_000)),
    ("readers", "2,000 clients that do not read what they asked for", plain,
     lambda one: attacks.slow_readers(one, 2_000, "/openapi.json")),
    ("exports", "500 clients that do not read the export they asked for", lambda: filled(20_000),
     lambda one: attacks.slow_readers(one, 500, EXPORT, asked=1)),
    ("handshakes", "2,000 handshakes that never end", secure, lambda one: attacks.half_handshakes(one, 2_000)),
    ("records", "empty TLS records without end", secure, lambda one: records.empty_records(one, 20, 100_000)),
    ("descriptor-limit", "more clients than descriptors (prlimit --nofile=512)",
     lambda: plain(prefix=["prlimit", "--nofile=512"]), lambda one: shortages.descriptor_limit(one, 512)),
    ("no-descriptor", "no descriptor at all (EMFILE)", plain, lambda one: shortages.no_descriptor(one, 1_000)),
    ("memory", "the standard load, memory capped (prlimit --data)",
     lambda: filled(100_000, prefix=["prlimit", f"--data={MEMORY_MIB << 20}"]),
     lambda one: load.capped(one, 64, 30, MEMORY_MIB)),
    ("writer", "the writer stalled under 5,000 writes", plain, lambda one: shortages.stalled_writer(one, 5_000)),
    ("passwords", "200 sign-ins at once", plain, lambda one: shortages.password_flood(one, 200)),
    ("listeners", "1,000 listeners to the event stream", plain, lambda one: listeners.hear(one, 1_000, 200)),
    ("stop", "SIGTERM under 64 connections, a strict client as the judge", plain, lambda one: drained.stops(one, 20)),
    ("stop-wrk", "SIGTERM under wrk with 64 connections", plain, lambda one: load.wrk_stops(one, 20)),
    ("restart", "restarts at a socket that stays, under wrk with 64 connections", at_a_door,
     lambda one: load.wrk_restarts(one, 20)),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of " + ", ".join(name for name, *_ in TABLE) + "; without: all")
    names = parser.parse_args().names
    unknown = set(names) - {name for name, *_ in TABLE}
    if unknown:
        parser.error(f"no attack named {', '.join(sorted(unknown))}")
    crowd.raise_descriptor_limit()
    missed = 0
    for name, title, instance, attack in TABLE:
        if names and name not in names:
            continue
        print(f"{name}: {title}", flush=True)
        with instance() as one:
            figures = attack(one)
        for figure in figures:
            print(figure.line(), flush=True)
        missed += sum(not figure.holds for figure in figures)
    print(f"{missed} goals missed" if missed else "every goal holds")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
