"""kill -9 in mid-write: every acknowledged write is there, nothing is half-written, verify is clean; an import that was
killed goes on by itself and does no row twice."""

import http.client
import json
import os
import random
import shutil
import tempfile
import threading
import time
import unittest

from harness import Instance, verify

ROUNDS = int(os.environ.get("IBTOOL_KILL_ROUNDS", "10"))
WRITERS = 16


class Writer(threading.Thread):
    """Creates complaints, and edits what it created, on one connection until the server dies."""

    def __init__(self, instance, name):
        super().__init__(daemon=True)
        self.instance = instance
        self.label = name
        self.created = {}
        self.edited = {}
        self.refused = []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.instance.port, timeout=10)
        headers = {"Authorization": f"Bearer {self.instance.token}", "Content-Type": "application/json"}
        try:
            for count in range(100_000):
                reference = f"{self.label}-{count}"
                body = {"received": "2026-03-02", "channel": "phone", "summary": reference,
                        "description": f"Crash test {reference} zirconium"}
                connection.request("POST", "/api/v1/complaints", json.dumps(body), headers)
                answer = connection.getresponse()
                record = json.loads(answer.read())
                if answer.status != 201:
                    self.refused.append((answer.status, record))
                    break
                self.created[record["id"]] = (record["number"], reference)
                if count % 3 == 0:
                    connection.request("PATCH", f"/api/v1/complaints/{record['id']}", json.dumps({"severity": "serious"}),
                                       {**headers, "If-Match": f"\"{record['version']}\""})
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status == 200:
                        self.edited[record["id"]] = True
        except (OSError, http.client.HTTPException, ValueError):
            pass
        finally:
            connection.close()


def let_write(writers, seconds):
    """Lets them write that long, from the first acknowledged write on: how soon that comes is the machine's affair."""
    deadline = time.monotonic() + 60
    while not any(writer.created for writer in writers) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(seconds)


class KillNine(unittest.TestCase):
    def test_no_acknowledged_write_is_lost(self):
        seed = int(os.environ.get("IBTOOL_SEED", str(time.time_ns() % 1_000_000)))
        chance = random.Random(seed)
        print(f"seed {seed}, {ROUNDS} rounds, {WRITERS} writers")
        data = tempfile.mkdtemp(prefix="ibtool-kill-")
        self.addCleanup(shutil.rmtree, data, ignore_errors=True)
        acknowledged, edited = {}, {}
        instance = Instance(data=data)
        instance.__enter__()
        for turn in range(ROUNDS):
            writers = [Writer(instance, f"r{turn}w{n}") for n in range(WRITERS)]
            for writer in writers:
                writer.start()
            let_write(writers, chance.random() * 0.4)
            instance.kill()
            for writer in writers:
                writer.join(timeout=15)
                self.assertEqual(writer.refused, [], f"round {turn}: a write was refused")
                acknowledged.update(writer.created)
                edited.update(writer.edited)
            count = sum(len(writer.created) for writer in writers)
            self.assertGreater(count, 0, f"round {turn} acknowledged no write and proves nothing")
            instance.start()
            self.check(instance, writers)
        total = instance.get("/complaints?limit=1")["total"]
        self.assertGreater(len(edited), 0, "no edit was acknowledged")
        self.check_everything(instance, acknowledged, edited, total)
        instance.stop()
        verify(data)
        print(f"{len(acknowledged)} acknowledged, {total} there, {len(edited)} edits")

    def check(self, instance, writers):
        for writer in writers:
            for number, (code, reference) in list(writer.created.items())[-3:]:
                record = instance.get(f"/complaints/{number}")
                self.assertEqual((record["number"], record["summary"]), (code, reference))

    def check_everything(self, instance, acknowledged, edited, total):
        seen, cursor = {}, ""
        while True:
            page = instance.get(f"/complaints?limit=500&sort=number&total=none{cursor}")
            seen.update({item["id"]: item for item in page["items"]})
            if not page["next"]:
                break
            cursor = f"&cursor={page['next']}"
        self.assertEqual(len(seen), total)
        lost = [code for number, (code, _) in acknowledged.items() if number not in seen]
        self.assertEqual(lost, [], "acknowledged, and not there")
        for number, (code, reference) in acknowledged.items():
            self.assertEqual((seen[number]["number"], seen[number]["summary"]), (code, reference))
        for number in edited:
            self.assertEqual(seen[number]["severity"], "serious")
        found = instance.get("/complaints?q=zirconium&limit=1")
        self.assertEqual(found["total"], total)

    def test_a_killed_import_goes_on_and_does_no_row_twice(self):
        seed = int(os.environ.get("IBTOOL_SEED", str(time.time_ns() % 1_000_000)))
        chance = random.Random(seed)
        data = tempfile.mkdtemp(prefix="ibtool-kill-")
        self.addCleanup(shutil.rmtree, data, ignore_errors=True)
        rows = 20_000
        lines = ["source_id,received,serial,summary,description"]
        lines += [f"K-{n},2026-03-{n % 28 + 1:02},S{n % 977},Row {n},Killed import zirconium row {n}" for n in range(rows)]
        with Instance(data=data) as instance:
            connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=60)
            connection.request("POST", "/api/v1/imports?name=killed.csv", "\n".join(lines).encode(),
                               {"Authorization": f"Bearer {instance.token}", "Content-Type": "text/csv"})
            number = json.loads(connection.getresponse().read())["id"]
            connection.close()
            killed = 0
            begin = time.monotonic()
            # However many kills are asked for, the rest of the time is for the end of the import.
            while time.monotonic() < begin + 480:
                record = instance.get(f"/imports/{number}")
                if record["state"] not in ("queued", "running"):
                    break
                if killed < ROUNDS and record["read"] > 0 and time.monotonic() < begin + 120:
                    time.sleep(chance.random() * 0.2)
                    instance.kill()
                    instance.start()
                    killed += 1
                time.sleep(0.05)
            print(f"seed {seed}: killed {killed} times")
            self.assertGreater(killed, 0, "the import was over before it was killed")
            self.assertEqual([record[name] for name in ("state", "read", "created", "rejected")], ["done", rows, rows, 0])
            self.assertEqual(instance.get("/complaints?limit=1")["total"], rows)
            self.assertEqual(instance.get("/complaints?q=zirconium&limit=1")["total"], rows)
        verify(data)


if __name__ == "__main__":
    unittest.main()
