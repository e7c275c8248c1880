"""A view of Industries as a figure to take away: its ranked bars, drawn by the code of the page."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from components.industries import back, ranks, reading
from components.industries import words as industries_words
from components.industries.chart import WIDE, RankChartSize, bars
from components.industries.ranks import IndustryComparison
from components.markup import addresses
from components.markup.svg import tag
from components.pictures import figure as figures
from components.pictures.figure import Figure
from components.pictures.picture import GAP, Drawing, Picture, Room, fitted
from components.text.care import care
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import View

# More rows than this stand in two columns where they come out larger so.
MOST_ROWS = 12
COLUMN = RankChartSize("column", 430, 24, 178, 24, False)


def industries_figure(release: Release, view: View) -> Figure:
    """The figure of a view of Industries; the first line says where the area has no figures."""
    compared = ranks.comparison(release, view, reading.geography(release, view))
    missing = reading.missing(view, compared)
    title = figures.titled(release, industries_words.title(compared))
    sentence = industries_words.sentence(compared)
    first = [industries_words.no_figures(missing, compared)] if missing else []
    lead = " ".join([*first, sentence])
    address = figures.address_in(release, view.address(addresses.INDUSTRIES, release=release.id))
    end = compared.periods[compared.position][1]
    rule = industries_words.ranking_rule(compared)
    own = care(release, compared.indicator, compared.area.geography)
    picture = Picture(
        title=title,
        lead=lead if first or not release.manifest.is_simulated else figures.said(release, lead),
        drawings=_drawings(compared),
        foot=figures.foot(release, [compared.source], end, address, rule),
        label=_label(compared) if not release.manifest.is_simulated else title,
        is_simulated=release.manifest.is_simulated,
        care=" ".join(own),
    )
    said = [sentence, industries_words.left_out(compared) or _who_is_back(compared) or rule]
    cells = [row.cell for row in compared.rows]
    caveats = [*first, *figures.caveats(cells, own, compared.source)]
    return Figure(release, picture, said, caveats, [compared.source], end, address)


def _label(compared: IndustryComparison) -> str:
    """What the picture shows; unlike on the page, no table stands below it."""
    title = industries_words.figure_title(compared)
    return _(
        "{where}. Bars by industry: {title}.", where=industries_words.title(compared), title=title
    )


def _who_is_back(compared: IndustryComparison) -> str:
    stands = back.standing(compared)
    if stands is None or not stands.above:
        return ""
    first = back.sentence(*back.groups(compared, stands)[0])
    return f"{first} {back.method(compared, stands)}"


def _drawings(compared: IndustryComparison) -> list[Drawing]:
    if not compared.listed:
        return []
    heading = industries_words.figure_title(compared)
    return [Drawing(lambda room: _bars(compared, room), heading)]


def in_two_columns(room: Room, rows: int) -> bool:
    """Whether so many bars come out larger in two columns."""
    return rows > MOST_ROWS and _scale(room, WIDE, rows) < _in_two(room, rows)


def _bars(compared: IndustryComparison, room: Room) -> Markup:
    """The bars in one column or in two, whichever is larger in the room there is."""
    rows = compared.listed
    if not in_two_columns(room, len(rows)):
        return bars(compared, WIDE)
    half = (len(rows) + 1) // 2
    column = _half(room)
    # Whole names are worth more than large ones.
    size = _widened(column.width / min(_in_two(room, len(rows)), 1.0))
    return tag(
        "svg",
        fitted(bars(compared, size, rows[:half]), 0, 0, column),
        fitted(bars(compared, size, rows[half:]), column.width + GAP, 0, column),
        viewBox=f"0 0 {room.width:.0f} {room.height:.0f}",
    )


def _half(room: Room) -> Room:
    return Room((room.width - GAP) / 2, room.height)


def _in_two(room: Room, rows: int) -> float:
    return _scale(_half(room), COLUMN, (rows + 1) // 2)


def _scale(room: Room, size: RankChartSize, rows: int) -> float:
    """How large so many rows come out in a room."""
    return min(room.width / size.width, room.height / (rows * size.row))


def _widened(width: float) -> RankChartSize:
    """A column as wide as there is room for: what it gains goes to the names, then to the bars."""
    width = min(max(width, COLUMN.width), WIDE.width)
    names = min(COLUMN.names + width - COLUMN.width, WIDE.names)
    letters = COLUMN.letters + (names - COLUMN.names) * (WIDE.letters - COLUMN.letters) / (
        WIDE.names - COLUMN.names
    )
    return replace(COLUMN, width=int(width), names=int(names), letters=int(letters))
