"""The adjusted rate of the city: as the State's workbook and as a CSV file of its second sheet."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.nysdol_laus_adjusted import FILE, SOURCE, read

SHEET = """\
YEAR,MONTH,Labor Force,Employed,Unemployed,Unemployment Rate
2018,12,4100000,3935000,165000,4.0
2020,4,3720286,3248594,471692,12.7
2020,5,3937341,3093828,843513,21.4
2020,6,.,.,.,.
2020,7,3900000,3120000,780000,20.0
"""


def deliver(folder: Path, content: bytes) -> Path:
    (folder / FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(content)
    return folder


def workbook(sheet: str, banner: bool = True) -> bytes:
    held = BytesIO()
    rows = [line.split(",") for line in sheet.splitlines()]
    with pd.ExcelWriter(held, engine="xlsxwriter") as writer:
        pd.DataFrame([["Notes"]]).to_excel(writer, sheet_name="NYS", header=False, index=False)
        start = 2 if banner else 0
        pd.DataFrame(rows).to_excel(
            writer, sheet_name="NYC", header=False, index=False, startrow=start
        )
        if banner:
            writer.sheets["NYC"].write(0, 0, "New York City, seasonally adjusted")
    return held.getvalue()


@pytest.mark.parametrize("content", [SHEET.encode(), workbook(SHEET), workbook(SHEET, False)])
def test_workbook_and_csv_read_alike(tmp_path: Path, content: bytes) -> None:
    table = read(deliver(tmp_path, content))
    check(table, SOURCE.indicators)
    assert table["period_start"].min() == pd.Timestamp("2020-04-01")
    rows = table[["value", "status"]].astype("object").where(table["value"].notna(), None)
    assert rows["value"].tolist() == [12.7, 21.4, None, 20.0]
    assert table["status"].tolist() == ["normal", "normal", "not_reported", "provisional"]


def test_a_rate_that_is_not_of_its_own_row_is_refused(tmp_path: Path) -> None:
    """17.5 is the metropolitan area's: beside the city's numbers of people it cannot stand."""
    with pytest.raises(DeliveryError, match="17.5"):
        read(deliver(tmp_path, SHEET.replace("21.4", "17.5").encode()))


def test_a_workbook_without_the_table_says_what_is_in_it(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="no row with YEAR in sheet 'NYC'"):
        read(deliver(tmp_path, workbook(SHEET.replace("YEAR", "Year of"))))


def test_published_adjusted_rates_read_by_hand(mirror: Path) -> None:
    table = read(mirror / SOURCE.feed.folder)
    check(table, SOURCE.indicators)
    by_month = table.set_index("period_start")["value"]
    assert by_month[pd.Timestamp("2020-05-01")] == 21.4
    assert by_month[pd.Timestamp("2019-12-01")] == 4.0
    assert by_month.index.max() == pd.Timestamp("2023-11-01")
    assert by_month[pd.Timestamp("2023-11-01")] == 5.3
