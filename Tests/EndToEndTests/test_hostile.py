"""Bad input everywhere: a clear 4xx with a problem document, never a 5xx, and the instance goes on."""

import http.client
import json
import socket
import threading
import time
import unittest

from harness import SHARED, Instance

PATHS = [
    ("GET", "/complaints/0"), ("GET", "/complaints/-1"), ("GET", "/complaints/99999999999999999999"),
    ("GET", "/complaints/C-0000-000000"), ("GET", "/complaints/%F0%9F%92%A9"), ("GET", "/complaints/%00"),
    ("GET", "/complaints/..%2f..%2fetc"), ("GET", "/complaints?limit=0"), ("GET", "/complaints?limit=501"),
    ("GET", "/complaints?limit=abc"), ("GET", "/complaints?offset=-1"), ("GET", "/complaints?cursor=%FF"),
    ("GET", "/complaints?cursor=AAAA"), ("GET", "/complaints?sort=nothing"), ("GET", "/complaints?sort=-"),
    ("GET", "/complaints?unknown=1"), ("GET", "/complaints?q=%22"), ("GET", "/complaints?q=" + "a" * 5000),
    ("GET", "/complaints?received_from=2026-13-01"),
    ("GET", "/complaints?status=nonsense"), ("GET", "/complaints?patient_age=3"),
    ("GET", "/complaints/facets?by=description"), ("GET", "/complaints/facets?by="), ("GET", "/complaints/export?format=pdf"),
    ("GET", "/complaints/1/history?limit=x"), ("GET", "/sites/0"), ("GET", "/systems/x"), ("GET", "/imports/0"),
    ("GET", "/imports/x/errors"), ("GET", "/jobs/x"), ("GET", "/users/nobody"), ("DELETE", "/tokens/0"), ("GET", "/nothing"),
    ("PUT", "/complaints"), ("DELETE", "/complaints/1"), ("POST", "/imports/0/undo"), ("PATCH", "/complaints/0"),
]
BODIES = [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a":1,}', b'{"received":20260101}', b'{"received":"yesterday"}',
    b'{"description":"\\ud800"}', b'{"severity":["minor"]}', b'{"nothing":1}', b'{"number":"C-2020-000001"}',
    b'{"description":"' + b"x" * 300_000 + b'"}', b"[" * 100_000, b'{"description":"a\\u0000b"}', b'{"site":"no such site"}',
    b'{"custom":{"x":1}}', b'{"received":"9999-01-01","description":"x"}',
]
QUERIES = [
    {"filter": {"and": "x"}}, {"filter": {"field": "severity", "op": "like", "value": 1}},
    {"filter": {"field": "nothing", "op": "eq", "value": 1}}, {"filter": {"field": "description", "op": "eq", "value": {}}},
    {"filter": {"field": "severity", "op": "in", "value": ["minor"] * 2000}}, {"sort": ["nothing"]}, {"limit": "x"},
    {"filter": {"field": "patient_age", "op": "eq", "value": "3"}}, {"offset": 1.5}, {"q": 3}, {"x": 1},
]


def nested(depth):
    """A filter of that depth."""
    condition = {"field": "severity", "op": "eq", "value": "minor"}
    for _ in range(depth):
        condition = {"not": condition}
    return condition


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.instance = Instance()
        cls.instance.__enter__()
        cls.record = cls.instance.create()

    @classmethod
    def tearDownClass(cls):
        cls.instance.__exit__()

    def refused(self, status, headers, body, what):
        self.assertTrue(400 <= status < 500, f"{what}: {status} {body!r:.300}")
        self.assertIn("application/problem+json", headers.get("content-type", ""), f"{what}: {body!r:.300}")
        problem = json.loads(body) if isinstance(body, bytes) else body
        self.assertEqual(problem["status"], status)
        self.assertTrue(problem["title"])

    def test_paths_and_parameters(self):
        for method, path in PATHS:
            with self.subTest(path=path):
                self.refused(*self.instance.api(method, path), path)

    def test_bodies(self):
        headers = {"Content-Type": "application/json"}
        for body in BODIES:
            for method, path in (("POST", "/complaints"), ("PATCH", f"/complaints/{self.record['id']}")):
                with self.subTest(path=path, body=body[:40]):
                    more = {**headers, "If-Match": f"\"{self.record['version']}\""}
                    status, fields, answer = self.instance.api(method, path, body, more)
                    if method == "PATCH" and body == b"{}":
                        continue
                    self.refused(status, fields, answer, body[:40])

    def test_queries(self):
        for query in [*QUERIES, {"filter": nested(50)}]:
            with self.subTest(query=str(query)[:60]):
                self.refused(*self.instance.api("POST", "/complaints/query", query), query)

    def test_json_vectors_as_bodies(self):
        folder = SHARED / "suites" / "json"
        if not folder.exists():
            self.skipTest(f"skipped: the vectors are not at {folder}")
        for path in sorted(folder.glob("*.json")):
            with self.subTest(name=path.name):
                status, _, answer = self.instance.api(
                    "POST", "/complaints", path.read_bytes(), {"Content-Type": "application/json"})
                self.assertTrue(400 <= status < 500, f"{path.name}: {status} {answer!r:.200}")

    def test_wrong_content_types(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "nonsense", ""):
            status, fields, answer = self.instance.api("POST", "/complaints", b"{}", {"Content-Type": kind})
            self.refused(status, fields, answer, kind)

    def test_strangers_get_nothing(self):
        for path in ("/complaints", "/complaints/1", "/users", "/events", "/fields", "/imports", "/verify"):
            status, fields, answer = self.instance.raw("GET", "/api/v1" + path)
            self.assertEqual(status, 401, path)
        self.assertIn(self.instance.raw("GET", "/metrics")[0], (401, 403))

    def test_foreign_hosts_are_misdirected(self):
        status, _, _ = self.instance.raw("GET", "/", headers={"Host": "evil.example"})
        self.assertEqual(status, 421)

    def test_cross_site_writes_are_refused(self):
        body = json.dumps({"name": "admin", "password": "x" * 12})
        for origin in ("https://evil.example", "null"):
            headers = {"Origin": origin, "Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}
            status, _, _ = self.instance.raw("POST", "/api/v1/session", body, headers)
            self.assertEqual(status, 403)

    def test_framing_errors_close_and_run_nothing_behind_them(self):
        token = f"Authorization: Bearer {self.instance.token}\r\n"
        before = self.instance.get("/complaints?limit=1")["total"]
        smuggled = (f"POST /api/v1/complaints HTTP/1.1\r\nHost: 127.0.0.1\r\n{token}Content-Type: application/json\r\n"
                    "Content-Length: 63\r\n\r\n" + '{"received":"2026-03-02","channel":"phone","description":"evil"}')
        heads = [
            "POST /api/v1/complaints HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: +1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
            "GET / HTTP/1.1\nHost: 127.0.0.1\n\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        ]
        for head in heads:
            with self.subTest(head=head[:60]), socket.create_connection(("127.0.0.1", self.instance.port), 10) as wire:
                wire.sendall((head + smuggled).encode())
                answer = b""
                while piece := wire.recv(65536):
                    answer += piece
                self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer[:80])
                self.assertEqual(answer.count(b"HTTP/1.1 "), 1)
        self.assertEqual(self.instance.get("/complaints?limit=1")["total"], before)


class Drain(unittest.TestCase):
    def test_sigterm_under_load_is_seen_by_no_client(self):
        with Instance() as instance:
            instance.create()
            errors, answers, stop = [], [], threading.Event()

            def client():
                while not stop.is_set():
                    connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=10)
                    try:
                        connection.connect()
                    except OSError:
                        return
                    try:
                        while True:
                            connection.request("GET", "/api/v1/complaints?limit=1",
                                               headers={"Authorization": f"Bearer {instance.token}"})
                            answer = connection.getresponse()
                            answer.read()
                            answers.append(answer.status)
                            if answer.getheader("Connection", "").lower() == "close":
                                break
                    except http.client.RemoteDisconnected:
                        return  # a clean close before any answer byte: the request was not taken
                    except (OSError, http.client.HTTPException) as error:
                        errors.append(repr(error))
                        return
                    finally:
                        connection.close()

            clients = [threading.Thread(target=client) for _ in range(16)]
            for one in clients:
                one.start()
            time.sleep(0.5)
            code = instance.stop()
            stop.set()
            for one in clients:
                one.join(timeout=15)
            self.assertEqual(code, 0)
            self.assertGreater(len(answers), 50)
            self.assertEqual(set(answers) - {200, 503}, set())
            self.assertEqual(errors, [])


if __name__ == "__main__":
    unittest.main()
