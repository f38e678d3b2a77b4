"""Real proxies in front: HAProxy with the PROXY protocol and with headers, nginx with headers; and the way out,
not ready before not there. A proxy that is not installed is named in a line, and its test skipped."""

import http.client
import json
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from harness import PASSWORD, START_SECONDS_MAX, Instance, free_port, one_request

TRUSTED = ["--behind-proxy", "127.0.0.1", "--access-log", "all", "--log-format", "json"]
SIGN_IN = json.dumps({"name": "admin", "password": PASSWORD})


def executable(name):
    return shutil.which(name, path="/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin")


def needs(name):
    return unittest.skipUnless(executable(name), f"{name} is not installed: scripts/apt-install {name}")


class Proxy:
    """A proxy process over a folder of its own, ready once its port answers."""

    def __init__(self, folder, words):
        self.log = open(folder / "proxy.log", "ab")
        self.process = subprocess.Popen(words, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, cwd=folder)

    def wait_for(self, port):
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.01)
        raise AssertionError(f"the proxy did not start:\n{pathlib.Path(self.log.name).read_text()}")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.log.close()


class Proxies(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-proxy-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def certificate(self):
        """A self-signed certificate with its key in one file, as HAProxy reads it."""
        parts = [self.folder / "key.pem", self.folder / "cert.pem"]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", parts[0], "-out", parts[1]],
            check=True, capture_output=True)
        both = self.folder / "both.pem"
        both.write_text(parts[1].read_text() + parts[0].read_text())
        return both

    def start_haproxy(self, mode, bind, server, more=""):
        port = free_port()
        (self.folder / "haproxy.cfg").write_text(
            f"defaults\n  mode {mode}\n  timeout connect 5s\n  timeout client 20s\n  timeout server 20s\n"
            f"frontend in\n  bind 127.0.0.1:{port} {bind}\n{more}  default_backend out\n"
            f"backend out\n  server one {server}\n")
        proxy = Proxy(self.folder, [executable("haproxy"), "-db", "-f", "haproxy.cfg"])
        self.addCleanup(proxy.stop)
        proxy.wait_for(port)
        return port

    def ask(self, port, method, path, body=None, headers=None, secure=False, source="127.0.0.9"):
        """One request from an address of loopback that is not the proxy's: (status, fields, bytes)."""
        options = {"timeout": 20, "source_address": (source, 0)}
        if secure:
            context = ssl.create_default_context(cafile=self.folder / "cert.pem")
            connection = http.client.HTTPSConnection("localhost", port, context=context, **options)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", port, **options)
        return one_request(connection, method, path, body, headers)

    def sign_in(self, port, origin, **options):
        headers = {"Content-Type": "application/json", "Origin": origin}
        return self.ask(port, "POST", "/api/v1/session", SIGN_IN, headers, **options)

    def assert_logged(self, instance, path, peer):
        """The log has, or soon has, a line of that request with that address."""
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            lines = [json.loads(line) for line in instance.log_text().splitlines() if line.startswith("{")]
            found = [line["peer"] for line in lines if line.get("event") == "request" and line["path"] == path]
            if found:
                self.assertEqual(found, [peer])
                return
            time.sleep(0.01)
        self.fail(f"no line of {path} in:\n{instance.log_text()}")

    @needs("haproxy")
    def test_haproxy_announces_over_plain_connections(self):
        self.certificate()
        with Instance(arguments=TRUSTED + ["--proxy-protocol", "on"], awaits=None) as instance:
            for number, (kind, secure) in enumerate([("send-proxy", False), ("send-proxy-v2", False), ("send-proxy-v2-ssl", True)]):
                bind = f"ssl crt {self.folder / 'both.pem'}" if secure else ""
                port = self.start_haproxy("tcp", bind, f"127.0.0.1:{instance.port} {kind}")
                status, _, body = self.ask(
                    port, "GET", f"/page-{number}", headers={"X-Forwarded-For": "203.0.113.1"}, secure=secure)
                self.assertEqual(status, 200, (kind, body))
                self.assert_logged(instance, f"/page-{number}", "127.0.0.9")
                scheme = "https" if secure else "http"
                host = "localhost" if secure else "127.0.0.1"
                status, fields, _ = self.sign_in(port, f"{scheme}://{host}:{port}", secure=secure)
                self.assertEqual(status, 201, kind)
                self.assertEqual("Secure" in fields["set-cookie"], secure)
            with self.assertRaises((OSError, http.client.HTTPException)):
                instance.raw("GET", "/healthz", timeout=20)

    @needs("haproxy")
    def test_haproxy_announces_before_tls(self):
        self.certificate()
        secure = ["--proxy-protocol", "on", "--tls-cert", str(self.folder / "both.pem")]
        with Instance(arguments=TRUSTED + secure, awaits=None) as instance:
            for number, kind in enumerate(["send-proxy", "send-proxy-v2"]):
                port = self.start_haproxy("tcp", "", f"127.0.0.1:{instance.port} {kind} check check-send-proxy")
                status, _, _ = self.ask(
                    port, "GET", f"/page-{number}", headers={"X-Forwarded-For": "203.0.113.1"}, secure=True)
                self.assertEqual(status, 200)
                self.assert_logged(instance, f"/page-{number}", "127.0.0.9")

    @needs("haproxy")
    def test_haproxy_writes_both_kinds_of_headers(self):
        self.certificate()
        bind = f"ssl crt {self.folder / 'both.pem'}"
        rules = {
            "x-forwarded": "  option forwardfor\n  http-request set-header X-Forwarded-Proto https\n",
            "forwarded": "  http-request set-header Forwarded for=%[src];proto=https\n",
        }
        for kind, rule in rules.items():
            with Instance(arguments=TRUSTED + ["--proxy-headers", kind]) as instance:
                port = self.start_haproxy("http", bind, f"127.0.0.1:{instance.port}", rule)
                forged = {"X-Forwarded-For": "203.0.113.1", "Forwarded": "for=203.0.113.1"}
                status, _, _ = self.ask(port, "GET", "/page", headers=forged, secure=True)
                self.assertEqual(status, 200)
                self.assert_logged(instance, "/page", "127.0.0.9")
                status, fields, _ = self.sign_in(port, f"https://localhost:{port}", secure=True)
                self.assertEqual(status, 201)
                self.assertIn("Secure", fields["set-cookie"])

    @needs("nginx")
    def test_nginx_speaks_for_its_clients(self):
        self.certificate()
        with Instance(arguments=TRUSTED) as instance:
            port = free_port()
            (self.folder / "nginx.conf").write_text(
                f"daemon off;\nmaster_process off;\npid {self.folder}/nginx.pid;\nerror_log stderr;\n"
                "events {}\nhttp {\n  access_log off;\n"
                + "".join(f"  {name}_temp_path {self.folder}/{name};\n"
                          for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
                + f"  server {{\n    listen 127.0.0.1:{port} ssl;\n"
                f"    ssl_certificate cert.pem;\n    ssl_certificate_key key.pem;\n"
                f"    location / {{\n      proxy_pass http://127.0.0.1:{instance.port};\n"
                "      proxy_http_version 1.1;\n      proxy_set_header Host $http_host;\n"
                "      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
                "      proxy_set_header X-Forwarded-Proto $scheme;\n      proxy_set_header Connection \"\";\n"
                "    }\n  }\n}\n")
            proxy = Proxy(self.folder, [executable("nginx"), "-p", str(self.folder), "-c", "nginx.conf", "-e", "stderr"])
            self.addCleanup(proxy.stop)
            proxy.wait_for(port)
            status, _, _ = self.ask(port, "GET", "/page", headers={"X-Forwarded-For": "203.0.113.1"}, secure=True)
            self.assertEqual(status, 200)
            self.assert_logged(instance, "/page", "127.0.0.9")
            status, fields, _ = self.sign_in(port, f"https://localhost:{port}", secure=True)
            self.assertEqual(status, 201)
            self.assertIn("Secure", fields["set-cookie"])


class WayOut(unittest.TestCase):
    def test_it_is_not_ready_before_it_is_gone(self):
        with Instance(arguments=["--drain-delay", "300"]) as instance:
            instance.process.send_signal(signal.SIGTERM)
            deadline = time.monotonic() + START_SECONDS_MAX
            while instance.raw("GET", "/readyz")[0] != 503:
                self.assertLess(time.monotonic(), deadline, "still ready")
                time.sleep(0.01)
            # New connections are taken, and what they ask is done.
            self.assertEqual(instance.raw("GET", "/healthz")[0], 200)
            instance.create(description="While it drains.")
            instance.process.send_signal(signal.SIGHUP)
            self.assertEqual(instance.raw("GET", "/readyz")[0], 503)
            # A second signal means now.
            self.assertEqual(instance.stop(), 0)

    def test_the_delay_ends_by_itself(self):
        with Instance(arguments=["--drain-delay", "1"]) as instance:
            self.assertEqual(instance.raw("GET", "/readyz")[0], 200)
            instance.process.send_signal(signal.SIGTERM)
            self.assertEqual(instance.process.wait(timeout=START_SECONDS_MAX), 0)
            self.assertIn("instance.draining", instance.log_text())


if __name__ == "__main__":
    unittest.main()
