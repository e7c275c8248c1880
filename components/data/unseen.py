"""What we cannot see: gaps in what is public, found in the release itself."""

from __future__ import annotations

from components.text import formats, reasons, vocabulary
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.geography import NEIGHBORHOODS
from data_loaders.vocabulary.model import AreaKind, Category, Geography, Indicator
from data_loaders.vocabulary.unmet import UNMET

RENT = "asking_rent"
# Families of figures that count people who pass by, which are not visits to shops.
PASSING_BY = ("subway_entries", "pedestrians")
# Categories of need that are industries, and what a reader is told is not seen.
NEEDS_BY_INDUSTRY = (("arts_entertainment", "Arts and culture."), ("retail", "Shops."))
# The industry that meets a category of need, where one does.
INDUSTRY_OF = {Category.FOOD: "accommodation_food"}
MOST_LIVING = 2
Finding = tuple[str, str]


def unseen(release: Release) -> list[Finding]:
    """What no figure of the release shows, as (what, why or how much)."""
    findings = [_foot_traffic(release), _industries(release), _rent(release)]
    findings += [_need(release, *each) for each in NEEDS_BY_INDUSTRY]
    findings += [category(release, each) for each in Category]
    told = [finding for finding in findings if finding is not None]
    return [*told, _unmet()] if UNMET else told


def _need(release: Release, industry_id: str, what: str) -> Finding | None:
    """A category of need that is an industry, where no living figure of the city has it."""
    has = any(
        industry_id in each.present_ids
        for each in release.indicators.values()
        if _goes_on(release, each) and {Geography.CITY, Geography.BOROUGH} & {*each.geographies}
    )
    return None if has else (_(what), _("No real figure exists here."))


def category(release: Release, name: Category) -> Finding | None:
    """A category of need without figures, or whose last series has ended; None for a living one."""
    kept = _with_areas(release, name)
    heading = _("{category}.", category=vocabulary.category(name))
    if not kept:
        return heading, _("No real figure exists here.")
    if any(_goes_on(release, each) for each in kept):
        return None
    ids = {each.id for each in kept}
    ends = [each.last for each in release.index.frames if each.indicator_id in ids]
    if not ends:
        return heading, _("No real figure exists here.")
    month = formats.month(max(ends))
    living = _same_industry(release, name)
    if living:
        return heading, _(
            "Its only series ended in {month}. Of the industry there is more: {living}.",
            month=month,
            living=formats.listed(living),
        )
    return heading, _("Every series has ended. The newest figures are to {month}.", month=month)


def _same_industry(release: Release, name: Category) -> list[str]:
    """Living figures of the city by industry that have the one a need is met by, and to when."""
    industry = INDUSTRY_OF.get(name)
    living = [
        (entry, each)
        for each in release.indicators.values()
        if industry in each.present_ids and _goes_on(release, each)
        for entry in [release.entry(each.id, Geography.CITY, industry or "")]
        if entry is not None
    ]
    newest = sorted(living, key=lambda pair: pair[0].last, reverse=True)[:MOST_LIVING]
    return [
        _("{what} to {month}", what=_(each.title), month=formats.month(entry.last))
        for entry, each in newest
    ]


def _unmet() -> Finding:
    needs = [_("{need}.", need=formats.first_upper(_(each.what))) for each in UNMET]
    told = [_("No public figure in this release tells of these."), *needs]
    return _("What only partners measured."), " ".join(told)


def _foot_traffic(release: Release) -> Finding | None:
    local = {*NEIGHBORHOODS, Geography.BOROUGH}
    kept = _with_areas(release, Category.FOOT_TRAFFIC)
    going_on = [each for each in kept if _goes_on(release, each)]
    by_area = [indicator for indicator in going_on if set(indicator.geographies) & local]
    if any(indicator.family not in PASSING_BY for indicator in by_area):
        return None
    if by_area:
        by_area.sort(key=lambda indicator: PASSING_BY.index(indicator.family))
        seen = _("The closest is “{what}”.", what=_(by_area[0].title))
    elif going_on:
        seen = _("The only count here is of one place: {what}.", what=_(going_on[0].title))
    else:
        seen = _("This release has no count of people of today.")
    told = _("No public figure in this release counts them. {seen}", seen=seen)
    return _("Visits to shops by neighborhood."), told


def _industries(release: Release) -> Finding | None:
    split = [each for each in release.indicators.values() if len(each.industries) > 1]
    local = {Geography.BOROUGH, *NEIGHBORHOODS}
    if any(set(one.geographies) & local for one in split if _goes_on(release, one)):
        return None
    in_city = [each for each in split if Geography.CITY in each.geographies]
    if not in_city:
        return _("Industries."), _("This release splits no figure of the city by industry.")
    named = formats.listed([_(each.title) for each in in_city])
    return (
        _("Industries by borough."),
        _("These cover the whole city only: {named}.", named=named),
    )


def _rent(release: Release) -> Finding | None:
    title = _("Rent in small areas.")
    if release.entry(RENT, Geography.STREETEASY) is None:
        return title, _("This release has no rents by neighborhood.")
    frame = release.frame(RENT, Geography.STREETEASY)
    position = frame.latest()
    cells_of: dict[str, list[Cell]] = {}
    for area_id, cell in frame.cells(position):
        area = release.area(Geography.STREETEASY, area_id)
        if area.borough_id and area.kind is AreaKind.RESIDENTIAL:
            cells_of.setdefault(area.borough_id, []).append(cell)
    lacking = {
        name: [cell for cell in cells if cell.value is None] for name, cells in cells_of.items()
    }
    if not any(lacking.values()):
        return None
    borough_id = max(lacking, key=lambda name: len(lacking[name]) / len(cells_of[name]))
    return (
        title,
        _(
            "In {month}, {lacking} of {total} {borough} areas had no published rent: {reasons}.",
            lacking=formats.integer(len(lacking[borough_id])),
            total=formats.integer(len(cells_of[borough_id])),
            reasons=reasons.counted(lacking[borough_id]),
            borough=release.area(Geography.BOROUGH, borough_id).name,
            month=formats.month(frame.periods[position][1]),
        ),
    )


def _with_areas(release: Release, category: Category) -> list[Indicator]:
    return [each for each in release.indicators.values() if each.category is category]


def _goes_on(release: Release, indicator: Indicator) -> bool:
    """Whether new figures are expected: a series that ended says nothing of today."""
    return release.source_of[indicator.id].ended_on is None
