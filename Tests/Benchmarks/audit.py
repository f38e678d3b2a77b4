"""
What the audit trail, a past state, the checks of signatures and the self-check cost over a long change log: milliseconds of one
request at the API, medians, beside the same page of the complaint list. From Tests/Benchmarks:

    ../../.venv/bin/python audit.py [ROWS]
"""

import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEndTests"))
import harness  # noqa: E402

ROUNDS = 9


def timed(instance, path):
    times, size = [], 0
    for _ in range(ROUNDS):
        start = time.monotonic()
        status, _, body = instance.raw("GET", "/api/v1" + path, headers={"Authorization": f"Bearer {instance.token}"})
        times.append((time.monotonic() - start) * 1000)
        assert status == 200, (path, status, body[:200])
        size = len(body)
    return statistics.median(times), size


def main(rows):
    with harness.Instance() as instance:
        instance.stop()
        started = time.monotonic()
        harness.run("demo", "--data", instance.data, "--rows", rows, "--seed", 1, timeout=1200)
        print(f"{rows} complaints in {time.monotonic() - started:.0f} s")
        instance.start()
        newest = instance.get("/changes?limit=1")["items"][0]
        middle = instance.get("/complaints/%d/history" % (rows // 2))["items"][0]["at"]
        print(f"{newest['seq']} rows of the change log")
        for label, path in [
            ("newest 100", "/changes"),
            ("a person's", "/changes?actor=admin"),
            ("what the operator did", "/changes?actor=" + newest["actor"].replace(" ", "%20")),
            ("tokens", "/changes?entity=token"),
            ("complaints", "/changes?entity=complaint"),
            ("an act nobody did", "/changes?operation=erase"),
            ("before the middle", f"/changes?to={middle}"),
            ("a person before the middle", f"/changes?actor=admin&to={middle}"),
            ("one record", f"/changes?entity=complaint&id={rows // 2}"),
            ("a past version", f"/complaints/{rows // 2}/versions/1"),
            ("signatures of a file", f"/complaints/{rows // 2}/signatures"),
            ("the complaint list", "/complaints?limit=100"),
            ("the self-check", "/self-check"),
            ("100 files of one check", "/self-check/uncoded?limit=100"),
            ("a check that finds nothing", "/self-check/decision_unsigned"),
        ]:
            median, size = timed(instance, path)
            print(f"{label:28} {median:8.2f} ms {size:9} bytes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
