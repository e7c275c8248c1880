"""The audit of sources whose publishers did the disclosure control: checks on published files.

It reads only what a release publishes, as an attacker would: observations, frames and tables.
The scan and its controls serve the sources we treat as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from data_loaders.observations.parquet import read_observations
from data_loaders.observations.table import ObservationError, check
from data_loaders.privacy.audit.leak_scan import frame_leaks, table_differences
from data_loaders.released.packing import unpacked
from data_loaders.released.release import INDEX
from data_loaders.vocabulary.audit_record import TITLES, CheckResult, SourceAudit
from data_loaders.vocabulary.frames import Frame, Index
from data_loaders.vocabulary.model import STATUS_CODES, STATUS_OF_CODE, Source, Status
from data_loaders.vocabulary.policy import Treatment
from data_loaders.vocabulary.terms import is_passed_on

WITHHELD = STATUS_CODES[Status.WITHHELD]
PROMISES = "Keys are unique; areas, periods, statuses and ranges are those of the indicator"
TERMS = "No table, observations or listed frame are passed on of a source that is only shown"


def source_audit(folder: Path, index: Index, source: Source) -> SourceAudit:
    """The checks of one source whose publisher treated it, on all its published files."""
    frames = frames_of(folder, index, source)
    codes = "".join(code for frame in frames for code in frame.statuses)
    hidden = sum(codes.count(code) for code, status in STATUS_OF_CODE.items() if status.is_hidden)
    checks = (
        _promises(folder, source),
        _terms(folder, index, source),
        leak_scan(folder, index, source, frames, len(codes)),
        scan_controls(folder, index, source, frames),
    )
    return SourceAudit(source.id, Treatment.PUBLISHER, checks, len(codes), hidden)


def frames_of(folder: Path, index: Index, source: Source) -> list[Frame]:
    """All published frames of a source."""
    ids = {indicator.id for indicator in source.indicators}
    return [
        unpacked((folder / entry.file).read_bytes())
        for entry in index.frames
        if entry.indicator_id in ids
    ]


def _result(id_: str, title: str, failures: int, checked: int, note: str = "") -> CheckResult:
    return CheckResult(id_, title, failures == 0, failures, checked, note=note)


def _promises(folder: Path, source: Source) -> CheckResult:
    if not is_passed_on(source):
        return _result("promises", PROMISES, 0, 0, "checked before its frames were made")
    try:
        table = read_observations(folder / "observations" / f"{source.id}.parquet")
        check(table, source.indicators)
    except (OSError, ObservationError) as error:
        return _result("promises", PROMISES, 1, 0, str(error))
    return _result("promises", PROMISES, 0, len(table))


def _terms(folder: Path, index: Index, source: Source) -> CheckResult:
    count = len(_tables(source))
    if is_passed_on(source):
        return _result("terms", TERMS, 0, count, "its figures are passed on")
    return _result("terms", TERMS, against_terms(folder, index, source), count)


def _tables(source: Source) -> set[str]:
    return {f"{i.id}_{g}" for i in source.indicators for g in i.geographies}


def against_terms(folder: Path, index: Index, source: Source) -> int:
    """Tables, observations and listed frames of a source that may be shown and not passed on."""
    if is_passed_on(source):
        return 0
    tables = _tables(source)
    lying_there = {
        path.name.split(".")[0].removeprefix("SIMULATED_") for path in folder.glob("csv/*")
    }
    failures = len(tables & index.tables.keys()) + len(tables & lying_there)
    failures += (folder / "observations" / f"{source.id}.parquet").exists()
    if (folder / INDEX).is_file():
        listed = msgspec.json.decode((folder / INDEX).read_bytes(), type=Index)
        failures += len(frames_of(folder, listed, source))
    return failures


def leak_scan(
    folder: Path, index: Index, source: Source, frames: Sequence[Frame], cells: int
) -> CheckResult:
    failures = sum(frame_leaks(frame) for frame in frames)
    if is_passed_on(source):
        failures += sum(
            table_differences(folder / index.tables[name], group)
            for name, group in _by_table(frames).items()
        )
    return _result("A11", TITLES["A11"], failures, cells)


def scan_controls(
    folder: Path, index: Index, source: Source, frames: Sequence[Frame]
) -> CheckResult:
    """Break what is published on purpose: each break must be found, or the scan is blind."""
    missed, tried = 0, 0
    for name, group in list(_by_table(frames).items())[:1]:
        broken = _with_a_withheld_value(group)
        if broken is None:
            continue
        missed += frame_leaks(broken[0]) == 0
        tried += 1
        if is_passed_on(source):
            missed += table_differences(folder / index.tables[name], broken) == 0
            tried += 1
    return _result("A12", TITLES["A12"], missed, tried)


def _with_a_withheld_value(frames: Sequence[Frame]) -> list[Frame] | None:
    """The frames with one value left standing in a cell called withheld, that frame first."""
    for place, frame in enumerate(frames):
        for row, values in enumerate(frame.values):
            for position, value in enumerate(values):
                if value is not None:
                    codes = frame.statuses[row]
                    leaking = codes[:position] + WITHHELD + codes[position + 1 :]
                    rows = (*frame.statuses[:row], leaking, *frame.statuses[row + 1 :])
                    others = [*frames[:place], *frames[place + 1 :]]
                    return [replace(frame, statuses=rows), *others]
    return None


def _by_table(frames: Iterable[Frame]) -> dict[str, list[Frame]]:
    groups: dict[str, list[Frame]] = {}
    for frame in frames:
        groups.setdefault(f"{frame.indicator_id}_{frame.geography}", []).append(frame)
    return groups
