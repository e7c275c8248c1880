"""A full release of the real published files, checked against numbers read in the files by hand."""

from __future__ import annotations

import csv
from datetime import date

import brotli
import pytest

from data_loaders.curate.plans import is_read_online_alone
from data_loaders.curate.publication.compress import smallest
from data_loaders.curate.publication.frame_tables import frames
from data_loaders.curate.publication.publish import Contents
from data_loaders.curate.publication.seed import seed_contents
from data_loaders.records.corrections import corrections
from data_loaders.released.release import Release
from data_loaders.sources import catalog
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.geography import NEIGHBORHOODS
from data_loaders.vocabulary.model import Geography, Publication, Status
from tests.support.made.release_from_mirror import FromMirror, release_from_mirror

# 177 areas by 292 weeks to two decimals, as published, take 96 kB; every other frame under 30.
LARGEST_FRAME_ON_THE_WIRE = 100_000
LARGEST_SEED = 6_000_000


@pytest.fixture(scope="module")
def made() -> FromMirror:
    return release_from_mirror()


@pytest.fixture(scope="module")
def release(made: FromMirror) -> Release:
    return made.release


@pytest.fixture(scope="module")
def digest(made: FromMirror) -> Contents:
    """What unpacking its digest reads."""
    return seed_contents(made.seed)


def cell(frame: Frame, area_id: str, day: date) -> Cell:
    return frame.cell(area_id, frame.nearest(day))


def test_every_source_and_every_indicator_is_in_it(release: Release) -> None:
    copies = {source.id for source in catalog.SOURCES if not is_read_online_alone(source)}
    assert set(release.sources) == copies
    assert {entry.indicator_id for entry in release.index.frames} == set(release.indicators)


def test_every_corrected_value_is_the_one_published(release: Release) -> None:
    """Weekly ones too, which the digest has by month alone."""
    for value in (each for correction in corrections() for each in correction.changes):
        frame = release.frame(value.figure, value.geography, value.industry)
        found = frame.cell(value.area, frame.nearest(value.last))
        is_number = isinstance(value.new, float)
        assert (found.value if is_number else found.status) == value.new, value


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "day", "geography", "value", "status"),
    [
        # trends/cases-by-day.csv, 01/15/2021, CASE_COUNT
        ("covid_cases", "NYC", date(2021, 1, 15), "city", 4845, Status.NORMAL),
        # trends/caserate-by-modzcta.csv, 01/02/2021, CASERATE_10001
        ("covid_case_rate", "10001", date(2021, 1, 2), "modzcta", 210.05, Status.NORMAL),
        # trends/caserate-by-modzcta.csv, 03/07/2020, CASERATE_10001 is blank
        ("covid_case_rate", "10001", date(2020, 3, 7), "modzcta", None, Status.WITHHELD_OR_NONE),
    ],
)
def test_cells_are_those_of_the_files(
    release: Release,
    indicator_id: str,
    area_id: str,
    day: date,
    geography: str,
    value: float | None,
    status: Status,
) -> None:
    found = cell(release.frame(indicator_id, Geography(geography)), area_id, day)
    assert (found.value, found.status) == (value, status)


def test_the_table_holds_the_cell_too(release: Release) -> None:
    path = release.folder / release.index.tables["covid_case_rate_modzcta"]
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["area_id"] == "10001"]
    found = {row["period_end"]: (row["value"], row["value_status"]) for row in rows}
    assert found["2021-01-02"] == ("210.05", "normal")
    assert found["2020-03-07"] == ("", "withheld_or_none")


def test_terms_are_kept_source_by_source(release: Release) -> None:
    for source in release.sources.values():
        tables = [
            name
            for indicator in source.indicators
            for geography in indicator.geographies
            if (name := f"{indicator.id}_{geography}") in release.index.tables
        ]
        passed_on = source.publication is not Publication.SHOW
        assert bool(tables) == passed_on
        assert (release.folder / f"observations/{source.id}.parquet").exists() == passed_on


def test_frames_are_light_on_the_wire(release: Release) -> None:
    for entry in release.index.frames:
        content = (release.folder / entry.file).read_bytes()
        # As small as it gets takes thirty times as long: only where it is not small already.
        quick = brotli.compress(content, quality=5)
        if len(quick) > LARGEST_FRAME_ON_THE_WIRE:
            assert len(smallest(content)) <= LARGEST_FRAME_ON_THE_WIRE, entry.file


def test_boundaries_are_official(release: Release) -> None:
    assert release.catalog.generalised == ()
    shapes = release.shapes(Geography.NTA2020)
    assert shapes is not None
    assert set(shapes.paths) == set(release.areas(Geography.NTA2020))


def test_every_neighborhood_geography_has_tiles_also_in_the_digest(
    release: Release, digest: Contents
) -> None:
    for geography in NEIGHBORHOODS:
        tiles = release.tiles(geography)
        assert tiles is not None, geography
        assert digest.tiles[geography] == tiles
        assert tiles.outline == ""
    assert release.shapes(Geography.STREETEASY) is None


def test_zip_codes_are_drawn_on_zip_areas_as_the_crosswalk_says(release: Release) -> None:
    # The crosswalk has "10119","10001"; 10118 is in the label of ZIP area 10001; 10041 in neither.
    shapes = release.shapes(Geography.ZIP)
    assert shapes is not None
    assert shapes.groups["10001"] == ("10001", "10118", "10119")
    assert not any("10041" in zips for zips in shapes.groups.values())


def test_the_digest_adds_up_days_and_averages_weeks(digest: Contents) -> None:
    (source,) = (one for one in digest.catalog.sources if one.id == "nychealth_coronavirus")
    observations, known = digest.observations[source.id], {one.id: one for one in source.indicators}
    made = {
        (frame.indicator_id, frame.geography): frame
        for frame in frames(observations, known, digest.catalog.areas)
    }
    # CASE_COUNT of 01/10/2021 to 01/16/2021: 3197 5921 5241 5184 5264 4845 3481
    week = cell(made["covid_cases", Geography.CITY], "NYC", date(2021, 1, 16))
    assert week == Cell(33133, Status.NORMAL)
    # CASERATE_10001 of the Saturdays of January 2021: 210.05 467.17 282.47 333.18 311.45
    month = cell(made["covid_case_rate", Geography.MODZCTA], "10001", date(2021, 1, 15))
    # Their mean is 320.864; the digest holds values as pages show them.
    assert month == Cell(320.9, Status.NORMAL)


def test_the_digest_has_no_source_only_to_be_shown(digest: Contents) -> None:
    publications = {source.publication for source in digest.catalog.sources}
    assert publications == {Publication.OPEN, Publication.DERIVED}


def test_the_digest_is_small(made: FromMirror) -> None:
    size = sum(path.stat().st_size for path in made.seed.rglob("*") if path.is_file())
    assert size <= LARGEST_SEED
