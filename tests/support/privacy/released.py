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
from data_loaders.released.packing import packed
from data_loaders.released.release import ShownOnly
from data_loaders.vocabulary.audit_record import Audit, CheckResult
from data_loaders.vocabulary.frames import Frame, FrameEntry, Index
from data_loaders.vocabulary.model import (
    Area,
    Cadence,
    Catalog,
    Category,
    Geography,
    Indicator,
    Publication,
    Source,
    Status,
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


def only_shown(folder: Path, table: pd.DataFrame) -> Path:
    """Frames of observations that no list names, in place of their file, and no table."""
    write_frames(folder, table)
    listed = msgspec.json.decode((folder / "index.json").read_bytes(), type=Index)
    shown = ShownOnly(listed.frames)
    (folder / "shown_only.json").write_bytes(msgspec.json.encode(shown))
    (folder / "index.json").write_bytes(msgspec.json.encode(Index((), {}, {})))
    for path in (*folder.glob("csv/*"), *folder.glob("observations/*")):
        path.unlink()
    return folder


def write_frames(folder: Path, *observations: pd.DataFrame) -> Path:
    """Frames, tables and index of the same observations, beside their files."""
    entries: list[FrameEntry] = []
    tables: dict[str, str] = {}
    for name in ("csv", "frames"):
        (folder / name).mkdir()
    for table in observations:
        for by, rows in table.groupby(["indicator_id", "geography"]):
            name = "_".join(str(part) for part in by)
            tables[name] = f"csv/{name}.csv"
            as_csv = rows.assign(value_reason="").rename(columns={"status": "value_status"})
            as_csv.to_csv(folder / tables[name], index=False, date_format="%Y-%m-%d")
            for _, own in rows.groupby("industry_id"):
                frame = frame_of(own)
                file = f"frames/{name}_{frame.industry_id}.json"
                (folder / file).write_bytes(packed(frame))
                days = frame.periods[0][0], frame.periods[-1][1]
                ids = frame.indicator_id, frame.geography, frame.industry_id
                entries.append(FrameEntry(*ids, file, *days))
    index = Index(tuple(entries), {}, tables)
    (folder / "index.json").write_bytes(msgspec.json.encode(index))
    return folder


def frame_of(rows: pd.DataFrame) -> Frame:
    """The frame of one indicator, geography and industry, every area with every period."""
    first = rows.iloc[0]
    ordered = rows.sort_values(["area_id", "period_start"])
    days = (ordered[name].dt.date for name in ("period_start", "period_end"))
    periods = sorted(set(zip(*days, strict=True)))
    areas = [own for _, own in ordered.groupby("area_id")]
    return Frame(
        first["indicator_id"],
        Geography(first["geography"]),
        first["industry_id"],
        tuple(periods),
        tuple(own["area_id"].iloc[0] for own in areas),
        [tuple(None if pd.isna(value) else value for value in own["value"]) for own in areas],
        tuple("".join(Status(status).code for status in own["status"]) for own in areas),
    )


def audit(folder: Path, previous: Path | None = None, *earlier: Path) -> Audit:
    """The audit of a folder, in this process."""
    return audit_release(folder, previous, Silent(), workers=1, earlier=earlier)


def result(audit: Audit, check_id: str) -> CheckResult:
    """One check of the only source."""
    return next(check for check in audit.sources[0].checks if check.id == check_id)


def failed(audit: Audit) -> set[str]:
    """Ids of the checks that failed."""
    return {check.id for check in audit.sources[0].checks if not check.passed}
