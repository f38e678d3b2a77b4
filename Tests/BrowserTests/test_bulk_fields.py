"""Fields of many complaints: chosen and previewed, written as work that is followed, taken back; refused files listed."""

import unittest

from browser import BrowserCase

WORDS = {
    "en": {"open": "Edit fields…", "field": "Priority", "preview": "Preview", "changes": "4 files change.",
           "holds": "1 file holds these values already.", "refused": "1 file stays as it is:",
           "locked": "The file is at its end and takes no such change.", "do": "Change 4 files", "done": "3 files are changed.",
           "stayed": "1 file was not changed", "changed_since": "has changed the file since", "undo": "Undo",
           "reason": "Reason", "undone": "2 files hold their earlier values again.",
           "field_since": "Priority: Somebody has changed this field since.", "list": "Changes in bulk",
           "none": "No field has “zzz” in its name.", "chosen": "Chosen already: Priority", "value": "High",
           "files": "Show the 3 changed files", "in_list": "Show these 3 in the list"},
    "fr": {"open": "Modifier des champs…", "field": "Priorité", "preview": "Prévisualiser",
           "changes": "4 dossiers changent.", "holds": "1 dossier contient déjà ces valeurs.",
           "refused": "1 dossier reste en l’état\u00a0:", "locked": "Le dossier est terminé et n’accepte pas cette modification.",
           "do": "Modifier 4 dossiers", "done": "3 dossiers sont modifiés.", "stayed": "1 dossier n’a pas été modifié",
           "changed_since": "a modifié le dossier depuis", "undo": "Annuler la modification", "reason": "Motif",
           "undone": "2 dossiers ont retrouvé leurs valeurs antérieures.",
           "field_since": "Priorité\u00a0: Quelqu’un a modifié ce champ depuis.", "list": "Modifications par lot",
           "none": "Aucun champ ne contient «\u00a0zzz\u00a0» dans son nom.", "chosen": "Déjà choisi\u00a0: Priorité",
           "value": "Haute", "files": "Afficher les 3 dossiers modifiés",
           "in_list": "Afficher ces 3 dossiers dans la liste"},
}


WITHDRAWN = {"status": "withdrawn", "change_reason": "entered twice", "markets": ["EU"], "outcome": "none",
             "recurrence_would_harm": "no", "public_health_threat": "no"}


class BulkFields(BrowserCase):
    """The whole way, in English; below in French, narrow and dark."""

    def setUp(self):
        super().setUp()
        self.words = WORDS[self.language]
        mark = f"bulk{self.id().rsplit('.', 1)[-1]}{self.language}".replace("_", "")
        self.records = [self.api("POST", "/complaints", {
            "description": f"The table stopped, {n}", "customer": mark, "priority": "high" if n == 4 else "low",
            **(WITHDRAWN if n == 5 else {})}) for n in range(6)]
        self.query = f"?customer={mark}"

    def priorities(self):
        return [self.api("GET", f"/complaints/{record['id']}").get("priority") for record in self.records]

    def patch(self, place, **values):
        self.api("PATCH", f"/complaints/{self.records[place]['id']}", values, {"If-Match": "*"})

    def choose_all(self):
        self.open_grid(self.query)
        self.page.locator(".grid").focus()
        self.page.keyboard.press("Control+a")
        self.page.get_by_role("button", name=self.words["open"]).click()
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        return dialog

    def test_fields_are_previewed_written_and_taken_back(self):
        page, words = self.page, self.words
        dialog = self.choose_all()
        page.keyboard.type("zzz")
        dialog.get_by_text(words["none"]).wait_for()
        self.check("no field", whole_page=False)
        page.keyboard.press("Control+a")
        # By keyboard: the field is found by its name, and has its own input.
        page.keyboard.type(words["field"][:6].lower())
        dialog.get_by_role("option", name=words["field"]).first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        dialog.locator("[data-field=priority]").wait_for()
        self.assertEqual(page.evaluate("document.activeElement.dataset.field"), "priority")
        self.assertEqual(dialog.get_by_text(words["none"]).count(), 0)
        dialog.locator("#bulk-edit-field").fill(words["field"])
        dialog.get_by_text(words["chosen"]).wait_for()
        preview = dialog.get_by_role("button", name=words["preview"])
        preview.click()
        dialog.locator(".field-error:not([hidden])").wait_for()
        dialog.locator("[data-field=priority]").select_option("high")
        preview.click()
        for text in ("changes", "holds", "refused"):
            dialog.get_by_text(words[text]).wait_for()
        dialog.get_by_text(words["locked"]).first.wait_for()
        self.check("preview", whole_page=False)

        # Somebody is faster with one of them; it is left alone.
        self.patch(3, priority="normal")
        dialog.get_by_role("button", name=words["do"]).click()
        dialog.get_by_text(words["done"]).wait_for()
        dialog.get_by_text(words["stayed"]).wait_for()
        dialog.get_by_text(words["changed_since"]).wait_for()
        self.check("result", whole_page=False)
        self.assertEqual(self.priorities(), ["high", "high", "high", "normal", "high", "low"])

        self.patch(0, priority="normal")
        dialog.get_by_role("button", name=words["undo"]).click()
        page.get_by_label(words["reason"]).last.fill("The wrong files")
        page.locator("dialog").last.get_by_role("button", name=words["undo"]).click()
        dialog.get_by_text(words["undone"]).wait_for()
        dialog.get_by_text(words["field_since"]).wait_for()
        self.assertEqual(self.priorities(), ["normal", "low", "low", "normal", "high", "low"])
        with page.expect_download() as saved:
            dialog.locator("a[download]").click()
        self.assertIn("version_conflict", saved.value.path().read_text())

        # Both pieces of work are listed, and lead to their pages.
        dialog.get_by_role("link", name=words["list"]).click()
        page.get_by_role("heading", name=words["list"], level=1).wait_for()
        self.check("list")
        row = page.locator("tbody tr").nth(1)
        self.assertEqual(row.locator(".bulk-given dd").all_inner_texts(), [words["value"]])
        row.get_by_role("link", name=words["files"]).click()
        page.locator(".bulk-work").get_by_text(words["done"]).wait_for()
        page.locator(".bulk-given").get_by_text(words["value"]).wait_for()
        page.get_by_role("link", name=words["in_list"]).wait_for()
        numbers = page.locator(".bulk-files a").all_inner_texts()
        self.assertEqual(numbers, [record["number"] for record in self.records[:3]])
        self.check("work")


class NarrowBulkFields(BulkFields):
    language, theme, size = "fr", "dark", (390, 844)


if __name__ == "__main__":
    unittest.main()
