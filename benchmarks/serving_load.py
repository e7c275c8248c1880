"""What a server is asked for under load, and what its processes take."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.budgets import FIRST_RESPONSE, FRAME, TABLE
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography


def addresses(map_path: str, indicator_id: str, release: Release) -> dict[str, str]:
    """What is asked for under load, by kind of answer. Raises LookupError where there is none."""
    entry = release.entry(indicator_id, Geography.MODZCTA, ALL_INDUSTRIES)
    table = release.index.tables[f"{indicator_id}_{Geography.MODZCTA}"]
    if entry is None:
        raise LookupError(f"release {release.id} has no frame of {indicator_id}")
    root = f"/releases/{release.id}"
    return {FIRST_RESPONSE: map_path, FRAME: f"{root}/{entry.file}", TABLE: f"{root}/{table}"}


def workers(process_id: int) -> list[int]:
    """Processes that a server has started."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    return [int(child) for child in children.split()]


def megabytes(process_id: int) -> float:
    """Memory of a process, what it shares with others counted in full."""
    status = Path(f"/proc/{process_id}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def processor_seconds(process_id: int) -> float:
    """Processor time that a process has taken so far."""
    after_name = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
