"""Backups: what is shipped is restored by ibtool and by the stock litestream, byte by byte, whatever kills the instance."""

import datetime
import filecmp
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
import unittest

from harness import ROOT, Instance, run
from test_crash import Writer

ROUNDS = int(os.environ.get("IBTOOL_BACKUP_ROUNDS", "4"))
LITESTREAM = ROOT / ".venv" / "bin" / "litestream"


def litestream(objects, out, *flags):
    """Restores with litestream, whose layout for directories has a folder more and levels in decimal digits."""
    with tempfile.TemporaryDirectory(prefix="ibtool-litestream-") as copy:
        for level in pathlib.Path(objects).iterdir():
            if level.is_dir() and len(level.name) == 4:
                shutil.copytree(level, pathlib.Path(copy) / "ltx" / str(int(level.name, 16)))
        environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
        done = subprocess.run([str(LITESTREAM), "restore", *flags, "-o", str(out), f"file://{copy}"],
                              capture_output=True, text=True, timeout=300, env=environment)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)


class Backups(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-backup-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"
        self.objects = self.folder / "objects"
        self.keys = self.folder / "keys"
        self.url = f"file://{self.objects}"

    def instance(self, *arguments):
        return Instance(data=self.data, arguments=[
            "--backup", self.url, "--backup-keys", f"file://{self.keys}",
            "--backup-interval", "50", *arguments])

    def restore(self, name, *arguments, check=True):
        return run("restore", "--from", self.url, "--keys", f"file://{self.keys}",
                   "--to", self.folder / name, *arguments, check=check)

    def settle(self, instance):
        """Waits until everything is stored, and stays so: a commit is seen a moment after it was acknowledged."""
        last, calm = None, 0
        for _ in range(600):
            state = instance.get("/backup")["destinations"][0]
            is_settled = state["state"] == "current" and state["lag_seconds"] == 0 and state["waiting_bytes"] == 0
            calm = calm + 1 if is_settled and last and last["transaction"] == state["transaction"] else 0
            last = state
            if calm == 5:
                return state
            time.sleep(0.05)
        self.fail(f"the backup did not settle: {last}")

    def references(self, name):
        with sqlite3.connect(f"file:{self.folder / name}/ibtool.db?immutable=1", uri=True) as database:
            return {row[0] for row in database.execute("SELECT summary FROM complaint")}

    def create(self, instance, count, label):
        for index in range(count):
            instance.create(summary=f"{label}-{index}")

    def crash(self, instance, chance, turn):
        writers = [Writer(instance, f"r{turn}w{n}") for n in range(8)]
        for writer in writers:
            writer.start()
        time.sleep(0.2 + chance.random())
        instance.kill()
        for writer in writers:
            writer.join(timeout=15)
        return {reference for writer in writers for _, reference in writer.created.values()}

    def test_kill_nine_at_random_and_both_restores_agree(self):
        seed = int(os.environ.get("IBTOOL_SEED", str(time.time_ns() % 1_000_000)))
        chance = random.Random(seed)
        print(f"seed {seed}, {ROUNDS} rounds")
        acknowledged = set()
        instance = self.instance()
        instance.__enter__()
        for turn in range(ROUNDS):
            acknowledged |= self.crash(instance, chance, turn)
            if chance.random() < 0.5:
                self.both_agree(f"crashed-{turn}")
            instance.start()
        self.settle(instance)
        instance.stop()
        self.assertGreater(len(acknowledged), 0)
        self.both_agree("last")
        self.assertEqual(acknowledged - self.references("last"), set())
        live = bytearray((self.data / "ibtool.db").read_bytes())
        live[18:20] = b"\x01\x01"
        self.assertEqual(live, (self.folder / "last" / "ibtool.db").read_bytes())
        snapshots = list((self.objects / "0009").glob("*.ltx"))
        print(f"{len(acknowledged)} acknowledged, {len(snapshots)} snapshots")

    def both_agree(self, name, *pairs):
        """Restores with both; `pairs` are flags of ours and of litestream's."""
        ours = [flag for pair in pairs for flag in pair[0]]
        theirs = [flag for pair in pairs for flag in pair[1]]
        done = self.restore(name, *ours)
        out = self.folder / f"{name}.litestream"
        litestream(self.objects, out, "-integrity-check", "full", *theirs)
        self.assertTrue(filecmp.cmp(self.folder / name / "ibtool.db", out, shallow=False), done.stdout)

    def test_any_transaction_and_any_time_is_the_models(self):
        chance = random.Random(11)
        model = []
        with self.instance() as instance:
            self.settle(instance)
            for index in range(12):
                self.create(instance, chance.randrange(1, 5), f"step{index}")
                state = self.settle(instance)
                model.append((state["transaction"], state["backed_up_to"], instance.get("/complaints?limit=1")["total"]))
                time.sleep(0.02)
        for index, (transaction, _, count) in enumerate(chance.sample(model, 4)):
            self.both_agree(f"tx{index}", (["--tx", str(transaction)], ["-txid", f"{transaction:016x}"]))
            self.assertEqual(len(self.references(f"tx{index}")), count)
        for index in range(3):
            _, stored, count = chance.choice(model)
            moment = datetime.datetime.fromisoformat(stored.replace("Z", "+00:00")) + datetime.timedelta(milliseconds=1)
            self.restore(f"at{index}", "--at", moment.isoformat().replace("+00:00", "Z"))
            self.assertEqual(len(self.references(f"at{index}")), count)

    def test_acknowledged_by_the_store_is_in_the_store(self):
        chance = random.Random(5)
        instance = self.instance("--backup-acknowledge", "store")
        instance.__enter__()
        self.settle(instance)
        acknowledged = self.crash(instance, chance, 0)
        self.assertGreater(len(acknowledged), 0)
        shutil.rmtree(self.data)
        self.restore("restored")
        self.assertEqual(acknowledged - self.references("restored"), set())

    def test_an_empty_directory_begins_with_the_backup(self):
        with self.instance() as instance:
            self.create(instance, 3, "kept")
            self.settle(instance)
        shutil.rmtree(self.data)
        again = self.instance("--restore-from", f"file://{self.objects}")
        again.token = instance.token
        with again:
            self.assertEqual(again.get("/complaints?limit=1")["total"], 3)
            self.create(again, 2, "new")
            self.settle(again)
        self.both_agree("after")
        self.assertEqual(len(self.references("after")), 5)

    def test_what_is_attached_comes_back(self):
        chance = random.Random(9)
        bodies = [chance.randbytes(size) for size in (1, 5, 300_000)]
        with self.instance() as instance:
            made = instance.create(summary="with files")
            for index, body in enumerate(bodies):
                status, _, _ = instance.api("POST", f"/complaints/{made['id']}/attachments?name=f{index}.bin", body,
                                            headers={"Content-Type": "application/octet-stream"})
                self.assertEqual(status, 201)
            state = self.settle(instance)
            self.assertEqual(state["attachments"]["stored"], 3)
            token = instance.token
        shutil.rmtree(self.data)
        again = self.instance("--restore-from", self.url)
        again.token = token
        with again:
            items = again.get(f"/complaints/{made['id']}/attachments")["items"]
            for item, body in zip(items, bodies):
                self.assertEqual(again.get(f"/complaints/{made['id']}/attachments/{item['id']}/content"), body)
        done = run("backup", "verify", "--from", self.url)
        self.assertIn("3 attachments", done.stdout)

    def test_no_object_holds_personal_data_in_plain_form(self):
        """Neither a commit's upload nor a snapshot nor a file; control: what is not personal is found there."""
        instance = self.instance()
        instance.make_account("admin", "admin", "--patient")
        instance.token = instance.make_token("admin")
        with instance:
            fields = [field["name"] for field in instance.get("/fields")["items"]
                      if field["type"] in ("text", "prose") and field["name"].startswith("complainant_")]
            self.assertGreater(len(fields), 2)
            fields += ["patient_pseudonym", "patient_harm"]
            own = {"phone": "complainant", "initials": "patient"}
            for name, access in own.items():
                instance.api("POST", "/fields", {"name": name, "type": "text", "label": name, "access": access}, status=201)
            made = instance.create(summary="Openword-51c9e7", custom={name: f"Canary-7f3a91 own {name}" for name in own},
                                   **{name: f"Canary-7f3a91 {name}" for name in fields})
            path = f"/complaints/{made['id']}"
            self.assertIn("Canary-7f3a91", instance.get(path)[fields[0]])
            for name in own:
                self.assertIn("Canary-7f3a91 own", instance.get(path)["custom"][name])
            instance.api("POST", path + "/attachments?name=canary.txt", b"Canary-7f3a91 attached", status=201,
                         headers={"Content-Type": "text/plain"})
            instance.api("POST", path + "/comments", {"text": "Canary-7f3a91 said"}, status=201)
            rows = b"id;description;nom du plaignant\n1;Bobine chaude;Canary-7f3a91\n"
            begun = instance.api("POST", "/imports?name=a.csv", rows, {"Content-Type": "text/csv"}, status=202)[2]
            self.assertEqual(instance.wait_for_import(begun["id"])["created"], 1)
            self.settle(instance)
            run("backup", "now", "--data", self.data)
        objects = [place for place in self.objects.rglob("*") if place.is_file()]
        self.assertTrue({"0000", "0009"} <= {place.parent.name for place in objects})
        self.assertTrue(any("attachments" in str(place) for place in objects))
        for place in objects:
            self.assertNotIn(b"Canary-7f3a91", place.read_bytes(), place)
        open_words = {place.parent.name for place in objects if b"Openword-51c9e7" in place.read_bytes()}
        self.assertTrue({"0000", "0009"} <= open_words, open_words)
        # The same of what the objects unpack to.
        self.restore("restored")
        restored = (self.folder / "restored" / "ibtool.db").read_bytes()
        self.assertNotIn(b"Canary-7f3a91", restored)
        self.assertIn(b"Openword-51c9e7", restored)

    def test_a_store_that_was_away_is_caught_up_with(self):
        with self.instance() as instance:
            self.create(instance, 2, "before")
            self.settle(instance)
            away = self.folder / "away"
            self.objects.rename(away)
            self.objects.write_text("in the way")
            self.create(instance, 3, "meanwhile")
            for _ in range(400):
                state = instance.get("/backup")["destinations"][0]
                if state["state"] == "behind":
                    break
                time.sleep(0.05)
            self.assertEqual(state["state"], "behind")
            self.assertIn("Not backed up since", state["message"])
            self.objects.unlink()
            away.rename(self.objects)
            self.settle(instance)
        self.both_agree("back")
        self.assertEqual(len(self.references("back")), 5)

    def test_what_is_broken_is_said(self):
        with self.instance() as instance:
            for index in range(4):
                self.create(instance, 2, f"part{index}")
                self.settle(instance)
        files = sorted((self.objects / "0000").glob("*.ltx"))
        self.assertGreater(len(files), 2)
        (self.objects / "0000" / "lease.json").write_text("{}")
        run("backup", "verify", "--from", f"file://{self.objects}")
        whole = files[1].read_bytes()
        flipped = bytearray(whole)
        flipped[len(flipped) // 2] ^= 4
        for broken, words in [(bytes(flipped), "damaged"), (whole[:-40], "damaged"), (None, "hole")]:
            if broken is None:
                files[1].unlink()
            else:
                files[1].write_bytes(broken)
            done = self.restore("refused", check=False)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(words, done.stderr)
            self.assertFalse((self.folder / "refused" / "ibtool.db").exists())
            self.assertEqual(run("backup", "verify", "--from", f"file://{self.objects}", check=False).returncode, 1)
        files[1].write_bytes(whole)
        # What was broken off is not taken for an empty directory, in which an instance may begin.
        (self.folder / "refused" / "restoring" / "ibtool.db").write_bytes(whole)
        done = run("user", "add", "eve", "--role", "admin", "--password-stdin", "--data", self.folder / "refused",
                   stdin="correct horse battery\n", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("was broken off", done.stderr)
        self.restore("refused")
        self.assertEqual(self.restore("refused", check=False).returncode, 1)

    def test_what_litestream_ships_is_restored(self):
        run("user", "add", "marie", "--role", "admin", "--password-stdin", "--data", self.data, stdin="correct horse battery\n")
        copy = self.folder / "foreign.db"
        shutil.copy(self.data / "ibtool.db", copy)
        shipped = self.folder / "shipped"
        environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
        log = open(self.folder / "litestream.log", "wb")
        self.addCleanup(log.close)
        process = subprocess.Popen([str(LITESTREAM), "replicate", str(copy), f"file://{shipped}"],
                                   stdout=log, stderr=log, env=environment)
        try:
            database = sqlite3.connect(copy, isolation_level=None)
            version = database.execute("PRAGMA user_version").fetchone()[0]
            deadline = time.monotonic() + 30
            while len(list(shipped.glob("ltx/0/*.ltx"))) < 4 and time.monotonic() < deadline:
                database.execute(f"PRAGMA user_version={version}")
                database.execute("VACUUM")
                time.sleep(0.2)
            database.close()
        finally:
            process.terminate()
            process.wait(timeout=20)
        for level in (shipped / "ltx").iterdir():
            shutil.copytree(level, self.objects / f"{int(level.name):04x}")
        run("backup", "verify", "--from", f"file://{self.objects}")
        done = run("restore", "--from", f"file://{self.objects}", "--to", self.folder / "foreign", check=False)
        # Litestream puts tables of its own into what it ships, which are not this program's.
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("_litestream", done.stderr)
        litestream(self.objects, self.folder / "theirs")
        ours = self.folder / "foreign" / "restoring" / "ibtool.db"
        self.assertTrue(filecmp.cmp(ours, self.folder / "theirs", shallow=False))

    def test_without_the_keys_it_is_said_what_cannot_be_read(self):
        with self.instance() as instance:
            self.create(instance, 1, "one")
            self.settle(instance)
        done = run("restore", "--from", f"file://{self.objects}", "--to", self.folder / "keyless", check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot be read", done.stderr)


if __name__ == "__main__":
    unittest.main()
