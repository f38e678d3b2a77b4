"""`ibtool doctor`: each thing that can be wrong, planted, is found by its name, with a remedy; stopped and running."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from harness import BINARY, Instance, run

CHECKS = {"configuration", "directory", "file_system", "space", "permissions", "instance", "database", "schema", "keys",
          "attachments", "clock", "log", "free_pages", "statistics", "leftovers", "certificate", "descriptors"}
FINE, PROBLEM, WARNING = 0, 1, 3


class Doctor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-doctor-"))
        run("demo", "--rows", 60, "--data", cls.folder / "sound")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def copy(self):
        data = self.folder / self.id().rsplit(".", 1)[1]
        shutil.copytree(self.folder / "sound", data, ignore=shutil.ignore_patterns("*.sock"))
        self.addCleanup(shutil.rmtree, data)
        return data

    def examine(self, data, *words, prefix=()):
        """(exit code, report): each finding by its check; several of one check are a list's last."""
        done = subprocess.run([*prefix, str(BINARY), "doctor", "--json", "--data", str(data), *map(str, words)],
                              capture_output=True, text=True, timeout=60)
        self.assertIn(done.returncode, (FINE, PROBLEM, WARNING), done.stderr)
        report = json.loads(done.stdout)
        for finding in report["findings"]:
            self.assertIn(finding["check"], CHECKS)
            self.assertTrue(finding["sentence"])
            self.assertEqual(finding["remedy"] is None, finding["level"] == "ok", finding)
        worst = {FINE: "ok", PROBLEM: "problem", WARNING: "warning"}[done.returncode]
        self.assertEqual(report["worst"], worst)
        return done.returncode, report

    def expect(self, level, check, words, data, *arguments, prefix=()):
        code, report = self.examine(data, *arguments, prefix=prefix)
        self.assertEqual(code, {"problem": PROBLEM, "warning": WARNING}[level], report)
        found = [f for f in report["findings"] if f["check"] == check and f["level"] == level]
        self.assertTrue(any(words in f["sentence"] for f in found), report["findings"])

    def snapshot(self, data):
        return {p.name: (p.stat().st_size, p.stat().st_mtime_ns) for p in data.rglob("*") if p.name != "lock"}

    def test_nothing_is_wrong_with_a_sound_directory_and_nothing_is_changed(self):
        data = self.copy()
        before = self.snapshot(data)
        code, report = self.examine(data)
        self.assertEqual(code, FINE, report)
        self.assertEqual({f["check"] for f in report["findings"]}, CHECKS)
        self.assertEqual(self.snapshot(data), before)
        text = run("doctor", "--data", data).stdout
        self.assertEqual(len(re.findall("^ok ", text, re.M)), len(report["findings"]))

    def test_beside_a_running_instance(self):
        data = self.copy()
        with Instance(data=data, account=None) as instance:
            code, report = self.examine(data)
            self.assertEqual(code, FINE, report)
            self.assertTrue(any(f"Process {instance.process.pid} runs and is ready" in f["sentence"]
                                for f in report["findings"]))

    def test_an_instance_that_hangs_is_said_to(self):
        data = self.copy()
        with Instance(data=data, account=None) as instance:
            instance.process.send_signal(signal.SIGSTOP)
            try:
                self.expect("problem", "instance", "does not answer", data)
            finally:
                instance.process.send_signal(signal.SIGCONT)

    def test_a_crash_is_seen(self):
        data = self.copy()
        with Instance(data=data, account=None) as instance:
            instance.kill()
            self.expect("warning", "leftovers", "ended without closing", data)
        self.assertEqual(run("verify", "--data", data).returncode, 0)

    def test_there_is_no_database(self):
        self.expect("problem", "directory", "There is no directory", self.folder / "mistyped")
        empty = self.folder / "empty"
        empty.mkdir()
        self.expect("problem", "directory", "holds no IBTool database", empty)
        self.assertEqual(list(empty.iterdir()), [])

    def test_a_damaged_database(self):
        data = self.copy()
        with open(data / "ibtool.db", "r+b") as file:
            file.write(b"\xa5" * 100)
        self.expect("problem", "database", "cannot be read", data)

    def test_others_may_read(self):
        data = self.copy()
        data.chmod(0o755)
        self.expect("warning", "permissions", "open to other users (mode 755)", data)
        data.chmod(0o700)
        (data / "keys").chmod(0o644)
        self.expect("warning", "permissions", "keys is open to other users (mode 644)", data)

    def test_keys_that_are_missing_or_too_old(self):
        data = self.copy()
        (data / "keys").write_bytes((data / "keys").read_bytes()[:32 * 10])
        self.expect("problem", "keys", "ends before the key of complaint 60", data)
        (data / "keys").unlink()
        self.expect("problem", "keys", "missing", data)

    def change(self, data, sql):
        """Changes the database as somebody with an editor would."""
        subprocess.run(["sqlite3", str(data / "ibtool.db"), sql], check=True, capture_output=True)
        for end in ("-wal", "-shm"):
            (data / f"ibtool.db{end}").unlink(missing_ok=True)

    def test_a_clock_behind_the_last_change(self):
        data = self.copy()
        ahead = (int(time.time()) + 86_400) * 1_000_000
        self.change(data, f"DROP TRIGGER change_is_kept; UPDATE change SET at = {ahead} "
                          "WHERE seq = (SELECT max(seq) FROM change)")
        self.expect("problem", "clock", "the last change was made", data)

    def test_a_newer_schema(self):
        data = self.copy()
        self.change(data, "PRAGMA user_version = 99")
        self.expect("problem", "schema", "has schema 99", data)

    def test_an_older_schema(self):
        data = self.copy()
        self.change(data, "DELETE FROM migration WHERE number > 1; PRAGMA user_version = 1")
        self.expect("warning", "schema", "has schema 1; the next start brings it", data)

    def test_statistics_that_mislead_the_planner(self):
        data = self.copy()
        self.change(data, "ANALYZE")
        self.expect("warning", "statistics", "Somebody ran ANALYZE", data)
        self.change(data, "DROP TABLE sqlite_stat1")
        self.assertEqual(self.examine(data)[0], FINE)

    def test_a_long_log(self):
        data = self.copy()
        with open(data / "ibtool.db-wal", "wb") as file:
            file.truncate(257 << 20)
        (data / "ibtool.db-wal").chmod(0o600)
        self.expect("warning", "log", "the next start reads it all", data)

    def test_attachments_that_are_cut_missing_or_not_ours(self):
        data = self.copy()
        with Instance(data=data) as instance:
            number = instance.create(summary="with a file")["id"]
            instance.api("POST", f"/complaints/{number}/attachments?name=log.txt", b"stops at 14:02\n",
                         {"Content-Type": "application/octet-stream"}, status=201)
            instance.stop()
        self.assertEqual(self.examine(data)[0], FINE)
        [file] = [path for path in (data / "attachments").glob("??/*")]
        foreign = data / "attachments" / "notes.txt"
        foreign.write_text("mine")
        self.expect("warning", "attachments", "/attachments/notes.txt.", data)
        foreign.unlink()
        whole = file.read_bytes()
        file.write_bytes(whole[:-1])
        self.expect("problem", "attachments", "1 files of attachments are missing or cut", data)
        file.unlink()
        self.expect("problem", "attachments", "1 files of attachments are missing or cut", data)

    def test_bulk_work_that_was_interrupted_and_old_uploads(self):
        data = self.copy()
        old = data / "imports" / "left"
        old.parent.mkdir(exist_ok=True)
        old.touch()
        os.utime(old, (1, 1))
        self.expect("warning", "leftovers", "are older than a day", data)
        old.unlink()
        with Instance(data=data) as instance:
            lines = "\n".join(json.dumps({"description": f"case {n}"}) for n in range(20_000)).encode()
            work = instance.api("POST", "/complaints/bulk-create", lines, {"Content-Type": "application/x-ndjson"},
                                status=202)[2]
            while instance.get(f"/bulk/{work['id']}")["done"] == 0:
                time.sleep(0.005)
            instance.kill()
            self.expect("warning", "leftovers", f"Bulk work was interrupted: {work['id']}.", data)

    def test_somebody_elses_files(self):
        if os.geteuid() != 0:
            self.skipTest("another user's files need root")
        data = self.copy()
        self.folder.chmod(0o755)
        for path in [data, *data.rglob("*")]:
            os.chown(path, 65534, 65534)
        os.chown(data / "keys", 0, 0)
        self.expect("problem", "permissions", "keys belongs to user 0, and you are 65534", data,
                    prefix=("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"))

    def test_imports_that_were_interrupted_and_files_nobody_needs(self):
        data = self.copy()
        self.change(data, """INSERT INTO import(name, file_hash, file_bytes, file_name, state, dry_run, source, author,
            rows_read, rows_created, rows_updated, rows_unchanged, rows_rejected, conflicts, rows_done, bytes_done,
            created_at, dialect, columns, mapping) VALUES ('a.csv', '', 1, 'a', 'running', 0, '', 'admin',
            0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '[]', '{}')""")
        self.expect("warning", "leftovers", "Imports were interrupted: 1", data)
        old = data / "keys.0123.tmp"
        old.touch()
        os.utime(old, (1, 1))
        self.expect("warning", "leftovers", "never finished", data)
        (data / "ibtool.db.before-schema-2").write_bytes(b"x" * 100)
        self.expect("warning", "leftovers", "from before an upgrade", data)

    def test_the_reserve_is_missing(self):
        data = self.copy()
        (data / "ballast").unlink(missing_ok=True)
        self.expect("warning", "leftovers", "no reserve for a full disk", data)

    def test_a_certificate_that_ends(self):
        data = self.copy()
        for days, level, words in ((10, "warning", "ends in "), (400, None, None)):
            pem = self.folder / f"{days}.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                            "-subj", "/CN=a.example", "-days", str(days), "-keyout", f"{pem}.key", "-out", str(pem)],
                           check=True, capture_output=True)
            arguments = ("--tls-cert", pem, "--tls-key", f"{pem}.key")
            if level:
                self.expect(level, "certificate", words, data, *arguments)
            else:
                self.assertEqual(self.examine(data, *arguments)[0], FINE)
        self.expect("problem", "certificate", "cannot be used", data, "--tls-cert", data / "keys")

    def test_a_certificate_that_ended(self):
        data, place = self.copy(), self.folder / "authority"
        place.mkdir()
        (place / "index").touch()
        (place / "settings").write_text(
            "[ca]\ndefault_ca=it\n[it]\ndatabase=index\nrand_serial=yes\npolicy=names\ndefault_md=sha256\nnew_certs_dir=.\n"
            "[names]\ncommonName=supplied\n")
        for words in ("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=a.example -keyout key -out asked",
                      "ca -batch -selfsign -config settings -keyfile key -in asked -out pem -notext "
                      "-startdate 20240101000000Z -enddate 20240201000000Z"):
            subprocess.run(["openssl", *words.split()], cwd=place, check=True, capture_output=True)
        self.expect("problem", "certificate", "ended 2024-02-01", data, "--tls-cert", place / "pem", "--tls-key", place / "key")

    def test_few_descriptors(self):
        self.expect("warning", "descriptors", "may open 256", self.copy(), prefix=("prlimit", "--nofile=256:256"))

    def test_settings_that_serve_would_refuse(self):
        self.expect("problem", "configuration", "serve would refuse", self.copy(), "--workers", "none")

    def test_a_place_that_cannot_be_written_or_is_in_memory(self):
        if os.geteuid() != 0:
            self.skipTest("mounting needs root")
        place = self.folder / "mounted"
        place.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(place)], capture_output=True).returncode != 0:
            self.skipTest("nothing can be mounted here")
        self.addCleanup(subprocess.run, ["umount", str(place)])
        shutil.copytree(self.folder / "sound", place / "data", ignore=shutil.ignore_patterns("*.sock"))
        (place / "data").chmod(0o700)
        self.expect("warning", "file_system", "is in memory", place / "data")
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        self.expect("problem", "file_system", "cannot hold a database", place / "data")
        subprocess.run(["mount", "-o", "remount,rw,size=20m", str(place)], check=True)
        self.expect("problem", "space", "nothing can be saved", place / "data")
        with open(place / "data" / "ibtool.db", "r+b") as file:
            file.seek(0, os.SEEK_END)
            length = file.tell()
        subprocess.run(["mount", "-o", f"remount,rw,size={length * 2 + (120 << 20)}", str(place)], check=True)
        with open(place / "filler", "wb") as file:
            free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
            os.posix_fallocate(file.fileno(), 0, free - (64 << 20) - length // 2)
        self.expect("warning", "space", "once more", place / "data")

    def test_sizes_add_up_to_the_file(self):
        data = self.copy()
        report = self.examine(data, "--sizes")[1]["sizes"]
        self.assertEqual(report["file_bytes"], (data / "ibtool.db").stat().st_size)
        parts = sum(part["bytes"] for part in report["parts"])
        self.assertEqual(parts + report["free_bytes"] + report["map_bytes"], report["file_bytes"])
        self.assertIn(report["map_bytes"], range(0, 65_536))
        names = {part["name"]: part for part in report["parts"]}
        self.assertEqual(names["complaint"]["purpose"], "records")
        self.assertEqual(names["complaint_by_status"]["kind"], "index")
        self.assertEqual(names["complaint_text_data"]["purpose"], "full_text")
        self.assertEqual(names["change_by_entity"]["purpose"], "change_log")
        by_purpose = sum(p["tables"] + p["indexes"] for p in report["purposes"].values())
        self.assertEqual(by_purpose, parts)
        text = run("doctor", "--data", data, "--sizes").stdout
        self.assertRegex(text, r"full_text +\d+ +\d+\.\d %")


if __name__ == "__main__":
    unittest.main()
