"""The first response is the answer: readable before, and without, any script."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from components.site.notices import words
from data_loaders.records import known_names
from data_loaders.records.corrections import corrections
from data_loaders.records.site_changes import site_changes
from data_loaders.released.view import Notice, Problem
from tests.support.browser.paths import PATHS as EVERY_PATH
from tests.support.pages_read import PageRead, read

VIEW = "/map?indicator=covid_case_rate&geography=modzcta&areas=10458"
# A page without a side is on no public site: the preview of a partner's files.
PATHS = sorted(EVERY_PATH)


def page(client: FlaskClient, address: str, status: int = 200) -> PageRead:
    """The page at an address, as a reader without scripts gets it."""
    answer = client.get(address)
    assert answer.status_code == status
    return read(answer.get_data(as_text=True))


@pytest.mark.parametrize("path", [path.replace("nychealth_coronavirus", "cases") for path in PATHS])
def test_every_page_has_a_title_a_language_and_one_heading(client: FlaskClient, path: str) -> None:
    found = page(client, path)
    assert found.attributes("html")[0]["lang"] == "en"
    assert len(found.texts("h1")) == 1
    assert found.texts("title")[0].endswith("| NYC Recovery Data")
    assert len(found.attributes("main")) == 1
    described = [one for one in found.attributes("meta") if one.get("name") == "description"]
    assert described[0]["content"].strip()


def test_the_map_answers_without_a_script(client: FlaskClient) -> None:
    found = page(client, VIEW)
    assert found.texts("h1") == ["New COVID-19 cases by ZIP area, week ending July 26, 2025"]
    assert (
        "7 of the 13 areas with a figure had 32.0 per 100,000 people or more. The highest, 10002"
        in found.text
    )
    assert "1 area to be read with care is left out" in found.text
    assert "hidden by its publisher, as too few are behind it" in found.text
    assert found.count("svg", "map") == 1
    assert len(found.attributes("path")) > 177
    assert ["10458 Belmont, Fordham University, Kingsbridge", "Bronx", "32.0 early"] in found.rows
    assert "Source: The health department, figures to July 26, 2025." in found.text
    assert "Early figures, no final ones here." in found.text
    assert "Cells under 10 are left out." in found.text


def test_the_controls_are_a_form_that_works_without_a_script(client: FlaskClient) -> None:
    found = page(client, VIEW)
    form = next(one for one in found.attributes("form") if one.get("action") == "/map")
    assert form["method"] == "get"
    names = {one["name"] for one in found.attributes("select")}
    assert {"indicator", "geography", "period"} <= names
    assert {"name": "areas", "value": "10458"}.items() <= _hidden(found, "areas").items()


def _hidden(found: PageRead, name: str) -> dict[str, str]:
    return next(
        one
        for one in found.attributes("input")
        if one.get("type") == "hidden" and one.get("name") == name
    )


def test_a_notice_says_what_the_address_got_wrong(client: FlaskClient) -> None:
    found = page(client, "/map?indicator=covid_case_rates&areas=10458~nowhere&period=soon")
    for notice in (
        Notice("indicator", "covid_case_rates", "New COVID-19 cases", Problem.UNKNOWN),
        Notice("areas", "nowhere", "", Problem.NOT_HERE),
        Notice("period", "soon", "latest", Problem.NOT_A_DATE),
    ):
        assert words(notice) in found.text


def test_a_release_that_is_not_held_is_named(client: FlaskClient) -> None:
    found = page(client, "/map?release=2020-01-01")
    assert "The release “2020-01-01” is not available here; “2026-11-22” is shown" in found.text
    assert "This address keeps release 2026-11-22." in found.text


def test_an_address_that_names_no_page_is_not_found_and_not_indexed(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["X-Robots-Tag"] == "noindex"
    page = read(answer.get_data(as_text=True))
    assert page.texts("h1") == ["There is no page at this address"]
    assert {"name": "robots", "content": "noindex"} in page.attributes("meta")


@pytest.mark.parametrize("path", ["/data/nothing", "/methodology/nothing", "/places/nothing"])
def test_a_page_of_a_thing_there_is_not_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_page_that_is_there_may_be_indexed(client: FlaskClient) -> None:
    assert "X-Robots-Tag" not in client.get("/map").headers


@pytest.mark.parametrize(
    ("path", "is_early"), [("/", True), ("/data", True), ("/map", False), ("/trends", False)]
)
def test_type_comes_early_only_where_no_figure_fills_the_page(
    client: FlaskClient, path: str, is_early: bool
) -> None:
    head = client.get(path).get_data(as_text=True).partition("</head>")[0]
    assert ('as="font"' in head) is is_early


def test_a_page_comes_once_and_then_only_when_it_changed(client: FlaskClient) -> None:
    first = client.get(VIEW)
    again = client.get(VIEW, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get("/map", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_tag_of_one_encoding_does_not_stand_for_another(client: FlaskClient) -> None:
    plain = client.get(VIEW)
    packed = {"Accept-Encoding": "br"}
    other = client.get(VIEW, headers={**packed, "If-None-Match": plain.headers["ETag"]})
    assert other.status_code == 200
    assert other.headers["Content-Encoding"] == "br"
    same = client.get(VIEW, headers={**packed, "If-None-Match": other.headers["ETag"]})
    assert same.status_code == 304
    assert same.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "used"),
    [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("zstd", None),
        ("identity", None),
    ],
)
def test_a_page_comes_in_the_best_encoding_the_browser_takes(
    client: FlaskClient, accepted: str, used: str | None
) -> None:
    answer = client.get(VIEW, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == used
    assert unpacked(answer) == client.get(VIEW).data


def unpacked(answer: TestResponse) -> bytes:
    """The content as the browser reads it."""
    match answer.headers.get("Content-Encoding"):
        case "br":
            return brotli.decompress(answer.data)
        case "gzip":
            return gzip.decompress(answer.data)
        case _:
            return answer.data


def test_the_order_of_parameters_and_unknown_ones_make_no_other_page(client: FlaskClient) -> None:
    tag = client.get("/map?geography=modzcta&indicator=covid_case_rate").headers["ETag"]
    other = "/map?utm_source=x&indicator=covid_case_rate&geography=modzcta&fbclid=1"
    assert client.get(other).headers["ETag"] == tag


@pytest.mark.parametrize("path", [*PATHS[:2], "/nowhere", "/readyz", "/parts/map"])
def test_a_head_request_says_what_get_would_without_the_content(
    client: FlaskClient, path: str
) -> None:
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (got.status_code, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_a_page_names_no_path_of_this_machine(client: FlaskClient) -> None:
    text = client.get(VIEW).get_data(as_text=True)
    assert not re.search(r"(?:/home/|/root/|/tmp/|/usr/|site-packages)", text)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_on_the_site_can_be_written(client: FlaskClient, method: str) -> None:
    for path in ("/map", "/download.csv", "/releases/2026-11-22/manifest.json", "/readyz"):
        assert client.open(path, method=method.upper()).status_code == 405, path


def test_no_page_leaves_a_worker_with_the_lists_of_words_that_records_are_held_against(
    client: FlaskClient,
) -> None:
    corrections.cache_clear()
    site_changes.cache_clear()
    for address in ("/", "/changes", "/practice"):
        assert client.get(address).status_code == 200
    assert corrections.cache_info().currsize == site_changes.cache_info().currsize == 1
    assert known_names._words.cache_info().currsize == 0
