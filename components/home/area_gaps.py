"""Gaps between places: jobs by borough, SNAP and cash by district, and where riders came back.

They show how unevenly recovery and need lie over the city. None of them decides the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from components.figures import sentences
from components.home.gaps import Gap, without_verdict
from components.text import formats, headlines
from components.text.words import _
from data_loaders.released.recovery import (
    BEFORE,
    MONTHS,
    Period,
    recovery,
    relied_on,
    valued,
)
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Geography, Status

JOBS = "jobs_by_workplace"
BENEFITS = (
    ("snap_recipients_rate", "SNAP, by community district", "got SNAP"),
    (
        "cash_assistance_recipients_rate",
        "Cash assistance, by community district",
        "got cash assistance",
    ),
)
SUBWAY, ENTRIES = "subway_entries_vs_2017_19", "subway_entries"
FEWEST = 5


def area_gaps(release: Release) -> list[Gap]:
    """Every gap between places that the release has figures for."""
    benefits = (_benefits(release, *each) for each in BENEFITS)
    return [gap for gap in (_jobs(release), *benefits, _subway(release)) if gap is not None]


@dataclass(frozen=True, slots=True)
class End:
    """The highest or lowest figure as shown, and where: one place by name, or how many share it."""

    area_id: str
    text: str
    where: str


def _end(
    release: Release, geography: Geography, texts: Mapping[str, str], area_id: str, areas: str
) -> End:
    """The end that `area_id` is at. Places whose figures read alike share it, and none is named."""
    text = texts[area_id]
    sharing = [name for name in texts if texts[name] == text]
    if len(sharing) == 1:
        return End(area_id, text, _name(release, geography, area_id))
    where = _("{number} {areas}", number=formats.integer(len(sharing)), areas=areas)
    return End("", text, where)


def _jobs(release: Release) -> Gap | None:
    """Jobs at the place of work in each borough over a year, against 2019."""
    recoveries = [recovery(release, JOBS, Geography.BOROUGH, name) for name in BOROUGH_IDS]
    stands = [each for each in recoveries if each is not None and each.ratio is not None]
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
        "In the 12 months to {month}, against {year}: {boroughs}. Jobs are counted where the work "
        "is, not where the workers live.",
        month=formats.month(stands[0].compared[1]),
        year=str(BEFORE),
        boroughs=formats.listed(named),
    )
    title = _("Jobs by borough, against {year}", year=str(BEFORE))
    return without_verdict(release, JOBS, title, sentence, stands[0].compared[1])


def _signed(share: float) -> str:
    percent = round(100 * share)
    if percent == 0:
        return _("no change")
    sign = "+" if percent > 0 else formats.MINUS
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
    low, high = _ends(release, Geography.CD, values, _whole, _("districts"))
    sentence = _(
        "In {month}, {most} of every 1,000 residents of {high} {what}; of {low}, {fewest}.",
        month=formats.month(frame.periods[now][1]),
        most=high.text,
        fewest=low.text,
        high=high.where,
        low=low.where,
        what=_(what),
    )
    then = _before(frame, frame.periods[now][1])
    before = _at(frame, then) if then is not None else {}
    if then is not None and {low.area_id, high.area_id} <= before.keys():
        sentence += " " + _(
            "In {month} they were {most} and {fewest}.",
            month=formats.month(frame.periods[then][1]),
            most=_whole(before[high.area_id]),
            fewest=_whole(before[low.area_id]),
        )
    sentence += _in_city(release, indicator_id)
    return without_verdict(release, indicator_id, _(title), sentence, frame.periods[now][1])


def _ends(
    release: Release,
    geography: Geography,
    values: Mapping[str, float],
    shown: Callable[[float], str],
    areas: str,
) -> tuple[End, End]:
    """The lowest and the highest of the figures, as they are shown."""
    texts = {area_id: shown(value) for area_id, value in values.items()}
    ends = (min(values, key=values.__getitem__), max(values, key=values.__getitem__))
    low, high = (_end(release, geography, texts, area_id, areas) for area_id in ends)
    return low, high


def _whole(value: float) -> str:
    return formats.integer(int(formats.rounded(value, 0)))


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
    """Figures of a period that can be relied on, by area."""
    return {
        name: cell.value
        for name, cell in frame.cells(position)
        if cell.value is not None and cell.status is not Status.LOW_RELIABILITY
    }


def _subway(release: Release) -> Gap | None:
    """Where riders came back least and most, over the newest 12 months."""
    if any(release.entry(name, Geography.PUMA2020) is None for name in (SUBWAY, ENTRIES)):
        return None
    frame = release.frame(SUBWAY, Geography.PUMA2020)
    means = _yearly_shares(frame, release.frame(ENTRIES, Geography.PUMA2020))
    if len(means) < FEWEST:
        return None
    last = frame.latest()
    low, high = _ends(release, Geography.PUMA2020, means, _percent, _("districts"))
    sentence = _(
        "In the 12 months to {month}, paid subway entries in {low} were at {fewest} of 2017 to "
        "2019. In {high} they were at {most}. Riders who do not pay are not counted. There "
        "are more of them than before, and not evenly, so a low share is not always fewer riders.",
        month=formats.month(frame.periods[last][1]),
        fewest=low.text,
        most=high.text,
        low=low.where,
        high=high.where,
    )
    title = _("Subway entries, by census district")
    return without_verdict(release, SUBWAY, title, sentence, frame.periods[last][1])


def _percent(value: float) -> str:
    return headlines.share(value / 100)


def _yearly_shares(shares: Frame, counts: Frame) -> Mapping[str, float]:
    """The newest 12 months of each area that has all of them, as a share of the years before. Each
    month weighs as much as its base: a plain mean would count a quiet month like a busy one."""
    last = shares.latest()
    months = shares.periods[max(0, last - MONTHS + 1) : last + 1]
    mean_shares: dict[str, float] = {}
    for area_id in shares.areas:
        pairs = list(
            zip(_values(shares, area_id, months), _values(counts, area_id, months), strict=True)
        )
        bases = [count / share for share, count in pairs if share and count is not None]
        if len(months) == len(bases) == MONTHS:
            mean_shares[area_id] = fmean([share or 0.0 for share, _count in pairs], bases)
    return mean_shares


def _values(frame: Frame, area_id: str, periods: Sequence[Period]) -> list[float | None]:
    """Figures of an area that can be relied on, a period each."""
    values = {period: cell.value for period, cell in relied_on(frame, area_id)}
    return [values.get(period) for period in periods]


def _name(release: Release, geography: Geography, area_id: str) -> str:
    return sentences.in_sentence(formats.area(release.area(geography, area_id)))
