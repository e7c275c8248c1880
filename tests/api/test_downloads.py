"""A download is exactly what is shown, with units, statuses, source and release."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pandas as pd
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api import downloads
from api.downloads import AskedView, file_name
from components.text import formats, reasons
from data_loaders.released import csv_rows
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Geography, Indicator, Reason, Status
from tests.support import literal
from tests.support.pages_read import read
from tests.support.sites import serving_from

COLUMNS = (
    "indicator_id,indicator,geography,area_id,area,industry_id,industry,period_start,period_end,"
    "value,unit,value_status,source,release,shown_value,shown_unit,baseline,is_simulated,methodology,"
    "period_length,made_from,note,value_reason,caveats,lower,upper,license,citation"
)
Row = dict[str, str]


def rows(client: FlaskClient, **query: str) -> list[Row]:
    """The rows of a download."""
    answer = client.get(f"/download.csv?{urlencode(query, safe='~')}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def refused(client: FlaskClient, query: str) -> tuple[int, str]:
    """Status and sentence of a download that is refused."""
    answer = client.get(f"/download.csv?{query}")
    assert answer.mimetype == "text/plain"
    return answer.status_code, answer.get_data(as_text=True).strip()


def test_a_csv_has_its_documented_columns_in_order(client: FlaskClient) -> None:
    answer = client.get("/download.csv?indicator=filings")
    text = answer.get_data(as_text=True)
    assert text.split("\r\n")[0] == COLUMNS
    assert text.endswith("\r\n")
    assert text.count("\r\n") == text.count("\n") == 10
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_hidden_cell_has_a_row_a_reason_and_no_number(client: FlaskClient) -> None:
    lines = rows(client, indicator="filings", areas="BK")
    assert [(row["period_end"], row["value"], row["value_status"]) for row in lines] == [
        ("2020-01-31", "", "withheld"),
        ("2020-02-29", "8", "normal"),
        ("2021-01-31", "4", "normal"),
    ]


def test_every_row_says_what_whose_and_from_which_release(client: FlaskClient) -> None:
    row = rows(client, indicator="covid_case_rate", areas="10458")[-1]
    assert row == {
        "indicator_id": "covid_case_rate",
        "indicator": "New COVID-19 cases",
        "geography": "modzcta",
        "area_id": "10458",
        "area": "Belmont, Fordham University, Kingsbridge",
        "industry_id": "all",
        "industry": "All industries",
        "period_start": "2025-07-20",
        "period_end": "2025-07-26",
        "value": "32",
        "unit": "per 100,000 people",
        "value_status": "provisional",
        "source": "The health department: Cases",
        "release": "2026-11-22",
        "shown_value": "32",
        "shown_unit": "per 100,000 people",
        "baseline": "",
        "is_simulated": "false",
        "methodology": "/methodology/cases",
        "period_length": "week",
        "made_from": "as published",
        "note": "",
        "value_reason": "",
        "caveats": "",
        "lower": "",
        "upper": "",
        "license": "",
        "citation": "",
    }


@pytest.mark.parametrize("period", ["latest", "2025-03-08"])
def test_the_download_of_the_map_says_what_its_table_says(
    client: FlaskClient, release: Release, period: str
) -> None:
    shown = read(client.get(f"/map?period={period}").get_data(as_text=True))
    link = next(
        one["href"]
        for one in shown.attributes("a")
        if one.get("href", "").startswith("/download.csv") and "areas=" not in one["href"]
    )
    reader = csv.DictReader(io.StringIO(client.get(link).get_data(as_text=True), newline=""))
    indicator = release.indicators["covid_case_rate"]
    written = {
        formats.area(release.area(Geography.MODZCTA, row["area_id"])): words(row, indicator)
        for row in reader
    }
    table = {row[0]: row[2] for row in shown.rows if len(row) == 3 and row[0][:5].isdigit()}
    assert table == written
    assert len(table) == 16


def words(row: Row, indicator: Indicator) -> str:
    """A row of a CSV as a table of the page says it."""
    value = float(row["value"]) if row["value"] else None
    reason = Reason(row["value_reason"]) if row["value_reason"] else None
    cell = Cell(value, Status(row["value_status"]), reason)
    return f"{reasons.cell(cell, indicator)}{reasons.mark(cell)}"


def test_areas_of_three_geographies_stand_in_one_file(client: FlaskClient) -> None:
    lines = rows(
        client, indicator="covid_case_rate", areas="10458~BX~NYC", **{"from": "2025-07-19"}
    )
    assert [(row["geography"], row["area_id"], row["period_end"]) for row in lines] == [
        ("modzcta", "10458", "2025-07-19"),
        ("modzcta", "10458", "2025-07-26"),
        ("borough", "BX", "2025-07-19"),
        ("borough", "BX", "2025-07-26"),
        ("city", "NYC", "2025-07-19"),
        ("city", "NYC", "2025-07-26"),
    ]


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        ({"from": "2020-02"}, ["2020-02-29", "2021-01-31"]),
        ({"to": "2020"}, ["2020-01-31", "2020-02-29"]),
        ({"from": "2020-02", "to": "2020-02"}, ["2020-02-29"]),
        ({"period": "2020-02"}, ["2020-02-29"]),
        ({"period": "latest"}, ["2020-01-31", "2020-02-29", "2021-01-31"]),
    ],
)
def test_only_the_periods_asked_for_are_sent(
    client: FlaskClient, query: dict[str, str], ends: list[str]
) -> None:
    lines = rows(client, indicator="filings", areas="BX", **query)
    assert [row["period_end"] for row in lines] == ends


def test_several_figures_stand_one_after_another(client: FlaskClient) -> None:
    asked = {"indicator": "filings~covid_case_rate", "geography": "borough", "areas": "BX"}
    lines = rows(client, **asked, periods="published")
    assert {row["indicator_id"] for row in lines} == {"filings", "covid_case_rate"}
    assert len(lines) == 3 + literal.WEEKS
    drawn = rows(client, **asked)
    assert [(row["period_length"], row["made_from"]) for row in drawn] == [
        *[("month", "as published")] * 3,
        *[("month", "mean of weeks")] * 7,
    ]


def test_a_change_is_drawn_beside_the_value_it_comes_from(client: FlaskClient) -> None:
    lines = rows(client, indicator="filings", areas="BX", show="change")
    assert [(row["value"], row["shown_value"]) for row in lines] == [
        ("10", "-50"),
        ("30", "50"),
        ("25", "25"),
    ]
    assert lines[0]["shown_unit"] == "percent against the baseline"
    assert lines[0]["baseline"] == "2020-01-01/2020-12-31"


def test_an_index_is_against_the_baseline_asked_for(client: FlaskClient) -> None:
    lines = rows(client, indicator="filings", areas="BX~BK", show="index", baseline="2020-02")
    assert [row["shown_value"] for row in lines] == ["", "100", "50", "33.3333", "100", "83.3333"]


def test_a_download_that_cannot_be_says_why(client: FlaskClient) -> None:
    assert refused(client, "") == (400, "Say which figures: indicator=… (see /data for their ids).")
    assert refused(client, "indicator=nothing") == (
        404,
        "There are no figures called “nothing”. See /data for all.",
    )
    assert refused(client, "indicator=filings&areas=NOWHERE") == (
        400,
        "The area “NOWHERE” is not part of this view and is left out.",
    )
    assert refused(client, "indicator=covid_case_rate&show=index") == (
        400,
        "covid_case_rate has no baseline; add baseline=YYYY-MM",
    )
    assert refused(client, "indicator=filings&release=2020-01-01") == (
        404,
        "This installation does not hold release “2020-01-01”.",
    )


def test_each_figure_comes_for_the_areas_it_has_and_one_with_none_is_refused(
    client: FlaskClient,
) -> None:
    lines = rows(client, indicator="covid_case_rate~filings", areas="10458~BX", period="2025-03")
    assert [(row["indicator_id"], row["area_id"]) for row in lines] == [
        ("covid_case_rate", "10458"),
        ("covid_case_rate", "BX"),
        ("filings", "BX"),
    ]
    assert refused(client, "indicator=covid_case_rate~filings&areas=10458") == (
        400,
        "“filings” has no figures by modzcta.",
    )


def test_figures_that_may_only_be_shown_cannot_be_had_anywhere(
    client: FlaskClient, release: Release
) -> None:
    words = (
        "Shown only: figures are drawn on pages and cannot be downloaded here. "
        "No license to pass copies on is given. "
        "Without a license we pass on figures of public agencies alone. They are at "
    )
    for query in ("indicator=asking_rent", "indicator=filings~asking_rent&geography=borough"):
        assert refused(client, query) == (403, f"{words}https://listings.example")
    assert not [name for name in release.manifest.files if "asking_rent" in name]
    assert "observations/listings.parquet" not in release.manifest.files
    entry = release.entry("asking_rent", Geography.BOROUGH)
    assert entry is not None
    assert client.get(f"/releases/{release.id}/{entry.file}").status_code == 404
    for path in (
        "/map?indicator=asking_rent",
        "/trends?indicator=asking_rent",
        "/data/asking_rent",
    ):
        text = client.get(path).get_data(as_text=True)
        assert "https://listings.example" in text, path
        assert "download.csv?indicator=asking_rent" not in text, path
        assert entry.file not in client.get("/data/asking_rent").get_data(as_text=True)


def test_frames_that_may_be_passed_on_may_be_listed(client: FlaskClient, release: Release) -> None:
    entry = release.entry("filings", Geography.BOROUGH)
    assert entry is not None
    frame = client.get(f"/releases/{release.id}/{entry.file}", buffered=True)
    assert "X-Robots-Tag" not in frame.headers


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("indicator=filings", "filings_borough_2020-01-01_2021-01-31"),
        ("indicator=filings&from=2020-02&to=2020-02", "filings_borough_2020-02-01_2020-02-29"),
        (
            "indicator=filings~covid_case_rate&geography=borough&period=2020-02-29",
            "filings-covid_case_rate_borough_2020-02-29_2020-02-29",
        ),
        (
            "indicator=ui_claims_by_industry&industry=food&areas=NYC&show=change&baseline=2020-01",
            "ui_claims_by_industry_city_NYC_food_change_from-2020-01_2020-01-01_2021-01-31",
        ),
    ],
)
def test_the_name_of_the_file_says_what_it_holds(
    client: FlaskClient, query: str, name: str
) -> None:
    sent = client.get(f"/download.csv?{query}").headers["Content-Disposition"]
    assert sent == f'attachment; filename="nyc-recovery_{name}_r2026-11-22.csv"'


WAYS: Mapping[str, Sequence[str]] = {
    "indicator": ("filings", "ui_claims_by_industry", "filings~covid_case_rate"),
    "areas": ("", "BX", "BX~MN"),
    "industry": ("", "food", "each"),
    "period": ("", "2020-02-29"),
    "from": ("", "2020-02"),
    "show": ("", "change"),
    "baseline": ("", "2020-01", "2020"),
    "periods": ("", "published", "year"),
}


def ways() -> Iterator[dict[str, str]]:
    """Addresses that choose in every way, each beside each other."""
    for chosen in itertools.product(*WAYS.values()):
        query = dict(zip(WAYS, chosen, strict=True))
        yield {name: value for name, value in query.items() if value}


def test_two_files_of_different_rows_have_different_names(client: FlaskClient) -> None:
    told: dict[str, tuple[dict[str, str], str]] = {}
    for query in Random(16).sample([*ways()], 250):
        answer = client.get("/download.csv", query_string=query)
        if answer.status_code == 200:
            name = answer.headers["Content-Disposition"]
            first, text = told.setdefault(name, (query, answer.text))
            assert text == answer.text, (name, first, query)
    assert len(told) > 50


def test_a_name_that_would_be_too_long_is_cut_and_stays_one_of_its_own(release: Release) -> None:
    def named(areas: tuple[str, ...]) -> str:
        view = View(("filings",), Geography.BOROUGH, areas)
        return file_name(AskedView(release, view, "", None, is_published=False, note=""))

    long = tuple(f"{letter * 40}" for letter in "ABCDEFGH")
    one, other = named(long), named((*long[:-1], "I" * 40))
    assert one != other
    assert max(len(one), len(other)) < 240


def test_a_download_comes_compressed_to_those_who_take_it(client: FlaskClient) -> None:
    plain = client.get("/download.csv?indicator=covid_case_rate")
    packed = client.get(
        "/download.csv?indicator=covid_case_rate", headers={"Accept-Encoding": "gzip, br"}
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 8


FORMULAS = st.text(
    st.sampled_from("=+-@\t\r\n\"', ;|cmd1A!é") | st.characters(exclude_categories=["Cs"]),
    max_size=20,
)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(name='=cmd|" /C calc"!A0')
@example(name="\n=1+1")
@given(name=FORMULAS)
def test_no_text_cell_is_a_formula_and_every_one_reads_back(release: Release, name: str) -> None:
    labels = csv_rows.labels(release.catalog, "filings", Geography.BOROUGH)
    frame = release.frame("filings", Geography.BOROUGH)
    named = replace(labels, area_names=dict.fromkeys(frame.areas, name))
    text = csv_rows.HEADER + "".join(csv_rows.write_rows(named, frame))
    by_module = [row["area"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    table = pd.read_csv(io.StringIO(text, newline=""), dtype="str", keep_default_na=False)
    expected = f"'{name}" if name.startswith(STARTS) else name
    assert by_module == [expected] * 9
    assert not expected.startswith(STARTS)
    if "\r" not in name:  # pandas reads a lone CR as the end of a line
        assert table["area"].tolist() == [expected] * 9


def test_an_area_named_like_a_formula_is_sent_as_text(tmp_path: Path) -> None:
    made = literal.contents(tmp_path)
    literal.renamed(tmp_path, made, "=HYPERLINK(1)", date(2026, 11, 23))
    with serving_from(tmp_path) as client:
        for row in rows(client, indicator="filings"):
            text = [value for name, value in row.items() if name not in ("value", "shown_value")]
            assert not [value for value in text if value.startswith(STARTS)]
            assert row["area"] == "'=HYPERLINK(1)"


def test_every_industry_comes_in_one_file(client: FlaskClient) -> None:
    lines = rows(client, indicator="ui_claims_by_industry", industry="each")
    one = rows(client, indicator="ui_claims_by_industry", industry="retail")
    assert {row["industry_id"] for row in lines} == {"all", "food", "retail"}
    assert [row for row in lines if row["industry_id"] == "retail"] == one
    assert len(lines) == 3 * len(one)


def test_each_industry_of_a_figure_that_has_none_is_refused(client: FlaskClient) -> None:
    status, words = refused(client, "indicator=filings&industry=each")
    assert status == 400
    assert "each" in words


WHOLE = [
    "indicator=filings&geography=borough",
    "indicator=filings&geography=borough&periods=published",
]
IN_PART = [
    "indicator=filings&geography=borough&areas=BX",
    "indicator=filings&geography=borough&from=2021-01",
    "indicator=filings&geography=borough&to=2021-01",
    "indicator=filings&geography=borough&period=2021-01-31",
    "indicator=filings&geography=borough&show=change",
    "indicator=filings&geography=borough&periods=year",
    "indicator=filings~asking_rent&geography=borough",
    "indicator=filings&geography=borough&figure=map",
]


def ready_made(client: FlaskClient, query: str, encoding: str) -> tuple[bytes, bool]:
    """What a download says, and whether it was a file of the release."""
    written = list[object]()
    with pytest.MonkeyPatch.context() as patched:
        send = downloads._sent
        patched.setattr(downloads, "_sent", lambda lines: written.append(1) or send(lines))
        answer = client.get(
            f"/download.csv?{query}", headers={"Accept-Encoding": encoding}, buffered=True
        )
    if answer.status_code != 200:
        return answer.data, False
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    content = gzip.decompress(answer.data) if encoding == "gzip" else answer.data
    return content, not written


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("query", [*WHOLE, *IN_PART])
def test_a_file_of_the_release_is_sent_just_where_it_says_the_same(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, query: str, encoding: str
) -> None:
    sent, is_file = ready_made(client, query, encoding)
    monkeypatch.setattr(downloads, "_ready_made", lambda _asked: "")
    assert ready_made(client, query, encoding) == (sent, False)
    assert is_file == (query in WHOLE)


def test_a_file_that_names_another_address_of_the_site_is_not_sent(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://recovery.example")
    sent, is_file = ready_made(client, WHOLE[0], "gzip")
    assert b"https://recovery.example/" in sent
    assert not is_file
