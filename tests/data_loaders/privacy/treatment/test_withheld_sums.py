"""A known sum of gaps is judged as a cell is: by who is in it, and what the largest gave."""

from __future__ import annotations

import numpy as np
import pytest

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
