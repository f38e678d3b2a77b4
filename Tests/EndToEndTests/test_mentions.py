"""kill -9 while people mention each other: afterwards each mention that was acknowledged is told, none without its comment,
and none twice, although every comment that got no answer is sent once more."""

import http.client
import pathlib
import sqlite3
import threading
import unittest

from harness import Instance, verify

ROUNDS = 4
COMMENTS = 60


class Mentions(unittest.TestCase):
    def rows(self, instance, sql):
        base = sqlite3.connect(f"file:{pathlib.Path(instance.data) / 'ibtool.db'}?mode=ro", uri=True, timeout=10)
        try:
            return base.execute(sql).fetchall()
        finally:
            base.close()

    def comment(self, instance, file, key):
        """Says whether the comment was acknowledged."""
        try:
            instance.api("POST", f"/complaints/{file}/comments", {"text": f"@olga please look, {key}"},
                         {"Idempotency-Key": key}, status=201)
            return True
        except (OSError, http.client.HTTPException):
            return False

    def test_each_mention_is_told_once(self):
        with Instance() as instance:
            instance.make_account("olga", "analyst")
            file = instance.api("POST", "/complaints", {"description": "The table stopped"}, status=201)[2]["id"]
            said = 0
            for turn in range(ROUNDS):
                keys = [f"{turn}-{number}" for number in range(COMMENTS)]
                unheard = self.talk_until_killed(instance, file, keys, after=5 + 10 * turn)
                self.assertTrue(unheard, "it was over before anybody could kill it")
                instance.start()
                # The answer may be lost and the comment not: the key tells.
                for key in unheard:
                    self.assertTrue(self.comment(instance, file, key))
                said += len(keys)
                comments = self.rows(instance, "SELECT count(*) FROM companion WHERE kind = 'comment'")[0][0]
                told = self.rows(instance, """
                    SELECT count(*), count(DISTINCT entry) FROM notification JOIN account ON account.id = account_id
                    WHERE kind = 'mention' AND name = 'olga' AND entry IN (SELECT id FROM companion)""")[0]
                self.assertEqual((comments, *told), (said, said, said))
            self.assertEqual(self.rows(instance, "SELECT count(*) FROM notification WHERE kind <> 'clock'")[0][0], said)
            bell = instance.get("/notifications?limit=1", token=instance.make_token("olga"))
            self.assertEqual((bell["unseen"], bell["items"][0]["kind"]), (100, "mention"))
            instance.stop()
            verify(instance.data)

    def talk_until_killed(self, instance, file, keys, after):
        """Comments until the server was killed behind so many; the keys of those that got no answer."""
        heard, killed = [], threading.Event()

        def kill():
            killed.wait()
            instance.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        for key in keys:
            if not self.comment(instance, file, key):
                break
            heard.append(key)
            if len(heard) == after:
                killed.set()
        killed.set()
        killer.join()
        return keys[len(heard):]


if __name__ == "__main__":
    unittest.main()
