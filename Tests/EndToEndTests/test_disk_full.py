"""A full disk: writes are refused with the reason, reads and sign-ins go on, and writes too once there is space."""

import http.client
import json
import os
import pathlib
import select
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from harness import PASSWORD, Instance, cannot, run, verify

SENTENCE = "The disk is full: nothing can be saved until there is space."
DISK_MEGABYTES = 128


def mount(case, megabytes=DISK_MEGABYTES):
    """A small disk of its own; skips where that is not allowed."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-disk-"))
    case.addCleanup(shutil.rmtree, folder, ignore_errors=True)
    if os.geteuid() != 0:
        cannot(case, "mounting a small disk needs root")
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True).returncode != 0:
        cannot(case, "no small disk can be mounted here")
    case.addCleanup(subprocess.run, ["umount", str(folder)], capture_output=True)
    return folder


def fill(disk, but=0):
    """Takes every byte that is left, but so many."""
    # Without a buffer: what does not fit any more is not tried again at the end.
    with open(disk / "filler", "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * (1 << 20))
        except OSError:
            pass
    if but:
        os.truncate(disk / "filler", (disk / "filler").stat().st_size - but)


class DiskFull(unittest.TestCase):
    def refused(self, instance):
        """The first refusal of a write within ten seconds: (status, headers, body)."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            answer = instance.api("POST", "/complaints", {"description": "One more."})
            if answer[0] != 201:
                return answer
            time.sleep(0.05)
        self.fail("writes went on although the disk is full")

    def listen(self, instance):
        """A stream of events, as screens listen to."""
        connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=30)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {instance.token}"})
        return connection.getresponse()

    def await_saving(self, stream, state):
        """Reads events until one says that of saving; the first says how it is at the beginning."""
        deadline = time.monotonic() + 25
        while time.monotonic() < deadline:
            if stream.readline() != b"event: saving\n":
                continue
            if json.loads(stream.readline().removeprefix(b"data: ")) == {"state": state}:
                return
        self.fail(f"nobody was told that saving is {state}")

    def test_screens_are_told_and_saving_comes_back_without_anybody_trying(self):
        disk = mount(self)
        with Instance(data=disk / "data") as instance:
            early = self.listen(instance)
            fill(disk)
            self.refused(instance)
            self.await_saving(self.listen(instance), "disk_full")
            self.await_saving(early, "disk_full")
            done = run("doctor", "--data", instance.data, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("saves nothing: its disk is full", done.stdout)
            (disk / "filler").unlink()
            self.await_saving(early, "possible")
            instance.create()

    def test_reads_and_sign_ins_go_on_and_writes_follow_when_there_is_space(self):
        disk = mount(self)
        with Instance(data=disk / "data") as instance:
            made = instance.create()
            fill(disk)
            status, headers, problem = self.refused(instance)
            self.assertEqual(status, 507, problem)
            self.assertEqual(problem["detail"], SENTENCE)
            self.assertTrue(problem["type"].endswith(":disk_full"))
            self.assertGreater(int(headers["retry-after"]), 0)
            self.assertEqual(instance.get(f"/complaints/{made['id']}")["number"], made["number"])

            origin = {"Origin": instance.url, "Content-Type": "application/json"}
            body = json.dumps({"name": "admin", "password": PASSWORD})
            status, headers, answer = instance.raw("POST", "/api/v1/session", body, origin)
            self.assertEqual(status, 201, answer)
            cookie = {"Cookie": headers["set-cookie"].split(";")[0]}
            path = f"/api/v1/complaints/{made['id']}"
            self.assertEqual(instance.raw("GET", path, headers=cookie)[0], 200)
            patch = {**origin, **cookie, "If-Match": '"1"'}
            self.assertEqual(instance.raw("PATCH", path, '{"severity":"minor"}', patch)[0], 507)

            (disk / "filler").unlink()
            deadline = time.monotonic() + 10
            status = 0
            while status != 200 and time.monotonic() < deadline:
                status = instance.raw("PATCH", path, '{"severity":"minor"}', patch)[0]
                time.sleep(0.05)
            self.assertEqual(status, 200)
            instance.create()
            instance.stop()
            instance.start()
            self.assertEqual(instance.raw("GET", path, headers=cookie)[0], 200, "the session was not written")
            instance.stop()
            verify(instance.data)

    def test_attachments_are_refused_before_the_disk_is_full_and_read_all_the_while(self):
        disk = mount(self)
        with Instance(data=disk / "data") as instance:
            folder = f"/complaints/{instance.create()['id']}/attachments"
            kind = {"Content-Type": "application/octet-stream"}
            _, _, made = instance.api("POST", folder, b"kept", headers=kind, status=201)
            # Declared too long, told at once; and in chunks, told on the way.
            self.assertEqual(self.upload(instance, folder, f"Content-Length: {80 << 20}", 0), 507)
            self.assertIn(self.upload(instance, folder, "Transfer-Encoding: chunked", 80), (507, None))
            instance.create()
            fill(disk)
            self.refused(instance)
            status, _, problem = instance.api("POST", folder, b"more", headers=kind)
            self.assertEqual((status, problem["type"].endswith(":disk_full")), (507, True), problem)
            self.assertEqual(instance.get(f"{folder}/{made['id']}/content"), b"kept")
            self.assertEqual(list((disk / "data/attachments/incoming").iterdir()), [])
            (disk / "filler").unlink()
            deadline = time.monotonic() + 10
            while instance.api("POST", folder, b"later", headers=kind)[0] != 201:
                self.assertLess(time.monotonic(), deadline, "attaching did not come back")
                time.sleep(0.05)
            self.assertEqual(len(instance.get(folder)["items"]), 2)
            instance.stop()
            verify(instance.data)

    def upload(self, instance, folder, framing, megabytes):
        """Sends a head and then chunks until an answer comes: its status, None when the answer went with a reset."""
        head = (f"POST /api/v1{folder} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {instance.token}\r\n"
                f"{framing}\r\n\r\n").encode()
        piece = b"%x\r\n" % (1 << 20) + bytes(1 << 20) + b"\r\n"
        with socket.create_connection(("127.0.0.1", instance.port), timeout=30) as client:
            try:
                client.sendall(head)
                for _ in range(megabytes):
                    if select.select([client], [], [], 0)[0]:
                        break
                    client.sendall(piece)
                return int(client.recv(65536).split(b" ")[1])
            except OSError:
                return None

    def test_a_command_on_a_stopped_instance_says_the_reason(self):
        disk = mount(self)
        data = disk / "data"
        run("demo", "--rows", 10, "--data", data)
        fill(disk)
        done = run("user", "add", "anna", "--role", "viewer", "--password-stdin", "--data", data,
                   stdin=PASSWORD + "\n", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("The disk", done.stderr)
        self.assertIn("full", done.stderr)
        rows = run("export", "--format", "ndjson", "--data", data).stdout.splitlines()
        self.assertEqual(len(rows), 10)
        (disk / "filler").unlink()
        verify(data)


if __name__ == "__main__":
    unittest.main()
