"""The six scores of the recovery index, after NY1 and Investopedia: 100 is as before the pandemic.

Each function takes an input indexed by its last day, weekly ones by the Saturday of the week, and
returns scores on the same days, not yet capped at 100, NaN where an input is missing.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

BASELINE_YEAR = 2019
WEEKS_OF_2019 = range(1, 53)
LEAP_WEEK = 53
# 3.5 is the tenth logarithm of about 3,160: that many hospitalizations a day score 0.
HOSPITALIZATIONS_AT_ZERO_LOG10 = 3.5

# StreetEasy's listings grew by this share a year before the pandemic, and had this mean in January.
LISTINGS_GROWTH_A_YEAR = 0.11108297
WEEKS_IN_A_YEAR = 52.28571429
JANUARY_LISTINGS = 16366.8
# Ten-year median of listings in each month, January to December, against the January mean.
USUAL_LISTINGS = (
    *(0.9891, 0.9811, 1.0659, 1.0775, 1.1359, 1.1893),
    *(1.2042, 1.1728, 1.0496, 1.0406, 0.9774, 0.8810),
)


def mean_of_seven_days(daily: pd.Series) -> pd.Series:
    """Mean of each day and the six before it; NaN unless all seven have a value."""
    return daily.sort_index().asfreq("D").rolling(7).mean()


def usual_week(weekly: pd.Series) -> pd.Series:
    """Mean of three weeks of 2019 around each ISO week, by ISO week.

    The year wraps: week 1 is the mean of weeks 52, 1 and 2 of 2019. Week 53, which 2019 lacks, is
    the mean of the last week of 2019 and the first of 2020.
    """
    iso = pd.DatetimeIndex(weekly.index).isocalendar()
    number, year = iso["week"].to_numpy(), iso["year"].to_numpy()
    of_2019 = weekly[year == BASELINE_YEAR].set_axis(number[year == BASELINE_YEAR])
    ring = of_2019.reindex(WEEKS_OF_2019).to_numpy(dtype="float64")
    means = (np.roll(ring, 1) + ring + np.roll(ring, -1)) / 3
    first_of_2020 = weekly[(year == BASELINE_YEAR + 1) & (number == 1)]
    after = float(first_of_2020.iloc[0]) if len(first_of_2020) else math.nan
    return pd.Series([*means, (ring[-1] + after) / 2], index=[*WEEKS_OF_2019, LEAP_WEEK])


def hospitalizations(daily: pd.Series) -> pd.Series:
    """(1 − log10(h + 1) ÷ 3.5) × 100, h the mean of seven days of new hospitalizations."""
    logarithm = np.log10(mean_of_seven_days(daily) + 1)
    return (1 - logarithm / HOSPITALIZATIONS_AT_ZERO_LOG10) * 100


def claims(weekly: pd.Series) -> pd.Series:
    """100 ÷ (1 + c), c the change of the week's claims against the usual week, as a fraction."""
    change = weekly / _usual_for(weekly) - 1
    return 100 / (1 + change)


def home_sales(weekly: pd.Series) -> pd.Series:
    """Pending sales of the week in percent of the usual week."""
    return weekly / _usual_for(weekly) * 100


def rental_inventory(weekly: pd.Series) -> pd.Series:
    """100 ÷ (1 + d), d how far listings are from usual for the month, whether above or below."""
    days = pd.DatetimeIndex(weekly.index)
    week = days.isocalendar()["week"].to_numpy(dtype="float64")
    grown = weekly * LISTINGS_GROWTH_A_YEAR * week / WEEKS_IN_A_YEAR
    usual = np.array(USUAL_LISTINGS)[days.month - 1]
    distance = ((weekly - grown) / JANUARY_LISTINGS / usual - 1).abs()
    return 100 / (1 + distance)


def subway(daily_percent: pd.Series) -> pd.Series:
    """Mean of seven days of riders in percent of a comparable day before the pandemic."""
    return mean_of_seven_days(daily_percent)


def restaurants(daily_mean_change: pd.Series) -> pd.Series:
    """100 plus the published seven-day mean of the percent change against 2019."""
    return daily_mean_change + 100


def _usual_for(weekly: pd.Series) -> pd.Series:
    numbers = pd.DatetimeIndex(weekly.index).isocalendar()["week"].to_numpy()
    return usual_week(weekly).reindex(numbers).set_axis(weekly.index)
