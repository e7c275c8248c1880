"""The audit of sources whose publishers did the disclosure control: checks on published files.

It reads only what a release publishes, as an attacker would: observations, frames and tables.
A source that needs our own treatment is refused here.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pandas as pd

from data_loaders import observations
from data_loaders.audit_record import Audit, CheckResult, SourceAudit
from data_loaders.code_version import code_version
from data_loaders.curate.observation_files import read_observations
from data_loaders.curate.progress import Progress
from data_loaders.curate.release_files import file_entry
from data_loaders.curate.terms import is_passed_on
from data_loaders.frames import Frame, Index
from data_loaders.model import STATUS_OF_CODE, Catalog, Source, Status
from data_loaders.privacy.policy import Treatment
from data_loaders.release import ReleaseError


def audit_release(folder: Path, ran_on: date, progress: Progress) -> Audit:
    """Check every source of a release folder that has all its files but audit and manifest.

    Never raises for a failed check: the result says so. Raises ReleaseError for a source that
    needs our treatment, because these checks cannot prove anything about it.
    """
    started = time.monotonic()
    catalog = msgspec.json.decode((folder / "catalog.json").read_bytes(), type=Catalog)
    index = msgspec.json.decode((folder / "index.json").read_bytes(), type=Index)
    _refuse_untreated(catalog)
    audits: list[SourceAudit] = []
    for done, source in enumerate(catalog.sources, start=1):
        progress.count("auditing", done, len(catalog.sources))
        audits.append(SourceAudit(source.id, Treatment.PUBLISHER, _checks(folder, index, source)))
    return Audit(
        release_id=catalog.release_id,
        code_version=code_version(),
        passed=all(check.passed for audit in audits for check in audit.checks),
        ran_on=ran_on,
        run_seconds=round(time.monotonic() - started, 1),
        observations={
            f"observations/{path.name}": file_entry(path).sha256
            for path in sorted((folder / "observations").glob("*.parquet"))
        },
        sources=tuple(audits),
    )


def problems(audit: Audit) -> list[str]:
    """A line for every failed check."""
    return [
        f"{source.source_id}: {check.title} ({check.failures} failures{_after(check.note)})"
        for source in audit.sources
        for check in source.checks
        if not check.passed
    ]


def _after(note: str) -> str:
    return f"; {note}" if note else ""


def _refuse_untreated(catalog: Catalog) -> None:
    for source in catalog.sources:
        if source.policy.treatment is not Treatment.PUBLISHER:
            raise ReleaseError(
                f"{source.id} needs our disclosure control, which these checks do not prove. "
                "Take it out of the release, or treat and audit it."
            )


def _checks(folder: Path, index: Index, source: Source) -> tuple[CheckResult, ...]:
    ids = {indicator.id for indicator in source.indicators}
    frames = [
        msgspec.json.decode((folder / entry.file).read_bytes(), type=Frame)
        for entry in index.frames
        if entry.indicator_id in ids
    ]
    return (
        _promises_kept(folder, source),
        _hidden_cells_are_empty(frames),
        _tables_agree(folder, index, source, frames),
        _terms_kept(folder, index, source),
    )


def _promises_kept(folder: Path, source: Source) -> CheckResult:
    title = "Keys are unique; areas, periods, statuses and ranges are those of the indicator"
    path = folder / "observations" / f"{source.id}.parquet"
    if not is_passed_on(source):
        return CheckResult("promises", title, passed=True, note="checked before frames were made")
    try:
        table = read_observations(path)
        observations.check(table, source.indicators)
    except (OSError, observations.ObservationError) as error:
        return CheckResult("promises", title, passed=False, failures=1, note=str(error))
    return CheckResult("promises", title, passed=True)


def _hidden_cells_are_empty(frames: list[Frame]) -> CheckResult:
    title = "Frames hold a value exactly where the status allows one"
    failures = sum(
        (value is not None) != STATUS_OF_CODE[code].has_value
        for frame in frames
        for values, codes in zip(frame.values, frame.statuses, strict=True)
        for value, code in zip(values, codes, strict=True)
    )
    return CheckResult("frames", title, passed=failures == 0, failures=failures)


def _tables_agree(folder: Path, index: Index, source: Source, frames: list[Frame]) -> CheckResult:
    title = "Tables hold the cells of the frames, and nothing where a value is withheld"
    if not is_passed_on(source):
        return CheckResult("tables", title, passed=True, note="its terms allow no tables")
    failures = 0
    for name in sorted({f"{frame.indicator_id}_{frame.geography}" for frame in frames}):
        of_frames = [f for f in frames if f"{f.indicator_id}_{f.geography}" == name]
        failures += _differences(folder / index.tables[name], of_frames)
    return CheckResult("tables", title, passed=failures == 0, failures=failures)


def _differences(table: Path, frames: list[Frame]) -> int:
    expected = {cell for frame in frames for cell in _cells(frame)}
    found = pd.read_csv(
        table,
        usecols=["area_id", "industry_id", "period_start", "value", "value_status"],
        dtype={"area_id": "str", "industry_id": "str", "period_start": "str"},
        keep_default_na=False,
        na_values={"value": [""]},
        quoting=csv.QUOTE_MINIMAL,
    )
    published = {
        (area_id, industry_id, start, None if value != value else value, Status(status))
        for area_id, industry_id, start, value, status in found[
            ["area_id", "industry_id", "period_start", "value", "value_status"]
        ].itertuples(index=False)
    }
    return len(expected ^ published)


def _cells(frame: Frame) -> Iterator[tuple[str, str, str, float | None, Status]]:
    starts = [start.isoformat() for start, _ in frame.periods]
    for area_id, values, codes in zip(frame.areas, frame.values, frame.statuses, strict=True):
        for start, value, code in zip(starts, values, codes, strict=True):
            yield area_id, frame.industry_id, start, value, STATUS_OF_CODE[code]


def _terms_kept(folder: Path, index: Index, source: Source) -> CheckResult:
    title = "No table and no observations are passed on against the publisher's terms"
    if is_passed_on(source):
        return CheckResult("terms", title, passed=True, note="its terms let figures be passed on")
    tables = {f"{i.id}_{g}" for i in source.indicators for g in i.geographies}
    named = len(tables & index.tables.keys())
    lying_there = {
        path.name.split(".")[0].removeprefix("SIMULATED_") for path in folder.glob("csv/*")
    }
    failures = named + len(tables & lying_there)
    failures += (folder / "observations" / f"{source.id}.parquet").exists()
    return CheckResult("terms", title, passed=failures == 0, failures=failures)
