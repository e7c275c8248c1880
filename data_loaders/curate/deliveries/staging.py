"""Staging: everything received of a source, treated together, ready for the next release.

What is staged may be published; what it was made from may not, and stays with the intake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.curate.deliveries.intake import Intake
from data_loaders.curate.deliveries.order_key import keyed
from data_loaders.curate.deliveries.partner import measured, merged
from data_loaders.curate.feeds.mirror import FeedFiles, hash_of_all
from data_loaders.curate.publication.gather import checked
from data_loaders.curate.publication.last_good import Curated, keep, last_good
from data_loaders.released.release import ReleaseError
from data_loaders.sources.contracts import Partner

STAGED = ".staged"


def stage(
    root: Path,
    module: Partner,
    received_on: date,
    released: Mapping[str, pd.DataFrame],
    key: str,
) -> Curated:
    """Treat all deliveries of a source; nothing where that was done of the same ones before.

    `released` holds the source's observations in every release so far by its id, newest first;
    `key` is the operator's, of the order among complements and of hashes that are told. Raises
    TreatmentError, TableError, ObservationError: what was staged before then stays.
    """
    intake = Intake(root, module)
    hashes = {f"{one.number}": one.sha256 for one in intake.held()}
    if released:
        hashes["after"] = next(iter(released))
    sha256 = keyed(hash_of_all(hashes), key)
    held = last_good(root / STAGED, module.SOURCE.id)
    if held is not None and held.delivery.sha256 == sha256:
        return held
    rows = merged(module, list(intake.rows()))
    result = measured(module, rows, list(released.values()), key)
    files = FeedFiles(intake.folder, sha256, received_on)
    curated = checked(module.SOURCE, result.observations, files)
    curated = replace(curated, guessed=result.guessed)
    keep(root / STAGED, curated)
    return curated


def staged(root: Path, modules: Sequence[Partner]) -> dict[str, Curated]:
    """What is staged of partners' sources, by id, in the order of the catalog."""
    last_of_source = {
        module.SOURCE.id: last_good(root / STAGED, module.SOURCE.id) for module in modules
    }
    return {
        source_id: curated for source_id, curated in last_of_source.items() if curated is not None
    }


def require_something(deliveries: dict[str, Curated]) -> None:
    """Raise ReleaseError where nothing is staged."""
    if not deliveries:
        raise ReleaseError("nothing is staged; curate deliveries first")
