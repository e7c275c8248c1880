"""Older files of the MTA's riders a day, kept by others since 2022.

Shares are left out: files write them in tenths of a percent and in whole ones, so that two files
differ by rounding alone. Files of 2022 lack a mode.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import dates, numbers, read_csv
from data_loaders.observations.kept_vintages import KeptVintages
from data_loaders.observations.series import require_unique, series
from data_loaders.observations.table import tidy
from data_loaders.sources.public.mta_ridership.indicators import COUNTS, MODES
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import Geography

DATE_FORMAT = "%m/%d/%Y"


def read_vintage(path: Path) -> pd.DataFrame:
    """Riders, trips or vehicles by day of the modes that the file has."""
    table = read_csv(path, ("Date",))
    days = dates(path, table["Date"], DATE_FORMAT)
    require_unique(path, table["Date"], days)
    parts: list[pd.DataFrame] = []
    for mode, count in zip(MODES, COUNTS, strict=True):
        if mode.count_column in table.columns:
            riders = numbers(path, table[mode.count_column]).set_axis(days).sort_index()
            parts.append(series(count, Geography.CITY, CITY_ID, riders))
    return tidy(parts)


VINTAGES = (KeptVintages("mta-ridership-vintages/mta_daily_*.csv", read_vintage),)
