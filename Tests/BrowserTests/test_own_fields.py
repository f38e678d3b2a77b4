"""Fields: those of one's own from their screen to the form, needs as one types, locks, lists."""

import unittest

from browser import BrowserCase

PATCH = {"Content-Type": "application/merge-patch+json"}


class OwnFields(BrowserCase):
    def control(self, name):
        return self.page.locator(f"[data-field={name}]")

    def test_a_field_is_made_used_changed_and_retired(self):
        page = self.page
        self.go("/admin/fields/new")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("alert").get_by_role("link", name="Label in English").wait_for()
        self.control("name").fill("coil")
        self.control("label_en").fill("Coil")
        self.control("label_fr").fill("Antenne")
        self.control("type").select_option("choice_list")
        self.control("values").fill("head = Head = Tête\nknee = Knee = Genou")
        self.control("group").select_option("device")
        self.control("facet").select_option("true")
        self.control("need_field").select_option("modality")
        self.control("need_is").select_option("in")
        self.control("need_values").fill("MR")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("row", name="Coil").get_by_text("required when “Modality” is").wait_for()
        field = next(f for f in self.api("GET", "/fields")["items"] if f["name"] == "custom.coil")
        self.assertEqual((field["type"], field["group"], field["facet"]), ("choice_list", "device", True))
        self.assertEqual(field["required_when"]["condition"], {"field": "modality", "in": ["MR"]})

        record = self.api("POST", "/complaints", {"description": "The coil is warm."})
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name="Edit").click()
        section = page.locator("#section-device")
        section.locator("summary").click()
        needed = section.locator(".field", has_text="Coil").locator(".required")
        self.assertTrue(needed.is_hidden())
        self.control("modality").select_option("MR")
        needed.wait_for(state="visible")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("alert").get_by_role("link", name="Coil").wait_for()
        page.get_by_label("Knee").check()
        page.get_by_role("button", name="Save").click()
        page.get_by_text("is saved.").wait_for()
        self.assertEqual(self.api("GET", f"/complaints/{record['id']}")["custom"], {"coil": ["knee"]})
        page.get_by_text("Coil", exact=True).first.wait_for()

        self.open_grid("?custom.coil=knee")
        self.assertEqual(self.count(), 1)
        self.go("/admin/fields/coil")
        self.control("label_en").fill("RF coil")
        self.control("retired").select_option("true")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("row", name="RF coil").get_by_text("retired").wait_for()

    def test_a_personal_field_says_what_that_means_and_is_no_column(self):
        page = self.page
        self.go("/admin/fields/new")
        page.get_by_text("never searched, filtered, sorted, counted or indexed").wait_for()
        self.control("name").fill("phone")
        self.control("label_en").fill("Reporter's private phone")
        self.control("label_fr").fill("Téléphone privé")
        self.control("indexed").select_option("true")
        options = self.control("group").locator("option:not([disabled])")
        values = lambda: options.evaluate_all("all => all.map((one) => one.value)")
        self.assertNotIn("complainant", values())
        self.control("access").select_option("complainant")
        for name in ("facet", "sortable", "indexed"):
            self.control(name).wait_for(state="hidden")
        self.assertIn("complainant", values())
        self.assertNotIn("patient", values())
        self.assertEqual(self.control("group").input_value(), "complainant")
        self.control("access").select_option("open")
        self.assertEqual(self.control("group").input_value(), "custom")
        self.control("access").select_option("complainant")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("row", name="Reporter's private phone").get_by_text("personal", exact=True).wait_for()
        field = next(f for f in self.api("GET", "/fields")["items"] if f["name"] == "custom.phone")
        self.assertEqual((field["access"], field["group"], field["indexed"]), ("complainant", "complainant", False))

        record = self.api("POST", "/complaints", {"description": "Call back", "custom": {"phone": "0320445566"}})
        self.go(f"/complaints/{record['number']}")
        page.get_by_text("0320445566").first.wait_for()
        self.go("/admin/fields/phone")
        self.control("label_en").wait_for()
        self.assertEqual(self.control("access").count(), 0)
        self.control("label_en").fill("Private phone")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("row", name="Private phone").get_by_text("personal", exact=True).wait_for()
        self.assertEqual(self.api("GET", f"/complaints/{record['id']}")["custom"], {"phone": "0320445566"})
        self.api("POST", "/fields", {"name": "model", "type": "text", "label": "Phone model"})
        self.open_grid()
        page.get_by_role("button", name="Columns").click()
        page.get_by_role("checkbox", name="Phone model").wait_for()
        self.assertEqual(page.get_by_role("checkbox", name="Private phone").count(), 0)

    def test_a_field_about_patients_is_defined_by_who_does_not_see_patients(self):
        page = self.page
        self.go("/admin/fields/new")
        self.control("access").select_option("patient")
        self.assertEqual(self.control("group").input_value(), "patient")
        self.control("name").fill("initials")
        self.control("label_en").fill("Patient initials")
        self.control("group").select_option("custom")
        page.get_by_role("button", name="Save").click()
        row = page.get_by_role("row", name="Patient initials")
        row.get_by_text("personal", exact=True).wait_for()
        self.assertNotIn("custom.initials", [f["name"] for f in self.api("GET", "/fields")["items"]])
        row.get_by_role("link", name="Edit Patient initials").click()
        self.control("help_en").fill("Two letters")
        page.get_by_role("button", name="Save").click()
        row.wait_for()
        everything = self.api("GET", "/fields?all=true")["items"]
        field = next(f for f in everything if f["name"] == "custom.initials")
        self.assertEqual((field["access"], field["group"], field["help"]["en"]), ("patient", "custom", "Two letters"))

    def test_what_intake_entered_is_locked_and_says_why(self):
        page = self.page
        record = self.api("POST", "/complaints", {"description": "Verbatim", "aware": "2026-03-02"})
        self.api("PATCH", f"/complaints/{record['id']}", {"status": "triage"}, {"If-Match": '"1"', **PATCH})
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name="Edit").click()
        locked = page.locator(".field.locked", has_text="Aware of incident")
        locked.get_by_text("2 March 2026").wait_for()
        locked.get_by_text("A correction is signed and gives its reason.").wait_for()
        page.locator(".field.locked", has_text="Verbatim").wait_for()
        # What was not known at intake is still entered once.
        self.control("event_date").fill("1/3/2026")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("is saved.").wait_for()
        self.assertEqual(self.api("GET", f"/complaints/{record['id']}")["event_date"], "2026-03-01")

    def test_codes_are_added_and_taken_off_by_keyboard(self):
        page = self.page
        record = self.api("POST", "/complaints", {"description": "Codes"})
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name="Edit").click()
        page.locator("#section-coding summary").click()
        line = page.locator("input[data-field=imdrf_a]")
        line.fill("a0101, A02")
        line.press("Enter")
        line.fill("B9")
        line.press("Enter")
        line.press("Backspace")
        page.get_by_role("button", name="Remove A02").click()
        page.get_by_role("button", name="Save").click()
        page.get_by_text("is saved.").wait_for()
        self.assertEqual(self.api("GET", f"/complaints/{record['id']}")["imdrf_a"], ["A0101"])

    def test_the_form_of_a_call_stays_short_and_the_rest_comes_by_stage(self):
        page = self.page
        self.go("/complaints/new")
        page.locator(".record-form").wait_for()
        self.assertEqual(page.locator("#section-more-investigation, #section-more-closure").count(), 0)
        record = self.api("POST", "/complaints", {"description": "Stages"})
        self.api("PATCH", f"/complaints/{record['id']}", {
            "status": "investigation", "is_complaint": "yes", "severity": "minor", "investigation_needed": "yes"},
                 {"If-Match": '"1"', **PATCH})
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name="Edit").click()
        page.locator("#section-investigation[open]").wait_for()
        page.locator("#section-action:not([open])").wait_for(state="attached")
        page.locator(".record-form summary").get_by_text("needed").first.wait_for()


if __name__ == "__main__":
    unittest.main()
