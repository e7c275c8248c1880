"""Simulated deliveries as a partner hands them over, read and treated as real ones are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.curate.deliveries import partner
from data_loaders.privacy.treatment.order import PUBLIC
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, Write
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary.audit_record import Audit
from tests.support.packed import taken
from tests.support.privacy import released


def observed(
    module: Partner, kept: pd.DataFrame, released: Sequence[pd.DataFrame] = (), key: str = PUBLIC
) -> pd.DataFrame:
    """Observations that may be published, treated and checked; see `partner.measured`."""
    return partner.measured(module, kept, released, key).observations


def kept_of_both(
    module: Partner, write: Write, folder: Path, scale: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Kept rows of the first and of the second handover."""
    city = City()
    found: list[pd.DataFrame] = []
    after: date | None = None
    for until in HANDOVERS:
        files = write(folder / str(until), city, after, until, scale)
        found.append(taken(module, *files)[0])
        after = until
    return found[0], found[1]


def observed_of_both(
    module: Partner, kept: tuple[pd.DataFrame, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Observations after the first handover, and after both."""
    first = observed(module, kept[0])
    return first, observed(module, partner.merged(module, kept), [first])


def digests(files: Sequence[Path]) -> list[str]:
    """What tells the bytes of files apart."""
    return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]


def audited(module: Partner, folder: Path, observed: tuple[pd.DataFrame, pd.DataFrame]) -> Audit:
    """The audit of a release of the second handover, which follows one of the first."""
    before, now = (
        released.write(folder / name, module.SOURCE, table)
        for name, table in zip(("first", "second"), observed, strict=True)
    )
    return released.audit(now, before)
