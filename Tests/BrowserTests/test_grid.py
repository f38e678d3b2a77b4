"""The grid: filter, search, sort, scroll, keyboard, the way back."""

import unittest

from browser import BrowserCase


class GridTests(BrowserCase):
    def setUp(self):
        super().setUp()
        self.rows = self.api("GET", "/complaints?limit=1")["total"]

    def test_it_shows_every_complaint_and_scrolls_to_the_last(self):
        self.open_grid()
        self.assertEqual(self.count(), self.rows)
        self.page.locator(".grid").focus()
        self.page.keyboard.press("Control+End")
        self.wait_for_rows()
        self.row(self.rows - 1).wait_for()
        self.page.keyboard.press("Control+Home")
        self.row(0).wait_for()

    def test_a_header_sorts_and_shift_adds_a_second_order(self):
        self.open_grid()
        header = self.page.get_by_role("columnheader", name="Received")
        header.get_by_role("button").first.click()
        self.wait_for_rows()
        self.assertIn("sort=received", self.page.url)
        self.assertEqual(header.get_attribute("aria-sort"), "ascending")
        self.page.get_by_role("columnheader", name="Status").get_by_role("button").first.click(
            modifiers=["Shift"])
        self.wait_for_rows()
        self.assertIn("sort=received%2Cstatus", self.page.url)

    def test_a_choice_filter_shows_counts_and_narrows_the_rows(self):
        self.open_grid()
        page = self.page
        page.get_by_role("button", name="Filter by Severity").click()
        panel = page.get_by_role("dialog", name="Filter by Severity")
        line = panel.locator(".facet-line", has_text="Critical")
        line.locator(".count", has_text="1").or_(line.locator(".count", has_text="2")).first.wait_for(
            state="attached", timeout=8000)
        told = int(line.locator(".count").inner_text().replace(",", ""))
        line.click()
        page.keyboard.press("Escape")
        page.wait_for_url("**severity=critical**")
        self.wait_for_rows()
        self.assertEqual(self.count(), told)
        page.get_by_role("button", name="Remove the filter Severity").click()
        self.wait_for_rows()
        self.assertEqual(self.count(), self.rows)

    def test_a_date_is_typed_as_the_reader_writes_it(self):
        self.open_grid()
        page = self.page
        page.get_by_role("button", name="Filter by Received").click()
        page.get_by_label("From", exact=True).fill("1/2/2024")
        page.get_by_text("= 1 February 2024").wait_for()
        page.get_by_label("To", exact=True).fill("29 feb 2024")
        page.get_by_role("button", name="Apply").click()
        page.wait_for_url("**received_from=2024-02-01&received_to=2024-02-29**")
        self.wait_for_rows()
        self.assertLess(self.count(), self.rows)

    def test_a_text_filter_narrows_while_one_types_and_keeps_the_caret(self):
        self.open_grid()
        box = self.page.get_by_label("Filter by Number")
        box.click()
        box.press_sequentially("00012", delay=30)
        self.page.wait_for_url("**number.contains=00012**")
        self.wait_for_rows()
        self.assertLess(self.count(), self.rows)
        self.assertEqual(self.page.evaluate("document.activeElement.value"), "00012")

    def test_the_search_finds_words_without_accents_and_marks_them(self):
        self.open_grid()
        page = self.page
        page.keyboard.press("/")
        page.keyboard.type("helium")
        page.wait_for_url("**q=helium**")
        page.locator(".grid-canvas mark").first.wait_for()
        self.wait_for_rows()
        self.assertLess(self.count(), self.rows)
        self.assertGreater(self.count(), 0)

    def test_words_half_typed_find_what_begins_so_and_are_no_error(self):
        self.open_grid()
        page = self.page
        page.keyboard.press("/")
        page.keyboard.type("heliu")
        page.wait_for_url("**q=heliu**")
        page.locator(".grid-canvas mark").first.wait_for()
        page.get_by_role("searchbox", name="Search complaints").fill('"helium')
        page.wait_for_url("**q=%22helium**")
        page.locator(".grid-canvas mark").first.wait_for()
        self.wait_for_rows()
        self.assertGreater(self.count(), 0)

    def test_a_row_says_why_it_was_found_when_no_column_shows_it(self):
        page = self.page
        self.api("POST", "/complaints", {
            "received": "2026-03-02", "brand": "Quillon", "model": "QX",
            "summary": "The table stops a long while after the beginning of the scan, beside the zygomatic arch",
            "description": "The gantry makes a syncopated noise, too."})
        for query, text, mark in [("quillon", "Brand: Quillon", "Quillon"),
                                  ("syncopated", "Description:", "syncopated"),
                                  ("zygomatic", "…", "zygomatic")]:
            with self.subTest(query):
                self.open_grid(f"?q={query}")
                cell = self.row(0).locator("[role=gridcell]").nth(5)
                found = cell.locator("mark", has_text=mark)
                found.wait_for()
                self.assertIn(text, cell.inner_text())
                inside = found.evaluate("(mark) => mark.getBoundingClientRect().left < "
                                        "mark.closest('.grid-cell').getBoundingClientRect().right - 20")
                self.assertTrue(inside, "the match is cut off")

    def test_a_complaint_without_a_summary_is_known_by_its_device(self):
        page = self.page
        record = self.api("POST", "/complaints", {
            "received": "2026-11-20", "brand": "Quillon", "model": "QX", "summary": "x",
            "description": "x"})
        self.api("PATCH", f"/complaints/{record['id']}", {"summary": None}, {
            "If-Match": "*", "Content-Type": "application/merge-patch+json"})
        self.open_grid(f"?number.contains={record['number']}")
        cell = self.row(0).locator("[role=gridcell]").nth(5)
        cell.get_by_text("Quillon · QX").wait_for()
        self.go("/")
        page.locator(".stacks tr", has_text=record["number"]).get_by_text("Quillon · QX").wait_for()

    def test_a_complaint_that_is_not_there_is_called_so_beside_the_grid(self):
        self.open_grid("?peek=C-2020-999999")
        self.page.locator(".peek").get_by_text("C-2020-999999 was not found").wait_for()

    def test_each_thing_wrong_with_an_address_is_said_by_itself(self):
        self.go("/complaints?foo=1&sort=bar")
        alert = self.page.get_by_role("alert")
        alert.get_by_text("foo").first.wait_for()
        self.assertEqual(len([text for text in alert.locator("p:not(.small)").all_inner_texts() if text]), 2)

    def test_a_column_that_comes_back_comes_with_its_values(self):
        self.open_grid()
        page = self.page
        page.get_by_role("button", name="Columns").click()
        page.get_by_role("checkbox", name="Summary").uncheck()
        page.get_by_role("button", name="Done").click()
        page.reload()
        self.wait_for_rows()
        page.get_by_role("button", name="Columns").click()
        page.get_by_role("button", name="Back to the usual columns").click()
        page.get_by_role("columnheader", name="Summary").wait_for(state="attached")
        page.wait_for_function(
            "() => document.querySelector('.grid-canvas .grid-row [aria-colindex=\"6\"]')?.textContent")

    def test_f2_edits_and_coming_back_reads(self):
        self.open_grid()
        page = self.page
        page.keyboard.press("F2")
        page.locator(".record-form").wait_for()
        page.reload()
        page.get_by_role("button", name="Edit").wait_for()

    def test_back_returns_to_the_same_place(self):
        self.open_grid()
        page = self.page
        page.locator(".grid").evaluate("(grid) => { grid.scrollTop = 34 * 1000; }")
        self.row(1003).wait_for()
        self.wait_for_rows()
        number = self.row(1003).locator("[role=gridcell]").nth(1).inner_text()
        self.row(1003).dblclick()
        page.get_by_role("heading", name=number).first.wait_for()
        page.wait_for_url(f"**/complaints/{number}")
        page.go_back()
        while "/complaints/" in page.url:
            page.go_back()
        self.row(1003).wait_for()
        self.assertEqual(self.row(1003).locator("[role=gridcell]").nth(1).inner_text(), number)

    def test_a_click_peeks_and_the_keyboard_walks_on(self):
        self.open_grid()
        page = self.page
        first = self.row(2).locator("[role=gridcell]").nth(1).inner_text()
        self.row(2).locator("[role=gridcell]").nth(1).click()
        page.locator(".peek").get_by_role("heading", name=first).wait_for()
        self.assertIn(f"peek={first}", page.url)
        page.keyboard.press("ArrowDown")
        following = self.row(3).locator("[role=gridcell]").nth(1).inner_text()
        page.locator(".peek").get_by_role("heading", name=following).wait_for()
        page.keyboard.press("Space")
        page.get_by_text("1 selected").wait_for()
        page.keyboard.press("Control+a")
        page.locator(".select-bar").get_by_text(f"All {self.rows:,} selected").wait_for()

    def test_a_box_in_the_head_selects_every_row_of_the_result(self):
        self.open_grid("?severity=critical")
        page, found = self.page, self.count()
        box = page.get_by_role("checkbox", name="Select every row of the result")
        state = lambda: page.locator(".head-tick input").evaluate("(box) => [box.checked, box.indeterminate]")
        self.assertEqual(state(), [False, False])
        self.row(1).locator(".tick").click()
        page.get_by_text("1 selected").wait_for()
        self.assertEqual(state(), [False, True])
        box.click()
        page.locator(".select-bar").get_by_text(f"All {found:,} selected").wait_for()
        self.assertEqual(state(), [True, False])
        self.check("all selected")
        # Rows that come later are selected too.
        page.locator(".grid").focus()
        page.keyboard.press("Control+End")
        self.wait_for_rows()
        self.assertEqual(self.row(found - 1).get_attribute("aria-selected"), "true")
        page.keyboard.press("Space")
        page.locator(".select-bar").get_by_text(f"{found - 1:,} of {found:,} selected").wait_for()
        self.assertEqual(state(), [False, True])
        box.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Space")
        page.locator(".select-bar").wait_for(state="hidden")
        self.assertEqual(state(), [False, False])
        box.click()
        # Another result: nothing of it is selected.
        page.get_by_role("button", name="Remove the filter Severity").click()
        self.wait_for_rows()
        self.assertEqual(state(), [False, False])
        # Nor on the way back, by the browser's own button.
        box.click()
        page.locator(".select-bar").get_by_text(f"All {self.rows:,} selected").wait_for()
        page.go_back()
        page.locator(".select-bar").wait_for(state="hidden")
        self.assertEqual((state(), self.count()), ([False, False], found))

    def test_a_refresh_counts_anew_how_many_all_are(self):
        self.open_grid("?severity=critical")
        page, found = self.page, self.count()
        page.get_by_role("checkbox", name="Select every row of the result").click()
        page.locator(".select-bar").get_by_text(f"All {found:,} selected").wait_for()
        self.api("POST", "/complaints", {"description": "Table stops", "severity": "critical"})
        page.locator(".fresh").click()
        page.locator(".select-bar").get_by_text(f"All {found + 1:,} selected").wait_for()

    def test_columns_are_chosen_and_kept(self):
        self.open_grid()
        page = self.page
        page.get_by_role("button", name="Columns").click()
        page.get_by_role("checkbox", name="Country").check()
        page.get_by_role("button", name="Done").click()
        page.reload()
        self.wait_for_rows()
        page.get_by_role("columnheader", name="Country").wait_for(state="attached")

    def test_the_view_is_exported(self):
        self.open_grid("?severity=critical")
        page = self.page
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name="CSV table").click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        self.assertGreater(len(text.splitlines()), 1)

    def test_a_change_by_somebody_else_is_told_and_nothing_jumps(self):
        self.open_grid()
        self.page.wait_for_timeout(300)
        number = self.row(4).locator("[role=gridcell]").nth(1).inner_text()
        record = self.api("GET", f"/complaints/{number}")
        self.api("PATCH", f"/complaints/{record['id']}", {"severity": "minor" if record.get("severity") == "critical" else "critical"},
                 {"If-Match": f'"{record["version"]}"', "Content-Type": "application/merge-patch+json"})
        self.page.get_by_role("button", name="1 change: refresh").click()
        self.wait_for_rows()


class NarrowFrenchGridTests(BrowserCase):
    language = "fr"
    size = (1024, 700)

    def test_nothing_runs_into_anything_and_nothing_is_cut_off(self):
        self.open_grid("?q=console")
        boxes = [self.page.locator(f".list-head > {part}").bounding_box()
                 for part in ("h1", ".list-count", ".line")]
        for left, right in zip(boxes, boxes[1:]):
            # Beside it, or below.
            self.assertTrue(left["x"] + left["width"] <= right["x"] or left["y"] + left["height"] <= right["y"], boxes)
        count = self.page.locator(".list-count")
        self.assertTrue(count.evaluate("(element) => element.scrollWidth <= element.clientWidth"), count.inner_text())
        self.assertLessEqual(boxes[-1]["x"] + boxes[-1]["width"], self.size[0])

    def test_a_folded_rail_leads_everywhere_too(self):
        self.go("/systems")
        self.page.get_by_role("button", name="Réduire").click()
        self.page.get_by_role("link", name="Sites").click()
        self.page.get_by_role("heading", name="Sites").wait_for()


class GridOfAMillion(BrowserCase):
    def test_the_bar_reaches_the_last_row_of_a_list_beyond_what_a_browser_can_scroll(self):
        """The answers are made here: the arithmetic is the interface's."""
        total = 1_000_000

        def answer(route):
            import urllib.parse

            query = urllib.parse.parse_qs(urllib.parse.urlsplit(route.request.url).query)
            offset, limit = int(query.get("offset", ["0"])[0]), int(query["limit"][0])
            items = [{"id": i, "number": f"C-2026-{i:07d}", "status": "received"}
                     for i in range(offset, min(offset + limit, total))]
            route.fulfill(json={"items": items, "next": None, "total": total, "ranked": True})

        self.page.route("**/api/v1/complaints?*", answer)
        self.open_grid()
        self.page.locator(".grid").evaluate("(grid) => { grid.scrollTop = grid.scrollHeight; }")
        self.row(total - 1).wait_for()
        self.wait_for_rows()
        self.page.locator(".grid").evaluate("(grid) => { grid.scrollTop = grid.scrollHeight / 2; }")
        first = self.until_first(lambda first: abs(first - total / 2) < 200)
        self.wait_for_rows()
        self.page.mouse.move(700, 500)
        self.page.mouse.wheel(0, 340)
        self.until_first(lambda after: abs(after - first - 10) <= 2)

    def until_first(self, is_there):
        """The place of the first row that is drawn, once it is where it has to be and stays there."""
        first = None
        for _ in range(100):
            before = first
            first = min(self.page.locator(".grid-canvas .grid-row:not([hidden])").evaluate_all(
                "(rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex')))"))
            if is_there(first) and first == before:
                return first
            self.page.wait_for_timeout(150)
        self.fail(f"the first row is {first}")


if __name__ == "__main__":
    unittest.main()
