"""What a server's process shows of itself, and figures beside their goals."""

import os
import pathlib
import re
import typing

TICK = os.sysconf("SC_CLK_TCK")


def status(pid, field):
    """A number of /proc/PID/status; sizes are in KiB."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"^{field}:\s+(\d+)", text, re.MULTILINE)[1])


def resident_kib(pid):
    """Resident memory; what the kernel holds for sockets is not in it."""
    return status(pid, "VmRSS")


def cpu_seconds(pid):
    """User and system time so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def descriptors(pid):
    """How many it has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def sockets(pid):
    """How many of them are sockets: connections, and a handful of listeners."""
    count = 0
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            count += os.readlink(f"/proc/{pid}/fd/{number}").startswith("socket:")
        except OSError:
            continue  # Closed meanwhile.
    return count


def percentile(values, share):
    """The value below which that share lies; infinite when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")


class Figure(typing.NamedTuple):
    """A measured value and the most, or with `least` the least, it may be; without a goal it only informs.

    A `firm` one does not depend on the machine's speed or on the attack's size: CI holds to it."""

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    least: bool = False
    firm: bool = False

    @property
    def holds(self):
        if self.goal is None:
            return True
        return self.value >= self.goal if self.least else self.value <= self.goal

    def line(self):
        sign = ">=" if self.least else "<="
        goal = "" if self.goal is None else f"{sign} {self.goal:g} {self.unit}"
        verdict = "" if self.goal is None else "holds" if self.holds else "MISSED"
        return f"  {self.name:<58} {self.value:>12,.2f} {self.unit:<6} {goal:<16} {verdict}".rstrip()
