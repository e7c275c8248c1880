"""Two sources of one release that count the same people: what one hides, the other may tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.audit import across
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.audit_record import result
from data_loaders.vocabulary.model import Frequency, Indicator, Measure
from data_loaders.vocabulary.policy import Grid, Policy
from tests.support.privacy import made, released

MONTHS = pd.date_range("2019-01-01", periods=36, freq="MS")
HELPED = replace(made.CLIENTS, id="helped", family="helped")
BY_MONTH = replace(HELPED, frequency=Frequency.MONTH)
SHORTER = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "month", "service"))
FEWEST = across.FEWEST_SHARED
# Clients of the Bronx by month; the last one has few.
COUNTS = [60 + 7 * (at % 5) + at for at in range(35)] + [4]


def table(indicator_id: str, frequency: str, hidden: tuple[int, ...]) -> pd.DataFrame:
    """Counts of the Bronx by month or quarter, some of them hidden."""
    months = pd.Series(COUNTS, index=MONTHS, dtype="float64")
    sums = months.resample(frequency).sum()
    rows = pd.DataFrame({"period_start": sums.index, "value": sums.to_numpy()})
    offset = pd.tseries.frequencies.to_offset(frequency.removesuffix("S") + "E")
    gaps = rows.index.isin(hidden)
    return rows.assign(
        indicator_id=indicator_id,
        geography="borough",
        area_id="BX",
        industry_id="all",
        period_end=rows["period_start"] + offset,
        value=rows["value"].mask(gaps),
        status=pd.Series("normal", rows.index).mask(gaps, "withheld"),
    )


def told(
    folder: Path, *tables: tuple[Indicator, Policy, pd.DataFrame]
) -> dict[str, tuple[bool, str]]:
    """Of each source of a release, whether A7 passed, and what it says."""
    sources = [
        replace(released.source(policy, indicator), id=f"from_{indicator.id}")
        for indicator, policy, _ in tables
    ]
    released.write_all(folder, [(s, t[2]) for s, t in zip(sources, tables, strict=True)])
    audit = released.audit(folder)
    checks = {
        each.source_id: check for each in audit.sources for check in each.checks if check.id == "A7"
    }
    return {name: (check.passed, check.note) for name, check in checks.items()}


AT_NIGHT = pytest.mark.nightly


@pytest.mark.parametrize("is_beside", [pytest.param(False, marks=AT_NIGHT), True])
def test_a_figure_that_another_source_shows_fails_the_audit(
    tmp_path: Path, is_beside: bool
) -> None:
    hidden = table("clients", "QS", (11,))
    shown = table("helped", "QS", ())
    other = shown if is_beside else shown.assign(value=shown["value"] * 1.7)
    found = told(tmp_path / "r", (made.CLIENTS, made.PEOPLE, hidden), (HELPED, made.PEOPLE, other))
    assert found["from_helped"][0]
    passed, note = found["from_clients"]
    assert passed is not is_beside
    assert ("1 hidden figures told by from_helped" in note) is is_beside


@pytest.mark.parametrize(
    ("months", "is_told"), [((), True), pytest.param((35,), False, marks=AT_NIGHT)]
)
def test_a_quarter_whose_months_another_source_shows_fails_the_audit(
    tmp_path: Path, months: tuple[int, ...], is_told: bool
) -> None:
    found = told(
        tmp_path / "r",
        (made.CLIENTS, made.PEOPLE, table("clients", "QS", (11,))),
        (BY_MONTH, SHORTER, table("helped", "MS", months)),
    )
    assert (found["from_clients"][0], found["from_helped"][0]) == (not is_told, True)


@pytest.mark.parametrize(
    ("months", "is_told"), [((35,), True), pytest.param((34, 35), False, marks=AT_NIGHT)]
)
def test_a_month_alone_in_a_quarter_that_another_source_shows_fails_the_audit(
    tmp_path: Path, months: tuple[int, ...], is_told: bool
) -> None:
    found = told(
        tmp_path / "r",
        (made.CLIENTS, made.PEOPLE, table("clients", "QS", ())),
        (BY_MONTH, SHORTER, table("helped", "MS", months)),
    )
    assert (found["from_clients"][0], found["from_helped"][0]) == (True, not is_told)


def test_the_attack_counts_and_names_what_every_other_source_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(across, "_told", lambda _one, _other: 2)
    one, left, right = (
        across.Figures(replace(released.source(made.PEOPLE), id=name), pd.DataFrame())
        for name in ("one", "left", "right")
    )
    found = across.beside_others(result("A7", 1, 5, note="1 sums"), one, [one, left, right])
    assert (found.passed, found.failures) == (False, 5)
    told = "2 hidden figures told by left, 2 hidden figures told by right"
    assert found.note == f"1 sums; {told}"


def same_in_few(shared: int, scale: float = 1.0, off: float = 0.0) -> bool:
    """Whether a hidden figure is told by a source that shares so few figures with its own."""
    hidden, shown = table("clients", "QS", (11,)), table("helped", "QS", ()).tail(shared + 1)
    shown = shown.assign(value=shown["value"] * scale)
    hidden = hidden.assign(value=hidden["value"] * scale + off * (hidden.index == 10))
    figures = [
        across.Figures(replace(released.source(made.PEOPLE, kind), id=name), rows)
        for name, kind, rows in (("one", made.CLIENTS, hidden), ("other", HELPED, shown))
    ]
    return across._told(*figures) == 1


def test_three_large_figures_that_agree_are_no_chance() -> None:
    assert [same_in_few(shared) for shared in (1, 2, 3, 7)] == [False, False, True, True]


def test_few_small_figures_that_agree_may_be_chance_and_one_that_differs_is_another_source() -> (
    None
):
    assert not same_in_few(7, scale=0.1)
    assert not same_in_few(7, off=5.0)
    assert same_in_few(7, off=0.5)


def test_of_ten_thousand_pairs_of_other_figures_hardly_one_agrees_in_three() -> None:
    random = np.random.default_rng(15)
    one, other = random.poisson(130, (2, 10_000, FEWEST)).astype(float)
    chance = [across._are_same(*pair, 1.0) for pair in zip(one, other, strict=True)]
    assert sum(chance) <= 1


@pytest.mark.parametrize(
    ("shorter", "longer", "is_part"),
    [
        (Frequency.DAY, Frequency.WEEK, True),
        (Frequency.DAY, Frequency.MONTH, True),
        (Frequency.MONTH, Frequency.WEEK, False),
        (Frequency.WEEK, Frequency.MONTH, False),
        (Frequency.MONTH, Frequency.QUARTER, True),
        (Frequency.QUARTER, Frequency.MONTH, False),
        (Frequency.YEAR, Frequency.YEAR, False),
        (Frequency.QUARTER, Frequency.HALF_YEAR, True),
        (Frequency.HALF_YEAR, Frequency.YEAR, True),
        (Frequency.WEEK, Frequency.WEEK, False),
        (Frequency.WEEK, Frequency.YEAR, False),
        (Frequency.YEAR, Frequency.DAY, False),
    ],
)
def test_a_week_lies_in_no_month_and_a_month_in_a_quarter(
    shorter: Frequency, longer: Frequency, is_part: bool
) -> None:
    assert across._is_part(shorter, longer) == is_part


def figures(kind: Indicator, rows: pd.DataFrame, policy: Policy = made.PEOPLE) -> across.Figures:
    """What a source of one indicator tells, in no order."""
    source = replace(released.source(policy, kind), id=f"from_{kind.id}")
    return across.Figures(source, rows.sample(frac=1, random_state=3))


def told_months(one: across.Figures, other: across.Figures) -> list[str]:
    """The first month of every hidden figure of a source that another tells."""
    pair = across._Pair(one, one.source.indicators[0], other, other.source.indicators[0])
    rows = [row for way in pair.ways() for row in way]
    assert across._told(one, other) == len(set(rows)) == len(rows)
    starts = one.observations["period_start"].iloc[rows]
    return sorted(start.strftime("%Y-%m") for start in starts)


BY_MONTHS = replace(made.CLIENTS, frequency=Frequency.MONTH)


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        # Of the same length: what one hides and the other shows.
        (("QS", (10, 11)), ("QS", ()), ["2021-07", "2021-10"]),
        (("QS", (10, 11)), ("QS", (11,)), ["2021-07"]),
        (("QS", (11,)), ("QS", (11,)), []),
        (("MS", (2, 35)), ("MS", (2,)), ["2021-12"]),
        # A quarter of which every month is shown.
        (("QS", (0, 11)), ("MS", ()), ["2019-01", "2021-10"]),
        (("QS", (0, 11)), ("MS", (34,)), ["2019-01"]),
        # A month that is the only one of its quarter.
        (("MS", (5, 35)), ("QS", ()), ["2019-06", "2021-12"]),
        (("MS", (5, 34, 35)), ("QS", ()), ["2019-06"]),
        (("MS", (5, 35)), ("QS", (11,)), ["2019-06"]),
    ],
)
def test_what_is_told_is_what_the_other_shows_or_shows_all_else_of(
    mine: tuple[str, tuple[int, ...]], theirs: tuple[str, tuple[int, ...]], told: list[str]
) -> None:
    length = {"QS": Frequency.QUARTER, "MS": Frequency.MONTH}
    one, other = (
        figures(replace(kind, frequency=length[by]), table(kind.id, by, gaps))
        for kind, (by, gaps) in ((made.CLIENTS, mine), (HELPED, theirs))
    )
    assert told_months(one, other) == told


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param("2021-10", marks=AT_NIGHT),
        "2021-11",
        pytest.param("2021-12", marks=AT_NIGHT),
    ],
)
def test_months_that_do_not_fill_a_quarter_tell_nothing_of_it(lost: str) -> None:
    months = table("helped", "MS", ())
    rest = months[months["period_start"].dt.strftime("%Y-%m") != lost]
    one = figures(made.CLIENTS, table("clients", "QS", (0, 11)))
    assert told_months(one, figures(BY_MONTH, rest)) == ["2019-01"]
    # Nor is a month alone in a quarter of which another one is not there at all.
    gap = 33 if lost == "2021-12" else 35
    mine = table("clients", "MS", (5, gap))
    mine = mine[mine["period_start"].dt.strftime("%Y-%m") != lost]
    other = figures(HELPED, table("helped", "QS", ()))
    assert told_months(figures(BY_MONTHS, mine), other) == ["2019-06"]


def test_a_month_without_a_figure_that_nobody_hides_fills_no_quarter() -> None:
    months = table("helped", "MS", (35,))
    missing = months.assign(status="normal")
    one = figures(made.CLIENTS, table("clients", "QS", (0, 11)))
    assert told_months(one, figures(BY_MONTH, missing)) == ["2019-01"]


@pytest.mark.parametrize(
    ("measure", "is_told"),
    [
        pytest.param(Measure.COUNT, True, marks=AT_NIGHT),
        (Measure.MONEY, True),
        (Measure.PERCENT, False),
    ],
)
def test_only_what_adds_up_is_told_by_longer_or_shorter_periods(
    measure: Measure, is_told: bool
) -> None:
    quarters, months = (
        replace(kind, measure=measure, frequency=length)
        for kind, length in ((made.CLIENTS, Frequency.QUARTER), (HELPED, Frequency.MONTH))
    )
    one = figures(quarters, table("clients", "QS", (11,)))
    other = figures(months, table("helped", "MS", ()))
    assert told_months(one, other) == ["2021-10"] * is_told
    one, other = (
        figures(quarters, table("clients", "QS", ())),
        figures(months, table("helped", "MS", (35,))),
    )
    assert told_months(other, one) == ["2021-12"] * is_told
    same = figures(replace(HELPED, measure=measure), table("helped", "QS", ()))
    assert told_months(figures(quarters, table("clients", "QS", (11,))), same) == ["2021-10"]


def test_a_share_is_not_told_by_a_count_and_other_sums_tell_nothing() -> None:
    one = figures(made.CLIENTS, table("clients", "QS", (11,)))
    share = figures(replace(HELPED, measure=Measure.PERCENT), table("helped", "QS", ()))
    assert across._told(one, share) == 0
    months = table("helped", "MS", ())
    others = figures(BY_MONTH, months.assign(value=months["value"] * 1.3))
    assert told_months(one, others) == []
    hidden = figures(BY_MONTHS, table("clients", "MS", (35,)))
    quarters = table("helped", "QS", ())
    more = figures(HELPED, quarters.assign(value=quarters["value"] * 1.3))
    assert told_months(hidden, more) == []


def test_a_figure_told_twice_is_counted_once_and_each_indicator_for_itself() -> None:
    """Two indicators of another source are the same; a second of ours is shown, a third hidden."""
    kinds = [replace(made.CLIENTS, id=name) for name in ("clients", "shown", "third")]
    rows = [table("clients", "QS", (11,)), table("shown", "QS", ()), table("third", "QS", (3, 4))]
    mine = across.Figures(released.source(made.PEOPLE, *kinds), pd.concat(rows))
    twice = [replace(HELPED, id=name) for name in ("helped", "again")]
    theirs = across.Figures(
        released.source(made.PEOPLE, *twice),
        pd.concat([table(each.id, "QS", ()) for each in twice]),
    )
    assert across._told(mine, theirs) == 3


def test_cells_of_other_places_and_categories_are_not_the_same() -> None:
    one = figures(made.CLIENTS, table("clients", "QS", (11,)))
    for name, value in (("area_id", "BK"), ("geography", "city"), ("industry_id", "food")):
        other = table("helped", "QS", ()).assign(**{name: value})
        assert told_months(one, figures(HELPED, other)) == []
        months = table("helped", "MS", ()).assign(**{name: value})
        assert told_months(one, figures(BY_MONTH, months)) == []


NUMBERS = np.array([3.0, 5.0, 8.0, 2.0, 3.0, 5.0, 8.0, 2.0, 3.0, 5.0])


@pytest.mark.parametrize(
    ("mine", "apart", "is_same"),
    [
        (NUMBERS[:8], [0.0] * 8, True),
        (NUMBERS[:8], [1.0] * 8, True),
        (NUMBERS[:8], [-1.0] * 8, True),
        (NUMBERS[:8], [1.1] * 8, False),
        (NUMBERS[:7], [0.0] * 7, False),
        (np.append(NUMBERS[:7], np.nan), [0.0] * 8, False),
        (np.append(NUMBERS[:7], 3.0), [0.0] * 7 + [np.nan], False),
        # Of ten figures nine.
        (NUMBERS, [0.0] * 9 + [9.0], True),
        (NUMBERS, [0.0] * 8 + [9.0] * 2, False),
        # Three values are too few, and four enough.
        (np.where(NUMBERS == 2, 3.0, NUMBERS), [0.0] * 10, False),
        # Few, large, and half as far apart.
        (np.array([100.0, 101.0, 102.0]), [0.5] * 3, True),
        (np.array([-100.0, -101.0, -102.0]), [-0.5] * 3, True),
        (np.array([100.0, 101.0, 102.0]), [0.5, 0.6, 0.5], False),
        (np.array([99.0, 101.0, 102.0]), [0.0] * 3, False),
        (np.array([100.0, 101.0, 101.0]), [0.0] * 3, False),
        (np.array([1.0, 100.0, 101.0, 102.0]), [0.0] * 4, True),
        (np.array([1.0, 100.0, 101.0, 102.0]), [0.6, 0.0, 0.0, 0.0], False),
    ],
)
def test_figures_are_the_same_where_they_agree_too_often_to_be_others(
    mine: Floats, apart: list[float], is_same: bool
) -> None:
    """To a figure, as whole numbers are rounded to."""
    assert across._are_same(mine, mine + np.array(apart), 1.0) is is_same


@pytest.mark.parametrize(
    ("decimals", "rounding", "step"),
    [(0, None, 0.5), (1, None, 0.05), (0, 5.0, 2.5), (1, 0.0, 0.05), (0, 0.5, 0.5)],
)
def test_a_figure_is_half_a_step_off_by_its_decimals_or_by_rounding(
    decimals: int, rounding: float | None, step: float
) -> None:
    source = released.source(replace(made.PEOPLE, rounding=rounding))
    assert across._step(source, replace(made.CLIENTS, decimals=decimals)) == pytest.approx(step)


def test_rounding_of_both_sources_lets_figures_lie_apart() -> None:
    """A figure rounded to ten beside one rounded to one may be five and a half off."""
    hidden, shown = table("clients", "QS", (11,)), table("helped", "QS", ())
    coarse = replace(made.PEOPLE, rounding=10.0)
    for off, told in ((5.5, ["2021-10"]), (6.0, [])):
        for one, other in ((coarse, made.PEOPLE), (made.PEOPLE, coarse)):
            rows = shown.assign(value=shown["value"] + off)
            mine = figures(made.CLIENTS, hidden, one)
            assert told_months(mine, figures(HELPED, rows, other)) == told


def test_where_no_other_source_tells_the_finding_stays_as_it_was() -> None:
    one = figures(made.CLIENTS, table("clients", "QS", (11,)))
    other = figures(HELPED, table("helped", "QS", (11,)))
    found = result("A7", 0, 5, note="none")
    assert across.beside_others(found, one, [one, other]) is found
    plain = across.beside_others(
        result("A7", 0, 5), one, [figures(HELPED, table("helped", "QS", ()))]
    )
    assert (plain.failures, plain.note) == (1, "1 hidden figures told by from_helped")


@pytest.mark.parametrize(("first", "is_same"), [(199.0, False), (200.0, True)])
def test_a_figure_is_large_beside_what_it_may_be_off(first: float, is_same: bool) -> None:
    """A hundred times two."""
    mine = np.array([first, 300.0, 400.0])
    assert across._are_same(mine, mine, 2.0) is is_same


def spread(indicator_id: str, parts: dict[tuple[str, str, str], int], *gaps: str) -> pd.DataFrame:
    """Figures of 12 quarters by geography, area and category, each a number of times what it is in
    the first; those of the areas or categories in `gaps` are hidden in the last quarter."""
    base = table(indicator_id, "QS", ())
    rows = [
        base.assign(
            geography=geography, area_id=area, industry_id=kind, value=base["value"] * times
        )
        for (geography, area, kind), times in parts.items()
    ]
    last = base["period_start"].max()
    whole = pd.concat(rows, ignore_index=True)
    hidden = whole[["area_id", "industry_id"]].isin(gaps).any(axis=1)
    hidden &= whole["period_start"].eq(last)
    return whole.assign(
        value=whole["value"].mask(hidden), status=whole["status"].mask(hidden, "withheld")
    )


BRONX = {("borough", "BX", "all"): 6}
AREAS = {("nta2010", f"BX0{number}", "all"): number for number in (1, 2, 3)}
KINDS = {("borough", "BX", kind): times for kind, times in (("food", 2), ("rent", 4))}
CITY = {("city", "NYC", "all"): 30}
BOROUGHS = {("borough", name, "all"): 6 for name in ("BX", "BK", "MN", "QN", "SI")}


@pytest.mark.parametrize(
    ("mine", "theirs", "hidden", "hidden_there", "is_told"),
    [
        (BRONX, AREAS, ("BX",), (), True),  # a borough of which the other shows its areas
        (BRONX, AREAS, ("BX",), ("BX02",), False),
        (AREAS, BRONX, ("BX02",), (), True),  # an area that the other's borough leaves
        (AREAS, BRONX, ("BX01", "BX02"), (), False),
        (BRONX, KINDS, ("BX",), (), True),  # all kinds, of which the other shows each
        (KINDS, BRONX, ("food",), (), True),
        (KINDS, BRONX, ("food", "rent"), (), False),
        (CITY, BOROUGHS, ("NYC",), (), True),
        (BOROUGHS, CITY, ("SI",), (), True),
        (BRONX, KINDS | {("borough", "BX", "work"): 1}, ("BX",), (), False),  # others
    ],
)
def test_parts_of_one_source_tell_a_whole_of_another_and_a_whole_a_part(
    mine: dict[tuple[str, str, str], int],
    theirs: dict[tuple[str, str, str], int],
    hidden: tuple[str, ...],
    hidden_there: tuple[str, ...],
    is_told: bool,
) -> None:
    one, other = (
        across.Figures(replace(released.source(made.PEOPLE, kind), id=kind.id), rows, made.BOROUGHS)
        for kind, rows in (
            (made.CLIENTS, spread("clients", mine, *hidden)),
            (HELPED, spread("helped", theirs, *hidden_there)),
        )
    )
    assert (across._told(one, other) > 0) is is_told
