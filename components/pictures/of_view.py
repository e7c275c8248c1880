"""The figure of a view, by the page it is a figure of."""

from __future__ import annotations

from components.markup import addresses
from components.pictures.figure import Figure
from components.pictures.industries_figure import industries_figure
from components.pictures.map_figure import map_figure
from components.pictures.trends_figure import trends_figure
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.model import Frequency


def figure_of(
    release: Release, view: View, name: str, frequency: Frequency | None = None
) -> Figure:
    """The figure that a page shows for a view; lines over time where no page is named."""
    if name == addresses.MAP_FIGURE:
        return map_figure(release, view)
    if name == addresses.INDUSTRIES_FIGURE:
        return industries_figure(release, view)
    return trends_figure(release, view, frequency)
