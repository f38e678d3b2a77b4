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


if __name__ == "__main__":
    unittest.main()
