"""An attack on one table: what it finds out, gap by gap, and who is taken to be alone in one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from data_loaders.privacy.audit.table_attack import Findings, Goal, attack
from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import TOP

PEOPLE = Goal(minimum=10, level=3)
DOLLARS = Goal(minimum=10, level=3, p_percent=20.0)
PAIR = [2, 2, TOP]
# Two pairs, each with its total, and the total of both.
PAIRS = [2, 2, 6, 5, 5, 6, TOP]


def found(
    parents: Sequence[int],
    figures: Sequence[float],
    goal: Goal = PEOPLE,
    least: int = 1,
    alone: Sequence[bool] | None = None,
) -> Findings:
    """What an attack finds in a column of figures, of which those that are NaN are hidden."""
    values = np.array(figures)
    lone = None if alone is None else np.array(alone)
    table = network.build(list(parents), 0)
    return attack(table, values, np.isnan(values), goal, least, lone)


GAP = np.nan


def test_every_gap_of_a_table_that_contradicts_itself_was_looked_at() -> None:
    """Two gaps of one or more cannot be nobody together."""
    assert found(PAIR, [GAP, GAP, 0.0]) == Findings(checked=2, contradictions=1)


@pytest.mark.parametrize(
    ("alone", "people", "dollars"),
    [
        (None, 2, 2),
        ([True, True, True], 2, 2),
        ([True, False, False], 1, 1),
        ([False, False, True], 0, 0),
    ],
)
def test_whoever_may_be_alone_in_a_gap_works_out_the_other(
    alone: list[bool] | None, people: int, dollars: int
) -> None:
    """Nothing said, anybody may be: of ten people one leaves nine to the other gap."""
    assert found(PAIR, [GAP, GAP, 10.0], alone=alone).insider == people
    assert found(PAIR, [GAP, GAP, 500.0], DOLLARS, alone=alone).insider == dollars


def test_nobody_is_alone_in_a_gap_that_is_two_at_least() -> None:
    assert found(PAIR, [GAP, GAP, 10.0], least=2).insider == 0


def test_what_lone_contributors_of_all_pairs_work_out_is_added_up() -> None:
    figures = [GAP, GAP, 10.0, GAP, GAP, 10.0, 20.0]
    assert found(PAIRS, figures).insider == 4
    assert found(PAIRS, figures, DOLLARS).insider == 4


def test_a_range_of_money_is_followed_down_to_its_end_however_wide_it_is() -> None:
    """Of a table that fits, a gap may stand near its upper end: 178 of one to 218."""
    leaf = np.array([[90, 80, 110], [60, 70, 110], [90, 70, 60]], dtype=np.float64)
    whole = np.vstack([leaf, leaf.sum(axis=0)])
    figures = np.hstack([whole, whole.sum(axis=1, keepdims=True)])
    figures[:3, :3] = GAP
    values, table = figures.ravel(), network.build([3, 3, 3, TOP], 3)
    told = attack(table, values, np.isnan(values), DOLLARS, 1)
    assert (told.checked, told.exact, told.too_narrow, told.worst_width) == (9, 0, 0, 217)


@pytest.mark.parametrize(("total", "width", "narrow"), [(4, 2, 2), (5, 3, 0), (6, 4, 0)])
def test_a_range_as_wide_as_the_level_is_wide_enough(total: int, width: int, narrow: int) -> None:
    """Of amounts that may lie as close as they like."""
    told = found(PAIR, [GAP, GAP, total], Goal(minimum=10, level=3, p_percent=0.001))
    assert (told.worst_width, told.too_narrow) == (width, narrow)
