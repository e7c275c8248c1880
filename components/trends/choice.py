"""What one indicator can give to a view of several: boundaries, areas, industry, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.figures import sentences
from components.text import formats
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.released.view_reading import WIDER, own_industry
from data_loaders.vocabulary.frames import Frame, FrameEntry
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Area, Geography, Indicator, Source

FEW_AREAS = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """An indicator with the boundaries, areas and industry it is shown for; `areas` has one at
    least. `frames` holds each area with the frame it is in."""

    indicator: Indicator
    source: Source
    geography: Geography
    industry: str
    frames: Sequence[tuple[Area, Frame]]
    entry: FrameEntry
    notes: tuple[str, ...]

    @property
    def areas(self) -> tuple[Area, ...]:
        return tuple(area for area, _frame in self.frames)


def choice(release: Release, view: View, indicator_id: str) -> Choice:
    """The nearest an indicator has to the view; `notes` say where that is not what was asked."""
    indicator = release.indicators[indicator_id]
    industry = own_industry(indicator, view.industry)
    has = _has(release, indicator, industry)
    geography = _geography(view, has)
    chosen = [placed for area_id in view.areas if (placed := _placed(release, has, view, area_id))]
    notes = _notes(release, view, indicator, [area.id for area, _name in chosen], geography)
    if industry != view.industry and len(indicator.industries) > 1:
        notes.append(_("Shown for {industry}.", industry=indicator.industry_names[industry]))
    stand_in = [] if chosen else _some_areas(release, has, geography)
    areas = chosen or [(area, geography) for area in stand_in]
    frames = [(area, release.frame(indicator.id, name, industry)) for area, name in areas]
    notes += _unchosen(stand_in, frames)
    return Choice(
        indicator,
        release.source_of[indicator.id],
        geography,
        industry,
        [(area, frame) for area, frame in frames if area.id in frame.areas],
        has[geography],
        tuple(notes),
    )


Entries = dict[Geography, FrameEntry]


def _has(release: Release, indicator: Indicator, industry: str) -> Entries:
    """Where the indicator has figures, by geography in the order of pickers."""
    return {
        name: entry
        for name in indicator.geographies
        if (entry := release.entry(indicator.id, name, industry))
    }


def _geography(view: View, has: Entries) -> Geography:
    return next((name for name in (view.geography, Geography.CITY) if name in has), next(iter(has)))


def _placed(
    release: Release, has: Entries, view: View, area_id: str
) -> tuple[Area, Geography] | None:
    """A chosen area where the indicator has figures for it."""
    for name in (view.geography, *WIDER):
        entry = has.get(name)
        if entry and area_id in release.areas(name):
            frame = release.frame(entry.indicator_id, name, entry.industry_id)
            if area_id in frame.areas:
                return release.area(name, area_id), name
    return None


def _some_areas(release: Release, has: Entries, geography: Geography) -> list[Area]:
    """What stands in where no area is chosen: the boroughs, the city, or the first few areas."""
    entry = has[geography]
    frame = release.frame(entry.indicator_id, geography, entry.industry_id)
    order = (CITY_ID, *BOROUGH_IDS)
    ids = [name for name in order if name in frame.areas] or list(frame.areas)
    many = len(ids) > FEW_AREAS
    return [release.area(geography, area_id) for area_id in (ids[:1] if many else ids)]


def _unchosen(stand_in: Sequence[Area], frames: Sequence[tuple[Area, Frame]]) -> list[str]:
    """That one area of many is shown only as it is the first of them."""
    if len(stand_in) != 1 or len(frames[0][1].areas) == 1:
        return []
    return [
        _(
            "No area is chosen. {area} is the first of {number}. Choose yours above.",
            area=formats.area(stand_in[0]),
            number=len(frames[0][1].areas),
        )
    ]


def _notes(
    release: Release, view: View, indicator: Indicator, covered_ids: list[str], used: Geography
) -> list[str]:
    """What the indicator does not have of what was asked, and what is shown instead."""
    missing = [area_id for area_id in view.areas if area_id not in covered_ids]
    if not missing:
        return []
    names = formats.listed([_name(release, view, area_id) for area_id in missing])
    if covered_ids:
        return [_("{what} has no figures for {places}.", what=_(indicator.title), places=names)]
    return [
        _(
            "{what} has no figures for {places}; what is shown is by {boundaries}.",
            what=_(indicator.title),
            places=names,
            boundaries=formats.area_noun(used),
        )
    ]


def _name(release: Release, view: View, area_id: str) -> str:
    for name in (view.geography, *WIDER):
        if area_id in release.areas(name):
            return sentences.in_sentence(formats.area(release.area(name, area_id)))
    return area_id
