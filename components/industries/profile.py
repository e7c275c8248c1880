"""Every industry of an area in one table: jobs, share, change, pay for a job, places of work.

A share is of the total that is published beside it, and only of an industry that is itself
published: no line stands for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dash import html
from markupsafe import Markup

from components.figures import row_order, tables
from components.industries import ranks, words
from components.industries.ranks import IndustryComparison
from components.markup import addresses
from components.markup.stacked import stacked
from components.markup.svg import tag
from components.text import formats, reasons
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator, Source, Status

# Families of figures about jobs: those counted at the place of work, and the city's survey.
AT_WORK, SURVEYED = "jobs_by_workplace", "jobs"
PAY, PLACES = "pay_by_workplace", "employers_by_workplace"
# The columns of the table, as an address names them, beside pay and places.
NAME, JOBS, SHARE, CHANGE = "name", "jobs", "share", "change"
ANCHOR = "each-industry-rows"
ABOUT_JOBS = (AT_WORK, SURVEYED, PAY, PLACES)
# Families of figures that stand for one another where an area has only one of them.
KIN = {AT_WORK: (AT_WORK, SURVEYED), SURVEYED: (AT_WORK, SURVEYED), PAY: (PAY,), PLACES: (PLACES,)}


@dataclass(frozen=True, slots=True)
class Companion:
    """Another figure of the same industries in the same area, near the same period."""

    indicator: Indicator
    source: Source
    area_id: str
    frames: ranks.Frames
    position: int

    def cell(self, industry_id: str) -> Cell:
        """The figure of an industry; not reported where the source has no such industry."""
        frame = self.frames.get(industry_id)
        if frame is None or self.area_id not in frame.areas:
            return Cell(None, Status.NOT_REPORTED)
        return frame.cell(self.area_id, self.position)

    def trace(self, geography: Geography, industry_id: str) -> str:
        """Where the figure of an industry comes from."""
        last = next(iter(self.frames.values())).periods[self.position][1]
        return tables.trace(self.indicator, geography, self.area_id, last, industry_id)

    @property
    def when(self) -> str:
        """Its period in words."""
        frame = next(iter(self.frames.values()))
        return formats.short_period_of(*frame.periods[self.position], self.indicator)


@dataclass(frozen=True, slots=True)
class Profile:
    """Jobs of an area by industry, with pay and places of work where they are published."""

    jobs: IndustryComparison
    pay: Companion | None
    places: Companion | None


def profile(comparison: IndustryComparison) -> Profile | None:
    """The profile of the area shown; None where the figures are not about jobs, or the area has
    no jobs by industry."""
    if comparison.indicator.family not in ABOUT_JOBS:
        return None
    jobs = _jobs(comparison)
    if jobs is None:
        return None
    return Profile(jobs, _companion(jobs, PAY), _companion(jobs, PLACES))


def _jobs(comparison: IndustryComparison) -> IndustryComparison | None:
    if comparison.indicator.family in (AT_WORK, SURVEYED):
        return comparison
    release, geography = comparison.release, comparison.area.geography
    indicator = best(release, (AT_WORK, SURVEYED), geography, comparison.area.id, comparison.source)
    if indicator is None:
        return None
    view = replace(
        comparison.view,
        indicators=(indicator.id,),
        areas=(comparison.area.id,),
        geography=geography,
    )
    return ranks.comparison(release, view, geography)


def best(
    release: Release,
    families: Sequence[str],
    geography: Geography,
    area_id: str,
    source: Source,
) -> Indicator | None:
    """The figure of some families by industry that an area has: one with a year to compare with,
    of the source given, and the newest, in that order."""
    options = []
    for each in ranks.with_industries(release).values():
        if each.family not in families or geography not in each.geographies:
            continue
        years = _held_years(release, each.id, geography, area_id)
        if years:
            has_base = any(year in years[:-1] for year in ranks.BASES)
            is_own = release.source_of[each.id].id == source.id
            options.append(((has_base, is_own, years[-1]), each))
    return max(options, key=lambda option: option[0])[1] if options else None


@lru_cache(maxsize=256)
def _held_years(
    release: Release, indicator_id: str, geography: Geography, area_id: str
) -> list[int]:
    frames = ranks.industry_frames(release, indicator_id, geography)
    return ranks.held_years(frames, area_id) if frames else []


def _companion(jobs: IndustryComparison, family: str) -> Companion | None:
    area, release = jobs.area, jobs.release
    indicator = best(release, (family,), area.geography, area.id, jobs.source)
    if indicator is None:
        return None
    frames = ranks.industry_frames(release, indicator.id, area.geography)
    position = _nearest(next(iter(frames.values())), frames, area.id, jobs)
    return Companion(indicator, release.source_of[indicator.id], area.id, frames, position)


def _nearest(some: Frame, frames: ranks.Frames, area_id: str, jobs: IndustryComparison) -> int:
    """The period held that lies nearest to the one shown."""
    wanted = some.nearest(jobs.periods[jobs.position][1])
    held = ranks.held(frames, area_id, None) or [wanted]
    return min(held, key=lambda i: abs(i - wanted))


def share(cell: Cell, whole: Cell) -> float | None:
    """A published figure as percent of the published total; None where either is not."""
    if cell.value is None or not whole.value:
        return None
    return 100 * cell.value / whole.value


def heading(of: Profile) -> str:
    """What the table holds, where, when, and against when."""
    jobs = of.jobs
    blanks = {"where": words.place(jobs), "when": words.when(jobs)}
    if not jobs.is_change:
        return _("Each industry in {where}, {when}", **blanks)
    return _(
        "Each industry in {where}, {when} against {base}", base=words.base_words(jobs), **blanks
    )


def table(of: Profile, view: View | None = None) -> html.Table:
    """A row an industry, in the order of the ranking or as the view asks; totals and groups
    last."""
    jobs = of.jobs
    heads = [_("Industry"), _("Jobs, {when}", when=words.when(jobs)), _("Share of all jobs")]
    heads += [_("Change from {base}", base=words.base_words(jobs))] if jobs.is_change else []
    heads += [
        _("{what}, {when}", what=what, when=companion.when)
        for what, companion in ((_("Average pay"), of.pay), (_("Places of work"), of.places))
        if companion
    ]
    small = jobs.small if jobs.bands else []
    order = row_order.of_view(view or jobs.view, addresses.INDUSTRIES, ANCHOR)
    ranked = [*jobs.listed, *small, *jobs.hidden]
    whole = next((row.cell for row in jobs.apart if row.industry_id == ALL_INDUSTRIES), None)
    rows = [*order.rows(ranked, lambda row: _keys(of, row, whole)), *jobs.apart]
    return stacked(
        heading(of),
        heads,
        [_cells(of, row, whole) for row in rows],
        numeric=range(1, len(heads)),
        anchor=ANCHOR,
        sorting=[
            order.head(column, text, is_text=column == NAME)
            for column, text in zip(_columns(of), heads, strict=True)
        ],
    )


def _columns(of: Profile) -> list[str]:
    """The columns as an address names them."""
    change = [CHANGE] if of.jobs.is_change else []
    beside = [(PAY, of.pay), (PLACES, of.places)]
    return [NAME, JOBS, SHARE, *change, *(column for column, companion in beside if companion)]


def _keys(of: Profile, row: ranks.IndustryRow, whole: Cell | None) -> dict[str, row_order.Key]:
    """What a row is sorted by, column by column."""
    beside = {PAY: of.pay, PLACES: of.places}
    return {
        NAME: _(row.name),
        JOBS: row.cell.value,
        SHARE: share(row.cell, whole) if whole else None,
        CHANGE: row.value,
        **{
            column: companion.cell(row.industry_id).value
            for column, companion in beside.items()
            if companion
        },
    }


def _cells(of: Profile, row: ranks.IndustryRow, whole: Cell | None) -> list[tables.Content]:
    jobs = of.jobs
    part = share(row.cell, whole) if whole else None
    cells: list[tables.Content] = [
        _(row.name),
        tables.value_cell(row.cell, jobs.indicator, _trace_of_jobs(jobs, row.industry_id)),
        formats.share(part) if part is not None else _none(),
    ]
    if jobs.is_change:
        has = row.value is not None
        cells.append(formats.number(row.value or 0.0, jobs.drawn) if has else _none())
    for companion in (of.pay, of.places):
        if companion:
            traced = companion.trace(jobs.area.geography, row.industry_id)
            number = companion.cell(row.industry_id)
            is_none = _is_none(number)
            cells.append(
                _none() if is_none else tables.value_cell(number, companion.indicator, traced)
            )
    return cells


def _is_none(cell: Cell) -> bool:
    """Whether none is reported and nothing else is known: said once for all such industries."""
    return cell.status is Status.NOT_REPORTED and cell.reason is None


def _trace_of_jobs(jobs: IndustryComparison, industry_id: str) -> str:
    last = next(iter(jobs.frames.values())).periods[jobs.position][1]
    return tables.trace(jobs.indicator, jobs.area.geography, jobs.area.id, last, industry_id)


def _none() -> Markup:
    return tag("span", _("no figure"), class_="why")


def notes(of: Profile) -> list[str]:
    """What must be known to read the table: whose pay, of which kind, and who says so."""
    said = []
    if of.pay:
        said.append(
            _(
                "Average pay is in {unit}: {what} A mean, raised by very high pay.",
                unit=_(of.pay.indicator.unit),
                what=_(of.pay.indicator.description),
            )
        )
    others = {
        each.source.id: each.source
        for each in (of.pay, of.places)
        if each and each.source.id != of.jobs.source.id
    }
    said += [
        _("Pay and places of work: {partner}, {name}.", partner=each.partner, name=_(each.name))
        for each in others.values()
    ]
    return [*said, *_unreported(of)]


def _unreported(of: Profile) -> Iterator[str]:
    """How many rows have no figure, and why, which those of the table do not repeat."""
    jobs = of.jobs
    rows = [*jobs.listed, *(jobs.small if jobs.bands else []), *jobs.hidden, *jobs.apart]
    for what, companion in ((_("Average pay"), of.pay), (_("Places of work"), of.places)):
        if companion is None:
            continue
        cells = [companion.cell(row.industry_id) for row in rows]
        lacking = [cell for cell in cells if cell.value is None]
        if lacking:
            yield ngettext(
                "{what}: {number} of the {all} rows has no figure: {why}.",
                "{what}: {number} of the {all} rows have no figure: {why}.",
                len(lacking),
                what=what,
                why=reasons.counted(lacking),
                all=formats.integer(len(rows)),
            )
