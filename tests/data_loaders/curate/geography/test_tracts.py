"""Tracts add up to the city, and thirds of residents follow the share below poverty."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.geography.tracts import POINTS_FILE, poverty_thirds, tracts
from data_loaders.observations.feed_files import DeliveryError


def test_the_tracts_of_2020_hold_all_residents(mirror: Path) -> None:
    table = tracts(mirror)
    assert len(table) == 2325
    assert table["population"].sum() == 8_804_190


def test_a_file_that_lost_residents_is_refused(tmp_path: Path) -> None:
    (tmp_path / POINTS_FILE).parent.mkdir()
    (tmp_path / POINTS_FILE).write_text(
        "geoid,boro_code,nta2020,cdta2020,point_lon,point_lat,pop_2020\n"
        "36005000100,2,QN0151,QN01,-73.883536,40.792046,3772\n"
    )
    with pytest.raises(DeliveryError, match="3772 residents"):
        tracts(tmp_path)


def test_thirds_hold_residents_not_areas() -> None:
    counts = pd.DataFrame(
        {
            "population": [300, 300, 200, 100, 5000],
            "poverty_universe": [100, 100, 100, 100, 0],
            "below_poverty": [10, 20, 30, 40, 0],
        },
        index=["a", "b", "c", "d", "unknown"],
    )
    assert poverty_thirds(counts) == {"a": 1, "b": 2, "c": 3, "d": 3}
