"""A delivered file as a table: whole and of its layout, or a report that says all that is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.delivery.cells import (
    MOST_COUNTED,
    counts,
    days,
    mapped,
    noted_outside,
    numbers,
    require_cells,
    require_unique,
)
from data_loaders.delivery.findings import Report, Severity
from data_loaders.delivery.tables import TextFormat, text_table

LAYOUT = TextFormat(("zip", "visits", "name"), read=("zip", "visits"), missing=("", "NA"))
FINE = "zip,visits,name\n10001,12,Ann\n10002,NA,Bo\n"


def table_of(
    folder: Path, content: str | bytes, layout: TextFormat = LAYOUT
) -> tuple[pd.DataFrame | None, list[str]]:
    path = folder / "given.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report = Report("x")
    table = text_table(report, path, layout)
    return table, [finding.sentence for finding in report.findings]


def test_cells_are_text_under_their_row_number_and_excluded_ones_never_pass(
    tmp_path: Path,
) -> None:
    table, found = table_of(tmp_path, FINE)
    assert found == []
    assert table is not None
    assert table.loc[2].to_dict() == {"zip": "10001", "visits": "12"}
    assert pd.isna(table.loc[3, "visits"])


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    table, found = table_of(tmp_path, "name,visits,zip\nAnn,12,10001\n")
    assert found == []
    assert table is not None
    assert table.loc[2].to_dict() == {"zip": "10001", "visits": "12"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("zip,vists,name\n1,2,3\n", ["['visits'] missing", "may be 'visits'", "unknown"]),
        (
            "zip,visits,name,race\n1,2,3,4\n",
            ["unknown column 4 (text of 4 letters)", "before anyone reads them"],
        ),
        ("zip,zip,visits,name\n1,1,2,3\n", ["columns repeated: zip"]),
        ("zip,visits,name\n10001,12\n", ["row 2: rows without 3 cells"]),
        ("zip,visits,name\n10001,12,Ann,5\n", ["row 2: rows without 3 cells"]),
        (FINE.encode("utf-16"), ["no text"]),
        ("zip,visits,name\n1,2,Zoé\n".encode("latin-1"), ["row 2 is not written in utf-8"]),
        ('zip,visits,name\n1,"2,3\n', ["not readable", "a whole CSV file"]),
        (
            "zip,visits,name\n=CMD(),2,3\n10001,+A1,3\n",
            ["rows 2, 3: cells that begin as a formula"],
        ),
        ("", ["empty"]),
    ],
)
def test_everything_wrong_with_a_file_is_said(
    tmp_path: Path, content: str | bytes, words: list[str]
) -> None:
    _, found = table_of(tmp_path, content)
    for word in words:
        assert any(word in sentence for sentence in found), found


def test_negative_numbers_are_no_formulas(tmp_path: Path) -> None:
    _, found = table_of(tmp_path, "zip,visits,name\n-1,-.345,3\n+5,2,x\n")
    assert found == []


def test_a_file_without_header_has_its_columns_by_place(tmp_path: Path) -> None:
    layout = TextFormat(("zip", "visits"), has_header=False, encoding="latin-1", separator="|")
    table, found = table_of(tmp_path, "10001|12\n10002|3\n", layout)
    assert found == []
    assert table is not None
    assert table.loc[1].to_dict() == {"zip": "10001", "visits": "12"}
    _, found = table_of(tmp_path, "10001|12|5\n", layout)
    assert "3 columns" in found[0]


def column(*cells: str | None, name: str = "visits") -> pd.Series:
    return pd.Series(cells, index=range(2, len(cells) + 2), dtype="str", name=name)


def findings(report: Report) -> list[tuple[str, tuple[int, ...], int]]:
    return [(finding.found, finding.rows, finding.count) for finding in report.findings]


def test_numbers_name_the_rows_that_are_none_and_quote_no_cell() -> None:
    report = Report("x")
    values = numbers(report, "f.csv", column("1,200", "-.345", "secret", None, "inf"), least=0)
    assert values.tolist()[:2] == [1200, -0.345]
    assert values.iloc[2:].isna().all()
    assert findings(report) == [("visits: no number", (4, 6), 2), ("visits: below 0", (3,), 1)]
    assert "secret" not in str(report)


def test_counts_are_whole() -> None:
    report = Report("x")
    counts(report, "f.csv", column("1", "1.5", "-1"))
    assert findings(report) == [
        ("visits: below 0", (4,), 1),
        ("visits: no whole number", (3,), 1),
    ]


def test_days_that_cannot_be_are_nonsense() -> None:
    report = Report("x")
    span = date(2019, 1, 1), date(2022, 12, 31)
    days_read = days(
        report, "f.csv", column("2021-02-28", "1989-02-28", "02/28/21"), "%Y-%m-%d", *span
    )
    assert days_read.iloc[0] == pd.Timestamp("2021-02-28")
    assert findings(report) == [
        ("visits: no date", (4,), 1),
        ("visits: a date that cannot be", (3,), 1),
    ]


def test_an_unknown_code_stops_and_is_named() -> None:
    report = Report("x")
    codes = mapped(report, "f.csv", column("Bronx", "Bornx", None), {"Bronx": "BX"}, "boroughs")
    assert codes.tolist()[0] == "BX"
    assert report.is_refused
    assert "unknown text of 5 letters" in report.findings[0].sentence
    assert "add it to the boroughs" in report.findings[0].mend


def test_a_code_outside_the_city_is_noted_counted_and_kept_in_the_totals() -> None:
    report = Report("x")
    zips = column("10001", "07030", "07030", None, name="zip")
    assert noted_outside(report, "f.csv", zips, {"10001"}, "ZIP Codes").notna().tolist() == [
        True, False, False, False
    ]  # fmt: skip
    assert not report.is_refused
    (noted,) = report.findings
    assert (noted.severity, noted.count) == (Severity.NOTED, 2)
    assert "a number of 5 digits in no list" in noted.found


def test_repeated_keys_and_empty_cells_stop() -> None:
    report = Report("x")
    table = pd.DataFrame({"zip": column("1", "1", "2")})
    require_unique(report, "f.csv", table, ["zip"])
    require_cells(report, "f.csv", column("1", None))
    assert [finding.rows for finding in report.findings] == [(2, 3), (3,)]


def test_only_the_first_rows_are_named_and_all_are_counted() -> None:
    report = Report("x")
    numbers(report, "f.csv", column(*["x"] * 12))
    assert "rows 2, 3, 4, 5, 6 and 7 more" in report.findings[0].sentence


@given(st.lists(st.integers(min_value=0, max_value=MOST_COUNTED), min_size=1, max_size=20))
def test_counts_survive_writing_and_reading(values: list[int]) -> None:
    report = Report("x")
    cells = column(*(f"{value:,}" for value in values))
    assert counts(report, "f.csv", cells).tolist() == values
    assert report.findings == []
