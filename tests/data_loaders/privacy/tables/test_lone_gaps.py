"""A gap that stands in no sum says of itself that it is small, unless others are hidden with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.parquet import read_observations
from data_loaders.privacy.tables import lone_gaps
from data_loaders.privacy.treatment.treat import treat
from data_loaders.sources.partners.upsolve import source as upsolve
from data_loaders.vocabulary.installation import SHIPPED_DEMO
from data_loaders.vocabulary.policy import (
    AtMost,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
)
from tests.support.privacy import made, released

REASONS = ("home", "job", "car", "bills")
KINDS = [made.CLIENTS, *(replace(made.CLIENTS, id=name, family="reason") for name in REASONS)]
PEOPLE: Policy = replace(
    made.PEOPLE,
    publication_grid=Grid(("city",), "quarter"),
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
    at_most=tuple(AtMost(name, "clients") for name in REASONS),
)
DISTRESS: Policy = replace(
    PEOPLE, sensitivity=Sensitivity.FINANCIAL_DISTRESS, primary=Primary(minimum_contributors=11)
)
# A person may give several reasons. Nine were about to lose their home.
COUNTS = {"clients": 300.0, "home": 9.0, "job": 200.0, "car": 60.0, "bills": 150.0}


def counted() -> pd.DataFrame:
    base = made.counted({"BX01": (1,)}).assign(geography="city", area_id="NYC", industry_id="all")
    rows = [
        base.assign(indicator_id=name, value=value, contributors=value)
        for name, value in COUNTS.items()
    ]
    return pd.concat(rows, ignore_index=True)


def hidden(table: pd.DataFrame) -> set[str]:
    return set(table.loc[table["status"] == "withheld", "indicator_id"])


@pytest.mark.parametrize(
    ("values", "added"), [({}, {"car"}), ({"job": 0.0, "car": 0.0, "bills": 1.0}, {"bills"})]
)
def test_the_smallest_figure_shown_beside_is_added(
    values: dict[str, float], added: set[str]
) -> None:
    table = counted().assign(value=lambda rows: rows["indicator_id"].map({**COUNTS, **values}))
    gap = table["indicator_id"].eq("home").to_numpy()
    more = lone_gaps.cells_to_add(table, gap, PEOPLE)
    assert set(table["indicator_id"][more]) == added
    both = lone_gaps.cells_to_add(table, gap | more, PEOPLE)
    assert not both.any()


def alone() -> pd.DataFrame:
    """As published where only the small reason is hidden."""
    table = treat(counted(), replace(PEOPLE, at_most=()), KINDS, None, made.BOROUGHS).observations
    assert hidden(table) == {"home"}
    return table


@pytest.mark.parametrize(
    ("policy", "beside"), [(PEOPLE, {"home", "car"}), (DISTRESS, {"home", "car", "bills"})]
)
def test_a_reason_of_few_is_hidden_with_others(
    tmp_path: Path, policy: Policy, beside: set[str]
) -> None:
    table = treat(counted(), policy, KINDS, None, made.BOROUGHS).observations
    assert hidden(table) == beside
    source = released.source(policy, *KINDS)
    assert released.failed(released.audit(released.write(tmp_path / "r", source, table))) == set()


@pytest.mark.parametrize("policy", [PEOPLE, DISTRESS])
def test_a_lone_gap_fails_the_audit(tmp_path: Path, policy: Policy) -> None:
    folder = released.write(tmp_path / "r", released.source(policy, *KINDS), alone())
    assert released.failed(released.audit(folder)) == {"A7"}


def test_a_gap_in_a_sum_is_protected_there(tmp_path: Path) -> None:
    """Who answers once stands in a sum, whose own gaps keep each other company."""
    summed = replace(PEOPLE, sums=(Sum("clients", REASONS),))
    counts = {**COUNTS, "clients": sum(COUNTS[name] for name in REASONS)}
    table = counted().assign(value=lambda rows: rows["indicator_id"].map(counts))
    table = treat(
        table.assign(contributors=table["value"]), summed, KINDS, None, made.BOROUGHS
    ).observations
    assert hidden(table) == {"home", "car"}


def test_where_all_others_are_none_there_is_nothing_to_hide(tmp_path: Path) -> None:
    nobody = alone()
    others = nobody["indicator_id"].isin(["job", "car", "bills"])
    table = nobody.assign(value=nobody["value"].mask(others, 0.0))
    folder = released.write(tmp_path / "r", released.source(PEOPLE, *KINDS), table)
    assert "A7" not in released.failed(released.audit(folder))


def test_the_demonstration_that_ships_has_no_lone_gap() -> None:
    for path in SHIPPED_DEMO.glob("*/observations/upsolve.parquet"):
        table = read_observations(path)
        gaps = table["status"].eq("withheld").to_numpy()
        assert gaps.any()
        assert not list(lone_gaps.short_groups(table, gaps, upsolve.SOURCE.policy))
