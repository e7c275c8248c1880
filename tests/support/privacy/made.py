"""Counted observations, policies and indicators small enough to check by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    industries,
)
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit
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

BOROUGHS = {
    "nta2010": {"BX01": "BX", "BX02": "BX", "BX03": "BX", "BK01": "BK", "BK02": "BK"},
    "borough": {"BX": "BX", "BK": "BK", "MN": "MN", "QN": "QN", "SI": "SI"},
    "city": {"NYC": None},
}
CLIENTS = Indicator(
    id="clients",
    family="clients",
    title="Clients",
    noun="clients",
    description="",
    processing="",
    unit="people",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.QUARTER,
    geographies=(Geography.NTA2010, Geography.BOROUGH, Geography.CITY),
    direction=Direction.NONE,
    category=Category.COMMUNITY,
    industries=industries(
        (
            ("all", "All"),
            ("food", "Food"),
            ("rent", "Rent"),
            ("work", "Work"),
            ("care", "Care"),
        )
    ),
)
DONATIONS = replace(
    CLIENTS, id="donations", family="donations", measure=Measure.MONEY, unit="dollars"
)
SHARE = replace(CLIENTS, id="share", family="share", measure=Measure.PERCENT, unit="%")
VISITS = replace(CLIENTS, id="visits", family="visits", measure=Measure.INDEX, unit="")
PEOPLE = Policy(
    sensitivity=Sensitivity.PERSONAL_AGGREGATE,
    unit_of_observation="person",
    treatment=Treatment.OURS,
    contributors=Contributors.COUNTED,
    contributor_unit=ContributorUnit.PERSON,
    plain="",
    revision="",
    retention="",
    publication_grid=Grid(("nta2010", "borough", "city"), "quarter", "service"),
    primary=Primary(minimum_contributors=10),
    secondary=Secondary(SecondaryMethod.NETWORK, protection=3),
)
QUARTER = "2020-04-01"
SERVICES = ("food", "rent", "work", "care")
# One row an area: food, rent, work. Only BX01's work is small.
AREAS = {
    "BX01": (40, 31, 4),
    "BX02": (25, 60, 33),
    "BX03": (52, 47, 28),
    "BK01": (70, 44, 61),
    "BK02": (35, 58, 90),
}


def counted(
    areas: dict[str, tuple[int, ...]] = AREAS, start: str = QUARTER, indicator_id: str = "clients"
) -> pd.DataFrame:
    """Counted leaf cells of one quarter, one person a unit of value."""
    rows = [
        (area, service, float(number))
        for area, numbers in areas.items()
        for service, number in zip(SERVICES, numbers, strict=False)
    ]
    table = pd.DataFrame(rows, columns=["area_id", "industry_id", "value"])
    first = pd.Timestamp(start)
    table = table.assign(
        indicator_id=indicator_id,
        geography="nta2010",
        period_start=first,
        period_end=first + pd.offsets.QuarterEnd(0),
        status="normal",
        contributors=table["value"],
        establishments=float("nan"),
        largest=table["value"].clip(upper=1),
        second=(table["value"] - 1).clip(0, 1),
    )
    for column in ("period_start", "period_end"):
        table[column] = table[column].astype("datetime64[ms]")
    return table[COUNTED].sort_values(KEY, ignore_index=True)


def cell(observations: pd.DataFrame, area_id: str, industry_id: str = "all") -> pd.Series:
    """The one observation of an area and category."""
    chosen = observations[
        (observations["area_id"] == area_id) & (observations["industry_id"] == industry_id)
    ]
    assert len(chosen) == 1
    return chosen.iloc[0]


NOISE = Noise(epsilon=1.0, unit=NoiseUnit.PERSON, period=BudgetPeriod.ALWAYS, bound=1)
NOISY = replace(PEOPLE, primary=None, secondary=Secondary(SecondaryMethod.NONE), noise=NOISE)


def steps(counts: Floats, scale: float) -> Floats:
    """Noise that is the same each time: two scales up or down, one count after another."""
    size = np.rint(2 * scale)
    return counts + np.where(np.arange(len(counts)) % 2, size, -size)
