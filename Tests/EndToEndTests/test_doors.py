"""Who stands at which listener: the operator's own socket, a proxy's socket, the network."""

import http.client
import pathlib
import socket
import stat
import unittest

from harness import PASSWORD, Instance


class SocketConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path, method, target, headers=None, body=None):
    connection = SocketConnection(path)
    try:
        connection.request(method, target, body=body, headers=headers or {})
        answer = connection.getresponse()
        answer.read()
        return answer.status, dict(answer.getheaders())
    finally:
        connection.close()


class Doors(unittest.TestCase):
    def test_only_the_data_directorys_socket_is_the_operators(self):
        instance = Instance()
        door = pathlib.Path(str(instance.data) + ".proxy")
        self.addCleanup(door.unlink, missing_ok=True)
        instance.arguments = ["--listen", f"unix:{door}"]
        with instance:
            target = "/api/v1/complaints"
            self.assertEqual(ask(instance.data / "ibtool.sock", "GET", target)[0], 200)
            self.assertEqual(ask(door, "GET", target)[0], 401)
            self.assertEqual(stat.S_IMODE(door.stat().st_mode), 0o660)
            self.assertEqual(ask(door, "GET", target, {"Authorization": f"Bearer {instance.token}"})[0], 200)
            self.assertEqual(ask(door, "GET", target, {"Host": "evil.example"})[0], 421)
            self.assertEqual(ask(door, "POST", "/api/v1/setup-link", {"Authorization": f"Bearer {instance.token}"})[0], 403)
            status, fields = ask(
                door, "POST", "/api/v1/session",
                {"X-Forwarded-Proto": "https", "Content-Type": "application/json"},
                f'{{"name": "admin", "password": "{PASSWORD}"}}')
            self.assertEqual(status, 201)
            self.assertIn("Secure", fields["set-cookie"])

    def test_files_are_sent_in_parts(self):
        with Instance(account=None) as instance:
            whole = instance.raw("GET", "/openapi.json")
            status, fields, part = instance.raw("GET", "/openapi.json", headers={"Range": "bytes=10-19"})
            self.assertEqual((status, part), (206, whole[2][10:20]))
            self.assertEqual(fields["content-range"], f"bytes 10-19/{len(whole[2])}")
            for _ in range(2):
                self.assertEqual(instance.raw("GET", "/openapi.json", headers={"Range": "bytes=99999999-"})[0], 416)


if __name__ == "__main__":
    unittest.main()
