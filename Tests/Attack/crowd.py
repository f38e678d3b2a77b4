"""Many connections of one process: opened, fed and watched together."""

import errno
import resource
import select
import socket
import ssl
import time

WAVE = 500
WAIT_MAX = 60


def raise_descriptor_limit():
    """As many descriptors as this process may have."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def trusting():
    """A TLS context for self-signed servers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Member:
    """One connection: when it began, how it ended ("end", "reset", "cut"), and what came."""

    __slots__ = ("socket", "began", "ended", "ending", "data", "count", "latest")

    def __init__(self, connection):
        self.socket, self.began, self.ended, self.ending = connection, None, None, None
        self.data, self.count, self.latest = b"", 0, None


class Crowd:
    """Connections from many loopback addresses, which the server ends or `close` does.

    `kept` bytes of what comes are kept for looking at; with `reads` false nothing is ever read."""

    def __init__(self, port, tls=None, reads=True, kept=4096, receive_buffer=None):
        self.port, self.tls, self.reads, self.kept, self.receive_buffer = port, tls, reads, kept, receive_buffer
        self.members, self.by_descriptor = [], {}
        self.poll = select.epoll()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for member in self.members:
            member.socket.close()
        self.poll.close()

    @property
    def open_members(self):
        return [member for member in self.members if member.ending is None]

    def statuses(self):
        """How many members' first answer has which status; None for those without one."""
        counts = {}
        for member in self.members:
            code = int(member.data[9:12]) if member.data.startswith(b"HTTP/1.1 ") else None
            counts[code] = counts.get(code, 0) + 1
        return counts

    def open(self, count, hello=b""):
        """So many more connections, each with these first bytes."""
        while count > 0:
            wave = [self.connect() for _ in range(min(count, WAVE))]
            self.await_connections(wave)
            for member in wave:
                self.adopt(member, hello)
            count -= len(wave)
            self.turn(0)

    def connect(self):
        index = len(self.members)
        connection = socket.socket()
        connection.setblocking(False)
        if self.receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
        connection.bind((f"127.0.{1 + index // 250}.{1 + index % 250}", 0))
        code = connection.connect_ex(("127.0.0.1", self.port))
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, "connect")
        member = Member(connection)
        self.members.append(member)
        return member

    def await_connections(self, wave):
        waiting = select.epoll()
        left = {member.socket.fileno() for member in wave}
        for number in left:
            waiting.register(number, select.EPOLLOUT)
        deadline = time.monotonic() + WAIT_MAX
        while left:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(left)} connections were not taken")
            for number, _ in waiting.poll(1):
                waiting.unregister(number)
                left.discard(number)
        waiting.close()

    def adopt(self, member, hello):
        if self.tls:
            member.socket.settimeout(WAIT_MAX)
            member.socket = self.tls.wrap_socket(member.socket)
            member.socket.setblocking(False)
        member.began = time.monotonic()
        self.by_descriptor[member.socket.fileno()] = member
        if self.reads:
            self.poll.register(member.socket.fileno(), select.EPOLLIN | select.EPOLLRDHUP)
        if hello:
            self.send_to(member, hello)

    def send_to(self, member, data):
        """Sends what the socket takes."""
        try:
            member.socket.send(data)
        except (BlockingIOError, ssl.SSLWantWriteError, BrokenPipeError, ConnectionResetError):
            pass

    def send(self, data):
        """The same bytes to everyone, also to those whom the server said goodbye to."""
        for member in self.members:
            if member.ending != "reset":
                self.send_to(member, data)

    def turn(self, seconds):
        """Takes what comes within that time."""
        deadline = time.monotonic() + seconds
        while True:
            events = self.poll.poll(max(0, deadline - time.monotonic()), 4096)
            for number, _ in events:
                self.read(self.by_descriptor[number])
            if time.monotonic() >= deadline and not events:
                return

    def wait(self, condition, seconds=WAIT_MAX):
        """Takes what comes until the condition holds; whether it did in that time."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            self.turn(0.02)
        return True

    def read(self, member):
        try:
            while True:
                data = member.socket.recv(65536)
                if not data:
                    return self.end(member, "end")
                member.count += len(data)
                member.latest = time.monotonic()
                if len(member.data) < self.kept:
                    member.data += data
        except (BlockingIOError, ssl.SSLWantReadError):
            return None
        except ssl.SSLEOFError:
            return self.end(member, "cut")
        except OSError:
            return self.end(member, "reset")

    def end(self, member, ending):
        if member.ending is None:
            member.ending, member.ended = ending, time.monotonic()
            self.poll.unregister(member.socket.fileno())
