"""A real Chromium against the real server. Journeys cut the network by killing the server: the most honest way."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 16, 12, 1, tzinfo=UTC)
"""The phones' time at the beginning: a minute after the server's."""
STUDENT, CLASSMATE, COORDINATOR, MANAGER = "solomiia.koval", "dmytro.rozghin", "olena.kravchuk", "sofiia.gonta"
expect.set_options(timeout=20_000)  # ms: a phone that was away asks again within a quarter of a minute
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def chromium() -> str | None:
    """Where the machine's Chromium is."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


class Server:
    """The demonstration on a fixed port; it can be killed and started again. `options` are those of tests.server."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data, self.options = data, options
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Return once it serves."""
        command = [sys.executable, "-m", "tests.server", "--data", str(self.data), "--port", str(self.port)]
        command += self.options
        log = (self.data.parent / f"{self.data.name}.log").open("a")
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("ready"):
                return
        raise AssertionError(f"the server did not start; see {log.name}")

    def stop(self) -> None:
        """As an operator does."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait()
        self.process = None

    def kill(self) -> None:
        """As a power cut does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def password(self, login: str) -> str:
        """The password of a demonstration account."""
        accounts = json.loads((self.data / "demo-accounts.json").read_text("utf-8"))
        return next(account["password"] for account in accounts if account["login"] == login)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a loaded demonstration, made once."""
    server = Server(tmp_path_factory.mktemp("town") / "data")
    server.start()
    server.stop()
    return server.data


def with_class(town: Path, folder: Path) -> Path:
    """A copy of the town with the class of thirty in it."""
    server = Server(Path(shutil.copytree(town, folder / "data")), "--class")
    server.start()
    server.stop()
    return server.data


@pytest.fixture
def server(town: Path, tmp_path: Path) -> Generator[Server]:
    """A running demonstration of this journey's own."""
    one = Server(Path(shutil.copytree(town, tmp_path / "data")))
    one.start()
    yield one
    one.kill()


@pytest.fixture(scope="session")
def playwright() -> Generator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Generator[Browser]:
    opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield opened
    opened.close()


class Handset:
    """A browser on a phone: 360 x 800, Ukrainian, touch. Its storage outlives `off` and `on` when it has a folder."""

    def __init__(self, open_context: Callable[[], BrowserContext], server: Server) -> None:
        self._open, self.server = open_context, server
        self.hosts: set[str] = set()
        self.requests: list[str] = []
        self.context: BrowserContext
        self.page: Page
        self.on()

    def on(self) -> None:
        """Open the browser with one page."""
        self.context = self._open()
        self.context.on("request", lambda request: self._note(request.url))
        self.context.clock.install(time=NOON)
        self.page = self.context.new_page()

    def _note(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")):
            self.hosts.add(url.split("/")[2])
            self.requests.append(url)

    def off(self) -> None:
        """Close the browser."""
        self.context.close()

    def go(self, path: str = "/") -> Page:
        """Open a path of the app."""
        self.page.goto(self.server.url + path)
        return self.page

    def sign_in(self, login: str) -> Page:
        """Sign in, and wait until all that the phone holds is there."""
        page = self.go()
        page.locator("#login").fill(login)
        page.locator("#password").fill(self.server.password(login))
        page.locator(".go-main").click()
        page.locator(".truth .ok").first.wait_for()
        return page

    def ready_for_the_dark(self) -> None:
        """Wait until the app opens without a network: the worker rules the page, and the courses are kept."""
        until(self.page, "() => navigator.serviceWorker.controller !== null")
        until(self.page, KEPT)


def until(page: Page, probe: str) -> None:
    """Wait until an asynchronous function of the page says true, for a minute at most."""
    for _ in range(240):
        try:
            if page.evaluate(probe):
                return
        except Error as error:  # the page was loaded again meanwhile, as an update does
            if "context was destroyed" not in error.message:
                raise
        page.wait_for_timeout(250)
    raise AssertionError(f"never true: {probe}")


KEPT = """async () => {
    for (const {name} of await indexedDB.databases()) {
        if (!name.startsWith("verstat-")) continue;
        const db = await new Promise((resolve) => {
            const open = indexedDB.open(name);
            open.onsuccess = () => resolve(open.result);
        });
        const all = (store) => new Promise((resolve) => {
            const get = db.transaction(store).objectStore(store).getAll();
            get.onsuccess = () => resolve(get.result);
        });
        const courses = (await all("rows")).filter(({entity}) => entity === "course").map(({d}) => d);
        const named = courses.flatMap(({bundles, parts}) => [bundles, ...parts.map((part) => part.bundles)]);
        const here = await new Promise((resolve) => {
            const get = db.transaction("bundles").objectStore("bundles").getAllKeys();
            get.onsuccess = () => resolve(new Set(get.result));
        });
        db.close();
        if (named.length > 0 && named.every(({uk}) => here.has(uk.hash))) return true;
    }
    return false;
}"""
"""Whether the phone keeps the outline and all modules of every course of the account that uses it now."""


PHONE = {
    "viewport": {"width": 360, "height": 800},
    "locale": "uk-UA",
    "timezone_id": "Europe/Kyiv",
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 1,
}


@pytest.fixture
def handset(browser: Browser, server: Server) -> Generator[Callable[..., Handset]]:
    """New phones: `handset()`, or with other options of a browser context."""
    made: list[Handset] = []

    def make(**options: object) -> Handset:
        made.append(Handset(lambda: browser.new_context(**{**PHONE, **options}), server))  # type: ignore[arg-type] - options by name
        return made[-1]

    yield make
    for one in made:
        one.off()


@contextmanager
def lasting(playwright: Playwright, server: Server, folder: Path) -> Generator[Handset]:
    """A phone whose storage lies in `folder`, so that its browser can be closed and opened again."""

    def launch() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            folder,
            executable_path=chromium(),
            args=FLAGS,
            **PHONE,  # type: ignore[arg-type] - options by name
        )

    one = Handset(launch, server)
    try:
        yield one
    finally:
        one.off()


@pytest.fixture
def phones(playwright: Playwright, server: Server, tmp_path: Path) -> Generator[Callable[[str], Handset]]:
    """Phones that keep what they hold, in tmp_path / login: `phones(login)` opens without a network."""
    with ExitStack() as open_phones:

        def make(login: str) -> Handset:
            phone = open_phones.enter_context(lasting(playwright, server, tmp_path / login))
            phone.sign_in(login)
            until(phone.page, "() => navigator.serviceWorker.controller !== null")
            return phone

        yield make


def pull_the_battery(folder: Path) -> None:
    """End the browser of `lasting` as a dead battery does: no page is told, nothing is flushed."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            if f"--user-data-dir={folder}" in line and "--type=" not in line:
                os.kill(int(entry.name), signal.SIGKILL)


class Taps:
    """A thumb that counts."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, what: Locator) -> None:
        """Press one thing."""
        what.click()
        self.count += 1


def deliver(phone: Handset) -> None:
    """Let time pass until all is sent and what others did is here."""
    with phone.page.expect_response(lambda answer: "/api/sync" in answer.url):  # the line may say so from before
        phone.context.clock.run_for(120_000)
    expect(phone.page.locator(".truth .cnt")).to_have_count(0)
    expect(phone.page.locator(".truth")).to_contain_text("Доставлено")


def picture(page: Page, name: str) -> None:
    """Keep what the page shows, for eyes, when VERSTAT_SHOTS names a folder."""
    folder = os.environ.get("VERSTAT_SHOTS")  # noqa: TID251 - tests have no settings
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")
