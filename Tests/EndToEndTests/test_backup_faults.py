"""What goes wrong with a backup: each fault ends as the state and the message that the manual promises, nothing is
lost, and when the fault is over everything recovers by itself."""

import os
import pathlib
import shutil
import tempfile
import time
import unittest

import stores
from faulty import FaultyProxy
from harness import Instance, run
from test_disk_full import fill, mount

SECONDS_MAX = 60


class Faults(unittest.TestCase):
    """An instance with one destination; `url` says which."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-faults-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"
        self.objects = self.folder / "objects"
        self.url = f"file://{self.objects}"
        self.made = []

    def instance(self, *arguments):
        return Instance(data=self.data, arguments=[
            "--backup", self.url, "--backup-keys", f"file://{self.folder}/keys", "--backup-interval", "50",
            "--backup-drill", "0", *arguments])

    def state(self, instance):
        return instance.get("/backup")["destinations"][0]

    def await_state(self, instance, why, is_so):
        deadline = time.monotonic() + SECONDS_MAX
        while time.monotonic() < deadline:
            state = self.state(instance)
            if is_so(state):
                return state
            time.sleep(0.05)
        self.fail(f"{why}: {state}")

    def settle(self, instance):
        return self.await_state(instance, "it did not settle", lambda state: state["state"] == "current"
                                and state["lag_seconds"] == 0 and state["waiting_bytes"] == 0)

    def await_line(self, instance, words):
        """Until the log says it: the watch looks every ten seconds."""
        deadline = time.monotonic() + SECONDS_MAX
        while words not in instance.log_text():
            self.assertLess(time.monotonic(), deadline, f"{words} is not in the log")
            time.sleep(0.1)

    def create(self, instance, count=1):
        for _ in range(count):
            made = instance.create(summary=f"complaint {len(self.made)}")
            self.made.append(made["number"])

    def attach(self, instance, size):
        found = instance.get("/complaints?limit=1")["items"][0]["id"]
        status, _, made = instance.api("POST", f"/complaints/{found}/attachments?name=a.bin", os.urandom(size),
                                       headers={"Content-Type": "application/octet-stream"})
        self.assertEqual(status, 201, made)

    def drill(self, check=True):
        return run("backup", "drill", "--data", self.data, check=check)

    def restore(self, name, *arguments, check=True):
        return run("restore", "--from", self.url, "--keys", f"file://{self.folder}/keys", "--to", self.folder / name,
                   *arguments, check=check)

    def expect_everything(self, name):
        """A restore has every complaint that was ever acknowledged."""
        self.restore(name)
        with Instance(data=self.folder / name, account=None) as instance:
            instance.token = instance_token(self.folder / name)
            self.assertEqual(instance.get("/complaints?limit=1")["total"], len(self.made))

    def expect_green(self, instance):
        self.drill()
        self.assertEqual(self.state(instance)["level"], "green", self.state(instance)["reasons"])
        self.assertEqual(run("backup", "status", "--data", self.data).returncode, 0)
        self.assertEqual(instance.raw("GET", "/readyz")[2], b"ready\nbackup: green\n")

    def expect_red(self, instance, reason, *words):
        state = self.state(instance)
        self.assertEqual(state["level"], "red", state)
        self.assertIn(reason, state["reasons"])
        done = run("backup", "status", "--data", self.data, check=False)
        self.assertEqual(done.returncode, 3)
        for word in words:
            self.assertIn(word, done.stdout)
        # Who serves people is not sent away for it.
        self.assertEqual(instance.raw("GET", "/readyz")[0], 200)


def instance_token(data):
    """A token of the account that the restored database has."""
    return run("token", "create", "--user", "admin", "--data", data).stdout.strip()


class FaultsOfObjects(Faults):
    def test_a_drill_finds_every_object_that_is_not_what_it_was(self):
        with self.instance() as instance:
            for _ in range(4):
                self.create(instance, 2)
                self.settle(instance)
            self.attach(instance, 90_000)
            self.settle(instance)
            self.expect_green(instance)
            attached = next((self.objects / "attachments").glob("??/*"))
            snapshot = next((self.objects / "0009").glob("*.ltx"))
            for place, words in [(snapshot, "damaged"), (attached, "missing or cut")]:
                whole = place.read_bytes()
                flipped = bytearray(whole)
                flipped[len(flipped) // 2] ^= 4
                faults = [(bytes(flipped), "damaged"), (whole[:-40], words), (None, words if place == attached else "hole")]
                for broken, word in faults:
                    if broken is None:
                        place.unlink()
                    else:
                        place.write_bytes(broken)
                    done = self.drill(check=False)
                    self.assertEqual(done.returncode, 1, done.stdout)
                    self.assertIn(word, done.stdout)
                    self.expect_red(instance, "drill_failed", "ALARM: the last drill failed", word)
                    self.assertIn('ibtool_backup_alarm{destination="%s",reason="drill_failed"} 1' % self.url,
                                  self.metrics(instance))
                    place.write_bytes(whole)
            self.expect_green(instance)

    def metrics(self, instance):
        return instance.raw("GET", "/metrics", headers={"Authorization": f"Bearer {instance.token}"})[2].decode()

    def test_what_is_named_otherwise_is_left_alone(self):
        with self.instance() as instance:
            self.create(instance)
            self.settle(instance)
            foreign = {"readme.txt": b"hello", "0000/lease.json": b"{}", "attachments/notes": b"mine"}
            for name, body in foreign.items():
                (self.objects / name).parent.mkdir(parents=True, exist_ok=True)
                (self.objects / name).write_bytes(body)
            self.create(instance)
            self.settle(instance)
            self.expect_green(instance)
            run("backup", "verify", "--from", self.url)
            for name, body in foreign.items():
                self.assertEqual((self.objects / name).read_bytes(), body)

    def test_somebody_elses_upload_stops_it_before_anything_is_overwritten(self):
        with self.instance() as instance:
            self.create(instance)
            state = self.settle(instance)
            number = f"{state['transaction'] + 1:016x}"
            foreign = self.objects / "0000" / f"{number}-{number}.ltx"
            foreign.write_bytes(b"somebody else's")
            self.create(instance)
            self.await_state(instance, "it did not stop", lambda state: state["state"] == "stopped")
            self.expect_red(instance, "stopped", "another instance has the same destination")
            self.assertEqual(foreign.read_bytes(), b"somebody else's")
            # It is not lost: another destination takes all of it.
            foreign.unlink()
            token = instance.token
        again = self.instance()
        again.token = token
        with again as instance:
            self.create(instance)
            self.settle(instance)
            self.expect_green(instance)
        self.expect_everything("restored")

    def test_an_instance_that_was_replaced_stops(self):
        with self.instance() as first:
            self.create(first)
            self.settle(first)
            self.data = self.folder / "second"
            with self.instance() as second:
                self.await_state(second, "the second did not begin", lambda state: state["state"] == "current")
                self.data = self.folder / "data"
                self.create(first)
                self.await_state(first, "the first went on", lambda state: state["state"] == "stopped")


class FaultsOfADisk(Faults):
    def test_a_destination_without_space(self):
        disk = mount(self)
        self.objects = disk / "objects"
        self.url = f"file://{self.objects}"
        with self.instance("--backup-alarm-lag", "10") as instance:
            self.create(instance)
            self.settle(instance)
            fill(disk)
            for _ in range(5):
                self.create(instance)
            state = self.await_state(instance, "nobody said it", lambda state: state["state"] == "behind")
            self.assertIn("there is no space left", state["message"])
            self.await_state(instance, "no alarm", lambda state: "lag" in state["reasons"])
            self.expect_red(instance, "lag", "Make space", "ALARM")
            (disk / "filler").unlink()
            self.settle(instance)
            self.expect_green(instance)
        self.expect_everything("restored")

    def create_until_refused(self, instance):
        """Complaints until one is refused for want of space; those before are acknowledged."""
        deadline = time.monotonic() + SECONDS_MAX
        while time.monotonic() < deadline:
            status, _, made = instance.api("POST", "/complaints", {
                "received": "2026-03-02", "channel": "phone", "description": "The table stops halfway. " * 400})
            if status != 201:
                self.assertEqual(status, 507, made)
                return
            self.made.append(made["number"])
        self.fail("writes went on although the disk is full")

    def test_the_instances_own_disk_is_full(self):
        """Nothing acknowledged is lost, nobody's help is needed but for space, and a drill says what it lacks."""
        disk = mount(self, 400)
        self.data = disk / "data"
        with self.instance() as instance:
            self.create(instance, 3)
            self.settle(instance)
            self.expect_green(instance)
            # What waits for a destination that is away is on the disk that is full.
            away = self.folder / "away"
            self.objects.rename(away)
            self.objects.write_text("in the way")
            self.create(instance, 3)
            self.await_state(instance, "nobody said it", lambda state: state["state"] == "behind")
            fill(disk)
            self.create_until_refused(instance)
            self.assertEqual(instance.get("/complaints?limit=1")["total"], len(self.made))
            self.assertEqual(instance.raw("GET", "/healthz")[0], 200)
            self.objects.unlink()
            away.rename(self.objects)
            done = self.drill(check=False)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertRegex(done.stdout, "Make some space|No space left")
            self.expect_red(instance, "drill_failed", "ALARM: the last drill failed")
            (disk / "filler").unlink()
            deadline = time.monotonic() + SECONDS_MAX
            while instance.api("POST", "/complaints", {"received": "2026-03-02", "channel": "phone",
                                                       "description": "There is space."})[0] != 201:
                self.assertLess(time.monotonic(), deadline, "saving did not come back")
                time.sleep(0.05)
            self.made.append("the first that was saved again")
            self.settle(instance)
            self.expect_green(instance)
        self.expect_everything("restored")

    def test_a_restore_onto_a_full_disk_is_begun_again_by_the_same_command(self):
        with self.instance() as instance:
            self.create(instance, 3)
            self.attach(instance, 24 << 20)
            self.settle(instance)
        disk = mount(self)
        # Too little for the database, then for what is attached, then enough.
        for left in (1 << 20, 16 << 20):
            fill(disk, but=left)
            done = self.restore(disk / "restored", check=False)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("No space left on device", done.stderr)
            self.assertFalse((disk / "restored" / "ibtool.db").exists())
            (disk / "filler").unlink()
        self.expect_everything(disk / "restored")


class FaultsOfABucket(Faults):
    """SeaweedFS behind a proxy that refuses as Amazon S3 does."""

    # What the store says, whether reading still works, and what the instance has to say.
    REFUSALS = [
        ((403, "InvalidAccessKeyId", "The key does not exist in our records."), False, "The store said 403 InvalidAccessKeyId"),
        ((403, "SignatureDoesNotMatch", "The signature does not match."), False, "the store does not accept the signature"),
        ((400, "ExpiredToken", "The provided token has expired."), False, "the credentials have expired"),
        ((403, "AccessDenied", "Access Denied"), True, "the store does not allow it"),
        ((404, "NoSuchBucket", "The bucket does not exist."), False, "there is no such bucket"),
        ((503, "SlowDown", "Please reduce your request rate."), False, "The store said 503 SlowDown"),
        (FaultyProxy.AWAY, False, "Not backed up since"),
    ]

    def setUp(self):
        super().setUp()
        try:
            store = stores.SeaweedFS()
            store.__enter__()
        except stores.CannotStart as error:
            self.skipTest(str(error))
        self.addCleanup(store.stop)
        self.proxy = FaultyProxy(store.port)
        self.addCleanup(self.proxy.stop)
        self.url = f"s3://{stores.BUCKET}/some/prefix?endpoint=http://127.0.0.1:{self.proxy.port}&region=us-east-1"
        before = dict(os.environ)
        os.environ.update(store.keys)
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        self.addCleanup(os.environ.update, before)

    def test_what_a_store_refuses_is_said_and_made_up_for(self):
        with self.instance() as instance:
            self.create(instance)
            self.settle(instance)
            for fault, only_writes, words in self.REFUSALS:
                with self.subTest(words):
                    self.proxy.only_writes = only_writes
                    self.proxy.fault = fault
                    self.create(instance, 2)
                    state = self.await_state(instance, "nobody said it", lambda state: state["state"] == "behind"
                                             and words in state["message"])
                    self.assertIn("Not backed up since", state["message"])
                    self.assertEqual(state["level"], "amber", "an alarm before its time")
                    self.create(instance)
                    self.proxy.fault = None
                    self.settle(instance)
            self.expect_green(instance)
        self.expect_everything("restored")

    def test_a_store_that_is_away_for_long_is_an_alarm_until_it_is_back(self):
        with self.instance("--backup-alarm-lag", "10") as instance:
            self.create(instance)
            self.settle(instance)
            self.proxy.fault = FaultyProxy.AWAY
            self.create(instance, 3)
            self.await_state(instance, "no alarm", lambda state: "lag" in state["reasons"])
            self.expect_red(instance, "lag", "ALARM", "Not backed up since")
            self.await_line(instance, '"backup.alarm"')
            self.proxy.fault = None
            self.settle(instance)
            self.expect_green(instance)
            self.await_line(instance, '"backup.alarm.over"')
        self.expect_everything("restored")


if __name__ == "__main__":
    unittest.main()
