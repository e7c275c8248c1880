"""Invented brands of the New York market, which both of Cuebiq's visit indexes are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.simulated.city import City, Kind

# Kinds of places ("verticals") of each sector, and what their visits follow.
VERTICALS: Mapping[str, Mapping[str, Kind]] = {
    "automotive": {"Auto Parts": Kind.SHOP, "Car Dealers": Kind.SHOP},
    "dining": {
        "Casual Dining": Kind.RESTAURANT,
        "Coffee": Kind.RESTAURANT,
        "Quick Service": Kind.RESTAURANT,
    },
    "healthcare": {"Clinics": Kind.MEDICAL, "Pharmacy": Kind.PHARMACY},
    "lifestyle": {"Cinemas": Kind.ARTS, "Fitness": Kind.FITNESS},
    "malls": {"Malls": Kind.SHOP},
    "retail": {"Apparel": Kind.SHOP, "Big Box": Kind.GROCERY, "Grocery": Kind.GROCERY},
    "telco": {"Wireless": Kind.SHOP},
    "transportation": {
        "Airports": Kind.AIRPORT,
        "Hotels": Kind.HOTEL,
        "Train Stations": Kind.TRANSIT,
    },
}
BRANDS_OF_A_VERTICAL = 14
FEW = {"telco": 6, "malls": 9}  # sectors of few brands, now and then too few to show
WITHOUT_BRANDS = "transportation"
MARKET = ("501", "New York, NY")
ELSEWHERE = ("504", "Philadelphia, PA")


@dataclass(frozen=True)
class Brands:
    """Brands of a sector: names by column, and `levels`, their index by day; NaN where missing."""

    verticals: tuple[str, ...]
    names: tuple[str, ...]
    levels: Floats


def brands(city: City, sector: str, scale: float) -> Brands:
    """The brands of a sector, day by day from 2019 on; `scale` thins them, never below six."""
    random = city.random(f"cuebiq brands of {sector}")
    verticals = VERTICALS[sector]
    least = -(-6 // len(verticals))
    number = FEW.get(sector, max(round(BRANDS_OF_A_VERTICAL * scale), least))
    of = [vertical for vertical in verticals for _ in range(number)]
    level = {vertical: city.level(kind) for vertical, kind in verticals.items()}
    curve = np.column_stack([level[vertical] for vertical in of])
    size = random.lognormal(2.0, 0.6, len(of))
    depth = random.normal(1.0, 0.1, len(of)).clip(0.6, 1.4)
    noise = random.lognormal(0.0, 0.02, curve.shape)
    levels = size * curve**depth * noise
    levels[_gaps(random, curve.shape, sector)] = np.nan
    names = tuple(f"{vertical} {number:02d}" for number, vertical in enumerate(of, start=1))
    return Brands(tuple(of), names, levels)


def _gaps(random: np.random.Generator, shape: tuple[int, ...], sector: str) -> Mask:
    """Thirteen-week stretches a brand was not reported in, more often in sectors of few."""
    stretches = -(-shape[0] // 91)
    share = 0.3 if sector in FEW else 0.02
    missing = random.random((stretches, shape[1])) < share
    # February 2020, which indexes are measured from, is always whole.
    missing[360 // 91 : 430 // 91 + 1] = False
    return np.repeat(missing, 91, axis=0)[: shape[0]]


def rolling(levels: Floats, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Means of the seven days that end on each day; missing where any of the seven is."""
    return pd.DataFrame(levels, index=days).rolling(7).mean()
