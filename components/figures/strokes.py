"""Series as SVG strokes: gaps where there is no value, dashes where one is early, sparklines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from markupsafe import Markup

from components.figures.scales import Scale
from components.markup.svg import joined, tag
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Status

NOTHING = Cell(None, Status.NOT_REPORTED)
Placed = tuple[float, Cell]
Point = tuple[float, float]


def stroke(placed: Iterable[Placed], style: str, y: Scale) -> Markup:
    """A series: firm where its figures are, dashed into and out of an early one."""
    drawn: list[Markup] = []
    for run in _runs(placed):
        if len(run) == 1:
            ((left, top),) = _points(run, y)
            drawn.append(tag("circle", cx=left, cy=top, r=1.8, class_=style))
        for early, pairs in groupby(pairwise(run), key=_is_early):
            stretch = list(pairs)
            ends = [stretch[0][0], *(second for _first, second in stretch)]
            name = f"{style} early" if early else style
            drawn.append(tag("path", d=_steps(_points(ends, y)), class_=name))
    return joined(drawn)


def between(one: Sequence[Placed], other: Sequence[Placed], y: Scale) -> Markup:
    """The space between two series at the same places, left out where either has no value."""
    both = [
        (first, second)
        for first, second in zip(one, other, strict=True)
        if first[1].value is not None and second[1].value is not None
    ]
    together = {place for (place, _cell), _second in both}
    upper = _runs((p, cell if p in together else Cell(None, cell.status)) for p, cell in one)
    lower = _runs((p, cell if p in together else Cell(None, cell.status)) for p, cell in other)
    return joined(
        tag("polygon", points=_text([*_points(above, y), *_points(below, y)[::-1]]), class_="fill")
        for above, below in zip(upper, lower, strict=True)
    )


def ranges(placed: Sequence[Placed], y: Scale) -> Markup:
    """Bands in which the true counts of noisy figures lie, and a bar at each of them."""
    spans = [(left, cell.range) for left, cell in placed]
    if not any(span for _left, span in spans):
        return Markup("")
    ends = [
        [(left, Cell(span[end], Status.ESTIMATED) if span else NOTHING) for left, span in spans]
        for end in (0, 1)
    ]
    bars = (
        tag("line", x1=left, x2=left, y1=y(span[0]), y2=y(span[1]), class_="noisy-bar")
        for left, span in spans
        if span
    )
    return tag("g", between(ends[0], ends[1], y), joined(bars), class_="noisy")


def sparkline(cells: Sequence[Cell], width: int = 110, height: int = 30) -> Markup:
    """The shape of a series without axes; decorative, its number stands beside it."""
    values = [cell.value for cell in cells if cell.value is not None]
    if len(values) < 2:
        return Markup("")
    x = Scale(0, len(cells) - 1, 2, width - 4)
    y = Scale(min(values), max(values), height - 4, 4)
    runs = _runs((x(place), cell) for place, cell in enumerate(cells))
    lines = joined(tag("path", d=_steps(_points(r, y))) for r in runs if len(r) > 1)
    ((left, top),) = _points(runs[-1][-1:], y)
    return tag(
        "svg",
        lines,
        tag("circle", cx=left, cy=top, r=2.2),
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        class_="spark",
        aria_hidden="true",
    )


def _runs(placed: Iterable[Placed]) -> list[list[Placed]]:
    """Unbroken stretches of values; nothing is drawn across a gap."""
    runs: list[list[Placed]] = [[]]
    for place, cell in placed:
        if cell.value is None:
            runs.append([])
        else:
            runs[-1].append((place, cell))
    return [run for run in runs if run]


def _is_early(pair: tuple[Placed, Placed]) -> bool:
    (_here, first), (_there, second) = pair
    return first.status is Status.PROVISIONAL or second.status is Status.PROVISIONAL


def _points(run: Sequence[Placed], y: Scale) -> list[Point]:
    return [(place, y(cell.value)) for place, cell in run if cell.value is not None]


def _text(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _steps(points: Iterable[Point]) -> str:
    """A line as steps from one point to the next: places in time lie nearly as far apart each, so
    steps repeat, and compress to half of what the points would."""
    written, left, top = "m", 0.0, 0.0
    for x, y in points:
        for step in (round(x, 1) - left, round(y, 1) - top):
            number = f"{round(step, 1) + 0.0:g}"
            written += number if written == "m" or number.startswith("-") else f" {number}"
        left, top = round(x, 1), round(y, 1)
    return written
