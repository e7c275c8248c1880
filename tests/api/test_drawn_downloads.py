"""The CSV of a chart is the chart: its rows, their number, and what was cut or put together."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd
import pytest
from flask.testing import FlaskClient

from components.text import reasons
from data_loaders.observations.table import tidy
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import (
    Frequency,
    Geography,
    Indicator,
    Measure,
    Reason,
    Status,
    industries,
)
from tests.support import literal
from tests.support.pages_read import read
from tests.support.sites import serving_from
from tests.support.tiny import COURTS, FILINGS

DAYS = 500
FIRST = date(2024, 1, 1)
HIDDEN_DAY = 45
RIDES = replace(
    FILINGS, id="rides", family="rides", title="Rides", noun="rides", unit="rides", baseline="2024"
)
RIDES = replace(RIDES, frequency=Frequency.DAY, decimals=1)
SALES = replace(RIDES, id="sales", family="sales", geographies=(Geography.CITY,))
SALES = replace(SALES, industries=industries((("all", "All"), ("food", "Food"), ("art", "Art"))))
TRANSIT = replace(COURTS, id="transit", indicators=(RIDES, SALES))
Row = dict[str, str]


def daily(indicator: Indicator, area_id: str, industry_id: str, level: int) -> pd.DataFrame:
    """A figure a day, one of them hidden."""
    days = [pd.Timestamp(FIRST + timedelta(days=number)) for number in range(DAYS)]
    statuses = ["withheld" if number == HIDDEN_DAY else "normal" for number in range(DAYS)]
    values = [None if s == "withheld" else level + n for n, s in enumerate(statuses)]
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": str(indicator.geographies[0]),
            "area_id": area_id,
            "period_start": days,
            "period_end": days,
            "industry_id": industry_id,
            "value": values,
            "status": statuses,
        }
    )


def figures() -> pd.DataFrame:
    rides = [daily(RIDES, area_id, "all", level) for area_id, level in (("BX", 10), ("BK", 900))]
    sales = [daily(SALES, "NYC", *each) for each in (("all", 30), ("food", 20), ("art", 10))]
    return tidy([*rides, *sales])


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Days over a year and more, beside the literal weeks and months."""
    modules = [*literal.readers(), literal.reader(TRANSIT, figures)]
    return literal.release(tmp_path_factory.mktemp("releases"), modules)


@pytest.fixture
def client(release: Release) -> Iterator[FlaskClient]:
    with serving_from(Path(release.folder).parent) as made:
        yield made


def rows_at(client: FlaskClient, address: str) -> list[Row]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def files_on(client: FlaskClient, page: str) -> dict[str, str]:
    """Every CSV a page offers, by its words."""
    shown = read(client.get(page).get_data(as_text=True))
    return {
        words: attributes["href"]
        for attributes, words in shown.elements("a")
        if attributes.get("href", "").startswith("/download.csv")
    }


PAGES = (
    "/map?indicator=covid_case_rate",
    "/map?indicator=covid_case_rate&areas=10458",
    "/map?indicator=covid_case_rate&borough=MN",
    "/trends?indicator=rides&geography=borough&areas=BX~BK",
    "/trends?indicator=rides&geography=borough&areas=BX&from=2024-03&to=2024-05",
    "/trends?indicator=rides~filings&geography=borough&areas=BX",
    "/trends?indicator=covid_case_rate&areas=10458~BX~NYC&show=index&baseline=2025-01",
    "/trends?indicator=covid_case_rate&areas=10458&period=2025-03-08",
    "/industries?indicator=ui_claims_by_industry",
    "/industries?indicator=sales&baseline=2024",
    "/",
    "/places/BX",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_button_says_how_many_rows_its_file_has(client: FlaskClient, page: str) -> None:
    files = files_on(client, page)
    assert files or page == "/"
    for words, address in files.items():
        number = re.search(r": ([\d,]+) rows?$", words)
        assert number, words
        assert len(rows_at(client, address)) == int(number[1].replace(",", "")), words


@pytest.mark.parametrize(
    "query",
    [
        "indicator=rides&geography=borough&areas=BX~BK",
        "indicator=rides&geography=borough&areas=BX~BK&from=2024-02-10&to=2024-04-10",
        "indicator=rides&geography=borough&areas=BX&show=change&baseline=2024-03",
        "indicator=covid_case_rate&areas=10458~10454&geography=modzcta",
    ],
)
def test_the_rows_of_a_chart_are_the_rows_of_its_table(
    client: FlaskClient, release: Release, query: str
) -> None:
    page = f"/trends?{query}"
    shown = next(a for words, a in files_on(client, page).items() if "what is shown" in words)
    lines = rows_at(client, shown)
    areas = parse_qs(query)["areas"][0].split("~")
    assert {row["area_id"] for row in lines} == {*areas}
    periods = sorted({row["period_end"] for row in lines}, reverse=True)
    cells = {(row["period_end"], row["area_id"]): row for row in lines}
    indicator = release.indicators[lines[0]["indicator_id"]]
    table = read(client.get(page).get_data(as_text=True)).rows
    written = [
        [said(cells[end, area_id], indicator, "show=" in query) for area_id in areas]
        for end in periods
    ]
    assert [row[1:] for row in table if len(row) == len(areas) + 1][-len(written) :] == written


def said(row: Row, indicator: Indicator, is_change: bool) -> str:
    """A row as the table of the page says it."""
    value = float(row["shown_value"]) if row["shown_value"] else None
    if is_change:
        indicator = replace(indicator, measure=Measure.PERCENT_CHANGE, decimals=1)
    reason = Reason(row["value_reason"]) if row["value_reason"] else None
    cell = Cell(value, Status(row["value_status"]), reason)
    return f"{reasons.cell(cell, indicator)}{reasons.mark(cell)}"


def test_weeks_are_drawn_and_every_day_is_one_click_beside(client: FlaskClient) -> None:
    files = files_on(client, "/trends?indicator=rides&geography=borough&areas=BX~BK")
    weekly, days = (rows_at(client, address) for address in files.values())
    assert [words.partition(":")[0] for words in files] == [
        "Download CSV of what is shown",
        "Every day",
    ]
    assert {(row["period_length"], row["made_from"]) for row in weekly} == {
        ("week", "mean of days")
    }
    assert {(row["period_length"], row["made_from"]) for row in days} == {("day", "as published")}
    assert len(days) == 2 * DAYS
    # The week of a hidden day is hidden: its mean would give the day away.
    hidden = [row for row in weekly if row["value_status"] == "withheld"]
    assert [(row["period_start"], row["value"], row["shown_value"]) for row in hidden] == [
        ("2024-02-11", "", "")
    ] * 2


def test_industries_hand_out_the_changes_they_draw(client: FlaskClient) -> None:
    files = files_on(client, "/industries?indicator=sales&baseline=2024")
    shown = rows_at(client, next(iter(files.values())))
    assert {row["industry_id"] for row in shown} == {"food", "art"}
    assert {(row["period_length"], row["made_from"]) for row in shown} == {
        ("month", "mean of days")
    }
    food = [row for row in shown if row["industry_id"] == "food"]
    assert food[0]["period_start"] == "2025-01-01"
    # Means of January: day 0 to 30 of 2024, and 366 days later.
    assert float(food[0]["shown_value"]) == pytest.approx(100 * (401 / 35 - 1), abs=1e-3)
    assert food[0]["shown_unit"] == "percent against the same month of 2024"
    assert food[0]["baseline"] == "2024"


EARLY = "There are no figures as early as “1990”: the first are of December 29, 2024."
LATE = "There are no figures as late as “2090”: the last are of July 26, 2025."


@pytest.mark.parametrize(
    ("asked", "periods", "note"),
    [
        ("from=1990", 30, EARLY),
        ("to=2090", 30, LATE),
        ("from=1990&to=1995", 1, EARLY),
        ("from=2090&to=2095", 1, LATE),
        (
            "figure=map&period=1990",
            1,
            "There are no figures for “1990”; the nearest, 2024-12-29, is shown.",
        ),
    ],
)
def test_a_range_out_of_reach_is_cut_and_the_file_says_so(
    client: FlaskClient, asked: str, periods: int, note: str
) -> None:
    lines = rows_at(client, f"/download.csv?indicator=covid_case_rate&areas=BX&{asked}")
    assert len({row["period_end"] for row in lines}) == periods
    assert {row["note"] for row in lines} == {note}


def test_a_map_hands_out_the_one_period_it_shows(client: FlaskClient) -> None:
    unasked = rows_at(client, "/download.csv?figure=map&indicator=covid_case_rate")
    assert {row["period_end"] for row in unasked} == {"2025-07-26"}
    bronx = rows_at(client, "/download.csv?figure=map&indicator=covid_case_rate&borough=BX")
    assert {row["area_id"] for row in bronx} == {*literal.ZIPS} - {"10001", "10002"}


def test_industries_are_drawn_for_the_period_asked(client: FlaskClient) -> None:
    asked = "figure=industries&indicator=sales&baseline=2024&period="
    drawn = [client.get(f"/download.svg?{asked}{month}").data for month in ("2025-02", "2025-03")]
    assert drawn[0] != drawn[1]
    assert b"February 2025" in drawn[0]


def test_a_page_of_a_range_out_of_reach_shows_what_its_file_has(client: FlaskClient) -> None:
    query = "indicator=covid_case_rate&geography=borough&areas=BX&from=1990&to=1995"
    shown = client.get(f"/trends?{query}").get_data(as_text=True)
    assert "There is no figure here for this choice" not in shown
    assert len(rows_at(client, f"/download.csv?{query}")) == 1


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("periods=fortnight", "Write periods=published, or one of day, week"),
        ("figure=pie", "Write figure=map, trends or industries"),
        ("figure=industries", "“rides” is not split by industry."),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(
    client: FlaskClient, query: str, words: str
) -> None:
    answer = client.get(f"/download.csv?indicator=rides&{query}")
    assert answer.status_code == 400
    assert words in answer.get_data(as_text=True)
