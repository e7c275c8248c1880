"""What a place's page says of then and now is as sure as the figures it rests on."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pytest

from components.place import words
from components.place.gathering import Gathered, needs, page_places
from components.place.trend import Trend, is_cut_off, stretches, trends
from components.text import formats
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Place, Status

FEW = 12


def _told(release: Release, places: Iterable[Place]) -> Iterator[tuple[Gathered, Trend, str]]:
    """Every sentence of then and now of some places, with what it rests on."""
    for place in places:
        for need in needs(release, place):
            for each in need.drawn:
                for trend in trends(each):
                    yield each, trend, words.trend(trend, each.indicator)


def _check(release: Release, places: Iterable[Place]) -> int:
    """How many figures that are cut off were met, each told as such."""
    cut_off = 0
    for each, trend, said in _told(release, places):
        [(then, now)] = [
            pair
            for pair in stretches(each)
            if (pair[0].words, pair[1].words) == (trend.then, trend.now)
        ]
        frame, area = each.scene.frame, each.areas[0]
        alone = replace(trend, moves=trend.moves[:1], all_areas=trend.moves[:1], doubt=None)
        own = words.trend(alone, each.indicator)
        ends = [is_cut_off(frame, area, stretch) for stretch in (then, now)]
        assert own.count(" or more") == sum(ends), said
        if all(ends) or (any(ends) and trend.moves[0].sign(each.indicator.decimals) == 0):
            assert not any(word in own for word in (" rose ", " fell ", " stayed ")), said
        cells = frame.cells_in(area.id, (*then.periods, *now.periods))
        is_doubtful = any(c is not None and c.status is Status.LOW_RELIABILITY for c in cells)
        assert ("read with care" in said) is is_doubtful, said
        for value in (trend.moves[0].before, trend.moves[0].after):
            assert " stayed " in own or formats.number(value, each.indicator) in own, said
        cut_off += sum(ends)
    return cut_off


def test_then_and_now_of_a_place_say_what_is_cut_off_or_doubtful(
    sides: Mapping[str, Release],
) -> None:
    release = sides["digest"]
    zip_areas = [place for place in page_places(release) if place.id.isdecimal()]
    chosen = random.Random(11).sample(zip_areas, FEW)
    chosen += [
        place for place in page_places(release) if place.id in ("BX", "10456", "10005", "MN0901")
    ]
    assert _check(release, chosen) > 3


@pytest.mark.nightly
def test_then_and_now_of_every_place_say_so_too(sides: Mapping[str, Release]) -> None:
    assert _check(sides["digest"], page_places(sides["digest"])) > 100
