"""A field of one's own from its making to imports and exports."""

import json
import unittest

from harness import Instance, run


class CustomFields(unittest.TestCase):
    def test_a_custom_field_is_imported_found_and_exported(self):
        with Instance() as instance:
            instance.api("POST", "/fields", {
                "name": "ward", "type": "text", "label": {"en": "Ward", "fr": "Service"}, "facet": True,
            }, status=201)
            rows = "Complaint ID,Date received,Description,Station\n1,2026-01-02,Table stuck,Nord\n2,2026-01-03,Coil,Sud\n"
            headers = {"Content-Type": "text/csv"}
            begun = instance.api("POST", "/imports?name=a.csv&preview=true", rows.encode(), headers, status=202)[2]
            mapping = instance.wait_for_import(begun["id"])["mapping"]
            mapping["columns"]["Station"] = {"field": "custom.ward"}
            instance.api("POST", f"/imports/{begun['id']}/start", {"mapping": mapping}, status=202)
            done = instance.wait_for_import(begun["id"])
            self.assertEqual((done["created"], done["rejected"]), (2, 0), done)
            found = instance.get("/complaints?custom.ward=Sud")
            self.assertEqual([item["custom"]["ward"] for item in found["items"]], ["Sud"])
            facets = instance.get("/complaints/facets?by=custom.ward")["facets"]["custom.ward"]
            self.assertEqual({(row["value"], row["count"]) for row in facets}, {("Nord", 1), ("Sud", 1)})
            text = run("export", "--data", instance.data, "--filter", "custom.ward=Nord").stdout
            self.assertIn("custom.ward", text.splitlines()[0])
            self.assertIn("Nord", text)
            self.assertNotIn("Sud", text)
            line = run("export", "--data", instance.data, "--format", "ndjson", "--filter", "custom.ward=Nord").stdout
            self.assertIn("Nord", json.dumps(json.loads(line)))
            run("verify", "--data", instance.data)


if __name__ == "__main__":
    unittest.main()
