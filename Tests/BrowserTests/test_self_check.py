"""What an inspector would object to: counted, drilled into, exported, printed; in both languages and on a telephone."""

import pathlib
import unittest

from browser import BrowserCase

WORDS = {
    "en": {"title": "Self-check", "export": "Export as CSV", "list": "Open as a list", "clear": "found nothing", "remarks": "Worth knowing",
           "verify": "Verify now", "verified": "Everything is as the change log says."},
    "fr": {"title": "Autocontrôle", "export": "Exporter en CSV", "list": "Ouvrir comme liste", "clear": "rien relevé", "remarks": "Bon à savoir",
           "verify": "Vérifier maintenant",
           "verified": "Tout est conforme au journal."},
}


class SelfCheck(BrowserCase):
    def test_an_objection_leads_to_its_files_and_to_the_list_that_shows_them(self):
        page, words = self.page, WORDS[self.language]
        # Demonstration data have no such hole.
        for n in range(3):
            self.api("POST", "/complaints", {"description": f"The table stopped, {n}", "status": "triage"})
        report = self.api("GET", "/self-check")
        item = next(item for item in report["items"] if item["id"] == "aware_missing")
        self.go("/")
        page.get_by_role("navigation").get_by_role("link", name=words["title"]).first.click()
        sentence = item["sentence"][self.language]
        link = page.get_by_role("link", name=sentence)
        link.wait_for()
        self.assertGreaterEqual(page.locator(".checks tbody tr").count(), 2)
        # What came closed with the demonstration is no objection of its own.
        remark = next(item for item in report["items"] if item["id"] == "closed_elsewhere")
        self.assertGreater(remark["count"], 100)
        self.assertEqual([item["count"] for item in report["items"] if item["id"] == "closing_unsigned"], [0])
        page.get_by_role("region", name=words["remarks"]).get_by_role("link", name=remark["sentence"][self.language]).wait_for()
        self.check("report")
        page.get_by_role("button", name=words["verify"]).click()
        page.get_by_text(words["verified"]).wait_for()
        with page.expect_download() as taken:
            page.get_by_role("link", name=words["export"]).click()
        text = pathlib.Path(taken.value.path()).read_text(encoding="utf-8-sig")
        self.assertEqual(text.count(f",{item['id']}\n"), item["count"])
        page.emulate_media(media="print")
        self.assertTrue(link.is_visible())
        self.assertFalse(page.get_by_role("link", name=words["export"]).is_visible())
        page.emulate_media(media="screen")
        link.focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=sentence).wait_for()
        page.locator("tbody tr").first.wait_for()
        self.assertEqual(page.locator("tbody tr").count(), min(100, item["count"]))
        self.check("files")
        page.get_by_role("link", name=words["list"]).click()
        self.wait_for_rows()
        self.assertEqual(self.count(), item["count"])


class InFrenchOnATelephone(SelfCheck):
    language = "fr"
    theme = "dark"
    size = (390, 800)


if __name__ == "__main__":
    unittest.main()
