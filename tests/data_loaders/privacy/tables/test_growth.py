"""Which earlier period a change in percent is since, as far as the figures tell."""

from __future__ import annotations

import numpy as np
import pytest

from data_loaders.privacy.tables import growth

LEVEL = np.array([[100.0, 110.0, 121.0, 133.1]])
NONE = np.nan
BEFORE_ALL = [-1, -1, -1, -1]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # Ten percent in each period: since the one before.
        ([NONE, 10.0, 10.0, 10.0], [BEFORE_ALL, [-1, 0, 1, 2]]),
        ([NONE, NONE, 21.0, 21.0], [BEFORE_ALL, [-1, -1, 0, 1]]),
        # Since the first, and the last figure alone since the third before it.
        ([NONE, 10.0, 21.0, 33.1], [BEFORE_ALL, [-1, -1, -1, 0], [0, 0, 0, 0]]),
        # No two of the figures have it.
        ([7.0, 7.0, 7.0, 7.0], [BEFORE_ALL]),
    ],
)
def test_a_change_is_since_any_period_that_no_figure_contradicts(
    change: list[float], expected: list[list[int]]
) -> None:
    spans = growth.possible_spans(LEVEL, np.array([change]), 0.05)
    assert [span.tolist() for span in spans] == expected


@pytest.mark.parametrize(("change", "count"), [(10.05, 2), (10.06, 1)])
def test_a_change_may_be_off_by_half_a_step(change: float, count: int) -> None:
    """Changes of one series alone, each since the period before."""
    spans = list(growth.possible_spans(LEVEL, np.array([[NONE, 10.0, change, 10.0]]), 0.05))
    assert len(spans) == count


@pytest.mark.parametrize(
    ("level", "change", "half_step", "told"),
    [
        # Without a rounding, one to nine are a few.
        (100, -95, 0, True),
        (100, -99, 0, True),
        (100, -91, 0, True),
        (100, -90, 0, False),
        # Between 0.3 and 0.7 of a person is nobody, up to 1.2 one, and from nobody to 1.5 either.
        (100, -99.5, 0.2, False),
        (100, -99.25, 0.45, True),
        (100, -99.5, 1, False),
        # From five to ten there may be ten.
        (100, -92.5, 2.4, True),
        (100, -92.5, 2.5, False),
    ],
)
def test_a_few_are_surely_one_or_more_and_under_the_minimum(
    level: float, change: float, half_step: float, told: bool
) -> None:
    levels, changes = np.array([[level, NONE]], dtype=float), np.array([[NONE, change]])
    none = np.zeros(levels.shape, dtype=bool)
    few = growth.tells_a_few(levels, none, changes, half_step, 10, [np.array([-1, 0])])
    assert few.tolist() == [[False, told]]


@pytest.mark.parametrize(
    ("level", "change", "span", "told"),
    [
        # 5 % of a hundred people is five, and 10 % is ten.
        ([100, NONE], [NONE, -95.0], [-1, 0], [False, True]),
        ([100, NONE], [NONE, -90.0], [-1, 0], [False, False]),
        # Nobody is left, or next to nobody.
        ([100, NONE], [NONE, -100.0], [-1, 0], [False, False]),
        # 36 is four times nine, and 40 is four times ten.
        ([NONE, 36], [NONE, 300.0], [-1, 0], [False, True]),
        ([NONE, 40], [NONE, 300.0], [-1, 0], [False, False]),
        # Four are half of eight.
        ([NONE, 4], [NONE, -50.0], [-1, 0], [False, True]),
        ([100, NONE], [NONE, -99.0], [-1, 0], [False, True]),
        # Since a period before them all, which has no figure either.
        ([36, NONE], [300.0, NONE], [-1, -1], [True, False]),
        # The last figure is none of a period before them all.
        ([NONE, 100], [-95.0, NONE], [-1, -1], [False, False]),
    ],
)
def test_a_change_beside_a_figure_says_of_a_period_without_any_that_it_is_a_few(
    level: list[float], change: list[float], span: list[int], told: list[bool]
) -> None:
    levels, changes = np.array([level]), np.array([change])
    none = np.zeros(levels.shape, dtype=bool)
    few = growth.tells_a_few(levels, none, changes, 0.05, 10, [np.array(span)])
    assert few.tolist() == [told]
    # Where somebody hid the figure, others see to it.
    assert not growth.tells_a_few(
        levels, np.isnan(levels), changes, 0.05, 10, [np.array([0, 0])]
    ).any()
