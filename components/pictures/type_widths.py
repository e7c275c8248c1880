"""How wide words are in the two typefaces that pictures are drawn with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

FONTS = Path(__file__).resolve().parent / "fonts"
WIDTHS = FONTS / "widths.json"
USUAL = 0.6  # of a letter that neither face has


class Face(StrEnum):
    """A typeface, by the name style sheets know it by."""

    SERIF = "Newsreader"
    SANS = "Public Sans"


def font_files() -> list[str]:
    """The files of both typefaces."""
    return [str(path) for path in sorted(FONTS.glob("*.ttf"))]


def width(text: str, size: float, face: Face) -> float:
    """The width of a line of words, in pixels."""
    widths = _widths()[face]
    return size * sum(widths.get(letter, USUAL) for letter in text)


def wrapped(text: str, size: float, face: Face, room: float, most: int) -> list[str]:
    """Words in lines no wider than `room`; what does not fit in `most` lines ends with "…"."""
    lines = list(_lines(text.split(), size, face, room))
    if len(lines) <= most:
        return lines
    last = f"{lines[most - 1]}…"
    while width(last, size, face) > room and " " in last:
        last = f"{last.rpartition(' ')[0].rstrip(',;:')}…"
    return [*lines[: most - 1], last]


def _lines(words: list[str], size: float, face: Face, room: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and width(longer, size, face) > room:
            yield line
            longer = word
        line = longer
    if line:
        yield line


@cache
def _widths() -> Mapping[str, Mapping[str, float]]:
    return msgspec.json.decode(WIDTHS.read_bytes(), type=dict[str, dict[str, float]])
