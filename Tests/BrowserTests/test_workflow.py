"""The way of a file on its page: next step and checklist, tasks, comments, links and merging, many at once."""

import unittest

from browser import BrowserCase

WHOLE = {
    "is_complaint": "yes", "severity": "serious", "category": "hardware", "investigation_needed": "yes",
    "investigation_results": "A worn bearing.", "correction": "Bearing replaced.", "reply": "Replaced.",
    "reply_date": "2026-03-20", "udi": "04012345678901",
         "aware": "2026-03-02", "country": "FR", "markets": ["EU"], "failure_to_meet_specification": "no", "imdrf_a": ["A0101"],
         "action_decision": "correction", "investigation_started": "2026-03-03",
         "investigation_finished": "2026-03-10", "met_specification": "no", "relation_to_event": "caused"}
QUESTION = {"markets": ["EU"], "outcome": "none", "recurrence_would_harm": "no", "public_health_threat": "no"}
WORDS = {
    "en": {"next": "Next step", "tasks": "Tasks", "links": "Links", "link": "Link or merge", "missing": "thing is missing",
           "add": "Add a task", "others": "Other steps…", "save": "Comment"},
    "fr": {"next": "Étape suivante", "tasks": "Tâches", "links": "Liens", "link": "Lier ou fusionner",
           "missing": "Il manque", "add": "Ajouter une tâche", "others": "Autres étapes…", "save": "Commenter"},
}


class WorkflowCase(BrowserCase):
    def setUp(self):
        super().setUp()
        self.words = WORDS[self.language]
        self.record = self.make()
        self.path = f"/complaints/{self.record['id']}"

    def make(self, **more):
        return self.api("POST", "/complaints", {
            "received": "2026-03-02", "summary": "Table stops during the scan", "severity": "minor",
            "description": "The table stopped halfway.", **more})

    def move(self, to, values=None, reason=None, path=None):
        body = {"to": to, "values": values or {}}
        if reason:
            body["reason"] = reason
        return self.api("POST", (path or self.path) + "/transitions", body, {"If-Match": "*"})

    def show(self):
        self.go(f"/complaints/{self.record['number']}")
        self.next = self.page.get_by_role("region", name=self.words["next"])
        self.tasks = self.page.get_by_role("region", name=self.words["tasks"])
        self.links = self.page.get_by_role("region", name=self.words["links"])
        self.next.get_by_role("button").first.wait_for()
        self.page.locator(".history-item").first.wait_for()

    def status(self):
        return self.api("GET", self.path)["status"]


class WayTests(WorkflowCase):
    def test_a_file_takes_its_steps_and_what_is_missing_leads_to_its_field(self):
        page = self.page
        self.show()
        self.next.get_by_role("button", name="Go to Triage").click()
        page.get_by_text("has moved on.").wait_for()
        self.assertEqual(self.status(), "triage")
        go = self.next.get_by_role("button", name="Go to Assessed")
        self.assertTrue(go.is_disabled())
        self.check("page")
        self.next.get_by_role("button", name="It has to be decided that this is a complaint.").click()
        page.locator("[data-field=is_complaint]").wait_for()
        self.assertEqual(page.evaluate("document.activeElement.dataset.field"), "is_complaint")
        page.locator("[data-field=is_complaint]").select_option("yes")
        page.get_by_role("button", name="Save").click()
        self.next.get_by_text("Nothing is missing.").wait_for()
        # The stepper takes the same step.
        page.locator(".stepper").get_by_role("button", name="Assessed").click()
        page.locator(".stepper .now", has_text="Assessed").wait_for()
        self.assertEqual(self.status(), "assessed")

    def test_closing_shows_its_list_and_a_task_that_is_not_done(self):
        page = self.page
        self.move("review", {**WHOLE, "investigator": self.server.name, "reviewer": self.server.name})
        self.api("POST", self.path + "/tasks", {"title": "Call the customer", "due": "2020-01-01"})
        self.show()
        self.next.get_by_role("button", name="A task is not done.").wait_for()
        self.next.get_by_role("button", name="Who investigated does not close the file").wait_for()
        self.next.get_by_role("button", name="The reviewer has to be somebody else than the investigator.").wait_for()
        self.assertTrue(self.next.get_by_role("button", name="Go to Closed").is_disabled())
        self.next.get_by_role("button", name="A task is not done.").click()
        self.assertEqual(page.evaluate("document.activeElement.id"), "tasks-title")
        self.tasks.get_by_text("Late").wait_for()
        self.tasks.get_by_role("checkbox", name="Call the customer").check()
        self.tasks.get_by_text("done by").wait_for()
        self.next.get_by_role("button", name="A task is not done.").wait_for(state="detached")
        self.page.get_by_role("complementary", name="History").get_by_text("did the task “Call the customer”").wait_for()
        self.check("page")

    def test_another_step_asks_for_its_reason(self):
        page = self.page
        self.show()
        self.next.get_by_role("button", name="Other steps…").click()
        dialog = page.get_by_role("dialog", name="Bring this file to another step")
        dialog.get_by_label("Step").select_option("withdrawn")
        # Nobody decided, and nobody knows what happened: it is said, and leads to where it is entered.
        dialog.get_by_role("button", name="Whether to report is not decided (United States).").wait_for()
        self.check("missing")
        self.assertTrue(dialog.get_by_role("button", name="Go there").is_disabled())
        dialog.get_by_role("button", name="“Outcome” is not known").click()
        page.locator("[data-field=outcome]").wait_for()
        self.api("PATCH", self.path, QUESTION, {"If-Match": "*"})
        self.show()
        self.next.get_by_role("button", name="Other steps…").click()
        dialog.get_by_label("Step").select_option("withdrawn")
        self.check("page")
        dialog.get_by_role("button", name="Go there").click()
        dialog.get_by_label("Reason").fill("Recorded twice")
        dialog.get_by_role("button", name="Go there").click()
        page.get_by_text("This file is at its end (Withdrawn) and read only.").wait_for()
        self.assertEqual(self.status(), "withdrawn")


class PartsTests(WorkflowCase):
    def test_tasks_are_added_by_keyboard_and_arrive_from_others(self):
        page = self.page
        self.show()
        self.tasks.get_by_role("button", name="Add a task").focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="New task")
        page.keyboard.type("Ask for the log file")
        dialog.get_by_label("Owner").fill("nobody-here")
        dialog.get_by_role("button", name="Add a task").click()
        dialog.locator(".field-error", has_text="There is no such record.").wait_for()
        dialog.get_by_label("Owner").fill(self.server.name)
        page.keyboard.press("Enter")
        dialog.wait_for(state="detached")
        self.tasks.get_by_role("checkbox", name="Ask for the log file").wait_for()
        self.api("POST", self.path + "/tasks", {"title": "From elsewhere"})
        self.tasks.get_by_role("checkbox", name="From elsewhere").wait_for()
        self.tasks.get_by_text("2 open").wait_for()
        self.tasks.get_by_role("button", name="Withdraw the task From elsewhere").click()
        reason = page.get_by_role("dialog", name="Withdraw From elsewhere?")
        reason.get_by_label("Reason").fill("Done by phone")
        reason.get_by_role("button", name="Withdraw the task").click()
        self.tasks.get_by_text("1 open").wait_for()

    def test_comments_and_changes_stand_in_one_line_of_time(self):
        page = self.page
        self.show()
        history = page.get_by_role("complementary", name="History")
        history.get_by_label("Comment", exact=True).fill(f"@{self.server.name} <b>look</b> at this")
        history.get_by_role("button", name="Comment").click()
        comment = history.locator(".comment", has_text="<b>look</b> at this")
        comment.wait_for()
        self.assertEqual(comment.locator(".mention").count(), 1)
        self.api("POST", self.path + "/comments", {"text": "We have replaced it", "audience": "customer"})
        customer = history.locator(".comment", has_text="We have replaced it")
        customer.get_by_text("To the customer").wait_for()
        self.api("PATCH", self.path, {"severity": "serious"}, {
            "If-Match": "*", "Content-Type": "application/merge-patch+json"})
        history.locator("ins", has_text="Serious").wait_for()
        kinds = history.locator(".history-item").evaluate_all(
            "items => items.map((item) => item.classList.contains('comment'))")
        self.assertEqual(kinds[:4], [False, True, False, True])
        self.check("page")
        customer.get_by_role("button", name="Take back").click()
        dialog = page.get_by_role("dialog", name="Take this comment back?")
        dialog.get_by_label("Reason").fill("Wrong file")
        dialog.get_by_role("button", name="Take back").click()
        history.get_by_text("Wrong file").first.wait_for()

    def test_a_duplicate_is_found_merged_and_taken_back(self):
        page = self.page
        original = self.make(summary="Quixotic rattle of the gantry", aware="2026-03-05")
        self.api("POST", self.path + "/comments", {"text": "The same rattle"})
        self.show()
        self.links.get_by_role("button", name="Link or merge").click()
        dialog = page.get_by_role("dialog", name=f"Link {self.record['number']} to another complaint")
        dialog.get_by_label("Relation").select_option("duplicate")
        dialog.get_by_role("button", name="Merge").click()
        dialog.get_by_text("Choose a complaint from the list.").wait_for()
        dialog.get_by_role("combobox", name="Other complaint").fill("quixotic")
        dialog.get_by_role("option", name=original["number"]).wait_for()
        self.check("page")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        dialog.get_by_role("button", name="Merge").click()
        page.get_by_text("is merged.").wait_for()
        self.links.get_by_text("Duplicate of").wait_for()
        self.go(f"/complaints/{original['number']}")
        page.locator(".comment", has_text="The same rattle").get_by_text(f"from {self.record['number']}").wait_for()
        self.links.get_by_text("Original of").wait_for()
        self.links.get_by_text("Earliest awareness").wait_for()
        self.links.get_by_role("link", name=self.record["number"]).click()
        self.links.get_by_role("button", name="Undo the merge").click()
        undo = page.get_by_role("dialog", name="Undo this merge?")
        undo.get_by_label("Reason").fill("Another room")
        undo.get_by_role("button", name="Undo the merge").click()
        page.get_by_text("is a file of its own again.").wait_for()
        self.assertEqual(self.status(), "received")

    def test_a_viewer_reads_and_changes_nothing(self):
        page = self.page
        self.api("POST", self.path + "/tasks", {"title": "Look"})
        self.api("POST", self.path + "/comments", {"text": "Said"})
        self.api("POST", "/users", {"name": "vera", "role": "viewer", "password": "correct horse battery 7"})
        self.context.clear_cookies()
        answer = self.context.request.post("/api/v1/session", data={
            "name": "vera", "password": "correct horse battery 7"}, headers={"Origin": self.server.url})
        self.assertEqual(answer.status, 201, answer.text())
        self.go(f"/complaints/{self.record['number']}")
        page.locator(".comment", has_text="Said").wait_for()
        page.get_by_text("Somebody who works files takes this step.").wait_for()
        self.assertTrue(page.get_by_label("Look", exact=True).is_disabled())
        for name in ("Add a task", "Link or merge", "Comment", "Other steps…", "Go to Triage"):
            self.assertEqual(page.get_by_role("button", name=name).count(), 0, name)


class ManyTests(WorkflowCase):
    def test_many_files_are_previewed_and_moved(self):
        page = self.page
        ready = [self.make(summary=f"Zephyrine {n}", is_complaint="yes") for n in range(2)]
        bare = self.make(summary="Zephyrine bare")
        self.open_grid("?q=zephyrine")
        page.locator(".grid").focus()
        page.keyboard.press("Control+a")
        page.get_by_role("button", name="Change status").click()
        dialog = page.get_by_role("dialog", name="Bring 3 complaints to another step")
        dialog.get_by_label("Step").select_option("assessed")
        dialog.get_by_text("2 files move.").wait_for()
        row = dialog.get_by_role("row", name=bare["number"])
        row.get_by_text("It has to be decided that this is a complaint.").wait_for()
        self.check("page")
        dialog.get_by_role("button", name="Move them").click()
        dialog.get_by_text("2 files are changed.").wait_for()
        dialog.get_by_role("button", name="Close").last.click()
        for record in ready:
            self.assertEqual(self.api("GET", f"/complaints/{record['id']}")["status"], "assessed")
        self.assertEqual(self.api("GET", f"/complaints/{bare['id']}")["status"], "received")


class LookCase(WorkflowCase):
    def test_the_panels_are_accessible_at_any_size(self):
        other = self.make(summary="Another")
        self.move("triage")
        self.api("POST", self.path + "/tasks", {"title": "Call the customer", "due": "2020-01-01",
                                                "owner": self.server.name})
        self.api("POST", self.path + "/comments", {"text": f"@{self.server.name} look", "audience": "customer"})
        self.api("POST", self.path + "/links", {"relation": "related", "other": other["number"], "note": "Same room"})
        self.show()
        self.next.get_by_text(self.words["missing"]).wait_for()
        self.links.get_by_text("Same room").wait_for()
        self.check("page")
        self.next.get_by_role("button", name=self.words["others"]).click()
        self.page.get_by_role("dialog").wait_for()
        self.check("page")


class FrenchLookTests(LookCase):
    language = "fr"


class DarkNarrowLookTests(LookCase):
    theme = "dark"
    size = (390, 844)


class FrenchNarrowLookTests(LookCase):
    language = "fr"
    size = (390, 844)


if __name__ == "__main__":
    unittest.main()
