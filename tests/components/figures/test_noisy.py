"""A noisy figure shows its range wherever it stands: file, frame, chart, tooltip and table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest

from api.v1.observations import Block, _records
from components.figures import readings, sentences
from components.figures.charts import Chart, Line, line_chart
from components.figures.tables import value_cell
from components.industries.ranks import _row, bands
from components.text import reasons
from data_loaders.curate.publication.frame_tables import frames, margins_of
from data_loaders.privacy.treatment.noised import noised
from data_loaders.released.csv_rows import HEADER, Labels, write_rows
from data_loaders.released.packing import packed, unpacked
from data_loaders.vocabulary.frames import Cell, Frame, cell_of
from data_loaders.vocabulary.model import Area, Geography, Industry, Reason, Status
from tests.support.pages_drawn import scene_of
from tests.support.privacy import made, released

SOURCE = released.source(made.NOISY, made.CLIENTS)
AREAS = {
    Geography(name): tuple(
        Area(id=area_id, name=area_id, geography=Geography(name), borough_id=borough)
        for area_id, borough in boroughs.items()
    )
    for name, boroughs in made.BOROUGHS.items()
}
SERVICE = "work"
WITHIN, IN_CITY = made.NOISE.margin("quarter"), made.NOISE.margin("quarter", 5)


@pytest.fixture(scope="module")
def published() -> dict[Geography, Frame]:
    """Frames of two quarters' counts of people who wanted work, by geography, as served."""
    counts = pd.concat([made.counted(), made.counted(start="2020-07-01")], ignore_index=True)
    table = noised(counts, made.NOISY, [made.CLIENTS], [], made.BOROUGHS, made.steps)
    known = {made.CLIENTS.id: made.CLIENTS}
    every = frames(table, known, AREAS, margins_of(SOURCE, table, AREAS))
    return {
        frame.geography: unpacked(packed(frame)) for frame in every if frame.industry_id == SERVICE
    }


def test_a_frame_carries_how_far_off_the_figures_of_each_area_may_be(
    published: dict[Geography, Frame],
) -> None:
    small, city = published[Geography.NTA2010], published[Geography.CITY]
    assert small.margins == (WITHIN,) * 5
    assert city.margins == (IN_CITY,)
    assert IN_CITY > WITHIN == 3
    cell = small.cell("BX01", 0)
    assert (cell.value, cell.reason, cell.range) == (2.0, Reason.NOISY, (0.0, 5.0))
    assert small.series("BX01")[0] == cell
    assert dict(small.cells(0))["BX01"] == cell
    assert small.cells_in("BX01", small.periods)[0] == cell


def test_a_frame_of_other_figures_has_no_ranges() -> None:
    cells = [Cell(5.0, Status.NORMAL), cell_of(None, "R", 3.0), cell_of(5.0, "2")]
    assert [cell.range for cell in cells] == [None, None, None]
    assert margins_of(released.source(made.PEOPLE, made.CLIENTS), pd.DataFrame(), AREAS) == {}


def test_a_file_has_both_ends_of_the_range(published: dict[Geography, Frame]) -> None:
    names = {area.id: area.name for area in AREAS[Geography.NTA2010]}
    words = Labels("2020-10-01", True, made.CLIENTS, SOURCE, names)
    lines = HEADER + "".join(write_rows(words, published[Geography.NTA2010], {"BX01"}))
    row = next(iter(csv.DictReader(io.StringIO(lines))))
    told = [row[name] for name in ("value", "value_status", "value_reason", "lower", "upper")]
    assert told == ["2", "estimated", "noisy", "0", "5"]


def test_table_tooltip_and_sentence_say_noisy_and_the_range(
    published: dict[Geography, Frame],
) -> None:
    frame = published[Geography.NTA2010]
    cell = frame.cell("BX01", 0)
    assert reasons.mark(cell) == " noisy, 0 to 5"
    assert reasons.label(cell) == "Noisy: moved at random to protect people"
    assert " noisy, 0 to 5" in str(value_cell(cell, made.CLIENTS, ""))
    said = readings.reading(made.CLIENTS, frame.periods, [("BX01", "a", frame.series("BX01"))])
    assert "2 noisy, 0 to 5" in said


def drawing(frame: Frame) -> str:
    lines = [Line(name, frame.series(name), "a") for name in ("BX01", "BX02")]
    return str(line_chart(Chart("c", "what", made.CLIENTS, frame.periods, lines)))


def test_a_chart_draws_a_band_and_a_bar_at_every_noisy_figure(
    published: dict[Geography, Frame],
) -> None:
    frame = published[Geography.NTA2010]
    svg = drawing(frame)
    assert svg.count('class="noisy-bar"') == 4  # two lines of two quarters
    assert svg.count('class="fill"') == 2
    assert "noisy" not in drawing(replace(frame, margins=()))


def test_the_axis_of_a_chart_reaches_as_far_as_its_ranges() -> None:
    cells = [cell_of(100.0, "2", 60.0), cell_of(110.0, "2", 60.0)]
    periods = [
        (pd.Timestamp(start).date(), pd.Timestamp(end).date())
        for start, end in (("2020-04-01", "2020-06-30"), ("2020-07-01", "2020-09-30"))
    ]
    chart = Chart("c", "what", made.CLIENTS, periods, [Line("BX", cells, "a")])
    assert chart.ticks[-1] >= 170


def test_a_program_gets_the_range_and_the_reason_with_each_noisy_figure(
    published: dict[Geography, Frame],
) -> None:
    block = Block(published[Geography.NTA2010], ("BX01",), (0, 1))
    records = list(_records(block, block.areas))
    told = [(one.value, one.lower, one.upper, one.value_reason) for one in records]
    assert told == [(2.0, 0.0, 5.0, Reason.NOISY), (6.0, 3.0, 9.0, Reason.NOISY)]


def noisy_map(values: dict[str, float], margin: float) -> str:
    """What the map says of noisy figures of boroughs."""
    scene = scene_of(values)
    code = Cell(1.0, Status.ESTIMATED, Reason.NOISY).code
    letters = tuple(tuple(code for _ in codes) for codes in scene.frame.statuses)
    frame = replace(scene.frame, statuses=letters, margins=(margin,) * len(scene.frame.areas))
    return sentences.map_sentence(replace(scene, frame=frame))


def test_no_noisy_figure_is_called_the_highest_or_the_lowest() -> None:
    said = noisy_map({"BX": 4, "BK": 9, "MN": 30}, 3)
    assert said.startswith(
        "2 of the 3 areas with a figure had 9 filings or more. Figures are moved"
    )
    for name in ("Bronx", "Brooklyn", "Manhattan", "Highest in", "The highest,"):
        assert name not in said
    alone = noisy_map({"BX": 4}, 3)
    assert alone == "The Bronx had 4 filings (noisy, 1 to 7), the only figure here for this period."


@pytest.mark.parametrize(("margin", "count"), [(0.0, 3), (3.0, 2), (60.0, 1)])
@pytest.mark.parametrize("is_change", [False, True])
def test_industries_whose_ranges_meet_share_a_rank(
    margin: float, count: int, is_change: bool
) -> None:
    then = Cell(100.0, Status.ESTIMATED, Reason.NOISY, 0.0)
    rows = [
        _row(
            Industry(name, name), (Cell(value, Status.ESTIMATED, None, margin), then), 1, is_change
        )
        for name, value in (("food", 90.0), ("rent", 94.0), ("work", 40.0))
    ]
    assert len(bands(rows, 0)) == count
