"""Cells of the published files, read by hand: the same in the file, on the page and in the CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from components.text import formats
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography, Measure
from tests.support.made.release_from_mirror import release_from_mirror
from tests.support.pages_read import read
from tests.support.sites import serving_from

QCEW_2017, QCEW_2023 = "nysdol-qcew/qcew_annual_2017.txt", "nysdol-qcew/qcewmta_2023_nyc.csv"
CES = "nysdol-ces/nychist_2024-01.csv"
LAUS = "nysdol-laus/Local_Area_Unemployment_Statistics_nyc_2023-03.csv"
HRA = "hra-community-district/Borough_Community_District_Report.csv"
SUBWAY = "mta-subway-stations/monthly_ridership_nyc.csv"
CBP = "census-cbp/cbp2022_nyc.csv"
TLC = "tlc-monthly/data_reports_monthly_2025-03.csv"
MTA = "mta-ridership-vintages/mta_daily_2024-11-14.csv"
BRONX_2016 = "bls-qcew/2016.q1-q4 36005 Bronx County, New York.csv"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the site, where it stands, and the words of the file it was read from."""

    indicator: str
    geography: str
    area: str
    industry: str
    end: str
    value: float
    file: str
    words: str

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.industry} {self.end}"


def _year(indicator: str, area: str, industry: str, year: int, value: float, words: str) -> Cell:
    file = QCEW_2017 if year == 2017 else QCEW_2023
    return Cell(indicator, "borough", area, industry, f"{year}-12-31", value, file, words)


def _jobs(industry: str, end: str, value: float, words: str) -> Cell:
    return Cell("jobs", "city", "NYC", industry, end, value, CES, words)


def _need(indicator: str, area: str, end: str, value: float, words: str) -> Cell:
    return Cell(indicator, "cd", area, "all", end, value, HRA, words)


def _subway(indicator: str, end: str, value: float, words: str) -> Cell:
    return Cell(indicator, "city", "NYC", "all", end, value, SUBWAY, words)


def _business(indicator: str, area: str, industry: str, value: float, words: str) -> Cell:
    return Cell(indicator, "borough", area, industry, "2022-12-31", value, CBP, words)


def _city(indicator: str, end: str, value: float, file: str, words: str) -> Cell:
    return Cell(indicator, "city", "NYC", "all", end, value, file, words)


def _census(indicator: str, industry: str, end: str, value: float, words: str) -> Cell:
    return Cell(indicator, "borough", "BX", industry, end, value, BRONX_2016, words)


JOBS, PLACES, PAY = "jobs_by_sector", "employers_by_sector", "yearly_pay_by_sector"
FOOD, ARTS, CARE = "accommodation_food", "arts_entertainment", "health_social"
CELLS = (
    _year(JOBS, "BX", "all", 2017, 301247, "2017,18478,301247,15600102006"),
    _year(JOBS, "BX", "retail", 2017, 31290, "2017,3814,31290,933815203"),
    _year(JOBS, "BX", CARE, 2017, 92312, "2017,2341,92312,4815034351"),
    _year(JOBS, "BX", FOOD, 2017, 17562, "2017,1866,17562,391357332"),
    _year(JOBS, "BK", ARTS, 2017, 8731, "2017,937,8731,474927903"),
    _year(JOBS, "MN", "retail", 2017, 158014, "2017,11083,158014,8604309974"),
    _year(PAY, "BX", "retail", 2017, 29844, "2017,3814,31290,933815203,29844"),
    _year(JOBS, "BX", "retail", 2023, 29805, "Trade,1,Private,3640,29805,1158467974"),
    _year(JOBS, "BX", ARTS, 2023, 3629, "1,Private,153,3629,495177547"),
    _year(JOBS, "BX", FOOD, 2023, 16039, "1,Private,1912,16039,494034108"),
    _year(JOBS, "BK", CARE, 2023, 326481, "1,Private,6951,326481,14495813122"),
    _year(JOBS, "BK", FOOD, 2023, 57950, "1,Private,6307,57950,2061376858"),
    _year(JOBS, "MN", "retail", 2023, 124733, "1,Private,9712,124733,9182391033"),
    _year(JOBS, "MN", ARTS, 2023, 61881, "1,Private,4318,61881,6332874827"),
    _year(PLACES, "MN", FOOD, 2023, 10177, "1,Private,10177,209455,11116522508"),
    _year(PAY, "MN", FOOD, 2023, 53074, "1,Private,10177,209455,11116522508"),
    _jobs("all", "2019-12-31", 4756700, '"4,753.9","4,756.7"'),
    _jobs("all", "2020-04-30", 3748600, '"4,631.4","3,748.6"'),
    _jobs("retail", "2019-12-31", 363200, "Retail Trade,350.1,343.4,343.9,345.3,345.8"),
    _jobs(FOOD, "2020-04-30", 104700, "360.6,363.5,341.7,104.7"),
    _jobs(ARTS, "2021-01-31", 45700, '"Arts, Entertainment, and Recreation",45.7,47.0'),
    _jobs(CARE, "2023-12-31", 970900, "962.9,970.9"),
    Cell(
        "unemployment_rate",
        "borough",
        "BX",
        "all",
        "2023-01-31",
        7.6,
        LAUS,
        "Bronx County,2023,1,607400,561100,46200,0.076",
    ),
    Cell(
        "unemployment_rate",
        "city",
        "NYC",
        "all",
        "2023-01-31",
        5.5,
        LAUS,
        "New York City,2023,1,4127200,3899200,228100,0.055",
    ),
    Cell(
        "labor_force",
        "city",
        "NYC",
        "all",
        "2022-01-31",
        4116100,
        LAUS,
        "New York City,2022,1,4116100",
    ),
    _need("snap_recipients", "201", "2025-09-30", 46014, '"09/01/2025","Bronx","B01","46,014"'),
    _need("snap_recipients", "203", "2025-09-30", 43642, '"09/01/2025","Bronx","B03","43,642"'),
    _need("snap_recipients", "201", "2019-09-30", 41969, '"09/01/2019","Bronx","B01","41,969"'),
    _need("snap_households", "202", "2019-09-30", 11318, '"B02","20,542","11,318"'),
    _need("cash_assistance_recipients", "202", "2025-09-30", 9733, '"22,794","13,224","9,733"'),
    _need("snap_recipients", "311", "2021-06-30", 38109, '"06/01/2021","Brooklyn","K11","38,109"'),
    _subway("subway_entries", "2025-10-31", 117364446, "2025-10-01,total,117364446.0"),
    _subway("subway_entries_weekdays", "2025-10-31", 97702057, "weekday,97702057.0"),
    _subway("subway_entries_weekends", "2026-01-31", 18943297, "weekend,18943297.0"),
    _subway("subway_entries", "2020-04-30", 12021687, "2020-04-01,total,12021687.0"),
    _business("businesses", "BX", "retail", 3923, "36,005,44----,G,33085,G"),
    _business("business_jobs", "BX", "retail", 33085, "36,005,44----,G,33085,G"),
    _business("businesses", "BX", FOOD, 1968, "36,005,72----,G,19297,G,113822000,G,551383000,1968"),
    _business("business_jobs", "MN", FOOD, 195079, "36,061,72----,G,195079,G"),
    _business(
        "businesses", "SI", "retail", 1354, "36,085,44----,H,20055,G,152052000,H,708139000,1354"
    ),
    _city("app_car_trips", "2025-03-31", 662479, TLC, '2025-03,FHV - High Volume,"662,479",'),
    _city("green_taxi_trips", "2025-03-31", 1625, TLC, '2025-03,Green,"1,625",'),
    _city("yellow_taxi_trips", "2019-12-31", 220786, TLC, '2019-12,Yellow,"220,786",'),
    _city("yellow_taxi_trips", "2020-04-30", 7931, TLC, '2020-04,Yellow,"7,931",'),
    _city("subway_ridership", "2024-10-31", 4340272, MTA, "10/31/2024,4340272,0.76,"),
    _city("subway_ridership_vs_2019", "2024-10-31", 76, MTA, "10/31/2024,4340272,0.76,"),
    _census("jobs_by_sector_monthly", "retail", "2016-12-31", 32565, ",3696,31663,32650,32565,"),
    _census("jobs_by_sector_monthly", "retail", "2016-10-31", 31663, ",3696,31663,32650,32565,"),
)


@pytest.fixture(scope="module")
def made() -> Release:
    """The release made from the published files."""
    return release_from_mirror().release


@pytest.fixture(scope="module")
def client(made: Release) -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAME_KEY", "k" * 64)  # else one is written beside the releases
        with serving_from(made.folder.parent) as site:
            yield site


def test_forty_eight_published_cells_are_read_by_hand() -> None:
    assert len(set(map(str, CELLS))) == 48


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_a_cell_read_by_hand_equals_the_publishers_file(cell: Cell, mirror: Path) -> None:
    assert cell.words in (mirror / cell.file).read_text("utf-8-sig")


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_the_release_the_csv_and_the_page_say_the_same(
    cell: Cell, made: Release, client: FlaskClient
) -> None:
    asked = (
        f"indicator={cell.indicator}&geography={cell.geography}&areas={cell.area}"
        f"&industry={cell.industry}"
    )
    answer = client.get(f"/download.csv?{asked}&periods=published")
    assert answer.status_code == 200
    rows = [
        row
        for row in csv.DictReader(io.StringIO(answer.get_data(as_text=True)))
        if (row["area_id"], row["industry_id"], row["period_end"])
        == (cell.area, cell.industry, cell.end)
    ]
    assert [float(row["value"]) for row in rows] == [cell.value]
    indicator = made.indicators[cell.indicator]
    frame = made.frame(cell.indicator, Geography(cell.geography), cell.industry)
    [period] = [each for each in frame.periods if each[1].isoformat() == cell.end]
    label = formats.short_period_of(*period, indicator)
    # A page shows days of a short span alone.
    near = "&periods=published&from=2024-10-01&to=2024-10-31" if cell.file == MTA else ""
    page = read(client.get(f"/trends?{asked}{near}").get_data(as_text=True))
    shown = {row[0]: row[1] for row in page.rows if len(row) > 1}
    assert shown[label].split(" ")[0] == formats.number(cell.value, indicator)


def test_boroughs_of_the_new_sources_add_up_to_the_city(made: Release) -> None:
    held = 0
    for source_id in ("nysdol_qcew", "hra_benefits", "mta_subway_stations", "census_cbp"):
        for indicator in made.sources[source_id].indicators:
            for industry in indicator.industries:
                if indicator.measure is Measure.COUNT and _both(made, indicator.id, industry.id):
                    held += _require_sum(made, indicator.id, industry.id)
    assert held > 400


def _both(made: Release, indicator_id: str, industry_id: str) -> bool:
    places = (Geography.CITY, Geography.BOROUGH)
    return all(made.entry(indicator_id, place, industry_id) for place in places)


def _require_sum(made: Release, indicator_id: str, industry_id: str) -> int:
    city = made.frame(indicator_id, Geography.CITY, industry_id)
    boroughs = made.frame(indicator_id, Geography.BOROUGH, industry_id)
    held = 0
    for position, cell in enumerate(city.series("NYC")):
        parts = [part.value for _name, part in boroughs.cells(position)]
        if cell.value is not None and all(part is not None for part in parts):
            assert abs(cell.value - sum(part or 0.0 for part in parts)) <= 0.5
            held += 1
    return held
