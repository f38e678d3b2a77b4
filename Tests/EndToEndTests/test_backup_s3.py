"""Backups to a bucket, beside the stock litestream reading the same bucket."""

import filecmp
import os
import random
import subprocess
import unittest

import stores
from test_backup import LITESTREAM, Backups


class BackupsToABucket(Backups):
    """The same instance and the same kill -9, over S3."""

    def setUp(self):
        super().setUp()
        try:
            store = stores.SeaweedFS()
            store.__enter__()
        except stores.CannotStart as error:
            self.skipTest(str(error))
        self.addCleanup(store.stop)
        self.store = store
        self.url = store.url
        before = dict(os.environ)
        os.environ.update(store.keys)
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        self.addCleanup(os.environ.update, before)

    def from_bucket(self, name):
        """Restores with both from the bucket and compares."""
        self.restore(name)
        settings = self.folder / "litestream.yml"
        settings.write_text(
            f"dbs:\n  - path: {self.folder}/absent.db\n    replica:\n      type: s3\n      bucket: {stores.BUCKET}\n"
            f"      path: some/prefix\n      endpoint: {self.store.endpoint}\n      region: us-east-1\n"
            f"      force-path-style: true\n      access-key-id: {self.store.keys['AWS_ACCESS_KEY_ID']}\n"
            f"      secret-access-key: {self.store.keys['AWS_SECRET_ACCESS_KEY']}\n")
        out = self.folder / f"{name}.litestream"
        environment = {word: value for word, value in os.environ.items() if word != "AWS_CA_BUNDLE"}
        done = subprocess.run([str(LITESTREAM), "restore", "-config", str(settings), "-integrity-check", "full",
                               "-o", str(out), f"{self.folder}/absent.db"],
                              capture_output=True, text=True, timeout=300, env=environment)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue(filecmp.cmp(self.folder / name / "ibtool.db", out, shallow=False))

    def test_kill_nine_over_a_bucket(self):
        chance = random.Random(3)
        acknowledged = set()
        instance = self.instance()
        instance.__enter__()
        self.addCleanup(instance.log.close)
        self.settle(instance)
        for turn in range(3):
            acknowledged |= self.crash(instance, chance, turn)
            self.from_bucket(f"crashed-{turn}")
            instance.start()
        self.settle(instance)
        instance.stop()
        self.from_bucket("last")
        self.assertEqual(acknowledged - self.references("last"), set())


def load_tests(loader, _, __):
    """Only what is new here; the rest runs over a directory."""
    return unittest.TestSuite([BackupsToABucket("test_kill_nine_over_a_bucket")])


if __name__ == "__main__":
    unittest.main()
