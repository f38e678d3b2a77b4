"""One person mentions another, who finds it under the bell, goes to the comment, and has read it."""

import re
import unittest

from browser import BrowserCase

PASSWORD = "a long enough password"
WORDS = {
    "en": {"comment": "Comment", "bell": "1 new notification", "none": "Notifications", "mention": "mentioned you in a comment",
           "moved": re.compile(r"moved it to “Triage”"), "many": "3 new comments, the latest by", "watch": "Watch"},
    "fr": {"comment": "Commenter", "bell": "1 nouvelle notification", "none": "Notifications",
           "mention": "vous mentionne dans un commentaire", "moved": re.compile(r"l’a fait passer à «\s.+\s»"),
           "many": "3 nouveaux commentaires, le dernier par", "watch": "Suivre"},
}


class Mentions(BrowserCase):
    def person(self, name):
        """Makes an account and opens the interface as it, in a window of its own."""
        self.api("POST", "/users", {"name": name, "display_name": "", "role": "analyst", "password": PASSWORD,
                                    "language": self.language})
        context = self.chromium.new_context(
            viewport={"width": self.size[0], "height": self.size[1]}, base_url=self.server.url,
            locale="fr-FR" if self.language == "fr" else "en-GB")
        self.addCleanup(context.close)
        answer = context.request.post("/api/v1/session", data={"name": name, "password": PASSWORD})
        self.assertEqual(answer.status, 201, answer.text())
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def bell(self, page, name):
        return page.get_by_role("button", name=name, exact=True)

    def say(self, text):
        self.page.locator("#comment-text").fill(text)
        self.page.locator(".comment-form").get_by_role("button", name=WORDS[self.language]["comment"], exact=True).click()
        self.page.locator(".comment-text", has_text=re.sub(r"@\S+ ", "", text)).wait_for()

    def test_a_mention_is_heard_of_opened_and_read(self):
        words = WORDS[self.language]
        file = self.api("POST", "/complaints", {"description": "d", "summary": "The table stopped"})
        name = f"bert.{self.language}"
        other = self.person(name)
        other.goto("/")
        self.bell(other, words["none"]).wait_for()
        self.go(f"/complaints/{file['number']}")
        for number in range(12):
            self.say(f"line {number} of a long talk")
        self.say(f"@{name} what do you think?")
        # It rings by itself, while they look at something else.
        self.bell(other, words["bell"]).click()
        entry = other.locator(".told", has_text=words["mention"])
        entry.get_by_text(file["number"]).wait_for()
        self.assertEqual(other.locator(".told").count(), 1)
        # Shown is seen.
        other.locator(".bell-count").wait_for(state="hidden")
        entry.get_by_role("link").click()
        other.wait_for_url(re.compile(rf"/complaints/{file['number']}#comment-\d+$"))
        found = other.locator(".comment.is-sought")
        found.get_by_text("what do you think?").wait_for()
        self.assertEqual(found.evaluate("(element) => element.id"), other.url.split("#")[1])
        other.wait_for_function("() => { const { top, bottom } = document.querySelector('.is-sought').getBoundingClientRect();"
                                " return top >= 0 && bottom <= innerHeight; }")
        self.page, mine = other, self.page
        self.check("comment that was sought", whole_page=False)
        self.page = mine
        other.reload()
        self.bell(other, words["none"]).wait_for()
        self.assertEqual(other.locator(".bell-count:visible").count(), 0)

    def test_what_happens_in_a_watched_file_is_a_line_a_kind(self):
        words = WORDS[self.language]
        file = self.api("POST", "/complaints", {"description": "d", "summary": "The door is stuck"})
        other = self.person(f"carl.{self.language}")
        other.goto(f"/complaints/{file['number']}")
        other.get_by_role("button", name=words["watch"], exact=True).click()
        other.locator(".watch-line", has_text=f"carl.{self.language}").wait_for()
        for number in range(3):
            self.api("POST", f"/complaints/{file['id']}/comments", {"text": f"news {number}"})
        self.api("POST", f"/complaints/{file['id']}/transitions", {"to": "triage"}, {"If-Match": "*"})
        other.locator(".bell-count", has_text="2").wait_for()
        other.locator(".bell").click()
        other.locator(".told").first.wait_for()
        self.assertEqual(other.locator(".told").count(), 2)
        other.locator(".told", has_text=words["moved"]).wait_for()
        other.locator(".told", has_text=words["many"]).wait_for()
        self.page, mine = other, self.page
        self.check("bell with news", whole_page=False)
        self.page = mine


class InFrenchOnATelephone(Mentions):
    language = "fr"
    theme = "dark"
    size = (390, 800)


if __name__ == "__main__":
    unittest.main()
