"""A field of one's own from its making to imports and exports."""

import io
import json
import unittest
import zipfile

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

    def test_a_personal_field_is_shown_to_some_found_by_nobody_and_erased_with_the_person(self):
        canary = "Canary-5d20b8"
        with Instance() as instance:
            phone = {"name": "phone", "type": "text", "label": "Phone", "access": "complainant"}
            instance.api("POST", "/fields", phone, status=201)
            rows = f"Complaint ID,Description,Rappeler\n1,Table stuck,{canary}\n2,Coil,{canary} two\n"
            begun = instance.api("POST", "/imports?name=a.csv&preview=true", rows.encode(), {"Content-Type": "text/csv"},
                                 status=202)[2]
            mapping = instance.wait_for_import(begun["id"])["mapping"]
            mapping["columns"]["Rappeler"] = {"field": "custom.phone"}
            instance.api("POST", f"/imports/{begun['id']}/start", {"mapping": mapping}, status=202)
            done = instance.wait_for_import(begun["id"])
            self.assertEqual((done["created"], done["rejected"]), (2, 0), done)
            records = [instance.get(f"/complaints/{number}") for number in (1, 2)]
            self.assertEqual([record["custom"]["phone"] for record in records], [canary, canary + " two"])
            self.assertEqual(instance.get(f"/complaints?q={canary}")["total"], 0)
            status, _, refused = instance.api("GET", "/complaints?custom.phone=x")
            self.assertEqual([error["code"] for error in refused["errors"]], ["not_filterable"])
            self.assertIn(status, (400, 422))
            self.assertIn(canary, run("export", "--data", instance.data).stdout)
            worker = instance.token
            self.assertIn(canary, self.pack(instance))
            instance.make_account("vera", "viewer")
            instance.token = instance.make_token("vera")
            seen = [self.pack(instance), json.dumps(instance.get("/complaints/1")),
                    json.dumps(instance.get("/complaints/1/history")),
                    str(instance.get("/complaints/export?format=ndjson"))]
            for text in seen:
                self.assertIn("Table stuck", text)
                self.assertNotIn(canary, text)
            instance.token = worker
            instance.api("POST", "/complaints/1/erase-personal-data", {"reason": "asked"}, {"If-Match": '"1"'})
            self.assertNotIn("phone", instance.get("/complaints/1")["custom"])
            self.assertNotIn(canary, json.dumps(instance.get("/complaints/1/history")))
            self.assertEqual(instance.get("/complaints/2")["custom"]["phone"], canary + " two")
            run("verify", "--data", instance.data)
            instance.stop()
            files = [place for place in instance.data.rglob("*") if place.is_file()]
            self.assertTrue(any(b"Table stuck" in place.read_bytes() for place in files))
            for place in files:
                self.assertNotIn(canary.encode(), place.read_bytes(), place)

    def pack(self, instance):
        with zipfile.ZipFile(io.BytesIO(instance.get("/complaints/1/pack"))) as pack:
            return "\n".join(pack.read(name).decode(errors="replace") for name in pack.namelist())


if __name__ == "__main__":
    unittest.main()
