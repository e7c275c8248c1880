"""StreetEasy's monthly rent and price indices, restated from the beginning with each delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import days, mapped, numbers, require_cells, require_unique, shapes
from data_loaders.delivery.findings import Report
from data_loaders.delivery.names import file_day
from data_loaders.delivery.tables import TextFormat, only_file, text_table
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.vocabulary.geography import BOROUGH_IDS, BOROUGH_OF_NAME, CITY_ID, areas
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

MONTH, BOROUGH, NAME, MARKET, INDEX = "MONTH", "BOROUGH", "NAME", "TYPE", "index"
LAYOUT = TextFormat((MONTH, BOROUGH, NAME, MARKET, INDEX))
PLACES = {**BOROUGH_OF_NAME, "NYC": CITY_ID}
RENTALS, SALES = "rentals", "sales"
# Dollars that can be: an index that starts at 100 is another one, and stops.
DOLLARS = {RENTALS: (500, 20_000), SALES: (100_000, 10_000_000)}
EARLIEST, FIRST_MONTH, FIRST_FILE = date(2000, 1, 1), "2019-01-01", date(2020, 1, 1)
PROVISIONAL_MONTHS = 2
GEOGRAPHIES = (Geography.CITY, Geography.BOROUGH)
KEY: tuple[str, ...] = ()


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """One row a place, month and market: `area_id`, `month`, `day` (its last), `market`, `value`.

    Places are the city and its boroughs. The file's own last month may be missing: it lags.
    """
    path = only_file(report, files)
    named = file_day(report, path, FIRST_FILE) if path else None
    table = text_table(report, path, LAYOUT) if path else None
    if path is None or named is None or table is None:
        return None
    for column in (BOROUGH, NAME, MARKET):
        require_cells(report, path.name, table[column])
    mapped(report, path.name, table[BOROUGH], PLACES, "boroughs")
    require_unique(report, path.name, table, [MONTH, NAME, MARKET])
    table = _without_submarkets(report, path.name, table)
    months = days(report, path.name, table[MONTH], "%Y-%m-%d", EARLIEST, named)
    _require_first_days(report, path.name, months)
    kept = pd.DataFrame(
        {
            "area_id": table[BOROUGH].map(PLACES).astype("str"),
            "month": months,
            "day": months + pd.offsets.MonthEnd(0),
            "market": table[MARKET],
        }
    )
    return kept.assign(value=_dollars(report, path.name, table))


def _without_submarkets(report: Report, file: str, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of whole boroughs and the city; a name in no list stops, as it may be one of them."""
    whole = table[NAME] == table[BOROUGH]
    others = table.loc[~whole, NAME]
    known = {area.name: area.id for area in areas()[Geography.STREETEASY]}
    mapped(report, file, others, known, "submarkets")
    if others.isin(known).any():
        report.note(
            file,
            f"{NAME}: {len(others):,} rows of {shapes(others, known)} left out",
            "the city and its boroughs",
            "Nothing to do: submarkets overlap neighborhoods, and are not published.",
            others.index,
        )
    return table[whole]


def _require_first_days(report: Report, file: str, months: pd.Series) -> None:
    inside = months.notna() & ~months.dt.is_month_start
    if inside.any():
        found, expected = f"{MONTH}: not the first day of a month", "months by their first day"
        report.stop(file, found, expected, "Ask StreetEasy.", months.index[inside])


def _dollars(report: Report, file: str, table: pd.DataFrame) -> pd.Series:
    """The index in dollars, each market within what can be; a blank is none."""
    unknown = ~table[MARKET].isin(DOLLARS)
    mapped(report, file, table[MARKET], {name: name for name in DOLLARS}, "markets")
    parts = [numbers(report, file, table.loc[unknown, INDEX])]
    for market, (least, most) in DOLLARS.items():
        column = table.loc[table[MARKET] == market, INDEX]
        if column.empty:
            report.stop(file, f"no rows of {market}", "both markets", "Ask StreetEasy.")
        parts.append(numbers(report, file, column, least=least, most=most))
    return pd.concat(parts).sort_index()


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Both indices, a row for the city and each borough in every month since January 2019."""
    recent = kept[kept["month"] >= FIRST_MONTH]
    months = pd.date_range(FIRST_MONTH, recent["month"].max(), freq="MS", unit="ms")
    cells = pd.MultiIndex.from_product([months, [CITY_ID, *BOROUGH_IDS]])
    parts = []
    for market, indicator in INDICATOR_OF.items():
        rows = recent[recent["market"] == market].set_index(["month", "area_id"])
        table = rows["value"].reindex(cells.set_names(["month", "area_id"])).reset_index()
        parts.append(table.assign(indicator_id=indicator.id))
    whole = pd.concat(parts, ignore_index=True).rename(columns={"month": "period_start"})
    whole["period_end"] = whole["period_start"] + pd.offsets.MonthEnd(0)
    is_city = whole["area_id"] == CITY_ID
    whole["geography"] = is_city.map({True: str(Geography.CITY), False: str(Geography.BOROUGH)})
    whole["industry_id"] = ALL_INDUSTRIES
    newest = whole["period_start"].isin(months[-PROVISIONAL_MONTHS:])
    whole["status"] = newest.map({True: str(Status.PROVISIONAL), False: str(Status.NORMAL)})
    whole["status"] = whole["status"].where(whole["value"].notna(), str(Status.NOT_REPORTED))
    return whole.reindex(columns=COUNTED)


def _index(indicator_id: str, title: str, noun: str, what: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family=indicator_id,
        title=title,
        noun=noun,
        description=(
            f"StreetEasy's estimate of a typical {what}. It follows the same homes over time, so "
            "that a change in which homes are on the market does not move it."
        ),
        processing=(
            "As delivered, from January 2019 on, rounded to a dollar. The newest "
            f"{PROVISIONAL_MONTHS} months are marked provisional."
        ),
        unit="dollars",
        measure=Measure.MONEY,
        decimals=0,
        frequency=Frequency.MONTH,
        geographies=GEOGRAPHIES,
        direction=Direction.NONE,
        category=Category.HOUSING,
        baseline="2019",
        is_estimated_anew=True,
        caveats=(
            "In dollars of the month, not adjusted for inflation.",
            "Not made for the Bronx and Staten Island, where StreetEasy has too few listings.",
        ),
    )


INDICATOR_OF = {
    RENTALS: _index("delivered_rent_index", "Rent index", "rent index", "rent"),
    SALES: _index(
        "delivered_price_index",
        "Sale price index",
        "sale price index",
        "sale price",
    ),
}

SOURCE = Source(
    id="streeteasy_price_index",
    name="StreetEasy monthly indices",
    partner="StreetEasy",
    publisher_url="https://streeteasy.com/",
    feed=None,
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                r"price_indices-(?P<date>\d{4}-\d{2})\.csv",
                "price_indices-2021-05.csv",
                "the rent and price indices of every month so far",
                columns=LAYOUT.columns,
            ),
        ),
        is_cumulative=True,
    ),
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="StreetEasy, rent and price indices, given to the NYC Recovery Data Partnership",
    description=(
        "How rents asked and prices paid on StreetEasy move from month to month, for the city and "
        "three boroughs. The mix of homes is held even."
    ),
    covers=(
        "Homes advertised on StreetEasy more than once in Manhattan, Brooklyn and Queens. It "
        "leaves out the Bronx and Staten Island, homes rented or sold elsewhere, and the rents of "
        "people who stay where they are."
    ),
    category=Category.HOUSING,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.BUSINESS,
        unit_of_observation="a borough in a month",
        treatment=Treatment.OURS,
        contributors=Contributors.ATTESTED,
        contributor_unit=ContributorUnit.LISTING,
        publication_grid=Grid(tuple(str(name) for name in GEOGRAPHIES), str(Frequency.MONTH)),
        primary=Primary(minimum_contributors=MINIMUM_PEOPLE),
        rounding=1.0,
        plain=(
            "StreetEasy sends an index and no number of listings, and makes one only where it has "
            "enough of them. That is its own rule, and we cannot check it. We publish the city "
            "and its boroughs, rounded to a dollar, and leave submarkets out."
        ),
        revision=(
            "Each delivery restates every month. The newest "
            f"{PROVISIONAL_MONTHS} months are provisional."
        ),
        retention="The newest delivery is kept, beside the releases already published.",
    ),
    indicators=tuple(INDICATOR_OF.values()),
    reasons=(Reason.NOTHING_TO_COUNT,),
)
