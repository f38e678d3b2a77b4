"""Where backups go: `ibtool backup probe`, and the Swift suite of promises, against stores of others."""

import pathlib
import subprocess
import tempfile
import unittest

import harness
import stores


class ObjectStores(unittest.TestCase):
    def started(self, kind):
        store = kind()
        try:
            store.__enter__()
        except stores.CannotStart as reason:
            self.skipTest(str(reason))
        self.addCleanup(store.stop)
        return store

    def probe(self, location, *words, keys=None, **variables):
        environment = stores.environment(keys, **variables)
        done = harness.run("backup", "probe", location, *words, check=False, environment=environment)
        if environment["AWS_SECRET_ACCESS_KEY"]:
            self.assertNotIn(environment["AWS_SECRET_ACCESS_KEY"], done.stdout + done.stderr)
        return done

    def keeps_the_promises(self, store):
        """`swift test` as `make unit` built it, with the store's location."""
        if not any((harness.ROOT / ".build").glob("*/debug/*.xctest")):
            self.skipTest("the Swift tests are not built: make unit")
        done = subprocess.run(
            ["swift", "test", "--skip-build", "--filter", "RealStoreTests"],
            cwd=harness.ROOT,
            env=stores.environment(store.keys, IBTOOL_TEST_STORE=store.url),
            capture_output=True,
            text=True,
            timeout=600,
        )
        output = done.stdout + done.stderr
        self.assertEqual(done.returncode, 0, output[-4000:])
        left = stores.client(store, "s3").list_multipart_uploads(Bucket=stores.BUCKET).get("Uploads", [])
        self.assertEqual(left, [])
        self.assertRegex(output, r"aRealStore\(_:\) with 1[0-9] test cases passed")
        self.assertNotIn(store.keys["AWS_SECRET_ACCESS_KEY"], output)

    def is_fit(self, store):
        done = self.probe(store.url, keys=store.keys)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("is fit for backups and for sharing.", done.stdout)
        checks = [line.split()[1] for line in done.stdout.splitlines()[:-1]]
        self.assertEqual(checks, ["reachable:", "writing:", "reading:", "clock:", "conditions:", "leftovers:"])

    def test_seaweedfs(self):
        store = self.started(stores.SeaweedFS)
        self.is_fit(store)
        self.keeps_the_promises(store)
        with self.subTest("a wrong secret is told as one"):
            done = self.probe(store.url, AWS_SECRET_ACCESS_KEY="another-secret-0123456789")
            self.assertEqual(done.returncode, 1)
            self.assertIn("does not accept the signature", done.stdout)
        with self.subTest("a bucket that is not there"):
            done = self.probe(store.url.replace(stores.BUCKET, "no-such-bucket"))
            self.assertEqual(done.returncode, 1)
            self.assertIn("PROBLEM  reachable: Cannot list", done.stdout)
        with self.subTest("keys from a file"):
            with tempfile.NamedTemporaryFile("w", suffix=".keys") as file:
                names = {"aws_access_key_id": "AWS_ACCESS_KEY_ID", "aws_secret_access_key": "AWS_SECRET_ACCESS_KEY"}
                file.write("[work]\n" + "".join(f"{name} = {stores.KEYS[key]}\n" for name, key in names.items()))
                file.flush()
                words = ["--credentials-file", file.name, "--profile", "work"]
                done = self.probe(store.url, *words, AWS_SECRET_ACCESS_KEY="wrong", AWS_ACCESS_KEY_ID="wrong")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_moto(self):
        store = self.started(stores.Moto)
        self.is_fit(store)
        self.keeps_the_promises(store)

    def test_a_store_that_ignores_conditions_is_recognised(self):
        store = self.started(stores.Rclone)
        done = self.probe(store.url)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("WARNING  conditions: a second create overwrites the first: backups work", done.stdout)
        self.assertIn("fit for backups, not for sharing", done.stderr)

    def test_a_directory(self):
        with tempfile.TemporaryDirectory(prefix="ibtool-test-") as directory:
            done = self.probe(f"file://{directory}/backups")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            left = [path for path in pathlib.Path(directory).rglob("*") if path.is_file()]
            self.assertEqual([path.name for path in left], [".lock"])

    def test_words_that_are_not_understood(self):
        for words in (["backup"], ["backup", "probe"], ["backup", "probe", "ftp://x"], ["backup", "other", "file:///x"]):
            self.assertEqual(harness.run(*words, check=False).returncode, 2, words)

    def test_nobody_there(self):
        done = self.probe(f"s3://{stores.BUCKET}?endpoint=http://127.0.0.1:{harness.free_port()}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Check the endpoint, its port and the network.", done.stdout)
        self.assertIn("is not fit for backups", done.stderr)

    def test_no_credentials(self):
        variables = {name: "" for name in stores.KEYS}
        done = self.probe(f"s3://{stores.BUCKET}?endpoint=http://127.0.0.1:1", **variables)
        self.assertEqual(done.returncode, 1)
        self.assertIn("there are no usable credentials (none were found)", done.stdout)


if __name__ == "__main__":
    unittest.main()
