"""The story of one complaint (Tests/EndToEndTests/story.py) in a browser: everything by what a person sees and clicks."""

import html
import re
import unittest
import zipfile
from datetime import date

from browser import BrowserCase

import story
from harness import PASSWORD, run


def in_words(sentence):
    """The server's days as the page writes them."""
    return re.sub(r"\d{4}-\d\d-\d\d", lambda day: f"{date.fromisoformat(day[0]):%-d %B %Y}", sentence)


class Told(BrowserCase):
    is_signed_in = False

    def be(self, name):
        """Somebody else sits down."""
        self.context.clear_cookies()
        answer = self.context.request.post("/api/v1/session", data={"name": name, "password": PASSWORD},
                                           headers={"Origin": self.server.url})
        self.assertEqual(answer.status, 201, answer.text())

    def show(self, name=None):
        if name:
            self.be(name)
        self.go(f"/complaints/{self.number}")
        self.next = self.page.get_by_role("region", name="Next step")
        self.reporting = self.page.get_by_role("region", name="Reportability")
        self.next.get_by_role("button").first.wait_for()

    def enter(self, values):
        """Fills what the form on the page has, whatever the control; returns what it has not."""
        page, left = self.page, {}
        for name, value in values.items():
            field = page.locator(f"[data-field='{name}']")
            if field.count() == 0:
                left[name] = value
                continue
            field.evaluate("(at) => { for (; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }")
            if field.evaluate("(input) => input.tagName") == "SELECT":
                field.select_option(value)
            elif isinstance(value, list) and field.evaluate("(input) => input.tagName") != "INPUT":
                for choice in value:
                    field.locator(f"input[value='{choice}']").check()
            else:
                for text in value if isinstance(value, list) else [value]:
                    field.fill(text)
                    if isinstance(value, list):
                        field.press("Enter")
        return left

    def edit(self, values):
        page = self.page
        page.get_by_role("button", name="Edit", exact=True).click()
        page.locator(".record-form").wait_for()
        self.assertEqual(self.enter(values), {})
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".record-form").wait_for(state="detached")

    def step(self, name):
        self.next.get_by_role("button", name=f"Go to {name}").click()
        self.page.locator(".stepper .now", has_text=name).wait_for()

    def sign(self, dialog):
        dialog.get_by_label(re.compile("^Password of")).fill(PASSWORD)
        dialog.get_by_role("button", name="Sign").click()

    def test_the_story(self):
        self.be(self.server.name)
        for name, role in story.PEOPLE.items():
            self.api("POST", "/users", {"name": name, "role": role, "password": PASSWORD})
        self.recorded()
        self.merged()
        self.clocks()
        self.investigated()
        self.refused_and_decided()
        self.reported()
        self.closed()
        self.reopened()
        self.packed()
        self.server.instance.stop()
        run("verify", "--data", self.server.instance.data)

    def record(self, values):
        page = self.page
        self.go("/complaints/new")
        page.locator(".record-form, .record-main form, [data-field=summary]").first.wait_for()
        left = self.enter(values)
        page.get_by_role("button", name="Record the complaint", exact=True).click()
        page.wait_for_url(re.compile(r"/complaints/C-\d"))
        return re.search(r"C-\d+-\d+", page.url)[0], left

    def recorded(self):
        self.be("ines")
        self.called, _ = self.record(story.CALL)
        self.number, self.left = self.record(story.LETTER)

    def merged(self):
        page = self.page
        self.be("anna")
        self.go(f"/complaints/{self.called}")
        page.get_by_role("button", name="Link or merge").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Relation").select_option("duplicate")
        dialog.get_by_role("combobox", name="Other complaint").fill("burn forearm coil")
        dialog.get_by_role("option", name=self.number).click()
        dialog.get_by_role("button", name="Merge").click()
        page.get_by_text("is merged.").wait_for()
        self.show()
        page.get_by_role("region", name="Links").get_by_text("Original of").wait_for()
        self.step("Triage")
        self.edit({**story.TRIAGE, **self.left})
        self.step("Assessed")

    def clocks(self):
        for _, sentence in story.CLOCKS.values():
            self.page.get_by_text(in_words(sentence)).first.wait_for()

    def investigated(self):
        self.show("rosa")
        self.edit({"investigation_needed": "yes"})
        self.step("Investigation")
        self.edit({name: value for name, value in story.INVESTIGATION.items() if name != "investigation_needed"})
        self.step("Action")
        self.show("anna")
        self.edit(story.ACTION)
        self.step("Reply")
        self.edit(story.REPLY)
        self.step("Review")

    def refused(self, reason):
        """The way to the end is barred, and it is said why."""
        self.next.get_by_role("button", name=reason).first.wait_for()
        self.assertTrue(self.next.get_by_role("button", name="Go to Closed").is_disabled())

    def refused_and_decided(self):
        page = self.page
        self.show("rene")
        self.refused("Whether to report is not decided (United States).")
        for jurisdiction, name in (("US", "United States"), ("EU", "European Union")):
            self.reporting.get_by_role("button", name=f"Decide for {name}").click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_label("Decision").select_option("reportable")
            dialog.get_by_label("Rationale").fill(story.DECISIONS[jurisdiction])
            dialog.get_by_role("button", name="Save and sign…").click()
            self.sign(page.get_by_role("dialog").filter(has=page.locator("input[type=password]")))
            page.get_by_role("dialog").wait_for(state="detached")
        self.refused("The report has no number or no date of submission (European Union).")

    def reported(self):
        page = self.page
        self.show("anna")
        for jurisdiction, name in (("US", "United States"), ("EU", "European Union")):
            report = story.REPORTS[jurisdiction]
            self.reporting.get_by_role("button", name=f"Add a report for {name}").click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_label("Report number").fill(report["report_number"])
            dialog.get_by_label("Submitted on").fill(report["submitted"])
            if "late_reason" in report:
                dialog.get_by_label("Why it was late").fill(report["late_reason"])
            dialog.get_by_role("button", name="Add a report").click()
            dialog.wait_for(state="detached")
        self.reporting.get_by_text(f"{story.DAYS_LATE['EU']} days late").wait_for()

    def close(self):
        self.next.get_by_role("button", name="Go to Closed").click()
        self.sign(self.page.get_by_role("dialog", name="End this file: Closed?"))
        self.page.get_by_text("This file is at its end (Closed) and read only.").wait_for()

    def closed(self):
        self.show("rosa")
        self.refused("Who investigated does not close the file")
        self.show("rene")
        self.close()

    def reopened(self):
        page = self.page
        page.get_by_role("button", name="Reopen", exact=True).click()
        dialog = page.get_by_role("dialog", name="Reopen this file?")
        dialog.get_by_label("Reason").fill("The hospital called back")
        self.sign(dialog)
        page.get_by_text("is open again.").wait_for()
        self.show()
        self.next.get_by_role("button", name="Other steps…").click()
        dialog = page.get_by_role("dialog", name="Bring this file to another step")
        dialog.get_by_label("Step").select_option("review")
        dialog.get_by_role("button", name="Go there").click()
        page.locator(".stepper .now", has_text="Review").wait_for()
        self.close()
        page.locator(".signatures").get_by_text("Reopening · version").wait_for()

    def packed(self):
        page = self.page
        with page.expect_download() as download:
            page.get_by_role("link", name="Pack").or_(page.get_by_role("button", name="Pack")).first.click()
        archive = zipfile.ZipFile(download.value.path())
        self.assertIsNone(archive.testzip())
        words = html.unescape("".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")))
        for part in (story.REPORTS["US"]["report_number"], story.DECISIONS["EU"], self.called):
            self.assertIn(part, words)


if __name__ == "__main__":
    unittest.main()
