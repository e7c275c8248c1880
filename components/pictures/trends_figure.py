"""A view of Trends as a figure to take away: every panel, drawn by the code of the page."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from components.figures import events
from components.markup import addresses
from components.pictures import figure as figures
from components.pictures.figure import Figure
from components.pictures.picture import Drawing, Picture, Room
from components.pictures.total_bars import total_bars
from components.text import formats
from components.text.care import care, of_all
from components.text.words import _
from components.trends import words as trends_words
from components.trends.chart import LineChartSize, breaks, described, drawing, has_history
from components.trends.panels import Panel, cared, panels
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.model import Frequency

MOST_PANELS = 6
# How large words are drawn: a chart of its own width has letters of 12.5 pixels.
LARGE, SMALL = 1.42, 1.2
LETTERS, SHORT = 22, 13
NARROW = 560.0


def trends_figure(release: Release, view: View, frequency: Frequency | None) -> Figure:
    """The figure of a view of Trends, by periods of that length where one is given."""
    every = panels(release, view, frequency)
    ends = [panel.end for panel in every if panel.end]
    end = max(ends) if ends else None
    address = figures.address_in(release, view.address(addresses.TRENDS, release=release.id))
    sources = [each for panel in every for each in (panel.source, *panel.others)]
    title = figures.titled(release, trends_words.title(every))
    lead = trends_words.sentence(every[0]) if len(every) == 1 else _left_out(every)
    picture = Picture(
        title=title,
        lead=figures.said(release, lead) if lead else "",
        drawings=[_drawn(panel, every[:MOST_PANELS]) for panel in every[:MOST_PANELS]],
        foot=figures.foot(release, sources, end, address, *marks(every)),
        label=_(
            "{title}. {lines}.", title=title, lines=formats.listed(list(map(described, every)))
        ),
        is_simulated=release.manifest.is_simulated,
        care=" ".join(of_all(_own(panel) for panel in every)),
    )
    sentences = [each for panel in every for each in _sentences(panel, len(every))]
    caveats = [each for panel in every for each in _caveats(panel)]
    return Figure(release, picture, sentences, list(dict.fromkeys(caveats)), sources, end, address)


def _sentences(panel: Panel, count: int) -> list[str]:
    said = trends_words.sentences(panel)
    return said if count == 1 else [f"{trends_words.panel_title(panel)}: {said[0]}"]


def _caveats(panel: Panel) -> list[str]:
    cells = [cell for line in panel.series for cell in line.cells]
    return [*panel.notes, *figures.caveats(cells, _own(panel), panel.source)]


def _own(panel: Panel) -> list[str]:
    """What belongs to the figures of a panel."""
    return of_all(care(panel.release, *each) for each in cared(panel))


def _left_out(every: Sequence[Panel]) -> str:
    if len(every) <= MOST_PANELS:
        return ""
    return _("The first {shown} of {count} charts.", shown=MOST_PANELS, count=len(every))


def _drawn(panel: Panel, among: Sequence[Panel]) -> Drawing:
    unit = formats.first_upper(formats.unit_alone(panel.indicator))
    heading = unit if len(among) == 1 else trends_words.panel_title(panel)

    def make(room: Room) -> Markup:
        scale = SMALL if room.width < NARROW else LARGE
        letters = SHORT if room.width < NARROW else LETTERS
        size = LineChartSize(
            "picture", round(room.width / scale), round(room.height / scale), letters
        )
        return drawing(panel, size, among) or total_bars(panel, room)

    return Drawing(make, heading)


def marks(every: Sequence[Panel]) -> list[str]:
    """What the letters and the numbered lines of the charts mark; bars have none."""
    every = [panel for panel in every if has_history(panel)]
    changes = [
        _("{letter} The method changed on {day}.", letter=letter, day=formats.day(mark.on))
        for panel in every
        for letter, mark in breaks(panel)
    ]
    return [*dict.fromkeys(changes), *(_events(every[0]) if every else [])]


def _events(panel: Panel) -> list[str]:
    return [
        _("{number} {event}, {day}.", number=number, event=_(event.text), day=formats.day(event.on))
        for number, event in events.numbered(*panel.window)
    ]
