"""The story of one complaint through the API alone, and what an inspector finds afterwards."""

import html
import io
import pathlib
import random
import re
import shutil
import tempfile
import unittest
import zipfile

import chain_verifier
import story
from harness import PASSWORD, Instance, run, unguarded

FLIPS = 40
# What the page of the decisions says, beside the rationale: where, the law, a question's answer.
WORDS = {"en": ("European Union", "21 CFR 803.50(a)(1)", "Was the information erroneous", "Reportable"),
         "fr": ("Union européenne", "règlement (UE)\u00a02017/745, art.\u00a02, point\u00a065) b), et 87, §\u00a03",
                "L’information était-elle erronée", "À déclarer", "Inconnu")}


def signed(meaning, **more):
    return {**more, "signature": {"password": PASSWORD, "meaning": meaning}}


class Told(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-story-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.data = cls.folder / "data"

    def call(self, who, method, path, body=None, version=None, status=200):
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return self.instance.api(method, path, body, headers, token=self.tokens[who], status=status)[2]

    def version(self):
        return self.call("anna", "GET", self.path)["version"]

    def move(self, who, to, values=None, status=200, **more):
        return self.call(who, "POST", self.path + "/transitions", {"to": to, "values": values or {}, **more},
                         self.version(), status)

    def refused(self, who, code, **more):
        """Closing is refused and the answer says so; nothing has changed."""
        before = self.call("anna", "GET", self.path)
        problem = self.move(who, "closed", status=422, **more)
        self.assertIn(code, [error["code"] for error in problem["errors"]], problem)
        self.assertEqual(self.call("anna", "GET", self.path), before)
        return problem["errors"]

    def test_the_story(self):
        with Instance(self.data) as instance:
            self.instance, self.tokens = instance, {}
            for name, role in story.PEOPLE.items():
                instance.make_account(name, role)
                scopes = ["--scope", "read,intake,work,decide,sign"] if role == "reviewer" else []
                self.tokens[name] = instance.make_token(name, *scopes)
            self.recorded()
            self.merged()
            self.clocks()
            self.investigated()
            self.decided()
            self.reported()
            self.closed()
            self.reopened()
            self.packed()
            instance.stop()
        self.verified()
        self.flipped()

    def recorded(self):
        self.called = self.call("ines", "POST", "/complaints", story.CALL, status=201)
        record = self.call("ines", "POST", "/complaints", story.LETTER, status=201)
        self.number, self.path = record["number"], f"/complaints/{record['id']}"

    def merged(self):
        found = self.call("anna", "POST", "/complaints/query", {"q": "burn arm*"})["items"]
        self.assertIn(self.called["number"], [item["number"] for item in found])
        self.call("anna", "POST", f"/complaints/{self.called['id']}/merge",
                  {"into": self.number, "reason": "The same event"}, self.called["version"])
        members = self.call("anna", "GET", self.path + "/members")
        self.assertEqual(([item["number"] for item in members["items"]], members["aware"]),
                         ([self.called["number"]], story.CALL["aware"]))
        self.move("anna", "triage")
        self.move("anna", "assessed", story.TRIAGE)

    def clocks(self):
        found = {clock["rule"]: (clock["due"], clock["sentence"])
                 for clock in self.call("anna", "GET", self.path + "/clocks")["clocks"]}
        for rule, expected in story.CLOCKS.items():
            self.assertEqual(found[rule], expected)
        record = self.call("anna", "GET", self.path)
        self.assertEqual(record.get("decision_required"), None, "every question of a rule is answered")

    def investigated(self):
        self.move("rosa", "investigation", {"investigation_needed": "yes"})
        self.move("rosa", "action", story.INVESTIGATION)
        self.move("anna", "reply", story.ACTION)
        self.move("anna", "review", story.REPLY)

    def decided(self):
        errors = self.refused("rene", "decision_required", **signed("closure"))
        self.assertEqual({error["pointer"] for error in errors if error["code"] == "decision_required"},
                         {"/jurisdictions/US", "/jurisdictions/EU"})
        for jurisdiction, rationale in story.DECISIONS.items():
            decision = self.call("rene", "POST", self.path + "/decisions", signed(
                "decision", jurisdiction=jurisdiction, verdict="reportable", rationale=rationale,
                answers=story.ANSWERS[jurisdiction]), status=201)
            self.assertEqual((decision["state"], decision["decided_by"]), ("signed", "rene"))

    def reported(self):
        errors = self.refused("rene", "report_missing", **signed("closure"))
        self.assertEqual({error["pointer"] for error in errors if error["code"] == "report_missing"},
                         {"/jurisdictions/US", "/jurisdictions/EU"})
        for jurisdiction, report in story.REPORTS.items():
            self.call("anna", "POST", self.path + "/reports", {"jurisdiction": jurisdiction, "type": "initial", **report},
                      status=201)
        rows = {row["code"]: row for row in self.call("anna", "GET", self.path + "/reporting")["jurisdictions"]}
        for jurisdiction, days in story.DAYS_LATE.items():
            self.assertEqual([report["days_late"] for report in rows[jurisdiction]["reports"]], [days], jurisdiction)

    def closed(self):
        self.refused("rosa", "closed_by_investigator", **signed("closure"))
        self.refused("rene", "signature_missing")
        self.assertEqual(self.move("rene", "closed", **signed("closure"))["status"], "closed")
        self.call("anna", "PATCH", self.path, {"summary": "Other"}, self.version(), status=409)
        late = self.call("anna", "POST", self.path + "/reports", {"jurisdiction": "US", "type": "follow_up"}, status=409)
        self.assertIn("opens it again, with a reason and a signature", late["detail"])

    def reopened(self):
        again = self.move("rene", "reply", reason="The hospital called back", **signed("reopening"))
        self.assertEqual((again["reopened_count"], again["reopened_reason"]), (1, "The hospital called back"))
        self.move("anna", "review", {"contact_attempts": "Called back on 2026-04-02; satisfied."})
        self.move("rene", "closed", **signed("closure"))
        signatures = self.call("anna", "GET", self.path + "/signatures")["items"]
        self.assertEqual({item["signer"] for item in signatures}, {"rene"})

    def packed(self):
        content = self.instance.api("GET", self.path + "/pack", token=self.tokens["rene"], status=200)[2]
        archive = zipfile.ZipFile(io.BytesIO(content))
        self.assertIsNone(archive.testzip())
        words = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".json", ".html")))
        for part in (story.REPORTS["EU"]["report_number"], story.DECISIONS["US"], "The hospital called back",
                     self.called["number"]):
            self.assertIn(part, words)
        for language, parts in WORDS.items():
            content = self.instance.api("GET", self.path + "/pack", None, {"Accept-Language": language},
                                        token=self.tokens["rene"], status=200)[2]
            archive = zipfile.ZipFile(io.BytesIO(content))
            pages = {name: re.sub(r"<style>.*?</style>|<[^>]+>", " ", html.unescape(archive.read(name).decode()), flags=re.S)
                     for name in archive.namelist() if name.endswith(".html")}
            for part in parts:
                self.assertIn(part, pages[f"{self.number}/decisions.html"])
            for name, text in pages.items():
                # No raw name, no raw value, no JSON.
                self.assertEqual(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b|\{\"", text), [], name)

    def verified(self):
        self.assertEqual(run("verify", "--data", self.data).returncode, 0)
        export = self.folder / "changes.ndjson"
        run("changes", "export", "--data", self.data, "--output", export)
        rows = chain_verifier.read_lines(export)
        chain_verifier.check_chain(rows)
        self.assertGreaterEqual(chain_verifier.check_signatures(rows), 5)

    def name(self, table, number):
        """What `ibtool verify` calls a row."""
        if table == "change":
            return rf"Row {number} of the change log"
        with unguarded(self.data) as base:
            if table == "complaint":
                return rf"[Cc]omplaint ({number}|{base.execute('SELECT number FROM complaint WHERE id = ?', (number,)).fetchone()[0]})\b"
        return rf"\b{number}\b"

    def flipped(self):
        """One byte of a row of the log, or of a record: `ibtool verify` names it."""
        chance = random.Random(7)
        for _ in range(FLIPS):
            table, key = chance.choice([("change", "seq"), ("change", "seq"), ("complaint", "id"), ("companion", "id"),
                                        ("signature", "id")])
            with unguarded(self.data) as base:
                columns = [row[1] for row in base.execute(f"PRAGMA table_info({table})") if row[1] != key]
                cells = [(column, *row) for column in columns for row in base.execute(
                    f"SELECT {key}, {column} FROM {table} WHERE length({column}) > 0")]
                column, number, value = chance.choice(cells)
                content = bytearray(value if isinstance(value, bytes) else str(value).encode())
                content[chance.randrange(len(content))] ^= 1
                other = bytes(content) if isinstance(value, bytes) else content.decode(errors="replace")
                base.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (other, number))
            with self.subTest(table=table, column=column, row=number, was=value, now=other):
                done = run("verify", "--data", self.data, check=False)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertRegex(done.stdout, self.name(table, number))
            with unguarded(self.data) as base:
                base.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (value, number))
        run("verify", "--data", self.data)


if __name__ == "__main__":
    unittest.main()
