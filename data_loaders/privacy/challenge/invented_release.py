"""A release of invented counted tables: what disclosure control is proved and timed on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pandas as pd

from data_loaders.observations.parquet import write_observations
from data_loaders.privacy.challenge.invented import FIRST_WEEK, Profile, indicator
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import (
    Cadence,
    Catalog,
    Category,
    Geography,
    Grant,
    Indicator,
    Publication,
    Source,
    Terms,
)
from data_loaders.vocabulary.policy import Policy

GEOGRAPHIES = (Geography.CITY, Geography.BOROUGH, Geography.NTA2010)


def source(profile: Profile, policy: Policy) -> Source:
    """An invented source with one indicator."""
    return source_of(profile.indicator_id, policy, (indicator(profile),))


def source_of(source_id: str, policy: Policy, indicators: tuple[Indicator, ...]) -> Source:
    """An invented source."""
    return Source(
        id=source_id,
        name="Invented clients",
        partner="Nobody",
        publisher_url="",
        feed=None,
        terms_of_use=Terms(Grant.OURS, available="Invented; free to use."),
        publication=Publication.OPEN,
        citation="",
        description="Invented people counted once a week.",
        covers="Nobody: every figure is invented.",
        category=Category.COMMUNITY,
        cadence=Cadence.WEEK,
        policy=policy,
        indicators=indicators,
    )


def write(
    folder: Path,
    release_id: str,
    sources: tuple[Source, ...],
    observations: dict[str, pd.DataFrame],
) -> None:
    """Catalog and observations of a simulated release; `observations` by source id."""
    folder.mkdir(parents=True, exist_ok=True)
    areas = {name: geography.areas()[name] for name in GEOGRAPHIES}
    catalog = Catalog(
        release_id=release_id,
        published_on=date(FIRST_WEEK.year, 1, 1),
        is_simulated=True,
        digest=False,
        sources=sources,
        deliveries=(),
        areas=areas,
    )
    (folder / "catalog.json").write_bytes(msgspec.json.encode(catalog))
    for source_id, table in observations.items():
        write_observations(folder / "observations" / f"{source_id}.parquet", table)
