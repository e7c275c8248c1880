"""What the API answers: the catalog and figures of a release, in pages, with reasons and caches."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.v1 import routes
from api.v1.fair_use import FairUse
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography
from tests.support.revised import two_releases as make_two
from tests.support.sites import serving_from

V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _fair(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a whole bucket of its own."""
    monkeypatch.setattr(routes, "fair_use", FairUse(burst=10_000))


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_two(tmp_path_factory.mktemp("two"))


@pytest.fixture
def revised(two_releases: Path) -> Iterator[FlaskClient]:
    with serving_from(two_releases) as client:
        yield client


def got(client: FlaskClient, address: str) -> dict[str, object]:
    sent = client.get(f"{V1}{address}")
    assert sent.status_code == 200, sent.get_data(as_text=True)
    return sent.json


def problem(sent: TestResponse) -> tuple[int, str, str]:
    """Status, kind and sentence of a problem, in the form of RFC 9457."""
    assert sent.content_type == "application/problem+json"
    body = sent.json
    assert set(body) == {"type", "title", "status", "detail"}
    assert body["status"] == sent.status_code
    return sent.status_code, body["type"].removeprefix("/api#problem-"), body["detail"]


def pages(client: FlaskClient, address: str, rows: str) -> list[object]:
    """All rows of a list, page after page."""
    found: list[object] = []
    following: str | None = f"{V1}{address}"
    while following:
        answer = client.get(following).json
        found += answer[rows]
        following = answer["next"]
    return found


def test_every_figure_of_a_release_is_an_observation_once(
    client: FlaskClient, release: Release
) -> None:
    whole = got(client, "/observations?indicator=covid_case_rate&geography=modzcta")
    frame = release.frame("covid_case_rate", Geography.MODZCTA)
    expected = [
        (area_id, str(first), str(last), cell.value, str(cell.status))
        for area_id in frame.areas
        for (first, last), cell in zip(frame.periods, frame.series(area_id), strict=True)
    ]
    rows = [
        (
            row["area_id"],
            row["period_start"],
            row["period_end"],
            row["value"],
            row["status"],
        )
        for row in whole["observations"]  # pyright: ignore[reportGeneralTypeIssues]
    ]
    assert rows == expected
    assert whole["total"] == len(expected)
    assert whole["next"] is None


@pytest.mark.parametrize("limit", [1, 7, 29, 100])
def test_all_pages_of_an_answer_together_hold_every_row_once(
    client: FlaskClient, limit: int
) -> None:
    query = "indicator=filings~covid_case_rate&geography=borough&from=2020-02"
    whole = got(client, f"/observations?{query}")["observations"]
    assert pages(client, f"/observations?{query}&limit={limit}", "observations") == whole


def test_csv_has_the_rows_of_json_with_the_columns_of_a_download(client: FlaskClient) -> None:
    query = "/observations?indicator=filings&limit=4"
    first = client.get(f"{V1}{query}&format=csv")
    assert first.headers["Link"].endswith('rel="next"')
    following = first.headers["Link"].partition(">")[0].removeprefix("<")
    second = client.get(following)
    text = first.get_data(as_text=True) + second.get_data(as_text=True).partition("\r\n")[2]
    rows = list(csv.DictReader(io.StringIO(text)))
    told = got(client, query.replace("4", "8"))["observations"]
    assert [(row["area_id"], row["period_end"], row["value_status"]) for row in rows] == [
        (row["area_id"], row["period_end"], row["status"])  # pyright: ignore[reportArgumentType]
        for row in told  # pyright: ignore[reportGeneralTypeIssues]
    ]
    download = client.get("/download.csv?indicator=filings").get_data(as_text=True)
    assert text.partition("\r\n")[0] == download.partition("\r\n")[0]


def test_filters_are_those_of_the_address_bar(client: FlaskClient) -> None:
    def ends(query: str) -> list[tuple[str, str]]:
        told = got(client, f"/observations?indicator=filings&{query}")["observations"]
        return [
            (row["area_id"], row["period_end"])  # pyright: ignore[reportArgumentType]
            for row in told  # pyright: ignore[reportGeneralTypeIssues]
        ]

    assert ends("areas=BX&from=2020-02") == [("BX", "2020-02-29"), ("BX", "2021-01-31")]
    assert ends("areas=BX&to=2020-01") == [("BX", "2020-01-31")]
    assert ends("period=2020-02&areas=BX~MN") == [("BX", "2020-02-29"), ("MN", "2020-02-29")]
    assert ends("period=latest&borough=BK") == [("BK", "2021-01-31")]
    assert ends("period=2019") == []
    assert ends("from=2021&to=2020") == []


def test_a_withheld_figure_has_a_status_and_the_public_reason_and_no_value(
    client: FlaskClient,
) -> None:
    answer = got(client, "/observations?indicator=filings&areas=BK&to=2020-01")
    (row,) = answer["observations"]  # pyright: ignore[reportGeneralTypeIssues]
    assert (row["value"], row["status"]) == (None, "withheld")
    (reason,) = answer["reasons"]  # pyright: ignore[reportGeneralTypeIssues]
    assert reason["reason"].endswith("Cells under 10 are left out.")


def test_figures_that_are_only_shown_are_metadata_and_a_reason(client: FlaskClient) -> None:
    listed = {row["id"]: row for row in client.get(f"{V1}/indicators").json["indicators"]}
    assert listed["asking_rent"]["publication"] == "show"
    assert "https://listings.example" in listed["asking_rent"]["why_no_figures"]
    for path in ("observations", "revisions"):
        sent = client.get(f"{V1}/{path}?indicator=filings~asking_rent&since=2026-11-22")
        sent = sent if path == "revisions" else client.get(f"{V1}/{path}?indicator=asking_rent")
        status, kind, detail = problem(sent)
        assert (status, kind) == (403, "shown-only")
        assert "https://listings.example" in detail


@pytest.mark.parametrize(
    ("address", "status", "kind", "words"),
    [
        ("/observations", 400, "parameters", "indicator"),
        ("/observations?indicator=filings&colour=red", 400, "parameters", "colour"),
        ("/observations?indicator=filings&show=index", 400, "parameters", "show"),
        ("/observations?indicator=filings&from=soon", 400, "parameters", "from"),
        ("/observations?indicator=filings&areas=BX&areas=BK", 400, "parameters", "2 times"),
        ("/observations?indicator=filings&limit=0", 400, "parameters", "limit"),
        ("/observations?indicator=filings&geography=null", 400, "parameters", "null"),
        ("/observations?indicator=filing", 404, "not-found", "Near it: filings"),
        ("/observations?indicator=filings&areas=10458", 404, "not-found", "10458"),
        ("/observations?indicator=filings&geography=cd", 404, "not-found", "but by borough"),
        ("/observations?indicator=filings&borough=XX", 404, "not-found", "XX"),
        ("/observations?indicator=filings&industry=no", 404, "not-found", "no"),
        ("/observations?indicator=filings&release=2020-01-01", 404, "not-found", "2020-01-01"),
        ("/nothing", 404, "not-found", "/api/v1"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_words(
    client: FlaskClient, address: str, status: int, kind: str, words: str
) -> None:
    answered, name, detail = problem(client.get(f"{V1}{address}"))
    assert (answered, name) == (status, kind)
    assert words in detail


def test_only_reading_is_answered_and_from_anywhere(client: FlaskClient) -> None:
    assert problem(client.post(f"{V1}/areas"))[0] == 405
    for sent in (client.get(V1), client.get(f"{V1}/nothing"), client.options(f"{V1}/areas")):
        assert sent.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in sent.headers
    allowed = client.options(f"{V1}/areas").headers
    assert allowed["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_a_pinned_answer_lasts_and_another_is_asked_for_again(client: FlaskClient) -> None:
    newest = client.get(f"{V1}/observations?indicator=filings")
    assert "must-revalidate" in newest.headers["Cache-Control"]
    pinned = client.get(f"{V1}/observations?indicator=filings&release=2026-11-22")
    assert "immutable" in pinned.headers["Cache-Control"]
    for sent, address in ((newest, ""), (pinned, "&release=2026-11-22")):
        again = client.get(
            f"{V1}/observations?indicator=filings{address}",
            headers={"If-None-Match": sent.headers["ETag"]},
        )
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == sent.headers["ETag"]


def test_a_newer_release_changes_the_newest_answer_and_no_pinned_one(
    revised: FlaskClient,
) -> None:
    address = f"{V1}/observations?indicator=filings&areas=BX&period=2021-01"
    pinned = revised.get(f"{address}&release=2026-11-22").json["observations"]
    assert [row["value"] for row in pinned] == [25.0]
    assert [row["value"] for row in revised.get(address).json["observations"]] == [26.0]
    listed = revised.get(f"{V1}/releases").json["releases"]
    assert [(row["id"], row["is_current"]) for row in listed] == [
        ("2026-11-23", True),
        ("2026-11-22", False),
    ]


def test_a_cursor_keeps_the_release_its_first_page_was_of(revised: FlaskClient) -> None:
    sent = revised.get(f"{V1}/observations?indicator=filings&limit=8&release=2026-11-22")
    following = sent.json["next"].replace("&release=2026-11-22", "")
    assert revised.get(following).json["release"] == "2026-11-22"
    wrong = revised.get(f"{V1}/areas?release=2026-11-23&cursor=2026-11-22~3")
    assert problem(wrong)[:2] == (404, "not-found")


def test_revisions_say_old_and_new_and_never_repeat_what_was_hidden_since(
    revised: FlaskClient,
) -> None:
    answer = revised.get(f"{V1}/revisions?indicator=filings&since=2026-11-22").json
    told = [
        (row["area_id"], row["change"], row["old_value"], row["value"], row["status"])
        for row in answer["revisions"]
    ]
    assert told == [
        ("BK", "withheld", None, None, "withheld"),
        ("BK", "added", None, 12.0, "provisional"),
        ("BX", "revised", 25.0, 26.0, "normal"),
        ("BX", "added", None, 31.0, "provisional"),
        ("MN", "added", None, 9.0, "provisional"),
    ]


def test_areas_are_found_by_what_a_reader_may_type(client: FlaskClient) -> None:
    read_pages = pages(client, "/areas?q=10458&limit=3", "areas")
    assert ("modzcta", "10458") in [(row["geography"], row["id"]) for row in read_pages]
    around = pages(client, "/areas?q=fordham&geography=modzcta", "areas")
    assert [row["id"] for row in around][0] == "10458"
    assert "10454" in [row["id"] for row in around]
    assert len(pages(client, "/areas?geography=borough&limit=2", "areas")) == 5


def test_the_catalog_names_every_source_and_geography(
    client: FlaskClient, release: Release
) -> None:
    sources = client.get(f"{V1}/sources").json["sources"]
    assert [row["id"] for row in sources] == list(release.sources)
    assert all(row["sha256"] for row in sources)
    named = {row["id"]: row["areas"] for row in client.get(f"{V1}/geographies").json["geographies"]}
    assert named["borough"] == 5


def test_the_page_names_every_address_parameter_and_problem(client: FlaskClient) -> None:
    page = client.get("/api").get_data(as_text=True)
    described = client.get(f"{V1}/openapi.json").json
    assert described["openapi"] == "3.1.0"
    for path, operations in described["paths"].items():
        assert f"GET {path}<" in page
        for parameter in operations["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
    for each in client.get(f"{V1}/nothing").json["type"].split("#")[1:]:
        assert f'id="{each}"' in page
    scripts = re.findall(r'<script[^>]* src="(/[a-z]+/)', page)
    assert scripts
    assert set(scripts) <= {"/assets/", "/static/"}  # as they are, or packed


def test_every_command_of_the_page_asks_a_whole_address(client: FlaskClient) -> None:
    """A line is copied into a shell, which knows no site that a path could belong to."""
    commands = re.findall(r"curl &#39;([^&]*)|curl '([^']*)", client.get("/api").text)
    asked = [first or second for first, second in commands]
    assert len(asked) > 5
    assert [each for each in asked if not re.match(r"https?://[^/]+/", each)] == []


def test_the_api_has_no_simulated_figures(client: FlaskClient) -> None:
    assert client.get("/demo/api/v1/indicators").status_code == 404
