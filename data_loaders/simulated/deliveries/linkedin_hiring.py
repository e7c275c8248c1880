"""LinkedIn's simulated deliveries: the whole series each time, the newest months still too low."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated.city import City, Kind

PUBLISHED_AFTER = pd.Timedelta(days=14)  # a month is in the delivery two weeks after its end
# What of a month's hires members have entered by then, newest month first.
ENTERED = (0.955, 0.975, 0.99)
NOISE = 0.012


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file, with every month from January 2019 that was published by `until`.

    `after` and `scale` change nothing: each delivery holds the whole series, of 42 rows at most.
    """
    rates = _rates(city, until)
    table = pd.DataFrame(
        {
            "month_begin_date": pd.DatetimeIndex(rates.index).strftime("%Y-%m-%d"),
            "hiring_rate_sa": rates.to_numpy(),
            "mom_change": rates.pct_change().to_numpy(),
            "yoy_change": rates.pct_change(12).to_numpy(),
        }
    )
    path = folder / f"linkedin_hiring_rate_{until}.csv"
    table.to_csv(path, index=False, float_format="%.4f", lineterminator="\n")
    return [path]


def _rates(city: City, until: date) -> pd.Series:
    daily = pd.Series(city.level(Kind.HIRING), index=city.days)
    monthly = daily.resample("MS").mean()
    noise = city.random("hiring rate").normal(1.0, NOISE, len(monthly))
    ends = pd.DatetimeIndex(monthly.index) + pd.offsets.MonthEnd(0)
    rates = (monthly * noise)[ends + PUBLISHED_AFTER <= pd.Timestamp(until)]
    entered = np.ones(len(rates))
    newest = min(len(ENTERED), len(rates))
    entered[len(rates) - newest :] = ENTERED[:newest][::-1]
    return rates * entered
