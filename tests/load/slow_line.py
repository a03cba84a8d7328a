"""A slow phone on a slow line, as Chromium plays one, and what is seen on it and when."""

from typing import Any

from playwright.async_api import CDPSession, Locator, Page

SLOWER = 6
DOWN = UP = 400_000 / 8
"""Bytes a second."""
LATENCY = 400
"""Milliseconds of every request."""

WATCH = """window.phone = (() => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => {
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(0);
    }));
    const until = (probe) => new Promise((found) => {
        if (probe()) return found();
        const seen = new MutationObserver(() => {
            if (!probe()) return;
            seen.disconnect();
            found();
        });
        seen.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
    }).then(painted);
    const hasOtherTitle = () => {
        const title = document.querySelector("main h2")?.textContent;
        return title !== undefined && title !== window.phone.title;
    };
    const inputs = [];
    new PerformanceObserver((list) => inputs.push(...list.getEntries()))
        .observe({type: "event", durationThreshold: 16, buffered: true});
    let [told, pressed] = [null, 0];
    return {
        until,
        hasOtherTitle,
        arm(probe) {
            this.title = document.querySelector("main h2")?.textContent;
            if (probe()) throw new Error(`is so before the press: ${probe}`);
            let first = true;
            const feedback = new Promise((changed) => addEventListener("pointerdown", (event) => {
                pressed = event.timeStamp;
                until(() => first ? (first = false) : true).then(changed);
            }, {capture: true, once: true}));
            told = Promise.all([until(probe), feedback]);
        },
        shown: async () => (await told)[0] - pressed,
        async result() {
            const [shown, changed] = await told;
            await painted();
            await new Promise((done) => setTimeout(done, 300));  // the browser tells of its events later
            const ours = inputs.filter(({startTime}) => startTime >= pressed - 1 && startTime <= shown);
            const slowest = Math.max(0, ...ours.map(({duration}) => duration));
            return {shown: shown - pressed, feedback: Math.min(changed, shown) - pressed, event: slowest};
        },
    };
})();"""
"""`until(probe)`: the moment of the paint that shows it. `arm(probe)` before a press and `result()` after it:
milliseconds from the pointer's touch to the paint that shows the result, to the first paint that differs, and the
longest of its events as the browser measures it."""


class Line:
    """What went over the line of one page, as the browser counts it, headers and all."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.bytes = 0

    def asked(self, event: dict[str, Any]) -> None:
        """Hears of Network.requestWillBeSent."""
        if event["request"]["url"].startswith("http"):
            self.requests.append(event["request"]["url"])

    def came(self, event: dict[str, Any]) -> None:
        """Hears of Network.loadingFinished."""
        self.bytes += int(event["encodedDataLength"])


async def slow(page: Page) -> tuple[CDPSession, Line]:
    """Make a new page a slow phone; what it fetches is counted."""
    await page.add_init_script(WATCH)
    cdp, line = await page.context.new_cdp_session(page), Line()
    cdp.on("Network.requestWillBeSent", line.asked)
    cdp.on("Network.loadingFinished", line.came)
    await cdp.send("Network.enable")
    conditions = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    await cdp.send("Network.emulateNetworkConditions", conditions)
    await cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return cdp, line


async def press(cdp: CDPSession, page: Page, what: Locator, probe: str) -> dict[str, float]:
    """Tap it, and tell how long `probe`, a function of the page, took to become true in sight."""
    await what.scroll_into_view_if_needed()
    box = await what.bounding_box()
    assert box is not None
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + min(box["height"] / 2, 40)}
    await page.evaluate(f"() => phone.arm({probe})")
    # by the browser itself: what Playwright does around a tap would be measured too
    await cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    await cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    return await page.evaluate("() => phone.result()")


async def moment(page: Page, probe: str) -> float:
    """Milliseconds from the beginning of the page's loading to the paint that shows what `probe` asks for."""
    return await page.evaluate(f"() => phone.until({probe})")
