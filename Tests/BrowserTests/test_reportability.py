"""Reportability on a complaint's page: questions, decision, signature, reports, drafts; in both languages, narrow and dark."""

import unittest

from browser import BrowserCase

WORDS = {
    "en": {"panel": "Reportability", "decide": "Decide for United States", "law": "21 CFR 803.50(a)(1)",
           "title": "Is it reportable in: United States?", "proposed": "The answers propose: Reportable",
           "rationale": "Rationale", "override": "You decide otherwise", "verdict": "Decision", "sign": "Save and sign…",
           "password": "Password of", "go": "Sign", "signed": "Signed by", "due": "21 CFR 803.50", "add": "Add a report for United States",
           "number": "Report number", "submitted": "Submitted on", "save": "Add a report", "late": "days late",
           "draft": "Draft FDA 3500A", "missing": "things are missing", "left": "To be reported", "no": "No"},
    "fr": {"panel": "Déclarations aux autorités", "decide": "Décider (États-Unis)", "law": "21 CFR 803.50(a)(1)",
           "title": "Faut-il déclarer ? États-Unis", "proposed": "Les réponses proposent : À déclarer",
           "rationale": "Justification", "override": "Vous en décidez autrement", "verdict": "Décision",
           "sign": "Enregistrer et signer…", "password": "Mot de passe de", "go": "Signer", "signed": "Signée par", "due": "21 CFR 803.50",
           "add": "Ajouter une déclaration (États-Unis)", "number": "Numéro de la déclaration", "submitted": "Transmise le",
           "save": "Ajouter une déclaration", "late": "jours de retard", "draft": "Projet FDA 3500A",
           "missing": "éléments manquent", "left": "À déclarer", "no": "Non"},
}


class Case(BrowserCase):
    def setUp(self):
        super().setUp()
        self.record = self.api("POST", "/complaints", {
            "received": "2026-03-02", "aware": "2026-03-02", "outcome": "serious_injury", "markets": ["US"],
            "summary": "Burn at the coil", "description": "The patient was burnt at the elbow."})
        self.path = f"/complaints/{self.record['number']}"

    def walk(self):
        page, words = self.page, WORDS[self.language]
        self.go(self.path)
        panel = page.get_by_role("region", name=words["panel"])
        panel.get_by_text(words["due"]).first.wait_for()
        panel.get_by_role("button", name=words["decide"]).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text(words["proposed"]).wait_for()
        self.assertGreater(dialog.get_by_text(words["law"]).count(), 0)
        dialog.get_by_label(words["verdict"]).select_option("not_reportable")
        dialog.get_by_text(words["override"]).wait_for()
        dialog.get_by_label(words["verdict"]).select_option("reportable")
        self.check("questions")
        dialog.get_by_role("button", name=words["sign"]).click()
        self.assertEqual(page.evaluate("document.activeElement.id"), "decide-rationale")
        dialog.get_by_label(words["rationale"]).fill("A burn of the second degree.")
        dialog.get_by_role("button", name=words["sign"]).click()
        signing = page.get_by_role("dialog").filter(has=page.locator("input[type=password]"))
        signing.get_by_text("A burn of the second degree.").wait_for()
        self.check("sign")
        signing.locator("input[type=password]").fill(self.server.password)
        page.keyboard.press("Enter")
        panel.get_by_text(words["signed"]).wait_for()
        panel.get_by_text(words["left"]).first.wait_for()
        panel.get_by_role("button", name=words["add"]).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(words["number"]).fill("1234567-2026-00001")
        dialog.get_by_label(words["submitted"]).fill("2026-04-04")
        self.check("report")
        dialog.get_by_role("button", name=words["save"]).click()
        panel.get_by_text(words["late"]).wait_for()
        # The page is at the version that the report made: what is entered next meets no conflict.
        page.locator(".record-head .notice.warn").wait_for(state="hidden")
        self.check("panel")
        panel.get_by_role("link", name=words["draft"]).click()
        page.get_by_text(words["missing"]).wait_for()
        self.assertGreater(page.get_by_text("1234567-2026-00001").count(), 0)
        self.check("draft")


class English(Case):
    def test_a_file_is_decided_signed_and_reported(self):
        self.walk()

    def test_a_decision_that_is_not_signed_after_all_is_not_saved(self):
        page = self.page
        self.go(self.path)
        panel = page.get_by_role("region", name="Reportability")
        panel.get_by_role("button", name="Decide for United States").click()
        dialog = page.get_by_role("dialog", name="Is it reportable in: United States?")
        dialog.get_by_label("Rationale").fill("A burn of the second degree.")
        dialog.get_by_role("button", name="Save and sign…").click()
        signing = page.get_by_role("dialog").filter(has=page.locator("input[type=password]"))
        signing.get_by_text("It covers this decision").wait_for()
        signing.locator("input[type=password]").fill("not the password")
        page.keyboard.press("Enter")
        signing.locator(".field-error:visible, .notice.bad").first.wait_for()
        page.keyboard.press("Escape")
        signing.wait_for(state="detached")
        self.assertEqual(dialog.get_by_label("Rationale").input_value(), "A burn of the second degree.")
        self.assertEqual(self.api("GET", self.path + "/decisions")["items"], [])
        with page.expect_request(lambda request: request.url.endswith("/decisions")) as sent:
            dialog.get_by_role("button", name="Save without signing").click()
        self.assertTrue(sent.value.headers["idempotency-key"])
        panel.get_by_text("To be signed").first.wait_for()
        self.assertEqual(len(self.api("GET", self.path + "/decisions")["items"]), 1)

    def test_a_death_reported_later_asks_anew_and_the_old_decision_stays(self):
        self.api("POST", self.path + "/decisions", {
            "jurisdiction": "US", "verdict": "not_reportable", "rationale": "Reddened skin.",
            "signature": {"password": self.server.password, "meaning": "decision"}})
        page = self.page
        self.go(self.path)
        panel = page.get_by_role("region", name="Reportability")
        panel.get_by_text("Settled").wait_for()
        self.api("PATCH", self.path, {"remedial_action_needed": "yes", "aware_remedial": "2026-03-05"}, {
            "If-Match": "*", "Content-Type": "application/merge-patch+json"})
        panel.get_by_text("To be decided").wait_for()
        panel.get_by_text("1 superseded decision").click()
        panel.get_by_text("a rule applies, or may, that did not then").wait_for()
        panel.get_by_text("Reddened skin.").wait_for()
        self.check("superseded")

    def test_what_is_certain_is_not_called_in_doubt(self):
        self.api("PATCH", self.path, {"markets": ["EU"], "outcome": "death"}, {
            "If-Match": "*", "Content-Type": "application/merge-patch+json"})
        page = self.page
        self.go(self.path)
        page.get_by_role("button", name="Decide for European Union").click()
        dialog = page.get_by_role("dialog")
        for question in dialog.locator(".question").all():
            question.get_by_label("Unknown").check()
        proposed = dialog.locator(".decide-proposal")
        proposed.get_by_text("in doubt").wait_for()
        for question in dialog.locator(".question").all()[:3]:
            question.get_by_label("Yes").check()
        self.assertEqual(proposed.inner_text(), "The answers propose: Reportable")

    def test_a_file_that_ended_undecided_waits_for_nobody(self):
        number = self.api("GET", "/complaints?status=closed&limit=1")["items"][0]["number"]
        self.go(f"/complaints/{number}")
        panel = self.page.get_by_role("region", name="Reportability")
        panel.get_by_text("Not decided").first.wait_for()
        self.assertEqual(panel.get_by_text("To be decided").count(), 0)
        self.assertEqual(panel.get_by_text("The file is closed").count(), 0)


class FrenchDark(Case):
    language = "fr"
    theme = "dark"

    def test_en_francais(self):
        self.walk()


class Narrow(Case):
    size = (390, 844)

    def test_on_a_telephone(self):
        self.walk()


del Case

if __name__ == "__main__":
    unittest.main()
