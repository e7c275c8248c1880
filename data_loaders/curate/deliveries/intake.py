"""Intake: a partner's files are checked and received, once each, or quarantined with the reason.

    deliveries/<source>/<vintage>_<hash>/rows.parquet   what passed the door; confidential
                                         record.json    files, hash, rows, everything noted
    deliveries/<source>/.quarantine/<hash>/              refused files and report.json

A delivery is written aside and renamed, so an interrupted intake leaves nothing half done, and
the same files given again change nothing. Nothing here is read by the site.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec
import pandas as pd

from data_loaders.curate.deliveries import at_rest
from data_loaders.curate.deliveries.order_key import SIMULATED, keyed
from data_loaders.curate.deliveries.partner import delivery_format, labels, read_delivery, vintage
from data_loaders.curate.deliveries.plausible import implausible, judged, require_received
from data_loaders.curate.feeds.mirror import file_hash, hash_of_all
from data_loaders.curate.plausibility.findings import Finding as Implausible
from data_loaders.curate.publication.release_files import flush_to_disk, write_json
from data_loaders.delivery.findings import Finding, RefusedError, Report
from data_loaders.observations.durable import empty, flush, only_publisher
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary.model import AcceptedFinding

RECORD, ROWS, REPORT = "record.json", "rows.parquet", "report.json"
PARTIAL, QUARANTINE = ".partial", ".quarantine"
ONLY_US = 0o700
MOST_SHRINK = 0.05
COMPARED = 8  # deliveries that a new one is held against


class Outcome(StrEnum):
    RECEIVED = "received"
    HELD_ALREADY = "held already"


class Received(msgspec.Struct, frozen=True):
    """What is known of a delivery that passed: `number` counts the deliveries of its source."""

    source_id: str
    vintage: date
    received_on: date
    sha256: str
    files: tuple[str, ...]
    rows_read: int
    rows_kept: int
    number: int
    findings: tuple[Finding, ...] = ()
    # What was implausible about it and let pass by a person; records from before there was a gate
    # hold none.
    accepted: tuple[AcceptedFinding, ...] = ()


class Intake:
    """The deliveries of one source in a folder of deliveries."""

    def __init__(self, root: Path, module: Partner) -> None:
        self.module = module
        self.folder = root / module.SOURCE.id
        self._read: dict[str, Received] = {}  # records never change, and there may be hundreds

    def deliveries(self, paths: Sequence[Path]) -> list[list[Path]]:
        """Files as they make up deliveries; a folder stands for the files in it."""
        files = [file for path in paths for file in _files(path)]
        if delivery_format(self.module.SOURCE).is_file_by_file:
            return [[file] for file in sorted(files, key=lambda file: file.name)]
        return [files] if files else []

    def receive(
        self,
        files: Sequence[Path],
        received_on: date,
        *,
        supersede: bool = False,
        accept: Mapping[str, str] = MappingProxyType({}),
        key: str = SIMULATED,
    ) -> Outcome:
        """Check one delivery and keep its rows.

        `supersede` lets it stand beside, and win over, another of the same vintage, and be
        smaller than the last; `accept` gives a reason for each implausible finding, by id, that a
        person looked at; `key` is the operator's, so that no id tells the files. Raises
        RefusedError, after quarantining it, with every reason.
        """
        with only_publisher(self.folder):
            self.folder.chmod(ONLY_US)
            sha256 = hash_of_all({file.name: file_hash(file) for file in files})
            held = self.held()
            if any(delivery.sha256 == sha256 for delivery in held):
                return Outcome.HELD_ALREADY
            kept, report = read_delivery(self.module, files)
            accepted: tuple[AcceptedFinding, ...] = ()
            if kept is not None:
                require_received(report, files[0].name, kept, received_on)
                if not supersede:
                    self._compare(report, files, kept, held)
                if not report.is_refused:
                    doubts = self._implausible(kept, held, keyed(sha256, key))
                    accepted = judged(report, files[0].name, doubts, accept, received_on)
            if kept is None or report.is_refused:
                self._quarantine(files, sha256, report)
                raise RefusedError(report)
            self._write(files, sha256, kept, report, received_on, held, accepted)
            return Outcome.RECEIVED

    def held(self) -> list[Received]:
        """Deliveries received, in the order in which the newer wins."""
        for path in self.folder.glob(f"*_*/{RECORD}"):
            if path.parent.name not in self._read:
                record = msgspec.json.decode(path.read_bytes(), type=Received)
                self._read[path.parent.name] = record
        return sorted(self._read.values(), key=lambda record: (record.vintage, record.number))

    def rows(self) -> Iterator[pd.DataFrame]:
        """The kept rows of every delivery, in the order of `held`."""
        for delivery in self.held():
            yield at_rest.read_rows(self.folder / _name(delivery) / ROWS)

    def _compare(
        self, report: Report, files: Sequence[Path], kept: pd.DataFrame, held: list[Received]
    ) -> None:
        """Refuse what would replace, or undo, a delivery held already."""
        day, file = vintage(kept), files[0].name
        if any(delivery.vintage == day for delivery in held):
            report.stop(
                file,
                f"a second, different delivery of {day}",
                "one delivery for each date",
                "Ask the partner which holds. If this one: --supersede.",
            )
        if not held or not delivery_format(self.module.SOURCE).is_cumulative:
            return
        last = held[-1]
        if day < last.vintage:
            problem = f"figures to {day}, older than those held ({last.vintage})"
            report.stop(file, problem, "a newer delivery", "If the older is right: --supersede.")
        if len(kept) < last.rows_kept * (1 - MOST_SHRINK):
            problem = f"{len(kept):,} rows; the last delivery had {last.rows_kept:,}"
            mend = "It may be cut off. If it is right: --supersede."
            report.stop(file, problem, "at least as many, bar a few", mend)

    def _implausible(
        self, kept: pd.DataFrame, held: Sequence[Received], sha256: str
    ) -> tuple[Implausible, ...]:
        """What is implausible beside the deliveries before."""
        newest = [at_rest.read_rows(self.folder / _name(each) / ROWS) for each in held[-COMPARED:]]
        return implausible(self.module, kept, newest, sha256)

    def accepted(self) -> tuple[AcceptedFinding, ...]:
        """What was implausible about deliveries held and let pass by a person."""
        return tuple(each for delivery in self.held() for each in delivery.accepted)

    def _write(
        self,
        files: Sequence[Path],
        sha256: str,
        kept: pd.DataFrame,
        report: Report,
        received_on: date,
        held: list[Received],
        accepted: tuple[AcceptedFinding, ...],
    ) -> None:
        record = Received(
            self.module.SOURCE.id,
            vintage(kept),
            received_on,
            sha256,
            tuple(file.name for file in files),
            report.rows_read,
            len(kept),
            max((delivery.number for delivery in held), default=0) + 1,
            tuple(report.findings),
            accepted,
        )
        aside = empty(self.folder / PARTIAL)
        at_rest.write_rows(aside / ROWS, kept)
        write_json(aside / RECORD, record)
        flush_to_disk(aside)
        os.rename(aside, self.folder / _name(record))
        flush(self.folder)

    def _quarantine(self, files: Sequence[Path], sha256: str, report: Report) -> None:
        folder = empty(self.folder / QUARANTINE / sha256[:12])
        names = labels(delivery_format(self.module.SOURCE), files)
        for file, name in zip(files, names, strict=True):
            at_rest.write(folder / name, file.read_bytes())
        write_json(folder / REPORT, report)


def _name(record: Received) -> str:
    return f"{record.vintage}_{record.sha256[:12]}"


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.is_file() and file.name[0] != ".")
