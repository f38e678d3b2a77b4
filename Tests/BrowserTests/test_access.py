"""Every screen, both languages, both themes: axe finds nothing, nothing overflows."""

import unittest

from axe_playwright_python.sync_playwright import Axe
from browser import BrowserCase

AXE = Axe()
SCREENS = ["/", "/complaints", "/complaints?severity=critical&q=table", "/complaints?q=zzzzzz",
           "/complaints/new", "/imports", "/systems", "/systems/new", "/sites", "/admin/users",
           "/admin/fields", "/admin/fields/new", "/admin/tokens", "/admin/backups", "/nowhere"]


class LightEnglish(BrowserCase):
    def settle(self):
        self.page.wait_for_timeout(700)

    def check(self, name):
        found = AXE.run(self.page).response["violations"]
        told = [f"{name}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
        self.assertEqual(told, [])
        overflow = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.assertLessEqual(overflow, 0, f"{name} is wider than its window")

    def test_every_screen(self):
        for path in SCREENS:
            with self.subTest(path):
                self.go(path)
                self.page.locator("h1").first.wait_for(state="attached")
                self.settle()
                self.check(path)

    def test_a_complaint_read_peeked_and_edited(self):
        self.open_grid()
        self.row(1).locator("[role=gridcell]").nth(1).click()
        self.page.locator(".peek .facts").first.wait_for()
        self.check("peek")
        self.page.keyboard.press("Enter")
        self.page.locator(".record .facts").first.wait_for()
        self.settle()
        self.check("complaint")
        self.page.keyboard.press("e")
        self.page.locator(".record-form").wait_for()
        self.check("edit")

    def test_what_floats(self):
        page = self.page
        self.open_grid()
        for name, keys in (("help", "?"), ("palette", "Control+k")):
            page.keyboard.press(keys)
            page.locator("dialog[open]").wait_for()
            self.check(name)
            page.keyboard.press("Escape")
        for index in (0, 2):
            page.locator(".filter-control[aria-haspopup]").nth(index).click()
            self.settle()
            self.check(f"filter {index}")
            page.keyboard.press("Escape")
        page.locator(".bar .button").nth(1).click()
        self.check("menu")

    def test_errors_of_a_form(self):
        self.go("/complaints/new")
        self.page.locator(".record-form").wait_for()
        self.page.keyboard.press("Control+s")
        self.page.locator(".field-error:not([hidden])").first.wait_for()
        self.check("errors")


class DarkFrench(LightEnglish):
    language = "fr"
    theme = "dark"
    size = (1600, 1000)


class Palette(BrowserCase):
    def test_it_goes_to_every_page_of_the_rail_and_says_when_it_finds_nothing(self):
        page = self.page
        self.open_grid()
        for typed, heading in (("audit", "Audit trail"), ("self", "Self-check"), ("teams", "Teams")):
            page.keyboard.press("Control+k")
            page.keyboard.type(typed)
            page.get_by_role("option", name=heading).wait_for()
            page.keyboard.press("Enter")
            page.get_by_role("heading", level=1, name=heading).wait_for()
        page.keyboard.press("Control+k")
        page.keyboard.type("zzzz")
        page.get_by_text("Nothing has this name").wait_for()
        self.check("nothing found")


class Gate(BrowserCase):
    is_signed_in = False

    def test_signing_in(self):
        self.go("/signin")
        self.page.locator("form").wait_for()
        found = AXE.run(self.page).response["violations"]
        self.assertEqual([v["id"] for v in found], [])


if __name__ == "__main__":
    unittest.main()
