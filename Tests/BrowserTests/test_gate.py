"""Set-up, sign-in, the first minute, the language before anybody is known."""

import unittest

from browser import BrowserCase


class SetUp(BrowserCase):
    is_new = True
    is_signed_in = False

    def test_the_first_minute_leads_from_the_link_to_a_full_grid(self):
        page = self.page
        path = self.server.setup_path
        self.go("/")
        page.get_by_text("Open the set-up link").wait_for()
        self.go(path)
        page.get_by_label("Full name").fill("Marie Dubois")
        page.get_by_label("User name").fill("marie")
        page.get_by_label("Password", exact=True).fill("short")
        page.get_by_role("button", name="Create the account").click()
        page.get_by_text("does not meet the rules").wait_for()
        page.get_by_label("Password", exact=True).fill("correct horse battery staple")
        page.get_by_role("button", name="Create the account").click()
        page.get_by_role("heading", name="Ready for the first complaint").wait_for()
        page.get_by_role("button", name="Load demonstration data").click()
        page.set_default_timeout(60_000)
        page.get_by_role("grid", name="Complaints").wait_for()
        self.wait_for_rows()
        self.assertEqual(self.count(), 10_000)
        self.go(path)
        page.get_by_text("already set up").wait_for()


class SignIn(BrowserCase):
    is_signed_in = False

    def test_a_wrong_password_is_refused_and_a_right_one_leads_where_one_wanted_to_go(self):
        page = self.page
        self.go("/complaints?status=received")
        page.get_by_role("heading", name="Sign in").wait_for()
        page.get_by_label("User name").fill(self.server.name)
        page.get_by_label("Password", exact=True).fill("not this one")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_text("The name or the password is wrong.").wait_for()
        page.get_by_label("Password", exact=True).fill(self.server.password)
        page.get_by_role("button", name="Sign in").click()
        self.wait_for_rows()
        self.assertIn("status=received", page.url)
        page.locator(".avatar").click()
        page.get_by_role("menuitem", name="Sign out").click()
        page.get_by_role("heading", name="Sign in").wait_for()

    def test_the_language_can_be_changed_before_signing_in_and_is_kept(self):
        page = self.page
        self.go("/signin")
        page.get_by_role("button", name="Français").click()
        page.get_by_role("heading", name="Se connecter").wait_for()
        page.reload()
        page.get_by_role("heading", name="Se connecter").wait_for()
        self.assertEqual(page.locator("html").get_attribute("lang"), "fr")


if __name__ == "__main__":
    unittest.main()
