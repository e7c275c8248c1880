"""A picture that stands alone: a drawing of a page with title, sentence, source and license on it.

Its drawings are those of the page's first response. SVG is written here, and PNG drawn from it,
with two typefaces that ship with the code: no browser, no font of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from markupsafe import Markup

from components.figures.watermark import watermarked
from components.markup.svg import joined, tag
from components.pictures.theme import Style, Theme, style
from components.pictures.type_widths import Face, font_files, wrapped

NAMESPACE = "http://www.w3.org/2000/svg"
MARGIN = 48
TITLE, LEAD, FOOT, HEADING, CARE = 38.0, 21.0, 15.5, 17.0, 13.0
LEADING = {TITLE: 1.14, LEAD: 1.34, FOOT: 1.36, HEADING: 1.3, CARE: 1.3}
# What belongs to one figure always stands whole; of six figures it may be more than fits.
MOST_LINES = {TITLE: 3, LEAD: 4, FOOT: 7, HEADING: 2, CARE: 11}
SPACE = 16
GAP = 28
# Below it a chart's own margins leave nothing to draw in; one that stands alone is to be read
# without its page.
LEAST_HEIGHT, LEAST_ALONE = 190.0, 300.0
OPENING = re.compile(r"<svg\b[^>]*?\bviewBox=\"0 0 ([\d.]+) ([\d.]+)\"[^>]*>")


class Shape(StrEnum):
    """The outline of a picture."""

    WIDE = "wide"
    SQUARE = "square"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels: of a card under a link, or of a post."""
        return (1200, 675) if self is Shape.WIDE else (1080, 1080)


@dataclass(frozen=True, slots=True)
class Room:
    """A place for a drawing, in pixels of the picture."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing of a picture, made for the room it gets; `heading` stands above it."""

    make: Callable[[Room], Markup]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture says and shows. `foot` names source, day, license, release and address;
    `label` says in words what it shows; `care` what must be known to read it."""

    title: str
    lead: str
    drawings: Sequence[Drawing]
    foot: str
    label: str
    is_simulated: bool
    care: str = ""


def svg(picture: Picture, shape: Shape, theme: Theme) -> Markup:
    """The picture as SVG that needs nothing around it."""
    width, height = shape.size
    look = style(theme, is_simulated=picture.is_simulated)
    head, top = _words(picture.title, TITLE, Face.SERIF, "var(--ink)", MARGIN, width)
    lead, top = _words(picture.lead, LEAD, Face.SANS, "var(--soft)", top + 8, width)
    foot_high, care_high = _below(picture, width)
    least = _least(len(picture.drawings), width)
    height = max(height, ceil(top + 2 * SPACE + least + care_high + foot_high))
    foot_top = height - foot_high
    care_top = foot_top - care_high
    foot, _end = _words(picture.foot, FOOT, Face.SANS, "var(--faint)", foot_top, width)
    care, _end = _words(picture.care, CARE, Face.SANS, "var(--soft)", care_top, width)
    rule = tag(
        "line", x1=MARGIN, x2=width - MARGIN, y1=care_top - 8, y2=care_top - 8, stroke="var(--rule)"
    )
    room = Room(width - 2 * MARGIN, care_top - SPACE - top - SPACE)
    whole = tag(
        "svg",
        tag("title", picture.label),
        tag("style", Markup(look.rules)),
        tag("rect", width=width, height=height, fill="var(--paper)"),
        head,
        lead,
        _placed(picture.drawings, room, top + SPACE),
        rule,
        care,
        foot,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_label=picture.label,
    )
    return _alone(whole, look, picture.is_simulated)


def _below(picture: Picture, width: int) -> tuple[float, float]:
    """How high the foot is with the margin below it, and what must be known above it."""
    room = width - 2 * MARGIN
    foot = len(wrapped(picture.foot, FOOT, Face.SANS, room, MOST_LINES[FOOT]))
    care = len(wrapped(picture.care, CARE, Face.SANS, room, MOST_LINES[CARE]))
    care_high = care * CARE * LEADING[CARE] + (4 if care else 0)
    return foot * FOOT * LEADING[FOOT] + MARGIN * 0.6, care_high


def _least(count: int, width: int) -> float:
    """The least height that so many charts can be read in: the picture grows where it must."""
    if count == 1:
        return LEAST_ALONE
    rows = -(-count // _columns(count, Room(width, LEAST_HEIGHT))) if count else 0
    return rows * LEAST_HEIGHT + max(rows - 1, 0) * GAP


def png(picture: Picture, shape: Shape, theme: Theme) -> bytes:
    """The picture in pixels."""
    # Imported where it is used: only a worker that draws pictures holds it.
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=str(svg(picture, shape, theme)),
        skip_system_fonts=True,
        font_files=font_files(),
        font_family=Face.SANS,
        sans_serif_family=Face.SANS,
        serif_family=Face.SERIF,
    )


def _alone(whole: Markup, look: Style, is_simulated: bool) -> Markup:
    marked = watermarked(whole, is_whole=True) if is_simulated else whole
    return Markup(look.resolved(str(marked)))


def _words(
    text: str, size: float, face: Face, color: str, top: float, width: int
) -> tuple[Markup, float]:
    """A paragraph and where it ends."""
    lines = wrapped(text, size, face, width - 2 * MARGIN, MOST_LINES[size])
    step = size * LEADING[size]
    written = joined(
        tag(
            "text",
            line,
            x=MARGIN,
            y=top + step * number + size * 0.92,
            font_family=f"{face.value}, {'Georgia, serif' if face is Face.SERIF else 'sans-serif'}",
            font_size=size,
            font_weight="500" if face is Face.SERIF else "400",
            fill=color,
        )
        for number, line in enumerate(lines)
    )
    return written, top + step * len(lines)


def _placed(drawings: Sequence[Drawing], room: Room, top: float) -> Markup:
    """Drawings beside or below each other, as the room is wide or high."""
    if not drawings:
        return Markup("")
    columns = _columns(len(drawings), room)
    rows = -(-len(drawings) // columns)
    width = (room.width - GAP * (columns - 1)) / columns
    height = (room.height - GAP * (rows - 1)) / rows
    return joined(
        _one(
            drawing,
            MARGIN + number % columns * (width + GAP),
            top + number // columns * (height + GAP),
            Room(width, height),
        )
        for number, drawing in enumerate(drawings)
    )


def _columns(count: int, room: Room) -> int:
    if count == 1:
        return 1
    return 2 if room.width > 1.5 * room.height or count > 2 else 1


def _one(drawing: Drawing, left: float, top: float, room: Room) -> Markup:
    """A drawing as large as its place lets it be, below its heading."""
    lines = wrapped(drawing.heading, HEADING, Face.SANS, room.width, MOST_LINES[HEADING])
    step = HEADING * LEADING[HEADING]
    heading = joined(
        tag(
            "text",
            line,
            x=left,
            y=top + HEADING * 0.92 + step * number,
            font_family=f"{Face.SANS.value}, sans-serif",
            font_size=HEADING,
            fill="var(--ink)",
        )
        for number, line in enumerate(lines)
    )
    used = step * len(lines) + (6 if lines else 0)
    rest = Room(room.width, room.height - used)
    return heading + fitted(drawing.make(rest), left, top + used, rest)


def fitted(drawn: Markup, left: float, top: float, room: Room) -> Markup:
    """A drawing put into its place, its own proportions kept."""
    opening = OPENING.search(drawn)
    if opening is None or min(room.width, room.height) <= 0:
        return Markup("")  # the words around it took all the room there is
    own_width, own_height = float(opening[1]), float(opening[2])
    if min(own_width, own_height) <= 0:
        return Markup("")
    scale = min(room.width / own_width, room.height / own_height)
    place = f'<svg x="{left:.1f}" y="{top:.1f}" width="{own_width * scale:.1f}"'
    size = f' height="{own_height * scale:.1f}" viewBox="0 0 {opening[1]} {opening[2]}"'
    kept = re.search(r'\bclass="([^"]*)"', opening[0])
    styled = f' class="{kept[1]}"' if kept else ""
    return Markup(f"{place}{size}{styled}>{drawn[opening.end() :]}")
