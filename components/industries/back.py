"""Which industries are back at their level before, and which are not, in lists with dates.

Judged over a year at a time, as Home judges: the middle of the newest 12 months, or the newest
year, against that of the year compared with; never two single months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from components.industries.ranks import BASES, IndustryComparison, IndustryRow, change
from components.industries.words import place, when
from components.text import formats
from components.text.words import _
from data_loaders.released.recovery import NEAR, middles, valued
from data_loaders.vocabulary.model import Direction, Frequency

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """Industries by how they stand, highest change first. `span` is the year judged; `unknown`
    have no figure of a whole year, then or now."""

    span: tuple[date, date]
    above: Sequence[tuple[IndustryRow, float]]
    near: Sequence[tuple[IndustryRow, float]]
    below: Sequence[tuple[IndustryRow, float]]
    unknown: Sequence[IndustryRow]


def standing(comparison: IndustryComparison) -> Standing | None:
    """Where industries stand at their newest; None where ranks would not hold, where nothing is
    compared, or where more is not better."""
    is_judged = comparison.indicator.direction is Direction.HIGHER_IS_BETTER
    if comparison.base_year is None or not comparison.may_rank or not is_judged:
        return None
    rows = [row for row in comparison.rows if not row.is_small]
    judged = {row.industry_id: _judged(comparison, row) for row in rows}
    spans = {span for _change, span in filter(None, judged.values())}
    if not spans:
        return None
    newest = max(spans, key=lambda span: span[1])
    changes = [
        (row, verdict[0])
        for row in rows
        if (verdict := judged[row.industry_id]) and verdict[1] == newest
    ]
    changes.sort(key=lambda pair: -pair[1])
    known = {row.industry_id for row, _change in changes}
    return Standing(
        newest,
        [pair for pair in changes if pair[1] >= 0],
        [pair for pair in changes if -PERCENT * NEAR <= pair[1] < 0],
        [pair for pair in changes if pair[1] < -PERCENT * NEAR],
        [row for row in rows if row.industry_id not in known],
    )


def _judged(
    comparison: IndustryComparison, row: IndustryRow
) -> tuple[float, tuple[date, date]] | None:
    points = valued(comparison.frames[row.industry_id], comparison.area.id)
    year = comparison.base_year
    means = middles(points, comparison.indicator.frequency, year) if year else None
    if means is None or not means[1] or means[2][0].year <= (year or 0):
        return None
    now, before, span = means
    return change(now, before), span


def heading(comparison: IndustryComparison) -> str:
    """The question the lists answer."""
    if comparison.base_year == BASES[0]:
        return _("Which industries are back in {where}?", where=place(comparison))
    return _(
        "Which industries in {where} are at their level of {year}?",
        where=place(comparison),
        year=comparison.baseline,
    )


def sentence(group: str, industries: Sequence[str]) -> str:
    """A group of industries in one sentence, for a picture, which has no lists."""
    return _("{group}: {industries}.", group=group, industries=formats.listed([*industries]))


def groups(comparison: IndustryComparison, stands: Standing) -> list[tuple[str, list[str]]]:
    """Industries by how they stand: what a group has in common, and each with its change."""
    near = formats.integer(round(PERCENT * NEAR))
    named = (
        (_("At their level of {year} or above"), stands.above),
        (_("Less than {near} percent below it"), stands.near),
        (_("More than {near} percent below it"), stands.below),
    )
    return [
        (
            _(group, year=comparison.baseline, near=near),
            [_named(comparison, stands, *pair) for pair in pairs],
        )
        for group, pairs in named
        if pairs
    ]


def _named(
    comparison: IndustryComparison, stands: Standing, row: IndustryRow, percent: float
) -> str:
    """An industry with its change, where that is the one its bar shows: a change over 12 months
    beside that of one month reads as two numbers for one thing."""
    if stands.span != comparison.periods[comparison.position]:
        return _(row.name)
    if not formats.rounded(percent, comparison.drawn.decimals):
        return _("{name} (about the same)", name=_(row.name))
    return _(
        "{name} ({value})",
        name=_(row.name),
        value=formats.number(percent, comparison.drawn),
    )


def method(comparison: IndustryComparison, stands: Standing) -> str:
    """Over which time the lists hold, unlike the chart, and who they say nothing of."""
    last = stands.span[1]
    blanks = {"year": comparison.baseline}
    if comparison.indicator.frequency is Frequency.YEAR:
        said = _("The year {when} against {year}.", when=str(last.year), **blanks)
    else:
        said = _(
            "Judged by a whole year, the middle of the 12 months to {when} against the middle of "
            "{year}. The sentence above and the chart compare {period} alone.",
            when=formats.month(last),
            period=when(comparison),
            **blanks,
        )
    if not stands.unknown:
        return said
    names = formats.listed([_(row.name) for row in stands.unknown])
    return _(
        "{said} Of these no figure of a whole year is shown, then or now: {names}.",
        said=said,
        names=names,
    )
