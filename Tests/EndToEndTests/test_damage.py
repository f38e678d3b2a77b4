"""A damaged database: always what, where and what to do, offline and while it is served."""

import os
import pathlib
import random
import shutil
import tempfile
import time
import unittest

from harness import Instance, run

PAGE = 4096


class Damage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-damage-"))
        run("demo", "--rows", 60, "--data", cls.folder / "sound")
        cls.sound = (cls.folder / "sound" / "ibtool.db").read_bytes()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def damaged(self, name, change):
        data = self.folder / name
        shutil.copytree(self.folder / "sound", data, ignore=shutil.ignore_patterns("*.sock", "ballast"))
        content = bytearray(self.sound)
        change(content)
        (data / "ibtool.db").write_bytes(content)
        return data

    def test_a_lost_header_is_said_with_the_file_and_what_to_do(self):
        def lose(content):
            content[:100] = b"\xa5" * 100

        data = self.damaged("header", lose)
        for words in (["verify"], ["export"], ["user", "list"]):
            done = run(*words, "--data", data, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("ibtool.db is not a database or is damaged", done.stderr)
            self.assertIn("Restore a backup", done.stderr)

    def test_random_damage_never_ends_in_nothing_said(self):
        for seed in range(1, 13):
            dice = random.Random(seed)

            def flip(content):
                for _ in range(dice.randint(1, 6)):
                    content[dice.randrange(PAGE, len(content))] ^= dice.randint(1, 255)

            with self.subTest(seed=seed):
                data = self.damaged(f"seed-{seed}", flip)
                done = run("verify", "--data", data, check=False)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.assertNotIn("Something went wrong", done.stderr)
                if done.returncode == 1:
                    self.assertRegex(done.stderr, "(?i)damaged|restore")
                shutil.rmtree(data)

    def test_a_file_cut_short_under_a_running_instance_is_an_error_and_not_its_end(self):
        data = self.damaged("cut", lambda content: None)
        with Instance(data=data) as instance:
            record = instance.create(description="It is there.")
            os.truncate(data / "ibtool.db", PAGE)
            answers = {instance.raw("GET", f"/api/v1/complaints?limit=50&offset={n}",
                                    headers={"Authorization": f"Bearer {instance.token}"})[0] for n in range(5)}
            answers |= {instance.api("GET", f"/complaints/{n}")[0] for n in range(1, record["id"])}
            self.assertTrue(answers & {500, 503}, answers)
            self.assertIsNone(instance.process.poll(), instance.log_text())
            self.assertEqual(instance.raw("GET", "/healthz")[0], 200)
            instance.kill()

    def test_a_page_lost_between_two_runs_is_found_beside_the_traffic(self):
        def lose(content):
            middle = len(content) // PAGE // 2 * PAGE
            content[middle:middle + 64] = b"\xff" * 64

        data = self.damaged("served", lose)
        with Instance(data=data, account=None, awaits="/healthz") as instance:
            deadline = time.monotonic() + 20
            status, body = 200, b""
            while status == 200 and time.monotonic() < deadline:
                status, _, body = instance.raw("GET", "/readyz")
                time.sleep(0.02)
            self.assertEqual(status, 503, body)
            self.assertIn(b"damaged", body)
            self.assertIn("database.damaged", instance.log_text())


if __name__ == "__main__":
    unittest.main()
