"""A7, line by line: what sums, subsets and shares of several indicators leave of a gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import links
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.vocabulary.audit_record import CheckResult
from data_loaders.vocabulary.policy import AtMost, Policy, Ratio, Sum
from tests.data_loaders.privacy.audit.test_arithmetic import GAP, POLICY, series
from tests.support.privacy import made, released

NAMES = ("clients", "men", "women")
KINDS = tuple(replace(made.CLIENTS, id=name) for name in NAMES)
SHARE = replace(made.SHARE, decimals=1)
ADDED = replace(POLICY, sums=(Sum("clients", ("men", "women")),))
SUBSET = replace(POLICY, at_most=(AtMost("men", "clients"),))
PART = replace(POLICY, ratios=(Ratio("share", "men", "clients"),))


def published(policy: Policy, figures: Mapping[str, list[float]]) -> PublishedSource:
    """Figures of the Bronx, quarter after quarter."""
    rows = pd.concat([series(name, values) for name, values in figures.items()])
    table = rows.sort_values(KEY, ignore_index=True)
    return published_source(released.source(policy, *KINDS, SHARE), table, made.BOROUGHS)


def checked(policy: Policy, **figures: float | list[float]) -> CheckResult:
    lists = {name: list(np.atleast_1d(values)) for name, values in figures.items()}
    return links.link_check(published(policy, lists))


@pytest.mark.parametrize(
    ("men", "women", "clients", "failures", "width"),
    [
        (40, 60, 100, 0, None),
        # Two gaps of a hundred people are one to 99.
        (GAP, GAP, 100, 0, 98),
        # Alone a gap is known; and fewer gaps than are asked for stand beside a figure.
        (GAP, 60, 100, 2, 0),
        (40, GAP, 100, 2, 0),
        (40, 60, GAP, 2, 0),
        # Of two in four people none can be three wide, nor reach ten.
        (GAP, GAP, 4, 2, 2),
        (GAP, GAP, 10, 2, 8),
        (GAP, GAP, 11, 0, 9),
        # More men than clients cannot be.
        (120, GAP, 100, 2, None),
        # Nor can a gap be in nobody, and no figure stands beside it.
        (GAP, 0, 0, 1, None),
    ],
)
def test_a_sum_leaves_its_gaps_enough_or_fails(
    men: float, women: float, clients: float, failures: int, width: float | None
) -> None:
    found = checked(ADDED, men=men, women=women, clients=clients)
    gaps = sum(np.isnan([men, women, clients]))
    assert (found.failures, found.worst_width) == (failures, width)
    assert (found.checked, found.covered) == (gaps, gaps)
    periods = 1 if gaps else 0
    note = f"1 sums, 0 ratios, 0 subsets, all {periods} periods with a gap"
    assert found.note == note


def test_periods_and_their_gaps_are_added_up() -> None:
    found = checked(
        ADDED, men=[GAP, GAP, 40, GAP], women=[60, GAP, 60, GAP], clients=[100, 90, 100, 80]
    )
    assert (found.failures, found.checked, found.worst_width) == (2, 5, 0)
    assert found.note == "1 sums, 0 ratios, 0 subsets, all 3 periods with a gap"


@pytest.mark.parametrize(
    ("men", "clients", "failures"),
    [(GAP, 8, 1), (GAP, 9, 1), (GAP, 10, 0), (40, 44, 1), (40, 49, 1), (40, 50, 0), (40, 40, 0)],
)
def test_a_whole_leaves_its_part_and_what_is_beside_it_enough_or_fails(
    men: float, clients: float, failures: int
) -> None:
    found = checked(SUBSET, men=men, clients=clients)
    assert found.failures == failures
    assert found.note.startswith("0 sums, 0 ratios, 1 subsets")


@pytest.mark.parametrize(
    ("share", "failures"),
    [(99.5, 2), (95.5, 2), (95.0, 1)],
)
def test_a_whole_that_has_one_to_nine_beside_a_gap_fails(share: float, failures: int) -> None:
    """Of 200 the percent tells the part to a person, which fails by itself; the rest is counted
    apart."""
    both = replace(SUBSET, ratios=(Ratio("share", "men", "clients"),))
    assert checked(both, men=GAP, clients=200, share=share).failures == failures


@pytest.mark.parametrize(
    ("men", "women", "failures"), [(GAP, 60, 1), (GAP, GAP, 0), (GAP, 0, 0), (40, 60, 0)]
)
def test_a_part_that_is_hidden_alone_beside_another_is_known_to_be_small(
    men: float, women: float, failures: int
) -> None:
    parts = replace(POLICY, at_most=(AtMost("men", "clients"), AtMost("women", "clients")))
    assert checked(parts, men=men, women=women, clients=100).failures == failures


def test_every_sum_with_too_few_gaps_is_counted_and_one_without_its_total_is_none() -> None:
    young, old = (replace(made.CLIENTS, id=name) for name in ("young", "old"))
    by_age = replace(
        ADDED, sums=(Sum("clients", ("men", "women")), Sum("clients", ("old", "young")))
    )
    figures = {"clients": [100.0], "men": [GAP], "women": [60.0], "old": [30.0], "young": [70.0]}
    rows = [series(name, values) for name, values in figures.items()]

    def short(*tables: pd.DataFrame) -> int:
        table = pd.concat(tables).sort_values(KEY, ignore_index=True)
        kinds = (*KINDS, young, old)
        one = published_source(released.source(by_age, *kinds), table, made.BOROUGHS)
        return links._short_sums(one, by_age)

    assert short(*rows) == 1
    assert short(*rows[1:]) == 0


def test_sums_are_named_in_the_order_of_their_totals() -> None:
    sums = tuple(Sum(total, tuple(sorted({*NAMES} - {total}))) for total in NAMES)
    one = published(replace(POLICY, sums=sums[::-1]), {"clients": [50]})
    assert links.with_all_sums(one).sums == sums


@pytest.mark.parametrize(("share", "failures"), [(5.0, 1), (12.0, 1), (GAP, 0)])
def test_a_share_of_a_figure_tells_the_part_it_is_of(share: float, failures: int) -> None:
    """A tenth of a percent of a hundred clients is a tenth of one."""
    found = checked(PART, men=GAP, clients=100, share=share)
    assert (found.failures, found.checked) == (failures, 1)
    coarse = checked(replace(PART, rounding=20.0), men=GAP, clients=100, share=share)
    assert coarse.failures == 0


@pytest.mark.parametrize(
    ("clients", "width", "failures"), [(2000, 2, 1), (3950, 3, 0), (4000, 4, 0)]
)
def test_a_share_leaves_many_a_range_as_wide_as_the_level_or_fails(
    clients: int, width: int, failures: int
) -> None:
    """Of 2,000 people 4.95 to 5.05 percent are 99 to 101: many, and next to known."""
    found = checked(PART, men=GAP, clients=clients, share=5.0)
    assert (found.worst_width, found.failures) == (width, failures)


def test_a_share_is_rounded_to_its_decimals_or_coarser() -> None:
    one = published(PART, {"men": [GAP], "clients": [100], "share": [5.0]})
    assert links.rounding(one, PART) == {"share": pytest.approx(0.1)}
    assert links.rounding(one, replace(PART, rounding=5.0)) == {"share": 5.0}
    assert links.rounding(one, replace(PART, rounding=0.01)) == {"share": pytest.approx(0.1)}
    assert links.rounding(one, POLICY) == {}


def test_sums_that_no_policy_names_are_found_and_those_it_names_are_not_found_again() -> None:
    men, women = [40, 50, 60, 70, GAP], [30, 45, 55, 20, 80]
    clients = [70, 95, 115, 90, 150]
    figures = {"men": men, "women": women, "clients": clients}
    of_two = Sum("clients", ("men", "women"))
    assert links.undeclared_sums(published(POLICY, figures)) == [of_two]
    assert links.with_all_sums(published(POLICY, figures)).sums == (of_two,)
    other = Sum("clients", ("women", "men"))
    named = published(replace(POLICY, sums=(other,)), figures)
    assert links.undeclared_sums(named) == []
    assert links.with_all_sums(named).sums == (other,)
    assert links.link_check(published(POLICY, figures)).failures > 0


def test_overlapping_areas_fail_before_any_attack() -> None:
    one = replace(published(ADDED, {"clients": [50]}), unnested="zips and areas overlap")
    found = links.link_check(one)
    assert (found.failures, found.checked, found.note) == (1, 0, "zips and areas overlap")


def test_what_no_link_holds_is_attacked_elsewhere_and_counted() -> None:
    found = checked(POLICY, men=GAP, clients=50)
    assert (found.failures, found.checked, found.covered) == (0, 1, 1)


def test_a_part_that_no_rule_names_is_counted_and_said() -> None:
    """Of eight quarters one leaves five of the clients; in a ninth a figure is hidden."""
    clients = [100.0, 110, 120, 130, 140, 150, 160, 170, 180]
    men = [80.0, 90, 115, 100, 110, 120, 130, 140, GAP]
    named = "one nested table an indicator, attacked by flow in A1 to A3"
    words = "parts that no rule names leave a few: men of clients"
    found = checked(POLICY, men=men, clients=clients)
    assert (found.passed, found.failures, found.checked) == (False, 1, 1)
    assert found.note == f"{named}; {words}"
    apart = checked(POLICY, men=[*men[:2], 80.0, *men[3:]], clients=clients)
    assert (apart.passed, apart.failures, apart.note) == (True, 0, named)
