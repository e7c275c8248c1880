"""Visits to businesses by sector against the year before: Cuebiq's daily visit index, by week."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import require_unique
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners import cuebiq_panel
from data_loaders.sources.partners.cuebiq_daily_cvi.indicators import (
    BEFORE,
    CHANGE,
    COLUMNS,
    MINIMUM_BRANDS,
    NOW,
    ROUNDING,
)
from data_loaders.vocabulary.model import (
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Geography,
    Publication,
    Reason,
    Source,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

KEY: tuple[str, ...] = ()
SUNDAY = 6
SOURCE = Source(
    id="cuebiq_daily_cvi",
    name="Cuebiq Visit Index, daily",
    partner=cuebiq_panel.PARTNER,
    publisher_url=cuebiq_panel.PUBLISHER_URL,
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Cuebiq, daily Cuebiq Visit Index, as curated by NYC Recovery Data.",
    description="How visits to businesses of eight sectors in the New York market area compare with"
    " the same week of the year before.",
    covers=cuebiq_panel.PANEL + " Only brands that Cuebiq follows are in it, mostly chains.",
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.DAY,
    policy=Policy(
        sensitivity=Sensitivity.BUSINESS,
        unit_of_observation="a brand and day",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.ESTABLISHMENT,
        plain="Sectors only, never a brand: brands are added up and counted while a file is read,"
        f" and not kept. A sector of fewer than {MINIMUM_BRANDS} brands is withheld; a sector whose"
        f" file names none counts its kinds of places instead. {cuebiq_panel.MINIMUM_SAID}",
        revision=cuebiq_panel.REVISION,
        retention=cuebiq_panel.RETENTION,
        publication_grid=Grid(("market",), "week", "sector"),
        excluded=("market_area", "naics6_code", f"{NOW}_per_store", f"{BEFORE}_per_store"),
        primary=Primary(minimum_contributors=MINIMUM_BRANDS),
        rounding=ROUNDING,
    ),
    indicators=(CHANGE,),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                pattern=rf"daily-cvi-(?P<sector>{cuebiq_panel.SECTOR_IN_NAME})(-(?P<date>\d{{8}}))?"
                r"\.csv(000)?(\.gz)?",
                example="daily-cvi-dining-20220331.csv000.gz",
                holds="daily index of a sector by brand, all days so far",
                columns=COLUMNS,
            ),
        ),
        is_cumulative=True,
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Sums by `day` and `sector`: `now` and `before` of the `brands` that have both."""
    # Loaded where files are read: Ibis takes longer to load than most commands to run.
    from data_loaders.sources.partners.cuebiq_daily_cvi.files import by_day

    parts = [by_day(report, file) for file in files]
    if report.is_refused:
        return None
    cells = pd.concat([part for part in parts if part is not None], ignore_index=True)
    kept = cells[["date", "sector", "now", "before", "brands"]]
    kept = kept.assign(date=pd.to_datetime(kept["date"]).astype("datetime64[ms]"))
    kept = kept.rename(columns={"date": "day"}).sort_values(["sector", "day"], ignore_index=True)
    require_unique(report, files[0].name, kept, ("day", "sector"))
    return kept


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Changes of the weeks whose last day is reported, with how many brands are compared."""
    sundays = kept[pd.DatetimeIndex(kept["day"]).day_of_week == SUNDAY]
    change = (sundays["now"] / sundays["before"] - 1) * 100
    cells = pd.DataFrame(
        {
            "area_id": cuebiq_panel.MARKET_AREA,
            "industry_id": sundays["sector"],
            "period_end": sundays["day"],
            "value": change.where(sundays["before"] > 0),
            "contributors": sundays["brands"].astype("float64"),
        }
    )
    sectors = [sector for sector, _ in cuebiq_panel.SECTORS]
    return cuebiq_panel.in_grid(
        cells, CHANGE.id, str(Geography.MARKET), (cuebiq_panel.MARKET_AREA,), sectors
    )
