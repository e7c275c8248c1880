"""A view of Map as a figure to take away: the map with its legend, drawn by the page's code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from components.figures import attribution, legend, maps, ramps, sentences, shared_shapes
from components.figures.scene import Scene, scene
from components.markup import addresses
from components.markup.svg import joined, tag
from components.pictures import figure as figures
from components.pictures.figure import Figure
from components.pictures.picture import GAP, Drawing, Picture, Room, fitted
from components.pictures.type_widths import Face, width
from components.text import formats
from components.text.care import care
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import MapLayout, View, layouts

STEP, SWATCH, LETTERS = 27.0, 18.0, 16.5


def map_figure(release: Release, view: View) -> Figure:
    """The figure of a view of Map; of a table, the map of the same."""
    if view.layout is MapLayout.TABLE:
        view = replace(view, layout=layouts(release, view.geography)[0])
    shown = scene(release, view)
    title = figures.titled(release, sentences.map_title(shown))
    middle, hidden = sentences.map_sentence(shown), sentences.hidden_sentence(shown)
    end = attribution.last_day(shown)
    address = figures.address_in(
        release, view.address(addresses.MAP, period=shown.last, release=release.id)
    )
    credit = _boundaries(shown)
    own = care(release, shown.indicator, view.geography, view.industry)
    picture = Picture(
        title=title,
        lead=figures.said(release, f"{middle} {hidden}".strip()),
        drawings=[Drawing(lambda room: _drawn(shown, room))],
        foot=figures.foot(release, [shown.source], end, address, *credit),
        label=_("Map: {title}. {sentence}", title=title, sentence=middle),
        is_simulated=release.manifest.is_simulated,
        care=" ".join(own),
    )
    said = [middle, hidden or _("Every area has a published figure for this period.")]
    cells = shown.cells().values()
    caveats = figures.caveats(cells, own, shown.source)
    return Figure(release, picture, said, caveats, [shown.source], end, address)


def _boundaries(shown: Scene) -> list[str]:
    shapes = shared_shapes.shapes_of(shown)
    if shapes is None or shown.view.layout is MapLayout.TILES:
        return []
    if shapes.generalised:
        return [_("Boundaries are generalized.")]
    return [_("Boundaries: {credit}.", credit=shapes.credit)]


def _drawn(shown: Scene, room: Room) -> Markup:
    """The map with its legend beside it."""
    shapes = shared_shapes.shapes_of(shown)
    if shapes is None:
        return Markup("")
    drawn = maps.choropleth(shapes, shown, "")
    lines = legend.lines(shown)
    words = max(width(words, LETTERS, Face.SANS) for _name, words in lines)
    place = Room(room.width - words - SWATCH * 1.5 - GAP - 10, room.height)
    scale = min(place.width / shapes.width, place.height / shapes.height)
    return tag(
        "svg",
        fitted(drawn, 0, 0, place),
        _legend(shown, lines, shapes.width * scale + GAP, room),
        viewBox=f"0 0 {room.width:.0f} {room.height:.0f}",
        class_="chart",
    )


def _legend(shown: Scene, lines: Sequence[tuple[str, str]], left: float, room: Room) -> Markup:
    head = formats.first_upper(formats.unit_alone(shown.indicator))
    top = max((room.height - STEP * (len(lines) + 1.4)) / 2, 0)
    rows = [
        _row(name, words, left, top + STEP * (1.4 + i)) for i, (name, words) in enumerate(lines)
    ]
    return tag("text", head, x=left, y=top + LETTERS, **_words("600")) + joined(rows)


def _row(name: str, words: str, left: float, top: float) -> Markup:
    return _swatch(name, left, top) + tag(
        "text", words, x=left + SWATCH * 1.5 + 9, y=top + SWATCH - 3.5, **_words("400")
    )


def _swatch(name: str, left: float, top: float) -> Markup:
    """The color or the mark of areas; nothing for what the map does not mark."""
    if not name:
        return Markup("")
    box = {"x": left, "y": top, "width": SWATCH * 1.5, "height": SWATCH}
    if name == ramps.UNCERTAIN:
        style = "fill:none;stroke:var(--ink);stroke-width:2;stroke-dasharray:4 2"
        return tag("rect", **box, style=style)
    return tag("rect", **box, class_=name, stroke="var(--other)")


def _words(weight: str) -> dict[str, str]:
    return {"style": f"font-size:{LETTERS}px;font-weight:{weight};fill:var(--ink)"}
