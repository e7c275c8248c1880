"""One partner's deliveries in memory: files to kept rows, kept rows to observations.

A partner's module has
- `SOURCE`, with a `delivery_format` and a policy of treatment `ours`;
- `KEY`, the columns that tell its kept rows apart (empty where the format is cumulative);
- `read(files, report)`: the rows of one delivery that may be kept, excluded fields dropped at the
  door, as a table with a column `day` (the last day a row covers); None where the report stops it;
- `counted(kept)`: counted observations in the publication grid, from the kept rows of every
  delivery so far.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery.findings import Report
from data_loaders.observations import table as observations
from data_loaders.privacy.tables import noisy
from data_loaders.privacy.treatment import noise
from data_loaders.privacy.treatment.order import PUBLIC
from data_loaders.privacy.treatment.treat import Treated, treat
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary.model import DeliveryFormat, Source


def delivery_format(source: Source) -> DeliveryFormat:
    """The format of a partner's source; ValueError for a public one."""
    if source.delivery_format is None:
        raise ValueError(f"{source.id} is no partner's source; its files are a feed")
    return source.delivery_format


def read_delivery(module: Partner, files: Sequence[Path]) -> tuple[pd.DataFrame | None, Report]:
    """One delivery's rows, and everything found in it; no rows where anything stops it."""
    report = Report(module.SOURCE.id)
    _check_names(report, delivery_format(module.SOURCE), files)
    if report.is_refused:
        return None, report
    kept = module.read(files, report)
    if kept is None or report.is_refused:
        return None, report
    if kept.empty:
        report.stop(files[0].name, "no rows of New York City", "at least one", "Check the file.")
        return None, report
    return kept, report


def vintage(kept: pd.DataFrame) -> date:
    """The date the rows are as of: the last day any of them covers."""
    return pd.Timestamp(kept["day"].max()).date()


def merged(module: Partner, deliveries: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all deliveries, oldest first; of a row that two hold the newer is taken."""
    if delivery_format(module.SOURCE).is_cumulative:
        return deliveries[-1]
    rows = pd.concat(deliveries, ignore_index=True)
    return rows.drop_duplicates(list(module.KEY), keep="last", ignore_index=True)


def measured(
    module: Partner,
    kept: pd.DataFrame,
    released: Sequence[pd.DataFrame] = (),
    key: str = PUBLIC,
) -> Treated:
    """Observations that may be published, treated and checked, and the score of guesses at gaps.

    `released` are those of every release so far, newest first; `key` is that of the order among
    complements. Raises TreatmentError, TableError, ObservationError.
    """
    source = module.SOURCE
    previous = released[0] if released else None
    counted, earlier = module.counted(_protected(module, kept)), released[1:]
    result = treat(counted, source.policy, source.indicators, previous, key=key, earlier=earlier)
    observations.check(result.observations, source.indicators)
    return result


def _protected(module: Partner, kept: pd.DataFrame) -> pd.DataFrame:
    """Kept rows as they may be counted: where noise protects a unit, no more of each than its
    policy's bound, none of which adds to more counts than it says."""
    rule = module.SOURCE.policy.noise
    if rule is None:
        return kept
    rows = noise.bounded(kept, rule)
    noise.require_influence(module.counted, noisy.leaves, rows, rule)
    return rows


def labels(form: DeliveryFormat, files: Sequence[Path]) -> list[str]:
    """What to call files: by name where that is of the format, else by their place.

    A name of another kind may hold anything, a person's name too.
    """
    return [
        file.name
        if any(re.fullmatch(kind.pattern, file.name) for kind in form.files)
        else f"file-{number}"
        for number, file in enumerate(files, start=1)
    ]


def _check_names(report: Report, form: DeliveryFormat, files: Sequence[Path]) -> None:
    expected = ", ".join(f"{kind.example} ({kind.holds})" for kind in form.files)
    for file, label in zip(files, labels(form, files), strict=True):
        if label != file.name:
            report.stop(label, "a file of another name", expected, "Name it as delivered.")
    if form.is_file_by_file:
        return
    for kind in form.files:
        absent = not any(re.fullmatch(kind.pattern, file.name) for file in files)
        if absent and not kind.is_optional:
            report.stop(kind.example, "not among the files given", kind.holds, "Give it too.")
