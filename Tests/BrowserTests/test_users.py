"""The screen of accounts."""

import unittest

from browser import BrowserCase


class Users(BrowserCase):
    def test_an_account_is_changed_on_the_version_that_was_shown(self):
        self.api("POST", "/users", {"name": "bert", "display_name": "Bert", "role": "viewer"})
        self.go("/admin/users")
        self.page.get_by_role("button", name="Bert").first.click()
        dialog = self.page.get_by_role("dialog")
        dialog.locator("[name=display_name]").fill("Bertrand")
        with self.page.expect_request(lambda request: request.method == "PATCH") as asked:
            dialog.get_by_role("button", name="Save").click()
        self.assertEqual(asked.value.headers["if-match"], '"1"')
        self.page.get_by_text("Bertrand").first.wait_for()
        self.assertEqual(self.api("GET", "/users/bert")["version"], 2)


if __name__ == "__main__":
    unittest.main()
