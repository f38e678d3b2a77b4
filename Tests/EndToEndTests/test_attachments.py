"""Attachments in the built executable: uploads killed at each of their steps, large files, and nothing in the open."""

import http.client
import os
import pathlib
import random
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from harness import Instance, run, verify

CANARY = b"Canaryowska-Quetzalcoatl "
# What an upload asks of the kernel on its way to the disk, in the order it first does.
STEPS = ["mkdir", "fsync", "rename", "pwrite64", "fdatasync"]
PLACES_MAX = 40


def content(number):
    """A file of a few chunks that no other upload sends."""
    return (CANARY + f"{number} ".encode()) * 9000


def upload(instance, complaint, body, name="scan.txt"):
    return instance.api("POST", f"/complaints/{complaint}/attachments?name={name}", body,
                        headers={"Content-Type": "application/octet-stream"})


def files_with(folder, needle):
    return [path for path in pathlib.Path(folder).rglob("*") if path.is_file() and needle in path.read_bytes()]


class Bench(unittest.TestCase):
    def setUp(self):
        self.data = tempfile.mkdtemp(prefix="ibtool-attach-")
        self.addCleanup(shutil.rmtree, self.data, ignore_errors=True)
        self.instance = Instance(data=self.data)
        self.instance.__enter__()
        self.addCleanup(self.leave)
        self.complaint = self.instance.create()["id"]
        # Content by attachment, of what was acknowledged; content of what was sent at all.
        self.acknowledged = {}
        self.sent = set()

    def leave(self):
        self.instance.__exit__()
        pathlib.Path(self.instance.log.name).unlink(missing_ok=True)

    def check(self):
        """Everything acknowledged is there, everything there is whole, nothing lies in the open."""
        items = {item["id"]: item for item in self.instance.get(f"/complaints/{self.complaint}/attachments")["items"]}
        self.assertLessEqual(set(self.acknowledged), set(items), "acknowledged, and not there")
        for number, item in items.items():
            found = self.instance.get(f"/complaints/{self.complaint}/attachments/{number}/content")
            self.assertIn(found, self.sent)
            self.assertEqual(len(found), item["bytes"])
            self.assertEqual(found, self.acknowledged.get(number, found))
        self.assertEqual(files_with(self.data, CANARY), [])

    def finish(self):
        self.instance.stop()
        verify(self.data)


class KilledUploads(Bench):
    def attempt(self, number):
        """One upload; whether it was acknowledged."""
        body = content(number)
        self.sent.add(body)
        try:
            status, _, made = upload(self.instance, self.complaint, body)
        except (OSError, http.client.HTTPException):
            return False
        self.assertEqual(status, 201, made)
        self.acknowledged[made["id"]] = body
        return True

    def strace(self, call, place):
        """Kills the instance as it enters the `place`-th call of that name from now on."""
        words = ["strace", "-f", "-qq", "-o", os.devnull, "-p", str(self.instance.process.pid),
                 "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={place}"]
        tracer = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        self.addCleanup(tracer.kill)
        tasks = pathlib.Path(f"/proc/{self.instance.process.pid}/task")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if tracer.poll() is not None:
                self.skipTest(f"strace cannot look into a process here: {tracer.stderr.read().strip()}")
            states = [(task / "status").read_text() for task in tasks.iterdir()]
            if all(f"TracerPid:\t{tracer.pid}" in state for state in states):
                return tracer
            time.sleep(0.01)
        self.fail("strace did not attach")

    @unittest.skipUnless(shutil.which("strace"), "there is no strace: run scripts/install-test-tools")
    def test_at_each_call_that_an_upload_makes(self):
        number, killed = 0, {}
        for call in STEPS:
            for place in range(1, PLACES_MAX + 1):
                number += 1
                tracer = self.strace(call, place)
                is_acknowledged = self.attempt(number)
                # What comes after the answer, as the log's checkpoint, may be met too.
                try:
                    self.instance.process.wait(timeout=0.2 if is_acknowledged else 10)
                except subprocess.TimeoutExpired:
                    self.assertTrue(is_acknowledged, f"{call} {place}: neither answered nor killed")
                has_died = self.instance.process.poll() is not None
                self.instance.kill()
                tracer.kill()
                tracer.communicate()
                killed[call] = killed.get(call, 0) + (has_died and not is_acknowledged)
                self.instance.start()
                self.check()
                if not has_died:
                    break
        print(f"{number} uploads, killed in mid-upload: {killed}, {len(self.acknowledged)} acknowledged")
        # mkdir is met once in the life of a folder; the others with every upload.
        for call in STEPS:
            self.assertGreater(killed[call], 0, f"no upload was killed at {call}")
        self.assertGreater(len(self.acknowledged), 0)
        self.finish()

    def test_while_its_body_comes(self):
        chance = random.Random(7)
        for number in range(6):
            body = content(1000 + number)
            self.sent.add(body)
            head = (f"POST /api/v1/complaints/{self.complaint}/attachments?name=x HTTP/1.1\r\nHost: localhost\r\n"
                    f"Authorization: Bearer {self.instance.token}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
            with socket.create_connection(("127.0.0.1", self.instance.port)) as client:
                client.sendall(head + body[:chance.randrange(1, len(body))])
                incoming = pathlib.Path(self.data, "attachments", "incoming")
                deadline = time.monotonic() + 10
                while time.monotonic() < deadline and not (incoming.exists() and any(incoming.iterdir())):
                    time.sleep(0.005)
                self.assertEqual(files_with(self.data, CANARY), [])
                self.instance.kill()
            self.instance.start()
            self.check()
        self.assertEqual(self.instance.get(f"/complaints/{self.complaint}/attachments")["items"], [])
        self.finish()

    def test_a_client_that_leaves_in_mid_body_leaves_nothing(self):
        head = (f"POST /api/v1/complaints/{self.complaint}/attachments?name=x HTTP/1.1\r\nHost: localhost\r\n"
                f"Authorization: Bearer {self.instance.token}\r\nContent-Length: 1000000\r\n\r\n").encode()
        incoming = pathlib.Path(self.data, "attachments", "incoming")
        with socket.create_connection(("127.0.0.1", self.instance.port)) as client:
            client.sendall(head + CANARY * 8000)
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline and not (incoming.exists() and any(incoming.iterdir())):
                time.sleep(0.005)
            self.assertEqual(len(list(incoming.iterdir())), 1)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and any(incoming.iterdir()):
            time.sleep(0.005)
        self.assertEqual(list(incoming.iterdir()), [])
        self.finish()


class LargeFiles(Bench):
    def test_a_large_file_goes_in_and_out_without_being_held_in_memory(self):
        size = 64 << 20
        body = random.Random(3).randbytes(size)
        self.sent.add(body)
        before = self.resident()
        status, _, made = upload(self.instance, self.complaint, body, "log.bin")
        self.assertEqual((status, made["bytes"]), (201, size))
        path = f"/complaints/{self.complaint}/attachments/{made['id']}/content"
        _, fields, whole = self.instance.api("GET", path, status=200)
        self.assertEqual(fields["content-length"], str(size))
        self.assertEqual(whole, body)
        _, fields, part = self.instance.api("GET", path, headers={"Range": f"bytes={size - 5}-"}, status=206)
        self.assertEqual(part, body[-5:])
        self.assertLess(self.resident() - before, 24 << 20, "the file stood in memory")
        self.finish()

    def resident(self):
        status = pathlib.Path(f"/proc/{self.instance.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) << 10

    def test_what_is_too_large_is_refused_before_it_is_sent(self):
        self.instance.stop()
        self.instance.arguments = ["--attachment-size", "1M", "--attachment-count", "2", "--attachment-quota", "1500K"]
        self.instance.start()
        head = (f"POST /api/v1/complaints/{self.complaint}/attachments HTTP/1.1\r\nHost: localhost\r\n"
                f"Authorization: Bearer {self.instance.token}\r\nContent-Length: {(1 << 20) + 1}\r\n\r\n").encode()
        with socket.create_connection(("127.0.0.1", self.instance.port), timeout=10) as client:
            client.sendall(head)
            self.assertIn(b" 413 ", client.recv(65536).split(b"\r\n")[0])
        first = bytes(1 << 20)
        self.sent.add(first)
        self.assertEqual(upload(self.instance, self.complaint, first)[0], 201)
        status, _, problem = upload(self.instance, self.complaint, bytes(600 << 10) + b"x")
        self.assertEqual((status, problem["errors"][0]["pointer"]), (507, "/file"))
        listing = run("serve", "--print-config", *self.instance.arguments).stdout
        self.assertIn("attachment-quota = 1500K", listing)
        self.finish()

    def test_doctor_and_verify_count_and_find(self):
        body = content(1)
        self.sent.add(body)
        upload(self.instance, self.complaint, body)
        self.instance.stop()
        sound = run("doctor", "--data", self.data, "--sizes", check=False).stdout
        self.assertIn("1 attachments in 1 files", sound)
        self.assertIn("beside it: attachments", sound)
        self.assertIn("attachments: 1 files", verify(self.data).stdout)
        file = next(path for path in pathlib.Path(self.data, "attachments").rglob("*") if len(path.name) == 64)
        whole = file.read_bytes()
        file.write_bytes(whole[:-1])
        self.assertIn("missing or cut", run("doctor", "--data", self.data, check=False).stdout)
        file.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
        broken = run("verify", "--data", self.data, check=False)
        self.assertEqual(broken.returncode, 1)
        self.assertIn("not what its name says", broken.stdout)


if __name__ == "__main__":
    unittest.main()
