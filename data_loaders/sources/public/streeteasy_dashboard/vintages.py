"""Older files of StreetEasy's rents. All keep its own minimum of ten listings in neighborhoods."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.kept_vintages import KeptVintages
from data_loaders.observations.table import tidy
from data_loaders.sources.public.streeteasy_dashboard.files import monthly_values
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Status

RENT = "asking_rent"


def read_vintage(path: Path) -> pd.DataFrame:
    """Rents of all homes by month from 2019, where the file has one."""
    cells = monthly_values(path).dropna(subset="value")
    ends = cells["period_start"] + pd.offsets.MonthEnd(0)
    return tidy(
        [
            cells.assign(
                indicator_id=RENT,
                industry_id=ALL_INDUSTRIES,
                period_end=ends,
                status=str(Status.NORMAL),
            )
        ]
    )


VINTAGES = (KeptVintages("streeteasy-vintages/medianAskingRent_All_*.csv", read_vintage),)
