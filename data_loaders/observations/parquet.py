"""Observations on disk: one Parquet file a source, the same bytes for the same observations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.observations.table import KEY, REASON, tidy

TEXT = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("indicator_id", TEXT),
        ("geography", TEXT),
        ("area_id", TEXT),
        ("period_start", pa.date32()),
        ("industry_id", TEXT),
        ("period_end", pa.date32()),
        ("value", pa.float64()),
        ("status", TEXT),
        (REASON, TEXT),
    ]
)
WITHOUT_REASONS = pa.schema(list(SCHEMA)[:-1])
# Where the true count behind a noisy figure lies, 95 times in 100.
RANGE = ("lower", "upper")
WITH_RANGE = pa.schema([*SCHEMA, *((name, pa.float64()) for name in RANGE)])


def write_observations(path: Path, observations: pd.DataFrame) -> None:
    """Write observations in key order, without labels, units or bases."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_written(observations))


def as_written(observations: pd.DataFrame) -> bytes:
    """The file that observations make, with the ranges of noisy ones where these are given.

    Those of a release made before reasons were kept have none, and are written as they were: the
    audit that ships with them knows their file by its hash.
    """
    whole = tidy([observations])
    schema = SCHEMA if whole[REASON].ne("").any() else WITHOUT_REASONS
    if set(RANGE) <= set(observations.columns):
        schema, ranges = WITH_RANGE, observations[[*KEY, *RANGE]]
        whole = whole.merge(ranges, on=KEY, how="left", validate="1:1")
    table = pa.Table.from_pandas(whole[schema.names], preserve_index=False)
    table = table.cast(schema).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=15)
    return sink.getvalue().to_pybytes()


def read_observations(path: Path) -> pd.DataFrame:
    """Observations of a file written here."""
    return tidy([pq.read_table(path).to_pandas(types_mapper=None)])
