"""How areas moved: reliable pairs alone, like periods, no area named, rounding taken for none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import pytest

from components.impact import words
from components.impact.analysis import followed
from data_loaders.records.model import Watched
from data_loaders.released.release import Release
from data_loaders.sources.public.nychealth_immunization.source import SOURCE
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import Area, Geography

MEASLES = next(each for each in SOURCE.indicators if each.id == "measles_vaccination")
PERIODS = (
    (date(2020, 7, 1), date(2020, 12, 31)),
    (date(2021, 1, 1), date(2021, 6, 30)),
    (date(2025, 7, 1), date(2025, 12, 31)),
)
# then, in between, now; n normal, l less reliable, w hidden.
ROWS = {
    "a": ((80.0, 85.0, 90.0), "nnn", 1),
    "b": ((80.0, 85.0, 81.0), "nnn", 1),
    "c": ((90.0, 85.0, 80.0), "nnn", 3),
    "d": ((95.0, 85.0, 90.0), "nnn", 3),
    "few": ((50.0, 85.0, 99.0), "lnn", 3),
    "gone": ((70.0, 85.0, None), "nnw", 3),
}


def frame(geography: Geography, rows: dict[str, tuple[tuple[float | None, ...], str]]) -> Frame:
    values, codes = zip(*rows.values(), strict=True)
    return Frame(MEASLES.id, geography, "all", PERIODS, tuple(rows), values, codes)


@dataclass
class Held:
    """As much of a release as the analysis asks for."""

    frames: dict[Geography, Frame]

    def __post_init__(self) -> None:
        self.indicators = {MEASLES.id: MEASLES}

    def entry(self, _name: str, geography: Geography) -> object | None:
        return self.frames.get(geography)

    def frame(self, _name: str, geography: Geography) -> Frame:
        return self.frames[geography]

    def area(self, geography: Geography, area_id: str) -> Area:
        return Area(area_id, area_id, geography, poverty_third=ROWS[area_id][2])


@pytest.fixture
def release() -> Release:
    areas = frame(Geography.MODZCTA, {name: row[:2] for name, row in ROWS.items()})
    city = frame(Geography.CITY, {"NYC": ((87.0, 89.0, 89.0), "nnn")})
    return cast("Release", Held({Geography.MODZCTA: areas, Geography.CITY: city}))


def watched(figure: str = MEASLES.id, baseline: str = "2020-12") -> Watched:
    return Watched(figure, Geography.MODZCTA, baseline)


def test_only_areas_with_a_reliable_value_then_and_now_count(release: Release) -> None:
    figure = followed(release, watched())
    assert figure is not None
    assert figure.moved is not None
    counts = (figure.moved.higher, figure.moved.lower, figure.moved.same, figure.moved.left_out)
    # b moved by one, the last digit shown: that may be rounding.
    assert counts == (1, 2, 1, 2)
    assert figure.moved.middle == (-6.25, 3.25)
    assert (figure.city_then, figure.city_now) == (87.0, 89.0)


def test_thirds_are_middles_of_the_same_areas_then_and_now(release: Release) -> None:
    figure = followed(release, watched())
    assert figure is not None
    assert [(g.third, g.areas, g.then, g.now) for g in figure.thirds] == [
        (1, 2, 80.0, 85.5),
        (3, 2, 92.5, 85.0),
    ]


def test_december_is_compared_with_december_whatever_the_baseline_month(release: Release) -> None:
    figure = followed(release, watched(baseline="2020-01"))
    assert figure is not None
    assert figure.then == PERIODS[0]


def test_no_area_is_named(release: Release) -> None:
    figure = followed(release, watched())
    assert figure is not None
    assert figure.moved is not None
    text = words.moved(figure, figure.moved)
    assert text.startswith(
        "From December 2020 to December 2025, 2 of 4 areas went down and 1 went up. The"
    )
    assert "changed by −6 to +3 points." in text
    assert "2 areas are left out" in text
    assert not any(f" {name} " in text for name in ("b", "c", "d", "few", "gone"))


@pytest.mark.parametrize(
    "asked", [watched("not_here"), watched(baseline="2025-12"), watched(baseline="2030-01")]
)
def test_a_figure_with_fewer_than_two_like_periods_is_not_compared(
    release: Release, asked: Watched
) -> None:
    assert followed(release, asked) is None
