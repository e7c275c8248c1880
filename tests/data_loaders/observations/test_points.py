"""Points are placed by the shipped table of cells; by official boundaries nearly all agree."""

from __future__ import annotations

import pandas as pd

from data_loaders.observations.points import areas_at
from data_loaders.vocabulary.model import Geography


def placed(*points: tuple[float | None, float | None]) -> list[str]:
    table = pd.DataFrame(points, columns=["lat", "lng"], dtype="float64")
    return areas_at(table["lat"], table["lng"], Geography.NTA2020).tolist()


def test_known_corners_lie_in_their_neighborhoods() -> None:
    tompkins_square_east, greenpoint_avenue = (40.7265, -73.9787), (40.7301, -73.9540)
    assert placed(tompkins_square_east, greenpoint_avenue) == ["MN0303", "BK0101"]


def test_a_point_outside_the_city_or_without_coordinates_lies_in_none() -> None:
    assert placed((42.6376, -73.7430), (None, None), (40.7265, None)) == ["", "", ""]
