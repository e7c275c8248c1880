"""Simulated deliveries: one module a source, which writes its files to the byte of its format.

Each has `write(folder, city, after, until, scale)`: the files the partner would have handed over
from the day after `after` (None: from the beginning) to `until`, written into `folder`; returns
them in order of date. The same arguments give the same bytes. `scale` thins what grows (records,
block groups, venue categories); 1 is as large as the real thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import (
    betanyc_directory,
    cuebiq_daily_cvi,
    cuebiq_home_switchers,
    cuebiq_mobility,
    cuebiq_travelers,
    cuebiq_weekly_cvi,
    foursquare_county,
    foursquare_zip_cube,
    ioby,
    kinsa_illness,
    linkedin_hiring,
    mastercard_spending,
    met_attendance,
    oats,
    streeteasy_nta_weekly,
    streeteasy_price_index,
    upsolve,
    usl_parks,
)


class Write(Protocol):
    """How a module of this package writes its deliveries."""

    def __call__(
        self, folder: Path, city: City, after: date | None, until: date, scale: float
    ) -> Sequence[Path]: ...


WRITERS: dict[str, Write] = {
    "kinsa_illness": kinsa_illness.write,
    "linkedin_hiring": linkedin_hiring.write,
    "streeteasy_nta_weekly": streeteasy_nta_weekly.write,
    "streeteasy_price_index": streeteasy_price_index.write,
    "cuebiq_weekly_cvi": cuebiq_weekly_cvi.write,
    "cuebiq_daily_cvi": cuebiq_daily_cvi.write,
    "cuebiq_mobility": cuebiq_mobility.write,
    "cuebiq_home_switchers": cuebiq_home_switchers.write,
    "cuebiq_travelers": cuebiq_travelers.write,
    "ioby": ioby.write,
    "betanyc_directory": betanyc_directory.write,
    "met_attendance": met_attendance.write,
    "oats": oats.write,
    "upsolve": upsolve.write,
    "foursquare_zip_cube": foursquare_zip_cube.write,
    "foursquare_county": foursquare_county.write,
    "mastercard_spending": mastercard_spending.write,
    "usl_parks": usl_parks.write,
}
# What is too large to write whole for a demonstration, and how much of it is enough.
DEMONSTRATED_AT: dict[str, float] = {"foursquare_zip_cube": 0.05, "cuebiq_mobility": 0.02}
# Two handovers, so that late records and revisions show.
HANDOVERS = (date(2022, 3, 31), date(2022, 6, 30))
