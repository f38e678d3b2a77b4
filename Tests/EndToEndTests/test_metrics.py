"""What Prometheus itself says of /metrics; its own tool checks it where that is installed."""

import shutil
import subprocess
import time
import unittest

from harness import Instance, verify


class MetricsText(unittest.TestCase):
    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed: scripts/apt-install prometheus")
    def test_promtool_finds_nothing_to_say(self):
        with Instance(arguments=["--metrics-token", "scrape"]) as instance:
            instance.create()
            instance.get("/complaints")
            instance.get("/complaints")
            instance.raw("GET", "/api/nothing")
            status, fields, text = instance.raw("GET", "/metrics", headers={"Authorization": "Bearer scrape"})
            self.assertEqual(status, 200)
            self.assertEqual(fields["content-type"], "text/plain; version=0.0.4; charset=utf-8")
            self.assertIn(b'http_requests_total{method="POST",route="/api/v1/complaints",status="2xx"} 1\n', text)
            self.assertIn(b'http_requests_total{method="GET",route="/api/v1/complaints",status="2xx"} 2\n', text)
            self.assertIn(b'http_requests_total{method="none",route="none",status="4xx"}', text)
            found = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, timeout=60)
            self.assertEqual((found.returncode, found.stdout + found.stderr), (0, b""))

    def test_idle_moments_are_used_and_counted(self):
        with Instance() as instance:
            for number in range(24):
                instance.create(summary=f"case {number}")
            wanted = [b'ibtool_upkeep_slices_total{task="merge"} ', b'ibtool_upkeep_slices_total{task="checkpoint"} ']
            deadline = time.monotonic() + 30
            while True:
                text = instance.raw("GET", "/metrics", headers={"Authorization": f"Bearer {instance.token}"})[2]
                counts = [int(float(text.split(name, 1)[1].split(b"\n", 1)[0])) for name in wanted]
                if all(counts) or time.monotonic() > deadline:
                    break
                time.sleep(0.1)
            self.assertTrue(all(counts), counts)
            self.assertEqual(instance.get("/complaints?q=case")["total"], 24)
            self.assertEqual(instance.stop(), 0)
            verify(instance.data)


if __name__ == "__main__":
    unittest.main()
