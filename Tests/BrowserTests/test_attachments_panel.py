"""Attachments on the page of a complaint: dropped, chosen, stopped, refused, shown, saved, withdrawn."""

import contextlib
import json
import pathlib
import struct
import unittest
import zlib

from browser import BrowserCase
from playwright.sync_api import Error



def png(width, height):
    """A picture of one colour (PNG, third edition, section 5)."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + b"\x24\x57\xc5" * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))

PNG = png(16, 16)
WORDS = {
    "en": {"add": "Attach files", "none": "Nothing is attached yet", "title": "Attachments", "history": "History"},
    "fr": {"add": "Joindre des fichiers", "none": "Rien n’est encore joint", "title": "Pièces jointes",
           "history": "Historique"},
}


class AttachmentCase(BrowserCase):
    def setUp(self):
        super().setUp()
        record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "summary": "Table stops during the scan", "severity": "minor",
            "description": "The table stopped halfway."})
        self.id, self.number = record["id"], record["number"]
        self.words = WORDS[self.language]

    def show(self):
        self.go(f"/complaints/{self.number}")
        self.panel = self.page.get_by_role("region", name=self.words["title"])
        self.page.locator(".history-item").first.wait_for()

    def choose(self, *files):
        self.page.locator(".attachments input[type=file]").set_input_files(
            [{"name": name, "mimeType": "text/html", "buffer": content} for name, content in files])

    def attach(self, name, content, query=""):
        """Beside the page."""
        return self.api("POST", f"/complaints/{self.id}/attachments?name={name}{query}", content,
                        {"Content-Type": "application/octet-stream"})

    def item(self, name):
        return self.panel.locator(".attachment", has_text=name)


class AttachmentTests(AttachmentCase):
    def test_files_are_attached_shown_and_saved(self):
        self.show()
        self.panel.get_by_text(self.words["none"]).wait_for()
        self.choose(("coil.png", PNG), ("report <b>.txt", b"The coil <b>broke</b>."))
        self.item("coil.png").wait_for()
        self.item("report <b>.txt").wait_for()
        history = self.page.get_by_role("complementary", name="History")
        history.get_by_text("attached coil.png").wait_for()
        # A browser loads a picture when it comes near to being seen.
        self.item("coil.png").locator("img").scroll_into_view_if_needed()
        # Looked for each time: the list may be drawn anew meanwhile.
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('img')].some((e) => e.complete && e.naturalWidth === 16)")
        with self.page.expect_download() as waiting:
            self.panel.get_by_role("link", name="report <b>.txt").click()
        self.assertEqual(pathlib.Path(waiting.value.path()).read_bytes(), b"The coil <b>broke</b>.")

    def test_a_picture_is_shown_by_keyboard_alone(self):
        self.attach("coil.png", PNG)
        self.show()
        self.panel.get_by_role("button", name="Show coil.png").focus()
        self.page.keyboard.press("Enter")
        dialog = self.page.get_by_role("dialog", name="coil.png")
        shown = dialog.get_by_role("img", name="coil.png")
        self.page.wait_for_function("(e) => e.complete && e.naturalWidth === 16", arg=shown.element_handle())
        dialog.get_by_role("link", name="Download").wait_for()
        self.check("page")
        self.page.keyboard.press("Escape")
        dialog.wait_for(state="detached")

    def test_files_are_dropped_anywhere_on_the_page(self):
        self.show()
        transfer = self.page.evaluate_handle(
            "() => { const all = new DataTransfer();"
            " all.items.add(new File(['one'], 'one.txt')); all.items.add(new File(['two'], 'two.txt')); return all; }")
        self.page.dispatch_event(".record-summary", "dragover", {"dataTransfer": transfer})
        self.page.locator(".attachments.over").wait_for()
        self.page.dispatch_event(".record-summary", "drop", {"dataTransfer": transfer})
        self.item("one.txt").wait_for()
        self.item("two.txt").wait_for()
        self.assertEqual(self.page.locator(".attachments.over").count(), 0)

    def test_a_file_on_its_way_is_stopped(self):
        self.show()
        kept = []
        self.page.route("**/attachments", lambda route: kept.append(route) if route.request.method == "POST"
                        else route.fallback())
        self.choose(("slow.txt", b"slow"), ("second.txt", b"x"), ("third.txt", b"x"))
        upload = self.panel.locator(".upload", has_text="slow.txt")
        upload.get_by_role("progressbar", name="slow.txt").wait_for()
        self.panel.locator(".upload", has_text="third.txt").get_by_text("Waiting").wait_for()
        for name in ("slow.txt", "third.txt", "second.txt"):
            self.panel.get_by_role("button", name=f"Stop {name}").click()
        upload.wait_for(state="detached")
        self.assertEqual(self.api("GET", f"/complaints/{self.id}/attachments")["items"], [])
        self.assertEqual(self.panel.locator(".upload").count(), 0)
        for route in kept:
            with contextlib.suppress(Error):
                route.abort()

    def test_what_is_refused_says_why_beside_the_file_and_can_be_tried_again(self):
        self.show()
        refusal = {"type": "urn:ibtool:problem:quota_reached", "title": "No room", "status": 507, "detail": "No room.",
                   "errors": [{"pointer": "/file", "code": "quota", "detail": "There is no room left for attachments."}]}
        self.page.route("**/attachments", lambda route: route.fulfill(
            status=507, content_type="application/problem+json", body=json.dumps(refusal))
            if route.request.method == "POST" else route.fallback())
        self.choose(("empty.txt", b""), ("full.txt", b"full"))
        self.panel.locator(".upload", has_text="empty.txt").get_by_text("This file is empty.").wait_for()
        full = self.panel.locator(".upload", has_text="full.txt")
        full.get_by_role("alert").get_by_text("There is no room left for attachments.").wait_for()
        self.check("page")
        self.page.unroute("**/attachments")
        full.get_by_role("button", name="Try full.txt again").click()
        self.item("full.txt").wait_for()
        self.panel.get_by_role("button", name="Put empty.txt away").click()
        self.assertEqual(self.panel.locator(".upload").count(), 0)

    def test_what_is_withdrawn_stays_with_its_reason(self):
        self.attach("wrong.txt", b"wrong")
        self.show()
        self.panel.get_by_role("button", name="Withdraw wrong.txt").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Reason").fill("of another hospital")
        dialog.get_by_role("button", name="Withdraw").click()
        self.item("wrong.txt").locator("s").wait_for()
        self.item("wrong.txt").get_by_text("of another hospital").wait_for()
        self.page.get_by_role("complementary", name="History").get_by_text("withdrew wrong.txt").wait_for()
        self.assertEqual(self.panel.get_by_role("button", name="Withdraw wrong.txt").count(), 0)

    def test_others_see_it_at_once(self):
        self.show()
        self.panel.get_by_text(self.words["none"]).wait_for()
        self.attach("later.txt", b"later")
        self.item("later.txt").wait_for()
        self.page.get_by_role("complementary", name="History").get_by_text("attached later.txt").wait_for()

    def test_patient_data_are_marked_and_hidden_without_the_grant(self):
        self.show()
        self.panel.get_by_label("The next files hold patient data").check()
        self.choose(("dupont.png", PNG))
        mark = self.panel.get_by_text("Patient data", exact=True)
        mark.wait_for()
        self.assertEqual(self.panel.get_by_text("dupont").count(), 0)
        self.assertEqual(self.panel.locator("img").count(), 0)
        self.assertFalse(self.panel.get_by_label("The next files hold patient data").is_checked())

    def test_a_note_goes_with_a_file_and_a_mark_can_be_set_afterwards(self):
        self.show()
        self.panel.get_by_label("What the next files show").fill("The broken coil")
        self.choose(("coil.png", PNG))
        self.item("coil.png").get_by_text("The broken coil").wait_for()
        self.assertEqual(self.panel.get_by_label("What the next files show").input_value(), "")
        self.panel.get_by_role("button", name="Mark coil.png as patient data").click()
        self.panel.get_by_text("Patient data", exact=True).wait_for()
        self.assertEqual(self.panel.get_by_text("coil.png").count(), 0)
        # An administrator without the patient grant cannot take it off again.
        self.assertEqual(self.panel.get_by_role("button", name="is not patient data").count(), 0)
        self.assertTrue(self.api("GET", f"/complaints/{self.id}/attachments")["items"][0]["patient_data"])

    def test_a_file_at_its_end_takes_nothing_more(self):
        self.attach("there.txt", b"there")
        record = self.api("GET", f"/complaints/{self.id}")
        self.api("PATCH", f"/complaints/{self.id}", {
            "status": "not_a_complaint", "change_reason": "a question", "markets": ["EU"], "outcome": "none",
            "recurrence_would_harm": "no", "public_health_threat": "no"},
                 {"If-Match": f'"{record["version"]}"', "Content-Type": "application/merge-patch+json"})
        self.show()
        self.item("there.txt").wait_for()
        # All that is offered is the way back.
        self.assertEqual(self.panel.get_by_role("button").all_inner_texts(), ["Reopen with reason and signature…"])
        self.panel.get_by_role("link", name="there.txt").wait_for()


class LooksTests(AttachmentCase):
    def test_axe_finds_nothing_and_nothing_overflows(self):
        self.attach("Compte rendu d'intervention du 2 mars, deuxi%C3%A8me partie, avec les photographies.pdf", b"%PDF-1.7")
        self.attach("coil.png", PNG)
        self.attach("dicom.dcm", bytes(128) + b"DICM")
        wrong = self.attach("wrong.txt", b"x", "&note=A%20note%20of%20some%20length%20about%20what%20this%20shows")
        self.api("POST", f"/complaints/{self.id}/attachments/{wrong['id']}/withdraw", {"reason": "of another hospital"})
        self.show()
        self.item("coil.png").locator("img").wait_for()
        self.page.wait_for_timeout(400)
        self.check("page")


class NarrowLooks(LooksTests):
    size = (390, 844)
    language = "fr"


class DarkLooks(LooksTests):
    theme = "dark"


class DarkFrenchLooks(LooksTests):
    theme = "dark"
    language = "fr"


if __name__ == "__main__":
    unittest.main()
