"""Empty TLS records, which no library sends: sealed by hand behind a handshake that Python did (RFC 8446 sections 5.2, 7.3)."""

import ctypes
import ctypes.util
import hmac
import pathlib
import socket
import ssl
import tempfile
import time

from crowd import trusting
from honest import Honest
from vitals import Figure, cpu_seconds

# Cipher, hash, key bytes of the suites of TLS 1.3.
SUITES = {
    "TLS_AES_256_GCM_SHA384": ("EVP_aes_256_gcm", "sha384", 32),
    "TLS_AES_128_GCM_SHA256": ("EVP_aes_128_gcm", "sha256", 16),
    "TLS_CHACHA20_POLY1305_SHA256": ("EVP_chacha20_poly1305", "sha256", 32),
}
GET_TAG = 0x10
APPLICATION_DATA = 23


def crypto():
    """The system's libcrypto."""
    library = ctypes.CDLL(ctypes.util.find_library("crypto"))
    for name in ("EVP_CIPHER_CTX_new", *(cipher for cipher, _, _ in SUITES.values())):
        getattr(library, name).restype = ctypes.c_void_p
    return library


def expand(secret, label, length, digest):
    """HKDF-Expand-Label without context, for lengths of one block."""
    text = b"tls13 " + label
    info = length.to_bytes(2, "big") + bytes([len(text)]) + text + b"\0"
    return hmac.new(secret, info + b"\1", digest).digest()[:length]


class Sealer:
    """Seals records as the client of that connection, from its first one on."""

    def __init__(self, suite, secret):
        cipher, digest, length = SUITES[suite]
        self.library = crypto()
        self.cipher = getattr(self.library, cipher)()
        self.key, self.iv = expand(secret, b"key", length, digest), expand(secret, b"iv", 12, digest)
        self.number = 0

    def record(self, content, kind=APPLICATION_DATA):
        inner = content + bytes([kind])
        header = bytes([APPLICATION_DATA, 3, 3]) + (len(inner) + 16).to_bytes(2, "big")
        nonce = (int.from_bytes(self.iv, "big") ^ self.number).to_bytes(12, "big")
        self.number += 1
        return header + self.seal(nonce, header, inner)

    def seal(self, nonce, header, inner):
        library, room, count = self.library, ctypes.create_string_buffer(len(inner) + 32), ctypes.c_int()
        tag = ctypes.create_string_buffer(16)
        context = ctypes.c_void_p(library.EVP_CIPHER_CTX_new())
        library.EVP_EncryptInit_ex(context, ctypes.c_void_p(self.cipher), None, self.key, nonce)
        library.EVP_EncryptUpdate(context, None, ctypes.byref(count), header, len(header))
        library.EVP_EncryptUpdate(context, room, ctypes.byref(count), inner, len(inner))
        library.EVP_EncryptFinal_ex(context, ctypes.byref(ctypes.create_string_buffer(32)), ctypes.byref(ctypes.c_int()))
        library.EVP_CIPHER_CTX_ctrl(context, GET_TAG, 16, tag)
        library.EVP_CIPHER_CTX_free(context)
        return room.raw[:count.value] + tag.raw


def connected(port):
    """A socket after its handshake, and the sealer for what follows."""
    with tempfile.NamedTemporaryFile("r") as log:
        context = trusting()
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.keylog_filename = log.name
        plain = socket.create_connection(("127.0.0.1", port), timeout=60)
        bare = plain.dup()
        secure = context.wrap_socket(plain)
        lines = pathlib.Path(log.name).read_text().splitlines()
    secret = next(line.split()[2] for line in lines if line.startswith("CLIENT_TRAFFIC_SECRET_0 "))
    sealer = Sealer(secure.cipher()[0], bytes.fromhex(secret))
    bare.settimeout(60)
    return secure, bare, sealer


def is_served(port):
    """Whether records sealed here are what the server takes for a request's."""
    secure, bare, sealer = connected(port)
    with secure, bare:
        bare.sendall(sealer.record(b"GET /healthz HTTP/1.1\r\nHost: local") + sealer.record(b"host\r\n\r\n"))
        return secure.recv(4096).startswith(b"HTTP/1.1 200 ")


def flood(port, count):
    """Sends so many empty records or until the server ends the connection; whether it did."""
    secure, bare, sealer = connected(port)
    with secure, bare:
        try:
            for _ in range(count // 100):
                bare.sendall(b"".join(sealer.record(b"") for _ in range(100)))
            # Alerts, tickets, then the end.
            while bare.recv(4096):
                pass
        except TimeoutError:
            return False
        except OSError:
            pass
    return True


def empty_records(instance, connections, count):
    """Connections that send nothing but empty records after their handshake."""
    pid = instance.process.pid
    served = is_served(instance.port)
    begin, before = time.monotonic(), cpu_seconds(pid)
    with Honest(instance.port, instance.token, is_secure=True) as honest:
        ended = sum(flood(instance.port, count) for _ in range(connections))
    return [
        Figure("connections with records of our own making that are served", int(served), "", 1, True, True),
        Figure("connections ended by the server within the flood", ended, "", connections, True, True),
        Figure("CPU of a core meanwhile", (cpu_seconds(pid) - before) / (time.monotonic() - begin) * 100, "%"),
        Figure("honest requests that failed", len(honest.failures), "", 0, firm=True),
    ]
