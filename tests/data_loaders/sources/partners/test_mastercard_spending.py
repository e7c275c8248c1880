"""Mastercard's file: bars between cells, indexes only, and `None` for missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.sources.partners import mastercard_spending
from tests.support.handed_over import observed

DELIVERY = (
    "|".join(mastercard_spending.COLUMNS)
    + """
2021|2021-05-03|Dining|All|ZIP|Fordham|United States|10458|120.4|90.6|1|1|1|1|None|12.6
2021|2021-05-03|Retail|All|ZIP|Fordham|United States|10458|80.0|70.0|1|1|1|1|-20.4|None
2021|2021-05-04|Dining|All|ZIP|Fordham|United States|10458|||1|1|1|1|None|None
2021|2021-05-03|Dining|All|ZIP|Newark|United States|07102|55.0|44.0|1|1|1|1|3.0|4.0
"""
)


def delivered(folder: Path, text: str) -> Path:
    path = folder / "mastercard_2021-06-30.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_none_is_missing_and_never_zero(tmp_path: Path) -> None:
    kept, report = read_delivery(mastercard_spending, [delivered(tmp_path, DELIVERY)])
    assert kept is not None, report.findings
    table = observed(mastercard_spending, kept)
    found = {
        (row.indicator_id, row.area_id, f"{row.period_start:%m-%d}"): (row.value, row.status)
        for row in table.itertuples()
    }
    assert found["mastercard_sales", "10458", "05-03"] == (100, "normal")
    assert found["mastercard_payments", "10458", "05-03"] == (80, "normal")
    # One of two industries has a change: it stands alone, and is not halved by a zero.
    assert found["mastercard_sales_change", "10458", "05-03"] == (-20, "normal")
    assert found["mastercard_payments_change", "10458", "05-03"] == (13, "normal")
    assert found["mastercard_sales_change", "10458", "05-04"][1] == "not_reported"
    assert found["mastercard_sales", "10458", "05-04"][1] == "not_reported"
    assert not table.loc[table["status"].ne("normal"), "value"].notna().any()
    assert {area for _name, area, _day in found} == {"10458"}
    assert any("in no list of ZIP Codes" in each.found for each in report.findings)


def test_no_field_that_could_tell_of_a_merchant_is_kept(tmp_path: Path) -> None:
    kept, _report = read_delivery(mastercard_spending, [delivered(tmp_path, DELIVERY)])
    assert kept is not None
    assert not {*mastercard_spending.NEVER_READ} & {*kept.columns}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("|120.4|", "|None|", "txn_amt: the word for missing in an index"),
        ("|120.4|", "|-1|", "txn_amt: below 0"),
        ("|None|12.6", "|none|12.6", "yoy_txn_amt: no number"),
        ("2021|2021-05-04", "2020|2021-05-04", "yr: not the year of txn_date"),
        ("2021-05-03|Retail", "2021-05-03|Dining", "rows that share"),
        ("2021-05-04", "2031-05-04", "a date that cannot be"),
        ("|None|12.6", "|12.6", "cells"),
        ("yoy_txn_cnt", "yoy", "yoy_txn_cnt"),
    ],
)
def test_a_damaged_spending_file_is_refused_with_its_fault(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = DELIVERY.replace(old, new, 1)
    assert text != DELIVERY
    kept, report = read_delivery(mastercard_spending, [delivered(tmp_path, text)])
    assert kept is None
    assert any(message in finding.sentence for finding in report.findings), report.findings
