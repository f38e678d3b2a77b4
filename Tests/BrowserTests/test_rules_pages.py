"""The clocks of a complaint on its page, and the rules: list, editor, dry run, activation."""

import unittest

from axe_playwright_python.sync_playwright import Axe
from browser import BrowserCase

AXE = Axe()
WORDS = {
    "en": {"clocks": "Clocks", "sentence": "30 calendar days after 2\u00a0March\u00a02026 (21 CFR 803.50) = 1\u00a0April\u00a02026",
           "decision": "Decision required", "new": "New draft", "edit": "Edit rule EU-10", "days": "Days after day 0",
           "sign": "Sign", "save": "Save", "run": "Dry run", "activate": "Put in force", "active": "In force",
           "starts": "Day 0: Aware of incident, else Received",
           "applies": "Applies when (“Outcome” is death or serious injury, or “Harm likely if it recurs” is yes), and “Markets” "
                      "includes United States.",
           "typed": ('{"not":{"field":"outcome","is":["death"]}}', "Applies when “Outcome” is not death."),
           "faults": {"name_fr": "Please fill this in.", "count": "from 0 to 3650\u00a0days", "starts": "There is no field “nothing”.",
                      "when": "not valid JSON", "warn": "whole numbers from 1 to 100"}},
    "fr": {"clocks": "Délais",
           "sentence": "30\u00a0jours calendaires après le 2\u00a0mars\u00a02026 (21 CFR 803.50) = 1er\u00a0avril\u00a02026",
           "decision": "Décision requise", "new": "Nouveau brouillon", "edit": "Modifier la règle EU-10",
           "days": "Jours après le jour 0", "save": "Enregistrer", "run": "Simulation",
           "sign": "Signer", "activate": "Mettre en vigueur", "active": "En vigueur",
           "starts": "Jour 0\u00a0: Connaissance de l’incident, sinon Reçue le",
           "applies": "S’applique quand («\u00a0Conséquence\u00a0» est décès ou lésion grave, ou «\u00a0Récidive "
                      "dangereuse\u00a0» est oui), et «\u00a0Marchés\u00a0» comprend États-Unis.",
           "typed": ('{"not":{"field":"outcome","is":["death"]}}',
                     "S’applique quand «\u00a0Conséquence\u00a0» n’est pas décès."),
           "faults": {"name_fr": "À remplir.", "count": "de 0 à 3650\u00a0jours",
                      "starts": "Il n’existe aucun champ «\u00a0nothing\u00a0».",
                      "when": "n’est pas du JSON valide", "warn": "nombres entiers de 1 à 100"}},
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
        panel.get_by_text(words["applies"]).wait_for()
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
        rows = self.page.locator(".rule-table tbody tr")
        worded = rows.filter(has_text=words["applies"].split(" ")[0])
        worded.first.wait_for()
        self.assertEqual(worded.count(), rows.count())
        self.page.locator(".rule-table").get_by_text(words["applies"]).wait_for()
        self.assertNotIn("{", self.page.locator(".rule-table").inner_text())
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
        # In sight, above the rules, and where the keyboard goes on.
        heading = self.page.get_by_role("heading", name=words["run"])
        heading.wait_for()
        self.assertTrue(heading.evaluate("(element) => element === document.activeElement"))
        self.page.locator(".dry-counts").wait_for()
        self.assertTrue(heading.evaluate("(element) => element === document.activeElement"))
        top = heading.bounding_box()["y"]
        self.assertTrue(0 <= top < self.size[1], top)
        self.assertLess(top, self.page.locator(".rule-table").bounding_box()["y"])
        counts = self.page.locator(".dry-counts").inner_text()
        self.assertIn("EU-10", counts)
        self.assertIn(words["applies"].split(" ")[0], counts)
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

    def test_every_fault_of_a_rule_is_said_at_its_control(self):
        words = WORDS[self.language]
        self.go("/admin/rules")
        self.page.get_by_role("button", name=words["new"]).click()
        self.page.get_by_role("button", name=words["edit"]).click()
        dialog = self.page.get_by_role("dialog")
        field = lambda name: dialog.locator(f"[name={name}]")
        fault = lambda name: dialog.locator(f".field:has([name={name}]) .field-error")
        save = dialog.get_by_role("button", name=words["save"], exact=True)
        # Save is in sight without scrolling.
        box = save.bounding_box()
        self.assertLessEqual(box["y"] + box["height"], self.size[1])
        self.assertGreater(field("when").input_value().count("\n"), 1)
        dialog.get_by_text(words["starts"], exact=True).wait_for()
        typed, said = words["typed"]
        field("when").fill(typed)
        dialog.get_by_text(said, exact=True).wait_for()
        field("when").fill("{")
        self.assertEqual(dialog.get_by_text(said, exact=True).count(), 0)
        field("count").fill("-3")
        field("starts").fill("aware, nothing")
        field("warn").fill("abc")
        field("name_fr").fill("")
        save.click()
        for name, text in words["faults"].items():
            fault(name).get_by_text(text).wait_for()
        self.assertEqual(dialog.locator(".notice").count(), 0)
        self.assertEqual(self.page.evaluate("document.activeElement.name"), "name_fr")
        self.clean()
        self.no_sideways()
        # What is mended is no longer called wrong; a wrong value within a condition is named.
        field("name_fr").fill("Décès")
        field("count").fill("7")
        field("starts").fill("aware")
        field("warn").fill("50, 100")
        field("when").fill('{"field":"outcome","is":["nobody"]}')
        save.click()
        fault("when").get_by_text("nobody").wait_for()
        self.assertEqual(dialog.locator(".field-error:visible").count(), 1)
        field("when").fill('{"field":"outcome","is":["death"]}')
        save.click()
        dialog.wait_for(state="hidden")


class InFrench(RulePages):
    language = "fr"


class InTheDark(RulePages):
    theme = "dark"


class OnATelephone(RulePages):
    size = (390, 800)


if __name__ == "__main__":
    unittest.main()
