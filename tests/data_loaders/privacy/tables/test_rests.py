"""A whole shown beside its part shows the rest, too: nobody publishes it, anyone subtracts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.privacy.tables import rests
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import AtMost, Grid, Policy, Secondary, SecondaryMethod
from tests.support.privacy import made, released

BOROUGHS = ("BX", "BK", "MN", "QN", "SI")
MEN = replace(made.CLIENTS, id="men", family="men")
POLICY: Policy = replace(
    made.PEOPLE,
    publication_grid=Grid(("borough", "city"), "quarter"),
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
    at_most=(AtMost("men", "clients"),),
)
SOURCE = released.source(POLICY, made.CLIENTS, MEN)
UNLINKED = replace(POLICY, at_most=())
MANY = {"men": (40, 60, 50, 45, 55), "clients": (80, 90, 80, 70, 95)}
# All but four of the clients of the Bronx are men.
FEW = {"men": (40, 60, 50, 45, 55), "clients": (44, 90, 80, 70, 95)}


def counted(numbers: Mapping[str, tuple[float, ...]]) -> pd.DataFrame:
    """Men and clients of one quarter by borough."""
    base = made.counted({"BX01": (1,)}).assign(geography="borough", industry_id="all")
    rows = [
        base.assign(indicator_id=name, area_id=borough, value=float(value), contributors=value)
        for name, values in numbers.items()
        for borough, value in zip(BOROUGHS, values, strict=True)
    ]
    return pd.concat(rows, ignore_index=True)


def treated(
    numbers: Mapping[str, tuple[float, ...]],
    policy: Policy = POLICY,
    previous: pd.DataFrame | None = None,
) -> pd.DataFrame:
    kinds = SOURCE.indicators
    return treat(counted(numbers), policy, kinds, previous, made.BOROUGHS).observations


def hidden(table: pd.DataFrame) -> set[tuple[str, str]]:
    gaps = table[table["status"] == "withheld"]
    return set(zip(gaps["indicator_id"], gaps["area_id"], strict=True))


def test_a_few_who_are_in_the_whole_and_not_in_the_part_fail_the_audit(tmp_path: Path) -> None:
    for name, numbers, fails in (("many", MANY, set()), ("few", FEW, {"A7"})):
        table = treated(numbers, UNLINKED)
        assert not hidden(table)
        audit = released.audit(released.write(tmp_path / name, SOURCE, table))
        assert released.failed(audit) == fails


def test_a_part_is_hidden_where_its_whole_counts_a_few_more(tmp_path: Path) -> None:
    table = treated(FEW)
    assert ("men", "BX") in hidden(table)
    assert released.failed(released.audit(released.write(tmp_path / "r", SOURCE, table))) == set()
    assert not hidden(treated(MANY))


def test_a_gap_that_leaves_the_rest_surely_few_fails_the_audit(tmp_path: Path) -> None:
    """Men of the Bronx are hidden, at least the 38 old ones and at most 42: of 44 clients."""
    old = replace(MEN, id="old_men", family="old_men")
    chain = replace(POLICY, at_most=(AtMost("men", "clients"), AtMost("old_men", "men")))
    source = released.source(chain, made.CLIENTS, MEN, old)
    told = []
    for clients in (44, 54):
        numbers = {
            "men": (40, 60, 50, 45, 3),
            "clients": (clients, 90, 80, 70, 95),
            "old_men": (38, 30, 30, 30, 0),
        }
        table = treat(counted(numbers), UNLINKED, source.indicators, None, made.BOROUGHS)
        # Beside the three of Staten Island, those of the Bronx.
        gap = table.observations["indicator_id"].eq("men")
        gap &= table.observations["area_id"].isin(["BX", "SI"])
        men = {"MN": 50.0, "BK": 60.0, "QN": 45.0}
        shown = table.observations.assign(
            value=table.observations["value"].fillna(table.observations["area_id"].map(men)),
            status="normal",
        )
        shown = shown.assign(
            value=shown["value"].mask(gap), status=shown["status"].mask(gap, "withheld")
        )
        audit = released.audit(released.write(tmp_path / str(clients), source, shown))
        told.append(released.result(audit, "A7").failures)
    # Of both, that Staten Island has at most five men.
    assert told[0] == told[1] + 1


@pytest.mark.parametrize(
    ("men", "clients", "stays"),
    [(60, 112, True), (60, 100, False), (40, 92, False), (60, 130, False)],
)
def test_a_rest_that_changes_by_a_few_is_no_revision(
    men: float, clients: float, stays: bool, tmp_path: Path
) -> None:
    """Twenty men and thirty-two clients more are twelve others; with a hundred and two, two."""
    late = {
        "men": (men, *MANY["men"][1:]),
        "clients": (clients - (10 if stays else 0), *MANY["clients"][1:]),
    }
    first = treated(MANY)
    second = treated(late, POLICY, first)
    revised = not second.equals(first)
    assert revised is not stays
    told = treated(late, UNLINKED, first)
    before = released.write(tmp_path / "first", SOURCE, first)
    audit = released.audit(released.write(tmp_path / "second", SOURCE, told), before)
    assert ("A6" in released.failed(audit)) is stays


def test_each_part_stands_beside_its_own_whole() -> None:
    table = counted(FEW).iloc[::-1].reset_index(drop=True)
    found = rests.rests(table, POLICY)
    assert (table["area_id"][found.parts].to_numpy() == table["area_id"][found.wholes]).all()
    by_area = dict(
        zip(table["area_id"][found.parts], found.of(table["value"].to_numpy()), strict=True)
    )
    assert by_area == {"BX": 4, "BK": 30, "MN": 30, "QN": 25, "SI": 40}
    assert rests.required_fall(table, POLICY, 10).max() == 6
    assert rests.few_others(table, POLICY, 5).sum() == 1
    assert not rests.few_others(table, POLICY, 4).any()


def test_one_who_is_in_the_whole_alone_is_few_and_a_part_of_one_cannot_fall() -> None:
    table = counted({"men": (1, 39, 40, 0, 12), "clients": (6, 40, 40, 30, 12)})
    few = rests.few_others(table, POLICY, 10)
    assert set(table["area_id"][few]) == {"BX", "BK"}
    fall = rests.required_fall(table, POLICY, 10)
    assert dict(zip(table["area_id"][few], fall[few], strict=True)) == {"BX": 0, "BK": 9}
    assert not fall[~few].any()
