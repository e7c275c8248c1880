"""A count of one source that is a part of another source's: what it leaves may be a few."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import across_rests
from data_loaders.privacy.audit.across import beside_others
from data_loaders.privacy.audit.figures import Figures
from data_loaders.vocabulary.audit_record import result
from data_loaders.vocabulary.model import Frequency, Indicator
from data_loaders.vocabulary.policy import Apart, AtMost, Policy, Primary
from tests.data_loaders.privacy.audit.test_arithmetic import series
from tests.support.privacy import made, released

ALL = 200.0 + 40 * (np.arange(12) % 5)
HELPED = replace(made.CLIENTS, id="helped")
MEN, WOMEN = (replace(made.CLIENTS, id=name) for name in ("men", "women"))
HALF = np.floor(ALL / 2)
LAST = np.arange(12) == 5


def leaving(few: float, many: float = 25.0) -> np.ndarray:
    """All but some people, and in the sixth quarter all but a few."""
    return ALL - np.where(LAST, few, many)


def rows(indicator_id: str, numbers: np.ndarray, area_id: str = "BX") -> pd.DataFrame:
    """Counts of an area by quarter."""
    return series(indicator_id, [*numbers], area_id)


def figures(policy: Policy, *tables: tuple[Indicator, pd.DataFrame]) -> Figures:
    kinds = [kind for kind, _ in tables]
    source = replace(released.source(policy, *kinds), id=f"from_{kinds[0].id}")
    return Figures(source, pd.concat([table for _, table in tables]), made.BOROUGHS)


WHOLE = figures(made.PEOPLE, (made.CLIENTS, rows("clients", ALL)))


def left(policy: Policy, numbers: np.ndarray, whole: Figures = WHOLE) -> bool:
    """Whether helped people leave a few of another source's clients."""
    found = across_rests.few_left(figures(policy, (HELPED, rows("helped", numbers))), [whole])
    assert found in ([], [(("helped",), "clients")])
    return bool(found)


@pytest.mark.parametrize(
    ("numbers", "is_told"),
    [
        (leaving(4), True),
        (leaving(9), True),
        (leaving(10), False),
        (leaving(0), False),
        (leaving(4) + 40 * (np.arange(12) == 3), False),  # once above: others
        (leaving(4, many=80), False),  # mostly far from it
        (np.where(LAST, 196.0, 170.0), False),  # goes up and down by itself
        (np.full(12, 196.0), False),
    ],
)
def test_a_part_of_another_source_is_found_where_it_leaves_a_few(
    numbers: np.ndarray, is_told: bool
) -> None:
    assert left(made.PEOPLE, numbers) is is_told


def test_what_is_nearly_as_much_and_moves_the_other_way_is_no_part() -> None:
    steps = 7 * (np.arange(12) % 5)
    even = figures(made.PEOPLE, (made.CLIENTS, rows("clients", 200.0 + steps)))
    assert left(made.PEOPLE, np.where(LAST, 196.0, 190.0 + steps), even)
    assert not left(made.PEOPLE, np.where(LAST, 196.0, 190.0 - steps), even)


def test_a_part_that_is_named_is_held_against_its_whole_however_few_it_is() -> None:
    named = replace(made.PEOPLE, parts_of_others=(AtMost("helped", "clients"),))
    assert left(named, leaving(4, many=80))
    assert not left(named, leaving(14, many=80))
    few = figures(made.PEOPLE, (made.CLIENTS, rows("clients", ALL).head(6)))
    assert left(named, leaving(4), few)
    assert not left(made.PEOPLE, leaving(4), few)


def test_each_count_of_a_source_is_held_against_all_of_another() -> None:
    """The first leaves four, the second none."""
    counts = (HELPED, rows("helped", leaving(4))), (MEN, rows("men", HALF))
    found = across_rests.few_left(figures(made.PEOPLE, *counts), [WHOLE])
    assert found == [(("helped",), "clients")]


@pytest.mark.parametrize("is_ours", [True, False])
def test_what_is_no_part_is_named_by_either_source(is_ours: bool) -> None:
    apart = replace(made.PEOPLE, apart=(Apart(("helped",), "clients"),))
    other = figures(apart, (made.CLIENTS, rows("clients", ALL)))
    one, whole = (apart, WHOLE) if is_ours else (made.PEOPLE, other)
    assert not left(one, leaving(4), whole)


def test_the_higher_minimum_of_both_counts() -> None:
    eleven = replace(made.PEOPLE, primary=Primary(minimum_contributors=11))
    assert left(eleven, leaving(10))
    assert left(made.PEOPLE, leaving(10), figures(eleven, (made.CLIENTS, rows("clients", ALL))))


def test_all_parts_of_a_whole_and_the_sum_of_boroughs_are_tried_too() -> None:
    policy = replace(made.PEOPLE, at_most=(AtMost("men", "helped"), AtMost("women", "helped")))
    parts = (MEN, rows("men", HALF)), (WOMEN, rows("women", leaving(4) - HALF))
    # A count that is no part of them is not added.
    one = figures(policy, *parts, (replace(HELPED, id="visitors"), rows("visitors", HALF)))
    assert across_rests.few_left(one, [WHOLE]) == [(("men", "women"), "clients")]
    city = figures(made.PEOPLE, (made.CLIENTS, rows("clients", ALL + ALL, "NYC")))
    city.observations["geography"] = "city"
    boroughs = pd.concat([rows("helped", ALL), rows("helped", leaving(4), "BK")])
    one = figures(made.PEOPLE, (HELPED, boroughs))
    assert across_rests.few_left(one, [city]) == [(("helped",), "clients")]


def test_counts_of_other_lengths_of_time_are_not_held_against_each_other() -> None:
    by_month = replace(made.CLIENTS, frequency=Frequency.MONTH)
    assert not left(made.PEOPLE, leaving(4), figures(made.PEOPLE, (by_month, rows("clients", ALL))))


def test_the_audit_fails_where_a_part_of_another_source_leaves_a_few(tmp_path: Path) -> None:
    tables = [
        (
            replace(released.source(made.PEOPLE, kind), id=f"from_{kind.id}"),
            rows(kind.id, numbers)[[*KEY, "period_end", "value", "status"]],
        )
        for kind, numbers in ((made.CLIENTS, ALL), (HELPED, leaving(4)))
    ]
    audit = released.audit(released.write_all(tmp_path / "r", tables))
    checks = {one.source_id: {each.id: each for each in one.checks} for one in audit.sources}
    assert checks["from_clients"]["A7"].passed
    found = checks["from_helped"]["A7"]
    assert not found.passed
    assert "leave a few of another source's: helped of clients" in found.note


def test_each_rest_is_one_failure_more() -> None:
    one = figures(made.PEOPLE, (HELPED, rows("helped", leaving(4))))
    found = beside_others(result("A7", 2, 5), one, [one, WHOLE])
    assert (found.failures, found.passed) == (3, False)


def test_a_rest_alone_fails_the_check_and_is_named() -> None:
    one = figures(made.PEOPLE, (HELPED, rows("helped", leaving(4))))
    found = beside_others(result("A7", 0, 5), one, [one, WHOLE])
    assert (found.failures, found.passed) == (1, False)
    assert "parts that leave a few of another source's: " in found.note
