"""The clocks of a complaint on its page, and the rules: list, editor, dry run, activation."""

import unittest

from axe_playwright_python.sync_playwright import Axe
from browser import BrowserCase

AXE = Axe()
WORDS = {
    "en": {"clocks": "Clocks", "sentence": "30 calendar days after 2\u00a0March\u00a02026 (21 CFR 803.50) = 1\u00a0April\u00a02026",
           "decision": "Decision required", "new": "New draft", "edit": "Edit rule EU-10", "days": "Days after day 0",
           "sign": "Sign", "save": "Save", "run": "Dry run", "activate": "Put in force", "active": "In force"},
    "fr": {"clocks": "Délais",
           "sentence": "30\u00a0jours calendaires après le 2\u00a0mars\u00a02026 (21 CFR 803.50) = 1er\u00a0avril\u00a02026",
           "decision": "Décision requise", "new": "Nouveau brouillon", "edit": "Modifier la règle EU-10",
           "days": "Jours après le jour 0", "save": "Enregistrer", "run": "Simulation",
           "sign": "Signer", "activate": "Mettre en vigueur", "active": "En vigueur"},
}


class RulePages(BrowserCase):
    def clean(self):
        found = AXE.run(self.page)
        self.assertEqual(found.violations_count, 0, found.generate_report())

    def no_sideways(self):
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.assertLessEqual(wide, 0)

    def death(self):
        return self.api("POST", "/complaints", {
            "received": "2026-03-02", "aware": "2026-03-02", "outcome": "death", "markets": ["US", "EU"],
            "description": "The table fell.", "summary": "Table fell"})

    def test_clocks_explain_themselves_on_the_page(self):
        words = WORDS[self.language]
        record = self.death()
        self.go(f"/complaints/{record['number']}")
        panel = self.page.get_by_role("region", name=words["clocks"])
        panel.get_by_text(words["sentence"]).wait_for()
        self.assertGreater(panel.get_by_text(words["decision"]).count(), 0)
        self.assertGreater(panel.locator(".clock.is-overdue, .clock.is-soon, .clock.is-running").count(), 3)
        self.clean()
        self.no_sideways()

    def test_a_rule_is_edited_tried_out_and_put_in_force(self):
        words = WORDS[self.language]
        self.death()
        self.go("/admin/rules")
        self.page.get_by_role("heading", level=1).wait_for()
        self.clean()
        self.page.get_by_role("button", name=words["new"]).click()
        self.page.get_by_role("button", name=words["edit"]).click()
        dialog = self.page.get_by_role("dialog")
        days = dialog.get_by_label(words["days"])
        self.assertEqual(days.input_value(), "10")
        self.clean()
        days.fill("7")
        dialog.get_by_role("button", name=words["save"], exact=True).click()
        dialog.wait_for(state="hidden")
        self.clean()
        self.no_sideways()
        self.page.get_by_role("button", name=words["run"]).click()
        self.page.locator(".dry-counts").wait_for()
        self.assertIn("EU-10", self.page.locator(".dry-counts").inner_text())
        self.clean()
        self.no_sideways()
        self.page.get_by_role("button", name=words["activate"]).click()
        dialog = self.page.get_by_role("dialog")
        dialog.locator("[name=reason]").fill("new law")
        dialog.locator("input[type=password]").fill(self.server.password)
        self.clean()
        dialog.get_by_role("button", name=words["sign"]).click()
        self.page.locator(".page-head .chip", has_text=words["active"]).wait_for()
        self.page.locator(".signature").wait_for()
        self.clean()


class InFrench(RulePages):
    language = "fr"


class InTheDark(RulePages):
    theme = "dark"


class OnATelephone(RulePages):
    size = (390, 800)


if __name__ == "__main__":
    unittest.main()
