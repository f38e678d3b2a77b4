"""The real complaint files: everything is read, nothing is lost, a second run changes nothing."""

import csv
import gzip
import json
import random
import re
import unittest

from harness import SHARED, Instance, run

FILES = SHARED / "data" / "complaints"
OUTCOMES = {"Injury": "serious_injury", "Malfunction": "malfunction", "Death": "death", "Other": "other", "": "unknown"}


def normal_date(text):
    """The cross-check's dates in their several forms, as ISO; a year alone stays a year."""
    if not text or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        return text or None
    if re.fullmatch(r"\d{8}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    month, day, year = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2,4})", text).groups()
    if len(year) == 2:
        year = ("20" if int(year) < 70 else "19") + year
    return f"{year}-{int(month):02}-{int(day):02}"


@unittest.skipUnless(FILES.exists(), f"skipped: the real files are not at {FILES}")
class RealFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.names = sorted(
            path for path in FILES.rglob("*") if path.suffix in (".xlsx", ".tsv", ".csv", ".json"))
        cls.instance = Instance()
        cls.instance.__enter__()
        cls.first = cls.import_all()

    @classmethod
    def tearDownClass(cls):
        cls.instance.__exit__()

    @classmethod
    def import_all(cls):
        done = run("import", "--data", cls.instance.data, "--json", *cls.names, timeout=900)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_every_row_is_accounted_for(self):
        self.assertEqual(len(self.first), 35)
        self.assertEqual(sum(result["read"] for result in self.first), 38_144)
        for result in self.first:
            counted = sum(result[k] for k in ("created", "updated", "unchanged", "rejected"))
            self.assertEqual(result["read"], counted, result)

    def test_they_agree_with_the_cross_check(self):
        records = {}
        lines = run("export", "--data", self.instance.data, "--format", "ndjson", timeout=300).stdout.splitlines()
        for line in lines:
            record = json.loads(line)
            records.setdefault(record["source_id"], []).append((record["received"], record["outcome"]))
        csv.field_size_limit(1 << 30)
        wrong = []
        with gzip.open(FILES / "normalized.csv.gz", "rt", newline="") as stream:
            for row in csv.DictReader(stream):
                wanted = (normal_date(row["date_received"]), OUTCOMES[row["event_type"]])
                if wanted not in records.get(row["report_number"], []):
                    wrong.append((row["src"], row["report_number"], wanted, records.get(row["report_number"])))
        self.assertEqual(wrong[:5], [], f"{len(wrong)} rows differ")

    def test_words_of_any_narrative_find_it(self):
        seed = 20260302
        print(f"seed {seed}")
        chance = random.Random(seed)
        csv.field_size_limit(1 << 30)
        with gzip.open(FILES / "normalized.csv.gz", "rt", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if len(row["narrative"]) > 40]
        for row in chance.sample(rows, 100):
            words = re.findall(r"(?<![\w'])[A-Za-z]{4,}(?![\w'])", row["narrative"])[:12]
            query = "+".join(words).lower()
            path = f"/complaints?q={query}&source_id={row['report_number']}&limit=1"
            self.assertGreater(self.instance.get(path)["total"], 0, f"{row['src']}: {row['report_number']}: {query}")

    def test_a_second_run_changes_nothing(self):
        for result in self.import_all():
            self.assertEqual((result["created"], result["updated"]), (0, 0), result)
        run("verify", "--data", self.instance.data, timeout=300)


if __name__ == "__main__":
    unittest.main()
