"""The shipped table of stations is made again, byte for byte, from the published files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.curate.geography.station_areas import station_areas, write_station_areas
from data_loaders.observations.points import STATIONS_FILE, area_of_station
from data_loaders.vocabulary.geography import areas
from data_loaders.vocabulary.model import Geography


def test_the_published_files_make_the_shipped_table(mirror: Path, tmp_path: Path) -> None:
    write_station_areas(station_areas(mirror, areas()), tmp_path / "stations.csv")
    assert (tmp_path / "stations.csv").read_bytes() == STATIONS_FILE.read_bytes()


def test_every_station_lies_in_the_census_district_the_comptroller_names(mirror: Path) -> None:
    theirs = pd.read_csv(mirror / "mta-subway-stations/station_to_puma.csv", dtype="str")
    named = dict(theirs.itertuples(index=False, name=None))
    assert area_of_station(Geography.PUMA2020) == named
