from __future__ import annotations

import pandas as pd

from data_loaders.delivery import counting
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.vocabulary.geography import UNALLOCATED
from data_loaders.vocabulary.model import Geography


def records(*rows: tuple[str, str, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["day", "area_id", "amount"])
    return table.assign(day=pd.to_datetime(table["day"]).astype("datetime64[ms]"))


def test_a_period_counts_once_it_is_over() -> None:
    days = pd.Series(pd.to_datetime(["2021-02-03", "2021-08-01"]))
    quarters = counting.whole_periods(days, "Q", pd.Timestamp("2021-09-29"))
    assert [str(one) for one in quarters] == ["2021Q1", "2021Q2"]
    quarters = counting.whole_periods(days, "Q", pd.Timestamp("2021-09-30"))
    assert str(quarters[-1]) == "2021Q3"


def test_every_area_has_a_row_and_the_two_largest_contributors_are_known() -> None:
    gifts = records(("2021-01-05", "BX", 30), ("2021-01-31", "BX", 50), ("2021-03-01", "BK", 9))
    months = pd.period_range("2021-01", "2021-02", freq="M")
    table = counting.by_area({"gifts": gifts}, Geography.BOROUGH, counting.BOROUGHS, months)
    assert list(table.columns) == COUNTED
    assert len(table) == 2 * 6
    assert UNALLOCATED in set(table["area_id"])
    bronx = table[table["area_id"].eq("BX")].set_index("period_start")
    january = bronx.loc["2021-01-01"]
    assert january[["value", "contributors", "largest", "second"]].tolist() == [80, 2, 50, 30]
    assert bronx.loc["2021-02-01", ["value", "contributors", "largest"]].tolist() == [0, 0, 0]
    # March is not among the months asked for.
    assert table["value"].sum() == 80


def test_a_part_rests_on_the_fewer_of_those_in_it_and_the_others() -> None:
    months = pd.period_range("2021-01", "2021-03", freq="M")
    everyone = [(f"2021-0{month}-01", "NYC", 1.0) for month in (1, 2, 3) for _ in range(20)]
    marked = everyone[:17] + everyone[20:23]
    whole, part = (
        counting.by_area({name: records(*rows)}, Geography.CITY, ("NYC",), months)
        for name, rows in (("all", everyone), ("some", marked))
    )
    protected = counting.of_whole(part, whole)
    assert protected["value"].tolist() == [17, 3, 0]
    assert protected["contributors"].tolist() == [3, 3, 0]


def test_a_part_whose_whole_is_not_known_rests_on_an_unknown_number() -> None:
    months = pd.period_range("2021-01", "2021-01", freq="M")
    gift = records(("2021-01-01", "NYC", 1))
    one = counting.by_area({"a": gift}, Geography.CITY, ("NYC",), months)
    assert counting.of_whole(one, one.iloc[:0])["contributors"].isna().all()
