"""Seven major felonies: blocks of precincts added up to boroughs and the city."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.nypd_historical_crime import source as nypd_historical_crime
from data_loaders.sources.public.nypd_historical_crime.indicators import (
    INDICATOR_OF_OFFENSE,
    TOTAL_OFFENSE,
)
from data_loaders.sources.public.nypd_historical_crime.source import (
    BOROUGH_OF_PRECINCT,
    FILE,
    felonies,
)

Row = list[object]
SEVEN = [label for label in INDICATOR_OF_OFFENSE if label != TOTAL_OFFENSE]


def block(precinct: object, counts: Row) -> list[Row]:
    """Eight rows: the precinct on the first only, seven felonies alike and their sum."""
    totals = [count * 7 if isinstance(count, float) else count for count in counts]
    rows: list[Row] = [["", f"{label}      ", *counts] for label in SEVEN]
    rows[0][0] = precinct
    return [*rows, ["", TOTAL_OFFENSE, *totals]]


def sheet() -> list[Row]:
    """Every precinct with 1 in 2018 and 2 in 2019, and jails blank in 2018."""
    rows: list[Row] = [
        ["Seven Major Felony Offenses", "", "", ""],
        ["PCT", "CRIME", 2018.0, "2019"],
    ]
    for precinct in BOROUGH_OF_PRECINCT:
        rows += block(float(precinct), [1.0, 2.0])
    return [*rows, *block("DOC", ["", 5.0]), ["", "", "", ""], ["1. Notes.", "", "", ""]]


def test_a_precinct_runs_on_to_the_end_of_its_block() -> None:
    table = felonies(Path(FILE), sheet())
    assert len(table) == 78 * 8 * 2
    first = table[table["precinct"].eq("1") & table["year"].eq(2019)]
    assert dict(zip(first["offense"], first["count"], strict=True)) == {
        **dict.fromkeys(SEVEN, 2.0),
        TOTAL_OFFENSE: 14.0,
    }


def test_a_blank_is_missing_and_not_zero() -> None:
    table = felonies(Path(FILE), sheet())
    assert table[table["precinct"].eq("DOC") & table["year"].eq(2018)]["count"].isna().all()


def test_jails_count_in_the_city_and_in_no_borough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nypd_historical_crime, "_rows", lambda path: sheet())
    table = nypd_historical_crime.read(Path())
    murders = table[table["indicator_id"].eq("murders")].set_index("area_id")["value"]
    assert murders.to_dict() == {"BX": 24, "BK": 46, "MN": 44, "QN": 32, "SI": 8, "NYC": 159}
    assert table["period_start"].min() == pd.Timestamp(2019, 1, 1)


def test_a_sum_with_a_blank_precinct_is_not_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = sheet()
    rows[2:10] = block(1.0, [1.0, ""])
    monkeypatch.setattr(nypd_historical_crime, "_rows", lambda path: rows)
    table = nypd_historical_crime.read(Path())
    statuses = table[table["indicator_id"].eq("murders")].set_index("area_id")["status"]
    assert (statuses["MN"], statuses["NYC"], statuses["BX"]) == (
        "not_reported",
        "not_reported",
        "normal",
    )


def renumber(rows: list[Row]) -> None:
    rows[2][0] = 2.0


def rename(rows: list[Row]) -> None:
    rows[3][1] = "ARSON"


def lose_precinct(rows: list[Row]) -> None:
    del rows[2:10]


def break_total(rows: list[Row]) -> None:
    rows[9][3] = 15.0


def write_text(rows: list[Row]) -> None:
    rows[2][3] = "few"


def rename_header(rows: list[Row]) -> None:
    rows[1][0] = "PRECINCT"


def lose_year(rows: list[Row]) -> None:
    rows[1][2] = "first"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (renumber, r"unknown precincts \['2'\], missing \['1'\]"),
        (rename, r"unknown offenses \['ARSON'\]"),
        (lose_precinct, r"missing \['1'\]"),
        (break_total, "precinct 1 in 2019"),
        (write_text, "'few' for precinct 1"),
        (rename_header, "no header row"),
        (lose_year, "Expected years"),
    ],
)
def test_a_damaged_sheet_is_refused(damage: Callable[[list[Row]], None], message: str) -> None:
    rows = sheet()
    damage(rows)
    with pytest.raises(DeliveryError, match=message):
        felonies(Path(FILE), rows)


def test_a_block_that_comes_twice_is_refused() -> None:
    rows = sheet()
    rows[2:2] = block(5.0, [1.0, 2.0])
    with pytest.raises(DeliveryError, match=r"repeated blocks of \['5'\]"):
        felonies(Path(FILE), rows)


def test_a_file_that_is_absent_or_no_workbook_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="not found"):
        nypd_historical_crime.read(tmp_path)
    (tmp_path / FILE).write_text("PCT,CRIME", encoding="utf-8")
    with pytest.raises(DeliveryError, match="not readable"):
        nypd_historical_crime.read(tmp_path)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return nypd_historical_crime.read(mirror / nypd_historical_crime.SOURCE.feed.folder)


def value(table: pd.DataFrame, indicator_id: str, area_id: str, year: int) -> float:
    chosen = (
        table["indicator_id"].eq(indicator_id)
        & table["area_id"].eq(area_id)
        & table["period_start"].eq(f"{year}-01-01")
    )
    assert chosen.sum() == 1
    return table[chosen]["value"].iloc[0]


def test_the_published_file_keeps_the_promises_of_its_indicators(published: pd.DataFrame) -> None:
    observations.check(published, nypd_historical_crime.SOURCE.indicators)
    assert len(published) == 8 * 6 * 4
    assert published["value"].notna().all()


def test_the_city_is_the_sum_of_all_total_rows(published: pd.DataFrame, mirror: Path) -> None:
    path = mirror / "nypd-historical-crime" / FILE
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    totals = [float(cells[-1]) for cells in rows if str(cells[1]).strip() == TOTAL_OFFENSE]
    assert len(totals) == 78
    assert value(published, "major_felonies", "NYC", 2022) == sum(totals)


def test_staten_island_is_its_four_precincts(published: pd.DataFrame) -> None:
    # Precincts 120, 121, 122 and 123 in 2022, by their total rows.
    assert value(published, "major_felonies", "SI", 2022) == 1122 + 919 + 801 + 520
    assert value(published, "murders", "NYC", 2022) == 438


def test_jails_are_the_difference_between_city_and_boroughs(published: pd.DataFrame) -> None:
    boroughs = sum(
        value(published, "felony_assaults", b, 2022) for b in ("BX", "BK", "MN", "QN", "SI")
    )
    assert value(published, "felony_assaults", "NYC", 2022) - boroughs == 174
