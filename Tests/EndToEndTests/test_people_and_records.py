"""The API from outside: records, conflicts, personal data, exports, roles."""

import csv
import io
import json
import unittest
import zipfile

from harness import Instance, verify

CANARY = "Canary-7f3a91"


class Records(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.instance = Instance()
        cls.instance.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.instance.__exit__()

    def test_a_record_is_created_read_changed_and_remembered(self):
        made = self.instance.create(severity="minor", summary="Coil warm")
        self.assertRegex(made["number"], r"^C-\d{4}-\d{6}$")
        path = f"/complaints/{made['number']}"
        status, headers, _ = self.instance.api("GET", path)
        self.assertEqual(headers["etag"], f"\"{made['version']}\"")
        self.assertEqual(self.instance.api("PATCH", path, {"severity": "serious"})[0], 428)
        match = {"If-Match": headers["etag"]}
        changed = self.instance.api("PATCH", path, {"severity": "serious", "change_reason": "seen on site"}, match, status=200)[2]
        self.assertEqual(changed["version"], made["version"] + 1)
        code, _, problem = self.instance.api("PATCH", path, {"severity": "none"}, match)
        self.assertEqual((code, problem["current"]["severity"]), (412, "serious"))
        history = self.instance.get(path + "/history")["items"]
        self.assertEqual([item["operation"] for item in history], ["update", "create"])
        self.assertEqual(history[0]["changes"], [{"field": "severity", "old": "minor", "new": "serious"}])
        self.assertEqual(history[0]["reason"], "seen on site")
        self.assertEqual(self.instance.api("GET", path, headers={"If-None-Match": f"\"{changed['version']}\""})[0], 304)

    def test_an_idempotency_key_makes_one_record(self):
        body = {"received": "2026-03-02", "channel": "phone", "description": "Twice"}
        key = {"Idempotency-Key": "k-1"}
        first = self.instance.api("POST", "/complaints", body, key, status=201)[2]
        second = self.instance.api("POST", "/complaints", body, key)[2]
        self.assertEqual(first["number"], second["number"])

    def test_search_finds_accents_and_elisions(self):
        made = self.instance.create(description="Panne d'alimentation de l\u2019aimant supraconducteur, hélium évaporé")
        for words in ("alimentation", "d'alimentation", "l'aimant", "helium", "HÉLIUM evapore", '"panne d\'alimentation"', "supra*"):
            with self.subTest(words=words):
                status, _, found = self.instance.api("POST", "/complaints/query", {"q": words})
                self.assertEqual(status, 200, found)
                self.assertIn(made["id"], [item["id"] for item in found["items"]])
        item = self.instance.get("/complaints?q=helium")["items"][0]
        parts = item["highlights"]["description"]
        self.assertIn("hélium", parts[1::2])

    def test_facets_agree_with_lists(self):
        for severity in ("none", "minor", "minor", "critical"):
            self.instance.create(severity=severity, product="Facet 3T")
        facets = self.instance.get("/complaints/facets?by=severity,status&product=Facet+3T")
        self.assertEqual(facets["total"], 4)
        self.assertEqual(facets["facets"]["severity"][0], {"value": "minor", "count": 2})
        for value in facets["facets"]["severity"]:
            page = self.instance.get(f"/complaints?product=Facet+3T&severity={value['value']}")
            self.assertEqual(page["total"], value["count"])

    def test_paging_by_cursor_and_offset_agree(self):
        for count in range(25):
            self.instance.create(product="Page", received=f"2026-02-{count % 9 + 1:02}")
        whole = self.instance.get("/complaints?product=Page&limit=100&sort=-received")["items"]
        pages, cursor = [], ""
        while True:
            page = self.instance.get(f"/complaints?product=Page&limit=7&sort=-received{cursor}")
            self.assertEqual(page["total"], 25)
            pages += page["items"]
            if page["next"] is None:
                break
            cursor = "&cursor=" + page["next"]
        self.assertEqual([item["id"] for item in pages], [item["id"] for item in whole])
        jump = self.instance.get("/complaints?product=Page&limit=5&offset=20&sort=-received")["items"]
        self.assertEqual([item["id"] for item in jump], [item["id"] for item in whole[20:]])

    def test_exports_agree_and_neutralise_formulas(self):
        self.instance.create(product="Export", summary="=cmd|' /C calc'!A0", description="@SUM(1)")
        path = "/complaints/export?product=Export&format="
        rows = list(csv.DictReader(io.StringIO(self.instance.get(path + "csv").decode("utf-8-sig"))))
        self.assertEqual(len(rows), 1)
        for row in rows:
            self.assertFalse(any(cell.startswith(("=", "@")) for cell in row.values() if cell))
        lines = self.instance.get(path + "ndjson").splitlines()
        self.assertEqual(json.loads(lines[0])["summary"], "=cmd|' /C calc'!A0")
        book = zipfile.ZipFile(io.BytesIO(self.instance.get(path + "xlsx")))
        self.assertIsNone(book.testzip())
        self.assertNotIn(b"<f>", book.read("xl/worksheets/sheet1.xml"))

    def test_the_openapi_document_is_valid(self):
        from openapi_spec_validator import validate
        document = json.loads(self.instance.raw("GET", "/openapi.json")[2])
        validate(document)
        self.assertIn("/api/v1/complaints", document["paths"])


class PersonalData(unittest.TestCase):
    def test_the_canary_is_in_no_file_in_plain_form(self):
        with Instance() as instance:
            names = [field["name"] for field in instance.get("/fields")["items"]
                     if field["name"].startswith("complainant_") and field["type"] in ("text", "prose")]
            self.assertGreater(len(names), 2)
            made = instance.create(**{name: f"{CANARY} {name}" for name in names})
            record = instance.get(f"/complaints/{made['id']}")
            self.assertIn(CANARY, record[names[0]])
            upload = f"id;reçu;description;patient âge;nom du plaignant\n1;2026-01-02;Bobine chaude;{CANARY};{CANARY}\n"
            status, _, begun = instance.api("POST", "/imports?name=a.csv", upload.encode(), {"Content-Type": "text/csv"})
            self.assertEqual(status, 202, begun)
            self.assertEqual(instance.wait_for_import(begun["id"])["created"], 1)
            self.assertEqual(instance.get(f"/complaints?q={CANARY.lower()}")["total"], 0)
            metrics = instance.raw("GET", "/metrics", headers={"Authorization": f"Bearer {instance.token}"})[2]
            self.assertNotIn(CANARY.encode(), metrics)
            instance.stop()
            for path in instance.data.rglob("*"):
                if path.is_file():
                    self.assertFalse(CANARY.encode() in path.read_bytes(), f"the canary is in {path.name}")
            self.assertNotIn(CANARY, instance.log_text())
            verify(instance.data)


class Roles(unittest.TestCase):
    def test_each_role_may_what_it_may(self):
        body = {"received": "2026-03-02", "channel": "phone", "description": "Roles"}
        expected = {"viewer": (200, 403, 403), "engineer": (200, 201, 403), "analyst": (200, 201, 403),
                    "reviewer": (200, 201, 403), "admin": (200, 201, 200)}
        with Instance() as instance:
            for role, (read, create, users) in expected.items():
                with self.subTest(role=role):
                    if role != "admin":
                        instance.make_account(role, role)
                    token = instance.token if role == "admin" else instance.make_token(role)
                    self.assertEqual(instance.api("GET", "/complaints", token=token)[0], read)
                    self.assertEqual(instance.api("POST", "/complaints", body, token=token)[0], create)
                    if role != "admin":
                        self.assertEqual(instance.api("GET", "/users", token=token)[0], users)


if __name__ == "__main__":
    unittest.main()
