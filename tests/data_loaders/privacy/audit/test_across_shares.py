"""A count that one source hides, and another tells as a share of a whole that is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import across, across_shares
from data_loaders.privacy.audit.figures import Figures
from data_loaders.vocabulary.model import Indicator
from tests.support.privacy import made, released

QUARTERS = pd.date_range("2018-01-01", periods=6, freq="QS")
AREAS = ("BX", "BK", "MN", "QN", "SI")
RANDOM = np.random.default_rng(7)
COUNTS = RANDOM.integers(40, 400, (6, 5)).astype(float)
COUNTS[3, 0] = 4.0
OTHERS = RANDOM.integers(40, 400, (6, 5)).astype(float)
CITY = COUNTS.sum(axis=1)
PART = replace(made.SHARE, id="part", decimals=1)
LISTED = replace(made.CLIENTS, id="listed")


def rows(
    indicator_id: str, numbers: np.ndarray, city: np.ndarray | None = None, category: str = "all"
) -> pd.DataFrame:
    """Figures of five boroughs, and of the city, by quarter; NaN where they are hidden."""
    places = [("borough", area) for area in AREAS] + [("city", "NYC")] * (city is not None)
    given = [*numbers.T, *([] if city is None else [city])]
    tables = [
        pd.DataFrame({"period_start": QUARTERS, "value": values}).assign(
            geography=place, area_id=area
        )
        for (place, area), values in zip(places, given, strict=True)
    ]
    table = pd.concat(tables, ignore_index=True)
    return table.assign(
        indicator_id=indicator_id,
        industry_id=category,
        period_end=table["period_start"] + pd.offsets.QuarterEnd(0),
        status=table["value"].isna().map({True: "withheld", False: "normal"}),
    )


def hidden(numbers: np.ndarray, *cells: tuple[int, int]) -> np.ndarray:
    """Numbers without those of some quarters and boroughs."""
    result = numbers.copy()
    for at in cells:
        result[at] = np.nan
    return result


def figures(name: str, *tables: tuple[Indicator, pd.DataFrame]) -> Figures:
    source = replace(released.source(made.PEOPLE, *(kind for kind, _ in tables)), id=name)
    return Figures(source, pd.concat([table for _, table in tables]), made.BOROUGHS)


def shares(numbers: np.ndarray, decimals: int = 1) -> np.ndarray:
    return np.round(numbers / CITY[:, None] * 100, decimals)


GAPS = hidden(COUNTS, (3, 0), (3, 1))
MINE = figures("mine", (made.CLIENTS, rows("clients", GAPS, CITY)))


@pytest.mark.parametrize(
    ("given", "decimals", "told"),
    [
        (shares(COUNTS), 1, 2),
        (hidden(shares(COUNTS), (3, 0)), 1, 1),
        (shares(OTHERS), 1, 0),
        (np.round(COUNTS / COUNTS.sum() * 100, 1), 1, 0),
        (shares(COUNTS, 0), 0, 0),  # one in a hundred of the city are four to eleven
    ],
)
def test_a_share_of_the_city_tells_a_count_that_is_hidden(
    given: np.ndarray, decimals: int, told: int
) -> None:
    part = replace(PART, decimals=decimals)
    assert across._told(MINE, figures("other", (part, rows("part", given)))) == told


def test_the_whole_may_be_shown_by_the_source_of_the_shares() -> None:
    alone = figures("mine", (made.CLIENTS, rows("clients", GAPS)))
    part = (PART, rows("part", shares(COUNTS)))
    assert across._told(alone, figures("other", part)) == 0
    beside = (LISTED, rows("listed", OTHERS, CITY))
    assert across._told(alone, figures("other", part, beside)) == 2


def test_a_share_of_all_categories_tells_too() -> None:
    tables = [
        rows("clients", GAPS, category="food"),
        rows("clients", COUNTS + OTHERS, category="all"),
    ]
    mine = figures("mine", (made.CLIENTS, pd.concat(tables)))
    given = np.round(COUNTS / (COUNTS + OTHERS) * 100, 1)
    assert across._told(mine, figures("other", (PART, rows("part", given, category="food")))) == 2


def test_a_share_of_all_categories_of_the_city_tells_too() -> None:
    whole = rows("clients", OTHERS, CITY)
    gaps = rows("clients", GAPS, category="food")
    mine = figures("mine", (made.CLIENTS, pd.concat([gaps, whole])))
    part = rows("part", shares(COUNTS), category="food")
    assert across._told(mine, figures("other", (PART, part))) == 2


@pytest.mark.parametrize(("borough", "told"), [("BX", 2), ("BK", 0)])
def test_a_share_of_the_borough_that_an_area_lies_in_tells_too(borough: str, told: int) -> None:
    """Five areas, all of the Bronx, beside a total of one borough."""
    areas = dict(zip(AREAS, ("BX01", "BX02", "BX03", "BX04", "BX05"), strict=True))
    boroughs = {"nta2010": dict.fromkeys(areas.values(), "BX")}

    def small(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(geography="nta2010", area_id=table["area_id"].map(areas))

    total = rows("clients", OTHERS)
    total = total[total["area_id"].eq(borough)].assign(value=CITY)
    mine = figures("mine", (made.CLIENTS, pd.concat([small(rows("clients", GAPS)), total])))
    other = figures("other", (PART, small(rows("part", shares(COUNTS)))))
    mine, other = (replace(each, boroughs=boroughs) for each in (mine, other))
    assert across._told(mine, other) == told


def test_areas_of_which_no_borough_is_known_have_a_share_of_the_city_alone() -> None:
    unknown = replace(MINE, boroughs={})
    part = (PART, rows("part", shares(COUNTS)))
    assert across._told(unknown, replace(figures("other", part), boroughs={})) == 2


def test_a_hidden_share_of_a_count_that_no_whole_is_shown_for_stays_hidden() -> None:
    mine = figures("mine", (PART, rows("part", hidden(shares(COUNTS), (3, 0)))))
    city = np.where(np.arange(6) == 3, 0, CITY)
    assert across._told(mine, figures("other", (LISTED, rows("listed", COUNTS, city)))) == 0


def test_counts_of_another_source_tell_a_share_that_is_hidden() -> None:
    mine = figures("mine", (PART, rows("part", hidden(shares(COUNTS), (3, 0)))))
    assert across._told(mine, figures("other", (LISTED, rows("listed", COUNTS, CITY)))) == 1
    assert across._told(mine, figures("other", (LISTED, rows("listed", OTHERS, CITY)))) == 0
    beside = figures("other", (LISTED, rows("listed", hidden(COUNTS, (3, 0)), CITY)))
    assert across._told(mine, beside) == 0


def test_shares_that_are_hardly_printed_agree_with_nothing() -> None:
    """Zero and one percent stand beside any small share."""
    few = np.round(COUNTS / 400)
    coarse = replace(PART, decimals=0)
    rare = figures("mine", (made.CLIENTS, rows("clients", GAPS, CITY * 100)))
    assert across._told(rare, figures("other", (coarse, rows("part", few)))) == 0


@pytest.mark.parametrize("is_told", [True, False])
def test_the_audit_fails_where_a_share_tells_a_count(tmp_path: Path, is_told: bool) -> None:
    given = shares(COUNTS if is_told else OTHERS)
    tables = [
        (MINE.source, MINE.observations),
        (figures("other", (PART, rows("part", given))).source, rows("part", given)),
    ]
    columns = [*KEY, "period_end", "value", "status"]
    written = [(source, table[columns].sort_values(KEY)) for source, table in tables]
    audit = released.audit(released.write_all(tmp_path / "r", written))
    (check,) = [
        each
        for one in audit.sources
        if one.source_id == "mine"
        for each in one.checks
        if each.id == "A7"
    ]
    assert ("2 hidden figures told by other" in check.note) is is_told


@pytest.mark.parametrize(
    ("whole", "share", "step", "is_narrow"),
    [
        (1000, 4.0, 0.1, True),  # 39 to 41, and three apart are asked
        (1000, 4.05, 0.15, False),  # 39 to 42
        (1000, 40.05, 0.1, True),  # 399.5 to 401.5
        (1000, 40.05, 0.15, False),  # 399 to 402
        (100, 7.0, 2.9, True),  # 5 to 9, all below the minimum of ten
        (100, 7.0, 3.0, False),  # 4 to 10
        (np.nan, 4.0, 0.1, False),
    ],
)
def test_a_share_tells_where_it_leaves_too_few_numbers_or_too_small_ones(
    whole: float, share: float, step: float, is_narrow: bool
) -> None:
    given = pd.DataFrame({"whole": whole, "value_share": share, "gap": [True, False]})
    assert across_shares._is_narrow(given, step, MINE).tolist() == [is_narrow, False]
