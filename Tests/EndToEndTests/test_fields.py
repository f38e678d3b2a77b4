"""The catalogue of fields from one instance to another: recorded, exported, imported, the same."""

import time
import unittest

from harness import Instance, run

CSV = {"Content-Type": "text/csv"}


def value_of(field):
    """A value that no default has; None for what an import does not write."""
    kind, name = field["type"], field["name"]
    known = {"udi": "09521234543213", "udi_pi": "(11)240131(21)V15-0042", "status": "triage"}
    if name in known:
        return known[name]
    if field["entry"] == "system" or name in ("source", "source_id"):
        return None
    if kind in ("text", "prose"):
        return f"Value of {name}"
    if kind in ("choice", "choice_list"):
        values = [choice["value"] for choice in field["values"]]
        return values[-1] if kind == "choice" else values[:2]
    if kind == "reference":
        return "admin" if field["entity"] == "user" else None
    return {"date": "2026-03-01", "partial_date": "2026-02-11", "integer": 42, "decimal": 70.5, "boolean": True,
            "country": "DE", "code_list": [field.get("example")], "text_list": ["one, two", "three"],
            "country_list": ["DE", "FR"]}.get(kind)


class Fields(unittest.TestCase):
    def test_every_open_field_goes_out_and_comes_back_the_same(self):
        with Instance() as first:
            for kind in ("text_list", "country_list", "boolean", "decimal"):
                first.api("POST", "/fields", {"name": kind, "type": kind, "label": kind}, status=201)
            fields = [field for field in first.get("/fields")["items"]
                      if field["access"] != "patient" and value_of(field) is not None]
            body, custom = {}, {}
            for field in fields:
                name = field["name"]
                if name.startswith("custom."):
                    custom[name[7:]] = value_of(field)
                elif name != "owner":
                    body[name] = value_of(field)
            made = first.api("POST", "/complaints", {**body, "custom": custom}, status=201)[2]
            names = [*body, *(f"custom.{name}" for name in custom)]
            table = first.get("/complaints/export?format=csv&fields=" + ",".join(names))
            history = first.get(f"/complaints/{made['id']}/history")["items"][0]["changes"]
            self.assertLessEqual(set(names), {change["field"] for change in history})
        with Instance() as second:
            for kind in ("text_list", "country_list", "boolean", "decimal"):
                second.api("POST", "/fields", {"name": kind, "type": kind, "label": kind}, status=201)
            begun = second.api("POST", "/imports?name=all.csv&preview=true", table, CSV, status=202)[2]
            preview = second.wait_for_import(begun["id"])
            mapping = preview["mapping"]
            # Each column is taken for the field it is named after.
            for name in names:
                mapping["columns"][name] = {**mapping["columns"][name], "field": name}
            second.api("POST", f"/imports/{begun['id']}/start", {"mapping": mapping}, status=202)
            done = second.wait_for_import(begun["id"])
            self.assertEqual((done["created"], done["rejected"]), (1, 0), second.get(f"/imports/{begun['id']}/errors"))
            there = second.get("/complaints/1")
            for name in names:
                got = there["custom"].get(name[7:]) if name.startswith("custom.") else there.get(name)
                wanted = custom[name[7:]] if name.startswith("custom.") else body[name]
                self.assertEqual(got, wanted, name)
            run("verify", "--data", second.data)

    def test_an_index_is_built_while_people_work_and_answers(self):
        with Instance() as instance:
            run("demo", "--data", instance.data, "--rows", 3000, "--seed", 1)
            instance.api("POST", "/fields", {"name": "hours", "type": "integer", "label": "Hours", "sortable": True,
                                             "indexed": True}, status=201)
            for hours in (30, 10, 20):
                instance.api("POST", "/complaints", {"description": "x", "custom": {"hours": hours}}, status=201)
            found = instance.get("/complaints?custom.hours=10")
            self.assertEqual(found["total"], 1)
            first = instance.get("/complaints?sort=-custom.hours&limit=3")
            self.assertEqual([item["custom"]["hours"] for item in first["items"]], [30, 20, 10])
            # The rest of it in idle moments.
            deadline = time.monotonic() + 60
            while not self.looked_at(instance) and time.monotonic() < deadline:
                time.sleep(0.05)
            self.assertGreater(self.looked_at(instance), 0)
            self.assertEqual(instance.get("/complaints?custom.hours=20")["total"], 1)
            run("verify", "--data", instance.data)

    @staticmethod
    def looked_at(instance):
        """How many records the index was filled with in idle moments."""
        text = instance.raw("GET", "/metrics", headers={"Authorization": f"Bearer {instance.token}"})[2].decode()
        lines = [line for line in text.splitlines() if line.startswith("ibtool_upkeep_amount_total{task=\"index\"}")]
        return float(lines[0].split()[-1])


if __name__ == "__main__":
    unittest.main()
