"""The log of changes: typed entries from releases, corrections and notes on the site itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from components.markup import addresses
from components.text import change_words
from components.text.words import _
from data_loaders.records.corrections import Correction, corrections
from data_loaders.records.site_changes import site_changes
from data_loaders.released.release import Releases
from data_loaders.released.serving import releases
from data_loaders.vocabulary.model import Changes, Geography, SeriesChanges, SourceChanges

MOST_RELEASES = 24


class ChangeKind(StrEnum):
    """What an entry is about."""

    ADDED = "added"
    REVISED = "revised"
    WITHHELD = "withheld"
    CORRECTED = "corrected"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change. `id` names it for good; `address` leads to it or to what it is about."""

    id: str
    kind: ChangeKind
    on: date
    title: str
    told: str
    address: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which figures and areas a reader wants to hear of; all where both are empty.

    `areas` are ids by geography; a geography without ids stands for all of its areas.
    """

    indicators: frozenset[str] = frozenset()
    areas: Mapping[Geography, frozenset[str]] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing was asked for in particular."""
        return not self.indicators and self.areas is None

    def holds(self, series: SeriesChanges) -> bool:
        """Whether a change concerns what was asked for; areas that are not named may be any."""
        return self._has(series.indicator_id, series.geography, series.areas)

    def _has(self, indicator_id: str, geography: Geography, areas: Collection[str]) -> bool:
        if self.indicators and indicator_id not in self.indicators:
            return False
        if self.areas is None:
            return True
        wanted = self.areas.get(geography)
        if wanted is None:
            return False
        return not wanted or not areas or not wanted.isdisjoint(areas)

    def holds_correction(self, correction: Correction) -> bool:
        """Whether a correction concerns it; one without listed values may be of any area."""
        if self.indicators and self.indicators.isdisjoint(correction.figures):
            return False
        if self.areas is None or not correction.changes:
            return True
        return any(self._has(v.figure, v.geography, (v.area,)) for v in correction.changes)


EVERYTHING = Scope()


def entries(scope: Scope = EVERYTHING) -> list[LogEntry]:
    """Every entry that concerns what was asked for, newest first. Real figures only."""
    every = [*_of_releases(scope), *_corrected(scope)]
    if scope.is_everything:
        every += _of_the_site()
    return sorted(every, key=lambda entry: (entry.on, entry.id), reverse=True)


def _of_releases(scope: Scope) -> Iterator[LogEntry]:
    held = releases()
    for release_id in held.ids()[:MOST_RELEASES]:
        made = _made(held, release_id)
        if made is not None:
            yield from _of_release(release_id, made[0], made[1], scope)


@lru_cache(maxsize=2 * MOST_RELEASES)
def _made(held: Releases, release_id: str) -> tuple[date, Changes] | None:
    """When a release was made and what it changed: of many releases only this is kept."""
    release = held.pinned(release_id)
    if release is None or release.manifest.is_simulated or release.catalog.changes is None:
        return None
    return release.manifest.published_on, release.catalog.changes


def _of_release(release_id: str, on: date, changes: Changes, scope: Scope) -> Iterator[LogEntry]:
    address = f"{addresses.CHANGES}#{release_id}"
    if changes.note and scope.is_everything:
        title = _("About release {id}", id=release_id)
        note = _(changes.note)
        yield LogEntry(f"{release_id}-note", ChangeKind.SITE, on, title, note, address)
    for changed in changes.sources:
        yield from _of_source(release_id, on, changed, scope)


SAID = {
    ChangeKind.ADDED: change_words.added,
    ChangeKind.REVISED: change_words.revised,
    ChangeKind.WITHHELD: change_words.withheld,
}


def _of_source(
    release_id: str, on: date, changed: SourceChanges, scope: Scope
) -> Iterator[LogEntry]:
    if (changed.is_new or changed.is_gone) and scope.is_everything:
        kind = ChangeKind.ADDED if changed.is_new else ChangeKind.REVISED
        yield _entry(release_id, on, changed, kind, change_words.of_source(changed))
    series = tuple(filter(scope.holds, changed.series))
    for kind, words in SAID.items():
        if said := words(series):
            yield _entry(release_id, on, changed, kind, f"{said}.")


def _entry(
    release_id: str, on: date, changed: SourceChanges, kind: ChangeKind, told: str
) -> LogEntry:
    name = f"{release_id}-{kind}-{changed.source_id}"
    title = _("{source}: {kind}", source=_(changed.name), kind=kind_word(kind))
    address = addresses.with_release(addresses.source(changed.source_id), release_id)
    return LogEntry(name, kind, on, title, told, address)


def _corrected(scope: Scope) -> Iterator[LogEntry]:
    """Corrections to real figures; those to simulated ones are of nobody's concern here."""
    for each in corrections():
        if not each.is_simulated and scope.holds_correction(each):
            yield LogEntry(
                f"correction-{each.id}",
                ChangeKind.CORRECTED,
                each.corrected_on,
                _(each.title),
                " ".join(f"{_(each.what_was_wrong)} {_(each.what_is_right)}".split()),
                f"{addresses.CHANGES}#correction-{each.id}",
            )


def _of_the_site() -> Iterator[LogEntry]:
    for each in site_changes():
        name = f"site-{each.id}"
        told = " ".join(_(each.what).split())
        address = f"{addresses.CHANGES}#{name}"
        yield LogEntry(name, ChangeKind.SITE, each.on, _(each.title), told, address)


def kind_word(kind: ChangeKind) -> str:
    """A kind of change, as a reader says it."""
    return {
        ChangeKind.ADDED: _("data added"),
        ChangeKind.REVISED: _("data revised"),
        ChangeKind.WITHHELD: _("figures hidden"),
        ChangeKind.CORRECTED: _("corrected"),
        ChangeKind.SITE: _("the site"),
    }[kind]
