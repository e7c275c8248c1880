"""Names short enough for their place, or whole on several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_LINES = 4
# A word, with the dash or slash it ends on and the space after it.
WORD = re.compile(r"[^\s/–-]*[/–-]*\s*")


def shortened(name: str, letters: int) -> str:
    """A name short enough for its place."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def wrapped(name: str, letters: int) -> str:
    """The whole name, its lines parted by line ends: no more than four, of so many letters, or of
    as many more as it takes."""
    lines = _lines(name, letters)
    while len(lines) > MOST_LINES:
        letters += 1
        lines = _lines(name, letters)
    return "\n".join(lines)


def on_two_lines(name: str, letters: int) -> list[str]:
    """The name on one line or two, the second cut where it has more letters than that."""
    first, *rest = _lines(name, letters)
    return [first.rstrip(), shortened("".join(rest), letters)] if rest else [name]


def labels(names: Sequence[str], letters: int, most_lines: int) -> list[str]:
    """Names that stand above each other: whole where the lines of all have room, else cut."""
    whole = [wrapped(name, letters) for name in names]
    if sum(name.count("\n") + 1 for name in whole) <= most_lines:
        return whole
    return [shortened(name, letters) for name in names]


def _lines(name: str, letters: int) -> list[str]:
    lines = [""]
    for word in WORD.findall(name):
        if lines[-1] and len((lines[-1] + word).rstrip()) > letters:
            lines.append("")
        lines[-1] += word
    return lines
