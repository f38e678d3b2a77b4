"""Clocks and rules through the API of the built executable, across a kill."""

import time
import unittest

from harness import Instance, run, signature, verify


def with_days(document, rule, days):
    """The document with another limit of one rule."""
    rules = [{**one, "limit": {"days": days}} if one["id"] == rule else one for one in document["rules"]]
    return {**document, "rules": rules}


class Rules(unittest.TestCase):
    def death(self, instance, aware, **more):
        return instance.create(received=aware, aware=aware, outcome="death", markets=["US", "EU"], status="assessed",
                               is_complaint="yes", severity="critical", acknowledged=aware, **more)

    def wait_for_recount(self, instance):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            progress = instance.get("/rules")["recount"]
            if progress["done"] >= progress["total"]:
                return
            time.sleep(0.02)
        raise AssertionError(f"the recount did not end: {progress}")

    def test_clocks_follow_facts_merges_and_rules(self):
        with Instance() as instance:
            file = self.death(instance, "2026-03-10")
            self.assertEqual((file["due"], file["due_rule"]), ("2026-03-20", "EU-10"))
            clocks = instance.get(f"/complaints/{file['id']}/clocks")
            sentences = {clock["rule"]: clock["sentence"] for clock in clocks["clocks"]}
            self.assertEqual(sentences["US-30"], "30 calendar days after 2026-03-10 (21 CFR 803.50) = 2026-04-09")
            self.assertIn("immediately, and not later than 10 calendar days", sentences["EU-10"])

            # Merged with a file that was known earlier.
            self.death(instance, "2026-03-03")
            duplicate = instance.create(received="2026-03-02", aware="2026-03-02", status="duplicate",
                                        duplicate_of=file["number"])
            self.assertNotIn("due", {k: v for k, v in duplicate.items() if v})
            self.assertEqual(instance.get(f"/complaints/{file['id']}")["due"], "2026-03-12")

            # A shorter limit: tried out, then in force for every file, across a kill.
            draft = instance.api("POST", "/rules", {}, status=201)[2]
            changed = instance.api("PATCH", f"/rules/{draft['id']}",
                                   {"document": with_days(draft["document"], "EU-10", 7)},
                                   {"If-Match": '"1"'}, status=200)[2]
            job = instance.api("POST", f"/rules/{draft['id']}/dry-run", status=202)[2]
            while instance.get(f"/jobs/{job['id']}")["state"] in ("queued", "running"):
                time.sleep(0.01)
            found = instance.get(f"/rules/{draft['id']}/dry-run")
            self.assertEqual((found["files"], found["changed"]), (3, 2))
            instance.api("POST", f"/rules/{draft['id']}/activate",
                         {"reason": "new law", "signature": signature("activation")},
                         {"If-Match": f'"{changed["version"]}"'},
                         token=instance.make_token("admin", "--scope", "read,rules,sign"), status=200)
            instance.kill()
            instance.start()
            self.wait_for_recount(instance)
            self.assertEqual(instance.get(f"/complaints/{file['id']}")["due"], "2026-03-09")
            past = instance.get(f"/complaints/{file['id']}/clocks")["superseded"]
            self.assertEqual([one["successor_due"] for one in past if one["rule"] == "EU-10"],
                             ["2026-03-12", "2026-03-09"])
            instance.stop()
            verify(instance.data)

    def test_an_import_says_what_is_due_and_export_holds_it(self):
        with Instance() as instance:
            rows = "Complaint ID,Date received,Description,Outcome\n1,2026-01-02,Table stuck,death\n"
            headers = {"Content-Type": "text/csv"}
            begun = instance.api("POST", "/imports?name=a.csv&preview=true", rows.encode(), headers, status=202)[2]
            instance.wait_for_import(begun["id"])
            instance.api("POST", f"/imports/{begun['id']}/start", {}, status=202)
            instance.wait_for_import(begun["id"])
            listed = instance.get("/complaints?fields=number,due,decision_required")["items"]
            self.assertEqual([item["decision_required"] for item in listed], ["US, EU"])
            text = run("export", "--data", instance.data, "--format", "csv").stdout
            self.assertIn("decision_required", text.splitlines()[0])
            self.assertIn('"US, EU"', text)
            instance.stop()
            verify(instance.data)


if __name__ == "__main__":
    unittest.main()
