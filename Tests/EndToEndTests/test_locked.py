"""Another program holds the database, or a second instance wants it: clear words, and nothing lost."""

import sqlite3
import subprocess
import threading
import unittest

from harness import BINARY, Instance, free_port, run, verify


class Locked(unittest.TestCase):
    def test_writes_wait_for_another_programs_lock_then_say_busy_and_go_on(self):
        with Instance() as instance:
            made = instance.create()
            other = sqlite3.connect(instance.data / "ibtool.db", isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            answers = []
            askers = [threading.Thread(target=lambda: answers.append(
                instance.api("POST", "/complaints", {"description": "One more."}))) for _ in range(3)]
            for asker in askers:
                asker.start()
            self.assertEqual(instance.get(f"/complaints/{made['id']}")["number"], made["number"])
            for asker in askers:
                asker.join()
            for status, headers, problem in answers:
                self.assertEqual(status, 503, problem)
                self.assertGreater(int(headers["retry-after"]), 0)
            other.execute("ROLLBACK")
            other.close()
            again = instance.create()
            self.assertEqual(again["number"][-6:], "000002")
            self.assertEqual(instance.get("/complaints?limit=1")["total"], 2)
            instance.stop()
            verify(instance.data)

    def test_a_second_instance_says_who_has_the_directory(self):
        with Instance() as instance:
            second = subprocess.run(
                [str(BINARY), "serve", "--data", str(instance.data), "--listen", f"127.0.0.1:{free_port()}"],
                capture_output=True, text=True, timeout=30)
            self.assertEqual(second.returncode, 1)
            self.assertIn(f"in use by process {instance.process.pid}", second.stderr)
            instance.create()
            instance.stop()
            verify(instance.data)

    def test_a_command_beside_a_locked_database_says_so(self):
        with Instance() as instance:
            instance.stop()
            other = sqlite3.connect(instance.data / "ibtool.db", isolation_level=None)
            self.addCleanup(other.close)
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            done = run("verify", "--data", instance.data, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("Another program holds a lock on the database", done.stderr)


if __name__ == "__main__":
    unittest.main()
