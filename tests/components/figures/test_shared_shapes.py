"""What a shape shows where several areas are drawn on it, and how a geography can be laid out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from components.figures import shared_shapes
from components.figures.scene import Scene, scene
from components.map import layouts as map_layout
from components.map import view
from components.markup.first_view import rendered
from data_loaders.curate.publication.build import build
from data_loaders.released.release import Release
from data_loaders.released.view import MapLayout, View, layouts
from data_loaders.released.view_reading import read_view
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Geography, Measure, Reason, Status
from data_loaders.vocabulary.progress import Silent
from data_loaders.vocabulary.shapes import Shapes
from tests.support.tiny import COURTS, FILINGS, module, plan

RATE = replace(FILINGS, measure=Measure.RATE)
TOTALS = """\
area_id,period_start,period_end,value,status
10001,2021-01-01,2021-01-31,20,normal
10118,2021-01-01,2021-01-31,30,normal
10027,2021-01-01,2021-01-31,50,normal
10115,2021-01-01,2021-01-31,,not_reported
10041,2021-01-01,2021-01-31,12,normal
"""
LISTED = """\
area_id,period_start,period_end,value,status
fordham,2021-01-01,2021-01-31,1750,normal
greenpoint,2021-01-01,2021-01-31,,withheld
"""


def value(number: float) -> Cell:
    return Cell(number, Status.NORMAL)


def without(status: Status, reason: Reason | None = None) -> Cell:
    return Cell(None, status, reason)


def test_counts_are_added_and_rates_never() -> None:
    assert shared_shapes.joined([value(2), value(3)], FILINGS) == value(5)
    several = without(Status.NOT_APPLICABLE, Reason.SEVERAL_AREAS)
    assert shared_shapes.joined([value(2), value(3)], RATE) == several


def test_a_count_that_lacks_a_part_is_not_added() -> None:
    hidden, absent = without(Status.WITHHELD), without(Status.NOT_REPORTED)
    for lacking in (hidden, absent):
        joined = shared_shapes.joined([value(2), value(3), lacking], FILINGS)
        assert (joined.value, joined.status) == (None, lacking.status)
    assert joined.reason is Reason.INCOMPLETE


def test_the_only_figure_of_a_shape_stands_for_itself() -> None:
    hidden, absent = without(Status.WITHHELD), without(Status.NOT_REPORTED)
    assert shared_shapes.joined([absent, value(2)], FILINGS) == value(2)
    assert shared_shapes.joined([hidden, value(2)], RATE) == value(2)
    assert shared_shapes.joined([absent], RATE) == absent
    assert shared_shapes.joined([], RATE) is None


def test_a_sum_is_as_uncertain_as_its_least_certain_part() -> None:
    early = Cell(3, Status.PROVISIONAL)
    assert shared_shapes.joined([value(2), early], FILINGS) == Cell(5, Status.PROVISIONAL)


def square(geography: Geography, *ids: str, **groups: tuple[str, ...]) -> Shapes:
    paths = dict.fromkeys(ids, "M0 0l1 0 0 1z")
    centers = dict.fromkeys(ids, (0.0, 0.0))
    grouped = {name.removeprefix("z"): found for name, found in groups.items()}
    return Shapes(geography, 10, 10, False, "us", paths, centers, groups=grouped)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    root: Path = tmp_path_factory.mktemp("releases")
    zips = replace(FILINGS, geographies=(Geography.ZIP,))
    rents = replace(FILINGS, id="rents", geographies=(Geography.STREETEASY,))
    sources = [
        module(replace(COURTS, indicators=(zips,)), TOTALS),
        module(replace(COURTS, id="rents", indicators=(rents,)), LISTED),
    ]
    on_zips = square(
        Geography.ZIP, "10001", "10027", z10001=("10001", "10118"), z10027=("10027", "10115")
    )
    planned = replace(
        plan(root, sources),
        shapes={Geography.ZIP: on_zips},
        tiles={Geography.STREETEASY: square(Geography.STREETEASY, "fordham", "greenpoint")},
    )
    return Release.open(root / build(planned, Silent()).catalog.release_id)


def zip_scene(release: Release) -> Scene:
    return scene(release, View(("filings",), Geography.ZIP))


def test_zip_codes_of_one_area_are_drawn_together(release: Release) -> None:
    shown = zip_scene(release)
    shapes = shared_shapes.shapes_of(shown)
    assert shapes is not None
    cells = shared_shapes.cells(shown, shapes)
    assert (cells["10001"], cells["10027"]) == (value(50), value(50))
    assert shared_shapes.overrides(shown, shapes)["10001"] == ([50.0], "n")
    assert shared_shapes.unplaced(shown, shapes) == ["10041"]


def test_the_table_keeps_every_zip_code_by_itself(release: Release) -> None:
    shown = zip_scene(release)
    table = str(rendered(map_layout.table(shown, lambda area_id: area_id)))
    assert all(f'href="{area_id}"' in table for area_id in ("10001", "10118", "10041"))
    assert "On no area, so not drawn: 10041." in str(rendered(map_layout.notes(shown)))


def test_areas_without_boundaries_have_tiles_and_a_list_and_no_outline(release: Release) -> None:
    assert layouts(release, Geography.STREETEASY) == (MapLayout.TILES, MapLayout.TABLE)
    reading = read_view({"indicator": "rents", "layout": "map"}, release, "filings", mapped=True)
    assert reading.view.layout is MapLayout.TILES
    assert [(notice.given, notice.used) for notice in reading.notices] == [("map", "tiles")]
    page = str(rendered(view.shown(scene(release, reading.view)).layout))
    assert page.count("<path") >= 2
    assert 'class="outline"' not in page
    assert "StreetEasy publishes no boundaries" in page
    assert page.index(">Bronx</h3>") < page.index(">Fordham</a>")


def test_a_layout_nobody_chose_brings_no_notice(release: Release) -> None:
    reading = read_view({"indicator": "rents"}, release, "filings", mapped=True)
    assert (reading.view.layout, reading.notices) == (MapLayout.TILES, ())


def test_a_release_without_tiles_is_shown_as_a_map(release: Release) -> None:
    assert layouts(release, Geography.ZIP) == (MapLayout.MAP, MapLayout.TABLE)
    reading = read_view({"layout": "tiles"}, release, "filings", mapped=True)
    assert reading.view.layout is MapLayout.MAP


def test_a_table_draws_no_map_and_is_open(release: Release) -> None:
    reading = read_view({"layout": "table"}, release, "filings", mapped=True)
    shown = scene(release, reading.view)
    assert view.shown(shown).state["shapes"] == ""
    page = str(rendered(view.shown(shown).layout))
    assert "<svg" not in page.split('id="map-legend"')[0]
    assert '<div class="whole-table"><table>' in page
