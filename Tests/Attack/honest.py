"""An honest client in a process of its own, so that the attack's own work does not slow its clock.

    with Honest(port, token) as honest:
        …                    # the attack
    honest.latencies         # seconds of each request, on new and on kept connections

Run as a program it asks until its input ends, then prints what it saw as JSON."""

import http.client
import json
import select
import ssl
import subprocess
import sys
import time

INTERVAL = 0.005
TIMEOUT = 30


class Honest:
    def __init__(self, port, token, is_secure=False):
        words = [sys.executable, __file__, str(port), token, "tls" if is_secure else "plain"]
        self.words, self.latencies, self.failures = words, [], []

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_):
        seen = json.loads(self.process.communicate(timeout=4 * TIMEOUT)[0])
        self.latencies, self.failures = seen["latencies"], seen["failures"]


class Asking:
    def __init__(self, port, token, kind):
        self.port, self.headers, self.kept = port, {"Authorization": f"Bearer {token}"}, None
        self.context = None
        if kind == "tls":
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE

    def connection(self):
        if self.context:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=TIMEOUT, context=self.context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)

    def ask(self, connection, path):
        """Seconds until the whole answer was there."""
        begin = time.perf_counter()
        connection.request("GET", path, headers=self.headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise http.client.HTTPException(f"{path}: {answer.status}")
        return time.perf_counter() - begin

    def once(self, number):
        """A visit by a newcomer, or a read that is not cached by someone who stays."""
        if number % 2 == 0:
            connection = self.connection()
            try:
                return self.ask(connection, "/healthz")
            finally:
                connection.close()
        if self.kept is None:
            self.kept = self.connection()
        try:
            return self.ask(self.kept, "/api/v1/complaints/1")
        except (OSError, http.client.HTTPException):
            self.kept.close()
            self.kept = None
            raise


def main():
    asking = Asking(int(sys.argv[1]), sys.argv[2], sys.argv[3])
    latencies, failures, number = [], [], 0
    while not select.select([sys.stdin], [], [], INTERVAL)[0]:
        try:
            latencies.append(asking.once(number))
        except (OSError, http.client.HTTPException) as error:
            failures.append(repr(error))
        number += 1
    print(json.dumps({"latencies": latencies, "failures": failures}))


if __name__ == "__main__":
    main()
