"""Counts that seem to be parts of others, and that no link of the policy names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import undeclared
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import (
    Apart,
    AtMost,
    Grid,
    Policy,
    Secondary,
    SecondaryMethod,
    Sum,
)
from tests.support.privacy import made, released

QUARTERS = pd.date_range("2018-01-01", periods=12, freq="QS")
ALL = 200.0 + 7 * (np.arange(12) % 5)
KINDS = [made.CLIENTS, *(replace(made.CLIENTS, id=name) for name in ("men", "women", "others"))]
PEOPLE: Policy = replace(
    made.PEOPLE,
    publication_grid=Grid(("city",), "quarter"),
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
)
PARTS = replace(PEOPLE, at_most=(AtMost("men", "clients"), AtMost("women", "clients")))
NAMED = replace(PEOPLE, at_most=(AtMost("men", "clients"),))


def counted(**numbers: np.ndarray) -> pd.DataFrame:
    """People of the city in twelve quarters, all and some."""
    base = made.counted({"BX01": (1,)}).assign(geography="city", area_id="NYC", industry_id="all")
    rows = [
        base.assign(indicator_id=name, period_start=start, value=value, contributors=value)
        for name, values in {"clients": ALL, **numbers}.items()
        for start, value in zip(QUARTERS, values, strict=True)
    ]
    table = pd.concat(rows, ignore_index=True)
    table["period_start"] = table["period_start"].astype("datetime64[ms]")
    ends = (table["period_start"] + pd.offsets.QuarterEnd(0)).astype("datetime64[ms]")
    return table.assign(period_end=ends)


def leaving(few: float, many: float = 25.0) -> np.ndarray:
    """All but some people, and in the sixth quarter all but a few."""
    return ALL - np.where(np.arange(12) == 5, few, many)


HALF = np.floor(ALL / 2)
CASES = [
    (PEOPLE, {"men": leaving(4)}, True),  # four clients are no men, and no rule says men are some
    (PEOPLE, {"men": leaving(14)}, False),
    (PEOPLE, {"men": leaving(4) + 40 * (np.arange(12) == 3)}, False),  # once above: others
    (PEOPLE, {"men": leaving(4) * (np.arange(12) == 5) + 20}, False),  # mostly far from it
    (PARTS, {"men": HALF, "women": leaving(4) - HALF}, True),  # four are neither
    (PARTS, {"men": HALF, "women": leaving(14) - HALF}, False),
    (PARTS, {"men": HALF, "women": leaving(4) - HALF + 40 * (np.arange(12) == 3)}, False),
]


@pytest.mark.parametrize(("policy", "numbers", "is_told"), CASES)
def test_treatment_stops_where_a_part_that_no_link_names_leaves_a_few(
    policy: Policy, numbers: dict[str, np.ndarray], is_told: bool
) -> None:
    if is_told:
        with pytest.raises(TreatmentError, match="never above it, and a few are left"):
            treat(counted(**numbers), policy, KINDS, None, made.BOROUGHS)
    else:
        treat(counted(**numbers), policy, KINDS, None, made.BOROUGHS)


@pytest.mark.parametrize(("policy", "numbers", "is_told"), [CASES[0], CASES[1], CASES[4]])
def test_the_audit_fails_where_a_part_that_no_link_names_leaves_a_few(
    tmp_path: Path, policy: Policy, numbers: dict[str, np.ndarray], is_told: bool
) -> None:
    table = counted(**numbers)[[*KEY, "period_end", "value", "status"]]
    one = released.source(policy, *KINDS)
    audit = released.audit(
        released.write(tmp_path / "r", one, table.sort_values(KEY, ignore_index=True))
    )
    assert ("A7" in released.failed(audit)) is is_told


@pytest.mark.nightly
def test_what_a_link_names_is_hidden_instead() -> None:
    result = treat(counted(men=leaving(4)), NAMED, KINDS, None, made.BOROUGHS).observations
    told = undeclared.few_left(result, NAMED, ["clients", "men"], 10)
    assert (told, result["status"].eq("withheld").any()) == ([], True)


@pytest.mark.parametrize(
    ("rests", "leaves_few"),
    [
        ([25] * 7 + [9], True),
        ([25] * 7 + [1], True),
        ([25] * 7 + [10], False),
        ([25] * 7 + [0], False),
        ([25] * 6 + [9], False),  # seven places are too few
        ([26] * 7 + [9], False),  # not three quarters of it
        ([9] * 7 + [-1], False),  # once above
        ([0] * 7 + [9], True),
    ],
)
def test_a_part_is_never_above_its_whole_and_most_of_it(
    rests: list[float], leaves_few: bool
) -> None:
    whole = np.full(len(rests), 100.0)
    assert undeclared.leaves_few(whole - rests, whole, 10) is leaves_few


def test_only_places_where_both_are_shown_and_somebody_is_counted_are_compared() -> None:
    part, whole = np.array([90.0] * 8), np.array([99.0] * 8)
    assert undeclared.leaves_few(part, whole, 10)
    for other_part, other_whole in ((np.nan, 99.0), (90.0, np.nan), (0.0, 0.0)):
        part[0], whole[0] = other_part, other_whole
        assert not undeclared.leaves_few(part, whole, 10)
    with_one_more = np.append(part, 90.0), np.append(whole, 99.0)
    assert undeclared.leaves_few(*with_one_more, 10)


THREE = tuple(AtMost(name, "clients") for name in ("men", "women", "others"))


@pytest.mark.parametrize(
    ("names", "policy", "suspects"),
    [
        ("clients men", PEOPLE, ["men of clients", "clients of men"]),
        ("clients men", NAMED, []),
        ("clients men women", PARTS, ["men and women of clients"]),
        (
            "clients men women others",
            replace(PEOPLE, at_most=THREE),
            [
                "men and others of clients",
                "men and women of clients",
                "others and women of clients",
                "men and others and women of clients",
            ],
        ),
        ("clients men", PARTS, []),
        ("men women", PARTS, []),  # a whole that is not there
        # Those of a sum are told apart, and its rest is named.
        (
            "clients men women others",
            replace(PEOPLE, at_most=THREE, sums=(Sum("clients", ("men", "women")),)),
            [],
        ),
        (
            "clients men women others",
            replace(PEOPLE, at_most=THREE, sums=(Sum("clients", ("men", "rest")),)),
            ["others and women of clients"],
        ),
    ],
)
def test_counts_that_no_link_ties_and_parts_that_may_overlap_are_looked_at(
    names: str, policy: Policy, suspects: list[str]
) -> None:
    found = list(undeclared._suspects(names.split(), policy))
    assert sorted(undeclared.in_words([one]) for one in found) == sorted(suspects)
    assert undeclared.in_words(found) == "; ".join(undeclared.in_words([one]) for one in found)


def test_counts_are_compared_place_by_place_and_several_parts_added_up() -> None:
    table = counted(men=leaving(4))
    names = ["clients", "men"]
    assert undeclared.few_left(table, PEOPLE, names, 10) == [(("men",), "clients")]
    assert undeclared.few_left(table, PEOPLE, names, 4) == []
    assert undeclared.few_left(table, PEOPLE, ["clients"], 10) == []
    hidden = table.assign(value=table["value"].mask(table["period_start"].eq(QUARTERS[5])))
    assert undeclared.few_left(hidden, PEOPLE, names, 10) == []
    elsewhere = table.assign(area_id=table["area_id"].mask(table["indicator_id"].eq("men"), "BX"))
    assert undeclared.few_left(elsewhere, PEOPLE, names, 10) == []
    both = counted(men=HALF, women=leaving(4) - HALF)
    told = undeclared.few_left(both, PARTS, [*names, "women"], 10)
    assert told == [(("men", "women"), "clients")]


@pytest.mark.parametrize(
    ("policy", "numbers", "parts"),
    [(PEOPLE, CASES[0][1], ("men",)), (PARTS, CASES[4][1], ("women", "men"))],
)
def test_what_the_policy_says_is_no_part_stops_nothing(
    policy: Policy, numbers: dict[str, np.ndarray], parts: tuple[str, ...]
) -> None:
    apart = replace(policy, apart=(Apart(parts, "clients"),))
    treat(counted(**numbers), apart, KINDS, None, made.BOROUGHS)
    other = replace(policy, apart=(Apart(parts, "others"),))
    with pytest.raises(TreatmentError, match="or in `apart`"):
        treat(counted(**numbers), other, KINDS, None, made.BOROUGHS)


def test_what_a_link_makes_a_part_is_not_apart() -> None:
    with pytest.raises(ValueError, match="men and clients are linked, and not `apart`"):
        replace(NAMED, apart=(Apart(("men",), "clients"),))


def test_a_whole_of_one_that_is_no_part_leaves_a_few() -> None:
    assert undeclared.leaves_few(np.array([200.0] * 8 + [0.0]), np.array([200.0] * 8 + [1.0]), 10)
    assert not undeclared.leaves_few(np.array([200.0] * 9), np.array([200.0] * 9), 10)
