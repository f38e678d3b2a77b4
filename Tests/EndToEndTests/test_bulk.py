"""Bulk work over the API of the built executable: it survives kill -9 and does no row twice, stops when it is asked to,
and lets people write beside it."""

import json
import random
import time
import unittest

from harness import Instance, verify

ROWS = 6_000


def lines(count):
    return "\n".join(json.dumps({"received": "2026-03-02", "channel": "phone", "severity": "minor",
                                 "summary": f"Bulk {number}", "description": f"The table stops halfway, case {number}."})
                     for number in range(count)).encode()


class Bulk(unittest.TestCase):
    def start_create(self, instance, count):
        return instance.api("POST", "/complaints/bulk-create", lines(count), {"Content-Type": "application/x-ndjson"},
                            status=202)[2]

    def wait(self, instance, number, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            work = instance.get(f"/bulk/{number}")
            if work["state"] not in ("queued", "running"):
                return work
            time.sleep(0.02)
        self.fail(f"bulk work {number} did not end: {work}")

    def until_half_way(self, instance, number):
        """Waits until some rows are done; the work then."""
        while True:
            work = instance.get(f"/bulk/{number}")
            if work["done"] > 0 or work["state"] not in ("queued", "running"):
                return work

    def kill_until_done(self, instance, number, chance):
        """kill -9 in mid-work, again and again, until it is done; how often."""
        kills = 0
        while self.until_half_way(instance, number)["state"] in ("queued", "running") and kills < 20:
            time.sleep(chance.random() * 0.15)
            instance.kill()
            kills += 1
            instance.start()
        return kills

    def test_kill_nine_does_no_row_twice(self):
        seed = time.time_ns() % 1_000_000
        chance = random.Random(seed)
        with Instance() as instance:
            kills = self.kill_until_done(instance, self.start_create(instance, ROWS)["id"], chance)
            self.assertGreater(kills, 0, f"seed {seed}: it was over before anybody could kill it")
            made = self.wait(instance, 1)
            self.assertEqual((made["state"], made["changed"], made["refused"]), ("done", ROWS, 0), f"seed {seed}")
            self.assertEqual(instance.get("/complaints?limit=1")["total"], ROWS)

            edit = instance.api("POST", "/complaints/bulk-edit", {
                "filter": {"field": "severity", "op": "eq", "value": "minor"}, "change": {"severity": "serious"},
                "change_reason": "field action"}, status=202)[2]
            kills = self.kill_until_done(instance, edit["id"], chance)
            self.assertGreater(kills, 0, f"seed {seed}: it was over before anybody could kill it")
            edited = self.wait(instance, edit["id"])
            self.assertEqual((edited["state"], edited["changed"], edited["conflict"]), ("done", ROWS, 0), f"seed {seed}")
            self.assertEqual(instance.get("/complaints?severity=serious&limit=1")["total"], ROWS)
            for number in chance.sample(range(1, ROWS + 1), 50):
                record = instance.get(f"/complaints/{number}")
                self.assertEqual(record["version"], 2, f"seed {seed}: complaint {number} was changed twice")
                history = instance.get(f"/complaints/{number}/history")["items"]
                self.assertEqual([item["reason"] for item in history], ["field action", None])
            rows, cursor = [], ""
            while cursor is not None:
                page = instance.get(f"/bulk/{edit['id']}/rows?limit=500" + (f"&cursor={cursor}" if cursor else ""))
                rows += page["items"]
                cursor = page["next"]
            self.assertEqual([row["row"] for row in rows], list(range(1, ROWS + 1)))
            self.assertEqual({row["outcome"] for row in rows}, {"changed"})

            undo = instance.api("POST", f"/bulk/{edit['id']}/undo", {"change_reason": "no field action"}, status=202)[2]
            kills = self.kill_until_done(instance, undo["id"], chance)
            self.assertGreater(kills, 0, f"seed {seed}: it was over before anybody could kill it")
            undone = self.wait(instance, undo["id"])
            self.assertEqual((undone["state"], undone["changed"], undone["conflict"]), ("done", ROWS, 0), f"seed {seed}")
            self.assertEqual(instance.get("/complaints?severity=minor&limit=1")["total"], ROWS)
            for number in chance.sample(range(1, ROWS + 1), 50):
                self.assertEqual(instance.get(f"/complaints/{number}")["version"], 3, f"seed {seed}: complaint {number}")
            self.assertEqual(instance.stop(), 0)
            verify(instance.data)

    def until_no_file(self, instance):
        """Waits until the file of the rows is gone: its thread removes it once it has seen the end."""
        deadline = time.monotonic() + 30
        while list((instance.data / "imports").iterdir()):
            self.assertLess(time.monotonic(), deadline, "the file of the rows stays")
            time.sleep(0.02)

    def test_once_cancelled_it_stays_so_when_the_process_is_killed(self):
        with Instance() as instance:
            work = self.start_create(instance, ROWS * 3)
            self.until_half_way(instance, work["id"])
            cancelled = instance.api("POST", f"/bulk/{work['id']}/cancel", status=202)[2]
            instance.kill()
            self.assertEqual(cancelled["state"], "cancelled")
            instance.start()
            self.assertEqual(instance.get(f"/bulk/{work['id']}"), cancelled)
            self.assertEqual(instance.get("/complaints?limit=1")["total"], cancelled["changed"])
            self.until_no_file(instance)
            self.assertEqual(instance.stop(), 0)
            verify(instance.data)

    def test_it_stops_when_asked_and_what_was_done_stays(self):
        with Instance() as instance:
            work = self.start_create(instance, ROWS * 3)
            self.until_half_way(instance, work["id"])
            instance.api("POST", f"/bulk/{work['id']}/cancel", status=202)
            ended = self.wait(instance, work["id"])
            self.assertEqual(ended["state"], "cancelled")
            self.assertLess(ended["done"], ROWS * 3)
            self.assertEqual(instance.get("/complaints?limit=1")["total"], ended["changed"])
            self.until_no_file(instance)

    def test_who_is_faster_wins(self):
        with Instance() as instance:
            mine = [instance.create(summary=f"case {number}") for number in range(4)]
            instance.api("PATCH", f"/complaints/{mine[1]['id']}", {"severity": "critical"}, {"If-Match": '"1"'}, status=200)
            work = instance.api("POST", "/complaints/bulk-edit", {
                "rows": [{"id": record["id"], "version": record["version"]} for record in mine],
                "change": {"severity": "minor"}}, status=202)[2]
            ended = self.wait(instance, work["id"])
            self.assertEqual((ended["changed"], ended["conflict"]), (3, 1))
            rows = instance.get(f"/bulk/{work['id']}/rows?outcome=conflict")["items"]
            self.assertEqual([(row["row"], row["id"], row["reason"]) for row in rows],
                             [(2, mine[1]["id"], "version_conflict")])
            self.assertEqual(instance.get(f"/complaints/{mine[1]['id']}")["severity"], "critical")

    def test_people_write_beside_it(self):
        with Instance() as instance:
            work = self.start_create(instance, ROWS * 2)
            self.until_half_way(instance, work["id"])
            beside = 0
            while instance.get(f"/bulk/{work['id']}")["state"] in ("queued", "running"):
                record = instance.create(summary=f"beside {beside}")
                # An acknowledged complaint is found at once, whatever the work has queued.
                found = instance.get(f"/complaints?q=%22{record['number']}%22")
                self.assertEqual([item["id"] for item in found["items"]], [record["id"]])
                beside += 1
            self.assertGreater(beside, 0)
            self.assertEqual(instance.get("/complaints?limit=1")["total"], ROWS * 2 + beside)


if __name__ == "__main__":
    unittest.main()
