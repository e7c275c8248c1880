"""What differs between two releases, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from functools import lru_cache

from msgspec.structs import replace

from api.v1.asked import cut, release_asked, window
from api.v1.problems import Refused
from api.v1.selection import Wanted, wanted
from components.api_reference import records
from components.api_reference.endpoints import REVISIONS, ProblemType
from components.api_reference.queries import RevisionsQuery
from data_loaders.released.earlier import earlier_releases
from data_loaders.released.histories import histories_of
from data_loaders.released.release import Release, release_order
from data_loaders.released.revision_csv import by_lag_name, vintages_name
from data_loaders.released.revisions import Revision, revisions
from data_loaders.released.serving import file_base
from data_loaders.vocabulary.model import Publication


def revised(query: RevisionsQuery) -> records.Revisions:
    """One page of the cells that changed since an older release."""
    page = window(query.release, query.cursor, query.limit)
    new = page.release
    old = release_asked(query.since) if query.since else next(earlier_releases(new, 1), new)
    if release_order(old.id) > release_order(new.id):
        raise Refused(
            ProblemType.NOT_FOUND, f"Release {old.id} is later than {new.id}: name an older one."
        )
    asked = tuple(wanted(new, query))
    changes = _found(old, new, asked)
    following = replace(query, since=old.id)
    return records.Revisions(
        new.id,
        old.id,
        len(changes),
        page.next_address(REVISIONS, following, len(changes)),
        [_record(each) for each in cut(changes, page)],
        [*_usual(new, dict.fromkeys(each.indicator_id for each in asked))],
    )


def _usual(release: Release, indicator_ids: Iterable[str]) -> Iterator[records.HistoryRecord]:
    known = histories_of(release)
    for name in indicator_ids:
        history = known.get(name)
        if history is None:
            continue
        yield records.HistoryRecord(
            name,
            history.files,
            history.frequency,
            history.unit,
            [records.UsualRevisionRecord(*astuple(each)) for each in history.usual],
            f"{file_base(release)}/{vintages_name(name)}",
            f"{file_base(release)}/{by_lag_name(name)}",
        )


@lru_cache(maxsize=16)
def _found(old: Release, new: Release, asked: tuple[Wanted, ...]) -> tuple[Revision, ...]:
    return tuple(_changed(old, new, asked))


def _changed(old: Release, new: Release, asked: tuple[Wanted, ...]) -> Iterator[Revision]:
    for each in asked:
        entry = new.entry(each.indicator_id, each.geography, each.industry_id)
        source = old.source_of.get(each.indicator_id)
        # What may only be shown of the older release is not told of here.
        if entry is None or (source and source.publication is Publication.SHOW):
            continue
        for revision in revisions(old, new, entry):
            if each.areas is None or revision.area_id in each.areas:
                yield revision


def _record(revision: Revision) -> records.RevisionRecord:
    old, new = revision.old, revision.new
    return records.RevisionRecord(
        revision.indicator_id,
        revision.geography,
        revision.area_id,
        revision.industry_id,
        revision.first,
        revision.last,
        revision.change,
        old.value if old else None,
        old.status if old else None,
        new.value if new else None,
        new.status if new else None,
    )
