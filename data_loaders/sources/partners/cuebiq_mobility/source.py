"""How far people move in a day, by borough and week: Cuebiq's mobility index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import require_unique
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners import cuebiq_panel
from data_loaders.sources.partners.cuebiq_mobility.layout import COLUMNS, NOT_READ
from data_loaders.vocabulary.geography import BOROUGH_IDS, BOROUGH_OF_FIPS, CITY_ID
from data_loaders.vocabulary.model import (
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
)
from data_loaders.vocabulary.policy import (
    MINIMUM_DEVICES,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

KEY = ("day", "area_id")
METERS_A_MILE = 1609.344
SUNDAY = 6
ROUNDING = 0.01
DISTANCE = Indicator(
    id="distance_moved",
    family="mobility",
    title="Distance people move in a day",
    noun="distance people move",
    description="How far the middle phone of Cuebiq's panel moved in a day, by the borough where "
    "it spends its nights. It is averaged over the seven days of a week.",
    processing="Cuebiq gives a mobility index for each block group: the logarithm (base 10) of the "
    "median distance in meters, averaged over seven days. We take the mean of a borough's block "
    "groups, weighted as Cuebiq weights them, on each week's last day (a Sunday). We turn it back "
    f"into miles. Rounded to {ROUNDING:g} miles. The city is the mean of all its block groups.",
    unit="miles a day",
    measure=Measure.RATE,
    decimals=2,
    frequency=Frequency.WEEK,
    geographies=(Geography.BOROUGH, Geography.CITY),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.TRANSPORTATION,
    week_ends_on=7,
    baseline="2020-02",
    caveats=(
        "A mean of logarithms: a few long trips hardly move it.",
        "A phone left at home does not move, so days without it count as short.",
    ),
)
SOURCE = Source(
    id="cuebiq_mobility",
    name="Cuebiq Mobility Index",
    partner=cuebiq_panel.PARTNER,
    publisher_url=cuebiq_panel.PUBLISHER_URL,
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Cuebiq, Cuebiq Mobility Index, as curated by NYC Recovery Data.",
    description="How far people of each borough move in a day, week by week.",
    covers=cuebiq_panel.PANEL,
    category=Category.TRANSPORTATION,
    cadence=Cadence.DAY,
    policy=Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="a block group and day",
        treatment=Treatment.OURS,
        contributors=Contributors.ATTESTED,
        contributor_unit=ContributorUnit.DEVICE,
        plain="Boroughs only, never a block group: block groups are averaged while a file is read,"
        f" and not kept. {cuebiq_panel.MINIMUM_SAID}",
        revision=cuebiq_panel.REVISION,
        retention=cuebiq_panel.RETENTION,
        publication_grid=Grid(("borough", "city"), "week"),
        excluded=NOT_READ,
        primary=Primary(minimum_contributors=MINIMUM_DEVICES),
        rounding=ROUNDING,
    ),
    indicators=(DISTANCE,),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                pattern=r"cityhall[-_]?(?P<date>\d{8})?\.csv(\.gz)?",
                example="cityhall-20220331.csv.gz",
                holds="mobility index by block group and day, without a header",
                columns=COLUMNS,
            ),
        ),
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Sums by `day` and borough (`area_id`): `weighted` (index × weight) and `weight`."""
    # Loaded where files are read: Ibis takes longer to load than most commands to run.
    from data_loaders.sources.partners.cuebiq_mobility.files import by_day

    parts = [by_day(report, file) for file in files]
    if report.is_refused:
        return None
    cells = pd.concat([part for part in parts if part is not None], ignore_index=True)
    if cells.empty:
        return pd.DataFrame(columns=["day", "area_id", "weighted", "weight"])
    # A county may be spelled in two ways on one day.
    cells = cells.assign(
        day=pd.to_datetime(cells["date"]).astype("datetime64[ms]"),
        area_id=cells["fips"].map(BOROUGH_OF_FIPS),
    )
    in_file = ["part", "day", "area_id"]
    kept = cells.groupby(in_file, as_index=False)[["weighted", "weight"]].sum(min_count=1)
    require_unique(report, files[0].name, kept, KEY)
    return kept.drop(columns="part").sort_values(list(KEY), ignore_index=True)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Miles by borough and, where all five are reported, for the city."""
    sundays = kept[pd.DatetimeIndex(kept["day"]).day_of_week == SUNDAY]
    known = sundays[sundays["weight"] > 0]
    city = known.groupby("day", as_index=False).agg(
        weighted=("weighted", "sum"), weight=("weight", "sum"), boroughs=("area_id", "nunique")
    )
    is_whole = city["boroughs"] == len(BOROUGH_IDS)
    city = city.assign(area_id=CITY_ID, weighted=city["weighted"].where(is_whole))
    return pd.concat(
        [
            cuebiq_panel.in_grid(_cells(known), DISTANCE.id, str(Geography.BOROUGH), BOROUGH_IDS),
            cuebiq_panel.in_grid(_cells(city), DISTANCE.id, str(Geography.CITY), (CITY_ID,)),
        ],
        ignore_index=True,
    )


def _cells(sums: pd.DataFrame) -> pd.DataFrame:
    miles = 10 ** (sums["weighted"] / sums["weight"]) / METERS_A_MILE
    return pd.DataFrame(
        {
            "area_id": sums["area_id"],
            "industry_id": "all",
            "period_end": sums["day"],
            "value": miles,
        }
    )
