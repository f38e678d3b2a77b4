"""What people type: mistyped directories, filters with any character, names, and sentences that say it once."""

import json
import pathlib
import shutil
import tempfile
import time
import unittest

from harness import PASSWORD, Instance, run


def folder(case):
    path = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-input-"))
    case.addCleanup(shutil.rmtree, path, ignore_errors=True)
    return path


class MistypedDirectory(unittest.TestCase):
    def test_only_what_fills_a_directory_makes_a_database(self):
        parent = folder(self)
        cases = [
            ["verify"], ["export"], ["user", "list"], ["user", "role", "a", "--role", "viewer"],
            ["user", "disable", "a"], ["token", "create", "--user", "a"], ["token", "list"],
            ["token", "revoke", "1"], ["healthcheck"],
        ]
        empty = parent / "empty"
        empty.mkdir()
        for words in cases:
            for data in (parent / "missing", empty):
                with self.subTest(words=words, data=data.name):
                    done = run(*words, "--data", data, stdin="", check=False)
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertEqual(done.stderr, f"ibtool: {data} holds no IBTool database\n")
                    self.assertFalse((parent / "missing").exists())
                    self.assertEqual(list(empty.iterdir()), [])

    def test_demo_import_user_add_and_setup_link_make_one(self):
        parent = folder(self)
        (parent / "a.csv").write_text("Complaint ID,Date received,Description\n1,2026-01-02,Table stuck\n")
        cases = [
            ["demo", "--rows", "1"], ["import", parent / "a.csv"],
            ["user", "add", "anna", "--role", "admin", "--password-stdin"], ["user", "setup-link"],
        ]
        for number, words in enumerate(cases):
            with self.subTest(words=words):
                run(*words, "--data", parent / str(number), stdin=PASSWORD + "\n")
                self.assertTrue((parent / str(number) / "ibtool.db").exists())


class Filters(unittest.TestCase):
    TEXTS = ["hélium bas", "100% plein", "vis #4", "R&D room", "a+b", "naïve ; x = y", "zz%zz"]

    def test_a_filter_takes_any_character_as_typed_and_as_in_an_address(self):
        data = folder(self) / "data"
        file = data.parent / "a.ndjson"
        rows = [{"id": str(i), "received": "2026-01-05", "description": t, "customer": t} for i, t in enumerate(self.TEXTS)]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        run("import", "--data", data, file)

        def customers(query):
            text = run("export", "--data", data, "--format", "ndjson", "--filter", query).stdout
            return [json.loads(line)["customer"] for line in text.splitlines()]

        from urllib.parse import quote

        for text in self.TEXTS:
            with self.subTest(text=text):
                self.assertEqual(customers("customer=" + quote(text)), [text])
                typed = text.replace("+", "%2B")
                self.assertEqual(customers("customer=" + typed), [text])
        self.assertEqual(customers("q=hélium"), ["hélium bas"])
        self.assertEqual(customers("q=helium bas"), ["hélium bas"])
        self.assertEqual(customers("customer=R&D room&received_from=2026-01-01"), ["R&D room"])
        self.assertEqual(customers("q=nothing\nlike\tit"), [])

    def test_a_wrong_filter_is_answered_with_one_clear_sentence(self):
        data = folder(self) / "data"
        run("demo", "--rows", "1", "--data", data)
        cases = {
            "nope=1": "ibtool: nope: There is no field of this name.\n",
            "q=" + "x" * 5000: "ibtool: q: The search is too long: at most 4000 characters.\n",
            'q="open': None,
        }
        for query, sentence in cases.items():
            with self.subTest(query=query[:20]):
                done = run("export", "--data", data, "--filter", query, check=False)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                if sentence:
                    self.assertEqual(done.stderr, sentence)
        done = run("export", "--data", data, "--filter", "q=%ff", check=False)
        self.assertEqual(done.returncode, 2, done.stderr)


class Names(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-names-"))
        run("user", "add", "anna", "--role", "admin", "--password-stdin", "--data", cls.data, stdin=PASSWORD + "\n")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.data)

    def refused(self, *words, stdin=""):
        done = run(*words, "--data", self.data, stdin=stdin, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        return done.stderr

    def test_sentences_say_it_once_and_say_what_would_be_right(self):
        weak = self.refused("user", "add", "bo", "--role", "viewer", "--password-stdin", stdin="short\n")
        self.assertTrue(weak.startswith("ibtool: password: "), weak)
        self.assertEqual(weak.count(weak[len("ibtool: password: "):].strip()), 1)
        name = self.refused("user", "add", "bad name/..", "--role", "viewer", "--password-stdin", stdin=PASSWORD + "\n")
        self.assertIn("a–z", name)
        self.assertNotIn("control", name)
        for other in ("a/b", "..", "naïve", "a b", "x\ny"):
            self.assertNotIn("Bad Request", self.refused("user", "role", other, "--role", "viewer"))
        link = self.refused("user", "setup-link")
        self.assertIn("There are accounts already", link)

    def test_an_account_is_bound_to_sites_and_let_loose_again(self):
        with Instance(data=self.data) as instance:
            instance.api("POST", "/sites", {"code": "LIL", "name": "Lille"}, status=201)
            run("user", "add", "lili", "--role", "analyst", "--sites", "LIL", "--patient", "--password-stdin",
                "--data", self.data, stdin=PASSWORD + "\n")
            self.assertIn("lili\tanalyst\tsites LIL\tpatient", run("user", "list", "--data", self.data).stdout)
            run("user", "change", "lili", "--sites", "all", "--no-patient", "--role", "viewer",
                "--display-name", "Lili", "--data", self.data)
            self.assertIn("lili\tviewer\n", run("user", "list", "--data", self.data).stdout)
            self.assertIn("sites/0: ", self.refused("user", "change", "lili", "--sites", "NOPE"))
        done = run("user", "change", "lili", "--data", self.data, check=False)
        self.assertEqual(done.returncode, 2)


class SetupLinks(unittest.TestCase):
    def test_a_second_start_without_accounts_says_where_a_link_comes_from(self):
        with Instance(account=None) as instance:
            instance.setup_secret()
            instance.stop()
            instance.start()
            words = f"ibtool user setup-link --data {instance.data}"
            deadline = time.monotonic() + 10
            while words not in instance.log_text() and time.monotonic() < deadline:
                time.sleep(0.02)
            self.assertIn(words, instance.log_text())

    def test_the_link_has_the_public_name(self):
        with Instance(account=None, arguments=["--public-host", "qms.example.org", "--public-host", "a.example.org"]) as instance:
            self.assertTrue(instance.setup_secret())
            self.assertIn("https://qms.example.org/setup#", instance.log_text())
            done = run("user", "setup-link", "--data", instance.data)
            self.assertTrue(done.stdout.startswith("https://qms.example.org/setup#"), done.stdout)

    def test_a_stopped_instance_is_told_its_address(self):
        data = folder(self) / "data"
        assumed = run("user", "setup-link", "--data", data)
        self.assertTrue(assumed.stdout.startswith("http://127.0.0.1:8080/setup#"), assumed.stdout)
        self.assertIn("--public-url", assumed.stderr)
        told = run("user", "setup-link", "--public-url", "https://qms.example.org/", "--data", data)
        self.assertTrue(told.stdout.startswith("https://qms.example.org/setup#"), told.stdout)
        self.assertEqual(told.stderr, "")
        wrong = run("user", "setup-link", "--public-url", "ftp://x", "--data", data, check=False)
        self.assertEqual(wrong.returncode, 2)


if __name__ == "__main__":
    unittest.main()
