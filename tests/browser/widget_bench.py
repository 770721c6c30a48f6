"""Measure the widget for docs/measurements.md: ``python -m tests.browser.widget_bench``. No test asks for the figures.

Script time until the launcher stands, on a processor four times slower; on "Fast 3G" the time from opening the chat
with a question to its answer, with a server that answers at once; and how smoothly a thousand messages come and scroll.
What else runs on the machine makes the last two worse.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser import replies
from tests.browser.chromium import MISSING, find_chromium, run_chromium
from tests.browser.stub_api import StubApi

RUNS = 5
MESSAGES = 1000
SLOWER = 4  # as Lighthouse slows down a processor for a phone
# "Fast 3G" as Chrome's developer tools and Lighthouse have it ("Slow 4G" in newer ones): 1.6 Mbit/s down, 750 kbit/s up
# and 150 ms, each adjusted to what a single request sees.
FAST_3G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6e6 / 8 * 0.9,
    "uploadThroughput": 750e3 / 8 * 0.9,
}
HOST = '<!doctype html><title>Wirt</title><script type="module" src="{server}/widget/lotse.js"></script>'
ASK = """(question) => new Promise((done) => {
  const chat = document.querySelector("tregks-chat"), start = performance.now();
  chat.addEventListener("tregks-message", () => requestAnimationFrame(() => done(performance.now() - start)));
  chat.ask(question);
})"""

# Long tasks are those over 50 ms. The log scrolls by 120 pixels in each frame; at 60 Hz there are 17 ms between two.
WATCH = """(key) => {
  sessionStorage["tregks-chat"] = key;
  sessionStorage["tregks-chat-open"] = "1";
  window.tasks = [];
  const note = (list) => tasks.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
}"""
SCROLLER = 'document.querySelector("tregks-chat").shadowRoot.querySelector(".scroller")'
SCROLL = f"""async () => {{
  const box = {SCROLLER}, gaps = [];
  for (let last = await new Promise(requestAnimationFrame); box.scrollTop > 0; ) {{
    box.scrollTop -= 120;
    const now = await new Promise(requestAnimationFrame);
    gaps.push(now - last);
    last = now;
  }}
  return gaps;
}}"""


@contextmanager
def open_host(browser: Browser, website: StubApi, api: StubApi) -> Iterator[tuple[Page, CDPSession]]:
    """Open an empty tab; the page to go to is /wirt of the website, with the chat of the other server."""
    policy = f"default-src 'none'; script-src {api.url}; connect-src {api.url}"
    website.show("/wirt", HOST.format(server=api.url), policy)
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    yield page, context.new_cdp_session(page)
    context.close()


def measure_start(browser: Browser, website: StubApi, api: StubApi) -> float:
    """Return the milliseconds of script until the launcher stands."""
    with open_host(browser, website, api) as (page, steering):
        steering.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        steering.send("Performance.enable", {"timeDomain": "threadTicks"})  # what others do meanwhile does not count
        page.goto(f"{website.url}/wirt")  # the load event comes after modules; to look for the launcher would count
        metrics = steering.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "ScriptDuration")


def measure_answer(browser: Browser, website: StubApi, api: StubApi) -> float:
    """Return the milliseconds from opening the chat with a question to its answer."""
    with open_host(browser, website, api) as (page, steering):
        page.goto(f"{website.url}/wirt")
        page.locator("tregks-chat .launcher").wait_for()
        steering.send("Network.enable")
        steering.send("Network.emulateNetworkConditions", FAST_3G)
        return float(page.evaluate(ASK, replies.LAUFZEIT))


def measure_long(browser: Browser, api: StubApi) -> dict[str, float]:
    """Return milliseconds of the longest tasks while a long conversation comes and scrolls, and between frames.

    A task has a time by the clock (0: none over 50), which holds what others do meanwhile, and one of the processor.
    """
    with open_host(browser, api, api) as (page, _steering):
        browser.start_tracing(page=page, categories=["toplevel"])
        page.add_init_script(f"({WATCH})({json.dumps(api.add_history(MESSAGES))})")
        page.goto(f"{api.url}/wirt")
        for shown in range(100, MESSAGES + 1, 100):
            page.locator("tregks-chat article").nth(shown - 1).wait_for(state="attached")
            page.evaluate(f"{SCROLLER}.querySelector('.earlier').click()")
        coming = page.evaluate("tasks.splice(0)")  # takes them out
        page.evaluate(f"() => {{ {SCROLLER}.scrollTop = 1e9; }}")
        gaps = page.evaluate(SCROLL)
        work = find_longest_task(json.loads(browser.stop_tracing())["traceEvents"])
        return {
            "longest task by the processor's time": work,
            "longest task while they are shown, a hundred at a time": max(coming, default=0),
            "longest task while they scroll": max(page.evaluate("tasks"), default=0),
            "time between two frames while they scroll": statistics.median(gaps),
            "longest time between two frames": max(gaps),
        }


def find_longest_task(events: list[dict[str, Any]]) -> float:
    """Return the milliseconds of the processor for the longest task of a page."""
    threads = {(one["pid"], one["tid"]) for one in events if one.get("args", {}).get("name") == "CrRendererMain"}
    tasks = [one for one in events if one["name"].endswith("RunTask") and (one["pid"], one["tid"]) in threads]
    return max(float(one.get("tdur", 0)) for one in tasks) / 1000


def write_line(name: str, values: list[float]) -> str:
    """Return a measurement as one line."""
    return f"{name}: median {statistics.median(values):.0f} ms, best {min(values):.0f} ms, worst {max(values):.0f} ms\n"


def main() -> None:
    """Measure and print; without a browser, say what to install."""
    executable = find_chromium()
    if executable is None:
        sys.stdout.write(f"{MISSING}\n")
        return
    api, website = StubApi(), StubApi()
    sys.stdout.write(f"lotse.js: {len(api.bundle.body)} bytes, {api.bundle.wire_size} over the wire\n")
    with run_chromium(executable) as browser:
        for name, measure, host in (
            (f"script until the launcher stands, {SLOWER}x slower", measure_start, api),
            ("first answer on Fast 3G, same server", measure_answer, api),
            ("first answer on Fast 3G, from another website", measure_answer, website),
        ):
            sys.stdout.write(write_line(name, [measure(browser, host, api) for _ in range(RUNS)]))
            sys.stdout.flush()
        long = [measure_long(browser, api) for _ in range(RUNS)]
        for name in long[0]:
            sys.stdout.write(write_line(f"{MESSAGES} messages, {name}", [one[name] for one in long]))
    for server in (api, website):
        server.close()


if __name__ == "__main__":
    main()
