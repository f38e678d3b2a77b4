"""make bench-rules: a dry run and an activation over many complaints, in wall and processor seconds."""

import argparse
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEndTests"))

from harness import Instance, run, signature

TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(process):
    """User and system time of a process so far."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def measured(instance, what, is_done):
    start, before = time.monotonic(), processor_seconds(instance.process)
    while not is_done():
        time.sleep(0.01)
    print(f"{what}: {time.monotonic() - start:.2f} s, {processor_seconds(instance.process) - before:.2f} s of processor")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=100_000)
    rows = options.parse_args().rows
    with Instance() as instance:
        instance.stop()
        start = time.monotonic()
        run("demo", "--data", instance.data, "--rows", rows, "--seed", 1, timeout=3600)
        print(f"{rows} complaints made in {time.monotonic() - start:.1f} s, each with its clocks")
        instance.start()
        draft = instance.api("POST", "/rules", {}, status=201)[2]
        document = draft["document"]
        document["rules"] = [{**rule, "limit": {"days": 20}} if rule["id"] == "POL-INV" else rule
                             for rule in document["rules"]]
        path = f"/rules/{draft['id']}"
        instance.api("PATCH", path, {"document": document}, {"If-Match": '"1"'}, status=200)
        job = instance.api("POST", path + "/dry-run", status=202)[2]
        measured(instance, f"dry run over {rows} files",
                 lambda: instance.get(f"/jobs/{job['id']}")["state"] not in ("queued", "running"))
        found = instance.get(path + "/dry-run")
        print(f"  {found['files']} files compared, {found['changed']} would change, {found['changed_open']} of them open, "
              f"{found['decided']} decided already")
        instance.api("POST", path + "/activate", {"reason": "measured", "signature": signature("activation")},
                     {"If-Match": '"2"'}, token=instance.make_token("admin", "--scope", "read,rules,sign"), status=200)

        def is_applied():
            recount = instance.get("/rules")["recount"]
            return recount["done"] >= recount["total"]

        measured(instance, "activation applied to all files", is_applied)


if __name__ == "__main__":
    main()
