"""How to read each kind of chart, in a few short sentences; said once on a page."""

from __future__ import annotations

from components.text.words import _

# Lines that are a picture, which leads to the chart that can be read.
LINES_SEEN = (
    "Time runs from left to right.",
    "The higher a line, the larger its number. A scale may begin above zero.",
    "A gap in a line is a time without a figure, and hatching a time whose figure is hidden.",
    "Dashes are early figures, with no final ones here.",
)
LINES = (
    *LINES_SEEN,
    "Point at the chart, tap it, or use the arrow keys to read one time after another.",
)
BARS = (
    "Each bar is one industry, and begins at no change.",
    "To the right is a rise, to the left a fall, with its number at the end.",
    "The first number is the rank. Industries too close to tell apart share one.",
    "Point at a bar, tap it, or use the arrow keys to read it.",
)
LEVELS = (
    "Each bar is one industry, and begins at zero. The longer a bar, the larger its number.",
    *BARS[2:],
)
DOTS = (
    "Each dot is one industry. Its place on the scale is its number.",
    "The line at 100 is where it was before.",
    "Point at a dot, tap it, or use the arrow keys to read it.",
)
CELLS = (
    "Each row is one industry, and time runs from left to right.",
    "The stronger a color, the larger the change. The pale middle is no change.",
    "Point at a cell, tap it, or use the arrow keys to read it.",
)
# A map that is a picture: it leads to the one that can be read.
AREAS_SEEN = (
    "Each shape is one area. Its color is that of a bar in the key.",
    "The bars of the key count the areas of each color.",
    "Hatched areas have a figure that is hidden. Flat gray ones have none.",
)
# A map of how many sources count a place.
COVERED = (
    "Each shape is one neighborhood. Its color says how many sources have a number there.",
    "The key names each color. Parks, airports and cemeteries are gray.",
)
AREAS = (
    *AREAS_SEEN,
    "Point at an area, tap it, or use the arrow keys to read it.",
)


def said(kind: tuple[str, ...]) -> str:
    """The sentences of a kind of chart."""
    return " ".join(_(sentence) for sentence in kind)
