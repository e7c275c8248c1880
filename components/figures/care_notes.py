"""The notes beside a figure that must be known to read it, each once, with ways to what goes on."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.text.care import care, of_all
from components.text.words import _, ngettext
from data_loaders.released.endings import ending
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography, Indicator

# More notes than this are folded, their number said.
MOST_OPEN = 2
Cared = tuple[Indicator, Geography | None, str | None]


def notes(release: Release, figures: Iterable[Cared]) -> list[Component]:
    """What must be known of figures, and links to what goes on in place of those that ended."""
    figures = list(figures)
    sentences = of_all(care(release, *each) for each in figures)
    ends = [ending(release, each.id, where, industry) for each, where, industry in figures]
    living = {name.id: name for end in ends if end is not None for name in end.goes_on_as}
    if not sentences:
        return []
    said: Component = html.Ul([html.Li(each) for each in sentences], className="plain note")
    if len(sentences) > MOST_OPEN:
        heading = ngettext(
            "Before you quote this: {number} note",
            "Before you quote this: {number} notes",
            len(sentences),
        )
        said = html.Details([html.Summary(heading), said])
    links = [html.A(_(each.title), href=addresses.figure(each.id)) for each in living.values()]
    listed = [html.Ul([html.Li(link) for link in links], className="actions")] if links else []
    return [html.Div([said, *listed], className="care")]
