"""One complaint: read, edit, conflict, history; a new one from call to record."""

import unittest

from browser import BrowserCase


class ComplaintTests(BrowserCase):
    def a_complaint(self, **values):
        record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "summary": "Table stops during the scan", "severity": "minor",
            "description": "The table stopped halfway.", **values})
        return record

    def test_an_edit_is_saved_and_stands_in_the_history(self):
        page = self.page
        number = self.a_complaint()["number"]
        self.go(f"/complaints/{number}")
        page.get_by_role("button", name="Edit").click()
        page.get_by_label("Severity").select_option("serious")
        page.get_by_label("Summary").fill("Table stops during the helical scan")
        page.get_by_text("2 fields not saved").wait_for()
        page.get_by_role("button", name="Save").click()
        page.get_by_text(f"{number} is saved.").wait_for()
        history = page.get_by_role("complementary", name="History")
        history.locator("del", has_text="Minor").wait_for()
        history.locator("ins", has_text="Serious").wait_for()
        page.get_by_role("button", name="Edit").wait_for()

    def test_a_draft_of_an_edit_outlives_a_closed_page(self):
        page = self.page
        number = self.a_complaint()["number"]
        self.go(f"/complaints/{number}")
        page.get_by_role("button", name="Edit").click()
        page.get_by_label("Summary").fill("Half a thought")
        # At once: what is typed last is kept, too.
        page.reload()
        page.get_by_text("Your draft of").wait_for()
        self.assertEqual(page.get_by_label("Summary").input_value(), "Half a thought")
        page.get_by_role("button", name="Discard it").click()
        page.get_by_role("button", name="Edit").wait_for()

    def test_what_was_typed_an_instant_before_going_back_is_kept(self):
        page = self.page
        # From another document, and inside the interface.
        for start in ("/openapi.json", "/"):
            self.go(start)
            if start == "/":
                page.get_by_role("link", name="New complaint").first.click()
            else:
                self.go("/complaints/new")
            page.get_by_label("Summary").fill(f"Last words {len(start)}")
            page.go_back()
            page.go_forward()
            page.get_by_text("Your draft of").wait_for()
            self.assertEqual(page.get_by_label("Summary").input_value(), f"Last words {len(start)}")
            page.get_by_role("button", name="Discard it").click()
            page.wait_for_function("() => document.querySelector('[data-field=summary]')?.value === ''")

    def test_who_comes_second_sees_both_versions_and_chooses(self):
        page = self.page
        record = self.a_complaint()
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name="Edit").click()
        page.get_by_label("Severity").select_option("serious")
        page.get_by_label("Summary").fill("My words")
        self.api("PATCH", f"/complaints/{record['id']}", {"summary": "Their words"},
                 {"If-Match": f'"{record["version"]}"', "Content-Type": "application/merge-patch+json"})
        page.get_by_role("button", name="Save").click()
        dialog = page.get_by_role("dialog", name="A change was saved meanwhile")
        dialog.get_by_text("Their words").wait_for()
        dialog.get_by_text("Yours, without a conflict: Severity").wait_for()
        dialog.get_by_label("From ").check()
        dialog.get_by_role("button", name="Save this choice").click()
        page.get_by_text("is saved.").wait_for()
        after = self.api("GET", f"/complaints/{record['id']}")
        self.assertEqual((after["summary"], after["severity"]), ("Their words", "serious"))

    def test_a_wrong_value_is_told_beside_its_field_and_in_the_summary(self):
        page = self.page
        number = self.a_complaint()["number"]
        self.go(f"/complaints/{number}")
        page.get_by_role("button", name="Edit").click()
        page.get_by_label("Aware").first.fill("31/31/2020")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("alert").get_by_role("link").first.click()
        focused = page.evaluate("document.activeElement.dataset.field")
        self.assertEqual(focused, "aware")


class NewComplaintTests(BrowserCase):
    def test_the_serial_number_fills_in_what_is_known_and_the_record_is_made(self):
        page = self.page
        system = next(s for s in self.api("GET", "/systems?limit=20")["items"] if s.get("serial"))
        self.go("/complaints/new")
        page.get_by_role("button", name="Record the complaint").click()
        page.get_by_role("alert").first.wait_for()
        serial = page.get_by_label("Serial number")
        serial.click()
        serial.press_sequentially(system["serial"], delay=10)
        page.locator(".suggest [role=option]").first.click()
        page.locator(".form-summary").get_by_text(f"Filled in from {system['system_id']}").wait_for()
        self.assertEqual(page.get_by_label("System", exact=True).input_value(), system["system_id"])
        page.get_by_label("Summary").fill("Table stops during acquisition")
        page.get_by_label("Description").first.fill("The table stops during the acquisition.")
        page.get_by_role("button", name="Record the complaint").click()
        page.get_by_text("is recorded.").wait_for()
        self.assertRegex(page.url, r"/complaints/C-\d{4}-\d+")

    def test_a_serial_number_typed_whole_is_as_good_as_one_that_was_chosen(self):
        page = self.page
        system = next(s for s in self.api("GET", "/systems?limit=20")["items"]
                      if s.get("serial") and s.get("site"))
        self.go("/complaints/new")
        serial = page.get_by_label("Serial number")
        serial.press_sequentially(system["serial"][:-1], delay=10)
        page.locator(".suggest [role=option]").first.wait_for()
        serial.press_sequentially(system["serial"][-1])
        page.keyboard.press("Tab")
        page.locator(".form-summary").get_by_text(f"Filled in from {system['system_id']}").wait_for()
        site = self.api("GET", f"/sites/{system['site']}")
        page.wait_for_function("(code) => document.querySelector('[data-field=country]').value === code",
                               arg=site["country"])

    def test_a_country_is_kept_as_typed_or_chosen_and_called_by_its_name(self):
        page = self.page
        for typed, pick, code, name in [("FR", False, "FR", "France"), ("Belg", True, "BE", "Belgium")]:
            with self.subTest(typed):
                self.go("/complaints/new")
                page.get_by_label("Summary").fill("Table stops")
                page.get_by_label("Description").first.fill("It stopped.")
                box = page.locator("[data-field=country]")
                box.press_sequentially(typed, delay=10)
                if pick:
                    page.locator(".suggest [role=option]").first.click()
                page.locator(".suggest-wrap .date-echo", has_text=name).wait_for()
                page.get_by_role("button", name="Record the complaint").click()
                page.get_by_text("is recorded.").wait_for()
                record = self.api("GET", "/complaints/" + page.url.rsplit("/", 1)[1])
                self.assertEqual(record["country"], code)
                page.get_by_text(f"{name} ({code})").first.wait_for()

    def test_the_law_behind_a_field_is_a_key_away(self):
        page = self.page
        self.go("/complaints/new")
        page.locator("[data-field=description]").press("F1")
        page.get_by_role("dialog", name="Description").get_by_text("21 CFR").wait_for()
        page.keyboard.press("Escape")
        self.assertEqual(page.evaluate("document.activeElement.dataset.field"), "description")

    def test_two_presses_record_one_site(self):
        page = self.page
        sent = []
        page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
        self.go("/sites/new")
        page.locator("[data-field=code]").fill("XX-TWO-01")
        page.locator("[data-field=name]").fill("Pressed twice")
        page.get_by_role("button", name="Save").dblclick()
        page.get_by_text("XX-TWO-01 is saved.").wait_for()
        self.assertEqual(len(sent), 1, sent)

    def test_similar_complaints_appear_and_the_draft_is_kept(self):
        page = self.page
        self.go("/complaints/new")
        page.get_by_label("Summary").fill("helium leak")
        page.get_by_label("Description").first.fill("hélium")
        page.get_by_text("Draft kept on this computer").wait_for()
        page.reload()
        page.get_by_text("Your draft of").wait_for()
        self.assertEqual(page.get_by_label("Summary").input_value(), "helium leak")
        page.get_by_role("button", name="Discard it").click()
        page.wait_for_function("() => document.querySelector('[data-field=summary]')?.value === ''")


class FrenchComplaintTests(BrowserCase):
    language = "fr"

    def test_a_french_reader_finds_french_words_and_dates(self):
        page = self.page
        record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "summary": "Table bloquée", "severity": "serious",
            "description": "La table s’est bloquée."})
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name="Modifier").wait_for()
        page.get_by_text("2 mars 2026").first.wait_for()
        page.locator(".record-head .chip", has_text="Grave").wait_for()


if __name__ == "__main__":
    unittest.main()
