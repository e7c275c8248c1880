"""An index that is hidden, and what the whole's index leaves of it beside those of other parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.shared_bases import Whole
from data_loaders.privacy.treatment import treat as treating
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.model import Indicator, Status
from data_loaders.vocabulary.policy import (
    Grid,
    IndexRule,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
)
from tests.support.privacy import made, released

POLICY = replace(
    made.PEOPLE,
    index=IndexRule("2018-Q1", 10, 5.0, 10.0),
    rounding=5.0,
    primary=Primary(10, minimum_in_base_period=10),
    secondary=Secondary(SecondaryMethod.NONE),
    publication_grid=Grid(("nta2010",), "quarter", "service"),
)
STARTS = pd.date_range("2018-01-01", periods=14, freq="QS")
FEW = 9


def counted() -> pd.DataFrame:
    """Visits of a large and a small group, and of both; few of the large one in one quarter."""
    random = np.random.default_rng(1)
    parts = []
    for place, start in enumerate(STARTS):
        large, small = int(300 * random.uniform(0.3, 1.2)), int(30 * random.uniform(0.8, 1.4))
        large, small = {0: (300, 30), FEW: (8, 33)}.get(place, (large, small))
        groups = made.counted({"BX01": (large, small)}, str(start.date()), "visits")
        both = {name: groups[name].sum() for name in ("value", "contributors")}
        parts += [groups, groups.iloc[[0]].assign(industry_id="all", **both)]
    return pd.concat(parts, ignore_index=True).sort_values(KEY)


def gaps_of(table: pd.DataFrame) -> set[tuple[str, int]]:
    rows = table[table["status"] == str(Status.WITHHELD)]
    at = [STARTS.get_loc(start) for start in rows["period_start"]]
    return set(zip(rows["industry_id"], at, strict=True))  # pyright: ignore[reportReturnType]


def audited(folder: Path, table: pd.DataFrame) -> dict[str, int]:
    source = released.source(POLICY, made.VISITS)
    audit = released.audit(released.write(folder, source, table))
    return {check.id: check.failures for check in audit.sources[0].checks if check.failures}


def test_the_index_of_a_whole_is_hidden_where_it_would_tell_that_of_a_part(tmp_path: Path) -> None:
    table = treat(counted(), POLICY, [made.VISITS], None, made.BOROUGHS).observations
    assert gaps_of(table) == {("food", FEW), ("all", FEW)}
    assert audited(tmp_path / "r", table) == {}


def test_a_hidden_index_told_by_its_whole_and_the_other_part_fails_the_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(treating, "_without_telling_wholes", lambda table, *_: table)
    table = treat(counted(), POLICY, [made.VISITS], None, made.BOROUGHS).observations
    assert gaps_of(table) == {("food", FEW)}
    assert audited(tmp_path / "r", table) == {"A8": 1}


def whole_of(shares: list[float], parts: list[list[float]], step: float) -> Whole:
    """Rounded indexes of parts, periods by parts, NaN where hidden, and of their whole."""
    true = np.array(parts)
    shown = np.round(np.where(true < 10, np.nan, true) / step) * step
    whole = np.round(true @ np.array(shares) / step) * step
    return Whole(whole, shown, true < 10, step)


def periods_of(last: list[float]) -> list[list[float]]:
    """A year of weeks in which the parts move each its own way, and one more week."""
    random = np.random.default_rng(4)
    return [[100.0] * len(last), *random.uniform(20, 160, (51, len(last))).tolist(), last]


@pytest.mark.parametrize(("shares", "told"), [([0.9, 0.1], 1), ([0.4, 0.6], 0)])
def test_a_part_that_is_most_of_a_whole_is_told_and_a_smaller_one_is_not(
    shares: list[float], told: int
) -> None:
    found = whole_of(shares, periods_of([1.0, 60.0]), 5.0).told()
    assert found.sum() == found[-1, 0] == told


def test_an_unpublished_whole_tells_nothing_and_without_a_gap_there_is_nothing_to_tell() -> None:
    one = whole_of([0.9, 0.1], periods_of([1.0, 60.0]), 5.0)
    without = replace(one, whole=np.where(np.isfinite(one.shown).all(axis=1), one.whole, np.nan))
    assert not without.told().any()
    assert not replace(one, gaps=np.zeros_like(one.gaps)).told().any()


def test_a_second_gap_of_the_period_leaves_the_first_open() -> None:
    shares = [0.6, 0.35, 0.05]
    assert whole_of(shares, periods_of([5.0, 60.0, 95.0]), 1.0).told().sum() in (0, 1)
    assert not whole_of(shares, periods_of([5.0, 5.0, 95.0]), 1.0).told()[:, 1].any()


def test_parts_that_make_no_whole_tell_nothing_of_it() -> None:
    one = whole_of([0.9, 0.1], periods_of([1.0, 60.0]), 5.0)
    assert not replace(one, whole=one.whole + 400.0).told().any()


NESTED = replace(POLICY, publication_grid=Grid(("nta2010", "borough", "city"), "quarter"))
BY_AGE = [replace(made.VISITS, id=f"visits_{age}") for age in ("whole", "young", "old")]


def as_areas(table: pd.DataFrame) -> pd.DataFrame:
    """The same two parts and their whole, as two areas and their borough, and another borough."""
    places = {"food": "BX01", "rent": "BX02", "all": "BX"}
    geographies = {"food": "nta2010", "rent": "nta2010", "all": "borough"}
    part = table["industry_id"]
    own = table.assign(area_id=part.map(places), geography=part.map(geographies), industry_id="all")
    other = own[own["area_id"] == "BX"].assign(area_id="BK", value=900.0, contributors=900.0)
    return pd.concat([own, other], ignore_index=True).sort_values(KEY, ignore_index=True)


def as_ages(table: pd.DataFrame) -> pd.DataFrame:
    """The same two parts and their whole, as two ages and people of all ages."""
    ages = table["industry_id"].map(
        {"food": "visits_young", "rent": "visits_old", "all": "visits_whole"}
    )
    return table.assign(indicator_id=ages, industry_id="all").sort_values(KEY, ignore_index=True)


@pytest.mark.parametrize(
    ("cut", "policy", "indicators", "part", "whole"),
    [
        (as_areas, NESTED, [made.VISITS], "BX01", "BX"),
        (as_ages, POLICY, BY_AGE, "visits_young", "visits_whole"),
    ],
)
def test_the_index_of_a_borough_or_of_all_ages_tells_a_part_too(
    cut: Callable[[pd.DataFrame], pd.DataFrame],
    policy: Policy,
    indicators: list[Indicator],
    part: str,
    whole: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = treat(cut(counted()), policy, indicators, None, made.BOROUGHS).observations
    hidden = table[table["status"] == str(Status.WITHHELD)]
    named = set(hidden["area_id"]) | set(hidden["indicator_id"])
    assert {part, whole} <= named
    assert set(hidden["period_start"]) == {STARTS[FEW]}
    assert len(hidden) == 2
    monkeypatch.setattr(treating, "_without_telling_wholes", lambda table, *_: table)
    told = treat(cut(counted()), policy, indicators, None, made.BOROUGHS).observations
    source = released.source(policy, *indicators)
    audit = released.audit(released.write(tmp_path / "told", source, told))
    assert {check.id: check.failures for check in audit.sources[0].checks if check.failures} == {
        "A8": 1
    }
