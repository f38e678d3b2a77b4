"""
A browser before a server: the built executable, without which every test fails; or a server named by
IBTOOL_URL (with IBTOOL_USER and IBTOOL_PASSWORD); or, asked for with IBTOOL_STANDIN=1, the stand-in under mock/.
"""

import atexit
import functools
import os
import pathlib
import re
import shutil
import sys
import tempfile
import threading
import time
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE / "mock"))
sys.path.insert(0, str(HERE.parent / "EndToEndTests"))
BINARY = pathlib.Path(os.environ.get("IBTOOL_BINARY", ROOT / "dist" / "ibtool"))
CHROMIUM = os.environ.get("IBTOOL_CHROMIUM", "/usr/bin/chromium")
ROWS = 5000
AXE = Axe()
# A folder for pictures of what is checked; none without.
SHOTS = os.environ.get("IBTOOL_SHOTS")


class StandIn:
    """The made-up server, in a thread of this process."""

    name, password = "admin", "correct horse battery"
    setup_path = "/setup#0123456789abcdef0123456789abcdef"

    def __init__(self, is_new=False):
        import server

        self.server = server.Server(0, ROWS, is_new, is_fresh=False)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Built:
    """The built executable over demonstration data, or over nothing."""

    name = "admin"

    def __init__(self, is_new=False, arguments=()):
        import harness

        self.password = harness.PASSWORD
        self.instance = harness.Instance(account=None if is_new else self.name, arguments=arguments)
        if not is_new:
            begun, self.instance.token = self.begun()
            shutil.copytree(begun, self.instance.data, dirs_exist_ok=True)
        self.instance.__enter__()
        self.url = self.instance.url

    @classmethod
    @functools.cache
    def begun(cls):
        """A data directory with demonstration data and one account, made once, and a token of that account."""
        import harness

        data = pathlib.Path(tempfile.mkdtemp(prefix="ibtool-begun-"))
        atexit.register(shutil.rmtree, data, ignore_errors=True)
        begun = harness.Instance(data=data)
        harness.run("demo", "--data", data, "--rows", ROWS, "--seed", 1)
        begun.make_account(cls.name, "admin")
        return data, begun.make_token(cls.name)

    @property
    def setup_path(self):
        """The fragment of the link that the server printed at its start."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            found = re.search(r"/setup#([A-Za-z0-9_-]+)", self.instance.log_text())
            if found:
                return found[0]
            time.sleep(0.05)
        raise AssertionError("no set-up link was printed:\n" + self.instance.log_text())

    def stop(self):
        self.instance.__exit__()


class Given:
    """A server that somebody else runs."""

    name = os.environ.get("IBTOOL_USER", "admin")
    password = os.environ.get("IBTOOL_PASSWORD", "")
    url = os.environ.get("IBTOOL_URL", "").rstrip("/")

    def stop(self):
        pass


def open_server(is_new=False, arguments=()):
    """The server to test; only the built one takes arguments."""
    if Given.url:
        if is_new:
            raise unittest.SkipTest("a running server cannot be set up again")
        return Given()
    if os.environ.get("IBTOOL_STANDIN"):
        return StandIn(is_new)
    if not BINARY.exists():
        raise AssertionError(f"there is no {BINARY}: `make release` builds it, IBTOOL_STANDIN=1 does without")
    return Built(is_new, arguments)


class BrowserCase(unittest.TestCase):
    """One server and one browser for the tests of a class; a fresh page for each."""

    language = "en"
    theme = "light"
    is_new = False
    is_signed_in = True
    # Words for `ibtool serve`.
    arguments = ()
    size = (1280, 800)

    @classmethod
    def setUpClass(cls):
        cls.server = open_server(cls.is_new, cls.arguments)
        cls.addClassCleanup(cls.server.stop)
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.chromium = cls.playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        cls.addClassCleanup(cls.chromium.close)

    def setUp(self):
        self.faults = []
        self.context = self.chromium.new_context(
            viewport={"width": self.size[0], "height": self.size[1]}, base_url=self.server.url,
            locale="fr-FR" if self.language == "fr" else "en-GB", accept_downloads=True)
        self.context.add_init_script(
            "if (!localStorage.getItem('ibtool.prefs')) localStorage.setItem('ibtool.prefs', "
            f"'{{\"language\":\"{self.language}\",\"theme\":\"{self.theme}\"}}')")
        self.addCleanup(self.context.close)
        self.page = self.open_page()
        if self.is_signed_in:
            answer = self.context.request.post("/api/v1/session", data={
                "name": self.server.name, "password": self.server.password})
            self.assertEqual(answer.status, 201, answer.text())

    def tearDown(self):
        self.assertEqual(self.faults, [], "the console said something")

    def open_page(self):
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.note(message))
        return page

    def note(self, message):
        # A refused request is written to the console by the browser itself.
        is_refusal = "Failed to load resource" in message.text
        if message.type == "error" and not is_refusal:
            self.faults.append(message.text)

    def go(self, path):
        self.page.goto(path)

    def api(self, method, path, data=None, headers=None):
        """A call beside the page, with the same session."""
        answer = self.context.request.fetch(
            "/api/v1" + path, method=method, data=data,
            headers={"Origin": self.server.url, **(headers or {})})
        self.assertLess(answer.status, 300, answer.text())
        return answer.json()

    def check(self, name, whole_page=True):
        """Nothing for axe to find, nothing wider than the window; a picture where they are asked for."""
        self.page.wait_for_timeout(200)
        if SHOTS:
            label = re.sub(r"\W+", "-", f"{type(self).__name__}-{name}")
            self.page.screenshot(path=str(pathlib.Path(SHOTS) / f"{label}.png"), full_page=whole_page)
        found = AXE.run(self.page).response["violations"]
        self.assertEqual([f"{name}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found], [])
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.assertLessEqual(wide, 0, f"{name} is wider than its window")

    def open_grid(self, query=""):
        self.go("/complaints" + query)
        self.wait_for_rows()

    def wait_for_rows(self):
        """Until the grid shows the rows of its view, all of them."""
        self.page.wait_for_function(
            "() => { const grid = document.querySelector('.grid');"
            " const rows = [...document.querySelectorAll('.grid-canvas .grid-row:not([hidden])')];"
            " return grid && grid.getAttribute('aria-busy') === 'false'"
            " && rows.every((row) => !row.classList.contains('waiting')); }")

    def count(self):
        """The number above the grid."""
        return int(re.sub(r"\D", "", self.page.locator(".list-count").inner_text().split("·")[0]))

    def row(self, place):
        """The grid's row at a place of the view, counted from 0."""
        return self.page.locator(f".grid-canvas .grid-row[aria-rowindex='{place + 3}']")


def temporary_file(name, text):
    """A file to upload, removed when the tests end."""
    folder = tempfile.mkdtemp(prefix="ibtool-browser-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = pathlib.Path(folder) / name
    path.write_text(text, encoding="utf-8")
    return path
