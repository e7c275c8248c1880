from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.delivery.findings import Report
from data_loaders.delivery.workbooks import WorkbookFormat, sheet_table
from data_loaders.simulated.workbooks import write_sheet

SHEET = WorkbookFormat(
    ("close_date", "amount", "donor"), ("close_date", "amount"), footer_rows=(2, 3)
)
BANNER = [["Gifts of the year"], [], ["Filtered by", "all"]]
HEADER = ["", "Close Date", "Amount", "Donor"]
GIFTS = [["", datetime(2021, 2, 3, 14), 25.0, "Ann"], ["", "2021-02-04", 10.5, ""]]  # noqa: DTZ001
FOOTER = [[], ["Grand Totals (2 Records)"]]


def read(
    path: Path, rows: list[list[object]], sheet: WorkbookFormat = SHEET
) -> pd.DataFrame | None:
    write_sheet(path, rows)
    report = Report("tiny")
    table = sheet_table(report, path, sheet)
    return None if report.is_refused else table


def found(path: Path, rows: list[list[object]], sheet: WorkbookFormat = SHEET) -> str:
    write_sheet(path, rows)
    report = Report("tiny")
    sheet_table(report, path, sheet)
    assert report.is_refused
    return "\n".join(finding.sentence for finding in report.findings)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gifts.xlsx"


def test_rows_between_banner_and_footer_are_read_without_what_stays_at_the_door(path: Path) -> None:
    table = read(path, [*BANNER, HEADER, *GIFTS, *FOOTER])
    assert table is not None
    assert table.to_dict("list") == {
        "close_date": ["2021-02-03", "2021-02-04"],
        "amount": ["25", "10.5"],
    }
    assert list(table.index) == [5, 6]


def test_a_longer_banner_and_other_capitals_do_no_harm(path: Path) -> None:
    header = ["DONOR", "close date", "Amount"]
    table = read(path, [*BANNER, *BANNER, header, ["Ann", "2021-02-03", 25], *FOOTER])
    assert table is not None
    assert table["amount"].tolist() == ["25"]


def test_a_row_of_labels_is_skipped(path: Path) -> None:
    sheet = WorkbookFormat(SHEET.columns, SHEET.read, label_rows=1)
    labels = ["", "When was it given?", "How much?", "Who gave it?"]
    table = read(path, [HEADER, labels, *GIFTS], sheet)
    assert table is not None
    assert len(table) == 2


def test_an_empty_row_between_rows_and_a_lost_footer_stop(path: Path) -> None:
    text = found(path, [*BANNER, HEADER, GIFTS[0], [], GIFTS[1], *FOOTER])
    assert "rows 6, 7, 8 and" in text or "rows 6, 7, 8, 9" in text
    assert "0 rows from the first empty one on" in found(path, [*BANNER, HEADER, *GIFTS])


def test_columns_renamed_unknown_or_without_a_name_stop(path: Path) -> None:
    renamed = ["", "Close Date", "Sum", "Donor"]
    text = found(path, [*BANNER, renamed, *GIFTS, *FOOTER])
    assert "['amount'] missing" in text
    assert "(text of 3 letters)" in text
    nameless = [["Ann", *row[1:]] for row in GIFTS]
    text = found(path, [*BANNER, HEADER, *nameless, *FOOTER])
    assert "rows 5, 6: cells in a column without a name" in text
    assert "no row of the first 30 names the columns" in found(path, [*BANNER, *GIFTS, *FOOTER])


def test_what_is_no_workbook_and_a_hostile_cell_stop(path: Path) -> None:
    hostile = [["", "2021-02-03", "=HYPERLINK(1)", "Ann"]]
    assert "begin as a formula" in found(path, [*BANNER, HEADER, *hostile, *FOOTER])
    path.write_bytes(path.read_bytes()[:300])
    report = Report("tiny")
    assert sheet_table(report, path, SHEET) is None
    assert "cut off or no .xlsx" in report.findings[0].found
