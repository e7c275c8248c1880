"""What is guessed rightly, what is hidden against it, and where treatment stops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.guess import Score
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.privacy.treatment import judged
from data_loaders.privacy.treatment.vintages import Additive
from data_loaders.vocabulary.policy import Guessing, Policy
from tests.support.privacy import made

GAP = float("nan")
QUARTERS = pd.date_range("2015-01-01", periods=8, freq="QS")


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


def _right(guesses: Floats) -> tuple[int, int]:
    off = np.abs(guesses - TRUTH)
    return int((off == 0).sum()), int((off <= TRUTH / 10).sum())


def test_a_source_that_is_guessed_says_how_often() -> None:
    assert str(judged._guessed(Score(12, 3, 5))) == (
        "of 12 cells under the minimum 3 can be guessed from history and 5 within 10 %, more than "
        "the policy allows, and nothing beside them is left to withhold; use longer periods, fewer "
        "areas or fewer categories"
    )


ADDING = Additive(frozenset({"clients"}), frozenset(), made.BOROUGHS)
TWICE = (2, 5)
LARGE = [40.0] * 8


def released(
    bronx: list[float], gaps: tuple[int, ...] = TWICE
) -> tuple[pd.DataFrame, pd.DataFrame, Mask]:
    """Two boroughs and the city by quarter, what is published of them in another order, and which
    are small: gaps are in both boroughs at once, and those of the Bronx are the small ones."""
    named = {"BX": bronx, "BK": LARGE, "NYC": np.add(bronx, LARGE).tolist()}
    whole = pd.concat(
        [
            series(*numbers, area=area).assign(geography="city" if area == "NYC" else "borough")
            for area, numbers in named.items()
        ],
        ignore_index=True,
    )
    hidden = whole["area_id"].ne("NYC") & whole["period_start"].isin(QUARTERS[list(gaps)])
    shown = whole.assign(
        value=whole["value"].mask(hidden), status=whole["status"].mask(hidden, "withheld")
    )
    return whole, shown.iloc[::-1], (hidden & whole["area_id"].eq("BX")).to_numpy()


def judge(
    bronx: list[float],
    gaps: tuple[int, ...] = TWICE,
    previous: pd.DataFrame | None = None,
    policy: Policy = made.PEOPLE,
) -> tuple[list[str], Score]:
    """What is hidden against guesses, and how well the others are guessed."""
    whole, shown, small = released(bronx, gaps)
    share = whole.assign(indicator_id="share", status="withheld", value=GAP)
    found = judged.too_well_guessed(
        pd.concat([share, shown]), whole, small, previous, policy, ADDING
    )
    more = whole[found.more]
    rows = zip(more["area_id"], more["period_start"], strict=True)
    return [f"{area} {QUARTERS.get_loc(start)}" for area, start in rows], found.beside


def test_where_few_small_ones_are_guessed_nothing_more_is_hidden() -> None:
    assert judge([20, 20, 6, 20, 20, 6, 20, 20]) == ([], Score(2, 2, 2))
    assert judge([6, 6, 6, 6, 6, 6, 6, 6], gaps=()) == ([], Score(0, 0, 0))


def test_where_small_ones_are_guessed_the_nearest_figure_goes() -> None:
    often = [6.0, 6, 6, 6, 20, 6, 20, 20]
    assert judge(often) == (["BX 1"], Score(2, 2, 2))
    last = released(often, ())[0]
    assert judge(often, previous=last[last["period_start"].dt.year < 2016])[0] == ["BX 4"]


def test_treatment_stops_where_nothing_is_left_to_hide_and_more_than_one_is_guessed() -> None:
    often = [6.0, 6, 6, 6, 20, 6, 20, 20]
    assert judge(often, previous=released(often, ())[0])[0] == []
    always = [6.0] * 8
    with pytest.raises(TreatmentError, match="^of 2 cells under the minimum 2 can be guessed"):
        judge(always, previous=released(always, ())[0])


def test_those_hidden_for_others_have_limits_of_their_own() -> None:
    few = [20.0, 20, 6, 20, 20, 6, 20, 20]
    with pytest.raises(TreatmentError, match="^of 2 cells hidden to protect others 2 can be"):
        judge(few, policy=LIMITED)


def test_a_gap_after_zeros_says_one_and_stops_treatment() -> None:
    with pytest.raises(TreatmentError) as error:
        judge([0, 0, 1, 0, 0, 1, 0, 0])
    assert str(error.value) == (
        "2 gaps follow zeros in places that are mostly empty, so that each says 1: clients (all); "
        "leave such a category out, or join it with another"
    )


def test_a_figure_kept_from_an_earlier_release_is_no_cell_of_this_one() -> None:
    whole, shown, small = released([6.0, 6, 6, 6, 20, 6, 20, 20])
    later = whole["period_start"].gt(QUARTERS[0]).to_numpy()
    found = judged.too_well_guessed(shown, whole[later], small[later], None, made.PEOPLE, ADDING)
    assert whole.loc[later, "period_start"][found.more].tolist() == [QUARTERS[1]]
    assert found.beside.cells == 2


def test_areas_below_boroughs_are_guessed_as_parts_of_them() -> None:
    """Both boroughs have one area each, so that its figures are those of the borough."""
    often = [6.0, 6, 6, 6, 20, 6, 20, 20]
    whole, shown, small = released(often)
    names = {"BX": "BX01", "BK": "BK01"}
    tables = [
        table.assign(
            area_id=table["area_id"].replace(names),
            geography=table["geography"].replace("borough", "nta2010"),
        )
        for table in (whole, shown)
    ]
    found = judged.too_well_guessed(tables[1], tables[0], small, None, made.PEOPLE, ADDING)
    assert whole.loc[found.more, "period_start"].tolist() == [QUARTERS[1]]
    nowhere = Additive(ADDING.counts, ADDING.money, {})
    with pytest.raises(TreatmentError, match="^area BK01 is not in its geography's area table"):
        judged.too_well_guessed(tables[1], tables[0], small, None, made.PEOPLE, nowhere)


def test_places_that_say_one_are_named_one_after_the_other() -> None:
    empty = [0.0, 0, GAP, 0, 0, GAP, 0, 0]
    part = pd.concat([series(*empty, kind=kind) for kind in ("food", "retail")])
    with pytest.raises(TreatmentError, match=r": clients \(food\), clients \(retail\); leave"):
        judged._require_no_told_zeros(part.reset_index(drop=True), made.PEOPLE)
