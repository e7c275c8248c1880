"""Gaps between places: jobs by borough, SNAP and cash by district, and where riders came back.

They show how unevenly recovery and need lie over the city. None of them decides the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from statistics import fmean

from components.figures import sentences
from components.home.gaps import Gap
from components.text import formats, headlines
from components.text.words import _
from data_loaders.released.recovery import BEFORE, MONTHS, recovery, valued
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Geography

JOBS = "jobs_by_workplace"
BENEFITS = (
    ("snap_recipients_rate", "SNAP, by community district", "got SNAP"),
    (
        "cash_assistance_recipients_rate",
        "Cash assistance, by community district",
        "got cash assistance",
    ),
)
SUBWAY = "subway_entries_vs_2017_19"
FEWEST = 5


def area_gaps(release: Release) -> list[Gap]:
    """Every gap between places that the release has figures for."""
    benefits = (_benefits(release, *each) for each in BENEFITS)
    return [gap for gap in (_jobs(release), *benefits, _subway(release)) if gap is not None]


def _gap(release: Release, indicator_id: str, title: str, sentence: str) -> Gap:
    indicator, source = release.indicators[indicator_id], release.source_of[indicator_id]
    missing = _(indicator.leaves_out or source.covers)
    return Gap(title, sentence, sentence, None, "", None, missing, indicator, source)


def _jobs(release: Release) -> Gap | None:
    """Jobs at the place of work in each borough over a year, against 2019."""
    found = [recovery(release, JOBS, Geography.BOROUGH, name) for name in BOROUGH_IDS]
    stands = [each for each in found if each is not None and each.ratio is not None]
    if len(stands) < len(BOROUGH_IDS):
        return None
    stands.sort(key=lambda each: -(each.ratio or 0.0))
    named = [
        _(
            "{borough} {change}",
            borough=_name(release, Geography.BOROUGH, each.area_id),
            change=_signed((each.ratio or 1.0) - 1),
        )
        for each in stands
    ]
    sentence = _(
        "Jobs by borough of work in the 12 months to {month}, against {year}: {boroughs}. They "
        "are counted where the work is, not where the workers live.",
        month=formats.month(stands[0].compared[1]),
        year=str(BEFORE),
        boroughs=formats.listed(named),
    )
    return _gap(release, JOBS, _("Jobs by borough, against {year}", year=str(BEFORE)), sentence)


def _signed(share: float) -> str:
    percent = round(100 * share)
    sign = "+" if percent >= 0 else formats.MINUS
    return f"{sign}{formats.integer(abs(percent))}%"


def _benefits(release: Release, indicator_id: str, title: str, what: str) -> Gap | None:
    """The district with the most people on a benefit for its residents, and the one with the
    fewest, now and in the same quarter of 2019."""
    if release.entry(indicator_id, Geography.CD) is None:
        return None
    frame = release.frame(indicator_id, Geography.CD)
    now = frame.latest()
    values = _at(frame, now)
    if len(values) < FEWEST:
        return None
    low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    sentence = _(
        "In {month}, {most} of every 1,000 residents of {high} {what}; of {low}, {fewest}.",
        month=formats.month(frame.periods[now][1]),
        most=formats.integer(round(values[high])),
        fewest=formats.integer(round(values[low])),
        high=_name(release, Geography.CD, high),
        low=_name(release, Geography.CD, low),
        what=_(what),
    )
    then = _before(frame, frame.periods[now][1])
    before = _at(frame, then) if then is not None else {}
    if then is not None and {low, high} <= before.keys():
        sentence += " " + _(
            "In {month} they were {most} and {fewest}.",
            month=formats.month(frame.periods[then][1]),
            most=formats.integer(round(before[high])),
            fewest=formats.integer(round(before[low])),
        )
    return _gap(release, indicator_id, _(title), f"{sentence}{_in_city(release, indicator_id)}")


def _in_city(release: Release, indicator_id: str) -> str:
    if release.entry(indicator_id, Geography.CITY) is None:
        return ""
    points = valued(release.frame(indicator_id, Geography.CITY), CITY_ID)
    if not points:
        return ""
    period, cell = points[-1]
    return " " + _(
        "In the whole city it was {number} in {month}.",
        number=formats.integer(round(cell.value or 0.0)),
        month=formats.month(period[1]),
    )


def _before(frame: Frame, day: date) -> int | None:
    """The position of the same period of 2019; None where there is none."""
    alike = [
        position
        for position, (_first, last) in enumerate(frame.periods)
        if (last.year, last.month) == (BEFORE, day.month)
    ]
    return alike[0] if alike else None


def _at(frame: Frame, position: int) -> Mapping[str, float]:
    return {name: cell.value for name, cell in frame.cells(position) if cell.value is not None}


def _subway(release: Release) -> Gap | None:
    """Where riders came back least and most, over the newest 12 months."""
    if release.entry(SUBWAY, Geography.PUMA2020) is None:
        return None
    frame = release.frame(SUBWAY, Geography.PUMA2020)
    last = frame.latest()
    newest = range(last - MONTHS + 1, last + 1)
    means = {
        name: fmean(values)
        for name in frame.areas
        if len(values := _values(frame, name, newest)) == MONTHS
    }
    if last + 1 < MONTHS or len(means) < FEWEST:
        return None
    low, high = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    sentence = _(
        "In the 12 months to {month}, paid subway entries were at {fewest} of 2017 to 2019 in "
        "{low} and at {most} in {high}. Riders who do not pay are not counted, and there are more "
        "of them than before, not evenly: so a low share is not always fewer riders.",
        month=formats.month(frame.periods[last][1]),
        fewest=headlines.share(means[low] / 100),
        most=headlines.share(means[high] / 100),
        low=_name(release, Geography.PUMA2020, low),
        high=_name(release, Geography.PUMA2020, high),
    )
    return _gap(release, SUBWAY, _("Subway entries, by census district"), sentence)


def _values(frame: Frame, area_id: str, positions: range) -> list[float]:
    cells = frame.series(area_id)
    return [value for i in positions if i >= 0 and (value := cells[i].value) is not None]


def _name(release: Release, geography: Geography, area_id: str) -> str:
    return sentences.in_sentence(formats.area(release.area(geography, area_id)))
