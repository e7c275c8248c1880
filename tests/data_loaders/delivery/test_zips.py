from __future__ import annotations

import pandas as pd

from data_loaders.delivery import zips
from data_loaders.delivery.findings import Report
from data_loaders.vocabulary.geography import UNALLOCATED


def column(*cells: str | None) -> pd.Series:
    return pd.Series(cells, name="zip", dtype="str", index=range(2, len(cells) + 2))


def test_zip_codes_are_read_as_people_write_them() -> None:
    read = zips.five_digits(column("10001", " 10001-1234", "100011234", "83", "none", None))
    assert read[:5].fillna("").tolist() == ["10001", "10001", "10001", "00083", ""]
    assert pd.isna(read[7])


def test_a_zip_code_lies_in_its_borough_or_in_no_place_known_and_both_are_said() -> None:
    report = Report("tiny")
    boroughs = zips.boroughs(
        report, "a.csv", column("83", "11201", "10314", "11200", "home", "90210")
    )
    assert boroughs.tolist() == ["MN", "BK", "SI", UNALLOCATED, UNALLOCATED, zips.OUTSIDE]
    unknown, outside = report.findings
    assert (unknown.rows, unknown.count) == ((5, 6), 2)
    assert "1 cells without" in unknown.found
    assert "a number of 5 digits in no list" in unknown.found
    assert "home" not in unknown.sentence
    assert (outside.rows, "a number of 5 digits" in outside.found) == ((7,), True)
    assert not report.is_refused


def test_a_column_all_of_the_city_needs_no_word() -> None:
    report = Report("tiny")
    zips.boroughs(report, "a.csv", column("10001", "11201"))
    assert report.findings == []
