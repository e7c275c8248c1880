"""What differs between two releases, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from api.v1.asked import cut, release_asked, window
from api.v1.problems import Refused
from api.v1.selection import Wanted, wanted
from components.api_reference import records
from components.api_reference.endpoints import REVISIONS, ProblemType
from components.api_reference.queries import RevisionsQuery
from data_loaders.released.release import Release, release_order
from data_loaders.released.revisions import Revision, revisions
from data_loaders.vocabulary.model import Publication


def revised(query: RevisionsQuery) -> records.Revisions:
    """One page of the cells that changed since an older release."""
    page = window(query.release, query.cursor, query.limit)
    old, new = release_asked(query.since), page.release
    if release_order(old.id) > release_order(new.id):
        raise Refused(
            ProblemType.NOT_FOUND, f"Release {old.id} is later than {new.id}: name an older one."
        )
    found = _found(old, new, tuple(wanted(new, query)))
    return records.Revisions(
        new.id,
        old.id,
        len(found),
        page.next_address(REVISIONS, query, len(found)),
        [_record(each) for each in cut(found, page)],
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
