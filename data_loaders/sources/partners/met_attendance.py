"""The Metropolitan Museum of Art's attendance: visitors by month, and those from abroad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import counts, days, mapped, require_cells
from data_loaders.delivery.counting import whole_periods
from data_loaders.delivery.findings import Report
from data_loaders.delivery.names import file_day
from data_loaders.delivery.tables import TextFormat, only_file, text_table
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
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
    Status,
)
from data_loaders.vocabulary.policy import (
    MINIMUM_PEOPLE,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

DAY, BUILDING, COUNT, COUNTRY = "date", "building", "count", "country"
LAYOUT = TextFormat(
    (DAY, BUILDING, COUNT, "type", "method", "state", COUNTRY),
    read=(DAY, BUILDING, COUNT, COUNTRY),
    has_header=False,
    encoding="latin-1",
    missing=("", "Unknown"),
)
FIRST = date(2019, 1, 1)
BUILDINGS = {name: name for name in ("The Met Fifth Avenue", "The Met Breuer", "The Met Cloisters")}
HOME = frozenset({"United States", "USA"})
KEY: tuple[str, ...] = ()


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Visitors by `day` (`visitors`), and those of them from another country (`from_abroad`)."""
    path = only_file(report, files)
    delivered = file_day(report, path, FIRST) if path else None
    table = text_table(report, path, LAYOUT) if path else None
    if path is None or delivered is None or table is None:
        return None
    for column in (DAY, BUILDING, COUNT):
        require_cells(report, path.name, table[column])
    mapped(report, path.name, table[BUILDING], BUILDINGS, "buildings")
    visitors = counts(report, path.name, table[COUNT])
    is_abroad = table[COUNTRY].notna() & ~table[COUNTRY].isin(HOME)
    rows = pd.DataFrame(
        {
            "day": days(report, path.name, table[DAY], "%Y-%m-%d", FIRST, delivered),
            "visitors": visitors,
            "from_abroad": visitors.where(is_abroad, 0.0),
        }
    )
    return rows.groupby("day", as_index=False).sum()


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """The sums of whole months, from that of the first day to the last that has ended."""
    months = whole_periods(kept["day"], "M", kept["day"].max())
    sums = kept.groupby(kept["day"].dt.to_period("M"))[["visitors", "from_abroad"]].sum()
    visitors = sums.reindex(months, fill_value=0.0)
    parts = [
        _cells(indicator_id, visitors[column])
        for indicator_id, column in ((VISITORS.id, "visitors"), (FROM_ABROAD.id, "from_abroad"))
    ]
    return pd.concat(parts, ignore_index=True)


def _cells(indicator_id: str, people: pd.Series) -> pd.DataFrame:
    """Counted observations of the city; each visit is taken for a person of its own."""
    months = pd.PeriodIndex(people.index)
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "geography": str(Geography.CITY),
            "area_id": CITY_ID,
            "period_start": months.start_time.astype("datetime64[ms]"),
            "industry_id": ALL_INDUSTRIES,
            "period_end": months.end_time.normalize().astype("datetime64[ms]"),
            "value": people.to_numpy(),
            "status": str(Status.NORMAL),
            "contributors": people.to_numpy(),
            "largest": people.clip(upper=1).to_numpy(),
            "second": (people - 1).clip(0, 1).to_numpy(),
        }
    ).reindex(columns=COUNTED)


VISITORS = Indicator(
    id="museum_visitors",
    family="museum_visitors",
    title="Visitors to the Metropolitan Museum of Art",
    noun="visitors to the Metropolitan Museum of Art",
    description="People admitted to the museum's buildings: Fifth Avenue, the Cloisters and, until"
    " March 2020, the Breuer.",
    processing="The museum's counts by day and building, added up by month.",
    unit="visitors",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.COMMUNITY,
    baseline="2019",
    caveats=("The museum was closed from March 13 to August 28, 2020.",),
)
FROM_ABROAD = replace(
    VISITORS,
    id="museum_visitors_from_abroad",
    title="Visitors from abroad to the Metropolitan Museum of Art",
    noun="visitors from abroad to the Metropolitan Museum of Art",
    description="People admitted whose ticket names a country other than the United States.",
    processing="The museum's counts by day, building and country, added up by month. A visitor"
    " whose country is not known is not counted as from abroad.",
)

SOURCE = Source(
    id="met_attendance",
    name="Metropolitan Museum of Art attendance",
    partner="The Metropolitan Museum of Art",
    publisher_url="https://www.metmuseum.org/",
    feed=None,
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                r"met_attendance_(?P<date>\d{4}-\d{2}-\d{2})\.csv",
                "met_attendance_2021-06-30.csv",
                "visitors of every day so far",
                columns=LAYOUT.columns,
            ),
        ),
        is_cumulative=True,
    ),
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="The Metropolitan Museum of Art, attendance, given to the NYC Recovery Data"
    " Partnership",
    description="How many people visit the city's largest art museum, and how many from abroad: a"
    " sign of whether visitors are coming back.",
    covers="Visitors to one museum. It says nothing of smaller museums, or of free events.",
    category=Category.COMMUNITY,
    cadence=Cadence.TWO_WEEKS,
    policy=Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="visits of a day, building and country",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.PERSON,
        publication_grid=Grid((str(Geography.CITY),), str(Frequency.MONTH)),
        excluded=("type", "method", "state"),
        primary=Primary(minimum_contributors=MINIMUM_PEOPLE),
        plain="We publish the city's total by month. What kind of ticket it was, how it was sold"
        " and which state a visitor came from are dropped at the door.",
        revision="Each delivery restates every day.",
        retention="The newest delivery is kept, beside the releases already published.",
    ),
    indicators=(VISITORS, FROM_ABROAD),
    reasons=(Reason.NOTHING_TO_COUNT,),
)
