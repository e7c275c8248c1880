"""Tiny packed deliveries, and what reading one finds."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.delivery.findings import Report, Severity
from data_loaders.sources.contracts import Partner


def packed(folder: Path, name: str, text: str) -> Path:
    """A text as a .gz file."""
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()))
    return path


def taken(module: Partner, *files: Path) -> tuple[pd.DataFrame, Report]:
    """The kept rows of a delivery that nothing stops."""
    kept, report = read_delivery(module, files)
    assert kept is not None, [finding.sentence for finding in report.findings]
    return kept, report


def stopped(module: Partner, *files: Path) -> str:
    """Everything that stops a delivery, one fault a line."""
    kept, report = read_delivery(module, files)
    assert kept is None
    assert report.is_refused
    stops = [found for found in report.findings if found.severity is Severity.STOPS]
    return "\n".join(found.sentence for found in stops)
