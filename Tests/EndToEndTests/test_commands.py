"""The command line: every command, exit codes, one clear sentence an error, running and stopped instances."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from harness import BINARY, PASSWORD, Instance, free_port, run

COMMANDS = ["serve", "import", "export", "demo", "user", "token", "verify", "healthcheck", "version", "help"]


class Help(unittest.TestCase):
    def test_every_command_has_help_and_is_listed(self):
        overview = run("help").stdout
        for command in COMMANDS:
            with self.subTest(command=command):
                self.assertIn(command, overview)
                text = run(command, "--help").stdout
                self.assertIn(f"ibtool {command}", text)

    def test_wrong_usage_ends_with_2_and_one_sentence(self):
        cases = [
            ["nonsense"],
            ["serve", "--nonsense"],
            ["serve", "--listen"],
            ["import"],
            ["user"],
            ["user", "add"],
            ["user", "add", "x", "--role", "king", "--password-stdin"],
            ["token", "create"],
            ["demo", "--rows", "many"],
            ["export", "--format", "pdf"],
        ]
        for words in cases:
            with self.subTest(words=words):
                done = run(*words, stdin="", check=False)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertTrue(done.stderr.startswith("ibtool: "), done.stderr)

    def test_version_names_the_libraries(self):
        text = run("version").stdout
        for word in ("ibtool", "SQLite", "OpenSSL", "zlib"):
            self.assertIn(word, text)


class Configuration(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-config-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def printed(self, *words, environment=None):
        return run("serve", "--print-config", *words, environment=environment).stdout

    def test_flags_win_over_variables_over_the_file(self):
        file = self.folder / "ibtool.conf"
        file.write_text("# a comment\nlisten = 127.0.0.1:1111\nworkers = 7\ncache-size = 1M\n")
        text = self.printed(
            "--config", file, "--listen", "127.0.0.1:3333",
            environment={"IBTOOL_LISTEN": "127.0.0.1:2222", "IBTOOL_WORKERS": "9"},
        )
        self.assertIn("listen = 127.0.0.1:3333", text)
        self.assertIn("workers = 9", text)
        self.assertIn("cache-size = 1M", text)
        self.assertIn("from: flag", text)
        self.assertIn("from: environment", text)
        self.assertIn(f"from: {file}, line 4", text)

    def test_secrets_are_hidden(self):
        text = self.printed("--metrics-token", "s3cret-canary")
        self.assertNotIn("s3cret-canary", text)
        self.assertIn("(hidden)", text)

    def test_mistakes_name_the_setting_and_its_source(self):
        file = self.folder / "ibtool.conf"
        file.write_text("lisen = 1\n")
        done = run("serve", "--print-config", "--config", file, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("line 1", done.stderr)
        done = run("serve", "--print-config", "--listen", "nowhere", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("listen", done.stderr)

    def test_plain_http_beyond_loopback_is_refused(self):
        done = run("serve", "--listen", "0.0.0.0:0", "--data", self.folder / "d", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--behind-proxy", done.stderr)


class StoppedAndRunning(unittest.TestCase):
    def test_the_same_commands_work_on_both(self):
        with Instance() as running:
            for state in ("running", "stopped"):
                with self.subTest(state=state):
                    name = f"user-{state}"
                    running.make_account(name, "analyst")
                    token = running.make_token(name)
                    self.assertRegex(token, r"^ibt_[A-Za-z0-9_-]+$")
                    done = run("demo", "--data", running.data, "--rows", 50, "--seed", 7)
                    self.assertEqual(done.stderr, "")
                    rows = run("export", "--data", running.data, "--format", "ndjson").stdout.splitlines()
                    self.assertGreaterEqual(len(rows), 50)
                    self.assertTrue(all("number" in json.loads(row) for row in rows))
                    run("verify", "--data", running.data)
                if state == "running":
                    self.assertEqual(running.stop(), 0)

    def test_token_create_prints_the_token_and_nothing_else(self):
        with Instance() as instance:
            done = run("token", "create", "--user", "admin", "--scope", "read", "--expires", 1, "--data", instance.data)
            self.assertEqual(len(done.stdout.splitlines()), 1)
            self.assertEqual(done.stderr, "")
            token = done.stdout.strip()
            self.assertEqual(instance.api("GET", "/complaints", token=token)[0], 200)
            self.assertEqual(instance.api("POST", "/complaints", {}, token=token)[0], 403)

    def test_import_prints_one_object_a_file(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-import-"))
        self.addCleanup(shutil.rmtree, folder)
        (folder / "a.csv").write_text("Complaint ID,Date received,Description\n1,2026-01-02,Table stuck\n2,2026-13-02,Coil\n")
        (folder / "b.ndjson").write_text('{"id":"9","received":"2026-01-05","description":"Helium low"}\n')
        with Instance() as instance:
            instance.stop()
            for attempt in (1, 2):
                done = run("import", "--data", instance.data, "--json", folder / "a.csv", folder / "b.ndjson")
                results = [json.loads(line) for line in done.stdout.splitlines()]
                self.assertEqual(len(results), 2)
                for result in results:
                    counted = sum(result[k] for k in ("created", "updated", "unchanged", "rejected"))
                    self.assertEqual(result["read"], counted)
                    self.assertGreaterEqual(result["seconds"], 0)
                self.assertEqual(results[0]["rejected"], 1)
                self.assertEqual(results[0]["created"], 1 if attempt == 1 else 0)
                self.assertEqual(results[1]["created"], 1 if attempt == 1 else 0)

    def test_a_trial_and_a_file_without_rows_say_so(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-import-"))
        self.addCleanup(shutil.rmtree, folder)
        (folder / "a.csv").write_text("id,summary\n1,Table stuck\n")
        (folder / "b.csv").write_text("id,summary\n")
        with Instance() as instance:
            trial = run("import", "--data", instance.data, "--dry-run", folder / "a.csv", folder / "b.csv")
            first, second = trial.stdout.splitlines()
            self.assertTrue(first.endswith("1 created, 0 updated, 0 unchanged, 0 rejected (a trial: nothing was written)"))
            self.assertIn("(a header and no rows)", second)
            told = run("import", "--data", instance.data, "--dry-run", "--json", folder / "a.csv")
            self.assertIs(json.loads(told.stdout)["dry_run"], True)
            done = run("import", "--data", instance.data, folder / "a.csv")
            self.assertNotIn("trial", done.stdout)

    def test_a_file_that_cannot_be_taken_harms_no_other(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-import-"))
        self.addCleanup(shutil.rmtree, folder)
        (folder / "a.csv").write_text("id,summary\n1,Table stuck\n")
        (folder / "empty.csv").write_text("")
        (folder / "scalar.json").write_text("42")
        (folder / "cut.json").write_text('[{"id":"7","summary":"Coil"}')
        (folder / "b.csv").write_text("id,summary\n2,Helium low\n")
        names = ["a.csv", "empty.csv", "scalar.json", "cut.json", "missing.csv", "b.csv"]
        with Instance() as instance:
            done = run("import", "--data", instance.data, "--json", *[folder / name for name in names], check=False)
            self.assertEqual(done.returncode, 1)
            results = [json.loads(line) for line in done.stdout.splitlines()]
            self.assertEqual([pathlib.Path(result["file"]).name for result in results], names)
            self.assertEqual([result["created"] for result in results], [1, 0, 0, 1, 0, 1])
            for name in names[1:5]:
                self.assertIn(f"{folder / name}: ", done.stderr)
            self.assertEqual([bool(result.get("failure")) for result in results], [False, True, True, True, True, False])
            self.assertEqual(list((pathlib.Path(instance.data) / "imports").iterdir()), [])

    def test_missing_and_unreadable_files_fail_with_a_sentence(self):
        with Instance() as instance:
            done = run("import", "--data", instance.data, "/nonexistent.csv", check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("/nonexistent.csv", done.stderr)

    def test_a_second_start_says_who_has_the_directory(self):
        with Instance() as instance:
            done = run("serve", "--data", instance.data, "--listen", f"127.0.0.1:{free_port()}", check=False, timeout=20)
            self.assertEqual(done.returncode, 1)
            self.assertIn(str(instance.process.pid), done.stderr)

    def test_healthcheck_follows_the_instance(self):
        with Instance() as instance:
            self.assertEqual(run("healthcheck", "--data", instance.data).returncode, 0)
            instance.stop()
            self.assertEqual(run("healthcheck", "--data", instance.data, check=False).returncode, 1)


class Setup(unittest.TestCase):
    def test_the_first_start_prints_a_link_that_works_once(self):
        with Instance(account=None) as instance:
            secret = instance.setup_secret()
            self.assertIn(f"http://127.0.0.1:{instance.port}/setup#{secret}", instance.log_text())
            body = {"token": secret, "name": "marie", "display_name": "Marie", "password": PASSWORD, "language": "fr"}
            origin = {"Origin": instance.url, "Content-Type": "application/json"}
            status, headers, _ = instance.raw("POST", "/api/v1/setup", json.dumps(body), origin)
            self.assertEqual(status, 201)
            self.assertIn("HttpOnly", headers["set-cookie"])
            body["name"] = "eve"
            status, _, _ = instance.raw("POST", "/api/v1/setup", json.dumps(body), origin)
            self.assertIn(status, (401, 403, 409, 410))

    def test_a_new_link_is_issued_only_by_command(self):
        with Instance(account=None) as instance:
            first = instance.setup_secret()
            link = run("user", "setup-link", "--data", instance.data).stdout.strip()
            self.assertIn("/setup#", link)
            body = {"token": first, "name": "eve", "display_name": "", "password": PASSWORD}
            origin = {"Origin": instance.url, "Content-Type": "application/json"}
            self.assertNotEqual(instance.raw("POST", "/api/v1/setup", json.dumps(body), origin)[0], 201)
            body["token"] = link.split("#", 1)[1]
            self.assertEqual(instance.raw("POST", "/api/v1/setup", json.dumps(body), origin)[0], 201)


class Executable(unittest.TestCase):
    def test_it_runs_without_anything_around_it(self):
        done = subprocess.run([str(BINARY), "version"], env={}, capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
