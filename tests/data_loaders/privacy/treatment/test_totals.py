"""Which totals are added above the cells that a source counted, and which it brings."""

from __future__ import annotations

import pandas as pd

from data_loaders.privacy.treatment import margins
from data_loaders.vocabulary.policy import Grid
from tests.support.privacy import made

ALL = Grid(("nta2010", "borough", "city"), "quarter", "service")
AREAS = {"BX01": (1, 2), "BX02": (3, 4), "BK01": (5, 6)}


def numbers(table: pd.DataFrame, indicator: str = "clients") -> dict[str, float]:
    """Values by area and category."""
    rows = table[table["indicator_id"].eq(indicator)]
    assert not rows.duplicated(["geography", "area_id", "industry_id"]).any()
    names = rows["area_id"] + " " + rows["industry_id"]
    return dict(zip(names, rows["value"], strict=True))


def of(table: pd.DataFrame, grid: Grid = ALL) -> pd.DataFrame:
    return margins.completed(table, grid, made.BOROUGHS)


def test_every_total_that_is_not_brought_is_added() -> None:
    whole = of(made.counted(AREAS))
    assert numbers(whole) == {
        **{"BX01 food": 1, "BX01 rent": 2, "BX02 food": 3, "BX02 rent": 4},
        **{"BK01 food": 5, "BK01 rent": 6, "BX01 all": 3, "BX02 all": 7, "BK01 all": 11},
        **{"BX food": 4, "BX rent": 6, "BX all": 10, "BK food": 5, "BK rent": 6, "BK all": 11},
        **{"NYC food": 9, "NYC rent": 12, "NYC all": 21},
    }
    geography = whole.drop_duplicates("area_id").set_index("area_id")["geography"].to_dict()
    assert (geography["BX"], geography["NYC"], geography["BX01"]) == ("borough", "city", "nta2010")
    assert whole.index.tolist() == list(range(18))


def test_only_geographies_of_the_grid_have_totals() -> None:
    areas = set(numbers(of(made.counted(AREAS), Grid(("nta2010", "city"), "quarter"))))
    assert {name for name in areas if name.endswith(" all")} == {
        "BX01 all",
        "BX02 all",
        "BK01 all",
        "NYC all",
    }
    alone = numbers(of(made.counted(AREAS), Grid(("nta2010",), "quarter")))
    assert not {name for name in alone if name.startswith("NYC")}


def test_what_lies_in_no_borough_is_in_the_city() -> None:
    whole = numbers(of(made.counted({**AREAS, "unallocated": (7, 8)})))
    assert (whole["BX all"], whole["BK all"], whole["NYC all"]) == (10, 11, 36)
    assert whole["unallocated all"] == 15


def test_the_city_adds_up_boroughs_where_there_is_nothing_smaller() -> None:
    table = made.counted({"BX": (1, 2), "BK": (3, 4)}).assign(geography="borough")
    whole = numbers(of(table))
    assert (whole["NYC all"], whole["NYC food"], whole["BX all"]) == (10, 4, 3)
    # Areas of one indicator and boroughs of another are two tables.
    other = made.counted(AREAS, indicator_id="people")
    both = of(pd.concat([table, other], ignore_index=True))
    assert numbers(both, "people")["NYC all"] == 21
    assert numbers(both)["NYC all"] == 10


def test_totals_that_a_source_brings_are_kept() -> None:
    """It may have counted each person once, as it says; others add them up."""
    table = made.counted(AREAS)
    city = table[:1].assign(geography="city", area_id="NYC", industry_id="all", value=20.0)
    kinds = table[table["industry_id"].eq("food")].assign(industry_id="all", value=9.0)
    people = made.counted(AREAS, indicator_id="people")
    whole = of(pd.concat([table, kinds, city, people], ignore_index=True))
    brought = numbers(whole)
    assert (brought["NYC all"], brought["BX01 all"]) == (20, 9)
    assert ("NYC food" in brought, "BX food" in brought) == (False, True)
    assert (numbers(whole, "people")["NYC all"], numbers(whole, "people")["BX01 all"]) == (21, 3)
