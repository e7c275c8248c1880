"""Amounts: dominance on both sides, lone contributors, and sums of withheld amounts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.audit import tables
from data_loaders.privacy.audit.published import published_source
from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.cube import cubes
from data_loaders.privacy.tables.network import TOP
from data_loaders.privacy.treatment import counted_once, withheld_sums
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import (
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    public_record,
)
from tests.support.privacy import made, released
from tests.support.privacy.ranges import ranges

POLICY: Policy = replace(
    made.PEOPLE,
    primary=Primary(10, p_percent=15),
    secondary=Secondary(SecondaryMethod.NETWORK, protection=1),
    additive=("donations",),
)


def donations(dominated: dict[tuple[str, str], tuple[float, float]]) -> pd.DataFrame:
    """Amounts of a thousand times the people of `made.AREAS`, each giving 1 % of its cell."""
    table = made.counted(indicator_id="donations")
    value = table["value"] * 1000
    table = table.assign(value=value, contributors=100.0, largest=value // 100, second=value // 100)
    for (area, service), (largest, second) in dominated.items():
        row = table["area_id"].eq(area) & table["industry_id"].eq(service)
        table.loc[row, ["largest", "second"]] = largest, second
    return table


def treated(counted: pd.DataFrame) -> pd.DataFrame:
    return treat(counted, POLICY, [made.DONATIONS], None, made.BOROUGHS).observations


def test_a_dominated_amount_stays_uncertain_by_what_the_rule_lacks_on_both_sides() -> None:
    # Of 60,000 one donor gave 50,000 and the next 9,000: the rest is 1,000, the rule asks 7,500.
    counted = donations({("BX02", "rent"): (50_000, 9_000)})
    result = treated(counted)
    cube = next(iter(cubes(result, made.BOROUGHS)))
    seen = cube.take(result["value"].to_numpy())[0]
    found = ranges(cube.network, np.nan_to_num(seen), np.isnan(seen))
    place = cube.rows.index(("nta2010", "BX02")) * 4 + cube.industries.index("rent")
    assert found.lower[place] <= 60_000 - 6_500
    assert found.upper[place] >= 60_000 + 6_500


def test_no_gap_of_an_amount_stands_in_a_pair_that_one_donor_could_open() -> None:
    result = treated(donations({("BX02", "rent"): (50_000, 9_000)}))
    hidden = result["status"] == "withheld"
    for column in ("area_id", "industry_id"):
        small = result[hidden & result["geography"].eq("nta2010")]
        assert (small.groupby(column).size() != 2).all()


def test_a_treated_release_of_amounts_passes_the_audit(tmp_path: Path) -> None:
    result = treated(donations({("BX02", "rent"): (50_000, 9_000), ("BK01", "food"): (69_000, 0)}))
    source = released.source(POLICY, made.DONATIONS)
    audit = released.audit(released.write(tmp_path / "r", source, result))
    assert released.failed(audit) == set()


def test_a_known_sum_of_two_amounts_that_one_donor_dominates_gets_a_third_gap() -> None:
    table = network.build([TOP], 4)
    values = np.array([900.0, 60.0, 500.0, 400.0, 1860.0])
    hidden = np.array([True, True, False, False, False])
    bases = {
        "contributors": np.array([20.0, 20.0, 50.0, 50.0, 140.0]),
        "largest": np.array([850.0, 10.0, 20.0, 20.0, 850.0]),
        "second": np.array([30.0, 8.0, 20.0, 20.0, 30.0]),
    }
    # Together 960, the two largest 850 and 30: 80 are left, 15 % of 850 is 127.5.
    more = withheld_sums.cells_to_add(table, values, hidden, bases, Primary(10, p_percent=15))
    assert more.tolist() == [False, False, False, True, False]
    bases["largest"][0] = 300.0
    more = withheld_sums.cells_to_add(table, values, hidden, bases, Primary(10, p_percent=15))
    assert not more.any()


def test_amounts_of_few_donors_in_a_row_do_not_leave_their_sum_known() -> None:
    # Three cells of BX02 have three donors each: nine together, whatever each may be.
    wide = {area: (40, 42, 44, 46) for area in made.AREAS}
    table = made.counted(wide, indicator_id="donations")
    value = table["value"] * 1000
    table = table.assign(value=value, contributors=100.0, largest=value // 50, second=value // 50)
    few = table["area_id"].eq("BX02") & table["industry_id"].ne("care")
    table.loc[few, ["contributors", "largest", "second"]] = 3.0, 14_000.0, 13_000.0
    result = treated(table)
    row = result[result["area_id"] == "BX02"].set_index("industry_id")["status"]
    assert "withheld" in (row["care"], row["all"])


def test_a_sum_whose_total_is_withheld_is_not_known() -> None:
    table = network.build([TOP], 4)
    values = np.array([900.0, 60.0, 500.0, 400.0, 1860.0])
    hidden = np.array([True, True, False, False, True])
    bases = {name: np.array([900.0, 60.0, 5.0, 5.0, 900.0]) for name in ("largest", "second")}
    bases["contributors"] = np.ones(5)
    more = withheld_sums.cells_to_add(table, values, hidden, bases, Primary(10, p_percent=15))
    assert not more.any()


def test_large_counts_of_few_visitors_do_not_leave_their_sum_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nine visitors made thousands of visits in three cells of BX02. Visits are no count of people
    and are refused; were they not, their sum would be protected."""
    monkeypatch.setattr(counted_once, "require_counted_once", lambda *_: None)
    wide = {area: (40, 42, 44, 46) for area in made.AREAS}
    visits = made.counted(wide)
    visits = visits.assign(value=visits["value"] * 100, contributors=visits["value"])
    few = visits["area_id"].eq("BX02") & visits["industry_id"].ne("care")
    visits.loc[few, "contributors"] = 3.0
    result = treat(visits, made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    row = result[result["area_id"] == "BX02"].set_index("industry_id")["status"]
    assert "withheld" in (row["care"], row["all"])


def test_a_published_policy_is_attacked_with_our_own_p_and_never_treated_with() -> None:
    private = public_record(POLICY)
    counted = donations({})
    with pytest.raises(TreatmentError, match="published catalog"):
        treat(counted, private, [made.DONATIONS], None, made.BOROUGHS)
    published = published_source(
        released.source(private, made.DONATIONS), treated(counted), made.BOROUGHS
    )
    assert tables.goal_of(published, published.cubes[0]).p_percent == 15
