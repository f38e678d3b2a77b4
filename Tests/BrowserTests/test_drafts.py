"""Drafts: what is typed outlives its page, and no tab touches what another holds."""

import unittest

from browser import BrowserCase

OFFER = "from another tab or an earlier visit"
PATCH = {"Content-Type": "application/merge-patch+json"}


class DraftCase(BrowserCase):
    def box(self, name, page=None):
        return (page or self.page).locator(f"[data-field={name}]")

    def offer(self, page=None):
        return (page or self.page).locator(".draft-offers .notice")

    def wait_for_kept(self, text, page=None):
        """Until the storage holds what was typed."""
        (page or self.page).wait_for_function(
            "(text) => Object.entries(localStorage).some(([key, value]) => key.startsWith('ibtool.draft.')"
            " && value.includes(text))", arg=text)

    def wait_for_value(self, name, value, page=None):
        (page or self.page).wait_for_function(
            "([name, value]) => document.querySelector(`[data-field=${name}]`)?.value === value", arg=[name, value])

    def a_complaint(self, **values):
        return self.api("POST", "/complaints", {"summary": "Table stops", "description": "It stopped.", **values})


class TabTests(DraftCase):
    def test_two_tabs_record_two_complaints(self):
        first, second = self.page, self.open_page()
        self.go("/complaints/new")
        self.box("summary").fill("Complaint A")
        self.wait_for_kept("Complaint A")
        second.goto("/complaints/new")
        self.offer(second).get_by_text(OFFER).wait_for()
        self.assertEqual(self.box("summary", second).input_value(), "")
        self.box("summary", second).fill("Complaint B")
        self.wait_for_kept("Complaint B", second)
        self.box("description").fill("What A says")
        first.get_by_role("button", name="Record the complaint").click()
        first.get_by_text("is recorded.").wait_for()
        # The other's draft is as it was.
        second.reload()
        second.get_by_text("Your draft of").wait_for()
        self.assertEqual(self.box("summary", second).input_value(), "Complaint B")
        self.assertEqual(self.offer(second).count(), 0)
        second.get_by_role("button", name="Discard it").click()
        self.wait_for_value("summary", "", second)

    def test_what_a_closed_tab_left_is_taken_up_and_nothing_is_lost_for_it(self):
        page = self.page
        gone = self.open_page()
        gone.goto("/complaints/new")
        self.box("summary", gone).fill("Left behind")
        gone.close(run_before_unload=True)
        self.go("/complaints/new")
        self.wait_for_kept("Left behind")
        self.box("summary").fill("Begun here")
        self.offer().get_by_role("button", name="Take it up").click()
        page.get_by_text("Your draft of").wait_for()
        self.wait_for_value("summary", "Left behind")
        self.check("a draft taken up")
        # What stood here is the one that waits now.
        self.offer().get_by_role("button", name="Take it up").click()
        self.wait_for_value("summary", "Begun here")
        self.offer().get_by_role("button", name="Discard it").click()
        self.offer().wait_for(state="detached")
        page.reload()
        page.get_by_text("Your draft of").wait_for()
        self.assertEqual(self.offer().count(), 0)
        self.assertEqual(self.box("summary").input_value(), "Begun here")
        page.get_by_role("button", name="Cancel").click()
        self.wait_for_rows()
        self.assertEqual(page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))"), [])

    def test_a_tab_that_opens_another_keeps_its_draft_to_itself(self):
        page = self.page
        self.go("/complaints/new")
        self.box("summary").fill("In the first tab")
        self.wait_for_kept("In the first tab")
        # Opened like this, a tab gets a copy of the first one's storage, as a duplicated one does.
        with self.context.expect_page() as opened:
            page.evaluate("window.open(location.href)")
        self.offer(opened.value).get_by_text(OFFER).wait_for()
        self.assertEqual(self.box("summary", opened.value).input_value(), "")
        page.reload()
        self.wait_for_value("summary", "In the first tab")

    def test_a_draft_from_before_is_offered(self):
        page = self.page
        self.go("/complaints/new")
        page.evaluate("(name) => localStorage.setItem(`ibtool.draft.${name}.complaint.new`, JSON.stringify("
                      "{ at: '2026-03-02T10:00:00.000Z', values: { summary: 'Of last week' } }))", self.server.name)
        page.reload()
        self.offer().get_by_text("2 March 2026").wait_for()
        self.offer().get_by_role("button", name="Take it up").click()
        self.wait_for_value("summary", "Of last week")

    def test_one_file_in_two_tabs_keeps_two_drafts(self):
        first, second = self.page, self.open_page()
        number = self.a_complaint()["number"]
        for page, text in ((first, "Words of one"), (second, "Words of two")):
            page.goto(f"/complaints/{number}")
            page.get_by_role("button", name="Edit").click()
            self.box("summary", page).fill(text)
            self.wait_for_kept(text, page)
        first.get_by_role("button", name="Save").click()
        first.get_by_text("is saved.").wait_for()
        second.reload()
        second.get_by_text("Your draft of").wait_for()
        self.assertEqual(self.box("summary", second).input_value(), "Words of two")
        # The first tab is offered what the second keeps, and does not begin to edit by itself.
        first.reload()
        self.offer(first).get_by_text(OFFER).wait_for()
        self.assertEqual(first.get_by_role("button", name="Save").count(), 0)
        # What the draft began with is not what the file says now.
        second.get_by_role("button", name="Discard it").click()
        second.locator(".record-summary", has_text="Words of one").wait_for()


class KeptTests(DraftCase):
    def test_an_edit_of_a_system_or_a_site_outlives_a_way_elsewhere(self):
        page = self.page
        for kind, name in (("systems", "note"), ("sites", "city")):
            record = self.api("GET", f"/{kind}?limit=1")["items"][0]
            address = f"/{kind}/{record['id']}"
            with self.subTest(kind):
                self.go(address)
                page.get_by_role("button", name="Edit").click()
                self.box(name).fill("Half a thought")
                page.get_by_role("link", name="Complaints", exact=True).first.click()
                self.wait_for_rows()
                page.go_back()
                page.get_by_text("Your draft of").wait_for()
                self.assertEqual(self.box(name).input_value(), "Half a thought")
                page.get_by_role("button", name="Save").click()
                page.get_by_text("is saved.").wait_for()
                page.reload()
                page.get_by_role("button", name="Edit").wait_for()
                self.assertEqual(self.api("GET", f"/{kind}/{record['id']}")[name], "Half a thought")

    def test_the_draft_of_a_system_that_somebody_changed_shows_both(self):
        page = self.page
        record = self.api("GET", "/systems?limit=1")["items"][0]
        self.go(f"/systems/{record['id']}")
        page.get_by_role("button", name="Edit").click()
        self.box("note").fill("My note")
        self.wait_for_kept("My note")
        self.api("PATCH", f"/systems/{record['id']}", {"note": "Their note"},
                 {"If-Match": f'"{record["version"]}"', **PATCH})
        page.reload()
        page.get_by_text("Your draft of").wait_for()
        page.get_by_role("button", name="Save").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("Their note").wait_for()
        # The page's key means nothing under a dialog.
        page.keyboard.press("Control+s")
        self.assertEqual(page.locator("dialog[open]").count(), 1)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Cancel").click()
        page.locator(".record-main").get_by_text("Their note").wait_for()

    def test_a_new_site_is_kept_when_the_language_changes(self):
        page = self.page
        self.go("/sites/new")
        self.box("code").fill("XX-HALF-01")
        self.box("name").fill("Half a site")
        page.get_by_title("Language").click()
        page.get_by_text("Français", exact=True).click()
        page.get_by_text("Votre brouillon du").wait_for()
        self.assertEqual(self.box("code").input_value(), "XX-HALF-01")
        self.assertEqual(self.box("name").input_value(), "Half a site")
        page.get_by_role("button", name="Annuler").click()
        self.go("/sites/new")
        self.box("code").wait_for()
        self.assertEqual(self.box("code").input_value(), "")

    def test_an_own_field_that_was_begun_is_kept_until_it_is_made_or_given_up(self):
        page = self.page
        self.go("/admin/fields")
        page.get_by_role("link", name="New field").click()
        self.box("name").fill("bore")
        self.box("type").select_option("integer")
        self.box("minimum").fill("50")
        page.go_back()
        page.go_forward()
        page.get_by_text("Your draft of").wait_for()
        self.assertEqual(self.box("name").input_value(), "bore")
        self.assertEqual(self.box("minimum").input_value(), "50")
        self.box("label_en").fill("Bore")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("row", name="Bore").wait_for()
        self.go("/admin/fields/bore")
        self.box("label_en").fill("Bore of the magnet")
        page.reload()
        page.get_by_text("Your draft of").wait_for()
        self.assertEqual(self.box("label_en").input_value(), "Bore of the magnet")
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("row", name="Bore").wait_for()
        self.go("/admin/fields/bore")
        self.wait_for_value("label_en", "Bore")


class CommentTests(DraftCase):
    def test_a_half_written_comment_is_kept_by_file_and_tab(self):
        page = self.page
        number, other = (self.a_complaint()["number"] for _ in range(2))
        self.go(f"/complaints/{number}")
        comment = page.locator("#comment-text")
        comment.fill("Half a comment")
        page.locator("#comment-audience").select_option("customer")
        page.reload()
        page.locator(".comment-form").get_by_text("Your draft of").wait_for()
        self.assertEqual(comment.input_value(), "Half a comment")
        self.assertEqual(page.locator("#comment-audience").input_value(), "customer")
        self.check("a comment's draft")
        second = self.open_page()
        second.goto(f"/complaints/{number}")
        offered = second.locator(".comment-form")
        offered.get_by_text(OFFER).wait_for()
        self.assertEqual(second.locator("#comment-text").input_value(), "")
        second.locator("#comment-text").fill("Said meanwhile")
        offered.get_by_role("button", name="Comment").click()
        second.locator(".history-item.comment", has_text="Said meanwhile").wait_for()
        second.goto(f"/complaints/{other}")
        second.locator("#comment-text").wait_for()
        self.assertEqual(self.offer(second).count(), 0)
        page.locator(".comment-form").get_by_role("button", name="Comment").click()
        page.locator(".history-item.comment", has_text="Half a comment").wait_for()
        page.reload()
        comment.wait_for()
        self.assertEqual(comment.input_value(), "")

    def test_nothing_of_a_long_comment_is_cut_and_too_long_is_said_at_the_box(self):
        page = self.page
        record = self.a_complaint()
        self.go(f"/complaints/{record['number']}")
        comment = page.locator("#comment-text")
        comment.fill("x" * 8001)
        page.locator(".comment-form").get_by_role("button", name="Comment").click()
        page.locator(".comment-form .field-error", has_text="at most 8,000 characters").wait_for()
        self.assertEqual(len(comment.input_value()), 8001)
        self.assertEqual(comment.get_attribute("aria-invalid"), "true")
        self.check("a comment that is too long")
        self.assertEqual(self.api("GET", f"/complaints/{record['id']}/comments")["items"], [])
        comment.press("End")
        comment.press("Backspace")
        page.locator(".comment-form .field-error").wait_for(state="hidden")
        page.locator(".comment-form").get_by_role("button", name="Comment").click()
        page.locator(".history-item.comment").wait_for()
        self.assertEqual(len(self.api("GET", f"/complaints/{record['id']}/comments")["items"][0]["text"]), 8000)

    def test_what_the_server_finds_too_long_is_said_at_the_box(self):
        page = self.page
        self.go(f"/complaints/{self.a_complaint()['number']}")
        # Three bytes each: within 8,000 characters, past 16,000 bytes.
        page.locator("#comment-text").fill("漢" * 6000)
        page.locator(".comment-form").get_by_role("button", name="Comment").click()
        page.locator(".comment-form .field-error").wait_for()
        self.assertEqual(len(page.locator("#comment-text").input_value()), 6000)


if __name__ == "__main__":
    unittest.main()
