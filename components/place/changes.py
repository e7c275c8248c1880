"""What changed at a place since the last release this installation holds."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.place import words
from components.place.gathering import Gathered
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.released.release import Release, release_order
from data_loaders.released.serving import held

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class RevisedFigure:
    """One indicator at the place: periods added, and figures that were other before."""

    gathered: Gathered
    added: int
    revised: int


def earlier(release: Release) -> Release | None:
    """The release before this one, as detailed as it and of the same kind; None if not held."""
    side = held(is_demo=release.manifest.is_simulated)
    before = [name for name in side.ids() if release_order(name) < release_order(release.id)]
    release_before = side.pinned(before[0]) if before else None
    if release_before is None or release_before.catalog.digest != release.catalog.digest:
        return None
    return (
        release_before
        if release_before.manifest.is_simulated == release.manifest.is_simulated
        else None
    )


def changes(gathered: list[Gathered], before: Release) -> list[RevisedFigure]:
    """Indicators whose figures for the place differ from an earlier release."""
    revised = [_change(each, before) for each in gathered]
    return [change for change in revised if change.added or change.revised]


def _change(each: Gathered, before: Release) -> RevisedFigure:
    scene = each.scene
    geography, industry = scene.view.geography, scene.view.industry
    if before.entry(scene.indicator.id, geography, industry) is None:
        return RevisedFigure(each, len(scene.frame.periods), 0)
    entry = scene.release.entry(scene.indicator.id, geography, industry)
    if entry is not None and scene.release.has_same_frame(before, entry):
        return RevisedFigure(each, 0, 0)
    old = before.frame(scene.indicator.id, geography, industry)
    if all(scene.frame.has_same_series(old, area.id) for area in each.areas):
        return RevisedFigure(each, 0, 0)
    was = {
        (area.id, period): cell
        for area in each.areas
        if area.id in old.areas
        for period, cell in zip(old.periods, old.series(area.id), strict=True)
    }
    revised = sum(
        (area.id, period) in was and was[area.id, period] != cell
        for area in each.areas
        for period, cell in zip(scene.frame.periods, scene.frame.series(area.id), strict=True)
    )
    return RevisedFigure(each, len(set(scene.frame.periods) - set(old.periods)), revised)


def section(gathered: list[Gathered], release: Release) -> html.Details | None:
    """The changes in words; None where no earlier release is held to compare with."""
    before = earlier(release)
    if before is None:
        return None
    revised = changes(gathered, before)
    intro = (
        _("Against release {id}, made on {day}:", id=before.id, day=_made(before))
        if revised
        else _(
            "Nothing: the figures above are those of release {id}, made on {day}.",
            id=before.id,
            day=_made(before),
        )
    )
    head = html.Summary(html.H3(_("What changed since the last release")))
    content: list[Component] = [head, html.P(intro)]
    if revised:
        content.append(html.Ul([html.Li(_words(change)) for change in revised[:MOST_NAMED]]))
    more = len(revised) - MOST_NAMED
    if more > 0:
        content.append(
            html.P(ngettext("And {number} more figure.", "And {number} more figures.", more))
        )
    return html.Details(content, className="theme", id="changes")


def _made(release: Release) -> str:
    return formats.day(release.manifest.published_on)


def _words(change: RevisedFigure) -> str:
    what = words.name(change.gathered)
    where = words.boundary(change.gathered.areas[0])
    parts = []
    if change.added:
        parts.append(ngettext("{number} new period", "{number} new periods", change.added))
    if change.revised:
        parts.append(
            ngettext("{number} figure revised", "{number} figures revised", change.revised)
        )
    return _("{what} ({where}): {changes}.", what=what, where=where, changes=formats.listed(parts))
