"""An index that is hidden, and what the whole's index leaves of it beside those of other parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.privacy.tables.network import Floats
from data_loaders.privacy.tables.shared_bases import Whole, step_of, told_by_wholes
from data_loaders.privacy.tables.shared_bases import _Limits as Limits
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
APART = [replace(one, family=one.id) for one in BY_AGE]


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
        (as_ages, POLICY, APART, "visits_young", "visits_whole"),
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


# Where two parts and their whole may stand: indicator, geography, area and category of each.
Cell = tuple[str, str, str, str]
STANDING: dict[str, tuple[Cell, Cell, Cell]] = {
    "categories of an area": (
        ("visits", "nta2010", "BX01", "food"),
        ("visits", "nta2010", "BX01", "rent"),
        ("visits", "nta2010", "BX01", "all"),
    ),
    "areas of a borough": (
        ("visits", "nta2010", "BX01", "food"),
        ("visits", "nta2010", "BX02", "food"),
        ("visits", "borough", "BX", "food"),
    ),
    "boroughs of the city": (
        ("visits", "borough", "BX", "all"),
        ("visits", "borough", "SI", "all"),
        ("visits", "city", "NYC", "all"),
    ),
    "figures of a family": (
        ("young", "nta2010", "BX01", "food"),
        ("old", "nta2010", "BX01", "food"),
        ("visits", "nta2010", "BX01", "food"),
    ),
}
KINDS = tuple(replace(made.VISITS, id=name) for name in ("visits", "young", "old"))
BIG = whole_of([0.9, 0.1], periods_of([1.0, 60.0]), 5.0)
NONE, LAST = np.full(len(BIG.whole), np.nan), len(BIG.whole) - 1


def told_in(
    series: list[tuple[Cell, Floats]],
    without: tuple[Cell, int] | None = None,
    policy: Policy = POLICY,
    kinds: tuple[Indicator, ...] = KINDS,
    is_hidden: Callable[[Cell, int, float], bool] = lambda _cell, _at, value: bool(np.isnan(value)),
    boroughs: BoroughOf = made.BOROUGHS,
) -> tuple[set[tuple[Cell, int]], set[tuple[Cell, int]]]:
    """Which gaps are told, and which wholes tell them, by cell and period; of one cell, one period
    has no row. What has no figure is hidden unless it is said not to be."""
    days = pd.date_range("2018-01-01", periods=len(BIG.whole), freq="QS").astype("datetime64[ms]")
    rows = [
        (*cell, at, days[at], value)
        for cell, values in series
        for at, value in enumerate(values.tolist())
        if (cell, at) != without
    ]
    names = ["indicator_id", "geography", "area_id", "industry_id", "at", "period_start", "value"]
    table = pd.DataFrame(rows, columns=names).sort_values(KEY, ignore_index=True)
    cells = list(zip(*(table[name] for name in names[:4]), strict=True))
    rows_of_cells = zip(cells, table["at"], table["value"], strict=True)
    hidden = np.array([is_hidden(*row) for row in rows_of_cells])
    found = told_by_wholes(table, hidden, policy, kinds, boroughs)
    places = list(zip(cells, table["at"].tolist(), strict=True))
    return {places[row] for row in found.gaps}, {places[row] for row in found.wholes}


def standing(name: str, one: Whole = BIG) -> list[tuple[Cell, Floats]]:
    """Two parts and their whole, each with its figures."""
    big, small, whole = STANDING[name]
    return [(big, one.shown[:, 0]), (small, one.shown[:, 1]), (whole, one.whole)]


@pytest.mark.parametrize("name", STANDING)
def test_a_gap_is_told_wherever_a_whole_and_its_parts_may_stand(name: str) -> None:
    big, _, whole = STANDING[name]
    assert told_in(standing(name)) == ({(big, LAST)}, {(whole, LAST)})


@pytest.mark.parametrize("name", STANDING)
def test_parts_of_another_whole_tell_nothing_of_it(name: str) -> None:
    """One area of Brooklyn, another category, another indicator: none is a part of this whole."""
    (big, shown), (_, other), (whole, total) = standing(name)
    elsewhere: Cell = ("old", "nta2010", "BK01", "work")
    assert told_in([(big, shown), (elsewhere, other), (whole, total)]) == (set(), set())


@pytest.mark.parametrize("name", ["areas of a borough", "boroughs of the city"])
def test_areas_that_lie_nowhere_are_parts_of_nothing(name: str) -> None:
    assert told_in(standing(name), boroughs={}) == (set(), set())


def test_every_whole_tells_what_it_tells_and_one_that_lacks_a_period_stops_no_other() -> None:
    names = list(STANDING)[:1]
    first = standing(names[0])
    later = [((*cell[:2], "BX03", cell[3]), values) for cell, values in first]
    both = told_in([*first, *later])
    told = {(first[0][0], LAST), (later[0][0], LAST)}
    assert both == (told, {(first[2][0], LAST), (later[2][0], LAST)})
    lacking = told_in([*first, *later], without=(first[1][0], 3))
    assert lacking == ({(later[0][0], LAST)}, {(later[2][0], LAST)})


def test_a_part_that_is_never_there_is_none_and_one_that_is_always_hidden_is() -> None:
    third: Cell = ("visits", "nta2010", "BX01", "work")
    big, _, _ = STANDING["categories of an area"]
    series = [*standing("categories of an area"), (third, NONE)]
    assert len(told_in(series, is_hidden=lambda cell, at, _: (cell, at) == (big, LAST))[0]) == 1
    assert told_in(series) == (set(), set())


def test_a_figure_that_nobody_hides_and_nobody_knows_leaves_its_period_out_and_no_other() -> None:
    (big, shown), small, whole = standing("categories of an area")
    lost = shown.copy()
    lost[3] = np.nan
    series = [(big, lost), small, whole]
    told = told_in(series, is_hidden=lambda cell, at, _: (cell, at) == (big, LAST))
    assert told == ({(big, LAST)}, {(whole[0], LAST)})


def test_what_is_hidden_is_not_known_though_its_row_still_holds_the_figure() -> None:
    """As in treatment, which hides a row and keeps what it counted."""
    even = whole_of([0.4, 0.6], periods_of([1.0, 60.0]), 5.0)
    for one, hides_whole, told in ((BIG, False, 1), (BIG, True, 0), (even, False, 0)):
        (big, shown), small, (whole, total) = standing("categories of an area", one)
        kept = np.append(shown[:-1], 0.0)
        gaps = {(big, LAST), *([(whole, LAST)] if hides_whole else [])}
        found, _ = told_in(
            [(big, kept), small, (whole, total)],
            is_hidden=lambda cell, at, _, gaps=gaps: (cell, at) in gaps,
        )
        assert len(found) == told


def test_without_a_gap_a_part_or_a_whole_nothing_is_told() -> None:
    big, small, whole = standing("categories of an area")
    for series in ([big, small], [big, whole], [small, whole], [big]):
        assert told_in(series) == (set(), set())


@pytest.mark.parametrize("rule", [None, IndexRule("2018-Q1", 10, 5.0, 10.0)])
def test_only_indexes_by_a_rule_share_a_base(rule: IndexRule | None) -> None:
    counts = tuple(replace(one, measure=made.CLIENTS.measure) for one in KINDS)
    series, policy = standing("categories of an area"), replace(POLICY, index=rule)
    assert len(told_in(series, policy=policy)[0]) == (rule is not None)
    assert told_in(series, policy=policy, kinds=counts) == (set(), set())


GAP = np.nan


def limits_of(whole: list[float], parts: list[list[float]], step: float = 2.0) -> Limits:
    """What is known of parts by period, of which NaN are gaps."""
    shown = np.array(parts)
    one = Whole(np.array(whole), shown, np.isnan(shown), step)
    return Limits.of(one, np.ones(len(whole), dtype=bool))


@pytest.mark.parametrize(
    ("rounding", "decimals", "step"), [(0.0, 0, 1.0), (0.0, 1, 0.1), (0.5, 1, 0.5), (5.0, 0, 5.0)]
)
def test_an_index_is_rounded_by_its_rule_or_its_decimals_where_these_are_coarser(
    rounding: float, decimals: int, step: float
) -> None:
    rule = IndexRule("2018", 30, rounding)
    assert step_of(rule, replace(made.VISITS, decimals=decimals)) == pytest.approx(step)


def test_a_figure_is_half_a_step_off_and_a_gap_at_most_the_lowest_figure_of_its_part() -> None:
    limits = limits_of([7.0, 12.0], [[10.0, GAP, GAP], [0.0, 30.0, GAP]])
    assert limits.low.tolist() == [[9, 0, 0], [0, 29, 0]]
    assert limits.high.tolist() == [[11, 31, 1001], [1, 31, 1001]]
    assert limits.most.tolist() == [0, 30, 1000]
    assert (limits.whole_low.tolist(), limits.whole_high.tolist()) == ([6, 11], [8, 13])
    # By share: the lowest of each part lies below the whole, and its highest above.
    lowest, highest = [[1, -8, -8], [-13, 16, -13]], [[-5, -25, -995], [10, -20, -990]]
    assert limits.rules.tolist() == lowest + highest


def test_periods_of_which_nothing_is_known_are_no_rule() -> None:
    shown = np.array([[10.0], [20.0]])
    one = Whole(np.array([10.0, 20.0]), shown, np.isnan(shown), 2.0)
    limits = Limits.of(one, np.array([False, True]))
    assert limits.rules.tolist() == [[-2.0], [-2.0]]
    assert limits.low.tolist() == [[9], [19]]


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        # A figure of 0, 5 or 10 stands for what is up to 2.5 away; more than 20 none is.
        (0.0, 0.0, 1),
        (0.0, 2.4, 1),
        (0.0, 2.5, 2),
        (2.5, 2.5, 2),
        (2.6, 2.6, 1),
        (2.6, 7.5, 2),
        (-40.0, 7.5, 3),
        (12.6, 18.0, 2),
        (12.6, 90.0, 2),
        (22.4, 90.0, 1),
        (22.6, 90.0, 0),
    ],
)
def test_the_figures_a_gap_may_be_are_steps_from_zero_to_the_lowest_shown(
    low: float, high: float, values: int
) -> None:
    limits = limits_of([10.0, 10.0], [[20.0, 90.0], [GAP, 30.0]], 5.0)
    assert limits.count(low, high, 0) == values
    both = limits.values_left(np.array([low, 0.0]), np.array([high, 27.5]))
    assert both.tolist() == [values, 7]


def test_each_part_is_what_the_others_leave_of_the_whole_if_shares_are_known() -> None:
    limits = limits_of([50.0], [[GAP, 60.0, 40.0]])
    shares = np.array([0.5, 0.3, 0.2])
    low, high = limits.ranges(shares)
    assert low[0] == pytest.approx([(49 - 0.3 * 61 - 0.2 * 41) / 0.5, *low[0, 1:]])
    assert high[0] == pytest.approx([(51 - 0.3 * 59 - 0.2 * 39) / 0.5, *high[0, 1:]])
    assert low[0, 1] == pytest.approx((49 - 0.5 * 1001 - 0.2 * 41) / 0.3)
    assert high[0, 1] == pytest.approx((51 - 0.5 * 0 - 0.2 * 39) / 0.3)
    # Of a part without a share anything may be.
    low, high = limits.ranges(np.array([0.0, 0.5, 0.5]))
    assert (low[0, 0], high[0, 0]) == (0, 1000)


# Three quarters in which two parts move each its own way, and one in which the first is hidden.
MOVING = ([82.0, 58.0, 100.0, 20.0], [[90.0, 50.0], [50.0, 90.0], [100.0, 100.0], [GAP, 60.0]])


def test_the_range_of_a_gap_is_that_of_all_shares_that_fit_tried_one_by_one() -> None:
    limits = limits_of(*MOVING)
    tried = np.linspace(0.001, 0.999, 20_001)
    shares = np.column_stack([tried, 1 - tried])
    fitting = shares[(shares @ limits.rules.T <= 1e-9).all(axis=1)]
    assert 0 < len(fitting) < len(shares)
    lows, highs = zip(*(limits.ranges(one) for one in fitting), strict=True)
    low, high = np.min(lows, axis=0)[3, 0], np.max(highs, axis=0)[3, 0]
    assert limits.range_of(3, 0) == pytest.approx((low, high), abs=0.02)
    found = limits.some_shares()
    assert found is not None
    assert found.sum() == pytest.approx(1)
    assert (limits.rules @ found <= 1e-9).all()


def test_a_part_that_may_have_no_share_at_all_may_be_anything() -> None:
    limits = limits_of([100.0, 100.0], [[100.0, 200.0], [100.0, GAP]], 5.0)
    assert limits.range_of(1, 1) == (0, 1000)


def test_no_shares_fit_parts_that_all_lie_above_their_whole() -> None:
    assert limits_of([50.0], [[100.0, 200.0]]).some_shares() is None


@pytest.mark.parametrize(("rest", "values"), [(12.0, 2), (14.0, 3), (16.0, 2), (20.0, 3)])
def test_a_gap_is_told_where_fewer_than_three_values_are_left(rest: float, values: int) -> None:
    whole = [820.0, 580.0, 100.0, rest]
    parts = [[900.0, 500.0], [500.0, 900.0], [100.0, 100.0], [GAP, 60.0]]
    limits = limits_of(whole, parts)
    assert limits.count(*limits.range_of(3, 0), 0) == values
    shown = np.array(parts)
    found = Whole(np.array(whole), shown, np.isnan(shown), 2.0).told()
    assert found.tolist() == [[False, False]] * 3 + [[values < 3, False]]


@pytest.mark.parametrize(
    ("status", "is_told"), [(0, False), (2, False), (3, False), (1, True), (4, True)]
)
def test_a_gap_counts_as_told_where_a_program_ends_without_an_answer(
    status: int, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing fits, or nothing bounds it, are answers: out of steps, or of digits, is none."""
    whole, parts = MOVING
    shown = np.array(parts)
    one = Whole(np.array(whole), shown, np.isnan(shown), 2.0)
    assert not one.told().any()
    ended = SimpleNamespace(status=status, x=np.array([0.8, 0.2]), fun=-500.0, message="")
    monkeypatch.setattr("scipy.optimize.linprog", lambda *_, **__: ended)
    assert one.told()[3, 0] == is_told
