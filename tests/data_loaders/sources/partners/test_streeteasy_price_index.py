"""StreetEasy's indices: dollars of the city and its boroughs; submarkets are said and left out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners import streeteasy_price_index
from tests.support.handed_over import observed

HEADER = "MONTH,BOROUGH,NAME,TYPE,index"
ROWS = [
    "2021-03-01,NYC,NYC,rentals,2540.40",
    "2021-04-01,NYC,NYC,rentals,2551.60",
    "2021-05-01,NYC,NYC,rentals,2600.00",
    "2021-05-01,Manhattan,Manhattan,rentals,2850.00",
    "2021-05-01,Manhattan,All Downtown,rentals,3300.00",
    "2021-05-01,NYC,NYC,sales,615000",
    "2021-05-01,Brooklyn,Brooklyn,sales,",
    "2018-12-01,NYC,NYC,sales,640000",
]
NAME = "price_indices-2021-06.csv"


def read(
    folder: Path, lines: list[str], header: str = HEADER, name: str = NAME
) -> tuple[pd.DataFrame | None, Report]:
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n")
    return read_delivery(streeteasy_price_index, [path])


def published(folder: Path) -> pd.DataFrame:
    kept, report = read(folder, ROWS)
    assert kept is not None, [finding.sentence for finding in report.findings]
    table = observed(streeteasy_price_index, kept)
    return table.set_index(["indicator_id", "area_id", "period_start"]).sort_index()


def refusal(folder: Path, lines: list[str], header: str = HEADER, name: str = NAME) -> str:
    kept, report = read(folder, lines, header, name)
    assert kept is None
    return "\n".join(finding.sentence for finding in report.findings)


def test_city_and_boroughs_are_published_in_whole_dollars(tmp_path: Path) -> None:
    table = published(tmp_path)
    may = pd.Timestamp("2021-05-01")
    assert table.loc[("delivered_rent_index", "MN", may), "value"] == 2850
    assert table.loc[("delivered_rent_index", "NYC", pd.Timestamp("2021-03-01")), "value"] == 2540
    assert table.loc[("delivered_price_index", "NYC", may), "value"] == 615_000
    assert set(table["geography"]) == {"city", "borough"}


def test_a_month_or_borough_without_an_index_is_not_reported(tmp_path: Path) -> None:
    table = published(tmp_path)
    may = pd.Timestamp("2021-05-01")
    for place in ("BK", "BX", "SI"):
        assert table.loc[("delivered_price_index", place, may), "status"] == "not_reported"
    # From January 2019, and nothing before.
    assert table.index.get_level_values("period_start").min() == pd.Timestamp("2019-01-01")


def test_a_last_month_that_lags_is_no_fault(tmp_path: Path) -> None:
    kept, report = read(tmp_path, ROWS)
    assert kept is not None
    assert kept["day"].max() == pd.Timestamp("2021-05-31")
    assert [finding.severity.value for finding in report.findings] == ["noted"]


def test_the_newest_two_months_are_provisional(tmp_path: Path) -> None:
    status = published(tmp_path).loc[("delivered_rent_index", "NYC"), "status"]
    assert status.tolist()[-3:] == ["normal", "provisional", "provisional"]


def test_submarkets_are_counted_and_left_out(tmp_path: Path) -> None:
    kept, report = read(tmp_path, ROWS)
    assert kept is not None
    assert len(kept) == len(ROWS) - 1
    assert "row 6: NAME: 1 rows of 'All Downtown' left out" in report.findings[0].sentence


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Manhattan,Manhattan", "Manhattan,Manhatan", "NAME: unknown text of 8 letters"),
        ("Manhattan,Manhattan", "Hudson,Hudson", "BOROUGH: unknown text of 6 letters"),
        ("rentals,2850.00", "leases,2850.00", "TYPE: unknown text of 6 letters"),
        ("rentals,2850.00", "rentals,98.4", "index: below 500"),
        ("sales,615000", "sales,101.5", "index: below 100000"),
        ("sales,615000", "sales,n/a", "index: no number"),
        ("2021-04-01", "2021-03-01", "rows that share MONTH, NAME, TYPE"),
        ("2021-04-01", "2021-04-02", "MONTH: not the first day"),
        ("2021-04-01", "2021-07-01", "MONTH: a date that cannot be"),
        ("2021-04-01", "4/2021", "MONTH: no date"),
        (",2551.60", "", "rows without 5 cells"),
    ],
)
def test_a_damaged_price_index_file_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert said in refusal(tmp_path, [line.replace(old, new) for line in ROWS])


def test_a_file_of_rents_alone_stops(tmp_path: Path) -> None:
    rents = [line for line in ROWS if "rentals" in line]
    assert "no rows of sales" in refusal(tmp_path, rents)


def test_a_renamed_column_stops_and_a_reordered_one_does_not(tmp_path: Path) -> None:
    assert "may be 'index'" in refusal(tmp_path, ROWS, HEADER.replace("index", "Index"))
    turned = [",".join(reversed(line.split(","))) for line in ROWS]
    kept, _ = read(tmp_path, turned, ",".join(reversed(HEADER.split(","))))
    assert kept is not None


def test_a_month_that_is_none_in_the_name_stops(tmp_path: Path) -> None:
    said = refusal(tmp_path, ROWS, name="price_indices-2021-13.csv")
    assert "a name without a day that can be" in said
