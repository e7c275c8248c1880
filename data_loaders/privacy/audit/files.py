"""A11 on the files themselves: what lies in a release folder beside the figures it shows."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.observations.parquet import RANGE
from data_loaders.observations.table import COLUMNS, REASON, tidy
from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.privacy.tables.noisy import with_range
from data_loaders.released.chain import SIGNATURE_ENDING
from data_loaders.released.release import SHOWN_ONLY, Manifest, ShownOnly
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import REASON_OF_CODE, STATUS_OF_CODE, Source, Status

PANDAS = b"pandas"
SCHEMA_NOTES = {b"ARROW:schema", PANDAS}
ONE_NAN = np.float64("nan").view(np.int64)
VALUELESS = {str(status) for status in Status if not status.has_value}


def parquet_leaks(path: Path, *, is_noisy: bool = False) -> int:
    """Traces of withheld values in a file of observations.

    Columns that should not be there, notes in its metadata, words that no row has, values beside a
    status that allows none, and numbers hidden in the bits of a missing one. Only noisy figures
    have ranges.
    """
    file = pq.ParquetFile(path)
    table = file.read()
    values = table["value"].to_numpy(zero_copy_only=False).astype("float64")
    valueless = np.isin(np.array(table["status"].to_pylist()), list(VALUELESS))
    optional = {REASON, *(RANGE if is_noisy else ())}
    leaks = len((set(table.column_names) ^ set(COLUMNS)) - optional)
    leaks += _notes(file, table) + _unused_words(path)
    leaks += int(np.isfinite(values[valueless]).sum())
    bits = values[np.isnan(values)].view(np.int64)
    leaks += int((~np.isin(bits, [ONE_NAN, np.float64("-nan").view(np.int64)])).sum())
    return leaks


def _notes(file: pq.ParquetFile, table: pa.Table) -> int:
    """Notes on the file or on its columns, but those of the libraries that write tables."""
    told = dict(file.metadata.metadata or {})
    plain = table.replace_schema_metadata(None).to_pandas()
    usual = pa.Schema.from_pandas(plain, preserve_index=False).metadata or {}
    others = len(set(told) - SCHEMA_NOTES)
    others += PANDAS in told and told[PANDAS] != usual.get(PANDAS)
    return others + sum(bool(field.metadata) for field in file.schema_arrow)


def _unused_words(path: Path) -> int:
    """Words in the lists of a file's columns of text that stand in no row."""
    schema = pq.read_schema(path)
    texts = [field.name for field in schema if pa.types.is_string(_plain(field.type))]
    kept = pq.ParquetFile(path, read_dictionary=texts)
    unused = 0
    for group in range(kept.num_row_groups):
        for column in kept.read_row_group(group, columns=texts).columns:
            for chunk in column.chunks:
                unused += len(chunk.dictionary) - len(chunk.indices.drop_null().unique())
    return unused


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type of what a list of words holds, or the type itself."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def other_ranges(path: Path, source: Source, boroughs: BoroughOf) -> int:
    """Ranges in a file of noisy figures that are not those of their rule, which tell of none."""
    noise, grid = source.policy.noise, source.policy.publication_grid
    if noise is None or grid is None or not set(RANGE) <= set(pq.read_schema(path).names):
        return 0
    said = pq.read_table(path, columns=list(RANGE)).to_pandas()
    expected = with_range(written_order(path), noise, grid, boroughs)
    return int((said[list(RANGE)] != expected[list(RANGE)]).any(axis=1).sum())


def stray_files(folder: Path) -> int:
    """Files of a finished release that its manifest does not name: logs, drafts, deliveries."""
    path = folder / "manifest.json"
    if not path.is_file():
        return 0
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    named = {"manifest.json", f"manifest.json{SIGNATURE_ENDING}", *manifest.files}
    if manifest.shown_only is not None:
        shown_only = msgspec.json.decode((folder / SHOWN_ONLY).read_bytes(), type=ShownOnly)
        named |= {SHOWN_ONLY, *shown_only.files}
    present = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    return len(present - named)


def written_order(path: Path) -> pd.DataFrame:
    """Observations in the order of the file, with the types of observations."""
    table = pq.read_table(path).to_pandas().reindex(columns=COLUMNS, fill_value="")
    for column in ("period_start", "period_end"):
        table[column] = pd.to_datetime(table[column]).astype("datetime64[ms]")
    for column in ("indicator_id", "geography", "area_id", "industry_id", "status", REASON):
        table[column] = table[column].astype("str")
    return table


def from_frames(frames: list[Frame]) -> pd.DataFrame:
    """Observations of a source that publishes no file of them, put together from its frames."""
    parts = [_observations(frame) for frame in frames]
    return tidy(parts) if parts else pd.DataFrame(columns=COLUMNS)


def _observations(frame: Frame) -> pd.DataFrame:
    rows = [
        (
            area_id,
            start,
            end,
            np.nan if value is None else value,
            str(STATUS_OF_CODE[code]),
            str(REASON_OF_CODE.get(code, "")),
        )
        for area_id, values, codes in zip(frame.areas, frame.values, frame.statuses, strict=True)
        for (start, end), value, code in zip(frame.periods, values, codes, strict=True)
    ]
    names = ["area_id", "period_start", "period_end", "value", "status", REASON]
    table = pd.DataFrame(rows, columns=names).assign(
        indicator_id=frame.indicator_id,
        geography=str(frame.geography),
        industry_id=frame.industry_id,
    )
    for column in ("period_start", "period_end"):
        table[column] = pd.to_datetime(table[column])
    return table
