"""The IMDRF's annexes imported and picked, teams, waiting for the customer, queues and the bell."""

import datetime
import json
import os
import re
import unittest
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from browser import BrowserCase

AXE = Axe()
ANNEX = [
    {"code": "A01", "term": "Table", "definition": "What people lie on does it wrong.", "codehierarchy": "A01"},
    {"code": "A0101", "term": "Table stuck", "definition": "It stays where it is.", "codehierarchy": "A01|A0101"},
    {"code": "A0102", "term": "Étalonnage du plateau", "definition": "", "codehierarchy": "A01|A0102"},
    {"code": "A02", "term": "Noise", "definition": "It is loud.", "status": "Retired (2024)", "codehierarchy": "A02"},
]
WORDS = {
    "en": {"look": "What annexa2026.json would change", "take": "Put this release in force", "done": "is in force",
           "never": "Not imported", "edit": "Edit", "save": "Save", "retired": "retired", "team": "Team",
           "new_team": "New team", "name": "Name", "ask": "Ask the customer", "wait": "Wait for the answer",
           "since": "Waiting for an answer since", "bell": re.compile("new notification"), "mine": "My team’s",
           "waiting": "Waiting for the customer", "gone": "The time is up"},
    "fr": {"look": "Ce que annexa2026.json changerait", "take": "Mettre cette édition en vigueur",
           "done": "est en vigueur", "never": "Non importée", "edit": "Modifier", "save": "Enregistrer",
           "retired": "retiré", "team": "Équipe", "new_team": "Nouvelle équipe", "name": "Nom",
           "ask": "Interroger le client", "wait": "Attendre la réponse", "since": "En attente d’une réponse depuis le",
           "bell": re.compile("nouvelles? notification"), "mine": "Celles de mon équipe",
           "waiting": "En attente du client", "gone": "Le délai est écoulé"},
}


class CodesAndTeams(BrowserCase):
    def clean(self):
        found = AXE.run(self.page)
        self.assertEqual(found.violations_count, 0, found.generate_report())

    def no_sideways(self):
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.assertLessEqual(wide, 0)

    def shot(self, name):
        """A picture to look at, where a folder for it is named."""
        folder = os.environ.get("IBTOOL_SHOTS")
        if folder:
            self.page.screenshot(path=f"{folder}/{name}-{self.language}-{self.theme}.png")

    @staticmethod
    def days_ago(days):
        return (datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=days)).isoformat()

    def import_annex(self):
        self.page.locator("input[type=file]").set_input_files(
            {"name": "annexa2026.json", "mimeType": "application/json", "buffer": json.dumps(ANNEX).encode()})

    def test_an_annex_is_imported_and_its_codes_are_picked_by_keyboard(self):
        words = WORDS[self.language]
        page = self.page
        self.go("/admin/codes")
        page.get_by_text(words["never"]).first.wait_for()
        self.clean()
        self.import_annex()
        page.get_by_role("heading", name=words["look"]).wait_for()
        self.clean()
        self.shot("codes-look")
        page.get_by_role("button", name=words["take"]).click()
        page.get_by_text(words["done"]).wait_for()
        page.get_by_role("cell", name="2026", exact=True).wait_for()
        self.no_sideways()

        record = self.api("POST", "/complaints", {"description": "The table does not move.", "summary": "Stuck"})
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name=words["edit"], exact=True).first.click()
        field = page.locator("[data-field=imdrf_a]")
        field.evaluate("(input) => { for (let at = input; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }")
        field.fill("etalon")
        page.get_by_role("option", name=re.compile("A0102")).wait_for()
        field.fill("loud")
        page.get_by_role("option", name=re.compile(words["retired"])).wait_for()
        field.fill("stay")
        option = page.get_by_role("option", name=re.compile("A0101 Table stuck"))
        option.wait_for()
        field.press("ArrowDown")
        self.assertEqual(option.get_attribute("aria-selected"), "true")
        self.assertEqual(field.get_attribute("aria-activedescendant"), option.get_attribute("id"))
        self.clean()
        self.shot("codes-picker")
        field.press("Enter")
        page.locator(".value-chip", has_text="A0101 Table stuck").wait_for()
        field.fill("A0999")
        field.press("Enter")
        page.get_by_role("button", name=words["save"], exact=True).click()
        page.get_by_text("A0999").first.wait_for()
        refusal = page.locator(".field-error:visible")
        refusal.wait_for()
        # Leaving the field checks it anew; what the server said of the same value stays.
        page.locator(".form-summary a").click()
        field.press("Tab")
        page.evaluate("new Promise((done) => setTimeout(done, 400))")
        self.assertEqual(refusal.count(), 1)
        field.press("Backspace")
        refusal.wait_for(state="hidden")
        page.get_by_role("button", name=words["save"], exact=True).click()
        page.locator(".code-list li", has_text="Table stuck").first.wait_for()
        self.clean()
        self.shot("codes-read")

    def test_a_team_has_its_queue_a_file_waits_and_the_bell_rings(self):
        words = WORDS[self.language]
        page = self.page
        self.go("/admin/teams")
        page.get_by_role("button", name=words["new_team"]).first.click()
        dialog = page.get_by_role("dialog")
        name = f"MR {self.language}"
        dialog.get_by_label(words["name"], exact=True).fill(name)
        dialog.locator("input[type=checkbox]").first.check()
        self.clean()
        self.shot("teams-dialog")
        dialog.get_by_role("button", name=words["new_team"]).click()
        page.get_by_role("cell", name=name).first.wait_for()
        self.clean()
        self.no_sideways()
        self.shot("teams")

        record = self.api("POST", "/complaints", {
            "description": "d", "summary": "Late one", "received": self.days_ago(20), "team": name,
            "owner": self.server.name})
        self.go(f"/complaints/{record['number']}")
        page.get_by_role("button", name=words["ask"]).click()
        page.get_by_role("dialog").locator("textarea").fill("Which serial number?")
        page.get_by_role("button", name=words["wait"]).click()
        page.get_by_text(words["since"]).wait_for()
        self.clean()
        self.shot("waiting")

        self.go("/")
        for queue in (words["mine"], words["waiting"]):
            card = page.locator(".queue", has_text=queue)
            card.wait_for()
            self.assertGreater(int(card.locator("b").inner_text()), 0)
        page.locator(".queue", has_text=words["waiting"]).click()
        page.get_by_text(record["number"]).first.wait_for()
        bell = page.get_by_role("button", name=words["bell"])
        bell.wait_for(timeout=20_000)
        bell.click()
        page.get_by_text(words["gone"]).first.wait_for()
        self.clean()
        self.shot("bell")
        page.keyboard.press("Escape")
        self.assertEqual(page.locator(".bell-count:visible").count(), 0)


class Bell(BrowserCase):
    def answer(self, unseen, last):
        """Answers as the server does, of notifications 1 to `last`, the five oldest of them seen; what was said to be seen."""
        seen = []

        def told(route):
            if route.request.method == "POST":
                seen.append(route.request.post_data_json["up_to"])
                return route.fulfill(status=204)
            query = parse_qs(urlsplit(route.request.url).query)
            first = int(query.get("before", [last + 1])[0]) - 1
            items = [{"id": n, "complaint": n, "number": f"C-2026-{n:06}", "summary": None, "kind": "clock",
                      "rule": "POL-ACK", "rule_name": None, "due": "2026-03-02", "percent": 75, "at": "2026-03-01T08:00:00Z",
                      "seen": None if n > 5 else "2026-03-01T09:00:00Z"}
                     for n in range(first, 0, -1)][:int(query["limit"][0])]
            left = items[-1]["id"] if items and items[-1]["id"] > 1 else None
            return route.fulfill(json={"items": items, "next": left, "unseen": 0 if seen else unseen})

        self.context.route("**/api/**/notifications*", told)
        self.context.route("**/api/**/notifications/seen", told)
        return seen

    def test_what_is_new_counts_as_seen_once_all_of_it_was_shown(self):
        page, seen = self.page, self.answer(35, 40)
        self.go("/")
        page.get_by_role("button", name="35 new notifications").click()
        page.get_by_text("5 more new ones further down.").wait_for()
        self.assertEqual(seen, [])
        page.get_by_role("button", name="Show more").click()
        page.get_by_text("C-2026-000001").wait_for()
        page.locator(".bell-count").wait_for(state="hidden")
        self.assertEqual(seen, [40])
        self.assertEqual(page.get_by_role("button", name="Show more").count(), 0)

    def test_beyond_the_count_nothing_is_seen_before_the_end(self):
        page, seen = self.page, self.answer(100, 130)
        self.go("/")
        page.get_by_role("button", name="More than 99 new notifications").click()
        self.assertEqual(page.locator(".bell-count").inner_text(), "99+")
        for last in (101, 71, 41, 11):
            page.get_by_text(f"C-2026-{last:06}").wait_for()
            page.get_by_text("More new ones further down.").wait_for()
            self.assertEqual(seen, [])
            page.get_by_role("button", name="Show more").click()
        page.get_by_text("C-2026-000001").wait_for()
        page.locator(".bell-count").wait_for(state="hidden")
        self.assertEqual(seen, [130])


class InFrenchOnATelephoneInTheDark(CodesAndTeams):
    language = "fr"
    theme = "dark"
    size = (390, 800)


if __name__ == "__main__":
    unittest.main()
