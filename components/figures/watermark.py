"""The word SIMULATED across every drawing of the demonstration, so that a crop keeps it.

Its letters are strokes: they need no font, and are no text whose contrast a reader depends on.
What a hand or the keys read of a drawing begins with the word too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from markupsafe import Markup

from components.markup.svg import joined, tag
from data_loaders.vocabulary.naming import WORD

CLASS = "simulated-mark"
COLOR = "var(--mark)"
VIEW_BOX = re.compile(r'<svg\b[^>]*?\bviewBox="0 0 ([\d.]+) ([\d.]+)"')
RIGHTWARD = re.compile(r"([MLH])([\d.]+)")
LABEL = re.compile(r'(<svg\b[^>]*?\baria-label=")(?!Simulated)')
# A bar's or dot's own words under the hand; those of an event of the time axis are true.
TOOLTIP = re.compile(r"(<(?:rect|circle)\b[^>]*><title>)(?!Simulated)")
READ = re.compile(r"(<svg\b[^>]*?) data-keys=")
# Smaller than this a drawing cannot hold the word; the page has no such drawing of its own.
LEAST_WIDTH, LEAST_HEIGHT = 100.0, 24.0
SMALLEST, LARGEST = 13.0, 62.0
SHARE_OF_WIDTH = 0.045
WORD_WIDTH, LINE_HEIGHT = 8.6, 4.6  # both in sizes
# Each letter as strokes in a square of ten, and how far the next one stands.
# What tells where an element of a drawing begins, and how deep inside others it is.
DEPTH = re.compile(r"<(/?)(svg|g|text)\b")
LETTERS = {
    "S": ("M9 1H1V5H9V9H1", 11),
    "I": ("M2 1V9", 5),
    "M": ("M1 9V1L5 6L9 1V9", 11),
    "U": ("M1 1V9H9V1", 11),
    "L": ("M1 1V9H8", 10),
    "A": ("M1 9V1H9V9M1 5H9", 11),
    "T": ("M0 1H9M4.5 1V9", 10),
    "E": ("M9 1H1V9H9M1 5H7", 11),
    "D": ("M1 1H6L9 4V6L6 9H1Z", 10),
}
LETTER, STROKE = 0.085, 1.7  # a tenth of a letter's square in sizes; a stroke in tenths
SLOPE = -18
OPACITY = 0.26


def watermarked(svg: Markup, *, is_whole: bool = False) -> Markup:
    """A drawing with the word across it and its name begun with "Simulated"; once is enough.

    The word lies over all areas, bars and cells, and below the first words and what follows them,
    so that no number is struck through; a whole picture has it over all of its parts.
    """
    box = VIEW_BOX.search(svg)
    # A picture that stands alone names the word's color in its style, which draws no word.
    if box is None or f'class="{CLASS}"' in svg:
        return svg
    # As plain text: a pattern joins markup by escaping it once more.
    named = TOOLTIP.sub(r"\1Simulated: ", LABEL.sub(r"\1Simulated: ", str(svg)))
    named = READ.sub(r'\1 data-before="Simulated. " data-keys=', named)
    at = named.rindex("</svg>") if is_whole else _before_words(named)
    return Markup(f"{named[:at]}{mark(float(box[1]), float(box[2]))}{named[at:]}")


def _before_words(svg: str) -> int:
    """Where the first words of a drawing begin, or the group they are in; else its end."""
    depth = outermost = 0
    for found in DEPTH.finditer(svg):
        closes, name = found.groups()
        if name == "text":
            return outermost if depth > 1 else found.start()
        depth += -1 if closes else 1
        if depth == 2 and not closes:
            outermost = found.start()
    return svg.rindex("</svg>")


def mark(width: float, height: float) -> Markup:
    """The word over a drawing of this size; empty where it does not fit."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return Markup("")
    size = round(min(max(width * SHARE_OF_WIDTH, SMALLEST), LARGEST, height * 0.55), 1)
    strokes, length = _word()
    scale = size * LETTER
    words = joined(
        tag(
            "path",
            d=strokes,
            transform=f"translate({x:.0f} {y:.0f}) rotate({SLOPE}) scale({scale:.2f})"
            f" translate({-length / 2:.0f} -5)",
        )
        for x, y in _grid(width, height, size)
    )
    return tag(
        "g",
        words,
        class_=CLASS,
        fill="none",
        stroke=COLOR,
        stroke_width=STROKE,
        opacity=str(OPACITY),
        pointer_events="none",
        aria_hidden="true",
    )


@cache
def _word() -> tuple[str, float]:
    """The word as the strokes of one path, in tenths of a letter, and how long it is."""
    path, along = "", 0.0
    for letter in WORD:
        strokes, step = LETTERS[letter]
        path += _moved(strokes, along)
        along += step
    return path, along


def _moved(strokes: str, along: float) -> str:
    """Strokes further right: what follows M, L and H begins with how far right it is."""
    return RIGHTWARD.sub(lambda match: f"{match[1]}{float(match[2]) + along:g}", strokes)


def _grid(width: float, height: float, size: float) -> Iterator[tuple[float, float]]:
    """Where the words stand: whole, rows apart by their height, every other one moved aside."""
    columns = max(int(width / (WORD_WIDTH * size)), 1)
    rows = max(round(height / (LINE_HEIGHT * size)), 1)
    slack = max(width / columns - WORD_WIDTH * size, 0.0) / 2
    for row in range(rows):
        for column in range(columns):
            x = width * (column + 0.5) / columns + (slack if row % 2 else -slack)
            yield x, height * (row + 0.5) / rows
