"""Sentences about a place, each naming whose boundary its figure is in."""

from __future__ import annotations

import re

from components.figures import sentences
from components.place.gathering import Gathered, around, compared
from components.place.trend import Move, Trend
from components.text import formats, reasons
from components.text.care import titled
from components.text.words import _, ngettext
from data_loaders.released.place_pages import BOROUGH, DISTRICT, NEIGHBORHOOD, own_geography
from data_loaders.released.release import Release
from data_loaders.released.zip_areas import ZIP_KIND
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Area,
    Geography,
    Indicator,
    Measure,
    Place,
    Status,
)


def boundary(area: Area) -> str:
    """An area with the word for its kind of boundary: "ZIP area 10458", "StreetEasy's Fordham"."""
    blanks = {"id": area.id, "name": area.name}
    match area.geography:
        case Geography.MODZCTA:
            return _("ZIP area {id}", **blanks)
        case Geography.ZIP:
            return _("ZIP code {id}", **blanks)
        case Geography.STREETEASY:
            return _("StreetEasy's {name}", **blanks)
        case Geography.UHF42:
            return _("health district {name}", **blanks)
        case Geography.CD | Geography.CDTA2020:
            return _("community district {name}", **blanks)
        case Geography.PUMA2020:
            return _("census district {name}", **blanks)
        case _:
            return sentences.in_sentence(area.name)


def short(area: Area) -> str:
    """An area as its publisher labels it: a ZIP by its digits, the rest by name."""
    return area.id if area.geography in (Geography.MODZCTA, Geography.ZIP) else area.name


def title(release: Release, place: Place) -> str:
    """The place, with its borough where its name does not say it."""
    if place.kind in (BOROUGH, DISTRICT) or place.borough_id is None:
        return _("The {name}", name=place.name) if place.id == "BX" else place.name
    borough = release.area(Geography.BOROUGH, place.borough_id).name
    return _("{neighborhood}, {borough}", neighborhood=place.name, borough=borough)


def called(place: Place) -> str:
    """A place as it stands in a question: "Is the Bronx back?", "Is ZIP area 10456 back?"."""
    if place.kind == ZIP_KIND:
        return _("ZIP area {id}", id=place.id)
    return sentences.in_sentence(place.name.partition(":")[0])


def of_areas(title: str) -> str:
    """A title without the kind of area it says its figures are by, where an area is named: "Visits
    to venues, by ZIP area" of ZIP area 10456 are visits to venues."""
    for noun in {formats.area_noun(geography) for geography in Geography}:
        by = re.escape(_("by {where}", where=noun))
        title = re.sub(rf",? {by}(?= \(|,|$)", "", title)
        title = re.sub(rf"{by} and ", _("by {where}", where=""), title)
    return title


def heading(each: Gathered) -> str:
    """What, where and when: the title of a figure."""
    view = each.scene.view
    what = of_areas(titled(each.scene.release, each.indicator, view.geography, view.industry))
    return _(
        "{what} in {where}, {when}",
        what=of_part(what, each),
        where=boundary(each.areas[0]),
        when=sentences.period(each.scene),
    )


def name(each: Gathered) -> str:
    """The figure by its title, and the industry it is of where there is none of all."""
    return of_part(of_areas(_(each.indicator.title)), each)


def of_part(words: str, each: Gathered) -> str:
    """Words for a figure, with its industry where it is of one alone."""
    industry = each.scene.view.industry
    if industry == ALL_INDUSTRIES:
        return words
    part = _(each.indicator.industry_names[industry])
    return _("{what} ({industry})", what=words, industry=part)


def latest(each: Gathered, area: Area) -> Cell:
    """The observation of an area in the newest period of its boundaries."""
    return each.scene.frame.cell(area.id, each.scene.position)


def answer(each: Gathered) -> str:
    """The newest figure of the area with the largest overlap; or why it has none."""
    cell = latest(each, each.areas[0])
    where = boundary(each.areas[0])
    when = sentences.period(each.scene)
    if cell.value is None:
        return _(
            "{what} in {where}, {when}: {reason}.",
            what=name(each),
            where=where,
            when=when,
            reason=_lower(reasons.label(cell)),
        )
    if _is_counted(each.indicator) and not _is_one(each, cell.value):
        said = _(
            "In {where}: {amount}, {when}.",
            where=where,
            amount=of_part(_amount(each, cell.value), each),
            when=when,
        )
    else:
        said = _(
            "{what} in {where}: {amount}, {when}.",
            what=of_part(_upper(_(each.indicator.noun)), each),
            where=where,
            amount=_of_noun(each.indicator, cell.value),
            when=when,
        )
    beside = [(wider.area, wider.frame) for wider in around(each)]
    against = sentences.compared_with(each.scene, each.areas[0], each.scene.frame, beside)
    doubt = _doubt(cell)
    return " ".join(filter(None, [said, against if compared(each) else "", doubt]))


def _is_counted(indicator: Indicator) -> bool:
    """Whether a number stands before what it counts: "9.7 cases per 100,000", and no "1.5 the
    distance people move"."""
    is_rate = indicator.measure is Measure.RATE and "per " in _(indicator.unit)
    return indicator.measure is Measure.COUNT or is_rate


def _is_one(each: Gathered, value: float) -> bool:
    """Whether a number reads as 1, which no plural follows: "1 people who get SNAP"."""
    return formats.number(value, each.indicator) == "1"


def _of_noun(indicator: Indicator, value: float) -> str:
    """A value after its noun: a count there needs no unit, "people who get SNAP …: 1", and a
    share does not say again what it is a share of."""
    number = formats.number(value, indicator)
    if indicator.measure is Measure.COUNT:
        return number
    unit, noun = _(indicator.unit), _(indicator.noun)
    if unit.startswith("%") and unit.removeprefix("%").strip() in noun:
        return _("{number}%", number=number.removesuffix("%"))
    return formats.with_unit(value, indicator)


def _amount(each: Gathered, value: float) -> str:
    """A count or a rate with what it counts: "9.7 new COVID-19 cases per 100,000 people"."""
    indicator = each.indicator
    number, noun, unit = formats.number(value, indicator), _(indicator.noun), _(indicator.unit)
    if indicator.measure is Measure.COUNT or unit.removeprefix("per ") in noun:
        return _("{number} {noun}", number=number, noun=noun)
    return _("{number} {noun} {unit}", number=number, noun=noun, unit=unit)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _doubt(cell: Cell) -> str:
    is_plain = cell.code == Status.NORMAL.code
    return "" if is_plain else _("{reason}.", reason=reasons.label(cell))


def trend(change: Trend, indicator: Indicator) -> str:
    """Now against then, like with like: the area, then its borough and the city."""
    first, *wider = [_move(move, indicator) for move in change.moves]
    said = _("{now} against {then}: {change}.", now=_upper(change.now), then=change.then,
             change=first)  # fmt: skip
    # In a sentence of its own, as three places with two numbers each are hard to keep apart.
    if wider:
        said += " " + _("{changes}.", changes=_upper(formats.listed(wider)))
    doubt = _doubt(change.doubt) if change.doubt is not None else ""
    return " ".join(filter(None, [said, _count(change, indicator), doubt]))


def _move(move: Move, indicator: Indicator) -> str:
    before, after = (
        _("{number} or more", number=number) if is_cut_off else number
        for number, is_cut_off in (
            (formats.number(move.before, indicator), move.then_is_cut_off),
            (formats.number(move.after, indicator), move.now_is_cut_off),
        )
    )
    blanks = {"place": boundary(move.area), "before": before, "after": after}
    if not move.is_known(indicator):
        return _("{place} had {before} then and {after} now", **blanks)
    match move.sign(indicator.decimals):
        case 1:
            return _("{place} rose from {before} to {after}", **blanks)
        case -1:
            return _("{place} fell from {before} to {after}", **blanks)
        case _:
            return _("{place} stayed at {after}", **blanks)


def _count(change: Trend, indicator: Indicator) -> str:
    """How many of several overlapping areas rose, fell and stayed; empty for one area, and where
    of some nobody can say."""
    signs = [move.sign(indicator.decimals) for move in change.all_areas]
    if len(signs) < 2 or not all(move.is_known(indicator) for move in change.all_areas):
        return ""
    counts = (signs.count(1), signs.count(-1), signs.count(0))
    parts = [
        ngettext("{number} rose", "{number} rose", counts[0]),
        ngettext("{number} fell", "{number} fell", counts[1]),
        ngettext("{number} stayed", "{number} stayed", counts[2]),
    ]
    return _(
        "Of {number} areas here, {moves}.",
        number=formats.integer(len(signs)),
        moves=formats.listed([part for part, count in zip(parts, counts, strict=True) if count]),
    )


def residents(release: Release, place: Place) -> str:
    """What kind of place it is, where, and how many live there."""
    people = release.area(own_geography(place), place.id).population
    counted = (
        ngettext("{number} resident in 2020", "{number} residents in 2020", people)
        if people
        else _("no count of residents")
    )
    kind = {
        BOROUGH: _("Borough"),
        NEIGHBORHOOD: _("Neighborhood"),
        DISTRICT: _("Community district"),
        ZIP_KIND: _("ZIP area"),
    }[place.kind]
    if people and release.manifest.is_simulated:
        return _("{kind}, {counted} (a real count)", kind=kind, counted=counted)
    return _("{kind}, {counted}", kind=kind, counted=counted)
