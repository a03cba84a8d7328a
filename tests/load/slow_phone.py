"""The app on a slow phone over a slow line: its first start, its start from the phone, ten taps.

    ./verstat bench phone [--entries 4950] [--runs 5] [--json FILE]

A real Chromium with its CPU six times slower and a line of 400 kbit/s and 400 ms, against the real server on this
machine: the demonstration, and a year of entries in one manufactory. Milliseconds, the medians of all runs; figures of
one run stand in README.md of this folder.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from backend.demo.load import ACCOUNTS
from tests.journeys.conftest import FLAGS, KEPT, PHONE, STUDENT, chromium
from tests.load.slow_line import moment, press, slow
from tests.load.slow_town import fill, serving

Found = dict[str, list[float]]
TARGETS = {"painted shell": 2_000, "usable sign-in": 3_000, "requests": 6, "kB": 60, "warm start": 800}
TAP = 100
LESSONS = 6
"""So many are left for STUDENT to finish."""
BROWSER_RESTS = 3_000
"""Beside each new page Chromium loads the list under its own address bar, which no phone would do now and here."""
SIGN_IN = "() => document.querySelector('#login') && document.querySelector('.go-main')"
OWN = "document.querySelector('main a.row[href^=\"/workshop/\"] .n')"
HOME = f"() => document.querySelector('main .poster h2') && {OWN}"
BOOKS = f"() => /[0-9]/.test({OWN}?.textContent)"
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
ROWS = """async () => {
    let found = 0;
    for (const {name} of await indexedDB.databases()) {
        if (!name.startsWith("verstat-")) continue;
        const db = await new Promise((resolve) => {
            const open = indexedDB.open(name);
            open.onsuccess = () => resolve(open.result);
        });
        found += await new Promise((resolve) => {
            const count = db.transaction("rows").objectStore("rows").count();
            count.onsuccess = () => resolve(count.result);
        });
        db.close();
    }
    return found;
}"""

TAPS = [  # name, what is pressed, what is then in sight
    ("lesson opened", "main li a.row[href^='/learn/']", "() => document.querySelector('main .prose')"),
    ("lesson finished", ".go-main", "() => phone.hasOtherTitle()"),
    ("workshop opened", ".bar a[href='/workshop']", "() => document.querySelector('main .huge')"),
    ("till opened", ".go-main", "() => document.querySelector('.ware')"),
    ("ware added", ".ware button", "() => document.querySelector('.ware .x')"),
    ("sold", ".go-main", "() => document.querySelector('.pay .btn')"),
    ("back to the workshop", "[rel=up]", "() => document.querySelector('main .huge')"),
    ("cash book opened", ".daily a[href$='/book']", "() => document.querySelector('main .rows button')"),
    ("entry opened", "main .rows button", "() => document.querySelector('dialog[open] table')"),
    ("outbox opened", ".truth", "() => document.querySelector('main .stamp')"),
]
FROM_HOME = {"workshop opened", "outbox opened"}


async def at_rest(page: Page) -> None:
    """What was done is delivered, and nothing more is under way for a while."""
    await page.locator(".truth .ok").first.wait_for(timeout=120_000)
    await page.wait_for_timeout(1_500)


async def go_home(page: Page) -> None:
    """Out of whatever stands, to the first screen."""
    if await page.locator("dialog[open]").count():
        await page.keyboard.press("Escape")
    if not await page.locator(".bar").is_visible():
        await page.locator("[rel=up]").tap()
    await page.locator(".bar a").first.tap()
    await page.locator("main .poster").first.wait_for()
    await at_rest(page)


async def first_start(browser: Browser, url: str, found: Found) -> None:
    """A phone that was never here, to the login that can be typed and sent."""
    context = await browser.new_context(**PHONE)  # type: ignore[arg-type] - options by name
    page = await context.new_page()
    _, line = await slow(page)
    await page.goto(url, wait_until="commit")
    usable = await moment(page, SIGN_IN)
    fetched, kilobytes = len(line.requests), line.bytes / 1_000
    await page.locator("#login").fill("nobody")
    await page.locator("#password").fill("nothing at all")
    await page.locator(".go-main").tap()
    await page.locator("main .ban").first.wait_for(timeout=60_000)
    note(found, {"painted shell": await page.evaluate(PAINTED), "usable sign-in": usable})
    note(found, {"requests": fetched, "kB": kilobytes})
    await context.close()


async def sign_in(context: BrowserContext, url: str, password: str) -> int:
    """Take everything, at full speed; how many rows that is."""
    page = await context.new_page()
    await page.goto(url)
    await page.locator("#login").fill(STUDENT)
    await page.locator("#password").fill(password)
    await page.locator(".go-main").tap()
    await at_rest(page)
    for _ in range(240):
        if await page.evaluate("() => navigator.serviceWorker.controller !== null") and await page.evaluate(KEPT):
            break
        await page.wait_for_timeout(500)
    rows = await page.evaluate(ROWS)
    await page.close()
    return rows


async def second_start(context: BrowserContext, url: str, found: Found) -> None:
    """From the phone to the first screen with all its data, then the taps."""
    page = await context.new_page()
    cdp, _ = await slow(page)
    await cdp.send("ServiceWorker.enable")
    await cdp.send("ServiceWorker.stopAllWorkers")
    await page.wait_for_timeout(BROWSER_RESTS)
    await page.goto(url, wait_until="commit")
    note(found, {"warm start": await moment(page, HOME)})
    note(found, {"with the books": await moment(page, BOOKS), "warm shell": await page.evaluate(PAINTED)})
    for name, what, probe in TAPS:
        await at_rest(page)
        if name in FROM_HOME:
            await go_home(page)
        seen = await press(cdp, page, page.locator(what).first, probe)
        note(found, {f"{name}: {which}": value for which, value in seen.items()})
    await at_rest(page)
    await page.close()


def note(found: Found, seen: dict[str, float]) -> None:
    """One more run."""
    for name, value in seen.items():
        found.setdefault(name, []).append(value)


def told(found: Found) -> None:
    """The medians beside what is wanted."""
    middle = {name: median(values) for name, values in found.items()}
    print(f"\n{'':<24}{'found':>8}{'wanted':>8}")
    for name, target in TARGETS.items():
        print(f"{name:<24}{middle[name]:>8.0f}{target:>8}")
    for name in ("warm shell", "with the books"):
        print(f"{name:<24}{middle[name]:>8.0f}")
    print(f"\n{'tap':<24}{'feedback':>9}{'result':>8}{'event':>7}{'wanted':>8}")
    for name, _, _ in TAPS:
        feedback, shown, event = [middle[f"{name}: {which}"] for which in ("feedback", "shown", "event")]
        print(f"{name:<24}{feedback:>9.0f}{shown:>8.0f}{event:>7.0f}{TAP:>8}")


async def measure(data: Path, runs: int) -> Found:
    """All runs, in milliseconds, kB and requests."""
    found: Found = {}
    password = next(one["password"] for one in json.loads((data / ACCOUNTS).read_text()) if one["login"] == STUDENT)
    with serving(data) as url:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for _ in range(runs):
                await first_start(browser, url, found)
            context = await browser.new_context(**PHONE)  # type: ignore[arg-type] - options by name
            rows = await sign_in(context, url, password)
            print(f"{rows} rows on the phone; the machine's load: {Path('/proc/loadavg').read_text().strip()}")
            for _ in range(runs):
                await second_start(context, url, found)
            await browser.close()
    return found


def asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="verstat bench phone", description="The app on a slow phone.")
    parser.add_argument("--entries", type=int, default=4_950, help="more than the demonstration has")
    parser.add_argument("--runs", type=int, default=5, choices=range(1, LESSONS + 1), help="each finishes a lesson")
    parser.add_argument("--data", type=Path, help="a folder to keep what was loaded, for the next time")
    parser.add_argument("--json", type=Path, help="all figures of all runs")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """The command line."""
    given = asked(words)
    with tempfile.TemporaryDirectory() as folder:
        town, data = given.data or Path(folder) / "town", Path(folder) / "data"
        if not (town / ACCOUNTS).exists():
            asyncio.run(fill(town, given.entries))
        shutil.copytree(town, data)
        found = asyncio.run(measure(data, given.runs))
    told(found)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
