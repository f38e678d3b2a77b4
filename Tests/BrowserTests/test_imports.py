"""A spreadsheet from somebody's mailbox: preview, trial, run, errors, undo."""

import re
import unittest

from browser import BrowserCase, temporary_file

TABLE = """date_received;brand_name;model;serial;summary;severity;remark
2026-03-02;Auralis;Auralis 3T Pro;AU1234567;Table bloquée pendant l'examen;serious;vu avec le site
2026-03-04;Helion;Helion 64;HE7654321;Fuite d'eau sur le groupe froid;minor;
2026-03-09;Sonet;Sonet S7;SO1112223;Sonde fissurée;minor;remplacée
31/31/2020;Sonet;Sonet S7;SO1112299;Écran noir au démarrage;minor;
"""


class ImportTests(BrowserCase):
    def test_a_file_is_looked_at_tried_imported_and_undone(self):
        page = self.page
        self.go("/imports")
        page.get_by_role("button", name="Choose files").wait_for()
        page.set_input_files("input[type=file]", temporary_file("mailbox.csv", TABLE))
        page.get_by_role("heading", name="mailbox.csv").wait_for()
        page.get_by_text("semicolon").wait_for()
        field = page.get_by_label("Field for the column date_received")
        self.assertEqual(field.input_value(), "received")
        page.get_by_label("Field for the column remark").select_option("")
        page.get_by_role("button", name="Try it without writing").click()
        page.get_by_text("This was a trial").wait_for()
        self.assertSumHolds()
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("button", name="Undo the import").wait_for()
        self.assertSumHolds()
        page.get_by_role("link", name="Error file (CSV)").wait_for()
        page.get_by_role("button", name="Undo the import").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Undo the import").click()
        self.assertTrue(dialog.is_visible(), "undone without a reason")
        dialog.get_by_role("textbox").fill("The wrong file of March.")
        dialog.get_by_role("button", name="Undo the import").click()
        page.get_by_text("Undone").wait_for()

    def assertSumHolds(self):
        line = self.page.locator(".counts ~ p").inner_text()
        read, *parts = [int(number) for number in re.findall(r"\d+", line)]
        self.assertEqual(read, sum(parts), line)
        self.assertEqual(read, 4)


PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


class InFrench(BrowserCase):
    language = "fr"

    def test_what_cannot_be_taken_is_said_in_french(self):
        page = self.page
        self.go("/imports")
        page.get_by_role("button", name="Choisir des fichiers").wait_for()
        page.set_input_files("input[type=file]", temporary_file("rien.csv", ""))
        page.get_by_text("rien.csv\u00a0: Le fichier est vide.").wait_for()
        page.set_input_files("input[type=file]", {
            "name": "photo.png", "mimeType": "image/png", "buffer": PICTURE})
        page.get_by_role("heading", name="photo.png").wait_for()
        page.get_by_text("Le fichier n’est ni du texte ni un classeur.").wait_for()
        self.assertEqual(page.locator(".counts ~ p").count(), 0)

    def test_why_a_row_is_refused_is_said_in_french(self):
        page = self.page
        self.go("/imports")
        page.get_by_role("button", name="Choisir des fichiers").wait_for()
        page.set_input_files("input[type=file]", temporary_file("mailbox.csv", TABLE))
        page.get_by_role("button", name="Essayer sans écrire").click()
        page.get_by_role("cell", name="Ce n’est pas une date").wait_for()


if __name__ == "__main__":
    unittest.main()
