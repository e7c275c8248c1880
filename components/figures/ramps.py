"""Color classes: which step of a ramp a value takes. The steps' colors are in the style sheet.

Every ramp has seven steps, safe for color blindness; fewer classes spread over the same steps.
Rust stands for worse, so only a figure that says which way is better has it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import (
    STATUS_OF_CODE,
    Direction,
    Indicator,
    Measure,
    Status,
)

STEPS = 7
SIGNED = frozenset({Measure.POINTS, Measure.PERCENT_CHANGE})
# Letters of the ramps: of levels, and of changes by which way is better, if any.
LEVELS = "s"
OF_CHANGES = {
    Direction.HIGHER_IS_BETTER: "d",
    Direction.LOWER_IS_BETTER: "w",
    Direction.BACK_TO_BASELINE: "n",
    Direction.NONE: "n",
}
HIDDEN, MISSING, UNCERTAIN = "hid", "mis", "low"


def steps(classes: tuple[float, ...], indicator: Indicator) -> list[str]:
    """The style class of each color class, lowest first: "s0" … "s6", or "d0" … "d6"."""
    letter = ramp(indicator)
    count = len(classes) + 1
    if count == 1:
        return [f"{letter}3"]
    return [f"{letter}{int(i * (STEPS - 1) / (count - 1) + 0.5)}" for i in range(count)]


def ramp(indicator: Indicator) -> str:
    """The letter of the ramp that a figure is painted with."""
    return OF_CHANGES[indicator.direction] if indicator.measure in SIGNED else LEVELS


def of_changes(indicator: Indicator) -> list[str]:
    """The style classes of changes, from the largest fall to the largest rise."""
    return [f"{OF_CHANGES[indicator.direction]}{step}" for step in range(STEPS)]


def marks() -> dict[str, object]:
    """The same for the page's script, which paints by it and keeps no list of its own."""
    return {
        "valueless": _letters(lambda status: not status.has_value),
        "hidden": _letters(lambda status: status.is_hidden),
        "uncertain": _letters(lambda status: status is Status.LOW_RELIABILITY),
        "missing": Status.NOT_REPORTED.code,
        "plain": Status.NORMAL.code,
        "steps": STEPS,
        "names": {"hidden": HIDDEN, "missing": MISSING, "uncertain": UNCERTAIN},
    }


def _letters(wanted: Callable[[Status], bool]) -> str:
    """The letters of frames whose status is wanted."""
    return "".join(code for code, status in STATUS_OF_CODE.items() if wanted(status))


def class_of(value: float, classes: tuple[float, ...]) -> int:
    """Position of the class whose upper bound is the first at or above the value."""
    return bisect_left(classes, value)


def style(cell: Cell, classes: tuple[float, ...], names: list[str]) -> str:
    """The style class of one area: a step of the ramp, hidden, or without data."""
    if cell.value is None:
        return HIDDEN if cell.status.is_hidden else MISSING
    step = names[class_of(cell.value, classes)]
    return f"{step} {UNCERTAIN}" if cell.status is Status.LOW_RELIABILITY else step
