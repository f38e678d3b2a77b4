"""The end of a file: asked before, said after, opened again with a reason; the steps it really took."""

import itertools
import re
import unittest

from browser import BrowserCase

PASSWORD = "correct horse battery 7"
NOT_REPORTED = {"jurisdiction": "EU", "verdict": "not_reportable", "rationale": "Nobody was near.",
                "signature": {"password": PASSWORD, "meaning": "decision"}}
# No rule about reporting applies to it, or may.
QUESTION = {"markets": ["EU"], "outcome": "none", "recurrence_would_harm": "no", "public_health_threat": "no"}
WHOLE = {
    "is_complaint": "yes", "category": "hardware", "investigation_needed": "yes",
    "investigation_results": "A worn bearing.", "correction": "Bearing replaced.", "reply": "Replaced.",
    "reply_date": "2026-03-20", "udi": "04012345678901", "aware": "2026-03-02", "country": "FR", "markets": ["EU"],
    "failure_to_meet_specification": "no", "imdrf_a": ["A0101"], "action_decision": "correction",
    "investigation_started": "2026-03-03", "investigation_finished": "2026-03-10", "met_specification": "no",
    "relation_to_event": "caused"}
COUNTER = itertools.count()


class EndingTests(BrowserCase):
    def setUp(self):
        super().setUp()
        self.record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "summary": "Table stops during the scan", "severity": "minor",
            "description": "The table stopped halfway."})
        self.path = f"/complaints/{self.record['number']}"

    def change(self, **values):
        now = self.api("GET", self.path)
        return self.api("PATCH", self.path, values, {
            "If-Match": f'"{now["version"]}"', "Content-Type": "application/merge-patch+json"})

    def colleague(self):
        """A reviewer's name, and their way to make a transition of the file."""
        name = f"rita{next(COUNTER)}"
        self.api("POST", "/users", {"name": name, "role": "reviewer", "password": PASSWORD})
        other = self.playwright.request.new_context(base_url=self.server.url)
        self.addCleanup(other.dispose)
        origin = {"Origin": self.server.url}
        other.post("/api/v1/session", data={"name": name, "password": PASSWORD}, headers=origin)

        def go(data, rest="/transitions", status=200):
            answer = other.post(f"/api/v1{self.path}{rest}", data=data, headers={"If-Match": "*", **origin})
            self.assertEqual(answer.status, status, answer.text())
        return name, go

    def close(self):
        """Past every gate, decided, and closed by somebody who did not investigate."""
        name, go = self.colleague()
        self.change(status="review", investigator=self.server.name, reviewer=name, **WHOLE)
        go(NOT_REPORTED, "/decisions", 201)
        go({"to": "closed", "signature": {"password": PASSWORD, "meaning": "closure"}})

    def set_status(self, value):
        page = self.page
        self.go(self.path)
        page.get_by_role("button", name="Edit").click()
        page.locator("[data-field=status]").select_option(value)
        page.get_by_role("button", name="Save").click()

    def steps(self, state):
        return [text.strip() for text in self.page.locator(f".stepper .{state} .step-label").all_inner_texts()]

    def test_ending_asks_first_and_leaves_a_file_that_is_read_only(self):
        page = self.page
        self.change(not_complaint_reason="A question about the price", **QUESTION)
        self.set_status("not_a_complaint")
        dialog = page.get_by_role("dialog", name="End this file: Not a complaint?")
        dialog.get_by_text("The file becomes read only.").wait_for()
        dialog.get_by_role("button", name="Cancel").click()
        self.assertEqual(self.api("GET", self.path)["status"], "received")
        page.get_by_role("button", name="Save").click()
        dialog.get_by_role("button", name="End the file").click()
        page.get_by_text("This file is at its end (Not a complaint) and read only.").wait_for()
        self.assertEqual(self.api("GET", self.path)["status"], "not_a_complaint")
        self.assertEqual(page.get_by_role("button", name="Edit").count(), 0)
        page.keyboard.press("e")
        self.assertEqual(page.locator(".record-form").count(), 0)

    def test_only_the_steps_that_the_history_knows_are_called_done(self):
        self.close()
        self.go(self.path)
        self.page.locator(".stepper .past").first.wait_for()
        self.assertEqual(self.steps("past"), ["Received", "Review"])
        self.assertEqual(self.steps("now"), ["Closed"])
        self.assertEqual(self.steps("skipped"), ["Triage", "Assessed", "Investigation", "Action", "Reply"])
        self.assertEqual(self.page.get_by_text("(done)").count(), 2)

    def test_a_withdrawal_asks_for_its_reason_in_the_same_breath(self):
        page = self.page
        self.change(**QUESTION)
        self.set_status("withdrawn")
        dialog = page.get_by_role("dialog", name="End this file: Withdrawn?")
        dialog.get_by_label("Reason").fill("Recorded twice")
        dialog.get_by_role("button", name="End the file").click()
        page.get_by_text("This file is at its end (Withdrawn) and read only.").wait_for()
        page.get_by_role("complementary", name="History").get_by_text("Reason: Recorded twice").wait_for()
        self.assertEqual((self.steps("past"), self.steps("now")), (["Received"], ["Withdrawn"]))

    def test_closing_is_signed_where_the_checklist_is(self):
        page = self.page
        name, go = self.colleague()
        go({"to": "review", "values": {**WHOLE, "investigator": name, "reviewer": self.server.name}})
        go(NOT_REPORTED, "/decisions", 201)
        self.go(self.path)
        page.get_by_role("button", name="Go to Closed").click()
        dialog = page.get_by_role("dialog", name="End this file: Closed?")
        dialog.get_by_text("sign what is then version 4").wait_for()
        dialog.get_by_text("It covers every field of the file").wait_for()
        self.check("closing")
        password = dialog.get_by_label(re.compile("^Password of"))
        password.fill("something else")
        dialog.get_by_role("button", name="Sign").click()
        dialog.get_by_text("Name and password are not the signer’s own.").first.wait_for()
        self.assertEqual(self.api("GET", self.path)["status"], "review")
        password.fill(self.server.password)
        page.keyboard.press("Enter")
        page.get_by_text("This file is at its end (Closed) and read only.").wait_for()
        page.locator(".signatures").get_by_text("Closure · version 4").wait_for()
        page.locator(".signatures").get_by_text("It covers every field of the file").wait_for()
        self.check("closed")

    def test_who_may_decide_opens_it_again_with_a_reason_and_a_signature(self):
        page = self.page
        self.close()
        self.go(self.path)
        # Where a late paper would be entered it is said what to do, and the way there is offered.
        page.locator(".reporting").get_by_text("can be entered once the file is reopened").wait_for()
        page.locator(".attachments").get_by_role("button", name="Reopen with reason and signature").click()
        dialog = page.get_by_role("dialog", name="Reopen this file?")
        dialog.get_by_label(re.compile("^Password of")).fill(self.server.password)
        dialog.get_by_role("button", name="Sign").click()
        dialog.get_by_label("Reason").fill("The customer called again")
        self.check("reopening")
        dialog.get_by_role("button", name="Sign").click()
        page.get_by_text("is open again.").wait_for()
        page.locator(".signatures").get_by_text("Reopening · version").wait_for()
        page.get_by_role("button", name="Edit").wait_for()
        self.assertEqual(self.api("GET", self.path)["status"], "triage")
        page.get_by_role("complementary", name="History").get_by_text("Reason: The customer called again").first.wait_for()

    def test_who_may_not_decide_is_told_who_can(self):
        page = self.page
        self.close()
        self.api("POST", "/users", {"name": "ana", "display_name": "Ana", "role": "analyst", "password": PASSWORD})
        self.context.clear_cookies()
        answer = self.context.request.post("/api/v1/session", data={"name": "ana", "password": PASSWORD},
                                           headers={"Origin": self.server.url})
        self.assertEqual(answer.status, 201, answer.text())
        self.go(self.path)
        page.get_by_text("a reviewer or an administrator, can reopen it").first.wait_for()
        for name in ("Edit", "Reopen"):
            self.assertEqual(page.get_by_role("button", name=name).count(), 0)

    def test_the_history_beside_a_form_follows_what_others_do(self):
        page = self.page
        name, go = self.colleague()
        self.api("PATCH", f"/users/{name}", {"display_name": "Marie Dubois"}, {
            "If-Match": "*", "Content-Type": "application/merge-patch+json"})
        self.go(self.path)
        page.get_by_role("button", name="Edit").click()
        history = page.get_by_role("complementary", name="History")
        page.get_by_label("Summary").fill("Half a thought")
        page.wait_for_timeout(300)
        # One's own act in another window is no news; a colleague's is.
        self.change(severity="serious")
        history.locator("ins", has_text="Serious").wait_for()
        self.assertEqual(page.get_by_text("has just changed this complaint.").count(), 0)
        go({"to": "triage", "values": {"severity": "critical"}})
        page.get_by_text("Marie Dubois has just changed this complaint.").wait_for()
        history.locator("ins", has_text="Critical").wait_for()
        self.assertEqual(page.get_by_label("Summary").input_value(), "Half a thought")


if __name__ == "__main__":
    unittest.main()
