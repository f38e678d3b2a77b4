"""A bucket that is away while people go on working: it is said, it becomes an alarm, and when it is back everything is
caught up with. `make backup-away` makes it an hour (IBTOOL_AWAY_MINUTES); every `make test` runs a third of a minute."""

import os
import time
import unittest

import stores
from test_backup_proof import LOADS, Load, Proof, Round

MINUTES = float(os.environ.get("IBTOOL_AWAY_MINUTES", "0.3"))
# The alarm has to come while it is away.
ALARM_SECONDS = max(10, int(MINUTES * 60 / 4))


class Away(Proof):
    def test_nothing_is_lost_while_a_store_is_away(self):
        try:
            with Round(self, "away", f"{self.seed}/away", "--backup-alarm-lag", str(ALARM_SECONDS)) as one:
                self.go_through(one)
        except stores.CannotStart as error:
            self.skipTest(str(error))

    def go_through(self, one):
        loads = [Load(one.instance, f"away-{n}", one.chance.random()) for n in range(LOADS)]
        for load in loads:
            load.start()
        one.settle()
        one.kill_store(away=lambda: self.watch(one))
        back = time.monotonic()
        self.await_current(one)
        seconds = time.monotonic() - back
        acknowledged = one.finish(loads)
        state = one.settle()
        self.assertNotIn("lag", state["reasons"])
        one.instance.stop()
        print(f"{one.expect_all('whole', acknowledged)}; away for {MINUTES} minutes, current {seconds:.0f} s after its "
              f"return, at most {self.waiting >> 20} MiB waited", flush=True)

    def watch(self, one):
        """While it is away: people are served, it is said that it is behind, and in time that is an alarm."""
        self.waiting = 0
        seen = []
        deadline = time.monotonic() + MINUTES * 60
        while time.monotonic() < deadline:
            state = one.instance.get("/backup")["destinations"][0]
            self.waiting = max(self.waiting, state["waiting_bytes"])
            told = (state["state"], tuple(state["reasons"]))
            if not seen or seen[-1] != told:
                seen.append(told)
                print(f"away: {told}", flush=True)
            time.sleep(0.2)
        self.assertIn("behind", [word for word, _ in seen])
        self.assertIn("lag", seen[-1][1])

    def await_current(self, one):
        """The load goes on: it is current for a moment, again and again."""
        deadline = time.monotonic() + 300 + MINUTES * 60
        while time.monotonic() < deadline:
            state = one.instance.get("/backup")["destinations"][0]
            if state["state"] == "current" and "lag" not in state["reasons"]:
                return
            time.sleep(0.1)
        self.fail(f"it did not catch up: {state}")


def load_tests(loader, _, __):
    """Not the tests of the class it is derived from."""
    return unittest.TestSuite([Away("test_nothing_is_lost_while_a_store_is_away")])


if __name__ == "__main__":
    unittest.main()
