"""What `docs/compared.md` says that this site has, it has; and what it says is missing, is."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement

from data_loaders.vocabulary import installation
from tests.support.made.shipped_demonstration import shipped_demonstration
from tests.support.made.shipped_digest import shipped_digest
from tests.support.sites import serving_from

TOLD = (installation.ROOT / "docs" / "compared.md").read_text("utf-8")
RATE = "indicator=unemployment_rate&geography=borough&areas=BX~MN"
PLACES = ("BX", "203", "10456", "BX0303")


@pytest.fixture(scope="module")
def site() -> Iterator[FlaskClient]:
    with serving_from(shipped_digest(), shipped_demonstration()) as client:
        yield client


def main_of(site: FlaskClient, address: str) -> HtmlElement:
    (main,) = html.fromstring(site.get(address).text).xpath("//main")
    return main


def heads(table: HtmlElement) -> tuple[int, int]:
    """How many columns a table has, and how many of them sort by a link."""
    return len(table.xpath(".//thead//th")), len(table.xpath(".//thead//th[.//a]"))


@pytest.mark.parametrize(
    ("address", "table", "unsorted"),
    [
        ("/map?indicator=measles_vaccination", "//*[@id='map-table']//table", 0),
        (f"/trends?{RATE}", "//table", 0),
        ("/industries", "//table", 1),  # its ranks
        ("/places/10456", "//*[@id='next-door']//table", 2),  # its small lines, and Compare
        ("/methodology", "//table", 0),
        ("/privacy", "//*[@id='rules-rows']", 0),
    ],
)
def test_tables_sort_by_their_columns_without_a_script(
    site: FlaskClient, address: str, table: str, unsorted: int
) -> None:
    assert "sort by their columns" in TOLD
    every, sorting = heads(main_of(site, address).xpath(f".{table}")[0])
    assert every - sorting <= unsorted, address
    assert sorting > 1


def test_files_are_those_of_the_chart_with_terms_and_citation(site: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get(f"/download.csv?{RATE}").text)))
    assert {row["area_id"] for row in rows} == {"BX", "MN"}
    assert rows[0]["license"]
    assert rows[0]["citation"]
    package = zipfile.ZipFile(io.BytesIO(site.get(f"/download.zip?{RATE}").data))
    assert json.loads(package.read("datapackage.json"))["sources"]
    answer = site.get(f"/api/v1/observations?{RATE}&period=latest").get_json()
    assert {"status", "value"} <= answer["observations"][0].keys()
    assert "reasons" in answer


def test_a_frame_has_no_script_and_the_box_two_snippets(site: FlaskClient) -> None:
    assert "<script" not in site.get(f"/embed/trends?{RATE}").text
    box = main_of(site, f"/trends?{RATE}").xpath(".//*[contains(@class, 'embed-this')]//pre")
    assert ["release=" in snippet.text_content() for snippet in box] == [False, True]
    assert all('width="100%"' in snippet.text_content() for snippet in box)


@pytest.mark.parametrize("place", PLACES)
def test_each_kind_of_place_has_a_page_with_its_neighbors(site: FlaskClient, place: str) -> None:
    assert site.get(f"/places/{place}").status_code == 200
    assert main_of(site, f"/places/{place}").xpath(".//*[@id='next-door']//a")


def test_what_is_not_here_is_not(site: FlaskClient) -> None:
    assert "Only the six questions of the demonstration, and two worked examples" in TOLD
    assert len(main_of(site, "/impact").xpath(".//section[@id='projects']//h3")) == 2
    assert len(main_of(site, "/demo").xpath(".//a[.='Open the simulated figure']")) == 6
