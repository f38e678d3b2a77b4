"""What asks over the page: it goes with its page, asks once, cuts nothing, and keeps what was typed when it is refused."""

import re
import unittest

from playwright.sync_api import expect

from browser import BrowserCase

MERGE = {"If-Match": "*", "Content-Type": "application/merge-patch+json"}
REFUSAL = {"type": "urn:ibtool:problem:conflict", "title": "Conflict", "status": 409, "detail": "Not now, says the test."}


class DialogCase(BrowserCase):
    def setUp(self):
        super().setUp()
        self.record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "aware": "2026-03-02", "summary": "Table stops during the scan", "severity": "minor",
            "description": "The table stopped halfway.", "is_complaint": "yes", "markets": ["US"], "outcome": "serious_injury"})
        self.path = f"/complaints/{self.record['number']}"
        self.next = self.page.get_by_role("region", name="Next step")

    def show(self):
        self.go(self.path)
        self.next.get_by_role("button").first.wait_for()
        self.page.locator(".history-item").first.wait_for()

    def show_question(self):
        """The same with facts to which no rule about reporting applies: it may end without a decision."""
        self.api("PATCH", self.path, {"markets": ["EU"], "outcome": "none", "recurrence_would_harm": "no",
                                      "public_health_threat": "no"}, MERGE)
        self.show()

    def move(self, to):
        return self.api("POST", f"{self.path}/transitions", {"to": to}, {"If-Match": "*"})

    def status(self):
        return self.api("GET", self.path)["status"]

    def steps_asked(self):
        """The moves that the page sends from now on, as it sends them."""
        sent = []
        self.page.on("request", lambda request: sent.append(request)
                     if request.method == "POST" and request.url.endswith("/transitions") else None)
        return sent

    def meet(self, address, act):
        """Does `act` to the next request there that changes something, once."""
        met = []

        def handle(route):
            if route.request.method == "GET" or met:
                return route.continue_()
            met.append(True)
            return act(route)
        self.page.route(address, handle)

    def refuse(self, address):
        self.meet(address, lambda route: route.fulfill(
            status=409, json=REFUSAL, content_type="application/problem+json"))

    def paste(self, box, text):
        """As a person pastes: what a box does not take is not there."""
        box.focus()
        self.page.keyboard.insert_text(text)

    def press_beside(self):
        self.page.mouse.click(4, 400)


class LeavingTests(DialogCase):
    def test_back_under_a_sign_dialog_closes_it_and_signs_nothing(self):
        page = self.page
        self.open_grid("?q=table")
        page.evaluate("(path) => { const link = document.createElement('a'); link.href = path; link.textContent = 'go';"
                      " document.querySelector('main').append(link); link.click(); }", self.path)
        page.locator(".signatures").get_by_role("button", name="Sign").click()
        dialog = page.get_by_role("dialog", name="Sign this file")
        dialog.get_by_label(re.compile("^Password of")).fill(self.server.password)
        page.go_back()
        self.wait_for_rows()
        self.assertEqual(page.locator("dialog").count(), 0)
        self.assertEqual(self.api("GET", f"{self.path}/signatures")["items"], [])
        # The list takes keys again.
        page.keyboard.press("?")
        page.get_by_role("dialog").wait_for()

    def test_the_end_of_a_session_leaves_no_dialog_over_the_sign_in(self):
        page = self.page
        self.show()
        page.get_by_role("region", name="Tasks").get_by_role("button", name="Add a task").click()
        page.get_by_role("dialog", name="New task").get_by_label("What is to be done").fill("Call the customer")
        self.context.clear_cookies()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Sign in").wait_for()
        self.assertEqual(page.locator("dialog").count(), 0)
        page.get_by_label("User name").fill(self.server.name)
        page.get_by_label("Password", exact=True).fill(self.server.password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name=self.record["number"]).wait_for()

    def test_back_closes_the_palette(self):
        page = self.page
        self.go(self.path)
        page.locator(".history-item").first.wait_for()
        page.keyboard.press("Control+k")
        page.locator("dialog.palette").wait_for()
        page.evaluate("history.pushState(null, '', location.pathname + '#here')")
        page.evaluate("history.back()")
        page.locator("dialog.palette").wait_for(state="detached")

    def test_back_while_a_decision_is_signed_closes_both_dialogs(self):
        page = self.page
        self.open_grid("?q=table")
        page.evaluate("(path) => { const link = document.createElement('a'); link.href = path; link.textContent = 'go';"
                      " document.querySelector('main').append(link); link.click(); }", self.path)
        page.get_by_role("button", name="Decide for United States").click()
        page.get_by_label("Rationale").fill("Nobody was near.")
        page.get_by_role("button", name="Save and sign…").click()
        page.locator("dialog[open] input[type=password]").wait_for()
        page.go_back()
        self.wait_for_rows()
        self.assertEqual(page.locator("dialog").count(), 0)


class StepTests(DialogCase):
    def test_a_step_backwards_asks(self):
        page = self.page
        self.move("assessed")
        self.show()
        sent = self.steps_asked()
        page.locator(".stepper").get_by_role("button", name="Triage").click()
        dialog = page.get_by_role("dialog", name="Bring this file to another step")
        self.assertEqual(dialog.get_by_label("Step").locator("option").all_inner_texts(), ["Triage"])
        self.check("asked")
        dialog.get_by_role("button", name="Cancel").click()
        self.assertEqual((sent, self.status()), ([], "assessed"))
        page.locator(".stepper").get_by_role("button", name="Triage").click()
        dialog.get_by_label("Reason").fill("Assessed too early")
        dialog.get_by_role("button", name="Go there").click()
        page.locator(".stepper .now", has_text="Triage").wait_for()
        page.get_by_role("complementary", name="History").get_by_text("Reason: Assessed too early").wait_for()
        self.assertEqual(len(sent), 1)

    def test_a_double_click_on_a_step_moves_once_and_says_nothing(self):
        page = self.page
        self.show()
        sent, held = self.steps_asked(), []
        page.route("**/transitions", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
        self.next.get_by_role("button", name="Go to Triage").dblclick()
        # The first press is on its way; so is a press on the stepper.
        page.locator(".stepper").get_by_role("button", name="Triage").dblclick()
        self.assertEqual(len(held), 1)
        held.pop().continue_()
        go = self.next.get_by_role("button", name="Go to Assessed")
        go.wait_for()
        expect(go).to_be_enabled()
        # The second press of a double click may find the next step where the first one found its own.
        go.dispatch_event("click", {"detail": 2})
        page.get_by_text("has moved on.").wait_for()
        self.assertEqual((len(sent), self.status()), (1, "triage"))
        self.assertEqual(page.locator(".toast.bad").count(), 0)

    def test_a_move_that_is_refused_keeps_its_reason(self):
        page = self.page
        self.show_question()
        self.next.get_by_role("button", name="Other steps…").click()
        dialog = page.get_by_role("dialog", name="Bring this file to another step")
        dialog.get_by_label("Step").select_option("withdrawn")
        dialog.get_by_label("Reason").fill("   ")
        dialog.get_by_role("button", name="Go there").click()
        dialog.locator(".field-error", has_text="Please fill this in.").wait_for()
        dialog.get_by_label("Reason").fill("Recorded twice")
        self.assertEqual(dialog.locator(".field-error:visible").count(), 0)
        self.press_beside()
        self.refuse("**/transitions")
        dialog.get_by_role("button", name="Go there").click()
        dialog.get_by_text("Not now, says the test.").wait_for()
        self.check("refused")
        self.assertEqual(dialog.get_by_label("Reason").input_value(), "Recorded twice")
        dialog.get_by_role("button", name="Go there").click()
        page.get_by_text("This file is at its end (Withdrawn) and read only.").wait_for()
        page.get_by_role("complementary", name="History").get_by_text("Reason: Recorded twice").wait_for()

    def test_a_move_of_a_file_that_somebody_changed_is_said_and_tried_again(self):
        page = self.page
        self.show_question()
        self.next.get_by_role("button", name="Other steps…").click()
        dialog = page.get_by_role("dialog", name="Bring this file to another step")
        dialog.get_by_label("Step").select_option("withdrawn")
        dialog.get_by_label("Reason").fill("Recorded twice")

        def overtake(route):
            self.api("PATCH", self.path, {"summary": "Table stops, says a colleague"}, MERGE)
            route.continue_()
        self.meet("**/transitions", overtake)
        dialog.get_by_role("button", name="Go there").click()
        dialog.locator(".notice.bad").wait_for()
        page.locator(".record-summary", has_text="says a colleague").wait_for()
        self.assertEqual(dialog.get_by_label("Reason").input_value(), "Recorded twice")
        dialog.get_by_role("button", name="Go there").click()
        page.get_by_text("This file is at its end (Withdrawn) and read only.").wait_for()

    def test_what_is_being_written_is_saved_before_a_reason_is_asked(self):
        page = self.page
        self.show()
        page.get_by_role("button", name="Edit").click()
        page.get_by_label("Summary").fill("Half a thought")
        self.next.get_by_role("button", name="Other steps…").click()
        page.get_by_text("Save or cancel your changes first.").wait_for()
        self.assertEqual(page.locator("dialog").count(), 0)


class ReasonTests(DialogCase):
    def setUp(self):
        super().setUp()
        self.api("POST", f"{self.path}/tasks", {"title": "Call the customer"})

    def ask(self):
        self.show()
        self.page.get_by_role("button", name="Withdraw the task Call the customer").click()
        self.dialog = self.page.get_by_role("dialog", name="Withdraw Call the customer?")
        return self.dialog.get_by_label("Reason")

    def act(self):
        self.dialog.get_by_role("button", name="Withdraw the task").click()

    def test_a_reason_survives_a_refusal_and_a_press_beside_it(self):
        reason = self.ask()
        self.act()
        self.dialog.locator(".field-error", has_text="Please fill this in.").wait_for()
        reason.fill("Done by phone")
        self.press_beside()
        self.refuse("**/withdraw")
        self.act()
        self.dialog.get_by_text("Not now, says the test.").wait_for()
        self.check("refused")
        self.assertEqual(reason.input_value(), "Done by phone")
        self.act()
        self.dialog.wait_for(state="detached")
        self.page.get_by_role("region", name="Tasks").get_by_text("Call the customer").wait_for(state="detached")
        self.assertEqual(self.api("GET", f"{self.path}/tasks")["items"][0]["withdrawn"]["reason"], "Done by phone")

    def test_a_reason_that_is_too_long_is_said_and_nothing_is_cut(self):
        reason = self.ask()
        self.paste(reason, "a" * 2001)
        self.assertEqual(len(reason.input_value()), 2001)
        self.act()
        self.dialog.locator(".field-error", has_text="at most 2,000 characters").wait_for()
        self.assertEqual(len(reason.input_value()), 2001)
        self.check("too long")
        self.page.keyboard.press("End")
        self.page.keyboard.press("Control+End")
        self.page.keyboard.press("Backspace")
        self.act()
        self.dialog.wait_for(state="detached")
        self.assertEqual(self.api("GET", f"{self.path}/tasks")["items"][0]["withdrawn"]["reason"], "a" * 2000)


class LongTests(DialogCase):
    def assert_whole(self, dialog, label, press, size, said):
        """A text of that size is said to be too long, at its box, and none of it is gone."""
        box = dialog.get_by_label(label)
        self.paste(box, "x" * size)
        dialog.get_by_role("button", name=press).click()
        error = dialog.locator(".field-error", has_text=f"at most {said} characters")
        expect(error).to_be_in_viewport()
        self.assertEqual(len(box.input_value()), size)

    def test_other_steps(self):
        self.show_question()
        self.next.get_by_role("button", name="Other steps…").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Step").select_option("withdrawn")
        self.assert_whole(dialog, "Reason", "Go there", 2001, "2,000")
        self.assertEqual(self.status(), "received")

    def test_links(self):
        page = self.page
        other = self.api("POST", "/complaints", {"received": "2026-03-02", "summary": "Quixotic rattle", "severity": "minor",
                                                 "description": "It rattles."})
        self.show()
        page.get_by_role("button", name="Link or merge").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("combobox", name="Other complaint").fill("quixotic")
        dialog.get_by_role("option", name=other["number"]).click()
        self.assert_whole(dialog, "Why", "Link", 4001, "4,000")
        dialog.get_by_label("Relation").select_option("duplicate")
        dialog.get_by_role("button", name="Merge").click()
        dialog.locator(".field-error", has_text="at most 2,000 characters").wait_for()
        self.assertEqual(self.status(), "received")

    def test_moving_and_editing_many(self):
        page = self.page
        for opener, ready in (("Change status", "Move them"), ("Edit fields", "Look at what would change")):
            self.open_grid("?q=table")
            page.locator(".grid").focus()
            page.keyboard.press("Control+a")
            page.get_by_role("button", name=opener).click()
            dialog = page.get_by_role("dialog")
            if opener == "Change status":
                dialog.get_by_label("Step").select_option("triage")
            else:
                dialog.get_by_role("combobox").fill("Severity")
                dialog.get_by_role("option").first.click()
                dialog.locator("[data-field=severity]").select_option("serious")
                ready = dialog.locator(".dialog-foot .button.primary").inner_text()
            expect(dialog.get_by_role("button", name=ready)).to_be_enabled()
            self.assert_whole(dialog, "Reason", ready, 2001, "2,000")


class DecideTests(DialogCase):
    size = (1024, 768)

    def test_what_is_wrong_with_a_rationale_is_in_sight(self):
        page = self.page
        self.show()
        page.get_by_role("button", name="Decide for United States").click()
        dialog = page.get_by_role("dialog")
        save = dialog.get_by_role("button", name="Save", exact=False).first
        save.click()
        expect(dialog.locator(".field-error", has_text="Say why it is decided so.")).to_be_in_viewport(ratio=1)
        self.assertEqual(page.evaluate("document.activeElement.id"), "decide-rationale")
        self.check("rationale")
        box = dialog.get_by_label("Rationale")
        self.paste(box, "x" * 16001)
        save.click()
        expect(dialog.locator(".field-error", has_text="at most 16,000 characters")).to_be_in_viewport(ratio=1)
        self.assertEqual(len(box.input_value()), 16001)


class SavingTests(DialogCase):
    def test_two_presses_of_ctrl_s_make_one_dialog(self):
        page = self.page
        self.show()
        page.get_by_role("button", name="Edit").click()
        page.locator("[data-field=status]").select_option("closed")
        page.keyboard.press("Control+s")
        page.get_by_role("dialog", name="End this file: Closed?").wait_for()
        page.keyboard.press("Control+s")
        page.keyboard.press("Control+s")
        self.assertEqual(page.locator("dialog").count(), 1)

    def test_the_reason_of_a_save_that_is_refused_is_there_again(self):
        page = self.page
        self.show_question()
        page.get_by_role("button", name="Edit").click()
        page.locator("[data-field=status]").select_option("withdrawn")
        page.get_by_role("button", name="Save").click()
        dialog = page.get_by_role("dialog", name="End this file: Withdrawn?")
        dialog.get_by_label("Reason").fill("Recorded twice")
        self.refuse("**" + f"/complaints/{self.record['id']}")
        dialog.get_by_role("button", name="End the file").click()
        page.get_by_text("Not now, says the test.").wait_for()
        page.get_by_role("button", name="Save").click()
        self.assertEqual(dialog.get_by_label("Reason").input_value(), "Recorded twice")
        dialog.get_by_role("button", name="End the file").click()
        page.get_by_text("This file is at its end (Withdrawn) and read only.").wait_for()


class NarrowTests(DialogCase):
    size = (390, 844)

    def test_on_a_telephone_the_steps_are_words_only(self):
        page = self.page
        self.move("assessed")
        self.show()
        page.locator(".stepper .past").first.wait_for()
        self.assertEqual(page.locator(".stepper button").count(), 0)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.reload()
        page.locator(".stepper").get_by_role("button", name="Triage").wait_for()
        page.set_viewport_size({"width": 390, "height": 844})
        page.locator(".stepper .step-go").first.wait_for(state="hidden")


if __name__ == "__main__":
    unittest.main()
