"""What must be known to read the figures of Home, folded under the ledger: a list for each.

Names are no headings: under the question of the page they would skip a level.
"""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from components.home.gaps import Gap
from components.home.measures import LedgerRow
from components.text.care import care
from components.text.words import _
from data_loaders.released.release import Release


def of_measures(release: Release, rows: Iterable[LedgerRow]) -> list[Component]:
    """The caveats of every measure, those of one series once, under the name of its first row."""
    told: dict[str, tuple[str, list[str]]] = {}
    for row in rows:
        said = care(release, row.standing.indicator, row.standing.geography)
        told.setdefault(row.standing.indicator.id, (_(row.measure.name), said))
    return _folded(told.values())


def of_gaps(release: Release, gaps: Iterable[Gap]) -> list[Component]:
    """The caveats of every gap but the one that stands beside it already."""
    return _folded(
        (gap.title, [said for said in care(release, gap.indicator) if said != gap.reach.text])
        for gap in gaps
    )


def _folded(told: Iterable[tuple[str, list[str]]]) -> list[Component]:
    lists = [each for name, said in told if said for each in _one(name, said)]
    if not lists:
        return []
    summary = html.Summary(_("Read these figures with care"))
    return [html.Details([summary, *lists], className="rule")]


def _one(name: str, said: list[str]) -> list[Component]:
    return [
        html.P(html.Strong(name)),
        html.Ul([html.Li(sentence) for sentence in said], className="plain"),
    ]
