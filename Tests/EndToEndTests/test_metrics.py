"""What Prometheus itself says of /metrics; its own tool checks it where that is installed."""

import shutil
import subprocess
import unittest

from harness import Instance


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


if __name__ == "__main__":
    unittest.main()
