"""People who get SNAP, cash assistance and Medicaid by community district, from the City's HRA.

Every cell is quoted, numbers have thousands commas, and the letter of a district's code is the
publisher's own: B Bronx, K Brooklyn, M Manhattan, Q Queens, S Staten Island.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import (
    DeliveryError,
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.observations.table import tidy
from data_loaders.sources.public.hra_benefits.indicators import (
    BASE_OF_RATE,
    COUNTS,
    LAST_MONTHS,
    OUTSIDE,
    RATES,
)
from data_loaders.vocabulary.geography import BOROUGH_OF_DCP, BOROUGH_OF_NAME, CITY_ID, areas
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    AreaKind,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Grant,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "Borough_Community_District_Report.csv"
URL = "https://data.cityofnewyork.us/api/views/5awp-wfkt/rows.csv?accessType=DOWNLOAD"
PAGE = "https://data.cityofnewyork.us/Social-Services/Borough-Community-District-Report/5awp-wfkt"
MONTH, BOROUGH, DISTRICT = "Month", "Borough", "Community District (CD)"
PREFIX = "Borough Consultation Total "
DCP_OF_LETTER = {"B": 2, "K": 3, "M": 1, "Q": 4, "S": 5}
KEY = ["area_id", "period_start", "period_end"]
# Quarters in which the file has districts' Medicaid beside other districts' names: 2,791 people
# of the Financial District are 22,049 a quarter later and 3,506 in the quarter after the last.
OUT_OF_ORDER = ("2023-09-30", "2023-12-31", "2024-03-31", "2024-06-30")
OF_MEDICAID = ("Medicaid Enrollees", "Medicaid Only Enrollees")
BEFORE = pd.Timestamp("2023-06-30")
# Half of the districts are over a fifth from the quarter before; else one in ten at most is.
FAR, OFTEN = 0.2, 0.25

SOURCE = Source(
    id="hra_benefits",
    name="SNAP, cash assistance and Medicaid by district",
    partner="NYC Human Resources Administration",
    publisher_url=PAGE,
    feed=Feed(folder="hra-community-district", files=(FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use, without restriction",
        stated_in="the terms of use of NYC Open Data",
        of_public_agency=True,
        credit=("the NYC Human Resources Administration",),
    ),
    publication=Publication.OPEN,
    citation=(
        "NYC Human Resources Administration, Borough/Community District Report, NYC Open Data "
        "(5awp-wfkt)."
    ),
    description=(
        "How many people and households get SNAP (food stamps), cash assistance, and Medicaid "
        "through the City, in each community district."
    ),
    covers=(
        "People with an open case at the City's Human Resources Administration, by where they "
        f"live. Left out are people in need who did not apply or were turned down. {OUTSIDE}"
    ),
    category=Category.FINANCIAL_DISTRESS,
    cadence=Cadence.QUARTER,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a community district and month",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The agency publishes whole districts and hides no cell.",
        plain="The smallest number of a district in the file is in the hundreds.",
        revision="The agency adds months; earlier ones have not been seen to change.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(*COUNTS.values(), *RATES.values()),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations by district, borough and city, one a quarter, with rates per resident."""
    path = folder / FILE
    columns = {f"{PREFIX}{name}": name for name in COUNTS}
    table = read_csv(path, [MONTH, BOROUGH, DISTRICT, *columns])
    cases = pd.DataFrame({"area_id": _districts(path, table)})
    last_month = dates(path, table[MONTH], "%m/%d/%Y")
    cases["period_start"] = last_month - pd.offsets.MonthBegin(2)
    cases["period_end"] = last_month + pd.offsets.MonthEnd(0)
    for column, name in columns.items():
        cases[name] = numbers(path, table[column], least=0, are_whole=True)
    reject_rows(path, table[DISTRICT], cases.duplicated(KEY), "each district and month once")
    is_quarter = last_month.dt.month.isin(LAST_MONTHS)
    districts = cases[is_quarter]
    _require_all_districts(path, districts)
    _require_still_out_of_order(path, districts)
    counted = [
        (Geography.CD, districts),
        (Geography.BOROUGH, _summed(districts, districts["area_id"].str[0].map(_borough))),
        (Geography.CITY, _summed(districts, pd.Series(CITY_ID, index=districts.index))),
    ]
    return tidy(part for geography, by_area in counted for part in _parts(by_area, geography))


def _districts(path: Path, table: pd.DataFrame) -> pd.Series:
    """Area ids of the published codes: B01 is 201. A code beside another borough is refused."""
    codes = table[DISTRICT]
    is_code = codes.str.fullmatch(r"[BKMQS]\d\d").eq(True)
    reject_rows(path, codes, ~is_code, "a district like B01")
    ids = codes.str[0].map(DCP_OF_LETTER).astype("str") + codes.str[1:]
    boroughs = table[BOROUGH].str.replace("_", " ").map(BOROUGH_OF_NAME)
    reject_rows(path, codes, boroughs != ids.str[0].map(_borough), "a district of its borough")
    known = {area.id for area in areas()[Geography.CD] if area.kind is AreaKind.RESIDENTIAL}
    reject_rows(path, codes, ~ids.isin(known), "one of the 59 community districts")
    return ids


def _borough(dcp: str) -> str:
    return BOROUGH_OF_DCP[int(dcp)]


def _require_all_districts(path: Path, districts: pd.DataFrame) -> None:
    """Sums of boroughs and city are right only where every district is there."""
    if districts.empty:
        raise DeliveryError(
            path,
            "no row of March, June, September or December",
            "months at the end of quarters",
            "If the agency publishes other months now, extend the reader.",
        )
    all_of_them = sum(area.kind is AreaKind.RESIDENTIAL for area in areas()[Geography.CD])
    sizes = districts.groupby("period_end").size()
    short = sizes[sizes != all_of_them]
    if len(short):
        raise DeliveryError(
            path,
            f"{int(short.iloc[0])} districts in {short.index[0]:%Y-%m}",
            f"{all_of_them} in every month",
            "Fetch the file again; it may be cut off.",
        )


def _require_still_out_of_order(path: Path, districts: pd.DataFrame) -> None:
    """What is kept out must be wrong in this file too: the agency may have set it right."""
    for column in OF_MEDICAID:
        wide = districts.pivot_table(index="period_end", columns="area_id", values=column)
        if wide.index.empty or BEFORE not in wide.index:
            continue
        quarters = [end for end in map(pd.Timestamp, OUT_OF_ORDER) if end in wide.index]
        far = (wide.loc[quarters] / wide.loc[BEFORE] - 1).abs() > FAR
        right = far.index[far.mean(axis=1) < OFTEN]
        if len(right):
            raise DeliveryError(
                path,
                f"{column} of {right[0]:%Y-%m} beside the names of their districts",
                "beside other districts' names, as the file had it when they were kept out",
                "Look at the quarters of OUT_OF_ORDER, and take out those that are right now.",
            )


def _summed(districts: pd.DataFrame, area_ids: pd.Series) -> pd.DataFrame:
    sums = districts.assign(area_id=area_ids).groupby(KEY)[list(COUNTS)]
    return sums.sum(min_count=1).reset_index()


def _parts(by_area: pd.DataFrame, geography: Geography) -> list[pd.DataFrame]:
    residents = {area.id: area.population for area in areas()[geography]}
    base = by_area["area_id"].map(residents) / BASE_OF_RATE
    parts = [
        _observations(by_area, by_area[name], indicator.id, geography, name)
        for name, indicator in COUNTS.items()
    ]
    parts += [
        _observations(by_area, (by_area[name] / base).round(1), indicator.id, geography, name)
        for name, indicator in RATES.items()
    ]
    return parts


def _observations(
    by_area: pd.DataFrame, given: pd.Series, indicator_id: str, geography: Geography, column: str
) -> pd.DataFrame:
    is_out = by_area["period_end"].isin(pd.to_datetime(OUT_OF_ORDER)) & (column in OF_MEDICAID)
    if geography is Geography.CITY:
        is_out &= False  # a sum is right in any order
    values = given.mask(is_out)
    return by_area[KEY].assign(
        indicator_id=indicator_id,
        geography=str(geography),
        industry_id=ALL_INDUSTRIES,
        value=values,
        status=values.notna().map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)}),
        reason=is_out.map({True: str(Reason.KEPT_OUT), False: ""}),
    )
