"""From an address to the view Industries shows, and where its figures are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from components.figures import sentences
from components.industries import profile
from components.industries.ranks import (
    BASES,
    IndustryComparison,
    is_relative,
    with_industries,
)
from components.text import formats
from data_loaders.released.release import Release
from data_loaders.released.view import Notice, Problem, Reading, View
from data_loaders.released.view_reading import read_view
from data_loaders.vocabulary.geography import BOROUGH_IDS
from data_loaders.vocabulary.model import Area, Geography

# What is shown unasked: the newest count of jobs by industry of the city, and of a borough.
DEFAULT = "jobs"
OF_BOROUGHS = ("jobs_by_sector_monthly", "jobs_by_sector")


def read(query: Mapping[str, str], release: Release) -> Reading:
    """The view in an address: what is written into every address of the page, and reads back as
    itself. An area without figures stays in it, with its own geography, to be named."""
    asked, notices = _with_industries(query, release)
    measured = _measured(release, asked["indicator"])
    wanted = _area(release, asked.get("areas", ""), asked.get("geography", ""), measured)
    given = wanted.geography if wanted else asked.get("geography", "")
    used = Geography(given) if given in measured else measured[0]
    if wanted:
        asked.pop("areas")
    elif given and given != used:
        problem = Problem.NOT_HERE if given in list(Geography) else Problem.UNKNOWN
        notices = (*notices, Notice("geography", given[:80], used, problem))
    reading = read_view({**asked, "geography": used}, release, DEFAULT)
    view = replace(reading.view, areas=())
    if wanted:
        view = replace(view, geography=wanted.geography, areas=(wanted.id,))
    return Reading(view, (*notices, *reading.notices))


def missing(view: View, comparison: IndustryComparison) -> str:
    """The name of the area asked for, where the figures shown are those of another."""
    own = (comparison.area.geography, comparison.area.id)
    if not view.areas or own == (view.geography, view.areas[0]):
        return ""
    wanted = comparison.release.area(view.geography, view.areas[0])
    return sentences.in_sentence(formats.area(wanted))


def geography(release: Release, view: View) -> Geography:
    """Where the figures shown are: the view's own, or another where it has none."""
    measured = _measured(release, view.indicator)
    return view.geography if view.geography in measured else measured[0]


def _measured(release: Release, indicator_id: str) -> list[Geography]:
    """Where an indicator has figures by industry, the city first, which is shown unasked."""
    indicator = release.indicators[indicator_id]
    has = [
        geography
        for geography in indicator.geographies
        if any(release.entry(indicator_id, geography, name) for name, *_ in indicator.industries)
    ]
    return sorted(has, key=lambda geography: geography is not Geography.CITY)


def _with_industries(
    query: Mapping[str, str], release: Release
) -> tuple[dict[str, str], tuple[Notice, ...]]:
    """The query for one indicator that is split by industry; a notice where it asks for another."""
    known = with_industries(release)
    used = _default(query, release)
    given = query.get("indicator", used).split("~")[0]
    kept = {name: value for name, value in query.items() if name != "show"}
    if given in known:
        return {**kept, "indicator": given}, ()
    problem = Problem.NOT_HERE if given in release.indicators else Problem.UNKNOWN
    return {**kept, "indicator": used}, (Notice("indicator", given[:80], used, problem),)


def _default(query: Mapping[str, str], release: Release) -> str:
    """What is shown where no figure is asked for: jobs in the city, or in the borough asked for,
    with 2019 to compare with where a figure has it."""
    known = with_industries(release)
    options = [name for name in OF_BOROUGHS if name in known]
    if query.get("areas", "").split("~")[0] in BOROUGH_IDS and options:
        return next((name for name in options if _reaches_back(release, name)), options[-1])
    return DEFAULT if DEFAULT in known else next(iter(known))


def _reaches_back(release: Release, indicator_id: str) -> bool:
    entry = release.entry(indicator_id, Geography.BOROUGH)
    return entry is not None and entry.first.year <= BASES[0] < entry.last.year


def as_shown(reading: Reading, comparison: IndustryComparison) -> Reading:
    """The view with the period that is shown, and without a year to compare with that is not
    held: written to an address it opens the same again, and each is said once."""
    view, notices = reading.view, reading.notices
    first, last = comparison.periods[comparison.position]
    if view.period is not None and not first <= view.period <= last:
        said = Notice("period", view.period.isoformat(), last.isoformat(), Problem.OUT_OF_RANGE)
        notices = _with_period(notices, said)
        view = replace(view, period=last)
    if not _compares_as_asked(view, comparison):
        problem = Problem.OUT_OF_RANGE if comparison.baseline else Problem.NOT_HERE
        said = Notice("baseline", view.baseline or "", comparison.baseline, problem)
        notices = (*notices, said)
        view = replace(view, baseline=None)
    return Reading(view, notices)


def _with_period(notices: tuple[Notice, ...], said: Notice) -> tuple[Notice, ...]:
    """The notices with one of the period: what was asked for first, what is shown at last."""
    before = [each for each in notices if each.parameter == "period"]
    others = [each for each in notices if each.parameter != "period"]
    return (*others, replace(said, given=before[0].given) if before else said)


def _compares_as_asked(view: View, comparison: IndustryComparison) -> bool:
    held = str(comparison.base_year or "")
    if not held and is_relative(comparison.indicator):
        held = comparison.indicator.baseline or ""
    return not view.baseline or view.baseline[:4] == held[:4]


def elsewhere(view: View, comparison: IndustryComparison) -> View | None:
    """The view of another figure of the same kind that the area asked for has; None without."""
    if not view.areas:
        return None
    (area_id,) = view.areas
    family = profile.KIN.get(comparison.indicator.family, ())
    release = comparison.release
    best_known = profile.best(release, family, view.geography, area_id, comparison.source)
    if best_known is None:
        return None
    return replace(view, indicators=(best_known.id,), period=None, baseline=None)


def _area(
    release: Release, asked: str, geography: str, measured: Sequence[Geography]
) -> Area | None:
    """The first area asked for that the site knows: in the geography asked for, where it has
    figures, or anywhere."""
    first = asked.split("~")[0]
    own = [Geography(geography)] if geography in list(Geography) else []
    # Market areas are numbered like districts, but only they are offered here.
    places = (*own, *measured, Geography.CITY, Geography.BOROUGH, Geography.MARKET, *Geography)
    return next(
        (release.area(name, first) for name in places if first in release.areas(name)), None
    )
