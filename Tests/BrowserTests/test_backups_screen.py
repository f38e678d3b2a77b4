"""The screen of backups: colours, what can be restored and with which command, drills, what to do when red."""

import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from axe_playwright_python.sync_playwright import Axe

from browser import BINARY, BrowserCase, Given

AXE = Axe()


def expect_accessible(case):
    """axe finds nothing."""
    found = AXE.run(case.page).response["violations"]
    case.assertEqual([f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found], [])


class Screen(BrowserCase):
    """An instance with one destination in a directory of its own."""

    @classmethod
    def setUpClass(cls):
        if Given.url:
            raise unittest.SkipTest("a server that somebody else runs has other destinations")
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-screen-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.destination = f"file://{cls.folder}/objects"
        cls.arguments = ["--backup", cls.destination, "--backup-keys", f"file://{cls.folder}/keys",
                         "--backup-interval", "50"]
        super().setUpClass()

    def destination_state(self):
        return self.api("GET", "/backup")["destinations"][0]

    def wait_until(self, is_so):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            state = self.destination_state()
            if is_so(state):
                return state
            time.sleep(0.1)
        self.fail(f"{state}")

    def wait_for_green(self):
        return self.wait_until(lambda state: state["level"] == "green")

    def ibtool(self, *words):
        return subprocess.run([str(BINARY), *words], capture_output=True, text=True, timeout=300)

    def check_access(self):
        expect_accessible(self)
        self.assertLessEqual(self.page.evaluate("document.documentElement.scrollWidth"), self.page.viewport_size["width"])


class Backups(Screen):
    def test_the_command_of_a_moment_restores_it(self):
        self.wait_for_green()
        self.go("/admin/backups")
        self.page.get_by_text("Proved", exact=True).first.wait_for()
        command = self.page.locator(".secret > span").inner_text()
        target = self.folder / "restored"
        words = command.replace("NEW_DIRECTORY", str(target)).split()
        self.assertEqual(words[:3], ["ibtool", "restore", "--from"])
        done = self.ibtool(*words[1:])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("Restored transaction", done.stdout)

    def test_a_moment_is_chosen_by_keyboard_and_by_pointing(self):
        self.wait_for_green()
        for number in range(3):
            self.api("POST", "/sites", {"code": f"S{time.time_ns()}", "name": f"Site {number}"})
            time.sleep(1.2)
        self.wait_until(lambda state: state["waiting_bytes"] == 0 and state["lag_seconds"] == 0)
        self.go("/admin/backups")
        slider = self.page.locator(".timeline-slider")
        slider.wait_for()
        newest = self.page.locator(".secret > span").inner_text()
        slider.focus()
        self.page.keyboard.press("Home")
        first = self.page.locator(".secret > span").inner_text()
        self.assertNotEqual(first, newest)
        self.assertIn("transaction", slider.get_attribute("aria-valuetext"))
        self.page.locator(".timeline-bar").last.dispatch_event("click")
        self.assertEqual(self.page.locator(".secret > span").inner_text(), newest)
        self.page.get_by_role("button", name="Hour").click()
        self.page.wait_for_function("() => document.querySelector('.segmented [aria-pressed=true]').textContent === 'Hour'")

    def test_a_drill_is_asked_for_and_its_result_appears(self):
        before = len(self.wait_for_green()["drills"])
        self.go("/admin/backups")
        self.page.get_by_role("button", name="Run a drill").click()
        self.wait_until(lambda state: len(state["drills"]) == before + 1)
        self.page.wait_for_function(f"() => document.querySelectorAll('.plain-table tbody tr').length === {before + 1}")

    def test_red_says_what_to_do(self):
        self.wait_for_green()
        upload = sorted((self.folder / "objects" / "0009").glob("*.ltx"))[-1]
        whole = upload.read_bytes()
        upload.write_bytes(whole[:-50])
        self.api_no_body("POST", "/backup/drills")
        self.wait_until(lambda state: "drill_failed" in state["reasons"])
        self.go("/admin/backups")
        self.page.get_by_text("The last drill failed.").wait_for()
        self.page.get_by_text("Do not delete anything.").wait_for()
        self.check_access()
        upload.write_bytes(whole)
        self.api_no_body("POST", "/backup/drills")
        self.wait_for_green()

    def api_no_body(self, method, path):
        answer = self.context.request.fetch("/api/v1" + path, method=method, headers={"Origin": self.server.url})
        self.assertEqual(answer.status, 202, answer.text())


class BackupsInFrenchAndDark(Screen):
    language = "fr"
    theme = "dark"

    def test_it_is_french_and_accessible(self):
        self.wait_for_green()
        self.go("/admin/backups")
        self.page.get_by_text("Prouvée", exact=True).first.wait_for()
        self.page.locator(".secret").wait_for()
        self.check_access()


class BackupsOnAPhone(Screen):
    size = (390, 844)

    KEY = "kms:arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab?instance=s3://b/p&old=alias/ibtool"

    PLACE = "s3://backups/hospital?endpoint=https://store.example.org:9000&region=fr-par"

    def test_it_fits(self):
        """Also a bucket away from AWS, and a key of a key management service, which is long and has to be quoted for a shell."""
        self.wait_for_green()
        self.page.route("**/api/v1/backup", self.wrap)
        self.go("/admin/backups")
        self.page.get_by_text("With a key of a key management service: only IBTool restores it").wait_for()
        command = self.page.locator(".secret > span").inner_text()
        self.assertIn(f"--from '{self.PLACE}'", command)
        self.assertIn(f"--encryption '{self.KEY}'", command)
        self.check_access()

    def wrap(self, route):
        answer = route.fetch()
        value = answer.json()
        value["destinations"][0].update(location=self.PLACE, encrypted=True, wrapped_by=self.KEY)
        route.fulfill(response=answer, json=value)


class NoBackups(BrowserCase):
    def test_it_says_how_to_begin(self):
        self.go("/admin/backups")
        self.page.get_by_text("Nothing is backed up").wait_for()
        expect_accessible(self)


if __name__ == "__main__":
    unittest.main()
