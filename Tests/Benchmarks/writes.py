"""make bench-writes: what a durable write costs, beside the disk's own sync rate of the same minute and beside SQLite
doing bare inserts with the same full text.

Import of a spreadsheet (a CSV of this benchmark's own making) beside SQLite's shell, which imports the same file into one
table and its full text; import of NDJSON; creates over 64 connections; and what people wait for a create while a spreadsheet
of as many rows is imported. Rounds are interleaved with their yardsticks; figures are medians. CPU a row is what a machine
that others share disturbs least."""

import argparse
import csv
import io
import json
import os
import pathlib
import random
import sqlite3
import statistics
import subprocess
import tempfile
import threading
import time

from measure import Load, cpu_seconds
from servers import IBTool, connect

FULL_TEXT = ["number", "source_id", "serial", "customer", "device", "summary", "description", "investigation_results"]
RECORD = {"received": "2026-03-02", "channel": "phone", "severity": "minor", "summary": "Bench @@N@@",
          "description": "The patient table stops halfway and the operator restarts the console. " * 4}

SHEET = ["source_id", "received", "aware", "country", "customer", "channel", "modality", "brand", "product", "model", "serial",
         "software_version", "severity", "outcome", "summary", "description"]
WORDS = """the system stopped during a scan after an update of the console and had to be restarted by the operator gradient
coil noise table does not move helium level low cold head compressor alarm image artefact ring streak patient was removed
without harm service engineer replaced board cable gantry tilt collimator detector tube arc high voltage reconstruction slow
network archive transfer failed again since monday customer asks for a visit before the weekend error message number shown
on screen exam repeated next day door switch magnet room monitor contrast injector synchronisation lost""".split()


def sheet(count):
    """A spreadsheet of that many complaints as CSV, the same each time: a summary of 7 words, a description of 45."""
    chance = random.Random(7)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(SHEET)
    for number in range(count):
        day = f"{2019 + number % 7}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        line = chance.randint(1, 6)
        writer.writerow([
            f"CC-{number:07}", day, day, chance.choice(["FR", "DE", "IT", "ES", "GB"]), f"Hospital {chance.randint(1, 400)}",
            chance.choice(["phone", "email", "portal"]), chance.choice(["MR", "CT"]), "Orvane", f"Orvane {line}T", f"OV{line}0",
            f"V{line}-{chance.randint(1, 9000):05}", f"MX {line}.{chance.randint(0, 9)}",
            chance.choice(["none", "minor", "serious", "critical"]), chance.choice(["malfunction", "none", "other"]),
            " ".join(chance.choices(WORDS, k=7)), " ".join(chance.choices(WORDS, k=45))])
    return text.getvalue().encode()


def shell_import(folder, data, count):
    """Rows a second and CPU microseconds a row of SQLite's shell: `.import` into a table without an index, then the same full
    text of what IBTool searches, one transaction each, synchronous=FULL."""
    path, base = pathlib.Path(folder) / "sheet.csv", pathlib.Path(folder) / "shell.db"
    path.write_bytes(data)
    searched = ["source_id", "serial", "customer", "summary", "description"]
    script = "\n".join([
        "PRAGMA journal_mode=WAL;", "PRAGMA synchronous=FULL;", "PRAGMA cache_size=-32768;",
        f"CREATE TABLE complaint({','.join(SHEET)});",
        f"CREATE VIRTUAL TABLE words USING fts5({','.join(searched)}, device, content='', "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3');",
        f".import --csv --skip 1 {path} complaint",
        f"INSERT INTO words(rowid,{','.join(searched)},device) SELECT rowid,{','.join(searched)}, "
        "brand || ' ' || product || ' ' || model FROM complaint;",
        "SELECT count(*) FROM complaint;", ""])
    begin = time.perf_counter()
    process = subprocess.Popen(["sqlite3", base], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(script.encode())
    process.stdin.close()
    answer = process.stdout.read().split()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    seconds = time.perf_counter() - begin
    if status or int(answer[-1]) != count:
        raise SystemExit(f"sqlite3 did not import the file: {answer}")
    for left in [path, base, base.with_name("shell.db-wal"), base.with_name("shell.db-shm")]:
        left.unlink(missing_ok=True)
    return count / seconds, (usage.ru_utime + usage.ru_stime) * 1e6 / count


def sync_rate(folder, seconds=1.0):
    """How often a second the disk writes 4 KB and says that they are safe."""
    path = pathlib.Path(folder) / "sync"
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        os.pwrite(handle, b"\0" * (1 << 20), 0)
        os.fdatasync(handle)
        count, begin = 0, time.perf_counter()
        while time.perf_counter() - begin < seconds:
            os.pwrite(handle, os.urandom(4096), count % 256 * 4096)
            os.fdatasync(handle)
            count += 1
        return count / (time.perf_counter() - begin)
    finally:
        os.close(handle)
        path.unlink()


def bare_inserts(folder, records, batch=500):
    """Rows a second of SQLite alone: one table without an index, the same full text, synchronous=FULL."""
    path = pathlib.Path(folder) / "bare.db"
    rows = [[number, json.dumps(record), *[record.get(name) or "" for name in FULL_TEXT]]
            for number, record in enumerate(records, 1)]
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("PRAGMA cache_size=-32768")
    base.execute("CREATE TABLE complaint(id INTEGER PRIMARY KEY, document TEXT)")
    base.execute(f"CREATE VIRTUAL TABLE words USING fts5({','.join(FULL_TEXT)}, content='', "
                 "tokenize='unicode61 remove_diacritics 2', prefix='2 3')")
    words = f"INSERT INTO words(rowid,{','.join(FULL_TEXT)}) VALUES ({','.join('?' * 9)})"
    begin = time.perf_counter()
    for first in range(0, len(rows), batch):
        chunk = rows[first:first + batch]
        base.execute("BEGIN IMMEDIATE")
        base.executemany("INSERT INTO complaint VALUES (?,?)", [row[:2] for row in chunk])
        base.executemany(words, [[row[0], *row[2:]] for row in chunk])
        base.execute("COMMIT")
    seconds = time.perf_counter() - begin
    base.close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return len(rows) / seconds


class Person(threading.Thread):
    """Makes complaints one after the other with a short pause, and notes how long each took, in milliseconds."""

    def __init__(self, server, stop):
        super().__init__(daemon=True)
        self.server, self.stop, self.waits, self.errors = server, stop, [], 0

    def run(self):
        connection = connect(self.server.port)
        headers = {"Authorization": self.server.authorization, "Content-Type": "application/json"}
        number = 0
        while not self.stop.is_set():
            number += 1
            body = json.dumps(RECORD).replace("@@N@@", f"{self.name} {number}")
            begin = time.perf_counter()
            connection.request("POST", "/api/v1/complaints", body, headers)
            answer = connection.getresponse()
            answer.read()
            self.waits.append((time.perf_counter() - begin) * 1e3)
            self.errors += answer.status != 201
            self.stop.wait(0.02)
        connection.close()


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="ibtool-bench-writes-")
        self.sheet_data = sheet(options.rows)
        print(f"{options.rows} complaints, {options.rounds} rounds, medians")
        if "imports" in options.parts:
            self.make_lines(options)

    def make_lines(self, options):
        demo = IBTool(options.port, options.rows)
        print(f"demo        {options.rows / demo.fill_seconds:9.0f} rows/s with trail and full text")
        demo.start()
        text = demo.call("GET", "/api/v1/complaints/export?format=ndjson").decode()
        demo.remove()
        self.records = [json.loads(line) for line in text.splitlines()]
        for record in self.records:
            record["device"] = " ".join(record.get(name) or "" for name in ("brand", "product", "model"))
        own = ("id", "version", "created", "updated", "updated_by", "import", "device", "site", "site_name", "system",
               "owner", "duplicate_of")
        self.lines = "\n".join(
            json.dumps({name: value for name, value in record.items() if name not in own and value is not None})
            for record in self.records).encode()

    def import_file(self, server, name, data, count, beside=None):
        """Rows a second and CPU a row of one import, from the upload to its end."""
        before, begin = cpu_seconds(server.pid), time.perf_counter()
        connection = connect(server.port)
        kind = "text/csv" if name.endswith(".csv") else "application/x-ndjson"
        connection.request("POST", f"/api/v1/imports?name={name}", data,
                           {"Authorization": server.authorization, "Content-Type": kind})
        answer = connection.getresponse()
        number = json.loads(answer.read())["id"]
        if beside:
            beside()
        while True:
            record = json.loads(server.call("GET", f"/api/v1/imports/{number}"))
            if record["state"] not in ("queued", "running"):
                break
            time.sleep(0.05)
        seconds = time.perf_counter() - begin
        if record["state"] != "done" or record["created"] != count:
            raise SystemExit(f"the import did not take every row: {record['state']} {record['created']} {record['failure']}")
        return {"whole": count / seconds, "rate": count / record["seconds"],
                "cpu": (cpu_seconds(server.pid) - before) * 1e6 / count}

    def sheets(self):
        print(f"\n-- import of a spreadsheet, {len(self.sheet_data) >> 20} MiB of CSV, with trail and full text")
        rounds, shell, syncs = [], [], []
        for _ in range(self.options.rounds):
            syncs.append(sync_rate(self.folder))
            shell.append(shell_import(self.folder, self.sheet_data, self.options.rows))
            server = IBTool(self.options.port, 0)
            server.start()
            rounds.append(self.import_file(server, "bench.csv", self.sheet_data, self.options.rows))
            server.remove()
        median = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
        rate, cpu = (statistics.median(one[place] for one in shell) for place in (0, 1))
        print(f"ibtool      {median['rate']:9.0f} rows/s ({median['whole']:.0f} with upload and a look at the file), "
              f"{median['cpu']:.1f} µs CPU a row")
        print(f"sqlite3     {rate:9.0f} rows/s, {cpu:.1f} µs CPU a row: its shell, one table and the same full text")
        print(f"disk        {statistics.median(syncs):9.0f} syncs/s of 4 KB")
        print(f"            ibtool / sqlite3: rate {median['rate'] / rate:.2f}, CPU {median['cpu'] / cpu:.2f}")

    def imports(self):
        print("\n-- import of NDJSON, with trail and full text")
        rounds, bare, syncs = [], [], []
        for _ in range(self.options.rounds):
            syncs.append(sync_rate(self.folder))
            bare.append(bare_inserts(self.folder, self.records))
            server = IBTool(self.options.port, 0)
            server.start()
            rounds.append(self.import_file(server, "bench.ndjson", self.lines, len(self.records)))
            server.remove()
        median = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
        print(f"ibtool      {median['rate']:9.0f} rows/s ({median['whole']:.0f} with upload and a look at the file), "
              f"{median['cpu']:.1f} µs CPU a row")
        print(f"sqlite      {statistics.median(bare):9.0f} rows/s, bare inserts with the same full text, batches of 500")
        print(f"disk        {statistics.median(syncs):9.0f} syncs/s of 4 KB")
        print(f"            ibtool / sqlite: {median['rate'] / statistics.median(bare):.2f}")

    def creates(self):
        print("\n-- durable create, 64 connections, with trail and full text")
        server = IBTool(self.options.port, self.options.rows)
        server.start()
        load = Load("create", server, ["/api/v1/complaints"], "POST", json.dumps(RECORD))
        load.run(1, counts=False)
        syncs = []
        for _ in range(self.options.rounds):
            syncs.append(sync_rate(self.folder))
            load.run(self.options.seconds)
        print(load.line())
        print(f"disk        {statistics.median(syncs):9.0f} syncs/s of 4 KB; "
              f"creates a sync: {load.median('rate') / statistics.median(syncs):.2f}")
        server.remove()

    def beside(self):
        print(f"\n-- {self.options.people} people who make complaints while {self.options.rows} rows are imported")
        server = IBTool(self.options.port, 0)
        server.start()
        stop = threading.Event()
        people = [Person(server, stop) for _ in range(self.options.people)]
        figures = self.import_file(server, "bench.csv", self.sheet_data, self.options.rows,
                                   beside=lambda: [person.start() for person in people])
        stop.set()
        for person in people:
            person.join()
        waits = [wait for person in people for wait in person.waits]
        print(f"ibtool      p50 {percentile(waits, 0.5):.1f} ms  p99 {percentile(waits, 0.99):.1f} ms  "
              f"max {max(waits):.1f} ms of {len(waits)} creates, errors {sum(person.errors for person in people)}; "
              f"import {figures['rate']:.0f} rows/s")
        server.remove()

    def run(self):
        for part in self.options.parts:
            getattr(self, part)()
        os.rmdir(self.folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--port", type=int, default=18_473)
    parser.add_argument("--parts", nargs="+", choices=["sheets", "imports", "creates", "beside"],
                        default=["sheets", "imports", "creates", "beside"])
    Bench(parser.parse_args()).run()


if __name__ == "__main__":
    main()
