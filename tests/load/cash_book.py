"""What a year of entries costs on a phone: the first sync, opening the workshop and the cash book, a sale, scrolling.

    python -m tests.load.cash_book [--entries 20000] [--database URL]

A real Chromium against the real server on this machine, at its own speed and with the CPU six times slower. Times are
what a person waits, in milliseconds; figures of one run stand in README.md of this folder.
"""

import argparse
import asyncio
import logging
import time
from collections.abc import Awaitable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, async_playwright

from tests.journeys.conftest import FLAGS, PHONE, chromium
from tests.load.acts_stage import PASSWORD, prepare
from tests.load.acts_world import opened
from tests.load.population import populate
from tests.load.serving import served

CLASS = 30
SLOWER = 6
FRAMES = """async () => {
    const times = [];
    let last = performance.now();
    for (let i = 0; i < 120; i++) {
        scrollBy(0, 900);
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - last);
        last = performance.now();
    }
    times.sort((a, b) => a - b);
    return [60, 114, 119].map((i) => Math.round(times[i]));
}"""
"""The middle, the twentieth longest of a hundred and the longest frame while two screens are flung past each time."""


async def waited(what: Awaitable[object]) -> int:
    """Milliseconds until it is there."""
    began = time.monotonic()
    await what
    return round((time.monotonic() - began) * 1000)


ALL = "(cash) => document.querySelector('.poster .huge')?.textContent.replace(/[^0-9]/g, '') === cash"


async def first_sync(page: Page, url: str, cash: int) -> int:
    """From the press on Sign in to the workshop with all that is in the box."""
    await page.goto(url)
    await page.locator("#login").fill("person-0-0")
    await page.locator("#password").fill(PASSWORD)
    began = time.monotonic()
    await page.locator(".go-main").click()
    await page.locator(".bar a[href='/workshop']").click()
    await page.wait_for_function(ALL, arg=str(cash), timeout=600_000)
    await page.locator(".bar a").first.click()
    await page.locator("main .row").first.wait_for()
    return round((time.monotonic() - began) * 1000)


async def press(page: Page, button: str, until: str) -> int:
    """From a press to what it opens."""
    await page.locator(button).first.click(no_wait_after=True)
    return await waited(page.locator(until).first.wait_for(timeout=120_000))


async def visit(page: Page, pace: int) -> None:
    """The jobs of a member, one after the other."""
    cdp = await page.context.new_cdp_session(page)
    await cdp.send("Emulation.setCPUThrottlingRate", {"rate": pace})
    workshop = await press(page, ".bar a[href='/workshop']", ".poster .huge")
    till = await press(page, ".go-main", ".ware")
    await page.locator(".ware button").first.click()
    sold = await press(page, ".go-main", ".pay .btn")
    await page.locator("[rel=up]").click()
    book = await press(page, "[href$='/book']", "main .rows button")
    nodes = await page.evaluate("document.querySelectorAll('*').length")
    frames = await page.evaluate(FRAMES)
    print(f"{pace:>6}{workshop:>10}{till:>7}{sold:>7}{book:>7}{nodes:>7}   {frames}", flush=True)
    await page.locator(".bar a").first.click()
    await page.locator("main .row").first.wait_for()


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.load.cash_book", description="What many entries cost on a phone.")
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database (else SQLite)")
    return parser


async def main() -> None:
    given = arguments().parse_args()
    logging.disable(logging.INFO)
    with TemporaryDirectory() as folder:
        async with opened(Path(folder), given.database) as door:
            await prepare(door, await populate(door, CLASS, CLASS), book=given.entries)
        async with served(Path(folder), given.database) as server, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            context = await browser.new_context(**PHONE)  # type: ignore[arg-type] - options by name
            page = await context.new_page()
            url, cash = f"http://{server.host}:{server.port}", given.entries * 22_000
            print(f"{given.entries} entries; first sync {await first_sync(page, url, cash)} ms", flush=True)
            print(f"{'slower':>6}{'workshop':>10}{'till':>7}{'sold':>7}{'book':>7}{'nodes':>7}   frames")
            for pace in (1, SLOWER):
                await visit(page, pace)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
