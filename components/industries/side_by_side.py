"""One industry in every figure that has it: claims, jobs, pay, spending, side by side.

Two figures have an industry in common where it has one code in both; names alone prove nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.figures import tables
from components.industries import ranks
from components.industries.ranks import IndustryComparison
from components.industries.words import place
from components.markup import addresses
from components.markup.stacked import stacked
from components.text import formats
from components.text.place_of_count import place_note
from components.text.words import _
from data_loaders.released.view import View
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import Geography, Indicator, Industry


@dataclass(frozen=True, slots=True)
class Beside:
    """An industry in one figure: its newest value, and its change against a year held."""

    indicator: Indicator
    industry: Industry
    frame: Frame
    cell: Cell
    position: int
    year: int | None
    change: float | None


def beside(comparison: IndustryComparison) -> list[Beside]:
    """The industry chosen in every figure that the area shown has of it; none without one."""
    chosen = next(
        (each for each in _every_industry(comparison) if each.id == comparison.view.industry), None
    )
    if chosen is None or not chosen.naics:
        return []
    sides = [
        _beside(comparison, indicator, industry)
        for indicator in ranks.with_industries(comparison.release).values()
        for industry in indicator.industries
        if industry.naics == chosen.naics and not industry.is_group
    ]
    return [one for one in sides if one is not None]


def _every_industry(comparison: IndustryComparison) -> list[Industry]:
    own = list(comparison.indicator.industries)
    others = ranks.with_industries(comparison.release).values()
    return own + [industry for each in others for industry in each.industries if industry.naics]


def _beside(
    comparison: IndustryComparison, indicator: Indicator, industry: Industry
) -> Beside | None:
    release, area = comparison.release, comparison.area
    if release.entry(indicator.id, area.geography, industry.id) is None:
        return None
    frame = release.frame(indicator.id, area.geography, industry.id)
    years = ranks.held_years({industry.id: frame}, area.id)
    if not years:
        return None
    held = ranks.held({industry.id: frame}, area.id, None)
    year = ranks.base_year(indicator, View((indicator.id,), area.geography), years)
    changes = ranks.line(frame, area.id, ranks.base_positions(frame, year))
    cell = frame.cell(area.id, held[-1])
    change = changes[held[-1]].value if year else None
    return Beside(indicator, industry, frame, cell, held[-1], year, change)


def section(comparison: IndustryComparison, sides: Sequence[Beside]) -> list[Component]:
    """The table, each row a link to the figure on this page."""
    name = _(sides[0].industry.name)
    caption = _("{name} in {where}, in every figure here", name=name, where=place(comparison))
    heads = [_("Figure"), _("Newest"), _("When"), _("Change")]
    note = place_note([one.indicator for one in sides])
    return [
        html.H2(_("{name} in every figure", name=name)),
        stacked(
            caption, heads, [_row(comparison, one) for one in sides], anchor="every-figure-rows"
        ),
        html.P(
            _(
                "The industry is the same in all of them: {code} in the North American "
                "classification (NAICS). Each figure has its own date and its own year to "
                "compare with.",
                code=sides[0].industry.naics,
            ),
            className="note",
        ),
        *([html.P(note, className="note")] if note else []),
    ]


def _row(comparison: IndustryComparison, one: Beside) -> list[tables.Content]:
    area, indicator = comparison.area, one.indicator
    geography: Geography = area.geography
    view = View((indicator.id,), geography, (area.id,), industry=one.industry.id)
    period = one.frame.periods[one.position]
    when = formats.short_period_of(*period, indicator)
    traced = tables.trace(indicator, geography, area.id, period[1], one.industry.id)
    return [
        html.A(_(indicator.title), href=view.address(addresses.INDUSTRIES)),
        tables.value_cell(one.cell, indicator, traced),
        when,
        _change(one),
    ]


def _change(one: Beside) -> tables.Content:
    if one.year is not None and one.change is not None:
        drawn = ranks.as_drawn(one.indicator, one.year)
        return _(
            "{change} against {year}",
            change=formats.number(one.change, drawn),
            year=str(one.year),
        )
    if ranks.is_relative(one.indicator):
        return _("is one, against {base}", base=formats.baseline(one.indicator.baseline))
    return html.Span(_("no year to compare with"), className="why")
