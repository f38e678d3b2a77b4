"""What happens when something is in the way: no network, no session, no permission, another person."""

import unittest

from browser import BrowserCase

PASSWORD = "correct horse battery 7"


class TroubleTests(BrowserCase):
    def sign_in_as(self, name, password):
        self.context.clear_cookies()
        answer = self.context.request.post("/api/v1/session", data={"name": name, "password": password},
                                           headers={"Origin": self.server.url})
        self.assertEqual(answer.status, 201, answer.text())

    def another(self, name, role):
        self.api("POST", "/users", {"name": name, "display_name": name.title(), "role": role,
                                    "password": PASSWORD})

    def test_without_a_network_one_message_is_said_and_the_rows_come_back_by_themselves(self):
        self.open_grid()
        page = self.page
        asked = []
        self.context.set_offline(True)
        page.on("requestfailed", lambda request: asked.append(request.url))
        page.locator(".grid").evaluate("(grid) => { grid.scrollTop = 34 * 2000; }")
        page.locator(".toast.bad").wait_for()
        page.wait_for_timeout(600)
        self.assertEqual(page.locator(".toast.bad").count(), 1)
        self.assertLessEqual(len([url for url in asked if "/complaints?" in url]), 3, asked)
        self.context.set_offline(False)
        self.row(2003).wait_for()
        self.wait_for_rows()
        page.locator(".toast.bad").wait_for(state="detached")

    def test_a_full_disk_is_said_on_every_page_until_something_is_saved_again(self):
        page = self.page
        record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "summary": "Disk", "description": "It is full."})
        page.route("**/api/v1/complaints/*", lambda route: route.fulfill(
            status=507, json={"type": "urn:ibtool:problem:disk_full", "title": "Disk full", "detail": "No space."})
            if route.request.method == "PATCH" else route.continue_())
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name="Edit").click()
        page.get_by_label("Summary").fill("Written to a full disk")
        page.get_by_role("button", name="Save").click()
        banner = page.locator(".unsaved-bar")
        banner.wait_for()
        self.assertIn("nothing can be saved until there is space", banner.inner_text())
        self.assertEqual(page.get_by_label("Summary").input_value(), "Written to a full disk")
        page.unroute("**/api/v1/complaints/*")
        page.get_by_role("button", name="Save").click()
        banner.wait_for(state="detached")

    def test_similar_complaints_that_could_not_be_looked_up_are_not_called_none(self):
        page = self.page
        page.route("**/api/v1/complaints?*", lambda route: route.abort())
        self.go("/complaints/new")
        page.get_by_label("Summary").fill("helium leak beside the magnet")
        page.get_by_text("Similar complaints could not be looked up").wait_for()

    def test_a_start_that_fails_says_so_and_can_be_tried_again(self):
        page = self.page
        page.route("**/api/v1/session", lambda route: route.fulfill(
            status=503, json={"title": "Busy", "detail": "The server is starting."}))
        self.go("/complaints")
        page.get_by_text("The server is starting.").wait_for()
        page.unroute("**/api/v1/session")
        page.get_by_role("button", name="Try again").click()
        self.wait_for_rows()

    def test_a_session_that_ends_keeps_what_was_typed(self):
        page = self.page
        record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "summary": "Table stops", "description": "It stopped."})
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name="Edit").click()
        page.get_by_label("Summary").fill("Typed before the end")
        self.context.clear_cookies()
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Your session has ended.").wait_for()
        page.get_by_label("User name").fill(self.server.name)
        page.get_by_label("Password").fill(self.server.password)
        page.keyboard.press("Enter")
        page.get_by_text("Your draft of").wait_for()
        self.assertEqual(page.get_by_label("Summary").input_value(), "Typed before the end")

    def test_a_draft_is_shown_only_to_who_wrote_it(self):
        page = self.page
        self.another("nora", "engineer")
        self.go("/complaints/new")
        page.get_by_label("Summary").fill("For my eyes only")
        page.get_by_text("Draft kept on this computer").wait_for()
        self.sign_in_as("nora", PASSWORD)
        self.go("/complaints/new")
        page.get_by_label("Summary").wait_for()
        self.assertEqual(page.get_by_label("Summary").input_value(), "")
        self.sign_in_as(self.server.name, self.server.password)
        self.go("/complaints/new")
        page.get_by_text("Your draft of").wait_for()

    def test_who_may_not_record_is_told_so_before_a_form_is_filled_in(self):
        page = self.page
        self.another("vera", "viewer")
        self.sign_in_as("vera", PASSWORD)
        for path in ("/complaints/new", "/sites/new", "/systems/new", "/admin/users"):
            with self.subTest(path):
                self.go(path)
                page.get_by_role("heading", name="You may not see this").wait_for()
                page.get_by_text("An administrator can change that.").wait_for()

    def test_a_view_that_the_server_refuses_says_why_and_leads_out(self):
        page = self.page
        page.route("**/api/v1/complaints?*severity=nonsense*", lambda route: route.fulfill(
            status=422, json={"title": "Refused", "detail": "1 value is not right.", "errors": [
                {"pointer": "?severity", "code": "not_a_choice", "detail": "There is no such severity."}]}))
        self.go("/complaints?severity=nonsense")
        page.get_by_text("There is no such severity.").wait_for()
        page.get_by_role("alert").get_by_role("button", name="Clear all filters").click()
        self.wait_for_rows()


if __name__ == "__main__":
    unittest.main()
