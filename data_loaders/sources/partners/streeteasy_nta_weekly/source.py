"""StreetEasy's weekly figures of homes for rent and for sale, by neighborhood of 2010."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.delivery.findings import Report
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.sources.partners.streeteasy_nta_weekly import files as files_of
from data_loaders.sources.partners.streeteasy_nta_weekly.files import (
    COLUMNS,
    WEEK_LENGTH,
    read_file,
)
from data_loaders.sources.partners.streeteasy_nta_weekly.indicators import (
    BY_NEIGHBORHOOD,
    CONCESSIONS,
    MINIMUM_LISTINGS,
    NEW_RENTAL_LISTINGS,
    NEW_SALE_LISTINGS,
    PENDING_RENTAL_LISTINGS,
    PENDING_SALE_LISTINGS,
    RENT_CUTS,
    RENTAL_LISTINGS,
    RENTAL_WEEKS,
    SALE_CUTS,
    SALE_LISTINGS,
    SALE_WEEKS,
)
from data_loaders.vocabulary.geography import BOROUGH_IDS, areas
from data_loaders.vocabulary.geography import area_ids as area_ids_of
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Frequency,
    Geography,
    Publication,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.policy import (
    LOOSEST,
    Base,
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

KEY = ("nta_code", "week")
CELL = ["week", "area_id"]
BY_NTA = {files_of.RENTALS: RENTAL_LISTINGS, files_of.SALES: SALE_LISTINGS}
BY_BOROUGH = {
    files_of.NEW_RENTALS: NEW_RENTAL_LISTINGS,
    files_of.PENDING_RENTALS: PENDING_RENTAL_LISTINGS,
    files_of.NEW_SALES: NEW_SALE_LISTINGS,
    files_of.PENDING_SALES: PENDING_SALE_LISTINGS,
}
# A share or median, and the column that counts the listings it rests on.
OF_LISTINGS = {
    files_of.RENT_CUT: (RENT_CUTS, files_of.RENTALS),
    files_of.CONCESSION: (CONCESSIONS, files_of.RENTALS),
    files_of.RENTAL_MEDIAN: (RENTAL_WEEKS, files_of.RENTALS),
    files_of.SALE_CUT: (SALE_CUTS, files_of.SALES),
    files_of.SALE_MEDIAN: (SALE_WEEKS, files_of.SALES),
}


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """The rows of one week's file that may be kept: see `read_file`."""
    return read_file(files[0], report)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Counted observations of every neighborhood of 2010 in every week, and of boroughs.

    A neighborhood without a row, or a week without a file, is not reported.
    """
    known = {area.id: area.borough_id for area in areas()[Geography.NTA2010]}
    rows = kept.rename(columns={"nta_code": "area_id"})
    weeks = pd.date_range(rows["week"].min(), rows["week"].max(), freq="7D", unit="ms")
    by_nta = _whole(rows, weeks, sorted({*known, *rows["area_id"]}))
    borough = rows["area_id"].map(known).fillna(rows["area_id"])
    sums = rows.assign(area_id=borough).groupby(CELL)[list(BY_BOROUGH)].sum().reset_index()
    by_borough = _whole(sums, weeks, sorted(set(borough)))
    parts = [_counts(by_nta, name, BY_NTA[name].id, Geography.NTA2010) for name in BY_NTA]
    parts += [
        _counts(by_borough, name, BY_BOROUGH[name].id, Geography.BOROUGH) for name in BY_BOROUGH
    ]
    # A share or median of what lies in no neighborhood belongs to no area.
    placed = by_nta[by_nta["area_id"].isin(known)]
    parts += [_of_listings(placed, name) for name in OF_LISTINGS]
    return pd.concat(parts, ignore_index=True).reindex(columns=COUNTED)


def _whole(rows: pd.DataFrame, weeks: pd.DatetimeIndex, area_ids: list[str]) -> pd.DataFrame:
    """A row for every area and week; NaN where there was none."""
    cells = pd.MultiIndex.from_product([weeks, area_ids], names=CELL)
    whole = rows.set_index(CELL).reindex(cells).reset_index()
    # A week that came without a stray code has no listing under it, and is not unreported.
    stray = ~whole["area_id"].isin([*BOROUGH_IDS, *area_ids_of(Geography.NTA2010)])
    none = stray & whole["week"].isin(rows["week"])
    counts = [name for name in files_of.COUNTS if name in whole.columns]
    whole[counts] = whole[counts].mask(none & whole[counts[0]].isna(), 0.0)
    return whole


def _counts(
    cells: pd.DataFrame, column: str, indicator_id: str, geography: Geography
) -> pd.DataFrame:
    counts = _cells(cells, cells[column], indicator_id, geography)
    return counts.assign(contributors=counts["value"])


def _of_listings(cells: pd.DataFrame, column: str) -> pd.DataFrame:
    """A share or median; blank on few listings is withheld, on none not applicable."""
    indicator, base = OF_LISTINGS[column]
    observations = _cells(cells, cells[column], indicator.id, Geography.NTA2010)
    listings = cells[base]
    blank = cells[column].isna() & listings.notna()
    few = blank & listings.between(1, MINIMUM_LISTINGS - 1)
    observations["status"] = observations["status"].mask(few, str(Status.WITHHELD))
    observations["status"] = observations["status"].mask(
        blank & listings.eq(0), str(Status.NOT_APPLICABLE)
    )
    return observations.assign(contributors=listings)


def _cells(
    cells: pd.DataFrame, value: pd.Series, indicator_id: str, geography: Geography
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "geography": str(geography),
            "area_id": cells["area_id"],
            "period_start": cells["week"],
            "period_end": cells["week"] + WEEK_LENGTH,
            "industry_id": ALL_INDUSTRIES,
            "value": value,
            "status": np.where(value.notna(), str(Status.NORMAL), str(Status.NOT_REPORTED)),
        }
    )


POLICY = Policy(
    sensitivity=Sensitivity.BUSINESS,
    unit_of_observation="listings of a neighborhood in a week",
    treatment=Treatment.OURS,
    contributors=Contributors.COUNTED,
    contributor_unit=ContributorUnit.LISTING,
    publication_grid=Grid(tuple(str(name) for name in BY_NEIGHBORHOOD), str(Frequency.WEEK)),
    primary=Primary(minimum_contributors=MINIMUM_LISTINGS),
    guessing=LOOSEST,
    secondary=Secondary(SecondaryMethod.NETWORK, protection=3, block_periods=13),
    rounding=0.5,
    bases=tuple(Base(indicator.id, BY_NTA[base].id) for indicator, base in OF_LISTINGS.values()),
    plain=(
        f"We hide every number of listings from 1 to {MINIMUM_LISTINGS - 1}, and every share or "
        f"median that rests on fewer than {MINIMUM_LISTINGS} listings. Then we hide whatever else "
        "would give a hidden number away. Where a number of listings is hidden, so are the shares "
        "and medians of them. Neighborhoods are published for all homes together, never by "
        "bedrooms. Shares and medians are rounded to the nearest half. A share of listings can be "
        "turned back into a number of listings; each of them is a public advertisement."
    ),
    revision="A week is delivered once. A week that comes late is added when it comes.",
    retention="Delivered rows are kept by the City while the agreement runs.",
)

SOURCE = Source(
    id="streeteasy_nta_weekly",
    name="StreetEasy weekly neighborhood listings",
    partner="StreetEasy",
    publisher_url="https://streeteasy.com/",
    feed=None,
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                r"nta-metrics-(?P<date>\d{4}-\d{2}-\d{2})\.csv",
                "nta-metrics-2021-06-07.csv",
                "one week's listings by neighborhood of 2010 and bedrooms",
                columns=COLUMNS,
            ),
        ),
        is_file_by_file=True,
    ),
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="StreetEasy, weekly listings, given to the NYC Recovery Data Partnership",
    description=(
        "Homes listed for rent and for sale on StreetEasy each week. It says how many, how many "
        "are new or in contract, how many had their price cut, and how long they have been "
        "listed."
    ),
    covers=(
        "Homes advertised on StreetEasy. It leaves out homes rented or sold on other sites or by "
        "word of mouth, public housing, and people who stay where they are. Coverage is best in "
        "Manhattan, northern Brooklyn and western Queens, thin in the Bronx and Staten Island."
    ),
    category=Category.HOUSING,
    cadence=Cadence.WEEK,
    policy=POLICY,
    indicators=(
        *BY_NTA.values(),
        *BY_BOROUGH.values(),
        *(indicator for indicator, _ in OF_LISTINGS.values()),
    ),
    known_errors=(
        "StreetEasy writes a share or median down to a single listing. We hide those that rest "
        f"on fewer than {MINIMUM_LISTINGS}.",
        "The format does not say which listings a median of weeks rests on; we take all that were "
        "listed in the week.",
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)
