"""What is guessed rightly, what is hidden against it, and where treatment stops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.guess import Score
from data_loaders.privacy.treatment import judged
from data_loaders.vocabulary.policy import Guessing, Policy
from tests.support.privacy import made

GAP = float("nan")
QUARTERS = pd.date_range("2019-01-01", periods=6, freq="QS")


def series(*numbers: float, area: str = "BX", kind: str = "all") -> pd.DataFrame:
    """Clients of an area by quarter."""
    return pd.DataFrame(
        {
            "indicator_id": "clients",
            "geography": "borough",
            "area_id": area,
            "industry_id": kind,
            "period_start": QUARTERS[: len(numbers)],
            "value": numbers,
            "status": np.where(np.isnan(numbers), "withheld", "normal"),
        }
    )


def nearest(part: pd.DataFrame, right: list[int], last: pd.DataFrame | None = None) -> list[int]:
    """Rows to hide against guesses at some rows."""
    wanted = judged._nearest_shown(part, np.isin(np.arange(len(part)), right), last)
    return np.flatnonzero(pd.MultiIndex.from_frame(part[KEY]).isin(wanted)).tolist()


def test_the_nearest_figure_of_the_same_series_goes() -> None:
    part = series(20, 30, GAP, 0, 40, 50)
    assert nearest(part, [2]) == [1]
    assert nearest(series(20, 0, GAP, 0, 1, 50), [2]) == [0]
    assert nearest(series(0, 0, GAP, 0, 1, 50), [2]) == [4]
    assert nearest(series(0, 0, GAP, 0, GAP, 0), [2]) == []
    two = pd.concat([part, series(GAP, GAP, GAP, GAP, 7, 9, area="BK")], ignore_index=True)
    assert nearest(two, [2, 8, 9]) == [1, 10]
    kinds = pd.concat([series(GAP, 30), series(20, 30, kind="food")], ignore_index=True)
    assert nearest(kinds, [0]) == [1]


def test_what_an_earlier_release_has_shown_is_not_hidden_any_more() -> None:
    part = series(20, 30, GAP, 0, 40, 50)
    assert nearest(part, [2], series(20, 30, GAP, 0)) == [4]
    assert nearest(part, [2], series(20, GAP, GAP, 0)) == [1]
    assert nearest(part, [2], part) == []


LIMITED: Policy = replace(made.PEOPLE, guessing_beside=Guessing(exact=10, close=50))
TRUTH = np.array([100.0, 200.0, 300.0, 400.0])


@pytest.mark.parametrize(
    ("guesses", "policy", "stops"),
    [
        ([110, 220, 300, 50], LIMITED, True),
        ([110, 220, 50, 50], LIMITED, False),
        ([110, 220, 330, 440], made.PEOPLE, False),  # no limits
        ([50, 50, 50, 400], LIMITED, False),  # one is right by chance
        ([50, 50, 300, 400], LIMITED, True),
    ],
)
def test_treatment_stops_where_too_many_that_are_hidden_for_others_are_guessed(
    guesses: list[float], policy: Policy, stops: bool
) -> None:
    ways = [np.array(guesses), np.zeros(4)]
    beside = np.ones(4, dtype=bool)
    if not stops:
        judged._require_few_beside(ways, TRUTH, beside, policy)
        return
    with pytest.raises(TreatmentError) as error:
        judged._require_few_beside(ways, TRUTH, beside, policy)
    exact, close = _right(np.array(guesses))
    assert str(error.value) == (
        f"of 4 cells hidden to protect others {exact} can be guessed from history and {close} "
        "within 10 %, more than the policy allows; use longer periods, fewer areas or fewer "
        "categories"
    )


def _right(guesses: np.ndarray) -> tuple[int, int]:
    off = np.abs(guesses - TRUTH)
    return int((off == 0).sum()), int((off <= TRUTH / 10).sum())


def test_a_source_that_is_guessed_says_how_often() -> None:
    assert str(judged._guessed(Score(12, 3, 5))) == (
        "of 12 cells under the minimum 3 can be guessed from history and 5 within 10 %, more than "
        "the policy allows, and nothing beside them is left to withhold; use longer periods, fewer "
        "areas or fewer categories"
    )
