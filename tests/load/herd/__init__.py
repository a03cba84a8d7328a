"""The power comes back: thousands of phones at once against the real server. `./verstat bench herd`; see README.md of
the folder above."""
