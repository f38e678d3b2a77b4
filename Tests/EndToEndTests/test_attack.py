"""The attacks of `make attack`, small enough for every run: what does not depend on the machine's speed has to hold."""

import concurrent.futures
import pathlib
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Attack"))

import attacks  # noqa: E402
import drained  # noqa: E402
import listeners  # noqa: E402
import load  # noqa: E402
import records  # noqa: E402
import shortages  # noqa: E402
from harness import Instance, run  # noqa: E402
from secure import SecureInstance  # noqa: E402


class Attack(unittest.TestCase):
    def holds(self, figures):
        for figure in figures:
            if figure.firm:
                self.assertTrue(figure.holds, figure.line())

    def test_idle_connections_cost_little(self):
        for kind, count, kib_max in ((Instance, 500, 8), (SecureInstance, 100, 64)):
            with kind() as instance:
                instance.create()
                figures = attacks.idle(instance, count, 0.5, is_secure=kind is SecureInstance)
            self.holds(figures)
            growth = next(figure.value for figure in figures if figure.name == "memory a connection")
            self.assertLess(growth, kib_max)

    def test_whoever_is_slow_is_let_go(self):
        def attack(kind, act, count):
            with kind() as instance:
                instance.create()
                return act(instance, count)

        kinds = [(Instance, attacks.slow_headers, 100), (Instance, attacks.slow_bodies, 100),
                 (SecureInstance, attacks.half_handshakes, 50)]
        with concurrent.futures.ThreadPoolExecutor(len(kinds)) as pool:
            for figures in pool.map(lambda kind: attack(*kind), kinds):
                self.holds(figures)

    def test_empty_records_are_not_listened_to(self):
        with SecureInstance() as instance:
            instance.create()
            self.holds(records.empty_records(instance, 2, 10_000))

    def test_without_descriptors(self):
        with Instance(prefix=["prlimit", "--nofile=200"]) as instance:
            instance.create()
            self.holds(shortages.descriptor_limit(instance, 200, seconds=1))
        with Instance() as instance:
            instance.create()
            self.holds(shortages.no_descriptor(instance, 50, seconds=1))
            instance.create()

    def test_the_standard_load_fits_into_its_memory(self):
        instance = Instance(prefix=["prlimit", f"--data={256 << 20}"])
        run("demo", "--rows", 2_000, "--seed", 1, "--data", instance.data)
        with instance:
            self.holds(load.capped(instance, 16, 2, 256))

    def test_a_stalled_writer_and_a_flood_of_passwords(self):
        with Instance() as instance:
            instance.create()
            self.holds(shortages.stalled_writer(instance, 50, seconds=0.5))
            self.holds(shortages.password_flood(instance, 40))

    def test_listeners_hear_every_change_once(self):
        with Instance() as instance:
            instance.create()
            self.holds(listeners.hear(instance, 50, 20))

    def test_a_stop_under_load_is_orderly_for_every_client(self):
        with Instance() as instance:
            self.holds(drained.stops(instance, 2))


if __name__ == "__main__":
    unittest.main()
