"""What changed in a release, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from components.text import formats
from components.text.words import _, ngettext
from data_loaders.vocabulary.model import Changes, SeriesChanges, SourceChanges


def added(series: Iterable[SeriesChanges]) -> str:
    """How many values came, and until when they reach; empty where none did."""
    every = [each for each in series if each.added]
    if not every:
        return ""
    words = ngettext("{number} value added", "{number} values added", _sum(every, "added"))
    newest = max((each.newest for each in every if each.newest is not None), default=None)
    if newest is None:
        return words
    return _("{values}, the newest to {day}", values=words, day=formats.day(newest))


def revised(series: Iterable[SeriesChanges]) -> str:
    """How many values are other ones now, and how many are no longer given."""
    every = list(series)
    parts = []
    if changed := _sum(every, "revised"):
        parts.append(ngettext("{number} value revised", "{number} values revised", changed))
    if gone := _sum(every, "gone"):
        parts.append(ngettext("{number} no longer given", "{number} no longer given", gone))
    return formats.listed(parts) if parts else ""


def withheld(series: Iterable[SeriesChanges]) -> str:
    """How many figures came to be hidden."""
    count = _sum(series, "withheld")
    if not count:
        return ""
    return ngettext("{number} figure hidden now", "{number} figures hidden now", count)


def of_source(changed: SourceChanges) -> str:
    """All that changed in a source: its name, then a sentence of its own."""
    name = _(changed.name)
    if changed.is_new:
        return _("{source}: new source.", source=name)
    if changed.is_gone:
        return _("{source}: no longer here.", source=name)
    said = [words(changed.series) for words in (added, revised, withheld)]
    return _("{source}. {what}.", source=name, what="; ".join(filter(None, said)))


def lines(changes: Changes) -> Iterator[str]:
    """A sentence for each source that changed."""
    if changes.since is None:
        yield _("No earlier release is held here, so there is none to compare this one with.")
    elif not changes.sources:
        yield _("No value changed since release {id}.", id=changes.since)
    yield from map(of_source, changes.sources)


def failures(changes: Changes) -> list[str]:
    """A sentence for each feed that failed."""
    return [_("{source}: {why}", source=_(each.name), why=each.why) for each in changes.failures]


def _sum(series: Iterable[SeriesChanges], kind: str) -> int:
    return sum(getattr(each, kind) for each in series)
