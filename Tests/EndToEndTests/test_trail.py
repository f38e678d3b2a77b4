"""The trail from outside: signed, anchored, exported, and checked by a program that knows the documents alone."""

import http.server
import json
import pathlib
import shutil
import sqlite3
import tempfile
import threading
import time
import unittest

import chain_verifier
from harness import PASSWORD, Instance, run, unguarded


def signature(meaning="reviewed", password=PASSWORD):
    return {"password": password, "meaning": meaning}


class Hook:
    """A web hook that refuses the first two requests."""

    def __init__(self):
        self.bodies = []
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                hook.bodies.append(body)
                self.send_response(500 if len(hook.bodies) <= 2 else 204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/anchors"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Trail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """One instance that lived: filled, signed, corrected, erased, stopped."""
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-trail-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.data = cls.folder / "data"
        cls.hook = Hook()
        cls.addClassCleanup(cls.hook.stop)
        with Instance(cls.data, ["--anchor-webhook", cls.hook.url, "--anchor-rows", "5"]) as instance:
            instance.token = instance.make_token("admin", "--scope", "read,intake,work,sign,settings")
            for index in range(8):
                instance.api("POST", "/complaints", {
                    "summary": f"Complaint {index}", "description": "It stopped, said Léa",
                    "complainant_name": "Léa Martin"}, status=201)
            first, second = "/complaints/1", "/complaints/2"
            instance.api("PATCH", first, {"status": "triage"}, {"If-Match": '"1"'}, status=200)
            instance.api("POST", first + "/signatures", {"signature": signature()}, {"If-Match": '"2"'},
                         status=201)
            instance.api("POST", first + "/corrections", {
                "values": {"description": "It hummed"}, "reason": "misheard",
                "signature": signature("correction")}, {"If-Match": '"2"'}, status=200)
            instance.api("POST", second + "/signatures", {"signature": signature("approved")},
                         {"If-Match": '"1"'}, status=201)
            instance.api("POST", second + "/erase-personal-data", {"reason": "asked for"},
                         {"If-Match": '"1"'}, status=200)
            # Whoever stops earlier loses the anchor that is refused: the next one covers it.
            deadline = time.monotonic() + 30
            while len(cls.hook.bodies) < 3 and time.monotonic() < deadline:
                time.sleep(0.05)
        cls.log = instance.log_text()
        cls.export = cls.folder / "changes.ndjson"
        run("changes", "export", "--data", cls.data, "--output", cls.export)
        cls.pem = cls.folder / "key.pem"
        cls.pem.write_text(run("anchor", "key", "--data", cls.data).stdout)
        cls.anchors = cls.data / "anchors.ndjson"

    def rows(self):
        return chain_verifier.read_lines(self.export)

    def test_a_third_party_checks_chain_signatures_and_anchors_by_the_documents_alone(self):
        rows = self.rows()
        chain_verifier.check_chain(rows)
        self.assertEqual(chain_verifier.check_signatures(rows), 3)
        anchors = chain_verifier.read_lines(self.anchors)
        self.assertGreaterEqual(len(anchors), 3)
        self.assertEqual(anchors[-1]["seq"], len(rows))
        key = chain_verifier.key_of_pem(self.pem.read_text())
        self.assertEqual(chain_verifier.check_anchors(rows, anchors, key), len(anchors))
        for member in ("description", "Léa"):
            self.assertNotIn(member, json.dumps([row["code"] for row in rows]))
        self.assertNotIn("Léa", self.export.read_text())

    def test_the_third_party_sees_what_was_changed(self):
        for member, value in [("actor", "eve"), ("reason", "none"), ("at", 1), ("body", "AQAA"), ("version", 9)]:
            rows = self.rows()
            rows[6][member] = value
            with self.assertRaisesRegex(chain_verifier.Broken, "row 7 was changed"):
                chain_verifier.check_chain(rows)
        rows = self.rows()
        del rows[6]
        with self.assertRaisesRegex(chain_verifier.Broken, "row 7 is missing"):
            chain_verifier.check_chain(rows)
        key = chain_verifier.key_of_pem(self.pem.read_text())
        anchors = chain_verifier.read_lines(self.anchors)[-1:]
        with self.assertRaisesRegex(chain_verifier.Broken, "tail was cut off"):
            chain_verifier.check_anchors(self.rows()[:-1], anchors, key)
        with self.assertRaisesRegex(chain_verifier.Broken, "is not good"):
            chain_verifier.check_anchors(self.rows(), [{**anchors[0], "at": 5}], key)

    def test_every_anchor_went_to_the_log_the_file_and_the_hook(self):
        lines = self.anchors.read_text().splitlines()
        logged = [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]
        self.assertEqual([line["line"] for line in logged if line.get("event") == "anchor"], lines)
        heard = [body.decode() for body in self.hook.bodies]
        self.assertEqual(heard[:3], lines[:1] * 3)
        self.assertEqual(heard[2:], lines)

    def test_verify_bears_out_the_anchors_and_tells_a_rewritten_log_and_a_cut_tail(self):
        done = run("verify", "--data", self.data, "--anchor", self.anchors, "--anchor-public-key", self.pem)
        self.assertIn("kept_anchors", done.stdout)
        self.assertIn("signatures", done.stdout)
        rewritten = self.copy("rewritten")
        self.rewrite(rewritten)
        inside = run("verify", "--data", rewritten, check=False)
        self.assertEqual(inside.returncode, 1)
        self.assertIn("ok     chain", inside.stdout)
        found = run("verify", "--data", rewritten, "--anchor", self.anchors, "--json", check=False)
        self.assertEqual(found.returncode, 1)
        checks = {check["name"]: check for check in json.loads(found.stdout)["checks"]}
        self.assertRegex(checks["kept_anchors"]["detail"], r"rows (up to|between \d+ and) \d+ were rewritten")
        cut = self.copy("cut")
        self.cut(cut)
        found = run("verify", "--data", cut, "--anchor", self.anchors, check=False)
        self.assertRegex(found.stdout, r"kept_anchors: .*its tail was cut off")
        wrong = self.folder / "nonsense"
        wrong.write_text("{}\n")
        refused = run("verify", "--data", self.data, "--anchor", wrong, check=False)
        self.assertIn("line 1 of", refused.stderr)
        wrong.write_text("")
        refused = run("verify", "--data", self.data, "--anchor", wrong, check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("holds no anchor", refused.stderr)

    def test_verify_reads_the_anchors_beside_the_database_too(self):
        self.assertRegex(run("verify", "--data", self.data).stdout, "ok +kept_anchors")
        forged = self.copy("forged")
        self.rewrite(forged)
        with unguarded(forged) as base:
            base.execute("DELETE FROM anchor")
        with open(forged / "anchors.ndjson", "a") as file:
            file.write('{"cut sho')
        found = run("verify", "--data", forged, check=False)
        self.assertRegex(found.stdout, "BROKEN kept_anchors: .*were rewritten")
        (forged / "anchors.ndjson").unlink()
        self.assertNotIn("kept_anchors", run("verify", "--data", forged, check=False).stdout)

    def copy(self, name):
        target = self.folder / name
        shutil.copytree(self.data, target, ignore=shutil.ignore_patterns("*.sock", "lock"))
        return target

    def rewrite(self, data):
        """What somebody does who may write the file and knows the documents: the chain computed anew."""
        with unguarded(data) as base:
            base.execute("UPDATE change SET actor = 'eve' WHERE seq = 6")
            base.row_factory = sqlite3.Row
            previous = bytes(32)
            for row in base.execute("SELECT * FROM change ORDER BY seq").fetchall():
                values = {**dict(row), "body": chain_verifier.base64.b64encode(row["body"])}
                previous = chain_verifier.row_hash(previous, values)
                base.execute("UPDATE change SET hash = ? WHERE seq = ?", (previous, row["seq"]))

    def cut(self, data):
        with unguarded(data) as base:
            base.execute("DELETE FROM change WHERE seq > 10")
            base.execute("DELETE FROM anchor WHERE seq > 10")


if __name__ == "__main__":
    unittest.main()
