"""Deleting deliveries whose time is over, with a record of what went, when and why."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from data_loaders.curate.deliveries.intake import QUARANTINE, RECORD, Received
from data_loaders.observations.durable import flush, only_publisher
from data_loaders.vocabulary.progress import Progress

DISPOSED = "disposed.jsonl"


class Disposed(msgspec.Struct, frozen=True):
    """What went: no value and no name of a file, only what tells one delivery from another."""

    disposed_on: date
    source_id: str
    vintage: date | None
    received_on: date | None
    sha256: str
    rows: int
    why: str


def dispose_deliveries(
    root: Path, source_id: str, keep: int, why: str, on: date, progress: Progress
) -> list[Disposed]:
    """Delete all but the newest `keep` deliveries of a source."""
    folder = root / source_id
    with only_publisher(folder, progress.say):
        held = [
            msgspec.json.decode(path.read_bytes(), type=Received)
            for path in folder.glob(f"*_*/{RECORD}")
        ]
        held.sort(key=lambda each: (each.vintage, each.number))
        gone = held[: max(len(held) - keep, 0)]
        records = [
            Disposed(
                on, source_id, each.vintage, each.received_on, each.sha256, each.rows_kept, why
            )
            for each in gone
        ]
        for each, record in zip(gone, records, strict=True):
            _remove(root, folder / f"{each.vintage}_{each.sha256[:12]}", record)
    return records


def dispose_refused(root: Path, days: int, on: date) -> list[Disposed]:
    """Delete refused files that have lain in quarantine for over so many days."""
    records = []
    for folder in sorted(root.glob(f"*/{QUARANTINE}/*")):
        since = datetime.fromtimestamp(folder.stat().st_mtime, UTC).date()
        if (on - since).days > days:
            why = f"Refused files are kept for {days} days."
            record = Disposed(on, folder.parent.parent.name, None, since, folder.name, 0, why)
            _remove(root, folder, record)
            records.append(record)
    return records


def _remove(root: Path, folder: Path, record: Disposed) -> None:
    """The record first: should the power go in between, it says more than happened, not less."""
    with (root / DISPOSED).open("ab") as file:
        file.write(msgspec.json.encode(record) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    shutil.rmtree(folder)
    flush(folder.parent)
