"""A release of few figures: each page answers, and says what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from data_loaders.vocabulary.model import Geography
from tests.support import tiny
from tests.support.sites import serving_from

MONTHS = """\
area_id,period_start,period_end,value,status
NYC,2021-01-01,2021-01-31,10,normal
NYC,2021-02-01,2021-02-28,,withheld
"""
CITYWIDE = replace(tiny.COURTS, indicators=(replace(tiny.FILINGS, geographies=(Geography.CITY,)),))
ADDRESSES = (
    *("/", "/map", "/trends", "/industries", "/places", "/places/BX", "/search?q=bronx"),
    *("/data", "/data/filings", "/methodology", "/methodology/courts", "/privacy", "/changes"),
    *("/about", "/about/performance", "/coverage", "/impact", "/partners", "/trace", "/share"),
    *("/words", "/project", "/uses", "/practice", "/preview", "/partnership", "/api"),
    *("/embed/map", "/embed/trends", "/parts/map", "/parts/trends", "/parts/industries"),
    *("/standouts.csv", "/next-page.json", "/data.json", "/sitemap.xml", "/feeds/changes.atom"),
    *("/download.csv", "/download.png", "/download.svg", "/download.zip"),
    *("/download.csv?view=map", "/api/v1/observations?indicator=filings", "/api/v1/areas"),
)


@pytest.fixture(scope="module", params=["city", "borough"])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """The site with one figure: of the whole city, or of boroughs without their outlines."""
    root = tmp_path_factory.mktemp("little")
    is_city = request.param == "city"
    tiny.released(root, tiny.module(CITYWIDE, MONTHS) if is_city else tiny.module(tiny.COURTS))
    with serving_from(root) as made:
        yield made


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_answers_though_there_is_little_to_show(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code < 500, answer.get_data(as_text=True)[:200]


def test_a_map_without_anything_to_draw_says_so(client: FlaskClient) -> None:
    answer = client.get("/map")
    assert "no figures that can be drawn on a map" in answer.get_data(as_text=True)
