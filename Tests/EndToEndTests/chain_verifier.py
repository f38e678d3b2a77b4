"""
Checks an exported change log: the chain, the content that signatures sign, anchors. Written from
docs/change-log.md alone, as a third party would; Ed25519 is RFC 8032 in plain integers.

    chain_verifier.py changes.ndjson [anchors.ndjson [public-key.pem]]
"""

import base64
import hashlib
import json
import struct
import sys


class Broken(Exception):
    """What does not fit, in a sentence."""


# Elements ------------------------------------------------------------------------------------------------


def int64(value):
    return struct.pack(">q", value)


def length(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def text(value):
    data = value.encode("utf-8")
    return length(len(data)) + data


def optional(value, encode):
    return b"\x00" if value is None else b"\x01" + encode(value)


class Bytes:
    """Reads a body from its start."""

    def __init__(self, data):
        self.data, self.place = data, 0

    def take(self, count):
        if self.place + count > len(self.data):
            raise Broken("a body ends too early")
        piece = self.data[self.place:self.place + count]
        self.place += count
        return piece

    def byte(self):
        return self.take(1)[0]

    def length(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def counted(self):
        return self.take(self.length())

    def value(self):
        """The bytes of one value, its kind included."""
        start = self.place
        kind = self.byte()
        if kind in (1, 6):
            self.counted()
        elif kind in (2, 3):
            self.take(8)
        elif kind not in (0, 4, 5):
            raise Broken(f"there is no kind {kind} of value")
        return self.data[start:self.place]


def read_body(body):
    """The changes (name, mark, new value's bytes) and the sealed part."""
    reader = Bytes(body)
    if reader.byte() != 1:
        raise Broken("the body is of another version")
    changes = []
    for _ in range(reader.length()):
        name, mark, new = reader.counted().decode("utf-8"), reader.byte(), None
        if mark == 0:
            reader.value()
            new = reader.value()
        elif mark not in (1, 2):
            raise Broken(f"there is no mark {mark}")
        changes.append((name, mark, new))
    sealed = reader.counted()
    if reader.place != len(body):
        raise Broken("something follows the body")
    return changes, sealed


# The chain -----------------------------------------------------------------------------------------------


def row_hash(previous, row):
    body = base64.b64decode(row["body"], validate=True)
    return hashlib.sha256(b"".join([
        previous, b"\x01", int64(row["seq"]), int64(row["at"]),
        text(row["actor"]), text(row["origin"]), text(row["address"]), optional(row["reason"], text),
        text(row["entity"]), int64(row["entity_id"]), text(row["code"]), text(row["operation"]),
        int64(row["version"]), optional(row["site_id"], int64), optional(row["old_site_id"], int64),
        optional(row["import_id"], int64), length(len(body)), body])).digest()


def check_chain(rows):
    previous = bytes(32)
    for expected, row in enumerate(rows, 1):
        if row["seq"] != expected:
            raise Broken(f"row {expected} is missing")
        previous = row_hash(previous, row)
        if previous.hex() != row["hash"]:
            raise Broken(f"row {expected} was changed")


# Signatures ----------------------------------------------------------------------------------------------


def plain(value):
    """A text or an integer out of its bytes."""
    reader = Bytes(value)
    kind = reader.byte()
    return reader.counted().decode("utf-8") if kind == 1 else struct.unpack(">q", reader.take(8))[0]


def content_hash(rows, entity, record, version):
    """SHA-256 of the canonical content of one version; nothing where there is no such version."""
    fields, last = {}, None
    for row in rows:
        if (row["entity"], row["entity_id"]) != (entity, record) or row["operation"] == "read":
            continue
        if row["version"] > version:
            continue
        changes, sealed = read_body(base64.b64decode(row["body"], validate=True))
        for name, mark, new in changes:
            if mark == 0 and new == b"\x00":
                fields.pop(name, None)
            elif mark == 0:
                fields[name] = b"\x00" + new
            elif mark == 1:
                fields[name] = b"\x01" + int64(row["seq"]) + hashlib.sha256(sealed).digest()
            else:
                fields[name] = b"\x02" + int64(row["seq"])
        last = row
    if last is None or last["version"] != version:
        return None
    form = b"\x01" + text(entity) + int64(record) + int64(version) + text(last["code"]) + length(len(fields))
    for name in sorted(fields, key=lambda name: name.encode("utf-8")):
        form += text(name) + fields[name]
    return hashlib.sha256(form).hexdigest()


def signatures(rows):
    """Every signature of the log, as a dictionary of its fields."""
    for row in rows:
        if row["entity"] == "signature" and row["operation"] == "create":
            changes, _ = read_body(base64.b64decode(row["body"], validate=True))
            yield {"id": row["entity_id"], "actor": row["actor"],
                   **{name: plain(new) for name, _, new in changes}}


def check_signatures(rows):
    count = 0
    for signature in signatures(rows):
        found = content_hash(rows, signature["record"], signature["record_id"], signature["record_version"])
        if found != signature["record_hash"]:
            raise Broken(f"signature {signature['id']} is not of the content it names")
        if signature["actor"] != signature["signer"]:
            raise Broken(f"signature {signature['id']} was made by another")
        count += 1
    return count


# Ed25519 (RFC 8032 section 5.1, points as X:Y:Z:T) ----------------------------------------------------------

P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(point, factor):
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def are_equal(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def decompress(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    point, commitment = decompress(key), decompress(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or point is None or commitment is None or factor >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return are_equal(multiply(BASE, factor), add(commitment, multiply(point, challenge)))


# Anchors -------------------------------------------------------------------------------------------------


def key_of_pem(pem):
    lines = pem.strip().splitlines()
    if lines[0] != "-----BEGIN PUBLIC KEY-----" or lines[-1] != "-----END PUBLIC KEY-----":
        raise Broken("this is no public key")
    der = base64.b64decode("".join(lines[1:-1]), validate=True)
    if der[:12].hex() != "302a300506032b6570032100" or len(der) != 44:
        raise Broken("this is no Ed25519 key")
    return der[12:]


def check_anchors(rows, anchors, trusted=None):
    good = 0
    for anchor in anchors:
        key = base64.b64decode(anchor["key"], validate=True)
        statement = (f"ibtool anchor {anchor['anchor']}\nseq {anchor['seq']}\nhash {anchor['hash']}\n"
                     f"at {anchor['at']}\n").encode("ascii")
        if trusted is not None and key != trusted:
            raise Broken(f"the anchor of row {anchor['seq']} was signed by another key")
        if not is_signed(key, statement, base64.b64decode(anchor["signature"], validate=True)):
            raise Broken(f"the signature of the anchor of row {anchor['seq']} is not good")
        if anchor["seq"] > len(rows):
            raise Broken(f"the tail was cut off: {len(rows)} rows, an anchor of row {anchor['seq']}")
        if rows[anchor["seq"] - 1]["hash"] != anchor["hash"]:
            raise Broken(f"rows between {good + 1} and {anchor['seq']} were rewritten")
        good = max(good, anchor["seq"])
    return len(anchors)


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main(changes, anchors=None, key=None):
    rows = read_lines(changes)
    check_chain(rows)
    print(f"{len(rows)} rows, each bound to the one before it")
    print(f"{check_signatures(rows)} signatures, each of the content it names")
    if anchors:
        trusted = None
        if key:
            with open(key, encoding="ascii") as pem:
                trusted = key_of_pem(pem.read())
        print(f"{check_anchors(rows, read_lines(anchors), trusted)} anchors borne out")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Broken as broken:
        sys.exit(f"BROKEN: {broken}")
