"""Backups under a mixed load with kill -9 of either side: what both tools restore is the same, byte by byte, and nothing
acknowledged is missing up to it. `make backup-proof` makes it as long as one wants (IBTOOL_PROOF_MINUTES a round,
IBTOOL_PROOF_ROUNDS of them, IBTOOL_PROOF_PARALLEL side by side with IBTOOL_PROOF_RATE requests a second each,
IBTOOL_PROOF_STATES); every `make test` runs two short rounds."""

import concurrent.futures
import contextlib
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
import traceback
import unittest

import stores
from harness import Instance, run
from test_backup import LITESTREAM

MINUTES = float(os.environ.get("IBTOOL_PROOF_MINUTES", "0.15"))
ROUNDS = int(os.environ.get("IBTOOL_PROOF_ROUNDS", "2"))
PARALLEL = int(os.environ.get("IBTOOL_PROOF_PARALLEL", "1"))
# Requests a second of a round; 0 for as many as the instance answers.
RATE = float(os.environ.get("IBTOOL_PROOF_RATE", "0"))
STATES = int(os.environ.get("IBTOOL_PROOF_STATES", "3"))
LOADS = 6
SETTLE_SECONDS_MAX = 300


class Load(threading.Thread):
    """Creates, edits, attaches and reads until it is told to end; a server that went away is asked again."""

    def __init__(self, instance, label, seed):
        super().__init__(daemon=True)
        self.instance = instance
        self.label = label
        self.chance = random.Random(seed)
        self.over = threading.Event()
        # Summary and number of each creation that was acknowledged; complaint and number of what was attached.
        self.created = {}
        self.attached = set()
        self.connection = None

    def call(self, method, path, body=None, headers=None):
        port = self.instance.port
        if self.connection is None or self.connection.port != port:
            self.close()
            self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            self.connection.request(method, "/api/v1" + path, body,
                                    {"Authorization": f"Bearer {self.instance.token}", **(headers or {})})
            answer = self.connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        return answer.status, data

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def run(self):
        count = 0
        while not self.over.is_set():
            try:
                self.step(count)
            except (OSError, http.client.HTTPException, ValueError):
                self.over.wait(0.02)
            count += 1
            if RATE:
                self.over.wait(self.chance.expovariate(RATE / LOADS))
        self.close()

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


class Round:
    """One bucket of a store of its own, one instance, and what is known of both."""

    def __init__(self, case, name, seed, *arguments):
        self.case = case
        self.name = name
        self.seed = seed
        self.chance = random.Random(seed)
        self.arguments = arguments
        self.prefix = f"proof/{name}"
        self.ends = contextlib.ExitStack()
        self.kills = {"instance": 0, "store": 0}

    def __enter__(self):
        with contextlib.ExitStack() as ends:
            self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-proof-"))
            ends.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.store = ends.enter_context(stores.SeaweedFS())
            self.data = self.folder / self.name
            self.url = f"s3://{stores.BUCKET}/{self.prefix}?endpoint={self.store.endpoint}&region=us-east-1"
            self.keys = f"file://{self.folder}/keys"
            self.instance = Instance(data=self.data, arguments=[
                "--backup", self.url, "--backup-keys", self.keys, "--backup-interval", "200", *self.arguments])
            self.instance.__enter__()
            ends.callback(self.end)
            self.ends = ends.pop_all()
        return self

    def __exit__(self, *_):
        self.ends.close()

    def end(self):
        if self.instance.process.poll() is None:
            self.instance.kill()
        self.instance.log.close()

    def kill_store(self, away=None):
        """kill -9, then a start at the same place, until it stores again; `away` is what happens meanwhile."""
        os.killpg(self.store.process.pid, signal.SIGKILL)
        self.store.process.wait(30)
        self.kills["store"] += 1
        (away or (lambda: time.sleep(self.chance.random() * 2)))()
        # Its port may be somebody else's for a moment.
        for attempt in range(5):
            self.store.process = subprocess.Popen(
                [str(word) for word in self.store.process.args], stdout=self.store.log, stderr=self.store.log,
                stdin=subprocess.DEVNULL, cwd=self.store.directory, env=stores.environment(), start_new_session=True)
            try:
                self.store.wait()
                break
            except stores.CannotStart:
                if attempt == 4 or self.store.process.poll() is None:
                    raise
                time.sleep(2)
        self.store.wait_for_writes()

    def settle(self):
        deadline = time.monotonic() + SETTLE_SECONDS_MAX
        state = None
        while time.monotonic() < deadline:
            state = self.instance.get("/backup")["destinations"][0]
            if state["state"] == "current" and state["lag_seconds"] == 0 and state["waiting_bytes"] == 0:
                return state
            time.sleep(0.1)
        self.case.fail(f"it did not settle: {state}")

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
        self.case.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def listed(self):
        """What lies in the bucket."""
        return run("backup", "list", "--from", self.url).stdout

    def both(self, name, ours=(), theirs=("-integrity-check", "full")):
        """Restores with both tools and compares byte by byte: the summaries in it, and what is attached to what."""
        target = self.folder / name
        other = self.folder / f"{name}.litestream"
        for _ in range(5):
            before = self.listed()
            done = run("restore", "--from", self.url, "--keys", self.keys, "--to", target, *ours, timeout=600)
            self.case.assertNotIn("LOST", done.stdout)
            self.litestream(other, *theirs)
            if self.listed() == before:
                break
            # What was on its way when the instance was cut off has arrived meanwhile.
            print(f"{self.name}: an upload arrived behind its sender", flush=True)
            shutil.rmtree(target)
            other.unlink()
        self.case.assertTrue(filecmp.cmp(target / "ibtool.db", other, shallow=False), f"{name}: {done.stdout}")
        with contextlib.closing(sqlite3.connect(f"file:{target}/ibtool.db?immutable=1", uri=True)) as database:
            numbers = [row[0] for row in database.execute("SELECT id FROM complaint ORDER BY id")]
            # Numbers are dense: nothing is missing up to the last one.
            self.case.assertEqual(numbers, list(range(1, len(numbers) + 1)))
            found = {row[0] for row in database.execute("SELECT summary FROM complaint")}
            attached = set(database.execute("SELECT complaint_id, id FROM attachment"))
        other.unlink()
        shutil.rmtree(target)
        return found, attached

    def finish(self, loads):
        """What was acknowledged, as `both` says it."""
        for load in loads:
            load.over.set()
        for load in loads:
            load.join(timeout=60)
            self.case.assertFalse(load.is_alive(), "a load hangs")
        return ({summary for load in loads for summary in load.created},
                {place for load in loads for place in load.attached})

    def go_through(self):
        """Load for the time given; either side is killed at random moments. Returns what was acknowledged."""
        loads = [Load(self.instance, f"{self.name}-{n}", self.chance.random()) for n in range(LOADS)]
        for load in loads:
            load.start()
        deadline = time.monotonic() + MINUTES * 60
        while (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, 0.5 + self.chance.random() * max(1.5, MINUTES * 4)))
            if self.chance.random() < 0.6:
                self.instance.kill()
                self.kills["instance"] += 1
                self.instance.start()
            else:
                self.kill_store()
        acknowledged = self.finish(loads)
        self.case.assertGreater(len(acknowledged[0]), 0)
        return acknowledged

    def expect_all(self, name, acknowledged):
        """Restores, and nothing acknowledged is missing; returns what it says of the round."""
        found = self.both(name)
        for kind, wanted, got in zip(("complaints", "attachments"), acknowledged, found):
            self.case.assertEqual(wanted - got, set(), f"{kind}, seed {self.seed}")
        return (f"{self.name}, seed {self.seed}: {len(acknowledged[0])} complaints and {len(acknowledged[1])} attachments "
                f"acknowledged, killed {self.kills}")

    def acknowledged_by_the_disk(self):
        """Wherever the instance is cut off both tools agree; once it has settled nothing is missing."""
        # Before the first snapshot there is nothing to agree on.
        self.settle()
        acknowledged = self.go_through()
        self.instance.kill()
        found = self.both("cut")
        self.instance.start()
        self.settle()
        self.instance.stop()
        line = self.expect_all("whole", acknowledged)
        return f"{line}, {len(acknowledged[0] - found[0])} were not shipped when the instance was cut off"

    def acknowledged_by_the_store(self):
        """The machine is lost, and nothing with it."""
        self.settle()
        acknowledged = self.go_through()
        self.instance.kill()
        shutil.rmtree(self.data)
        return f"{self.expect_all('lost', acknowledged)} (by the store), none missing"


class Proof(unittest.TestCase):
    def setUp(self):
        before = dict(os.environ)
        os.environ.update(stores.KEYS)
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        self.addCleanup(os.environ.update, before)
        self.seed = int(os.environ.get("IBTOOL_SEED", str(time.time_ns() % 1_000_000)))

    def go_round(self, turn):
        """A round: the even ones acknowledge by the disk, the odd ones by the store. Why it failed, or nothing."""
        by_store = turn % 2 == 1
        arguments = ["--backup-acknowledge", "store"] if by_store else []
        try:
            with Round(self, f"r{turn}", f"{self.seed}/{turn}", *arguments) as one:
                try:
                    line = one.acknowledged_by_the_store() if by_store else one.acknowledged_by_the_disk()
                except BaseException:
                    print(f"r{turn} FAILED, seed {one.seed}:\n{one.instance.log_text()[-4000:]}", flush=True)
                    raise
        except stores.CannotStart:
            raise
        except Exception:
            return f"r{turn}: {traceback.format_exc()}"
        print(line, flush=True)
        return None

    def test_kill_nine_of_either_side(self):
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            rounds = [pool.submit(self.go_round, turn) for turn in range(ROUNDS)]
        try:
            failures = [failure for failure in (one.result() for one in rounds) if failure]
        except stores.CannotStart as error:
            self.skipTest(str(error))
        self.assertEqual(failures, [], "\n".join(failures))
        print(f"seed {self.seed}: {ROUNDS} rounds of {MINUTES} minutes, {PARALLEL} side by side: both tools agree", flush=True)

    def test_random_states_are_the_models(self):
        """States by number and by time: the same in both tools, and those of a model."""
        try:
            one = Round(self, "states", f"{self.seed}/states", "--backup-drill", "0")
            with one:
                self.compare_states(one)
        except stores.CannotStart as error:
            self.skipTest(str(error))

    def compare_states(self, one):
        model = []
        for step in range(max(STATES + 5, 8)):
            for index in range(one.chance.randrange(1, 6)):
                one.instance.create(summary=f"{step}-{index}")
            state = one.settle()
            model.append((state["transaction"], state["backed_up_to"], one.instance.get("/complaints?limit=1")["total"]))
        one.instance.stop()
        for index in range(STATES):
            transaction, _, count = one.chance.choice(model)
            found, _ = one.both(f"tx-{index}", ["--tx", str(transaction)], ["-txid", f"{transaction:016x}"])
            self.assertEqual(len(found), count, f"transaction {transaction}, seed {one.seed}")
        # Litestream takes no moment before the first or after the last object.
        for index in range(STATES):
            place = one.chance.randrange(1, len(model) - 1)
            _, stored, count = model[place]
            moment = datetime.datetime.fromisoformat(stored.replace("Z", "+00:00")) + datetime.timedelta(milliseconds=1)
            text = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            found, _ = one.both(f"at-{index}", ["--at", text], ["-timestamp", text])
            self.assertEqual(len(found), count, f"{text}, seed {one.seed}")
        print(f"seed {one.seed}: {STATES} transactions and {STATES} times are the model's", flush=True)


if __name__ == "__main__":
    unittest.main()
