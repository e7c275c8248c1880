"""Labor force of the city and its boroughs: repeats, two units of one rate, and the parts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import ObservationError, check
from data_loaders.sources.catalog import INDICATORS, MODULES
from data_loaders.sources.public import bls_laus
from data_loaders.sources.public.nysdol_laus.source import FILE, SOURCE, extend, read

HEADER = "Area,Year,Month,Labor Force,Employed,Unemployed,Unemployment Rate\n"
FRACTIONS = """\
New York City,2018,12,4188000,4013900,174100,0.042
New York City,2020,5,3883300,3047000,836400,0.215
New York City,2020,5,3883300,3047000,836400,0.215
New York City,2020,4,3707000,3252000,455000,0.123
Bronx County,2020,5,593400,438100,155300,0.262
Kings County,2020,5,1145900,896800,249100,0.217
New York County,2020,5,825800,691400,134400,0.163
Queens County,2020,5,1109300,852000,257300,0.232
Richmond County,2020,5,208900,168600,40300,0.193
Albany County,2020,5,160000,144000,16000,0.100
"""
PERCENT = (
    FRACTIONS.replace("0.042", "4.2")
    .replace("0.215", "21.5")
    .replace("0.123", "12.3")
    .replace("0.262", "26.2")
    .replace("0.217", "21.7")
    .replace("0.163", "16.3")
    .replace("0.232", "23.2")
    .replace("0.193", "19.3")
    .replace("0.100", "10.0")
)
OF_THE_INTERFACE = "area,year,month,labor_force,employed,unemployed,unemployment_rate\n"


def deliver(folder: Path, rows: str, header: str = HEADER) -> Path:
    (folder / FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(header + rows, "utf-8-sig")
    return folder


def cell(table: pd.DataFrame, indicator_id: str, area_id: str, month: str) -> tuple[float, str]:
    found = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["period_start"] == pd.Timestamp(month))
    ]
    assert len(found) == 1
    return found["value"].iloc[0], found["status"].iloc[0]


@pytest.mark.parametrize(
    ("rows", "header"),
    [(FRACTIONS, HEADER), (PERCENT, HEADER), (PERCENT, OF_THE_INTERFACE)],
)
def test_fractions_and_percents_under_one_header_read_alike(
    tmp_path: Path, rows: str, header: str
) -> None:
    table = read(deliver(tmp_path, rows, header))
    check(table, SOURCE.indicators)
    assert cell(table, "unemployment_rate", "NYC", "2020-04-01") == (12.3, "normal")
    assert cell(table, "unemployment_rate", "NYC", "2020-05-01") == (21.5, "provisional")
    assert cell(table, "unemployment_rate", "SI", "2020-05-01") == (19.3, "provisional")
    assert cell(table, "unemployed_residents", "NYC", "2020-05-01") == (836400, "provisional")
    assert table["period_start"].min() == pd.Timestamp("2019-01-01")


def test_a_mixture_of_fractions_and_percents_is_refused(tmp_path: Path) -> None:
    mixed = FRACTIONS.replace("0.215", "21.5")
    with pytest.raises(DeliveryError, match="all rates as fractions, or all in percent"):
        read(deliver(tmp_path, mixed))


def test_a_dot_is_missing_and_never_zero(tmp_path: Path) -> None:
    dotted = FRACTIONS.replace("208900,168600,40300,0.193", ".,.,.,.")
    table = read(deliver(tmp_path, dotted))
    for indicator in SOURCE.indicators:
        value, status = cell(table, indicator.id, "SI", "2020-05-01")
        assert (pd.isna(value), status) == (True, "not_reported")


def test_of_two_rows_for_a_month_the_sum_of_the_boroughs_is_taken(tmp_path: Path) -> None:
    early = "New York City,2020,5,3883300,3041000,842300,0.217\n"
    table = read(deliver(tmp_path, early + FRACTIONS))
    assert cell(table, "unemployed_residents", "NYC", "2020-05-01")[0] == 836400


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2020,4,3707000,3252000,455000", "2020,5,3883200,3047000,836200", "for the city"),
        ("New York City,2020,4", "Bronx County,2020,5", "each month once"),
        ("Richmond County", "Richmond", "no rows of .'Richmond County'"),
        (",0.193", ",0.139", "row 10: 13.9.*share of the labor force"),
        ("40300", "4O300", "row 10: .4O300."),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    changed = FRACTIONS.replace(old, new).replace("836200,0.123", "836200,0.215")
    changed = changed.replace("Bronx County,2020,5,3707000,3252000,455000,0.123", BRONX_AGAIN)
    with pytest.raises(DeliveryError, match=message):
        read(deliver(tmp_path, changed))


BRONX_AGAIN = "Bronx County,2020,5,593400,438000,155400,0.262"


def federal(*cells: tuple[str, str, float | None]) -> pd.DataFrame:
    layout = {series.area_id: series for series in bls_laus.ALL_SERIES}
    rows = [
        {
            "indicator_id": "unemployment_rate_bls",
            "geography": "borough",
            "area_id": area_id,
            "period_start": pd.Timestamp(month),
            "industry_id": "all",
            "period_end": pd.Timestamp(month) + pd.offsets.MonthEnd(0),
            "value": value,
            "status": "normal" if value is not None else "not_reported",
        }
        for area_id, month, value in cells
    ]
    assert {area_id for area_id, _, _ in cells} <= {*layout, "SI"}
    return pd.DataFrame(rows)


def test_boroughs_go_on_where_both_publishers_agree(tmp_path: Path) -> None:
    own = read(deliver(tmp_path, FRACTIONS))
    others = federal(("BX", "2020-05-01", 26.2), ("BX", "2020-06-01", 24.6))
    table = extend(own, others)
    assert cell(table, "unemployment_rate", "BX", "2020-05-01") == (26.2, "normal")
    assert cell(table, "unemployment_rate", "BX", "2020-06-01") == (24.6, "normal")
    assert extend(table, others).equals(table)


def test_boroughs_do_not_go_on_where_the_publishers_differ(tmp_path: Path) -> None:
    own = read(deliver(tmp_path, FRACTIONS))
    with pytest.raises(ObservationError, match="1 of 1 months .*BX 2020-05"):
        extend(own, federal(("BX", "2020-05-01", 26.3), ("BX", "2020-06-01", 24.6)))
    with pytest.raises(ObservationError, match="no month in common"):
        extend(own, federal(("BX", "2020-06-01", 24.6)))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / SOURCE.feed.folder)


def test_the_published_file_passes_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)
    require_parts(published, SOURCE.indicators)


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "month", "value"),
    [
        ("unemployment_rate", "NYC", "2020-05-01", 21.5),
        ("unemployment_rate", "NYC", "2019-12-01", 3.3),
        ("unemployment_rate", "SI", "2020-05-01", 19.3),
        ("unemployment_rate", "SI", "2023-02-01", 5.3),
        ("unemployed_residents", "NYC", "2020-05-01", 836400),
        # Two rows: 233,300 and 232,800. The boroughs add up to 233,400.
        ("unemployed_residents", "NYC", "2023-02-01", 233300),
        ("labor_force", "NYC", "2023-03-01", 4166300),
    ],
)
def test_cells_read_by_hand(
    published: pd.DataFrame, indicator_id: str, area_id: str, month: str, value: float
) -> None:
    assert cell(published, indicator_id, area_id, month)[0] == value


def test_the_city_of_the_site_is_the_city_and_not_its_metropolitan_area(mirror: Path) -> None:
    """The site said 17.3 percent in May 2020: the metropolitan area's rate."""
    owner = next(
        module for module in MODULES if INDICATORS["unemployment_rate"] in module.SOURCE.indicators
    )
    table = owner.read(mirror / owner.SOURCE.feed.folder)
    assert cell(table, "unemployment_rate", "NYC", "2020-05-01")[0] == 21.5


def test_all_months_of_four_boroughs_equal_the_federal_series(
    mirror: Path, published: pd.DataFrame
) -> None:
    table = extend(published, bls_laus.read(mirror / "bls-laus-fred"))
    check(table, SOURCE.indicators)
    require_parts(table, SOURCE.indicators)
    assert cell(table, "unemployment_rate", "BX", "2023-10-01") == (7.3, "provisional")
    assert cell(table, "unemployment_rate", "SI", "2023-10-01")[1] == "not_reported"
