"""What is new is held against what stands beside it: stuck feeds, swapped names, another scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.curate.plausibility.findings import Kind
from data_loaders.curate.plausibility.gate import findings
from data_loaders.vocabulary.model import Frequency
from tests.support.tiny import FILINGS

WEEKLY = replace(FILINGS, frequency=Frequency.WEEK)
AREAS = ("BX", "BK", "MN", "QN", "SI")
WEEKS = pd.date_range("2021-01-04", periods=120, freq="7D")
NEWEST, BEFORE = WEEKS[-1], WEEKS[-2]
Change = Callable[[pd.DataFrame], pd.DataFrame]


def table(seed: int = 3) -> pd.DataFrame:
    """Thousands a week in each borough, each on its own level, going on by a few percent."""
    chance = np.random.default_rng(seed)
    levels = np.array([900, 2400, 1600, 5000, 300])[:, np.newaxis]
    steps = chance.normal(0, 0.04, (5, len(WEEKS))).cumsum(axis=1)
    values = np.round(levels * np.exp(steps - steps[:, -1:]))
    return pd.DataFrame(
        {
            "indicator_id": WEEKLY.id,
            "geography": "borough",
            "area_id": np.repeat(AREAS, len(WEEKS)),
            "period_start": np.tile(WEEKS, 5),
            "industry_id": "all",
            "value": values.ravel(),
        }
    )


def kinds(now: pd.DataFrame, last: pd.DataFrame | None) -> set[Kind]:
    return {each.doubt.kind for each in findings("courts", (WEEKLY,), now, last)}


def to_the_week_before(rows: pd.DataFrame) -> pd.DataFrame:
    """As it was a week ago."""
    return rows[rows["period_start"] < NEWEST].reset_index(drop=True)


def of_newest(change: Callable[[pd.Series], pd.Series]) -> Change:
    def changed(rows: pd.DataFrame) -> pd.DataFrame:
        is_newest = rows["period_start"].eq(NEWEST)
        return rows.assign(value=rows["value"].mask(is_newest, change(rows["value"])))

    return changed


def stuck(rows: pd.DataFrame) -> pd.DataFrame:
    """The newest week holds what the week before held."""
    held = rows[rows["period_start"].eq(BEFORE)].assign(period_start=NEWEST)
    return pd.concat([to_the_week_before(rows), held], ignore_index=True)


def again(rows: pd.DataFrame) -> pd.DataFrame:
    """The newest week once more, as the next."""
    held = rows[rows["period_start"].eq(NEWEST)]
    held = held.assign(period_start=NEWEST + pd.Timedelta(days=7))
    return pd.concat([rows, held], ignore_index=True)


def swapped(rows: pd.DataFrame) -> pd.DataFrame:
    """Manhattan and the Bronx under each other's name, in the newest week alone."""
    names = rows["area_id"].replace({"MN": "BX", "BX": "MN"})
    return rows.assign(area_id=rows["area_id"].mask(rows["period_start"].eq(NEWEST), names))


CHANGES = {
    "stuck": (stuck, Kind.STANDS_STILL),
    "again": (again, Kind.STANDS_STILL),
    "swapped": (swapped, Kind.SWAPPED),
    "÷ 100": (of_newest(lambda v: v / 100), Kind.LEVEL),
    "in thousands": (of_newest(lambda v: (v / 1000).round(1)), Kind.LEVEL),
    "× 100": (of_newest(lambda v: v * 100), Kind.LEVEL),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("seed", range(3))
def test_a_new_week_that_is_damaged_is_found(name: str, seed: int) -> None:
    change, kind = CHANGES[name]
    whole = table(seed)
    doubted = kinds(change(whole), to_the_week_before(whole))
    assert kind in doubted or (name == "× 100" and Kind.SPIKE in doubted)


@pytest.mark.parametrize("name", ["again", "swapped", "÷ 100", "× 100"])
def test_a_week_that_was_there_before_is_found_damaged(name: str) -> None:
    change, _kind = CHANGES[name]
    whole = table()
    assert kinds(change(whole), whole)


@pytest.mark.parametrize("seed", range(40))
def test_an_honest_new_week_is_no_finding(seed: int) -> None:
    whole = table(seed)
    assert kinds(whole, to_the_week_before(whole)) == set()


def test_small_figures_of_many_areas_are_held_against_each_other() -> None:
    """After a wave all values are far below the middle of their series: units still tell."""
    whole = table()
    is_late = whole["period_start"] > WEEKS[60]
    low = whole.assign(value=(whole["value"] / np.where(is_late, 50, 1)).round(2))
    finer = replace(WEEKLY, decimals=2)
    damaged = of_newest(lambda v: (v / 100).round(2))(low)
    assert findings("courts", (finer,), damaged, low)
    assert not findings("courts", (finer,), low, low)


def test_a_figure_that_stands_still_by_nature_is_no_finding() -> None:
    """A total that hardly grows is the same week after week."""
    whole = table()
    steady = whole.assign(value=whole.groupby("area_id")["value"].transform("first"))
    assert kinds(steady, to_the_week_before(steady)) == set()


def test_an_area_that_ends_weeks_before_the_others_is_found() -> None:
    whole = table()
    is_gone = whole["area_id"].eq("SI") & (whole["period_start"] > WEEKS[-4])
    many = pd.concat(
        [whole.assign(area_id=whole["area_id"] + str(n)) for n in range(20)], ignore_index=True
    )
    lost = is_gone.to_numpy()
    cells = np.concatenate([lost, np.zeros(len(many) - len(lost), dtype=bool)])
    assert Kind.GONE in kinds(many[~cells].reset_index(drop=True), many)


def _added_up(rows: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """The newest weeks as running totals, the first of them as it is."""
    is_late = rows["period_start"] >= WEEKS[-weeks]
    totals = rows[is_late].groupby("area_id")["value"].cumsum()
    return rows.assign(value=rows["value"].mask(is_late, totals))


@pytest.mark.parametrize("weeks", [2, 3, 4])
def test_a_running_total_is_found_where_it_is_no_more_than_four_times(weeks: int) -> None:
    """Five boroughs added up over two weeks are five values that are two of the last release."""
    whole = table()
    doubts = [each.doubt for each in findings("courts", (WEEKLY,), _added_up(whole, weeks), whole)]
    assert "a running total" in {each.cause for each in doubts}


@pytest.mark.parametrize("seed", range(20))
def test_small_counts_that_happen_to_add_up_are_no_running_total(seed: int) -> None:
    """A few in a week, of which the newest are counted later: now and then one is a sum."""
    chance = np.random.default_rng(seed)
    whole = table(seed)
    last = whole.assign(value=chance.poisson(3, len(whole)).astype("float64"))
    is_late = last["period_start"] >= WEEKS[-3]
    late = chance.poisson(1, len(whole)) * is_late
    now = last.assign(value=last["value"] + late)
    doubts = [each.doubt for each in findings("courts", (WEEKLY,), now, last)]
    assert "a running total" not in {each.cause for each in doubts}


def of_districts(seed: int = 5) -> pd.DataFrame:
    """Of 24 districts on levels far apart, 40 weeks that each go on by a few percent."""
    chance = np.random.default_rng(seed)
    levels = np.geomspace(200, 90_000, 24)[:, np.newaxis]
    steps = chance.normal(0, 0.03, (24, 40)).cumsum(axis=1)
    return pd.DataFrame(
        {
            "indicator_id": WEEKLY.id,
            "geography": "borough",
            "area_id": np.repeat([f"{district}" for district in range(101, 125)], 40),
            "period_start": np.tile(WEEKS[-40:], 24),
            "industry_id": "all",
            "value": np.round(levels * np.exp(steps)).ravel(),
        }
    )


def out_of_order(rows: pd.DataFrame, weeks: slice, by: int) -> pd.DataFrame:
    """The names of a third of the districts moved on by some, in a run of weeks."""
    wide = rows.pivot_table(index="area_id", columns="period_start", values="value")
    columns = wide.columns[weeks]
    wide.loc[wide.index[:8], columns] = np.roll(wide.loc[wide.index[:8], columns], by, axis=0)
    long = wide.reset_index().melt("area_id", value_name="value")
    return long.assign(indicator_id=WEEKLY.id, geography="borough", industry_id="all")


@pytest.mark.parametrize("weeks", [slice(20, 24), slice(39, 40), slice(1, 2), slice(30, 40)])
@pytest.mark.parametrize("by", [1, 3])
def test_names_in_another_order_than_their_numbers_are_found_without_a_last_release(
    weeks: slice, by: int
) -> None:
    assert kinds(of_districts(), None) == set()
    assert Kind.SWAPPED in kinds(out_of_order(of_districts(), weeks, by), None)


def test_districts_that_all_grow_at_once_are_no_finding() -> None:
    rows = of_districts()
    grown = rows["value"] * np.where(rows["period_start"] >= WEEKS[-20], 1.5, 1.0)
    assert Kind.SWAPPED not in kinds(rows.assign(value=grown.round()), None)


def test_small_counts_that_come_and_go_are_no_finding() -> None:
    chance = np.random.default_rng(9)
    few = of_districts().assign(value=chance.poisson(6, 24 * 40).astype("float64"))
    assert Kind.SWAPPED not in kinds(few, None)
