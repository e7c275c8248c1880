"""Is everyone? Gaps between New Yorkers, each with its own date and with who is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median

from components.figures import sentences
from components.text import formats, headlines
from components.text.words import _, ngettext
from data_loaders.released.recovery import (
    BEFORE,
    OLDEST_MONTHS,
    Period,
    is_old,
    recovery,
    valued,
)
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.geography import BOROUGHS, CITY_ID
from data_loaders.vocabulary.model import Geography, Indicator, Source

UNEMPLOYMENT = "gap_unemployment_bronx_manhattan"
MEASLES = "gap_measles_poverty"
COVID_DEATHS = "gap_covid_death_poverty"
EVICTIONS = "eviction_filings_rate"
NOISE = 0.5  # points: both unemployment rates are estimates, tenths of a point mean nothing
FEWEST_AREAS = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is missing from figures, or who is counted where that is what their source says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """`size` in points, above zero where the poorer side fares worse; None for a gap that does
    not decide the answer, for it is old or in another unit.

    `verdict` is a word for where the gap goes, empty where nothing can be said of that;
    `is_worse` None where there is no verdict. `reach` says who is in the figures, or is not.
    `is_last_known`: the newest figure is old, and says nothing of today.
    """

    title: str
    headline: str
    sentence: str
    size: float | None
    verdict: str
    is_worse: bool | None
    reach: Reach
    indicator: Indicator
    source: Source
    is_last_known: bool = False


def gaps(release: Release) -> list[Gap]:
    """Every gap the release has figures for, the one that leads the page first: of those that
    say something of today, the first, then what is last known."""
    readings = [gap for read in READERS if (gap := read(release)) is not None]
    return sorted(readings, key=lambda gap: gap.is_last_known)


def answer(all_gaps: list[Gap]) -> str:
    """Is everyone? No while the worse-off side fares worse in any gap, by more than noise."""
    if not all_gaps:
        return _("This release has no figures that compare New Yorkers.")
    sizes = [(gap, gap.size) for gap in all_gaps if gap.size is not None and not gap.is_last_known]
    if not sizes:
        return _("The newest gaps we can see are too old to say.")
    worst = next((gap for gap, size in sizes if size > NOISE), None)
    if worst is None:
        return _("In the gaps we can see, yes.")
    return _("No. {finding}", finding=worst.headline)


def rule() -> str:
    """How the answer is decided."""
    return _(
        "We answer no while the gap in unemployment or in vaccination is over {noise} points: "
        "smaller ones can be chance. A gap whose newest figure is more than {months} months older "
        "than the release is last known and does not decide. A gap is wider or narrower when it "
        "changed by more than {noise} points since the time it is compared with. "
        "Court cases and deaths do not decide: one has no time "
        "to compare with, the other is known for two months only. Nor do gaps between places: "
        "they show where need lies, and not whether it is over.",
        noise=headlines.points(NOISE),
        months=OLDEST_MONTHS,
    )


def _unemployment(release: Release) -> Gap | None:
    stands = recovery(release, UNEMPLOYMENT, Geography.CITY, CITY_ID)
    if stands is None:
        return None
    month = formats.month(stands.last)
    size = headlines.points(stands.value)
    sides = (
        _("In {month} the gap was {size} points.", month=month, size=size)
        if stands.value >= 0
        else _("In {month} Manhattan's rate was {size} points higher.", month=month, size=size)
    )
    sentence, verdict, is_worse = sides, "", None
    if stands.now is not None and stands.before is not None:
        verdict, is_worse = _verdict(stands.now, stands.before, str(BEFORE))
        sentence += " " + _(
            "Its middle over the 12 months to then was {now} points; in {year} it was {before}.",
            now=headlines.points(stands.now),
            before=headlines.points(stands.before),
            year=str(BEFORE),
        )
    now = stands.value if stands.now is None else stands.now
    title = _("Out of work, the Bronx and Manhattan")
    return Gap(
        title,
        _jobless(stands.value, month),
        sentence,
        min(stands.value, now),
        verdict,
        is_worse,
        reach(stands.indicator, stands.source),
        stands.indicator,
        stands.source,
        is_old(stands.last, release.manifest.published_on),
    )


def _jobless(size: float, month: str) -> str:
    """The gap in people, where it is at least one in a hundred."""
    people = round(size)
    if people < 1:
        return _(
            "In {month}, unemployment was {size} points higher in the Bronx than in Manhattan.",
            month=month,
            size=headlines.points(size),
        )
    return ngettext(
        "In {month}, {words} more worker in a hundred was jobless in the Bronx than in Manhattan.",
        "In {month}, {words} more workers in a hundred were jobless in the Bronx than in "
        "Manhattan.",
        people,
        month=month,
        words=headlines.spelled(people),
    )


def _measles(release: Release) -> Gap | None:
    points = _city_points(release, MEASLES)
    if not points:
        return None
    indicator, source = release.indicators[MEASLES], release.source_of[MEASLES]
    newest, cell = points[-1]
    # The first half of 2020 flatters: visits to doctors had stopped. Like halves are compared.
    alike = [point for point in points[:-1] if point[0][1].month == newest[1].month]
    sentence = headline = _vaccination(cell, newest)
    verdict, is_worse = "", None
    if alike:
        then, earlier = alike[0]
        sentence += " " + _vaccination(earlier, then)
        verdict, is_worse = _verdict(
            cell.value or 0.0, earlier.value or 0.0, formats.month(then[1])
        )
    return Gap(
        _("Vaccinated against measles, poorest and richest areas"),
        headline,
        sentence,
        cell.value or 0.0,
        verdict,
        is_worse,
        reach(indicator, source),
        indicator,
        source,
        is_old(newest[1], release.manifest.published_on),
    )


def _vaccination(cell: Cell, period: Period) -> str:
    blanks = {
        "month": formats.month(period[1]),
        "size": headlines.points(cell.value or 0.0),
    }
    if (cell.value or 0.0) >= 0:
        return _(
            "In {month}, the share of young children vaccinated was {size} points "
            "lower in the poorest third of ZIP areas than the richest.",
            **blanks,
        )
    return _("In {month}, it was {size} points higher in the poorest third.", **blanks)


def _covid_deaths(release: Release) -> Gap | None:
    points = _city_points(release, COVID_DEATHS)
    if not points:
        return None
    indicator, source = release.indicators[COVID_DEATHS], release.source_of[COVID_DEATHS]
    newest_first = [_deaths(cell, period) for period, cell in points[::-1]]
    return Gap(
        _("Deaths from COVID-19, poorest and richest areas"),
        newest_first[0],
        " ".join(newest_first[:2]),
        None,
        "",
        None,
        reach(indicator, source),
        indicator,
        source,
        is_old(points[-1][0][1], release.manifest.published_on),
    )


def _deaths(cell: Cell, period: Period) -> str:
    size = cell.value or 0.0
    blanks = {"month": formats.month(period[1]), "size": headlines.points(size)}
    if size >= 0:
        return _(
            "In {month}, {size} more people per 100,000 died in the poorest third of ZIP areas "
            "than in the richest.",
            **blanks,
        )
    return _("In {month}, {size} fewer died per 100,000 in the poorest third.", **blanks)


def _evictions(release: Release) -> Gap | None:
    if release.entry(EVICTIONS, Geography.ZIP) is None:
        return None
    frame = release.frame(EVICTIONS, Geography.ZIP)
    indicator = release.indicators[EVICTIONS]
    first, last = frame.periods[frame.latest()]
    middles = _middles_by_borough(release, dict(frame.cells(frame.latest())))
    if len(middles) < 2:
        return None
    (low, low_name), *_rest, (high, high_name) = sorted(middles)
    sentence = _(
        "From {first} to {last}, half of the ZIP codes in {high_name} had {high} filings or more "
        "for each 1,000 rental homes. In {low_name}, half had {low} or more.",
        first=formats.month(first),
        last=formats.month(last),
        high_name=sentences.in_sentence(high_name),
        high=formats.number(high, indicator),
        low_name=sentences.in_sentence(low_name),
        low=formats.number(low, indicator),
    )
    title = _("Eviction filings, by borough")
    return without_verdict(release, indicator.id, title, sentence, last)


def without_verdict(
    release: Release, indicator_id: str, title: str, sentence: str, last: date
) -> Gap:
    """A gap that does not decide the answer, whose newest figure is to `last`."""
    indicator, source = release.indicators[indicator_id], release.source_of[indicator_id]
    return Gap(
        title,
        sentence,
        sentence,
        None,
        "",
        None,
        reach(indicator, source),
        indicator,
        source,
        is_old(last, release.manifest.published_on),
    )


def _middles_by_borough(release: Release, cells: dict[str, Cell]) -> list[tuple[float, str]]:
    """The middle ZIP code of each borough that has enough of them with a figure."""
    values: dict[str | None, list[float]] = {}
    for area_id, cell in cells.items():
        if cell.value is not None:
            borough_id = release.area(Geography.ZIP, area_id).borough_id
            values.setdefault(borough_id, []).append(cell.value)
    return [
        (median(values[borough.id]), borough.name)
        for borough in BOROUGHS
        if len(values.get(borough.id, [])) >= FEWEST_AREAS
    ]


def _city_points(release: Release, indicator_id: str) -> list[tuple[Period, Cell]]:
    if release.entry(indicator_id, Geography.CITY) is None:
        return []
    return valued(release.frame(indicator_id, Geography.CITY), CITY_ID)


def _verdict(now: float, then: float, when: str) -> tuple[str, bool | None]:
    """Wider, narrower or the same, and whether that is worse."""
    if now - then > NOISE:
        return _("wider than in {when}: worse", when=when), True
    if then - now > NOISE:
        return _("narrower than in {when}: better", when=when), False
    return _("about as wide as in {when}", when=when), None


def reach(indicator: Indicator, source: Source) -> Reach:
    """Who is not in the figures, as the indicator says; else who is, as its source does."""
    if indicator.leaves_out:
        return Reach(_("Who is missing:"), _(indicator.leaves_out))
    return Reach(_("Who is counted:"), _(source.covers))


READERS: tuple[Callable[[Release], Gap | None], ...] = (
    _unemployment,
    _measles,
    _evictions,
    _covid_deaths,
)
