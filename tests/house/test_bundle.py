"""What a phone has to fetch: the budgets of the interface, on the bundle as it is served."""

import base64
import gzip
import re
from hashlib import sha256
from pathlib import Path

import brotli

from tests.house.tree import ROOT

DIST = ROOT / "pwa/dist"
TEXTS = {".js", ".css", ".html", ".json", ".svg", ".webmanifest"}


def sent(path: Path) -> int:
    """Bytes on the wire, brotli where there is any."""
    squeezed = path.with_name(f"{path.name}.br")
    return (squeezed if squeezed.exists() else path).stat().st_size


def first_scripts() -> list[Path]:
    """The entry and all that it imports before it runs."""
    found = re.findall(r'<script[^>]* src="/(assets/[^"]+\.js)"', (DIST / "index.html").read_text())
    assert found
    for name in found:  # grows while it is read
        for other in re.findall(r'(?:\bfrom|\bimport)"\./([^"]+\.js)"', (DIST / name).read_text()):
            if f"assets/{other}" not in found:
                found.append(f"assets/{other}")
    return [DIST / name for name in found]


def kept() -> dict[str, str]:
    """path -> hash of what the service worker keeps on the phone."""
    return dict(re.findall(r"\[`/([^`]+)`,`([^`]*)`\]", (DIST / "sw.js").read_text()))


def test_the_page_fits_in_3_kb() -> None:
    assert sent(DIST / "index.html") <= 3_000


def test_the_first_script_fits_in_25_kb() -> None:
    assert sum(sent(path) for path in first_scripts()) <= 25_000


def test_no_later_script_takes_more_than_6_kb() -> None:
    later = {path.name: sent(path) for path in DIST.glob("assets/*.js") if path not in first_scripts()}
    assert {name: size for name, size in later.items() if size > 6_000} == {}


def test_all_styles_fit_in_6_kb() -> None:
    assert sum(sent(path) for path in DIST.glob("assets/*.css")) <= 6_000


def test_the_service_worker_fits_in_2_kb() -> None:
    assert sent(DIST / "sw.js") <= 2_000


def test_a_language_fits_in_25_kb() -> None:
    sizes = {path.name: sent(path) for path in DIST.glob("i18n/*.json")}
    assert sizes.keys() == {"uk.json", "en.json"}
    assert max(sizes.values()) <= 25_000


def test_the_whole_app_on_the_phone_takes_at_most_150_kb() -> None:
    assert sum(sent(DIST / name) for name in kept()) <= 150_000


def test_the_service_worker_keeps_everything_that_a_start_without_network_needs() -> None:
    names = {path.relative_to(DIST).as_posix() for path in DIST.rglob("*") if path.suffix in TEXTS}
    assert kept().keys() >= names - {"sw.js"}


def test_nothing_is_called_in_the_one_way_that_the_oldest_browser_gets_wrong() -> None:
    """V8 before 9.1 miscounts what is spread in a call that may not happen; the build leaves `?.` as it is."""
    scripts = {path.name: path.read_text() for path in DIST.rglob("*.js")}
    assert any("?." in script for script in scripts.values())
    assert [name for name, script in scripts.items() if re.search(r"\?\.(?:[\w$.]*\(|\()[^()]*\.\.\.", script)] == []


def test_what_it_keeps_is_named_by_its_content() -> None:
    hashes = {name: base64.b64encode(sha256((DIST / name).read_bytes()).digest()).decode() for name in kept()}
    assert {name for name, known in kept().items() if known not in ("", hashes[name])} == set()
    assert {
        name for name, known in kept().items() if not known and not re.search(r"[/-][\w-]{7,8}\.\w+$", name)
    } == set()


def test_every_text_lies_there_compressed() -> None:
    for path in DIST.rglob("*"):
        if path.suffix in TEXTS:
            assert brotli.decompress(path.with_name(f"{path.name}.br").read_bytes()) == path.read_bytes()
            assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes()


def test_the_icons_that_the_manifest_and_the_page_name_are_there() -> None:
    named = re.findall(
        r'"(/icons/[^"]+)"', (DIST / "manifest.webmanifest").read_text() + (DIST / "index.html").read_text()
    )
    assert {"/icons/apple-180.png", "/icons/maskable-512.png"} <= set(named)
    assert [name for name in named if not (DIST / name[1:]).exists()] == []
