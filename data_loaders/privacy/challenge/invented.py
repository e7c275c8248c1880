"""Invented counted observations: 195 neighborhoods × 12 industries × weeks, the same for a seed.

Sizes of areas and industries are drawn once; weeks move together through a fall and a recovery,
each cell with its own noise. Every figure is invented; no real count is used or resembled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    industries,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Treatment,
)

FIRST_WEEK = date(2019, 1, 6)
INDUSTRIES = tuple((f"group_{number:02d}", f"Group {number}") for number in range(1, 13))
LOWEST_POINT = 64


@dataclass(frozen=True)
class Profile:
    """How large and how uneven an invented source is; `typical` is a middling cell's mean."""

    indicator_id: str
    seed: int
    typical: float
    spread_of_areas: float
    spread_of_industries: float


PROFILES = (
    Profile("clients_a", 1, 30.0, 0.75, 0.70),
    Profile("clients_b", 2, 30.0, 0.90, 0.85),
    Profile("clients_c", 3, 30.0, 1.00, 1.00),
    Profile("clients_d", 4, 24.0, 0.50, 0.60),
    Profile("clients_e", 5, 60.0, 1.10, 1.10),
)


def indicator(profile: Profile) -> Indicator:
    """The indicator of an invented source."""
    return Indicator(
        id=profile.indicator_id,
        family=profile.indicator_id,
        title="Invented clients",
        noun="invented clients",
        description="Invented people counted once a week.",
        processing="Simulated.",
        unit="people",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.WEEK,
        geographies=(Geography.NTA2010, Geography.BOROUGH, Geography.CITY),
        direction=Direction.NONE,
        category=Category.COMMUNITY,
        week_ends_on=6,
        industries=industries((("all", "All groups"), *INDUSTRIES)),
    )


def policy(*, block_periods: int = 13) -> Policy:
    """The treatment of an invented source of people: at least ten, complements by network."""
    return Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="week and neighborhood",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.PERSON,
        plain="Invented figures, treated like real ones.",
        revision="Never revised.",
        retention="Made anew from its seed.",
        publication_grid=Grid(("nta2010", "borough", "city"), "week", "group"),
        primary=Primary(minimum_contributors=10),
        secondary=Secondary(SecondaryMethod.NETWORK, protection=3, block_periods=block_periods),
    )


def counted(profile: Profile, weeks: int, areas: int = 195) -> pd.DataFrame:
    """Counted leaf cells: one row an area, industry and week; one contributor a unit of value."""
    ids = [area.id for area in geography.areas()[Geography.NTA2010]][:areas]
    values = _values(profile, weeks, len(ids))
    starts = pd.date_range(FIRST_WEEK, periods=weeks, freq="7D").astype("datetime64[ms]")
    names = [industry_id for industry_id, _ in INDUSTRIES]
    index = pd.MultiIndex.from_product(
        [starts, ids, names], names=["period_start", "area_id", "industry_id"]
    )
    table = index.to_frame(index=False).assign(
        indicator_id=profile.indicator_id, geography="nta2010", value=values.ravel()
    )
    table["period_end"] = table["period_start"] + pd.Timedelta(days=6)
    one = np.minimum(table["value"], 1.0)
    table = table.assign(
        status="normal",
        contributors=table["value"],
        establishments=np.nan,
        largest=one,
        second=np.minimum(np.maximum(table["value"] - 1, 0), 1.0),
    )
    return table[COUNTED].sort_values(KEY, ignore_index=True)


def _values(profile: Profile, weeks: int, areas: int) -> Floats:
    """Whole counts, weeks × areas × industries."""
    random = np.random.default_rng(profile.seed)
    of_area = random.lognormal(0.0, profile.spread_of_areas, (1, areas, 1))
    of_industry = random.lognormal(0.0, profile.spread_of_industries, (1, 1, len(INDUSTRIES)))
    week = np.arange(weeks)
    fall = 1 - 0.45 * np.exp(-(((week - LOWEST_POINT) / 20.0) ** 2))
    season = 1 + 0.08 * np.sin(2 * np.pi * week / 52)
    drift = np.exp(np.cumsum(random.normal(0, 0.02, (weeks, areas, len(INDUSTRIES))), axis=0))
    mean = profile.typical * of_area * of_industry * (fall * season)[:, None, None] * drift
    return random.poisson(mean).astype(np.float64)
