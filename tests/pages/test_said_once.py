"""Titles and lists say each thing once, and times and places have their names."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from components.changes import view as changes
from components.data import coverage, coverage_panel
from components.figures import sentences
from components.figures.scene import scene
from data_loaders.records.corrections import corrections
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Frequency, Geography
from pages import map as mapped
from tests.pages.asked import SIDES


@pytest.mark.parametrize("side", SIDES)
def test_the_title_of_a_map_says_its_kind_of_area_once(
    sides: Mapping[str, Release], side: str
) -> None:
    release = sides[side]
    for each in release.indicators.values():
        query = {"indicator": each.id}
        shown = scene(release, mapped.read(query, release).view)
        title = sentences.map_title(shown)
        words = re.findall(r"by (?:ZIP area|neighborhood|borough)\b", title)
        assert len(words) == len(set(words)), title


def test_boroughs_are_listed_by_name(sides: Mapping[str, Release]) -> None:
    names = [area.name for area in sides["digest"].areas(Geography.BOROUGH).values()]
    assert names == ["Bronx", "Brooklyn", "Manhattan", "Queens", "Staten Island"]


def test_a_corrected_month_has_the_name_of_the_month(sides: Mapping[str, Release]) -> None:
    release = sides["digest"]
    months = [
        value
        for correction in corrections()
        for value in correction.changes
        if release.indicators[value.figure].frequency is Frequency.MONTH
    ]
    assert months
    for value in months:
        assert re.fullmatch(r"[A-Z]\w+ \d{4}", changes._when(release, value))


def test_where_most_is_hidden_reads_as_a_sentence(sides: Mapping[str, Release]) -> None:
    release = sides["digest"]
    said = [
        sentence
        for source in release.sources.values()
        for sentence in coverage_panel.most_and_least(release, coverage.of_source(release, source))
    ]
    assert [each for each in said if "the Bronx" in each]
    assert [each for each in said if re.search(r"(?<!the )Bronx", each)] == []
