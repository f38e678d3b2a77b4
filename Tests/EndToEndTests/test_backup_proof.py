"""Backups under a mixed load with kill -9 of either side: what both tools restore is the same, byte by byte, and nothing
acknowledged is missing up to it. IBTOOL_PROOF_MINUTES, IBTOOL_PROOF_ROUNDS and IBTOOL_PROOF_STATES make it as long as one
wants (`make backup-proof`); every `make test` runs a short round."""

import datetime
import filecmp
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

import stores
from harness import Instance, run
from test_backup import LITESTREAM

MINUTES = float(os.environ.get("IBTOOL_PROOF_MINUTES", "0.15"))
ROUNDS = int(os.environ.get("IBTOOL_PROOF_ROUNDS", "1"))
STATES = int(os.environ.get("IBTOOL_PROOF_STATES", "3"))
SETTLE_SECONDS_MAX = 120


class Load(threading.Thread):
    """Creates, edits, attaches and reads until it is told to end; a server that went away is asked again."""

    def __init__(self, instance, label, seed):
        super().__init__(daemon=True)
        self.instance = instance
        self.label = label
        self.chance = random.Random(seed)
        self.over = threading.Event()
        # Summary of each creation that was acknowledged; content hashes of what was attached.
        self.created = {}
        self.attached = set()
        self.connection = None

    def call(self, method, path, body=None, headers=None):
        port = self.instance.port
        if self.connection is None or self.connection.port != port:
            self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            self.connection.request(method, "/api/v1" + path, body,
                                    {"Authorization": f"Bearer {self.instance.token}", **(headers or {})})
            answer = self.connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        return answer.status, data

    def run(self):
        count = 0
        while not self.over.is_set():
            try:
                self.step(count)
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.02)
            count += 1

    def step(self, count):
        kind = self.chance.random()
        json_type = {"Content-Type": "application/json"}
        if kind < 0.5 or not self.created:
            summary = f"{self.label}-{count}"
            body = {"received": "2026-03-02", "channel": "phone", "summary": summary,
                    "description": "The table stops halfway. " * self.chance.randrange(1, 40)}
            status, data = self.call("POST", "/complaints", json.dumps(body), json_type)
            if status == 201:
                self.created[summary] = json.loads(data)["id"]
        elif kind < 0.75:
            number = self.chance.choice(list(self.created.values()))
            status, data = self.call("GET", f"/complaints/{number}")
            if status == 200:
                version = json.loads(data)["version"]
                self.call("PATCH", f"/complaints/{number}", json.dumps({"severity": self.chance.choice(
                    ["minor", "serious", "critical"])}), {**json_type, "If-Match": f'"{version}"'})
        elif kind < 0.8:
            number = self.chance.choice(list(self.created.values()))
            status, data = self.call("POST", f"/complaints/{number}/attachments?name=a.bin",
                                     self.chance.randbytes(self.chance.randrange(1, 100_000)),
                                     {"Content-Type": "application/octet-stream"})
            if status == 201:
                self.attached.add((number, json.loads(data)["id"]))
        else:
            self.call("GET", "/complaints?limit=50&sort=-received")


class Proof(unittest.TestCase):
    """One bucket, one instance, and what is known of both."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-proof-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        try:
            self.store = stores.SeaweedFS()
            self.store.__enter__()
        except stores.CannotStart as error:
            self.skipTest(str(error))
        self.addCleanup(self.store.stop)
        before = dict(os.environ)
        os.environ.update(self.store.keys)
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        self.addCleanup(os.environ.update, before)
        self.seed = int(os.environ.get("IBTOOL_SEED", str(time.time_ns() % 1_000_000)))
        self.chance = random.Random(self.seed)

    def begin(self, name, *arguments):
        """A bucket's prefix and an instance of its own."""
        self.name = name
        self.prefix = f"proof/{name}"
        self.data = self.folder / name
        self.url = f"s3://{stores.BUCKET}/{self.prefix}?endpoint={self.store.endpoint}&region=us-east-1"
        self.keys = f"file://{self.folder}/{name}-keys"
        self.instance = Instance(data=self.data, arguments=[
            "--backup", self.url, "--backup-keys", self.keys, "--backup-interval", "200", *arguments])
        self.instance.__enter__()
        self.addCleanup(self.end)

    def end(self):
        if self.instance.process.poll() is None:
            self.instance.kill()
        self.instance.log.close()

    def kill_store(self):
        """kill -9, then a start at the same place."""
        os.killpg(self.store.process.pid, signal.SIGKILL)
        self.store.process.wait(30)
        time.sleep(self.chance.random() * 2)
        self.store.process = subprocess.Popen(
            [str(word) for word in self.store.process.args], stdout=self.store.log, stderr=self.store.log,
            stdin=subprocess.DEVNULL, cwd=self.store.directory, env=stores.environment(), start_new_session=True)
        self.store.wait()

    def settle(self):
        deadline = time.monotonic() + SETTLE_SECONDS_MAX
        state = None
        while time.monotonic() < deadline:
            state = self.instance.get("/backup")["destinations"][0]
            if state["state"] == "current" and state["lag_seconds"] == 0 and state["waiting_bytes"] == 0:
                return state
            time.sleep(0.1)
        self.fail(f"it did not settle: {state}")

    def litestream(self, out, *flags):
        """The stock tool, from the same bucket."""
        settings = self.folder / "litestream.yml"
        settings.write_text(
            f"dbs:\n  - path: {self.folder}/absent.db\n    replica:\n      type: s3\n      bucket: {stores.BUCKET}\n"
            f"      path: {self.prefix}\n      endpoint: {self.store.endpoint}\n      region: us-east-1\n"
            f"      force-path-style: true\n      access-key-id: {self.store.keys['AWS_ACCESS_KEY_ID']}\n"
            f"      secret-access-key: {self.store.keys['AWS_SECRET_ACCESS_KEY']}\n")
        environment = {word: value for word, value in os.environ.items() if word != "AWS_CA_BUNDLE"}
        done = subprocess.run([str(LITESTREAM), "restore", "-config", str(settings), *flags, "-o", str(out),
                               f"{self.folder}/absent.db"], capture_output=True, text=True, timeout=600, env=environment)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def both(self, name, ours=(), theirs=("-integrity-check", "full")):
        """Restores with both tools, compares byte by byte; returns the summaries in it."""
        target = self.folder / name
        done = run("restore", "--from", self.url, "--keys", self.keys, "--to", target, *ours, timeout=600)
        self.assertNotIn("LOST", done.stdout)
        other = self.folder / f"{name}.litestream"
        self.litestream(other, *theirs)
        self.assertTrue(filecmp.cmp(target / "ibtool.db", other, shallow=False), f"{name}: {done.stdout}")
        with sqlite3.connect(f"file:{target}/ibtool.db?immutable=1", uri=True) as database:
            numbers = [row[0] for row in database.execute("SELECT id FROM complaint ORDER BY id")]
            # Numbers are dense: nothing is missing up to the last one.
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
            found = {row[0] for row in database.execute("SELECT summary FROM complaint")}
        other.unlink()
        shutil.rmtree(target)
        return found

    def loads(self, count, turn):
        loads = [Load(self.instance, f"{self.name}-{turn}-{n}", self.chance.random()) for n in range(count)]
        for load in loads:
            load.start()
        return loads

    def finish(self, loads):
        for load in loads:
            load.over.set()
        for load in loads:
            load.join(timeout=60)
            self.assertFalse(load.is_alive(), "a load hangs")
        return {summary for load in loads for summary in load.created}

    def go_through(self, turn):
        """Load for the time given; either side is killed at random moments."""
        loads = self.loads(6, turn)
        kills = {"instance": 0, "store": 0}
        deadline = time.monotonic() + MINUTES * 60
        while time.monotonic() < deadline:
            time.sleep(0.5 + self.chance.random() * max(1.5, MINUTES * 4))
            if self.chance.random() < 0.6:
                self.instance.kill()
                kills["instance"] += 1
                self.instance.start()
            else:
                self.kill_store()
                kills["store"] += 1
        return self.finish(loads), kills

    def test_kill_nine_of_either_side(self):
        for turn in range(ROUNDS):
            self.begin(f"r{turn}")
            acknowledged, kills = self.go_through(turn)
            self.assertGreater(len(acknowledged), 0)
            # At the last shipped commit, wherever the instance was killed.
            self.instance.kill()
            found = self.both(f"cut-{turn}")
            self.instance.start()
            self.settle()
            missing = acknowledged - found
            self.instance.stop()
            self.assertEqual(acknowledged - self.both(f"whole-{turn}"), set(), f"seed {self.seed}")
            print(f"seed {self.seed}, round {turn}: {len(acknowledged)} acknowledged, killed {kills}, "
                  f"{len(missing)} were not shipped when the instance was cut off")

    def test_acknowledged_by_the_store_is_never_missing(self):
        for turn in range(ROUNDS):
            self.begin(f"s{turn}", "--backup-acknowledge", "store")
            self.settle()
            acknowledged, kills = self.go_through(turn)
            self.assertGreater(len(acknowledged), 0)
            self.instance.kill()
            shutil.rmtree(self.data)
            self.assertEqual(acknowledged - self.both(f"lost-{turn}"), set(), f"seed {self.seed}")
            print(f"seed {self.seed}, round {turn}: {len(acknowledged)} acknowledged by the store, killed {kills}, none missing")

    def test_random_states_are_the_models(self):
        """States by number and by time: the same in both tools, and those of a model."""
        self.begin("states", "--backup-drill", "0")
        model = []
        for step in range(max(STATES + 5, 8)):
            for index in range(self.chance.randrange(1, 6)):
                self.instance.create(summary=f"{step}-{index}")
            state = self.settle()
            model.append((state["transaction"], state["backed_up_to"], self.instance.get("/complaints?limit=1")["total"]))
        self.instance.stop()
        for index in range(STATES):
            transaction, _, count = self.chance.choice(model)
            found = self.both(f"tx-{index}", ["--tx", str(transaction)], ["-txid", f"{transaction:016x}"])
            self.assertEqual(len(found), count, f"transaction {transaction}, seed {self.seed}")
        # Litestream takes no moment before the first or after the last object.
        for index in range(STATES):
            place = self.chance.randrange(1, len(model) - 1)
            _, stored, count = model[place]
            moment = datetime.datetime.fromisoformat(stored.replace("Z", "+00:00")) + datetime.timedelta(milliseconds=1)
            text = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            found = self.both(f"at-{index}", ["--at", text], ["-timestamp", text])
            self.assertEqual(len(found), count, f"{text}, seed {self.seed}")
        print(f"seed {self.seed}: {STATES} transactions and {STATES} times are the model's")


if __name__ == "__main__":
    unittest.main()
