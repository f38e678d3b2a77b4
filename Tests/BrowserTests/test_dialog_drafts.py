"""What is typed in a dialog is not lost with it: it comes back at the next opening, also in another tab, until it is sent or given up."""

import re
import unittest

from playwright.sync_api import expect

from browser import temporary_file
from test_dialogs import MERGE, DialogCase

BACK = "Your draft of"
OFFER = "from another tab or an earlier visit"


class DialogDraftCase(DialogCase):
    @property
    def dialog(self):
        return self.page.locator("dialog[open]")

    def open(self, name, page=None):
        button = (page or self.page).get_by_role("button", name=name, exact=True)
        button.click()
        dialog = (page or self.page).locator("dialog[open]")
        dialog.wait_for()
        return dialog

    def drafts(self):
        """What this browser keeps of dialogs."""
        return self.page.evaluate("Object.entries(localStorage).filter(([key]) => key.includes('.dialog.'))")

    def assert_kept(self, opener, label, text):
        """Escape and the cross lose nothing; what is given up is gone."""
        box = self.open(opener).get_by_label(label, exact=True)
        box.fill(text)
        self.page.keyboard.press("Escape")
        expect(self.dialog).to_have_count(0)
        box = self.open(opener).get_by_label(label, exact=True)
        expect(box).to_have_value(text)
        self.dialog.get_by_text(BACK).wait_for()
        self.dialog.get_by_role("button", name="Close", exact=True).first.click()
        box = self.open(opener).get_by_label(label, exact=True)
        expect(box).to_have_value(text)
        self.dialog.get_by_role("button", name="Discard it").click()
        expect(box).to_have_value("")
        expect(self.dialog.get_by_text(BACK)).to_have_count(0)
        self.page.keyboard.press("Escape")
        expect(self.dialog).to_have_count(0)
        self.assertEqual(self.drafts(), [])


class KeptTests(DialogDraftCase):
    def test_every_dialog_of_a_file_keeps_what_was_typed(self):
        self.api("POST", f"{self.path}/tasks", {"title": "Call the customer"})
        self.api("POST", f"{self.path}/comments", {"text": "Said too early", "audience": "internal"})
        self.show()
        for opener, label in (("Add a task", "What is to be done"), ("Link or merge", re.compile("^Why")),
                              ("Withdraw the task Call the customer", "Reason"), ("Take back", "Reason"),
                              ("Ask the customer", "What was asked"), ("Decide for United States", "Rationale"),
                              ("Add a report for United States", re.compile("^Report number")),
                              ("Sign", re.compile("^Remark"))):
            with self.subTest(opener):
                self.assert_kept(opener, label, "Half a thought")

    def test_the_dialogs_of_administration_keep_what_was_typed_too(self):
        page = self.page
        for address, opener, label in (("/admin/users", "Add a person", "User name"), ("/admin/tokens", "New token", "Name"),
                                       ("/admin/teams", "New team", "Name")):
            with self.subTest(opener):
                self.go(address)
                page.get_by_role("button", name=opener, exact=True).wait_for()
                self.assert_kept(opener, label, "half-a-name")

    def test_what_comes_back_is_clean_and_a_choice_comes_with_its_text(self):
        self.move("assessed")
        self.show()
        dialog = self.open("Other steps…")
        dialog.get_by_label("Step").select_option("withdrawn")
        self.page.keyboard.press("Escape")
        self.open("Other steps…")
        # A choice alone is nothing that was typed.
        expect(dialog.get_by_text(BACK)).to_have_count(0)
        dialog.get_by_label("Step").select_option("triage")
        dialog.get_by_label(re.compile("^Reason")).fill("Not yet assessed")
        self.page.keyboard.press("Escape")
        self.open("Other steps…")
        dialog.get_by_text(BACK).wait_for()
        expect(dialog.get_by_label("Step")).to_have_value("triage")
        expect(dialog.get_by_label(re.compile("^Reason"))).to_have_value("Not yet assessed")
        self.check("back")
        dialog.get_by_role("button", name="Cancel").click()
        self.assertEqual(self.drafts(), [])

    def test_answers_and_dates_come_back_as_they_were(self):
        self.show()
        dialog = self.open("Decide for United States")
        answer = dialog.get_by_role("group").first.get_by_role("radio", name="Yes")
        answer.check()
        dialog.get_by_label("Decision", exact=True).select_option("further_information")
        self.page.keyboard.press("Escape")
        self.open("Decide for United States")
        expect(answer).to_be_checked()
        expect(dialog.get_by_label("Decision", exact=True)).to_have_value("further_information")
        dialog.get_by_role("button", name="Cancel").click()
        for typed, shown in (("4/4/2026", "4 April 2026"), ("44/44", "44/44")):
            self.open("Add a report for United States")
            dialog.get_by_label(re.compile("^Submitted on")).fill(typed)
            self.page.keyboard.press("Escape")
            self.open("Add a report for United States")
            expect(dialog.get_by_label(re.compile("^Submitted on"))).to_have_value(shown)
            dialog.get_by_role("button", name="Discard it").click()
            self.page.keyboard.press("Escape")

    def test_back_and_a_session_that_ends_lose_nothing(self):
        page = self.page
        self.open_grid("?q=table")
        self.go(self.path)
        self.next.get_by_role("button").first.wait_for()
        self.open("Add a task").get_by_label("What is to be done").fill("Call the customer")
        page.go_back()
        self.wait_for_rows()
        page.go_forward()
        self.next.get_by_role("button").first.wait_for()
        what = self.open("Add a task").get_by_label("What is to be done")
        expect(what).to_have_value("Call the customer")
        self.context.clear_cookies()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Sign in").wait_for()
        page.get_by_label("User name").fill(self.server.name)
        page.get_by_label("Password", exact=True).fill(self.server.password)
        page.get_by_role("button", name="Sign in").click()
        self.next.get_by_role("button").first.wait_for()
        self.open("Add a task")
        expect(what).to_have_value("Call the customer")
        page.keyboard.press("Enter")
        page.get_by_role("region", name="Tasks").get_by_text("Call the customer").wait_for()
        # What was sent is no draft any more.
        self.assertEqual(self.drafts(), [])
        self.open("Add a task")
        expect(what).to_have_value("")

    def test_a_closed_tab_leaves_its_text_to_the_next_one(self):
        page = self.page
        gone = self.open_page()
        gone.goto(self.path)
        gone.get_by_role("button", name="Link or merge").click()
        gone.locator("dialog[open]").get_by_label(re.compile("^Why")).fill("Same coil")
        gone.close(run_before_unload=True)
        self.show()
        dialog = self.open("Link or merge")
        why = dialog.get_by_label(re.compile("^Why"))
        dialog.get_by_text(OFFER).wait_for()
        expect(why).to_have_value("")
        self.check("offered")
        dialog.get_by_role("button", name="Take it up").click()
        expect(why).to_have_value("Same coil")
        dialog.get_by_role("button", name="Cancel").click()
        self.assertEqual(self.drafts(), [])
        # Another file has a dialog of its own.
        self.assertEqual(page.locator("dialog").count(), 0)

    def test_a_password_is_never_kept(self):
        self.show()
        dialog = self.open("Sign")
        dialog.get_by_label(re.compile("^Remark")).fill("As discussed")
        dialog.get_by_label(re.compile("^Password of")).fill("my own secret")
        self.page.keyboard.press("Escape")
        kept = self.page.evaluate("JSON.stringify(Object.entries(localStorage))")
        self.assertIn("As discussed", kept)
        self.assertNotIn("my own secret", kept)
        self.open("Sign")
        expect(dialog.get_by_label(re.compile("^Remark"))).to_have_value("As discussed")
        expect(dialog.get_by_label(re.compile("^Password of"))).to_have_value("")

    def test_what_others_changed_meanwhile_is_not_undone_by_a_draft(self):
        page = self.page
        name = "draft.person"
        self.api("POST", "/users", {"name": name, "display_name": "Old name", "role": "viewer", "password": "quite a long one"})
        self.go("/admin/users")
        dialog = self.open("Edit Old name")
        dialog.get_by_label("Full name").fill("New name")
        page.keyboard.press("Escape")
        self.api("PATCH", f"/users/{name}", {"role": "reviewer"}, {"If-Match": "*", "Content-Type": "application/merge-patch+json"})
        page.reload()
        self.open("Edit Old name")
        expect(dialog.get_by_label("Full name")).to_have_value("New name")
        expect(dialog.locator("[name=role]")).to_have_value("reviewer")

    def test_the_fields_of_a_bulk_edit_come_back(self):
        page = self.page
        self.open_grid("?q=table")
        page.locator(".grid").focus()
        page.keyboard.press("Control+a")
        dialog = self.open("Edit fields…")
        dialog.get_by_role("combobox").fill("Severity")
        dialog.get_by_role("option").first.click()
        dialog.locator("[data-field=severity]").select_option("serious")
        dialog.get_by_label(re.compile("^Reason")).fill("Field action 7")
        page.keyboard.press("Escape")
        expect(self.dialog).to_have_count(0)
        self.open("Edit fields…")
        expect(dialog.locator("[data-field=severity]")).to_have_value("serious")
        expect(dialog.get_by_label(re.compile("^Reason"))).to_have_value("Field action 7")
        self.check("bulk edit")
        dialog.get_by_role("button", name="Discard it").click()
        expect(dialog.locator("[data-field=severity]")).to_have_count(0)


class RefusedTests(DialogDraftCase):
    def test_the_reason_for_taking_a_comment_back_survives_a_refusal(self):
        self.api("POST", f"{self.path}/comments", {"text": "Said too early", "audience": "internal"})
        self.show()
        reason = self.open("Take back").get_by_label("Reason")
        reason.fill("It was another file")
        self.refuse("**/withdraw")
        self.dialog.get_by_role("button", name="Take back").click()
        self.dialog.get_by_text("Not now, says the test.").wait_for()
        expect(reason).to_have_value("It was another file")
        self.dialog.get_by_role("button", name="Take back").click()
        self.page.get_by_text("Taken back by admin: It was another file").wait_for()
        self.assertEqual(self.api("GET", f"{self.path}/comments")["items"][0]["withdrawn"]["reason"], "It was another file")

    def test_the_reason_for_undoing_an_import_survives_a_refusal(self):
        page = self.page
        self.go("/imports")
        page.get_by_role("button", name="Choose files").wait_for()
        page.set_input_files("input[type=file]", temporary_file(
            "undo.csv", "date_received;summary;severity\n2026-03-02;A rattle;minor\n"))
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("button", name="Undo the import").wait_for()
        reason = self.open("Undo the import").get_by_role("textbox")
        reason.fill("The wrong file")
        self.refuse("**/undo")
        self.dialog.get_by_role("button", name="Undo the import").click()
        self.dialog.get_by_text("Not now, says the test.").wait_for()
        expect(reason).to_have_value("The wrong file")
        self.dialog.get_by_role("button", name="Undo the import").click()
        page.get_by_text("Undone").wait_for()

    def test_a_reason_with_accents_is_told_its_length_in_what_is_counted(self):
        self.api("POST", f"{self.path}/tasks", {"title": "Call the customer"})
        self.show()
        reason = self.open("Withdraw the task Call the customer").get_by_label("Reason")
        self.paste(reason, "é" * 1001)
        self.dialog.get_by_role("button", name="Withdraw the task").click()
        self.dialog.locator(".field-error", has_text="2,002 of at most 2,000 bytes").wait_for()


class LeadTests(DialogDraftCase):
    def setUp(self):
        super().setUp()
        self.api("PATCH", self.path, {"is_complaint": None}, MERGE)

    def assert_in_hand(self, name):
        field = self.page.locator(f"[data-field={name}]")
        expect(field).to_be_in_viewport()
        expect(field).to_be_focused()

    def test_a_line_in_other_steps_leads_into_its_field(self):
        self.show()
        dialog = self.open("Other steps…")
        dialog.get_by_label("Step").select_option("assessed")
        dialog.get_by_role("button", name="It has to be decided that this is a complaint.").click()
        expect(self.dialog).to_have_count(0)
        self.assert_in_hand("is_complaint")

    def test_a_line_whose_section_is_folded_unfolds_it_and_leads_into_its_field(self):
        page = self.page
        self.move("triage")
        self.show()
        page.get_by_role("button", name="Edit").click()
        page.evaluate("document.querySelectorAll('.record-form details').forEach((part) => { part.open = false; })")
        self.next.get_by_role("button", name="It has to be decided that this is a complaint.").click()
        self.assert_in_hand("is_complaint")


class SearchTests(DialogCase):
    def test_what_is_wrong_with_a_search_is_said_in_words(self):
        page = self.page
        for search, said in (("+".join(f"w{n}" for n in range(33)), "Search: The search has too many words: use at most 32 words."),
                             ("x" * 201, "Search: A word of the search is too long: at most 200 characters."),
                             ("é" * 201, "Search: A word of the search is too long: at most 200 characters."),
                             ("-table", "Search: There is nothing to look for: give at least one word that is not excluded.")):
            self.go(f"/complaints?q={search}")
            page.get_by_text(said).wait_for()
        self.check("refused search")


class InFrench(DialogCase):
    language = "fr"

    def test_what_is_wrong_with_a_search_is_said_in_french(self):
        self.go("/complaints?q=" + "+".join(f"m{n}" for n in range(33)))
        self.page.get_by_text("Recherche\u00a0: La recherche a trop de mots\u00a0: utilisez au plus 32\u00a0mots.").wait_for()
        self.check("refused search")


if __name__ == "__main__":
    unittest.main()
