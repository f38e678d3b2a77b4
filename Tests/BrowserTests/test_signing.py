"""Signing, correcting, looking back: on screen, in print, by keyboard, in both languages and on a telephone."""

import pathlib
import re
import unittest

from browser import SHOTS, BrowserCase

MERGE = {"Content-Type": "application/merge-patch+json"}


class SigningCase(BrowserCase):
    def setUp(self):
        super().setUp()
        self.record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "severity": "minor", "summary": "Table stops during the scan",
            "description": "The table stopped halfway.", "complainant_name": "Léa Martin"})
        self.path = f"/complaints/{self.record['number']}"
        self.change(status="triage")

    def change(self, **values):
        now = self.api("GET", self.path)
        return self.api("PATCH", self.path, values, {"If-Match": f'"{now["version"]}"', **MERGE})

    def sign(self, meaning="reviewed"):
        now = self.api("GET", self.path)
        return self.api("POST", f"{self.path}/signatures", {
            "signature": {"password": self.server.password, "meaning": meaning}},
            {"If-Match": f'"{now["version"]}"'})

    @property
    def panel(self):
        return self.page.locator(".signatures")


class Signing(SigningCase):
    def test_a_file_is_signed_with_what_is_signed_said_first(self):
        page = self.page
        self.go(self.path)
        self.panel.get_by_text("Nobody has signed this file yet.").wait_for()
        self.panel.get_by_role("button", name="Sign").click()
        dialog = page.get_by_role("dialog", name="Sign this file")
        dialog.get_by_text(f"You sign {self.record['number']}, version 2, as it stands now.").wait_for()
        shown = re.sub(r"\s", "", dialog.locator(".hash").inner_text())
        self.assertEqual(shown, self.api("GET", f"{self.path}/signatures")["hash"])
        self.assertEqual(page.evaluate("document.activeElement.type"), "password", "what is needed first has the focus")
        dialog.get_by_label("Meaning").select_option("approved")
        dialog.get_by_text("I approve this version.").wait_for()
        self.check("dialog")
        dialog.get_by_label(re.compile("^Password of")).fill("something else")
        dialog.get_by_role("button", name="Sign").click()
        dialog.locator(".field-error").get_by_text("Name and password are not the signer’s own.").wait_for()
        self.assertEqual(dialog.get_by_label(re.compile("^Password of")).input_value(), "something else")
        self.assertEqual(page.evaluate("document.activeElement.type"), "password")
        dialog.get_by_label(re.compile("^Password of")).fill(self.server.password)
        page.keyboard.press("Enter")
        self.panel.get_by_text("Version 2, as it stands, is signed").wait_for()
        self.panel.get_by_text("Approved · version 2").wait_for()
        page.get_by_role("complementary", name="History").get_by_text("signed version 2: Approved").wait_for()
        self.check("signed")
        self.change(severity="serious")
        self.panel.get_by_text("Version 2 is signed, version 3 is not").wait_for()

    def test_a_signature_stands_in_print(self):
        self.sign()
        self.go(self.path)
        self.panel.get_by_text("Reviewed · version 2").wait_for()
        self.page.emulate_media(media="print")
        self.assertTrue(self.panel.get_by_text("Reviewed · version 2").is_visible())
        self.assertFalse(self.panel.get_by_role("button", name="Sign").is_visible())
        if SHOTS:
            self.page.screenshot(path=str(pathlib.Path(SHOTS) / "print.png"), full_page=True)

    def test_a_locked_field_is_corrected_with_a_reason_and_a_signature(self):
        page = self.page
        self.go(self.path)
        page.get_by_role("button", name="Correct: Description").click()
        dialog = page.get_by_role("dialog", name="Correct a locked field")
        value = dialog.locator("[data-field=description]")
        self.assertEqual(value.input_value(), "The table stopped halfway.")
        dialog.get_by_label("Reason").fill("Misheard on the phone")
        dialog.get_by_label(re.compile("^Password of")).fill(self.server.password)
        dialog.get_by_role("button", name="Sign").click()
        dialog.get_by_text("This is what the file says already.").wait_for()
        value.fill("The table stopped at its end.")
        self.check("correction")
        dialog.get_by_role("button", name="Sign").click()
        page.get_by_text("is corrected and signed.").wait_for()
        page.locator(".record-main").get_by_text("The table stopped at its end.").wait_for()
        history = page.get_by_role("complementary", name="History")
        history.get_by_text("corrected a locked field").wait_for()
        history.get_by_text("Reason: Misheard on the phone").first.wait_for()
        self.assertEqual(self.api("GET", f"{self.path}/signatures")["items"][0]["meaning"], "correction")


class LookingBack(SigningCase):
    def test_versions_are_compared_and_the_file_is_shown_as_it_stood(self):
        page = self.page
        self.change(severity="serious", summary="Table stops before the scan")
        self.go(self.path)
        page.get_by_role("link", name="Versions").click()
        page.get_by_role("heading", name=f"Versions of {self.record['number']}").wait_for()
        page.get_by_text("Between version 2 and version 3, 2 fields differ.").wait_for()
        page.get_by_label("Between").select_option("1")
        page.get_by_text("Between version 1 and version 3, 3 fields differ.").wait_for()
        self.assertIn("from=1&to=3", page.url)
        page.get_by_label("Version", exact=True).select_option("1")
        page.get_by_text("This is version 1, not the file as it is now").wait_for()
        page.locator(".versions .facts").get_by_text("Table stops during the scan").wait_for()
        self.check("versions")
        page.get_by_label("Or as it was on").fill("2001-01-01")
        page.get_by_role("button", name="Show").click()
        page.get_by_text("The file was not there yet.").wait_for()

    def test_lists_are_compared_one_value_a_line(self):
        page = self.page
        self.change(markets=["US", "CA"])
        self.change(markets=["US", "EU"])
        self.go(self.path + "/versions")
        lines = page.locator(".change", has_text="Markets").locator("li")
        lines.first.wait_for()
        self.assertEqual([" ".join(text.split()) for text in lines.all_inner_texts()],
                         ["United States", "− taken away: Canada", "+ added: European Union"])
        self.check("lists")

    def test_a_list_in_another_order_stands_there_before_and_after(self):
        page = self.page
        self.change(markets=["US", "CA"])
        self.change(markets=["CA", "US"])
        self.go(self.path + "/versions")
        change = page.locator(".change", has_text="Markets")
        change.wait_for()
        self.assertEqual([line for line in change.locator("dd").inner_text().split("\n") if line],
                         ["Before", "United States", "Canada", "After", "Canada", "United States"])
        self.check("order")

    def test_the_audit_trail_is_searched_and_exported(self):
        page = self.page
        self.sign()
        self.go("/admin/audit")
        page.locator(".audit tbody tr").first.wait_for()
        self.check("audit")
        page.get_by_label("Kind of record").select_option("signature")
        page.wait_for_url("**/admin/audit?entity=signature")
        page.locator(".audit tbody").get_by_text("row").first.wait_for()
        page.wait_for_function("() => [...document.querySelectorAll('.audit tbody .chip')]"
                               ".every((chip) => chip.textContent === 'signature')")
        page.get_by_role("textbox", name="Account").fill("nobody")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("heading", name="Nothing was found").wait_for()
        page.get_by_role("button", name="Clear").click()
        page.locator(".audit tbody tr").nth(3).wait_for()
        with page.expect_download() as download:
            page.get_by_role("link", name="Export the whole log").click()
        self.assertEqual(download.value.suggested_filename, "changes.ndjson")

    def test_anchors_and_the_public_key_are_shown(self):
        page = self.page
        self.go("/admin/anchors")
        page.get_by_text("-----BEGIN PUBLIC KEY-----").wait_for()
        page.get_by_role("cell", name="File on this machine").wait_for()
        page.get_by_text(re.compile("entries up to")).first.wait_for()
        self.check("anchors")


class InFrenchAndDark(SigningCase):
    language, theme = "fr", "dark"

    def test_every_screen(self):
        page = self.page
        self.sign("approved")
        self.go(self.path)
        self.panel.get_by_text("Approuvé · version 2").wait_for()
        self.check("complaint")
        self.panel.get_by_role("button", name="Signer").click()
        page.get_by_text("J’ai vérifié cette version.").wait_for()
        self.check("dialog")
        for place, shown in (("versions", ".changes"), ("/admin/audit", ".audit tbody tr"),
                             ("/admin/anchors", ".key-text")):
            self.go(place if place.startswith("/") else f"{self.path}/{place}")
            page.locator(shown).first.wait_for(state="attached")
            if "audit" in place or place == "versions":
                # Names and values are words: nothing is left as programs write it.
                raw = re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", page.locator(".changes").first.locator("xpath=ancestor::main").inner_text())
                self.assertEqual(raw, [])
            self.check(place.replace("/", "-"))


class OnATelephone(InFrenchAndDark):
    size = (390, 844)
    theme = "light"


if __name__ == "__main__":
    unittest.main()
