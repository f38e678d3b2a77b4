"""HTTPS as people set it up: self-signed, from files, renewed while clients are busy, redirected to."""

import hashlib
import http.client
import json
import pathlib
import shutil
import signal
import socket
import ssl
import tempfile
import threading
import unittest

from harness import PASSWORD, free_port, run
from secure import SecureInstance


def self_signed():
    """The PEM text of a certificate the product made for itself."""
    with SecureInstance(account=None, arguments=["--tls-self-signed", "on"]) as instance:
        return (instance.data / "tls-self-signed.pem").read_text()


class SelfSigned(unittest.TestCase):
    def test_first_start(self):
        arguments = ["--tls-self-signed", "on"]
        with SecureInstance(arguments=arguments) as instance:
            digest = hashlib.sha256(instance.certificate()).hexdigest().upper()
            shown = ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))
            self.assertIn(shown, instance.log_text())
            self.assertIn(f"https://127.0.0.1:{instance.port}/", instance.log_text())
            file = instance.data / "tls-self-signed.pem"
            self.assertEqual(file.stat().st_mode & 0o777, 0o600)
            status, headers, _ = instance.raw("GET", "/")
            self.assertEqual((status, headers["strict-transport-security"]), (200, "max-age=31536000"))
            before = instance.certificate()
            instance.stop()
            instance.start()
            self.assertEqual(instance.certificate(), before)
            self.assertEqual(instance.api("GET", "/complaints")[0], 200)
            body = json.dumps({"name": "admin", "password": PASSWORD}).encode()
            kind = {"Content-Type": "application/json", "Origin": instance.url}
            _, headers, _ = instance.raw("POST", "/api/v1/session", body, kind)
            self.assertRegex(headers.get("set-cookie", ""), "^__Host-ibtool=.*; Secure")

    def test_plain_http_is_told(self):
        with SecureInstance(account=None, arguments=["--tls-self-signed", "on"]) as instance:
            with socket.create_connection(("127.0.0.1", instance.port), timeout=10) as plain:
                plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                answer = b""
                while piece := plain.recv(4096):
                    answer += piece
            self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer)
            self.assertIn(b"https://", answer)

    def test_old_versions_are_refused(self):
        with SecureInstance(account=None, arguments=["--tls-self-signed", "on"]) as instance:
            for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
                context = instance.context()
                context.minimum_version = context.maximum_version = version
                with socket.create_connection(("127.0.0.1", instance.port), timeout=10) as plain:
                    with context.wrap_socket(plain) as secure:
                        self.assertEqual(secure.version(), name)
                        self.assertIsNone(secure.compression())

    def test_redirect(self):
        port = free_port()
        arguments = ["--tls-self-signed", "on", "--redirect-listen", f"127.0.0.1:{port}"]
        with SecureInstance(account=None, arguments=[*arguments, "--public-host", "ib.example"]) as instance:
            for host, status in (("ib.example", 308), ("evil.example", 421)):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                connection.request("GET", "/a?b=c", headers={"Host": host})
                answer = connection.getresponse()
                self.assertEqual(answer.status, status)
                expected = f"https://ib.example:{instance.port}/a?b=c" if status == 308 else None
                self.assertEqual(answer.getheader("Location"), expected)
                connection.close()


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-tls-"))
        cls.first, cls.second = self_signed(), self_signed()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_a_renewal_under_load_loses_no_request(self):
        site = self.folder / "site.pem"
        site.write_text(self.first)
        with SecureInstance(account=None, arguments=["--tls-cert", str(site), "--log-level", "info"]) as instance:
            failures, done, ending = [], [0], threading.Event()

            def ask():
                kept = http.client.HTTPSConnection("127.0.0.1", instance.port, timeout=20, context=instance.context())
                while not ending.is_set():
                    try:
                        kept.request("GET", "/healthz")
                        kept_status = kept.getresponse().read() is not None
                        if not kept_status or instance.raw("GET", "/healthz", timeout=20)[0] != 200:
                            failures.append("status")
                        done[0] += 1
                    except (OSError, http.client.HTTPException) as error:
                        failures.append(repr(error))
                kept.close()

            threads = [threading.Thread(target=ask) for _ in range(4)]
            for thread in threads:
                thread.start()
            try:
                for round_number, text in enumerate((self.second, self.first, self.second), 1):
                    site.write_text(text)
                    instance.process.send_signal(signal.SIGHUP)
                    instance.logged("tls.certificate.loaded", round_number)
                    self.assertEqual(instance.certificate(), ssl.PEM_cert_to_DER_cert(text.split("-----BEGIN PRIVATE")[0]))
                site.write_text("nonsense")
                instance.process.send_signal(signal.SIGHUP)
                instance.logged("tls.reload.failed")
                self.assertEqual(instance.raw("GET", "/healthz")[0], 200)
            finally:
                ending.set()
                for thread in threads:
                    thread.join()
            self.assertEqual(failures, [])
            self.assertGreater(done[0], 0)

    def test_mistakes_are_named_at_the_start(self):
        site = self.folder / "mistake.pem"
        site.write_text("nonsense")
        for arguments, expected in (
            (["--listen", "0.0.0.0:0"], "--tls-cert"),
            (["--tls-cert", str(site)], "no certificate"),
            (["--tls-cert", "/nowhere"], "/nowhere"),
        ):
            data = tempfile.mkdtemp(prefix="ibtool-test-")
            done = run("serve", "--data", data, *(["--listen", "127.0.0.1:0"] if "--listen" not in arguments else []),
                       *arguments, check=False, timeout=30)
            shutil.rmtree(data)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(expected, done.stderr)


if __name__ == "__main__":
    unittest.main()
