"""Opening a delivery's files: every refusal names the file, the rows and what to do."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import (
    DeliveryError,
    all_numbers,
    dates,
    numbers,
    read_csv,
    years,
)


def written(folder: Path, text: str) -> Path:
    path = folder / "claims.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_repeated_column_is_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, "week,claims,claims\n2020-01-04,1,2\n")
    with pytest.raises(DeliveryError, match=r"claims\.csv: columns repeated: \['claims'\]"):
        read_csv(path, ["week"])


def test_a_missing_column_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    path = written(tmp_path, "week,filings\n2020-01-04,1\n")
    with pytest.raises(DeliveryError, match=r"columns \['claims'\] missing.*Expected"):
        read_csv(path, ["week", "claims"])


def test_rows_longer_than_the_header_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "week,claims\n2020-01-04,1,2\n2020-01-11,1,2\n")
    with pytest.raises(DeliveryError, match="not readable"):
        read_csv(path, ["week"])


@pytest.mark.parametrize("last", ["10/11/2025,14.9,14.3,14.8\n", "10/11/2025,14.9,14.3,14.8"])
def test_a_row_shorter_than_the_header_is_refused_by_its_line(tmp_path: Path, last: str) -> None:
    header = "week_ending,CASERATE_CITY,CASERATE_BX,CASERATE_10001,CASERATE_10002\n"
    path = written(tmp_path, f"{header}10/04/2025,15.2,14.9,12.1,9.8\n{last}")
    with pytest.raises(DeliveryError, match=r"1 rows of another length.*lines \[3\].*5 cells"):
        read_csv(path, ["week_ending"])


def test_a_blank_line_is_no_row(tmp_path: Path) -> None:
    assert len(read_csv(written(tmp_path, "week,claims\n2020-01-04,1\n\n"), ["week"])) == 1


def test_only_the_publishers_own_word_is_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "week,claims\n2020-01-04,NA\n2020-01-11,.\n")
    table = read_csv(path, ["week"], missing=["."])
    assert table["claims"].tolist()[0] == "NA"
    assert table["claims"].isna().tolist() == [False, True]


def test_an_unreadable_number_names_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, 'week,claims\n2020-01-04,"1,200"\n2020-01-11,many\n')
    table = read_csv(path, ["week", "claims"])
    with pytest.raises(DeliveryError, match="row 3: 'many'"):
        numbers(path, table["claims"])


def test_an_unreadable_date_names_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, "week\n2020-01-04\n2020-13-40\n")
    with pytest.raises(DeliveryError, match="row 3: '2020-13-40'"):
        dates(path, read_csv(path, ["week"])["week"], "%Y-%m-%d")


def test_a_reader_that_asks_for_required_columns_alone_keeps_no_other(tmp_path: Path) -> None:
    path = written(tmp_path, "name, week ,phone\nA,2020-01-04,555\n")
    table = read_csv(path, ["name", "week"], only_required=True)
    assert list(table.columns) == ["name", "week"]
    with pytest.raises(DeliveryError, match=r"columns \['claims'\] missing"):
        read_csv(path, ["name", "claims"], only_required=True)


def test_with_only_required_a_row_longer_than_the_header_is_still_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "week,claims\n2020-01-04,1,2\n2020-01-11,1,2\n")
    with pytest.raises(DeliveryError, match="not readable"):
        read_csv(path, ["week"], only_required=True)


def test_rows_keep_their_numbers_where_others_were_left_out(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("area,rate\nAlbany,1\nBronx,2\nBronx,two\n")
    table = read_csv(path, ["area", "rate"])
    bronx = table[table["area"] == "Bronx"]
    with pytest.raises(DeliveryError, match="row 4: 'two'"):
        numbers(path, bronx["rate"])


@pytest.mark.parametrize(
    "cell",
    [
        "Infinity",
        "inf",
        "-inf",
        "NaN",
        "nan",
        '"14,8"',
        '"1,23,4"',
        "1e999",
        "1e-400",
        ".",
        "-",
        "0x1F",
    ],
)
def test_what_is_no_finite_number_is_refused(tmp_path: Path, cell: str) -> None:
    path = written(tmp_path, f"week,claims\n2020-01-04,1\n2020-01-11,{cell}\n")
    table = read_csv(path, ["week", "claims"])
    with pytest.raises(DeliveryError, match="row 3: .*Expected a number, as 1,234.5"):
        numbers(path, table["claims"])


def test_numbers_as_publishers_write_them_are_read(tmp_path: Path) -> None:
    cells = ["-.345", "1,234,567.5", " 12 ", "5.", "-3.97e-08", "+7", "0", "0e9"]
    rows = "".join(f'"{cell}",x\n' for cell in cells)
    path = written(tmp_path, f"claims,week\n{rows}")
    read = numbers(path, read_csv(path, ["claims"])["claims"])
    assert read.tolist() == [-0.345, 1234567.5, 12, 5, -3.97e-08, 7, 0, 0]


def test_a_file_without_a_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="no row below the header"):
        read_csv(written(tmp_path, "week,claims\n"), ["week"])


@pytest.mark.parametrize("day", ["2099-01-01", "9999-12-31", "1820-01-01", "1970-01-01"])
def test_one_date_far_from_all_others_is_refused_by_its_row(tmp_path: Path, day: str) -> None:
    days = [f"2020-01-{number:02d}" for number in range(1, 20)]
    path = written(tmp_path, "\n".join(["week", *days, day, ""]))
    with pytest.raises(DeliveryError, match=rf"row 21: '{day}'.*Expected"):
        dates(path, read_csv(path, ["week"])["week"], "%Y-%m-%d")


@pytest.mark.parametrize("year", ["1904", "2099"])
def test_one_year_far_from_all_others_is_refused_by_its_row(tmp_path: Path, year: str) -> None:
    path = written(tmp_path, "\n".join(["year", *map(str, range(2000, 2020)), year, ""]))
    with pytest.raises(DeliveryError, match=rf"row 22: '{year}'.*a decade before or after"):
        years(path, read_csv(path, ["year"])["year"])


def test_years_apart_are_dates_where_there_are_few(tmp_path: Path) -> None:
    path = written(tmp_path, "week\n2010-01-01\n2020-01-01\n2025-01-01\n")
    assert len(dates(path, read_csv(path, ["week"])["week"], "%Y-%m-%d")) == 3


def test_a_negative_count_is_refused_before_a_sum_hides_it(tmp_path: Path) -> None:
    path = written(tmp_path, "week,claims\n2020-01-04,1\n2020-01-11,-3\n")
    table = read_csv(path, ["week", "claims"])
    assert numbers(path, table["claims"]).tolist() == [1, -3]
    with pytest.raises(DeliveryError, match="row 3: '-3'.*Expected 0 or more"):
        numbers(path, table["claims"], least=0)


def test_all_columns_are_read_as_each_alone_and_a_fault_names_its_column_and_row() -> None:
    table = pd.DataFrame({"a": ["1", None, "1,234"], "b": [None, "-2.5", " 3 "]}, dtype="str")
    table.index = [4, 2, 9]
    alone = pd.DataFrame({name: numbers(Path("f.csv"), table[name]) for name in table.columns})
    pd.testing.assert_frame_equal(all_numbers(Path("f.csv"), table), alone)
    table.loc[2, "b"] = "two"
    with pytest.raises(DeliveryError, match="1 rows of b unreadable \\(row 4: 'two'\\)"):
        all_numbers(Path("f.csv"), table)
    assert all_numbers(Path("f.csv"), table[[]]).empty
