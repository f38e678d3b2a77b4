"""A strict client as the judge of a stop: SIGTERM while 64 connections ask without a pause.

What a client may see at the end of a connection, by RFC 9112:

- an answer, complete, that says `Connection: close`, then the end of the stream and nothing behind it (9.6);
- on a pipelined connection, requests behind that answer without one of their own: the server must not process them
  once it has said close (9.6), and the client knows that they are to be asked again elsewhere (9.3.2);
- a connection refused: nobody took a request.

Everything else is a fault: a reset at any time, half an answer, an end that was not announced while a request waits,
bytes behind the last answer, an answer that is not the expected one, a connection that was made and then served nothing.
A kept connection that idles may be closed without an announcement (9.5). These never idle longer than this process is
kept from running: where that was long enough for the server to see idleness, such an end without a byte is no fault.

Writes have one more rule: what was acknowledged is there after a restart, and nothing else."""

import collections
import errno
import select
import socket
import time

from vitals import Figure

DEPTH = 8
PATIENCE = 30
# Below the server's own measure of idleness while it drains (ServerLimits.drainGrace).
PAUSE_MAX = 0.3


class Client:
    """One connection after the other: asks `depth` requests ahead, checks each answer, follows the rules above."""

    def __init__(self, port, request, check, depth=1):
        self.port, self.request, self.check, self.depth = port, request, check, depth
        self.socket, self.faults, self.answers, self.clean, self.unprocessed = None, [], 0, 0, 0
        self.is_refused, self.unannounced = False, 0

    def connect(self):
        """False when nobody listens any more."""
        self.socket = socket.socket()
        try:
            self.socket.connect(("127.0.0.1", self.port))
        except OSError as error:
            if error.errno != errno.ECONNREFUSED:
                self.faults.append(f"connect: {error}")
            self.is_refused = True
            self.socket.close()
            return False
        self.socket.setblocking(False)
        self.data, self.waiting, self.announced, self.served = b"", 0, False, 0
        self.ask(self.depth)
        return True

    def ask(self, count):
        """Sends so many more requests."""
        try:
            self.socket.sendall(self.request * count)
            self.waiting += count
        except OSError as error:
            # The end is judged where it is read.
            if error.errno not in (errno.EPIPE, errno.ECONNRESET):
                self.faults.append(f"send: {error}")

    def readable(self):
        """Takes what came; False at the connection's end."""
        try:
            piece = self.socket.recv(1 << 18)
        except BlockingIOError:
            return True
        except OSError as error:
            self.faults.append(f"read after {self.served} answers, {self.waiting} waiting: {error}")
            return False
        if not piece:
            self.judge_end()
            return False
        if self.announced:
            self.faults.append("bytes behind the last answer")
        self.data += piece
        answered = 0
        while not self.announced and self.take_answer():
            answered += 1
        if self.announced and self.data:
            self.faults.append("bytes behind the last answer")
        if answered and not self.announced:
            self.ask(answered)
        return True

    def take_answer(self):
        """Takes one whole answer off the front; False when it is not there yet."""
        head, separator, rest = self.data.partition(b"\r\n\r\n")
        if not separator:
            return False
        lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
        length = int(fields["content-length"])
        if len(rest) < length:
            return False
        fault = self.check(lines[0], fields, rest[:length])
        if fault:
            self.faults.append(fault)
        self.data = rest[length:]
        self.waiting -= 1
        self.served += 1
        self.answers += 1
        self.announced = fields.get("connection", "").lower() == "close"
        return True

    def judge_end(self):
        if self.data:
            self.faults.append(f"half an answer: {len(self.data)} bytes")
        elif self.announced:
            self.clean += 1
            self.unprocessed += self.waiting
        else:
            self.unannounced += 1


class Judge:
    """All clients of one run, under one epoll."""

    def __init__(self, clients):
        self.clients, self.poll, self.by_descriptor = clients, select.epoll(), {}
        # The longest that this process did not look.
        self.pause = 0.0

    def start(self):
        for client in self.clients:
            self.connect(client)

    def connect(self, client):
        if client.connect():
            self.by_descriptor[client.socket.fileno()] = client
            self.poll.register(client.socket.fileno(), select.EPOLLIN)

    def run(self, is_over):
        """Until the condition holds, or for PATIENCE; whether it did."""
        looked = time.monotonic()
        deadline = looked + PATIENCE
        while not is_over():
            if time.monotonic() > deadline:
                return False
            for number, _ in self.poll.poll(0.1):
                self.turn(number)
            self.pause = max(self.pause, time.monotonic() - looked)
            looked = time.monotonic()
        return True

    def turn(self, number):
        client = self.by_descriptor[number]
        if client.readable():
            return
        self.poll.unregister(number)
        del self.by_descriptor[number]
        client.socket.close()
        self.connect(client)


def clients_of(instance, port, connections, expected):
    """Half of them one request at a time, the other half pipelined; one in eight writes. A quarter more come anew for each
    request, so that some stand at the door when it closes."""
    head = f"Host: localhost\r\nAuthorization: Bearer {instance.token}\r\n"
    read = f"GET /api/v1/complaints/1 HTTP/1.1\r\n{head}\r\n".encode()
    visit = f"GET /api/v1/complaints/1 HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode()
    body = '{"received":"2026-03-02","channel":"phone","description":"Under way."}'
    write = (f"POST /api/v1/complaints HTTP/1.1\r\n{head}Content-Type: application/json\r\n"
             f"Content-Length: {len(body)}\r\n\r\n{body}").encode()

    def is_the_record(line, fields, content):
        if line == "HTTP/1.1 200 OK" and content == expected and "date" in fields and "etag" in fields:
            return None
        return f"another answer: {line} {content[:200]!r}"

    def is_saved(line, fields, content):
        return None if line.startswith("HTTP/1.1 201 ") and "location" in fields else f"another answer: {line} {content[:200]!r}"

    made = []
    for index in range(connections):
        if index % 8 == 7:
            made.append(Client(port, write, is_saved))
        else:
            made.append(Client(port, read, is_the_record, DEPTH if index % 2 else 1))
    return made + [Client(port, visit, is_the_record) for _ in range(connections // 4)]


def stop_under_load(instance, connections=64, answers_first=2000):
    """One run: load, SIGTERM, every connection judged, the writes counted after a restart. Leaves it running."""
    expected = instance.raw("GET", "/api/v1/complaints/1", headers={"Authorization": f"Bearer {instance.token}"})[2]
    before = instance.get("/complaints?limit=1")["total"]
    clients = clients_of(instance, instance.port, connections, expected)
    judge = Judge(clients)
    judge.start()
    judge.run(lambda: sum(client.answers for client in clients) >= answers_first)
    instance.process.terminate()
    begin = time.monotonic()
    judge.run(lambda: all(client.is_refused for client in clients))
    seconds = time.monotonic() - begin
    code = instance.stop()
    instance.start()
    saved = instance.get("/complaints?limit=1")["total"] - before
    acknowledged = sum(client.answers for client in clients[7:connections:8])
    faults = collections.Counter(fault for client in clients for fault in client.faults)
    unannounced = sum(client.unannounced for client in clients)
    if unannounced and judge.pause < PAUSE_MAX:
        faults["an end that was not announced"] += unannounced
    if code != 0:
        faults[f"exit code {code}"] += 1
    if saved != acknowledged:
        faults[f"{saved} saved, {acknowledged} acknowledged"] += 1
    if not all(client.is_refused for client in clients):
        faults["a client was left hanging"] += 1
    return {
        "faults": faults, "answers": sum(client.answers for client in clients), "seconds": seconds,
        "clean": sum(client.clean for client in clients), "unprocessed": sum(client.unprocessed for client in clients),
        "late": unannounced,
    }


def stops(instance, runs, connections=64):
    """So many runs, judged."""
    instance.create()
    seen = [stop_under_load(instance, connections) for _ in range(runs)]
    for number, one in enumerate(seen, 1):
        for fault, count in one["faults"].items():
            print(f"  run {number}: {count} × {fault}", flush=True)
    return [
        Figure("runs", runs),
        Figure("runs in which every client saw an orderly end", sum(not one["faults"] for one in seen), "", runs, True, True),
        Figure("answers checked", sum(one["answers"] for one in seen)),
        Figure("connections ended by an announced close", sum(one["clean"] for one in seen), "", runs * connections, True, True),
        Figure("pipelined requests given back behind it", sum(one["unprocessed"] for one in seen)),
        Figure("connections that this machine kept idle too long", sum(one["late"] for one in seen)),
        Figure("SIGTERM to the last connection's end, longest", max(one["seconds"] for one in seen), "s", 10),
    ]
