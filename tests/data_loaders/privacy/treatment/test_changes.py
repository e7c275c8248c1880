"""A change beside a count that was hidden earlier: it would say what that count was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.bases import REST
from data_loaders.privacy.treatment.changes import of_hidden_before
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.model import Measure
from data_loaders.vocabulary.policy import Base, Grid
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
