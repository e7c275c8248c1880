"""What stands out in a release: a sentence for each, from the numbers that decided."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from components.figures.sentences import in_sentence
from components.markup import addresses
from components.text import formats
from components.text.words import _
from data_loaders.released.csv_rows import END, number_cell, text_cell
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Indicator, Measure, Standout

# Whose values are percentages or points already: their change is told in points.
IN_POINTS = (Measure.PERCENT, Measure.PERCENT_CHANGE, Measure.POINTS)
COLUMNS = (
    "indicator_id",
    "indicator",
    "geography",
    "area_id",
    "area",
    "industry_id",
    "industry",
    "period_start",
    "period_end",
    "value",
    "before_start",
    "before_end",
    "before",
    "change",
    "usual_low",
    "usual_high",
    "times_usual",
    "unit",
    "release",
    "sentence",
    "trace",
)


def told(release: Release) -> tuple[Standout, ...] | None:
    """Those of a release whose figures it has; None where none were looked for."""
    changes = release.catalog.changes
    if changes is None or changes.standouts is None:
        return None
    return tuple(
        each
        for each in changes.standouts
        if release.entry(each.indicator_id, each.geography, each.industry_id)
    )


def sentence(release: Release, standout: Standout) -> str:
    """What moved, from what to what, and how far it moves in other years."""
    return f"{subject(release, standout)}: {movement(release, standout)}"


def subject(release: Release, standout: Standout) -> str:
    """What moved, and where."""
    return _(
        "{what} in {where}",
        what=_what(release.indicators[standout.indicator_id], standout.industry_id),
        where=in_sentence(formats.area(release.area(standout.geography, standout.area_id))),
    )


def movement(release: Release, standout: Standout) -> str:
    """From what to what it moved, and how far it moves in other years."""
    indicator = release.indicators[standout.indicator_id]
    change = standout.value - standout.before
    low, high = standout.usual
    return _(
        "{value} in {when}, after {before} in {then}. That is a change of "
        "{change} in a year, where four in five earlier years changed by {low} to {high}.",
        value=formats.with_unit(standout.value, indicator),
        when=formats.period_of(standout.first, standout.last, indicator),
        before=_plain(standout.before, indicator),
        then=formats.period_of(standout.before_first, standout.before_last, indicator),
        change=_signed(change, indicator),
        low=_signed(low, indicator),
        high=_signed(high, indicator),
    )


def _what(indicator: Indicator, industry_id: str) -> str:
    title = _(indicator.title)
    if industry_id == ALL_INDUSTRIES:
        return title
    return _("{title}, {industry}", title=title, industry=_(indicator.industry_names[industry_id]))


def _plain(value: float, indicator: Indicator) -> str:
    """A number beside one that names the unit: of it only a sign is said again."""
    number = formats.number(value, indicator)
    is_bare = indicator.unit.startswith("%") and not number.endswith("%")
    return f"{number}%" if is_bare else number


def _signed(change: float, indicator: Indicator) -> str:
    number = f"{formats.rounded(change, indicator.decimals):+,}".replace("-", "−")
    is_share = indicator.measure in IN_POINTS or indicator.unit.startswith("%")
    return _("{number} points", number=number) if is_share else number


def trace(release: Release, standout: Standout) -> str:
    """Where its number comes from."""
    return addresses.trace(
        standout.indicator_id,
        standout.geography,
        standout.area_id,
        standout.last.isoformat(),
        standout.industry_id,
        release.id,
    )


def csv(release: Release) -> Iterator[str]:
    """All of them as rows, with the numbers that decided."""
    yield ",".join(COLUMNS) + END
    for each in told(release) or ():
        indicator = release.indicators[each.indicator_id]
        area = release.area(each.geography, each.area_id)
        texts = (indicator.id, indicator.title, str(each.geography), area.id, area.name)
        industry = (each.industry_id, indicator.industry_names[each.industry_id])
        change = round(each.value - each.before, indicator.decimals)
        cells = [
            *map(text_cell, (*texts, *industry)),
            each.first.isoformat(),
            each.last.isoformat(),
            number_cell(each.value),
            each.before_first.isoformat(),
            each.before_last.isoformat(),
            *map(number_cell, (each.before, change, *each.usual, each.times_usual)),
            *map(text_cell, (indicator.unit, release.id, sentence(release, each))),
            text_cell(trace(release, each)),
        ]
        yield ",".join(cells) + END


def on_map(standout: Standout, release_id: str) -> str:
    """The figure over time, at the place it is about."""
    query = {
        "indicator": standout.indicator_id,
        "geography": str(standout.geography),
        "areas": standout.area_id,
        "industry": "" if standout.industry_id == ALL_INDUSTRIES else standout.industry_id,
        "release": release_id,
    }
    return f"{addresses.TRENDS}?{urlencode({k: v for k, v in query.items() if v}, safe='~')}"
