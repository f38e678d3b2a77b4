"""A telephone's width: nothing scrolls sideways but the grid itself, and nothing covers anything."""

import unittest

from browser import BrowserCase

WIDTHS = "() => [document.documentElement, document.querySelector('main')]" \
         ".map((element) => [element.scrollWidth, element.clientWidth])"
BAR = [".bar .place li:last-child", ".search-box", ".bar > .button >> nth=0", ".bar > .button >> nth=1",
       ".bar > .button >> nth=2"]


class NarrowTests(BrowserCase):
    size = (390, 844)

    def setUp(self):
        super().setUp()
        record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "severity": "minor", "description": "The table stopped halfway.",
            "summary": "Table stops during the scan, and the operator has to restart the console twice"})
        self.number = record["number"]

    def look(self, path, shown, parts):
        self.go(path)
        self.page.locator(shown).first.wait_for()
        for scroll, client in self.page.evaluate(WIDTHS):
            self.assertLessEqual(scroll, client, path)
        boxes = {part: self.page.locator(part).bounding_box() for part in BAR + parts}
        for part, box in boxes.items():
            self.assertGreaterEqual(box["x"], 0, part)
            self.assertLessEqual(box["x"] + box["width"], self.size[0], f"{part} of {path} lies off the screen")
        self.assert_apart(boxes)

    def assert_apart(self, boxes):
        names = list(boxes)
        for at, one in enumerate(names):
            for other in names[at + 1:]:
                a, b = boxes[one], boxes[other]
                is_apart = (a["x"] + a["width"] <= b["x"] + 0.5 or b["x"] + b["width"] <= a["x"] + 0.5
                            or a["y"] + a["height"] <= b["y"] + 0.5 or b["y"] + b["height"] <= a["y"] + 0.5)
                self.assertTrue(is_apart, f"{one} {a} and {other} {b} overlap")

    def test_home(self):
        self.look("/", ".stacks tbody tr", [".page-head h1", ".page-head .button", ".home-wide"])
        table = self.page.locator(".table-scroll").evaluate("(e) => [e.scrollWidth, e.clientWidth]")
        self.assertLessEqual(*table)

    def test_the_list(self):
        self.look("/complaints?q=console", ".grid-canvas .grid-row", [
            ".list-head h1", ".list-count", *[f".list-head .line > * >> nth={at}" for at in range(4)],
            ".token", ".grid"])

    def test_a_complaint_beside_the_grid_stands_in_its_place(self):
        self.look(f"/complaints?peek={self.number}", ".peek-summary", [".list-head h1", ".peek-head h2", ".peek-body"])

    def test_a_file(self):
        self.look(f"/complaints/{self.number}", ".history-item", [
            ".record-title h1", ".record-title .button >> nth=0", ".record-title .button >> nth=1",
            ".record-summary", *[f".step-dot >> nth={at}" for at in range(8)], ".stepper .now .step-label"])

    def test_a_file_that_is_edited(self):
        self.go(f"/complaints/{self.number}")
        self.page.locator(".record-title .button.primary").click()
        self.page.locator(".record-form").wait_for()
        parts = [".record-title h1", ".dirty", ".record-title .button >> nth=0", ".record-title .button >> nth=1"]
        self.assert_apart({part: self.page.locator(part).bounding_box() for part in parts})

    def test_a_new_complaint(self):
        self.look("/complaints/new", ".record-form", [
            ".record-title h1", ".record-title .button >> nth=0", ".record-title .button >> nth=1"])

    def test_imports_and_the_rest(self):
        for path in ("/imports", "/systems", "/sites", "/admin/users", "/admin/fields", "/admin/fields/new",
                     "/admin/tokens"):
            with self.subTest(path):
                self.look(path, "main h1", ["main h1"])


class NarrowFrenchTests(NarrowTests):
    language = "fr"


CUT = """() => [...document.querySelectorAll('.bar *, .rail *, main *, dialog[open] *')].filter((element) => {
  const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!hasText || element.closest('.unseen, .grid-canvas, .grid-head, .attachment-name, .token')) return false;
  const style = getComputedStyle(element);
  return style.overflowX !== 'visible' && style.clipPath === 'none' && element.clientWidth > 1
    && element.scrollWidth > element.clientWidth + 1;
}).map((element) => `${element.className} ${element.textContent}`)"""
SCREENS = ["/", "/complaints", "/complaints?q=console&status=closed", "/admin/users", "/admin/fields", "/admin/tokens", "/admin/teams",
           "/admin/rules", "/admin/rules/1", "/admin/codes", "/admin/backups", "/admin/audit", "/admin/anchors", "/imports",
           "/systems", "/sites", "/bulk", "/self-check"]


class WholeFrenchTests(BrowserCase):
    language = "fr"

    def test_nothing_is_cut_at_any_width(self):
        page = self.page
        record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "aware": "2026-03-02", "severity": "serious", "description": "La table est tombée.",
            "summary": "Table tombée", "outcome": "serious_injury", "markets": ["US", "EU"]})
        for width, height in ((1024, 768), (1280, 800), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            for path in [*SCREENS, f"/complaints/{record['number']}"]:
                with self.subTest(path, width=width):
                    self.go(path)
                    page.locator("main h1:not(.unseen)").first.wait_for()
                    page.wait_for_function("() => !document.querySelector('main .skeleton, main [aria-busy=true]')")
                    self.assertEqual(page.evaluate(CUT), [])
                    for scroll, client in page.evaluate(WIDTHS):
                        self.assertLessEqual(scroll, client)

    def test_the_bar_of_the_grid_is_whole_with_a_selection(self):
        page = self.page
        for width in (1024, 1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            self.open_grid("?q=console")
            page.locator(".grid").focus()
            page.keyboard.press("Control+a")
            page.locator(".select-bar").wait_for()
            self.assertEqual(page.evaluate(CUT), [], width)


class TabletTests(BrowserCase):
    language = "fr"
    size = (768, 1024)

    def test_the_count_is_not_cut(self):
        self.open_grid()
        self.assertEqual(self.page.locator(".list-count").evaluate("(e) => e.scrollWidth - e.clientWidth"), 0)

    def test_the_steps_stand_apart(self):
        number = self.api("GET", "/complaints?limit=1")["items"][0]["number"]
        self.go(f"/complaints/{number}")
        self.page.locator(".stepper li").first.wait_for()
        boxes = self.page.locator(".step-label").evaluate_all(
            "(all) => all.map((e) => { const r = e.getBoundingClientRect(); return [r.left, r.right, r.top]; })")
        for (_, right, top), (left, _, below) in zip(boxes, boxes[1:]):
            self.assertTrue(right <= left or below > top, boxes)


if __name__ == "__main__":
    unittest.main()
