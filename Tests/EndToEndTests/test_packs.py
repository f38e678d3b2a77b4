"""Inspection packs: an archive that opens and checks without IBTool, whatever people wrote into the file."""

import hashlib
import html.parser
import io
import json
import pathlib
import posixpath
import subprocess
import tempfile
import unittest
import urllib.parse
import zipfile

from harness import Instance

HOSTILE = "<script>alert(1)</script> \"quoted\" & 'so' = \N{MATHEMATICAL BOLD CAPITAL A}"


class Page(html.parser.HTMLParser):
    """What a browser would see: elements, links, text."""

    def __init__(self, content):
        super().__init__()
        self.elements, self.links, self.words = set(), [], []
        self.feed(content.decode())

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return "\n".join(self.words)


class Packs(unittest.TestCase):
    def pack(self, instance, path, **options):
        status, headers, content = instance.api("GET", path, **options)
        self.assertEqual(status, 200, content[:300])
        self.assertEqual(headers["content-type"], "application/zip")
        return zipfile.ZipFile(io.BytesIO(content))

    def check(self, archive):
        """Every file is what SHA256SUMS and the manifest say, by programs that are not ours."""
        self.assertIsNone(archive.testzip())
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder)
            done = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            named = {line[66:] for line in (pathlib.Path(folder) / "SHA256SUMS").read_text().splitlines()}
        self.assertEqual(named, set(archive.namelist()) - {"SHA256SUMS"})
        manifest = json.loads(archive.read("manifest.json"))
        for file in manifest["files"]:
            content = archive.read(file["path"])
            self.assertEqual((file["bytes"], file["sha256"]), (len(content), hashlib.sha256(content).hexdigest()))
        for name in archive.namelist():
            if name.endswith(".html"):
                page = Page(archive.read(name))
                self.assertNotIn("script", page.elements)
                base = name.rpartition("/")[0]
                for link in page.links:
                    self.assertIn(posixpath.normpath(posixpath.join(base, urllib.parse.unquote(link))), archive.namelist())
        return manifest

    def attach(self, instance, number, name, content, query=""):
        return instance.api("POST", f"/complaints/{number}/attachments?name={urllib.parse.quote(name)}{query}", content,
                            {"Content-Type": "application/octet-stream"}, status=201)[2]

    def test_one_complaint_with_all_that_belongs_to_it(self):
        with Instance() as instance:
            record = instance.create(summary=HOSTILE, description=f"{HOSTILE}\nsecond line", severity="minor")
            key = record["id"]
            instance.api("PATCH", f"/complaints/{key}", {"severity": "serious", "change_reason": "the coil <b>broke</b>"},
                         {"If-Match": '"1"', "Content-Type": "application/merge-patch+json"}, status=200)
            long = bytes(range(256)) * 3_000
            self.attach(instance, key, "../../été <b>.bin", long)
            self.attach(instance, key, "empty note.txt", b"x")
            wrong = self.attach(instance, key, "wrong.txt", b"of another hospital")
            instance.api("POST", f"/complaints/{key}/attachments/{wrong['id']}/withdraw", {"reason": HOSTILE}, status=200)
            hidden = self.attach(instance, key, "dupont.png", b"a patient", "&patient_data=true")
            archive = self.pack(instance, f"/complaints/{key}/pack")
            manifest = self.check(archive)
            folder = record["number"]
            self.assertEqual([entry["folder"] for entry in manifest["complaints"]], [folder])
            names = [name for name in archive.namelist() if "/attachments/" in name]
            self.assertEqual(names, [f"{folder}/attachments/001 été <b>.bin", f"{folder}/attachments/002 empty note.txt",
                                     f"{folder}/attachments/003 wrong.txt"])
            self.assertEqual(archive.read(names[0]), long)
            history = json.loads(archive.read(f"{folder}/history.json"))["items"]
            self.assertEqual(history, instance.get(f"/complaints/{key}/history")["items"][::-1])
            self.assertEqual(manifest["chain"], {"seq": history[-1]["seq"], "hash": history[-1]["hash"]})
            self.assertEqual(json.loads(archive.read(f"{folder}/complaint.json")), instance.get(f"/complaints/{key}"))
            page = Page(archive.read(f"{folder}/complaint.html"))
            self.assertNotIn("b", page.elements)
            for words in (HOSTILE, "Serious", "the coil <b>broke</b>", f"withdrawn: {HOSTILE}", history[0]["hash"],
                          "not in this pack: patient data", hashlib.sha256(long).hexdigest()):
                self.assertIn(words, page.text)
            self.assertNotIn("dupont", page.text)
            self.assertEqual(hidden["name"], "•••")
            french = self.pack(instance, f"/complaints/{key}/pack", headers={"Accept-Language": "fr"})
            self.assertIn("Chronologie", Page(french.read(f"{folder}/complaint.html")).text)

    def test_a_selection_and_its_bounds(self):
        with Instance() as instance:
            numbers = [instance.create(summary=f"case {n}", severity="serious" if n % 2 else "minor")["number"]
                       for n in range(7)]
            archive = self.pack(instance, "/complaints/pack?severity=serious&sort=number")
            manifest = self.check(archive)
            self.assertEqual([entry["number"] for entry in manifest["complaints"]], numbers[1::2])
            self.assertEqual(self.check(self.pack(instance, "/complaints/pack?severity=critical"))["complaints"], [])
            lines = "\n".join(json.dumps({"description": f"case {n}"}) for n in range(500)).encode()
            work = instance.api("POST", "/complaints/bulk-create", lines, {"Content-Type": "application/x-ndjson"},
                                status=202)[2]
            while instance.get(f"/bulk/{work['id']}")["state"] in ("queued", "running"):
                pass
            problem = instance.api("GET", "/complaints/pack", status=422)[2]
            self.assertIn("500", json.dumps(problem))
            instance.api("GET", "/complaints/999999/pack", status=404)

    def test_patient_data_are_in_it_for_those_who_may_see_them_and_it_is_logged(self):
        with Instance() as instance:
            record = instance.create()
            self.attach(instance, record["id"], "dupont.png", b"a patient", "&patient_data=true")
            instance.make_account("doris", "analyst", "--patient")
            token = instance.make_token("doris")
            instance.api("PATCH", f"/complaints/{record['id']}", {"patient_pseudonym": "J.D."},
                         {"If-Match": "*", "Content-Type": "application/merge-patch+json"}, token=token, status=200)
            archive = self.pack(instance, f"/complaints/{record['id']}/pack", token=token)
            self.check(archive)
            page = Page(archive.read(f"{record['number']}/complaint.html"))
            self.assertIn("J.D.", page.text)
            self.assertEqual(archive.read(f"{record['number']}/attachments/001 dupont.png"), b"a patient")
            readings = [(entry["actor"], [change["field"] for change in entry["changes"]])
                        for entry in instance.get(f"/complaints/{record['id']}/history")["items"]
                        if entry["operation"] == "read"]
            self.assertIn(("doris", ["content"]), readings)
            self.assertTrue(any("patient_pseudonym" in fields for who, fields in readings if who == "doris"))
            both = self.pack(instance, "/complaints/pack", token=token)
            self.assertNotIn("J.D.", Page(both.read(f"{record['number']}/complaint.html")).text)
            instance.api("POST", f"/complaints/{record['id']}/erase-personal-data", {"reason": "asked for"},
                         {"If-Match": "*"}, status=200)
            erased = self.pack(instance, f"/complaints/{record['id']}/pack")
            self.check(erased)
            self.assertIn("its key was erased", Page(erased.read(f"{record['number']}/complaint.html")).text)


if __name__ == "__main__":
    unittest.main()
