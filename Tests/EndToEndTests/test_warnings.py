"""kill -9 while warnings of clocks are being noted, with a web hook that is away: afterwards each is noted, told and posted,
in order, signed, and none twice."""

import base64
import datetime
import http.server
import json
import pathlib
import sqlite3
import threading
import time
import unittest

from chain_verifier import is_signed
from harness import Instance, free_port, verify

FILES = 300
ROUNDS_MAX = 6
# Checked one by one in plain integers.
SIGNATURES_CHECKED = 12


class Hook:
    """An address that takes everything, from the moment it is there."""

    def __init__(self, port):
        bodies = self.bodies = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Warnings(unittest.TestCase):
    def make_files(self, instance):
        """Files whose clocks have passed points: a death of eight days ago, of ten that the MDR gives."""
        day = (datetime.date.today() - datetime.timedelta(days=8)).isoformat()
        rows = "\n".join(json.dumps({
            "received": day, "aware": day, "channel": "phone", "summary": f"Death {number}", "description": "It fell.",
            "outcome": "death", "markets": ["EU"], "owner": "olga"}) for number in range(FILES))
        work = instance.api("POST", "/complaints/bulk-create", rows.encode(), {"Content-Type": "application/x-ndjson"},
                            status=202)[2]
        self.wait(lambda: instance.get(f"/bulk/{work['id']}")["state"] == "done")

    def touch_files(self, instance):
        """What changes is looked at within seconds; all files are only when a day begins."""
        work = instance.api("POST", "/complaints/bulk-edit", {"filter": {"field": "outcome", "op": "eq", "value": "death"},
                                                              "change": {"room": "12"}}, status=202)[2]
        self.wait(lambda: instance.get(f"/bulk/{work['id']}")["state"] == "done")

    def wait(self, is_so, seconds=60):
        deadline = time.monotonic() + seconds
        while not is_so():
            self.assertLess(time.monotonic(), deadline, "it did not come to pass")
            time.sleep(0.001)

    def rows(self, instance, sql):
        base = sqlite3.connect(f"file:{pathlib.Path(instance.data) / 'ibtool.db'}?mode=ro", uri=True, timeout=10)
        try:
            return base.execute(sql).fetchall()
        finally:
            base.close()

    def count(self, instance, table):
        return self.rows(instance, f"SELECT count(*) FROM {table}")[0][0]

    def test_each_is_told_once_and_posted_in_order(self):
        port = free_port()
        with Instance(arguments=["--clock-webhook", f"http://127.0.0.1:{port}/clocks"]) as instance:
            instance.make_account("olga", "analyst")
            warned, was_in_the_middle = 0, False
            for _ in range(ROUNDS_MAX):
                self.make_files(instance)
                self.wait(lambda: self.count(instance, "clock_warning") > warned)
                instance.kill()
                instance.start()
                files = self.count(instance, "complaint WHERE outcome = 'death'")
                warned = self.count(instance, "clock_warning")
                was_in_the_middle = self.count_warned(instance) < files
                if was_in_the_middle:
                    break
            self.assertTrue(was_in_the_middle, f"{ROUNDS_MAX} times it was over before anybody could kill it")
            hook = Hook(port)
            self.addCleanup(hook.stop)
            self.touch_files(instance)
            self.wait(lambda: self.count_warned(instance) == files)
            self.check_notes(instance, files)
            self.check_posts(instance, hook)
            instance.stop()
            verify(instance.data)

    def count_warned(self, instance):
        return self.rows(instance, "SELECT count(DISTINCT complaint_id) FROM clock_warning")[0][0]

    def check_notes(self, instance, files):
        """Each file has the same points, each told to its owner once, in the log and under the bell."""
        points = self.rows(instance, "SELECT rule, due, percent, count(*) FROM clock_warning GROUP BY 1, 2, 3")
        self.assertIn(("EU-10", 75), [(rule, percent) for rule, _, percent, _ in points])
        self.assertEqual({count for *_, count in points}, {files})
        told = self.rows(instance, """
            SELECT rule, due, percent, count(*), count(DISTINCT complaint_id) FROM notification
            JOIN account ON account.id = account_id WHERE name = 'olga' AND kind = 'clock' GROUP BY 1, 2, 3""")
        self.assertEqual(sorted(told), sorted((*point, point[3]) for point in points))
        logged = self.count(instance, "change WHERE entity = 'clock' AND operation = 'warn'")
        self.assertEqual(logged, files * len(points))
        bell = instance.get("/notifications?limit=1", token=instance.make_token("olga"))
        self.assertEqual(bell["unseen"], 100)

    def check_posts(self, instance, hook):
        wanted = [seq for (seq,) in self.rows(
            instance, "SELECT seq FROM change WHERE entity = 'clock' AND operation = 'warn' ORDER BY seq")]
        start = time.monotonic()
        self.wait(lambda: hook.bodies and hook.bodies[-1]["seq"] == wanted[-1])
        print(f"{len(wanted)} warnings posted in {time.monotonic() - start:.1f} s")
        self.assertEqual([body["seq"] for body in hook.bodies], wanted)
        for body in hook.bodies[::len(wanted) // SIGNATURES_CHECKED]:
            statement = f"ibtool clock {body['clock']}\n" + "".join(
                f"{name} {body[name]}\n" for name in ("seq", "at", "complaint", "rule", "due", "percent"))
            key, signature = (base64.b64decode(body[name], validate=True) for name in ("key", "signature"))
            self.assertTrue(is_signed(key, statement.encode(), signature), body)


if __name__ == "__main__":
    unittest.main()
