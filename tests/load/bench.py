"""`./verstat bench herd|acts|phone`: what the server bears, what it costs, how quick the app is. See README.md."""

import signal
import sys
from importlib import import_module

BENCHES = {"herd": "tests.load.herd.command", "acts": "tests.load.acts", "phone": "tests.load.slow_phone"}
"""Name -> the module whose `main(words)` runs it; it may return an exit status."""
USAGE = "usage: verstat bench {herd,acts,phone} [--help] ...\n"


def main() -> int:
    """Hand on what stands behind the name."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in ("-h", "--help"):
        sys.stdout.write(
            f"{USAGE}\nherd    the power comes back, for every phone at once\nacts    what single acts cost\n"
            "phone   how quick the app is on a slow phone\n"
        )
        return 0
    if name not in BENCHES:
        sys.stderr.write(USAGE)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a server is ended by whatever ends its bench
    try:
        return import_module(BENCHES[name]).main(sys.argv[2:]) or 0
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
