"""What stands for a figure that another area has: why, and never that none was reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from components.figures.series import aligned
from components.place import next_door, verdict
from components.place.gathering import needs
from components.trends.panels import panels
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Geography, Reason, Status
from tests.pages.asked import SIDES

MONTHS = tuple((date(2023, month, 1), date(2023, month, 28)) for month in (2, 3, 4))
FRAME = Frame("rate", Geography.CITY, "all", MONTHS[1:2], (CITY_ID,), ((5.0,),), ("n",))


def test_a_period_a_frame_lacks_is_said_to_be_before_or_after_its_own() -> None:
    reasons = [cell.reason for cell in aligned(FRAME, CITY_ID, MONTHS)]
    assert reasons == [Reason.BEGINS_AFTER, None, Reason.ENDS_BEFORE]


@pytest.mark.parametrize("side", SIDES)
def test_a_line_beside_a_longer_one_says_why_it_is_shorter(
    sides: Mapping[str, Release], side: str
) -> None:
    """Of every figure the city has for fewer periods than its boroughs."""
    release, shorter = sides[side], 0
    for indicator in release.indicators.values():
        if not {Geography.CITY, Geography.BOROUGH} <= {*indicator.geographies}:
            continue
        view = View((indicator.id,), Geography.BOROUGH, (CITY_ID, "BX"))
        for panel in panels(release, view):
            lines = [line for line in panel.series if line.area.id == CITY_ID]
            for line in lines:
                known = [at for at, cell in enumerate(line.cells) if cell.value is not None]
                after = line.cells[known[-1] + 1 :] if known else []
                shorter += sum(cell.reason is Reason.ENDS_BEFORE for cell in after)
                bare = [cell for cell in after if cell.status is Status.NOT_REPORTED]
                assert all(cell.reason is not None for cell in bare), indicator.id
    assert shorter or side == "demonstration"


@pytest.mark.parametrize("side", SIDES)
def test_a_place_opens_with_its_own_newest_figure_where_newer_files_are_not_at_hand(
    sides: Mapping[str, Release], side: str
) -> None:
    release = sides[side]
    boroughs = [place for place in release.places if place.id in BOROUGH_IDS]
    for place in boroughs:
        for each in (one for need in needs(release, place) for one in (*need.drawn, *need.listed)):
            frame, area = each.scene.frame, each.areas[0]
            if frame.cell(area.id, each.scene.position).reason is Reason.NOT_RECEIVED:
                assert not any(frame.values_of(area.id)), (place.id, each.indicator.id)


def test_staten_islands_unemployment_is_of_its_own_newest_month(
    sides: Mapping[str, Release],
) -> None:
    release = sides["digest"]
    (island,) = [place for place in release.places if place.id == "SI"]
    found = [one for need in needs(release, island) for one in (*need.drawn, *need.listed)]
    (rate,) = [each for each in found if each.indicator.id == "unemployment_rate"]
    assert rate.scene.frame.cell("SI", rate.scene.position).value is not None
    assert rate.scene.last < rate.scene.frame.periods[-1][1]


def test_next_door_sets_no_low_beside_now_that_cannot_be_relied_on(
    sides: Mapping[str, Release],
) -> None:
    """Closed stations had 0% of before: that is no lowest month of a neighborhood."""
    release = sides["digest"]
    for place in (each for each in release.places if each.id in ("QN1402", "QN1403", "11697")):
        for each in next_door.measures(needs(release, place), place):
            if not verdict.is_share(each):
                continue
            rows = next_door.next_door(each).rows
            first = next(row for row in rows if row.area.id == each.areas[0].id)
            assert first.then.status is not Status.LOW_RELIABILITY, place.id
