"""The last good observations of every source, for the day its feed fails. Never published.

`show` sources have no observations in a release, so what stands in for them is kept apart.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import msgspec
import pandas as pd

from data_loaders.observations.parquet import read_observations, write_observations
from data_loaders.vocabulary.guess_rates import GuessRates
from data_loaders.vocabulary.model import Delivery, Source

# The folder beside a root's releases.
KEPT = ".kept"


@dataclass(frozen=True)
class Curated:
    """One source with its checked observations and what they were made from.

    `is_coarser` marks figures of a digest, by longer periods than the source has; `guessed` is
    what may be told of guesses at a treated source's hidden figures.
    """

    source: Source
    observations: pd.DataFrame
    delivery: Delivery
    is_coarser: bool = False
    guessed: GuessRates | None = None


Kept = tuple[Source, Delivery, bool, GuessRates | None]
KeptBefore = tuple[Source, Delivery, bool]


def keep(folder: Path, curated: Curated, published: Path | None = None) -> None:
    """Remember a source's observations and delivery, replacing those of before.

    `published` is the file of the same observations in their release, where it passes them on.
    """
    name = curated.source.id
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f"{name}.parquet.part"
    if published is not None and published.is_file():
        aside.write_bytes(published.read_bytes())
    else:
        write_observations(aside, curated.observations)
    record = msgspec.json.encode(
        (curated.source, curated.delivery, curated.is_coarser, curated.guessed)
    )
    (folder / f"{name}.json.part").write_bytes(record)
    for suffix in ("parquet", "json"):
        os.replace(folder / f"{name}.{suffix}.part", folder / f"{name}.{suffix}")


def last_good(folder: Path, source_id: str) -> Curated | None:
    """What was kept of a source, described as it was then; None where nothing was."""
    record = folder / f"{source_id}.json"
    if not record.is_file():
        return None
    source, delivery, is_coarser, guessed = _record(record.read_bytes())
    table = read_observations(folder / f"{source_id}.parquet")
    return Curated(source, table, delivery, is_coarser, guessed)


def _record(text: bytes) -> Kept:
    """What was kept; before guesses were measured, it was one part less."""
    if len(msgspec.json.decode(text)) == len(get_args(KeptBefore)):
        return (*msgspec.json.decode(text, type=KeptBefore), None)
    return msgspec.json.decode(text, type=Kept)
