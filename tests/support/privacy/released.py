"""Release folders of small tables, written with no part of the project's own release writer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.privacy.audit.run import audit_release
from data_loaders.vocabulary.audit_record import Audit, CheckResult
from data_loaders.vocabulary.model import (
    Area,
    Cadence,
    Catalog,
    Category,
    Geography,
    Indicator,
    Publication,
    Source,
)
from data_loaders.vocabulary.policy import Policy
from data_loaders.vocabulary.progress import Silent
from tests.support.privacy import made


def source(policy: Policy, *indicators: Indicator) -> Source:
    """A source with made-up words about itself."""
    return Source(
        id="clients",
        name="Clients",
        partner="A partner",
        publisher_url="",
        feed=None,
        publication=Publication.OPEN,
        citation="",
        description="",
        covers="",
        category=Category.COMMUNITY,
        cadence=Cadence.QUARTER,
        policy=policy,
        indicators=indicators,
    )


def write(folder: Path, one: Source, observations: pd.DataFrame) -> Path:
    """A release folder with a catalog and one file of observations, rows as given."""
    return write_all(folder, [(one, observations)])


def write_all(folder: Path, tables: Sequence[tuple[Source, pd.DataFrame]]) -> Path:
    """The same of several sources, a file each."""
    areas = {
        Geography(name): tuple(
            Area(id=area_id, name=area_id, geography=Geography(name), borough_id=borough)
            for area_id, borough in boroughs.items()
        )
        for name, boroughs in made.BOROUGHS.items()
    }
    sources = tuple(one for one, _ in tables)
    catalog = Catalog("2020-10-01", date(2020, 10, 1), True, False, sources, (), areas)
    (folder / "observations").mkdir(parents=True)
    (folder / "catalog.json").write_bytes(msgspec.json.encode(catalog))
    for one, observations in tables:
        table = pa.Table.from_pandas(observations, preserve_index=False)
        pq.write_table(table, folder / "observations" / f"{one.id}.parquet")
    return folder


def audit(folder: Path, previous: Path | None = None, *earlier: Path) -> Audit:
    """The audit of a folder, in this process."""
    return audit_release(folder, previous, Silent(), workers=1, earlier=earlier)


def result(audit: Audit, check_id: str) -> CheckResult:
    """One check of the only source."""
    return next(check for check in audit.sources[0].checks if check.id == check_id)


def failed(audit: Audit) -> set[str]:
    """Ids of the checks that failed."""
    return {check.id for check in audit.sources[0].checks if not check.passed}
