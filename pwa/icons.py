"""The icons of an installation: the bench of the sprite, drawn once as geometry on its grid of 48."""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

INK, CREAM = "#1b1812", "#fff6e2"
GRID = 48
FINE = 4096  # drawn this large, then cut: every edge is smoothed alike
SLABS = ((0, 18, 48, 28), (5, 31, 15, 48), (33, 31, 43, 48), (31, 1, 45, 15))  # bench, legs, a square thing on it
ROUND = (3, 4, 25, 26)  # a round thing on it: its upper half shows
# name: pixels, and the share of the width that the bench takes; a mask may cut all but the middle 80 %
CUTS = {
    "192": (192, 0.72),
    "512": (512, 0.72),
    "maskable-192": (192, 0.52),
    "maskable-512": (512, 0.52),
    "apple-180": (180, 0.64),
}


def _drawn(share: float) -> Image.Image:
    picture = Image.new("RGB", (FINE, FINE), INK)
    unit = FINE * share / GRID
    edge = FINE * (1 - share) / 2

    def place(box: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
        left, top, right, bottom = (edge + unit * value for value in box)
        return left, top, right - 1, bottom - 1

    pen = ImageDraw.Draw(picture)
    pen.pieslice(place(ROUND), 180, 360, fill=CREAM)
    for slab in SLABS:
        pen.rectangle(place(slab), fill=CREAM)
    return picture


def write(folder: Path) -> None:
    """Every icon that the manifest and the page name, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (pixels, share) in CUTS.items():
        icon = _drawn(share).resize((pixels, pixels), Image.Resampling.BOX)
        icon.quantize(32).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
