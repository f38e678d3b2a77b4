"""Backups whose keys a key management service wraps (moto, behind a proxy that refuses as Amazon's does): shipped, restored,
rotated, and what is said and done when the service refuses."""

import json
import os
import shutil
import unittest

import stores
from faulty import FaultyProxy
from harness import run
from test_backup_faults import Faults

DENIED = (400, "AccessDeniedException", "User is not authorized to perform: kms:Decrypt")
DISABLED = (400, "DisabledException", "The key is disabled.")


class BackupsWithWrappedKeys(Faults):
    """One bucket and one key service; the instance reaches the bucket whatever the service says."""

    def setUp(self):
        super().setUp()
        try:
            self.store = stores.Moto()
            self.store.__enter__()
        except stores.CannotStart as error:
            self.skipTest(str(error))
        self.addCleanup(self.store.stop)
        self.proxy = FaultyProxy(self.store.port)
        self.addCleanup(self.proxy.stop)
        before = dict(os.environ)
        os.environ.update(self.store.keys)
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        self.addCleanup(os.environ.update, before)
        service = stores.client(self.store, "kms")
        service.create_alias(AliasName="alias/ibtool", TargetKeyId=service.create_key()["KeyMetadata"]["KeyId"])
        self.bucket = stores.client(self.store, "s3")
        self.url = self.store.url
        self.key = self.named("alias/ibtool")

    def named(self, key):
        return f"kms:{key}?region=us-east-1&endpoint=http://127.0.0.1:{self.proxy.port}"

    def instance(self, *arguments):
        return super().instance("--backup-encryption", self.key, "--backup-keys-encryption", self.key, *arguments)

    def restore(self, name, *arguments, check=True, key=None):
        key = key or self.key
        return super().restore(name, "--encryption", key, "--keys-encryption", key, *arguments, check=check)

    def refused(self, name, *words, key=None):
        """A restore that ends with these words, and leaves nothing that looks like one."""
        done = self.restore(name, check=False, key=key)
        self.assertEqual(done.returncode, 1, done.stdout)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertFalse((self.folder / name / "ibtool.db").exists())
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def objects_by_name(self):
        listed = self.bucket.list_objects_v2(Bucket=stores.BUCKET, Prefix="some/prefix/")["Contents"]
        return {entry["Key"].removeprefix("some/prefix/"): self.bucket.get_object(Bucket=stores.BUCKET, Key=entry["Key"])["Body"].read()
                for entry in listed}

    def wrapped(self):
        return sorted(name for name in self.objects_by_name() if name.startswith("encryption/"))

    def expect_sealed(self):
        objects = self.objects_by_name()
        for name, body in objects.items():
            if name.startswith("encryption/"):
                self.assertEqual(json.loads(body)["instance"], "s3://ibtool-test/some/prefix")
            else:
                self.assertTrue(body.startswith(b"ibtool sealed object 1\n"), name)
        self.assertGreater(len(objects), 3)

    def test_shipped_restored_rotated_and_refused(self):
        with self.instance() as instance:
            self.create(instance, 3)
            self.attach(instance, 90_000)
            self.settle(instance)
            self.expect_green(instance)
            self.assertEqual(self.state(instance)["wrapped_by"], self.key)
            self.expect_sealed()
            self.assertEqual(len(self.wrapped()), 1)
            for fault, words in [(DENIED, "Give the role kms:GenerateDataKey and kms:Decrypt"),
                                 (DISABLED, "the key is disabled or waits for its deletion"),
                                 (FaultyProxy.AWAY, "the key management service does not answer")]:
                with self.subTest(words):
                    self.proxy.fault = fault
                    # What is held serves on; only who comes anew is refused, and a drill is one of those.
                    self.create(instance, 2)
                    self.settle(instance)
                    self.assertEqual(self.drill(check=False).returncode, 1)
                    self.expect_red(instance, "drill_failed", words)
                    if fault != FaultyProxy.AWAY:
                        self.refused("refused", words)
                    self.proxy.fault = None
            self.expect_green(instance)
            token = instance.token
        self.refused("refused", "has no such key", key=self.named("alias/other"))
        self.refused("refused", "made for the instance s3://ibtool-test/some/prefix, not for x",
                     key=self.key + "&instance=x")
        plain = run("restore", "--from", self.url, "--to", self.folder / "plain", check=False)
        self.assertIn("it is encrypted", plain.stderr)
        self.rotate(token)
        self.expect_everything("restored")

    def rotate(self, token):
        done = run("backup", "new-key", "--from", self.url, "--encryption", self.key)
        self.assertIn("A new key, wrapped by kms:alias/ibtool", done.stdout)
        self.assertEqual(len(self.wrapped()), 2)
        before = set(self.objects_by_name())
        again = self.instance()
        again.token = token
        with again:
            self.create(again, 2)
            self.settle(again)
            self.expect_green(again)
        marks = {body[24:32].hex() for name, body in self.objects_by_name().items()
                 if name not in before and body.startswith(b"ibtool sealed object 1\n")}
        self.assertEqual(marks, {self.wrapped()[-1].rsplit("-", 1)[1]})

    def test_a_start_without_the_service_serves_people_and_ships_when_it_is_back(self):
        self.proxy.fault = FaultyProxy.AWAY
        with self.instance() as instance:
            self.create(instance, 2)
            state = self.await_state(instance, "nobody said it", lambda state: "does not answer" in state["message"])
            self.assertIn(state["state"], ("starting", "snapshot"), state)
            self.assertEqual(state["level"], "amber", state)
            self.proxy.fault = DENIED
            self.await_state(instance, "nobody said it", lambda state: "does not allow it" in state["message"])
            self.proxy.fault = None
            self.settle(instance)
            self.expect_green(instance)
        self.expect_everything("restored")


if __name__ == "__main__":
    unittest.main()
