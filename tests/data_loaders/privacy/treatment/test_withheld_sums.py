"""A known sum of gaps is judged as a cell is: by who is in it, and what the largest gave."""

from __future__ import annotations

import numpy as np
import pytest

from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import TOP
from data_loaders.privacy.treatment import withheld_sums
from data_loaders.vocabulary.policy import Primary

RULES = Primary(10, p_percent=15.0)


@pytest.mark.parametrize(
    ("rest", "people", "fails"),
    [
        # The largest gave 1,000, the second 500: the rest has to be 150 and come from ten.
        (150.0, 5.0, False),
        (149.0, 5.0, True),
        (150.0, 4.0, True),
        (150.0, np.nan, True),
    ],
)
def test_a_sum_of_two_gaps_fails_under_either_limit(
    rest: float, people: float, fails: bool
) -> None:
    values = np.array([1000.0, 500.0 + rest])
    bases = {
        "contributors": np.array([5.0, people]),
        "largest": np.array([1000.0, 500.0]),
        "second": np.array([0.0, rest / 2]),
    }
    assert withheld_sums._fails(np.arange(2), values, bases, RULES) == fails


def test_of_an_unknown_cell_one_may_have_given_all() -> None:
    values = np.array([1000.0, 650.0])
    bases = {
        "contributors": np.array([50.0, 50.0]),
        "largest": np.array([1000.0, np.nan]),
        "second": np.array([0.0, np.nan]),
    }
    assert withheld_sums._fails(np.arange(2), values, bases, RULES)


def test_an_unknown_cell_counts_as_one_gift_of_its_size() -> None:
    """Of 1,400 one may have given 200 and another 600: 600 are of others, who are many."""
    bases = {
        "contributors": np.array([50.0, 50.0]),
        "largest": np.array([600.0, np.nan]),
        "second": np.array([100.0, np.nan]),
    }
    assert not withheld_sums._fails(np.arange(2), np.array([1200.0, 200.0]), bases, RULES)


PEOPLE = Primary(10)


@pytest.mark.parametrize(
    ("values", "hidden", "added"),
    [
        ([3, 4, 1, 8], [0, 1], [2]),  # seven in all: the smallest beside them goes, too
        ([3, 4, 0, 7], [0, 1], [3]),  # nothing hides nothing
        ([3, 7, 5, 15], [0, 1], []),  # ten are enough
        ([3, 4, 1, 8], [0], []),  # one gap is no sum
        ([3, 4, 1, 8], [0, 1, 2], [3]),  # eight in all: the total is all that is left
        ([3, 4, 1, 8], [0, 1, 3], []),  # a total that is not known
        ([3, 0, 1, 4], [0, 2, 3], []),
    ],
)
def test_a_known_sum_of_gaps_under_the_minimum_takes_another_cell(
    values: list[float], hidden: list[int], added: list[int]
) -> None:
    table = network.build([TOP], 3)
    cells = np.array(values, dtype=np.float64)
    is_hidden = np.isin(np.arange(4), hidden)
    bases = {"contributors": cells, "largest": np.minimum(cells, 1), "second": np.zeros(4)}
    more = withheld_sums.cells_to_add(table, cells, is_hidden, bases, PEOPLE)
    assert np.flatnonzero(more).tolist() == added
