"""Dates are typed as the reader writes them and shown unambiguous, in every form."""

import unittest

from browser import BrowserCase

WORDS = {
    "en": {"add": "Add a task", "what": "What is to be done", "due": "Due", "day": "2 March 2026", "bad": "This is not a date.",
           "from": "From", "find": "Find", "as_it_was": "Or as it was on", "time": "Time", "show": "Show",
           "none": "The file was not there yet.", "now": "This is version 1, the file as it is now",
           "no_day": "A time needs its day.", "filter": "Filter by Received", "apply": "Apply"},
    "fr": {"add": "Ajouter une tâche", "what": "Ce qu’il faut faire", "due": "Échéance", "day": "2 mars 2026",
           "bad": "Ce n’est pas une date.", "from": "Du", "find": "Chercher", "as_it_was": "Ou tel qu’il était le",
           "time": "Heure", "show": "Afficher", "none": "Le dossier n’existait pas encore.",
           "now": "Voici la version 1, l’état actuel du dossier", "no_day": "Indiquez le jour de cette heure.",
           "filter": "Filtrer par Reçue le", "apply": "Appliquer"},
}


class Dates(BrowserCase):
    def setUp(self):
        super().setUp()
        self.words = WORDS[self.language]

    def record(self):
        return self.api("POST", "/complaints", {"received": "2026-03-02", "description": "Table stops"})

    def test_a_task_is_due_on_a_day_typed_as_people_write_it(self):
        page, words = self.page, self.words
        record = self.record()
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name=words["add"]).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(words["what"]).fill("Call the customer")
        due = dialog.get_by_role("textbox", name=words["due"])
        due.fill("31/2/2026")
        page.keyboard.press("Enter")
        dialog.get_by_text(words["bad"]).wait_for()
        self.check("no date")
        due.fill("2/3/2026")
        dialog.get_by_text(f"= {words['day']}").wait_for()
        self.assertEqual(dialog.get_by_text(words["bad"]).count(), 0)
        due.blur()
        self.assertEqual(due.input_value(), words["day"])
        dialog.locator("button[type=submit]").click()
        dialog.wait_for(state="hidden")
        [task] = self.api("GET", f"/complaints/{record['id']}/tasks")["items"]
        self.assertEqual(task["due"], "2026-03-02")

    def test_the_audit_trail_is_searched_by_days(self):
        page, words = self.page, self.words
        self.go("/admin/audit")
        page.locator(".audit tbody tr").first.wait_for()
        first = page.get_by_role("textbox", name=words["from"], exact=True)
        first.fill("2/3/2026")
        page.keyboard.press("Enter")
        page.wait_for_url("**/admin/audit?from=2026-03-02")
        self.assertEqual(first.input_value(), words["day"])
        first.fill("soon")
        page.get_by_role("button", name=words["find"]).click()
        page.get_by_text(words["bad"]).wait_for()
        self.assertTrue(page.url.endswith("?from=2026-03-02"))
        self.check("audit")
        self.go("/admin/audit?from=garbage")
        page.locator(".audit tbody tr").first.wait_for()
        self.assertEqual(first.input_value(), "")

    def test_a_file_is_shown_as_it_was_at_a_moment(self):
        page, words = self.page, self.words
        record = self.record()
        self.go(f"/complaints/{record['number']}/versions")
        page.locator(".versions .facts").first.wait_for()
        page.get_by_role("textbox", name=words["as_it_was"]).fill("1/1/2001")
        page.get_by_role("textbox", name=words["time"]).fill("25")
        page.get_by_role("button", name=words["show"]).click()
        self.assertNotIn("as_of", page.url)
        page.get_by_role("textbox", name=words["time"]).fill("10h00")
        page.get_by_role("button", name=words["show"]).click()
        page.get_by_text(words["none"]).wait_for()
        # Without its day a time is refused; without both, the newest version is shown.
        day = page.get_by_role("textbox", name=words["as_it_was"])
        day.fill("")
        page.get_by_role("button", name=words["show"]).click()
        page.get_by_text(words["no_day"]).wait_for()
        self.assertTrue(day.evaluate("(input) => input === document.activeElement"))
        self.assertEqual(day.get_attribute("aria-invalid"), "true")
        self.check("versions")
        page.get_by_role("textbox", name=words["time"]).fill("")
        self.assertIsNone(day.get_attribute("aria-invalid"))
        page.get_by_role("button", name=words["show"]).click()
        page.get_by_text(words["now"]).wait_for()
        self.assertEqual(page.get_by_text(words["none"]).count(), 0)

    def test_a_filter_that_is_no_date_is_not_applied(self):
        page, words = self.page, self.words
        self.open_grid()
        page.get_by_role("button", name=words["filter"]).click()
        panel = page.get_by_role("dialog", name=words["filter"])
        panel.get_by_role("textbox").first.fill("soon")
        panel.get_by_role("button", name=words["apply"]).click()
        panel.get_by_text(words["bad"]).wait_for()
        self.assertNotIn("received", page.url)
        panel.get_by_role("textbox").first.fill("2/3/2026")
        panel.get_by_role("button", name=words["apply"]).click()
        page.wait_for_url("**received*2026-03-02*")


class InFrench(Dates):
    language = "fr"


if __name__ == "__main__":
    unittest.main()
