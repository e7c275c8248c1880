from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.computed.housing_changes import SOURCE, derive
from data_loaders.sources.public.streeteasy_dashboard import source as streeteasy_dashboard
from data_loaders.vocabulary.model import Publication

FIGURES = [
    # indicator, geography, area, month, value, status
    ("asking_rent", "borough", "BX", "2019-01", 2000, "normal"),
    ("asking_rent", "borough", "BX", "2020-01", 2123, "normal"),
    ("asking_rent", "borough", "BX", "2020-02", 2200, "normal"),
    ("asking_rent", "borough", "BX", "2021-01", None, "withheld"),
    ("asking_rent", "borough", "SI", "2019-01", None, "withheld"),
    ("asking_rent", "borough", "SI", "2020-01", 1800, "normal"),
    ("asking_rent", "streeteasy", "fordham", "2020-01", 1500, "normal"),
    ("rental_inventory", "city", "NYC", "2019-01", 40000, "normal"),
    ("rental_inventory", "city", "NYC", "2020-01", 30000, "normal"),
    ("rental_inventory", "borough", "SI", "2019-01", 0, "normal"),
    ("rental_inventory", "borough", "SI", "2020-01", 5, "normal"),
]


def figures(rows: list[tuple[str, str, str, str, float | None, str]]) -> pd.DataFrame:
    columns = ["indicator_id", "geography", "area_id", "month", "value", "status"]
    table = pd.DataFrame(rows, columns=columns)
    start = pd.to_datetime(table["month"], format="%Y-%m")
    whole = table.assign(
        industry_id="all", period_start=start, period_end=start + pd.offsets.MonthEnd(0)
    )
    return observations.tidy([whole])


def cell(
    table: pd.DataFrame, indicator_id: str, area_id: str, month: str
) -> tuple[float | None, str]:
    chosen = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["period_start"] == pd.Timestamp(f"{month}-01"))
    ]
    assert len(chosen) == 1
    value = float(chosen["value"].iloc[0])
    return None if pd.isna(value) else value, str(chosen["status"].iloc[0])


def test_a_month_is_compared_with_the_same_month_of_2019_and_rounded() -> None:
    table = derive(figures(FIGURES))

    assert cell(table, "asking_rent_change", "BX", "2020-01") == (6, "normal")
    assert cell(table, "rental_inventory_change", "NYC", "2020-01") == (-25.0, "normal")


def test_a_figure_missing_on_either_side_leaves_its_reason() -> None:
    table = derive(figures(FIGURES))

    assert cell(table, "asking_rent_change", "BX", "2021-01") == (None, "withheld")
    assert cell(table, "asking_rent_change", "SI", "2020-01") == (None, "withheld")
    assert cell(table, "asking_rent_change", "BX", "2020-02") == (None, "not_reported")


def test_a_rise_from_nothing_has_no_percent() -> None:
    table = derive(figures(FIGURES))

    assert cell(table, "rental_inventory_change", "SI", "2020-01") == (None, "not_applicable")


def test_a_change_that_would_leave_one_value_is_withheld() -> None:
    few = ("rental_inventory", "borough", "BX", "2019-01", 39, "normal")
    enough = ("rental_inventory", "borough", "QN", "2019-01", 40, "normal")
    now = [("rental_inventory", "borough", b, "2020-01", 42, "normal") for b in ("BX", "QN")]
    table = derive(figures([*FIGURES, few, enough, *now]))

    # Five percent of 39 is less than two homes: 42 would be the only number that gives 10 %.
    assert cell(table, "rental_inventory_change", "BX", "2020-01") == (None, "withheld")
    assert cell(table, "rental_inventory_change", "QN", "2020-01") == (5, "normal")


def test_neighborhoods_and_2019_itself_are_left_out() -> None:
    table = derive(figures(FIGURES))

    assert set(table["geography"]) == {"borough", "city"}
    assert table["period_start"].min() == pd.Timestamp("2020-01-01")


def test_a_missing_input_is_an_error() -> None:
    rents = [row for row in FIGURES if row[0] == "asking_rent"]

    with pytest.raises(DeliveryError, match="no observations of rental_inventory"):
        derive(figures(rents))


def test_changes_may_leave_and_name_what_they_come_from() -> None:
    assert SOURCE.publication is Publication.DERIVED
    assert SOURCE.feed is None
    for indicator in SOURCE.indicators:
        assert all(":" in origin for origin in indicator.derived_from)


def test_changes_from_the_published_files(mirror: Path) -> None:
    table = derive(streeteasy_dashboard.read(mirror))

    observations.check(table, SOURCE.indicators)
    # 4,200 against 2,925 dollars; 2,750 against 3,295; 33,727 against 17,339 listings.
    assert cell(table, "asking_rent_change", "NYC", "2026-06") == (44, "normal")
    assert cell(table, "asking_rent_change", "MN", "2021-01") == (-17, "normal")
    assert cell(table, "rental_inventory_change", "MN", "2021-01") == (95, "normal")
    assert cell(table, "rental_inventory_change", "BX", "2023-11") == (10, "normal")
    # The city and five boroughs: rents from January 2020 to June 2026, listings to November 2023.
    assert table.groupby("indicator_id").size().to_dict() == {
        "asking_rent_change": 6 * 78,
        "rental_inventory_change": 6 * 47,
    }
