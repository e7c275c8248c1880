"""A series that goes on in another publisher's figures names each publisher wherever it is told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from components.pictures.figure import long_citation
from components.pictures.trends_figure import trends_figure
from components.text import formats
from data_loaders.released.joined import joined_with, newest_day
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.model import Geography
from pages import data, indicator, trends
from tests.support.described import opened, words

# Each with boundaries by which it goes on.
JOINED = {"ui_claims": Geography.CITY, "unemployment_rate": Geography.BOROUGH}


@pytest.mark.parametrize("name", JOINED)
def test_page_list_chart_and_citation_name_every_publisher(
    sides: Mapping[str, Release], name: str
) -> None:
    release, by = sides["digest"], JOINED[name]
    figure = release.indicators[name]
    others = joined_with(release, figure, newest_day(release, figure))
    every = (release.source_of[name], *others)
    assert others
    page = words(opened(indicator.PAGE, f"/data/{name}", release))
    of_trends = words(opened(trends.PAGE, "/trends", release, indicator=name, geography=str(by)))
    picture = long_citation(trends_figure(release, View((name,), by), None))
    for each in every:
        assert f"{each.name} , {each.partner}" in page
        assert all(each.citation.rstrip(".") in told for told in (page, of_trends, picture))
    named = f"on: {formats.listed([each.partner for each in others])}."
    assert named in of_trends
    listed = words(opened(data.PAGE, "/data", release, q=figure.title))
    assert formats.listed([each.partner for each in every]) in listed
