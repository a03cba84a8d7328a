import gzip
from pathlib import Path

import pytest

from backend import app as roof
from backend.app import build_app
from backend.core.door import Door
from backend.core.packing import packed, unpacked
from tests.http.wire import App

INDEX = b"<!doctype html><title>Verstat</title>"
SCRIPT = b"export const a = 1;" * 100


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: Door) -> App:
    """An app over a small build of the PWA, with something beside it that nobody may read."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (dist / ".hidden").write_text("secret")
    (dist / "index.html").write_bytes(INDEX)
    (dist / "manifest.webmanifest").write_text("{}")
    (dist / "sw.js").write_bytes(b"self.x")
    script = dist / "assets" / "main-x1.js"
    script.write_bytes(SCRIPT)
    script.with_name("main-x1.js.br").write_bytes(packed(SCRIPT))
    script.with_name("main-x1.js.gz").write_bytes(gzip.compress(SCRIPT))
    monkeypatch.setattr(roof, "DIST", dist)
    return App(build_app(door))


async def test_it_works(site: App) -> None:
    answer = await site.ask("/")
    assert (answer.status, answer.body) == (200, INDEX)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/learn", "/learn/", "/cohorts/0192/x", "/apiary", "/administration", "//", "/?a=1"])
async def test_a_path_of_the_app_gets_the_app(site: App, path: str) -> None:
    answer = await site.ask(path)
    assert (answer.status, answer.body) == (200, INDEX)


@pytest.mark.parametrize("path", ["/api/zzz", "/x.png", "/assets/none.js", "/admin/x", "/assets/main-x1.js.br"])
async def test_what_is_not_there_is_a_problem(site: App, path: str) -> None:
    answer = await site.ask(path)
    assert (answer.status, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, gzip;q=0", ""),
        ("br;q=0.5", "br"),
        ("broken", ""),
        ("", ""),
        ("identity", ""),
    ],
)
async def test_it_travels_packed_where_that_is_understood(site: App, accepted: str, encoding: str) -> None:
    answer = await site.ask("/assets/main-x1.js", accept_encoding=accepted)
    assert answer.headers.get("content-encoding", "") == encoding
    plain: bytes = {"br": unpacked, "gzip": gzip.decompress}.get(encoding, bytes)(answer.body)
    assert plain == SCRIPT
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["content-length"] == str(len(answer.body))


async def test_what_has_no_packed_form_travels_plain(site: App) -> None:
    answer = await site.ask("/sw.js", accept_encoding="br, gzip")
    assert (answer.headers.get("content-encoding"), answer.body) == (None, b"self.x")


@pytest.mark.parametrize(
    ("path", "media", "keep"),
    [
        ("/assets/main-x1.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json; charset=utf-8", "no-cache"),
    ],
)
async def test_only_what_is_named_by_its_content_is_kept_for_ever(site: App, path: str, media: str, keep: str) -> None:
    headers = (await site.ask(path)).headers
    assert (headers["content-type"], headers["cache-control"]) == (media, keep)


@pytest.mark.parametrize("path", ["/", "/learn", "/assets/main-x1.js"])
async def test_what_the_browser_has_is_not_sent_again(site: App, path: str) -> None:
    etag = (await site.ask(path)).headers["etag"]
    for known in (etag, f'"other", {etag}'):
        again = await site.ask(path, if_none_match=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert (await site.ask(path, if_none_match='"other"')).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "//etc/passwd",
        "/.hidden",
        "/%2ehidden",
        "/secret.txt%00",
        "/assets/%00.js",
        "/..%5csecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/" + "a/" * 5_000 + "x.txt",
    ],
)
async def test_no_path_leaves_the_folder(site: App, path: str) -> None:
    answer = await site.ask(path)
    assert b"secret" not in answer.body
    assert b"root:" not in answer.body
    assert answer.status in (200, 404)
    assert answer.status == 404 or answer.body == INDEX


async def test_head_is_answered_like_get(site: App) -> None:
    head, get = await site.ask("/", method="HEAD"), await site.ask("/")
    assert (head.status, head.headers["etag"]) == (200, get.headers["etag"])


async def test_without_a_build_there_is_nothing_and_the_doors_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    monkeypatch.setattr(roof, "DIST", tmp_path / "none")
    app = App(build_app(door))
    assert (await app.ask("/")).status == 404
    assert (await app.ask("/api/health")).status == 200
