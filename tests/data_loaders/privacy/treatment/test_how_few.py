"""No more is hidden than protection asks: beside the fewest possible, and beside a peer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks import suppression
from data_loaders.privacy.challenge.invented import PROFILES
from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import TOP, Network
from data_loaders.privacy.treatment import primary
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import Base, Policy, Primary
from tests.support.privacy import made, released

SHOWN_BY_DEFAULT = ("clients_e", "clients_c")
MONEY: Policy = replace(
    made.PEOPLE, primary=Primary(10, p_percent=15), additive=("donations",), bases=()
)
GIFTS = replace(made.CLIENTS, id="gifts", family="gifts")
# One donor gave 85 in a hundred of one figure; each of the others has thirty donors.
DOMINATED = [("BX01", "work"), ("BK01", "rent")]


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(one, marks=[] if one.indicator_id in SHOWN_BY_DEFAULT else pytest.mark.nightly)
        for one in PROFILES
    ],
    ids=lambda one: one.indicator_id,
)
def test_a_week_of_a_city_loses_no_more_than_is_aimed_at(
    profile: suppression.Profile,
) -> None:
    one = suppression.compared(profile)
    assert (one.leaks.exact, one.leaks.too_narrow, one.leaks.insider) == (0, 0, 0)
    assert one.at_least <= one.hidden <= one.most


@pytest.mark.parametrize(
    ("value", "minimum", "level", "range_"),
    [(9, 10, 3, (7, 10)), (1, 10, 3, (1, 10)), (8, 10, 3, (7, 10)), (2, 3, 6, (1, 7))],
)
def test_a_range_holds_the_minimum_and_is_as_wide_as_asked(
    value: int, minimum: int, level: int, range_: tuple[int, int]
) -> None:
    rise, fall = primary.to_reach(np.array([float(value)]), minimum, level)
    assert (value - fall[0], value + rise[0]) == range_


def amounts(dominated: tuple[str, str]) -> pd.DataFrame:
    table = made.counted(indicator_id="donations")
    value = table["value"].clip(lower=25) * 100
    table = table.assign(value=value, contributors=30.0, largest=value // 10, second=value // 12)
    row = table["area_id"].eq(dominated[0]) & table["industry_id"].eq(dominated[1])
    table.loc[row, "largest"] = table.loc[row, "value"] * 0.85
    table.loc[row, "second"] = table.loc[row, "value"] * 0.1
    return table


@pytest.mark.parametrize("dominated", DOMINATED)
def test_one_dominated_amount_hides_few_where_counts_say_that_nobody_is_alone(
    tmp_path: Path, dominated: tuple[str, str]
) -> None:
    money = amounts(dominated)
    counts = money.assign(indicator_id="gifts", value=money["contributors"], largest=1, second=1)
    policy = replace(MONEY, bases=(Base("donations", "gifts"),))
    both = pd.concat([money, counts])
    shown = treat(both, policy, [made.DONATIONS, GIFTS], None, made.BOROUGHS).observations
    gaps = shown[shown["status"].eq("withheld")]
    assert 3 < len(gaps) <= 6
    assert set(gaps["geography"]) == {"nta2010"}
    source = released.source(policy, made.DONATIONS, GIFTS)
    assert released.failed(released.audit(released.write(tmp_path / "r", source, shown))) == set()


@pytest.mark.parametrize("dominated", DOMINATED)
def test_one_dominated_amount_hides_the_fewest_where_anybody_may_be_alone(
    dominated: tuple[str, str],
) -> None:
    """Two gaps of one sum tell each other's, so each sum has three or none."""
    shown = treat(amounts(dominated), MONEY, [made.DONATIONS], None, made.BOROUGHS).observations
    areas = [*made.AREAS, "BX", "BK", "NYC"]
    parents = [5, 5, 5, 6, 6, 7, 7, TOP]
    table = network.build(parents, 3)
    cell = areas.index(dominated[0]) * 4 + made.SERVICES.index(dominated[1])
    assert shown["status"].eq("withheld").sum() == three_or_none(table, cell)


def three_or_none(table: Network, cell: int) -> int:
    """The fewest cells, `cell` among them, of which no rule of addition holds one or two."""
    rules = abs(table.rules).toarray()
    rows = [row - 3 * np.eye(len(row))[held] for row in rules for held in np.flatnonzero(row)]
    least = np.zeros(table.cell_count)
    least[cell] = 1
    solved = milp(
        np.ones(table.cell_count),
        constraints=LinearConstraint(np.array(rows), lb=0),
        integrality=np.ones(table.cell_count),
        bounds=Bounds(least, 1),  # pyright: ignore[reportArgumentType]  an array is allowed
    )
    return round(solved.fun)


def test_a_pair_beside_a_hidden_count_is_still_told(tmp_path: Path) -> None:
    """Where the count is hidden, too, a lone donor may stand in either amount."""
    money = amounts(DOMINATED[0])
    counts = money.assign(indicator_id="gifts", value=money["contributors"], largest=1, second=1)
    policy = replace(MONEY, bases=(Base("donations", "gifts"),))
    source = released.source(policy, made.DONATIONS, GIFTS)
    shown = treat(
        pd.concat([money, counts]), policy, source.indicators, None, made.BOROUGHS
    ).observations
    gaps = shown["status"].eq("withheld")
    beside = shown["indicator_id"].eq("gifts") & pairs_in(shown, shown[gaps])
    broken = shown.assign(
        value=shown["value"].mask(beside), status=shown["status"].mask(beside, "withheld")
    )
    audit = released.audit(released.write(tmp_path / "r", source, broken))
    assert "A4" in released.failed(audit)


def pairs_in(shown: pd.DataFrame, gaps: pd.DataFrame) -> pd.Series:
    """Rows of the places at which there is a gap."""
    places: Iterable[tuple[str, str]] = zip(gaps["area_id"], gaps["industry_id"], strict=True)
    return shown[["area_id", "industry_id"]].apply(tuple, axis=1).isin(list(places))
