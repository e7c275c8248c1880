"""One more known cell: what it tells of others in a joined system."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from data_loaders.privacy.tables import insiders
from data_loaders.privacy.tables.insiders import Insiders
from data_loaders.privacy.tables.joined import Attack, Need, Part

MINIMUM = 10.0


def part(rules: list[list[float]], least: list[float], most: list[float]) -> Part:
    """Unknown counts of one person or more, by rules over them."""
    size = len(rules[0])
    lower, upper = np.ones(size), np.full(size, np.inf)
    cells = np.arange(size)
    return Part(
        csr_array(np.array(rules)), np.array(least), np.array(most), lower, upper, cells, False
    )


def tied(one: Part, alone: list[bool], below: float = MINIMUM) -> list[int]:
    """The cells that a lone contributor works out whatever its own value is."""
    size = len(one.cells)
    attack = Attack(one, Need(np.zeros(size), 1.0, np.zeros(size)))
    known = Insiders(np.array(alone), np.full(size, below))
    return np.flatnonzero(insiders.tied(attack, known, one.cells)).tolist()


def told(one: Part, alone: list[bool]) -> list[int]:
    known = Insiders(np.array(alone), np.full(len(one.cells), MINIMUM))
    return np.flatnonzero(insiders.told_to_one(one, known, one.cells)).tolist()


# x + y = total, y + z = other: all three change together.
@pytest.mark.parametrize(
    ("total", "other", "expected"),
    [
        # 1, then 4 of 5, then 16 of 20.
        (5.0, 20.0, [1]),
        # 1, then 29 of 30, then 1 of 30: it is below, and known to be one.
        (30.0, 30.0, [2]),
        # 1, then 9 of 10, then 11 of 20: the least that is not told is ten.
        (10.0, 20.0, [1]),
        (11.0, 21.0, []),
    ],
)
def test_what_changes_with_a_lone_person_is_told_below_the_minimum(
    total: float, other: float, expected: list[int]
) -> None:
    chain = part([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]], [total, other], [total, other])
    assert tied(chain, [True, False, False]) == expected


def test_any_amount_that_changes_with_a_lone_one_is_told() -> None:
    chain = part([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]], [500.0, 900.0], [500.0, 900.0])
    assert tied(chain, [True, False, False], below=np.inf) == [1, 2]
    assert tied(chain, [False, False, False], below=np.inf) == []


def test_what_several_others_share_is_not_told() -> None:
    assert tied(part([[1.0, 1.0, 1.0]], [12.0], [12.0]), [True, True, True]) == []


def test_a_cell_that_cannot_be_one_has_no_lone_person() -> None:
    """Twice the first is at least thirty."""
    rules = [[1.0, 1.0], [2.0, 0.0]]
    assert tied(part(rules, [40.0, 30.0], [40.0, np.inf]), [True, False]) == []


def test_a_rounded_rate_ties_nothing_and_an_exact_one_does() -> None:
    rules = [[1.0, -0.5]]
    assert tied(part(rules, [-0.4], [0.4]), [True, False]) == []
    assert tied(part(rules, [0.0], [0.0]), [True, False]) == [1]


def test_what_is_within_a_cell_by_its_rules_is_no_news_to_its_lone_person() -> None:
    """The same cell in another release, and a part of it; its whole would be news."""
    same = part([[1.0, -1.0]], [0.0], [0.0])
    assert tied(same, [True, True]) == []
    inside = part([[1.0, -1.0]], [-np.inf], [0.0])
    assert told(inside, [False, True]) == []
    bounded = part([[1.0, -1.0], [-2.0, 1.0]], [-np.inf, -np.inf], [0.0, -1.0])
    assert told(bounded, [True, False]) == [1]


def test_one_person_who_is_there_learns_what_is_left_at_the_least() -> None:
    """Three share three, and one knows of one: no rule ties two of them alone."""
    three = part([[1.0, 1.0, 1.0]], [3.0], [3.0])
    assert told(three, [True, False, False]) == [1, 2]
    assert told(three, [False, False, False]) == []
    assert told(part([[1.0, 1.0, 1.0]], [4.0], [4.0]), [True, False, False]) == []


def test_nobody_is_alone_where_no_table_has_one_person() -> None:
    pair = part([[1.0, 1.0], [1.0, -1.0]], [20.0, 4.0], [20.0, 4.0])
    assert told(pair, [True, True]) == []
