"""Power loss on a real file system: what was acknowledged is there, and a disk whose syncs do nothing is seen to lose.

A small ext4 of its own loses its power by EXT4_IOC_SHUTDOWN without flushing its journal, in mid-write; the process is killed,
the file system mounted again. What the kernel had not been told to keep is gone."""

import fcntl
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import types
import unittest

from harness import Instance, cannot, run, verify
from test_crash import Writer, let_write

ROUNDS = int(os.environ.get("IBTOOL_POWER_ROUNDS", "3"))
CONTROL_ROUNDS = 3
WRITERS = 16
DISK_MEGABYTES = 256
# _IOR('X', 125, __u32) and EXT4_GOING_FLAGS_NOLOGFLUSH of fs/ext4/ext4.h
SHUTDOWN, NO_FLUSH = 0x8004587D, 2


class Disk:
    """A file with an ext4 on it, mounted."""

    def __init__(self, case):
        if os.geteuid() != 0:
            cannot(case, "power loss needs root, for a loop mount: the failing disk of `swift test` stands in for it")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-power-"))
        case.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.image = self.folder / "image"
        self.path = self.folder / "disk"
        self.path.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(DISK_MEGABYTES << 20)
        if not shutil.which("mkfs.ext4") or self.try_run("mkfs.ext4", "-q", "-F", self.image) != 0:
            cannot(case, "power loss needs mkfs.ext4")
        if self.mount() != 0:
            cannot(case, "power loss needs a loop mount of ext4, which this machine does not allow")
        case.addCleanup(self.try_run, "umount", self.path)
        self.path.chmod(0o700)

    @staticmethod
    def try_run(*words):
        return subprocess.run([str(word) for word in words], capture_output=True).returncode

    def mount(self):
        return self.try_run("mount", "-t", "ext4", "-o", "loop", self.image, self.path)

    def lose_power(self):
        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", NO_FLUSH))
        finally:
            os.close(handle)

    def power_on(self):
        """Mounts it again; the journal is replayed as far as it reached the disk."""
        subprocess.run(["umount", str(self.path)], check=True)
        if self.mount() != 0:
            raise AssertionError("the file system does not come back")


class PowerLoss(unittest.TestCase):
    def one_round(self, disk, instance, name, seconds):
        """Writes until the power goes; returns what each writer was told before it did. What is told while the file system
        is shut down proves nothing: then a sync may come back without an error, and no machine without power answers."""
        writers = [Writer(instance, f"{name}w{n}") for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        let_write(writers, seconds)
        told = [types.SimpleNamespace(created=dict(writer.created), edited=dict(writer.edited)) for writer in writers]
        disk.lose_power()
        instance.kill()
        for writer in writers:
            writer.join(timeout=15)
        disk.power_on()
        self.assertGreater(sum(len(writer.created) for writer in told), 0, f"{name} acknowledged nothing")
        return told

    def all_records(self, instance):
        seen, cursor = {}, ""
        while True:
            page = instance.get(f"/complaints?limit=500&sort=number&total=none{cursor}")
            seen.update({item["id"]: item for item in page["items"]})
            if not page["next"]:
                return seen
            cursor = f"&cursor={page['next']}"

    def lost(self, writers, seen):
        """What was acknowledged and is not there, or not as it was told."""
        gone = []
        for writer in writers:
            for number, (code, reference) in writer.created.items():
                record = seen.get(number)
                if not record or (record["number"], record["summary"]) != (code, reference):
                    gone.append(code)
                elif number in writer.edited and record["severity"] != "serious":
                    gone.append(f"{code}, edited")
        return gone

    def test_what_was_acknowledged_survives(self):
        disk = Disk(self)
        seed = int(os.environ.get("IBTOOL_SEED", str(time.time_ns() % 1_000_000)))
        chance = random.Random(seed)
        told, there = [], {}
        with Instance(data=disk.path) as instance:
            for turn in range(ROUNDS):
                told += self.one_round(disk, instance, f"r{turn}", chance.random() * 0.4)
                instance.start()
                there = self.all_records(instance)
                self.assertEqual(self.lost(told, there), [], f"round {turn}, seed {seed}: acknowledged, and not there")
            found = instance.get("/complaints?q=zirconium&limit=1")
            self.assertEqual(found["total"], len(there))
            instance.stop()
            verify(disk.path)
        acknowledged = sum(len(writer.created) for writer in told)
        print(f"seed {seed}, {ROUNDS} power cuts: {acknowledged} acknowledged, {len(there)} there, 0 lost")

    def test_the_control_loses(self):
        unsynced = [sys.executable, str(pathlib.Path(__file__).with_name("unsynced.py"))]
        acknowledged = lost = unreadable = 0
        for turn in range(CONTROL_ROUNDS):
            disk = Disk(self)
            instance = Instance(data=disk.path, prefix=unsynced)
            instance.__enter__()
            self.addCleanup(instance.__exit__)
            writers = self.one_round(disk, instance, f"c{turn}", 0.3)
            count = sum(len(writer.created) for writer in writers)
            acknowledged += count
            done = run("export", "--format", "ndjson", "--data", disk.path, check=False)
            # A database that cannot be opened any more has lost everything.
            there = done.stdout.count("\n") if done.returncode == 0 else 0
            unreadable += done.returncode != 0
            lost += max(0, count - there)
        self.assertGreater(lost, 0, "a disk that does not sync lost nothing: the test above proves nothing")
        print(f"control, syncs that do nothing: {lost} of {acknowledged} acknowledged writes lost, "
              f"{unreadable} of {CONTROL_ROUNDS} databases unreadable")


if __name__ == "__main__":
    unittest.main()
