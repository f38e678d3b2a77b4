"""A file's whole way through the API alone: refused for three reasons, merged, closed by another, opened again, verified."""

import csv
import io
import json
import pathlib
import unittest
import zipfile

from harness import SIGNING, Instance, signature, verify

CANARY = "Canary-of-the-companions-77"
ANY = {"If-Match": "*"}


class Way(unittest.TestCase):
    def test_a_file_goes_its_way_and_the_chain_tells_it(self):
        with Instance() as instance:
            instance.make_account("rita", "reviewer")
            rita, admin = instance.make_token("rita", *SIGNING), instance.make_token("admin", *SIGNING)
            made = instance.create(summary="Burn at the coil", aware="2026-03-05")
            copy = instance.create(summary="Burn at the coil again", aware="2026-03-02")
            path = f"/complaints/{made['id']}"

            def go(to, status=200, token=None, **more):
                return instance.api("POST", path + "/transitions", {"to": to, **more}, ANY, token=token, status=status)[2]

            def codes(problem):
                return [error["code"] for error in problem["errors"]]

            instance.api("POST", f"/complaints/{copy['id']}/comments", {"text": CANARY}, status=201)
            task = instance.api("POST", f"/complaints/{copy['id']}/tasks", {"title": CANARY}, status=201)[2]
            instance.api("POST", f"/complaints/{copy['id']}/attachments?name=burn.txt", b"a note",
                         {"Content-Type": "application/octet-stream"}, status=201)
            instance.api("POST", f"/complaints/{copy['id']}/merge", {"into": made["number"]}, ANY, status=200)
            self.assertEqual(instance.get(path + "/members")["aware"], "2026-03-02")
            go("triage")
            self.assertEqual(codes(go("review", 422))[0], "complaint_undecided")
            go("review", values={
                "is_complaint": "yes", "severity": "serious", "category": "safety", "investigation_needed": "yes",
                "investigation_results": "Cable worn.", "correction": "Cable replaced.", "reply": "Replaced.",
                "reply_date": "2026-03-20", "country": "FR", "markets": ["EU"], "failure_to_meet_specification": "no",
                "imdrf_a": ["A0101"], "action_decision": "correction", "investigator": "admin",
                "investigation_started": "2026-03-06", "investigation_finished": "2026-03-10", "met_specification": "no",
                "relation_to_event": "caused", "reviewer": "rita"})
            closing, reopening = {"signature": signature("closure")}, {"signature": signature("reopening")}
            self.assertEqual(codes(go("closed", 422)), ["udi_missing", "open_tasks", "decision_required",
                                                        "closed_by_investigator", "signature_missing"])
            instance.api("POST", path + "/decisions", {
                "jurisdiction": "EU", "verdict": "not_reportable", "rationale": "Skin reddened for a minute.",
                "signature": signature("decision")}, token=rita, status=201)
            instance.api("PATCH", path, {"udi": "04012345678901"}, ANY, status=200)
            self.assertEqual(codes(go("closed", 422, rita, **closing)), ["open_tasks"])
            instance.api("PATCH", f"/complaints/{copy['id']}/tasks/{task['id']}", {"state": "done"}, ANY, status=200)
            self.assertEqual(codes(go("closed", 422, admin, **closing)), ["closed_by_investigator"])
            self.assertEqual(codes(go("closed", 422, rita)), ["signature_missing"])
            self.assertEqual(go("closed", token=rita, **closing)["status"], "closed")
            self.assertEqual(instance.api("POST", path + "/comments", {"text": "late"})[0], 409)
            self.packed_and_exported(instance, made, copy)
            self.assertEqual(codes(go("triage", 422, rita)), ["required", "signature_missing"])
            self.assertEqual(go("triage", token=rita, reason="New facts", **reopening)["reopened_count"], 1)
            signed = instance.get(path + "/signatures")["items"]
            self.assertEqual([item["meaning"] for item in signed], ["reopening", "closure"])
            self.assertEqual({item["signer"] for item in signed}, {"rita"})
            instance.api("POST", f"/complaints/{copy['id']}/unmerge", {"reason": "Another room"}, ANY, status=200)
            self.assertEqual(instance.get(path + "/members")["items"], [])
            data = instance.data
            instance.stop()
            verify(data)
            for file in pathlib.Path(data).rglob("*"):
                if file.is_file():
                    self.assertNotIn(CANARY.encode(), file.read_bytes(), file)

    def packed_and_exported(self, instance, made, copy):
        """What belongs to the closed file is in its pack and in whole exports."""
        content = instance.api("GET", f"/complaints/{made['id']}/pack", status=200)[2]
        pack = zipfile.ZipFile(io.BytesIO(content))
        folder = made["number"]
        self.assertEqual(pack.read(f"{folder}/attachments/{copy['number']}/001 burn.txt"), b"a note")
        signed = json.loads(pack.read(f"{folder}/signatures.json"))["items"]
        self.assertEqual([(item["signature"]["meaning"], item["valid"]) for item in signed],
                         [("closure", True), ("decision", True)])
        self.assertIn("as in the change log", pack.read(f"{folder}/signatures.html").decode())
        self.assertEqual(json.loads(pack.read(f"{folder}/tasks.json"))["items"][0]["title"], CANARY)
        for part in ("comments", "links"):
            self.assertEqual(json.loads(pack.read(f"{folder}/{part}.json"))["items"][0]["number"], copy["number"])
            self.assertIn(f"{folder}/{part}.html", pack.namelist())
        table = instance.api("GET", "/complaints/export?format=csv", status=200)[2].decode("utf-8-sig")
        rows = {row["number"]: row for row in csv.DictReader(io.StringIO(table))}
        self.assertEqual(rows[folder]["closing_signature_meaning"], "closure")
        self.assertIn("(rita)", rows[folder]["closing_signed_by"])
        self.assertEqual(rows[copy["number"]]["closing_signed_by"], "")
        lines = instance.api("GET", "/complaints/export?format=ndjson", status=200)[2].splitlines()
        records = {record["number"]: record for record in map(json.loads, lines)}
        self.assertEqual([item["meaning"] for item in records[folder]["signatures"]], ["closure"])
        self.assertEqual(records[copy["number"]]["tasks"][0]["title"], CANARY)
        self.assertEqual(records[copy["number"]]["links"][0]["other"], folder)


class Many(unittest.TestCase):
    def test_what_the_preview_says_is_what_the_work_does(self):
        with Instance() as instance:
            ready = [instance.create(is_complaint="yes", severity="minor") for _ in range(3)]
            bare = [instance.create() for _ in range(2)]
            ids = [record["id"] for record in ready + bare]
            seen = instance.api("POST", "/complaints/transition-preview", {"to": "assessed", "ids": ids}, status=200)[2]
            self.assertEqual((seen["total"], seen["allowed"], seen["refused"]), (5, 3, 2))
            rows = [{"id": item["id"], "version": item["version"]} for item in seen["items"]]
            work = instance.api("POST", "/complaints/bulk-edit", {"rows": rows, "change": {"status": "assessed"}}, status=202)[2]
            while work["state"] not in ("done", "failed", "cancelled"):
                work = instance.get(f"/bulk/{work['id']}")
            self.assertEqual((work["changed"], work["refused"]), (3, 2))
            refused = instance.get(f"/bulk/{work['id']}/rows?outcome=refused")["items"]
            self.assertEqual([row["id"] for row in refused], [record["id"] for record in bare])
            self.assertEqual({row["reason"] for row in refused}, {"complaint_undecided"})


if __name__ == "__main__":
    unittest.main()
