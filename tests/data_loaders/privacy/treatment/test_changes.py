"""A change beside a count that was hidden earlier: it would say what that count was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.bases import REST
from data_loaders.privacy.treatment.changes import of_hidden_before
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Base, Grid, Policy
from tests.support.privacy import made, released

GROWTH = replace(
    made.CLIENTS, id="growth", family="growth", measure=Measure.PERCENT_CHANGE, decimals=4
)
POLICY = replace(
    made.PEOPLE,
    bases=(Base("growth", "clients"),),
    publication_grid=Grid(("nta2010",), "quarter", "service"),
)
STARTS = pd.date_range("2018-01-01", periods=14, freq="QS")
NAN = float("nan")
AREAS = ("BX01", "BX02", "BX03", "BK01", "BK02")


def counted(lag: int, rounded: int = 4) -> pd.DataFrame:
    """Clients by quarter, one of them few in the third, and their change since `lag` quarters."""
    random = np.random.default_rng(3)
    clients = pd.concat(
        [
            made.counted(
                {area: tuple(random.integers(40, 90, 3).tolist()) for area in AREAS},
                str(start.date()),
            )
            for start in STARTS
        ],
        ignore_index=True,
    )
    few = clients["area_id"].eq("BX01") & clients["industry_id"].eq("work")
    few &= clients["period_start"] == STARTS[2]
    for name in ("value", "contributors"):
        clients[name] = clients[name].mask(few, 4.0)
    series = clients.groupby(["area_id", "industry_id"])["value"]
    growth = ((clients["value"] / series.shift(lag) - 1) * 100).round(rounded)
    changes = clients.assign(indicator_id="growth", value=growth)
    changes["status"] = changes["status"].mask(growth.isna(), "not_reported")
    return pd.concat([clients, changes], ignore_index=True)


def places(rows: pd.DataFrame) -> set[tuple[str, str, int]]:
    """Area, category and number of the quarter of each row."""
    at = [STARTS.get_loc(start) for start in rows["period_start"]]
    return set(zip(rows["area_id"], rows["industry_id"], at, strict=True))  # pyright: ignore[reportReturnType]


@pytest.mark.parametrize("lag", [1, 4])
def test_a_change_is_hidden_with_the_count_it_is_since(lag: int, tmp_path: Path) -> None:
    indicators = [made.CLIENTS, GROWTH]
    table = treat(counted(lag), POLICY, indicators, None, made.BOROUGHS).observations
    is_hidden = table["status"].eq("withheld")
    gaps = table[is_hidden & table["indicator_id"].eq("clients")]
    changes = table[is_hidden & table["indicator_id"].eq("growth")]
    later, found = places(gaps), places(changes)
    expected = {(a, i, at + step) for a, i, at in later for step in (0, lag) if i != "all"}
    assert ("BX01", "work", 2 + lag) in found
    assert {each for each in expected if each[2] < len(STARTS)} <= found
    source = released.source(POLICY, *indicators)
    assert released.failed(released.audit(released.write(tmp_path / "r", source, table))) == set()


def since(quarter: int | None) -> pd.DataFrame:
    """The same with changes since one quarter; since none that is known where it is None."""
    table = counted(1)
    clients, changes = (table[table["indicator_id"].eq(name)] for name in ("clients", "growth"))
    first = clients[clients["period_start"].eq(STARTS[quarter or 0])]
    base = first.set_index(["area_id", "industry_id"])["value"] * (1 if quarter else 1.01)
    of_row = base.reindex(pd.MultiIndex.from_frame(changes[["area_id", "industry_id"]])).to_numpy()
    growth = ((clients["value"].to_numpy() / of_row - 1) * 100).round(4)
    return pd.concat([clients, changes.assign(value=growth, status="normal")], ignore_index=True)


EVERY = list(range(len(STARTS)))


@pytest.mark.parametrize(
    ("whole", "later"),
    [(counted(2), [4]), (counted(7), [9]), (since(2), EVERY), (since(None), EVERY)],
    ids=["two quarters", "seven quarters", "one quarter", "no quarter that is known"],
)
def test_a_change_over_any_distance_is_hidden_with_the_count_it_is_since(
    whole: pd.DataFrame, later: list[int]
) -> None:
    hidden = whole["area_id"].eq("BX01") & whole["industry_id"].eq("work")
    hidden &= whole["indicator_id"].eq("clients") & whole["period_start"].eq(STARTS[2])
    table = whole.assign(status=whole["status"].mask(hidden, "withheld"))
    told = table[of_hidden_before(table, whole, POLICY, (made.CLIENTS, GROWTH))]
    assert sorted(STARTS.get_loc(start) for start in told["period_start"]) == later  # pyright: ignore[reportArgumentType]
    assert set(told["indicator_id"]) == {"growth"}


@pytest.mark.parametrize("whole", [counted(2), since(2)], ids=["two quarters", "one quarter"])
def test_a_change_over_any_distance_that_tells_a_hidden_count_fails_the_audit(
    whole: pd.DataFrame, tmp_path: Path
) -> None:
    indicators = [made.CLIENTS, GROWTH]
    clients = treat(
        whole[whole["indicator_id"].eq("clients")], POLICY, indicators, None, made.BOROUGHS
    ).observations
    changes = whole[whole["indicator_id"].eq("growth")][clients.columns.drop("reason")]
    both = pd.concat([clients, changes]).sort_values(KEY, ignore_index=True)
    gaps = both[both["status"].eq("withheld")][REST]
    beside = both["indicator_id"].eq("growth") & pd.MultiIndex.from_frame(both[REST]).isin(
        pd.MultiIndex.from_frame(gaps)
    )
    table = both.assign(
        value=both["value"].mask(beside), status=both["status"].mask(beside, "withheld")
    )
    source = released.source(POLICY, *indicators)
    audit = released.audit(released.write(tmp_path / "r", source, table))
    assert {"A5", "A14"} <= released.failed(audit)


AGO = replace(
    made.CLIENTS, id="growth", family="growth", measure=Measure.PERCENT_CHANGE, decimals=0
)
SINCE: Policy = replace(made.PEOPLE, publication_grid=Grid(("borough",), "quarter"))


def by_quarter(indicator_id: str, values: Sequence[float]) -> pd.DataFrame:
    """Counted figures of the Bronx, quarter after quarter; NaN where there is none."""
    base = made.counted({"BX01": (1,)}).assign(geography="borough", area_id="BX")
    rows = [
        base.assign(indicator_id=indicator_id, industry_id="all", period_start=start, value=value)
        for start, value in zip(STARTS, values, strict=False)
    ]
    table = pd.concat(rows, ignore_index=True)
    starts = table["period_start"].astype("datetime64[ms]")
    status = table["value"].isna().map({True: "not_reported", False: "normal"})
    ends = (starts + pd.offsets.QuarterEnd(0)).astype("datetime64[ms]")
    table = table.assign(period_start=starts, period_end=ends, status=status)
    return table.assign(contributors=1000.0)


def audited(folder: Path, policy: Policy, kinds: list[Indicator], table: pd.DataFrame) -> set[str]:
    rows = table[[*KEY, "period_end", "value", "status"]].sort_values(KEY, ignore_index=True)
    return released.failed(
        released.audit(released.write(folder, released.source(policy, *kinds), rows))
    )


@pytest.mark.parametrize(
    ("step", "lowest", "is_told"),
    [(5.0, -95.0, True), (5.0, -100.0, True), (5.0, -90.0, False), (1.0, -99.0, True)],
)
def test_a_change_near_minus_one_hundred_is_hidden_beside_a_gap(
    tmp_path: Path, step: float, lowest: float, is_told: bool
) -> None:
    """Whoever reads -95, in steps of 5, knows that the gap is -100 or -95."""
    policy = replace(SINCE, rounding=step)
    table = by_quarter("growth", [0.0, lowest, -20.0, 10.0, 5.0])
    gap = table["period_start"].eq(STARTS[2])
    told = table.assign(
        value=table["value"].mask(gap), status=table["status"].mask(gap, "withheld")
    )
    assert ("A8" in audited(tmp_path / "told", policy, [AGO], told)) is is_told
    few = table.assign(contributors=table["contributors"].mask(gap, 4.0))
    result = treat(few, policy, [AGO], None, made.BOROUGHS).observations
    assert result["status"].eq("withheld").sum() == (2 if is_told else 1)
    assert audited(tmp_path / "treated", policy, [AGO], result) == set()


@pytest.mark.parametrize(
    ("counts", "changes", "told"),
    [
        ([100, NAN, NAN, NAN], [0, -95, -40, -60], [1]),  # five of a hundred
        ([100, NAN, NAN, NAN], [0, -100, -85, 10], []),
        ([NAN, NAN, NAN, 12], [NAN, NAN, NAN, 50], [3]),  # eight before
        ([NAN, NAN, NAN, 120], [NAN, NAN, NAN, 50], []),
        ([40, 44, 50, NAN], [NAN, 10, 14, -86], [3]),  # seven, since the quarter before
        ([40, 44, 50, NAN], [NAN, 10, 14, -50], []),
    ],
)
def test_a_change_beside_a_shown_base_that_tells_of_a_few_is_hidden(
    tmp_path: Path, counts: list[float], changes: list[float], told: list[int]
) -> None:
    policy = replace(SINCE, bases=(Base("growth", "clients"),))
    kinds = [made.CLIENTS, AGO]
    table = pd.concat(
        [by_quarter("clients", counts).dropna(subset="value"), by_quarter("growth", changes)],
        ignore_index=True,
    )
    assert ("A8" in audited(tmp_path / "told", policy, kinds, table)) is bool(told)
    result = treat(table, policy, kinds, None, made.BOROUGHS).observations
    hidden = result[result["status"].eq("withheld")]
    assert set(hidden["indicator_id"]) <= {"growth"}
    assert [STARTS.get_loc(start) for start in hidden["period_start"]] == told
    assert "A8" not in audited(tmp_path / "treated", policy, kinds, result)
