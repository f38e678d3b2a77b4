"""The columns in memory are kept over a stop and over kill -9, taken at the next start, and are in no backup."""

import json
import pathlib
import random
import shutil
import tempfile
import time
import unittest

from harness import Instance, run, verify


class KeptColumns(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-columns-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"
        self.columns = self.data / "columns"
        self.scratch = self.data / "columns.tmp"

    def instance(self):
        return Instance(data=self.data, arguments=["--backup", f"file://{self.folder / 'objects'}",
                                                   "--backup-keys", f"file://{self.folder / 'keys'}"])

    def events(self, instance, name):
        lines = [json.loads(line) for line in instance.log_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == "columns." + name]

    def until(self, what, condition):
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.02)

    def count(self, instance, **wanted):
        words = "&".join(f"{name}={value}" for name, value in wanted.items())
        return instance.get(f"/complaints?limit=1&{words}")["total"]

    def test_a_start_takes_what_was_kept(self):
        with self.instance() as instance:
            for index in range(12):
                instance.create(severity=["minor", "serious"][index % 2], product=["MRI 7", "CT 2"][index % 3 == 0])
            self.until("the columns were never kept", lambda: self.columns.exists())
            instance.kill()
            # What a kill in the midst of writing leaves.
            self.scratch.write_bytes(b"ibtool columns 1\n")
            instance.start()
            self.until("nothing was taken", lambda: self.events(instance, "taken"))
            self.assertFalse(self.scratch.exists())
            self.assertEqual(self.count(instance, severity="minor", product="MRI%207"), 4)
            instance.create(severity="minor", product="MRI 7")
            self.assertEqual(self.count(instance, severity="minor", product="MRI%207"), 5)
            self.until("it was never stored", lambda: instance.get("/backup")["destinations"][0]["state"] == "current")
            self.assertEqual(instance.stop(), 0)
            self.assertEqual(self.events(instance, "refused"), [])
            report = json.loads(run("doctor", "--json", "--sizes", "--data", self.data, check=False).stdout)
            self.assertEqual(report["sizes"]["column_bytes"], self.columns.stat().st_size)
            self.columns.chmod(0o644)
            report = json.loads(run("doctor", "--json", "--data", self.data, check=False).stdout)
            said = [finding["sentence"] for finding in report["findings"] if finding["check"] == "permissions"]
            self.assertTrue(any(str(self.columns) in sentence for sentence in said), said)
            restored = self.folder / "restored"
            run("restore", "--from", f"file://{self.folder / 'objects'}", "--keys", f"file://{self.folder / 'keys'}",
                "--to", restored)
            self.assertFalse((restored / "columns").exists())
        verify(self.data)

    def test_kill_nine_and_broken_bytes_never_make_a_list_wrong(self):
        seed = time.time_ns() % 1_000_000
        chance = random.Random(seed)
        print(f"seed {seed}")
        with self.instance() as instance:
            minor = 0
            for turn in range(6):
                for _ in range(chance.randrange(1, 6)):
                    severity = chance.choice(["minor", "serious"])
                    minor += severity == "minor"
                    instance.create(severity=severity, product="MRI 7")
                time.sleep(chance.random() * 0.2)
                instance.kill()
                if self.columns.exists() and turn % 2:
                    whole = bytearray(self.columns.read_bytes())
                    whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
                    self.columns.write_bytes(whole[:chance.choice([len(whole), chance.randrange(len(whole))])])
                instance.start()
                self.until("the columns were never built", lambda: "\nibtool_columns_built 1\n" in self.metrics(instance))
                self.assertEqual(self.count(instance, severity="minor", product="MRI%207"), minor, f"seed {seed}")
                facets = instance.get("/complaints/facets?by=severity&product=MRI%207")["facets"]["severity"]
                self.assertEqual({item["value"]: item["count"] for item in facets}.get("minor", 0), minor, f"seed {seed}")

    def metrics(self, instance):
        return instance.raw("GET", "/metrics", headers={"Authorization": f"Bearer {instance.token}"})[2].decode()


if __name__ == "__main__":
    unittest.main()
