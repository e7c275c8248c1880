from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.released.csv_rows import (
    BASE_CUT_OFF,
    BASE_DOUBTFUL,
    COLUMNS,
    HEADER,
    DisplayedValue,
    Labels,
    Periods,
    number_cell,
    put_together,
    text_cell,
    write_rows,
)
from data_loaders.released.csv_rows import labels as labels_of
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import (
    Area,
    Catalog,
    Frequency,
    Geography,
    Grant,
    Reason,
    Status,
    Terms,
)
from tests.support.tiny import COURTS, FILINGS

FRAME = Frame(
    "filings",
    Geography.BOROUGH,
    "all",
    periods=(
        (date(2021, 1, 1), date(2021, 1, 31)),
        (date(2021, 2, 1), date(2021, 2, 28)),
    ),
    areas=("BX", "BK"),
    values=((10, 12.5), (None, 0)),
    statuses=("np", "wn"),
)
NAMES = {"BX": "Bronx", "BK": 'Kings, called "Brooklyn"'}


def labels(*, is_simulated: bool = False) -> Labels:
    return Labels("2026-11-22", is_simulated, FILINGS, COURTS, NAMES)


def parsed(lines: list[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(HEADER + "".join(lines), newline="")))


def test_the_csv_header_is_the_documented_one() -> None:
    assert HEADER == (
        "indicator_id,indicator,geography,area_id,area,industry_id,industry,period_start,"
        "period_end,value,unit,value_status,source,release,shown_value,shown_unit,baseline,"
        "is_simulated,methodology,period_length,made_from,note,value_reason,caveats,lower,upper,"
        "license,citation\r\n"
    )


def test_every_line_is_as_a_reader_of_rfc_4180_expects() -> None:
    assert list(write_rows(labels(), FRAME))[2] == (
        'filings,Filings,borough,BK,"Kings, called ""Brooklyn""",all,All industries,'
        "2021-01-01,2021-01-31,,filings,withheld,The courts: Filings,2026-11-22,,filings,,"
        "false,/methodology/courts,month,as published,,,,,,,\r\n"
    )


def test_a_withheld_value_is_empty_and_a_zero_is_zero() -> None:
    rows = parsed(list(write_rows(labels(), FRAME)))
    assert [(row["area_id"], row["value"], row["value_status"]) for row in rows] == [
        ("BX", "10", "normal"),
        ("BX", "12.5", "provisional"),
        ("BK", "", "withheld"),
        ("BK", "0", "normal"),
    ]


def test_areas_and_days_narrow_the_rows() -> None:
    rows = parsed(list(write_rows(labels(), FRAME, ["BX"], first=date(2021, 2, 1))))
    assert [(row["area_id"], row["period_start"]) for row in rows] == [("BX", "2021-02-01")]


def test_what_a_chart_shows_stands_beside_the_value() -> None:
    change = DisplayedValue(
        lambda area_id, position: 25 if position else None, "% change", "2021-01"
    )
    rows = parsed(list(write_rows(labels(), FRAME, ["BX"], shown=change)))
    assert [(row["value"], row["shown_value"], row["shown_unit"]) for row in rows] == [
        ("10", "", "% change"),
        ("12.5", "25", "% change"),
    ]
    assert {row["baseline"] for row in rows} == {"2021-01"}


@pytest.mark.parametrize(
    ("base", "said"),
    [
        (Cell(5, Status.NORMAL), ""),
        (Cell(99, Status.NORMAL, Reason.CAPPED), BASE_CUT_OFF),
        (Cell(5, Status.LOW_RELIABILITY, Reason.FEW_CASES), BASE_DOUBTFUL),
    ],
)
def test_a_row_says_how_sure_its_baseline_is(base: Cell, said: str) -> None:
    change = DisplayedValue(lambda _area_id, _position: 25, "% change", "2021-01", lambda _: base)
    rows = parsed(list(write_rows(labels(), FRAME, ["BX"], shown=change)))
    assert [row["note"] for row in rows] == [said] * 2


def test_a_row_names_the_source_whose_figure_it_is() -> None:
    goes_on = replace(FILINGS, continued_with=("late:late",), continued_from=date(2021, 2, 1))
    own = replace(COURTS, indicators=(goes_on,))
    late = replace(COURTS, id="late", partner="Another", name="Late filings")
    late = replace(late, indicators=(replace(FILINGS, id="late"),))
    areas = {Geography.BOROUGH: tuple(Area(n, n, Geography.BOROUGH) for n in ("BX", "BK"))}
    day = date(2026, 11, 22)
    catalog = Catalog("2026-11-22", day, False, False, (own, late), (), areas)
    named = labels_of(catalog, "filings", Geography.BOROUGH)
    whole = replace(
        FRAME,
        periods=(*FRAME.periods, (date(2021, 1, 1), date(2021, 3, 31))),
        values=((1, 2, 3), (4, 5, 6)),
        statuses=("nnn", "nnn"),
    )
    rows = parsed(list(write_rows(named, whole, ["BX"])))
    assert [row["source"] for row in rows] == [
        "The courts: Filings",
        "Another: Late filings",
        "The courts: Filings; Another: Late filings",
    ]
    older = replace(catalog, sources=(replace(own, indicators=(FILINGS,)), late))
    before_it_was_kept = write_rows(labels_of(older, "filings", Geography.BOROUGH), FRAME)
    assert {row["source"] for row in parsed(list(before_it_was_kept))} == {"The courts: Filings"}


def test_a_row_says_what_its_period_was_put_together_from() -> None:
    week = Periods(Frequency.WEEK, put_together(Frequency.DAY, Frequency.WEEK), "Cut at the end.")
    rows = parsed(list(write_rows(labels(), FRAME, ["BX"], periods=week)))
    assert [(row["period_length"], row["made_from"], row["note"]) for row in rows] == [
        ("week", "mean of days", "Cut at the end."),
    ] * 2
    assert put_together(Frequency.MONTH, Frequency.MONTH) == "as published"


def test_the_first_row_of_a_figure_says_how_it_may_be_used_and_cited() -> None:
    free = Terms(Grant.LICENSE, "CC BY 4.0", "its README")
    stated = replace(labels(), source=replace(COURTS, terms_of_use=free, citation="Courts, 2021."))
    rows = parsed(list(write_rows(stated, FRAME)))
    assert rows[0]["license"] == "The courts: CC BY 4.0 (its README)"
    assert rows[0]["citation"] == "Courts, 2021."
    assert {(row["license"], row["citation"]) for row in rows[1:]} == {("", "")}
    nothing = replace(stated, source=replace(COURTS, terms_of_use=Terms()))
    row = parsed(list(write_rows(nothing, FRAME)))[0]
    assert row["license"] == "The courts: No license to pass copies on is given."
    both = replace(stated, continued=replace(COURTS, partner="Another", citation="Another, 2022."))
    row = parsed(list(write_rows(both, FRAME)))[0]
    assert row["citation"] == "Courts, 2021. Another, 2022."
    assert "Another: " in row["license"]
    made_up = parsed(list(write_rows(labels(is_simulated=True), FRAME)))[0]
    assert made_up["citation"] == "Do not cite: every figure is simulated."
    assert "never as The courts's figures" in made_up["license"]


def test_every_row_of_simulated_figures_says_so() -> None:
    row = parsed(list(write_rows(labels(is_simulated=True), FRAME)))[0]
    assert row["indicator"] == "Simulated: Filings"
    assert row["source"] == (
        "Simulated, in the format of The courts: Filings. "
        "The courts supplied none of these numbers."
    )
    assert row["methodology"] == "/demo/methodology/courts"
    assert row["is_simulated"] == "true"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_starts_a_formula(start: str) -> None:
    cell = next(csv.reader(io.StringIO(text_cell(f"{start}1+2"), newline="")))[0]
    assert cell == f"'{start}1+2"


def test_a_negative_number_stays_a_number() -> None:
    assert number_cell(-1.5) == "-1.5"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_exactly_and_without_an_exponent(value: float) -> None:
    cell = number_cell(value)
    assert float(cell) == value
    assert "e" not in cell.lower()


@given(
    values=st.lists(
        # Beyond 2^53 pandas reads whole numbers as integers of its own kinds.
        st.none() | st.floats(-(2.0**50), 2.0**50, width=32),
        min_size=2,
        max_size=2,
    ),
    name=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
)
def test_tables_come_back_from_csv_and_pandas_alike(values: list[float | None], name: str) -> None:
    frame = Frame(
        "filings",
        Geography.BOROUGH,
        "all",
        FRAME.periods,
        ("BX",),
        (tuple(values),),
        "".join("w" if value is None else "n" for value in values).split(),
    )
    named = Labels("2026-11-22", False, FILINGS, COURTS, {"BX": name})
    text = HEADER + "".join(write_rows(named, frame))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    table = pd.read_csv(
        io.StringIO(text, newline=""),
        keep_default_na=False,
        na_values={"value": [""]},
    )
    assert list(table.columns) == list(COLUMNS)
    for value, row, read in zip(values, rows, table["value"], strict=True):
        assert row["area"].removeprefix("'") == name.removeprefix("'")
        assert (row["value"] == "") == (value is None)
        assert value is None or float(row["value"]) == value
        assert math.isnan(read) if value is None else read == value
