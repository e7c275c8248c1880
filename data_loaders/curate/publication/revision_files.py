"""The files of a release that say how its figures were revised."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from data_loaders.released import revision_csv
from data_loaders.released.release import REVISIONS
from data_loaders.vocabulary.model import Catalog
from data_loaders.vocabulary.terms import is_passed_on
from data_loaders.vocabulary.vintages import RevisionHistories, RevisionHistory


def write_histories(
    folder: Path, catalog: Catalog, histories: Sequence[RevisionHistory]
) -> tuple[RevisionHistory, ...]:
    """Write those that may be passed on; returns those that pages may only show."""
    source_of = {i.id: source for source in catalog.sources for i in source.indicators}
    indicators = {i.id: i for source in catalog.sources for i in source.indicators}
    told = [each for each in histories if each.indicator_id in indicators]
    passed_on = [each for each in told if is_passed_on(source_of[each.indicator_id])]
    if passed_on:
        record = RevisionHistories(tuple(passed_on))
        (folder / REVISIONS).write_bytes(msgspec.json.encode(record) + b"\n")
    for each in passed_on:
        name, source = each.indicator_id, source_of[each.indicator_id]
        values = revision_csv.vintages_csv(each, indicators[name], source, catalog.release_id)
        by_lag = revision_csv.by_lag_csv(each, source, catalog.release_id)
        _write(folder / revision_csv.vintages_name(name), values)
        _write(folder / revision_csv.by_lag_name(name), by_lag)
    return tuple(each for each in told if each not in passed_on)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
