"""An instance that speaks TLS, and a client that trusts it."""

import http.client
import socket
import ssl
import time

from harness import Instance, one_request


class SecureInstance(Instance):
    """An instance whose listener speaks TLS, with a certificate of its own making unless `arguments` say otherwise."""

    def __init__(self, arguments=("--tls-self-signed", "on"), **options):
        super().__init__(arguments=arguments, **options)

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    def raw(self, method, path, body=None, headers=None, timeout=60):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=self.context())
        return one_request(connection, method, path, body, headers)

    def certificate(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as plain:
            with self.context().wrap_socket(plain, server_hostname="localhost") as secure:
                return secure.getpeercert(binary_form=True)

    def logged(self, event, count=1):
        deadline = time.monotonic() + 30
        while self.log_text().count(event) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{event} was not logged:\n{self.log_text()}")
            time.sleep(0.05)
