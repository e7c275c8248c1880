"""Every promise of an indicator, at its edge: just kept it passes, just broken it stops."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data_loaders.observations import table
from data_loaders.observations.table import COLUMNS, KEY, ObservationError
from data_loaders.vocabulary.model import Frequency, Geography, Indicator, Measure, Reason, Status
from tests.support.privacy.made import CLIENTS

MONTHLY = replace(
    CLIENTS,
    frequency=Frequency.MONTH,
    geographies=(Geography.BOROUGH, Geography.CITY),
    industries=(("all", "All"), ("food", "Food")),
)
ROW = {
    "indicator_id": "clients",
    "geography": "borough",
    "area_id": "BX",
    "period_start": "2021-01-01",
    "industry_id": "all",
    "period_end": "2021-01-31",
    "value": 12.0,
    "status": "normal",
}


def rows(*changes: dict[str, object]) -> pd.DataFrame:
    return table.tidy([pd.DataFrame([{**ROW, **changed} for changed in changes])])


def refusal(observed: pd.DataFrame, indicator: Indicator = MONTHLY) -> str:
    with pytest.raises(ObservationError) as caught:
        table.check(observed, [indicator])
    return str(caught.value)


def test_a_tidy_table_has_the_columns_types_and_order_of_observations() -> None:
    later, first = {"area_id": "QN"}, {"area_id": "BK"}
    tidied = table.tidy([rows(later).assign(more=1), rows(first)])
    assert list(tidied.columns) == COLUMNS
    assert list(tidied["area_id"]) == ["BK", "QN"]
    assert list(tidied.index) == [0, 1]
    assert tidied["value"].dtype == "float64"
    assert tidied["period_start"].dtype == tidied["period_end"].dtype == "datetime64[ms]"
    texts = ("indicator_id", "geography", "area_id", "industry_id", "status")
    assert all(tidied[name].dtype == "str" for name in texts)


def test_observations_of_several_geographies_industries_and_reasons_are_fine() -> None:
    withheld = {"area_id": "BK", "value": None, "status": str(Status.WITHHELD)}
    city = {"geography": "city", "area_id": "NYC", "industry_id": "food"}
    table.check(rows({}, withheld, city), [MONTHLY])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ([{"indicator_id": "other"}], "1 observations have an unknown indicator:"),
        ([{}, {"value": 13.0}], "2 observations share their key:"),
        ([{"area_id": "BK"}, {"period_start": None}], "1 observations lack a part of their key:"),
        ([{"value": None}], "1 observations contradict their status:"),
        ([{"status": "withheld"}], "1 observations contradict their status:"),
        ([{"geography": "modzcta"}], "1 observations are outside ['borough', 'city']:"),
        ([{"industry_id": "gyms"}], "1 observations have an unknown industry:"),
        ([{"area_id": "10001"}], "1 observations name areas that are not in borough:"),
        ([{"value": -0.1}], "1 observations are negative count values:"),
    ],
)
def test_a_broken_promise_is_named_with_how_many_break_it(
    changes: list[dict[str, object]], problem: str
) -> None:
    assert refusal(rows(*changes)).startswith(problem)


def test_the_first_five_keys_are_shown_and_no_value() -> None:
    days = [f"2021-01-0{day}" for day in range(1, 8)]
    broken = ({"period_end": day, "period_start": day, "value": 73519.0} for day in days)
    said = refusal(rows(*broken))
    lines = said.splitlines()
    assert lines[0] == "7 observations are not one whole month:"
    assert lines[1].split() == [*KEY, "status"]
    assert [line.split()[0] for line in lines[2:]] == ["clients"] * 5
    assert "73519" not in said


def test_other_columns_are_named_beside_those_expected() -> None:
    said = refusal(rows({})[COLUMNS[::-1]])
    assert said == f"expected columns {COLUMNS}, found {COLUMNS[::-1]}"


@pytest.mark.parametrize(
    ("frequency", "start", "end", "is_whole"),
    [
        (Frequency.DAY, "2021-01-04", "2021-01-04", True),
        (Frequency.DAY, "2021-01-04", "2021-01-05", False),
        (Frequency.DAY, "2021-01-04", "2021-01-03", False),
        (Frequency.WEEK, "2021-01-03", "2021-01-09", True),
        (Frequency.WEEK, "2021-01-04", "2021-01-10", False),
        (Frequency.WEEK, "2021-01-04", "2021-01-09", False),
        (Frequency.WEEK, "2021-01-02", "2021-01-09", False),
        (Frequency.MONTH, "2021-02-01", "2021-02-28", True),
        (Frequency.MONTH, "2021-01-01", "2021-01-31", True),
        (Frequency.MONTH, "2021-01-02", "2021-01-31", False),
        (Frequency.MONTH, "2021-01-01", "2021-01-30", False),
        (Frequency.MONTH, "2021-01-15", "2021-02-14", False),
        (Frequency.QUARTER, "2021-01-01", "2021-03-31", True),
        (Frequency.QUARTER, "2021-07-01", "2021-09-30", True),
        (Frequency.QUARTER, "2021-01-02", "2021-03-31", False),
        (Frequency.QUARTER, "2021-01-01", "2021-04-30", False),
        (Frequency.HALF_YEAR, "2021-01-01", "2021-06-30", True),
        (Frequency.HALF_YEAR, "2020-07-01", "2020-12-31", True),
        (Frequency.HALF_YEAR, "2021-01-02", "2021-07-01", False),
        (Frequency.HALF_YEAR, "2021-01-01", "2021-07-31", False),
        (Frequency.YEAR, "2021-01-01", "2021-12-31", True),
        (Frequency.YEAR, "2020-01-01", "2020-12-31", True),
        (Frequency.YEAR, "2021-01-02", "2022-01-01", False),
        (Frequency.YEAR, "2021-01-01", "2021-11-30", False),
        (Frequency.TOTAL, "2021-01-01", "2021-01-01", True),
        (Frequency.TOTAL, "1921-01-02", "2021-03-17", True),
        (Frequency.TOTAL, "1921-01-02", "2021-03-18", False),
        (Frequency.TOTAL, "2021-01-02", "2021-01-01", False),
    ],
)
def test_a_period_is_one_whole_period_of_its_frequency(
    frequency: Frequency, start: str, end: str, is_whole: bool
) -> None:
    indicator = replace(MONTHLY, frequency=frequency, week_ends_on=6)
    observed = rows({"period_start": start, "period_end": end})
    if is_whole:
        table.check(observed, [indicator])
    else:
        assert f" {frequency}:" in refusal(observed, indicator)


@pytest.mark.parametrize(
    ("measure", "least", "most"),
    [
        (Measure.COUNT, 0, None),
        (Measure.RATE, 0, None),
        (Measure.MONEY, 0, None),
        (Measure.INDEX, 0, None),
        (Measure.DAYS, 0, None),
        (Measure.PERCENT, 0, 100),
        (Measure.SCORE, 0, 100),
        (Measure.PERCENT_CHANGE, -100, None),
    ],
)
def test_a_value_lies_within_its_measure(
    measure: Measure, least: float, most: float | None
) -> None:
    indicator = replace(MONTHLY, measure=measure)
    table.check(rows({"value": float(least)}), [indicator])
    table.check(rows({"value": 1e9 if most is None else float(most)}), [indicator])
    problem = {
        Measure.PERCENT: "1 observations are outside 0 to 100:",
        Measure.SCORE: "1 observations are outside 0 to 100:",
        Measure.PERCENT_CHANGE: "1 observations fall by more than 100 percent:",
    }.get(measure, f"1 observations are negative {measure} values:")
    assert refusal(rows({"value": least - 0.01}), indicator).startswith(problem)
    if most is not None:
        assert refusal(rows({"value": most + 0.01}), indicator).startswith(problem)


def test_tidy_keeps_reasons_and_writes_none_where_a_reader_gives_none() -> None:
    base = rows({}, {"area_id": "QN"}).assign(reason=["few_cases", None])
    joined = table.tidy([base, rows({"area_id": "SI"}).drop(columns="reason")])
    assert list(joined["reason"]) == ["few_cases", "", ""]


def test_a_reason_of_the_status_beside_it_is_fine() -> None:
    observed = rows({"status": str(Reason.FEW_CASES.status)}, {"area_id": "QN"})
    table.check(observed.assign(reason=[str(Reason.FEW_CASES), ""]), [MONTHLY])


@pytest.mark.parametrize("reason", [str(Reason.FEW_CASES), "because"])
def test_a_reason_of_another_status_or_of_no_list_is_refused_by_row(reason: str) -> None:
    observed = rows({}, {"area_id": "QN"}).assign(reason=["", reason])
    first, _head, *named = refusal(observed).splitlines()
    assert first == "1 observations have a reason of another status, or of no list:"
    assert len(named) == 1
    assert "QN" in named[0]


def test_a_value_that_contradicts_its_status_is_refused_in_these_words() -> None:
    first = refusal(rows({"status": str(Status.WITHHELD)})).splitlines()[0]
    assert first == "1 observations contradict their status:"


def test_a_whole_city_hidden_or_none_is_refused_with_what_to_call_it() -> None:
    status = str(Status.WITHHELD_OR_NONE)
    city = {"geography": "city", "area_id": "NYC", "value": None, "status": status}
    assert refusal(rows(city)).splitlines()[0] == (
        "1 observations of the whole city are said to be hidden or none; "
        "they are cut off or not reported:"
    )
