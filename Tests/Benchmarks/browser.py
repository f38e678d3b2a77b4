"""make bench-browser: what a person at the grid waits for, in Chromium, over 100,000 complaints.

First rows count from the navigation's start, with an empty cache and with a warm one; a filter change and a jump of the scroll bar
count from the act to the frame that shows the rows."""

import argparse
import random
import socket
import statistics

from playwright.sync_api import sync_playwright
from servers import PASSWORD, IBTool

SHOWN = """
() => new Promise((resolve) => {
  const look = () => {
    const rows = [...document.querySelectorAll('.grid-row')].filter((row) => !row.hidden && row.offsetParent);
    const grid = document.querySelector('.grid');
    const ready = grid && grid.getAttribute('aria-busy') !== 'true'
      && !document.querySelector('.grid-canvas.stale') && rows.every((row) => !row.classList.contains('waiting'));
    if (ready) resolve(performance.now()); else requestAnimationFrame(look);
  };
  look();
})
"""
ACT = """
async ([kind, value]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const start = performance.now();
  if (kind === 'jump') {
    const grid = document.querySelector('.grid');
    grid.scrollTop = value * (grid.scrollHeight - grid.clientHeight);
  } else {
    history.pushState({}, '', value);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }
  await frame();
  const shown = %s;
  return (await shown()) - start;
}
""" % SHOWN


def percentile(values, share):
    """The value below which that share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def tell(name, values):
    """One printed line."""
    print(f"{name:<22} p50 {statistics.median(values):6.0f} ms   p95 {percentile(values, 0.95):6.0f} ms   "
          f"max {max(values):6.0f} ms   of {len(values)}", flush=True)


def measure(page, url, acts):
    """Runs the acts on an open grid; milliseconds each."""
    return [page.evaluate(ACT, act) for act in acts]


def first_rows(browser, url, session):
    """Milliseconds to the first rows in a browser that has nothing of the interface in its cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=session)
    page = context.new_page()
    page.goto(url + "/complaints", wait_until="commit")
    milliseconds = page.evaluate(SHOWN)
    context.close()
    return milliseconds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--acts", type=int, default=60)
    options = parser.parse_args()
    chance = random.Random(3)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = IBTool(port, options.rows)
    try:
        server.start()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            run(browser, f"http://127.0.0.1:{port}", server.user, options, chance)
            browser.close()
    finally:
        server.remove()


def run(browser, url, user, options, chance):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(url + "/signin")
    page.fill("input[name=name]", user)
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "signin" not in address)
    tell("first rows, cold", [first_rows(browser, url, context.storage_state()) for _ in range(9)])
    first = []
    for _ in range(9):
        page.goto(url + "/complaints", wait_until="commit")
        first.append(page.evaluate(SHOWN))
    tell("first rows, again", first)
    tell("jump of the scroll bar", measure(page, url, [("jump", chance.random()) for _ in range(options.acts)]))
    words = ["helium", "bobine", "artefact", "quench", "table"]
    filters = []
    for _ in range(options.acts):
        parts = [f"status={chance.choice(['closed', 'triage', 'action', 'review'])}",
                 f"severity={chance.choice(['none', 'minor', 'serious', 'critical'])}",
                 f"country={chance.choice(['FR', 'US', 'DE', 'BE', 'GB'])}"]
        filters.append("/complaints?" + "&".join(chance.sample(parts, chance.randint(1, 3))))
    tell("filter change", measure(page, url, [("go", path) for path in filters]))
    tell("search", measure(page, url, [("go", f"/complaints?q={chance.choice(words)}") for _ in range(options.acts)]))
    context.close()


if __name__ == "__main__":
    main()
