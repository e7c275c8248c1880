"""The city's claims go on in the Economic Tracker, which equals the State's workbook."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.table import ObservationError, check
from data_loaders.sources.public.nysdol_ui_claims import source as nysdol_ui_claims
from data_loaders.sources.public.nysdol_ui_claims.source import SOURCE, extend
from data_loaders.sources.public.opportunity_insights import source as opportunity_insights
from tests.support.tiny import observed

HEAD = "area_id,period_start,period_end,value,status\n"
STATE = f"""{HEAD}\
NYC,2022-11-20,2022-11-26,4830,normal
NYC,2022-11-27,2022-12-03,6740,normal
"""
THEIRS = f"""{HEAD}\
NYC,2022-11-20,2022-11-26,4830,normal
NYC,2022-11-27,2022-12-03,6740,normal
NYC,2022-12-04,2022-12-10,5730,normal
NYC,2022-12-11,2022-12-17,5430,normal
"""
BOROUGHS = f"{HEAD}BX,2022-11-27,2022-12-03,900,normal\n"


def state(text: str = STATE) -> pd.DataFrame:
    boroughs = observed(BOROUGHS, "ui_claims")
    return pd.concat([boroughs, observed(text, "ui_claims", "city")], ignore_index=True)


def theirs(text: str = THEIRS) -> pd.DataFrame:
    return observed(text, "ui_claims_recent", "city")


def city(table: pd.DataFrame) -> list[tuple[str, float, str]]:
    rows = table[table["geography"] == "city"]
    days = rows["period_end"].dt.strftime("%Y-%m-%d")
    return list(zip(days, rows["value"], rows["status"], strict=True))


def test_newer_weeks_follow_the_last_of_the_workbook_and_the_first_is_marked() -> None:
    assert city(extend(state(), theirs())) == [
        ("2022-11-26", 4830, "normal"),
        ("2022-12-03", 6740, "normal"),
        ("2022-12-10", 5730, "break"),
        ("2022-12-17", 5430, "normal"),
    ]


def test_all_weeks_belong_to_the_states_indicator_and_boroughs_do_not_go_on() -> None:
    extended = extend(state(), theirs())
    assert set(extended["indicator_id"]) == {"ui_claims"}
    assert extended.loc[extended["geography"] == "borough", "value"].tolist() == [900]
    check(extended, SOURCE.indicators)


def test_a_shared_week_that_differs_stops_the_series_from_going_on() -> None:
    restated = theirs(THEIRS.replace("2022-11-26,4830", "2022-11-26,4820"))
    with pytest.raises(ObservationError, match=r"1 of 2 weeks .* differ, first .* 2022-11-26"):
        extend(state(), restated)


def test_without_a_shared_week_nothing_can_be_compared() -> None:
    lines = [line for line in THEIRS.splitlines() if "2022-11" not in line]
    with pytest.raises(ObservationError, match="no week in common"):
        extend(state(), theirs("\n".join(lines)))


def test_a_hole_where_the_source_changes_is_refused() -> None:
    text = re.sub(r"NYC,2022-12-04.*\n", "", THEIRS)
    with pytest.raises(ObservationError, match="week of 2022-12-11; expected .* 2022-12-04"):
        extend(state(), theirs(text))


def test_weeks_continued_before_are_read_anew() -> None:
    once = extend(state(), theirs())
    revised = theirs(THEIRS.replace("5430", "5440"))
    assert city(extend(once, revised))[-2:] == [
        ("2022-12-10", 5730, "break"),
        ("2022-12-17", 5440, "normal"),
    ]


def test_the_change_of_source_is_told_where_the_series_breaks() -> None:
    (change,) = SOURCE.breaks
    assert "Opportunity Insights" in change.text
    extended = extend(state(), theirs())
    marked = extended.loc[extended["status"] == "break", "period_start"]
    assert [day.date() for day in marked] == [change.on]


def test_the_real_series_goes_on_to_the_newest_week(mirror: Path) -> None:
    # 2022-12-10: 5730, 2026-08-15: 6300, read in "UI Claims - City - Weekly.csv".
    own = nysdol_ui_claims.read(mirror / "nysdol-ui-claims")
    others = opportunity_insights.read(mirror / "opportunity-insights")
    extended = extend(own, others)
    claims = city(extended[extended["indicator_id"] == "ui_claims"])
    assert ("2022-12-10", 5730, "break") in claims
    assert claims[-1] == ("2026-08-15", 6300, "normal")
    assert sum(status == "break" for _day, _value, status in claims) == 1
    assert len(extended) - len(own) == 193
